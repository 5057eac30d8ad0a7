//! What `doctor` found, for people: the verdict first, the next step last, in between the four parts
//! in the order in which they were looked at.

use anstyle::{AnsiColor, Style};

use super::Report;
use super::doctor::{Changes, Check, DoctorReport, Stability};
use super::layout::TextPage;
use super::text::{headed, reception};
use crate::finding::{Part, Severity};
use crate::message::{self, Label, Lang, label};

/// Columns of a bar in the chart.
const BAR: usize = 40;

/// Rows of the chart.
const ROWS: u64 = 6;

/// The columns of titles and of details.
const TITLES: usize = 10;
const DETAILS: usize = 22;

/// How much of what `doctor` has collected is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// What was found.
    Findings,
    /// The facts about the computer as well.
    Facts,
}

/// The report as lines of text; its colours are ANSI sequences.
#[must_use]
pub(super) fn render(
    report: &Report,
    doctor: &DoctorReport,
    lang: Lang,
    width: Option<usize>,
    detail: Detail,
) -> String {
    let mut page = TextPage::new(width);
    if report.is_simulated() {
        page.line(label(lang, Label::Simulated));
    }
    headed(&mut page, lang, Label::Verdict, &verdict(doctor, lang));
    for part in Part::ALL {
        let mut checks = doctor
            .checks
            .iter()
            .filter(|check| check.part == part)
            .peekable();
        if checks.peek().is_some() {
            page.empty_line();
            page.line(label(lang, part.into()));
        }
        for check in checks {
            self::check(&mut page, check, lang);
        }
        let expires = report.card.as_ref().and_then(|card| card.expires);
        if let (Part::Card, Some(expires)) = (part, expires) {
            let day = message::date(lang, expires);
            let name = label(lang, Label::CardExpires);
            page.column(&format!("{:TITLES$}{name}", ""), 0, &format!(" {day}"));
        }
    }
    if let Some(stability) = &doctor.stability {
        self::stability(&mut page, stability, lang);
    }
    if let Some(changes) = &doctor.changes {
        self::changes(&mut page, changes, lang);
    }
    if detail == Detail::Facts {
        page.empty_line();
        for (name, value) in &doctor.facts {
            page.paragraph(&format!("{name}: "), 2, value);
        }
    }
    page.empty_line();
    headed(&mut page, lang, Label::NextStep, &next_step(doctor, lang));
    if let Some(check) = doctor.decisive() {
        reception(&mut page, lang, &check.finding);
    }
    page.into_text()
}

/// Which of the four is at fault, and its colour.
pub(super) fn verdict_words(doctor: &DoctorReport) -> (Label, AnsiColor) {
    let Some(check) = doctor.decisive() else {
        let word = if doctor.is_partial() {
            Label::NoFaultSoFar
        } else {
            Label::NoFault
        };
        return (word, AnsiColor::Green);
    };
    let id = check.finding.id();
    match (
        id.severity() == Severity::Fail,
        id.kind().explains(),
        check.part,
    ) {
        (true, true, Part::Computer) => (Label::FaultComputer, AnsiColor::Red),
        (true, true, Part::Reader) => (Label::FaultReader, AnsiColor::Red),
        (true, true, Part::Card) if doctor.is_undecided() => {
            (Label::FaultCardOrReader, AnsiColor::Red)
        }
        (true, true, Part::Card) => (Label::FaultCard, AnsiColor::Red),
        (true, true, Part::Certificate) => (Label::FaultCertificate, AnsiColor::Red),
        (true, false, Part::Computer) => (Label::UnsureComputer, AnsiColor::Red),
        (true, false, Part::Reader) => (Label::UnsureReader, AnsiColor::Red),
        (true, false, Part::Card) => (Label::UnsureCard, AnsiColor::Red),
        (true, false, Part::Certificate) => (Label::UnsureCertificate, AnsiColor::Red),
        (false, _, Part::Computer) => (Label::LookComputer, AnsiColor::Yellow),
        (false, _, Part::Reader) => (Label::LookReader, AnsiColor::Yellow),
        (false, _, Part::Card) => (Label::LookCard, AnsiColor::Yellow),
        (false, _, Part::Certificate) => (Label::LookCertificate, AnsiColor::Yellow),
    }
}

/// Which of the four is at fault, for somebody who has never seen a code.
fn verdict(doctor: &DoctorReport, lang: Lang) -> String {
    let (stop, dash) = match lang {
        Lang::Ja => ("。", "。"),
        Lang::En => (".", ". "),
    };
    let (word, colour) = verdict_words(doctor);
    let style = Style::new().bold().fg_color(Some(colour.into()));
    let word = label(lang, word);
    let Some(check) = doctor.decisive() else {
        return format!("{style}{word}{style:#}{stop}");
    };
    let title = message::text(lang, &check.finding).title;
    format!("{style}{word}{style:#}{dash}{title}{stop}")
}

fn next_step(doctor: &DoctorReport, lang: Lang) -> String {
    let Some(check) = doctor.decisive() else {
        return label(lang, Label::Nothing).to_owned();
    };
    let advice = message::text(lang, &check.finding).advice;
    if doctor.is_undecided() {
        let space = message::pick(lang, "", " ");
        format!("{advice}{space}{}", label(lang, Label::TrySwap))
    } else {
        advice
    }
}

fn check(page: &mut TextPage, check: &Check, lang: Lang) {
    let id = check.finding.id();
    let severity = id.severity();
    let (mark, colour) = match severity {
        Severity::Ok => (Label::MarkOk, AnsiColor::Green),
        Severity::Skipped => (Label::MarkSkipped, AnsiColor::Cyan),
        Severity::Attention => (Label::MarkLook, AnsiColor::Yellow),
        Severity::Fail => (Label::MarkFail, AnsiColor::Red),
    };
    let style = Style::new().fg_color(Some(colour.into()));
    let mark = format!("  {style}[{}]{style:#}", label(lang, mark));
    let words = message::text(lang, &check.finding);
    let title = if severity == Severity::Skipped && !words.advice.is_empty() {
        match lang {
            Lang::Ja => format!("{}({})", words.title, words.advice),
            Lang::En => format!("{} ({})", words.title, words.advice),
        }
    } else {
        words.title
    };
    page.column(&mark, TITLES, &title);
    let mut detail = |name: Label, value: &str| {
        if !value.is_empty() {
            let head = format!("{:TITLES$}{}", "", label(lang, name));
            page.column(&head, DETAILS, value);
        }
    };
    // Probes that have seen a code say so, often with more.
    let seen = if check.seen.is_empty() {
        &words.code
    } else {
        &check.seen
    };
    detail(Label::Seen, seen);
    if matches!(severity, Severity::Fail | Severity::Attention) {
        detail(Label::Why, message::about(lang, id));
        detail(Label::Remedy, &words.advice);
        detail(Label::ReadOn, &format!("mynacheck explain {}", id.as_str()));
    }
}

/// A histogram of the times, and where readings broke.
fn stability(page: &mut TextPage, stability: &Stability, lang: Lang) {
    page.empty_line();
    let word = |name| label(lang, name);
    let mut heading = vec![
        word(Label::StabilityHeading).to_owned(),
        format!(
            "{} {}/{}",
            word(Label::Succeeded),
            stability.succeeded,
            stability.runs
        ),
    ];
    for (name, percent) in [(Label::MedianTime, 50), (Label::Percentile95, 95)] {
        if let Some(millis) = stability.percentile(percent) {
            heading.push(format!("{} {millis} ms", word(name)));
        }
    }
    page.line(&heading.join("  "));
    let (shortest, longest) = (stability.percentile(0), stability.percentile(100));
    if let (Some(shortest), Some(longest)) = (shortest, longest) {
        let step = longest.saturating_sub(shortest).div_ceil(ROWS).max(1);
        for row in 0..ROWS {
            let from = shortest.saturating_add(step.saturating_mul(row));
            let to = from.saturating_add(step);
            if from > longest {
                break;
            }
            let last = row.saturating_add(1) == ROWS;
            let count = stability
                .millis
                .iter()
                .filter(|millis| **millis >= from && (**millis < to || last))
                .count();
            let bar = count
                .saturating_mul(BAR)
                .div_ceil(stability.millis.len().max(1));
            let bar = "#".repeat(bar);
            page.line(&format!("  {from:>5}-{to:<5} ms  {count:>4}  {bar}"));
        }
    }
    for (place, count) in &stability.broke_at {
        let short = message::short(lang, place.finding);
        let place = message::broke_at(lang, short, place.commands, *count);
        page.line(&format!("  {}  {place}", word(Label::BrokeAt)));
    }
}

fn changes(page: &mut TextPage, changes: &Changes, lang: Lang) {
    page.empty_line();
    let heading = label(lang, Label::CompareHeading);
    page.line(&format!("{heading} ({})", changes.since));
    if changes.is_empty() {
        page.line(&format!("  {}", label(lang, Label::CompareSame)));
    }
    for (name, ids) in [
        (Label::CompareNew, &changes.appeared),
        (Label::CompareGone, &changes.gone),
    ] {
        for id in ids {
            let short = id.parse().map_or("", |id| message::short(lang, id));
            page.line(&format!("  {}  {short} ({id})", label(lang, name)));
        }
    }
    for fact in &changes.facts {
        let words = format!("  {}  {} -> {}", fact.name, fact.before, fact.now);
        page.line(&words);
    }
}
