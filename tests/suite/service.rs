//! The commands that speak to the smart-card service, with one that says what a script says.

use std::cell::Cell;
use std::time::Duration;

use crate::fits::assert_lines_fit;
use crate::program::{Run, run_on};
use mynacheck::internals::reader::Features;
use mynacheck::internals::reader::choice::ReaderState;
use mynacheck::internals::reader::scripted::{Moment, ScriptedService};
use mynacheck::internals::simulator::SimulatedTransport;
use mynacheck::internals::simulator::image::Image;
use mynacheck::internals::transport::{Operation, ScardCode, Transport, TransportError};
use serde_json::Value;

const READER: &str = "Circle CIR315 CL 00 00";

fn reader(name: &str, card: bool, events: u32) -> ReaderState {
    ReaderState {
        name: name.to_owned(),
        present: card,
        events,
        ..ReaderState::default()
    }
}

fn empty(events: u32) -> Moment {
    Moment::Readers(vec![reader(READER, false, events)])
}

fn card(events: u32) -> Moment {
    Moment::Readers(vec![reader(READER, true, events)])
}

fn open(name: &str) -> Result<Box<dyn Transport>, TransportError> {
    let day = "2026-11-22".parse().unwrap();
    let image = Image::built_in(name, day).unwrap();
    let limit = Duration::from_secs(5);
    Ok(Box::new(SimulatedTransport::connect(name, image, limit)?))
}

/// The program, while this happens at the readers; every card is a good one.
fn run(arguments: &[&str], moments: Vec<Moment>) -> Run {
    let service = ScriptedService::new(moments, |_| open("valid"));
    run_on(arguments, |host| host.service = Box::new(service)).0
}

/// Of each line the first finding of a report, or the event.
fn told(run: &Run) -> Vec<String> {
    let word = |line: &str| {
        let object: Value = serde_json::from_str(line).unwrap();
        let word = match object["schema"].as_str().unwrap() {
            "mynacheck.event.v1" => &object["event"],
            _ => &object["findings"][0]["id"],
        };
        word.as_str().unwrap().to_owned()
    };
    run.out.lines().map(word).collect()
}

fn first_finding(run: &Run) -> String {
    let report: Value = serde_json::from_str(&run.out).unwrap();
    report["findings"][0]["id"].as_str().unwrap().to_owned()
}

const SCARD_NO_SERVICE: Moment = Moment::Refused(ScardCode::E_NO_SERVICE);

#[test]
fn a_card_is_waited_for_and_read() {
    let check = run(&["check", "--format", "json"], vec![empty(0), card(1)]);
    assert_eq!(check.exit, 0, "{}", check.out);
}

#[test]
fn a_reader_that_is_being_plugged_in_is_waited_for() {
    let none = Moment::Readers(Vec::new());
    let check = run(&["check"], vec![none, empty(0), card(1)]);
    assert_eq!(check.exit, 0, "{}", check.out);
}

#[test]
fn what_keeps_a_card_from_being_reached_is_named() {
    let both = || vec![reader("Alpha", true, 1), reader("Beta", true, 1)];
    let mut mute = reader(READER, true, 1);
    mute.mute = true;
    for (arguments, moment, id) in [
        (&["check"][..], empty(0), "no-card"),
        (&["check"], Moment::Readers(Vec::new()), "no-reader"),
        (&["check"], Moment::Readers(both()), "several-cards"),
        (&["check"], Moment::Readers(vec![mute]), "card-mute"),
        (&["check"], SCARD_NO_SERVICE, "no-service"),
        (&["check"], Moment::Interrupted, "interrupted"),
        (&["readers"], Moment::Interrupted, "interrupted"),
        (&["readers"], SCARD_NO_SERVICE, "no-service"),
        (&["readers"], Moment::Readers(Vec::new()), "no-reader"),
        (&["check", "--reader", "Gamma"], card(1), "reader-not-found"),
        (
            &["check", "--reader", "a"],
            Moment::Readers(both()),
            "reader-ambiguous",
        ),
    ] {
        let arguments = [arguments, &["--format", "json", "--lang", "en"]].concat();
        let unreached = run(&arguments, vec![moment]);
        assert_eq!(first_finding(&unreached), id, "{arguments:?}");
    }
}

/// The card lies on another reader than the one that `--reader` or the configuration means.
#[test]
fn the_reader_that_holds_the_card_is_named() {
    for wanted in ["Alpha", "Gamma"] {
        for (lang, card) in [("en", "card on"), ("ja", "カードは Beta")] {
            let readers = vec![reader("Alpha", false, 0), reader("Beta", true, 1)];
            let arguments = ["check", "--reader", wanted, "--lang", lang];
            let said = run(&arguments, vec![Moment::Readers(readers)]).out;
            assert!(said.contains(card) && said.contains("Beta"), "{said}");
        }
    }
    let readers = vec![reader("Alpha", false, 0), reader("Beta", false, 0)];
    let arguments = ["check", "--reader", "Alpha", "--lang", "en"];
    let said = run(&arguments, vec![Moment::Readers(readers)]).out;
    assert!(!said.contains("Beta"), "{said}");
}

#[test]
fn a_number_that_could_be_a_pin_is_no_reader_and_is_not_echoed() {
    let wrong = run(&["check", "--reader", "7391"], vec![card(1)]);
    assert!(wrong.out.contains(READER), "{}", wrong.out);
    assert!(!wrong.out.contains("7391"), "{}", wrong.out);
}

#[test]
fn readers_tells_what_lies_where() {
    let service = ScriptedService::new([card(1)], |_| open("valid")).with_features(Features {
        pin_pad: true,
        max_apdu: Some(0),
        usb: Some((0x1C2E, 0x0315)),
    });
    let arguments = ["readers", "--lang", "en"];
    let (listed, _) = run_on(&arguments, |host| host.service = Box::new(service));
    assert_eq!(listed.exit, 0);
    for word in ["1  Circle CIR315 CL 00 00", "contactless", "USB 1C2E:0315"] {
        assert!(listed.out.contains(word), "{}", listed.out);
    }
}

#[test]
fn doctor_waits_for_a_card() {
    let arguments = ["doctor", "--format", "json", "--only", "card"];
    let report = run(&arguments, vec![empty(0), card(1)]);
    let report: Value = serde_json::from_str(&report.out).unwrap();
    assert_eq!(report["pins"][0]["tries_left"], 3);
}

#[test]
fn watch_reads_each_card_once_while_it_lies_there() {
    let moments = vec![
        empty(0),
        card(1),
        card(1),
        card(1),
        empty(2),
        card(3),
        Moment::Interrupted,
    ];
    let watched = run(&["watch", "--format", "json"], moments);
    assert_eq!(watched.exit, 0);
    assert_eq!(
        told(&watched),
        ["simulated-card", "lifted", "simulated-card"]
    );
}

#[test]
fn watch_waits_for_a_service_that_comes_back() {
    let gone = || SCARD_NO_SERVICE;
    let moments = vec![card(1), gone(), gone(), card(1), Moment::Interrupted];
    let watched = run(&["watch", "--format", "json"], moments);
    assert_eq!(
        told(&watched),
        [
            "simulated-card", "service-lost", "service-back", "simulated-card"
        ]
    );
    let lost: Value = serde_json::from_str(watched.out.lines().nth(1).unwrap()).unwrap();
    assert_eq!(lost["finding"], "no-service");
    assert_eq!(lost["at"], "2026-11-22T12:00:00+09:00");
    assert_eq!(lost["reader"], Value::Null);
}

/// The computer sleeps from one day to the next with a card on the reader. No program is told: what
/// the service says afterwards is all that one learns of it (`docs/pcsc.md` §1).
#[test]
fn a_watch_goes_on_after_a_night_asleep() {
    thread_local!(static AWAKE: Cell<bool> = const { Cell::new(false) });
    let readers = Moment::Readers;
    let told_of_loss = [
        "simulated-card", "service-lost", "service-back", "simulated-card",
    ];
    let unplugged = [
        "simulated-card", "lifted", "reader-gone", "reader-back", "simulated-card",
    ];
    for (morning, expected) in [
        (Moment::Refused(ScardCode::E_NO_SERVICE), &told_of_loss[..]),
        (Moment::Refused(ScardCode::E_SERVICE_STOPPED), &told_of_loss),
        (Moment::Refused(ScardCode::E_INVALID_HANDLE), &told_of_loss),
        (
            Moment::Refused(ScardCode::E_SYSTEM_CANCELLED),
            &told_of_loss,
        ),
        (Moment::Refused(ScardCode::E_UNKNOWN_READER), &told_of_loss),
        (readers(Vec::new()), &unplugged),
        // The power was gone and the count began anew: perhaps it is another card.
        (card(0), &["simulated-card", "lifted", "simulated-card"]),
    ] {
        AWAKE.set(false);
        let day = [card(1), morning.clone(), card(0), Moment::Interrupted];
        let moments = day
            .into_iter()
            .enumerate()
            .inspect(|(time, _)| AWAKE.set(*time > 0));
        let service = ScriptedService::new(moments.map(|(_, moment)| moment), |_| open("valid"));
        let arguments = ["watch", "--format", "json"];
        let (watched, _) = run_on(&arguments, |host| {
            host.service = Box::new(service);
            host.now = || {
                let awake = AWAKE.get();
                let now = if awake {
                    "2026-11-23T00:00:00Z"
                } else {
                    "2026-11-22T03:00:00Z"
                };
                now.parse().unwrap()
            };
        });
        assert_eq!(watched.exit, 0, "{morning:?}");
        assert_eq!(told(&watched), expected, "{morning:?}");
        let reports = watched
            .out
            .lines()
            .filter(|line| line.contains("\"today\""));
        let days: Vec<bool> = reports
            .map(|line| line.contains("\"2026-11-23\""))
            .collect();
        assert_eq!(days, [false, true], "{morning:?}");
    }
}

#[test]
fn a_card_that_cannot_be_connected_to_is_told_and_watched_past() {
    let mut refused = Some(TransportError::Scard {
        operation: Operation::Connect,
        code: ScardCode::E_SHARING_VIOLATION,
    });
    let moments = [card(1), empty(2), card(3), Moment::Interrupted];
    let service = ScriptedService::new(moments, move |_| match refused.take() {
        Some(error) => Err(error),
        None => open("valid"),
    });
    let arguments = ["watch", "--format", "json"];
    let (watched, _) = run_on(&arguments, |host| host.service = Box::new(service));
    assert_eq!(told(&watched), ["card-busy", "lifted", "simulated-card"]);
}

#[test]
fn a_line_a_card_and_a_bell_on_wish() {
    let moments = || vec![card(1), empty(2), Moment::Interrupted];
    let lines = run(&["watch", "--line", "--lang", "ja"], moments());
    let shown: Vec<&str> = lines.out.lines().collect();
    assert_eq!(shown.len(), 2, "{}", lines.out);
    assert!(
        shown[0].starts_with("12:00:00 ✓ 【模擬】期限内: "),
        "{}",
        lines.out
    );
    assert!(
        shown[1].starts_with("12:00:00 カードが離れました"),
        "{}",
        lines.out
    );
    let rung = run(&["watch", "--line", "--bell"], moments());
    assert_eq!(rung.out.matches('\u{7}').count(), 1);
    assert!(!lines.out.contains('\u{7}'));
}

/// Nobody's verdict stands for the next patient, not even where one can scroll back to it.
#[test]
fn a_screen_is_blank_when_the_card_is_lifted() {
    let moments = vec![card(1), empty(2), Moment::Interrupted];
    let service = ScriptedService::new(moments, |_| open("grace"));
    let arguments = ["watch", "--lang", "ja", "--color", "always"];
    let (watched, _) = run_on(&arguments, |host| {
        host.service = Box::new(service);
        host.screen = true;
    });
    let cleared = "\u{1b}[2J\u{1b}[3J\u{1b}[H";
    let screens: Vec<&str> = watched.out.split(cleared).collect();
    let [_, asked, verdict, blank] = screens.as_slice() else {
        panic!("{screens:?}");
    };
    assert_eq!(asked, blank);
    assert!(blank.starts_with("カードを置いてください"), "{blank}");
    for word in ["!  猶予期間", "【模擬】", "次にすること", "\u{1b}[43m"] {
        assert!(verdict.contains(word), "{word}: {verdict}");
    }
}

/// The screen at a counter, where the longest sentences stand.
#[test]
fn a_screen_fits_the_terminal() {
    for name in ["valid", "grace", "expired", "locked", "mute", "iphone"] {
        for lang in ["ja", "en"] {
            let service = ScriptedService::new([card(1), Moment::Interrupted], move |_| open(name));
            let arguments = ["watch", "--lang", lang, "--color", "never"];
            let (watched, _) = run_on(&arguments, |host| {
                host.service = Box::new(service);
                host.screen = true;
                host.width = Some(60);
            });
            let verdict = watched.out.rsplit("\u{1b}[H").next().unwrap();
            assert!(verdict.lines().count() > 4, "{name}: {verdict}");
            assert_lines_fit(verdict, &arguments, 60);
        }
    }
}

/// Where there is no service there is nothing to wait for: one signal ends the day all the same.
#[cfg(unix)]
#[test]
fn a_day_without_a_service_ends_at_the_first_signal() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};

    let mut watch = Command::new(env!("CARGO_BIN_EXE_mynacheck"))
        .args(["watch", "--format", "json"])
        .env("PCSCLITE_CSOCK_NAME", "/no/such/socket")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(watch.stdout.take().unwrap()).lines();
    let lost = lines.next().unwrap().unwrap();
    assert!(lost.contains("service-lost"), "{lost}");
    let process = rustix::process::Pid::from_child(&watch);
    rustix::process::kill_process(process, rustix::process::Signal::TERM).unwrap();
    // The end of its output is the end of the program; a test that hangs here has found the fault.
    assert!(lines.next().is_none());
    assert_eq!(watch.wait().unwrap().code(), Some(0));
}
