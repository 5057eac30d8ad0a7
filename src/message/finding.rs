//! What each finding says: what happened, and what to do. A room for each subject, in which the
//! compiler asks for both languages of every finding.
#![allow(clippy::too_many_lines, reason = "one entry for each finding")]

/// A sentence on what happened and one on what to do, in both languages, with arguments.
macro_rules! say {
    (
        ja: $ja_title:literal, $ja_advice:literal;
        en: $en_title:literal, $en_advice:literal $(;)?
    ) => {
        super::Said {
            ja: (format!($ja_title), format!($ja_advice)),
            en: (format!($en_title), format!($en_advice)),
            code: String::new(),
        }
    };
}

/// What is said of a finding without its evidence: in a word or two, and at length.
macro_rules! standing {
    ($topic:ident { $($name:ident = $ja_short:literal, $en_short:literal;
        $ja_about:literal, $en_about:literal;)* }) => {
        /// What is said of it without its evidence.
        pub(super) fn standing(id: &$topic) -> super::Lasting {
            match id {
                $($topic::$name => super::Lasting {
                    short: ($ja_short, $en_short),
                    about: ($ja_about, $en_about),
                },)*
            }
        }
    };
}

mod card;
mod certificate;
mod chain;
mod input;
mod pin;
mod reader;
mod service;

use super::label::date;
use super::{Lang, Text, clean, pick};
use crate::finding::{Finding, FindingId, Topic, TopicId};
use crate::status_word::StatusWord;
use crate::time::Date;
use crate::transport::ScardCode;

/// A finding in both languages, with what a technician looks up.
struct Said {
    ja: (String, String),
    en: (String, String),
    code: String,
}

impl Said {
    /// With a code that is none for a clerk's sentence.
    fn with(self, code: String) -> Self {
        Self { code, ..self }
    }
}

/// What is said of a finding without its evidence.
struct Lasting {
    short: (&'static str, &'static str),
    about: (&'static str, &'static str),
}

/// What happened, and what to do.
#[must_use]
pub fn text(lang: Lang, finding: &Finding) -> Text {
    let words = Words(lang);
    let said = match finding.topic() {
        Topic::Certificate(finding) => certificate::text(words, &finding),
        Topic::Chain(finding) => chain::text(words, &finding),
        Topic::Pin(finding) => pin::text(words, &finding),
        Topic::Card(finding) => card::text(words, &finding),
        Topic::Reader(finding) => reader::text(words, &finding),
        Topic::Service(finding) => service::text(&finding),
        Topic::Input(finding) => input::text(words, &finding),
    };
    let (title, advice) = match lang {
        Lang::Ja => said.ja,
        Lang::En => said.en,
    };
    // Names of readers, labels of cards and words of files stand among the sentences.
    Text {
        title: clean(&title),
        code: clean(&said.code),
        short: short(lang, finding.id()),
        advice: clean(&advice),
    }
}

/// A finding in a word or two.
#[must_use]
pub(crate) fn short(lang: Lang, id: FindingId) -> &'static str {
    let (ja, en) = standing(id).short;
    pick(lang, ja, en)
}

/// What a finding means, at length and without its evidence: for `explain`.
#[must_use]
pub(crate) fn about(lang: Lang, id: FindingId) -> &'static str {
    let (ja, en) = standing(id).about;
    pick(lang, ja, en)
}

fn standing(id: FindingId) -> Lasting {
    match id.topic() {
        TopicId::Certificate(id) => certificate::standing(&id),
        TopicId::Chain(id) => chain::standing(&id),
        TopicId::Pin(id) => pin::standing(&id),
        TopicId::Card(id) => card::standing(&id),
        TopicId::Reader(id) => reader::standing(&id),
        TopicId::Service(id) => service::standing(&id),
        TopicId::Input(id) => input::standing(&id),
    }
}

/// Evidence in words.
#[derive(Clone, Copy)]
struct Words(Lang);

impl Words {
    fn day(self, day: Date) -> String {
        date(self.0, day)
    }

    fn list(self, names: &[String]) -> String {
        names.join(pick(self.0, "、", ", "))
    }

    /// Programs that may be meant, in parentheses; nothing where none was seen.
    fn users(self, programs: &[String]) -> String {
        match (programs, self.0) {
            ([], _) => String::new(),
            (_, Lang::Ja) => format!("(候補: {})", self.list(programs)),
            (_, Lang::En) => format!(" (possibly {})", self.list(programs)),
        }
    }
}

fn status_word(status: StatusWord) -> String {
    format!("SW {status}")
}

fn scard(code: u32) -> String {
    ScardCode(code).to_string()
}
