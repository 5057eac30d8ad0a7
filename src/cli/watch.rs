//! `watch`: a verdict for every card laid down, all day.
//!
//! One connection to the service looks at the readers and another one, for each card, asks it. A
//! service that stops, and a reader that is unplugged, are said once and waited for.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::args::{Format, Watch};
use super::{Context, Exit, Host, print_failure};
use crate::check::{self, Question, transport_finding};
use crate::finding::Finding;
use crate::message::{self, Label, label};
use crate::reader::choice::{ReaderKind, ReaderState, is_meant};
use crate::reader::pcsc::Pcsc;
use crate::report::json::Document;
use crate::report::{Report, text};
use crate::transport::{Transport, TransportError};

/// What the service and a card are given to answer.
const LIMIT: Duration = Duration::from_secs(10);

/// How long a wait lasts before the readers are listed again, in case a change was missed.
const ROUND: Duration = Duration::from_secs(10);

/// How long a service that does not answer is left alone.
const PAUSE: Duration = Duration::from_secs(1);

/// `watch`
pub(super) fn watch(args: &Watch, context: Context, host: &mut Host) -> Exit {
    let mut left = args.cards;
    let day = host.day(args.today);
    let started = host
        .recordings
        .start(&args.recording, false, day, context.lang);
    if let Err(finding) = started {
        return print_failure(finding, day.today, context, host);
    }
    let mut said = None;
    if host.attended {
        host.complain(&format!("{}\n", label(context.lang, Label::WaitingForCard)));
    }
    while left != Some(0) && !host.interrupt.load(Ordering::Relaxed) {
        let error = match session(args, &mut left, context, host) {
            Ok(()) | Err(TransportError::Interrupted) => break,
            Err(error) => transport_finding(&error),
        };
        if said.as_ref() != Some(&error) {
            tell(&Report::of(host.today(), error.clone()), context, host);
            said = Some(error);
        }
        std::thread::sleep(PAUSE);
    }
    Exit::Usable
}

/// Watches the readers until Ctrl-C, until enough cards were seen, or until the service fails.
fn session(
    args: &Watch,
    left: &mut Option<u32>,
    context: Context,
    host: &mut Host,
) -> Result<(), TransportError> {
    let mut pcsc = Pcsc::establish(LIMIT, Arc::clone(&host.interrupt))?;
    let wanted = args.reader.clone().or_else(|| host.config.reader.clone());
    let mut before: Vec<ReaderState> = Vec::new();
    loop {
        let readers = pcsc.readers()?;
        for reader in readers
            .iter()
            .filter(|reader| meant(reader, wanted.as_deref()))
        {
            if !is_new(reader, &before) {
                continue;
            }
            let report = if reader.mute {
                Report::of(host.today(), Finding::CardMute)
            } else {
                ask(&reader.name, args, host)?
            };
            tell(&report, context, host);
            *left = left.map(|left| left.saturating_sub(1));
            if *left == Some(0) {
                return Ok(());
            }
        }
        // What was connected to a moment ago may look changed only by that.
        before = pcsc.readers()?;
        pcsc.wait(&before, ROUND)?;
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

fn ask(reader: &str, args: &Watch, host: &mut Host) -> Result<Report, TransportError> {
    let question = Question {
        day: host.day(args.today),
        expiry_only: false,
        card_body: false,
    };
    let begun = Instant::now();
    let pcsc = Pcsc::establish(LIMIT, Arc::clone(&host.interrupt))?;
    let reached = match pcsc.connect(reader) {
        Ok(card) => Ok(Box::new(card) as Box<dyn Transport>),
        Err(TransportError::Interrupted) => return Err(TransportError::Interrupted),
        Err(error) => Err(transport_finding(&error)),
    };
    Ok(match host.recordings.record(reached, begun.elapsed()) {
        Ok(mut card) => check::run(card.as_mut(), question),
        Err(finding) => Report::of(question.day.today, finding),
    })
}

/// One report: a paragraph headed by the time, or one line of JSON.
fn tell(report: &Report, context: Context, host: &mut Host) {
    match context.format {
        Format::Text => {
            let time = message::clock((host.now)());
            let text = text::render(report, context.lang);
            host.print(&format!("── {time}\n{text}\n"));
        }
        Format::Json => {
            // Strings and numbers only: it cannot fail.
            let line = serde_json::to_string(&Document::new(report, context.lang));
            host.print(&format!("{}\n", line.unwrap_or_default()));
        }
    }
}
