//! What a code means: findings, PC/SC, status words, and the codes that other programs show.
//!
//! [`read`] takes what people paste, in any spelling, and gives the codes in it; each says what it
//! means in both languages. The tables are in rooms by their owners.

#[macro_use]
mod entry;
mod application;
mod device;
mod driver;
mod library;
mod opensc;
mod pkcs11;
mod read;
mod system;

pub(crate) use entry::Entry;
pub use entry::Owner;
pub use read::read;

use crate::finding::FindingId;
use crate::guide::{self, Publication, Situation};
use crate::iso7816::StatusWord;
use crate::message::{self, Lang};
use crate::transport::ScardCode;

/// A code that can be explained.
#[derive(Debug, Clone, Copy)]
pub enum Code {
    /// A finding of this program.
    Finding(FindingId),
    /// A code of PC/SC.
    Scard(ScardCode),
    /// A status word.
    Word(StatusWord),
    /// `63CX` and the like: a status word whose low digits count something.
    Family(&'static str, StatusWord),
    /// Any other.
    Entry(&'static Entry),
}

impl Code {
    /// Its name, as reports write it.
    #[must_use]
    pub fn id(self) -> String {
        match self {
            Self::Finding(id) => id.as_str().to_owned(),
            Self::Scard(code) => code.to_string(),
            Self::Word(word) => format!("SW {word}"),
            Self::Family(name, _) => format!("SW {name}"),
            Self::Entry(entry) => entry.id(),
        }
    }

    /// Whose it is.
    #[must_use]
    pub fn kind(self) -> Owner {
        match self {
            Self::Finding(_) => Owner::Finding,
            Self::Scard(_) => Owner::ScardCode,
            Self::Word(_) | Self::Family(..) => Owner::StatusWord,
            Self::Entry(entry) => entry.kind,
        }
    }

    /// What it means.
    #[must_use]
    pub fn meaning(self, lang: Lang) -> String {
        match self {
            Self::Finding(id) => message::about(lang, id).to_owned(),
            Self::Scard(code) => message::scard_code(lang, code),
            Self::Word(word) => message::status_word(lang, word),
            Self::Family(name, example) => {
                let example = format!("{example}: {}", message::status_word(lang, example));
                match (name, lang) {
                    ("63CX", Lang::Ja) => {
                        format!("下1桁が暗証番号の残り回数です。例: {example}")
                    }
                    ("63CX", Lang::En) => {
                        format!(
                            "The last digit is the number of PIN tries left. Example: {example}"
                        )
                    }
                    (_, Lang::Ja) => format!("下2桁が長さです。例: {example}"),
                    (_, Lang::En) => {
                        format!("The last two digits are a length. Example: {example}")
                    }
                }
            }
            Self::Entry(entry) => entry.meaning.get(lang).to_owned(),
        }
    }

    /// The page that says so, where it is not the owner's own document.
    #[must_use]
    pub fn source(self) -> Option<&'static Publication> {
        match self {
            Self::Entry(entry) => entry.source,
            _ => None,
        }
    }

    /// What the counter does then.
    #[must_use]
    pub fn situations(self) -> Vec<&'static Situation> {
        match self {
            Self::Finding(id) => guide::of(id).collect(),
            Self::Entry(entry) if entry.kind == Owner::FaceReader => guide::situations()
                .filter(|situation| situation.words.split(' ').any(|word| word == entry.name))
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// Rows of all tables.
pub(crate) fn entries() -> impl Iterator<Item = &'static Entry> {
    [
        driver::IFD,
        driver::LIBUSB,
        system::WINDOWS,
        device::DEVICE_MANAGER,
        pkcs11::PKCS11,
        opensc::OPENSC,
        application::APPLICATION,
        application::FACE_READER,
        system::TEXTS,
    ]
    .into_iter()
    .flatten()
}

/// Every code that is known, kind by kind.
pub fn all() -> impl Iterator<Item = Code> {
    let findings = FindingId::ALL.iter().copied().map(Code::Finding);
    let scard = ScardCode::ALL.iter().copied().map(Code::Scard);
    let words = StatusWord::KNOWN.iter().copied().map(Code::Word);
    findings
        .chain(scard)
        .chain(words)
        .chain(entries().map(Code::Entry))
}
