//! The connections of a recording or log, each judged by itself.

use std::fmt::Write;

use serde::Serialize;

use super::Verdict;
use super::json::FindingDocument;
use crate::finding::{Finding, Severity};
use crate::message::{self, Label, Lang, clean, label, trace as words};

/// One connection.
#[derive(Debug, Clone)]
pub struct ConnectionReport {
    /// Which of them, from 1.
    pub number: u64,
    /// The reader, where that is known.
    pub reader: String,
    /// The numbers of its first and last command.
    pub commands: Option<(u64, u64)>,
    /// Its last command got no answer.
    pub broken: bool,
    /// What it says about the card.
    pub verdict: Verdict,
    /// What was found.
    pub findings: Vec<Finding>,
    /// Every PIN that was sent in it.
    pub pins_sent: Vec<PinSent>,
}

/// A PIN that was sent.
#[derive(Debug, Clone)]
pub struct PinSent {
    /// The number of the command.
    pub command: u64,
    /// Which PIN, by its id in reports; None where it is none that is known.
    pub pin: Option<&'static str>,
    /// Its EF, where that is known.
    pub file: Option<u16>,
    /// What became of it; None where nobody can tell.
    pub finding: Option<Finding>,
    /// The command before it was a VERIFY too.
    pub again: bool,
}

impl ConnectionReport {
    /// The findings that say something: the worst, or the good news.
    fn said(&self) -> impl Iterator<Item = &Finding> {
        let bad = |finding: &&Finding| {
            let severity = finding.id().severity();
            severity != Severity::Ok && severity != Severity::Skipped
        };
        let any_bad = self.findings.iter().any(|finding| bad(&finding));
        let mut findings: Vec<_> = self
            .findings
            .iter()
            .filter(|finding| !any_bad || bad(finding))
            .filter(|finding| **finding != Finding::SimulatedCard)
            .collect();
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.id().outcome()));
        findings.into_iter()
    }
}

/// The connections in lines; nothing where there is one, in which no PIN was sent and nothing
/// broke. `count`: how many there were in all.
#[must_use]
pub(crate) fn render(connections: &[ConnectionReport], count: u64, lang: Lang) -> String {
    let plain = |one: &ConnectionReport| one.pins_sent.is_empty() && !one.broken;
    if count <= 1 && connections.iter().all(plain) {
        return String::new();
    }
    let mut text = words::connections(lang, count);
    for one in connections {
        let said: Vec<_> = one
            .said()
            .map(|finding| message::text(lang, finding).title)
            .collect();
        let said = said.join(message::pick(lang, "。", ". "));
        let head = words::connection(lang, one.number, one.commands, &clean(&one.reader));
        let _ = writeln!(text, "  {head}: {said}");
        for sent in &one.pins_sent {
            text.push_str(&sent.line(lang));
        }
        if let (true, Some((_, last))) = (one.broken, one.commands) {
            let _ = writeln!(text, "  {last:>6}  {}", label(lang, Label::BrokenHere));
        }
    }
    let judged = u64::try_from(connections.len()).unwrap_or(count);
    let rest = count.saturating_sub(judged);
    if rest > 0 {
        text.push_str(&words::not_judged(lang, rest));
    }
    text
}

impl PinSent {
    fn line(&self, lang: Lang) -> String {
        let pin = match (self.pin, self.file) {
            (Some(id), _) => message::pin_name(lang, id).to_owned(),
            (None, Some(file)) => format!("EF {file:04X}"),
            (None, None) => label(lang, Label::PinNotKnown).to_owned(),
        };
        let became = match &self.finding {
            Some(finding) => message::text(lang, finding).title,
            None => label(lang, Label::OutcomeNotKnown).to_owned(),
        };
        let again = if self.again {
            label(lang, Label::TwiceInARow)
        } else {
            ""
        };
        format!("  {:>6}  {pin}: {became}{again}\n", self.command)
    }
}

#[derive(Debug, Serialize, schemars::JsonSchema)]
#[schemars(rename = "Connection")]
pub(super) struct ConnectionDocument {
    /// Which of them, from 1; those in which there was nothing to judge are left out.
    number: u64,
    /// The reader; empty where that is not known.
    reader: String,
    /// The number of its first command; null where there was none.
    first: Option<u64>,
    /// The number of its last command.
    last: Option<u64>,
    /// The last command got no answer.
    broken: bool,
    /// What it says about the card.
    verdict: Verdict,
    /// What was found.
    findings: Vec<FindingDocument>,
    /// Every PIN that was sent in it.
    pins_sent: Vec<PinSentDocument>,
}

#[derive(Debug, Serialize, schemars::JsonSchema)]
#[schemars(rename = "PinSent")]
struct PinSentDocument {
    /// The number of the command.
    command: u64,
    /// Which PIN; null where it is none that is known.
    pin: Option<&'static str>,
    /// Its EF, hexadecimal; null where that is not known.
    file: Option<String>,
    /// What became of it, as `pin verify` says it; null where nobody can tell.
    finding: Option<FindingDocument>,
    /// The command before it was a VERIFY too.
    again: bool,
}

impl ConnectionDocument {
    pub(super) fn new(one: &ConnectionReport, lang: Lang) -> Self {
        let document = |finding: &Finding| FindingDocument::new(finding, lang);
        Self {
            number: one.number,
            reader: one.reader.clone(),
            first: one.commands.map(|(first, _)| first),
            last: one.commands.map(|(_, last)| last),
            broken: one.broken,
            verdict: one.verdict,
            findings: one.findings.iter().map(document).collect(),
            pins_sent: one
                .pins_sent
                .iter()
                .map(|sent| PinSentDocument {
                    command: sent.command,
                    pin: sent.pin,
                    file: sent.file.map(|file| format!("{file:04X}")),
                    finding: sent.finding.as_ref().map(document),
                    again: sent.again,
                })
                .collect(),
        }
    }
}
