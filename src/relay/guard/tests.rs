//! What reaches the card, and what is answered in its place.

mod property;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use super::*;
use crate::simulator::image::Image;
use crate::simulator::state::Card;
use crate::simulator::{SharedCard, SimulatedTransport};

const JPKI: &[u8] = b"\xD3\x92\xF0\x00\x26\x01\x00\x00\x00\x01";
const SELECT: &str = "00A4040C0AD392F000260100000001";
const SELECT_PIN: &str = "00A4020C020018";
const WRONG: &str = "002000800430303030";
const RIGHT: &str = "002000800431323334";

fn image(but: &str) -> Image {
    let file = format!("extends = 'valid'\nshort_identifiers = true\n{but}");
    Image::parse(&file, "2026-11-22".parse().unwrap()).unwrap()
}

fn card(but: &str) -> SharedCard {
    Arc::new(Mutex::new(Card::new(image(but))))
}

fn connect(card: &SharedCard) -> Box<dyn Transport> {
    let limit = Duration::from_secs(1);
    Box::new(SimulatedTransport::attach("card", Arc::clone(card), limit).unwrap())
}

fn left(card: &SharedCard, pin: u16) -> u8 {
    card.lock().unwrap().tries_left(JPKI, pin).unwrap()
}

/// What reaches a card, as a log would show it.
type Seen = Rc<RefCell<Vec<String>>>;

/// A card between the guard and the simulated one.
struct Between<F> {
    card: Box<dyn Transport>,
    change: F,
    seen: Seen,
}

impl<F> Transport for Between<F>
where
    F: FnMut(&mut dyn Transport, Outgoing<'_>) -> Result<Vec<u8>, TransportError>,
{
    fn atr(&self) -> &[u8] {
        self.card.atr()
    }

    fn source(&self) -> Source {
        self.card.source()
    }

    fn begin(&mut self) -> Result<(), TransportError> {
        self.card.begin()
    }

    fn transmit(&mut self, command: Outgoing<'_>) -> Result<Vec<u8>, TransportError> {
        self.seen.borrow_mut().push(command.redacted_hex());
        (self.change)(self.card.as_mut(), command)
    }

    fn end(&mut self, leave: Leave) -> Result<(), TransportError> {
        self.seen.borrow_mut().push(format!("{leave:?}"));
        self.card.end(leave)
    }

    fn elapsed(&self) -> Duration {
        self.card.elapsed()
    }
}

/// A guard with what reached the card and what it did itself.
struct Guarded {
    guard: Guard,
    seen: Seen,
    acts: Rc<RefCell<Vec<GuardAct>>>,
}

impl Guarded {
    fn new(card: &SharedCard, rules: GuardRules) -> Self {
        let (seen, acts) = (Seen::default(), Rc::<RefCell<Vec<GuardAct>>>::default());
        let plain = Between {
            card: connect(card),
            change: |card: &mut dyn Transport, command: Outgoing<'_>| card.transmit(command),
            seen: Rc::clone(&seen),
        };
        let told = Rc::clone(&acts);
        let tell = move |act| told.borrow_mut().push(act);
        Self {
            guard: Guard::new(Box::new(plain), rules, tell),
            seen,
            acts,
        }
    }

    fn ask(&mut self, command: &str) -> String {
        let bytes = hex::decode(command).unwrap();
        let command = Outgoing {
            bytes: &bytes,
            secret: None,
        };
        hex::encode_upper(self.guard.transmit(command).unwrap())
    }

    /// With the PIN's EF selected and nothing noted.
    fn at_the_pin(card: &SharedCard, rules: GuardRules) -> Self {
        let mut guarded = Self::new(card, rules);
        assert_eq!(guarded.ask(SELECT), "9000");
        assert_eq!(guarded.ask(SELECT_PIN), "9000");
        guarded.seen.borrow_mut().clear();
        guarded
    }

    fn seen(&self) -> Vec<String> {
        self.seen.borrow_mut().drain(..).collect()
    }

    fn withheld(&self) -> Option<Withheld> {
        self.acts.borrow_mut().drain(..).find_map(|act| match act {
            GuardAct::Withholds(why) => Some(why),
            GuardAct::Asks => None,
        })
    }
}

#[test]
fn a_pin_goes_to_the_card_behind_the_count_and_marked_secret() {
    let card = card("");
    let mut guarded = Guarded::at_the_pin(&card, GuardRules::default());
    assert_eq!(guarded.ask(WRONG), "63C2");
    assert_eq!(guarded.seen(), ["00200080", "0020008004XXXXXXXX"]);
    assert_eq!(guarded.ask(RIGHT), "9000");
    assert_eq!(guarded.seen(), ["00200080", "0020008004XXXXXXXX"]);
    assert_eq!(guarded.withheld(), None);
}

#[test]
fn the_last_try_is_kept_and_what_remains_is_answered() {
    let card = card("");
    let mut guarded = Guarded::at_the_pin(&card, GuardRules::default());
    assert_eq!([guarded.ask(WRONG), guarded.ask(WRONG)], ["63C2", "63C1"]);
    guarded.seen();
    for pin in [WRONG, RIGHT] {
        assert_eq!(guarded.ask(pin), "63C1");
        assert_eq!(guarded.seen(), ["00200080"]);
        assert_eq!(guarded.withheld(), Some(Withheld::LastTry));
    }
    assert_eq!(left(&card, 0x18), 1);
    // Another PIN of the same card has tries left.
    assert_eq!(guarded.ask("0020009B06303030303030"), "63C4");
}

#[test]
fn the_last_try_goes_to_the_card_where_that_was_allowed() {
    let card = card("");
    let rules = GuardRules {
        allow_last_try: true,
        t0: false,
    };
    let mut guarded = Guarded::at_the_pin(&card, rules);
    let answers = [WRONG, WRONG, WRONG].map(|pin| guarded.ask(pin));
    assert_eq!(answers, ["63C2", "63C1", "63C0"]);
    guarded.seen();
    assert_eq!(guarded.ask(RIGHT), "63C0");
    assert_eq!(guarded.seen(), ["00200080"]);
    assert_eq!(guarded.withheld(), Some(Withheld::Locked));
}

#[test]
fn what_cannot_be_counted_is_refused() {
    for (query, answered, why) in [
        ("9000", "6985", Withheld::NotCountable),
        ("6300", "6985", Withheld::NotCountable),
        ("6A88", "6985", Withheld::NotCountable),
        ("6700", "6985", Withheld::NotCountable),
        ("63D3", "6985", Withheld::NotCountable),
        ("0063C3", "6985", Withheld::NotCountable),
        ("6983", "6983", Withheld::Locked),
        ("6984", "6984", Withheld::Locked),
    ] {
        let quirk = format!("[[quirk]]\nto = '00200080'\ntimes = 1\nanswer = '{query}'");
        let mut guarded = Guarded::at_the_pin(&card(&quirk), GuardRules::default());
        assert_eq!(guarded.ask(WRONG), answered, "{query}");
        assert_eq!(guarded.seen(), ["00200080"], "{query}");
        assert_eq!(guarded.withheld(), Some(why), "{query}");
    }
}

/// Without a count nothing is sent, and what was sent is not sent again.
#[test]
fn a_command_without_an_answer_is_the_last() {
    for seen in [&["00200080"][..], &["00200080", "0020008004XXXXXXXX"]] {
        let after = seen.len() - 1;
        let quirk = format!("[[quirk]]\nto = '00200080'\nafter = {after}\nhang = true");
        let mut guarded = Guarded::at_the_pin(&card(&quirk), GuardRules::default());
        let bytes = &hex::decode(RIGHT).unwrap();
        let secret = None;
        let answer = guarded.guard.transmit(Outgoing { bytes, secret });
        assert!(matches!(answer, Err(TransportError::TimedOut { .. })));
        assert_eq!(guarded.seen(), seen);
    }
}

#[test]
fn what_could_hide_a_pin_does_not_reach_the_card() {
    for (command, why) in [
        // ENVELOPE around a VERIFY, whole and in TLV.
        ("00C2000009002000800430303030", Withheld::Hidden),
        ("80C300000B5309002000800430303030", Withheld::Hidden),
        // MANAGE CHANNEL; VERIFY on channels 1 and 4, in a chain, in two kinds of secure messaging.
        ("0070000001", Withheld::Hidden),
        ("012000800430303030", Withheld::Class),
        ("402000800430303030", Withheld::Class),
        ("102000800430303030", Withheld::Class),
        ("0C2000800430303030", Withheld::Class),
        ("842000800430303030", Withheld::Class),
        // A chain that begins as something else, a reserved class, a class of other cards.
        ("10B000000430303030", Withheld::Class),
        ("2020008000", Withheld::Class),
        ("A02000010830303030FFFFFFFF", Withheld::Class),
        // To the reader, which would hand it on.
        ("FF00000009002000800430303030", Withheld::Class),
        ("FFC200010DA50B5309002000800430303030", Withheld::Hidden),
        // A reference that P1 could choose.
        ("002001800430303030", Withheld::NotCountable),
        ("0020FF8000", Withheld::NotCountable),
        // PACE.
        ("008600000C7C0A810830303030", Withheld::Malformed),
        ("00860000047C028100", Withheld::NotCountable),
        // More, less or other bytes than the lengths say.
        ("00200080043030303030FF", Withheld::Malformed),
        ("00200080053030303030FFFF", Withheld::Malformed),
        ("0020008004303030", Withheld::Malformed),
        ("0020008000000430303030FF", Withheld::Malformed),
        ("002000800000", Withheld::Malformed),
        ("0020", Withheld::Malformed),
        ("", Withheld::Malformed),
    ] {
        let mut guarded = Guarded::at_the_pin(&card(""), GuardRules::default());
        assert_eq!(guarded.ask(command), "6985", "{command}");
        assert_eq!(guarded.seen(), [""; 0], "{command}");
        assert_eq!(guarded.withheld(), Some(why), "{command}");
    }
}

/// Whatever compares a PIN is counted first, by its own reference.
#[test]
fn every_form_that_can_spend_a_try_is_counted() {
    for (command, question) in [
        ("00200098043030303000", "00200098"),
        ("0020009800000430303030", "00200098"),
        ("00200098000004303030300000", "00200098"),
        ("0021009806530430303030", "00200098"),
        ("002400980830303030FFFFFFFF", "00200098"),
        ("002401980431313131", "00200098"),
        ("00250098045302FFFF", "00200098"),
        ("002600980430303030", "00200098"),
        ("002800980430303030", "00200098"),
        ("002C00980830303030FFFFFFFF", "00200098"),
        ("002D00980430303030", "00200098"),
        ("802000980430303030", "00200098"),
        ("803200980430303030", "00200098"),
        // Without data, but not the question: with Le, or of another instruction.
        ("0020009800", "00200098"),
        ("0020009804", "00200098"),
        ("00200098000000", "00200098"),
        ("00210098", "00200098"),
        ("00240098", "00200098"),
        ("80200098", "00200098"),
        ("0020000000", "00200000"),
    ] {
        let mut guarded =
            Guarded::at_the_pin(&card("[ap.jpki.pin.0018]\nleft = 1"), GuardRules::default());
        guarded.ask(command);
        assert_eq!(guarded.seen(), [question], "{command}");
    }
}

#[test]
fn questions_and_reading_pass_as_they_are() {
    let mut guarded = Guarded::at_the_pin(&card(""), GuardRules::default());
    for command in [
        "00200080", "00200098", "0020FF80", "00A4020C02000A", "00B0000004", "00B0000000000F",
        "00C0000010", "0084000008", "002241B603840117", "802A00800101", "80A200C1020000",
        "00CA00F200", "FFCA000000",
    ] {
        guarded.ask(command);
        assert_eq!(guarded.seen(), [command]);
        assert_eq!(guarded.withheld(), None);
    }
}

/// T=0 makes five bytes of the question; on another reader they are no question.
#[test]
fn a_reader_of_t0_asks_by_five_bytes() {
    let rules = GuardRules {
        allow_last_try: false,
        t0: true,
    };
    let last = card("[ap.jpki.pin.0018]\nleft = 1");
    let mut guarded = Guarded::at_the_pin(&last, rules);
    assert_eq!(guarded.ask("0020008000"), "63C1");
    assert_eq!(guarded.seen(), ["00200080"]);
    assert_eq!(guarded.withheld(), None);
    let mut guarded = Guarded::at_the_pin(&last, GuardRules::default());
    assert_eq!(guarded.ask("0020008000"), "63C1");
    assert_eq!(guarded.withheld(), Some(Withheld::LastTry));
    let mut guarded = Guarded::at_the_pin(&card(""), GuardRules::default());
    guarded.ask("0020008000");
    assert_eq!(guarded.seen(), ["00200080", "0020008000"]);
}

#[test]
fn a_card_that_was_given_a_pin_is_left_without_power() {
    let card = card("");
    let mut guarded = Guarded::at_the_pin(&card, GuardRules::default());
    guarded.guard.end(Leave::Untouched).unwrap();
    assert_eq!(guarded.seen(), ["Untouched"]);
    guarded.ask(SELECT);
    guarded.ask(SELECT_PIN);
    guarded.ask(RIGHT);
    guarded.seen();
    // A reset does not clear a verified PIN.
    guarded.guard.end(Leave::Reset).unwrap();
    guarded.guard.end(Leave::Untouched).unwrap();
    guarded.guard.end(Leave::Untouched).unwrap();
    assert_eq!(guarded.seen(), ["Reset", "PoweredDown", "Untouched"]);
}
