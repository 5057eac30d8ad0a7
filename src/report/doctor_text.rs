//! What `doctor` found, for people: the verdict first, the next step last, in between the four parts
//! in the order in which they were looked at.

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::Report;
use super::doctor::{Changes, Check, DoctorReport, Stability, explains, is_undecided};
use crate::finding::{Part, Severity};
use crate::message::{self, Label, Lang, label};

/// Columns of a bar in the chart.
const BAR: usize = 40;

/// Rows of the chart.
const ROWS: u64 = 6;

/// The report as lines of text; its colours are ANSI sequences.
#[must_use]
pub(super) fn render(report: &Report, doctor: &DoctorReport, lang: Lang) -> String {
    let mut text = String::new();
    if report.is_simulated() {
        line(&mut text, label(lang, Label::Simulated));
    }
    line(&mut text, &verdict(doctor, lang));
    for part in Part::ALL {
        let mut checks = doctor
            .checks
            .iter()
            .filter(|check| check.part == part)
            .peekable();
        if checks.peek().is_some() {
            line(&mut text, "");
            line(&mut text, label(lang, name(part)));
        }
        for check in checks {
            self::check(&mut text, check, lang);
        }
        let expires = report.card.as_ref().and_then(|card| card.expires);
        if let (Part::Card, Some(expires)) = (part, expires) {
            let (name, day) = (
                label(lang, Label::CardExpires),
                message::date(lang, expires),
            );
            line(&mut text, &format!("          {name}  {day}"));
        }
    }
    if let Some(stability) = &doctor.stability {
        self::stability(&mut text, stability, lang);
    }
    if let Some(changes) = &doctor.changes {
        self::changes(&mut text, changes, lang);
    }
    line(&mut text, "");
    line(&mut text, &next_step(doctor, lang));
    text
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

pub(super) fn name(part: Part) -> Label {
    match part {
        Part::Computer => Label::PartComputer,
        Part::Reader => Label::PartReader,
        Part::Card => Label::PartCard,
        Part::Certificate => Label::PartCertificate,
    }
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
    match (id.severity() == Severity::Fail, explains(id), check.part) {
        (true, true, Part::Computer) => (Label::FaultComputer, AnsiColor::Red),
        (true, true, Part::Reader) => (Label::FaultReader, AnsiColor::Red),
        (true, true, Part::Card) if is_undecided(id) => (Label::FaultCardOrReader, AnsiColor::Red),
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
        Lang::En => (".", " - "),
    };
    let head = label(lang, Label::Verdict);
    let (word, colour) = verdict_words(doctor);
    let style = Style::new().bold().fg_color(Some(colour.into()));
    let word = label(lang, word);
    let Some(check) = doctor.decisive() else {
        return format!("{head}: {style}{word}{style:#}{stop}");
    };
    let title = message::text(lang, &check.finding).title;
    let title = message::without_code(&title);
    format!("{head}: {style}{word}{style:#}{dash}{title}{stop}")
}

fn next_step(doctor: &DoctorReport, lang: Lang) -> String {
    let head = label(lang, Label::NextStep);
    let Some(check) = doctor.decisive() else {
        return format!("{head}: {}", label(lang, Label::NothingToDo));
    };
    let advice = message::text(lang, &check.finding).advice;
    let space = message::pick(lang, "", " ");
    if is_undecided(check.finding.id()) {
        let swap = label(lang, Label::TrySwap);
        format!("{head}: {advice}{space}{swap}")
    } else {
        format!("{head}: {advice}")
    }
}

fn check(text: &mut String, check: &Check, lang: Lang) {
    let id = check.finding.id();
    let severity = id.severity();
    let (mark, colour) = match severity {
        Severity::Ok => (Label::MarkOk, AnsiColor::Green),
        Severity::Skipped => (Label::MarkSkipped, AnsiColor::Cyan),
        Severity::Attention => (Label::MarkLook, AnsiColor::Yellow),
        Severity::Fail => (Label::MarkFail, AnsiColor::Red),
    };
    let style = Style::new().fg_color(Some(colour.into()));
    let mark = format!("[{}]", label(lang, mark));
    let gap = 8_usize.saturating_sub(mark.width());
    let words = message::text(lang, &check.finding);
    let title = if severity == Severity::Skipped && !words.advice.is_empty() {
        match lang {
            Lang::Ja => format!("{}({})", words.title, words.advice.trim_end_matches('。')),
            Lang::En => format!("{} ({})", words.title, words.advice.trim_end_matches('.')),
        }
    } else {
        words.title
    };
    line(text, &format!("  {style}{mark}{style:#}{:gap$}{title}", ""));
    let mut detail = |name: Label, value: &str| {
        if !value.is_empty() {
            let name = label(lang, name);
            let gap = 12_usize.saturating_sub(name.width()).max(1);
            line(text, &format!("          {name}{:gap$}{value}", ""));
        }
    };
    match severity {
        Severity::Fail | Severity::Attention => {
            detail(Label::Seen, &check.seen);
            detail(Label::Why, message::about(lang, id));
            detail(Label::Remedy, &words.advice);
            detail(Label::ReadOn, &format!("mynacheck explain {}", id.as_str()));
        }
        Severity::Ok | Severity::Skipped => detail(Label::Seen, &check.seen),
    }
}

/// A histogram of the times, and where readings broke.
fn stability(text: &mut String, stability: &Stability, lang: Lang) {
    line(text, "");
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
    line(text, &heading.join("  "));
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
            line(text, &format!("  {from:>5}-{to:<5} ms  {count:>4}  {bar}"));
        }
    }
    for (place, count) in &stability.broke_at {
        line(
            text,
            &format!("  {}  {place}  {count}", word(Label::BrokeAt)),
        );
    }
}

fn changes(text: &mut String, changes: &Changes, lang: Lang) {
    line(text, "");
    let heading = label(lang, Label::CompareHeading);
    line(text, &format!("{heading} ({})", changes.since));
    if changes.is_empty() {
        line(text, &format!("  {}", label(lang, Label::CompareSame)));
    }
    for (name, ids) in [
        (Label::CompareNew, &changes.appeared),
        (Label::CompareGone, &changes.gone),
    ] {
        for id in ids {
            line(text, &format!("  {}  {id}", label(lang, name)));
        }
    }
    for fact in &changes.facts {
        let words = format!("  {}  {} -> {}", fact.name, fact.before, fact.now);
        line(text, &words);
    }
}
