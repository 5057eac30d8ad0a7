//! What `doctor` found, as data: which of the four is at fault, and everything behind it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Report;
use crate::finding::{Finding, FindingId, FindingKind, Outcome, Part, Severity, Skip};

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Which of the four it belongs to.
    pub part: Part,
    /// What was found.
    pub finding: Finding,
    /// What was seen: paths, codes, names, the same in every language. May be empty.
    pub seen: String,
}

impl Check {
    /// A finding of which nothing more was seen, with the part that it belongs to.
    #[must_use]
    pub fn of(finding: Finding) -> Self {
        Self {
            part: finding.id().part(),
            finding,
            seen: String::new(),
        }
    }
}

/// What `doctor` found.
#[derive(Debug, Clone, Default)]
pub struct DoctorReport {
    /// Everything, part by part.
    pub checks: Vec<Check>,
    /// Versions and names of this computer, to be compared with those of another day.
    pub facts: BTreeMap<String, String>,
    /// The stability test, where it was made.
    pub stability: Option<Stability>,
    /// What has changed since a saved report, where one was given.
    pub changes: Option<Changes>,
}

/// Many readings of the same card.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Stability {
    /// Readings made.
    pub runs: u32,
    /// Readings that the card answered to the end.
    pub succeeded: u32,
    /// Milliseconds of each successful reading, connecting included.
    pub millis: Vec<u64>,
    /// How often a reading broke, by the id of the finding and the number of commands before it.
    #[schemars(with = "BTreeMap<String, u32>")]
    pub broke_at: BTreeMap<Breakage, u32>,
}

/// Where a reading broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Breakage {
    /// What was found.
    pub finding: FindingId,
    /// Commands sent before it.
    pub commands: u32,
}

impl Serialize for Breakage {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!(
            "{} ({})",
            self.finding.as_str(),
            self.commands
        ))
    }
}

impl Stability {
    /// The time that `percent` of the successful readings stay within (nearest rank).
    #[must_use]
    pub fn percentile(&self, percent: usize) -> Option<u64> {
        let mut sorted = self.millis.clone();
        sorted.sort_unstable();
        let rank = sorted.len().saturating_mul(percent).div_ceil(100);
        sorted.get(rank.saturating_sub(1)).copied()
    }
}

/// How this report differs from a saved one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Changes {
    /// The day of the saved report.
    pub since: String,
    /// Findings that are new.
    pub appeared: Vec<String>,
    /// Findings that are gone.
    pub gone: Vec<String>,
    /// Facts that differ.
    pub facts: Vec<ChangedFact>,
}

/// A version or a name that is not what it was; `-` where there was none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct ChangedFact {
    /// Which.
    pub name: String,
    /// In the saved report.
    pub before: String,
    /// Now.
    pub now: String,
}

impl Changes {
    /// Nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.appeared.is_empty() && self.gone.is_empty() && self.facts.is_empty()
    }
}

impl DoctorReport {
    /// The check that decides: the first failure, else the first thing to look at.
    #[must_use]
    pub fn decisive(&self) -> Option<&Check> {
        let worst = |severity| {
            self.checks
                .iter()
                .find(|check| check.finding.id().severity() == severity)
        };
        worst(Severity::Fail).or_else(|| worst(Severity::Attention))
    }

    /// Which of the four is at fault: for a card that could not be read, the card, though it may be
    /// the reader ([`FindingKind::CardOrReader`]).
    #[must_use]
    pub fn at_fault(&self) -> Option<Part> {
        let check = self.decisive()?;
        (check.finding.id().severity() == Severity::Fail && check.finding.id().kind().explains())
            .then_some(check.part)
    }

    /// Nothing tells yet whether card or reader is at fault.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        self.decisive()
            .is_some_and(|check| check.finding.id().kind() == FindingKind::CardOrReader)
    }

    /// What it comes to: something to mend ([`Outcome::Look`]), nothing to mend, or not found out.
    /// `strict` does not call it well where something could not be looked at.
    #[must_use]
    pub fn outcome(&self, strict: bool) -> Outcome {
        let Some(check) = self.decisive() else {
            let missed = self.checks.iter().any(|check| {
                matches!(
                    check.finding,
                    Finding::PartSkipped {
                        why: Skip::EarlierFault | Skip::NotShown,
                        ..
                    }
                )
            });
            return if strict && missed {
                Outcome::Unchecked
            } else {
                Outcome::Good
            };
        };
        let id = check.finding.id();
        match id.outcome() {
            outcome @ (Outcome::BadInput
            | Outcome::BadUsage
            | Outcome::Interrupted
            | Outcome::Fault) => outcome,
            _ if id.kind().explains() => Outcome::Look,
            _ => Outcome::Unchecked,
        }
    }

    /// Something was left out, so that no fault found means little.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.checks
            .iter()
            .any(|check| matches!(check.finding, Finding::PartSkipped { .. }))
    }
}

impl Report {
    /// Adds a check of `doctor` to its part: a conclusion before what led to it, anything else
    /// behind it.
    pub fn add(&mut self, check: Check, concludes: bool) {
        let Some(doctor) = &mut self.doctor else {
            return;
        };
        let behind = |other: &Check| {
            if concludes {
                other.part >= check.part
            } else {
                other.part > check.part
            }
        };
        let place = doctor.checks.iter().position(behind);
        let place = place.unwrap_or(doctor.checks.len());
        doctor.checks.insert(place, check);
        let checks = doctor.checks.iter();
        self.findings = checks.map(|check| check.finding.clone()).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_nearest_ranks() {
        let mut test = Stability::default();
        assert_eq!(test.percentile(50), None);
        test.millis = (1..=20).rev().collect();
        assert_eq!(test.percentile(0), Some(1));
        assert_eq!(test.percentile(50), Some(10));
        assert_eq!(test.percentile(95), Some(19));
        assert_eq!(test.percentile(100), Some(20));
        test.millis = vec![7];
        assert_eq!(test.percentile(95), Some(7));
    }
}
