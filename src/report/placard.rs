//! The answer for somebody at a counter: the largest words first, or all in one line.
//! Sign, words and colour say the same; no meaning is in the colour alone.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::Report;
use super::layout::fit;
use crate::finding::{FindingId, Outcome};
use crate::message::{self, Label, Lang, Text, label};
use crate::rules::Stage;

/// The width of the coloured block: it fits on the smallest terminals.
const WIDTH: usize = 60;

/// What is read from two metres.
struct Headline {
    sign: char,
    words: &'static str,
    colour: AnsiColor,
    text: Text,
    /// How the patient is received, where that is not as always.
    reception: Option<&'static str>,
}

impl Headline {
    fn of(report: &Report, lang: Lang) -> Self {
        let outcome = report.outcome();
        let (sign, colour) = match outcome {
            Outcome::Good | Outcome::NotLookedAt => ('✓', AnsiColor::Green),
            Outcome::Look => ('!', AnsiColor::Yellow),
            Outcome::Unusable | Outcome::PinRefused | Outcome::Fault => ('✗', AnsiColor::Red),
            _ => ('?', AnsiColor::Red),
        };
        let decisive = report.decisive();
        Self {
            sign,
            words: largest(report, lang),
            colour,
            reception: decisive.and_then(|finding| message::reception(lang, finding.reception())),
            text: decisive
                .map(|finding| message::text(lang, finding))
                .unwrap_or_default(),
        }
    }
}

/// The stage of the certificate, where the dates are what decides.
#[must_use]
pub(crate) fn stage(report: &Report) -> Option<Stage> {
    let by_dates = matches!(
        report.decisive()?.id(),
        FindingId::CertificateValid
            | FindingId::CertificateExpiring
            | FindingId::CertificateGrace
            | FindingId::CertificateExpired
            | FindingId::CertificateNotYetValid
    );
    let certificate = report.certificate.as_ref()?;
    by_dates.then_some(certificate.stage)
}

/// What is read from two metres: the stage, else what is wrong.
#[must_use]
pub(crate) fn largest(report: &Report, lang: Lang) -> &'static str {
    if let Some(stage) = stage(report) {
        return message::stage(lang, stage);
    }
    match (report.outcome(), report.decisive()) {
        (Outcome::Good | Outcome::NotLookedAt, _) | (_, None) => label(lang, Label::NothingWrong),
        (_, Some(finding)) => message::short(lang, finding.id()),
    }
}

/// A block of colour with the largest words, and below it what happened and what to do, in lines that
/// fit.
#[must_use]
pub(crate) fn block(report: &Report, lang: Lang, width: Option<usize>) -> String {
    let Headline {
        sign,
        words,
        colour,
        text,
        reception,
    } = Headline::of(report, lang);
    let style = Style::new()
        .bold()
        .fg_color(Some(AnsiColor::Black.into()))
        .bg_color(Some(colour.into()));
    let mut block = String::new();
    let words = format!("{sign}  {words}");
    // Writing to a String cannot fail.
    for line in ["", &words, ""] {
        let rest = WIDTH.saturating_sub(line.width()).saturating_sub(4);
        let _ = writeln!(block, "{style}    {line}{:rest$}{style:#}", "");
    }
    if report.is_simulated() {
        let _ = writeln!(block, "{}", label(lang, Label::Simulated));
    }
    let stop = message::pick(lang, "。", ".");
    let mut below = format!("\n{}{stop}\n", text.title);
    if !text.advice.is_empty() {
        let next = label(lang, Label::NextStep);
        let _ = writeln!(below, "{next}: {}", text.advice);
    }
    if let Some(reception) = reception {
        let today = label(lang, Label::Reception);
        let _ = writeln!(below, "{today}: {reception}");
    }
    block + &fit(&below, width)
}

/// All in one line.
#[must_use]
pub(crate) fn line(report: &Report, lang: Lang) -> String {
    let headline = Headline::of(report, lang);
    let style = Style::new().bold().fg_color(Some(headline.colour.into()));
    let simulated = if report.is_simulated() {
        message::pick(lang, "【模擬】", "SIMULATED ")
    } else {
        ""
    };
    format!(
        "{style}{} {simulated}{}{style:#}: {}",
        headline.sign, headline.words, headline.text.title
    )
}
