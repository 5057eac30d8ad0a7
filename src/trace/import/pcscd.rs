//! `pcscd --apdu`: `00000377 APDU: 00 20 00 80 ` and `00043119 SW: 63 C3 `.
//!
//! The number is the time since the last line, in microseconds, at most 99999999. A `[thread]` may
//! follow it: each client has its own. Without it two conversations at once cannot be told apart
//! and are refused. Where the reader driver failed, `SW:` is empty and the code stands in a line
//! beside it.

use std::collections::HashMap;

use super::clients::Clients;
use super::{Parse, Raw, bytes, peeled};
use crate::finding::RecordingFault;
use crate::recording::Failure;
use crate::transport::{Operation, ScardCode};

/// So many clients are remembered to have seen the card that lies there.
const MOST_SEEN: usize = 1024;

pub(super) fn is_line(line: &str) -> bool {
    matches!(part(line), Some(PcscdLine { name: "APDU" | "SW", text, .. }) if text.is_empty() || bytes(text).is_some())
}

/// A line taken apart.
struct PcscdLine<'l> {
    time: u64,
    client: &'l str,
    name: &'l str,
    text: &'l str,
}

fn part(line: &str) -> Option<PcscdLine<'_>> {
    let number = line
        .split_once(' ')
        .and_then(|(time, rest)| Some(((time.len() == 8).then_some(time)?.parse().ok()?, rest)));
    let (time, rest) = number.unwrap_or((0, line));
    let (client, rest) = rest
        .strip_prefix('[')
        .and_then(|thread| thread.split_once("] "))
        .unwrap_or(("", rest));
    let (name, text) = rest.split_once(':')?;
    let text = text.trim();
    Some(PcscdLine {
        time,
        client,
        name,
        text,
    })
}

#[derive(Default)]
pub(super) struct PcscdParser {
    clients: Clients,
    now: u64,
    /// A command that got no answer, whose cause a line beside it may tell.
    failed: Option<(Vec<u8>, u64)>,
    code: Option<ScardCode>,
    atr: Vec<u8>,
    /// How many cards there were, and which of them each client was told last.
    cards: u64,
    seen: HashMap<String, u64>,
    /// Who spoke last.
    client: String,
}

impl Parse for PcscdParser {
    fn line(&mut self, line: &str, found: &mut Vec<Raw>) -> Result<(), RecordingFault> {
        let known = |part: &PcscdLine<'_>| matches!(part.name, "APDU" | "SW" | "Card ATR");
        let Some(part) = peeled(line).filter_map(part).find(known) else {
            if let Some(time) = peeled(line).find_map(part).map(|part| part.time) {
                self.now = self.now.saturating_add(time);
            }
            // The first is the cause; what follows comes of it.
            self.code = self.code.or_else(|| cause(line));
            return Ok(());
        };
        self.now = self.now.saturating_add(part.time);
        self.flush(found);
        match part.name {
            "APDU" => self.command(&part, found),
            "SW" => self.answer(&part, found),
            _ => {
                self.atr = bytes(part.text).unwrap_or_default();
                self.cards = self.cards.saturating_add(1);
                self.clients.disturb();
                self.card(found);
                Ok(())
            }
        }
    }

    fn end(&mut self, found: &mut Vec<Raw>) {
        self.flush(found);
        self.clients.end(found);
    }
}

impl PcscdParser {
    fn command(
        &mut self,
        part: &PcscdLine<'_>,
        found: &mut Vec<Raw>,
    ) -> Result<(), RecordingFault> {
        let command = bytes(part.text).ok_or(RecordingFault::NotALogLine)?;
        self.code = None;
        self.clients.sent(part.client, command, self.now, found)
    }

    fn answer(&mut self, part: &PcscdLine<'_>, found: &mut Vec<Raw>) -> Result<(), RecordingFault> {
        let Some(waiting) = self.clients.answered(part.client, found) else {
            found.push(Raw::Orphan);
            return Ok(());
        };
        if self.client != part.client {
            // Who speaks first has seen the card that the log begins with.
            if let (true, Some(card)) = (self.client.is_empty(), self.seen.remove("")) {
                self.see(part.client, card);
            }
            part.client.clone_into(&mut self.client);
        }
        if self.cards > 0 && self.seen.get(part.client) != Some(&self.cards) {
            self.card(found);
        }
        let (command, micros) = (waiting.command, self.now.saturating_sub(waiting.sent));
        if part.text.is_empty() {
            self.failed = Some((command, micros));
            return Ok(());
        }
        found.push(Raw::Exchange {
            command,
            answer: Ok(bytes(part.text).ok_or(RecordingFault::NotALogLine)?),
            micros,
        });
        Ok(())
    }

    /// The client that spoke last is told of the card that lies there.
    fn card(&mut self, found: &mut Vec<Raw>) {
        let client = self.client.clone();
        self.see(&client, self.cards);
        found.push(Raw::Card {
            reader: String::new(),
            atr: self.atr.clone(),
        });
    }

    fn see(&mut self, client: &str, card: u64) {
        if self.seen.len() >= MOST_SEEN {
            self.seen.clear();
        }
        self.seen.insert(client.to_owned(), card);
    }

    /// No line beside the failed command is to come any more.
    fn flush(&mut self, found: &mut Vec<Raw>) {
        if let Some((command, micros)) = self.failed.take() {
            let failure = |code| Failure::Scard {
                operation: Operation::Transmit,
                code,
            };
            found.push(Raw::Exchange {
                command,
                answer: Err(self.code.take().map_or(Failure::Lost, failure)),
                micros,
            });
        }
    }
}

/// The PC/SC code that a line names, by its number or its name, or what stands for the driver's own.
fn cause(line: &str) -> Option<ScardCode> {
    let code = line
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| word.starts_with("0x801000") || word.starts_with("SCARD_"))
        .find_map(|word| word.parse().ok())
        .filter(|code| *code != ScardCode::S_SUCCESS);
    // IFD_COMMUNICATION_ERROR of the driver: pcscd calls it not transacted. It says the same of a
    // question about the reader's features, which has nothing to do with the card.
    let driver = (line.contains("Card not transacted") && !line.contains("IFDControl"))
        .then_some(ScardCode::E_NOT_TRANSACTED);
    let mute = line
        .contains("Card absent or mute")
        .then_some(ScardCode::W_UNRESPONSIVE_CARD);
    code.or(driver).or(mute)
}
