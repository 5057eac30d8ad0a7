//! Every sentence that a person reads, in Japanese and in English.
//!
//! Two languages, one catalogue: each entry has both, and an entry for every finding, so the
//! compiler proves that nothing is missing. A sentence is made here and never taken apart again:
//! what happened, what a technician looks up, what fits in a line, and what to do stand apart.

mod clean;
mod explain;
mod finding;
pub(crate) mod guide;
pub(crate) mod html;
mod label;
pub(crate) mod page;
pub(crate) mod prompt;
mod reception;
mod recording;
pub(crate) mod relay;
mod replay;
pub(crate) mod trace;
pub(crate) mod usage;

use std::fmt;

use crate::rules::Stage;
pub(crate) use clean::for_json;
pub use clean::{clean, for_terminal};
pub(crate) use explain::{scard_code, status_word};
pub use finding::text;
pub(crate) use finding::{about, short};
pub(crate) use label::{Label, broke_at, clock, date, label, pin_name, tally};
pub use reception::{reception, reception_guide};

/// The language of the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lang {
    /// Japanese.
    #[default]
    Ja,
    /// English.
    En,
}

/// What happened, and what to do about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Text {
    /// What happened: one sentence, without its full stop.
    pub title: String,
    /// What a technician looks up: a status word, a PC/SC code, a system's own words. May be empty.
    pub code: String,
    /// What happened, in a word or two.
    pub short: &'static str,
    /// What to do; empty where there is nothing to do.
    pub advice: String,
}

/// The stage of a certificate, in the words that a counter knows.
#[must_use]
pub(crate) fn stage(lang: Lang, stage: Stage) -> &'static str {
    let (ja, en) = match stage {
        Stage::Valid => ("期限内", "within its dates"),
        Stage::Expiring => ("更新時期", "renewal due"),
        Stage::Grace => ("猶予期間", "grace period"),
        Stage::Expired => ("期限切れ", "expired"),
        Stage::NotYetValid => ("有効期間の前", "not yet valid"),
    };
    pick(lang, ja, en)
}

/// A fixed text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bilingual {
    /// In Japanese.
    pub ja: &'static str,
    /// In English.
    pub en: &'static str,
}

/// A text in Japanese and in English.
pub(crate) const fn both(ja: &'static str, en: &'static str) -> Bilingual {
    Bilingual { ja, en }
}

impl Bilingual {
    /// The text in a language.
    #[must_use]
    pub fn get(self, lang: Lang) -> &'static str {
        pick(lang, self.ja, self.en)
    }
}

/// A line begins with a capital letter where there are any.
#[must_use]
pub(crate) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// In English, one of something and several of them.
#[must_use]
pub(crate) fn counted(number: impl Into<i128>, thing: &str) -> String {
    match number.into() {
        1 => format!("1 {thing}"),
        number => format!("{number} {thing}s"),
    }
}

/// A sentence that is put together where it is printed. (`std::fmt::from_fn` is of Rust 1.93.)
pub(crate) struct Sentence<F>(F);

impl<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result> fmt::Display for Sentence<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0(f)
    }
}

/// Picks the sentence of a language.
#[must_use]
pub(crate) fn pick<'a>(lang: Lang, ja: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Ja => ja,
        Lang::En => en,
    }
}
