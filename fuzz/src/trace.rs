//! Recordings, the logs of other programs, and what is left out of them.

use std::io::Cursor;
use std::sync::OnceLock;

use mynacheck::internals::check::{self, Question};
use mynacheck::internals::conversation::Day;
use mynacheck::internals::message::for_terminal;
use mynacheck::internals::recording::replay::ReplayTransport;
use mynacheck::internals::recording::{self, Event, Header, Policy, Provenance, Writer};
use mynacheck::internals::trace::Trace;
use mynacheck::internals::trace::explain::Explainer;
use mynacheck::internals::trace::export::Apdu4j;
use mynacheck::internals::trace::export::pcapng::Pcapng;
use mynacheck::internals::trace::redact::{Cleaner, Linter, clean_header};
use sha2::{Digest, Sha256};

use super::logs::{self, Damage};
use super::{TODAY, assert_tame, lang};

/// A recording with the right end line under it, or it would be refused for that alone.
fn sealed(lines: &[u8]) -> Vec<u8> {
    let mut text = lines.to_vec();
    if !text.ends_with(b"\n") {
        text.push(b'\n');
    }
    let events = text.split(|byte| *byte == b'\n').count() - 2;
    let digest = hex::encode_upper(Sha256::digest(&text));
    let end = format!("{{\"t\":\"end\",\"events\":{events},\"sha256\":\"{digest}\"}}\n");
    text.extend(end.as_bytes());
    text
}

/// What is read of a file, as far as it is whole.
fn read(file: &[u8]) -> Option<(Option<Header>, Vec<Event>)> {
    let mut trace = Trace::open(Cursor::new(file.to_vec())).ok()?;
    let header = trace.header().cloned();
    let mut events = Vec::new();
    while let Ok(Some((_, event))) = trace.next_event() {
        events.push(event);
    }
    Some((header, events))
}

fn written(header: &Header, events: &[Event]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), header).expect("memory");
    for event in events {
        writer.write(event).expect("memory");
    }
    writer.finish().expect("memory");
    writer.into_inner()
}

/// What is redacted is read again, holds nothing to complain of, and stays as it is.
fn assert_clean(header: &Header, events: Vec<Event>) {
    let header = clean_header(header);
    let mut cleaner = Cleaner::new(&header, Policy::Redacted);
    let cleaned: Vec<Event> = events
        .into_iter()
        .map(|event| cleaner.clean(event))
        .collect();
    let (mut linter, complaint) = Linter::new(&header);
    assert_eq!(complaint, None);
    for event in &cleaned {
        assert_eq!(linter.event(event), None, "{event:?}");
    }
    let file = written(&header, &cleaned);
    let again = recording::read(file.as_slice()).expect("what the program has written");
    let again: Vec<Event> = again.1.into_iter().map(|(_, event)| event).collect();
    assert_eq!(again, cleaned);
}

fn explained(header: Option<&Header>, events: &[Event], data: &[u8]) {
    let mut explainer = Explainer::new(lang(data)).judging(TODAY);
    let mut text = header.map_or_else(String::new, |header| explainer.head(header));
    for event in events {
        explainer.event(event.clone(), &mut text);
    }
    text += &explainer.foot(0);
    assert_tame(&for_terminal(&text));
    let _ = explainer.judgement(header);
}

/// A recording that was sealed whatever it holds: explained, redacted, exported and replayed.
pub fn recording(data: &[u8]) {
    let Some((Some(header), events)) = read(&sealed(data)) else {
        return;
    };
    explained(Some(&header), &events, data);
    let mut capture = Pcapng::new(Vec::new(), &header).expect("memory");
    let mut dump = Apdu4j::new(Vec::new());
    for event in &events {
        capture.event(event).expect("memory");
        let _ = dump.event(event);
    }
    capture.finish().expect("memory");
    let numbered = events.iter().cloned().map(|event| (0, event)).collect();
    if let Ok(mut card) = ReplayTransport::connect(numbered) {
        let day = Day::given(header.today);
        let _ = check::run(&mut card, Question::on(day));
    }
    assert_clean(&header, events);
}

/// Another program's log, or what looks like one: what is imported is clean.
pub fn log(data: &[u8]) {
    let Some((None, events)) = read(data) else {
        return;
    };
    explained(None, &events, data);
    let header = Header {
        program: "mynacheck 0.1.0".to_owned(),
        platform: "any".to_owned(),
        provenance: Provenance::Unknown,
        today: TODAY,
        from_clock: true,
        policy: Policy::Redacted,
        expect: None,
    };
    let (mut linter, _) = Linter::new(&header);
    for event in &events {
        assert_eq!(linter.event(event), None, "{event:?}");
    }
    assert_clean(&header, events);
}

/// Damage to a log in one of the formats, seven bytes for each: nothing of what it held comes
/// through.
pub fn redaction(data: &[u8]) {
    static LOGS: OnceLock<Vec<(&str, String)>> = OnceLock::new();
    let logs = LOGS.get_or_init(|| logs::logs(&logs::conversation()));
    let Some((which, damages)) = data.split_first() else {
        return;
    };
    let (kind, log) = &logs[usize::from(*which) % logs.len()];
    let damages: Vec<Damage> = damages.chunks_exact(7).take(6).map(damage).collect();
    let log = logs::damaged(log, &damages);
    let text = logs::shown(&log);
    assert_eq!(
        logs::found(&text),
        None,
        "{kind}: {damages:?}\n{log}\n{text}"
    );
}

fn damage(bytes: &[u8]) -> Damage {
    const LETTERS: &[u8] = b"0123456789ABCDEF ><:|";
    let byte = |at: usize| usize::from(bytes.get(at).copied().unwrap_or(0));
    let (a, b) = (byte(1) << 8 | byte(2), byte(3) << 8 | byte(4));
    match byte(0) % 7 {
        0 => Damage::Drop(a),
        1 => Damage::DropBefore(a),
        2 => Damage::Swap(a, b),
        3 => Damage::Cut(a, b),
        4 => Damage::Remove(a, b, byte(5) % 12 + 1),
        5 => Damage::Change(a, b, char::from(LETTERS[byte(6) % LETTERS.len()])),
        _ => Damage::Join(a),
    }
}
