//! How long a command takes through the guest's driver: of a card that is served, and of the one that QEMU itself
//! makes of certificates (`ccid-card-emulated`).

use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::json;

use super::guest::{Guest, Served};
use super::machine::wait_for;

/// A client that is neither this program nor in its language: the median of a command sent again and again, in
/// microseconds, and the last answer.
const ASK: &str = r#"use Chipcard::PCSC; use Chipcard::PCSC::Card; use Time::HiRes "time";
my $context = Chipcard::PCSC->new() or die $Chipcard::PCSC::errno;
my ($reader) = $context->ListReaders();
my $card = Chipcard::PCSC::Card->new($context, $reader) or die $Chipcard::PCSC::errno;
my $command = Chipcard::PCSC::ascii_to_array(shift);
my (@took, $answer);
for (1..100) { my $begin = time; $answer = $card->Transmit($command) or die; push @took, time - $begin }
@took = sort { $a <=> $b } @took;
printf "%d %s\n", 1e6 * $took[50], Chipcard::PCSC::array_to_ascii($answer);"#;

const SELECT_JPKI: &str = "00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01";
/// The first application of QEMU's own card.
const SELECT_CAC: &str = "00 A4 04 00 07 A0 00 00 00 79 01 00";

pub(crate) fn latency(guest: &Guest, card: &Served) {
    let ask = |command: &str| {
        let line = guest.root(&format!("perl -e '{ASK}' '{command}'"));
        let (micros, answer) = line.trim().split_once(' ').unwrap();
        (micros.parse::<u32>().unwrap(), answer.to_owned())
    };
    let (served, answer) = ask(SELECT_JPKI);
    assert_eq!(answer, "90 00");
    card.order("lift");
    wait_for("the card to be lifted", || !super::lies(guest));
    guest.unplug();
    guest.plug_with(&json!({
        "driver": "ccid-card-emulated", "id": "slot", "backend": "certificates",
        "db": certificates(guest), "cert1": "one", "cert2": "two", "cert3": "three",
    }));
    wait_for("QEMU's own card", || super::lies(guest));
    let (emulated, answer) = ask(SELECT_CAC);
    guest.unplug();
    guest.plug();
    card.order("lay valid");
    wait_for("the served card", || super::lies(guest));
    assert!(
        answer.starts_with("61") || answer.ends_with("90 00"),
        "{answer}"
    );
    guest.measured(&format!(
        "SELECT: {served} µs of a served card, {emulated} µs of QEMU's own"
    ));
}

/// What QEMU makes its card of: a database of NSS with three certificates that sign themselves.
fn certificates(guest: &Guest) -> String {
    let noise = guest.file("noise", &"mynacheck".repeat(20));
    let folder = PathBuf::from(&noise).with_file_name("nss");
    std::fs::create_dir_all(&folder).unwrap();
    let database = format!("sql:{}", folder.display());
    let certutil = |arguments: &[&str]| {
        let done = Command::new("timeout")
            .args(["60", "certutil", "-d", &database])
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(done.status.success(), "{done:?}. Run tests/computer/run.");
    };
    certutil(&["-N", "--empty-password"]);
    for name in ["one", "two", "three"] {
        let subject = format!("CN={name}");
        certutil(&[
            "-S", "-x", "-n", name, "-s", &subject, "-t", "CT,CT,CT", "-z", &noise,
        ]);
    }
    database
}
