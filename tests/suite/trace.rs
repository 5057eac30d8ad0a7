//! `trace`, through the whole program.

use std::fs;
use std::process::Command;

use crate::program::{Scratch, run};
use mynacheck::internals::recording::{self, Event, Header, Policy, Provenance, Writer};
use serde_json::Value;

/// Serial number, common name and PIN of the simulated card, in every spelling.
const CANARIES: &[&str] = &[
    "05A3C71E",
    "05 A3 C7 1E",
    "94619422",
    "000000S00SIMUL",
    "303030303030533030",
    "30 30 30 30 30 30 53",
    "31323334",
    "31 32 33 34",
];

fn assert_clean(text: &str, what: &str) {
    for canary in CANARIES {
        let found = text.to_uppercase().contains(&canary.to_uppercase());
        assert!(!found, "{what} holds {canary}:\n{text}");
    }
}

/// A full recording of the valid card: everything but PINs.
fn full(scratch: &Scratch) -> String {
    let file = scratch.path("full.jsonl");
    let recorded = run(&[
        "check", "--simulate", "valid", "--record", &file, "--record-full", "--overwrite",
    ]);
    assert_eq!(recorded.exit, 0);
    assert!(fs::read_to_string(&file).unwrap().contains(CANARIES[0]));
    file
}

/// The same recording under another header.
fn with_header(file: &str, change: impl Fn(&mut Header)) {
    let (mut header, events) = recording::read(fs::read(file).unwrap().as_slice()).unwrap();
    change(&mut header);
    let mut writer = Writer::new(Vec::new(), &header).unwrap();
    for (_, event) in &events {
        writer.write(event).unwrap();
    }
    writer.finish().unwrap();
    fs::write(file, writer.into_inner()).unwrap();
}

#[test]
fn an_old_recording_is_cleaned_once_and_stays_as_it_is() {
    let scratch = Scratch::new("redact");
    let (old, once) = (full(&scratch), scratch.path("once.jsonl"));
    assert_eq!(run(&["trace", "redact", &old, "--out", &once]).exit, 0);
    let cleaned = fs::read_to_string(&once).unwrap();
    assert_clean(&cleaned, "the cleaned recording");
    assert_eq!(run(&["trace", "redact", &once]).out, cleaned);
    assert_eq!(run(&["trace", "lint", &once]).exit, 0);
    let reports =
        [&old, &once].map(|file| run(&["check", "--replay", file, "--format", "json"]).out);
    let [old, new] =
        reports.map(|text| serde_json::from_str::<Value>(&text).unwrap()["findings"].clone());
    assert_eq!(old, new);
    // A file that is there is kept.
    assert_eq!(run(&["trace", "redact", &once, "--out", &once]).exit, 6);
    assert_eq!(fs::read_to_string(&once).unwrap(), cleaned);
}

#[test]
fn lint_fails_where_anything_personal_could_be() {
    let scratch = Scratch::new("lint");
    let file = full(&scratch);
    // Of a simulated card everything may be shown, of a real one nothing.
    assert_eq!(run(&["trace", "lint", &file]).exit, 0);
    with_header(&file, |header| header.provenance = Provenance::Physical);
    let linted = run(&["trace", "lint", "--format", "json", &file]);
    let linted: Value = serde_json::from_str(&linted.out).unwrap();
    assert_eq!(linted["schema"], "mynacheck.lint.v1");
    assert_eq!(linted["lines"][0]["id"], "full-of-a-real-card");
    let linted = run(&["trace", "lint", "--lang", "en", &file]);
    assert_eq!(linted.exit, 6);
    assert!(
        linted.out.contains(":1: a full recording of a real card"),
        "{}",
        linted.out
    );
    assert!(
        linted.out.contains(":10: bytes that may be personal"),
        "{}",
        linted.out
    );
    with_header(&file, |header| {
        header.provenance = Provenance::Simulated;
        header.policy = Policy::Redacted;
    });
    assert_eq!(run(&["trace", "lint", &file]).exit, 6);

    // The first thousand are named, the others counted.
    let (header, events) = recording::read(fs::read(&file).unwrap().as_slice()).unwrap();
    let mut writer = Writer::new(fs::File::create(&file).unwrap(), &header).unwrap();
    for (_, event) in events.iter().cycle().take(1200 * events.len()) {
        writer.write(event).unwrap();
    }
    writer.finish().unwrap();
    let linted = run(&["trace", "lint", "--format", "json", &file]).out;
    let linted: Value = serde_json::from_str(&linted).unwrap();
    assert_eq!(linted["lines"].as_array().unwrap().len(), 1000);
    let text = run(&["trace", "lint", "--lang", "en", &file]).out;
    assert_eq!(text.lines().count(), 1001);
    assert_eq!(text.lines().last(), Some("and 200 more"));
    assert_eq!(linted["more"], 200);
}

#[test]
fn no_explanation_and_no_import_shows_what_is_personal() {
    let scratch = Scratch::new("explain");
    let file = full(&scratch);
    for lang in ["ja", "en"] {
        let explained = run(&["trace", "explain", "--lang", lang, &file]);
        assert_eq!(explained.exit, 0);
        assert_clean(&explained.out, "the explanation");
        assert!(explained.out.contains("63C3"), "{}", explained.out);
    }
    let log = scratch.path("pcscd.log");
    fs::write(
        &log,
        "00000001 APDU: 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01 \n00000001 SW: 90 00 \n\
         00000001 APDU: 00 20 00 98 04 31 32 33 34 \n00000001 SW: 63 C0 \n",
    )
    .unwrap();
    let explained = run(&["trace", "explain", "--lang", "en", &log]);
    assert_clean(&explained.out, "the explanation");
    assert!(
        explained.out.contains("it is now locked"),
        "{}",
        explained.out
    );
    let imported = run(&["trace", "import", &log]);
    assert_clean(&imported.out, "the import");
    assert!(imported.out.contains(r#""provenance":"imported:pcscd""#));
}

#[test]
fn what_is_left_of_a_recording_is_explained_before_it_is_refused() {
    let scratch = Scratch::new("truncated");
    let file = full(&scratch);
    let text = fs::read_to_string(&file).unwrap();
    let cut = text.find(r#"{"t":"leave""#).unwrap();
    fs::write(&file, &text[..cut]).unwrap();
    let explained = run(&["trace", "explain", "--lang", "en", &file]);
    assert_eq!(explained.exit, 6);
    assert!(
        explained.out.contains("VERIFY without data"),
        "{}",
        explained.out
    );
    assert!(
        explained.out.contains("the end line is missing"),
        "{}",
        explained.out
    );
    let other = scratch.path("other");
    fs::write(&other, "neither a log nor a recording\n").unwrap();
    assert_eq!(run(&["trace", "explain", &other]).exit, 6);
}

#[test]
fn a_log_of_something_else_is_explained_but_not_judged() {
    let scratch = Scratch::new("something-else");
    let log = scratch.path("pcscd.log");
    let text = "00000001 APDU: 00 A4 04 00 07 A0 00 00 00 03 10 10 \n00000001 SW: 6A 82 \n";
    fs::write(&log, text).unwrap();
    let explained = run(&["trace", "explain", "--lang", "en", &log]);
    assert_eq!(explained.exit, 4);
    assert!(
        explained
            .out
            .contains("Nothing was asked of the JPKI application")
    );
    let json = run(&["trace", "explain", "--format", "json", &log]);
    assert_eq!(json.exit, 4);
    assert!(
        json.out.contains("\"certificate-not-read\""),
        "{}",
        json.out
    );
}

#[test]
fn a_dump_of_apdu4j_is_written_and_read_back() {
    let scratch = Scratch::new("apdu4j");
    let (file, dump) = (full(&scratch), scratch.path("dump"));
    assert_eq!(run(&["trace", "export", &file, "--apdu4j", &dump]).exit, 0);
    let imported = run(&["trace", "import", &dump]).out;
    let commands = |bytes: &[u8]| -> Vec<String> {
        let (_, events) = recording::read(bytes).unwrap();
        let exchanges = events.into_iter().filter_map(|(_, event)| match event {
            Event::Exchange(exchange) => Some(exchange.command.to_string()),
            _ => None,
        });
        exchanges.collect()
    };
    let original = commands(&fs::read(&file).unwrap());
    assert_eq!(commands(imported.as_bytes()), original);
    // What was left out cannot be said in that format.
    let redacted = scratch.path("redacted");
    run(&["trace", "redact", &file, "--out", &redacted]);
    let refused = run(&[
        "trace", "export", &redacted, "--apdu4j", &dump, "--overwrite",
    ]);
    assert_eq!(refused.exit, 6);
    assert!(refused.out.contains("--pcapng"), "{}", refused.out);
    assert_eq!(run(&["trace", "export", &file]).exit, 2);
}

/// In 64 MiB of address space, however long it is.
#[cfg(target_os = "linux")]
#[test]
fn a_long_recording_is_explained_in_little_memory() {
    let scratch = Scratch::new("long");
    let file = full(&scratch);
    let (header, events) = recording::read(fs::read(&file).unwrap().as_slice()).unwrap();
    let (setup, rest) = events.split_at(2);
    let long = std::io::BufWriter::new(fs::File::create(&file).unwrap());
    let mut writer = Writer::new(long, &header).unwrap();
    for (_, event) in setup {
        writer.write(event).unwrap();
    }
    let exchanges: Vec<_> = rest
        .iter()
        .filter(|(_, event)| matches!(event, Event::Exchange(_)))
        .collect();
    for _ in 0..1000 {
        for (_, event) in &exchanges {
            writer.write(event).unwrap();
        }
    }
    writer.finish().unwrap();
    drop(writer);
    let limited = format!(
        "ulimit -v 65536; exec {} trace explain {file}",
        env!("CARGO_BIN_EXE_mynacheck")
    );
    let output = Command::new("sh").args(["-c", &limited]).output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(
        String::from_utf8_lossy(&output.stdout)
            .matches("[JPKI/")
            .count(),
        7000
    );
}

/// In 64 MiB of address space, whatever a file is made of.
#[cfg(target_os = "linux")]
#[test]
fn memory_is_flat_whatever_is_read() {
    let scratch = Scratch::new("hostile");
    let recording = full(&scratch);
    let text = fs::read_to_string(&recording).unwrap();
    let header = text.lines().next().unwrap();
    let begins = "{\"t\":\"begin\",\"us\":0}\n".repeat(1_500_000);
    let long = "00 ".repeat(133_000);
    let calls: String = (0..60)
        .map(|thread| {
            let call = format!("{thread:X}@>|1|1|SCardTransmit\n");
            call + &format!("{thread:X}@{long}\n").repeat(3)
        })
        .collect();
    let rows =
        "30 31 32 33 34 35 36 37 38 39 30 31 32 33 34 35 0123456789012345\n".repeat(1_000_000);
    let dump = format!("Outgoing APDU (99999999999 bytes):\n{rows}");
    let unknown = "{\"t\":\"x\",\"c\":[\"00B0000000\"],\"r\":[\"00\"],\"sw\":\"9000\",\"us\":0}\n";
    let redacted = header.replace("\"full\"", "\"redacted\"");
    let questions = format!("{redacted}\n{}", unknown.repeat(150_000));
    for (verb, content) in [
        (&["check", "--replay"][..], format!("{header}\n{begins}")),
        (&["trace", "lint"], questions),
        (&["trace", "explain"], calls),
        (&["trace", "explain"], dump),
    ] {
        let file = scratch.path("hostile");
        fs::write(&file, content).unwrap();
        let program = env!("CARGO_BIN_EXE_mynacheck");
        let limited = format!("ulimit -v 65536; exec {program} {} {file}", verb.join(" "));
        let output = Command::new("sh").args(["-c", &limited]).output().unwrap();
        let code = output.status.code();
        assert!(matches!(code, Some(4 | 6)), "{verb:?}: {:?}", output.status);
    }
}

/// No command and no answer has more than 64 KiB: what is written of a longer one is read again.
#[test]
fn what_is_longer_than_any_command_is_recorded_so_that_it_can_be_read() {
    let scratch = Scratch::new("longest");
    let (log, file) = (scratch.path("log"), scratch.path("recording"));
    let long = "00".repeat(140_000);
    for dump in [
        format!("00B0000000\n{long}9000\n"),
        format!("{long}\n9000\n"),
    ] {
        fs::write(&log, format!("# ATR: 3B00\n{dump}")).unwrap();
        let imported = run(&["trace", "import", &log, "--out", &file, "--overwrite"]);
        assert_eq!(imported.exit, 0, "{}", imported.out);
        assert_eq!(run(&["trace", "lint", &file]).exit, 0);
    }
}

#[test]
fn a_log_comes_in_by_standard_input_and_packed() {
    let scratch = Scratch::new("packed");
    let log = "> 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01\r\n<  [] 90 00\r\n> 00 20 00 98\r\n<  [] 63 C3\r\n";
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(log.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let file = scratch.path("log");
    fs::write(&file, utf16).unwrap();
    let explained = run(&["trace", "explain", "--lang", "en", &file]);
    assert!(explained.out.contains("63C3"), "{}", explained.out);
    // The log has no times.
    assert!(!explained.out.contains("0.0 ms"), "{}", explained.out);
    let program = env!("CARGO_BIN_EXE_mynacheck");
    let piped = format!("exec {program} trace explain --lang en - < {file}");
    let output = Command::new("sh").args(["-c", &piped]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), explained.out);
}
