//! What is read from two metres: the largest words, the next step, what to say. In both languages,
//! of which the page shows one.

use std::collections::BTreeMap;

use crate::finding::{Finding, Outcome, Severity};
use crate::guide::{self, Situation};
use crate::message::{self, Label, Lang, label, page as words};
use crate::report::html::markup::Markup;
use crate::report::{Report, Verdict, placard};
use crate::rules::Stage;

/// What a board looks like; words and sign say the same as the colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BoardStyle {
    Idle,
    Good,
    Attention,
    Fail,
    Open,
    Lost,
}

impl BoardStyle {
    fn of(report: &Report) -> Self {
        match report.outcome() {
            Outcome::Good | Outcome::NotLookedAt => Self::Good,
            Outcome::Look => Self::Attention,
            Outcome::Unusable | Outcome::PinRefused => Self::Fail,
            _ => Self::Open,
        }
    }

    fn open(self) -> &'static str {
        match self {
            Self::Idle => "<div class='board idle'>",
            Self::Good => "<div class='board good'>",
            Self::Attention => "<div class='board look'>",
            Self::Fail => "<div class='board fail'>",
            Self::Open => "<div class='board open'>",
            Self::Lost => "<div class='board lost'>",
        }
    }

    /// A shape of its own, drawn: fonts differ in their signs.
    fn sign(self) -> &'static str {
        match self {
            Self::Idle => {
                "<svg class=sign viewBox='0 0 36 24' aria-hidden=true>\
                 <rect class=line x=2 y=2 width=32 height=20 rx=3 /><rect x=7 y=8 width=7 height=6 rx=1 />\
                 <path class=line d='M19 9h10M19 14h7'/></svg>"
            }
            Self::Good => {
                "<svg class=sign viewBox='0 0 24 24' aria-hidden=true>\
                 <circle cx=12 cy=12 r=11 /><path class=cut d='M6.5 12.5l3.8 3.8 7.2-8'/></svg>"
            }
            Self::Attention => {
                "<svg class=sign viewBox='0 0 24 24' aria-hidden=true>\
                 <path d='M12 1.5L23.2 22H.8z'/><path class=cut d='M12 9v5.5M12 18v.6'/></svg>"
            }
            Self::Fail => {
                "<svg class=sign viewBox='0 0 24 24' aria-hidden=true>\
                 <path d='M7.5 1h9L23 7.5v9L16.5 23h-9L1 16.5v-9z'/><path class=cut d='M8 8l8 8M16 8l-8 8'/></svg>"
            }
            Self::Open | Self::Lost => {
                "<svg class=sign viewBox='0 0 24 24' aria-hidden=true><circle class=line cx=12 cy=12 r=10.5 />\
                 <path class=line d='M8.7 9.2a3.4 3.4 0 1 1 4.9 3.1c-1.1.6-1.6 1.1-1.6 2.2M12 17.8v.6'/></svg>"
            }
        }
    }
}

/// A board that is told in both languages: what is seen first, and what is read on below.
fn both(
    board: &mut Markup,
    look: BoardStyle,
    largest: impl Fn(Lang) -> String,
    one: impl Fn(&mut Markup, Lang),
) {
    board.raw(look.open());
    for (lang, open) in [(Lang::Ja, "<div lang=ja>"), (Lang::En, "<div lang=en>")] {
        board.raw(open).raw("<div class=first><h2 class=words>");
        board.raw(look.sign());
        board.element("<span>", &largest(lang), "</span></h2>");
        one(board, lang);
        board.raw("</div>");
    }
    board.raw("</div>");
}

/// There is no card.
pub(super) fn invitation() -> String {
    let words = |lang| words::LAY_CARD.get(lang).to_owned();
    let mut board = Markup::default();
    both(&mut board, BoardStyle::Idle, words, |board, _| {
        board.raw("</div>");
    });
    board.finish()
}

/// No card can be read.
pub(super) fn trouble(finding: &Finding) -> String {
    let words = |lang| words::NOT_WATCHED.get(lang).to_owned();
    let mut board = Markup::default();
    both(&mut board, BoardStyle::Open, words, |board, lang| {
        let said = message::text(lang, finding);
        sentence(board, &said.title, lang);
        to_do(board, &said.advice, Some(finding), lang);
    });
    board.finish()
}

/// The program that served the page is gone.
pub(super) fn lost(page: &mut Markup) {
    let words = |lang| words::LOST.get(lang).to_owned();
    both(page, BoardStyle::Lost, words, |board, lang| {
        board.element("<p class=title>", words::LOST_MORE.get(lang), "</p></div>");
    });
}

/// There is a card, and this was found out.
pub(super) fn verdict(report: &Report) -> String {
    let look = BoardStyle::of(report);
    let decisive = report.decisive();
    let largest = |lang| message::capital(placard::largest(report, lang));
    let mut board = Markup::default();
    both(&mut board, look, largest, |board, lang| {
        days(board, report, lang);
        if report.is_simulated() {
            board.element("<p class=simulated>", label(lang, Label::Simulated), "</p>");
        }
        if look == BoardStyle::Good {
            to_do(board, words::AS_ALWAYS.get(lang), None, lang);
            return;
        }
        let said = decisive.map(|finding| message::text(lang, finding));
        let said = said.unwrap_or_default();
        sentence(board, &said.title, lang);
        for finding in &report.findings {
            let counts = matches!(
                finding.id().severity(),
                Severity::Attention | Severity::Fail
            );
            if counts && Some(finding) != decisive {
                let other = message::text(lang, finding);
                board.element("<p class=other>", &other.title, "</p>");
            }
        }
        to_do(board, &said.advice, decisive, lang);
    });
    board.finish()
}

/// How long it goes on, where it does.
fn days(board: &mut Markup, report: &Report, lang: Lang) {
    let Some(certificate) = report
        .certificate
        .as_ref()
        .filter(|_| placard::stage(report).is_some())
    else {
        return;
    };
    let until = match certificate.stage {
        Stage::Valid | Stage::Expiring => certificate.last_day,
        Stage::Grace => certificate.insurance_until,
        Stage::Expired | Stage::NotYetValid => return,
    };
    let left = crate::time::days_between(report.today, until);
    board.element(
        "<p class=days>",
        &words::days_left(lang, until, left),
        "</p>",
    );
}

fn sentence(board: &mut Markup, title: &str, lang: Lang) {
    board.raw("<p class=title>").text(title);
    board.text(message::pick(lang, "。", ".")).raw("</p>");
}

/// The next step, what to say, how the patient is received; and below, one step after the other.
fn to_do(board: &mut Markup, advice: &str, finding: Option<&Finding>, lang: Lang) {
    let situation = finding.and_then(|finding| guide::of(finding.id()).next());
    let said = situation.map(|situation| message::guide::said(lang, situation.say.get(lang)));
    let received = finding.and_then(|finding| message::reception(lang, finding.reception()));
    board.raw("<dl>");
    for (open, name, text) in [
        ("<div class=next><dt>", Label::NextStep, advice),
        (
            "<div class=say><dt>",
            Label::GuideSay,
            said.as_deref().unwrap_or_default(),
        ),
        (
            "<div class=today><dt>",
            Label::Reception,
            received.unwrap_or_default(),
        ),
    ] {
        if !text.is_empty() {
            board.element(open, label(lang, name), "</dt>");
            board.element("<dd>", text, "</dd></div>");
        }
    }
    board.raw("</dl></div>");
    if let Some(situation) = situation {
        board.raw("<div class=more>");
        steps(board, situation, lang);
        board.raw("</div>");
    }
}

/// What the counter does in a situation.
pub(super) fn steps(page: &mut Markup, situation: &Situation, lang: Lang) {
    page.element(
        "<p class=heading>",
        label(lang, Label::GuideSteps),
        "</p><ol>",
    );
    for step in situation.steps {
        page.element("<li>", step.text.get(lang), "</li>");
    }
    page.raw("</ol>");
}

/// How many cards of which verdict in each hour: of whom they were is not kept.
#[derive(Debug, Default)]
pub(super) struct HourlyCounts(BTreeMap<String, [i64; 4]>);

impl HourlyCounts {
    /// Counts one card in an hour such as `2026-11-22 14`; another day begins anew.
    pub(super) fn count(&mut self, report: &Report, hour: &str) {
        let day = |hour: &str| hour.get(..10).map(str::to_owned);
        self.0.retain(|counted, _| day(counted) == day(hour));
        let counts = self.0.entry(hour.to_owned()).or_default();
        let [usable, attention, unusable, unchecked] = counts;
        let count = match report.verdict() {
            Verdict::Usable => usable,
            Verdict::Attention => attention,
            Verdict::Unusable => unusable,
            Verdict::Unchecked => unchecked,
        };
        *count = count.saturating_add(1);
    }

    /// The table; nothing before the first card.
    pub(super) fn html(&self) -> String {
        let mut table = Markup::default();
        if self.0.is_empty() {
            return table.finish();
        }
        table.raw("<details class=tally>");
        for (lang, open) in [
            (Lang::Ja, "<summary lang=ja>"),
            (Lang::En, "<summary lang=en>"),
        ] {
            table
                .raw(open)
                .text(words::TALLY.get(lang))
                .raw("</summary>");
        }
        table.raw("<table><thead><tr>");
        let mut heading = |ja: &str, en: &str| {
            table.element("<th scope=col><span lang=ja>", ja, "</span><span lang=en>");
            table.text(en).raw("</span></th>");
        };
        heading(words::HOUR.ja, words::HOUR.en);
        for word in words::COUNTED {
            heading(word.ja, word.en);
        }
        table.raw("</tr></thead><tbody>");
        for (hour, counts) in &self.0 {
            let hour = hour.get(11..).unwrap_or_default();
            table.element("<tr><th scope=row>", hour, ":00</th>");
            for count in counts {
                table.raw("<td>").number(*count).raw("</td>");
            }
            table.raw("</tr>");
        }
        table.raw("</tbody></table></details>");
        table.finish()
    }
}
