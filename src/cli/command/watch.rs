//! `watch`: a verdict for every card laid down, all day.
//!
//! A service that stops, and a reader that is unplugged, are said once and waited for.

use std::time::{Duration, Instant};

use clap::builder::NonEmptyStringValueParser;

use crate::check::{self, Question, transport_finding};
use crate::cli::answer::Answer;
use crate::cli::args::{DayOption, RecordOptions};
use crate::cli::{Exit, Host};
use crate::finding::Finding;
use crate::message::{self, Label, label};
use crate::reader::choice::{ReaderKind, ReaderState, is_meant};
use crate::report::json::Document;
use crate::report::{Report, text};
use crate::transport::TransportError;

/// What the service and a card are given to answer.
const LIMIT: Duration = Duration::from_secs(10);

/// How long a wait lasts before the readers are listed again, in case a change was missed.
const ROUND: Duration = Duration::from_secs(10);

/// How long a service that does not answer is left alone.
const PAUSE: Duration = Duration::from_secs(1);

/// `watch`
#[derive(Debug, clap::Args)]
pub(crate) struct WatchArgs {
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(), help = both!(
        "使うリーダー(名前の一部)",
        "The reader (a part of its name)"
    ))]
    reader: Option<String>,
    #[arg(long, value_name = "COUNT", help = both!(
        "この枚数を判定したら終わります",
        "End after so many cards"
    ))]
    cards: Option<u32>,
    #[command(flatten)]
    recording: RecordOptions,
    #[command(flatten)]
    pub(super) day: DayOption,
}

pub(super) fn run(args: &WatchArgs, host: &mut Host) -> Result<Answer, Finding> {
    let mut left = args.cards;
    let day = host.day();
    host.recordings
        .start(&args.recording, false, day, host.lang)?;
    if host.attended {
        host.complain(&format!("{}\n", label(host.lang, Label::WaitingForCard)));
    }
    let mut said = None;
    while left != Some(0) && host.goes_on() {
        let error = match session(args, &mut left, host) {
            Ok(()) | Err(TransportError::Interrupted) => break,
            Err(error) => transport_finding(&error),
        };
        if said.as_ref() != Some(&error) {
            tell(&Report::of(host.day().today, error.clone()), host);
            said = Some(error);
        }
        host.service.pause(PAUSE);
    }
    Ok(Answer::said(Exit::Usable))
}

/// Watches the readers until Ctrl-C, until enough cards were seen, or until the service fails.
fn session(
    args: &WatchArgs,
    left: &mut Option<u32>,
    host: &mut Host,
) -> Result<(), TransportError> {
    host.service.establish(LIMIT)?;
    let wanted = args.reader.clone().or_else(|| host.config.reader.clone());
    let mut before: Vec<ReaderState> = Vec::new();
    loop {
        let readers = host.service.readers()?;
        for reader in readers
            .iter()
            .filter(|reader| meant(reader, wanted.as_deref()))
        {
            if !is_new(reader, &before) {
                continue;
            }
            let report = if reader.mute {
                Report::of(host.day().today, Finding::CardMute)
            } else {
                ask(&reader.name, host)?
            };
            tell(&report, host);
            *left = left.map(|left| left.saturating_sub(1));
            if *left == Some(0) {
                return Ok(());
            }
        }
        // What was connected to a moment ago may look changed only by that.
        before = host.service.readers()?;
        host.service.wait(&before, ROUND)?;
    }
}

fn meant(reader: &ReaderState, wanted: Option<&str>) -> bool {
    reader.present
        && match wanted {
            Some(wanted) => is_meant(reader, wanted),
            None => !ReaderKind::of(&reader.name).is_passed_over(),
        }
}

/// A card lies there that did not lie there before: none did, or it was taken away in between.
fn is_new(reader: &ReaderState, before: &[ReaderState]) -> bool {
    before
        .iter()
        .find(|old| old.name == reader.name)
        .is_none_or(|old| !old.present || old.events != reader.events)
}

fn ask(reader: &str, host: &mut Host) -> Result<Report, TransportError> {
    let question = Question {
        day: host.day(),
        expiry_only: false,
        card_body: false,
    };
    let begun = Instant::now();
    let reached = match host.service.connect(reader) {
        Err(TransportError::Interrupted) => return Err(TransportError::Interrupted),
        other => other.map_err(|error| transport_finding(&error)),
    };
    Ok(match host.recordings.record(reached, begun.elapsed()) {
        Ok(mut card) => check::run(card.as_mut(), question),
        Err(finding) => Report::of(question.day.today, finding),
    })
}

/// One report: a paragraph headed by the time, or one line of JSON.
fn tell(report: &Report, host: &mut Host) {
    let document = Document::new(report, host.lang);
    host.emit(&document, |host| {
        let time = message::clock((host.now)());
        format!("── {time}\n{}", text::render(report, host.lang))
    });
}
