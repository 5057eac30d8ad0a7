//! Every sentence that a person reads, in Japanese and in English.
//!
//! Two languages, one catalogue: each entry has both, and an entry for every finding, so the
//! compiler proves that nothing is missing. What is shown has two parts: what happened, and what to
//! do.

mod about;
mod clean;
mod explain;
mod finding;
pub mod guide;
pub mod html;
mod label;
pub mod log;
pub mod prompt;
mod recording;
mod replay;
pub mod trace;
pub mod usage;

pub use about::about;
pub use clean::{clean, for_json, for_terminal};
pub use explain::{scard_code, status_word};
pub use finding::text;
pub use label::{Label, clock, date, label, look_alike, pin_name, tally};
pub use recording::recording_wrong;

/// A title without the code in parentheses at its end, to be read aloud to somebody who has never
/// seen one.
#[must_use]
pub fn without_code(title: &str) -> &str {
    match title.rfind('(') {
        Some(start) if title.ends_with(')') => {
            let (plain, code) = title.split_at(start);
            // `(SCARD_E_NO_SERVICE (0x8010001D))` ends with two of them.
            if code.contains("0x") || code.starts_with("(SW ") {
                let plain = plain.trim_end();
                match plain.rfind('(') {
                    Some(outer) if plain.get(outer..).is_some_and(|rest| !rest.contains(')')) => {
                        plain.split_at(outer).0.trim_end()
                    }
                    _ => plain,
                }
            } else {
                title
            }
        }
        _ => title,
    }
}

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
pub struct Text {
    /// What happened: one sentence.
    pub title: String,
    /// What to do; empty where there is nothing to do.
    pub advice: String,
}

/// A fixed text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bilingual {
    /// In Japanese.
    pub ja: &'static str,
    /// In English.
    pub en: &'static str,
}

impl Bilingual {
    /// The text in a language.
    #[must_use]
    pub fn get(self, lang: Lang) -> &'static str {
        pick(lang, self.ja, self.en)
    }
}

/// A text in both languages.
pub(crate) struct Both {
    pub(crate) ja: (String, String),
    pub(crate) en: (String, String),
}

impl Both {
    fn pick(self, lang: Lang) -> Text {
        let (title, advice) = match lang {
            Lang::Ja => self.ja,
            Lang::En => self.en,
        };
        // Names of readers, labels of cards and words of files stand among the sentences.
        Text {
            title: clean(&title),
            advice: clean(&advice),
        }
    }
}

/// Picks the sentence of a language.
#[must_use]
pub fn pick<'a>(lang: Lang, ja: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Ja => ja,
        Lang::En => en,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_left_out_and_words_in_parentheses_are_not() {
        for (title, plain) in [
            (
                "断られました(SCARD_E_NO_SERVICE (0x8010001D))",
                "断られました",
            ),
            ("The service died (0x0000001F)", "The service died"),
            ("Not a My Number Card (SW 6A82)", "Not a My Number Card"),
            ("使用中です(候補: a (pid 1))", "使用中です(候補: a (pid 1))"),
            ("期限です(2027年1月1日まで)", "期限です(2027年1月1日まで)"),
            ("Nothing", "Nothing"),
        ] {
            assert_eq!(without_code(title), plain);
        }
    }
}
