#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::float_cmp,
    reason = "a test fails by panicking"
)]

use std::io::Cursor;

use super::*;
use crate::finding::FindingId;
use crate::trace::Trace;

fn explained(log: &str, lang: Lang) -> (String, Option<Report>) {
    let mut trace = Trace::open(Cursor::new(log.as_bytes().to_vec())).unwrap();
    let today = jiff::civil::date(2026, 11, 22);
    let mut explainer = Explainer::of_log(lang).judging(today);
    let mut text = String::new();
    while let Some(told) = trace.next_told().unwrap() {
        explainer.turn(&told, &mut text);
        explainer.event(told.event, &mut text);
    }
    (
        text + &explainer.foot(trace.left_out()),
        explainer.judgement(None),
    )
}

/// A log of pcscd with these exchanges.
fn log(exchanges: &[(&str, &str)]) -> String {
    let line = |(command, answer): &(&str, &str)| {
        format!("00000001 APDU: {command}\n00001000 SW: {answer}\n")
    };
    exchanges.iter().map(line).collect::<Vec<_>>().concat()
}

const SELECT: &str = "00A4040C0AD392F000260100000001";

fn findings(exchanges: &[(&str, &str)]) -> Vec<FindingId> {
    let (_, report) = explained(&log(exchanges), Lang::En);
    let findings = report.map(|report| report.findings).unwrap_or_default();
    findings.iter().map(crate::finding::Finding::id).collect()
}

#[test]
fn each_line_says_where_the_conversation_stands() {
    let (text, _) = explained(
        &log(&[
            (SELECT, "9000"),
            ("00A4020C020018", "9000"),
            ("002000800431323334", "9000"),
            ("00A4040C0AD3921000310001010408", "9000"),
        ]),
        Lang::En,
    );
    let lines: Vec<_> = text.lines().collect();
    assert!(lines[0].contains("SELECT the JPKI application"), "{text}");
    assert!(lines[0].ends_with("[JPKI/----/-]"), "{text}");
    assert!(lines[1].ends_with("[JPKI/0018/-]"), "{text}");
    assert!(lines[2].contains("VERIFY with a PIN (EF 0018 (user-authentication PIN)) → 9000"));
    assert!(
        lines[2].contains("1.0 ms") && lines[2].ends_with("[JPKI/0018/verified]"),
        "{text}"
    );
    assert!(lines[3].ends_with("[01010408/----/not verified]"), "{text}");
    assert!(text.contains("A PIN was sent"));
    assert!(!text.contains("1234") && !text.contains("31323334"));
}

#[test]
fn a_log_that_starts_in_the_middle_is_not_guessed_at() {
    let (text, report) = explained(&log(&[("00B0000000", "30829000")]), Lang::En);
    assert!(text.contains("starts in the middle"), "{text}");
    assert!(text.contains("READ BINARY file unknown"), "{text}");
    assert!(report.is_none());
    let (japanese, _) = explained(&log(&[("00B0000000", "30829000")]), Lang::Ja);
    assert!(japanese.contains("途中から始まる"), "{japanese}");
}

/// Some programs send every command twice: each wrong PIN costs two tries.
#[test]
fn a_pin_that_is_sent_twice_is_told() {
    let verify = ("002000980431323334", "63C2");
    let told = |exchanges: &[(&str, &str)]| explained(&log(exchanges), Lang::En).0;
    let once = told(&[(SELECT, "9000"), verify]);
    assert!(
        once.contains("sent once") && !once.contains("twice"),
        "{once}"
    );
    let twice = told(&[(SELECT, "9000"), verify, verify]);
    assert!(
        twice.contains("sent 2 times") && twice.contains("twice in a row"),
        "{twice}"
    );
    let apart = told(&[(SELECT, "9000"), verify, ("00200098", "63C2"), verify]);
    assert!(
        apart.contains("sent 2 times") && !apart.contains("twice"),
        "{apart}"
    );
}

#[test]
fn what_went_wrong_is_said_by_the_findings_of_check() {
    assert_eq!(findings(&[(SELECT, "6A82")]), [FindingId::NotMyNumberCard]);
    assert_eq!(findings(&[(SELECT, "")]), [FindingId::LogEnds]);
    assert_eq!(findings(&[(SELECT, "90")]), [FindingId::CardRemoved]);
    for (answer, finding) in [
        ("63C3", FindingId::PinOk),
        ("63C1", FindingId::PinLastTry),
        ("63C0", FindingId::PinLocked),
        ("6983", FindingId::PinLocked),
        ("6300", FindingId::PinUnknown),
    ] {
        let asked = [
            (SELECT, "9000"),
            ("00A4020C020018", "9000"),
            ("00200080", answer),
        ];
        // The PIN alone does not say that a card is usable.
        let mut expected = vec![finding];
        expected.extend((answer == "63C3").then_some(FindingId::CertificateNotRead));
        assert_eq!(findings(&asked), expected, "{answer}");
        let short = [(SELECT, "9000"), ("00200098", answer)];
        assert_eq!(findings(&short), expected, "{answer}");
    }
    // What became of a PIN is said as `pin verify` says it.
    for (answer, finding) in [
        ("9000", FindingId::PinRight),
        ("63C2", FindingId::PinWrong),
        ("63C0", FindingId::PinNowLocked),
        ("6984", FindingId::PinSentLocked),
        ("6300", FindingId::PinWrong),
        ("6985", FindingId::PinAnswerOdd),
    ] {
        let asked = [
            (SELECT, "9000"),
            ("00200098", "63C3"),
            ("002000980431323334", answer),
        ];
        let mut expected = vec![finding];
        expected.extend((answer == "9000").then_some(FindingId::CertificateNotRead));
        assert_eq!(findings(&asked), expected, "{answer}");
    }
    assert_eq!(
        findings(&[(SELECT, "9000"), ("00A4020C02000A", "6A82")]),
        [FindingId::CertificateAbsent]
    );
    assert_eq!(
        findings(&[(SELECT, "9000"), ("00B08A0000", "6982")]),
        [FindingId::CertificateRefused]
    );
    // The first answer after power-up says nothing.
    assert_eq!(
        findings(&[(SELECT, "6F00"), (SELECT, "6A82")]),
        [FindingId::NotMyNumberCard]
    );
}

/// Two programs at once: each is told what it said and what came of it.
#[test]
fn each_program_is_judged_by_what_it_said_itself() {
    let line = |(client, name, bytes): &(&str, &str, &str)| {
        format!("00000001 [{client}] {name}: {bytes}\n")
    };
    let lines = [
        ("11", "APDU", SELECT),
        ("11", "SW", "9000"),
        ("11", "APDU", "00A4020C020018"),
        ("11", "SW", "9000"),
        // Another asks for the tries of what is selected, and does not select.
        ("22", "APDU", "00200080"),
        ("22", "SW", "63C3"),
        ("11", "APDU", "002000800437333931"),
        ("11", "SW", "63C2"),
        ("22", "APDU", SELECT),
        ("22", "SW", "9000"),
        ("22", "APDU", "00A4020C02001B"),
        ("22", "SW", "9000"),
        ("22", "APDU", "0020008006414243444546"),
        ("22", "SW", "9000"),
    ];
    let log: String = lines.iter().map(line).collect();
    let (text, report) = explained(&log, Lang::En);
    let report = report.unwrap();
    let judged: Vec<_> = report
        .connections
        .iter()
        .map(|one| {
            let findings = one.findings.iter().map(|finding| finding.id().as_str());
            (
                one.commands,
                one.pins_sent.len(),
                findings.collect::<Vec<_>>(),
            )
        })
        .collect();
    assert_eq!(
        judged,
        [
            (Some((1, 4)), 1, vec!["pin-wrong"]),
            (Some((3, 7)), 1, vec!["pin-right", "certificate-not-read"]),
        ],
        "{text}"
    );
    let turns: Vec<_> = text
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("program "))
        .collect();
    assert_eq!(turns, ["program 2:", "program 1:", "program 2:"], "{text}");
    // It is not taken for an entry of the other's, and the first did not send twice.
    assert!(
        text.contains("EF 0018") && !text.contains("twice"),
        "{text}"
    );
}

fn recorded(name: &str) -> Vec<Event> {
    let path = format!("fixtures/recordings/{name}.jsonl");
    let file = std::io::BufReader::new(std::fs::File::open(path).unwrap());
    let (_, events) = crate::recording::read(file).unwrap();
    events.into_iter().map(|(_, event)| event).collect()
}

fn judged(events: &[Event]) -> Report {
    let today = jiff::civil::date(2026, 11, 22);
    let mut explainer = Explainer::new(Lang::En).judging(today);
    for event in events {
        explainer.event(event.clone(), &mut String::new());
    }
    explainer.judgement(None).unwrap()
}

/// A card that says the same again is judged the same and its own time is told, whatever lay between.
#[test]
fn a_card_that_comes_again_is_judged_as_before() {
    let valid = recorded("card-valid");
    let expired = recorded("card-expired");
    let mut slower = valid.clone();
    for event in &mut slower {
        if let Event::Exchange(exchange) = event {
            exchange.micros += 1000;
        }
    }
    let all = [
        valid.clone(),
        slower.clone(),
        expired.clone(),
        valid.clone(),
        slower.clone(),
    ];
    let together = judged(&all.concat());
    assert_eq!(together.connections.len(), all.len());
    for (connection, alone) in together.connections.iter().zip(&all) {
        let alone = judged(alone);
        assert_eq!(connection.verdict, alone.verdict());
        assert_eq!(connection.findings, alone.findings);
    }
    let same = judged(&[valid, slower.clone()].concat());
    // Seven commands of a millisecond: the recording itself has no times.
    assert_eq!((same.exchange.commands, same.exchange.millis), (7, 7.0));
}
