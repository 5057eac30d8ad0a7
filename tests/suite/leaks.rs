//! What is written down and shown, against files that are damaged, foreign, or made to harm.

use std::fs;

use crate::program::{Run, Scratch, run};
use mynacheck::internals::recording::{self, Header, Provenance, Writer};

const SELECT: &str = "00A4040C0AD392F000260100000001";

/// The digits of a PIN and letters of a name, whole and in halves.
const CANARIES: &[&str] = &["3733", "3931", "7391", "68616E", "6B6F", "hanako"];

fn assert_nothing_of_them(text: &str, what: &str) {
    // The digest is made of everything, and days and times are digits too.
    let lines = text.lines().filter(|line| !line.contains("\"sha256\""));
    for line in lines.filter(|line| !line.contains("\"today\"")) {
        let line = line.split("\"us\":").next().unwrap_or_default();
        let line = line.to_uppercase();
        for canary in CANARIES.iter().map(|canary| canary.to_uppercase()) {
            assert!(!line.contains(&canary), "{what} holds {canary}: {line}");
        }
    }
}

/// What every verb of `trace` makes of a log.
fn of_log(scratch: &Scratch, log: &[u8]) -> Vec<Run> {
    let file = scratch.path("some.log");
    fs::write(&file, log).unwrap();
    let imported = scratch.path("imported.jsonl");
    let mut all = vec![
        run(&["trace", "explain", "--lang", "en", &file]),
        run(&["trace", "explain", "--lang", "ja", &file]),
        run(&["trace", "explain", "--format", "json", &file]),
        run(&["trace", "import", &file]),
        run(&["trace", "redact", &file]),
    ];
    run(&["trace", "import", &file, "--out", &imported, "--overwrite"]);
    if fs::exists(&imported).unwrap() {
        all.push(run(&["trace", "redact", &imported]));
        assert_eq!(run(&["trace", "lint", &imported]).exit, 0);
    }
    all
}

#[test]
fn a_pin_in_a_damaged_log_is_never_taken_for_a_status_word_or_a_header() {
    let scratch = Scratch::new("damaged-log");
    for log in [
        // A dump that begins one line late.
        &format!("9000\n{SELECT}\n9000\n00A4020C020018\n9000\n002000800437333931\n9000\n")[..],
        &format!("# PROTOCOL: T=1\n9000\n{SELECT}\n9000\n002000800437333931\n9000\n"),
        // A length that does not fit.
        "002000800337333931\n9000\n",
        "0020008037333931\n9000\n",
        "> 00 20 00 80 03 37 33 39 31\n<  [] 63 C2\n",
        // Answers in the place of commands, and the other way round.
        "68616E616B6F9000\n9000\n68616E616B6F\n9000\n",
        "00B0000006\n68616E616B6F\n00B0000004\n37333931\n",
        "00000001 APDU: 37 33 39 31 9000 \n00000001 SW: 00 20 00 80 04 37 33 39 31 \n",
        "00000001 APDU: 00 20 00 80 04 37 33 39 31 \n00000001 SW: 37 33 39 31 \n",
        // The arrows of another program, sixteen bytes a row.
        "< 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01\n> 90 00\n< 00 20 00 80 04 37 33 39 31\n> 90 00\n\
         < 00 B0 00 00 00\n> 68 61 6E 61 6B 6F 68 61 6E 61 6B 6F 68 61 6E 61\n> 6B 6F 90 00\n",
    ] {
        for run in of_log(&scratch, log.as_bytes()) {
            assert_nothing_of_them(&(run.out + &run.err), log);
        }
    }
}

#[test]
fn an_answer_that_is_the_pin_is_shown_nowhere() {
    let scratch = Scratch::new("echo");
    let (card, recording) = (scratch.path("echo.toml"), scratch.path("echo.jsonl"));
    for answer in ["37333931", "373339319000", "68616E616B6F"] {
        let file =
            format!("extends = \"valid\"\n[[quirk]]\nto = \"00200080\"\nanswer = \"{answer}\"");
        fs::write(&card, file).unwrap();
        for format in ["text", "json"] {
            for command in [&["check"][..], &["pin", "status"]] {
                let options = ["--simulate", &card, "--format", format, "-vvv"];
                let record = ["--record", &recording, "--overwrite"];
                let done = run(&[command, &options, &record].concat());
                assert_nothing_of_them(&done.out, answer);
                let recorded = fs::read_to_string(&recording).unwrap();
                assert_nothing_of_them(&recorded, "the recording");
                assert_eq!(run(&["trace", "lint", &recording]).exit, 0);
            }
        }
    }
}

/// A recording with this header and these lines, sealed as if the program had written it.
fn sealed(
    scratch: &Scratch,
    change: impl Fn(&mut Header),
    edit: impl Fn(&str) -> String,
) -> String {
    let file = scratch.path("sealed.jsonl");
    let made = [
        "check", "--simulate", "valid", "--record", &file, "--overwrite",
    ];
    assert_eq!(run(&made).exit, 0);
    let (mut header, events) = recording::read(fs::read(&file).unwrap().as_slice()).unwrap();
    change(&mut header);
    let mut writer = Writer::new(Vec::new(), &header).unwrap();
    for (_, event) in &events {
        writer.write(event).unwrap();
    }
    let text = edit(&String::from_utf8(writer.into_inner()).unwrap());
    fs::write(&file, text).unwrap();
    seal(&file);
    file
}

/// Puts the right end line under a file.
fn seal(file: &str) {
    use sha2::{Digest, Sha256};
    let text = fs::read_to_string(file).unwrap();
    let digest = hex::encode_upper(Sha256::digest(text.as_bytes()));
    let events = text.lines().count() - 1;
    let end = format!("{{\"t\":\"end\",\"events\":{events},\"sha256\":\"{digest}\"}}\n");
    fs::write(file, text + &end).unwrap();
}

#[test]
fn lint_fails_on_what_is_no_exchange_and_redact_leaves_it_out() {
    let scratch = Scratch::new("lint-shapes");
    let wrong = [
        r#"{"t":"x","c":["9000"],"r":[],"sw":"9000","us":0}"#,
        r#"{"t":"x","c":["00200080"],"r":[],"sw":"3931","us":0}"#,
        r#"{"t":"x","c":["00B0000000"],"r":[{"r":"other","n":4}],"sw":"6B6F","us":0}"#,
        r#"{"t":"x","c":["37333931"],"r":[],"sw":"9000","us":0}"#,
        r#"{"t":"x","c":["00200080",{"r":"pin","n":4},"37"],"r":[],"sw":"9000","us":0}"#,
        r#"{"t":"x","c":["00A4040C0468616E616B6F"],"r":[],"sw":"9000","us":0}"#,
        r#"{"t":"x","c":["00CA00F200"],"r":["3230333230363330"],"sw":"9000","us":0}"#,
        r#"{"t":"card","reader":"postgres://taro:himitsu@db/","atr":"","us":0}"#,
        r#"{"t":"card","reader":"Virtual PCD 00 00","atr":"68616E616B6F","us":0}"#,
        r#"{"t":"begin","err":"0x37333931","op":"begin","us":0}"#,
    ];
    for line in wrong {
        let file = sealed(&scratch, |_| {}, |text| format!("{text}{line}\n"));
        let linted = run(&["trace", "lint", "--lang", "en", &file]);
        assert_eq!(linted.exit, 6, "{line}");
        let cleaned = run(&["trace", "redact", &file]);
        assert_eq!(cleaned.exit, 0, "{line}\n{}", cleaned.out);
        assert_nothing_of_them(&cleaned.out, line);
        assert!(!cleaned.out.contains("himitsu"), "{}", cleaned.out);
        let once = scratch.path("once.jsonl");
        fs::write(&once, &cleaned.out).unwrap();
        assert_eq!(run(&["trace", "lint", &once]).exit, 0, "{line}");
    }
}

#[test]
fn free_text_of_a_header_is_let_through_only_as_what_it_is_known_to_be() {
    let scratch = Scratch::new("free-text");
    let changes: [fn(&mut Header); 5] = [
        |header| header.program = "hanako 1.0".to_owned(),
        |header| header.platform = "hanako".to_owned(),
        |header| header.provenance = Provenance::Imported("hanako".to_owned()),
        |header| header.provenance = Provenance::Derived("/home/hanako/card.jsonl".to_owned()),
        |header| {
            header.expect = Some(recording::Expect {
                exit: 0,
                verdict: Some("hanako".to_owned()),
                findings: vec!["hanako".to_owned()],
            });
        },
    ];
    for change in changes {
        let file = sealed(&scratch, change, str::to_owned);
        assert_eq!(run(&["trace", "lint", &file]).exit, 6);
        let cleaned = run(&["trace", "redact", &file]);
        assert_eq!(cleaned.exit, 0);
        assert_nothing_of_them(&cleaned.out, "the cleaned recording");
        fs::write(&file, &cleaned.out).unwrap();
        assert_eq!(run(&["trace", "lint", &file]).exit, 0);
    }
    // What the program writes itself stays.
    let file = sealed(&scratch, |_| {}, str::to_owned);
    assert_eq!(
        run(&["trace", "redact", &file]).out,
        fs::read_to_string(&file).unwrap()
    );
    for (log, secret) in [
        (
            "connecting to postgres://taro:himitsu@db/\n> 00 20 00 80\n<  [] 63 C3\n",
            "himitsu",
        ),
        ("# ATR: 68616E616B6F\n00200080\n63C3\n", "68616E"),
    ] {
        for run in of_log(&scratch, log.as_bytes()) {
            assert!(!run.out.contains(secret), "{}", run.out);
        }
    }
}

/// The day of the card body is a data object of the card manager; elsewhere the same tag is
/// anything.
#[test]
fn a_day_is_shown_only_where_the_card_manager_was_selected() {
    let scratch = Scratch::new("day-of-the-card");
    let log = |aid: &str| format!("{aid}\n9000\n00CA00F200\n32303332303633309000\n");
    let manager = log("00A4040C07A0000001510000");
    assert!(
        of_log(&scratch, manager.as_bytes())[3]
            .out
            .contains("3230333230363330")
    );
    for run in of_log(&scratch, log(SELECT).as_bytes()) {
        assert!(!run.out.contains("3230333230363330"), "{}", run.out);
    }
}

/// ESC, OSC, C1, BEL and what turns the direction of writing.
const COMMANDS: &[&str] = &[
    "\u{1b}[2J",
    "\u{1b}]0;evil\u{7}",
    "\u{9b}2J",
    "\u{7}",
    "\u{202e}",
    "\u{2066}",
];

fn assert_no_command(text: &str, what: &str) {
    let moves = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    let found = text.chars().find(|c| moves(*c));
    assert_eq!(found, None, "{what}: {text:?}");
}

#[test]
fn nothing_from_a_file_commands_the_terminal() {
    let scratch = Scratch::new("terminal");
    for evil in COMMANDS {
        let change = |header: &mut Header| {
            header.program = format!("mynacheck{evil}");
            header.platform = format!("linux{evil}");
            header.provenance = Provenance::Imported(format!("pcscd{evil}"));
        };
        let reader = |text: &str| {
            let name = serde_json::to_string(&format!("R{evil}")).unwrap();
            text.replace("\"valid\"", &name)
        };
        let file = sealed(&scratch, change, reader);
        let log = scratch.path("reader.log");
        let lines = format!(
            "connecting to R{evil} 00 00\n> {}\n<  [] 90 00\n",
            "00 20 00 80"
        );
        fs::write(&log, lines).unwrap();
        let named = scratch.path(&format!("evil{evil}.jsonl").replace('/', ""));
        fs::copy(&file, &named).unwrap();
        for lang in ["ja", "en"] {
            for format in ["text", "json"] {
                for verb in ["explain", "lint", "redact", "import"] {
                    for path in [&file, &log, &named] {
                        let done = run(&["trace", verb, "--lang", lang, "--format", format, path]);
                        assert_no_command(&(done.out + &done.err), verb);
                    }
                }
                let checked = run(&[
                    "check", "--replay", &named, "--lang", lang, "--format", format,
                ]);
                assert_no_command(&(checked.out + &checked.err), "check");
            }
        }
    }
}

#[test]
fn a_file_that_exists_is_replaced_only_by_a_whole_one() {
    let scratch = Scratch::new("replaced");
    let log = scratch.path("s.log");
    let bad = "# ATR: 3B\n00A40400\n9000\nzz\n";
    fs::write(&log, bad).unwrap();
    for verb in ["import", "redact"] {
        let refused = run(&["trace", verb, &log, "--out", &log, "--overwrite"]);
        assert_eq!(refused.exit, 6);
        assert_eq!(fs::read_to_string(&log).unwrap(), bad, "{verb}");
    }
    for option in ["--pcapng", "--apdu4j"] {
        let refused = run(&["trace", "export", &log, option, &log, "--overwrite"]);
        assert_eq!(refused.exit, 6);
        assert_eq!(fs::read_to_string(&log).unwrap(), bad, "{option}");
    }
    // Nothing half-written is left where there was nothing, and nothing beside it.
    let new = scratch.path("new.jsonl");
    assert_eq!(run(&["trace", "import", &log, "--out", &new]).exit, 6);
    assert!(!fs::exists(&new).unwrap());
    let folder = fs::read_dir(scratch.path("")).unwrap();
    assert_eq!(folder.count(), 1);
    // A whole one replaces itself.
    fs::write(&log, format!("{SELECT}\n9000\n")).unwrap();
    assert_eq!(
        run(&["trace", "import", &log, "--out", &log, "--overwrite"]).exit,
        0
    );
    assert!(
        fs::read_to_string(&log)
            .unwrap()
            .starts_with("{\"t\":\"header\"")
    );
}

#[cfg(unix)]
#[test]
fn every_file_that_is_written_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = Scratch::new("mode");
    let written = |file: &str| {
        let mode = fs::metadata(file).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{file}: {mode:o}");
    };
    let path = |name: &str| scratch.path(name);
    let (recording, out) = (path("r.jsonl"), path("o.jsonl"));
    run(&["check", "--simulate", "valid", "--record", &recording]);
    written(&recording);
    run(&["trace", "redact", &recording, "--out", &out]);
    written(&out);
    fs::set_permissions(&out, fs::Permissions::from_mode(0o644)).unwrap();
    run(&["trace", "redact", &recording, "--out", &out, "--overwrite"]);
    written(&out);
    let (pem, capture) = (path("c.pem"), path("c.pcapng"));
    run(&["certificate", "--simulate", "valid", "--pem", "--out", &pem]);
    written(&pem);
    run(&["trace", "export", &recording, "--pcapng", &capture]);
    written(&capture);
    let (saved, bundle) = (path("saved.json"), path("bundle.json"));
    run(&[
        "doctor", "--simulate", "valid", "--save", &saved, "--bundle", &bundle,
    ]);
    written(&saved);
    written(&bundle);
}

#[test]
fn an_existing_file_is_noticed_before_the_card_is_asked() {
    let scratch = Scratch::new("noticed");
    let pem = scratch.path("there.pem");
    fs::write(&pem, "mine").unwrap();
    let refused = run(&[
        "certificate", "--simulate", "valid", "--out", &pem, "--format", "json",
    ]);
    assert_eq!(refused.exit, 6);
    assert!(refused.out.contains("\"commands\": 0"), "{}", refused.out);
    assert_eq!(fs::read_to_string(&pem).unwrap(), "mine");
}

/// A recording that is stopped leaves what was there: the old one, or what the new one has so far.
#[test]
fn a_recording_stands_in_its_place_from_its_first_line() {
    let scratch = Scratch::new("first-line");
    let file = scratch.path("r.jsonl");
    run(&["check", "--simulate", "valid", "--record", &file]);
    let whole = fs::read_to_string(&file).unwrap();
    assert!(
        whole
            .trim_end()
            .lines()
            .last()
            .unwrap()
            .contains("\"t\":\"end\"")
    );
    // Nothing to record of a card file that is wrong: the old recording stays.
    let wrong = [
        "check", "--simulate", "./no-such.toml", "--record", &file, "--overwrite",
    ];
    assert_eq!(run(&wrong).exit, 6);
    assert_eq!(fs::read_to_string(&file).unwrap(), whole);
}

/// Killed while it waits for a PIN: the old recording stays, and what lies half-written beside it is
/// no obstacle for the next run, which takes it away. A process that lives keeps what it writes.
#[cfg(unix)]
#[test]
fn what_a_killed_process_leaves_beside_a_file_is_taken_away() {
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};
    let scratch = Scratch::new("killed");
    let file = scratch.path("r.jsonl");
    run(&["check", "--simulate", "valid", "--record", &file]);
    let old = fs::read_to_string(&file).unwrap();
    let start = || {
        Command::new(env!("CARGO_BIN_EXE_mynacheck"))
            .args(["pin", "verify", "--pin-stdin", "--simulate", "valid"])
            .args(["--record", &file, "--overwrite"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let beside = |process: u32| scratch.path(&format!(".r.jsonl.{process}.new"));
    let wait = |file: String| {
        let begun = Instant::now();
        while fs::read(&file).is_ok_and(|text| text.is_empty()) || !fs::exists(&file).unwrap() {
            assert!(begun.elapsed() < Duration::from_secs(30), "{file}");
            std::thread::yield_now();
        }
    };
    let (mut killed, mut living) = (start(), start());
    wait(beside(killed.id()));
    wait(beside(living.id()));
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), old);
    // As if an earlier process of this very number had been killed too, and a stranger's file.
    let (own, strange) = (beside(std::process::id()), scratch.path(".r.jsonl.x.new"));
    fs::write(&own, "half").unwrap();
    fs::write(&strange, "a stranger's").unwrap();
    let again = run(&[
        "check", "--simulate", "valid", "--record", &file, "--overwrite",
    ]);
    assert_eq!(again.exit, 0, "{}", again.err);
    assert!(!fs::exists(beside(killed.id())).unwrap());
    assert!(!fs::exists(own).unwrap());
    assert!(fs::exists(strange).unwrap());
    assert!(fs::exists(beside(living.id())).unwrap());
    living.kill().unwrap();
    living.wait().unwrap();
}

#[test]
fn a_verdict_is_never_an_empty_sentence() {
    let scratch = Scratch::new("empty-sentence");
    let file = scratch.path("select.log");
    fs::write(&file, format!("{SELECT}\n9000\n")).unwrap();
    for (lang, empty) in [("ja", "。。"), ("en", " - .")] {
        let explained = run(&["trace", "explain", "--lang", lang, &file]);
        assert_eq!(explained.exit, 4);
        assert!(!explained.out.contains(empty), "{}", explained.out);
    }
}
