//! The report for people: the verdict first, the next step and how the patient is received second,
//! then what a technician reads.

use anstyle::{AnsiColor, Style};

use super::doctor_text::{self, Detail};
use super::layout::{TextPage, cells};
use super::{
    CardKind, CertificateReport, ExchangeReport, PinReport, PinState, Report, SourceName, Verdict,
    WholeReport,
};
use crate::certificate::Chain;
use crate::finding::{Finding, Outcome, Severity};
use crate::message::{self, Label, Lang, label};

/// The column of the facts.
const FACTS: usize = 22;

/// The report as lines of text, wrapped where the terminal has a width. Colours are ANSI sequences;
/// whoever prints them removes them where they are not wanted. No meaning is in the colour alone.
#[must_use]
pub fn render(report: &Report, lang: Lang, width: Option<usize>) -> String {
    if let Some(doctor) = &report.doctor {
        return doctor_text::render(report, doctor, lang, width, Detail::Findings);
    }
    let mut writer = ReportText {
        lang,
        page: TextPage::new(width),
    };
    writer.verdict(report);
    writer.facts(report);
    writer.other_findings(report);
    writer.limits(report);
    writer.page.into_text()
}

/// `判定: ` and what follows it.
pub(super) fn headed(page: &mut TextPage, lang: Lang, name: Label, text: &str) {
    let head = format!("{}: ", label(lang, name));
    let indent = cells(&head);
    page.paragraph(&head, indent, text);
}

/// How the patient is received, where that is not as always.
pub(super) fn reception(page: &mut TextPage, lang: Lang, finding: &Finding) {
    if let Some(text) = message::reception(lang, finding.reception()) {
        headed(page, lang, Label::Reception, text);
    }
}

/// As [`render`], with the facts about the computer that `doctor` has collected.
#[must_use]
pub(crate) fn render_with_facts(report: &Report, lang: Lang, width: Option<usize>) -> String {
    match &report.doctor {
        Some(doctor) => doctor_text::render(report, doctor, lang, width, Detail::Facts),
        None => render(report, lang, width),
    }
}

struct ReportText {
    lang: Lang,
    page: TextPage,
}

impl ReportText {
    /// `label  value`, values in one column.
    fn fact(&mut self, name: Label, value: &str) {
        let head = format!("  {}", label(self.lang, name));
        self.page.column(&head, FACTS, &message::clean(value));
    }

    fn verdict(&mut self, report: &Report) {
        let lang = self.lang;
        if report.is_simulated() {
            self.page.line(label(lang, Label::Simulated));
        }
        let (word, colour) = verdict_words(report);
        let style = Style::new().bold().fg_color(Some(colour.into()));
        let finding = report.decisive();
        let text = finding.map(|finding| message::text(lang, finding));
        let text = text.unwrap_or_default();
        let title = text.title;
        let said = match (word.map(|word| label(lang, word)), lang) {
            (None, Lang::Ja) => format!("{style}{title}{style:#}。"),
            (None, Lang::En) => format!("{style}{title}{style:#}."),
            (Some(word), Lang::Ja) => format!("{style}{word}{style:#}。{title}。"),
            (Some(word), Lang::En) => format!("{style}{word}{style:#}. {title}."),
        };
        headed(&mut self.page, lang, Label::Verdict, &said);
        let advice = if text.advice.is_empty() {
            label(lang, Label::Nothing)
        } else {
            &text.advice
        };
        headed(&mut self.page, lang, Label::NextStep, advice);
        if let Some(finding) = finding {
            reception(&mut self.page, lang, finding);
        }
        if report.source.is_none() && report.certificate.is_none() && !text.code.is_empty() {
            self.page.empty_line();
            self.fact(Label::Code, &text.code);
        }
    }

    fn facts(&mut self, report: &Report) {
        if report.source.is_none() && report.certificate.is_none() {
            return;
        }
        self.page.empty_line();
        for (name, value) in facts(report, self.lang) {
            self.fact(name, &value);
        }
    }

    /// What was found besides the decisive finding.
    fn other_findings(&mut self, report: &Report) {
        let decisive = report.decisive();
        let others: Vec<_> = report
            .findings
            .iter()
            .filter(|finding| {
                Some(*finding) != decisive
                    && matches!(
                        finding.id().severity(),
                        Severity::Attention | Severity::Fail
                    )
            })
            .collect();
        if others.is_empty() {
            return;
        }
        self.page.empty_line();
        for finding in others {
            let text = message::text(self.lang, finding);
            let mark = match finding.id().severity() {
                Severity::Fail => Label::MarkFail,
                _ => Label::MarkLook,
            };
            let head = format!("[{}] ", label(self.lang, mark));
            self.page.paragraph(&head, cells(&head), &text.title);
            for (head, line) in [("  → ", &text.advice), ("    ", &text.code)] {
                if !line.is_empty() {
                    self.page.paragraph(head, 4, line);
                }
            }
        }
    }

    fn limits(&mut self, report: &Report) {
        let limits: Vec<_> = report
            .findings
            .iter()
            .filter(|finding| finding.id().severity() == Severity::Skipped)
            .map(|finding| message::text(self.lang, finding))
            .collect();
        if limits.is_empty() {
            return;
        }
        self.page.empty_line();
        self.page.line(label(self.lang, Label::NotKnown));
        for limit in limits {
            let line = format!("{} ({})", limit.title, limit.advice);
            self.page.paragraph("  - ", 4, &line);
        }
    }
}

/// What a technician reads: names and values.
#[must_use]
pub(super) fn facts(report: &Report, lang: Lang) -> Vec<(Label, String)> {
    let mut facts = Vec::new();
    let mut fact = |name, value: &str| facts.push((name, value.to_owned()));
    if let Some(source) = &report.source {
        let beside = match source.kind {
            SourceName::Pcsc => None,
            SourceName::Replay => Some(Label::Recording),
            SourceName::Simulated => Some(Label::SimulatedSuffix),
        };
        let beside = beside.map(|word| format!(" ({})", label(lang, word)));
        let name = source.reader.clone() + &beside.unwrap_or_default();
        fact(Label::Reader, &name);
    }
    if let Some(card) = &report.card {
        let kind = card_kind(lang, card.kind);
        let value = match &card.token {
            Some(token) => format!("{kind} ({token})"),
            None => kind.to_owned(),
        };
        fact(Label::Card, &value);
        if let Some(expires) = card.expires {
            fact(Label::CardExpires, &message::date(lang, expires));
        }
    }
    for pin in &report.pins {
        let value = pin_line(lang, pin);
        fact(Label::Pin, &value);
    }
    if let Some(certificate) = &report.certificate {
        let usable = report.verdict() != Verdict::Unusable;
        dates(certificate, usable, lang, &mut fact);
        if let Some(whole) = &certificate.whole {
            whole_facts(whole, lang, &mut fact);
        }
    }
    let decisive = report
        .decisive()
        .map(|finding| message::text(lang, finding));
    if let Some(text) = decisive.filter(|text| !text.code.is_empty()) {
        fact(Label::Code, &text.code);
    }
    fact(Label::JudgedOn, &message::date(lang, report.today));
    if report.exchange.commands > 0 {
        fact(Label::Exchange, &exchange(&report.exchange, lang));
    }
    facts
}

/// The certificate's dates. None of them invites to accept a card that may not be used, or to renew
/// what has lapsed.
fn dates(
    certificate: &CertificateReport,
    usable: bool,
    lang: Lang,
    fact: &mut impl FnMut(Label, &str),
) {
    let day = |day| message::date(lang, day);
    fact(Label::CertificateEnds, &day(certificate.last_day));
    if !usable {
        return;
    }
    let from = day(certificate.renewable_from);
    let from = match lang {
        Lang::Ja => format!("{from}から"),
        Lang::En => from,
    };
    fact(Label::RenewableFrom, &from);
    let until = day(certificate.insurance_until);
    let grace = certificate.insurance_until > certificate.last_day;
    let until = match (lang, grace) {
        (Lang::Ja, true) => format!("{until}まで(猶予期間を含む)"),
        (Lang::Ja, false) => format!("{until}まで"),
        (Lang::En, true) => format!("until {until} (grace included)"),
        (Lang::En, false) => format!("until {until}"),
    };
    fact(Label::InsuranceUntil, &until);
}

/// What the exchange with the card cost.
fn exchange(exchange: &ExchangeReport, lang: Lang) -> String {
    let ExchangeReport {
        commands,
        bytes,
        millis,
    } = *exchange;
    let digits = usize::from(millis < 10.0);
    match lang {
        Lang::Ja => format!("APDU {commands}件 {bytes}バイト {millis:.digits$}ミリ秒"),
        Lang::En => format!(
            "{}, {}, {millis:.digits$} ms",
            message::counted(commands, "command"),
            message::counted(bytes, "byte"),
        ),
    }
}

/// What only the whole certificate tells.
fn whole_facts(whole: &WholeReport, lang: Lang, fact: &mut impl FnMut(Label, &str)) {
    fact(Label::Issuer, &whole.issuer);
    let chain = label(
        lang,
        match whole.chain {
            Chain::Trusted => Label::ChainTrusted,
            Chain::Simulated => Label::ChainSimulated,
            Chain::Test => Label::ChainTest,
            Chain::Untrusted => Label::ChainUntrusted,
            Chain::NotChecked => Label::ChainNotChecked,
        },
    );
    let chain = match whole.issuer_generation {
        Some(year) => format!("{chain} ({year})"),
        None => chain.to_owned(),
    };
    fact(Label::Chain, &chain);
    let key = whole.key.as_deref().unwrap_or(label(lang, Label::Unknown));
    fact(Label::Key, &format!("{key}, {}", whole.signature_algorithm));
    fact(Label::Fingerprint, &whole.sha256);
    fact(Label::Size, &whole.size.to_string());
    if let Some(subject) = &whole.subject {
        fact(Label::Subject, subject);
    }
    if let Some(serial) = &whole.serial_number {
        fact(Label::SerialNumber, serial);
    }
}

/// The verdict in words, where the title does not say it all, and its colour.
#[must_use]
pub(super) fn verdict_words(report: &Report) -> (Option<Label>, AnsiColor) {
    // Nothing is said of the card where its dates were not seen.
    let dated = report.certificate.is_some();
    match report.outcome() {
        Outcome::Good | Outcome::NotLookedAt if dated => (Some(Label::InOrder), AnsiColor::Green),
        Outcome::Good | Outcome::NotLookedAt => (Some(Label::NothingWrong), AnsiColor::Green),
        Outcome::Look => (Some(Label::Attention), AnsiColor::Yellow),
        Outcome::Unusable => (Some(Label::Unusable), AnsiColor::Red),
        Outcome::Unchecked => (Some(Label::Unchecked), AnsiColor::Red),
        Outcome::PinRefused
        | Outcome::BadInput
        | Outcome::BadUsage
        | Outcome::Interrupted
        | Outcome::Fault => (None, AnsiColor::Red),
    }
}

fn card_kind(lang: Lang, kind: CardKind) -> &'static str {
    label(
        lang,
        match kind {
            CardKind::MyNumberCard => Label::MyNumberCard,
            CardKind::Android => Label::AndroidCard,
            CardKind::Iphone => Label::IphoneCard,
            CardKind::JukiCard => Label::JukiCard,
            CardKind::Other => Label::OtherCard,
            CardKind::Unknown => Label::UnknownCard,
        },
    )
}

/// `user authentication (4 digits): 3 of 3 tries left`
#[must_use]
pub(crate) fn pin_line(lang: Lang, pin: &PinReport) -> String {
    let name = message::pin_name(lang, pin.id);
    let state = match (pin.state, pin.tries_left, pin.max_tries, lang) {
        (PinState::Locked, ..) => label(lang, Label::Locked).to_owned(),
        (_, Some(left), Some(max), Lang::Ja) => format!("残り{left}回({max}回まで)"),
        (_, Some(left), Some(max), Lang::En) => format!("{left} of {max} tries left"),
        (_, Some(left), None, Lang::Ja) => format!("残り{left}回"),
        (_, Some(left), None, Lang::En) => format!("{left} tries left"),
        (_, None, ..) => label(lang, Label::Unknown).to_owned(),
    };
    format!("{name} {state}")
}
