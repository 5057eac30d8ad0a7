#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::format_push_string,
    reason = "a test fails by panicking"
)]

use std::io::Cursor;

use super::*;
use crate::trace::Trace;
use crate::transport::ScardCode;

/// One conversation, as each program logs it: SELECT AP, SELECT EF, VERIFY, READ BINARY.
const PCSCD: &str = "\
00000000 pcscdaemon.c:663:main() pcsc-lite 1.9.9 daemon ready.
00001234 Card ATR: 3B E0 00 FF 81 31 FE 45 14 
00000377 APDU: 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01 
00000812 SW: 90 00 
00000377 [140716743940160] APDU: 00 A4 02 0C 02 00 18 
00000010 [140716743940160] SW: 90 00 
\u{1b}[32m00000377\u{1b}[0m APDU: 00 20 00 80 04 31 32 33 34 
00000020 eventhandler.c:1:f() something else
00043119 SW: 63 C2 
00000377 APDU: 00 B0 00 00 04 
00000001 SW: 01 02 03 04 90 00 
";

const APDU4J: &str = "\
# ATR: 3BE000FF8131FE4514
# PROTOCOL: T=1
00A4040C0AD392F000260100000001
# 24ms
9000
00A4020C020018
9000
002000800431323334
# 43ms
63C2
00B0000004
# 0ms
010203049000
";

const PYSCARD: &str = "\
connecting to Virtual PCD 00 00
> 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01
<  [] 90 00
> 00 A4 02 0C 02 00 18
<  [] 90 00
> 00 20 00 80 04 31 32 33 34
<  [] 63 C2
> 00 B0 00 00 04
< 01 02 03 04 90 00
disconnecting from Virtual PCD 00 00
";

const OPENSC: &str = "\
P:54; T:0x1 00:47:39.400 [opensc-tool] ctx.c:805:sc_context_create: ===================================
P:54; T:0x1 00:47:39.489 [opensc-tool] reader-pcsc.c:325:pcsc_transmit: reader 'Virtual PCD 00 00'
P:54; T:0x1 00:47:39.489 [opensc-tool] reader-pcsc.c:326:pcsc_transmit: 
Outgoing APDU (15 bytes):
00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01 .....&.....00 A4

P:54; T:0x1 00:47:39.490 [opensc-tool] reader-pcsc.c:335:pcsc_transmit: 
Incoming APDU (2 bytes):
90 00 ..
P:54; T:0x1 00:47:39.490 [opensc-tool] reader-pcsc.c:325:pcsc_transmit: reader 'Virtual PCD 00 00'
Outgoing APDU (7 bytes):
00 A4 02 0C 02 00 18 .......
Incoming APDU (2 bytes):
90 00 ..
P:54; T:0x1 00:47:39.500 [opensc-tool] reader-pcsc.c:326:pcsc_transmit: 
Outgoing APDU (9 bytes):
00 20 00 80 04 31 32 33 34 . ...1234
P:54; T:0x1 00:47:39.543 [opensc-tool] reader-pcsc.c:335:pcsc_transmit: 
Incoming APDU (2 bytes):
63 C2 c.
Outgoing APDU (5 bytes):
00 B0 00 00 04 .....
Incoming APDU (6 bytes):
01 02 03 04 90 00 ......
";

/// Version 1 of pcsc-spy says the meaning of a result, version 2 does not.
fn spy(version: u8) -> String {
    let meaning = if version == 1 {
        "Command successful.|"
    } else {
        ""
    };
    let mut log = format!(
        "7F8C@>|1795308533|0|SCardConnect\n7F8C@0x3C03C623\n7F8C@Virtual PCD 00 00\n7F8C@0x00000002\n\
         7F8C@0x00000003\n7F8C@0x3C03C623\n7F8C@0x00000002\n7F8C@<|1795308533|5|SCardConnect|{meaning}0x00000000\n\
         7F8C@>|1795308533|6|SCardStatus\n7F8C@0x3C03C623\n7F8C@3B E0 00 FF 81 31 FE 45 14 \n\
         7F8C@<|1795308533|7|SCardStatus|{meaning}0x00000000\n"
    );
    for (command, answer) in [
        ("00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01 ", "90 00 "),
        ("00 A4 02 0C 02 00 18 ", "90 00 "),
        ("00 20 00 80 04 31 32 33 34 ", "63 C2 "),
        ("00 B0 00 00 04 ", "01 02 03 04 90 00 "),
    ] {
        log += &format!(
            "7F8C@>|1795308533|100|SCardTransmit\n7F8C@0x3C03C623\n7F8C@0x00000002\n7F8C@0x00000010\n\
             7F8C@0x0000000F\n7F8C@{command}\n7F8C@0x00000001\n7F8C@0x00000010\n7F8C@0x00000002\n\
             7F8C@{answer}\n7F8C@<|1795308533|143100|SCardTransmit|{meaning}0x00000000\n"
        );
    }
    log
}

fn events(log: &str) -> Vec<Event> {
    let mut trace = Trace::open(Cursor::new(log.as_bytes().to_vec())).unwrap();
    let mut events = Vec::new();
    while let Some((_, event)) = trace.next_event().unwrap() {
        events.push(event);
    }
    events
}

fn said(event: &Event) -> Option<String> {
    let Event::Exchange(exchange) = event else {
        return None;
    };
    Some(match &exchange.answer {
        Ok(answer) => format!("{} {answer}", exchange.command),
        Err(failure) => format!("{} {failure:?}", exchange.command),
    })
}

#[test]
fn every_log_tells_the_same_exchanges_without_the_pin() {
    let (first, second) = (spy(1), spy(2));
    for (log, text) in [
        (Log::Pcscd, PCSCD),
        (Log::Apdu4j, APDU4J),
        (Log::Pyscard, PYSCARD),
        (Log::OpenSc, OPENSC),
        (Log::PcscSpy, &first),
        (Log::PcscSpy, &second),
    ] {
        let recognised = Log::recognise(&mut Cursor::new(text)).unwrap();
        assert_eq!(recognised, Some(log));
        let events = events(text);
        assert!(matches!(&events[0], Event::Card { .. }), "{log}");
        let said: Vec<_> = events.iter().filter_map(said).collect();
        let expected = [
            "00A4040C0AD392F000260100000001 9000",
            "00A4020C020018 9000",
            "0020008004XXXXXXXX 63C2",
            "00B0000004 XXXXXXXX9000",
        ];
        assert_eq!(said, expected, "{log}");
    }
}

#[test]
fn times_readers_and_atrs_are_taken_where_a_log_has_them() {
    let verify = |log: &str| match &events(log)[3] {
        Event::Exchange(exchange) => exchange.micros,
        other => panic!("{other:?}"),
    };
    assert_eq!(verify(PCSCD), 43139);
    assert_eq!(verify(APDU4J), 43000);
    assert_eq!(verify(OPENSC), 43000);
    assert_eq!(verify(&spy(1)), 143_000);
    let card = |reader: &str, atr: &[u8]| Event::Card {
        reader: reader.to_owned(),
        atr: Ok(atr.to_vec()),
        micros: 0,
    };
    let atr = [0x3B, 0xE0, 0x00, 0xFF, 0x81, 0x31, 0xFE, 0x45, 0x14];
    assert_eq!(events(PCSCD)[0], card("", &atr));
    assert_eq!(events(&spy(2))[0], card("Virtual PCD 00 00", &atr));
    assert_eq!(events(PYSCARD)[0], card("Virtual PCD 00 00", &[]));
    assert_eq!(events(OPENSC)[0], card("Virtual PCD 00 00", &[]));
}

#[test]
fn failures_are_taken_over() {
    let command = "00B0000000";
    for (log, failure) in [
        ("00000001 APDU: 00 B0 00 00 00 \n00000001 SW: \n".to_owned(), "Lost"),
        ("00000001 APDU: 00 B0 00 00 00 \n".to_owned(), "Lost"),
        ("00000001 APDU: 00 B0 00 00 00 \n00000001 SW: 90 \n".to_owned(), "Short"),
        ("# ATR: 3B00\n00B0000000\n# 12ms SCARD_W_REMOVED_CARD\n".to_owned(), "Lost"),
        (
            "Outgoing APDU (5 bytes):\n00 B0 00 00 00 .....\nx: SCardTransmit/Control failed: 0x80100069\n".to_owned(),
            "W_REMOVED",
        ),
        (
            "A@>|1|1|SCardTransmit\nA@0x1\nA@00 B0 00 00 00 \nA@<|1|2|SCardTransmit|0x80100069\n".to_owned(),
            "W_REMOVED",
        ),
        ("> 00 B0 00 00 00\nTraceback (most recent call last):\n".to_owned(), "Lost"),
    ] {
        let said: Vec<_> = events(&log).iter().filter_map(said).collect();
        let failure = failure.replace("W_REMOVED", &format!("{:?}", ScardCode::W_REMOVED_CARD));
        assert_eq!(said.len(), 1, "{log}");
        assert!(said[0].starts_with(command) && said[0].contains(&failure), "{said:?}");
    }
}

#[test]
fn two_conversations_in_one_log_are_refused_with_the_line() {
    let log = "00000001 APDU: 00 B0 00 00 00 \n00000001 APDU: 00 B0 00 00 00 \n";
    let mut trace = Trace::open(Cursor::new(log)).unwrap();
    let error = trace.next_event().unwrap_err();
    assert!(error.to_string().starts_with("line 2:"), "{error}");
}

#[test]
fn any_bytes_are_read_without_a_panic() {
    use proptest::prelude::*;
    let line = prop_oneof![
        any::<String>(),
        prop::sample::select(vec![
            "00000001 APDU: 00 B0 ",
            "00000001 SW: ",
            "# ATR: 3B",
            "# 1ms",
            "> 00 B0",
            "< 90 00",
            "Outgoing APDU (9 bytes):",
            "Incoming APDU (99999999999 bytes):",
            "00 20 é0 80 04",
            "A@>|1|1|SCardTransmit",
            "A@00 B0 ",
            "A@<|1|2|SCardTransmit|0x00000000",
            "\u{1b}[1m",
        ])
        .prop_map(str::to_owned),
    ];
    proptest!(|(lines in prop::collection::vec(line, 0..20))| {
        let log = lines.join("\n");
        for kind in [Log::Pcscd, Log::OpenSc, Log::PcscSpy, Log::Apdu4j, Log::Pyscard] {
            let mut imported = Imported::new(kind, log.as_bytes());
            for _ in 0..100 {
                if !matches!(imported.next_event(), Ok(Some(_))) {
                    break;
                }
            }
        }
    });
}
