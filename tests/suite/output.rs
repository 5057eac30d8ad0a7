//! Inputs that are no files, and outputs that take nothing.
#![cfg(target_os = "linux")]

use std::fs::OpenOptions;
use std::process::{Command, Stdio};

use crate::program::{Scratch, run};

fn full() -> Stdio {
    OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap()
        .into()
}

fn check() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mynacheck"));
    command
        .env("XDG_CONFIG_HOME", "tests/cli/no-configuration")
        .args(["check", "--simulate", "valid", "--lang", "en"]);
    command
}

/// A script must not take an empty file for a verdict.
#[test]
fn an_answer_that_cannot_be_written_is_none() {
    let out = check().stdout(full()).output().unwrap();
    assert_eq!(out.status.code(), Some(4));
    let said = String::from_utf8(out.stderr).unwrap();
    assert!(said.contains("could not be written"), "{said}");
}

#[test]
fn a_log_that_cannot_be_written_changes_nothing() {
    let out = check().arg("-vvv").stderr(full()).output().unwrap();
    assert_eq!(out.status.code(), Some(0));
    assert!(!out.stdout.is_empty());
}

/// As `head` does.
#[test]
fn a_reader_that_has_gone_away_changes_nothing() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let status = check().stdout(writer).stderr(Stdio::null()).status();
    assert_eq!(status.unwrap().code(), Some(0));
}

/// A pipe that nobody writes into would be waited for, for ever; a device has no end.
#[test]
fn only_regular_files_are_read() {
    let scratch = Scratch::new("input");
    let (pipe, device) = (scratch.path("pipe.toml"), scratch.path("device.toml"));
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    std::os::unix::fs::symlink("/dev/zero", &device).unwrap();
    for file in [&pipe, &device] {
        for arguments in [
            &["check", "--simulate", file][..],
            &["check", "--replay", file],
            &["trace", "explain", file],
            &["trace", "import", file],
            &[
                "check", "--simulate", "valid", "--overwrite", "--record", &pipe,
            ],
            &["certificate", "--simulate", "valid", "--trust-anchor", file],
            &["doctor", "--simulate", "valid", "--compare", file],
        ] {
            let refused = run(arguments);
            assert_eq!(refused.exit, 6, "{arguments:?}: {}", refused.out);
        }
    }
}
