//! Logs of other programs, recognised by their content and redacted while they are read.

mod apdu4j;
mod opensc;
mod pcscd;
mod pyscard;
mod spy;

use std::collections::VecDeque;
use std::fmt;
use std::io::{self, BufRead, Read};

use crate::recording::{Event, Exchange, Failure, Policy, Redactor, known};
use crate::transport::Outgoing;

/// No line of a log is longer; an answer of 64 KiB takes 192 KiB.
const MAX_LINE: u64 = 512 * 1024;
/// A log tells what it is within so many lines.
const RECOGNISED_WITHIN: usize = 2000;

/// Logs that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Log {
    /// `pcscd --apdu`
    Pcscd,
    /// `OPENSC_DEBUG=9`
    OpenSc,
    /// `pcsc-spy`, the raw lines of version 1 and 2.
    PcscSpy,
    /// The dump of apdu4j.
    Apdu4j,
    /// `ConsoleCardConnectionObserver` of pyscard.
    Pyscard,
}

impl fmt::Display for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pcscd => "pcscd",
            Self::OpenSc => "opensc",
            Self::PcscSpy => "pcsc-spy",
            Self::Apdu4j => "apdu4j",
            Self::Pyscard => "pyscard",
        })
    }
}

impl Log {
    /// Recognises a log by its first lines that only it has.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn recognise(input: &mut impl BufRead) -> io::Result<Option<Self>> {
        let mut buffer = Vec::new();
        let mut bare_hexadecimal = false;
        for _ in 0..RECOGNISED_WITHIN {
            let Some(line) = next_line(input, &mut buffer)? else {
                break;
            };
            if line.starts_with(r#"{"t":"#) {
                return Ok(None);
            }
            let found = [
                (spy::is_line(&line), Self::PcscSpy),
                (pcscd::is_line(&line), Self::Pcscd),
                (opensc::is_line(&line), Self::OpenSc),
                (pyscard::is_line(&line), Self::Pyscard),
                (apdu4j::is_line(&line), Self::Apdu4j),
            ];
            if let Some((_, log)) = found.into_iter().find(|(is_it, _)| *is_it) {
                return Ok(Some(log));
            }
            // A dump of apdu4j may have no comment at all.
            bare_hexadecimal |= bytes(&line).is_some_and(|bytes| bytes.len() >= 4);
        }
        Ok(bare_hexadecimal.then_some(Self::Apdu4j))
    }

    fn parser(self) -> Box<dyn Parse> {
        match self {
            Self::Pcscd => Box::new(pcscd::Parser::default()),
            Self::OpenSc => Box::new(opensc::Parser::default()),
            Self::PcscSpy => Box::new(spy::Parser::default()),
            Self::Apdu4j => Box::new(apdu4j::Parser::default()),
            Self::Pyscard => Box::new(pyscard::Parser::default()),
        }
    }
}

/// Why a log cannot be read on.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct ImportError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: Wrong,
}

/// What is wrong with a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// The file could not be read.
    #[error("cannot be read: {0}")]
    Io(io::ErrorKind),
    /// A second command stands before the answer to the first: two readers at once, which the log
    /// does not tell apart.
    #[error("two conversations run into each other")]
    Interleaved,
    /// An answer without its command, or bytes that are none.
    #[error("not a line of this log")]
    Malformed,
}

/// What a log tells, before it is redacted. It never leaves this module.
enum Raw {
    Card {
        reader: String,
        atr: Vec<u8>,
    },
    Exchange {
        command: Vec<u8>,
        answer: Result<Vec<u8>, Failure>,
        micros: u64,
    },
}

/// Reads a log line by line.
trait Parse {
    fn line(&mut self, line: &str, found: &mut Vec<Raw>) -> Result<(), Wrong>;

    /// The log has ended; a command may still wait for its answer.
    fn end(&mut self, found: &mut Vec<Raw>);
}

/// A log, as events.
pub struct Imported<R> {
    log: Log,
    parser: Box<dyn Parse>,
    input: R,
    redactor: Redactor,
    buffer: Vec<u8>,
    found: VecDeque<(usize, Raw)>,
    line: usize,
    ended: bool,
}

impl<R: BufRead> Imported<R> {
    /// Reads this kind of log.
    pub fn new(log: Log, input: R) -> Self {
        Self {
            log,
            parser: log.parser(),
            input,
            redactor: Redactor::new(Policy::Redacted),
            buffer: Vec::new(),
            found: VecDeque::new(),
            line: 0,
            ended: false,
        }
    }

    /// Which log it is.
    #[must_use]
    pub fn log(&self) -> Log {
        self.log
    }

    /// The next event, redacted, with the line that completed it.
    ///
    /// # Errors
    /// [`ImportError`]
    pub fn next_event(&mut self) -> Result<Option<(usize, Event)>, ImportError> {
        loop {
            if let Some((line, raw)) = self.found.pop_front() {
                return Ok(Some((line, self.redacted(raw))));
            }
            if self.ended {
                return Ok(None);
            }
            self.read_line()?;
        }
    }

    fn read_line(&mut self) -> Result<(), ImportError> {
        let mut found = Vec::new();
        self.line = self.line.saturating_add(1);
        let line = self.line;
        let fail = |reason| ImportError { line, reason };
        let text = next_line(&mut self.input, &mut self.buffer)
            .map_err(|error| fail(Wrong::Io(error.kind())))?;
        if let Some(text) = text {
            self.parser.line(&text, &mut found).map_err(fail)?;
        } else {
            self.ended = true;
            self.parser.end(&mut found);
        }
        self.found.extend(found.into_iter().map(|raw| (line, raw)));
        Ok(())
    }

    fn redacted(&mut self, raw: Raw) -> Event {
        let event = self.event(raw);
        known::event(event, false)
    }

    fn event(&mut self, raw: Raw) -> Event {
        match raw {
            Raw::Card { reader, atr } => {
                self.redactor.forget();
                Event::Card {
                    reader,
                    atr: Ok(atr),
                    micros: 0,
                }
            }
            Raw::Exchange {
                command,
                answer,
                micros,
            } => {
                let command = self.redactor.command(Outgoing {
                    bytes: &command,
                    secret: None,
                });
                let answer = answer.and_then(|bytes| {
                    let length = bytes.len();
                    self.redactor
                        .answer(&bytes)
                        .ok_or(Failure::Short { length })
                });
                if answer.is_err() {
                    self.redactor.forget();
                }
                Event::Exchange(Exchange {
                    command,
                    answer,
                    micros,
                })
            }
        }
    }
}

/// The next line without its end, whatever its bytes are; None at the end of the file.
fn next_line(input: &mut impl BufRead, buffer: &mut Vec<u8>) -> io::Result<Option<String>> {
    buffer.clear();
    let length = input.take(MAX_LINE).read_until(b'\n', buffer)?;
    let line = String::from_utf8_lossy(buffer);
    Ok((length > 0).then(|| without_colour(line.trim_end_matches(['\r', '\n']))))
}

/// pcscd colours its log on a terminal.
fn without_colour(line: &str) -> String {
    if line.contains('\u{1b}') {
        let mut plain = String::new();
        for (index, part) in line.split('\u{1b}').enumerate() {
            let behind = part.split_once('m').map_or("", |(_, behind)| behind);
            plain.push_str(if index == 0 { part } else { behind });
        }
        return plain;
    }
    line.to_owned()
}

/// The bytes end as every answer does (ISO/IEC 7816-4 §5.6).
fn is_answer(bytes: &[u8]) -> bool {
    matches!(bytes, [.., 0x61..=0x6F | 0x90..=0x9F, _])
}

/// Bytes as two hexadecimal digits each, with or without blanks; None for anything else.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let compact: String = text.split_ascii_whitespace().collect();
    if compact.is_empty() {
        return None;
    }
    hex::decode(compact).ok()
}

#[cfg(test)]
#[path = "import/tests.rs"]
mod tests;
