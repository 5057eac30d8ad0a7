//! The raw lines of pcsc-spy: one call of the PC/SC interface is a line `THREAD@>|s|µs|function`,
//! one line for each argument, and `THREAD@<|s|µs|function|…|0xRESULT`. Version 1 puts a text before
//! the result, version 2 does not.
//!
//! A client is who holds a card: the handle, whatever thread uses it.

use std::collections::{HashMap, HashSet};

use super::{Parse, Raw, bytes, cause};
use crate::finding::RecordingFault;
use crate::recording::Failure;
use crate::transport::ScardCode;

/// More threads than this at once is no program that reads a card.
const MAX_CALLS: usize = 64;
/// More cards than this are held by no program.
const MAX_HANDLES: usize = 1024;
/// Which number of the arguments of `SCardConnect` is the handle that it gives: context, mode,
/// protocols, and as it is afterwards.
const CONNECTED: usize = 3;
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
    atr: Vec<u8>,
    /// The reader of each handle.
    readers: HashMap<String, String>,
    /// Handles whose card is not told yet, since its ATR comes later.
    connected: HashSet<String>,
    /// A command that failed, until the next call tells what came of it.
    failed: Option<(Call, ScardCode, u64)>,
}

struct Call {
    function: String,
    started: u64,
    arguments: Vec<String>,
    /// No other command was open meanwhile.
    alone: bool,
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
            let mut call = Call {
                function: (*function).to_owned(),
                started: instant(seconds, micros).ok_or(RecordingFault::NotALogLine)?,
                arguments: Vec::new(),
                alone: true,
            };
            if call.touches_the_card() {
                for other in self
                    .calls
                    .values_mut()
                    .filter(|other| other.touches_the_card())
                {
                    (call.alone, other.alone) = (false, false);
                }
            }
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
                let micros = ended.saturating_sub(call.started);
                self.returned(call, code, micros, found);
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
        self.flush(None, found);
        for call in std::mem::take(&mut self.calls).into_values() {
            if call.function == "SCardTransmit" {
                self.transmitted(&call, Some(Failure::Lost), 0, found);
            }
        }
    }
}

impl SpyParser {
    fn returned(&mut self, call: Call, code: ScardCode, micros: u64, found: &mut Vec<Raw>) {
        let done = code == ScardCode::S_SUCCESS;
        self.flush(Some(code), found);
        match call.function.as_str() {
            "SCardTransmit" if done => self.transmitted(&call, None, micros, found),
            "SCardTransmit" => self.failed = Some((call, code, micros)),
            "SCardConnect" if done => {
                let reader = call.first_name().unwrap_or_default().to_owned();
                let handle = call.handles().nth(CONNECTED).unwrap_or_default().to_owned();
                self.connect(handle, Some(reader));
            }
            // It may have been reset.
            "SCardReconnect" => self.connect(call.handle(), None),
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

    /// What came of a failed command is told, or nothing more is.
    fn flush(&mut self, later: Option<ScardCode>, found: &mut Vec<Raw>) {
        if let Some((call, first, micros)) = self.failed.take() {
            self.transmitted(&call, Some(cause(first, later)), micros, found);
        }
    }

    fn connect(&mut self, handle: String, reader: Option<String>) {
        if self.readers.len() >= MAX_HANDLES || self.connected.len() >= MAX_HANDLES {
            self.readers.clear();
            self.connected.clear();
        }
        if let Some(reader) = reader {
            self.readers.insert(handle.clone(), reader);
        }
        self.connected.insert(handle);
    }

    fn transmitted(
        &mut self,
        call: &Call,
        failure: Option<Failure>,
        micros: u64,
        found: &mut Vec<Raw>,
    ) {
        let handle = call.handle();
        found.push(Raw::Client {
            name: handle.clone(),
            alone: call.alone,
        });
        if self.connected.remove(&handle) {
            found.push(Raw::Card {
                reader: self.readers.get(&handle).cloned().unwrap_or_default(),
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

    /// What `SCardTransmit` and `SCardReconnect` are called with first.
    fn handle(&self) -> String {
        self.handles().next().unwrap_or_default().to_owned()
    }

    fn handles(&self) -> impl Iterator<Item = &str> {
        let arguments = self.arguments.iter().map(String::as_str);
        arguments.filter(|line| line.starts_with("0x"))
    }

    /// It sends a command, or may reset the card.
    fn touches_the_card(&self) -> bool {
        matches!(
            self.function.as_str(),
            "SCardTransmit" | "SCardReconnect" | "SCardDisconnect" | "SCardEndTransaction"
        )
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
