//! What findings tell beside numbers and names: kinds of card, parts of the way to it, traps.

use crate::status_word::StatusWord;
use crate::time::Date;

/// What is wrong with the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SettingFault {
    /// It is no TOML from here on.
    Syntax,
    /// A letter is not UTF-8.
    Encoding,
    /// Nothing is set by this name.
    UnknownKey {
        /// The name.
        key: String,
        /// The one that may have been meant.
        near: Option<String>,
    },
    /// `reader` is not a part of a name.
    Reader,
    /// `lang` is no language.
    Lang,
}

/// What is wrong with a recording, or with a log of another program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordingFault {
    /// The file could not be read.
    #[error("cannot be read: {0}")]
    Io(String),
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
    /// A log: a second command stands before the answer to the first. Two readers at once, which it
    /// does not tell apart.
    #[error("two conversations run into each other")]
    Interleaved,
    /// A log: an answer without its command, or bytes that are none.
    #[error("not a line of this log")]
    NotALogLine,
    /// The file is known, but has no commands and answers.
    #[error("no commands and answers in it: {0:?}")]
    NoExchanges(LooksLike),
}

/// What a file looks like that has no commands and answers in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LooksLike {
    /// pcscd without `--apdu`.
    Pcscd,
    /// OpenSC at a level without APDUs.
    OpenSc,
    /// `pcsc_scan`
    PcscScan,
    /// `certutil -scinfo`
    Certutil,
    /// The driver's log, below PC/SC.
    Ccid,
    /// A capture for Wireshark.
    Capture,
    /// A report of `doctor` or `check`.
    Report,
}

/// Cards that a counter meets instead of a My Number Card (`protocol.md` §4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LookAlike {
    /// Transport and electronic-money cards.
    Felica,
    /// 運転免許証.
    DrivingLicence,
    /// 在留カード or 特別永住者証明書.
    ResidenceCard,
    /// Credit, debit and cash cards.
    PaymentCard,
    /// Passport.
    Passport,
    /// B-CAS, the card of a television.
    Bcas,
    /// HPKI, the card of a doctor.
    Hpki,
}

/// The four that can be at fault, in the order in which they are looked at.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The computer with its smart-card service.
    Computer,
    /// The card reader.
    Reader,
    /// The card.
    Card,
    /// The certificate on the card.
    Certificate,
}

impl Part {
    /// All four, in order.
    pub const ALL: [Self; 4] = [Self::Computer, Self::Reader, Self::Card, Self::Certificate];

    /// The part as reports write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Computer => "computer",
            Self::Reader => "reader",
            Self::Card => "card",
            Self::Certificate => "certificate",
        }
    }
}

/// Why a part was not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Skip {
    /// The way to it is blocked by an earlier fault.
    EarlierFault,
    /// A simulated or recorded card needs neither computer nor reader.
    NoReaderNeeded,
    /// The options leave it out.
    NotAsked,
    /// This system does not show what would have to be looked at.
    NotShown,
}

/// What is known to go wrong with a model of reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trap {
    /// It has a slot for a security module beside the one for cards.
    SamSlot,
    /// It takes cards in two ways, as two readers.
    TwoSlots,
    /// It reads Type B cards, My Number Cards among them, unreliably.
    TypeBUnreliable,
    /// A built-in slot of a laptop that the driver does not support.
    BuiltInUnsupported,
    /// On Windows its own driver must be installed first.
    WindowsDriverFirst,
}

/// What is wrong with a command line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Misuse {
    /// An argument that nobody asked for, and that could be a PIN: it is not repeated.
    StraySecret,
    /// There is no such option.
    UnknownOption(String),
    /// An argument that nobody asked for.
    Stray(String),
    /// There is no such command.
    UnknownCommand(String),
    /// This argument is missing.
    Missing(String),
    /// No command was given.
    NoCommand,
    /// This option needs a value.
    NoValue(String),
    /// This switch was given a value.
    UnwantedValue(String),
    /// Two that exclude each other.
    Conflict(String, String),
    /// An option with a value that it does not take.
    WrongValue {
        /// The option.
        option: String,
        /// Its value.
        value: String,
        /// What it takes; may be empty.
        valid: String,
    },
    /// `--record-full` was given once only.
    RecordFullOnce,
    /// Anything else that the parser of arguments says.
    Other(String),
}

/// What may have been meant, or what the option takes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hint {
    /// The name that is most like it.
    Near(String),
    /// A day.
    Day,
    /// A number.
    Number,
    /// What the help says of the option.
    Help(String),
}

impl From<std::io::Error> for RecordingFault {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error.to_string())
    }
}

/// What a finding can hold. Whoever hands a finding on sees every text in it.
pub(super) trait Evidence {
    /// The texts that may have come from outside.
    fn texts(&mut self) -> Vec<&mut String>;
}

impl Evidence for String {
    fn texts(&mut self) -> Vec<&mut String> {
        vec![self]
    }
}

impl<T: Evidence> Evidence for Vec<T> {
    fn texts(&mut self) -> Vec<&mut String> {
        self.iter_mut().flat_map(T::texts).collect()
    }
}

impl<T: Evidence> Evidence for Option<T> {
    fn texts(&mut self) -> Vec<&mut String> {
        self.iter_mut().flat_map(T::texts).collect()
    }
}

impl Evidence for SettingFault {
    fn texts(&mut self) -> Vec<&mut String> {
        match self {
            // The other name is one of this program's own.
            Self::UnknownKey { key, near: _ } => vec![key],
            Self::Syntax | Self::Encoding | Self::Reader | Self::Lang => Vec::new(),
        }
    }
}

impl Evidence for RecordingFault {
    fn texts(&mut self) -> Vec<&mut String> {
        match self {
            Self::Io(text)
            | Self::NewerVersion(text)
            | Self::Json(text)
            | Self::UnknownEvent(text) => vec![text],
            Self::NotARecording
            | Self::NotALine
            | Self::Value
            | Self::NotCanonical
            | Self::Truncated
            | Self::WrongCount { .. }
            | Self::WrongDigest
            | Self::TooLong
            | Self::BehindTheEnd
            | Self::Interleaved
            | Self::NotALogLine
            | Self::NoExchanges(_) => Vec::new(),
        }
    }
}

impl Evidence for Misuse {
    fn texts(&mut self) -> Vec<&mut String> {
        match self {
            Self::Stray(text)
            | Self::UnknownOption(text)
            | Self::UnknownCommand(text)
            | Self::Missing(text)
            | Self::NoValue(text)
            | Self::UnwantedValue(text)
            | Self::Other(text) => vec![text],
            Self::Conflict(one, other) => vec![one, other],
            Self::WrongValue {
                option,
                value,
                valid,
            } => vec![option, value, valid],
            Self::StraySecret | Self::NoCommand | Self::RecordFullOnce => Vec::new(),
        }
    }
}

impl Evidence for Hint {
    fn texts(&mut self) -> Vec<&mut String> {
        match self {
            Self::Near(text) | Self::Help(text) => vec![text],
            Self::Day | Self::Number => Vec::new(),
        }
    }
}

/// Numbers, days, codes, and words of this program's own tables.
macro_rules! without_text {
    ($($type:ty),*) => {
        $(impl Evidence for $type {
            fn texts(&mut self) -> Vec<&mut String> {
                Vec::new()
            }
        })*
    };
}

without_text!(
    bool,
    u8,
    u32,
    u64,
    usize,
    i64,
    &'static str,
    Date,
    StatusWord,
    Part,
    Skip,
    Trap,
    LookAlike
);
