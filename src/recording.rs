//! Recordings: what a card was told and what it answered, one JSON object a line.
//!
//! `docs/recording.md` describes the format. Everything is written and read line by line, so
//! memory does not grow with the length of a recording. The bytes are canonical: the same events
//! are always the same bytes, and other bytes for the same events are refused.
//!
//! What may be written at all is decided in [`redact`].

mod canonical;
mod failure;
pub(crate) mod known;
mod line;
mod logged;
mod masked;
mod reader;
pub(crate) mod recorder;
pub(crate) mod redact;
pub(crate) mod replay;
mod writer;

use std::fmt;
use std::str::FromStr;

use crate::finding::RecordingFault;
use crate::time::Date;
use crate::transport::Leave;
pub(crate) use failure::Failure;
pub use line::Expect;
pub(crate) use logged::Logged;
pub(crate) use masked::STAND_IN;
pub(crate) use masked::{Digits, HiddenKind, Masked, Segment};
pub use reader::ReadError;
pub(crate) use reader::Reader;
pub(crate) use recorder::Recorder;
pub use redact::Policy;
pub(crate) use redact::Redactor;
pub use writer::Writer;

/// The name in every header.
pub(crate) const FORMAT: &str = "mynacheck-recording";
/// The version that is written. Files of the same major version are read.
pub(crate) const VERSION: &str = "1.0";

/// What a recording says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The program that made it, with its version.
    pub program: String,
    /// Operating system and processor.
    pub platform: String,
    /// Where the answers came from.
    pub provenance: Provenance,
    /// The day in Japan on which the card was judged; a replay judges on it again.
    pub today: Date,
    /// That day was the computer's own date, not one that was asked for.
    pub from_clock: bool,
    /// What was left out.
    pub policy: Policy,
    /// What a check of this recording must find, where that is known.
    pub expect: Option<Expect>,
}

/// Where the answers of a recording came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Provenance {
    /// A card in a reader.
    Physical,
    /// A card on a virtual reader, real or simulated.
    Unknown,
    /// A simulated card: proof of nothing about real ones.
    Simulated,
    /// The log of another program, by its name.
    Imported(String),
    /// Another recording, changed.
    Derived(String),
}

impl fmt::Display for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Physical => f.write_str("physical"),
            Self::Unknown => f.write_str("unknown"),
            Self::Simulated => f.write_str("simulated"),
            Self::Imported(from) => write!(f, "imported:{from}"),
            Self::Derived(from) => write!(f, "derived:{from}"),
        }
    }
}

impl FromStr for Provenance {
    type Err = NotInTheFormat;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once(':') {
            None if text == "physical" => Ok(Self::Physical),
            None if text == "unknown" => Ok(Self::Unknown),
            None if text == "simulated" => Ok(Self::Simulated),
            Some(("imported", from)) if !from.is_empty() => Ok(Self::Imported(from.to_owned())),
            Some(("derived", from)) if !from.is_empty() => Ok(Self::Derived(from.to_owned())),
            _ => Err(NotInTheFormat),
        }
    }
}

/// A value that the format does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a value of the recording format")]
pub struct NotInTheFormat;

/// One line between header and end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A card was connected, or could not be.
    Card {
        /// The reader's name, without serial numbers.
        reader: String,
        /// The answer to reset.
        atr: Result<Vec<u8>, Failure>,
        /// Time that connecting took, in microseconds.
        micros: u64,
    },
    /// Exclusive use of the card was asked for ([`crate::transport::Transport::begin`]).
    Begin {
        /// What became of it.
        outcome: Result<(), Failure>,
        /// Time that it took, in microseconds.
        micros: u64,
    },
    /// A command and what came back.
    Exchange(Exchange),
    /// The card was left ([`crate::transport::Transport::end`]).
    Leave {
        /// How.
        leave: Leave,
        /// What became of it.
        outcome: Result<(), Failure>,
        /// Time that it took, in microseconds.
        micros: u64,
    },
}

impl Event {
    /// Time that it took, in microseconds.
    #[must_use]
    pub(crate) fn micros(&self) -> u64 {
        match self {
            Self::Card { micros, .. } | Self::Begin { micros, .. } | Self::Leave { micros, .. } => {
                *micros
            }
            Self::Exchange(exchange) => exchange.micros,
        }
    }

    /// The same, as if it had taken no time.
    #[must_use]
    pub(crate) fn timeless(mut self) -> Self {
        match &mut self {
            Self::Card { micros, .. } | Self::Begin { micros, .. } | Self::Leave { micros, .. } => {
                *micros = 0;
            }
            Self::Exchange(exchange) => exchange.micros = 0,
        }
        self
    }

    /// About as many bytes as it takes to keep it.
    pub(crate) fn size(&self) -> usize {
        let pieces = match self {
            Self::Card { reader, atr, .. } => reader
                .len()
                .saturating_add(atr.as_ref().map_or(0, Vec::len)),
            Self::Exchange(exchange) => {
                let answer = exchange
                    .answer
                    .as_ref()
                    .map_or(0, |answer| answer.data.size());
                exchange.command.size().saturating_add(answer)
            }
            Self::Begin { .. } | Self::Leave { .. } => 0,
        };
        pieces.saturating_add(size_of::<(usize, Self)>())
    }
}

/// A command and what came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The command APDU.
    pub command: Masked,
    /// The answer, if one came.
    pub answer: Result<MaskedResponse, Failure>,
    /// Time between the two, in microseconds.
    pub micros: u64,
}

/// The answer to a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaskedResponse {
    /// The data.
    pub data: Masked,
    /// The status word. None where the answer is none that ISO/IEC 7816-4 knows: then all of it is
    /// left out, and `data` has its length.
    pub status: Option<u16>,
}

impl MaskedResponse {
    /// The status word, or what is read in its place ([`STAND_IN`]).
    #[must_use]
    pub fn word(&self) -> u16 {
        self.status
            .unwrap_or(u16::from_be_bytes([STAND_IN, STAND_IN]))
    }

    /// The whole answer, with [`STAND_IN`] for each byte that was left out.
    #[must_use]
    pub fn stand_in(&self) -> Vec<u8> {
        let mut bytes = self.data.stand_in().to_vec();
        bytes.extend(self.status.into_iter().flat_map(u16::to_be_bytes));
        bytes
    }
}

impl fmt::Display for MaskedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.data.fmt(f)?;
        match self.status {
            Some(status) => write!(f, "{status:04X}"),
            None => Ok(()),
        }
    }
}

/// What is kept of a recording that is read as a whole: it is of conversations with cards, not of
/// weeks.
const MOST_KEPT: usize = 16 << 20;

/// Reads a whole recording: its header, and its events with their lines.
///
/// # Errors
/// [`ReadError`], when it is none, is incomplete, was changed, or is too long to be kept.
pub fn read(input: impl std::io::BufRead) -> Result<(Header, Vec<(usize, Event)>), ReadError> {
    let mut reader = Reader::new(input)?;
    let (mut events, mut kept) = (Vec::new(), 0_usize);
    while let Some((line, event)) = reader.next_event()? {
        kept = kept.saturating_add(event.size());
        if kept > MOST_KEPT {
            let reason = RecordingFault::TooLong;
            return Err(ReadError { line, reason });
        }
        events.push((line, event));
    }
    Ok((reader.header().clone(), events))
}

/// The name of a reader without what could be its serial number: what stands in parentheses, other
/// than a USB id, and long words that are mostly digits.
#[must_use]
pub(crate) fn without_serial(reader: &str) -> String {
    let mut name = String::with_capacity(reader.len());
    let mut rest = reader;
    while let Some((before, behind)) = rest.split_once('(') {
        let (inside, after) = behind.split_once(')').unwrap_or((behind, ""));
        name.push_str(before);
        name.push('(');
        name.push_str(if is_usb_id(inside) { inside } else { "serial" });
        name.push(')');
        rest = after;
    }
    name.push_str(rest);
    name.split(' ')
        .map(|word| {
            let number = |part: &str| part.bytes().filter(u8::is_ascii_digit).count() >= 6;
            let named = word.split(|c: char| !c.is_alphanumeric()).any(number);
            if named { "serial" } else { word }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

fn is_usb_id(text: &str) -> bool {
    let is_number = |part: &str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_hexdigit());
    text.split_once(':')
        .is_some_and(|(vendor, product)| is_number(vendor) && is_number(product))
}

#[cfg(test)]
mod tests;
