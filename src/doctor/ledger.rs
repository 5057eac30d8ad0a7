//! What has been found so far, part by part.

use std::collections::BTreeMap;

use super::Probe;
use crate::finding::{Finding, Part, Severity, Skip};
use crate::report::Report;
use crate::report::doctor::{Check, DoctorReport};
use crate::time::Date;

/// Collects what the probes find.
pub(super) struct Ledger {
    only: Option<Probe>,
    checks: Vec<Check>,
    pub(super) facts: BTreeMap<String, String>,
}

impl Ledger {
    pub(super) fn new(only: Option<Probe>) -> Self {
        Self {
            only,
            checks: Vec::new(),
            facts: BTreeMap::new(),
        }
    }

    /// Records what a probe found, unless another probe alone was asked for. A failure is recorded
    /// all the same: it is what keeps that probe from being made.
    pub(super) fn push(&mut self, probe: Probe, finding: Finding, seen: String) {
        let failed = finding.id().severity() == Severity::Fail;
        if failed || self.only.is_none_or(|only| only == probe) {
            self.checks.push(Check {
                seen,
                ..Check::of(finding)
            });
        }
    }

    /// Records a finding of the way to the card, or of the card itself, where it belongs.
    pub(super) fn push_found(&mut self, finding: Finding, seen: String) {
        let probe = match finding.id().part() {
            Part::Computer => Probe::Service,
            Part::Reader => Probe::Readers,
            Part::Card => Probe::Card,
            Part::Certificate => Probe::Certificate,
        };
        self.push(probe, finding, seen);
    }

    /// Says that a part was not looked at.
    pub(super) fn skip(&mut self, part: Part, why: Skip) {
        if self.only.is_none_or(|only| only.part() == part) {
            self.checks.push(Check {
                part,
                finding: Finding::PartSkipped { part, why },
                seen: String::new(),
            });
        }
    }

    /// Says so of this part and those after it, as far as nothing was found in them.
    pub(super) fn skip_rest(&mut self, first: Part, why: Skip) {
        for part in Part::ALL {
            if part >= first && !self.checks.iter().any(|check| check.part == part) {
                self.skip(part, why);
            }
        }
    }

    /// What was found, to be replaced by what it turned out to be.
    pub(super) fn found_mut(&mut self) -> impl Iterator<Item = (&mut Finding, &mut String)> {
        self.checks
            .iter_mut()
            .map(|check| (&mut check.finding, &mut check.seen))
    }

    /// The report, without a card.
    pub(super) fn report(self, today: Date) -> Report {
        self.into_report(Report::default(), today)
    }

    /// The report; `looked` is what the card told.
    pub(super) fn into_report(mut self, looked: Report, today: Date) -> Report {
        for check in &mut self.checks {
            // What a finding turned out to be may belong to another part.
            if !matches!(check.finding, Finding::PartSkipped { .. }) {
                check.part = check.finding.id().part();
            }
        }
        self.checks.sort_by_key(|check| check.part);
        Report {
            today,
            findings: self
                .checks
                .iter()
                .map(|check| check.finding.clone())
                .collect(),
            doctor: Some(DoctorReport {
                checks: self.checks,
                facts: self.facts,
                ..DoctorReport::default()
            }),
            ..looked
        }
    }
}
