//! What the counter does in a situation: how the patient is received, what to say, whom to call.
//!
//! Each situation is a row of a table below, in rooms by subject, and each of its steps names the
//! published page that it rests on (`rules.md` R5 to R7). Where pages disagree the ministry's goes
//! first and the other is named. A rule that has ended is told as past.

mod certificate;
mod document;
mod entitlement;
mod find;
mod people;
mod phone;
mod pin;
mod reader;
mod reception;
mod safety;
mod source;

pub use find::{Found, find};
pub(crate) use source::READER_CODES;
pub(crate) use source::{Cite, Publication};

use crate::finding::FindingId;
use crate::message::{Bilingual, both};

/// One thing that the clerk does.
#[derive(Debug, Clone, Copy)]
pub struct Instruction {
    /// What to do.
    pub text: Bilingual,
    /// Where it is written; never empty.
    pub from: &'static [Cite],
}

const fn step(ja: &'static str, en: &'static str, from: &'static [Cite]) -> Instruction {
    Instruction {
        text: both(ja, en),
        from,
    }
}

/// A situation of the counter.
#[derive(Debug, Clone, Copy)]
pub struct Situation {
    /// Its stable name.
    pub id: &'static str,
    /// What has happened.
    pub title: Bilingual,
    /// What the clerk does, in order.
    pub steps: &'static [Instruction],
    /// One friendly sentence for the patient.
    pub say: Bilingual,
    /// Findings that lead here.
    pub findings: &'static [FindingId],
    /// Words that people search for, beside those of the title, with spaces between.
    pub words: &'static str,
}

impl Situation {
    /// The pages that it rests on, each place once, in the order of the steps.
    #[must_use]
    pub fn sources(&self) -> Vec<Cite> {
        let mut all: Vec<Cite> = Vec::new();
        for cite in self.steps.iter().flat_map(|step| step.from) {
            if !all.contains(cite) {
                all.push(*cite);
            }
        }
        all
    }

    /// A day, a month or a year on which, or later than which, every step of it was in print.
    #[must_use]
    pub fn as_of(&self) -> &'static str {
        let newest = |step: &Instruction| step.from.iter().map(|cite| cite.page.date).max();
        self.steps
            .iter()
            .filter_map(newest)
            .min()
            .unwrap_or_default()
    }
}

/// Every situation, those at the reader first.
pub fn situations() -> impl Iterator<Item = &'static Situation> {
    [
        reader::SITUATIONS,
        reception::SITUATIONS,
        pin::SITUATIONS,
        certificate::SITUATIONS,
        phone::SITUATIONS,
        entitlement::SITUATIONS,
        people::SITUATIONS,
        document::SITUATIONS,
        safety::SITUATIONS,
    ]
    .into_iter()
    .flatten()
}

/// The situations that a finding leads to.
pub fn of(finding: FindingId) -> impl Iterator<Item = &'static Situation> {
    situations().filter(move |situation| situation.findings.contains(&finding))
}
