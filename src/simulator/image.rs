//! Card files: what a simulated card holds and how it answers.
//!
//! A card file is TOML. It may `extends` another one, whose tables it then changes: `docs/simulator.md`
//! describes every key. A key that is not known is an error.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;

use super::pki::PkiError;

/// What a card holds, ready to be put into [`super::state::Card`].
#[derive(Debug, Clone)]
pub struct Image {
    /// One line in Japanese and one in English: what this card is for.
    pub title: Title,
    /// What is assumed because nobody has published it.
    pub assumption: Option<Title>,
    /// The answer to reset.
    pub atr: Vec<u8>,
    /// The chip does not answer at all.
    pub mute: bool,
    /// The answer to the first command after power-up, whatever it is.
    pub first_answer: Option<Vec<u8>>,
    /// The answer to every command, whatever it is.
    pub every_answer: Option<Vec<u8>>,
    /// The card takes short EF identifiers.
    pub short_identifiers: bool,
    /// Time that each command takes.
    pub command_time: Duration,
    /// Time that each byte takes, in either direction.
    pub byte_time: Duration,
    /// Objects that GET DATA gives while no application is selected.
    pub objects: BTreeMap<u16, Vec<u8>>,
    /// The applications.
    pub applications: Vec<Application>,
    /// Answers that differ from what the card would say.
    pub quirks: Vec<Quirk>,
}

/// One line in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

/// An application of the card.
#[derive(Debug, Clone)]
pub struct Application {
    /// Its AID.
    pub aid: Vec<u8>,
    /// Its EFs, by identifier.
    pub files: BTreeMap<u16, File>,
    /// Its PINs, by the identifier of their EF.
    pub pins: BTreeMap<u16, SimulatedPin>,
    /// Its keys, by the identifier of their EF.
    pub keys: BTreeMap<u16, SimulatedKey>,
}

/// An EF.
#[derive(Debug, Clone)]
pub struct File {
    /// What it holds.
    pub content: Vec<u8>,
    /// Who may read it.
    pub read: Access,
}

/// Who may read an EF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Free,
    /// Nobody.
    Never,
    /// Whoever has verified this PIN of the same application.
    Pin(u16),
}

/// A PIN.
#[derive(Debug, Clone)]
pub struct SimulatedPin {
    /// The right one. Simulated, and written in a card file for everybody to read.
    pub value: String,
    /// Tries after a correct entry.
    pub max: u8,
    /// Tries left.
    pub left: u8,
    /// The answer to the query for tries left when none is left.
    pub locked_answer: u16,
    /// The answer to the query for tries left, whatever is left.
    pub query_answer: Option<u16>,
}

/// A private key.
#[derive(Debug, Clone)]
pub struct SimulatedKey {
    /// Its name in `fixtures/pki`.
    pub name: String,
    /// The PIN that must be verified before it signs.
    pub pin: u16,
}

/// An answer that differs from what the card would say.
#[derive(Debug, Clone)]
pub struct Quirk {
    /// The command begins with these bytes.
    pub to: Vec<u8>,
    /// So many such commands are answered as usual first.
    pub after: u32,
    /// So many are answered oddly; None for all that follow.
    pub times: Option<u32>,
    /// What happens instead.
    pub what: Oddity,
}

/// What a card does instead of answering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Oddity {
    /// It answers these bytes.
    Answer(Vec<u8>),
    /// It gives only so many bytes of its answer.
    Cut(usize),
    /// It takes so long.
    Delay(Duration),
    /// It never answers.
    Hang,
    /// It is pulled away.
    Remove,
}

/// Why a card file is no card.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImageError {
    /// Not TOML, an unknown key, or a value of the wrong kind.
    #[error("{}{message}", .line.map(|line| format!("line {line}: ")).unwrap_or_default())]
    Toml {
        /// Where it is wrong, where that is known.
        line: Option<usize>,
        /// What is wrong.
        message: String,
    },
    /// `extends` names no card.
    #[error("it extends the card `{0}`, which does not exist")]
    NoBase(String),
    /// Cards extend each other in a circle, or too deeply.
    #[error("cards extend each other without end")]
    Circle,
    /// A value is not what its key needs.
    #[error("`{key}`: {problem}")]
    Value {
        /// The key.
        key: String,
        /// What is wrong with its value.
        problem: &'static str,
    },
    /// A certificate could not be made.
    #[error("certificate `{name}`: {source}")]
    Certificate {
        /// Its name in the card file.
        name: String,
        /// What failed.
        source: PkiError,
    },
}

impl ImageError {
    pub(super) fn value(key: &str, problem: &'static str) -> Self {
        Self::Value {
            key: key.to_owned(),
            problem,
        }
    }
}
