//! `watch`, as a counter leaves it running: card after card, and a service that goes and comes back.

use std::fs::{self, File};

use serde_json::Value;

use crate::limit::ended;
use crate::ours::PROGRAM;
use crate::pcscd::{Service, wait_for};
use crate::served::{TODAY, objects};
use crate::watched::Watched;

#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn card_after_card_over_a_restart_of_the_service() {
    let mut service = Service::start();
    let (told, recorded) = (service.path("told"), service.path("recorded"));
    let mut watch = service
        .client(PROGRAM)
        .args(["watch", "--cards", "3", "--today", TODAY])
        .args(["--format", "json", "--lang", "en", "--record"])
        .arg(&recorded)
        .stdout(File::create(&told).unwrap())
        .spawn()
        .unwrap();
    let lines = || objects(&told);
    let cards = || -> Vec<Value> {
        let lines = lines().into_iter();
        lines.filter(|report| !report["source"].is_null()).collect()
    };
    let told = |event: &str| {
        let lines = lines();
        lines.iter().filter(|line| line["event"] == event).count()
    };
    for (number, name) in [(1, "valid"), (2, "locked")] {
        let card = service.serve(name);
        wait_for("a verdict", || cards().len() == number, || service.log());
        card.stop();
        let lifted = || told("lifted") == number;
        wait_for("the card gone", lifted, || service.log());
    }
    service.kill();
    wait_for("the fault", || told("service-lost") == 1, || service.log());
    service.restart();
    let _card = service.serve("felica");
    let code = ended(&mut watch).code();
    assert_eq!(code, Some(0));
    let verdicts: Vec<Value> = cards()
        .iter()
        .map(|report| report["verdict"].clone())
        .collect();
    assert_eq!(verdicts, ["usable", "attention", "unusable"]);
    let pins = cards()[1]["pins"][0]["state"].clone();
    assert_eq!(pins, "locked", "the second card is the second card");
    let events: Vec<Value> = lines().iter().map(|it| it["event"].clone()).collect();
    let [none, lifted] = [Value::Null, "lifted".into()];
    let (lost, back) = ("service-lost".into(), "service-back".into());
    let expected = [
        none.clone(),
        lifted.clone(),
        none.clone(),
        lifted,
        lost,
        back,
        none,
    ];
    assert_eq!(events, expected);
    // One recording of the whole day, safe to send.
    let lint = service.output(PROGRAM, &["trace", "lint", recorded.to_str().unwrap()]);
    assert!(
        lint.status.success(),
        "{}",
        String::from_utf8_lossy(&lint.stdout)
    );
}

/// Two cards at once, lifted, exchanged, laid down again: everything once, and in its reader.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn two_readers_and_cards_that_move_between_them() {
    let service = Service::start();
    let told = service.path("told");
    let mut watch = service
        .client(PROGRAM)
        .args(["watch", "--cards", "6", "--today", TODAY, "--line"])
        .args(["--lang", "en"])
        .stdout(File::create(&told).unwrap())
        .spawn()
        .unwrap();
    let lines = || fs::read_to_string(&told).unwrap().lines().count();
    let mut expected = 0;
    for (first, second) in [("valid", "grace"), ("grace", "valid"), ("locked", "locked")] {
        let cards = [service.serve_on(0, first), service.serve_on(1, second)];
        expected += 2;
        wait_for("two verdicts", || lines() == expected, || service.log());
        if expected < 10 {
            for card in cards {
                card.stop();
                expected += 1;
                wait_for("a card lifted", || lines() == expected, || service.log());
            }
        }
    }
    assert_eq!(ended(&mut watch).code(), Some(0));
    let text = fs::read_to_string(&told).unwrap();
    let words: Vec<&str> = text
        .lines()
        .map(|line| match line {
            line if line.contains("lifted (Virtual PCD 00 00)") => "left",
            line if line.contains("lifted (Virtual PCD 00 01)") => "right",
            line if line.contains("within its dates") => "valid",
            line if line.contains("grace period") => "grace",
            _ => "locked",
        })
        .collect();
    let expected = [
        "valid", "grace", "left", "right", "grace", "valid", "left", "right", "locked", "locked",
    ];
    assert_eq!(words, expected, "{text}");
}

/// As many readers as pcsc-lite has; it waits for no more states than that.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn sixteen_readers_are_all_that_there_can_be() {
    let service = Service::with_pairs(8);
    let listed = service.run(PROGRAM, &["readers", "--format", "json"]);
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed["readers"].as_array().unwrap().len(), 16);
    let mut watch = Watched::start(&service);
    for (slot, lifted) in [(0, "left"), (7, "lifted"), (15, "lifted")] {
        let card = service.serve_on(slot, "valid");
        watch.hear(&service, &["valid"]);
        card.stop();
        watch.hear(&service, &[lifted]);
    }
}
