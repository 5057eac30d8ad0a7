//! `serve`: a simulated card on a reader of this computer, and what happens to it.

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

use crate::cli::answer::Answer;
use crate::cli::args::day;
use crate::cli::host::simulated;
use crate::cli::{Exit, Host};
use crate::finding::Finding;
use crate::message::{self, Label, Lang, label, usage};
use crate::simulator::state::{Card, Tally};
use crate::simulator::vpcd::{self, Afterwards, Event, Exchange, Options, VpcdError};
use crate::time::Date;

/// A card that takes itself away comes back after this time.
const PAUSE: Duration = Duration::from_secs(2);

/// `serve`
#[derive(Debug, clap::Args)]
pub(crate) struct ServeArgs {
    #[arg(value_name = "CARD", help = both!(
        "模擬カードの名前(`cards` にあるもの)またはカードファイル",
        "Name of a simulated card (as in `cards`), or a card file"
    ))]
    card: String,
    #[arg(long, value_name = "HOST:PORT", default_value = vpcd::DEFAULT_ADDRESS, help = both!(
        "vpcd の待ち受け先(初期値 127.0.0.1:35963)。vpcd はすべてのネットワークから接続を受けるので、他人が届かない場所で使ってください",
        "Where vpcd listens (default: 127.0.0.1:35963). vpcd takes connections from every network: use it where nobody else can reach it"
    ))]
    vpcd: String,
    #[arg(long, help = both!(
        "カードがリーダーから離れたら終わります(指定がなければ置き直します)",
        "End when the card has left the reader, instead of laying it down again"
    ))]
    once: bool,
    #[arg(long, value_name = "SECONDS", default_value_t = 15, help = both!(
        "vpcd を待つ秒数(初期値15)",
        "Seconds to wait for vpcd (default: 15)"
    ))]
    timeout: u64,
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, help = both!(
        "カードを作る日(カードの期限はこの日から数えます。指定がなければ今日、日本時間)",
        "Day from which the card's dates are counted (default: today in Japan)"
    ))]
    pub(super) today: Option<Date>,
}

pub(super) fn run(args: &ServeArgs, host: &mut Host) -> Result<Answer, Finding> {
    let mut card = Card::new(simulated(&args.card, host.day().today)?);
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
    vpcd::serve(&mut card, &options, &stop, &mut |event| {
        tell(&Line::of(event, args), host);
    })
    .map_err(|error| finding(error, host.lang))?;
    tell(&Line::from(card.tally()), host);
    Ok(Answer::said(Exit::Usable))
}

fn finding(error: VpcdError, lang: Lang) -> Finding {
    match error {
        VpcdError::Address { address, .. } => Finding::UsageWrong {
            why: usage::wrong_value(lang, "--vpcd", &address, "HOST:PORT"),
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
    fn of(event: Event, args: &'a ServeArgs) -> Self {
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

fn tell(line: &Line<'_>, host: &mut Host) {
    host.emit(line, |host| text(line, host.lang));
}

fn text(line: &Line<'_>, lang: Lang) -> String {
    let word = |name| label(lang, name);
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
            return message::tally(lang, counted);
        }
        Line::Unnoticed => Label::Unnoticed,
        Line::PowerOn => Label::PowerOn,
        Line::PowerOff => Label::PowerOff,
        Line::Reset => Label::WarmReset,
        Line::Removed => Label::Removed,
        Line::ReaderGone => Label::ReaderGone,
    };
    label(lang, word).to_owned()
}
