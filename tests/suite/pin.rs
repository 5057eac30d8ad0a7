//! PINs, as the card counts them: exactly one VERIFY for each confirmed entry, none otherwise, and
//! no power left behind it.

use std::cell::Cell;
use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::faulty::{self, Call, Fault, Faulty, Plan, Slot, once, scard, well};
use crate::program::{self, Run};
use jiff::civil::date;
use mynacheck::internals::cli::Prompt;
use mynacheck::internals::conversation::Day;
use mynacheck::internals::finding::{Finding, FindingId};
use mynacheck::internals::pin::certificate::Wanted;
use mynacheck::internals::pin::{self, Cardholder, NoPin};
use mynacheck::internals::report::{PinState, Report, Verdict};
use mynacheck::internals::secret::Pin;
use mynacheck::internals::simulator::image::Image;
use mynacheck::internals::simulator::state::{Card, Tally};
use mynacheck::internals::simulator::{SharedCard, SimulatedTransport};
use mynacheck::internals::transport::{Leave, Operation, ScardCode, Transport, TransportError};
use zeroize::Zeroizing;

const LIMIT: Duration = Duration::from_secs(5);
const DAY: Day = Day {
    today: date(2026, 11, 22),
    from_clock: false,
};

fn shared(changes: &str) -> SharedCard {
    let text = format!("extends = \"valid\"\n{changes}");
    Arc::new(Mutex::new(Card::new(
        Image::parse(&text, DAY.today).unwrap(),
    )))
}

fn connect(card: &SharedCard) -> SimulatedTransport {
    SimulatedTransport::attach("test", Arc::clone(card), LIMIT).unwrap()
}

fn tally(card: &SharedCard) -> Tally {
    card.lock().unwrap().tally()
}

fn ids(report: &Report) -> Vec<FindingId> {
    report.findings.iter().map(Finding::id).collect()
}

/// Somebody who types what is on the list.
struct Person<'a> {
    types: Option<&'a str>,
    sure: bool,
    asked: u32,
    warned: u32,
    /// What happens while the PIN is typed.
    meanwhile: Box<dyn FnMut() + 'a>,
    again: Option<SharedCard>,
}

impl<'a> Person<'a> {
    fn typing(pin: &'a str) -> Self {
        Self {
            types: Some(pin),
            sure: false,
            asked: 0,
            warned: 0,
            meanwhile: Box::new(|| {}),
            again: None,
        }
    }
}

impl Cardholder for Person<'_> {
    fn use_last_try(&mut self) -> Result<bool, NoPin> {
        self.warned += 1;
        Ok(self.sure)
    }

    fn pin(&mut self, _left: u8) -> Result<Pin, NoPin> {
        self.asked += 1;
        (self.meanwhile)();
        let typed = self.types.ok_or(NoPin::NotGiven)?;
        Pin::new(typed).map_err(NoPin::Malformed)
    }

    fn reconnect(&mut self) -> Option<Box<dyn Transport>> {
        Some(Box::new(connect(self.again.as_ref()?)))
    }
}

fn verify(card: &SharedCard, person: &mut Person<'_>) -> Report {
    pin::verify(&mut connect(card), person, DAY)
}

#[test]
fn three_two_one_locked() {
    let card = shared("");
    let steps = [
        (FindingId::PinWrong, 2, PinState::Ok),
        (FindingId::PinWrong, 1, PinState::LastTry),
        (FindingId::PinNowLocked, 0, PinState::Locked),
    ];
    for (count, (finding, left, state)) in (1..).zip(steps) {
        let mut person = Person::typing("9999");
        person.sure = true;
        let report = verify(&card, &mut person);
        assert!(ids(&report).contains(&finding), "{:?}", ids(&report));
        assert_eq!(report.pins[0].tries_left, Some(left));
        assert_eq!(report.pins[0].state, state);
        assert_eq!(tally(&card).verifies, count);
        assert_eq!(tally(&card).power_downs, count);
        assert_eq!(person.warned, u32::from(count == 3));
    }
    let mut person = Person::typing("1234");
    person.sure = true;
    let report = verify(&card, &mut person);
    assert!(ids(&report).contains(&FindingId::PinNotTriedLocked));
    assert_eq!((person.asked, tally(&card).verifies), (0, 3));
}

#[test]
fn a_right_one_after_wrong_ones_restores_the_count() {
    let card = shared("[ap.jpki.pin.0018]\nleft = 2");
    let report = verify(&card, &mut Person::typing("1234"));
    assert_eq!(
        ids(&report),
        [FindingId::SimulatedCard, FindingId::PinRight]
    );
    assert_eq!(report.pins[0].tries_left, Some(3));
    assert_eq!((tally(&card).verifies, tally(&card).power_downs), (1, 1));
}

#[test]
fn the_last_try_wants_a_yes() {
    let card = shared("[ap.jpki.pin.0018]\nleft = 1");
    let mut person = Person::typing("1234");
    let report = verify(&card, &mut person);
    assert!(ids(&report).contains(&FindingId::PinWithheld));
    assert_eq!((person.warned, person.asked), (1, 0));
    assert_eq!((tally(&card).verifies, tally(&card).power_downs), (0, 0));
    person.sure = true;
    let report = verify(&card, &mut person);
    assert!(ids(&report).contains(&FindingId::PinRight));
    assert_eq!(tally(&card).verifies, 1);
}

/// Nothing unknown is shown as 0 or as fine, and nothing is sent to it.
#[test]
fn every_answer_to_the_query_has_its_meaning() {
    let locked = FindingId::PinNotTriedLocked;
    let unknown = FindingId::PinNotTriedUnknown;
    for (answer, finding, state, left) in [
        ("6983", locked, PinState::Locked, Some(0)),
        ("6984", locked, PinState::Locked, Some(0)),
        ("63C0", locked, PinState::Locked, Some(0)),
        ("6300", unknown, PinState::Unknown, None),
        ("9000", unknown, PinState::Unknown, None),
        ("63C4", unknown, PinState::Unknown, None),
        ("6A88", unknown, PinState::Unknown, None),
        ("6F00", unknown, PinState::Unknown, None),
        ("0000", unknown, PinState::Unknown, None),
    ] {
        let card = shared(&format!("[ap.jpki.pin.0018]\nquery_answer = \"{answer}\""));
        let mut person = Person::typing("1234");
        person.sure = true;
        let report = verify(&card, &mut person);
        assert!(ids(&report).contains(&finding), "{answer}");
        assert_eq!(report.pins[0].state, state, "{answer}");
        assert_eq!(report.pins[0].tries_left, left, "{answer}");
        assert_eq!((person.asked, tally(&card).verifies), (0, 0), "{answer}");
        let status = pin::status::status(&mut connect(&card), DAY);
        assert_eq!(status.pins[0].state, state, "{answer}");
        assert_eq!(status.pins[0].tries_left, left, "{answer}");
        assert!(status.pins.len() == 6, "{answer} hides the others");
        assert_ne!(
            status.outcome(),
            mynacheck::internals::finding::Outcome::Good
        );
    }
}

#[test]
fn what_other_cards_are_is_said_instead() {
    for (name, finding) in [
        ("face-only", FindingId::PinNotTriedLocked),
        ("juki-card", FindingId::JukiCard),
        ("driving-licence", FindingId::NotMyNumberCard),
    ] {
        let image = Image::built_in(name, DAY.today).unwrap();
        let card = Arc::new(Mutex::new(Card::new(image)));
        let mut person = Person::typing("1234");
        let report = verify(&card, &mut person);
        assert!(ids(&report).contains(&finding), "{name}");
        assert_eq!((person.asked, tally(&card).verifies), (0, 0), "{name}");
    }
    let image = Image::built_in("face-only", DAY.today).unwrap();
    let mut transport = SimulatedTransport::connect("face", image, LIMIT).unwrap();
    let report = pin::verify(&mut transport, &mut Person::typing("1234"), DAY);
    let face = Finding::PinNotTriedLocked { no_signing: true };
    assert!(report.findings.contains(&face));
}

#[test]
fn odd_answers_to_the_verify_itself() {
    for (answer, finding) in [
        ("6300", FindingId::PinWrong),
        ("6983", FindingId::PinSentLocked),
        ("6984", FindingId::PinSentLocked),
        ("6700", FindingId::PinAnswerOdd),
        ("6F00", FindingId::PinAnswerOdd),
        // More tries than there are.
        ("63CF", FindingId::PinAnswerOdd),
        // Right, it says, but the next question is answered with a try less.
        (
            "9000\"\n[[quirk]]\nto = \"00200080\"\nafter = 2\nanswer = \"63C2",
            FindingId::PinAnswerOdd,
        ),
    ] {
        let card = shared(&format!(
            "[[quirk]]\nto = \"0020008004\"\nanswer = \"{answer}\""
        ));
        let report = verify(&card, &mut Person::typing("1234"));
        assert!(ids(&report).contains(&finding), "{answer}");
        assert!(!ids(&report).contains(&FindingId::PinRight), "{answer}");
        assert_eq!((tally(&card).verifies, tally(&card).power_downs), (1, 1));
    }
}

/// The answer is lost after the card has compared, or the command never arrived: the count tells.
#[test]
fn a_connection_that_breaks_at_the_verify_is_not_tried_again() {
    let never_arrived = "[[quirk]]\nto = \"0020008004\"\nremove = true";
    let answer_lost = "[[quirk]]\nto = \"0020008004\"\ncut = 0";
    let hangs = "[[quirk]]\nto = \"0020008004\"\nhang = true";
    for (quirk, typed, left, after) in [
        (never_arrived, "1234", 3, Some(3)),
        (never_arrived, "9999", 2, Some(2)),
        (answer_lost, "9999", 3, Some(2)),
        (answer_lost, "1234", 2, Some(3)),
        (answer_lost, "1234", 3, Some(3)),
        (answer_lost, "9999", 2, Some(1)),
        (hangs, "1234", 3, Some(3)),
    ] {
        for reachable in [true, false] {
            let card = shared(&format!("{quirk}\n[ap.jpki.pin.0018]\nleft = {left}"));
            let mut person = Person::typing(typed);
            person.again = reachable.then(|| Arc::clone(&card));
            let report = verify(&card, &mut person);
            let after = after.filter(|_| reachable);
            let unknown = Finding::PinOutcomeUnknown {
                before: left,
                after,
            };
            assert!(report.findings.contains(&unknown), "{:?}", report.findings);
            assert!(!ids(&report).contains(&FindingId::PinRight));
            let told = report.pins.first().and_then(|pin| pin.tries_left);
            assert_eq!(told, after);
            assert_eq!(tally(&card).verifies, 1);
            assert!(tally(&card).power_downs >= 1);
        }
    }
}

#[test]
fn a_card_that_comes_back_as_another_tells_no_count() {
    let card = shared("[[quirk]]\nto = \"0020008004\"\nremove = true");
    let mut person = Person::typing("1234");
    let other = shared("[certificate.user-authentication]\nserial = \"01020304\"");
    person.again = Some(Arc::clone(&other));
    let report = verify(&card, &mut person);
    let unknown = Finding::PinOutcomeUnknown {
        before: 3,
        after: None,
    };
    assert!(report.findings.contains(&unknown));
    assert_eq!((tally(&card).verifies, tally(&other).verifies), (1, 0));
}

/// A card pulled after the VERIFY: its answer is known, and stays the answer.
#[test]
fn a_card_pulled_after_the_verify_has_answered() {
    // The query for the tries left is the fourth VERIFY of the card's day.
    let quirk = "[[quirk]]\nto = \"00200080\"\nafter = 3\nremove = true";
    let card = shared(quirk);
    let report = verify(&card, &mut Person::typing("9999"));
    let wrong = Finding::PinWrong { left: Some(2) };
    assert!(report.findings.contains(&wrong));
    assert_eq!(report.pins[0].tries_left, Some(2));
    let card = shared(quirk);
    let report = verify(&card, &mut Person::typing("1234"));
    assert!(ids(&report).contains(&FindingId::PinRight));
    assert_eq!(report.pins[0].tries_left, None);
    assert_eq!(tally(&card).verifies, 1);
}

#[test]
fn another_card_or_count_after_typing_is_noticed() {
    let pin = "[ap.jpki.pin.0018]\n";
    for change in [
        "[certificate.user-authentication]\nserial = \"01020304\"".to_owned(),
        format!("{pin}left = 2"),
        format!("{pin}query_answer = \"9000\""),
        "[ap.jpki.ef.0006]\ntext = \"JPKIAPGPSETOKEN\"".to_owned(),
        "[ap.jpki]\nabsent = true".to_owned(),
        "[ap.jpki.ef.000A]\nread = \"pin 0018\"".to_owned(),
    ] {
        let first = shared("");
        let other = shared(&change);
        let slot = Slot::new(connect(&first));
        let mut reader = Faulty::new(slot.clone(), well());
        let mut person = Person::typing("1234");
        let swapped = Arc::clone(&other);
        person.meanwhile = Box::new(move || *slot.card.lock().unwrap() = connect(&swapped));
        let report = pin::verify(&mut reader, &mut person, DAY);
        assert!(
            ids(&report).contains(&FindingId::PinCardChanged),
            "{change}"
        );
        assert_eq!((tally(&first).verifies, tally(&other).verifies), (0, 0));
        assert_eq!(reader.left, [Leave::Untouched; 2], "nothing was verified");
        // What was counted before is not so any more.
        let left = report.pins.first().and_then(|pin| pin.tries_left);
        let same_card = change == format!("{pin}left = 2");
        assert_eq!(left, same_card.then_some(2), "{change}");
    }
}

#[test]
fn no_transaction_is_held_while_somebody_types() {
    let open = Cell::new(false);
    let plan: Plan<'_> = Box::new(|_, call| {
        open.set(!matches!(call, Call::End(_)));
        None
    });
    let mut reader = Faulty::new(connect(&shared("")), plan);
    let mut person = Person::typing("1234");
    person.meanwhile = Box::new(|| assert!(!open.get()));
    pin::verify(&mut reader, &mut person, DAY);
    assert_eq!(person.asked, 1);
    drop(person);
    assert_eq!(reader.left, [Leave::Untouched, Leave::PoweredDown]);
}

type Question = fn(&mut dyn Transport, &mut dyn Cardholder) -> Report;

const QUESTIONS: &[(&str, &str, Question)] = &[
    ("pin verify", "", |transport, desk| {
        pin::verify(transport, desk, DAY)
    }),
    ("prove", "", |transport, desk| {
        pin::prove::prove(transport, desk, DAY, &Wanted::default())
    }),
    (
        "certificate of a phone",
        "[ap.jpki.ef.000A]\nread = \"pin 0018\"\n[ap.jpki.ef.0006]\ntext = \"JPKIAPGPSETOKEN\"",
        |transport, desk| {
            let wanted = Wanted::default();
            pin::certificate::certificate(transport, desk, DAY, &wanted).0
        },
    ),
];

/// Whatever fails, wherever: a PIN goes out once at most, and never without power-down behind it.
#[test]
fn a_fault_at_every_call_sends_no_pin_twice() {
    let transmit = Operation::Transmit;
    let faults = [
        (scard(transmit, ScardCode::W_RESET_CARD), false),
        (scard(transmit, ScardCode::W_RESET_CARD), true),
        (scard(transmit, ScardCode::W_REMOVED_CARD), true),
        (scard(transmit, ScardCode::F_COMM_ERROR), false),
        (TransportError::ShortResponse { length: 0 }, true),
        (
            TransportError::TimedOut {
                operation: transmit,
                limit: LIMIT,
            },
            true,
        ),
        (TransportError::Interrupted, true),
        (TransportError::Lost, true),
    ];
    for (name, changes, question) in QUESTIONS {
        for (fault, lasting) in &faults {
            for at in 0.. {
                let card = shared(changes);
                let fault = Fault::Fails(fault.clone());
                let plan = if *lasting { faulty::lasting } else { once };
                let mut reader = Faulty::new(connect(&card), plan(at, fault.clone()));
                let mut person = Person::typing("1234");
                person.again = Some(Arc::clone(&card));
                let report = question(&mut reader, &mut person);
                let place = format!("{name}, {fault:?} at call {at}");
                assert!(reader.verifies <= 1, "{place}: sent {}", reader.verifies);
                assert!(tally(&card).verifies <= reader.verifies, "{place}");
                if reader.verifies == 1 {
                    assert_eq!(reader.left.last(), Some(&Leave::PoweredDown), "{place}");
                    assert_eq!(person.asked, 1, "{place}");
                } else {
                    assert!(!reader.left.contains(&Leave::PoweredDown), "{place}");
                }
                assert!(report.findings.len() > 1, "{place} says nothing");
                if reader.calls <= at {
                    assert!(ids(&report).contains(&FindingId::PinRight), "{place}");
                    break;
                }
            }
        }
    }
}

/// The EF of the PIN is refused, the first, second or third time that it is selected: nothing is sent,
/// and the words are of the PIN.
#[test]
fn a_pin_whose_file_is_refused_is_not_sent_and_not_called_a_certificate() {
    const SELECT: &[u8] = &[0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, 0x18];
    for (time, expected) in [
        (1, FindingId::PinNotTriedUnknown),
        (2, FindingId::PinCardChanged),
        (3, FindingId::PinNotTriedUnknown),
    ] {
        let mut selected = 0;
        let plan: Plan<'_> = Box::new(move |_, call| {
            let Call::Transmit(mynacheck::internals::transport::Outgoing { bytes: SELECT, .. }) =
                call
            else {
                return None;
            };
            selected += 1;
            (selected == time).then(|| Fault::Answers(vec![0x6A, 0x82]))
        });
        let mut reader = Faulty::new(connect(&shared("")), plan);
        let report = pin::verify(&mut reader, &mut Person::typing("1234"), DAY);
        assert_eq!(reader.verifies, 0, "at {time}");
        let said = ids(&report);
        assert!(said.contains(&expected), "at {time}: {said:?}");
        assert!(!said.contains(&FindingId::CertificateRefused), "at {time}");
    }
}

/// A certificate that is not there proves nothing, whatever else is right. Success without a byte does
/// not even say that there is none.
#[test]
fn an_empty_certificate_proves_nothing() {
    for (answer, finding) in [
        ("6B00", FindingId::CertificateAbsent),
        ("9000", FindingId::CardAnswersOddly),
    ] {
        let empty = format!("[[quirk]]\nto = \"00B0000000\"\nanswer = \"{answer}\"");
        for (name, changes, question) in QUESTIONS.iter().skip(1) {
            let card = shared(&format!("{changes}\n{empty}"));
            let report = question(&mut connect(&card), &mut Person::typing("1234"));
            let said = ids(&report);
            assert!(said.contains(&finding), "{name} {answer}: {said:?}");
            assert_ne!(report.verdict(), Verdict::Usable, "{name}");
        }
    }
}

/// Not even a fault of this program leaves a verified PIN behind.
#[test]
fn a_panic_behind_the_verify_powers_the_card_down() {
    let card = shared("");
    let mut reader = Faulty::new(connect(&card), well());
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let report = mynacheck::internals::conversation::report(&reader, DAY);
        let mut person = Person::typing("1234");
        pin::entry::enter(&mut reader, &mut person, report, &mut |_, _| {
            panic!("a fault, for the test")
        })
    }));
    assert!(ended.is_err());
    assert_eq!(reader.left.last(), Some(&Leave::PoweredDown));
    assert_eq!((tally(&card).verifies, tally(&card).power_downs), (1, 1));
}

/// A reset by another program before the VERIFY costs nothing but a second look.
#[test]
fn a_reset_before_the_verify_is_survived() {
    let reset = scard(Operation::Transmit, ScardCode::W_RESET_CARD);
    // Calls: begin, 7 commands, end; begin, SELECT, ...
    for at in [2, 8, 11, 13] {
        let card = shared("");
        let plan = once(at, Fault::Fails(reset.clone()));
        let mut reader = Faulty::new(connect(&card), plan);
        let report = pin::verify(&mut reader, &mut Person::typing("1234"), DAY);
        let last = ids(&report);
        assert!(last.contains(&FindingId::PinRight), "call {at}: {last:?}");
        assert_eq!(tally(&card).verifies, 1);
    }
}

/// What another program has verified opens nothing here.
#[test]
fn the_application_is_left_before_the_proof() {
    let card = shared("");
    let mut reader = Faulty::new(connect(&card), well());
    pin::prove::prove(
        &mut reader,
        &mut Person::typing("1234"),
        DAY,
        &Wanted::default(),
    );
    let manager = hex::decode("00A4040C07A0000001510000").unwrap();
    let jpki = hex::decode("00A4040C0AD392F000260100000001").unwrap();
    let selected: Vec<&Vec<u8>> = reader
        .sent
        .iter()
        .filter(|command| command.starts_with(&[0x00, 0xA4, 0x04]))
        .collect();
    assert_eq!(selected, [&jpki, &manager, &jpki]);
}

/// An entry at an ordinary card, command by command: it is looked at, left alone while somebody types,
/// and looked at again before the one VERIFY.
#[test]
fn an_entry_asks_for_nothing_else() {
    let card = shared("");
    let mut reader = Faulty::new(connect(&card), well());
    pin::verify(&mut reader, &mut Person::typing("1234"), DAY);
    let look = [
        "00A4040C0AD392F000260100000001",
        "00A4020C020006",
        "00B0000020",
        "00A4020C02000A",
        "00B0000000",
        "00A4020C020018",
        "00200080",
    ];
    let manager = ["00A4040C07A0000001510000"];
    // The VERIFY itself stands between these two; the reader of this test keeps no PIN.
    let verify = ["00A4020C020018", "00A4020C020018", "00200080"];
    let expected = [&look[..], &manager, &look, &verify].concat();
    let sent: Vec<String> = reader.sent.iter().map(hex::encode_upper).collect();
    assert_eq!(sent, expected);
    assert_eq!(tally(&card).verifies, 1);
}

#[test]
fn only_four_bytes_ask_for_the_tries_left() {
    let card = shared("");
    let mut reader = Faulty::new(connect(&card), well());
    let report = pin::status::status(&mut reader, DAY);
    assert_eq!(report.pins.len(), 6);
    let queries: Vec<_> = reader.sent.iter().filter(|sent| sent[1] == 0x20).collect();
    assert_eq!(queries.len(), 6);
    assert!(queries.iter().all(|query| query.len() == 4));
    assert_eq!(reader.left, [Leave::Untouched]);
    assert_eq!(tally(&card).verifies, 0);
}

/// Each application is selected once, each PIN's EF once; nothing else is read but what the card is.
#[test]
fn the_counts_of_an_ordinary_card_ask_for_nothing_else() {
    let mut reader = Faulty::new(connect(&shared("")), well());
    pin::status::status(&mut reader, DAY);
    let ef = |file: &str| [format!("00A4020C02{file}"), "00200080".to_owned()];
    let what_it_is = ["00A4020C020006", "00B0000020"].map(str::to_owned);
    let expected = [
        &["00A4040C0AD392F000260100000001".to_owned()][..],
        &what_it_is,
        &ef("0018"),
        &ef("001B"),
        &["00A4040C0AD3921000310001010408".to_owned()],
        &ef("0011"),
        &ef("0014"),
        &ef("0015"),
        &["00A4040C0AD3921000310001010401".to_owned()],
        &ef("001C"),
    ];
    let sent: Vec<String> = reader.sent.iter().map(hex::encode_upper).collect();
    assert_eq!(sent, expected.concat());
}

/// Without a signing certificate the PIN cannot be reset in a convenience store: both commands know.
#[test]
fn a_locked_pin_is_told_with_what_can_be_done_about_it() {
    let locked = "[ap.jpki.pin.0018]\nleft = 0\n";
    let minors = "[ap.jpki.ef.0008]\nhex = \"008F00\"\n";
    for (changes, no_signing) in [("", false), (minors, true)] {
        let card = shared(&format!("{locked}{changes}"));
        let counted = pin::status::status(&mut connect(&card), DAY);
        assert!(
            counted
                .findings
                .contains(&Finding::PinLocked { no_signing }),
            "{:?}",
            counted.findings
        );
        let entered = verify(&card, &mut Person::typing("1234"));
        let kept = Finding::PinNotTriedLocked { no_signing };
        assert!(entered.findings.contains(&kept), "{:?}", entered.findings);
        assert_eq!(tally(&card).verifies, 0);
    }
}

#[test]
fn one_odd_pin_hides_no_other() {
    let text = "00A4040C0AD3921000310001010408";
    for (change, odd, count) in [
        (
            "[ap.text.pin.0011]\nquery_answer = \"6F00\"".to_owned(),
            1,
            6,
        ),
        ("[ap.text.pin.0011]\nabsent = true".to_owned(), 0, 5),
        ("[ap.text]\nabsent = true".to_owned(), 0, 3),
        (
            format!("[[quirk]]\nto = \"{text}\"\nanswer = \"6985\""),
            3,
            6,
        ),
        ("[ap.resident]\nabsent = true".to_owned(), 0, 5),
    ] {
        let report = pin::status::status(&mut connect(&shared(&change)), DAY);
        let unknown = report
            .pins
            .iter()
            .filter(|pin| pin.state == PinState::Unknown);
        assert_eq!(unknown.count(), odd, "{change}");
        assert_eq!(report.pins.len(), count, "{change}");
        let said = ids(&report);
        let told = said.iter().filter(|id| **id == FindingId::OtherPinUnknown);
        assert_eq!(told.count(), odd, "{change}");
    }
    let locked = "[ap.jpki.pin.001B]\nleft = 0\n[ap.text.pin.0014]\nleft = 1";
    let report = pin::status::status(&mut connect(&shared(locked)), DAY);
    let said = ids(&report);
    assert!(said.contains(&FindingId::OtherPinLocked));
    assert!(said.contains(&FindingId::OtherPinLastTry));
}

/// Answers from a list, as the terminal or standard input would give them.
struct Answers(VecDeque<io::Result<String>>);

impl Answers {
    fn next(&mut self) -> io::Result<String> {
        let end = || Err(io::ErrorKind::UnexpectedEof.into());
        self.0.pop_front().unwrap_or_else(end)
    }
}

impl Prompt for Answers {
    fn hidden(&mut self, _question: &str) -> io::Result<Zeroizing<String>> {
        self.next().map(Zeroizing::new)
    }

    fn shown(&mut self, _question: &str) -> io::Result<String> {
        self.next()
    }

    fn line(&mut self) -> io::Result<Zeroizing<String>> {
        self.next().map(Zeroizing::new)
    }
}

fn program(arguments: &[&str], answers: Vec<io::Result<String>>) -> (Run, Tally) {
    let mut all = arguments.to_vec();
    all.extend(["--format", "json", "--today", "2026-11-22"]);
    program::run_before(&all, Box::new(Answers(answers.into())))
}

#[test]
fn the_exit_code_says_what_became_of_the_pin() {
    type Typed = Vec<Result<String, io::ErrorKind>>;
    let typed = |text: &str| -> Typed { vec![Ok(text.to_owned())] };
    let stopped = || -> Typed { vec![Err(io::ErrorKind::Interrupted)] };
    let wrong = "pin-wrong";
    for (card, answers, exit, finding, verifies) in [
        ("valid", typed("1234"), 0, "pin-right", 1),
        ("short-identifiers", typed("1234"), 0, "pin-right", 1),
        ("slow-start", typed("1234"), 0, "pin-right", 1),
        ("next-generation", typed("1234"), 0, "pin-right", 1),
        ("iphone", typed("1234"), 0, "pin-right", 1),
        ("valid", typed("9999"), 5, wrong, 1),
        ("android", typed("9999"), 5, wrong, 1),
        ("valid", typed("123"), 5, "pin-length", 0),
        ("valid", typed("12345"), 5, "pin-length", 0),
        ("valid", typed(""), 5, "pin-length", 0),
        ("valid", typed("12a4"), 5, "pin-not-digits", 0),
        ("valid", typed("abcd"), 5, "pin-not-digits", 0),
        ("valid", typed("１２３４"), 5, "pin-full-width", 0),
        ("valid", vec![], 4, "pin-not-given", 0),
        ("valid", stopped(), 130, "interrupted", 0),
        ("locked", typed("1234"), 5, "pin-not-tried-locked", 0),
        ("face-only", typed("1234"), 5, "pin-not-tried-locked", 0),
        ("juki-card", typed("1234"), 3, "juki-card", 0),
        ("driving-licence", typed("1234"), 3, "not-my-number-card", 0),
    ] {
        for stdin in [false, true] {
            let answers = answers.iter().cloned();
            let answers = answers
                .map(|answer| answer.map_err(io::Error::from))
                .collect();
            let mut arguments = vec!["pin", "verify", "--simulate", card];
            arguments.extend(stdin.then_some("--pin-stdin"));
            let (run, tally) = program(&arguments, answers);
            assert_eq!(run.exit, exit, "{card} {}", run.out);
            assert!(run.out.contains(&format!("\"{finding}\"")), "{}", run.out);
            assert_eq!(tally.verifies, verifies, "{card} {finding}");
            assert_eq!(tally.power_downs, verifies, "{card} {finding}");
        }
    }
}

#[test]
fn the_last_try_at_the_command_line() {
    let answers = |answers: &[&str]| answers.iter().map(|text| Ok((*text).to_owned())).collect();
    let verify = ["pin", "verify", "--simulate", "last-try"];
    for (extra, typed, exit, verifies) in [
        (&[][..], &["yes", "1234"][..], 0, 1),
        (&[], &["はい", "9999"], 5, 1),
        (&[], &["no", "1234"], 5, 0),
        (&[], &["1234"], 5, 0),
        (&[], &[], 4, 0),
        (&["--pin-stdin"], &["1234"], 5, 0),
        (&["--pin-stdin", "--allow-last-try"], &["1234"], 0, 1),
        (&["--allow-last-try"], &["1234"], 0, 1),
    ] {
        let arguments = [&verify[..], extra].concat();
        let (run, tally) = program(&arguments, answers(typed));
        assert_eq!(run.exit, exit, "{arguments:?} {typed:?}: {}", run.out);
        assert_eq!(tally.verifies, verifies, "{arguments:?} {typed:?}");
    }
}

/// Nothing but the commands for it sends a PIN.
#[test]
fn no_other_command_verifies() {
    for card in ["valid", "last-try", "iphone", "locked"] {
        for command in [&["check"][..], &["pin", "status"], &["certificate"]] {
            let arguments = [command, &["--simulate", card]].concat();
            let (_, tally) = program(&arguments, vec![]);
            assert!(tally.commands > 0, "{card} {command:?}");
            assert_eq!(tally.verifies, 0, "{card} {command:?}");
            assert_eq!(tally.power_downs, 0, "{card} {command:?}");
        }
    }
}

/// A recording tells the same again, also where the connection broke and was made anew; it holds no
/// PIN, so any will do.
#[test]
fn a_recorded_entry_is_replayed() {
    let scratch = program::Scratch::new("pin-replay");
    let (card, recording) = (scratch.path("card.toml"), scratch.path("recording"));
    for (change, typed) in [
        ("", "1234"),
        ("", "9999"),
        ("[[quirk]]\nto = \"0020008004\"\ncut = 0", "9999"),
        ("[[quirk]]\nto = \"0020008004\"\nremove = true", "9999"),
        ("[[quirk]]\nto = \"0020008004\"\nhang = true", "1234"),
    ] {
        std::fs::write(&card, format!("extends = \"valid\"\n{change}")).unwrap();
        let verify = ["pin", "verify", "--format", "json"];
        let record = ["--simulate", &card, "--record", &recording, "--overwrite"];
        let answers = |pin: &str| Box::new(Answers([Ok(pin.to_owned())].into()));
        let (recorded, _) = program::run_before(&[&verify[..], &record].concat(), answers(typed));
        let replay = ["--replay", &recording];
        let (replayed, _) = program::run_before(&[&verify[..], &replay].concat(), answers("0000"));
        assert_eq!(recorded.exit, replayed.exit, "{}", replayed.out);
        let comparable = |run: &Run| {
            let mut report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
            report["source"] = serde_json::Value::Null;
            report["exchange"]["millis"] = serde_json::Value::Null;
            report
        };
        assert_eq!(comparable(&recorded), comparable(&replayed));
    }
    let prove = program::run(&["prove", "--replay", &recording]);
    assert_eq!(prove.exit, 2, "{}", prove.out);
}
