//! The swap test, as the help desks of reader makers do it: another card in the place of the one
//! that is not read. If that one is read, the first card is at fault, else the reader.

use super::stability::broken;
use crate::finding::{Finding, FindingId, FindingKind, Stops};
use crate::report::Report;
use crate::report::doctor::{Check, DoctorReport};

/// Concludes from the report of the first card and, where that was not read, from one of another
/// card. `ask` tells somebody to place it and returns its report, or None where nobody did.
pub fn run(report: &mut Report, ask: &mut dyn FnMut() -> Option<Report>) {
    let finding = if answers(report) {
        Finding::SwapBothAnswer
    } else if unread(report) {
        match ask() {
            Some(other) if answers(&other) => Finding::SwapCard,
            Some(other) if lies_there(&other) => Finding::SwapReader,
            _ => Finding::SwapNotMade,
        }
    } else {
        // With the service or the reader out of order, or in the hands of another program, no card
        // can tell anything.
        return;
    };
    report.add(Check::of(finding), true);
}

/// The card was read, whatever it said.
fn answers(report: &Report) -> bool {
    report.source.is_some() && broken(report).is_none()
}

/// The card was not read, for a reason that lies in the card or in the reader.
fn unread(report: &Report) -> bool {
    let first = report.doctor.as_ref().and_then(DoctorReport::decisive);
    first.is_some_and(|check| {
        let id = check.finding.id();
        matches!(id.kind(), FindingKind::CardOrReader | FindingKind::Open)
            && id.stops() > Stops::Nothing
    })
}

/// There is a card.
fn lies_there(report: &Report) -> bool {
    !report
        .findings
        .iter()
        .any(|finding| finding.id() == FindingId::NoCard)
}
