//! Reading a recording, line by line, and refusing what is not one.

use std::io::{self, BufRead, Read, Write};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::line::{EndLine, EventLine, HeaderLine, LineError, VersionLine};
use super::{Event, FORMAT, Header, VERSION};

/// No line is longer: an answer of 64 KiB in hexadecimal, with room to spare.
const MAX_LINE: u64 = 512 * 1024;

/// Why a file is no recording, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct ReadError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What is wrong with a line of a recording.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The file could not be read.
    #[error("cannot be read: {0}")]
    Io(io::ErrorKind),
    /// The first line is no header of this format.
    #[error("not a recording")]
    NotARecording,
    /// The major version is higher than this program's.
    #[error("written by a newer version: {0}")]
    NewerVersion(String),
    /// The line is too long, or not UTF-8.
    #[error("not a line of a recording")]
    NotALine,
    /// The line is not the JSON that its type needs.
    #[error("not the JSON of this line: {0}")]
    Json(String),
    /// The line has a type that this version does not have: leaving it out would be another
    /// conversation.
    #[error("unknown event `{0}`")]
    UnknownEvent(String),
    /// A value is none of those that its key can have: odd hexadecimal digits, an unknown code.
    #[error("a value is not one of the format")]
    Value,
    /// The same could be said in other bytes, or there is an unknown key.
    #[error("not in the canonical form")]
    NotCanonical,
    /// The end line is missing: the recording program was stopped, or the file was cut.
    #[error("the recording ends without its end line")]
    Truncated,
    /// The end line counts other lines than there are.
    #[error("the end line counts {told} events, there are {found}")]
    WrongCount {
        /// As the end line says.
        told: u64,
        /// As there are.
        found: u64,
    },
    /// The file was changed after it was recorded.
    #[error("the digest does not fit: the file was changed")]
    WrongDigest,
    /// It is longer than what can be played.
    #[error("longer than what can be played")]
    TooLong,
    /// There is something behind the end line.
    #[error("there is something behind the end line")]
    BehindTheEnd,
}

/// Reads a recording.
pub struct Reader<R> {
    input: R,
    header: Header,
    /// The minor version is this program's, so every key is known.
    canonical: bool,
    digest: Sha256,
    line: usize,
    events: u64,
    ended: bool,
    buffer: Vec<u8>,
}

impl<R: BufRead> Reader<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// [`ReadError`], when the first line is no header that this version reads.
    pub fn new(mut input: R) -> Result<Self, ReadError> {
        let mut buffer = Vec::new();
        let fail = |reason| ReadError { line: 1, reason };
        let text = match next_line(&mut input, &mut buffer) {
            Ok(Some(text)) => text,
            Ok(None) | Err(Reason::NotALine | Reason::Truncated) => {
                return Err(fail(Reason::NotARecording));
            }
            Err(reason) => return Err(fail(reason)),
        };
        let version: VersionLine =
            serde_json::from_str(text).map_err(|_| fail(Reason::NotARecording))?;
        if version.format != FORMAT {
            return Err(fail(Reason::NotARecording));
        }
        let major = |version: &str| {
            version
                .split_once('.')
                .and_then(|(n, _)| n.parse::<u32>().ok())
        };
        match (major(&version.v), major(VERSION)) {
            (Some(theirs), Some(ours)) if theirs == ours => {}
            (Some(theirs), Some(ours)) if theirs > ours => {
                return Err(fail(Reason::NewerVersion(version.v)));
            }
            _ => return Err(fail(Reason::NotARecording)),
        }
        let canonical = version.v == VERSION;
        let line: HeaderLine =
            serde_json::from_str(text).map_err(|error| fail(Reason::Json(error.to_string())))?;
        if canonical {
            same_bytes(&line, text).map_err(fail)?;
        }
        let header = line.try_into().map_err(|_| fail(Reason::Value))?;
        let mut digest = Sha256::new();
        digest.update(&buffer);
        Ok(Self {
            input,
            header,
            canonical,
            digest,
            line: 1,
            events: 0,
            ended: false,
            buffer,
        })
    }

    /// What the recording says of itself.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The next event with its line number; None behind the last, once the end line was found to
    /// be right.
    ///
    /// # Errors
    /// [`ReadError`]; nothing more can be read then.
    pub fn next_event(&mut self) -> Result<Option<(usize, Event)>, ReadError> {
        if self.ended {
            return Ok(None);
        }
        self.line = self.line.saturating_add(1);
        let line = self.line;
        let event = self.read().map_err(|reason| {
            self.ended = true;
            ReadError {
                line: self.line,
                reason,
            }
        })?;
        Ok(event.map(|event| (line, event)))
    }

    fn read(&mut self) -> Result<Option<Event>, Reason> {
        let Some(text) = next_line(&mut self.input, &mut self.buffer)? else {
            return Err(Reason::Truncated);
        };
        let kind = text
            .strip_prefix(r#"{"t":""#)
            .and_then(|rest| rest.split_once('"'))
            .map(|(kind, _)| kind)
            .ok_or(Reason::NotCanonical)?;
        if kind == "end" {
            let end: EndLine =
                serde_json::from_str(text).map_err(|error| Reason::Json(error.to_string()))?;
            if self.canonical {
                same_bytes(&end, text)?;
            }
            return self.end(&end).map(|()| None);
        }
        let line = EventLine::parse(kind, text).map_err(|error| reason(error, kind))?;
        let event = line.event().map_err(|error| reason(error, kind))?;
        if self.canonical {
            // From the event, not from the line: codes and names have one spelling too.
            same_bytes(&EventLine::from(&event), text)?;
        }
        self.digest.update(&self.buffer);
        self.events = self.events.saturating_add(1);
        Ok(Some(event))
    }

    fn end(&mut self, end: &EndLine) -> Result<(), Reason> {
        if end.events != self.events {
            return Err(Reason::WrongCount {
                told: end.events,
                found: self.events,
            });
        }
        let digest = std::mem::take(&mut self.digest).finalize();
        if hex::encode_upper(digest) != end.sha256 {
            return Err(Reason::WrongDigest);
        }
        self.ended = true;
        let rest = self.input.fill_buf().map_err(|e| Reason::Io(e.kind()))?;
        if rest.is_empty() {
            Ok(())
        } else {
            self.line = self.line.saturating_add(1);
            Err(Reason::BehindTheEnd)
        }
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<(usize, Event), ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_event().transpose()
    }
}

/// The next line without its line feed; None at the end of the file. `buffer` keeps the line feed.
fn next_line<'b>(
    input: &mut impl BufRead,
    buffer: &'b mut Vec<u8>,
) -> Result<Option<&'b str>, Reason> {
    buffer.clear();
    input
        .take(MAX_LINE)
        .read_until(b'\n', buffer)
        .map_err(|error| Reason::Io(error.kind()))?;
    match buffer.split_last() {
        None => Ok(None),
        Some((b'\n', line)) => std::str::from_utf8(line)
            .map(Some)
            .map_err(|_| Reason::NotALine),
        Some(_) if buffer.len() as u64 >= MAX_LINE => Err(Reason::NotALine),
        // A line that was being written when the program stopped.
        Some(_) => Err(Reason::Truncated),
    }
}

fn same_bytes<T: Serialize>(line: &T, text: &str) -> Result<(), Reason> {
    let mut rest = SameBytes(text.as_bytes());
    match serde_json::to_writer(&mut rest, line) {
        Ok(()) if rest.0.is_empty() => Ok(()),
        _ => Err(Reason::NotCanonical),
    }
}

/// Takes only these bytes.
struct SameBytes<'a>(&'a [u8]);

impl Write for SameBytes<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self
            .0
            .strip_prefix(bytes)
            .ok_or(io::ErrorKind::InvalidData)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn reason(error: LineError, kind: &str) -> Reason {
    match error {
        LineError::Unknown => Reason::UnknownEvent(kind.chars().take(40).collect()),
        LineError::Json(error) => Reason::Json(error.to_string()),
        LineError::Value(_) => Reason::Value,
    }
}
