//! The raw lines of pcsc-spy: one call of the PC/SC interface is a line `THREAD@>|s|µs|function`,
//! one line for each argument, and `THREAD@<|s|µs|function|…|0xRESULT`. Version 1 puts a text before
//! the result, version 2 does not.

use std::collections::HashMap;

use super::{Parse, Raw, bytes};
use crate::finding::RecordingFault;
use crate::recording::Failure;
use crate::transport::{Operation, ScardCode};

/// More threads than this at once is no program that reads a card.
const MAX_CALLS: usize = 64;
/// No call has more arguments, but for lists of readers.
const MAX_ARGUMENTS: usize = 64;
/// The arguments of all open calls: of one an answer of 64 KiB as it is written.
const MAX_OPEN: usize = 4 << 20;

pub(super) fn is_line(line: &str) -> bool {
    line.split_once('@').is_some_and(|(thread, rest)| {
        thread.bytes().all(|byte| byte.is_ascii_hexdigit()) && rest.starts_with(">|")
    })
}

#[derive(Default)]
pub(super) struct SpyParser {
    calls: HashMap<String, Call>,
    /// Bytes of the arguments in them.
    open: usize,
    reader: String,
    atr: Vec<u8>,
    /// A card was connected and not told yet, since its ATR comes later.
    connected: bool,
}

struct Call {
    function: String,
    started: u64,
    arguments: Vec<String>,
}

impl Parse for SpyParser {
    fn line(&mut self, line: &str, found: &mut Vec<Raw>) -> Result<(), RecordingFault> {
        let Some((thread, rest)) = line.split_once('@') else {
            return Ok(());
        };
        if let Some(fields) = rest.strip_prefix(">|") {
            let fields: Vec<_> = fields.split('|').collect();
            let [seconds, micros, function] = fields.as_slice() else {
                return Err(RecordingFault::NotALogLine);
            };
            if self.calls.len() >= MAX_CALLS {
                return Err(RecordingFault::Interleaved);
            }
            let call = Call {
                function: (*function).to_owned(),
                started: instant(seconds, micros).ok_or(RecordingFault::NotALogLine)?,
                arguments: Vec::new(),
            };
            self.calls.insert(thread.to_owned(), call);
        } else if let Some(fields) = rest.strip_prefix("<|") {
            let fields: Vec<_> = fields.split('|').collect();
            let ([seconds, micros, _, result] | [seconds, micros, _, _, result]) =
                fields.as_slice()
            else {
                return Err(RecordingFault::NotALogLine);
            };
            let ended = instant(seconds, micros).ok_or(RecordingFault::NotALogLine)?;
            let code: ScardCode = result.parse().map_err(|_| RecordingFault::NotALogLine)?;
            // A log may begin within a call.
            if let Some(call) = self.calls.remove(thread) {
                let bytes = call.arguments.iter().map(String::len);
                self.open = self.open.saturating_sub(bytes.sum());
                self.returned(&call, code, ended.saturating_sub(call.started), found);
            }
        } else if let Some(call) = self.calls.get_mut(thread)
            && call.arguments.len() < MAX_ARGUMENTS
        {
            self.open = self.open.saturating_add(rest.len());
            if self.open > MAX_OPEN {
                return Err(RecordingFault::NotALogLine);
            }
            call.arguments.push(rest.to_owned());
        }
        Ok(())
    }

    fn end(&mut self, found: &mut Vec<Raw>) {
        for call in std::mem::take(&mut self.calls).into_values() {
            if call.function == "SCardTransmit" {
                self.transmitted(&call, Some(Failure::Lost), 0, found);
            }
        }
    }
}

impl SpyParser {
    fn returned(&mut self, call: &Call, code: ScardCode, micros: u64, found: &mut Vec<Raw>) {
        let done = code == ScardCode::S_SUCCESS;
        let failure = (!done).then_some(Failure::Scard {
            operation: Operation::Transmit,
            code,
        });
        match call.function.as_str() {
            "SCardTransmit" => self.transmitted(call, failure, micros, found),
            "SCardConnect" if done => {
                self.reader = call.first_name().map(str::to_owned).unwrap_or_default();
                self.connected = true;
            }
            "SCardStatus" | "SCardGetStatusChange" if done => {
                // The last line of bytes that can be an ATR.
                let atr = call
                    .byte_lines()
                    .rfind(|bytes| matches!(bytes.first(), Some(0x3B | 0x3F)));
                if let Some(atr) = atr {
                    self.atr = atr;
                }
            }
            _ => {}
        }
    }

    fn transmitted(
        &mut self,
        call: &Call,
        failure: Option<Failure>,
        micros: u64,
        found: &mut Vec<Raw>,
    ) {
        if std::mem::take(&mut self.connected) {
            found.push(Raw::Card {
                reader: self.reader.clone(),
                atr: self.atr.clone(),
            });
        }
        let mut buffers = call.byte_lines();
        let Some(command) = buffers.next() else {
            return;
        };
        let answer = match failure {
            Some(failure) => Err(failure),
            None => Ok(buffers.next().unwrap_or_default()),
        };
        found.push(Raw::Exchange {
            command,
            answer,
            micros,
        });
    }
}

impl Call {
    /// The arguments that are buffers: bytes with blanks between, unlike numbers.
    fn byte_lines(&self) -> impl DoubleEndedIterator<Item = Vec<u8>> {
        self.arguments
            .iter()
            .filter(|line| !line.starts_with("0x"))
            .filter_map(|line| bytes(line))
    }

    fn first_name(&self) -> Option<&str> {
        self.arguments
            .iter()
            .map(String::as_str)
            .find(|line| !line.starts_with("0x") && *line != "NULL")
    }
}

fn instant(seconds: &str, micros: &str) -> Option<u64> {
    let seconds: u64 = seconds.parse().ok()?;
    let micros: u64 = micros.parse().ok()?;
    Some(seconds.saturating_mul(1_000_000).saturating_add(micros))
}
