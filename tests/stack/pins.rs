//! PINs, certificate and proof through the real PC/SC, and what others say of the same card.

use std::io::Write;
use std::process::{Child, Output, Stdio};

use mynacheck::internals::simulator::image::Image;
use serde_json::Value;

use crate::faults::Holder;
use crate::limit;
use crate::ours::PROGRAM;
use crate::pcscd::{Service, signal, wait_for};
use crate::served::{Served, TODAY};

const QUERY: &str = "00200080";

/// The program at work on the card of a service, waiting for its PIN.
pub(crate) fn start(service: &Service, arguments: &[&str]) -> Child {
    service
        .client(PROGRAM)
        .args(arguments)
        .args(["--today", TODAY, "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Types the PIN and reads the report; also the exit code.
fn finish(mut child: Child, pin: &str) -> (Value, i32) {
    writeln!(child.stdin.take().unwrap(), "{pin}").unwrap();
    let Output { status, stdout, .. } = limit::output(child);
    (
        serde_json::from_slice(&stdout).unwrap(),
        status.code().unwrap(),
    )
}

fn ask(service: &Service, arguments: &[&str]) -> (Value, i32) {
    finish(start(service, arguments), "1234")
}

fn has(report: &Value, id: &str) -> bool {
    let findings = report["findings"].as_array().unwrap();
    findings.iter().any(|finding| finding["id"] == id)
}

fn tries(card: &Served) -> usize {
    let commands = card.commands();
    commands
        .iter()
        .filter(|(header, _)| header == QUERY)
        .count()
}

#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn three_two_one_locked_through_pcscd() {
    let service = Service::start();
    let card = service.serve("valid");
    let verify = ["pin", "verify", "--pin-stdin", "--allow-last-try"];
    for (pin, exit, finding, left) in [
        ("0000", 5, "pin-wrong", 2),
        ("1234", 0, "pin-right", 3),
        ("0000", 5, "pin-wrong", 2),
        ("0000", 5, "pin-wrong", 1),
        ("0000", 5, "pin-now-locked", 0),
        ("1234", 5, "pin-not-tried-locked", 0),
    ] {
        let (report, code) = finish_if_asked(&service, &verify, pin);
        assert_eq!(code, exit, "{report}");
        assert!(has(&report, finding), "{report}");
        assert_eq!(report["pins"][0]["tries_left"], left, "{report}");
    }
    let (status, code) = ask(&service, &["pin", "status"]);
    assert_eq!(status["pins"][0]["state"], "locked");
    assert_eq!((status["pins"].as_array().unwrap().len(), code), (6, 1));
    let end = card.stop();
    assert_eq!(end.verifies, 5);
}

/// As [`finish`], for a program that may not want a PIN and be gone.
fn finish_if_asked(service: &Service, arguments: &[&str], pin: &str) -> (Value, i32) {
    let mut child = start(service, arguments);
    let _ = writeln!(child.stdin.take().unwrap(), "{pin}");
    let Output { status, stdout, .. } = limit::output(child);
    (
        serde_json::from_slice(&stdout).unwrap(),
        status.code().unwrap(),
    )
}

/// What OpenSSL reads from the file, and how it judges the chain, is what the report says.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn openssl_agrees_with_certificate_and_prove() {
    for name in ["valid", "next-generation"] {
        let service = Service::start();
        let card = service.serve(name);
        let file = service.path("certificate.der");
        let file = file.to_str().unwrap();
        let accepted = "--accept-simulated";
        let (report, code) = ask(&service, &["certificate", "--out", file, accepted]);
        assert_eq!(code, 0, "{report}");
        let certificate = &report["certificate"];
        assert_eq!(certificate["chain"], "simulated");

        let x509 = |arguments: &str| {
            let arguments = format!("x509 -inform DER -in {file} {arguments}");
            let arguments: Vec<&str> = arguments.split_whitespace().collect();
            service.run("openssl", &arguments)
        };
        let fingerprint = x509("-noout -fingerprint -sha256").to_lowercase();
        let fingerprint = fingerprint.trim().replace(':', "");
        let ours = certificate["sha256"].as_str().unwrap();
        assert!(fingerprint.ends_with(ours), "{fingerprint} {ours}");
        let text = x509("-noout -text");
        let key = certificate["key"].as_str().unwrap();
        let (bits, algorithm) = match key {
            "RSA-2048" => ("(2048 bit)", "sha256WithRSAEncryption"),
            _ => ("(384 bit)", "ecdsa-with-SHA384"),
        };
        assert!(text.contains(bits) && text.contains(algorithm), "{text}");
        assert_eq!(certificate["signature_algorithm"], algorithm);
        let issuer = x509("-noout -issuer -nameopt RFC2253");
        let ours = certificate["issuer"].as_str().unwrap();
        assert_eq!(issuer.trim().trim_start_matches("issuer="), ours);

        x509(&format!("-out {}", service.path("user.pem").display()));
        let verify = |authority: &str| {
            std::fs::write(service.path("ca.der"), authority_of(authority)).unwrap();
            service.run("openssl", &words("x509 -inform DER -in ca.der -out ca.pem"));
            // Every critical extension but the policy is known to OpenSSL; the day is the card's.
            let verify = "verify -attime 1795305600 -CAfile ca.pem -partial_chain user.pem";
            service.output("openssl", &words(verify)).status.success()
        };
        assert!(verify(name));
        assert!(!verify("test-hierarchy"));

        let (report, code) = ask(&service, &["prove", "--pin-stdin", accepted]);
        assert_eq!(code, 0, "{report}");
        assert!(has(&report, "key-proven"), "{report}");
        assert!(has(&report, "chain-simulated"), "{report}");
        // Through a reader it is not told from a real card by anything else.
        let (report, code) = ask(&service, &["prove", "--pin-stdin"]);
        assert_eq!((code, has(&report, "key-proven")), (3, true), "{report}");
        assert_eq!(card.stop().verifies, 2);
    }
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// The CA certificate in a card file.
fn authority_of(name: &str) -> Vec<u8> {
    let image = Image::built_in(name, TODAY.parse().unwrap()).unwrap();
    let aid = hex::decode("D392F000260100000001").unwrap();
    let jpki = image.applications.iter().find(|ap| ap.aid == aid).unwrap();
    let content = &jpki.files[&0x000B].content;
    let length = usize::from(u16::from_be_bytes([content[2], content[3]]));
    content[..length + 4].to_vec()
}

/// OpenSC's own login and signature work before and after ours, and nobody inherits a PIN from us.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn nobody_inherits_the_verified_state() {
    let service = Service::start();
    let card = service.serve("iphone");
    let (report, code) = ask(&service, &["check"]);
    assert!(has(&report, "certificate-needs-pin"), "{report}");
    assert_eq!(code, 4);
    let (report, code) = ask(&service, &["certificate", "--pin-stdin"]);
    assert_eq!((code, has(&report, "pin-right")), (3, true), "{report}");
    let (report, code) = ask(&service, &["prove", "--pin-stdin"]);
    assert_eq!((code, has(&report, "key-proven")), (3, true), "{report}");
    let (report, code) = ask(&service, &["check"]);
    assert!(has(&report, "certificate-needs-pin"), "{report}");
    assert_eq!(code, 4);
    assert_eq!(card.stop().verifies, 2);
}

/// The card is exchanged while the PIN is typed.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn a_card_swapped_while_typing_is_noticed() {
    let service = Service::start();
    let first = service.serve("valid");
    let child = start(
        &service,
        &["pin", "verify", "--pin-stdin", "--timeout", "0"],
    );
    wait_for("the question", || tries(&first) == 1, || service.log());
    let end = first.stop();
    service.wait_until_gone(0);
    let second = service.serve("expiring");
    let (report, code) = finish(child, "1234");
    assert!(code == 4 || code == 5, "{report}");
    assert!(
        has(&report, "card-removed") || has(&report, "pin-card-changed"),
        "{report}"
    );
    assert_eq!((end.verifies, second.stop().verifies), (0, 0));
}

/// Another program resets the card, or spends a try, while the PIN is typed.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn what_others_do_while_typing_is_noticed() {
    let service = Service::start();
    let card = service.serve("valid");
    let verify = ["pin", "verify", "--pin-stdin"];
    let child = start(&service, &verify);
    wait_for("the question", || tries(&card) == 1, || service.log());
    // OpenSC resets the card when it is done with it.
    service.run("opensc-tool", &["--reset", "--atr"]);
    let (report, code) = finish(child, "1234");
    assert_eq!((code, has(&report, "pin-right")), (0, true), "{report}");

    let before = tries(&card);
    let child = start(&service, &verify);
    wait_for("the question", || tries(&card) > before, || service.log());
    let wrong = ["--login", "--pin", "0000", "-O"];
    assert!(!service.output("pkcs11-tool", &wrong).status.success());
    let (report, code) = finish(child, "1234");
    assert_eq!(code, 5, "{report}");
    assert!(has(&report, "pin-card-changed"), "{report}");
    assert_eq!(card.stop().verifies, 2);
}

/// The card is pulled at the moment of the VERIFY and laid down again: one PIN went out, and the
/// count tells that it was not spent.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn a_card_pulled_at_the_verify_is_counted_when_it_is_back() {
    let service = Service::start();
    let file = service.path("pulled.toml");
    let quirk = "[[quirk]]\nto = \"0020008004\"\nremove = true";
    std::fs::write(&file, format!("extends = \"valid\"\n{quirk}")).unwrap();
    let card = service.serve(file.to_str().unwrap());
    let (report, code) = ask(&service, &["pin", "verify", "--pin-stdin"]);
    assert_eq!(code, 4, "{report}");
    assert!(has(&report, "pin-outcome-unknown"), "{report}");
    assert!(!has(&report, "pin-still-verified"), "{report}");
    assert_eq!(report["pins"][0]["tries_left"], 3, "{report}");
    assert_eq!(card.stop().verifies, 1);
}

/// Cut once, in the transaction: a program that shares the reader finds a card with power behind it.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn the_power_is_cut_once_after_a_verify() {
    let service = Service::start();
    let card = service.serve("valid");
    let reconnect = "\
handle = connection.component.hcard
result, _ = SCardReconnect(handle, SCARD_SHARE_SHARED, SCARD_PROTOCOL_ANY, SCARD_LEAVE_CARD)
assert result == SCARD_S_SUCCESS, SCardGetErrorMessage(result)
SCardDisconnect(handle, SCARD_LEAVE_CARD)";
    let mut other = Holder::start_then(&service, "connection.connect()", reconnect);
    let (report, code) = ask(&service, &["pin", "verify", "--pin-stdin"]);
    assert_eq!((code, has(&report, "pin-right")), (0, true), "{report}");
    assert_eq!(card.count("power-off"), 1);
    other.go_on();
    let (report, code) = ask(&service, &["check", "--timeout", "0"]);
    assert_eq!(code, 0, "{report}");
    assert_eq!(card.stop().verifies, 1);
}

/// The card takes longer than the time limit: nobody waits for the answer any more, and the power is
/// cut behind it all the same, before the next connection counts.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn a_verify_that_is_given_up_leaves_nothing_verified() {
    let service = Service::start();
    let file = service.path("slow.toml");
    let quirk = "[[quirk]]\nto = \"0020008004\"\ndelay_ms = 1300";
    std::fs::write(&file, format!("extends = \"valid\"\n{quirk}")).unwrap();
    let card = service.serve(file.to_str().unwrap());
    let (report, code) = ask(
        &service,
        &["pin", "verify", "--pin-stdin", "--timeout", "1"],
    );
    assert_eq!(code, 4, "{report}");
    assert!(has(&report, "pin-outcome-unknown"), "{report}");
    assert!(!has(&report, "pin-still-verified"), "{report}");
    assert_eq!(report["pins"][0]["tries_left"], 3, "{report}");
    assert_eq!(card.count("power-off"), 2, "by either connection");
    assert_eq!(card.stop().verifies, 1);
}

/// Whoever presses Ctrl-C again and again is told why the program has not ended, and nothing stays
/// verified.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn no_second_ctrl_c_gives_up_a_verify() {
    let service = Service::start();
    let file = service.path("slow.toml");
    let quirk = "[[quirk]]\nto = \"0020008004\"\ndelay_ms = 1500";
    std::fs::write(&file, format!("extends = \"valid\"\n{quirk}")).unwrap();
    let card = service.serve(file.to_str().unwrap());
    let mut child = start(&service, &["pin", "verify", "--pin-stdin", "--lang", "en"]);
    writeln!(child.stdin.as_mut().unwrap(), "1234").unwrap();
    let verify = || service.log().contains("APDU: 00 20 00 80 04");
    wait_for("the VERIFY", verify, || service.log());
    for name in ["INT", "INT", "TERM", "INT"] {
        signal(child.id(), name);
    }
    let ended = limit::output(child);
    let report: Value = serde_json::from_slice(&ended.stdout).unwrap();
    // Nothing was left to ask: the answer is whole.
    assert_eq!(ended.status.code(), Some(0), "{report}");
    assert!(has(&report, "pin-right"), "{report}");
    let told = String::from_utf8(ended.stderr).unwrap();
    assert!(told.contains("Waiting for the card"), "{told}");
    assert!(!has(&report, "pin-still-verified"), "{report}");
    let end = card.stop();
    assert_eq!((end.verifies, end.resets), (1, 0));
}

/// An end while the card compares the PIN: what it said is told, and the card is powered down as
/// without one.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn an_end_at_the_verify_leaves_nothing_verified() {
    // Ctrl-C, `kill`, and a window that is closed.
    for name in ["INT", "TERM", "HUP"] {
        let service = Service::start();
        let file = service.path("slow.toml");
        let quirk = "[[quirk]]\nto = \"0020008004\"\ndelay_ms = 400";
        std::fs::write(&file, format!("extends = \"valid\"\n{quirk}")).unwrap();
        let card = service.serve(file.to_str().unwrap());
        let mut child = start(&service, &["prove", "--pin-stdin"]);
        writeln!(child.stdin.as_mut().unwrap(), "1234").unwrap();
        // pcscd writes a command down before it goes to the card.
        let verify = || service.log().contains("APDU: 00 20 00 80 04");
        wait_for("the VERIFY", verify, || service.log());
        signal(child.id(), name);
        let Output { status, stdout, .. } = limit::output(child);
        let report: Value = serde_json::from_slice(&stdout).unwrap();
        assert_eq!(status.code(), Some(130), "{name}: {report}");
        assert!(has(&report, "pin-right"), "{name}: {report}");
        assert!(!has(&report, "pin-still-verified"), "{name}: {report}");
        let end = card.stop();
        assert_eq!((end.verifies, end.resets), (1, 0), "{name}");
    }
}
