//! Recordings, through the whole program: what is recorded is replayed to the same report.

use crate::program::{Scratch, process, run};
use serde_json::Value;

/// The report without what a replay may say otherwise: where the answers come from, and times.
fn comparable(json: &str) -> Value {
    let mut report: Value = serde_json::from_str(json).unwrap_or_else(|_| panic!("{json}"));
    if report["source"].is_object() {
        report["source"]["kind"] = Value::Null;
    }
    report["exchange"]["millis"] = Value::Null;
    report
}

const TODAY: &str = "2026-11-22";

#[test]
fn every_card_is_replayed_to_the_same_report_and_exit_code() {
    let scratch = Scratch::new("every-card");
    for card in mynacheck::internals::simulator::cards::BUILT_IN {
        let file = scratch.path(card.name);
        for expiry in [&[][..], &["--expiry"]] {
            let record = [
                &[
                    "check", "--format", "json", "--today", TODAY, "--simulate", card.name,
                ][..],
                &["--record", &file, "--overwrite"],
                expiry,
            ];
            let replay = [
                &["check", "--format", "json", "--replay", &file][..],
                expiry,
            ];
            let recorded = run(&record.concat());
            let replayed = run(&replay.concat());
            assert_eq!(recorded.exit, replayed.exit, "{}", card.name);
            let (recorded, mut replayed) = (comparable(&recorded.out), comparable(&replayed.out));
            // Where no card was reached, the live report has no source either.
            replayed["today"] = recorded["today"].clone();
            assert_eq!(recorded, replayed, "{}", card.name);
        }
    }
}

#[test]
fn a_replay_is_judged_on_the_recorded_day_unless_told_otherwise() {
    let scratch = Scratch::new("day");
    let file = scratch.path("valid");
    run(&[
        "check", "--simulate", "valid", "--today", TODAY, "--record", &file,
    ]);
    let replayed = run(&["check", "--format", "json", "--replay", &file]);
    assert_eq!(comparable(&replayed.out)["today"], TODAY);
    let later = run(&["check", "--replay", &file, "--today", "2031-01-01"]);
    assert_eq!(later.exit, 3);
}

#[test]
fn another_question_than_the_recorded_one_is_told() {
    let scratch = Scratch::new("other-question");
    let file = scratch.path("valid");
    run(&[
        "check", "--simulate", "valid", "--today", TODAY, "--record", &file,
    ]);
    let less = run(&["check", "--expiry", "--replay", &file, "--format", "json"]);
    assert_eq!(less.exit, 6);
    assert!(less.out.contains("\"replay-differs\""), "{}", less.out);
    assert_eq!(less.out.matches("replay-differs").count(), 1);
}

#[test]
fn a_recording_is_not_overwritten_unasked() {
    let scratch = Scratch::new("overwrite");
    let file = scratch.path("kept");
    std::fs::write(&file, "mine").unwrap();
    let refused = run(&[
        "check", "--simulate", "valid", "--record", &file, "--format", "json",
    ]);
    assert_eq!(refused.exit, 6);
    assert!(refused.out.contains("file-exists"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    assert_eq!(
        run(&[
            "check", "--simulate", "valid", "--record", &file, "--overwrite"
        ])
        .exit,
        0
    );
}

#[test]
fn a_damaged_recording_is_refused_with_its_line_in_both_languages() {
    let scratch = Scratch::new("damaged");
    let file = scratch.path("valid");
    run(&["check", "--simulate", "valid", "--record", &file]);
    let text = std::fs::read_to_string(&file).unwrap();
    let cut = text.rfind("{\"t\":\"end\"").unwrap();
    std::fs::write(&file, &text[..cut]).unwrap();
    let english = run(&["check", "--replay", &file, "--lang", "en"]);
    assert_eq!(english.exit, 6);
    assert!(
        english.out.contains("the end line is missing"),
        "{}",
        english.out
    );
    let japanese = run(&["check", "--replay", &file, "--lang", "ja"]);
    assert!(
        japanese.out.contains("途中で切れています"),
        "{}",
        japanese.out
    );
    assert_eq!(
        run(&["check", "--replay", &scratch.path("nowhere")]).exit,
        6
    );
    assert_eq!(
        run(&["check", "--replay", &file, "--simulate", "valid"]).exit,
        2
    );
}

#[test]
fn nothing_personal_is_recorded_unless_it_is_simulated_and_asked_for() {
    let scratch = Scratch::new("canaries");
    let file = scratch.path("valid");
    run(&["check", "--simulate", "valid", "--record", &file]);
    // The serial number and the common name of the simulated card.
    let canaries = ["05A3C71E", "3030303030305330"];
    let text = std::fs::read_to_string(&file).unwrap();
    for canary in canaries {
        assert!(!text.contains(canary), "{text}");
    }
    run(&[
        "check", "--simulate", "valid", "--record", &file, "--overwrite", "--record-full",
    ]);
    let text = std::fs::read_to_string(&file).unwrap();
    for canary in canaries {
        assert!(text.contains(canary), "{text}");
    }
    assert_eq!(run(&["check", "--replay", &file]).exit, 0);
}

#[test]
fn neither_pin_nor_person_reaches_recording_log_or_replay() {
    let scratch = Scratch::new("pin");
    let file = scratch.path("verify");
    for (extra, pin) in [(&[][..], "1234"), (&["--record-full"][..], "7391")] {
        let verify = ["pin", "verify", "--pin-stdin", "--today", TODAY, "-vvv"];
        let record = ["--simulate", "valid", "--record", &file, "--overwrite"];
        let live = process(&[&verify[..], &record, extra].concat(), pin);
        // Any PIN fits where one was recorded.
        let replay = [&verify[..], &["--replay", &file]].concat();
        let replayed = process(&replay, "0000");
        assert_eq!(live.status.code(), replayed.status.code());
        let text = fs_text(&file);
        assert!(text.contains(r#"{"r":"pin","n":4}"#), "{text}");
        let log = String::from_utf8_lossy(&live.stderr).into_owned();
        assert!(log.contains("-> 0020008004XXXXXXXX"), "{log}");
        assert!(log.contains("<- 63C3"), "{log}");
        // Times and the digest of them are other digits each time, and may happen to be the PIN's.
        let recorded: String = text
            .lines()
            .filter(|line| !line.contains(r#""t":"end""#))
            .map(|line| line.rsplit_once(r#","us":"#).map_or(line, |(told, _)| told))
            .collect();
        for seen in [
            &recorded,
            &log,
            &String::from_utf8_lossy(&replayed.stderr).into_owned(),
        ] {
            for pin in [pin.to_owned(), hex::encode(pin)] {
                assert!(!seen.contains(&pin), "{seen}");
            }
        }
        for canary in ["05A3C71E", "3030303030305330"] {
            assert!(!log.contains(canary), "{log}");
        }
    }
}

fn fs_text(file: &str) -> String {
    std::fs::read_to_string(file).unwrap()
}

#[test]
fn what_was_left_out_cannot_be_asked_for() {
    let scratch = Scratch::new("left-out");
    let file = scratch.path("certificate");
    let certificate = [
        "certificate", "--format", "json", "--simulate", "valid", "--today", TODAY,
    ];
    let record = ["--record", &file];
    assert_eq!(run(&[&certificate[..], &record].concat()).exit, 0);
    let replayed = run(&["certificate", "--format", "json", "--replay", &file]);
    assert_eq!(replayed.exit, 6, "{}", replayed.out);
    let named = replayed.out.contains("\"recording-redacted\"");
    assert!(named, "{}", replayed.out);
    let full = ["--overwrite", "--record-full"];
    let live = run(&[&certificate[..], &record, &full].concat());
    let replayed = ["--replay", &file, "--accept-simulated"];
    let replayed = run(&[&["certificate", "--format", "json"], &replayed[..]].concat());
    assert_eq!(comparable(&live.out), comparable(&replayed.out));
}

/// What was recorded yesterday is not given up for a run that had nothing to record.
#[test]
fn an_old_recording_is_replaced_only_by_one_of_something() {
    let scratch = Scratch::new("overwrite");
    let file = scratch.path("recording");
    let record = |card: &str| {
        run(&[
            "check", "--simulate", card, "--record", &file, "--overwrite",
        ])
        .exit
    };
    assert_eq!(record("valid"), 0);
    let before = std::fs::read(&file).unwrap();
    assert_eq!(record("no-such-card"), 2);
    assert_eq!(std::fs::read(&file).unwrap(), before);
    assert_eq!(record("locked"), 1);
    assert_ne!(std::fs::read(&file).unwrap(), before);
}
