//! The card of one reader relayed into another: what stands between cannot be told from the card, and
//! the guard holds.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, ExitStatus, Stdio};

use crate::limit::ended;
use crate::ours::PROGRAM;
use crate::pcscd::{Service, signal, wait_for};
use crate::served::{Served, TODAY};
use crate::strangers::PYTHON;

/// The card that programs find on the first reader.
const OFFERED: &str = "Virtual PCD 00 00";
/// The reader on which the card really lies.
const REAL: &str = "Virtual PCD 00 01";

/// A card on the second slot, relayed into the first.
struct Relayed {
    child: Child,
    told: PathBuf,
    // The card goes before its reader.
    card: Served,
    service: Service,
}

impl Relayed {
    fn new(card: &str, options: &[&str]) -> Self {
        let service = Service::start();
        let address = service.address(0);
        Self::into(&address, service, card, options)
    }

    /// The same, into a reader of another service.
    fn into(address: &str, service: Service, card: &str, options: &[&str]) -> Self {
        let card = service.serve_on(1, card);
        let told = service.path("relayed");
        let child = service
            .client(PROGRAM)
            .args(["relay", "--reader", REAL, "--vpcd", address])
            .args(["--format", "json", "--lang", "en", "--today", TODAY])
            .args(options)
            .stdout(File::create(&told).unwrap())
            .spawn()
            .unwrap();
        let relayed = Self {
            child,
            told,
            card,
            service,
        };
        // Its reader switches the power on, and the card is powered down for it.
        relayed.wait_until("power on", || relayed.told("powered down") > 0);
        relayed
    }

    /// How often something stands in what was told.
    fn told(&self, what: &str) -> usize {
        let text = fs::read_to_string(&self.told).unwrap();
        text.matches(what).count()
    }

    fn wait_until(&self, what: &str, so: impl Fn() -> bool) {
        let told = || fs::read_to_string(&self.told).unwrap() + &self.service.log();
        wait_for(what, so, told);
    }

    /// What a check of the real reader says now.
    fn check(&self) -> String {
        let check = ["check", "--reader", REAL, "--timeout", "0"];
        let check = [&check[..], &["--format", "json"]].concat();
        let output = self.service.output(PROGRAM, &check);
        String::from_utf8(output.stdout).unwrap()
    }

    fn end(&mut self) -> ExitStatus {
        signal(self.child.id(), "INT");
        ended(&mut self.child)
    }
}

impl Drop for Relayed {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!(
                "relay tells:\n{}",
                fs::read_to_string(&self.told).unwrap_or_default()
            );
        }
    }
}

/// What OpenSC and jpki-cli say of the card on the first reader, and what they make of it.
fn said(service: &Service) -> Vec<String> {
    fs::write(service.path("challenge"), "challenge").unwrap();
    let jpki_cli = concat!(env!("CARGO_MANIFEST_DIR"), "/target/strangers/bin/jpki-cli");
    let sign = "--sign --mechanism SHA256-RSA-PKCS --id 01 --login --pin 1234 \
                --input-file challenge --output-file signature";
    let programs = [
        ("opensc-tool", "-a"),
        ("opensc-tool", "-n"),
        (
            "opensc-tool",
            "-s 00A4040C0AD392F000260100000001 -s 00A4020C02000A -s 00B0000000",
        ),
        ("pkcs15-tool", "-D"),
        ("pkcs15-tool", "--read-certificate 1"),
        ("pkcs15-tool", "--list-pins"),
        (jpki_cli, "crypto --auth stat"),
        (jpki_cli, "crypto --auth read-certificate"),
        ("pkcs11-tool", sign),
        ("pkcs11-tool", "--login --pin 7391 -O"),
        ("pkcs15-tool", "--list-pins"),
    ];
    let mut said: Vec<String> = programs
        .iter()
        .map(|(program, arguments)| {
            let arguments: Vec<&str> = arguments.split_whitespace().collect();
            let out = service.output(program, &arguments);
            let code = out.status.code();
            format!(
                "{code:?} {:?} {:?}",
                hex::encode(out.stdout),
                String::from_utf8(out.stderr)
            )
        })
        .collect();
    said.push(hex::encode(fs::read(service.path("signature")).unwrap()));
    said
}

/// Nothing that they print is different, and neither is it when the recording is played to them.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn strangers_cannot_tell_it_from_the_card() {
    let direct = Service::start();
    let card = direct.serve("valid");
    let expected = said(&direct);
    let end = card.stop();
    assert_eq!(end.verifies, 2);

    let kept = std::env::temp_dir().join(format!("mynacheck-relay-{}.jsonl", std::process::id()));
    let recording = kept.to_str().unwrap();
    let whole = [
        "--record", recording, "--record-full", "--record-full", "--overwrite",
    ];
    let mut relayed = Relayed::new("valid", &whole);
    assert_eq!(said(&relayed.service), expected);
    assert_eq!(relayed.end().code(), Some(0));
    let holder = hex::encode_upper("00SIMUL00000001A");
    for secret in ["31323334", "37333931", &holder] {
        assert_eq!(
            relayed.told(secret),
            0,
            "a PIN, or whose card it is: {secret}"
        );
    }
    assert_eq!(relayed.told("withheld"), 0);

    let text = fs::read_to_string(&kept).unwrap();
    assert!(text.contains(&holder), "a full recording is whole");
    assert!(
        !text.contains("31323334") && !text.contains("37333931"),
        "a PIN"
    );
    let replayed = Service::start();
    let player = replayed
        .client(PROGRAM)
        .args([
            "serve",
            "--replay",
            recording,
            "--vpcd",
            &replayed.address(0),
        ])
        .stdout(Stdio::null())
        .spawn();
    let mut player = player.unwrap();
    let noticed = || {
        replayed
            .log()
            .to_lowercase()
            .contains("card inserted into virtual pcd 00 00")
    };
    wait_for("the recorded card", noticed, || replayed.log());
    assert_eq!(said(&replayed), expected);
    signal(player.id(), "INT");
    assert_eq!(
        ended(&mut player).code(),
        Some(0),
        "something was left over"
    );
    fs::remove_file(&kept).unwrap();
}

/// Wrong PINs by a program that knows nothing of the guard; the card counts.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn the_guard_keeps_the_last_try() {
    let recording =
        std::env::temp_dir().join(format!("mynacheck-guard-{}.jsonl", std::process::id()));
    let recording = recording.to_str().unwrap();
    let mut relayed = Relayed::new("valid", &["--record", recording, "--overwrite"]);
    for _ in 0..4 {
        let wrong = ["--login", "--pin", "0000", "-O"];
        assert!(
            !relayed
                .service
                .output("pkcs11-tool", &wrong)
                .status
                .success()
        );
    }
    let pins = relayed.service.run("pkcs15-tool", &["--list-pins"]);
    assert!(pins.contains("Tries left     : 1"), "{pins}");
    assert_eq!(relayed.end().code(), Some(0));
    assert!(relayed.told(r#""why":"last-try""#) >= 2);
    let lint = relayed
        .service
        .output(PROGRAM, &["trace", "lint", recording]);
    assert!(lint.status.success(), "{lint:?}");
    let Relayed { card, .. } = &relayed;
    let verifies = card.commands();
    let with_pin = |command: &&(String, u64)| command.0.starts_with("0020") && command.1 > 5;
    assert_eq!(verifies.iter().filter(with_pin).count(), 2);
    fs::remove_file(recording).unwrap();
}

/// No other program has the card meanwhile, and none inherits what the strangers have opened.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn the_card_is_kept_and_left_without_power() {
    let mut relayed = Relayed::new("iphone", &[]);
    let text = relayed.check();
    assert!(text.contains("card-busy"), "{text}");
    let script = "\
from smartcard.System import readers
from smartcard.scard import SCARD_LEAVE_CARD
connection = readers()[0].createConnection()
connection.connect(disposition=SCARD_LEAVE_CARD)
for command in '00A4040C0AD392F000260100000001', '00A4020C020018', '002000800431323334', \\
        '00A4020C02000A', '00B0000004':
    data, sw1, sw2 = connection.transmit(list(bytes.fromhex(command)))
print('%02X%02X' % (sw1, sw2))
";
    let read = relayed.service.run(PYTHON, &["-c", script]);
    assert_eq!(read.trim(), "9000", "the PIN was verified");
    assert_eq!(relayed.end().code(), Some(0));
    let text = relayed.check();
    assert!(text.contains("certificate-needs-pin"), "{text}");
}

/// Ctrl-C while the card compares a PIN: what becomes of it is waited for, and the power is cut behind it.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn an_end_at_a_verify_leaves_nothing_verified() {
    let service = Service::start();
    let file = service.path("slow.toml");
    let quirk = "[[quirk]]\nto = \"0020008004\"\ndelay_ms = 600";
    fs::write(&file, format!("extends = \"iphone\"\n{quirk}")).unwrap();
    let address = service.address(0);
    let mut relayed = Relayed::into(&address, service, file.to_str().unwrap(), &[]);
    let script = "\
from smartcard.System import readers
connection = readers()[0].createConnection()
connection.connect()
for command in '00A4040C0AD392F000260100000001', '00A4020C020018', '002000800431323334':
    connection.transmit(list(bytes.fromhex(command)))
";
    let mut stranger = relayed.service.client(PYTHON);
    let stranger = stranger.args(["-c", script]).stderr(Stdio::null());
    let mut stranger = stranger.spawn().unwrap();
    relayed.wait_until("the VERIFY", || {
        relayed
            .service
            .log()
            .matches("APDU: 00 20 00 80 04")
            .count()
            == 2
    });
    assert_eq!(relayed.end().code(), Some(0));
    let answered = r#""command":"0020008004XXXXXXXX","answer":"9000""#;
    assert_eq!(relayed.told(answered), 1);
    ended(&mut stranger);
    let text = relayed.check();
    assert!(text.contains("certificate-needs-pin"), "{text}");
}

/// The real card is pulled and laid down again, its service is killed and started again, and the other
/// reader's service is: each in words, and the card is offered whenever both are there.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn what_goes_is_told_and_waited_for() {
    let mut other = Service::start();
    let service = Service::start();
    let file = service.path("pulled.toml");
    let quirk = "[[quirk]]\nto = \"00A4020C02000A\"\ntimes = 1\nremove = true";
    fs::write(&file, format!("extends = \"valid\"\n{quirk}")).unwrap();
    let address = other.address(0);
    let mut relayed = Relayed::into(&address, service, file.to_str().unwrap(), &[]);
    let inserted = |relayed: &Relayed, times: usize| {
        relayed.wait_until("inserted", || {
            relayed.told(r#""event":"inserted""#) == times
        });
    };
    // `opensc-tool -w` would not see a card that lies there already.
    let offered = |other: &Service, times: usize| {
        let noticed = || other.log().matches("Card ATR").count() == times;
        wait_for("noticed", noticed, || other.log());
        assert_eq!(other.run("opensc-tool", &["-n"]).trim(), "jpki");
    };
    inserted(&relayed, 1);
    other.output("pkcs15-tool", &["--read-certificate", "1"]);
    relayed.wait_until("lifted", || relayed.told(r#""event":"lifted""#) == 1);
    inserted(&relayed, 2);
    offered(&other, 2);

    other.kill();
    relayed.wait_until("gone", || relayed.told("virtual-reader-gone") == 1);
    other.restart();
    inserted(&relayed, 3);
    offered(&other, 1);

    relayed.service.kill();
    relayed.wait_until("lost", || relayed.told("service-lost") == 1);
    relayed.service.restart();
    relayed.wait_until("back", || relayed.told("service-back") == 1);
    inserted(&relayed, 4);
    offered(&other, 2);
    assert_eq!(relayed.end().code(), Some(0));
    assert_eq!(relayed.told(OFFERED), 0, "its own card");
}
