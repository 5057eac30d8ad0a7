//! The report as one page to hand over: it reads and prints without script and asks nothing of any
//! other computer. What is on it is what may leave this one, as in a recording.

mod exchange;
mod known;
pub(crate) mod markup;
mod timeline;

use anstream::adapter::strip_str;

use super::doctor::{Check, DoctorReport};
use super::{CardKind, Report, doctor_text, text};
use crate::finding::{Finding, Outcome, Part, Severity};
use crate::message::{self, Label, Lang, html as words, label};
use crate::recording;
use markup::{Markup, fingerprint};

const STYLE: &str = include_str!("html/style.css");

/// The page. `recording` is what was said to the card, redacted.
#[must_use]
pub fn render(report: &Report, recording: Option<&str>, lang: Lang) -> String {
    let report = &handed_on(report);
    let mut page = Markup::default();
    head(&mut page, lang);
    page.element("<body><header><h1>", words::TITLE.get(lang), " ");
    page.text(&message::date(lang, report.today)).raw("</h1>");
    if report.is_simulated() {
        page.element("<p class=simulated>", label(lang, Label::Simulated), "</p>");
    }
    verdict(&mut page, report, lang);
    page.raw("</header><main>");
    match &report.doctor {
        Some(doctor) => parts(&mut page, doctor, lang),
        None => findings(&mut page, report, lang),
    }
    facts(&mut page, report, lang);
    if let Some(certificate) = &report.certificate {
        page.element("<section><h2>", words::DATES.get(lang), "</h2>");
        timeline::draw(&mut page, report, certificate, lang);
        page.raw("</section>");
    }
    let read = recording.and_then(|text| recording::read(text.as_bytes()).ok());
    if let Some((_, events)) = &read {
        exchange::draw(&mut page, events, lang);
    }
    if let Some(doctor) = &report.doctor {
        computer(&mut page, doctor, lang);
    }
    help_desk(&mut page, report, lang);
    if let (Some(recording), Some(_)) = (recording, &read) {
        page.element(
            "<section><details><summary>",
            words::RECORDING.get(lang),
            "</summary>",
        );
        page.element("<pre tabindex=0>", recording, "</pre></details></section>");
    }
    page.element(
        "</main><footer><p>",
        words::PRIVACY.get(lang),
        "</p><p>mynacheck ",
    );
    page.text(env!("CARGO_PKG_VERSION"));
    page.raw("</p></footer></body></html>\n");
    page.finish()
}

/// The report without what is not known to be harmless.
fn handed_on(report: &Report) -> Report {
    let mut report = report.clone();
    if let Some(source) = &mut report.source {
        known::source(source);
    }
    if let Some(card) = &mut report.card {
        // What a card calls itself is known where the card is.
        if matches!(card.kind, CardKind::Other | CardKind::Unknown) {
            card.token = None;
        }
    }
    if let Some(certificate) = &mut report.certificate {
        certificate.whole = None;
    }
    let known = |finding: &mut Finding| *finding = known::finding(finding);
    report.findings.iter_mut().for_each(known);
    if let Some(doctor) = &mut report.doctor {
        for check in &mut doctor.checks {
            check.finding = known::finding(&check.finding);
            check.seen = known::seen(&check.seen);
        }
    }
    report
}

fn head(page: &mut Markup, lang: Lang) {
    page.element(
        "<!doctype html><html lang=",
        message::pick(lang, "ja", "en"),
        "><head><meta charset=utf-8>",
    );
    page.raw("<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; base-uri 'none'; form-action 'none'; style-src ");
    page.text(&fingerprint(STYLE))
        .raw("\"><meta name=referrer content=no-referrer><meta name=robots content=noindex>");
    page.raw("<meta name=viewport content='width=device-width, initial-scale=1'>");
    page.element(
        "<title>",
        words::TITLE.get(lang),
        " - mynacheck</title><style>",
    );
    page.raw(STYLE).raw("</style></head>");
}

/// Sign, words and colour say the same.
fn verdict(page: &mut Markup, report: &Report, lang: Lang) {
    let (look, words, decisive) = if let Some(doctor) = &report.doctor {
        let check = doctor.decisive();
        let look = match check.map(|check| check.finding.id().severity()) {
            None if doctor.is_partial() => Mark::Open,
            None => Mark::Good,
            Some(Severity::Fail) => Mark::Fail,
            Some(_) => Mark::Attention,
        };
        let words = doctor_text::verdict_words(doctor).0;
        (look, Some(words), check.map(|check| &check.finding))
    } else {
        let look = match report.outcome() {
            Outcome::Good | Outcome::NotLookedAt => Mark::Good,
            Outcome::Look => Mark::Attention,
            Outcome::Unusable | Outcome::PinRefused => Mark::Fail,
            _ => Mark::Open,
        };
        (look, text::verdict_words(report).0, report.decisive())
    };
    let said = decisive.map(|finding| message::text(lang, finding));
    let said = said.unwrap_or_default();
    page.raw("<div class='verdict ")
        .raw(look.class())
        .raw("'><h2 class=words><span aria-hidden=true>");
    page.raw(look.sign())
        .raw(" </span>")
        .text(&message::capital(
            words.map_or(said.short, |words| label(lang, words)),
        ))
        .raw("</h2>");
    if !said.title.is_empty() {
        page.element("<p class=title>", &sentence(&said.title, lang), "</p>");
    }
    let advice = if said.advice.is_empty() {
        label(lang, Label::Nothing)
    } else {
        &said.advice
    };
    page.element("<p class=next><b>", label(lang, Label::NextStep), "</b>");
    page.text(advice).raw("</p>");
    let reception = decisive.map(Finding::reception);
    if let Some(text) = reception.and_then(|reception| message::reception(lang, reception)) {
        page.element("<p class=next><b>", label(lang, Label::Reception), "</b>");
        page.text(text).raw("</p>");
    }
    page.raw("</div>");
}

/// A title as a sentence of its own.
fn sentence(title: &str, lang: Lang) -> String {
    format!("{title}{}", message::pick(lang, "。", "."))
}

/// What a thing looks like: class and sign.
#[derive(Clone, Copy)]
enum Mark {
    Good,
    Attention,
    Fail,
    /// Not found out, or not looked at.
    Open,
}

impl Mark {
    fn of(severity: Severity) -> Self {
        match severity {
            Severity::Ok => Self::Good,
            Severity::Attention => Self::Attention,
            Severity::Fail => Self::Fail,
            Severity::Skipped => Self::Open,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Attention => "look",
            Self::Fail => "fail",
            Self::Open => "open",
        }
    }

    fn sign(self) -> &'static str {
        match self {
            Self::Good => "✓",
            Self::Attention => "!",
            Self::Fail => "✗",
            Self::Open => "?",
        }
    }

    fn mark(self) -> Label {
        match self {
            Self::Good => Label::MarkOk,
            Self::Attention => Label::MarkLook,
            Self::Fail => Label::MarkFail,
            Self::Open => Label::MarkNotKnown,
        }
    }
}

fn findings(page: &mut Markup, report: &Report, lang: Lang) {
    page.element(
        "<section><h2>",
        words::FINDINGS.get(lang),
        "</h2><ul class=findings>",
    );
    // A simulated card is told above, in larger letters.
    let simulated = |finding: &&Finding| **finding != Finding::SimulatedCard;
    for finding in report.findings.iter().filter(simulated) {
        self::finding(page, finding, "", lang);
    }
    page.raw("</ul></section>");
}

/// What `doctor` looked at, part by part.
fn parts(page: &mut Markup, doctor: &DoctorReport, lang: Lang) {
    page.element("<section><h2>", words::FINDINGS.get(lang), "</h2>");
    for part in Part::ALL {
        let checks: Vec<&Check> = doctor
            .checks
            .iter()
            .filter(|check| check.part == part)
            .collect();
        if checks.is_empty() {
            continue;
        }
        page.element("<h3>", label(lang, part.into()), "</h3><ul class=findings>");
        for check in checks {
            finding(page, &check.finding, &check.seen, lang);
        }
        page.raw("</ul>");
    }
    page.raw("</section>");
}

fn finding(page: &mut Markup, finding: &Finding, seen: &str, lang: Lang) {
    let id = finding.id();
    let look = Mark::of(id.severity());
    let said = message::text(lang, finding);
    page.raw("<li><span class='mark ").raw(look.class());
    page.element("'>", label(lang, look.mark()), "</span>")
        .text(&said.title);
    let mut detail = |name: &str, value: &str| {
        if !value.is_empty() {
            page.raw("<p class=detail>");
            if !name.is_empty() {
                page.element("<b>", name, "</b> ");
            }
            page.text(value).raw("</p>");
        }
    };
    detail("", &said.advice);
    detail(label(lang, Label::Seen), seen);
    if matches!(id.severity(), Severity::Fail | Severity::Attention) {
        detail(label(lang, Label::Why), message::about(lang, id));
        let explained = format!("mynacheck explain {}", id.as_str());
        detail(label(lang, Label::ReadOn), &explained);
    }
    page.raw("</li>");
}

fn facts(page: &mut Markup, report: &Report, lang: Lang) {
    if report.source.is_none() {
        return;
    }
    page.element("<section><h2>", words::CARD.get(lang), "</h2><dl>");
    for (name, value) in text::facts(report, lang) {
        fact(page, label(lang, name), &value);
    }
    if let Some(source) = &report.source
        && !source.atr.is_empty()
    {
        fact(page, "ATR", &source.atr);
    }
    page.raw("</dl></section>");
}

fn fact(page: &mut Markup, name: &str, value: &str) {
    page.element("<dt>", name, "</dt>")
        .element("<dd>", value, "</dd>");
}

fn computer(page: &mut Markup, doctor: &DoctorReport, lang: Lang) {
    if doctor.facts.is_empty() {
        return;
    }
    page.element("<section><h2>", words::COMPUTER.get(lang), "</h2><dl>");
    for (name, value) in &doctor.facts {
        fact(page, name, value);
    }
    page.raw("</dl></section>");
}

/// The same in plain text, to be pasted into a message.
fn help_desk(page: &mut Markup, report: &Report, lang: Lang) {
    page.element(
        "<section class=help><h2>",
        words::HELP_DESK.get(lang),
        "</h2>",
    );
    page.element(
        "<p>",
        words::HELP_DESK_HOW.get(lang),
        "</p><pre class=copy tabindex=0>",
    );
    page.text(concat!("mynacheck ", env!("CARGO_PKG_VERSION"), "\n"));
    page.text(
        strip_str(&text::render(report, lang, None))
            .to_string()
            .trim_end(),
    );
    page.raw("\n\n");
    let ids: Vec<&str> = report
        .findings
        .iter()
        .map(|finding| finding.id().as_str())
        .collect();
    page.text(&ids.join(" "));
    for (name, value) in report.doctor.iter().flat_map(|doctor| &doctor.facts) {
        page.raw("\n").text(&format!("{name}: {value}"));
    }
    if let Some(source) = &report.source {
        page.raw("\nATR: ").text(&source.atr);
    }
    page.raw("\n</pre></section>");
}
