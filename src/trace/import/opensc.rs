//! The debug log of OpenSC: `Outgoing APDU (9 bytes):` and a dump, 16 bytes a line, with the same
//! bytes as text behind.
//!
//! Process and thread stand at the head of most lines, `P:54; T:0x1`; a dump is of the line before.
//! The number of bytes says how many of the columns are bytes; the text behind may look like
//! hexadecimal too. Below level 9 OpenSC leaves every command with a PIN out, and the log does not
//! show that it did.

use std::collections::HashMap;

use super::clients::{Clients, Waiting};
use super::{Parse, Raw, bytes, cause, peeled};
use crate::finding::RecordingFault;
use crate::recording::Failure;
use crate::recording::known::LONGEST;
use crate::transport::{Operation, ScardCode};

/// So many processes and threads are remembered with the reader that they use.
const MOST_READERS: usize = 1024;

pub(super) fn is_line(line: &str) -> bool {
    dump(line).is_some()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Outgoing,
    Incoming,
}

/// Direction and length of the dump that begins behind this line.
fn dump(line: &str) -> Option<(Direction, usize)> {
    let (direction, rest) = match line.split_once("Outgoing APDU ") {
        Some((_, rest)) => (Direction::Outgoing, rest),
        None => (Direction::Incoming, line.split_once("Incoming APDU ")?.1),
    };
    // Before version 0.16: `Outgoing APDU data [   15 bytes] ====`.
    let rest = rest
        .strip_prefix('(')
        .or_else(|| rest.strip_prefix("data ["))?;
    let (length, _) = rest.split_once(" byte")?;
    let length = length.trim().parse().ok()?;
    (length <= LONGEST).then_some((direction, length))
}

#[derive(Default)]
pub(super) struct OpenScParser {
    dump: Option<(Direction, usize, Vec<u8>)>,
    clients: Clients,
    /// Process and thread of the last line that has them.
    client: String,
    /// The reader of each.
    readers: HashMap<String, String>,
    /// The code that a command failed with, until it is told what came of it.
    failed: Option<ScardCode>,
    /// Time of day of the last line that has one, in milliseconds.
    now: u64,
}

impl Parse for OpenScParser {
    fn line(&mut self, line: &str, found: &mut Vec<Raw>) -> Result<(), RecordingFault> {
        if let Some((direction, length, mut collected)) = self.dump.take() {
            let row = length.saturating_sub(collected.len()).min(16);
            let columns = |line: &str| bytes(line.get(..row.saturating_mul(3).min(line.len()))?);
            collected.extend(
                peeled(line)
                    .find_map(columns)
                    .ok_or(RecordingFault::NotALogLine)?,
            );
            if collected.len() < length {
                self.dump = Some((direction, length, collected));
                return Ok(());
            }
            return self.complete(direction, collected, found);
        }
        if let Some(client) = peeled(line).find_map(client) {
            client.clone_into(&mut self.client);
        }
        if let Some(time) = time_of_day(line) {
            self.now = time;
        }
        if let Some((direction, length)) = dump(line) {
            if length > 0 {
                self.dump = Some((direction, length, Vec::new()));
            }
        } else if let Some((_, reader)) = line.split_once(":pcsc_transmit: reader '") {
            self.reader(reader.trim_end_matches('\''), found);
        } else if let Some((_, code)) = line.split_once("SCardTransmit/Control failed: ") {
            self.flush(None, found);
            self.failed = scard(code);
        } else if let Some((_, code)) = line.split_once("unable to transmit APDU: ") {
            self.flush(None, found);
            self.failed(opensc(code), found);
        } else if let Some((_, code)) = line.split_once(" failed: ")
            && let Some(later) = scard(code)
        {
            self.flush(Some(later), found);
        }
        Ok(())
    }

    fn end(&mut self, found: &mut Vec<Raw>) {
        self.flush(None, found);
        self.clients.end(found);
    }
}

impl OpenScParser {
    fn complete(
        &mut self,
        direction: Direction,
        bytes: Vec<u8>,
        found: &mut Vec<Raw>,
    ) -> Result<(), RecordingFault> {
        self.flush(None, found);
        if direction == Direction::Outgoing {
            return self.clients.sent(&self.client, bytes, self.now, found);
        }
        match self.clients.answered(&self.client, found) {
            None => found.push(Raw::Orphan),
            Some(waiting) => found.push(self.exchange(waiting, Ok(bytes))),
        }
        Ok(())
    }

    fn reader(&mut self, name: &str, found: &mut Vec<Raw>) {
        if self
            .readers
            .get(&self.client)
            .is_some_and(|reader| reader == name)
        {
            return;
        }
        if self.readers.len() >= MOST_READERS {
            self.readers.clear();
        }
        self.readers.insert(self.client.clone(), name.to_owned());
        found.push(Raw::Client {
            name: self.client.clone(),
            alone: true,
        });
        found.push(Raw::Card {
            reader: name.to_owned(),
            atr: Vec::new(),
        });
    }

    /// What came of a failed command is told, or nothing more is.
    fn flush(&mut self, later: Option<ScardCode>, found: &mut Vec<Raw>) {
        if let Some(first) = self.failed.take() {
            self.failed(cause(first, later), found);
        }
    }

    fn failed(&mut self, failure: Failure, found: &mut Vec<Raw>) {
        if let Some(waiting) = self.clients.answered(&self.client, found) {
            found.push(self.exchange(waiting, Err(failure)));
        }
    }

    /// The log has milliseconds of the day only; over midnight nothing is known.
    fn exchange(&self, waiting: Waiting, answer: Result<Vec<u8>, Failure>) -> Raw {
        Raw::Exchange {
            command: waiting.command,
            answer,
            micros: self.now.saturating_sub(waiting.sent).saturating_mul(1000),
        }
    }
}

/// `P:54; T:0x1`, of which old versions have neither.
fn client(line: &str) -> Option<&str> {
    let (process, rest) = line.strip_prefix("P:")?.split_once("; T:")?;
    let thread = rest.split(' ').next()?;
    let length = process.len().checked_add(thread.len())?.checked_add(6)?;
    let number =
        |text: &str| text.len() <= 20 && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (number(process) && number(thread))
        .then(|| line.get(..length))
        .flatten()
}

/// The code of PC/SC with which a call failed.
fn scard(text: &str) -> Option<ScardCode> {
    text.split_whitespace().next()?.parse().ok()
}

/// OpenSC's own code, where it names no other before it.
fn opensc(text: &str) -> Failure {
    match text.split_whitespace().next() {
        Some("-1104" | "-1105") => transmit(ScardCode::W_REMOVED_CARD),
        Some("-1106") => transmit(ScardCode::W_RESET_CARD),
        // An answer without a status word.
        Some("-1213") => Failure::Short { length: 0 },
        _ => Failure::Lost,
    }
}

fn transmit(code: ScardCode) -> Failure {
    Failure::Scard {
        operation: Operation::Transmit,
        code,
    }
}

/// `00:47:39.489`, somewhere in the line.
fn time_of_day(line: &str) -> Option<u64> {
    line.split_whitespace().find_map(|word| {
        let (hours, rest) = word.split_once(':')?;
        let (minutes, rest) = rest.split_once(':')?;
        let (seconds, millis) = rest.split_once('.')?;
        let two = |text: &str| {
            (text.len() == 2)
                .then(|| text.parse::<u64>().ok())
                .flatten()
        };
        let minutes = two(hours)?.saturating_mul(60).saturating_add(two(minutes)?);
        let seconds = minutes.saturating_mul(60).saturating_add(two(seconds)?);
        let millis: u64 = (millis.len() == 3).then(|| millis.parse().ok()).flatten()?;
        Some(seconds.saturating_mul(1000).saturating_add(millis))
    })
}
