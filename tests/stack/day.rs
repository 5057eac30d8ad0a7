//! A day at a counter in short: card after card through the real service.

use std::fs::{self, File};
use std::process::Child;

use crate::ours::PROGRAM;
use crate::pcscd::{Service, wait_for};
use crate::served::TODAY;

/// pcscd looks at a virtual reader 2.5 times a second: several counters at once take less time.
const COUNTERS: usize = 5;

/// How often a card is laid on each of the two readers of a counter: 200 placings in all.
const ROUNDS: usize = 20;

/// Every card once, in its order, and its lifting; nothing is left of any.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn two_hundred_placings_are_told_once_each_and_leave_nothing_behind() {
    std::thread::scope(|scope| {
        for _ in 0..COUNTERS {
            scope.spawn(day);
        }
    });
}

/// A program that ends with the test.
struct Watch(Child);

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What a process has open, and how much of its memory is in use, in kilobytes.
fn holds(process: u32) -> (usize, u64) {
    let descriptors = fs::read_dir(format!("/proc/{process}/fd")).unwrap().count();
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
    (descriptors, kilobytes.unwrap().parse().unwrap())
}

fn day() {
    let service = Service::start();
    let told = service.path("told");
    let watch = service
        .client(PROGRAM)
        .args(["watch", "--line", "--lang", "en", "--today", TODAY])
        .stdout(File::create(&told).unwrap())
        .spawn()
        .unwrap();
    let watch = Watch(watch);
    let lines = || -> Vec<String> {
        let text = fs::read_to_string(&told).unwrap();
        text.lines().map(str::to_owned).collect()
    };
    let cards = ["valid", "grace", "locked", "felica"];
    let mut early = None;
    for round in 0..ROUNDS {
        let before = lines().len();
        let until = |more: usize| {
            let there = || lines().len() >= before + more;
            wait_for("the next event", there, || service.log());
        };
        // Two patients at once: which of them is read first nobody knows.
        let laid =
            [0, 1].map(|slot| service.lay_down(slot, cards[(round + usize::from(slot)) % 4]));
        until(2);
        for card in laid {
            card.stop();
        }
        until(4);
        if round == 4 {
            early = Some(holds(watch.0.id()));
        }
    }
    let (descriptors, kilobytes) = holds(watch.0.id());
    let (descriptors_early, kilobytes_early) = early.unwrap();
    assert_eq!(descriptors, descriptors_early, "descriptors");
    assert!(
        kilobytes <= kilobytes_early + 512,
        "{kilobytes_early} kB, then {kilobytes} kB"
    );
    let lines = lines();
    assert_eq!(lines.len(), 4 * ROUNDS);
    for (round, told) in lines.chunks(4).enumerate() {
        let mut words: Vec<&str> = told.iter().map(|line| word(line)).collect();
        let mut expected = [cards[round % 4], cards[(round + 1) % 4], "left", "right"];
        words[..2].sort_unstable();
        words[2..].sort_unstable();
        expected[..2].sort_unstable();
        assert_eq!(words, expected, "{told:?}");
    }
}

fn word(line: &str) -> &'static str {
    let known = [
        ("lifted (Virtual PCD 00 00)", "left"),
        ("lifted (Virtual PCD 00 01)", "right"),
        ("within its dates", "valid"),
        ("grace period", "grace"),
        ("PIN locked", "locked"),
        ("not a My Number Card", "felica"),
    ];
    let found = known.iter().find(|(part, _)| line.contains(part));
    found.unwrap_or_else(|| panic!("{line}")).1
}
