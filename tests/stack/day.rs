//! A day at a counter in short: card after card through the real service.

use crate::pcscd::Service;
use crate::watched::Watched;

/// pcscd looks at a virtual reader 2.5 times a second: several counters at once take less time.
const COUNTERS: usize = 5;

/// At each of them; 300 placings in all.
const ROUNDS: usize = 20;

const CARDS: [&str; 4] = ["valid", "grace", "locked", "felica"];

/// Every card once, in its order, and its lifting, whatever else happens; nothing is left of any.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn three_hundred_placings_are_told_once_each_and_leave_nothing_behind() {
    std::thread::scope(|scope| {
        for _ in 0..COUNTERS {
            scope.spawn(day);
        }
    });
}

fn day() {
    let mut service = Service::start();
    let mut watch = Watched::start(&service);
    let mut early = None;
    for round in 0..ROUNDS {
        let (left, right) = (CARDS[round % 4], CARDS[(round + 1) % 4]);
        match round % 5 {
            2 => flaps(&service, &mut watch, right),
            3 => swapped(&service, &mut watch, left, right, round < 10),
            _ => both_at_once(&service, &mut watch, left, right),
        }
        if round % 10 == 9 {
            service.kill();
            watch.hear(&service, &["lost"]);
            service.restart();
            watch.hear(&service, &["back"]);
        }
        if round == 9 {
            early = Some(watch.holds());
        }
    }
    assert!(watch.is_silent());
    let (descriptors, kilobytes) = watch.holds();
    let (descriptors_early, kilobytes_early) = early.unwrap();
    assert_eq!(descriptors, descriptors_early, "descriptors");
    assert!(
        kilobytes <= kilobytes_early + 512,
        "{kilobytes_early} kB, then {kilobytes} kB"
    );
}

/// Two patients at once.
fn both_at_once(service: &Service, watch: &mut Watched, left: &str, right: &str) {
    let laid = [service.lay_down(0, left), service.lay_down(1, right)];
    watch.hear(service, &[left, right]);
    for card in laid {
        card.stop();
    }
    watch.hear(service, &["left", "right"]);
}

/// One card lies still while another comes and goes.
fn flaps(service: &Service, watch: &mut Watched, card: &str) {
    let still = service.lay_down(0, "valid");
    watch.hear(service, &["valid"]);
    for _ in 0..3 {
        let laid = service.lay_down(1, card);
        watch.hear(service, &[card]);
        laid.stop();
        watch.hear(service, &["right"]);
    }
    let laid = service.lay_down(1, card);
    watch.hear(service, &[card]);
    still.stop();
    watch.hear(service, &["left"]);
    laid.stop();
    watch.hear(service, &["right"]);
}

/// Both are exchanged as soon as the service knows that they have gone, each for the other; perhaps
/// while the program stands still, as in a computer that sleeps.
fn swapped(service: &Service, watch: &mut Watched, left: &str, right: &str, asleep: bool) {
    let laid = [service.lay_down(0, left), service.lay_down(1, right)];
    watch.hear(service, &[left, right]);
    if asleep {
        watch.signal("STOP");
    }
    let gone = [0, 1].map(|slot| service.removals(slot));
    for card in laid {
        card.stop();
    }
    for (slot, gone) in [0, 1].into_iter().zip(gone) {
        service.wait_until_removed(slot, gone + 1);
    }
    let laid = [service.lay_down(0, right), service.lay_down(1, left)];
    if asleep {
        for card in &laid {
            card.wait_until_noticed(service);
        }
        watch.signal("CONT");
    }
    watch.hear(service, &["left", "right", right, left]);
    for card in laid {
        card.stop();
    }
    watch.hear(service, &["left", "right"]);
}
