//! `pcscd --apdu`: `00000377 APDU: 00 20 00 80 ` and `00043119 SW: 63 C3 `.
//!
//! The number is the time since the last line, in microseconds, at most 99999999. A `[thread]` may
//! follow it. There is no reader and no client in the log, so two conversations at once cannot be
//! told apart and are refused.

use super::{Parse, Raw, Wrong, bytes};
use crate::recording::Failure;

pub(super) fn is_line(line: &str) -> bool {
    matches!(part(line), Some((_, "APDU" | "SW", _)))
}

/// Time, name and text of a line.
fn part(line: &str) -> Option<(u64, &str, &str)> {
    let (time, rest) = line.split_once(' ')?;
    if time.len() != 8 {
        return None;
    }
    let rest = match rest.strip_prefix('[') {
        Some(thread) => thread.split_once("] ")?.1,
        None => rest,
    };
    let (name, text) = rest.split_once(':')?;
    Some((time.parse().ok()?, name, text.trim()))
}

#[derive(Default)]
pub(super) struct Parser {
    command: Option<Vec<u8>>,
    micros: u64,
}

impl Parse for Parser {
    fn line(&mut self, line: &str, found: &mut Vec<Raw>) -> Result<(), Wrong> {
        let Some((time, name, text)) = part(line) else {
            return Ok(());
        };
        self.micros = self.micros.saturating_add(time);
        match name {
            "APDU" if self.command.is_some() => Err(Wrong::Interleaved),
            "APDU" => {
                self.command = Some(bytes(text).ok_or(Wrong::Malformed)?);
                self.micros = 0;
                Ok(())
            }
            "SW" => {
                let command = self.command.take().ok_or(Wrong::Interleaved)?;
                let answer = match text {
                    // The reader driver failed; the log does not say with what.
                    "" => Err(Failure::Lost),
                    text => Ok(bytes(text).ok_or(Wrong::Malformed)?),
                };
                found.push(Raw::Exchange {
                    command,
                    answer,
                    micros: self.micros,
                });
                Ok(())
            }
            "Card ATR" => {
                found.push(Raw::Card {
                    reader: String::new(),
                    atr: bytes(text).unwrap_or_default(),
                });
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn end(&mut self, found: &mut Vec<Raw>) {
        unanswered(self.command.take(), found);
    }
}

/// A command whose answer the log no longer has.
pub(super) fn unanswered(command: Option<Vec<u8>>, found: &mut Vec<Raw>) {
    found.extend(command.map(|command| Raw::Exchange {
        command,
        answer: Err(Failure::Lost),
        micros: 0,
    }));
}
