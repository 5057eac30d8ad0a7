//! The whole of `relay`, between a program at a virtual reader, which is this test, and a simulated card
//! on a scripted one.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::program::{Run, Scratch, run, run_on};
use mynacheck::reader::choice::ReaderState;
use mynacheck::reader::scripted::{Moment, ScriptedService};
use mynacheck::recording;
use mynacheck::simulator::image::Image;
use mynacheck::simulator::state::{Card, Tally};
use mynacheck::simulator::{SharedCard, SimulatedTransport};
use mynacheck::transport::{Operation, ScardCode, TransportError};
use mynacheck::virtual_reader::{Icc, IccResponse, RecordedCard};
use serde_json::Value;

const READER: &str = "Circle CIR315 CL 00 00";
const ON: &[u8] = &[1];
const OFF: &[u8] = &[0];
const SELECT: &[u8] = b"\x00\xA4\x04\x0C\x0A\xD3\x92\xF0\x00\x26\x01\x00\x00\x00\x01";
const SELECT_PIN: &[u8] = b"\x00\xA4\x02\x0C\x02\x00\x18";
const SELECT_TOKEN: &[u8] = b"\x00\xA4\x02\x0C\x02\x00\x06";
const READ: &[u8] = b"\x00\xB0\x00\x00\x20";
const WRONG: &[u8] = b"\x00\x20\x00\x80\x049876";

/// A program at vpcd.
struct Program(TcpStream);

impl Program {
    fn accept(listener: &TcpListener) -> Self {
        let (stream, _) = listener.accept().unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        Self(stream)
    }

    fn tell(&mut self, message: &[u8]) {
        let length = u16::try_from(message.len()).unwrap();
        self.0.write_all(&length.to_be_bytes()).unwrap();
        self.0.write_all(message).unwrap();
    }

    /// The whole answer; None where the card has gone.
    fn answer(&mut self, message: &[u8]) -> Option<Vec<u8>> {
        self.tell(message);
        let mut length = [0; 2];
        self.0.read_exact(&mut length).ok()?;
        let mut answer = vec![0; usize::from(u16::from_be_bytes(length))];
        self.0.read_exact(&mut answer).unwrap();
        Some(answer)
    }

    /// The status word of an answer without data.
    fn ask(&mut self, command: &[u8]) -> u16 {
        u16::from_be_bytes(self.answer(command).unwrap().try_into().unwrap())
    }
}

fn card(events: u32) -> Moment {
    Moment::Readers(vec![ReaderState {
        name: READER.to_owned(),
        present: true,
        events,
        ..ReaderState::default()
    }])
}

fn empty(events: u32) -> Moment {
    Moment::Readers(vec![ReaderState {
        name: READER.to_owned(),
        events,
        ..ReaderState::default()
    }])
}

/// Sets the flag also where the program panics, or the relay would go on for ever.
struct CtrlC(Arc<AtomicBool>);

impl Drop for CtrlC {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Relays the card `valid`, changed so, to a program, and presses Ctrl-C when the program has ended.
fn relay(
    options: &[&str],
    but: &str,
    moments: Vec<Moment>,
    program: impl FnOnce(&TcpListener) -> Program + Send,
) -> (Run, Tally) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let file = format!("extends = 'valid'\n{but}");
    let image = Image::parse(&file, "2026-11-22".parse().unwrap()).unwrap();
    let shared: SharedCard = Arc::new(Mutex::new(Card::new(image)));
    let interrupt = Arc::new(AtomicBool::new(false));
    let real = Arc::clone(&shared);
    let service = ScriptedService::new(
        moments.into_iter().chain([Moment::Interrupted]),
        move |_| {
            let limit = Duration::from_secs(5);
            Ok(Box::new(SimulatedTransport::attach(
                READER,
                Arc::clone(&real),
                limit,
            )?))
        },
    );
    let run = std::thread::scope(|scope| {
        let pressed = CtrlC(Arc::clone(&interrupt));
        let program = scope.spawn(|| {
            let _pressed = pressed;
            program(&listener)
        });
        let arguments = [&["relay", "--vpcd", &address], options].concat();
        let (run, _) = run_on(&arguments, |host| {
            host.service = Box::new(service);
            host.interrupt = Arc::clone(&interrupt);
        });
        // Ctrl-C was pressed before the program let go of its reader.
        program.join().unwrap();
        run
    });
    let tally = shared.lock().unwrap().tally();
    let out = run.out.replace(&address, "VPCD");
    (Run { out, ..run }, tally)
}

/// What is shown, without the times.
fn shown(run: &Run) -> String {
    run.out
        .lines()
        .map(|line| match line.split_once(" ms") {
            Some((columns, said)) if columns.len() < 20 => {
                let number = columns.split_whitespace().rev().nth(1).unwrap_or("-");
                format!("{number}{said}\n")
            }
            _ => format!("{line}\n"),
        })
        .collect()
}

fn converse(listener: &TcpListener) -> Program {
    let mut program = Program::accept(listener);
    program.tell(ON);
    assert_eq!(program.ask(SELECT), 0x9000);
    assert_eq!(program.ask(SELECT_TOKEN), 0x9000);
    assert_eq!(program.answer(READ).unwrap().len(), 34);
    assert_eq!(program.ask(SELECT_PIN), 0x9000);
    for left in [0x63C2, 0x63C1, 0x63C1] {
        assert_eq!(program.ask(WRONG), left);
    }
    assert_eq!(program.ask(b"\x10\x20\x00\x80\x049876"), 0x6985);
    program
}

#[test]
fn what_happens_is_shown_in_both_languages() {
    let (english, tally) = relay(&["--lang", "en"], "", vec![card(1)], converse);
    assert_eq!(english.exit, 0, "{}", english.err);
    assert_eq!(
        shown(&english),
        "\
-  card connected: reader Circle CIR315 CL 00 00, ATR 3BE000FF8131FE4514
Circle CIR315 CL 00 00 → VPCD: card inserted (Ctrl-C ends it)
-  transaction begins
-  transaction ends, the card is powered down
-  transaction begins
1  SELECT the JPKI application D392F000260100000001 → 9000 Success  [JPKI/----/-]
2  SELECT EF 0006 (token information) → 9000 Success  [JPKI/0006/-]
3  READ BINARY EF 0006 (token information), 32 bytes from 0 → 32 bytes, 9000 Success  [JPKI/0006/-]
4  SELECT EF 0018 (user-authentication PIN) → 9000 Success  [JPKI/0018/-]
5  VERIFY without data: tries left? (EF 0018 (user-authentication PIN)) → 63C3 The PIN has 3 tries left  [JPKI/0018/-] (relay asks for the tries left)
6  VERIFY with a PIN (EF 0018 (user-authentication PIN)) → 63C2 The PIN has 2 tries left  [JPKI/0018/not verified]
7  VERIFY without data: tries left? (EF 0018 (user-authentication PIN)) → 63C2 The PIN has 2 tries left  [JPKI/0018/not verified] (relay asks for the tries left)
8  VERIFY with a PIN (EF 0018 (user-authentication PIN)) → 63C1 The PIN has 1 tries left  [JPKI/0018/not verified]
9  VERIFY without data: tries left? (EF 0018 (user-authentication PIN)) → 63C1 The PIN has 1 tries left  [JPKI/0018/not verified] (relay asks for the tries left)
                   note: one try is left: not sent to the card, answered 63C1; start again with --allow-last-try to have it sent
                   note: its class byte is neither 00 nor 80 (channel, chaining, secure messaging): not sent, answered 6985
-  transaction ends, the card is powered down

commands,
A PIN was sent 2 times (the PIN itself is never recorded).
"
    );
    assert_eq!((tally.verifies, tally.power_downs), (2, 2));
    let (japanese, _) = relay(&["--lang", "ja"], "", vec![card(1)], converse);
    for line in [
        "Circle CIR315 CL 00 00 → VPCD: カードを置きました(Ctrl-C で終わります)\n",
        "5  VERIFY データなし: 残り回数の問い合わせ (EF 0018(利用者証明用の暗証番号)) → 63C3 暗証番号の残り回数は3回です  [JPKI/0018/-] (relay による残り回数の確認)\n",
        " 注意: 暗証番号の残りが1回のため、カードに送らず 63C1 と答えました。送る場合は `--allow-last-try` を付けて始め直します\n",
        "暗証番号が2回送られています(番号そのものは記録されません)。\n",
    ] {
        assert!(
            shown(&japanese).contains(line),
            "{line}{}",
            shown(&japanese)
        );
    }
}

#[test]
fn the_last_try_is_sent_where_that_was_allowed() {
    let (run, tally) = relay(&["--allow-last-try"], "", vec![card(1)], |listener| {
        let mut program = Program::accept(listener);
        program.ask(SELECT);
        program.ask(SELECT_PIN);
        for left in [0x63C2, 0x63C1, 0x63C0, 0x63C0] {
            assert_eq!(program.ask(WRONG), left);
        }
        program
    });
    assert_eq!((run.exit, tally.verifies), (0, 3), "{}", run.out);
}

fn events(run: &Run) -> Vec<Value> {
    let lines = run.out.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn words(run: &Run) -> Vec<String> {
    let events = events(run);
    let words = events
        .iter()
        .map(|event| event["event"].as_str().unwrap().to_owned());
    words.filter(|word| word != "seen").collect()
}

#[test]
fn programs_are_told_the_same_and_no_pin() {
    let (run, _) = relay(&["--format", "json"], "", vec![card(1)], converse);
    assert_eq!(words(&run), ["inserted", "withheld", "withheld", "end"]);
    let events = events(&run);
    let find = |number: u64| {
        events
            .iter()
            .find(|event| event["number"] == number)
            .unwrap()
    };
    let (asked, sent) = (find(5), find(6));
    assert_eq!(
        (&asked["by"], &asked["command"]),
        (&"relay".into(), &"00200080".into())
    );
    assert_eq!(
        (&sent["by"], &sent["command"]),
        (&"program".into(), &"0020008004XXXXXXXX".into())
    );
    assert_eq!(
        (&asked["answer"], &sent["answer"]),
        (&"63C3".into(), &"63C2".into())
    );
    assert!(
        !run.out.contains("9876") && !run.out.contains("39383736"),
        "{}",
        run.out
    );
}

/// What the program asked is answered again, without the questions that the relay has added.
#[test]
fn the_recording_replays_and_holds_no_pin() {
    let scratch = Scratch::new("relay-record");
    let file = scratch.path("recording.jsonl");
    let commands = [
        SELECT,
        SELECT_TOKEN,
        READ,
        SELECT_PIN,
        b"\x00\x20\x00\x80",
        WRONG,
        SELECT_PIN,
    ];
    let mut answers = Vec::new();
    let (run, _) = relay(&["--record", &file], "", vec![card(1)], |listener| {
        let mut program = Program::accept(listener);
        program.tell(ON);
        answers = commands
            .map(|command| program.answer(command).unwrap())
            .to_vec();
        program.tell(OFF);
        program
    });
    assert_eq!(run.exit, 0, "{}", run.out);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(
        text.contains("simulated") && !text.contains("39383736"),
        "{text}"
    );
    assert_eq!(run_lint(&file), 0);
    let (_, recorded) = recording::read(text.as_bytes()).unwrap();
    let mut replayed = RecordedCard::new(recorded).unwrap();
    for (command, answer) in commands.iter().zip(answers) {
        let IccResponse::Bytes { bytes, .. } = replayed.transmit(command) else {
            panic!("{:?}", replayed.mismatch());
        };
        assert_eq!(bytes, answer);
    }
    assert_eq!(replayed.mismatch(), None);
}

fn run_lint(file: &str) -> u8 {
    run(&["trace", "lint", file]).exit
}

/// Nothing is offered until the card is back, and then it is another conversation.
#[test]
fn a_card_that_is_lifted_and_a_service_that_stops_are_waited_for() {
    let quirk = "[[quirk]]\nto = '00A4020C020006'\ntimes = 1\nremove = true";
    let lost = Moment::Refused(ScardCode::E_NO_SERVICE);
    for (meanwhile, told) in [
        (vec![empty(2)], &["lifted"][..]),
        (vec![lost], &["service-lost", "service-back"]),
    ] {
        let moments = [vec![card(1)], meanwhile, vec![card(3)]].concat();
        let (run, tally) = relay(&["--format", "json"], quirk, moments, |listener| {
            let mut program = Program::accept(listener);
            assert_eq!(program.ask(SELECT), 0x9000);
            assert_eq!(program.answer(SELECT_TOKEN), None);
            let mut program = Program::accept(listener);
            assert_eq!(program.ask(SELECT), 0x9000);
            assert_eq!(program.ask(SELECT_TOKEN), 0x9000);
            program
        });
        let expected = [&["inserted", "failed"], told, &["inserted", "end"]].concat();
        assert_eq!(words(&run), expected);
        assert_eq!((run.exit, tally.commands), (0, 4));
    }
}

/// The real card stays with the relay, and nobody inherits what a program has opened.
#[test]
fn a_virtual_reader_that_goes_is_waited_for() {
    let (run, tally) = relay(&["--format", "json"], "", vec![card(1)], |listener| {
        let mut program = Program::accept(listener);
        program.tell(ON);
        for command in [SELECT, SELECT_PIN, b"\x00\x20\x00\x80\x041234"] {
            assert_eq!(program.ask(command), 0x9000);
        }
        drop(program);
        let mut program = Program::accept(listener);
        assert_ne!(program.ask(SELECT_PIN), 0x9000, "still selected");
        program
    });
    let expected = ["inserted", "virtual-reader-gone", "inserted", "end"];
    assert_eq!(
        (run.exit, words(&run)),
        (0, expected.map(str::to_owned).to_vec())
    );
    assert_eq!(tally.power_downs, 2);
}

#[test]
fn only_this_computer_is_offered_a_card() {
    for address in [
        "192.168.0.1:35963",
        "0.0.0.0:35963",
        "[::]:35963",
        "example.com:35963",
        "127.0.0.1",
        "127.0.0.1:0",
        "",
    ] {
        for option in ["--vpcd", "--qemu"] {
            let run = run(&["relay", option, address]);
            assert_eq!(run.exit, 2, "{option} {address}: {}", run.out);
        }
    }
}

#[test]
fn what_keeps_a_card_from_being_offered_is_named() {
    let has = |run: &Run, id: &str| run.out.contains(&format!("\"id\": \"{id}\""));
    let relay = ["relay", "--format", "json", "--timeout", "0", "--vpcd"];
    let relay = |address: &str, moment: Moment, refused: Option<ScardCode>| {
        let service = ScriptedService::new([moment], move |_| match refused {
            Some(code) => Err(TransportError::Scard {
                operation: Operation::Connect,
                code,
            }),
            None => {
                let image =
                    Image::parse("extends = 'valid'", "2026-11-22".parse().unwrap()).unwrap();
                Ok(Box::new(SimulatedTransport::connect(
                    READER,
                    image,
                    Duration::from_secs(1),
                )?))
            }
        });
        let arguments = [&relay[..], &[address]].concat();
        run_on(&arguments, |host| host.service = Box::new(service)).0
    };
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    for (moment, refused, finding) in [
        (empty(0), None, "no-card"),
        (Moment::Refused(ScardCode::E_NO_SERVICE), None, "no-service"),
        (card(1), Some(ScardCode::E_SHARING_VIOLATION), "card-busy"),
    ] {
        let run = relay(&address, moment, refused);
        assert!(run.exit == 4 && has(&run, finding), "{}", run.out);
    }
    drop(listener);
    let run = relay(&address, card(1), None);
    assert!(
        run.exit == 4 && has(&run, "no-virtual-reader"),
        "{}",
        run.out
    );
}
