//! A served card, seen from the reader's side of the wire: the test is the reader.

use std::cell::Cell;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use mynacheck::internals::simulator::image::Image;
use mynacheck::internals::simulator::state::{Card, Tally};
use mynacheck::internals::virtual_reader::{Address, Departure, Peer, Slot, SlotError, SlotEvent};

/// SELECT JPKI.
const SELECT: &[u8] = b"\x00\xA4\x04\x0C\x0A\xD3\x92\xF0\x00\x26\x01\x00\x00\x00\x01";
/// SELECT the EF of the user-authentication PIN.
const SELECT_PIN: &[u8] = b"\x00\xA4\x02\x0C\x02\x00\x18";
/// VERIFY without data: how many tries are left?
const TRIES: &[u8] = b"\x00\x20\x00\x80";
const OFF: &[u8] = &[0];
const ON: &[u8] = &[1];
const RESET: &[u8] = &[2];
const GET_ATR: &[u8] = &[4];

/// What a served card left behind.
pub(crate) struct End {
    pub(crate) events: Vec<SlotEvent>,
    pub(crate) departures: Vec<Departure>,
    pub(crate) tally: Tally,
}

struct Stop<'a>(&'a AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn serve(extra: &str, laid: Laid, reader: impl FnOnce(&TcpListener)) -> End {
    serve_in(slot, extra, laid, reader)
}

/// Serves the card `valid`, changed so, on a listener while the reader's side runs, so often as it
/// leaves; then it is lifted, which a card that is laid down only once does not need.
pub(crate) fn serve_in(
    slot: impl FnOnce(&str) -> Slot,
    extra: &str,
    laid: Laid,
    reader: impl FnOnce(&TcpListener),
) -> End {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut slot = slot(&listener.local_addr().unwrap().to_string());
    let mut card = card(extra);
    let mut events = Vec::new();
    let mut departures = Vec::new();
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let served = scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                let mut lifted = || stop.load(Ordering::Relaxed);
                let mut observe = |event| events.push(event);
                departures.push(slot.hold(&mut card, &mut lifted, &mut observe).unwrap());
                if laid == Laid::Once {
                    return;
                }
            }
        });
        let on_panic_too = Stop(&stop);
        reader(&listener);
        drop(on_panic_too);
        served.join().unwrap();
    });
    End {
        events,
        departures,
        tally: card.tally(),
    }
}

fn slot(address: &str) -> Slot {
    let limit = Duration::from_secs(10);
    Slot::new(Peer::Vpcd, Address::from(address), Some(limit))
}

/// How often a card is laid down.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Laid {
    Once,
    AndAgain,
}
use Laid::AndAgain as AGAIN;

fn card(extra: &str) -> Card {
    let file = format!("extends = 'valid'\n{extra}");
    let today = "2026-11-22".parse().unwrap();
    Card::new(Image::parse(&file, today).unwrap())
}

fn insert(listener: &TcpListener) -> TcpStream {
    let (stream, _) = listener.accept().unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    stream
}

fn tell(stream: &mut TcpStream, message: &[u8]) {
    let length = u16::try_from(message.len()).unwrap();
    // As vpcd up to 0.9 does it: the length by itself.
    stream.write_all(&length.to_be_bytes()).unwrap();
    stream.write_all(message).unwrap();
}

fn ask(stream: &mut TcpStream, message: &[u8]) -> Vec<u8> {
    tell(stream, message);
    let mut length = [0; 2];
    stream.read_exact(&mut length).unwrap();
    let mut answer = vec![0; usize::from(u16::from_be_bytes(length))];
    stream.read_exact(&mut answer).unwrap();
    answer
}

fn is_closed(mut stream: TcpStream) -> bool {
    matches!(stream.read(&mut [0]), Ok(0))
}

#[test]
fn the_presence_poll_leaves_the_card_as_it_is() {
    let end = serve("", AGAIN, |listener| {
        let mut reader = insert(listener);
        tell(&mut reader, ON);
        assert_eq!(ask(&mut reader, SELECT), [0x90, 0x00]);
        let atr = ask(&mut reader, GET_ATR);
        assert_eq!(atr, b"\x3B\xE0\x00\xFF\x81\x31\xFE\x45\x14");
        // Still selected.
        assert_eq!(ask(&mut reader, SELECT_PIN), [0x90, 0x00]);
        assert_eq!(ask(&mut reader, TRIES), [0x63, 0xC3]);
    });
    assert_eq!(end.tally.commands, 3);
}

#[test]
fn power_and_reset_forget_what_was_selected() {
    let end = serve("", AGAIN, |listener| {
        let mut reader = insert(listener);
        tell(&mut reader, ON);
        for forget in [&[OFF, ON][..], &[RESET]] {
            assert_eq!(ask(&mut reader, SELECT), [0x90, 0x00]);
            for message in forget {
                tell(&mut reader, message);
            }
            assert_ne!(ask(&mut reader, SELECT_PIN), [0x90, 0x00]);
        }
    });
    let Tally {
        power_downs,
        resets,
        ..
    } = end.tally;
    assert_eq!((power_downs, resets), (1, 1));
    let power = [SlotEvent::PowerOff, SlotEvent::PowerOn, SlotEvent::Reset];
    assert!(power.iter().all(|event| end.events.contains(event)));
}

#[test]
fn what_is_no_command_gets_an_answer_or_none_as_the_protocol_wants() {
    serve("", AGAIN, |listener| {
        let mut reader = insert(listener);
        // A length of zero asks for nothing; the next message is answered as if it had not been.
        tell(&mut reader, &[]);
        assert_eq!(ask(&mut reader, &[3]), [0x67, 0x00]);
        assert_eq!(ask(&mut reader, &[0xFF]), [0x67, 0x00]);
        assert_eq!(ask(&mut reader, SELECT), [0x90, 0x00]);
    });
}

#[test]
fn many_messages_at_once_and_one_in_crumbs_are_the_same_to_the_card() {
    let end = serve("", AGAIN, |listener| {
        let mut reader = insert(listener);
        let mut wire = Vec::new();
        for message in [ON, SELECT, SELECT_PIN] {
            wire.extend(u16::try_from(message.len()).unwrap().to_be_bytes());
            wire.extend(message);
        }
        reader.write_all(&wire).unwrap();
        let mut answers = [0; 8];
        reader.read_exact(&mut answers).unwrap();
        assert_eq!(answers, [0, 2, 0x90, 0, 0, 2, 0x90, 0]);
        reader.set_nodelay(true).unwrap();
        for crumb in [&[0][..], &[4, 0x00], &[0x20, 0x00], &[0x80]] {
            reader.write_all(crumb).unwrap();
        }
        let mut answer = [0; 4];
        reader.read_exact(&mut answer).unwrap();
        assert_eq!(answer, [0, 2, 0x63, 0xC3]);
    });
    assert_eq!(end.tally.commands, 3);
}

#[test]
fn a_command_is_told_without_its_data() {
    let end = serve("", AGAIN, |listener| {
        let mut reader = insert(listener);
        ask(&mut reader, SELECT);
        ask(&mut reader, SELECT_PIN);
        let verify = b"\x00\x20\x00\x80\x049876";
        assert_eq!(ask(&mut reader, verify), [0x63, 0xC2]);
    });
    assert_eq!(end.tally.verifies, 1);
    let verify = SlotEvent::Command {
        header: [0x00, 0x20, 0x00, 0x80],
        sent: 9,
        received: Some(2),
        status: Some(0x63C2),
    };
    assert!(end.events.contains(&verify), "{:?}", end.events);
}

#[test]
fn a_card_that_takes_itself_away_closes_the_connection_and_keeps_its_counters() {
    for quirk in ["remove = true", "answer = ''"] {
        let quirk = format!("[[quirk]]\nto = '00A4020C'\ntimes = 1\n{quirk}");
        let end = serve(&quirk, AGAIN, |listener| {
            let mut reader = insert(listener);
            assert_eq!(ask(&mut reader, SELECT), [0x90, 0x00]);
            tell(&mut reader, SELECT_PIN);
            assert!(is_closed(reader), "half a message or an empty one");
            let mut reader = insert(listener);
            assert_ne!(ask(&mut reader, SELECT_PIN), [0x90, 0x00], "still selected");
        });
        assert_eq!(end.tally.commands, 3);
        assert!(end.departures.contains(&Departure::Gone));
    }
}

#[test]
fn a_card_that_hangs_keeps_silent_until_the_reader_goes() {
    let end = serve(
        "[[quirk]]\nto = '00A4'\nhang = true",
        Laid::Once,
        |listener| {
            let mut reader = insert(listener);
            tell(&mut reader, SELECT);
            reader
                .set_read_timeout(Some(Duration::from_millis(100)))
                .unwrap();
            assert!(reader.read(&mut [0]).is_err(), "an answer");
            drop(reader);
        },
    );
    assert_eq!(end.departures, [Departure::ReaderGone]);
}

#[test]
fn a_slow_card_does_not_wait_for_a_reader_that_has_gone() {
    let begin = Instant::now();
    let quirk = "[[quirk]]\nto = '00A4'\ndelay_ms = 60000";
    let end = serve(quirk, AGAIN, |listener| {
        tell(&mut insert(listener), SELECT);
        // The card looks for a reader again.
        insert(listener);
    });
    assert!(begin.elapsed() < Duration::from_secs(5));
    assert_eq!(end.tally.commands, 1);
}

#[test]
fn an_answer_longer_than_the_protocol_has_room_for_is_cut() {
    let quirk = format!("[[quirk]]\nto = '00A4'\nanswer = '{}'", "AB".repeat(70_000));
    serve(&quirk, AGAIN, |listener| {
        assert_eq!(ask(&mut insert(listener), SELECT).len(), 65535);
    });
}

#[test]
fn a_mute_card_has_an_atr_that_no_reader_takes() {
    serve("mute = true", AGAIN, |listener| {
        assert!(ask(&mut insert(listener), GET_ATR).len() > 33);
    });
}

#[test]
fn the_card_comes_back_when_the_service_does() {
    let end = serve("", AGAIN, |listener| {
        for _ in 0..3 {
            ask(&mut insert(listener), SELECT);
        }
    });
    assert_eq!(end.tally.commands, 3);
}

#[test]
fn a_service_that_takes_it_for_the_card_before_sees_it_go_and_come() {
    let end = serve("", Laid::Once, |listener| {
        // A card that pcscd sees come is switched on at its third look at the latest.
        let mut reader = insert(listener);
        for _ in 0..3 {
            ask(&mut reader, GET_ATR);
        }
        tell(&mut reader, GET_ATR);
        assert!(is_closed(reader));
        let mut reader = insert(listener);
        ask(&mut reader, GET_ATR);
        tell(&mut reader, ON);
        for _ in 0..20 {
            ask(&mut reader, GET_ATR);
        }
    });
    let inserted = |event: &&SlotEvent| **event == SlotEvent::Inserted;
    assert_eq!(end.events.iter().filter(inserted).count(), 1);
    // The reader goes as `serve` is told to end: which of them it notices is chance.
    assert_eq!(end.departures.len(), 1);
}

#[test]
fn stopping_ends_it_at_once_with_what_was_counted() {
    let mut begin = None;
    let left = Cell::new(None);
    let end = serve("", AGAIN, |listener| {
        let mut reader = insert(listener);
        ask(&mut reader, SELECT);
        begin = Some(Instant::now());
        // The card goes by itself: the reader is still there when `serve` returns.
        left.set(Some(reader));
    });
    assert!(begin.unwrap().elapsed() < Duration::from_millis(500));
    assert_eq!(end.tally.commands, 1);
}

#[test]
fn a_reader_that_does_not_listen_or_is_no_address_is_an_error() {
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let attempt = |address: &str| {
        let address = Address::from(address);
        let mut slot = Slot::new(Peer::Vpcd, address, Some(Duration::from_millis(50)));
        slot.hold(&mut card(""), &mut || false, &mut |_| {})
            .unwrap_err()
    };
    let nobody = attempt(&free.to_string());
    assert!(matches!(nobody, SlotError::NobodyListens { .. }));
    let nonsense = attempt("127.0.0.1");
    assert!(matches!(nonsense, SlotError::Address { .. }));
}

/// `mynacheck serve`, with this test as the reader; what it printed and its exit code.
fn serve_command(options: &[&str]) -> (String, Option<i32>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let child = Command::new(env!("CARGO_BIN_EXE_mynacheck"))
        .args(["serve", "valid", "--once", "--vpcd", &address])
        .args(options)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut reader = insert(&listener);
    tell(&mut reader, ON);
    ask(&mut reader, SELECT);
    ask(&mut reader, SELECT_PIN);
    ask(&mut reader, b"\x00\x20\x00\x80\x041234");
    tell(&mut reader, RESET);
    tell(&mut reader, OFF);
    drop(reader);
    let out = child.wait_with_output().unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(
        !text.contains("1234") && !text.contains("31323334"),
        "a PIN"
    );
    (text.replace(&address, "HOST:PORT"), out.status.code())
}

#[test]
fn what_happens_is_told_in_both_languages_and_to_programs() {
    let (text, code) = serve_command(&["--lang", "ja"]);
    assert_eq!(
        text,
        "【模擬】実在のカードではありません
valid → HOST:PORT: カードを置きました(Ctrl-C で終わります)
電源を入れました
  00A4040C (15) → 9000 (2)
  00A4020C (7) → 9000 (2)
  00200080 (9) → 9000 (2)
リセットしました
電源を切りました
リーダーがなくなりました
APDU 3件(うち暗証番号を送ったVERIFY 1件)、電源断 1回、リセット 1回
"
    );
    assert_eq!(code, Some(0));
    let (text, _) = serve_command(&["--lang", "en"]);
    assert_eq!(
        text,
        "SIMULATED: not a real card
valid → HOST:PORT: card inserted (Ctrl-C ends it)
power on
  00A4040C (15) → 9000 (2)
  00A4020C (7) → 9000 (2)
  00200080 (9) → 9000 (2)
reset
power off
reader gone
3 commands (1 VERIFY with a PIN), 1 power-down, 1 reset
"
    );
    let (lines, _) = serve_command(&["--format", "json"]);
    let command =
        r#"{"event":"command","header":"00200080","sent":9,"received":2,"status":"9000"}"#;
    let end = r#"{"event":"end","commands":3,"verifies":1,"power_downs":1,"resets":1}"#;
    assert!(lines.lines().any(|line| line == command), "{lines}");
    assert_eq!(lines.lines().last(), Some(end));
}
