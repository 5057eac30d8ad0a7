//! What a counter is told, where a wrong word costs the most: doubtful clocks, phones, cards that may
//! not be used (`contract.md`).

use crate::program::{Run, Scratch, Typist, run, run_before};
use jiff::civil::date;
use mynacheck::internals::conversation::{self, Day};
use mynacheck::internals::finding::Outcome;
use mynacheck::internals::simulator::image::Image;
use mynacheck::internals::simulator::{SimulatedTransport, cards};
use serde_json::Value;

fn json(arguments: &[&str]) -> (Value, u8) {
    let Run { out, exit, .. } = run(&[arguments, &["--format", "json"]].concat());
    (serde_json::from_str(&out).unwrap(), exit)
}

fn ids(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .map(|finding| finding["id"].as_str().unwrap())
        .collect()
}

/// The clock of these tests says 22 November 2026; the card begins a month later.
#[test]
fn a_clock_is_doubted_and_a_day_that_was_given_is_not() {
    let card = ["check", "--simulate", "not-yet-valid"];
    let (report, exit) = json(&card);
    assert_eq!((exit, &report["verdict"]), (4, &Value::from("unchecked")));
    assert_eq!(report["certificate"]["stage"], "not-yet-valid");
    assert!(ids(&report).contains(&"clock-before-certificate"));
    let (report, exit) = json(&[&card[..], &["--today", "2026-11-22"]].concat());
    assert_eq!((exit, &report["verdict"]), (3, &Value::from("unusable")));
    assert!(ids(&report).contains(&"certificate-not-yet-valid"));

    // `doctor` blames the computer for it, and the certificate where a day was given.
    for (today, fault) in [
        (&[][..], "computer"),
        (&["--today", "2026-11-22"], "certificate"),
    ] {
        let (report, exit) = json(&[&["doctor", "--simulate", "not-yet-valid"], today].concat());
        assert_eq!(
            (exit, &report["doctor"]["at_fault"]),
            (1, &Value::from(fault))
        );
    }
}

#[test]
fn a_replay_doubts_nothing() {
    let file = "fixtures/recordings/clock-1970.jsonl";
    let (report, exit) = json(&["check", "--replay", file]);
    assert_eq!((exit, &report["today"]), (3, &Value::from("1970-01-01")));
    assert!(ids(&report).contains(&"certificate-not-yet-valid"));
}

#[test]
fn a_clock_behind_the_release_of_the_program_is_doubted() {
    let card = cards::find("valid").unwrap().file;
    let image = Image::parse(card, date(2026, 11, 21)).unwrap();
    let transport = SimulatedTransport::connect("valid", image, std::time::Duration::from_secs(5));
    let transport = transport.unwrap();
    for (day, from_clock, doubted) in [(21, true, true), (22, true, false), (21, false, false)] {
        let today = date(2026, 11, day);
        let report = conversation::report(&transport, Day { today, from_clock });
        let outcome = report.outcome();
        assert_eq!(outcome == Outcome::Unchecked, doubted, "{day} {from_clock}");
    }
}

/// Another card than the one that was meant: the My Number Card is asked for before any paper, and
/// nobody is sent to renew what cannot be renewed. The days of Juki cards ended by 2025.
#[test]
fn another_card_is_answered_with_the_my_number_card() {
    for card in [
        "driving-licence", "residence-card", "felica", "blank", "juki-card",
    ] {
        for command in ["check", "certificate", "doctor"] {
            let (report, exit) = json(&[command, "--simulate", card, "--lang", "en"]);
            assert_eq!(exit, if command == "doctor" { 1 } else { 3 }, "{card}");
            assert_eq!(report["certificate"], Value::Null, "{card}");
            assert!(
                !ids(&report).iter().any(|id| id.starts_with("certificate-")),
                "{card}"
            );
            let advice = report["reception"]["advice"].as_str().unwrap();
            assert!(
                advice.starts_with("Accept the patient with the My Number Card"),
                "{advice}"
            );
            assert_eq!(report["reception"]["guide"], "taken-for-another-card");
        }
    }
}

/// `rules.md` R6.
#[test]
fn a_phone_has_no_grace() {
    let scratch = Scratch::new("phone");
    let phone = scratch.path("phone.toml");
    let ends = "extends = \"iphone\"\n[certificate.user-authentication]\nnot_after = \"2027-06-30\"\nnot_before = \"2025-09-01\"\n";
    std::fs::write(&phone, ends).unwrap();
    let on = |today: &str, format: &str| {
        let arguments = ["certificate", "--simulate", &phone, "--pin-stdin"];
        let judged = ["--today", today, "--format", format, "--lang", "ja"];
        let typist = Typist {
            line: Some("1234"),
            ..Typist::default()
        };
        run_before(&[&arguments[..], &judged].concat(), Box::new(typist)).0
    };
    for (today, stage, exit) in [("2027-06-30", "expiring", 1), ("2027-07-01", "expired", 3)] {
        let run = on(today, "json");
        let report: Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(
            (report["certificate"]["stage"].as_str(), run.exit),
            (Some(stage), exit)
        );
        assert_eq!(report["certificate"]["insurance_until"], "2027-06-30");
    }
    let text = on("2027-07-01", "text").out;
    assert!(text.contains("実物のマイナンバーカード"), "{text}");
    assert!(!text.contains("猶予期間"), "{text}");
}

/// `--expiry` does not ask what lies there, but a phone after its end is no card in grace.
#[test]
fn the_short_question_knows_a_phone_too() {
    let run = run(&[
        "check", "--simulate", "grace", "--expiry", "--format", "json",
    ]);
    let report: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(report["card"]["kind"], "my-number-card");
    assert_eq!(report["certificate"]["stage"], "grace");
}

/// No date invites to accept a card that may not be used.
#[test]
fn a_card_that_may_not_be_used_shows_no_day_of_insurance() {
    for (card, shown) in [
        ("valid", true),
        ("grace", true),
        ("expired", false),
        ("test-hierarchy", false),
    ] {
        let text = run(&["check", "--simulate", card, "--today", "2026-11-22"]).out;
        assert_eq!(text.contains("健康保険証として  "), shown, "{text}");
        assert_eq!(text.contains("更新できる期間"), shown, "{text}");
    }
}

/// Revocation and registration are not known, so nothing says that a card can be used.
#[test]
fn nothing_is_said_to_be_usable() {
    for card in cards::BUILT_IN {
        for command in ["check", "doctor"] {
            let said = |lang| run(&[command, "--simulate", card.name, "--lang", lang]).out;
            let (ja, en) = (said("ja"), said("en"));
            assert!(!ja.contains("使えます"), "{ja}");
            assert!(
                !en.contains(": usable") && !en.contains("can be used"),
                "{en}"
            );
        }
    }
}

#[test]
fn a_wrong_pin_is_a_wrong_pin_with_the_tries_left() {
    let arguments = ["pin", "verify", "--simulate", "valid", "--lang", "ja"];
    let typist = Typist {
        hidden: Some("9999"),
        ..Typist::default()
    };
    let (run, _) = run_before(&arguments, Box::new(typist));
    let verdict = run.out.lines().nth(1).unwrap();
    assert_eq!(verdict, "判定: 暗証番号が違います。残り2回です。");
}
