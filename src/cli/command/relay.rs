//! `relay`: what other programs do to the card on a real reader.

mod screen;

use std::cell::RefCell;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::serve;
use crate::cli::answer::Answer;
use crate::cli::args::{DayOption, RecordOptions};
use crate::cli::{Exit, Host};
use crate::conversation::transport_finding;
use crate::finding::Finding;
use crate::message::{self, Label, label};
use crate::reception::{CounterEvent, Occurrence, Placing, ReaderWatch};
use crate::recording::{Policy, Recorder};
use crate::relay::{Guard, GuardRules, RelayedCard};
use crate::transport::Transport;
use crate::virtual_reader::{Address, Departure, Peer, Slot, SlotEvent, vpcd};
use clap::builder::NonEmptyStringValueParser;
use screen::{Happening, RelayLine, Screen};

/// How often the real reader is looked at while its card is offered.
const LOOK: Duration = Duration::from_millis(200);
/// How long the service is given to notice that a card which does not answer has gone.
const NOTICED: Duration = Duration::from_secs(1);
/// What the service is given to answer where no time is given to wait for a card.
const LIMIT: Duration = Duration::from_secs(5);

/// `relay`
#[derive(Debug, clap::Args)]
pub(crate) struct RelayArgs {
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(), help = both!(
        "カードのあるリーダー(名前の一部、または `readers` の番号)",
        "The reader with the card (part of its name, or its number in `readers`)"
    ))]
    reader: Option<String>,
    #[arg(long, value_name = "SECONDS", default_value_t = 15, help = both!(
        "カードと vpcd を待つ秒数(初期値15、0なら待ちません)",
        "Seconds to wait for the card and for vpcd (default: 15; 0 does not wait)"
    ))]
    timeout: u64,
    #[arg(long, value_name = "ADDRESS:PORT", default_value = vpcd::DEFAULT_ADDRESS, value_parser = Address::on_this_computer, help = both!(
        "vpcd の待ち受け先(初期値 127.0.0.1:35963)。このパソコンの中だけ",
        "Where vpcd listens, on this computer only (default: 127.0.0.1:35963)"
    ))]
    vpcd: Address,
    #[arg(long, value_name = "ADDRESS:PORT", conflicts_with = "vpcd", value_parser = Address::on_this_computer, help = both!(
        "仮想マシンのUSBリーダーに見せます。QEMU の ccid-card-passthru の待ち受け先(このパソコンのアドレスとポート、またはソケットのパス)",
        "Show the card in the USB reader of a virtual machine: where QEMU's ccid-card-passthru listens (an address of this computer with its port, or a socket's path)"
    ))]
    qemu: Option<Address>,
    #[arg(long, help = both!(
        "残り1回の暗証番号も送ります。誤りならロックされます",
        "Pass on a PIN even with one try left; a wrong PIN locks it"
    ))]
    allow_last_try: bool,
    #[command(flatten)]
    recording: RecordOptions,
    #[command(flatten)]
    pub(super) day: DayOption,
}

pub(super) fn run(args: &RelayArgs, host: &mut Host) -> Result<Answer, Finding> {
    let day = host.day();
    host.recordings.start(&args.recording, false, day)?;
    let wait = Duration::from_secs(args.timeout);
    let limit = if wait.is_zero() { LIMIT } else { wait };
    let reader = host.find_card(args.reader.as_deref(), wait, limit)?;
    let mut relay = Relay {
        rules: GuardRules {
            allow_last_try: args.allow_last_try,
            t0: args.qemu.is_some(),
        },
        slot: match &args.qemu {
            Some(address) => Slot::new(Peer::Vscard, address.clone(), None),
            None => Slot::new(Peer::Vpcd, args.vpcd.clone(), Some(wait)),
        },
        reception: ReaderWatch::new(Some(reader)).exclusive(),
        screen: Screen::new(host.lang),
        host,
    };
    relay.watch()?;
    relay.screen.foot(relay.host);
    Ok(Answer::said(Exit::Usable))
}

/// A real card in a virtual reader, for as long as somebody wants to see it.
struct Relay<'a> {
    rules: GuardRules,
    slot: Slot,
    reception: ReaderWatch,
    screen: Screen,
    host: &'a mut Host,
}

impl Relay<'_> {
    /// Offers the card whenever it lies on its reader.
    fn watch(&mut self) -> Result<(), Finding> {
        let mut kept_away: Option<Finding> = None;
        let mut offered = false;
        // Laid down before everybody's eyes, so that nobody has used it.
        let mut fresh = false;
        loop {
            match self.reception.next(self.host.service.as_mut()) {
                Occurrence::Interrupted => return Ok(()),
                Occurrence::Placed(Placing { card, took, .. }) => {
                    match self.host.recordings.record(card, took) {
                        Ok(card) => {
                            (kept_away, offered) = (None, true);
                            self.offer(card, took, std::mem::take(&mut fresh))?;
                        }
                        Err(finding) if !offered => return Err(finding),
                        Err(finding) => {
                            if kept_away.as_ref() != Some(&finding) {
                                screen::fault(&finding, self.host);
                            }
                            kept_away = Some(finding);
                            if self.host.service.pause(NOTICED).is_err() {
                                return Ok(());
                            }
                            self.reception.look_anew();
                        }
                    }
                }
                other => {
                    fresh = matches!(other, Occurrence::Lifted(_) | Occurrence::ReaderBack(_));
                    let now = (self.host.now)();
                    if let Some(event) = CounterEvent::of(&other, now, self.host.lang) {
                        self.host.emit(&event, |host| {
                            format!("{} {}", message::clock(now), event.line(host.lang))
                        });
                    }
                }
            }
        }
    }

    /// Offers one card until it is lifted, does not answer, or Ctrl-C; the virtual reader may go and
    /// come back.
    fn offer(
        &mut self,
        card: Box<dyn Transport>,
        took: Duration,
        fresh: bool,
    ) -> Result<(), Finding> {
        let reader = card.source().name;
        let seen = self.screen.sender();
        let card = Recorder::noting(card, Policy::Redacted, took, move |event| {
            // Where nobody looks on any more, nothing is left to tell.
            let _ = seen.send(Happening::Event(event));
        });
        let acts = self.screen.sender();
        let guard = Guard::new(Box::new(card), self.rules, move |act| {
            let _ = acts.send(Happening::Act(act));
        });
        let mut card = RelayedCard::new(guard, fresh);
        loop {
            let departure = self.hold(&mut card, &reader)?;
            self.screen.show(self.host);
            if let Some(error) = card.failure() {
                let finding = transport_finding(error);
                if finding != Finding::Interrupted {
                    screen::fault(&finding, self.host);
                    self.notice();
                }
                return Ok(());
            }
            if departure != Departure::ReaderGone {
                return Ok(());
            }
            let gone = RelayLine::VirtualReaderGone;
            screen::say(&gone, self.host, |lang| {
                label(lang, Label::VirtualReaderGone).to_owned()
            });
        }
    }

    fn hold(&mut self, card: &mut RelayedCard, reader: &str) -> Result<Departure, Finding> {
        let Self {
            slot,
            reception,
            screen,
            host,
            ..
        } = self;
        let address = slot.address().to_string();
        let screen = RefCell::new((screen, host));
        let mut looked = Instant::now();
        let mut lifted = || {
            let mut screen = screen.borrow_mut();
            let (screen, host) = &mut *screen;
            screen.show(host);
            if host.interrupt.load(Ordering::Relaxed) {
                return true;
            }
            if looked.elapsed() < LOOK {
                return false;
            }
            looked = Instant::now();
            reception.has_news(host.service.as_mut())
        };
        let mut observe = |event| {
            let line = match event {
                SlotEvent::Waiting => (RelayLine::Waiting, Label::WaitingForReader),
                SlotEvent::Unnoticed => (RelayLine::Unnoticed, Label::Unnoticed),
                SlotEvent::Inserted => (RelayLine::inserted(reader, &address), Label::Inserted),
                // Told by what becomes of the card.
                SlotEvent::PowerOn
                | SlotEvent::PowerOff
                | SlotEvent::Reset
                | SlotEvent::Command { .. } => return,
            };
            let (_, host) = &mut *screen.borrow_mut();
            screen::say(&line.0, host, |lang| {
                let word = label(lang, line.1);
                match &line.0 {
                    RelayLine::Inserted { .. } => {
                        format!("{} → {address}: {word}", message::clean(reader))
                    }
                    _ => word.to_owned(),
                }
            });
        };
        slot.hold(card, &mut lifted, &mut observe)
            .map_err(serve::finding)
    }

    /// Waits until the service has noticed why a card does not answer; where nothing has changed,
    /// the card is connected to anew.
    fn notice(&mut self) {
        let begun = Instant::now();
        while begun.elapsed() < NOTICED && !self.host.interrupt.load(Ordering::Relaxed) {
            if self.reception.has_news(self.host.service.as_mut())
                || self.host.service.pause(LOOK).is_err()
            {
                return;
            }
        }
        self.reception.look_anew();
    }
}
