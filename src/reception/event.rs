//! What happens at a counter besides verdicts, for programs (`contract.md`).

use jiff::Timestamp;
use serde::Serialize;

use super::Occurrence;
use crate::message::{self, Label, Lang, label};
use crate::time;

/// An event in the form of `contract.md`: one of those that are no verdict.
#[derive(Debug, Default, Serialize)]
pub(crate) struct CounterEvent {
    schema: &'static str,
    event: &'static str,
    /// When, in Japan (RFC 3339).
    at: String,
    /// The reader; null where all are concerned.
    reader: Option<String>,
    /// The finding that says why; null where there is nothing to say.
    finding: Option<&'static str>,
    /// What happened, in the chosen language.
    title: String,
    /// What to do, in the chosen language; may be empty.
    advice: String,
}

impl CounterEvent {
    /// The event of an occurrence; None for a card, whose event is its report, and for Ctrl-C.
    #[must_use]
    pub(crate) fn of(occurrence: &Occurrence, at: Timestamp, lang: Lang) -> Option<Self> {
        let event = Self {
            schema: "mynacheck.event.v1",
            event: occurrence.event()?,
            at: time::in_japan(at),
            reader: occurrence.reader().map(message::clean),
            ..Self::default()
        };
        let word = match occurrence {
            Occurrence::Lifted(_) => Label::CardLifted,
            Occurrence::ReaderGone(_) => Label::ReaderUnplugged,
            Occurrence::ReaderBack(_) => Label::ReaderPlugged,
            Occurrence::ServiceBack => Label::ServiceAnswers,
            Occurrence::ServiceLost(finding) => {
                let text = message::text(lang, finding);
                return Some(Self {
                    finding: Some(finding.id().as_str()),
                    title: text.title,
                    advice: text.advice,
                    ..event
                });
            }
            Occurrence::Placed(_) | Occurrence::Interrupted => return None,
        };
        Some(Self {
            title: label(lang, word).to_owned(),
            ..event
        })
    }

    /// One line for people: what happened, to which reader, what to do.
    #[must_use]
    pub(crate) fn line(&self, lang: Lang) -> String {
        let reader = self.reader.iter().map(|reader| format!(" ({reader})"));
        let mut line: String = std::iter::once(self.title.clone()).chain(reader).collect();
        if !self.advice.is_empty() {
            line += message::pick(lang, "。", ". ");
            line += &self.advice;
        }
        line
    }
}
