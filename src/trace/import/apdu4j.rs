//! The dump of apdu4j: command and answer as lines of hexadecimal, comments behind `#`, among them
//! the ATR and the milliseconds.
//!
//! After a failure only the comment `# 12ms message` is written and no answer: a time with a
//! message therefore stands for the answer.

use super::{Parse, Raw, bytes, is_answer, peeled, unanswered};
use crate::finding::RecordingFault;
use crate::recording::Failure;

pub(super) fn is_line(line: &str) -> bool {
    line.starts_with("# ATR:") || line.starts_with("# PROTOCOL:")
}

#[derive(Default)]
pub(super) struct Apdu4jParser {
    command: Option<Vec<u8>>,
    micros: u64,
}

impl Parse for Apdu4jParser {
    fn line(&mut self, line: &str, found: &mut Vec<Raw>) -> Result<(), RecordingFault> {
        if let Some(comment) = peeled(line).find_map(|line| line.strip_prefix('#')) {
            self.comment(comment.trim(), found);
            return Ok(());
        }
        // The fence around a dump in a mail.
        if line.trim().is_empty() || line.starts_with("```") {
            return Ok(());
        }
        let bytes = peeled(line)
            .find_map(bytes)
            .ok_or(RecordingFault::NotALogLine)?;
        match self.command.take() {
            // The answer to a command that stands before the dump.
            None if bytes.len() < 4 => found.push(Raw::Orphan),
            None => self.command = Some(bytes),
            // Commands and answers are told apart by their order alone.
            Some(_) if !is_answer(&bytes) => return Err(RecordingFault::NotALogLine),
            Some(command) => found.push(Raw::Exchange {
                command,
                answer: Ok(bytes),
                micros: std::mem::take(&mut self.micros),
            }),
        }
        Ok(())
    }

    fn end(&mut self, found: &mut Vec<Raw>) {
        unanswered(self.command.take(), found);
    }
}

impl Apdu4jParser {
    fn comment(&mut self, comment: &str, found: &mut Vec<Raw>) {
        if let Some(atr) = comment.strip_prefix("ATR:") {
            found.push(Raw::Card {
                reader: String::new(),
                atr: bytes(atr).unwrap_or_default(),
            });
            return;
        }
        let (time, message) = comment.split_once(' ').unwrap_or((comment, ""));
        let millis = time
            .strip_suffix("ms")
            .and_then(|ms| ms.parse::<u64>().ok());
        if let Some(millis) = millis {
            let micros = millis.saturating_mul(1000);
            match self.command.take() {
                Some(command) if !message.trim().is_empty() => found.push(Raw::Exchange {
                    command,
                    answer: Err(Failure::Lost),
                    micros,
                }),
                command => {
                    self.command = command;
                    self.micros = micros;
                }
            }
        }
    }
}
