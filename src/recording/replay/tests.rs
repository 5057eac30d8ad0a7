#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking"
)]

use std::cell::RefCell;
use std::io::BufReader;

use jiff::civil::date;

use super::*;
use crate::iso7816::command::Command;
use crate::iso7816::{PinReference, Session};
use crate::jpki::{Jpki, Tries, file};
use crate::recording::recorder::{Recorder, Tape};
use crate::recording::{Header, Policy, Provenance, ReadError};
use crate::secret::Pin;
use crate::simulator::SimulatedTransport;
use crate::simulator::cards::{BUILT_IN, find};
use crate::simulator::image::Image;

const LIMIT: Duration = Duration::from_secs(15);

fn simulated(name: &str, extra: &str) -> SimulatedTransport {
    let text = find(name).map_or_else(String::new, |card| card.file.to_owned()) + extra;
    let image = Image::parse(&text, date(2026, 11, 22)).unwrap();
    SimulatedTransport::connect(name, image, LIMIT).unwrap()
}

fn header() -> Header {
    Header {
        program: "mynacheck 0.1.0".to_owned(),
        platform: "test".to_owned(),
        provenance: Provenance::Simulated,
        today: date(2026, 11, 22),
        from_clock: false,
        policy: Policy::Redacted,
        expect: None,
    }
}

/// What a conversation yields, as far as it can be compared.
fn conversation(transport: &mut dyn Transport) -> String {
    let mut session = Session::new(transport);
    let mut told = Vec::new();
    match Jpki::select(&mut session) {
        Err(error) => told.push(format!("{error:?}")),
        Ok(mut jpki) => {
            told.push(format!("{:?}", jpki.token()));
            told.push(format!("{:?}", jpki.tries(&file::USER_PIN)));
            let head = jpki.certificate_head();
            told.push(match &head {
                Ok(bytes) => format!("{:?}", crate::certificate::head::read(bytes)),
                Err(error) => format!("{error:?}"),
            });
        }
    }
    told.join("\n")
}

/// Shares what is written with the test.
#[derive(Clone, Default)]
struct Memory(Rc<RefCell<Vec<u8>>>);

impl std::io::Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn record(
    card: SimulatedTransport,
    talk: impl Fn(&mut dyn Transport) -> String,
) -> (String, Vec<u8>) {
    let memory = Memory::default();
    let tape = Tape::new(memory.clone(), &header()).unwrap();
    let mut recorder = Recorder::new(Box::new(card), &tape, Duration::ZERO);
    recorder.begin().unwrap();
    let told = talk(&mut recorder);
    recorder.end(Leave::Untouched).unwrap();
    tape.finish().unwrap();
    let bytes = memory.0.borrow().clone();
    (told, bytes)
}

fn replay(bytes: &[u8]) -> Result<ReplayTransport, ReadError> {
    let (_, events) = crate::recording::read(BufReader::new(bytes))?;
    Ok(ReplayTransport::connect(events).unwrap())
}

#[test]
fn every_card_is_replayed_to_the_same_end() {
    for card in BUILT_IN.iter().filter(|card| card.name != "mute") {
        let (told, bytes) = record(simulated(card.name, ""), conversation);
        let mut replay = replay(&bytes).unwrap();
        replay.begin().unwrap();
        assert_eq!(conversation(&mut replay), told, "{}", card.name);
        assert!(
            replay.script().finish().is_err(),
            "the end is still to come"
        );
        replay.end(Leave::Untouched).unwrap();
        assert_eq!(replay.script().finish(), Ok(()));
    }
}

#[test]
fn transport_errors_are_replayed_as_they_were() {
    for quirk in [
        "hang = true",
        "remove = true",
        "cut = 1",
        "delay_ms = 31000",
        "answer = \"6F00\"",
    ] {
        let extra = format!("\n[[quirk]]\nto = \"00B0\"\n{quirk}\n");
        let (told, bytes) = record(simulated("valid", &extra), conversation);
        let mut replay = replay(&bytes).unwrap();
        replay.begin().unwrap();
        assert_eq!(conversation(&mut replay), told, "{quirk}");
        replay.end(Leave::Untouched).unwrap();
        if quirk.contains("31000") {
            assert!(
                replay.elapsed() >= Duration::from_secs(31),
                "time is the recorded one"
            );
        }
    }
}

fn expect_mismatch<T: std::fmt::Debug>(result: Result<T, TransportError>) -> Mismatch {
    match result {
        Err(TransportError::Mismatch(mismatch)) => *mismatch,
        other => panic!("{other:?}"),
    }
}

#[test]
fn another_command_is_named_with_the_nearest_that_fits() {
    let (_, bytes) = record(simulated("valid", ""), conversation);
    let mut replay = replay(&bytes).unwrap();
    let early = expect_mismatch(replay.transmit(Command::select_file(0x0018).outgoing()));
    assert_eq!(early.expected.as_deref(), Some("begin"));
    replay.begin().unwrap();
    let mismatch = expect_mismatch(replay.transmit(Command::select_file(0x0018).outgoing()));
    assert_eq!(mismatch.line, Some(4));
    assert_eq!(
        mismatch.expected.as_deref(),
        Some("00A4040C0AD392F000260100000001")
    );
    assert_eq!(mismatch.got.as_deref(), Some("00A4020C020018"));
    assert_eq!(mismatch.later, Some(7));
    assert!(!mismatch.repeated_verify);
    let left = expect_mismatch(replay.script().finish());
    assert_eq!((left.line, left.got), (Some(4), None));
    // One difference is told once.
    assert_eq!(replay.end(Leave::PoweredDown), Ok(()));
}

#[test]
fn the_card_is_left_as_it_was() {
    let (_, bytes) = record(simulated("valid", ""), conversation);
    let mut replay = replay(&bytes).unwrap();
    replay.begin().unwrap();
    conversation(&mut replay);
    let wrong = expect_mismatch(replay.end(Leave::PoweredDown));
    assert_eq!(wrong.expected.as_deref(), Some("leave untouched"));
    assert_eq!(wrong.got.as_deref(), Some("leave powered-down"));
}

#[test]
fn a_pin_fits_a_pin_and_is_never_played_twice() {
    let verify = |digits: &str| Command::verify(PinReference::Selected, Pin::new(digits).unwrap());
    let (_, bytes) = record(simulated("valid", ""), |transport| {
        let mut session = Session::new(transport);
        let mut jpki = Jpki::select(&mut session).unwrap();
        assert_eq!(jpki.tries(&file::USER_PIN), Ok(Tries::Left(3)));
        transport.transmit(verify("7391").outgoing()).unwrap();
        String::new()
    });
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(
        text.contains(r#""c":["0020008004",{"r":"pin","n":4}],"r":[],"sw":"63C2""#),
        "{text}"
    );
    let mut replay = replay(&bytes).unwrap();
    replay.begin().unwrap();
    let mut session = Session::new(&mut replay);
    let mut jpki = Jpki::select(&mut session).unwrap();
    jpki.tries(&file::USER_PIN).unwrap();
    assert_eq!(
        replay.transmit(verify("0000").outgoing()),
        Ok(vec![0x63, 0xC2])
    );
    let mismatch = expect_mismatch(replay.transmit(verify("0000").outgoing()));
    assert!(mismatch.repeated_verify);
    assert_eq!(mismatch.got.as_deref(), Some("0020008004XXXXXXXX"));
    let query =
        expect_mismatch(replay.transmit(Command::tries_query(PinReference::Selected).outgoing()));
    assert!(!query.repeated_verify);
}

#[test]
fn a_changed_recording_never_replays_to_something_else() {
    let (_, bytes) = record(simulated("last-try", ""), conversation);
    for position in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[position] ^= 0x01;
        assert!(replay(&changed).is_err(), "byte {position}");
    }
}

/// Takes so many bytes and is full then.
struct Full(usize);

impl std::io::Write for Full {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 = self
            .0
            .checked_sub(bytes.len())
            .ok_or(std::io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_does_not_end_the_conversation_but_is_told() {
    let tape = Tape::new(Full(600), &header()).unwrap();
    let mut recorder = Recorder::new(Box::new(simulated("valid", "")), &tape, Duration::ZERO);
    recorder.begin().unwrap();
    let told = conversation(&mut recorder);
    assert_eq!(told, conversation(&mut simulated("valid", "")));
    assert_eq!(
        tape.finish().unwrap_err().kind(),
        std::io::ErrorKind::StorageFull
    );
}
