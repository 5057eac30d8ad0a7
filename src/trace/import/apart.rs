//! The clients of a log kept apart: what one has selected on a card is nothing that another may rely
//! on, and as soon as another selects something nothing is known any more.
//!
//! Whether two of them speak to one card or to two, hardly a log tells. Each has a redactor of its
//! own, which forgets whenever it could be the same card.

use crate::recording::{Event, Exchange, Failure, Policy, Redactor, known};
use crate::transport::Outgoing;

/// So many are known at once; who was silent for the longest is forgotten first.
pub(in crate::trace) const MOST: usize = 64;

/// Who speaks.
struct Client {
    name: String,
    number: u64,
    redactor: Redactor,
    /// What it has selected may not be what is selected.
    lost: bool,
    card: (String, Vec<u8>),
}

impl Client {
    fn forget(&mut self) {
        self.redactor.forget();
        self.lost = true;
    }
}

/// Every client, the one that spoke last at the end.
pub(super) struct Apart {
    clients: Vec<Client>,
    number: u64,
    /// No other client's command was open meanwhile.
    alone: bool,
}

impl Apart {
    pub(super) fn new() -> Self {
        let mut apart = Self {
            clients: Vec::new(),
            number: 0,
            alone: true,
        };
        apart.enter(String::new());
        apart
    }

    fn enter(&mut self, name: String) {
        if self.clients.len() >= MOST {
            self.clients.remove(0);
        }
        self.clients.push(Client {
            name,
            number: self.number,
            redactor: Redactor::new(Policy::Redacted),
            lost: false,
            card: (String::new(), Vec::new()),
        });
        self.number = self.number.saturating_add(1);
    }

    /// What comes next is of this client.
    pub(super) fn turn(&mut self, name: String, alone: bool) {
        self.alone = alone;
        match self.clients.iter().position(|client| client.name == name) {
            Some(place) => {
                let client = self.clients.remove(place);
                self.clients.push(client);
            }
            // The log has named nobody so far.
            None => match self.clients.as_mut_slice() {
                [only] if only.name.is_empty() => only.name = name,
                _ => self.enter(name),
            },
        }
    }

    /// The one who speaks, and whether what it has selected became unknown since it spoke last.
    pub(super) fn speaker(&mut self) -> (u64, bool) {
        let alone = self.alone;
        self.clients.last_mut().map_or((0, true), |client| {
            (client.number, std::mem::take(&mut client.lost) || !alone)
        })
    }

    /// The card that the speaker has connected.
    pub(super) fn card(&self) -> Event {
        let (reader, atr) = self
            .clients
            .last()
            .map(|client| client.card.clone())
            .unwrap_or_default();
        let card = Event::Card {
            reader,
            atr: Ok(atr),
            micros: 0,
        };
        known::event(card, false)
    }

    /// The speaker connects a card, which may be another's card too.
    pub(super) fn connected(&mut self, reader: String, atr: Vec<u8>) {
        self.clients.iter_mut().for_each(Client::forget);
        if let Some(client) = self.clients.last_mut() {
            client.card = (reader, atr);
        }
    }

    /// The speaker's command and what came of it.
    pub(super) fn exchange(
        &mut self,
        command: &[u8],
        answer: Result<Vec<u8>, Failure>,
        micros: u64,
    ) -> Option<Exchange> {
        let alone = self.alone;
        let (client, others) = self.clients.split_last_mut()?;
        if !alone {
            client.redactor.forget();
        }
        let command = client.redactor.command(Outgoing {
            bytes: command,
            secret: None,
        });
        let selects = client.redactor.selects();
        let answer = answer.and_then(|bytes| {
            let length = bytes.len();
            let answer = client.redactor.answer(&bytes);
            answer.ok_or(Failure::Short { length })
        });
        if answer.is_err() {
            client.redactor.forget();
        }
        if !alone {
            client.forget();
        }
        if selects || answer.is_err() {
            others.iter_mut().for_each(Client::forget);
        }
        Some(Exchange {
            command,
            answer,
            micros,
        })
    }
}
