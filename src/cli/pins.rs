//! The commands that ask about PINs or need one, and the person whom they ask.

use std::io;

use super::args::{self, CardOptions, PinEntry};
use super::{Context, Exit, Host, print, print_unreached};
use crate::conversation::Day;
use crate::message::prompt;
use crate::pin::{self, Desk, NoPin};
use crate::report::Report;
use crate::secret::{Pin, PinError};
use crate::transport::Transport;

/// `pin status`
pub(super) fn status(args: &args::PinStatus, context: Context, host: &mut Host) -> Exit {
    ask(&args.card, context, host, |transport, _, day| {
        pin::status::status(transport, day)
    })
}

/// `pin verify`
pub(super) fn verify(args: &args::PinVerify, context: Context, host: &mut Host) -> Exit {
    ask(&args.card, context, host, |transport, host, day| {
        let mut counter = Counter {
            host,
            entry: args.entry,
            card: &args.card,
            day,
            context,
        };
        pin::verify(transport, &mut counter, day)
    })
}

/// Opens the card, asks the question, prints the answer.
fn ask(
    card: &CardOptions,
    context: Context,
    host: &mut Host,
    question: impl FnOnce(&mut dyn Transport, &mut Host, Day) -> Report,
) -> Exit {
    let day = Day {
        today: card.today.unwrap_or_else(|| host.today()),
        from_clock: card.today.is_none(),
    };
    match host.open(card, day.today, context.lang) {
        Ok(mut transport) => {
            let report = question(transport.as_mut(), host, day);
            print(&report, context, host)
        }
        Err(finding) => print_unreached(finding, card, day.today, context, host),
    }
}

/// The counter at which a PIN is typed.
struct Counter<'h> {
    host: &'h mut Host,
    entry: PinEntry,
    card: &'h CardOptions,
    day: Day,
    context: Context,
}

impl Desk for Counter<'_> {
    fn use_last_try(&mut self) -> Result<bool, NoPin> {
        if self.entry.allow_last_try {
            return Ok(true);
        }
        if self.entry.pin_stdin {
            return Ok(false);
        }
        let question = prompt::last_try(self.context.lang);
        let answer = self.host.prompt.shown(question).map_err(unanswered)?;
        Ok(prompt::is_yes(&answer))
    }

    fn pin(&mut self, left: u8) -> Result<Pin, NoPin> {
        let typed = if self.entry.pin_stdin {
            self.host.prompt.line()
        } else {
            let question = prompt::pin(self.context.lang, left);
            self.host.prompt.hidden(&question)
        };
        Pin::new(&typed.map_err(unanswered)?).map_err(NoPin::Malformed)
    }

    fn reconnect(&mut self) -> Option<Box<dyn Transport>> {
        let reached = self.host.open(self.card, self.day.today, self.context.lang);
        reached.ok()
    }
}

fn unanswered(error: io::Error) -> NoPin {
    match error.kind() {
        io::ErrorKind::Interrupted => NoPin::Interrupted,
        // Bytes that are no text are no digits.
        io::ErrorKind::InvalidData => NoPin::Malformed(PinError::NotDigits),
        _ => {
            tracing::info!(%error, "no PIN");
            NoPin::NotGiven
        }
    }
}
