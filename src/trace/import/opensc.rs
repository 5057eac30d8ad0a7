//! The debug log of OpenSC: `Outgoing APDU (9 bytes):` and a dump, 16 bytes a line, with the same
//! bytes as text behind.
//!
//! The number of bytes says how many of the columns are bytes; the text behind may look like
//! hexadecimal too. Below level 9 OpenSC leaves every command with a PIN out, and the log does not
//! show that it did.

use super::{Parse, Raw, bytes, peeled, unanswered};
use crate::finding::RecordingFault;
use crate::recording::Failure;
use crate::recording::known::LONGEST;
use crate::transport::{Operation, ScardCode};

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
    command: Option<Vec<u8>>,
    reader: String,
    /// Time of day of the last line that has one, and of the command, in milliseconds.
    now: u64,
    sent: u64,
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
            self.failed(scard(code), found);
        } else if let Some((_, code)) = line.split_once("unable to transmit APDU: ") {
            self.failed(opensc(code), found);
        }
        Ok(())
    }

    fn end(&mut self, found: &mut Vec<Raw>) {
        unanswered(self.command.take(), found);
    }
}

impl OpenScParser {
    fn complete(
        &mut self,
        direction: Direction,
        bytes: Vec<u8>,
        found: &mut Vec<Raw>,
    ) -> Result<(), RecordingFault> {
        match (direction, self.command.take()) {
            (Direction::Outgoing, None) => {
                self.command = Some(bytes);
                self.sent = self.now;
                Ok(())
            }
            (Direction::Outgoing, Some(_)) => Err(RecordingFault::Interleaved),
            (Direction::Incoming, None) => {
                found.push(Raw::Orphan);
                Ok(())
            }
            (Direction::Incoming, Some(command)) => {
                found.push(Raw::Exchange {
                    command,
                    answer: Ok(bytes),
                    micros: self.micros(),
                });
                Ok(())
            }
        }
    }

    fn reader(&mut self, name: &str, found: &mut Vec<Raw>) {
        if name != self.reader {
            name.clone_into(&mut self.reader);
            found.push(Raw::Card {
                reader: name.to_owned(),
                atr: Vec::new(),
            });
        }
    }

    fn failed(&mut self, failure: Failure, found: &mut Vec<Raw>) {
        if let Some(command) = self.command.take() {
            found.push(Raw::Exchange {
                command,
                answer: Err(failure),
                micros: self.micros(),
            });
        }
    }

    /// The log has milliseconds of the day only; over midnight nothing is known.
    fn micros(&self) -> u64 {
        self.now.saturating_sub(self.sent).saturating_mul(1000)
    }
}

/// The code of PC/SC with which a command failed.
fn scard(text: &str) -> Failure {
    let code = text.split_whitespace().next().unwrap_or_default();
    code.parse::<ScardCode>().map_or(Failure::Lost, transmit)
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
