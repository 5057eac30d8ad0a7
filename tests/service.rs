//! The commands that speak to the smart-card service, with one that says what a script says.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests fail by panicking"
)]

mod program;

use std::time::Duration;

use mynacheck::reader::Features;
use mynacheck::reader::choice::ReaderState;
use mynacheck::reader::scripted::{Moment, ScriptedService};
use mynacheck::simulator::image::Image;
use mynacheck::simulator::{SimulatedTransport, cards};
use mynacheck::transport::{Operation, ScardCode, Transport, TransportError};
use program::{Run, run_on};
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
    let image = Image::parse(cards::find(name).unwrap().file, day).unwrap();
    let limit = Duration::from_secs(5);
    Ok(Box::new(SimulatedTransport::connect(name, image, limit)?))
}

/// The program, while this happens at the readers; every card is a good one.
fn run(arguments: &[&str], moments: Vec<Moment>) -> Run {
    let service = ScriptedService::new(moments, |_| open("valid"));
    run_on(arguments, |host| host.service = Box::new(service)).0
}

fn lines(run: &Run) -> Vec<Value> {
    run.out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
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
    let verdicts: Vec<Value> = lines(&watched)
        .iter()
        .map(|report| report["verdict"].clone())
        .collect();
    assert_eq!(verdicts, ["usable", "usable"]);
}

#[test]
fn watch_waits_for_a_service_that_comes_back() {
    let gone = || SCARD_NO_SERVICE;
    let moments = vec![
        card(1),
        gone(),
        gone(),
        gone(),
        card(1),
        Moment::Interrupted,
    ];
    let watched = run(&["watch", "--format", "json"], moments);
    let ids: Vec<Value> = lines(&watched)
        .iter()
        .map(|report| report["findings"][0]["id"].clone())
        .collect();
    assert_eq!(ids, ["simulated-card", "no-service", "simulated-card"]);
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
    let ids: Vec<Value> = lines(&watched)
        .iter()
        .map(|report| report["findings"][0]["id"].clone())
        .collect();
    assert_eq!(ids, ["card-busy", "simulated-card"]);
}
