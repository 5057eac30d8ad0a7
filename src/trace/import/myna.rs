//! myna, the one in Go, with `--debug` or `-vvvv`: `<` before what goes to the card and `>` before
//! what comes from it, the other way round than pyscard, sixteen bytes a row.

use super::{Parse, Raw, bytes, is_answer, peeled, unanswered};
use crate::finding::RecordingFault;
use crate::iso7816::Apdu;

const ROW: usize = 16;

/// What no line of pyscard can be: a command behind `<`, or an answer behind `>`.
pub(super) fn is_line(line: &str) -> bool {
    match row(line) {
        Some((RowDirection::ToCard, bytes)) => {
            Apdu::parse(&bytes).is_some_and(|apdu| apdu.is_well_formed())
        }
        Some((RowDirection::FromCard, bytes)) => bytes.len() == 2 && is_answer(&bytes),
        None => false,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowDirection {
    ToCard,
    FromCard,
}

fn row(line: &str) -> Option<(RowDirection, Vec<u8>)> {
    let (way, digits) = match line.split_once(' ')? {
        ("<", digits) => (RowDirection::ToCard, digits),
        (">", digits) => (RowDirection::FromCard, digits),
        _ => return None,
    };
    bytes(digits)
        .filter(|bytes| bytes.len() <= ROW)
        .map(|bytes| (way, bytes))
}

#[derive(Default)]
pub(super) struct MynaParser {
    command: Option<Vec<u8>>,
    answer: Vec<u8>,
    /// The last row was full: the next of the same way goes on with it.
    goes_on: Option<RowDirection>,
}

impl Parse for MynaParser {
    fn line(&mut self, line: &str, found: &mut Vec<Raw>) -> Result<(), RecordingFault> {
        let Some((way, bytes)) = peeled(line).find_map(row) else {
            return Ok(());
        };
        let goes_on = self.goes_on == Some(way);
        self.goes_on = (bytes.len() == ROW).then_some(way);
        match (way, &mut self.command) {
            (RowDirection::ToCard, Some(command)) if goes_on => command.extend(bytes),
            (RowDirection::ToCard, _) => {
                self.complete(found)?;
                self.command = Some(bytes);
            }
            (RowDirection::FromCard, None) => found.push(Raw::Orphan),
            (RowDirection::FromCard, Some(_)) => {
                self.answer.extend(bytes);
                if self.goes_on.is_none() {
                    self.complete(found)?;
                }
            }
        }
        Ok(())
    }

    fn end(&mut self, found: &mut Vec<Raw>) {
        if self.complete(found).is_err() {
            self.command = None;
        }
    }
}

impl MynaParser {
    fn complete(&mut self, found: &mut Vec<Raw>) -> Result<(), RecordingFault> {
        let answer = std::mem::take(&mut self.answer);
        let command = self.command.take();
        if answer.is_empty() {
            unanswered(command, found);
        } else if let Some(command) = command {
            if !is_answer(&answer) {
                return Err(RecordingFault::NotALogLine);
            }
            found.push(Raw::Exchange {
                command,
                answer: Ok(answer),
                micros: 0,
            });
        }
        Ok(())
    }
}
