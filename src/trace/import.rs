//! Logs of other programs, recognised by their content and redacted while they are read.
//!
//! Each format is a room of its own behind `Parse` and a row of `FORMATS`. What a journal or a
//! mail puts before the lines is taken away before (`peel`), and files are unpacked before that
//! (`decode`).

mod android;
pub(super) mod apart;
mod apdu4j;
mod clients;
pub(super) mod decode;
mod folded;
mod format;
mod freerdp;
mod front_end;
mod isodep;
mod libnfc;
mod marked;
mod myna;
mod nfcpy;
mod opensc;
mod pair;
mod pcscd;
mod peel;
mod pyscard;
mod recognise;
mod scdaemon;
mod spy;
mod spy_text;
mod unknown;

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

use super::Spoken;
use crate::finding::{LooksLike, RecordingFault};
use crate::recording::{Event, Failure, ReadError, known};
use crate::transport::{Operation, ScardCode};
use apart::Apart;
pub(crate) use format::Log;
use format::{FORMATS, LogFormat};
use peel::peeled;
use recognise::{Recognised, recognise};

/// No line of a log is longer; an answer of 64 KiB takes 192 KiB.
const MAX_LINE: u64 = 512 * 1024;

/// What a log tells, before it is redacted. It never leaves this module.
enum Raw {
    /// What follows is of this client; logs of one client never say so.
    Client {
        name: String,
        /// No other client's command was open meanwhile, and nothing else happened to the card.
        alone: bool,
    },
    Card {
        reader: String,
        atr: Vec<u8>,
    },
    Exchange {
        command: Vec<u8>,
        answer: Result<Vec<u8>, Failure>,
        /// 0 where the log has no time.
        micros: u64,
    },
    /// An answer whose command the log does not have.
    Orphan,
}

/// Reads a log line by line.
trait Parse {
    fn line(&mut self, line: &str, found: &mut Vec<Raw>) -> Result<(), RecordingFault>;

    /// The log has ended; a command may still wait for its answer.
    fn end(&mut self, found: &mut Vec<Raw>);
}

/// A file that was looked at, and all of it.
pub(super) enum Opened<'a> {
    Recording(Box<dyn BufRead + 'a>),
    Log(Box<Imported<'a>>),
    Unknown(Option<LooksLike>, Box<dyn BufRead + 'a>),
}

/// Recognises by its content what a file is.
pub(super) fn open<'a>(mut input: Box<dyn BufRead + 'a>) -> io::Result<Opened<'a>> {
    let (recognised, start) = recognise(&mut input)?;
    if let Recognised::Folded(header) = recognised {
        let folded = io::BufReader::new(folded::Folded::new(header, input));
        return Ok(Opened::Recording(Box::new(folded)));
    }
    let all: Box<dyn BufRead + 'a> = Box::new(io::Cursor::new(start).chain(input));
    Ok(match recognised {
        Recognised::Recording | Recognised::Folded(_) => Opened::Recording(all),
        Recognised::Log(format) => Opened::Log(Box::new(Imported::new(format, all))),
        Recognised::Unknown(looks_like) => Opened::Unknown(looks_like, all),
    })
}

/// A log, as events.
pub struct Imported<'a> {
    log: Log,
    parser: Box<dyn Parse>,
    input: Box<dyn BufRead + 'a>,
    apart: Apart,
    /// What is told next, as the speaker has changed.
    held: Option<Spoken>,
    speaker: Option<u64>,
    buffer: Vec<u8>,
    found: VecDeque<(usize, Raw)>,
    line: usize,
    left_out: u64,
    ended: bool,
}

impl<'a> Imported<'a> {
    fn new(format: &LogFormat, input: Box<dyn BufRead + 'a>) -> Self {
        Self {
            log: format.log,
            parser: (format.parser)(),
            input,
            apart: Apart::new(),
            held: None,
            speaker: None,
            buffer: Vec::new(),
            found: VecDeque::new(),
            line: 0,
            left_out: 0,
            ended: false,
        }
    }

    /// Which log it is.
    #[must_use]
    pub fn log(&self) -> Log {
        self.log
    }

    /// Answers that were left out, since the log does not have their commands.
    #[must_use]
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// The next event, redacted, in one conversation: where another client speaks, or something else
    /// happened to the card, it is as if the card had been connected anew.
    ///
    /// # Errors
    /// [`ReadError`]
    pub fn next_event(&mut self) -> Result<Option<(usize, Event)>, ReadError> {
        let Some(told) = self
            .held
            .take()
            .map_or_else(|| self.next_told(), |told| Ok(Some(told)))?
        else {
            return Ok(None);
        };
        let Spoken {
            line,
            client,
            lost,
            event,
        } = told;
        let anew = self
            .speaker
            .is_some_and(|speaker| speaker != client || lost);
        self.speaker = Some(client);
        if anew && !matches!(event, Event::Card { .. }) {
            self.held = Some(Spoken {
                line,
                client,
                lost: false,
                event,
            });
            return Ok(Some((line, self.apart.card())));
        }
        Ok(Some((line, event)))
    }

    /// The next event, redacted, of whichever client.
    ///
    /// # Errors
    /// [`ReadError`]
    pub(super) fn next_told(&mut self) -> Result<Option<Spoken>, ReadError> {
        loop {
            if let Some((line, raw)) = self.found.pop_front() {
                if let Some((client, lost, event)) = self.event(raw) {
                    return Ok(Some(Spoken {
                        line,
                        client,
                        lost,
                        event,
                    }));
                }
                continue;
            }
            if self.ended {
                return Ok(None);
            }
            self.read_line()?;
        }
    }

    fn read_line(&mut self) -> Result<(), ReadError> {
        let mut found = Vec::new();
        self.line = self.line.saturating_add(1);
        let line = self.line;
        let fail = |reason| ReadError { line, reason };
        let text =
            next_line(&mut self.input, &mut self.buffer).map_err(|error| fail(error.into()))?;
        if let Some(text) = text {
            self.parser.line(&text, &mut found).map_err(fail)?;
        } else {
            self.ended = true;
            self.parser.end(&mut found);
        }
        self.found.extend(found.into_iter().map(|raw| (line, raw)));
        Ok(())
    }

    fn event(&mut self, raw: Raw) -> Option<(u64, bool, Event)> {
        match raw {
            Raw::Client { name, alone } => {
                self.apart.turn(name, alone);
                None
            }
            Raw::Orphan => {
                self.left_out = self.left_out.saturating_add(1);
                None
            }
            Raw::Card { reader, atr } => {
                self.apart.connected(reader, atr);
                let (client, lost) = self.apart.speaker();
                Some((client, lost, self.apart.card()))
            }
            Raw::Exchange {
                command,
                answer,
                micros,
            } => {
                let (client, lost) = self.apart.speaker();
                let exchange = self.apart.exchange(&command, answer, micros)?;
                let event = known::event(Event::Exchange(exchange), false);
                Some((client, lost, event))
            }
        }
    }
}

/// What a command failed with, where a line behind it tells more: to a client a service that has
/// ended is at first a failed communication.
fn cause(first: ScardCode, later: Option<ScardCode>) -> Failure {
    let ended = [ScardCode::E_NO_SERVICE, ScardCode::E_SERVICE_STOPPED];
    let code = later
        .filter(|later| first == ScardCode::F_COMM_ERROR && ended.contains(later))
        .unwrap_or(first);
    Failure::Scard {
        operation: Operation::Transmit,
        code,
    }
}

/// A command whose answer the log does not have.
fn unanswered(command: Option<Vec<u8>>, found: &mut Vec<Raw>) {
    found.extend(command.map(|command| Raw::Exchange {
        command,
        answer: Err(Failure::Lost),
        micros: 0,
    }));
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
mod tests;
