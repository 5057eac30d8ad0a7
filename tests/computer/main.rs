//! Whole computers: Debian 12 and 13 with their own kernel, udev, systemd, polkit, libccid and pcscd, a USB reader
//! on the kernel's own USB, and the simulated card in it. `tests/computer/run` builds them and runs this.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test ends where something is not as expected, and says so"
)]

mod guest;
mod latency;
#[path = "../stack/limit.rs"]
mod limit;
mod machine;
mod middle;
#[path = "../stack/pcscd.rs"]
#[allow(dead_code, reason = "not everything is needed here")]
mod pcscd;
mod relay;
mod rows;
#[path = "../stack/served.rs"]
#[allow(dead_code, reason = "not everything is needed here")]
mod served;

use std::time::Instant;

use guest::{Guest, Served};
use machine::wait_for;
use rows::Row;
use serde_json::Value;

#[test]
fn debian_12() {
    whole("bookworm");
}

#[test]
fn debian_13() {
    whole("trixie");
}

fn whole(release: &str) {
    let mut day = Day::begin(release);
    let mut guest = day.step("boot", || Guest::start(release)).expect("a guest");
    let card = guest.serve("valid");
    let here = |row: &&Row| row.only.is_none_or(|only| only == release);
    let (own, qemu): (Vec<_>, Vec<_>) = rows::ALL
        .iter()
        .filter(here)
        .partition(|row| row.brings_a_reader());
    for row in qemu {
        day.step(row.name, || rows::judge(row, &guest));
    }
    day.step("readers", || readers(&guest));
    day.step("check", || check(&guest));
    day.step("pin", || pin(&guest, &card));
    day.step("certificate and prove", || certificate(&guest));
    day.step("OpenSC", || opensc(&guest, &card));
    day.step("watch", || watch(&guest, &card));
    day.step("latency", || latency::latency(&guest, &card));
    day.step("the machine starts anew", || anew(&mut guest, &card));
    middle::tried(&mut day, &guest, &card);
    drop(card);
    day.step("relay", || relay::relay(&guest));
    guest.unplug();
    for row in own {
        day.step(row.name, || rows::judge(row, &guest));
    }
    guest.measured(&format!("{:.0} s of a processor", guest.computed()));
    assert!(day.failed.is_empty(), "{release}: {:?}", day.failed);
}

/// What was tried in one guest, and how it went: a step that fails does not keep the others from being tried.
struct Day {
    release: String,
    failed: Vec<String>,
    filter: Option<String>,
}

impl Day {
    fn begin(release: &str) -> Self {
        Self {
            release: release.to_owned(),
            failed: Vec::new(),
            filter: std::env::var("STEP").ok(),
        }
    }

    fn step<T>(&mut self, name: &str, step: impl FnOnce() -> T) -> Option<T> {
        if name != "boot"
            && self
                .filter
                .as_ref()
                .is_some_and(|filter| !filter.split(',').any(|part| name.contains(part)))
        {
            return None;
        }
        let begin = Instant::now();
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(step));
        let word = if done.is_ok() { "ok" } else { "FAILED" };
        println!(
            "{} {name}: {word} ({:.1} s)",
            self.release,
            begin.elapsed().as_secs_f32()
        );
        if done.is_err() {
            self.failed.push(name.to_owned());
        }
        done.ok()
    }
}

fn json(guest: &Guest, command: &str) -> (Value, i32) {
    let ran = guest.run(
        "root",
        &format!("/host/mynacheck {command} --format json --lang en"),
    );
    let report = serde_json::from_str(&ran.text);
    (
        report.unwrap_or_else(|error| panic!("{error}: {}", ran.text)),
        ran.code,
    )
}

fn readers(guest: &Guest) {
    let (readers, code) = json(guest, "readers");
    assert_eq!(code, 0);
    let reader = &readers["readers"][0];
    let name = reader["name"].as_str().unwrap();
    assert!(name.starts_with("Gemalto"), "{readers}");
    assert_eq!(reader["usb"], "08E6:4433");
    assert_eq!(reader["card"], "present");
    assert_eq!(reader["atr"], "3B00");
}

fn check(guest: &Guest) {
    let (report, code) = json(guest, "check");
    assert_eq!(code, 0, "{report:#}");
    assert_eq!(report["exchange"]["commands"], 7);
    assert_eq!(report["pins"][0]["tries_left"], 3);
    guest.measured(&format!("check: {} ms", report["exchange"]["millis"]));
}

fn verify(guest: &Guest, pin: &str) -> (Value, i32) {
    let ran = guest.run(
        "root",
        &format!("echo {pin} | /host/mynacheck pin verify --pin-stdin --format json --lang en"),
    );
    (serde_json::from_str(&ran.text).unwrap(), ran.code)
}

fn pin(guest: &Guest, card: &Served) {
    let (report, code) = verify(guest, "9999");
    assert_eq!(
        (code, &report["pins"][0]["tries_left"]),
        (5, &Value::from(2)),
        "{report:#}"
    );
    assert_eq!(card.verifies(), 1);
    let (report, code) = verify(guest, "1234");
    assert_eq!(
        (code, &report["pins"][0]["tries_left"]),
        (0, &Value::from(3)),
        "{report:#}"
    );
    assert_eq!(card.verifies(), 2);
}

fn certificate(guest: &Guest) {
    let (report, code) = json(guest, "certificate --accept-simulated");
    assert_eq!(code, 0, "{report:#}");
    assert_eq!(report["certificate"]["chain"], "simulated");
    let prove =
        "echo 1234 | /host/mynacheck prove --pin-stdin --accept-simulated --format json --lang en";
    let ran = guest.run("root", prove);
    assert_eq!(ran.code, 0, "{}", ran.text);
    assert!(ran.text.contains("\"key-proven\""), "{}", ran.text);
}

/// A program that knows nothing of this one reads the card, spends a try, and sees it lifted.
fn opensc(guest: &Guest, card: &Served) {
    let left = || {
        let pins = guest.root("pkcs15-tool --list-pins 2>/dev/null");
        let line = pins
            .lines()
            .find(|line| line.contains("Tries left"))
            .unwrap();
        line.rsplit(' ').next().unwrap().parse::<u8>().unwrap()
    };
    let before = card.verifies();
    assert_eq!(left(), 3);
    let certificate = guest.root("pkcs15-tool --read-certificate 1 2>/dev/null");
    assert!(certificate.contains("BEGIN CERTIFICATE"), "{certificate}");
    let login = guest.run("root", "pkcs11-tool --login --pin 0000 -O 2>&1");
    assert!(login.text.contains("CKR_PIN_INCORRECT"), "{}", login.text);
    assert_eq!(left(), 2);
    assert_eq!(card.verifies(), before + 1);
    // This program and the card agree with the stranger.
    let (report, _) = json(guest, "check");
    assert_eq!(report["pins"][0]["tries_left"], 2);
    assert!(lies(guest));
    card.order("lift");
    wait_for("the card to be lifted", || !lies(guest));
    card.order("lay valid");
    wait_for("the card", || lies(guest));
    assert_eq!(left(), 2);
}

/// Whether a card lies on the first reader, as a stranger sees it.
fn lies(guest: &Guest) -> bool {
    let readers = guest.root("opensc-tool -l 2>/dev/null");
    let mut words = readers.split_whitespace();
    words.any(|word| word == "0") && words.next() == Some("Yes")
}

fn left(guest: &Guest) -> Value {
    json(guest, "check").0["pins"][0]["tries_left"].clone()
}

/// The machine's power goes and comes back: the card lies there again, with the tries that it had.
fn anew(guest: &mut Guest, card: &Served) {
    card.order("lay grace");
    wait_for("another card", || left(guest) == 3);
    verify(guest, "9999");
    assert_eq!(left(guest), 2);
    guest.start_again();
    wait_for("the same card", || left(guest) == 2);
    card.order("lay valid");
}

/// All day: a card, no card, the reader pulled out and plugged in, another card.
fn watch(guest: &Guest, card: &Served) {
    let seen = |what: &str| {
        guest
            .run("root", "cat /run/watched")
            .text
            .matches(what)
            .count()
    };
    let watch = "/host/mynacheck watch --format json --lang en >/run/watched 2>&1 </dev/null & echo $! >/run/watching";
    guest.root(watch);
    let report = "mynacheck.report.v1";
    wait_for("a first verdict", || seen(report) == 1);
    card.order("lift");
    wait_for("the reader without a card", || !lies(guest));
    guest.unplug();
    guest.plug();
    card.order("lay expired");
    wait_for("a second verdict", || seen(report) == 2);
    assert_eq!(seen("\"unusable\""), 1);
    guest.root("kill $(cat /run/watching)");
    card.order("lay valid");
    wait_for("the usual card", || json(guest, "check").1 == 0);
}
