//! Logs that mark the direction of each line by a word, with the whole command or answer behind it.

use super::pair::OpenCommand;
use super::{Parse, Raw, bytes, peeled};
use crate::finding::RecordingFault;

/// What stands before a command and before an answer.
pub(super) struct Marks {
    command: &'static [&'static str],
    answer: &'static [&'static str],
}

/// `A>> T=1 (4+0010) 00A4040C…`, `A<< (0000+2) (24ms) 9000`, also without the letter.
pub(super) const ARROWS: Marks = Marks {
    command: &["A>> ", ">> "],
    answer: &["A<< ", "<< "],
};

/// `TRAFFIC 12:00:00.123 [ykman.pcsc.send_and_receive:97] SEND: 00a4…`, `RECV: … SW=9000`.
pub(super) const TRAFFIC: Marks = Marks {
    command: &["SEND: "],
    answer: &["RECV: "],
};

#[derive(PartialEq, Eq)]
enum Side {
    Command,
    Answer,
}

impl Marks {
    pub(super) fn is_line(&self, line: &str) -> bool {
        self.part(line).is_some()
    }

    /// Direction, bytes and milliseconds of a line.
    fn part(&self, line: &str) -> Option<(Side, Vec<u8>, u64)> {
        let behind = |marks: &[&str]| {
            let mut behind = marks.iter().filter_map(|mark| line.split_once(mark));
            behind.next().map(|(_, rest)| rest)
        };
        let (side, text) = match behind(self.command) {
            Some(text) => (Side::Command, text),
            None => (Side::Answer, behind(self.answer)?),
        };
        let (mut digits, mut millis) = (String::new(), 0);
        for word in text.split_whitespace() {
            let inside = word
                .strip_prefix('(')
                .and_then(|word| word.strip_suffix(')'));
            match inside {
                Some(inside) => {
                    let number = inside
                        .strip_suffix("ms")
                        .and_then(|number| number.parse().ok());
                    millis = number.unwrap_or(millis);
                }
                None if word.starts_with("T=") => {}
                None => digits.push_str(word.strip_prefix("SW=").unwrap_or(word)),
            }
        }
        Some((side, bytes(&digits)?, millis))
    }
}

pub(super) struct MarkedParser {
    marks: &'static Marks,
    pair: OpenCommand,
}

impl MarkedParser {
    pub(super) fn new(marks: &'static Marks) -> Self {
        let pair = OpenCommand::default();
        Self { marks, pair }
    }
}

impl Parse for MarkedParser {
    fn line(&mut self, line: &str, found: &mut Vec<Raw>) -> Result<(), RecordingFault> {
        match peeled(line).find_map(|line| self.marks.part(line)) {
            Some((Side::Command, command, _)) => self.pair.command(command, found),
            Some((Side::Answer, answer, millis)) => {
                return self.pair.answer(answer, millis.saturating_mul(1000), found);
            }
            None => {}
        }
        Ok(())
    }

    fn end(&mut self, found: &mut Vec<Raw>) {
        self.pair.end(found);
    }
}
