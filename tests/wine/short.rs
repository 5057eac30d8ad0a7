//! What every change must pass.

use crate::pcscd::Service;
use crate::systems::System;

/// The PIN of the simulated cards.
const PIN: &str = "1234\n";

#[test]
fn the_same_check_of_the_same_card() {
    for card in ["valid", "expired", "locked", "felica"] {
        let service = Service::start();
        let served = service.serve(card);
        let [linux, windows] = System::BOTH.map(|system| {
            let before = served.commands().len();
            let answer = system.ask(&service, &["check"]);
            (answer, served.commands().split_off(before))
        });
        assert_eq!(linux, windows, "{card}");
        assert!(!linux.1.is_empty(), "{card}: nothing was asked");
        assert_eq!(served.stop().verifies, 0, "{card}: a PIN");
    }
}

/// Each program has a card of its own, which counts what it is sent.
#[test]
fn the_same_judgement_of_the_same_pin() {
    for (card, pin, exit_code) in [
        ("valid", PIN, 0),
        ("valid", "7391\n", 5),
        ("locked", PIN, 5),
    ] {
        let [linux, windows] = System::BOTH.map(|system| {
            let service = Service::start();
            let served = service.serve(card);
            let answer = system.ask_with(&service, &["pin", "verify", "--pin-stdin"], pin);
            (answer, served.stop().verifies)
        });
        assert_eq!(linux, windows, "{card}");
        assert_eq!(windows.0.exit_code, Some(exit_code), "{card}");
        assert_eq!(windows.1, u64::from(card != "locked"), "{card}: VERIFYs");
    }
}

#[test]
fn doctor_finds_nothing_to_mend() {
    let service = Service::start();
    let _served = service.serve("valid");
    let answer = System::Windows.ask(&service, &["doctor"]);
    for id in ["service-ok", "pin-ok", "certificate-valid"] {
        assert!(answer.findings().contains(&id), "{id}: {}", answer.report);
    }
    assert_eq!(answer.exit_code, Some(0), "{}", answer.report);
}

#[test]
fn doctor_names_the_windows_service() {
    let mut service = Service::start();
    service.kill();
    let answer = System::Windows.ask(&service, &["doctor"]);
    for id in ["windows-service-on-demand", "reader-not-plugged"] {
        assert!(answer.findings().contains(&id), "{id}: {}", answer.report);
    }
    assert_eq!(answer.exit_code, Some(1), "{}", answer.report);
}

#[test]
fn the_version_is_this_one() {
    let service = Service::without_reader();
    let output = System::Windows.client(&service).arg("--version").output();
    let text = String::from_utf8(output.unwrap().stdout).unwrap();
    assert_eq!(
        text.trim_end(),
        concat!("mynacheck ", env!("CARGO_PKG_VERSION"))
    );
}
