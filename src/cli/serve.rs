//! `serve`: a simulated card on a reader of this computer, and what happens to it.

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

use super::args::{self, Format};
use super::host::simulated;
use super::{Context, Exit, Host, print_failure};
use crate::finding::Finding;
use crate::message::{self, Label, help, label};
use crate::simulator::state::{Card, Tally};
use crate::simulator::vpcd::{self, Afterwards, Event, Exchange, Options, VpcdError};

/// A card that takes itself away comes back after this time.
const PAUSE: Duration = Duration::from_secs(2);

/// `serve`
pub(super) fn serve(args: &args::Serve, context: Context, host: &mut Host) -> Exit {
    let today = args.today.unwrap_or_else(|| host.today());
    let mut card = match simulated(&args.card, today) {
        Ok(image) => Card::new(image),
        Err(finding) => return print_failure(finding, today, context, host),
    };
    let options = Options {
        address: args.vpcd.clone(),
        limit: Duration::from_secs(args.timeout),
        afterwards: if args.once {
            Afterwards::Return
        } else {
            Afterwards::LayDownAgain(PAUSE)
        },
    };
    let stop = Arc::clone(&host.interrupt);
    let served = vpcd::serve(&mut card, &options, &stop, &mut |event| {
        tell(&Line::of(event, args), context, host);
    });
    match served {
        Ok(()) => {
            tell(&Line::from(card.tally()), context, host);
            Exit::Usable
        }
        Err(error) => print_failure(finding(error, context), today, context, host),
    }
}

fn finding(error: VpcdError, context: Context) -> Finding {
    match error {
        VpcdError::Address { address, .. } => Finding::UsageWrong {
            why: help::wrong_value(context.lang, "--vpcd", &address, "HOST:PORT"),
        },
        VpcdError::NobodyListens { address, limit, .. } => Finding::NoVirtualReader {
            address,
            waited_seconds: limit.as_secs(),
        },
    }
}

/// What is told of an event: one object a line in JSON.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
enum Line<'a> {
    Inserted {
        schema: &'static str,
        card: &'a str,
        reader: &'a str,
    },
    Unnoticed,
    PowerOn,
    PowerOff,
    Reset,
    Command {
        header: String,
        sent: usize,
        received: Option<usize>,
        status: Option<String>,
    },
    Removed,
    ReaderGone,
    End {
        commands: u32,
        verifies: u32,
        power_downs: u32,
        resets: u32,
    },
}

impl<'a> Line<'a> {
    fn of(event: Event, args: &'a args::Serve) -> Self {
        match event {
            Event::Inserted => Self::Inserted {
                schema: "mynacheck.serve.v1",
                card: &args.card,
                reader: &args.vpcd,
            },
            Event::Unnoticed => Self::Unnoticed,
            Event::PowerOn => Self::PowerOn,
            Event::PowerOff => Self::PowerOff,
            Event::Reset => Self::Reset,
            Event::Command(Exchange {
                header,
                sent,
                received,
                status,
            }) => Self::Command {
                header: hex::encode_upper(header),
                sent,
                received,
                status: status.map(|status| format!("{status:04X}")),
            },
            Event::Removed => Self::Removed,
            Event::ReaderGone => Self::ReaderGone,
        }
    }
}

impl From<Tally> for Line<'_> {
    fn from(tally: Tally) -> Self {
        Self::End {
            commands: tally.commands,
            verifies: tally.verifies,
            power_downs: tally.power_downs,
            resets: tally.resets,
        }
    }
}

fn tell(line: &Line<'_>, context: Context, host: &mut Host) {
    let text = match context.format {
        Format::Text => text(line, context),
        // Strings and numbers only: it cannot fail.
        Format::Json => serde_json::to_string(line).unwrap_or_default(),
    };
    host.print(&format!("{text}\n"));
}

fn text(line: &Line<'_>, context: Context) -> String {
    let word = |name| label(context.lang, name);
    let word = match line {
        Line::Inserted { card, reader, .. } => {
            let simulated = word(Label::Simulated);
            return format!("{simulated}\n{card} → {reader}: {}", word(Label::Inserted));
        }
        Line::Command {
            header,
            sent,
            received,
            status,
        } => {
            let status = status.as_deref().unwrap_or("-");
            let received = received.unwrap_or_default();
            return format!("  {header} ({sent}) → {status} ({received})");
        }
        Line::End {
            commands,
            verifies,
            power_downs,
            resets,
        } => {
            let counted = [*commands, *verifies, *power_downs, *resets];
            return message::tally(context.lang, counted);
        }
        Line::Unnoticed => Label::Unnoticed,
        Line::PowerOn => Label::PowerOn,
        Line::PowerOff => Label::PowerOff,
        Line::Reset => Label::WarmReset,
        Line::Removed => Label::Removed,
        Line::ReaderGone => Label::ReaderGone,
    };
    label(context.lang, word).to_owned()
}
