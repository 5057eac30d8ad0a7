//! What is true: a reader, two cards, another program, a person; and what must never be.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;
use std::sync::LazyLock;
use std::time::Duration;

use jiff::civil::date;
use mynacheck::internals::conversation::Day;
use mynacheck::internals::finding::{Finding, FindingId};
use mynacheck::internals::pin::certificate::Wanted;
use mynacheck::internals::pin::{self, Cardholder, NoPin};
use mynacheck::internals::report::{Report, Verdict};
use mynacheck::internals::secret::{Pin, PinError};
use mynacheck::internals::simulator::image::Image;
use mynacheck::internals::simulator::state::{Card, CardResponse};
use mynacheck::internals::transport::{
    Leave, Operation, Outgoing, ScardCode, Source, SourceKind, Transport, TransportError,
};

use crate::broken::{Broken, Sabotaged};
use crate::events::{At, Event, Reach};
use crate::explore::{Choices, Outcome};
use crate::faulty::{Call, Fault, Faulty, scard};

const DAY: Day = Day {
    today: date(2026, 11, 22),
    from_clock: false,
};
const LIMIT: Duration = Duration::from_secs(5);
/// Nothing that a person does is counted in it. Two looks, two attempts and a recount, each with a
/// limit for getting the card and one for the conversation.
const LONGEST: Duration = Duration::from_secs(50);
const RIGHT: &str = "1234";
const WRONG: &str = "9876";
const MAX: u8 = 3;
const JPKI: [u8; 10] = [0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];

/// What is asked of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// `pin verify`
    Verify,
    /// `prove`
    Prove,
    /// `certificate`, of a phone.
    Phone,
}

impl Asked {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Verify => "pin verify",
            Self::Prove => "prove",
            Self::Phone => "certificate of a phone",
        }
    }
}

/// The card that the person means, and another one.
static CARDS: LazyLock<[Image; 2]> = LazyLock::new(|| {
    // What is signed matters nowhere here, and takes long.
    let quirk = format!(
        "[[quirk]]\nto = \"802A\"\nanswer = \"{}9000\"",
        "00".repeat(256)
    );
    let other = "[certificate.user-authentication]\nserial = \"01020304\"";
    ["", other].map(|but| {
        let text = format!("extends = \"valid\"\n{but}\n{quirk}");
        Image::parse(&text, DAY.today).unwrap()
    })
});

static PHONES: LazyLock<[Image; 2]> = LazyLock::new(|| {
    ["JPKIAPGPSETOKEN", "JPKIAPGPSETOKEN2"].map(|token| {
        let text = format!(
            "extends = \"valid\"\n[ap.jpki.ef.000A]\nread = \"pin 0018\"\n\
             [ap.jpki.ef.0006]\ntext = \"{token}\""
        );
        Image::parse(&text, DAY.today).unwrap()
    })
});

/// A count that the program was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Told {
    transaction: u32,
    left: u8,
}

/// What the other program does with the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Held {
    Free,
    Briefly,
    ForGood,
}

pub(crate) struct World {
    asked: Asked,
    choices: Choices,
    reach: Reach,
    broken: Broken,
    now: Duration,
    cards: [Card; 2],
    on_reader: Option<usize>,
    /// How often a card came or went.
    moves: u32,
    /// How often the card on the reader was reset.
    resets: u32,
    held: Held,
    interrupted: bool,
    /// The service fails from now on.
    dead: Option<ScardCode>,
    connections: u32,
    /// The connection that nothing more is heard of, and whether its thread has yet to let go of the
    /// card.
    lost: Option<(u32, bool)>,
    /// The same, from the end of this call on.
    losing: Option<(u32, bool)>,
    transactions: u32,

    story: Vec<String>,
    states: Vec<u64>,
    violation: Option<(&'static str, String)>,
    /// A PIN of ours is verified on this card.
    opened: Option<usize>,
    counted_on: Option<usize>,
    told: Option<Told>,
    last_told: Option<u8>,
    consent: bool,
    /// What was typed, for which card, after which count.
    entry: Option<(&'static str, Option<usize>, u8)>,
    /// VERIFYs for this entry.
    handed: u32,
    /// What the program was answered to it.
    answered: Option<u16>,
}

type Shared = Rc<RefCell<World>>;

impl World {
    /// One run of the real program, with so many tries left at its beginning.
    pub(crate) fn run(
        left: u8,
        asked: Asked,
        reach: Reach,
        broken: Broken,
        choices: Choices,
    ) -> (Choices, Outcome) {
        let images = if asked == Asked::Phone {
            &PHONES
        } else {
            &CARDS
        };
        let mut images: [Image; 2] = (**images).clone();
        let jpki = images[0].applications.iter_mut().find(|ap| ap.aid == JPKI);
        jpki.unwrap().pins.get_mut(&0x0018).unwrap().left = left;
        let world = Rc::new(RefCell::new(Self {
            asked,
            choices,
            reach,
            broken,
            now: Duration::ZERO,
            cards: images.map(Card::new),
            on_reader: Some(0),
            moves: 0,
            resets: 0,
            held: Held::Free,
            interrupted: false,
            dead: None,
            connections: 0,
            lost: None,
            losing: None,
            transactions: 0,
            story: vec![format!("{}, {left} tries left", asked.name())],
            states: Vec::new(),
            violation: None,
            opened: None,
            counted_on: None,
            told: None,
            last_told: None,
            consent: false,
            entry: None,
            handed: 0,
            answered: None,
        }));
        let mut transport = connect(&world);
        let mut person = Person(Rc::clone(&world));
        let report = match asked {
            Asked::Verify => pin::verify(transport.as_mut(), &mut person, DAY),
            Asked::Prove => {
                pin::prove::prove(transport.as_mut(), &mut person, DAY, &Wanted::default())
            }
            Asked::Phone => {
                let wanted = Wanted::default();
                pin::certificate::certificate(transport.as_mut(), &mut person, DAY, &wanted).0
            }
        };
        drop((transport, person));
        let mut world = Rc::into_inner(world).unwrap().into_inner();
        world.judge(&report);
        let findings = report.findings.iter().map(Finding::id).collect();
        let outcome = Outcome {
            findings,
            states: world.states,
            violation: world.violation,
        };
        (world.choices, outcome)
    }

    fn violated(&mut self, what: &'static str) {
        if self.violation.is_none() {
            self.violation = Some((what, self.story.join("\n  ")));
        }
    }

    fn tell(&mut self, what: String) {
        self.story.push(what);
    }

    /// A number for how things stand.
    fn note(&mut self, at: At, call: usize) {
        let mut hash = DefaultHasher::new();
        let left = [0, 1].map(|card| self.left(card));
        (left, self.on_reader, self.held, self.opened, self.told).hash(&mut hash);
        (self.interrupted, self.lost, self.consent, self.entry).hash(&mut hash);
        (self.handed, self.answered, self.transactions, call).hash(&mut hash);
        (
            at as u8, self.dead, self.moves, self.resets, self.connections,
        )
            .hash(&mut hash);
        self.choices.events.hash(&mut hash);
        self.states.push(hash.finish());
    }

    fn left(&self, card: usize) -> u8 {
        self.cards[card].tries_left(&JPKI, 0x0018).unwrap()
    }

    fn take_away(&mut self) {
        if let Some(card) = self.on_reader.take() {
            self.cards[card].taken_away();
            self.moves += 1;
            if self.opened == Some(card) {
                self.opened = None;
            }
        }
    }

    fn lay_down(&mut self, card: usize) {
        self.take_away();
        self.cards[card].power_on();
        self.on_reader = Some(card);
        self.moves += 1;
    }

    fn reset(&mut self) {
        if let Some(card) = self.on_reader {
            self.cards[card].reset();
            self.resets += 1;
        }
    }

    fn power_down(&mut self) {
        if let Some(card) = self.on_reader {
            self.cards[card].power_off();
            self.cards[card].power_on();
            self.resets += 1;
            if self.opened == Some(card) {
                self.opened = None;
            }
        }
    }

    /// The other program has a PIN compared.
    fn other_verifies(&mut self, pin: &str) {
        let Some(card) = self.on_reader else { return };
        let verify = [&[0x00, 0x20, 0x00, 0x80, 0x04], pin.as_bytes()].concat();
        let select = [&[0x00, 0xA4, 0x04, 0x0C, 0x0A], &JPKI[..]].concat();
        let file = vec![0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, 0x18];
        for command in [select, file, verify] {
            self.cards[card].execute(&command);
        }
    }

    /// The thread of a connection that was given up comes back from its call: it cuts the power.
    fn thread_returns(&mut self) {
        if let Some((connection, true)) = self.lost {
            self.lost = Some((connection, false));
            if self.handed > 0 {
                self.power_down();
            }
        }
    }

    /// What happens at a call, if anything does, and what the call comes to by it.
    fn event(&mut self, connection: u32, at: At, call: usize) -> Option<Fault> {
        self.note(at, call);
        let events = self.reach.events(at);
        let chosen = self.choices.event(events.len())?;
        let event = events[chosen].clone();
        self.tell(format!(
            "connection {connection}, call {call}, {at:?}: {event:?}"
        ));
        let operation = match at {
            At::Begin => Operation::Begin,
            At::Transmit => Operation::Transmit,
            At::End => Operation::End,
        };
        let limit = LIMIT;
        let too_late = TransportError::TimedOut { operation, limit };
        match event {
            Event::OtherSpendsATry => self.other_verifies(WRONG),
            Event::OtherVerifies => self.other_verifies(RIGHT),
            Event::OtherResets => self.reset(),
            Event::OtherHoldsBriefly => self.held = Held::Briefly,
            Event::OtherHolds => self.held = Held::ForGood,
            Event::Removed => self.take_away(),
            Event::TakenAndLaid => self.lay_down(self.on_reader.unwrap_or(0)),
            Event::Swapped => self.lay_down(1 - self.on_reader.unwrap_or(0)),
            // The program takes notice at its next call.
            Event::Interrupt => self.interrupted = true,
            Event::InterruptAbandons => {
                self.interrupted = true;
                // What has to do with a VERIFY is waited for.
                if self.handed == 0 {
                    self.losing = Some((connection, true));
                    return Some(Fault::AnswerLost(TransportError::Interrupted));
                }
            }
            Event::Fails(code) => {
                self.happens(code);
                return Some(Fault::Fails(scard(operation, code)));
            }
            Event::FailsForGood(code) => {
                self.happens(code);
                self.dead = Some(code);
            }
            Event::AnswerLost(code) => return Some(Fault::AnswerLost(scard(operation, code))),
            Event::TooLate | Event::NeverReturns | Event::Hangs => {
                self.now += LIMIT;
                self.losing = Some((connection, event == Event::TooLate));
                if event != Event::TooLate {
                    self.held = Held::ForGood;
                }
                return Some(match event {
                    Event::Hangs => Fault::Fails(too_late),
                    _ => Fault::AnswerLost(too_late),
                });
            }
            Event::ThreadDies => {
                self.losing = Some((connection, false));
                return Some(Fault::Fails(TransportError::Lost));
            }
            Event::Cut(length) => return Some(Fault::Answers(vec![0x90; length])),
            Event::Answers(bytes) => return Some(Fault::Answers(bytes)),
            Event::Stale => return Some(Fault::Stale),
            Event::Half => return Some(Fault::Half),
            Event::SwappedWord => return Some(Fault::Swapped),
        }
        None
    }

    fn call_is_over(&mut self) {
        self.lost = self.losing.take().or(self.lost);
    }

    /// What is so where PC/SC says so.
    fn happens(&mut self, code: ScardCode) {
        match code {
            ScardCode::W_RESET_CARD => self.reset(),
            ScardCode::W_REMOVED_CARD
            | ScardCode::E_NO_SMARTCARD
            | ScardCode::E_READER_UNAVAILABLE => self.take_away(),
            _ => {}
        }
    }

    /// A VERIFY is on its way to the card.
    fn about_to_verify(&mut self, pin: &[u8]) {
        let Some((typed, _, shown)) = self.entry else {
            return self.violated("a VERIFY without an entry");
        };
        if self.handed > 0 {
            self.violated("a second VERIFY for one entry");
        }
        if pin != typed.as_bytes() {
            self.violated("another PIN than was typed");
        }
        let now = Some(Told {
            transaction: self.transactions,
            left: shown,
        });
        if self.told != now {
            self.violated("not counted in the transaction of the VERIFY");
        }
        if shown == 1 && !self.consent {
            self.violated("the last try without consent");
        }
        self.handed += 1;
    }

    /// What must be so at the end, whatever has happened.
    fn judge(&mut self, report: &Report) {
        let said: BTreeSet<FindingId> = report.findings.iter().map(Finding::id).collect();
        self.tell(format!("{:?}", report.findings));
        let sent = [
            FindingId::PinRight,
            FindingId::PinWrong,
            FindingId::PinNowLocked,
            FindingId::PinSentLocked,
            FindingId::PinAnswerOdd,
            FindingId::PinOutcomeUnknown,
        ];
        let not_sent = [
            FindingId::PinNotTriedLocked,
            FindingId::PinNotTriedUnknown,
            FindingId::PinCardChanged,
            FindingId::PinWithheld,
            FindingId::PinLength,
            FindingId::PinNotGiven,
        ];
        let told = sent.iter().filter(|id| said.contains(id)).count();
        if told != usize::try_from(self.handed).unwrap() {
            self.violated("the report does not say what was sent");
        }
        if self.handed > 0 && not_sent.iter().any(|id| said.contains(id)) {
            self.violated("sent, and the report says that it was not");
        }
        if said.contains(&FindingId::PinOutcomeUnknown) == self.answered.is_some()
            && self.handed > 0
        {
            self.violated("an answer that is unknown, or none that is known");
        }
        if said.contains(&FindingId::PinRight) && self.answered != Some(0x9000) {
            self.violated("right, which no card has said");
        }
        let wrong = [FindingId::PinWrong, FindingId::PinNowLocked];
        let refused = self.answered.is_some_and(|word| word & 0xFF00 == 0x6300);
        if wrong.iter().any(|id| said.contains(id)) && !refused {
            self.violated("wrong, which no card has said");
        }
        let left = report.pins.first().and_then(|pin| pin.tries_left);
        let words = self.answered.map(|word| u8::try_from(word & 0xF).unwrap());
        if left.is_some() && left != self.last_told && left != words && left != Some(0) {
            self.violated("a count that no card has told");
        }
        if self.opened.is_some() && !said.contains(&FindingId::PinStillVerified) {
            self.violated("verified, and nobody is told");
        }
        if said.iter().all(|id| *id == FindingId::SimulatedCard) {
            self.violated("nothing is said");
        }
        let evidence = match self.asked {
            Asked::Verify => said.contains(&FindingId::PinRight),
            Asked::Prove => said.contains(&FindingId::KeyProven),
            Asked::Phone => report.certificate.is_some(),
        };
        if report.verdict() == Verdict::Usable && !evidence {
            self.violated("usable without evidence");
        }
        if self.now > LONGEST {
            self.violated("it takes too long");
        }
    }
}

/// Connects to the card on the reader, with everything between it and the program.
fn connect(world: &Shared) -> Box<dyn Transport> {
    let mut state = world.borrow_mut();
    state.connections += 1;
    let connection = state.connections;
    let seat = Seat {
        atr: state
            .on_reader
            .map_or_else(Vec::new, |card| state.cards[card].atr().to_vec()),
        connection,
        moves: state.moves,
        resets: state.resets,
        finished: false,
        world: Rc::clone(world),
    };
    let broken = state.broken;
    drop(state);
    let happening = Rc::clone(world);
    let plan = Box::new(move |call: usize, what: Call<'_>| {
        let at = match what {
            Call::Begin => At::Begin,
            Call::Transmit(_) => At::Transmit,
            Call::End(_) => At::End,
        };
        happening.borrow_mut().event(connection, at, call)
    });
    Box::new(Sabotaged {
        inner: Witness {
            inner: Faulty::new(seat, plan),
            world: Rc::clone(world),
            verified: false,
        },
        broken,
        counted: None,
    })
}

/// Sees what the program sends and what it is told.
struct Witness {
    inner: Faulty<'static, Seat>,
    world: Shared,
    /// A VERIFY went out in this transaction.
    verified: bool,
}

impl Transport for Witness {
    fn atr(&self) -> &[u8] {
        self.inner.atr()
    }

    fn source(&self) -> Source {
        self.inner.source()
    }

    fn begin(&mut self) -> Result<(), TransportError> {
        let begun = self.inner.begin();
        self.world.borrow_mut().call_is_over();
        begun
    }

    fn transmit(&mut self, command: Outgoing<'_>) -> Result<Vec<u8>, TransportError> {
        // The real transport sends nothing more after Ctrl-C.
        if self.world.borrow().interrupted {
            return Err(TransportError::Interrupted);
        }
        if let Some(secret) = command.secret {
            self.verified = true;
            self.world.borrow_mut().last_told = None;
            let pin = &command.bytes[secret.clone()];
            self.world.borrow_mut().about_to_verify(pin);
        }
        let answer = self.inner.transmit(command);
        let mut world = self.world.borrow_mut();
        world.call_is_over();
        let word = answer.as_ref().ok().map(|bytes| {
            let (_, word) = bytes.split_last_chunk().unwrap();
            u16::from_be_bytes(*word)
        });
        if command.secret.is_some() {
            world.answered = word;
        } else if command.bytes.len() == 4 {
            let left = word.filter(|word| (0x63C0..=0x63C0 | u16::from(MAX)).contains(word));
            let left = left.map(|word| u8::try_from(word & 0xF).unwrap());
            let transaction = world.transactions;
            world.told = left.map(|left| Told { transaction, left });
            world.last_told = left.or(world.last_told);
        }
        answer
    }

    fn end(&mut self, leave: Leave) -> Result<(), TransportError> {
        if std::mem::take(&mut self.verified) && leave != Leave::PoweredDown {
            let mut world = self.world.borrow_mut();
            world.tell("left with its power after a VERIFY".to_owned());
        }
        let ended = self.inner.end(leave);
        self.world.borrow_mut().call_is_over();
        ended
    }

    fn elapsed(&self) -> Duration {
        self.inner.elapsed()
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        if self.inner.open {
            self.world
                .borrow_mut()
                .violated("a transaction without end");
        }
    }
}

/// A connection, with what PC/SC makes of what others do.
struct Seat {
    world: Shared,
    connection: u32,
    atr: Vec<u8>,
    moves: u32,
    resets: u32,
    finished: bool,
}

impl Seat {
    /// Whether PC/SC does what it is asked.
    fn reaches(&self, operation: Operation) -> Result<(), TransportError> {
        let world = self.world.borrow();
        let is_lost = world.lost.is_some_and(|(lost, _)| lost == self.connection);
        if is_lost || self.finished {
            return Err(TransportError::Lost);
        }
        if let Some(code) = world.dead {
            return Err(scard(operation, code));
        }
        if self.moves != world.moves {
            return Err(scard(operation, ScardCode::W_REMOVED_CARD));
        }
        Ok(())
    }
}

impl Transport for Seat {
    fn atr(&self) -> &[u8] {
        &self.atr
    }

    fn source(&self) -> Source {
        Source {
            kind: SourceKind::Simulated,
            name: "model".to_owned(),
        }
    }

    fn begin(&mut self) -> Result<(), TransportError> {
        if self.world.borrow().interrupted {
            return Err(TransportError::Interrupted);
        }
        self.world.borrow_mut().thread_returns();
        self.reaches(Operation::Begin)?;
        let mut world = self.world.borrow_mut();
        match world.held {
            Held::Free => {}
            Held::Briefly => {
                world.now += Duration::from_secs(1);
                world.held = Held::Free;
            }
            Held::ForGood => {
                world.now += LIMIT;
                world.lost = Some((self.connection, false));
                return Err(TransportError::TimedOut {
                    operation: Operation::Begin,
                    limit: LIMIT,
                });
            }
        }
        world.transactions += 1;
        // A connection that was reset is renewed.
        self.resets = world.resets;
        Ok(())
    }

    fn transmit(&mut self, command: Outgoing<'_>) -> Result<Vec<u8>, TransportError> {
        self.reaches(Operation::Transmit)?;
        let mut world = self.world.borrow_mut();
        if self.resets != world.resets {
            return Err(scard(Operation::Transmit, ScardCode::W_RESET_CARD));
        }
        let card = world.on_reader.unwrap();
        let CardResponse::Bytes { bytes, delay } = world.cards[card].execute(command.bytes) else {
            unreachable!("no card here keeps silent by itself")
        };
        world.now += delay;
        if command.bytes.len() == 4 {
            world.counted_on = Some(card);
        }
        if command.secret.is_some() {
            if world.entry.is_some_and(|(_, meant, _)| meant != Some(card)) {
                world.violated("a VERIFY on another card");
            }
            world.opened = (bytes == [0x90, 0x00]).then_some(card);
        }
        Ok(bytes)
    }

    fn end(&mut self, leave: Leave) -> Result<(), TransportError> {
        self.reaches(Operation::End)?;
        if leave == Leave::PoweredDown {
            self.world.borrow_mut().power_down();
            self.finished = true;
        }
        Ok(())
    }

    fn elapsed(&self) -> Duration {
        self.world.borrow().now
    }
}

/// Types whatever a person may type.
struct Person(Shared);

impl Person {
    fn chooses(&self, what: &str, of: usize) -> usize {
        let mut world = self.0.borrow_mut();
        let chosen = world.choices.of(of);
        world.tell(format!("the person, {what}: {chosen}"));
        chosen
    }

    fn interrupts(&self) -> NoPin {
        self.0.borrow_mut().interrupted = true;
        NoPin::Interrupted
    }
}

impl Cardholder for Person {
    fn use_last_try(&mut self) -> Result<bool, NoPin> {
        if self.0.borrow().broken == Broken::ConsentFirst {
            return Ok(true);
        }
        match self.chooses("yes, no, Ctrl-C, nothing", 4) {
            0 => {
                let mut world = self.0.borrow_mut();
                world.consent = world.told.is_some_and(|told| told.left == 1);
                Ok(true)
            }
            1 => Ok(false),
            2 => Err(self.interrupts()),
            _ => Err(NoPin::NotGiven),
        }
    }

    fn pin(&mut self, left: u8) -> Result<Pin, NoPin> {
        let typed = match self.chooses("right, wrong, short, Ctrl-C, nothing", 5) {
            0 => RIGHT,
            1 => WRONG,
            2 => return Err(NoPin::Malformed(PinError::Length)),
            3 => return Err(self.interrupts()),
            _ => return Err(NoPin::NotGiven),
        };
        let mut world = self.0.borrow_mut();
        world.entry = Some((typed, world.counted_on, left));
        world.handed = 0;
        let typed = match world.broken {
            Broken::OwnPin => "0000",
            _ => typed,
        };
        Pin::new(typed).map_err(NoPin::Malformed)
    }

    fn reconnect(&mut self) -> Option<Box<dyn Transport>> {
        let here = {
            let world = self.0.borrow();
            world.on_reader.is_some()
        };
        if !here {
            match self.chooses("leaves the card away, lays it down, lays another down", 3) {
                0 => {}
                card => self.0.borrow_mut().lay_down(card - 1),
            }
        }
        let world = self.0.borrow();
        let reachable = world.on_reader.is_some() && world.dead.is_none() && !world.interrupted;
        drop(world);
        reachable.then(|| connect(&self.0))
    }
}
