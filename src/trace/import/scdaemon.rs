//! scdaemon of `GnuPG` with `debug cardio`: `DBG: PCSC_data: 00a40400…` and `DBG:       dump:  9000`.
//!
//! Version 2.2 has blanks between the bytes. Since 2.3 a `\` says that the next line goes on, and a
//! PIN is left out: `00 20 00 80 04 [hidden]`.

use super::pair::OpenCommand;
use super::{Parse, Raw, bytes};
use crate::finding::RecordingFault;
use crate::recording::known::LONGEST;

/// Stands for a byte that the log has left out.
const HIDDEN: u8 = b'X';

pub(super) fn is_line(line: &str) -> bool {
    row(line).is_some_and(|(side, text)| side.is_some() && read(text).is_some())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ScdSide {
    Command,
    Answer,
}

/// What stands behind the mark, and its side; none where the line goes on with another.
fn row(line: &str) -> Option<(Option<ScdSide>, &str)> {
    let (_, rest) = line.split_once("DBG:")?;
    let rest = rest.trim();
    let marked = |mark: &str, side| Some((Some(side), rest.strip_prefix(mark)?.trim()));
    marked("PCSC_data:", ScdSide::Command)
        .or_else(|| marked("dump:", ScdSide::Answer))
        .or(Some((None, rest)))
}

/// The bytes, and whether the next line goes on.
fn read(text: &str) -> Option<(Vec<u8>, bool)> {
    let (text, goes_on) = match text.strip_suffix('\\') {
        Some(text) => (text, true),
        None => (text, false),
    };
    if let Some(header) = text.trim().strip_suffix("[hidden]") {
        let mut command = bytes(header)?;
        let length = command.last().copied().map(usize::from)?;
        command.extend(std::iter::repeat_n(HIDDEN, length));
        return Some((command, goes_on));
    }
    Some((bytes(text)?, goes_on))
}

#[derive(Default)]
pub(super) struct ScdaemonParser {
    pair: OpenCommand,
    /// Of what goes on.
    rows: Option<(ScdSide, Vec<u8>)>,
}

impl Parse for ScdaemonParser {
    fn line(&mut self, line: &str, found: &mut Vec<Raw>) -> Result<(), RecordingFault> {
        let Some((side, text)) = row(line) else {
            return Ok(());
        };
        let open = self.rows.take();
        let Some((more, goes_on)) = read(text) else {
            // What was begun and does not go on is no command and no answer.
            return match open {
                Some(_) => Err(RecordingFault::NotALogLine),
                None => Ok(()),
            };
        };
        let (side, all) = match (side, open) {
            (Some(side), None) => (side, more),
            (None, Some((side, mut all))) => {
                all.extend(more);
                (side, all)
            }
            (None, None) => return Ok(()),
            (Some(_), Some(_)) => return Err(RecordingFault::NotALogLine),
        };
        if all.len() > LONGEST {
            return Err(RecordingFault::NotALogLine);
        }
        if goes_on {
            self.rows = Some((side, all));
            return Ok(());
        }
        match side {
            ScdSide::Command => self.pair.command(all, found),
            ScdSide::Answer => self.pair.answer(all, 0, found)?,
        }
        Ok(())
    }

    fn end(&mut self, found: &mut Vec<Raw>) {
        self.pair.end(found);
    }
}
