//! What `pcsc-spy` makes of the lines of its library: the name of a call, its arguments behind ` i `
//! and ` o `, and the result behind ` => `. Buffers are dumps, sixteen bytes a row.

use super::{Parse, Raw, bytes};
use crate::finding::RecordingFault;
use crate::recording::Failure;
use crate::recording::known::LONGEST;
use crate::transport::{Operation, ScardCode};

/// Sixteen bytes with a blank between two.
const COLUMNS: usize = 47;

pub(super) fn is_line(line: &str) -> bool {
    row(line).is_some() || result(line).is_some()
}

/// A row of a dump: whether it goes in, and its bytes.
fn row(line: &str) -> Option<(bool, Vec<u8>)> {
    let line = line.trim_start();
    let (inward, dump) = match line.split_once(' ')? {
        ("i", dump) => (true, dump),
        ("o", dump) => (false, dump),
        _ => return None,
    };
    let (offset, columns) = dump.trim_start().split_once(' ')?;
    let place = offset.len() == 4 && usize::from_str_radix(offset, 16).is_ok_and(|at| at % 16 == 0);
    let columns = columns.get(..COLUMNS.min(columns.len()))?;
    bytes(columns)
        .filter(|_| place)
        .map(|bytes| (inward, bytes))
}

/// ` => Command successful. (SCARD_S_SUCCESS [0x00000000])  [0.000123]`: the code and microseconds.
fn result(line: &str) -> Option<(ScardCode, u64)> {
    let (_, rest) = line.trim_start().strip_prefix("=> ")?.split_once("[0x")?;
    let (code, rest) = rest.split_once("])")?;
    let time = rest.trim().trim_matches(['[', ']']);
    let micros = time.split_once('.').and_then(|(seconds, micros)| {
        let seconds: u64 = seconds.parse().ok()?;
        let micros: u64 = micros.parse().ok()?;
        Some(seconds.saturating_mul(1_000_000).saturating_add(micros))
    });
    Some((code.parse().ok()?, micros.unwrap_or(0)))
}

#[derive(Default)]
pub(super) struct SpyTextParser {
    transmits: bool,
    command: Vec<u8>,
    answer: Vec<u8>,
}

impl Parse for SpyTextParser {
    fn line(&mut self, line: &str, found: &mut Vec<Raw>) -> Result<(), RecordingFault> {
        if let Some((code, micros)) = result(line) {
            self.complete(Some(code), micros, found);
        } else if let Some((inward, bytes)) = row(line).filter(|_| self.transmits) {
            let buffer = if inward {
                &mut self.command
            } else {
                &mut self.answer
            };
            buffer.extend(bytes);
            if buffer.len() > LONGEST {
                return Err(RecordingFault::NotALogLine);
            }
        } else if line.trim().starts_with("SCard") {
            self.complete(None, 0, found);
            self.transmits = line.trim() == "SCardTransmit";
        }
        Ok(())
    }

    fn end(&mut self, found: &mut Vec<Raw>) {
        self.complete(None, 0, found);
    }
}

impl SpyTextParser {
    fn complete(&mut self, code: Option<ScardCode>, micros: u64, found: &mut Vec<Raw>) {
        let command = std::mem::take(&mut self.command);
        let answer = std::mem::take(&mut self.answer);
        self.transmits = false;
        let answer = match code {
            Some(ScardCode::S_SUCCESS) => Ok(answer),
            Some(code) => Err(Failure::Scard {
                operation: Operation::Transmit,
                code,
            }),
            None => Err(Failure::Lost),
        };
        if !command.is_empty() {
            found.push(Raw::Exchange {
                command,
                answer,
                micros,
            });
        }
    }
}
