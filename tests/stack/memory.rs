//! Where a PIN stands in the memory of the program, looked at from outside while it runs.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::FileExt;

use crate::limit;
use crate::pcscd::{Service, wait_for};
use crate::pins::start;

/// Digits that stand nowhere in the memory of the program by chance.
const PIN: &[u8] = b"8263";

/// How often the PIN stands in what a process can write: heap, stacks, data.
fn copies(process: u32) -> usize {
    let maps = fs::read_to_string(format!("/proc/{process}/maps")).unwrap();
    let memory = File::open(format!("/proc/{process}/mem")).unwrap();
    let writable = maps.lines().filter_map(|line| {
        let (range, rest) = line.split_once(' ')?;
        let (from, to) = range.split_once('-')?;
        let address = |digits| u64::from_str_radix(digits, 16).ok();
        rest.starts_with("rw")
            .then_some((address(from)?, address(to)?))
    });
    let mut found = 0;
    for (from, to) in writable {
        let mut bytes = vec![0; usize::try_from(to - from).unwrap()];
        if memory.read_exact_at(&mut bytes, from).is_ok() {
            found += bytes.windows(PIN.len()).filter(|part| *part == PIN).count();
        }
    }
    found
}

/// One place until it is sent; the command and what PC/SC is given of it while the card compares; and
/// nowhere as soon as the card has answered, though the program still works with the card.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn the_pin_is_gone_when_the_verify_is_answered() {
    let service = Service::start();
    // Long enough to look through all memory on a busy machine.
    let slow = ["00A4040C07", "0020008004", "802A"]
        .map(|command| format!("[[quirk]]\nto = \"{command}\"\ndelay_ms = 1500\n"))
        .concat();
    let file = service.path("slow.toml");
    let pin = "extends = \"valid\"\n[ap.jpki.pin.0018]\nvalue = \"8263\"\n";
    fs::write(&file, format!("{pin}{slow}")).unwrap();
    let card = service.serve(file.to_str().unwrap());
    let mut child = start(&service, &["prove", "--pin-stdin"]);
    let process = child.id();
    let asked = || card.count("command") >= 7;
    wait_for("the question", asked, || service.log());
    assert_eq!(copies(process), 0, "by chance");
    let mut typed = child.stdin.take().unwrap();
    typed.write_all(PIN).unwrap();
    typed.write_all(b"\n").unwrap();
    // pcscd writes a command down before it goes to the card.
    for (command, expected) in [
        ("00 A4 04 0C 07", 1),
        ("00 20 00 80 04", 2),
        ("80 2A 00 80", 0),
    ] {
        let sent = || service.log().contains(&format!("APDU: {command}"));
        wait_for(command, sent, || service.log());
        assert_eq!(copies(process), expected, "{command}");
    }
    let out = limit::output(child).stdout;
    let report = String::from_utf8_lossy(&out);
    assert!(report.contains("key-proven"), "{report}");
}
