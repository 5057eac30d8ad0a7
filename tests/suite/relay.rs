//! The whole of `relay`: what it shows, records, answers and waits for.

mod desk;

use std::net::TcpListener;
use std::time::Duration;

use crate::program::{Run, Scratch, run, run_on};
use crate::vscard::Qemu;
use desk::*;
use mynacheck::internals::reader::scripted::{Moment, ScriptedService};
use mynacheck::internals::recording;
use mynacheck::internals::simulator::SimulatedTransport;
use mynacheck::internals::simulator::image::Image;
use mynacheck::internals::transport::{Operation, ScardCode, TransportError};
use mynacheck::internals::virtual_reader::{Icc, IccResponse, RecordedCard};
use serde_json::Value;

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
5  VERIFY without data: tries left? (EF 0018 (user-authentication PIN)) → 63C3 Tries left on the PIN: 3  [JPKI/0018/-] (relay asks for the tries left)
6  VERIFY with a PIN (EF 0018 (user-authentication PIN)) → 63C2 Tries left on the PIN: 2  [JPKI/0018/not verified]
7  VERIFY without data: tries left? (EF 0018 (user-authentication PIN)) → 63C2 Tries left on the PIN: 2  [JPKI/0018/not verified] (relay asks for the tries left)
8  VERIFY with a PIN (EF 0018 (user-authentication PIN)) → 63C1 Tries left on the PIN: 1  [JPKI/0018/not verified]
9  VERIFY without data: tries left? (EF 0018 (user-authentication PIN)) → 63C1 Tries left on the PIN: 1  [JPKI/0018/not verified] (relay asks for the tries left)
                   note: one try is left: not sent to the card, answered 63C1; start again with --allow-last-try to have it sent
                   note: its class byte is neither 00 nor 80 (channel, chaining, secure messaging): not sent, answered 6985
-  transaction ends, the card is powered down

commands,
A PIN was sent 2 times (the PIN itself is never recorded).
"
    );
    let end = english
        .out
        .lines()
        .filter(|line| !line.starts_with("12:00:00 "));
    assert_eq!(end.count(), 3, "the foot: {}", english.out);
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
    assert_eq!(asked["at"], "2026-11-22T12:00:00+09:00");
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
        (
            vec![Moment::Readers(Vec::new()), empty(0)],
            &["lifted", "reader-gone", "reader-back"],
        ),
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

/// QEMU's reader of T=0 makes five bytes of the question for the tries left; the card gets four.
#[test]
fn a_program_in_a_virtual_machine_asks_by_five_bytes() {
    let last = "[ap.jpki.pin.0018]\nleft = 1";
    let json = ["--format", "json"];
    let (run, tally) = relay_into("--qemu", &json, last, vec![card(1)], |listener| {
        let (mut qemu, _) = Qemu::insert(listener);
        for command in [SELECT, SELECT_PIN] {
            assert_eq!(qemu.ask(command), [0x90, 0x00]);
        }
        assert_eq!(qemu.ask(b"\x00\x20\x00\x80\x00"), [0x63, 0xC1]);
        assert_eq!(qemu.ask(WRONG), [0x63, 0xC1]);
        qemu
    });
    assert_eq!(words(&run), ["inserted", "withheld", "end"]);
    let (asked, own) = (&events(&run)[5], &events(&run)[6]);
    assert_eq!(
        (&asked["by"], &asked["command"]),
        (&"program".into(), &"00200080".into())
    );
    assert_eq!(
        (&own["by"], &own["command"]),
        (&"relay".into(), &"00200080".into())
    );
    assert_eq!(tally.verifies, 0);
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
        let service = ScriptedService::new([moment], move |_| {
            if let Some(code) = refused {
                let operation = Operation::Connect;
                return Err(TransportError::Scard { operation, code });
            }
            let image = Image::parse("extends = 'valid'", "2026-11-22".parse().unwrap()).unwrap();
            let limit = Duration::from_secs(1);
            Ok(Box::new(SimulatedTransport::connect(READER, image, limit)?))
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
