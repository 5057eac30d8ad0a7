//! The report for people: the verdict first, the next step second, then what a technician reads.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::{CardKind, PinReport, PinState, Report, SourceName, Verdict, WholeReport};
use crate::certificate::Chain;
use crate::finding::{Outcome, Severity};
use crate::message::{self, Label, Lang, label};

/// The report as lines of text. Colours are ANSI sequences; whoever prints them removes them where
/// they are not wanted. No meaning is in the colour alone.
#[must_use]
pub fn render(report: &Report, lang: Lang) -> String {
    if let Some(doctor) = &report.doctor {
        return super::doctor_text::render(report, doctor, lang);
    }
    let mut page = Page {
        lang,
        text: String::new(),
    };
    page.verdict(report);
    page.facts(report);
    page.other_findings(report);
    page.limits(report);
    page.text
}

struct Page {
    lang: Lang,
    text: String,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// `label  value`, values in one column.
    fn fact(&mut self, name: Label, value: &str) {
        let name = label(self.lang, name);
        let gap = 20_usize.saturating_sub(name.width()).max(1);
        let value = message::clean(value);
        self.line(&format!("  {name}{:gap$}{value}", ""));
    }

    fn verdict(&mut self, report: &Report) {
        let lang = self.lang;
        if report.is_simulated() {
            self.line(label(lang, Label::Simulated));
        }
        // Its title says it all.
        if report.outcome() == Outcome::PinRefused {
            return self.pin_refused(report);
        }
        let (word, colour) = verdict_words(report);
        let style = Style::new().bold().fg_color(Some(colour.into()));
        let decisive = report
            .decisive()
            .map(|finding| message::text(lang, finding))
            .unwrap_or_default();
        let verdict = label(lang, Label::Verdict);
        let (dash, stop) = match lang {
            Lang::Ja => ("。", "。"),
            Lang::En => (" - ", "."),
        };
        let word = label(lang, word);
        self.line(&format!(
            "{verdict}: {style}{word}{style:#}{dash}{}{stop}",
            decisive.title
        ));
        self.next_step(&decisive.advice);
    }

    fn next_step(&mut self, advice: &str) {
        let advice = if advice.is_empty() {
            label(self.lang, Label::Nothing)
        } else {
            advice
        };
        let next = label(self.lang, Label::NextStep);
        self.line(&format!("{next}: {advice}"));
    }

    fn pin_refused(&mut self, report: &Report) {
        let lang = self.lang;
        let style = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        let text = report
            .decisive()
            .map(|finding| message::text(lang, finding));
        let text = text.unwrap_or_default();
        let verdict = label(lang, Label::Verdict);
        let stop = message::pick(lang, "。", ".");
        self.line(&format!("{verdict}: {style}{}{style:#}{stop}", text.title));
        self.next_step(&text.advice);
    }

    fn facts(&mut self, report: &Report) {
        if report.source.is_none() && report.certificate.is_none() {
            return;
        }
        self.line("");
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
        self.line("");
        for finding in others {
            let text = message::text(self.lang, finding);
            let mark = match (finding.id().severity(), self.lang) {
                (Severity::Fail, _) => "[NG]",
                (_, Lang::Ja) => "[注意]",
                (_, Lang::En) => "[look]",
            };
            self.line(&format!("{mark} {}", text.title));
            if !text.advice.is_empty() {
                self.line(&format!("  → {}", text.advice));
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
        self.line("");
        let heading = label(self.lang, Label::NotKnown).to_owned();
        self.line(&heading);
        for limit in limits {
            self.line(&format!("  - {} ({})", limit.title, limit.advice));
        }
    }
}

/// What a technician reads: names and values.
#[must_use]
pub(super) fn facts(report: &Report, lang: Lang) -> Vec<(Label, String)> {
    let mut facts = Vec::new();
    let mut fact = |name, value: &str| facts.push((name, value.to_owned()));
    if let Some(source) = &report.source {
        let name = match source.kind {
            SourceName::Pcsc => source.reader.clone(),
            SourceName::Replay => {
                format!("{} ({})", source.reader, label(lang, Label::Recording))
            }
            SourceName::Simulated => {
                format!(
                    "{} ({})",
                    source.reader,
                    label(lang, Label::SimulatedSuffix)
                )
            }
        };
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
        let day = |day| message::date(lang, day);
        fact(Label::CertificateEnds, &day(certificate.last_day));
        let from = day(certificate.renewable_from);
        let from = match lang {
            Lang::Ja => format!("{from}から"),
            Lang::En => from,
        };
        fact(Label::RenewableFrom, &from);
        // No date invites to accept a card that may not be used.
        if report.verdict() != Verdict::Unusable {
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
        if let Some(whole) = &certificate.whole {
            whole_facts(whole, lang, &mut fact);
        }
    }
    fact(Label::JudgedOn, &message::date(lang, report.today));
    if report.exchange.commands > 0 {
        let exchange = report.exchange;
        let mut value = String::new();
        let millis = if exchange.millis < 10.0 {
            format!("{:.1}", exchange.millis)
        } else {
            format!("{:.0}", exchange.millis)
        };
        // Writing to a String cannot fail.
        let _ = match lang {
            Lang::Ja => write!(
                value,
                "{}命令 {}バイト {}ミリ秒",
                exchange.commands, exchange.bytes, millis
            ),
            Lang::En => write!(
                value,
                "{} commands, {} bytes, {} ms",
                exchange.commands, exchange.bytes, millis
            ),
        };
        fact(Label::Exchange, &value);
    }
    facts
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

/// The verdict in words, and its colour.
#[must_use]
pub(super) fn verdict_words(report: &Report) -> (Label, AnsiColor) {
    // Nothing is said of the card where its dates were not seen.
    let dated = report.certificate.is_some();
    match report.outcome() {
        Outcome::Good | Outcome::NotLookedAt if dated => (Label::InOrder, AnsiColor::Green),
        Outcome::Good | Outcome::NotLookedAt => (Label::NothingWrong, AnsiColor::Green),
        Outcome::Look if dated => (Label::Attention, AnsiColor::Yellow),
        Outcome::Look => (Label::Noted, AnsiColor::Yellow),
        Outcome::Unusable => (Label::Unusable, AnsiColor::Red),
        Outcome::Unchecked | Outcome::PinRefused => (Label::Unchecked, AnsiColor::Red),
        Outcome::BadInput | Outcome::BadUsage => (Label::InputWrong, AnsiColor::Red),
        Outcome::Interrupted => (Label::InterruptedVerdict, AnsiColor::Yellow),
        Outcome::Fault => (Label::FaultVerdict, AnsiColor::Red),
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
pub fn pin_line(lang: Lang, pin: &PinReport) -> String {
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
