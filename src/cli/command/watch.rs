//! `watch`: a verdict for every card placed on the reader, all day.

mod counter;
mod fleet;

use std::net::SocketAddr;

use clap::builder::NonEmptyStringValueParser;

use crate::check::{self, Question};
use crate::cli::answer::Answer;
use crate::cli::args::{DayOption, Format, RecordOptions};
use crate::cli::{Exit, Host};
use crate::finding::Finding;
use crate::message::{self, Label, label};
use crate::page;
use crate::reception::{CounterEvent, Occurrence, Placing, ReaderWatch};
use crate::report::json::Document;
use crate::report::{Report, placard, text};
use counter::Counter;
use fleet::FleetOptions;

/// `watch`
#[derive(Debug, clap::Args)]
pub(crate) struct WatchArgs {
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(), help = both!(
        "使うリーダー(名前の一部)",
        "Use this reader (part of its name)"
    ))]
    reader: Option<String>,
    #[arg(long, help = both!(
        "カード1枚を1行で表示します",
        "One line for each card"
    ))]
    line: bool,
    #[arg(long, help = both!(
        "判定が出たら音を鳴らします",
        "Ring the terminal's bell with each verdict"
    ))]
    bell: bool,
    #[arg(long, value_name = "ADDRESS:PORT", num_args = 0..=1, default_missing_value = page::ADDRESS, value_parser = page::address, help = both!(
        "窓口の画面のためのページをこのパソコンだけに出します(初期値 127.0.0.1:38470)",
        "Serve a page for the counter's screen, on this computer only (default: 127.0.0.1:38470)"
    ))]
    page: Option<SocketAddr>,
    #[arg(long, requires = "page", help = both!(
        "ページをブラウザーで開きます",
        "Open the page in the browser"
    ))]
    open: bool,
    #[arg(long, value_name = "COUNT", help = both!(
        "この枚数を判定したら終わります",
        "End after this many cards"
    ))]
    cards: Option<u32>,
    #[command(flatten)]
    fleet: FleetOptions,
    #[command(flatten)]
    recording: RecordOptions,
    #[command(flatten)]
    pub(super) day: DayOption,
}

pub(super) fn run(args: &WatchArgs, host: &mut Host) -> Result<Answer, Finding> {
    let counter = Counter::open(args.page, args.open, host)?;
    if matches!(counter, Counter::ServedAlready) {
        return Ok(Answer::said(Exit::Usable));
    }
    let mut fleet = args.fleet.open()?;
    let day = host.day();
    host.recordings.start(&args.recording, false, day)?;
    let wanted = args.reader.clone().or_else(|| host.config.reader.clone());
    let mut reception = ReaderWatch::new(wanted);
    let mut left = args.cards;
    let shape = Shape::of(args, host);
    shape.invite(host);
    while left != Some(0) {
        match reception.next(host.service.as_mut()) {
            Occurrence::Interrupted => break,
            Occurrence::Placed(placing) => {
                let reader = placing.reader.clone();
                let report = ask(placing, host);
                counter.placed(&reader, &report, host);
                fleet.judged(&reader, &report, host);
                shape.verdict(&report, host);
                if args.bell {
                    host.ring();
                }
                left = left.map(|left| left.saturating_sub(1));
            }
            other => {
                counter.event(&other, host);
                fleet.happened(&other, host);
                shape.event(&other, host);
            }
        }
    }
    Ok(Answer::said(Exit::Usable))
}

fn ask(placing: Placing, host: &mut Host) -> Report {
    let question = Question::on(host.day());
    match host.recordings.record(placing.card, placing.took) {
        Ok(mut card) => check::run(card.as_mut(), question),
        Err(finding) => Report::of(question.day.today, finding),
    }
}

/// How verdicts are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// The last one alone, on a terminal that is cleared when the card is lifted.
    Screen,
    /// One after the other, headed by the time.
    Paragraphs,
    /// One line each; in JSON, one object.
    Lines,
}

impl Shape {
    fn of(args: &WatchArgs, host: &Host) -> Self {
        if args.line || host.format == Format::Json {
            Self::Lines
        } else if host.screen {
            Self::Screen
        } else {
            Self::Paragraphs
        }
    }

    /// Asks for a card.
    fn invite(self, host: &mut Host) {
        let text = format!("{}\n", label(host.lang, Label::WaitingForCard));
        if self == Self::Screen {
            host.clear_screen();
            host.print(&text);
        } else if host.attended {
            host.complain(&text);
        }
    }

    fn verdict(self, report: &Report, host: &mut Host) {
        if self == Self::Screen {
            host.clear_screen();
        }
        host.emit(&Document::new(report, host.lang), |host| {
            let (time, lang) = (message::clock((host.now)()), host.lang);
            match self {
                Self::Screen => format!("{}\n{time}", placard::block(report, lang, host.width)),
                Self::Paragraphs => {
                    format!("── {time}\n{}", text::render(report, lang, host.width))
                }
                Self::Lines => format!("{time} {}", placard::line(report, lang)),
            }
        });
    }

    /// What is no verdict. On a screen it takes the last verdict away.
    fn event(self, occurrence: &Occurrence, host: &mut Host) {
        let now = (host.now)();
        let Some(event) = CounterEvent::of(occurrence, now, host.lang) else {
            return;
        };
        if self == Self::Screen {
            self.invite(host);
            if matches!(occurrence, Occurrence::Lifted(_)) {
                return;
            }
        }
        host.emit(&event, |host| {
            format!("{} {}", message::clock(now), event.line(host.lang))
        });
    }
}
