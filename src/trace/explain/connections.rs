//! A log of many connections: each is judged by itself, and the worst of them decides.

use super::facts::Facts;
use crate::report::{ConnectionReport, Report};

/// So many are told one by one.
const MOST: usize = 1000;

/// The connections that have ended.
#[derive(Default)]
pub(super) struct Connections {
    told: Vec<ConnectionReport>,
    number: u64,
    worst: Option<Report>,
    pins_sent: u64,
    twice_in_a_row: bool,
}

impl Connections {
    /// Takes up a connection that has ended, with its judgement, where there is anything to judge.
    pub(super) fn take(&mut self, facts: &Facts, report: Option<Report>) {
        self.number = self.number.saturating_add(1);
        let (times, twice) = facts.pins().count();
        self.pins_sent = self.pins_sent.saturating_add(times);
        self.twice_in_a_row |= twice;
        let Some(report) = report else { return };
        if self.told.len() < MOST {
            self.told.push(ConnectionReport {
                number: self.number,
                reader: report
                    .source
                    .as_ref()
                    .map(|source| source.reader.clone())
                    .unwrap_or_default(),
                commands: facts.span(),
                broken: facts.is_broken(),
                verdict: report.verdict(),
                findings: report.findings.clone(),
                pins_sent: facts.pins().sent().to_vec(),
            });
        }
        let worse = self
            .worst
            .as_ref()
            .is_none_or(|worst| report.outcome() >= worst.outcome());
        if worse {
            self.worst = Some(report);
        }
    }

    /// How many there were.
    pub(super) fn count(&self) -> u64 {
        self.number
    }

    /// Those that were judged.
    pub(super) fn told(&self) -> &[ConnectionReport] {
        &self.told
    }

    /// How often a PIN was sent, and whether twice in a row.
    pub(super) fn pins_sent(&self) -> (u64, bool) {
        (self.pins_sent, self.twice_in_a_row)
    }

    /// The judgement of them all: the worst, and of equals the last.
    pub(super) fn judgement(&self) -> Option<Report> {
        let mut report = self.worst.clone()?;
        report.connections.clone_from(&self.told);
        Some(report)
    }
}
