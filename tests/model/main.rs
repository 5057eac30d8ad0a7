//! The PIN's path, explored whole: the real [`mynacheck::internals::pin`] between a reader whose every call can
//! go wrong, another program, and a person, all of whom do whatever they can, in every order.
//!
//! Nothing here is random and nothing waits: the clock is a number. [`explore`] walks every sequence
//! of what can happen with at most so many events that the program did not ask for; [`world`] keeps
//! what is true, and says after each step what was violated.
//!
//! `cargo test --release --test model -- --ignored --nocapture` walks one event deeper and says how
//! many states there were.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    missing_docs,
    reason = "tests fail by panicking"
)]

mod broken;
mod events;
mod explore;
#[path = "../faulty/mod.rs"]
mod faulty;
mod world;

use std::thread;

use broken::Broken;
use events::Reach;
use explore::Found;
use mynacheck::internals::finding::FindingId;
use world::{Asked, World};

/// Everything that can happen, with so many unasked events, from every beginning.
fn whole(asked: Asked, reach: Reach, events: usize, broken: Broken) -> Found {
    from(&[0, 1, 2, 3], asked, reach, events, broken)
}

/// The same, from the beginnings with so many tries left.
fn from(lefts: &[u8], asked: Asked, reach: Reach, events: usize, broken: Broken) -> Found {
    let beginnings = lefts.iter().map(|&left| {
        thread::spawn(move || {
            explore::all(events, |choices| {
                World::run(left, asked, reach, broken, choices)
            })
        })
    });
    let beginnings: Vec<_> = beginnings.collect();
    let mut found = Found::default();
    for beginning in beginnings {
        found.add(beginning.join().unwrap());
    }
    found
}

fn assert_holds(name: &str, found: &Found) {
    println!("{name}: {} runs, {} states", found.runs, found.states.len());
    for (what, story) in &found.violations {
        println!("{what}\n  {story}\n");
    }
    assert!(found.violations.is_empty(), "{name}");
}

/// Every fault there is, once or for good, at every step of an entry; what follows a right one, by
/// class.
#[test]
fn one_event_of_any_kind() {
    for (asked, reach) in [
        (Asked::Verify, Reach::Everything),
        (Asked::Prove, Reach::Classes),
        (Asked::Phone, Reach::Classes),
    ] {
        let found = whole(asked, reach, 1, Broken::Nothing);
        assert_holds(asked.name(), &found);
    }
}

/// Two of each kind that makes a difference.
#[test]
fn two_events_of_each_class() {
    let found = from(&[1, 3], Asked::Verify, Reach::Classes, 2, Broken::Nothing);
    assert_holds("pin verify", &found);
    // The model reaches what it is about.
    for id in [
        FindingId::PinRight,
        FindingId::PinWrong,
        FindingId::PinNowLocked,
        FindingId::PinWithheld,
        FindingId::PinNotTriedUnknown,
        FindingId::PinCardChanged,
        FindingId::PinOutcomeUnknown,
        FindingId::PinAnswerOdd,
        FindingId::PinStillVerified,
        FindingId::PinNotGiven,
        FindingId::Interrupted,
        FindingId::CardRemoved,
        FindingId::CardReset,
        FindingId::CardBusy,
        FindingId::TimeLimit,
    ] {
        assert!(found.findings.contains(&id), "{id:?} is never found");
    }
}

#[test]
#[ignore = "minutes; see the head of this file"]
fn deeper() {
    let all = whole(Asked::Verify, Reach::Everything, 2, Broken::Nothing);
    assert_holds("pin verify, two of everything", &all);
    let classes = whole(Asked::Verify, Reach::Classes, 3, Broken::Nothing);
    assert_holds("pin verify, three of each class", &classes);
    for asked in [Asked::Prove, Asked::Phone] {
        let one = whole(asked, Reach::Everything, 1, Broken::Nothing);
        assert_holds(asked.name(), &one);
        let two = whole(asked, Reach::Classes, 2, Broken::Nothing);
        assert_holds(asked.name(), &two);
    }
}

/// A build that is broken in this way is caught.
#[test]
fn broken_builds_are_caught() {
    for (broken, violation) in [
        (Broken::SendsAgain, "a second VERIFY for one entry"),
        (
            Broken::NoRecount,
            "not counted in the transaction of the VERIFY",
        ),
        (Broken::KeepsPower, "verified, and nobody is told"),
        (Broken::ConsentFirst, "the last try without consent"),
        (Broken::OwnPin, "another PIN than was typed"),
    ] {
        let found = from(&[1, 3], Asked::Verify, Reach::Classes, 1, broken);
        let caught = found.violations.contains_key(violation);
        assert!(caught, "{broken:?}: {:?}", found.violations.keys());
    }
}
