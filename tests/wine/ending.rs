//! How the program ends when Windows wants it to, told as Windows tells it (`ending.c`).

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

use crate::limit;
use crate::pcscd::{Service, wait_for};
use crate::served::TODAY;

/// The window is closed, the user signs out, the computer shuts down.
const EVENTS: [&str; 3] = ["2", "5", "6"];

/// Starts the program, which is told of the event at the end of its standard input.
fn start(event: &str, service: &Service, arguments: &[&str]) -> Child {
    let program = std::env::var("MYNACHECK_EXE").expect("these tests are run by tests/windows");
    let mut command = service.client("/usr/lib/wine/wine64");
    command
        .arg(ending())
        .args([event, &format!("Z:{program}")])
        .args(arguments)
        .args(["--today", TODAY, "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// What tells of the event, compiled once.
fn ending() -> &'static PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ending.exe");
        let status = Command::new("x86_64-w64-mingw32-gcc")
            .args(["-Wall", "-Wextra", "-Werror", "tests/wine/ending.c", "-o"])
            .arg(&program)
            .status();
        assert!(status.unwrap().success());
        program
    })
}

/// What it said is told, and the card is powered down, before the program ends.
#[test]
fn an_end_at_the_verify_waits_for_the_card() {
    for event in EVENTS {
        let service = Service::start();
        let file = service.path("slow.toml");
        let quirk = "[[quirk]]\nto = \"0020008004\"\ndelay_ms = 1000";
        fs::write(&file, format!("extends = \"valid\"\n{quirk}")).unwrap();
        let card = service.serve(file.to_str().unwrap());
        let mut child = start(event, &service, &["prove", "--pin-stdin"]);
        let mut input = child.stdin.take().unwrap();
        input.write_all(b"1234\n").unwrap();
        // pcscd writes a command down before it goes to the card.
        let verify = || service.log().contains("APDU: 00 20 00 80 04");
        wait_for("the VERIFY", verify, || service.log());
        drop(input);
        let ended = limit::output(child);
        let report: Value = serde_json::from_slice(&ended.stdout).unwrap_or_default();
        assert_eq!(ended.status.code(), Some(130), "{event}: {ended:?}");
        let findings = report["findings"].to_string();
        assert!(findings.contains("pin-right"), "{event}: {report}");
        assert!(!findings.contains("pin-still-verified"), "{report}");
        let end = card.stop();
        assert_eq!((end.verifies, end.resets), (1, 0), "{event}");
    }
}

/// In order: the numbers of the counter, which are no longer true, are not left behind.
#[test]
fn a_watch_ends_in_order() {
    for event in EVENTS {
        let service = Service::start();
        let card = service.serve("valid");
        let numbers = service.path("counter.prom");
        let mut child = start(event, &service, &["watch", "--metrics", "counter.prom"]);
        let judged = || fs::read_to_string(&numbers).is_ok_and(|text| text.contains("usable"));
        wait_for("the card", judged, || service.log());
        drop(child.stdin.take());
        let ended = limit::output(child);
        assert_eq!(ended.status.code(), Some(0), "{event}: {ended:?}");
        assert!(!numbers.exists(), "{event}");
        assert_eq!(card.stop().verifies, 0, "{event}");
    }
}
