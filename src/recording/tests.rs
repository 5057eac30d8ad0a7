#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking"
)]

use std::io::BufReader;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::transport::{Operation, ScardCode};

fn header() -> Header {
    Header {
        program: "mynacheck 0.1.0".to_owned(),
        platform: "linux x86_64".to_owned(),
        provenance: Provenance::Simulated,
        today: date(2026, 11, 22),
        from_clock: false,
        policy: Policy::Redacted,
        expect: Some(Expect {
            exit: 0,
            verdict: Some("usable".to_owned()),
            findings: vec!["certificate-valid".to_owned()],
        }),
    }
}

fn events() -> Vec<Event> {
    let verify = Masked::new(
        &[0x00, 0x20, 0x00, 0x80, 0x02, 0x31, 0x32],
        &[
            None,
            None,
            None,
            None,
            None,
            Some(HiddenKind::Pin),
            Some(HiddenKind::Pin),
        ],
    );
    let failure = Failure::Scard {
        operation: Operation::Transmit,
        code: ScardCode::W_REMOVED_CARD,
    };
    vec![
        Event::Card {
            reader: "Virtual PCD 00 00".to_owned(),
            atr: Ok(vec![0x3B, 0x80]),
            micros: 9012,
        },
        Event::Begin {
            outcome: Ok(()),
            micros: 0,
        },
        Event::Exchange(Exchange {
            command: Masked::new(&[0x00, 0xB0, 0x00, 0x00, 0x00], &[None; 5]),
            answer: Ok(MaskedResponse {
                data: Masked::new(&[0x30, 0x82, 0x01], &[None, None, Some(HiddenKind::Serial)]),
                status: Some(0x6282),
            }),
            micros: 812,
        }),
        Event::Exchange(Exchange {
            command: verify,
            answer: Err(failure),
            micros: 31_000_000,
        }),
        Event::Leave {
            leave: Leave::PoweredDown,
            outcome: Err(Failure::TimedOut {
                operation: Operation::End,
                limit: 5,
            }),
            micros: 1,
        },
    ]
}

fn written(events: &[Event]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), &header()).unwrap();
    for event in events {
        writer.write(event).unwrap();
    }
    writer.finish().unwrap();
    writer.into_inner()
}

fn read(bytes: &[u8]) -> Result<(Header, Vec<Event>), ReadError> {
    let (header, events) = super::read(BufReader::new(bytes))?;
    Ok((header, events.into_iter().map(|(_, event)| event).collect()))
}

#[test]
fn the_bytes_are_these() {
    let text = String::from_utf8(written(&events())).unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(
        lines[..6],
        [
            r#"{"t":"header","format":"mynacheck-recording","v":"1.0","program":"mynacheck 0.1.0","platform":"linux x86_64","provenance":"simulated","today":"2026-11-22","from_clock":false,"policy":"redacted","expect":{"exit":0,"verdict":"usable","findings":["certificate-valid"]}}"#,
            r#"{"t":"card","reader":"Virtual PCD 00 00","atr":"3B80","us":9012}"#,
            r#"{"t":"begin","us":0}"#,
            r#"{"t":"x","c":["00B0000000"],"r":["3082",{"r":"serial","n":1}],"sw":"6282","us":812}"#,
            r#"{"t":"x","c":["0020008002",{"r":"pin","n":2}],"err":"SCARD_W_REMOVED_CARD","op":"transmit","us":31000000}"#,
            r#"{"t":"leave","how":"powered-down","timeout":5,"op":"end","us":1}"#,
        ]
    );
    assert!(lines[6].starts_with(r#"{"t":"end","events":5,"sha256":""#));
    assert_eq!(lines.len(), 7);
    assert_eq!(read(text.as_bytes()), Ok((header(), events())));
}

#[test]
fn a_changed_byte_anywhere_is_refused() {
    let bytes = written(&events());
    for position in 0..bytes.len() {
        for change in [0x01, 0x02, 0x20, 0x80] {
            let mut changed = bytes.clone();
            changed[position] ^= change;
            assert!(
                read(&changed).is_err(),
                "byte {position} of {}",
                String::from_utf8_lossy(&changed)
            );
        }
        let mut removed = bytes.clone();
        removed.remove(position);
        assert!(read(&removed).is_err(), "byte {position} removed");
        assert!(read(&bytes[..position]).is_err(), "cut at {position}");
    }
    let doubled = [bytes.as_slice(), b"\n"].concat();
    assert_eq!(
        read(&doubled).unwrap_err().reason,
        RecordingFault::BehindTheEnd
    );
}

/// The recording with one line replaced, and a digest that fits.
fn with_line(number: usize, line: &str) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    let text = String::from_utf8(written(&events())).unwrap();
    let mut lines: Vec<_> = text.lines().collect();
    lines[number - 1] = line;
    lines.pop();
    let events = lines.len() - 1;
    let body = lines.join("\n") + "\n";
    let digest = hex::encode_upper(Sha256::digest(&body));
    format!("{body}{{\"t\":\"end\",\"events\":{events},\"sha256\":\"{digest}\"}}\n").into_bytes()
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    let fine = r#"{"t":"begin","us":0}"#;
    assert!(read(&with_line(3, fine)).is_ok());
    for (line, expected) in [
        (
            r#"{"t":"reset","us":0}"#,
            RecordingFault::UnknownEvent("reset".to_owned()),
        ),
        (r#"{"t":"begin", "us":0}"#, RecordingFault::NotCanonical),
        (
            r#"{"t":"begin","us":0,"note":"x"}"#,
            RecordingFault::NotCanonical,
        ),
        (r#"{"us":0,"t":"begin"}"#, RecordingFault::NotCanonical),
        (
            r#"{"t":"x","c":["00b0000000"],"r":[],"sw":"9000","us":0}"#,
            RecordingFault::NotCanonical,
        ),
        (
            r#"{"t":"x","c":["00B0","0000"],"r":[],"sw":"9000","us":0}"#,
            RecordingFault::Value,
        ),
        (
            r#"{"t":"x","c":[],"r":[],"sw":"90","us":0}"#,
            RecordingFault::Value,
        ),
        (r#"{"t":"x","c":[],"r":[],"us":0}"#, RecordingFault::Value),
        (
            r#"{"t":"x","c":[{"r":"pin","n":9999999}],"r":[],"sw":"9000","us":0}"#,
            RecordingFault::Value,
        ),
        (
            r#"{"t":"x","c":[],"err":"SCARD_E_WHAT","op":"transmit","us":0}"#,
            RecordingFault::Value,
        ),
        (
            r#"{"t":"x","c":[],"err":"0x80100069","op":"transmit","us":0}"#,
            RecordingFault::NotCanonical,
        ),
        (
            r#"{"t":"x","c":[],"short":2,"us":0}"#,
            RecordingFault::Value,
        ),
        (
            r#"{"t":"leave","how":"ejected","us":0}"#,
            RecordingFault::Value,
        ),
    ] {
        let error = read(&with_line(3, line)).unwrap_err();
        assert_eq!((error.line, error.reason), (3, expected), "{line}");
    }
    for line in [
        r#"{"t":"x","c":[{"r":"secret","n":1}],"us":0}"#,
        r#"{"t":"x","c":["00B000000"],"r":[],"sw":"9000","us":0}"#,
        r#"{"t":"x","c":["00B0G0"],"r":[],"sw":"9000","us":0}"#,
        r#"{"t":"x","c":[7],"r":[],"sw":"9000","us":0}"#,
    ] {
        let error = read(&with_line(3, line)).unwrap_err();
        assert_eq!(error.line, 3);
        assert!(matches!(error.reason, RecordingFault::Json(_)), "{line}");
    }
}

#[test]
fn a_newer_major_version_is_refused_and_a_newer_minor_is_read() {
    let first = String::from_utf8(written(&[])).unwrap();
    let first = first.lines().next().unwrap();
    let newer = first.replace(r#""v":"1.0""#, r#""v":"2.0""#);
    let error = read(&with_line(1, &newer)).unwrap_err();
    assert_eq!(error.reason, RecordingFault::NewerVersion("2.0".to_owned()));
    assert!(error.to_string().contains("written by a newer version"));

    let minor = first.replace(r#""v":"1.0""#, r#""v":"1.7","new":true"#);
    assert_eq!(read(&with_line(1, &minor)).unwrap().1, events());
    for other in ["", "{}", "00A40400", r#"{"format":"else","v":"1.0"}"#] {
        let error = read(&with_line(1, other)).unwrap_err();
        assert_eq!(error.reason, RecordingFault::NotARecording, "{other}");
    }
}

#[test]
fn a_recording_that_was_cut_or_put_together_is_refused() {
    let text = String::from_utf8(written(&events())).unwrap();
    let (body, _) = text.rsplit_once(r#"{"t":"end""#).unwrap();
    let error = read(body.as_bytes()).unwrap_err();
    assert_eq!((error.line, error.reason), (7, RecordingFault::Truncated));

    let mut lines: Vec<_> = text.lines().collect();
    lines.swap(2, 3);
    let error = read((lines.join("\n") + "\n").as_bytes()).unwrap_err();
    assert_eq!(error.reason, RecordingFault::WrongDigest);
    lines.remove(2);
    let error = read((lines.join("\n") + "\n").as_bytes()).unwrap_err();
    assert_eq!(
        error.reason,
        RecordingFault::WrongCount { told: 5, found: 4 }
    );
}

#[test]
fn a_line_without_end_is_refused_without_being_kept() {
    let mut bytes = written(&[]);
    bytes.extend(std::iter::repeat_n(b'0', 4_000_000));
    assert!(read(&bytes).is_err());
    let endless = vec![b'{'; 4_000_000];
    assert_eq!(
        read(&endless).unwrap_err().reason,
        RecordingFault::NotARecording
    );
}

#[test]
fn where_answers_came_from_is_one_of_five() {
    for text in [
        "physical", "unknown", "simulated", "imported:pcscd", "derived:a",
    ] {
        assert_eq!(text.parse::<Provenance>().unwrap().to_string(), text);
    }
    for text in [
        "", "real", "imported", "imported:", "derived:", "other:pcscd",
    ] {
        assert_eq!(text.parse::<Provenance>(), Err(NotInTheFormat), "{text}");
    }
}

#[test]
fn reader_names_lose_their_serial_numbers() {
    for (name, without) in [
        ("Virtual PCD 00 00", "Virtual PCD 00 00"),
        (
            "ACS ACR1252 1S CL Reader [ACR1252 1S CL Reader PICC] 00 00",
            "ACS ACR1252 1S CL Reader [ACR1252 1S CL Reader PICC] 00 00",
        ),
        (
            "SCM Microsystems SCR3310 [CCID Interface] (21120829201234) 00 00",
            "SCM Microsystems SCR3310 [CCID Interface] (serial) 00 00",
        ),
        (
            "OMNIKEY CardMan (076B:3021) 3021 00 00",
            "OMNIKEY CardMan (076B:3021) 3021 00 00",
        ),
        ("Sony RC-S300/S 4012345 0", "Sony RC-S300/S serial 0"),
        ("Odd (unclosed 55", "Odd (serial)"),
        // Every one, wherever it stands, but not what says the model.
        (
            "(KA-01) Reader (076B:3021) (x) [CCID] (B7F) 00 00",
            "(serial) Reader (076B:3021) (serial) [CCID] (serial) 00 00",
        ),
        ("Reader () ((AB)) 0", "Reader (serial) (serial)) 0"),
        ("Reader (076B:30211) 0", "Reader (serial) 0"),
    ] {
        assert_eq!(without_serial(name), without);
        assert_eq!(without_serial(without), without, "once more");
    }
}

fn any_masked() -> impl Strategy<Value = Masked> {
    let kind = prop::sample::select(vec![
        None,
        Some(HiddenKind::Pin),
        Some(HiddenKind::Certificate),
    ]);
    prop::collection::vec((any::<u8>(), kind), 0..40).prop_map(|pairs| {
        let (bytes, mask): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
        Masked::new(&bytes, &mask)
    })
}

fn any_failure() -> impl Strategy<Value = Failure> {
    prop_oneof![
        any::<u32>().prop_map(|code| Failure::Scard {
            operation: Operation::Begin,
            code: ScardCode(code),
        }),
        (0..2_usize).prop_map(|length| Failure::Short { length }),
        any::<u64>().prop_map(|limit| Failure::TimedOut {
            operation: Operation::Transmit,
            limit,
        }),
        Just(Failure::Interrupted),
        Just(Failure::Lost),
    ]
}

pub(super) fn any_event() -> impl Strategy<Value = Event> {
    let outcome = || prop_oneof![Just(Ok(())), any_failure().prop_map(Err)];
    let answer = (any_masked(), any::<u16>()).prop_map(|(data, status)| MaskedResponse {
        data,
        status: Some(status),
    });
    prop_oneof![
        (
            any::<String>(),
            prop::collection::vec(any::<u8>(), 0..34),
            any::<u64>()
        )
            .prop_map(|(reader, atr, micros)| Event::Card {
                reader,
                atr: Ok(atr),
                micros,
            }),
        (outcome(), any::<u64>()).prop_map(|(outcome, micros)| Event::Begin { outcome, micros }),
        (
            any_masked(),
            prop_oneof![answer.prop_map(Ok), any_failure().prop_map(Err)],
            any::<u64>()
        )
            .prop_map(|(command, answer, micros)| Event::Exchange(Exchange {
                command,
                answer,
                micros,
            })),
        (outcome(), any::<u64>()).prop_map(|(outcome, micros)| Event::Leave {
            leave: Leave::Untouched,
            outcome,
            micros,
        }),
    ]
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(events in prop::collection::vec(any_event(), 0..12)) {
        prop_assert_eq!(read(&written(&events)), Ok((header(), events)));
    }

    #[test]
    fn any_bytes_are_refused_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(read(&bytes).is_err());
    }
}
