//! The same card, the same question: the same answer on both systems, down to the last byte that
//! the card is asked for.

use std::fs;

use mynacheck::internals::simulator::cards;
use serde_json::Value;

use crate::pcscd::{Service, wait_for};
use crate::served::{TODAY, objects};
use crate::systems::{Answer, System, run};

const PIN: &str = "1234\n";

/// Each answer is of a card that was just laid down: one that somebody has asked before is asleep or
/// awake, as time passes. Both columns are shown whether they are equal or not, and `tests/windows`
/// prints them.
#[test]
fn every_card() {
    let mut table = Table::default();
    for card in cards::BUILT_IN {
        for arguments in [&["check"][..], &["check", "--expiry"], &["pin", "status"]] {
            let answers = System::BOTH.map(|system| {
                let service = Service::start();
                let served = service.serve(card.name);
                let answer = system.ask(&service, arguments);
                let commands = served.commands();
                let end = served.stop();
                assert_eq!((end.verifies, end.resets), (0, 0), "{}", card.name);
                (answer, commands)
            });
            table.row(card.name, &arguments.join(" "), &answers);
        }
    }
    table.show();
    assert_eq!(table.different, [""; 0]);
}

/// What each system answered, and what it asked the card for.
#[derive(Default)]
struct Table {
    rows: String,
    different: Vec<String>,
}

impl Table {
    fn row(&mut self, card: &str, question: &str, answers: &[(Answer, Vec<(String, u64)>); 2]) {
        let [linux, windows] = answers.each_ref().map(|(answer, commands)| {
            let Answer { report, exit_code } = answer;
            let (verdict, exit_code) = (report["verdict"].as_str().unwrap(), exit_code.unwrap());
            let commands = commands.len();
            format!("{verdict}, exit {exit_code}, {commands} commands")
        });
        let mark = if answers[0] == answers[1] { "=" } else { "!" };
        let row = format!("{card:<24} {question:<15} {linux:<36} {mark} {windows}\n");
        self.rows += &row;
        if mark == "!" {
            self.different.push(format!("{row}{answers:#?}"));
        }
    }

    fn show(&self) {
        let place = std::env::var_os("MYNACHECK_SAME").expect("run by tests/windows");
        let [card, question, linux] = ["card", "question", "Linux"];
        let head = format!("{card:<24} {question:<15} {linux:<36}   Windows\n");
        fs::write(place, head + &self.rows).unwrap();
    }
}

#[test]
fn certificate_and_proof() {
    for (card, chain) in [
        ("valid", "simulated"),
        ("next-generation", "simulated"),
        ("test-hierarchy", "test"),
    ] {
        let [linux, windows] = System::BOTH.map(|system| {
            let service = Service::start();
            let served = service.serve(card);
            let file = service.path("certificate.der");
            let mut command = system.client(&service);
            // A Windows program takes it for a path of the drive that it runs on, as Z: is here.
            command
                .args(["certificate", "--out", file.to_str().unwrap()])
                .args(["--today", TODAY, "--format", "json", "--lang", "en"]);
            let certificate = Answer::of(&run(command, ""));
            let written = fs::read(&file).unwrap();
            let proof = system.ask_with(&service, &["prove", "--pin-stdin"], PIN);
            (certificate, written, proof, served.stop().verifies)
        });
        assert_eq!(linux, windows, "{card}");
        let (certificate, _, _, verifies) = windows;
        assert_eq!(certificate.report["certificate"]["chain"], chain, "{card}");
        assert_eq!(verifies, 1, "{card}");
    }
}

#[test]
fn readers() {
    let service = Service::start();
    let _served = service.serve("valid");
    let [linux, windows] = System::BOTH.map(|system| system.ask(&service, &["readers"]));
    assert_eq!(linux.report["readers"], windows.report["readers"]);
    assert_eq!(linux.exit_code, windows.exit_code);
}

/// What one system has recorded, both replay to the same report; it is safe to send.
#[test]
fn recordings() {
    for recorder in System::BOTH {
        let service = Service::start();
        let _served = service.serve("grace");
        let place = service.path("recording.jsonl");
        let place = place.to_str().unwrap();
        let told = recorder.ask(&service, &["check", "--record", place]);
        for player in System::BOTH {
            let mut replayed = player.ask(&service, &["check", "--replay", place]);
            replayed.report["source"] = told.report["source"].clone();
            assert_eq!(replayed, told, "{recorder:?} {player:?}");
            let mut lint = player.client(&service);
            lint.args(["trace", "lint", place]);
            assert!(lint.output().unwrap().status.success());
        }
        let explained = System::BOTH.map(|system| {
            let mut explain = system.client(&service);
            explain.args(["trace", "explain", place, "--lang", "ja"]);
            String::from_utf8(explain.output().unwrap().stdout).unwrap()
        });
        assert_eq!(explained[0], explained[1]);
    }
}

/// Card after card, over a service that goes and comes back.
#[test]
fn a_day_at_the_counter() {
    let mut service = Service::start();
    let told = service.path("told");
    let mut command = System::Windows.client(&service);
    command
        .args(["watch", "--cards", "3", "--today", TODAY])
        .args(["--format", "json", "--lang", "en"])
        .stdout(fs::File::create(&told).unwrap());
    let mut watch = command.spawn().unwrap();
    let lines = || objects(&told);
    let verdicts = || -> Vec<Value> {
        let lines = lines().into_iter();
        let cards = lines.filter(|line| !line["source"].is_null());
        cards.map(|report| report["verdict"].clone()).collect()
    };
    for (number, name) in [(1, "valid"), (2, "locked")] {
        let card = service.serve(name);
        wait_for("a verdict", || verdicts().len() == number, || service.log());
        card.stop();
        service.wait_until_gone(0);
    }
    let before = lines().len();
    service.kill();
    wait_for("the fault", || lines().len() > before, || service.log());
    service.restart();
    let _card = service.serve("felica");
    assert_eq!(watch.wait().unwrap().code(), Some(0));
    assert_eq!(verdicts(), ["usable", "attention", "unusable"]);
}
