//! Recordings and the logs of other programs, read for people: explained, imported, redacted,
//! checked for what should not be in them, and handed on to other tools.
//!
//! Everything here reads line by line. Memory does not grow with the length of a file.

pub(crate) mod codes;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod redact;

use std::io::BufRead;

use crate::finding::RecordingFault;
use crate::recording::{Event, Header, ReadError, Reader};
use import::{Imported, Log, Opened};

/// Events of a recording, or of the log of another program, redacted.
pub enum Trace<'a> {
    /// A recording of this program.
    Recording(Box<Reader<Box<dyn BufRead + 'a>>>),
    /// Another program's log.
    Imported(Box<Imported<'a>>),
}

/// What was told, of whom.
pub struct Spoken {
    /// The line that completed it.
    pub line: usize,
    /// The client that speaks; a recording has one.
    pub client: u64,
    /// What this client has selected became unknown since it spoke last.
    pub lost: bool,
    /// What happened.
    pub event: Event,
}

impl<'a> Trace<'a> {
    /// Recognises by its content what the file is, however it is packed. What is nothing known is
    /// read as a recording, which says what is wrong with it.
    ///
    /// # Errors
    /// [`ReadError`]
    pub fn open(input: impl BufRead + 'a) -> Result<Self, ReadError> {
        let opened = import::decode::decoded(input).and_then(import::open);
        match opened.map_err(ReadError::at_the_start)? {
            Opened::Log(log) => Ok(Self::Imported(log)),
            Opened::Recording(input) | Opened::Unknown(None, input) => {
                Ok(Self::Recording(Box::new(Reader::new(input)?)))
            }
            Opened::Unknown(Some(looks_like), _) => Err(ReadError::at_the_start(
                RecordingFault::NoExchanges(looks_like),
            )),
        }
    }

    /// What a recording says of itself; a log says nothing.
    #[must_use]
    pub fn header(&self) -> Option<&Header> {
        match self {
            Self::Recording(reader) => Some(reader.header()),
            Self::Imported(_) => None,
        }
    }

    /// Which log it is.
    #[must_use]
    pub fn log(&self) -> Option<Log> {
        match self {
            Self::Recording(_) => None,
            Self::Imported(log) => Some(log.log()),
        }
    }

    /// Answers of a log that were left out, since it does not have their commands.
    #[must_use]
    pub fn left_out(&self) -> u64 {
        match self {
            Self::Recording(_) => 0,
            Self::Imported(log) => log.left_out(),
        }
    }

    /// The next event, of whichever client.
    ///
    /// # Errors
    /// [`ReadError`]; nothing more can be read then.
    pub fn next_told(&mut self) -> Result<Option<Spoken>, ReadError> {
        match self {
            Self::Recording(reader) => Ok(reader.next_event()?.map(|(line, event)| Spoken {
                line,
                client: 0,
                lost: false,
                event,
            })),
            Self::Imported(log) => log.next_told(),
        }
    }

    /// The next event with its line number, in one conversation.
    ///
    /// # Errors
    /// [`ReadError`]; nothing more can be read then.
    pub fn next_event(&mut self) -> Result<Option<(usize, Event)>, ReadError> {
        match self {
            Self::Recording(reader) => reader.next_event(),
            Self::Imported(log) => log.next_event(),
        }
    }
}
