//! The stability test: the same card, connected and read many times.
//!
//! A card that is moved, lies on metal or has a weak field is read now and then only. One reading
//! does not show that; many do.

use std::time::Instant;

use crate::check::{self, Question};
use crate::conversation::Day;
use crate::finding::{Finding, FindingId, Stops};
use crate::report::Report;
use crate::report::doctor::{Breakage, Check, Stability};
use crate::time::Date;
use crate::transport::Transport;

/// Reads the card `runs` times and adds what came of it to the report.
///
/// Each reading connects anew, reads the certificate's first bytes, and leaves the card as it was.
/// It ends early after Ctrl-C, when a reading ran into its time limit, and when a card that was lifted
/// has not come back, so that the whole test has a limit too.
pub fn run(
    report: &mut Report,
    runs: u32,
    today: Date,
    connect: &mut dyn FnMut() -> Result<Box<dyn Transport>, Finding>,
) {
    if report.source.is_none() {
        // No card has been reached; trying again N times tells nothing new.
        return;
    }
    let question = Question {
        expiry_only: true,
        ..Question::on(Day::given(today))
    };
    let mut test = Stability::default();
    for _ in 0..runs {
        let begun = Instant::now();
        let (broke, commands) = match connect() {
            Err(finding) => (Some(finding), 0),
            Ok(mut transport) => {
                let read = check::run(transport.as_mut(), question);
                (broken(&read).cloned(), read.exchange.commands)
            }
        };
        test.runs = test.runs.saturating_add(1);
        let Some(finding) = broke else {
            let millis = begun.elapsed().as_millis();
            test.millis.push(u64::try_from(millis).unwrap_or(u64::MAX));
            test.succeeded = test.succeeded.saturating_add(1);
            continue;
        };
        let place = Breakage {
            finding: finding.id(),
            commands,
        };
        let count = test.broke_at.entry(place).or_default();
        *count = count.saturating_add(1);
        if finding.id().stops() == Stops::EveryReading || finding.id() == FindingId::NoCard {
            break;
        }
    }
    let finding = if test.succeeded == test.runs {
        Finding::CardStable {
            runs: test.runs,
            median: test.percentile(50).unwrap_or_default(),
        }
    } else {
        Finding::CardUnstable {
            failed: test.runs.saturating_sub(test.succeeded),
            runs: test.runs,
        }
    };
    report.add(Check::of(finding), false);
    if let Some(doctor) = &mut report.doctor {
        doctor.stability = Some(test);
    }
}

/// What broke the exchange, where something did: a card that says no has been read.
pub(super) fn broken(report: &Report) -> Option<&Finding> {
    let mut findings = report.findings.iter();
    findings.find(|finding| finding.id().stops() > Stops::Nothing)
}
