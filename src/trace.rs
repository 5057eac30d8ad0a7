//! Recordings and the logs of other programs, read for people: explained, imported, redacted,
//! checked for what should not be in them, and handed on to other tools.
//!
//! Everything here reads line by line. Memory does not grow with the length of a file.

pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod redact;

use std::io::{self, BufRead};

use crate::recording::{Event, Header, ReadError, Reader};
use import::{ImportError, Imported, Log, LooksLike, Opened};

/// Events of a recording, or of the log of another program, redacted.
pub enum Trace<'a> {
    /// A recording of this program.
    Recording(Box<Reader<Box<dyn BufRead + 'a>>>),
    /// Another program's log.
    Imported(Box<Imported<'a>>),
}

/// Why a file cannot be read on.
#[derive(Debug, thiserror::Error)]
pub enum TraceError {
    /// The file cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A recording is wrong.
    #[error(transparent)]
    Recording(#[from] ReadError),
    /// A log is wrong.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The file is known, but has no commands and answers.
    #[error("no commands and answers in it: {0:?}")]
    NoExchanges(LooksLike),
}

impl<'a> Trace<'a> {
    /// Recognises by its content what the file is, however it is packed. What is nothing known is
    /// read as a recording, which says what is wrong with it.
    ///
    /// # Errors
    /// [`TraceError`]
    pub fn open(input: impl BufRead + 'a) -> Result<Self, TraceError> {
        match import::open(import::decode::decoded(input)?)? {
            Opened::Log(log) => Ok(Self::Imported(log)),
            Opened::Recording(input) | Opened::Unknown(None, input) => {
                Ok(Self::Recording(Box::new(Reader::new(input)?)))
            }
            Opened::Unknown(Some(looks_like), _) => Err(TraceError::NoExchanges(looks_like)),
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

    /// The next event with its line number.
    ///
    /// # Errors
    /// [`TraceError`]; nothing more can be read then.
    pub fn next_event(&mut self) -> Result<Option<(usize, Event)>, TraceError> {
        match self {
            Self::Recording(reader) => Ok(reader.next_event()?),
            Self::Imported(log) => Ok(log.next_event()?),
        }
    }
}
