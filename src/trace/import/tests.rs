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

const SPY_TEXT: &str = "\
SCardConnect
 i szReader: Virtual PCD 00 00
 => Command successful. (SCARD_S_SUCCESS [0x00000000])  [0.000001]
SCardTransmit
 i hCard: 0x3C03C623
 i bSendBuffer
 i  0000 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01    .........&.....
 o bRecvBuffer
 o  0000 90 00                                           ..
 => Command successful. (SCARD_S_SUCCESS [0x00000000])  [0.043000]
SCardTransmit
 i  0000 00 A4 02 0C 02 00 18                            .......
 o  0000 90 00                                           ..
 => Command successful. (SCARD_S_SUCCESS [0x00000000])  [0.000050]
SCardTransmit
 i  0000 00 20 00 80 04 31 32 33 34                      . ...1234
 o  0000 63 C2                                           c.
 => Command successful. (SCARD_S_SUCCESS [0x00000000])  [0.000050]
SCardTransmit
 i  0000 00 B0 00 00 04                                  .....
 o  0000 01 02 03 04 90 00                               ......
 => Command successful. (SCARD_S_SUCCESS [0x00000000])  [0.000050]
";

const OLD_OPENSC: &str = "\
0x7f4 10:20:30.100 [opensc-tool] reader-pcsc.c:184:pcsc_internal_transmit: called
0x7f4 10:20:30.101 [opensc-tool] apdu.c:187:sc_apdu_log: 
Outgoing APDU data [   15 bytes] =====================================
00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01 .........&.....
======================================================================
Incoming APDU data [    2 bytes] =====================================
90 00 ..
======================================================================
Outgoing APDU data [    7 bytes] =====================================
00 A4 02 0C 02 00 18 .......
======================================================================
Incoming APDU data [    2 bytes] =====================================
90 00 ..
Outgoing APDU data [    9 bytes] =====================================
00 20 00 80 04 31 32 33 34 . ...1234
Incoming APDU data [    2 bytes] =====================================
63 C2 c.
Outgoing APDU data [    5 bytes] =====================================
00 B0 00 00 04 .....
Incoming APDU data [    6 bytes] =====================================
01 02 03 04 90 00 ......
";

const ARROWS: &str = "\
# gp --debug
A>> T=1 (4+0010) 00A4040C 0A D392F000260100000001
A<< (0000+2) (24ms) 9000
A>> T=1 (4+0002) 00A4020C 02 0018
A<< (0000+2) (3ms) 9000
A>> T=1 (4+0004) 00200080 04 31323334
A<< (0000+2) (43ms) 63C2
A>> T=1 (4+0000) 00B00000 04
A<< (0004+2) (9ms) 01020304 9000
";

const TRAFFIC: &str = "\
TRAFFIC 12:00:00.123 [ykman.pcsc.send_and_receive:97] SEND: 00a4040c0ad392f000260100000001
TRAFFIC 12:00:00.124 [ykman.pcsc.send_and_receive:104] RECV:  SW=9000
TRAFFIC 12:00:00.125 [ykman.pcsc.send_and_receive:97] SEND: 00a4020c020018
TRAFFIC 12:00:00.126 [ykman.pcsc.send_and_receive:104] RECV:  SW=9000
TRAFFIC 12:00:00.127 [ykman.pcsc.send_and_receive:97] SEND: 002000800431323334
TRAFFIC 12:00:00.128 [ykman.pcsc.send_and_receive:104] RECV:  SW=63c2
TRAFFIC 12:00:00.129 [ykman.pcsc.send_and_receive:97] SEND: 00b0000004
TRAFFIC 12:00:00.130 [ykman.pcsc.send_and_receive:104] RECV: 01020304 SW=9000
";

const SCDAEMON: &str = "\
2026-11-28 07:43:42 scdaemon[22747] reader slot 0: active protocol: T1
2026-11-28 07:43:42 scdaemon[22747] slot 0: ATR=3B E0 00 FF 81 31 FE 45 14
2026-11-28 07:43:42 scdaemon[22747] DBG:   PCSC_data: 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01
2026-11-28 07:43:42 scdaemon[22747] DBG:  response: sw=9000  datalen=0
2026-11-28 07:43:42 scdaemon[22747] DBG:       dump:  90 00
2026-11-28 07:43:42 scdaemon[22747] DBG:   PCSC_data: 00 A4 02 0C 02 00 18
2026-11-28 07:43:42 scdaemon[22747] DBG:  response: sw=9000  datalen=0
2026-11-28 07:43:42 scdaemon[22747] DBG:       dump:  90 00
2026-11-28 07:43:42 scdaemon[22747] DBG:   PCSC_data: 00 20 00 80 04 31 32 33 34
2026-11-28 07:43:42 scdaemon[22747] DBG:  response: sw=63C2  datalen=0
2026-11-28 07:43:42 scdaemon[22747] DBG:       dump:  63 C2
2026-11-28 07:43:42 scdaemon[22747] DBG:   PCSC_data: 00 B0 00 00 04
2026-11-28 07:43:42 scdaemon[22747] DBG:  response: sw=9000  datalen=4
2026-11-28 07:43:42 scdaemon[22747] DBG:       dump:  01 02 03 04 90 00
";

const MYNA: &str = "\
[TRACE] < 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01
[TRACE] > 90 00
[TRACE] < 00 A4 02 0C 02 00 18
[TRACE] > 90 00
\u{1b}[36m[TRACE]\u{1b}[0m < 00 20 00 80 04 31 32 33 34
[TRACE] > 63 C2
[TRACE] < 00 B0 00 00 04
[TRACE] > 01 02 03 04 90 00
";

const SCRIPTOR: &str = "\
Using given card reader: Virtual PCD 00 00
> 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01
< 90 0 : Normal processing.
> 00 A4 02 0C 02 00 18
< 90 00 : Normal processing.
> 00 20 00 80 04 31 32 33 34
< 63 C2 : 2 tries left.
> 00 B0 00 00 04
< 01 02 03 04 90 00 : Normal processing.
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
        (Log::PcscSpy, SPY_TEXT),
        (Log::OpenSc, OLD_OPENSC),
        (Log::GlobalPlatformPro, ARROWS),
        (
            Log::GlobalPlatformPro,
            &ARROWS.replace("A>>", ">>").replace("A<<", "<<"),
        ),
        (Log::Ykman, TRAFFIC),
        (Log::Scdaemon, SCDAEMON),
        (Log::Myna, MYNA),
        (Log::Pyscard, SCRIPTOR),
    ] {
        let trace = Trace::open(Cursor::new(text)).unwrap();
        assert_eq!(trace.log(), Some(log));
        let events = events(text);
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

/// Long answers take several rows, the last of which may be full.
#[test]
fn rows_of_one_answer_are_put_together() {
    let row = "01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10";
    let last = "01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 90 00";
    let command = "00 B0 00 00 00";
    for log in [
        format!("> {command}\n< {row}\n{row}\n{last} : Normal processing.\n> {command}\n< 90 00\n"),
        format!("< {command}\n> {row}\n> {row}\n> {last}\n< {command}\n> 90 00\n"),
    ] {
        let said: Vec<_> = events(&log).iter().filter_map(said).collect();
        let long = format!("00B0000000 {}9000", "XX".repeat(46));
        assert_eq!(said, [long.as_str(), "00B0000000 9000"], "{log}");
    }
}

fn behind(before: &str, log: &str) -> String {
    let lines: Vec<_> = log
        .lines()
        .map(|line| format!("{before}{line}\n"))
        .collect();
    lines.concat()
}

#[test]
fn what_others_put_before_the_lines_is_taken_away() {
    let whole: Vec<_> = events(PCSCD).iter().filter_map(said).collect();
    let each = |before: &str| behind(before, PCSCD);
    for log in [
        each("> "),
        each("    "),
        each("May 14 10:20:30 counter pcscd[612]: "),
        each("2026-05-14T10:20:30+0900 counter pcscd[612]: "),
        format!("こちらがログです。\n```\n{PCSCD}```\n"),
    ] {
        let found: Vec<_> = events(&log).iter().filter_map(said).collect();
        assert_eq!(found, whole, "{log}");
    }
    let quoted = behind("> ", PYSCARD);
    assert_eq!(
        events(&quoted).iter().filter_map(said).count(),
        4,
        "{quoted}"
    );
    let quoted = behind("> ", OPENSC);
    assert_eq!(
        events(&quoted).iter().filter_map(said).count(),
        4,
        "{quoted}"
    );
}

#[test]
fn an_excerpt_begins_at_its_first_whole_pair() {
    for (log, left_out) in [
        (
            "00000001 SW: 90 00 \n00000001 APDU: 00 B0 00 00 04 \n00000001 SW: 90 00 \n",
            1,
        ),
        (
            "Incoming APDU (2 bytes):\n90 00 ..\nOutgoing APDU (5 bytes):\n00 B0 00 00 04 .....\nIncoming APDU (2 bytes):\n90 00 ..\n",
            1,
        ),
        ("9000\n00B0000004\n9000\n", 1),
        (
            "A<< (0000+2) (3ms) 9000\nA>> (4+0) 00B0000004\nA<< (0000+2) (3ms) 9000\n",
            1,
        ),
        ("<  [] 90 00\n> 00 B0 00 00 04\n<  [] 90 00\n", 1),
    ] {
        let mut trace = Trace::open(Cursor::new(log)).unwrap();
        let mut events = Vec::new();
        while let Some((_, event)) = trace.next_event().unwrap() {
            events.push(event);
        }
        let said: Vec<_> = events.iter().filter_map(said).collect();
        assert_eq!(said, ["00B0000004 9000"], "{log}");
        assert_eq!(trace.left_out(), left_out, "{log}");
    }
}

#[test]
fn clients_of_pcscd_are_told_apart_by_their_thread() {
    let log = "00000001 [11] APDU: 00 B0 00 00 01 \n00000001 [22] APDU: 00 B0 00 00 02 \n\
               00000001 [11] SW: 90 00 \n00000001 [22] SW: 6A 82 \n";
    let events = events(log);
    let said: Vec<_> = events.iter().filter_map(said).collect();
    assert_eq!(said, ["00B0000001 9000", "00B0000002 6A82"]);
    // What one has selected is not taken for what the other has.
    assert!(matches!(events[1], Event::Card { .. }), "{events:?}");
}

#[test]
fn the_cause_is_the_one_that_the_log_names() {
    let code = |log: &str| match &events(log)[0] {
        Event::Exchange(Exchange {
            answer: Err(Failure::Scard { code, .. }),
            ..
        }) => *code,
        other => panic!("{other:?}"),
    };
    for (lines, cause) in [
        (
            "ifdwrapper.c:543:IFDTransmit() Card not transacted: 612",
            ScardCode::E_NOT_TRANSACTED,
        ),
        (
            "winscard.c:1685:SCardTransmit() Card not transacted: 0x80100016",
            ScardCode::E_NOT_TRANSACTED,
        ),
        (
            "winscard.c:1:f() Error: 0x80100069",
            ScardCode::W_REMOVED_CARD,
        ),
        (
            "winscard.c:930:SCardDisconnect() Error powering down card: rv=SCARD_W_REMOVED_CARD",
            ScardCode::W_REMOVED_CARD,
        ),
        (
            "eventhandler.c:1:f() Card absent or mute",
            ScardCode::W_UNRESPONSIVE_CARD,
        ),
    ] {
        let failed = "00000001 APDU: 00 B0 00 00 00 \n";
        let before = format!("{failed}00000002 {lines}\n00000001 SW: \n");
        let behind = format!("{failed}00000001 SW: \n00000002 {lines}\n");
        assert_eq!((code(&before), code(&behind)), (cause, cause), "{lines}");
    }
}

#[test]
fn a_file_without_commands_is_named_as_what_it_is() {
    for (text, kind) in [
        (
            "00000000 pcscdaemon.c:663:main() pcsc-lite 1.9.9 daemon ready.\n",
            LooksLike::Pcscd,
        ),
        (
            "P:54; T:0x1 00:47:39.400 [opensc-tool] ctx.c:805:sc_context_create: ===\n",
            LooksLike::OpenSc,
        ),
        (
            "Using reader plug'n play mechanism\nCard state: Card inserted, \n",
            LooksLike::PcscScan,
        ),
        (
            "CertUtil: -SCInfo command completed successfully.\n",
            LooksLike::Certutil,
        ),
        (
            "00000012 ccid_usb.c:953:WriteUSB() -> 000000 6F 05 00 00 00\n",
            LooksLike::Ccid,
        ),
    ] {
        match Trace::open(Cursor::new(text)) {
            Err(crate::trace::TraceError::NoExchanges(found)) => assert_eq!(found, kind, "{text}"),
            _ => panic!("{text}"),
        }
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
        for format in FORMATS {
            let mut imported = Imported::new(format, Box::new(log.as_bytes()));
            for _ in 0..100 {
                if !matches!(imported.next_event(), Ok(Some(_))) {
                    break;
                }
            }
        }
    });
}
