//! `serve`: cards in a virtual reader, and what happens to them.

mod deck;

use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::cli::answer::Answer;
use crate::cli::args::day;
use crate::cli::host::simulated;
use crate::cli::{Exit, Host};
use crate::conversation::transport_finding;
use crate::finding::{Finding, Misuse};
use crate::message::{self, Label, Lang, label, usage};
use crate::simulator::image::Image;
use crate::simulator::state::Tally;
use crate::time::Date;
use crate::virtual_reader::{
    Address, Departure, Peer, RecordedCard, Slot, SlotError, SlotEvent, vpcd,
};
use deck::{Deck, ORDERS, Order, Orders};

/// A card that takes itself away comes back after this time.
const PAUSE: Duration = Duration::from_secs(2);
/// Between two cards the reader is empty for so long: who looks whether there is one, as pcscd does every 0.4 s,
/// would take the next for the one before.
const BETWEEN: Duration = Duration::from_secs(1);
/// How often an empty reader looks for what is said to it.
const TICK: Duration = Duration::from_millis(20);

/// `serve`
#[derive(Debug, clap::Args)]
pub(crate) struct ServeArgs {
    #[arg(id = "card", value_name = "CARD", required_unless_present = "replay", help = both!(
        "模擬カードの名前(`cards` にあるもの)またはカードファイル。複数書くと、標準入力の `next` で順に替わります",
        "Name of a simulated card (as in `cards`), or a card file. With several, `next` on standard input changes to the next"
    ))]
    cards: Vec<String>,
    #[arg(long, value_name = "HOST:PORT", default_value = vpcd::DEFAULT_ADDRESS, help = both!(
        "vpcd の待ち受け先(初期値 127.0.0.1:35963)。vpcd はすべてのネットワークから接続を受けるので、他人が届かない場所で使ってください",
        "Where vpcd listens (default: 127.0.0.1:35963). vpcd takes connections from every network: use it where nobody else can reach it"
    ))]
    vpcd: String,
    #[arg(long, value_name = "HOST:PORT", conflicts_with_all = ["vpcd", "timeout"], help = both!(
        "仮想マシンのUSBリーダーに置きます。QEMU の ccid-card-passthru の待ち受け先(ホスト:ポート、またはソケットのパス)。そこが開くまで待ち、再起動の後も置き直します",
        "Put the card into the USB reader of a virtual machine: where QEMU's ccid-card-passthru listens (host and port, or a socket's path). Waits for it, and again when it restarts"
    ))]
    qemu: Option<String>,
    #[arg(long, value_name = "RECORDING", conflicts_with = "card", help = both!(
        "模擬カードの代わりに、この記録をそのまま再生します。記録にないAPDUが来たら終わります(終了コード6)",
        "Play this recording instead of a simulated card, strictly: a command that was not recorded ends it (exit code 6)"
    ))]
    replay: Option<PathBuf>,
    #[arg(long, help = both!(
        "カードがリーダーから離れたら終わります(指定がなければ置き直します)",
        "End when the card leaves the reader, instead of placing it again"
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
    let mut deck = deck(args, host)?;
    let mut desk = Serving {
        args,
        orders: Orders::from_stdin(),
        host,
    };
    desk.serve(&mut deck)?;
    tell(&Line::from(deck.tally()), host);
    Ok(Answer::said(Exit::Usable))
}

fn deck(args: &ServeArgs, host: &mut Host) -> Result<Deck, Finding> {
    let mut deck = Deck::default();
    if let Some(path) = &args.replay {
        let events = host.recordings.play(path)?;
        let card = RecordedCard::new(events).map_err(|error| transport_finding(&error))?;
        deck.list_recorded(&path.display().to_string(), card);
    }
    for name in &args.cards {
        deck.list(name, simulated(name, host.day().today)?);
    }
    Ok(deck)
}

/// What becomes of the card on the reader.
enum Turn {
    Lift,
    Next,
    Lay(String, Option<Box<Image>>),
}

/// Where the cards are served.
struct Serving<'a> {
    args: &'a ServeArgs,
    orders: Orders,
    host: &'a mut Host,
}

impl Serving<'_> {
    fn serve(&mut self, deck: &mut Deck) -> Result<(), Finding> {
        let limit = Duration::from_secs(self.args.timeout);
        let mut slot = match &self.args.qemu {
            Some(address) => Slot::new(Peer::Vscard, Address::from(address.as_str()), None),
            None => Slot::new(
                Peer::Vpcd,
                Address::from(self.args.vpcd.as_str()),
                Some(limit),
            ),
        };
        loop {
            let mut turn = None;
            let was_empty = deck.top().is_none();
            let departure = self.hold(&mut slot, deck, &mut turn)?;
            if self.host.interrupt.load(Ordering::Relaxed) {
                return Ok(());
            }
            if let Some(turn) = turn {
                self.carry_out(turn, deck);
                self.wait(if was_empty { Duration::ZERO } else { BETWEEN });
                continue;
            }
            let (line, pause) = match departure {
                Departure::Lifted => continue,
                Departure::Refused => return deck.mismatch().map_or(Ok(()), Err),
                Departure::ReaderGone => (Line::ReaderGone, Duration::ZERO),
                Departure::Gone => (Line::Removed, PAUSE),
            };
            self.tell(&line);
            if self.args.once {
                return Ok(());
            }
            self.wait(pause);
        }
    }

    fn carry_out(&mut self, turn: Turn, deck: &mut Deck) {
        match turn {
            Turn::Lift => {
                deck.lift();
                self.tell(&Line::Lifted);
            }
            Turn::Next => deck.next(),
            Turn::Lay(name, image) => deck.lay(&name, image.map(|image| *image)),
        }
    }

    /// Holds the card on top of the deck on the reader until it leaves; where there is none, waits for
    /// an order.
    fn hold(
        &mut self,
        slot: &mut Slot,
        deck: &mut Deck,
        turn: &mut Option<Turn>,
    ) -> Result<Departure, Finding> {
        let known = deck.names();
        let Some((name, card)) = deck.top() else {
            *turn = self.turn(&known);
            self.wait(TICK);
            return Ok(Departure::Lifted);
        };
        let reader = slot.address().to_string();
        let this = RefCell::new(self);
        let mut lifted = || {
            let mut this = this.borrow_mut();
            if turn.is_none() {
                *turn = this.turn(&known);
            }
            turn.is_some() || this.host.interrupt.load(Ordering::Relaxed)
        };
        let mut observe = |event| this.borrow_mut().tell(&Line::of(event, name, &reader));
        slot.hold(card, &mut lifted, &mut observe).map_err(finding)
    }

    /// What was said on standard input, if it can be done.
    fn turn(&mut self, known: &[String]) -> Option<Turn> {
        match self.orders.next()? {
            Ok(Order::Lift) => Some(Turn::Lift),
            Ok(Order::Next) => Some(Turn::Next),
            Ok(Order::Lay(name)) if known.contains(&name) => Some(Turn::Lay(name, None)),
            Ok(Order::Lay(name)) => match simulated(&name, self.host.day().today) {
                Ok(image) => Some(Turn::Lay(name, Some(Box::new(image)))),
                Err(finding) => {
                    let text = message::text(self.host.lang, &finding);
                    self.host.complain(&format!("{}\n", text.title));
                    None
                }
            },
            Err(line) => {
                let why = usage::misuse(
                    self.host.lang,
                    &Misuse::WrongValue {
                        option: "serve".to_owned(),
                        value: line,
                        valid: ORDERS.to_owned(),
                    },
                );
                self.host.complain(&format!("{why}\n"));
                None
            }
        }
    }

    fn wait(&self, time: Duration) {
        let begin = Instant::now();
        while begin.elapsed() < time && !self.host.interrupt.load(Ordering::Relaxed) {
            std::thread::sleep(TICK.min(time));
        }
    }

    fn tell(&mut self, line: &Line<'_>) {
        tell(line, self.host);
    }
}

pub(super) fn finding(error: SlotError) -> Finding {
    match error {
        SlotError::Address { address, .. } => Finding::UsageWrong {
            why: Misuse::WrongValue {
                option: "serve".to_owned(),
                value: address.to_string(),
                valid: "HOST:PORT".to_owned(),
            },
            hint: None,
        },
        SlotError::NobodyListens { address, limit, .. } => Finding::NoVirtualReader {
            address: address.to_string(),
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
    Waiting,
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
    Lifted,
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
    fn of(event: SlotEvent, card: &'a str, reader: &'a str) -> Self {
        match event {
            SlotEvent::Waiting => Self::Waiting,
            SlotEvent::Inserted => Self::Inserted {
                schema: "mynacheck.serve.v1",
                card,
                reader,
            },
            SlotEvent::Unnoticed => Self::Unnoticed,
            SlotEvent::PowerOn => Self::PowerOn,
            SlotEvent::PowerOff => Self::PowerOff,
            SlotEvent::Reset => Self::Reset,
            SlotEvent::Command {
                header,
                sent,
                received,
                status,
            } => Self::Command {
                header: hex::encode_upper(header),
                sent,
                received,
                status: status.map(|status| format!("{status:04X}")),
            },
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
        Line::Waiting => Label::WaitingForReader,
        Line::Unnoticed => Label::Unnoticed,
        Line::PowerOn => Label::PowerOn,
        Line::PowerOff => Label::PowerOff,
        Line::Reset => Label::WarmReset,
        Line::Lifted => Label::Lifted,
        Line::Removed => Label::Removed,
        Line::ReaderGone => Label::ReaderGone,
    };
    label(lang, word).to_owned()
}
