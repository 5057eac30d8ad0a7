//! What a program is expected to do on Windows: language, letters, files, and how it ends.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use rexpect::session::{PtySession, spawn_command};

use crate::pcscd::Service;
use crate::served::TODAY;
use crate::systems::System;
use crate::wine::Wine;

/// Long enough for a busy machine; nothing waits for it when all is well.
const LIMIT: u64 = 30_000;

fn program(language: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(System::Windows.program());
    command.env("LC_ALL", language).args(arguments);
    command
}

fn output(language: &str, arguments: &[&str]) -> Output {
    program(language, arguments).output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Wine ended with 0, in one run of a hundred, where a thread of the program ended just before it.
#[test]
fn the_exit_code_every_time() {
    let service = Service::start();
    let served = service.serve("locked");
    for (arguments, exit_code) in [
        (&["check"][..], 1),
        (&["pin", "verify", "--pin-stdin"], 5),
        (&["check", "--reader", "none"], 4),
    ] {
        for run in 0..100 {
            let answer = System::Windows.ask_with(&service, arguments, "1234\n");
            assert_eq!(answer.exit_code, Some(exit_code), "{arguments:?} {run}");
        }
    }
    assert_eq!(served.stop().verifies, 0);
}

#[test]
fn the_language_is_the_user_s() {
    let check = ["check", "--simulate", "valid", "--today", TODAY];
    let japanese = text(&output("ja_JP.UTF-8", &check));
    assert!(japanese.starts_with("【模擬】"), "{japanese}");
    let english = text(&output("en_US.UTF-8", &check));
    assert!(english.starts_with("SIMULATED"), "{english}");
}

/// Wine's code page is 932 for a user of Japan, as Windows' own, where all of this Windows is that
/// user's. A console shows every letter all the same.
#[test]
fn letters_at_a_console() {
    let wine = Wine::new("console");
    let program = System::Windows.program();
    let check = format!("{program} check --simulate valid --today {TODAY} --lang ja");
    let mut command = Command::new("script");
    command
        .args(["-qec", &check, "/dev/null"])
        .env("WINEPREFIX", wine.folder())
        .env("LC_ALL", "ja_JP.UTF-8");
    let shown = text(&command.output().unwrap());
    assert!(shown.contains("期限内"), "{shown}");
}

/// Text is UTF-8 in a pipe and in a file, and JSON is pure ASCII: whatever code page a shell takes it
/// for, it reads the same.
#[test]
fn letters_in_a_pipe() {
    let check = [
        "check", "--simulate", "valid", "--today", TODAY, "--lang", "ja",
    ];
    let text = text(&output("ja_JP.UTF-8", &check));
    assert!(text.contains("期限内"), "{text}");
    assert!(!text.contains('\r'));
    let json = output("ja_JP.UTF-8", &[&check[..], &["--format", "json"]].concat()).stdout;
    assert!(json.is_ascii(), "{}", String::from_utf8_lossy(&json));
    let report: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let title = report["findings"][0]["title"].as_str().unwrap();
    assert!(title.contains("模擬カード"), "{title}");
}

#[test]
fn files_are_named_as_windows_names_them() {
    let folder = std::env::temp_dir().join(format!("受付-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let place = format!("Z:{}\\記録.jsonl", folder.display()).replace('/', "\\");
    let check = [
        "check", "--simulate", "valid", "--today", TODAY, "--lang", "en",
    ];
    let recorded = output("ja_JP.UTF-8", &[&check[..], &["--record", &place]].concat());
    assert_eq!(recorded.status.code(), Some(0), "{recorded:?}");
    assert!(folder.join("記録.jsonl").exists());
    // What cannot be read is named as it was given.
    let missing = place.replace("記録", "無い");
    let answer = output("ja_JP.UTF-8", &["trace", "lint", &missing, "--lang", "en"]);
    let said = text(&answer) + &String::from_utf8_lossy(&answer.stderr);
    assert!(said.contains(&missing), "{said}");
    assert_eq!(answer.status.code(), Some(6), "{said}");
    fs::remove_dir_all(folder).unwrap();
}

/// The configuration lies in the user's profile, whatever a shell from elsewhere has set.
#[test]
fn the_configuration_lies_in_the_profile() {
    let wine = Wine::new("profile");
    let cards = || {
        let mut command = wine.program(&["cards"]);
        command.env("LC_ALL", "ja_JP.UTF-8");
        text(
            &command
                .env("XDG_CONFIG_HOME", r"Z:\nowhere")
                .output()
                .unwrap(),
        )
    };
    let japanese = cards();
    assert!(!japanese.is_ascii(), "{japanese}");
    let folder = wine.settings().join("mynacheck");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.toml"), "lang = \"en\"\n").unwrap();
    let english = cards();
    assert!(english.is_ascii(), "{english}");
}

/// The program at a console, which Wine shows on a pseudo-terminal.
fn console(command: Command) -> PtySession {
    spawn_command(command, Some(LIMIT)).unwrap()
}

#[test]
fn a_pin_is_typed_unseen() {
    let mut terminal = console(program(
        "en_US.UTF-8",
        &[
            "pin", "verify", "--simulate", "valid", "--today", TODAY, "--lang", "en",
        ],
    ));
    terminal.exp_string("tries left").unwrap();
    terminal.send_line("7391").unwrap();
    let shown = terminal.exp_string("2 of 3").unwrap();
    assert!(!shown.contains("7391"), "{shown}");
}

#[test]
fn ctrl_c_while_a_pin_is_asked_for() {
    let service = Service::start();
    let served = service.serve("valid");
    let mut command = System::Windows.client(&service);
    command.args(["pin", "verify", "--lang", "en"]);
    let mut terminal = console(command);
    terminal.exp_string("tries left").unwrap();
    terminal.send_control('c').unwrap();
    let status = terminal.process().wait().unwrap();
    assert!(format!("{status:?}").contains("130"), "{status:?}");
    assert_eq!(served.stop().verifies, 0);
}

#[test]
fn ctrl_c_ends_a_watch_in_order() {
    let service = Service::start();
    let _served = service.serve("valid");
    let mut command = System::Windows.client(&service);
    command.args(["watch", "--lang", "en", "--today", TODAY]);
    let mut terminal = console(command);
    terminal.exp_string("not a real card").unwrap();
    terminal.send_control('c').unwrap();
    let status = terminal.process().wait().unwrap();
    assert!(format!("{status:?}").ends_with(", 0)"), "{status:?}");
}

/// The sessions of `tests/cli`, as a Linux terminal shows them. Those with JSON have Japanese letters
/// in it, which Windows is given escaped: `same.rs` compares what they mean.
#[test]
fn sessions() {
    let program = PathBuf::from(System::Windows.program());
    trycmd::TestCases::new()
        .register_bin("mynacheck", program.as_path())
        .case("tests/cli/*.md")
        .skip("tests/cli/json.md")
        .skip("tests/cli/guide.md");
}
