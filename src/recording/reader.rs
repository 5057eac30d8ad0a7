//! Reading a recording, line by line, and refusing what is not one.

use std::io::{BufRead, Read};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::canonical;
use super::line::{EndLine, EventLine, HeaderLine, LineError, VersionLine};
use super::{Event, FORMAT, Header, VERSION};
use crate::finding::RecordingFault;

/// No line is longer: an answer of 64 KiB in hexadecimal, with room to spare.
const MAX_LINE: u64 = 512 * 1024;

/// Why a file is no recording and no log, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
#[non_exhaustive]
pub struct ReadError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: RecordingFault,
}

impl ReadError {
    /// The file cannot be read from its start.
    pub(crate) fn at_the_start(reason: impl Into<RecordingFault>) -> Self {
        let (line, reason) = (1, reason.into());
        Self { line, reason }
    }
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
    /// The same line as this program writes it.
    written: Vec<u8>,
}

impl<R: BufRead> Reader<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// [`ReadError`], when the first line is no header that this version reads.
    pub fn new(mut input: R) -> Result<Self, ReadError> {
        let mut buffer = Vec::new();
        let fail = ReadError::at_the_start;
        let text = match next_line(&mut input, &mut buffer) {
            Ok(Some(text)) => text,
            Ok(None) | Err(RecordingFault::NotALine | RecordingFault::Truncated) => {
                return Err(fail(RecordingFault::NotARecording));
            }
            Err(reason) => return Err(fail(reason)),
        };
        let version: VersionLine =
            serde_json::from_str(text).map_err(|_| fail(RecordingFault::NotARecording))?;
        if version.format != FORMAT {
            return Err(fail(RecordingFault::NotARecording));
        }
        let major = |version: &str| {
            version
                .split_once('.')
                .and_then(|(n, _)| n.parse::<u32>().ok())
        };
        match (major(&version.v), major(VERSION)) {
            (Some(theirs), Some(ours)) if theirs == ours => {}
            (Some(theirs), Some(ours)) if theirs > ours => {
                return Err(fail(RecordingFault::NewerVersion(version.v)));
            }
            _ => return Err(fail(RecordingFault::NotARecording)),
        }
        let canonical = version.v == VERSION;
        let line: HeaderLine = serde_json::from_str(text)
            .map_err(|error| fail(RecordingFault::Json(error.to_string())))?;
        if canonical {
            same_bytes(&line, text).map_err(fail)?;
        }
        let header = line.try_into().map_err(|_| fail(RecordingFault::Value))?;
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
            written: Vec::new(),
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

    fn read(&mut self) -> Result<Option<Event>, RecordingFault> {
        let Some(text) = next_line(&mut self.input, &mut self.buffer)? else {
            return Err(RecordingFault::Truncated);
        };
        let known = canonical::event(text).filter(|_| self.canonical);
        let event = if let Some(event) = known {
            event
        } else {
            let kind = text
                .strip_prefix(r#"{"t":""#)
                .and_then(|rest| rest.split_once('"'))
                .map(|(kind, _)| kind)
                .ok_or(RecordingFault::NotCanonical)?;
            if kind == "end" {
                let end: EndLine = serde_json::from_str(text)
                    .map_err(|error| RecordingFault::Json(error.to_string()))?;
                if self.canonical {
                    same_bytes(&end, text)?;
                }
                return self.end(&end).map(|()| None);
            }
            let event = EventLine::parse(kind, text).map_err(|error| reason(error, kind))?;
            if self.canonical {
                // From the event, not from the line: codes and names have one spelling too.
                self.written.clear();
                event.write(&mut self.written)?;
                if self.written != self.buffer {
                    return Err(RecordingFault::NotCanonical);
                }
            }
            event
        };
        self.digest.update(&self.buffer);
        self.events = self.events.saturating_add(1);
        Ok(Some(event))
    }

    fn end(&mut self, end: &EndLine) -> Result<(), RecordingFault> {
        if end.events != self.events {
            return Err(RecordingFault::WrongCount {
                told: end.events,
                found: self.events,
            });
        }
        let digest = std::mem::take(&mut self.digest).finalize();
        if hex::encode_upper(digest) != end.sha256 {
            return Err(RecordingFault::WrongDigest);
        }
        self.ended = true;
        let rest = self.input.fill_buf()?;
        if rest.is_empty() {
            Ok(())
        } else {
            self.line = self.line.saturating_add(1);
            Err(RecordingFault::BehindTheEnd)
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
) -> Result<Option<&'b str>, RecordingFault> {
    buffer.clear();
    input.take(MAX_LINE).read_until(b'\n', buffer)?;
    match buffer.split_last() {
        None => Ok(None),
        Some((b'\n', line)) => std::str::from_utf8(line)
            .map(Some)
            .map_err(|_| RecordingFault::NotALine),
        Some(_) if buffer.len() as u64 >= MAX_LINE => Err(RecordingFault::NotALine),
        // A line that was being written when the program stopped.
        Some(_) => Err(RecordingFault::Truncated),
    }
}

fn same_bytes<T: Serialize>(line: &T, text: &str) -> Result<(), RecordingFault> {
    match serde_json::to_string(line) {
        Ok(written) if written == text => Ok(()),
        _ => Err(RecordingFault::NotCanonical),
    }
}

fn reason(error: LineError, kind: &str) -> RecordingFault {
    match error {
        LineError::Unknown => RecordingFault::UnknownEvent(kind.chars().take(40).collect()),
        LineError::Json(error) => RecordingFault::Json(error.to_string()),
        LineError::Value => RecordingFault::Value,
    }
}
