//! What the `ConsoleCardConnectionObserver` of pyscard prints: `> 00 20 00 80`, `<  [] 63 C3`. The
//! lines of scriptor look alike and have the meaning of the status word behind a colon.

use super::pcscd::unanswered;
use super::{Parse, Raw, Wrong, bytes, is_answer};

pub(super) fn is_line(line: &str) -> bool {
    line.strip_prefix("> ").and_then(bytes).is_some()
}

#[derive(Default)]
pub(super) struct Parser {
    command: Option<Vec<u8>>,
}

impl Parse for Parser {
    fn line(&mut self, line: &str, found: &mut Vec<Raw>) -> Result<(), Wrong> {
        if let Some(command) = line.strip_prefix("> ").and_then(bytes) {
            // The answers of another program, which has the arrows the other way round.
            if command.len() < 4 {
                return Err(Wrong::Malformed);
            }
            unanswered(self.command.replace(command), found);
        } else if let Some(answer) = line.strip_prefix('<') {
            let answer = answer.split(" : ").next().unwrap_or_default();
            let answer = answer.trim_start().trim_start_matches("[]");
            // Other lines may begin with `<` too, where no command waits.
            if let Some(command) = self.command.take() {
                let answer = bytes(answer).filter(|answer| is_answer(answer));
                found.push(Raw::Exchange {
                    command,
                    answer: Ok(answer.ok_or(Wrong::Malformed)?),
                    micros: 0,
                });
            }
        } else if let Some(reader) = line
            .strip_prefix("connecting to ")
            .or_else(|| line.strip_prefix("reconnecting to "))
        {
            unanswered(self.command.take(), found);
            found.push(Raw::Card {
                reader: reader.trim().to_owned(),
                atr: Vec::new(),
            });
        }
        Ok(())
    }

    fn end(&mut self, found: &mut Vec<Raw>) {
        unanswered(self.command.take(), found);
    }
}
