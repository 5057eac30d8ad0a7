//! What the `ConsoleCardConnectionObserver` of pyscard prints: `> 00 20 00 80`, `<  [] 63 C3`. The
//! lines of scriptor look alike, have the meaning of the status word behind a colon, and go on
//! without an arrow behind sixteen bytes. Where a command fails, the exception of Python may stand
//! behind it and tell why, by a number or only by a text.

use super::{Parse, Raw, bytes, cause, is_answer, peeled, unanswered};
use crate::explain::{self, Code};
use crate::finding::RecordingFault;
use crate::recording::Failure;
use crate::transport::ScardCode;

/// After so many bytes scriptor begins a new line.
const ROW: usize = 16;

pub(super) fn is_line(line: &str) -> bool {
    line.strip_prefix("> ").and_then(bytes).is_some()
}

enum PyscardLine {
    Command(Vec<u8>),
    Answer(Vec<u8>),
    Card(String),
}

fn part(line: &str) -> Option<PyscardLine> {
    if let Some(command) = line.strip_prefix("> ").and_then(bytes) {
        return Some(PyscardLine::Command(command));
    }
    if let Some(answer) = line.strip_prefix('<') {
        let answer = answer.trim_start().trim_start_matches("[]");
        return numbers(answer).map(PyscardLine::Answer);
    }
    let reader = line
        .strip_prefix("reconnecting to ")
        .or_else(|| line.strip_prefix("connecting to "))?;
    Some(PyscardLine::Card(reader.trim().to_owned()))
}

/// Bytes with blanks between, of which older versions write one digit below 16; the meaning of the
/// status word may stand behind.
fn numbers(text: &str) -> Option<Vec<u8>> {
    let text = text.split(" : ").next().unwrap_or_default();
    let digits: String = text
        .split_ascii_whitespace()
        .map(|word| {
            if word.len() == 1 {
                format!("0{word}")
            } else {
                word.to_owned()
            }
        })
        .collect();
    bytes(&digits)
}

#[derive(Default)]
pub(super) struct PyscardParser {
    command: Option<Vec<u8>>,
    /// What came of an answer, as long as it can go on.
    answer: Vec<u8>,
    /// The code that the command failed with.
    failed: Option<ScardCode>,
}

impl Parse for PyscardParser {
    fn line(&mut self, line: &str, found: &mut Vec<Raw>) -> Result<(), RecordingFault> {
        let part = peeled(line).find_map(part);
        let full = !self.answer.is_empty() && self.answer.len().is_multiple_of(ROW);
        let row = numbers(line.trim()).filter(|row| row.len() <= ROW);
        if let (None, true, Some(row)) = (&part, full, row) {
            self.answer.extend(row);
            return Ok(());
        }
        if !self.answer.is_empty() {
            self.complete(found)?;
        }
        if part.is_some() {
            self.flush(None, found);
        }
        match part {
            Some(PyscardLine::Command(command)) => {
                // The answers of another program, which has the arrows the other way round.
                if command.len() < 4 {
                    return Err(RecordingFault::NotALogLine);
                }
                unanswered(self.command.replace(command), found);
            }
            Some(PyscardLine::Answer(_)) if self.command.is_none() => found.push(Raw::Orphan),
            Some(PyscardLine::Answer(answer)) => self.answer = answer,
            Some(PyscardLine::Card(reader)) => {
                unanswered(self.command.take(), found);
                found.push(Raw::Card {
                    reader,
                    atr: Vec::new(),
                });
            }
            None if self.failed.is_some() => {
                if let Some(later) = code(line) {
                    self.flush(Some(later), found);
                }
            }
            None if self.command.is_some() && line.contains("Failed to transmit") => {
                self.failed = code(line);
            }
            None if line.contains("Card returned no valid response") => {
                self.failed(Failure::Short { length: 0 }, found);
            }
            // Other lines may begin with `<` too.
            None => {}
        }
        Ok(())
    }

    fn end(&mut self, found: &mut Vec<Raw>) {
        self.flush(None, found);
        if self.answer.is_empty() || self.complete(found).is_err() {
            unanswered(self.command.take(), found);
        }
    }
}

/// The code of PC/SC in a sentence.
fn code(line: &str) -> Option<ScardCode> {
    let codes = explain::read(&[line.to_owned()]).codes;
    codes.into_iter().find_map(|code| match code {
        Code::Scard(code) => Some(code),
        _ => None,
    })
}

impl PyscardParser {
    fn flush(&mut self, later: Option<ScardCode>, found: &mut Vec<Raw>) {
        if let Some(first) = self.failed.take() {
            self.failed(cause(first, later), found);
        }
    }

    fn failed(&mut self, failure: Failure, found: &mut Vec<Raw>) {
        found.extend(self.command.take().map(|command| Raw::Exchange {
            command,
            answer: Err(failure),
            micros: 0,
        }));
    }

    fn complete(&mut self, found: &mut Vec<Raw>) -> Result<(), RecordingFault> {
        let answer = std::mem::take(&mut self.answer);
        let command = self.command.take();
        if !is_answer(&answer) {
            return Err(RecordingFault::NotALogLine);
        }
        found.extend(command.map(|command| Raw::Exchange {
            command,
            answer: Ok(answer),
            micros: 0,
        }));
        Ok(())
    }
}
