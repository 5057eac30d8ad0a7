//! What really happened, and what `trace explain` makes of each program's log of it. Every log holds
//! the PIN and the name in the certificate: nothing of them is said. `tests/logs` does the same with the
//! programs of Debian 13.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::faults::card_file;
use crate::limit::{self, ToItsEnd};
use crate::logs::{OBSERVED, spied};
use crate::ours::PROGRAM;
use crate::pcscd::Service;
use crate::served::Served;
use crate::strangers::PYTHON;

/// PINs in hexadecimal and as digits, and the subject of the simulated certificate.
const CANARIES: &[&str] = &[
    "37333931", "7391", "31323334", "1234 ", "S00SIMUL", "533030",
];

const SELECT: &str = "00A4040C0AD392F000260100000001";

/// The findings of every connection in a log.
fn findings(log: &Path) -> Vec<String> {
    let explain = |format: &str| {
        let output = Command::new(PROGRAM)
            .args(["trace", "explain", "--lang", "en", "--today", "2026-11-22"])
            .args(["--format", format])
            .arg(log)
            .to_its_end();
        let text = String::from_utf8(output.stdout).unwrap();
        for canary in CANARIES {
            assert!(
                !text.contains(canary),
                "{}: {canary} in {text}",
                log.display()
            );
        }
        text
    };
    let text = explain("text");
    let report: Value = serde_json::from_str(&explain("json")).unwrap();
    assert!(!text.contains("Verdict: ."), "{text}");
    let connections = report["connections"].as_array();
    let connections = connections.unwrap_or_else(|| panic!("{}: {text}", log.display()));
    let found = connections
        .iter()
        .flat_map(|one| one["findings"].as_array().unwrap())
        .map(|finding| finding["id"].as_str().unwrap().to_owned());
    found.collect()
}

/// A program says this to the card, in its own way; its log.
type Program = fn(&Service, &[&str]) -> PathBuf;

/// pcscd, whose log is read, and whoever talks to it.
const PROGRAMS: [Program; 6] = [
    of_pcscd, of_pyscard, of_scriptor, of_opensc, spied, of_scdaemon,
];

fn of_pcscd(service: &Service, commands: &[&str]) -> PathBuf {
    of_pyscard(service, commands);
    let log = service.path("pcscd.log");
    fs::write(&log, service.log()).unwrap();
    log
}

fn of_pyscard(service: &Service, commands: &[&str]) -> PathBuf {
    let log = service.path("pyscard.log");
    let mut python = service.client(PYTHON);
    // Unbuffered, or what went wrong stands before everything else.
    python.args(["-u", "-c", OBSERVED]).args(commands);
    to_file(&mut python, &log);
    log
}

fn of_scriptor(service: &Service, commands: &[&str]) -> PathBuf {
    let (log, script) = (service.path("scriptor.log"), service.path("script"));
    fs::write(&script, commands.join("\n") + "\n").unwrap();
    let mut scriptor = service.client("scriptor");
    scriptor.args(["-r", "Virtual PCD 00 00"]).arg(&script);
    to_file(&mut scriptor, &log);
    log
}

fn of_opensc(service: &Service, commands: &[&str]) -> PathBuf {
    let log = service.path("opensc.log");
    let mut opensc = service.client("opensc-tool");
    opensc.env("OPENSC_DEBUG", "9").args(["-c", "default"]);
    for command in commands {
        opensc.args(["-s", command]);
    }
    to_file(&mut opensc, &log);
    log
}

fn of_scdaemon(service: &Service, commands: &[&str]) -> PathBuf {
    let (log, script, home) = (
        service.path("scdaemon.log"),
        service.path("script"),
        service.path("gnupg"),
    );
    let commands = commands.join("\nAPDU ");
    fs::write(
        &script,
        format!("SERIALNO undefined\nAPDU {commands}\nBYE\n"),
    )
    .unwrap();
    fs::create_dir(&home).unwrap();
    let mut scdaemon = service.client("/usr/lib/gnupg/scdaemon");
    scdaemon
        .args(["--server", "--disable-ccid", "--debug", "cardio"])
        .args(["--pcsc-driver", "libpcsclite.so.1", "--homedir"])
        .arg(&home)
        .arg("--log-file")
        .arg(&log)
        .stdin(File::open(&script).unwrap());
    to_file(&mut scdaemon, &service.path("scdaemon.out"));
    log
}

/// Whatever comes of it: a program may fail with its card.
fn to_file(program: &mut Command, log: &Path) {
    let file = File::create(log).unwrap();
    let (out, err) = (file.try_clone().unwrap(), file);
    limit::ended(&mut program.stdout(out).stderr(err).spawn().unwrap());
}

fn told(card: impl Fn(&Service) -> String + Sync, commands: &[&str], expected: [&str; 6]) {
    told_while(card, commands, expected, |_, _| {});
}

/// Each program has a card of its own, so that none sees what another has done; meanwhile something
/// happens to it.
fn told_while(
    card: impl Fn(&Service) -> String + Sync,
    commands: &[&str],
    expected: [&str; 6],
    happens: impl Fn(&Service, &Served) + Sync,
) {
    std::thread::scope(|scope| {
        for (program, expected) in PROGRAMS.into_iter().zip(expected) {
            let (card, happens) = (&card, &happens);
            scope.spawn(move || {
                let service = Service::start();
                let served = service.serve(&card(&service));
                let log = std::thread::scope(|meanwhile| {
                    meanwhile.spawn(|| happens(&service, &served));
                    program(&service, commands)
                });
                let found = findings(&log);
                assert!(
                    found.iter().any(|id| id == expected),
                    "{}: {found:?}\n{}",
                    log.display(),
                    fs::read_to_string(&log).unwrap()
                );
            });
        }
    });
}

fn valid(_: &Service) -> String {
    "valid".to_owned()
}

#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn a_right_pin() {
    let commands = [SELECT, "00A4020C020018", "002000800431323334"];
    told(valid, &commands, ["pin-right"; 6]);
}

#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn a_wrong_pin() {
    let commands = [SELECT, "00A4020C020018", "002000800437333931"];
    told(valid, &commands, ["pin-wrong"; 6]);
}

#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn a_certificate_that_was_read() {
    let commands = [SELECT, "00A4020C02000A", "00B0000000", "00B0010000"];
    told(valid, &commands, ["certificate-valid"; 6]);
}

/// Those that print no code only show that the log ends.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn a_card_that_was_pulled_away() {
    let commands = [SELECT, "00A4020C02000A", "00B0000000", "00B0010000"];
    let pulled =
        |service: &Service| card_file(service, "pulled", "to = '00B0000000'\nremove = true");
    told(
        pulled,
        &commands,
        [
            "card-removed", "card-removed", "log-ends", "card-removed", "card-removed", "log-ends",
        ],
    );
}

/// pcscd is killed while the card takes its time. Those that print no code only show that the log ends.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn a_service_that_was_stopped() {
    let commands = [SELECT, "00A4020C02000A", "00B0000000"];
    let hangs = |service: &Service| card_file(service, "hang", "to = '00B0000000'\nhang = true");
    told_while(
        hangs,
        &commands,
        [
            "log-ends", "no-service", "log-ends", "no-service", "no-service", "log-ends",
        ],
        |service, served| {
            served.wait_until("command", commands.len(), || service.log());
            service.signal("KILL");
        },
    );
}
