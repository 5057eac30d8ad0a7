//! Recordings and the logs of other programs, read for people: explained, imported, redacted,
//! checked for what should not be in them, and handed on to other tools.
//!
//! Everything here reads line by line. Memory does not grow with the length of a file.

pub mod explain;
pub mod export;
pub mod import;
pub mod redact;

use std::io::{self, BufRead, Seek};

use crate::recording::{Event, Header, ReadError, Reader};
use import::{ImportError, Imported, Log};

/// Events of a recording, or of the log of another program, redacted.
pub enum Trace<R> {
    /// A recording of this program.
    Recording(Box<Reader<R>>),
    /// Another program's log.
    Imported(Box<Imported<R>>),
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
}

impl<R: BufRead + Seek> Trace<R> {
    /// Recognises by its content what the file is. What is no known log is read as a recording,
    /// which says what is wrong with it.
    ///
    /// # Errors
    /// [`TraceError`]
    pub fn open(mut input: R) -> Result<Self, TraceError> {
        let log = Log::recognise(&mut input)?;
        input.rewind()?;
        match log {
            Some(log) => Ok(Self::Imported(Box::new(Imported::new(log, input)))),
            None => Ok(Self::Recording(Box::new(Reader::new(input)?))),
        }
    }
}

impl<R: BufRead> Trace<R> {
    /// What a recording says of itself; a log says nothing.
    #[must_use]
    pub fn header(&self) -> Option<&Header> {
        match self {
            Self::Recording(reader) => Some(reader.header()),
            Self::Imported(_) => None,
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
