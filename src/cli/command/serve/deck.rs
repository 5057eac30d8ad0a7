//! The cards of `serve`: which one lies on the reader, and what is said on standard input about it.

use std::io::BufRead;
use std::sync::mpsc::{self, Receiver};

use crate::conversation::transport_finding;
use crate::finding::Finding;
use crate::simulator::image::Image;
use crate::simulator::state::{Card, Tally};
use crate::virtual_reader::{Icc, RecordedCard};

/// What is to be done with the cards: one line of standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Order {
    /// `lift`: takes the card away.
    Lift,
    /// `lay CARD`: places this card instead of the one that is there.
    Lay(String),
    /// `next`: lays down the next of the cards of the command line, the first after the last.
    Next,
}

/// The words, for those who mistype them.
pub(super) const ORDERS: &str = "lift, lay CARD, next";

impl Order {
    fn parse(line: &str) -> Option<Self> {
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        match (word, rest.trim()) {
            ("lift", "") => Some(Self::Lift),
            ("next", "") => Some(Self::Next),
            ("lay", card) if !card.is_empty() => Some(Self::Lay(card.to_owned())),
            _ => None,
        }
    }
}

/// Lines of standard input, as they come.
pub(super) struct Orders(Receiver<String>);

impl Orders {
    /// Begins to read. The thread that waits for a line ends with the process.
    pub(super) fn from_stdin() -> Self {
        let (sender, receiver) = mpsc::channel();
        if may_read() {
            std::thread::spawn(move || {
                for line in std::io::stdin().lock().lines().map_while(Result::ok) {
                    if sender.send(line).is_err() {
                        return;
                    }
                }
            });
        }
        Self(receiver)
    }

    /// The next one, if there is one: the line itself where it is none.
    pub(super) fn next(&self) -> Option<Result<Order, String>> {
        let lines = std::iter::from_fn(|| self.0.try_recv().ok());
        let line = lines
            .map(|line| line.trim().to_owned())
            .find(|line| !line.is_empty())?;
        Some(Order::parse(&line).ok_or(line))
    }
}

/// A terminal stops whoever reads from it in the background.
#[cfg(unix)]
fn may_read() -> bool {
    use rustix::process::getpgrp;
    use rustix::termios::tcgetpgrp;

    tcgetpgrp(std::io::stdin()).is_ok_and(|front| front == getpgrp())
        || !std::io::IsTerminal::is_terminal(&std::io::stdin())
}

#[cfg(not(unix))]
fn may_read() -> bool {
    true
}

/// A card that may be laid down.
enum Face {
    Simulated(Box<Card>),
    Recorded(Box<RecordedCard>),
}

/// The cards, with what they have counted: a card that comes back is the same card.
#[derive(Default)]
pub(super) struct Deck {
    cards: Vec<(String, Face)>,
    /// So many of them are those of the command line.
    listed: usize,
    /// The one on top.
    top: usize,
    /// It has been taken away from the reader.
    lifted: bool,
}

impl Deck {
    /// Adds a card of the command line; the first one lies on top.
    pub(super) fn list(&mut self, name: &str, image: Image) {
        if self.position(name).is_none() {
            self.add(name, Face::Simulated(Box::new(Card::new(image))));
        }
        self.listed = self.cards.len();
    }

    /// The same for a recording.
    pub(super) fn list_recorded(&mut self, name: &str, card: RecordedCard) {
        self.add(name, Face::Recorded(Box::new(card)));
        self.listed = self.cards.len();
    }

    fn add(&mut self, name: &str, face: Face) {
        self.cards.push((name.to_owned(), face));
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.cards.iter().position(|(known, _)| known == name)
    }

    /// The names of the cards so far.
    pub(super) fn names(&self) -> Vec<String> {
        self.cards.iter().map(|(name, _)| name.clone()).collect()
    }

    /// Nothing lies on the reader any more.
    pub(super) fn lift(&mut self) {
        self.lifted = true;
    }

    /// The next card of the command line comes on top.
    pub(super) fn next(&mut self) {
        let next = self.top.saturating_add(1);
        self.top = if next < self.listed { next } else { 0 };
        self.lifted = false;
    }

    /// This card comes on top; one that has not been there yet is made of the image.
    pub(super) fn lay(&mut self, name: &str, image: Option<Image>) {
        if let Some(image) = image {
            self.add(name, Face::Simulated(Box::new(Card::new(image))));
        }
        self.top = self.position(name).unwrap_or(self.top);
        self.lifted = false;
    }

    /// The card that lies, or is to lie, on the reader, and its name.
    pub(super) fn top(&mut self) -> Option<(&str, &mut dyn Icc)> {
        let (name, face) = self.cards.get_mut(self.top).filter(|_| !self.lifted)?;
        let card: &mut dyn Icc = match face {
            Face::Simulated(card) => card.as_mut(),
            Face::Recorded(card) => card.as_mut(),
        };
        Some((name, card))
    }

    /// How the conversation differed from the recorded one.
    pub(super) fn mismatch(&self) -> Option<Finding> {
        self.cards.iter().find_map(|(_, face)| match face {
            Face::Simulated(_) => None,
            Face::Recorded(card) => card.mismatch().map(transport_finding),
        })
    }

    /// What the cards have counted, all together.
    pub(super) fn tally(&self) -> Tally {
        let tallies = self.cards.iter().map(|(_, face)| match face {
            Face::Simulated(card) => card.tally(),
            Face::Recorded(card) => card.tally(),
        });
        tallies.fold(Tally::default(), |sum, tally| Tally {
            commands: sum.commands.saturating_add(tally.commands),
            verifies: sum.verifies.saturating_add(tally.verifies),
            power_downs: sum.power_downs.saturating_add(tally.power_downs),
            resets: sum.resets.saturating_add(tally.resets),
        })
    }
}
