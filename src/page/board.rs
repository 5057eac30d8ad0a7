//! What is read from two metres: the largest words, the next step, what to say. In both languages,
//! of which the page shows one.

use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr;

use crate::finding::{Finding, FindingId, Outcome, Severity};
use crate::guide::{self, Situation};
use crate::message::{self, Label, Lang, label, page as words};
use crate::report::html::markup::Markup;
use crate::report::{Report, Verdict, placard};
use crate::rules::Stage;

/// What a board looks like; words and sign say the same as the colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Idle,
    Good,
    Attention,
    Fail,
    Open,
}

impl Look {
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
        }
    }

    fn sign(self) -> &'static str {
        match self {
            Self::Idle => "",
            Self::Good => "✓",
            Self::Attention => "!",
            Self::Fail => "✗",
            Self::Open => "?",
        }
    }
}

fn both(look: Look, one: impl Fn(&mut Markup, Lang)) -> String {
    let mut board = Markup::default();
    board.raw(look.open());
    for (lang, open) in [(Lang::Ja, "<div lang=ja>"), (Lang::En, "<div lang=en>")] {
        board.raw(open);
        one(&mut board, lang);
        board.raw("</div>");
    }
    board.raw("</div>");
    board.finish()
}

/// Nothing lies there.
pub(super) fn invitation() -> String {
    both(Look::Idle, |board, lang| {
        board.element("<p class=words>", words::LAY_CARD.get(lang), "</p>");
    })
}

/// No card can be read.
pub(super) fn trouble(finding: &Finding) -> String {
    both(Look::Open, |board, lang| {
        let said = message::text(lang, finding);
        words(board, Look::Open, words::NOT_WATCHED.get(lang));
        title(board, &said.title, lang);
        more(board, finding.id(), lang, |board| {
            next(board, &said.advice, lang);
        });
    })
}

/// A card lies there, and this was found out.
pub(super) fn verdict(report: &Report) -> String {
    let look = Look::of(report);
    both(look, |board, lang| {
        if report.is_simulated() {
            board.element("<p class=simulated>", label(lang, Label::Simulated), "</p>");
        }
        let decisive = report.decisive();
        let said = decisive.map(|finding| message::text(lang, finding));
        let said = said.unwrap_or_default();
        words(board, look, placard::largest(report, lang));
        days(board, report, lang);
        // The largest words and the days say all that the title would.
        let said_already = matches!(placard::stage(report), Some(Stage::Valid | Stage::Expiring));
        if !said_already {
            title(board, &said.title, lang);
        }
        let rest = |board: &mut Markup| {
            next(board, &said.advice, lang);
            for finding in &report.findings {
                let severity = finding.id().severity();
                let counts = matches!(severity, Severity::Attention | Severity::Fail);
                if counts && Some(finding) != decisive {
                    let other = message::text(lang, finding);
                    board.element("<p class=other>", &other.title, "</p>");
                }
            }
        };
        match decisive {
            Some(finding) if look != Look::Good => more(board, finding.id(), lang, rest),
            _ => rest(board),
        }
    })
}

fn words(board: &mut Markup, look: Look, largest: &str) {
    // As large as one line allows; in cells, of which a Japanese letter has two.
    board.raw(match largest.width() {
        ..=10 => "<p class=words>",
        11..=16 => "<p class='words long'>",
        _ => "<p class='words longer'>",
    });
    board
        .raw("<span class=sign aria-hidden=true>")
        .raw(look.sign());
    board.raw("</span> <span>").text(largest).raw("</span></p>");
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

fn title(board: &mut Markup, title: &str, lang: Lang) {
    board.raw("<p class=title>").text(title);
    board.raw(match lang {
        Lang::Ja => "。</p>",
        Lang::En => ".</p>",
    });
}

fn next(board: &mut Markup, advice: &str, lang: Lang) {
    if !advice.is_empty() {
        board.element("<p class=next><b>", label(lang, Label::NextStep), "</b> ");
        board.text(advice).raw("</p>");
    }
}

/// What to do and to say, and beside it how the patient is received all the same.
fn more(board: &mut Markup, finding: FindingId, lang: Lang, first: impl FnOnce(&mut Markup)) {
    board.raw("<div class=more><div>");
    first(board);
    let situation = guide::of(finding).next();
    if let Some(situation) = situation {
        board.element("<p class=say><b>", label(lang, Label::GuideSay), "</b> ");
        board
            .text(&message::guide::said(lang, situation.say.get(lang)))
            .raw("</p>");
    }
    board.raw("</div>");
    if let Some(situation) = situation {
        board.raw("<div>");
        steps(board, situation, lang);
        board.raw("</div>");
    }
    board.raw("</div>");
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
pub(super) struct Tally(BTreeMap<String, [i64; 4]>);

impl Tally {
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
