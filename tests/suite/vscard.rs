//! A card in a virtual machine's USB reader, seen from QEMU's side of the socket: the test is QEMU.

use crate::program;
use crate::vpcd::{Laid, serve_in};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use mynacheck::internals::simulator::state::Tally;
use mynacheck::internals::virtual_reader::{Address, Departure, Peer, Slot, SlotEvent};
use proptest::prelude::*;

/// Kinds of messages (`vscard_common.h`).
const INIT: u32 = 1;
const ERROR: u32 = 2;
const READER_ADD: u32 = 3;
const ATR: u32 = 5;
const CARD_REMOVE: u32 = 6;
const APDU: u32 = 7;
const FLUSH: u32 = 8;
const FLUSH_COMPLETE: u32 = 9;

/// SELECT JPKI.
const SELECT: &[u8] = b"\x00\xA4\x04\x0C\x0A\xD3\x92\xF0\x00\x26\x01\x00\x00\x00\x01";
/// SELECT the EF of the user-authentication PIN.
const SELECT_PIN: &[u8] = b"\x00\xA4\x02\x0C\x02\x00\x18";
/// VERIFY without data: how many tries are left?
const TRIES: &[u8] = b"\x00\x20\x00\x80";

/// QEMU's end of the socket.
pub(crate) struct Qemu(TcpStream);

impl Qemu {
    fn accept(listener: &TcpListener) -> Self {
        let (stream, _) = listener.accept().unwrap();
        let limit = Some(Duration::from_secs(10));
        stream.set_read_timeout(limit).unwrap();
        Self(stream)
    }

    /// Accepts, and consents to reader and card; the ATR that it was offered.
    pub(crate) fn insert(listener: &TcpListener) -> (Self, Vec<u8>) {
        let mut qemu = Self::accept(listener);
        let (kind, reader, body) = qemu.receive().unwrap();
        assert_eq!((kind, reader), (INIT, u32::MAX));
        assert_eq!(body, b"VSCD\x00\x00\x00\x02\x00\x00\x00\x00");
        let (kind, reader, _) = qemu.receive().unwrap();
        assert_eq!((kind, reader), (READER_ADD, u32::MAX));
        // As QEMU does, also after the card's own.
        qemu.send(INIT, b"VSCD\x00\x00\x00\x02\x00\x00\x00\x00");
        qemu.send(ERROR, &[0; 4]);
        let (kind, reader, atr) = qemu.receive().unwrap();
        assert_eq!((kind, reader), (ATR, 0));
        qemu.send(ERROR, &[0; 4]);
        (qemu, atr)
    }

    fn send(&mut self, kind: u32, body: &[u8]) {
        let mut message = Vec::new();
        for word in [kind, 0, u32::try_from(body.len()).unwrap()] {
            message.extend(word.to_be_bytes());
        }
        message.extend(body);
        self.0.write_all(&message).unwrap();
    }

    /// The next message; None at the end.
    fn receive(&mut self) -> Option<(u32, u32, Vec<u8>)> {
        let mut head = [0; 12];
        self.0.read_exact(&mut head).ok()?;
        let word = |at: usize| u32::from_be_bytes(head[at..at + 4].try_into().unwrap());
        let mut body = vec![0; usize::try_from(word(8)).unwrap()];
        self.0.read_exact(&mut body).unwrap();
        Some((word(0), word(4), body))
    }

    pub(crate) fn ask(&mut self, command: &[u8]) -> Vec<u8> {
        self.send(APDU, command);
        let (kind, reader, answer) = self.receive().unwrap();
        assert_eq!((kind, reader), (APDU, 0));
        answer
    }

    /// The card says that it leaves, QEMU consents, and only then is it gone.
    fn sees_it_leave(mut self) {
        assert_eq!(self.receive(), Some((CARD_REMOVE, 0, Vec::new())));
        self.send(ERROR, &[0; 4]);
        assert_eq!(self.receive(), None);
    }
}

/// Serves the card `valid`, changed so, until QEMU's side has ended; what it has counted and seen.
fn serve(extra: &str, qemu: impl FnOnce(&TcpListener)) -> (Tally, Vec<SlotEvent>, Vec<Departure>) {
    let slot = |address: &str| Slot::new(Peer::Vscard, Address::from(address), None);
    let end = serve_in(slot, extra, Laid::AndAgain, qemu);
    (end.tally, end.events, end.departures)
}

#[test]
fn a_card_of_t1_is_offered_as_one_of_t0_and_answers() {
    let (tally, events, _) = serve("", |listener| {
        let (mut qemu, atr) = Qemu::insert(listener);
        assert_eq!(atr, b"\x3B\x00");
        assert_eq!(qemu.ask(SELECT), [0x90, 0x00]);
        assert_eq!(qemu.ask(SELECT_PIN), [0x90, 0x00]);
        assert_eq!(qemu.ask(TRIES), [0x63, 0xC3]);
        qemu.send(FLUSH, &[]);
        assert_eq!(qemu.receive(), Some((FLUSH_COMPLETE, 0, Vec::new())));
        // Of no meaning for a card, and none is made of them.
        for kind in [0, 4, 77, u32::MAX] {
            qemu.send(kind, b"anything");
        }
        assert_eq!(qemu.ask(b"\x00\x20\x00\x80\x049876"), [0x63, 0xC2]);
    });
    assert_eq!((tally.commands, tally.verifies), (4, 1));
    let verify = SlotEvent::Command {
        header: [0x00, 0x20, 0x00, 0x80],
        sent: 9,
        received: Some(2),
        status: Some(0x63C2),
    };
    // The peer is gone by then; the card may lie there again already.
    let last = events
        .iter()
        .rfind(|event| matches!(event, SlotEvent::Command { .. }));
    assert_eq!(last, Some(&verify));
}

#[test]
fn what_t0_has_no_room_for_is_of_wrong_length() {
    let long = format!("[[quirk]]\nto = '00A4'\nanswer = '{}'", "AB".repeat(259));
    serve(&long, |listener| {
        let (mut qemu, _) = Qemu::insert(listener);
        assert_eq!(qemu.ask(SELECT), [0x67, 0x00]);
    });
    let longest = format!("[[quirk]]\nto = '00A4'\nanswer = '{}'", "AB".repeat(258));
    serve(&longest, |listener| {
        let (mut qemu, _) = Qemu::insert(listener);
        assert_eq!(qemu.ask(SELECT).len(), 258);
    });
}

#[test]
fn a_card_that_leaves_says_so_before_it_is_gone() {
    let mut begin = None;
    let (_, _, departures) = serve("[[quirk]]\nto = '00A4'\nremove = true", |listener| {
        let (mut qemu, _) = Qemu::insert(listener);
        qemu.send(APDU, SELECT);
        qemu.sees_it_leave();
        let (qemu, _) = Qemu::insert(listener);
        begin = Some(Instant::now());
        // Nobody consents any more: it goes all the same.
        std::mem::forget(qemu);
    });
    assert_eq!(departures, [Departure::Gone, Departure::Lifted]);
    assert!(begin.unwrap().elapsed() < Duration::from_secs(3));
}

#[test]
fn a_mute_card_has_an_atr_that_a_reader_for_t0_cannot_use() {
    let (tally, ..) = serve("mute = true", |listener| {
        let (mut qemu, atr) = Qemu::insert(listener);
        assert_eq!(atr, b"\x3B\x80\x01\x81");
        qemu.send(APDU, SELECT);
        qemu.send(FLUSH, &[]);
        assert_eq!(qemu.receive(), Some((FLUSH_COMPLETE, 0, Vec::new())));
    });
    assert_eq!(tally.commands, 0);
}

#[test]
fn the_card_comes_back_when_the_machine_does_with_what_it_has_counted() {
    let (tally, ..) = serve("", |listener| {
        for left in [0xC2, 0xC1] {
            let (mut qemu, _) = Qemu::insert(listener);
            qemu.ask(SELECT);
            qemu.ask(SELECT_PIN);
            assert_eq!(qemu.ask(b"\x00\x20\x00\x80\x040000"), [0x63, left]);
        }
        let (mut qemu, _) = Qemu::insert(listener);
        assert_ne!(qemu.ask(TRIES), [0x63, 0xC1], "still selected");
    });
    assert_eq!(tally.verifies, 2);
}

#[test]
fn a_reader_that_is_plugged_in_anew_gets_the_card_again() {
    let (_, _, departures) = serve("", |listener| {
        let (mut qemu, _) = Qemu::insert(listener);
        assert_eq!(qemu.ask(SELECT), [0x90, 0x00]);
        // What QEMU says for a new reader, on the connection of the old one.
        qemu.send(INIT, b"VSCD\x00\x00\x00\x02\x00\x00\x00\x00");
        assert!(matches!(qemu.0.read(&mut [0]), Ok(0)));
        let (mut qemu, _) = Qemu::insert(listener);
        assert_eq!(qemu.ask(SELECT), [0x90, 0x00]);
    });
    assert_eq!(departures[0], Departure::ReaderGone);
}

#[test]
fn a_machine_that_wants_no_card_is_asked_again_after_a_pause() {
    let begin = Instant::now();
    serve("", |listener| {
        for _ in 0..2 {
            Qemu::accept(listener).send(ERROR, &[0, 0, 0, 1]);
        }
        Qemu::insert(listener);
    });
    // Twice half a second; a card that hammered would be back in a millisecond.
    assert!(begin.elapsed() > Duration::from_millis(900));
}

#[test]
fn a_length_beyond_all_reason_ends_the_connection() {
    serve("", |listener| {
        let (mut qemu, _) = Qemu::insert(listener);
        qemu.0
            .write_all(&[0, 0, 0, 7, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF])
            .unwrap();
        // No waiting for four gigabytes, and the next one is served.
        let (mut qemu, _) = Qemu::insert(listener);
        assert_eq!(qemu.ask(SELECT), [0x90, 0x00]);
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever comes, the card is there for the next one.
    #[test]
    fn any_bytes_leave_a_card_that_can_be_laid_down_again(
        kind in 0_u32..11,
        claimed in prop_oneof![0_u32..40, any::<u32>()],
        bytes in prop::collection::vec(any::<u8>(), 0..80),
        framed in any::<bool>(),
    ) {
        serve("", |listener| {
            let (mut qemu, _) = Qemu::insert(listener);
            let mut wire = Vec::new();
            if framed {
                for word in [kind, 0, claimed] {
                    wire.extend(word.to_be_bytes());
                }
            }
            wire.extend(&bytes);
            let _ = qemu.0.write_all(&wire);
            drop(qemu);
            let (mut qemu, _) = Qemu::insert(listener);
            assert_eq!(qemu.ask(SELECT), [0x90, 0x00]);
        });
    }
}

/// `mynacheck serve` in a process of its own.
struct Served {
    child: Child,
    orders: ChildStdin,
    listener: TcpListener,
}

impl Served {
    fn start(arguments: &[&str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let mut child = Command::new(env!("CARGO_BIN_EXE_mynacheck"))
            .arg("serve")
            .args(arguments)
            .args(["--qemu", &address, "--today", "2026-11-22", "--lang", "en"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let orders = child.stdin.take().unwrap();
        Self {
            child,
            orders,
            listener,
        }
    }

    fn order(&mut self, line: &str) {
        writeln!(self.orders, "{line}").unwrap();
    }

    fn insert(&self) -> Qemu {
        Qemu::insert(&self.listener).0
    }

    /// What it wrote on both outputs, and its exit code.
    fn end(mut self, ended_by_itself: bool) -> (String, String, Option<i32>) {
        if !ended_by_itself {
            self.child.kill().unwrap();
        }
        let out = self.child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (text(out.stdout), text(out.stderr), out.status.code())
    }
}

/// Tries left of the user-authentication PIN.
fn tries(qemu: &mut Qemu) -> u8 {
    qemu.ask(SELECT);
    qemu.ask(SELECT_PIN);
    qemu.ask(TRIES)[1] & 0x0F
}

#[test]
fn cards_are_lifted_laid_down_and_changed_as_standard_input_says() {
    let mut served = Served::start(&["valid", "last-try"]);
    let mut qemu = served.insert();
    assert_eq!(tries(&mut qemu), 3);
    assert_eq!(qemu.ask(b"\x00\x20\x00\x80\x040000"), [0x63, 0xC2]);
    served.order("lift");
    qemu.sees_it_leave();
    served.order("next");
    let mut qemu = served.insert();
    assert_eq!(tries(&mut qemu), 1);
    served.order("lay locked");
    qemu.sees_it_leave();
    let mut qemu = served.insert();
    assert_eq!(tries(&mut qemu), 0);
    // Neither a card nor an order: the one that lies there stays.
    served.order("lay nonsense");
    served.order("eject");
    served.order("");
    assert_eq!(tries(&mut qemu), 0);
    served.order("lay valid");
    qemu.sees_it_leave();
    // The same card as before, not a new one.
    assert_eq!(tries(&mut served.insert()), 2);
    let (told, complaints, _) = served.end(false);
    assert!(told.contains("card lifted\n"), "{told}");
    assert!(complaints.contains("nonsense"), "{complaints}");
    assert!(complaints.contains("\"eject\"") && complaints.contains("lay CARD"));
}

#[test]
fn a_recording_is_played_to_whoever_asks_the_same() {
    let scratch = program::Scratch::new("played");
    let recording = scratch.path("check.jsonl");
    let arguments = ["check", "--simulate", "valid", "--record", &recording];
    assert_eq!(program::run(&arguments).exit, 0);
    let mut served = Served::start(&["--replay", &recording]);
    // A recording has no other card, and `lift` is no command to it.
    let mut qemu = served.insert();
    assert_eq!(qemu.ask(SELECT), [0x90, 0x00]);
    served.order("lift");
    qemu.sees_it_leave();
    served.order("next");
    let mut qemu = served.insert();
    // The label of the application comes next, and its first bytes are not left out.
    assert_eq!(qemu.ask(b"\x00\xA4\x02\x0C\x02\x00\x06"), [0x90, 0x00]);
    assert!(
        qemu.ask(b"\x00\xB0\x00\x00\x20")
            .starts_with(b"JPKIAPICCTOKEN2")
    );
    // Not recorded: the try is not lost, for there is no card to lose it.
    qemu.send(APDU, b"\x00\x20\x00\x80\x041234");
    qemu.sees_it_leave();
    let (told, complaints, code) = served.end(true);
    assert_eq!(code, Some(6), "{told}{complaints}");
    assert!(
        !format!("{told}{complaints}").contains("31323334"),
        "{told}"
    );
}

#[cfg(unix)]
#[test]
fn the_socket_may_be_a_file() {
    use std::os::unix::net::UnixListener;

    let scratch = program::Scratch::new("socket");
    let path = scratch.path("qemu");
    let listener = UnixListener::bind(&path).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_mynacheck"))
        .args(["serve", "valid", "--qemu", &path])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let (mut stream, _) = listener.accept().unwrap();
    let mut head = [0; 12];
    stream.read_exact(&mut head).unwrap();
    assert_eq!(head[..4], INIT.to_be_bytes());
    child.kill().unwrap();
    child.wait().unwrap();
}
