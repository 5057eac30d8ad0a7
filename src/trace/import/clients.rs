//! The commands of several clients in one log, each of which waits for its answer.
//!
//! A command during which another client's was open may have come to the card before it or behind
//! it: what was selected then is not known.

use std::collections::HashMap;

use super::{Raw, unanswered};
use crate::finding::RecordingFault;

/// More clients than this at once is no computer with a card reader.
const MOST: usize = 64;

/// The open command of each client, by what the log tells it by; by nothing where it tells none.
#[derive(Default)]
pub(super) struct Clients {
    open: HashMap<String, Waiting>,
}

/// A command that waits for its answer.
pub(super) struct Waiting {
    pub(super) command: Vec<u8>,
    /// When it was sent, by the clock of the log.
    pub(super) sent: u64,
    /// Nobody else's was open meanwhile.
    alone: bool,
}

impl Clients {
    /// A client sends a command.
    pub(super) fn sent(
        &mut self,
        client: &str,
        command: Vec<u8>,
        sent: u64,
        found: &mut Vec<Raw>,
    ) -> Result<(), RecordingFault> {
        if client.is_empty() && self.open.contains_key(client) {
            return Err(RecordingFault::Interleaved);
        }
        if let Some(before) = self.answered(client, found) {
            unanswered(Some(before.command), found);
        }
        if self.open.len() >= MOST {
            return Err(RecordingFault::Interleaved);
        }
        let alone = self.open.is_empty();
        self.disturb();
        let waiting = Waiting {
            command,
            sent,
            alone,
        };
        self.open.insert(client.to_owned(), waiting);
        Ok(())
    }

    /// A client gets its answer: what is found next is of it.
    pub(super) fn answered(&mut self, client: &str, found: &mut Vec<Raw>) -> Option<Waiting> {
        let waiting = self.open.remove(client)?;
        found.push(Raw::Client {
            name: client.to_owned(),
            alone: waiting.alone,
        });
        Some(waiting)
    }

    /// Something happens to the card while they wait.
    pub(super) fn disturb(&mut self) {
        for waiting in self.open.values_mut() {
            waiting.alone = false;
        }
    }

    /// The log has ended.
    pub(super) fn end(&mut self, found: &mut Vec<Raw>) {
        let mut clients: Vec<_> = self.open.keys().cloned().collect();
        clients.sort();
        for client in clients {
            if let Some(waiting) = self.answered(&client, found) {
                unanswered(Some(waiting.command), found);
            }
        }
    }
}
