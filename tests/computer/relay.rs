//! A card on a reader of this computer, relayed into the guest's: the guest's programs use it as their own, and
//! the guard holds.

use std::fs::File;
use std::process::Command;

use super::guest::Guest;
use super::machine::wait_for;
use super::pcscd::{Service, signal};
use super::{json, lies, verify};

pub(crate) fn relay(guest: &Guest) {
    let service = Service::start();
    let card = service.serve("valid");
    let told = service.path("relayed");
    let mut relay: Command = service.client(env!("CARGO_BIN_EXE_mynacheck"));
    let mut relay = relay
        .args(["relay", "--format", "json", "--qemu"])
        .arg(guest.slot())
        .stdout(File::create(&told).unwrap())
        .spawn()
        .unwrap();
    wait_for("the card in the guest", || lies(guest));
    let (report, code) = json(guest, "check");
    assert_eq!(
        (code, &report["pins"][0]["tries_left"]),
        (0, &3.into()),
        "{report:#}"
    );
    guest.measured(&format!(
        "relay, check: {} ms",
        report["exchange"]["millis"]
    ));
    let certificate = guest.root("pkcs15-tool --read-certificate 1 2>/dev/null");
    assert!(certificate.contains("BEGIN CERTIFICATE"), "{certificate}");
    let (report, code) = verify(guest, "9999");
    assert_eq!(
        (code, &report["pins"][0]["tries_left"]),
        (5, &2.into()),
        "{report:#}"
    );
    // A program without a guard of its own.
    for _ in 0..3 {
        let login = guest.run("root", "pkcs11-tool --login --pin 0000 -O 2>&1");
        assert!(login.text.contains("CKR_PIN_INCORRECT"), "{}", login.text);
    }
    let (report, _) = json(guest, "check");
    assert_eq!(report["pins"][0]["tries_left"], 1, "{report:#}");
    signal(relay.id(), "INT");
    assert_eq!(relay.wait().unwrap().code(), Some(0));
    let told = std::fs::read_to_string(told).unwrap();
    assert!(told.contains(r#""why":"last-try""#), "{told}");
    assert_eq!(card.stop().verifies, 2, "{told}");
}
