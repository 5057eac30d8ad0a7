//! What leaves a counter for those who look after many: right numbers, and nothing of the card.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fs;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use crate::program::{Run, Scratch, run_on};
use mynacheck::internals::reader::choice::ReaderState;
use mynacheck::internals::reader::scripted::{Moment, ScriptedService};
use mynacheck::internals::simulator::SimulatedTransport;
use mynacheck::internals::simulator::image::Image;
use mynacheck::internals::transport::{ScardCode, Transport, TransportError};

const READER: &str = "SONY FeliCa RC-S300/S (1234567) 00 00";

fn card(present: bool, events: u32) -> Moment {
    Moment::Readers(vec![ReaderState {
        name: READER.to_owned(),
        present,
        events,
        ..ReaderState::default()
    }])
}

/// A day with these cards, one after the other, and then without the service; and what stood in the
/// file each time that a card was connected to, and when the service had gone.
fn day(placed: &[&'static str], file: &str, extra: &[&str]) -> (Run, Vec<String>) {
    let mut moments: Vec<Moment> = (0..placed.len())
        .flat_map(|_| [true, false])
        .zip(1..)
        .map(|(present, events)| card(present, events))
        .collect();
    moments.push(Moment::Refused(ScardCode::E_NO_SERVICE));
    let seen = Rc::new(RefCell::new(Vec::new()));
    let look = {
        let (seen, file) = (Rc::clone(&seen), file.to_owned());
        move || seen.borrow_mut().push(fs::read_to_string(&file).unwrap())
    };
    let mut cards_left = VecDeque::from(placed.to_vec());
    let looking = look.clone();
    let connect = move |_: &str| -> Result<Box<dyn Transport>, TransportError> {
        looking();
        let name = cards_left.pop_front().unwrap();
        let day = "2026-11-22".parse().unwrap();
        let image = Image::built_in(name, day).unwrap();
        let card = SimulatedTransport::connect(name, image, Duration::from_secs(5))?;
        Ok(Box::new(card))
    };
    let mut last = Some(look);
    let moments = moments.into_iter().chain(std::iter::from_fn(move || {
        last.take().map(|look| {
            look();
            Moment::Interrupted
        })
    }));

    let arguments = [
        &["watch", "--today", "2026-11-22", "--metrics", file],
        extra,
    ]
    .concat();
    let service = ScriptedService::new(moments, connect);
    let (run, _) = run_on(&arguments, |host| host.service = Box::new(service));
    let seen = seen.borrow().clone();
    (run, seen)
}

#[test]
fn every_card_is_counted_once_and_the_file_goes_with_the_program() {
    let scratch = Scratch::new("fleet");
    let file = scratch.path("mynacheck.prom");
    let (run, seen) = day(&["valid", "grace", "juki-card", "valid"], &file, &[]);
    assert_eq!(run.exit, 0, "{}", run.err);
    let last = seen.last().unwrap();
    let reader = r#"reader="SONY FeliCa RC-S300/S (serial)""#;
    for line in [
        format!(r#"mynacheck_verdicts_total{{{reader},verdict="usable"}} 2"#),
        format!(r#"mynacheck_verdicts_total{{{reader},verdict="attention"}} 1"#),
        format!(r#"mynacheck_verdicts_total{{{reader},verdict="unusable"}} 1"#),
        format!(r#"mynacheck_findings_total{{finding="certificate-grace",{reader}}} 1"#),
        format!("mynacheck_read_seconds_count{{{reader}}} 4"),
        r#"mynacheck_events_total{event="lifted"} 4"#.to_owned(),
        r#"mynacheck_events_total{event="service-lost"} 1"#.to_owned(),
        r#"mynacheck_findings_total{finding="no-service",reader=""} 1"#.to_owned(),
        "mynacheck_service_up 0".to_owned(),
    ] {
        assert!(last.lines().any(|told| told == line), "{line}\n{last}");
    }
    // The first card was counted before the second one was looked at.
    assert!(seen[0].contains("mynacheck_service_up 1") && !seen[0].contains("verdicts"));
    assert!(seen[1].contains(r#"verdict="usable"} 1"#));
    assert!(
        !Path::new(&file).exists(),
        "no number stays behind that is no longer true"
    );
}

#[test]
fn nothing_of_the_card_or_the_reader_s_serial_number_is_among_the_numbers() {
    let scratch = Scratch::new("fleet-canary");
    let (run, seen) = day(&["valid"], &scratch.path("m.prom"), &["--format", "json"]);
    let told = seen.concat();
    let day = run.out.split("not_after\":\"").nth(1).unwrap();
    for canary in [&day[..10], "1234567", "JPKI", "2026-11-22"] {
        assert!(!told.contains(canary), "{canary}");
    }
}

#[test]
fn a_file_that_cannot_be_written_is_said_before_the_first_card() {
    let scratch = Scratch::new("fleet-folder");
    let (run, _) = day(
        &[],
        &scratch.path("no-such-folder/m.prom"),
        &["--lang", "en"],
    );
    assert_eq!(run.exit, 6, "{}", run.out);
    assert!(run.out.contains("no-such-folder"), "{}", run.out);
}

#[cfg(target_os = "linux")]
mod journal {
    use std::os::unix::net::UnixDatagram;

    use super::*;
    use jiff::civil::date;
    use mynacheck::internals::finding::Finding;
    use mynacheck::internals::fleet::Judged;
    use mynacheck::internals::fleet::journal::Journal;
    use mynacheck::internals::reception::Occurrence;
    use mynacheck::internals::report::Report;

    fn entry(write: impl FnOnce(&Journal)) -> String {
        let scratch = Scratch::new("journal");
        let socket = scratch.path("socket");
        let listener = UnixDatagram::bind(&socket).unwrap();
        write(&Journal::open(Path::new(&socket)).unwrap());
        let mut buffer = [0; 4096];
        let length = listener.recv(&mut buffer).unwrap();
        String::from_utf8(buffer[..length].to_vec()).unwrap()
    }

    #[test]
    fn a_verdict_is_an_entry_with_fields() {
        let report = Report::of(date(2026, 11, 22), Finding::CardMute);
        let told = entry(|journal| journal.judged(&Judged::of(READER, &report)).unwrap());
        let expected = "PRIORITY=4\nSYSLOG_IDENTIFIER=mynacheck\n\
            MESSAGE=unchecked: card-mute (SONY FeliCa RC-S300/S (serial))\n\
            MYNACHECK_EVENT=placed\nMYNACHECK_READER=SONY FeliCa RC-S300/S (serial)\n\
            MYNACHECK_VERDICT=unchecked\nMYNACHECK_FINDING=card-mute\n\
            MYNACHECK_MILLIS=0\nMYNACHECK_COMMANDS=0\n";
        assert_eq!(told, expected);
    }

    #[test]
    fn a_reader_s_name_cannot_add_a_field() {
        let gone = Occurrence::ReaderGone("x\nMYNACHECK_VERDICT=usable".to_owned());
        let told = entry(|journal| journal.happened(&gone).unwrap());
        assert!(!told.contains("\nMYNACHECK_VERDICT="), "{told}");
    }
}
