//! What the `ConsoleCardConnectionObserver` of pyscard prints: `> 00 20 00 80`, `<  [] 63 C3`. The
//! lines of scriptor look alike, have the meaning of the status word behind a colon, and go on
//! without an arrow behind sixteen bytes.

use super::{Parse, Raw, bytes, is_answer, peeled, unanswered};
use crate::finding::RecordingFault;

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
            // Other lines may begin with `<` too.
            None => {}
        }
        Ok(())
    }

    fn end(&mut self, found: &mut Vec<Raw>) {
        if self.answer.is_empty() || self.complete(found).is_err() {
            unanswered(self.command.take(), found);
        }
    }
}

impl PyscardParser {
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
