//! Recordings and logs where people have them: many in a folder, folded into what `doctor` writes
//! for a help desk, and with many connections in one.

use std::fs;
use std::process::{Command, Stdio};

use crate::program::{Run, Scratch, run};
use serde_json::Value;

fn lines(run: &Run) -> Vec<Value> {
    let lines = run.out.lines().map(serde_json::from_str);
    lines.collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_folder_has_a_line_for_each_file_and_is_counted_by_reader() {
    let scratch = Scratch::new("folder");
    for (name, card) in [("a", "grace"), ("b", "grace"), ("c", "felica")] {
        run(&["check", "--simulate", card, "--record", &scratch.path(name)]);
    }
    fs::write(scratch.path("d"), "something else").unwrap();
    let folder = scratch.path("");
    let told = run(&["trace", "explain", "--format", "json", &folder]);
    assert_eq!(told.exit, 0);
    let mut told = lines(&told);
    let summary = told.pop().unwrap();
    let files: Vec<_> = told
        .iter()
        .map(|line| {
            assert_eq!(line["schema"], "mynacheck.trace.v1");
            let text = |key: &str| line[key].as_str().unwrap_or("-").to_owned();
            (text("file"), text("id"), text("reader"), text("verdict"))
        })
        .collect();
    let expected = [
        ("a", "certificate-grace", "grace", "attention"),
        ("b", "certificate-grace", "grace", "attention"),
        ("c", "not-my-number-card", "felica", "unusable"),
        ("d", "recording-wrong", "-", "unchecked"),
    ]
    .map(|(a, b, c, d)| (a.to_owned(), b.to_owned(), c.to_owned(), d.to_owned()));
    assert_eq!(files, expected);
    assert!(told[0]["commands"].as_u64().unwrap() > 4, "{}", told[0]);
    assert_eq!(summary["schema"], "mynacheck.traces.v1");
    assert_eq!(summary["files"], 4);
    let first = &summary["findings"][0];
    assert_eq!(
        (&first["id"], &first["reader"], &first["files"]),
        (&"certificate-grace".into(), &"grace".into(), &2.into())
    );
    assert_eq!(summary["findings"].as_array().unwrap().len(), 3);
    let text = run(&["trace", "explain", &folder]).out;
    let lines: Vec<_> = text.lines().collect();
    assert!(lines[0].starts_with("a: "), "{text}");
    assert!(text.contains("     2  certificate-grace"), "{text}");
}

#[test]
fn a_recording_is_found_in_what_doctor_writes() {
    let scratch = Scratch::new("folded");
    let (bundle, page) = (scratch.path("b.txt"), scratch.path("p.html"));
    run(&["doctor", "--simulate", "locked", "--bundle", &bundle]);
    run(&["doctor", "--simulate", "locked", "--report", &page]);
    // Sent by mail: something stands before and behind.
    let mail = scratch.path("mail.txt");
    let text = fs::read_to_string(&bundle).unwrap();
    fs::write(&mail, format!("Hello,\n\n{text}\n-- \nhelp desk\n")).unwrap();
    for file in [&bundle, &page, &mail] {
        let explained = run(&["trace", "explain", "--format", "json", file]);
        let report: Value = serde_json::from_str(&explained.out).unwrap();
        assert_eq!(report["pins"][0]["state"], "locked", "{file}: {report}");
        assert_eq!(report["connections"][0]["number"], 1);
        let redacted = run(&["trace", "redact", file]);
        assert!(redacted.out.starts_with(r#"{"t":"header""#), "{file}");
    }
    // What was changed within it is noticed.
    let changed = text.replace("63C0", "63C3");
    assert_ne!(changed, text);
    fs::write(&bundle, changed).unwrap();
    assert_eq!(run(&["trace", "explain", &bundle]).exit, 6);
}

/// A log of pcscd with these exchanges; an empty command is a new card.
fn log(scratch: &Scratch, exchanges: &[(&str, &str)]) -> String {
    let lines: String = exchanges
        .iter()
        .map(|(command, answer)| match (*command, *answer) {
            ("", _) => "00000001 Card ATR: 3B E0 00 FF 81 31 FE 45 14 \n".to_owned(),
            (command, answer) => format!("00000001 APDU: {command}\n00001000 SW: {answer}\n"),
        })
        .collect();
    let file = scratch.path("pcscd.log");
    fs::write(&file, lines).unwrap();
    file
}

const JPKI: (&str, &str) = ("00A4040C0AD392F000260100000001", "9000");
const TEXT_INPUT: (&str, &str) = ("00A4040C0AD3921000310001010408", "9000");

#[test]
fn each_connection_is_judged_by_itself_and_each_pin_that_was_sent() {
    let scratch = Scratch::new("connections");
    let file = log(
        &scratch,
        &[
            JPKI,
            ("0020009B06414243313233", "63C4"),
            ("0020009B06414243313233", "63C3"),
            ("", ""),
            JPKI,
            ("00A4020C020018", "9000"),
            ("002000800437333931", "9000"),
            ("", ""),
            TEXT_INPUT,
            ("00A4020C020011", "9000"),
            ("002000800437333931", "63C0"),
            ("00B0000010", ""),
            ("", ""),
            ("00A4040C07A0000000030000", "6A82"),
        ],
    );
    let told = run(&["trace", "explain", "--format", "json", &file]);
    // The worst decides: a PIN was wrong.
    assert_eq!(told.exit, 5);
    let report: Value = serde_json::from_str(&told.out).unwrap();
    let connections = report["connections"].as_array().unwrap();
    // In the fourth there is nothing to judge.
    assert_eq!(connections.len(), 3, "{report}");
    let sent: Vec<_> = connections
        .iter()
        .flat_map(|one| one["pins_sent"].as_array().unwrap())
        .map(|sent| {
            (
                sent["command"].as_u64().unwrap(),
                sent["pin"].as_str().unwrap(),
                sent["finding"]["id"].as_str().unwrap(),
                sent["again"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        sent,
        [
            (2, "digital-signature", "pin-wrong", false),
            (3, "digital-signature", "pin-wrong", true),
            (6, "user-authentication", "pin-right", false),
            (9, "text-input", "pin-now-locked", false),
        ]
    );
    let third = &connections[2];
    assert_eq!((&third["first"], &third["last"]), (&7.into(), &10.into()));
    assert_eq!(third["broken"], true);
    let ids: Vec<_> = third["findings"].as_array().unwrap().iter().collect();
    // Another PIN than that for health insurance.
    assert_eq!(ids[0]["id"], "other-pin-locked");
    assert_eq!(ids[1]["id"], "log-ends");
    assert_eq!(report["pins"][0]["tries_left"], 3);
    let text = run(&["trace", "explain", "--lang", "en", &file]).out;
    for words in [
        "4 connections to a card",
        "1 (commands 1 to 3): The PIN is wrong; 3 tries are left",
        "3  digital signature (6 to 16 characters): The PIN is wrong; 3 tries are left (twice in a row)",
        "10  it broke here",
        "1 more: nothing was asked",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("7391") && !text.contains("ABC123"), "{text}");
}

#[test]
fn a_pin_whose_answer_is_lost_has_no_outcome() {
    let scratch = Scratch::new("lost");
    let file = log(
        &scratch,
        &[JPKI, ("00200098", "63C2"), ("002000980437333931", "")],
    );
    let told = run(&["trace", "explain", "--format", "json", &file]);
    let report: Value = serde_json::from_str(&told.out).unwrap();
    let sent = &report["connections"][0]["pins_sent"][0];
    assert_eq!(sent["finding"]["id"], "pin-outcome-unknown");
    let file = log(&scratch, &[JPKI, ("002000980437333931", "")]);
    let told = run(&["trace", "explain", "--format", "json", &file]);
    let report: Value = serde_json::from_str(&told.out).unwrap();
    let sent = &report["connections"][0]["pins_sent"][0];
    assert!(sent["finding"].is_null(), "{report}");
}

#[test]
fn explain_reads_a_text_from_standard_input() {
    let program = env!("CARGO_BIN_EXE_mynacheck");
    let text =
        "エラーが出ました。\nこのデバイスを開始できません。 (コード 10)\nSCARD_E_NO_SERVICE\n";
    let piped = format!("printf '%s' '{text}' | {program} explain --lang en -");
    let output = Command::new("sh")
        .args(["-c", &piped])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{told}");
    assert!(told.contains("Code 10\n"), "{told}");
    assert!(told.contains("SCARD_E_NO_SERVICE 0x8010001D"), "{told}");
    // What is piped is not said again.
    let piped = format!("printf 'YAMADA-7391' | {program} explain --lang en -");
    let output = Command::new("sh").args(["-c", &piped]).output().unwrap();
    let told = [output.stdout, output.stderr].concat();
    assert!(!String::from_utf8_lossy(&told).contains("YAMADA"));
}
