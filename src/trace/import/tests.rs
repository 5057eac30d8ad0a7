#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::format_push_string,
    reason = "a test fails by panicking"
)]

mod contactless;
mod samples;
mod several;

use std::io::Cursor;

use super::*;
use crate::recording::Exchange;
use crate::trace::Trace;
use crate::transport::ScardCode;
use samples::{
    APDU4J, ARROWS, MYNA, OLD_OPENSC, OPENSC, PCSCD, PYSCARD, SCDAEMON, SCDAEMON_24, SCRIPTOR,
    SPY_TEXT, TRAFFIC, spy,
};

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
        (Log::Scdaemon, SCDAEMON_24),
        (Log::Myna, MYNA),
        (Log::Pyscard, SCRIPTOR),
        (Log::Libnfc, contactless::LIBNFC),
        (Log::Libnfc, contactless::ACR122),
        (Log::Libnfc, contactless::LIBNFC_PLAIN),
        (Log::Nfcpy, contactless::NFCPY),
        (Log::Nfcpy, contactless::PORT100),
        (Log::FreeRdp, contactless::FREERDP2),
        (Log::FreeRdp, contactless::FREERDP),
        (Log::Android, contactless::NCI),
        (Log::Android, contactless::LOGCAT),
        (Log::Android, contactless::LOGCAT_WORDS),
    ] {
        let trace =
            Trace::open(Cursor::new(text)).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(trace.log(), Some(log), "{text}");
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
fn a_recording_may_name_every_log_as_its_source() {
    for format in FORMATS {
        let name = format.log.to_string();
        let known = known::LOGS.contains(&name.as_str());
        assert!(known, "add {name} to LOGS in src/recording/known.rs");
    }
}

#[test]
fn times_readers_and_atrs_are_taken_where_a_log_has_them() {
    let verify = |log: &str| {
        let micros = events(log).into_iter().find_map(|event| match event {
            Event::Exchange(exchange) if exchange.command.len() == 9 => Some(exchange.micros),
            _ => None,
        });
        micros.unwrap()
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
        (
            "A@>|1|1|SCardTransmit\nA@0x1\nA@00 B0 00 00 00 \nA@<|1|2|SCardTransmit|0x80100013\nA@>|1|3|SCardStatus\nA@0x1\nA@<|1|4|SCardStatus|0x8010001D\n".to_owned(),
            "NO_SERVICE",
        ),
        (
            "Outgoing APDU (5 bytes):\n00 B0 00 00 00 .....\nx: SCardTransmit/Control failed: 0x80100013\nx: SCardGetStatusChange failed: 0x8010001d\nx: unable to transmit APDU: -1107 (Transmit failed)\n".to_owned(),
            "NO_SERVICE",
        ),
        // What fails without it is no matter of the service, and what fails later no matter of the command.
        (
            "Outgoing APDU (5 bytes):\n00 B0 00 00 00 .....\nx: SCardTransmit/Control failed: 0x80100069\nx: SCardGetStatusChange failed: 0x8010001d\n".to_owned(),
            "W_REMOVED",
        ),
        (
            "> 00 B0 00 00 00\nsmartcard.Exceptions.CardConnectionException: Failed to transmit with protocol T1. Card was removed.\n".to_owned(),
            "W_REMOVED",
        ),
        (
            "> 00 B0 00 00 00\nX: Failed to transmit with protocol T1. RPC transport error.: RPC transport error. (0x80100013)\nrelease from Virtual PCD 00 00\nX: Failed to disconnect: Service not available.: Service not available. (0x8010001D)\n".to_owned(),
            "NO_SERVICE",
        ),
        ("> 00 B0 00 00 00\nX: Card returned no valid response\n".to_owned(), "Short"),
        ("> 00 B0 00 00 00\nTraceback (most recent call last):\n".to_owned(), "Lost"),
        (
            "Transmit_Call {\npbSendBuffer: { 00B0000000 }\n}\nTransmit_Return {\nReturnCode: SCARD_W_REMOVED_CARD (0x80100069)\npbRecvBuffer: null\n}\n".to_owned(),
            "W_REMOVED",
        ),
        (
            "debug libnfc.bus.uart TX: 00 00 ff 08 f8 d4 40 01 00 b0 00 00 00 3b 00\ndebug libnfc.bus.uart RX: 00 00 ff 03 fd d5 41 01 e9 00\n".to_owned(),
            "Lost",
        ),
        ("[nfc.clf] >>> 0200b0000000 timeout=0.077\n[nfc.tag.tt4] ISO-DEP unrecoverable timeout error\n".to_owned(), "Lost"),
    ] {
        let said: Vec<_> = events(&log).iter().filter_map(said).collect();
        let failure = failure
            .replace("W_REMOVED", &format!("{:?}", ScardCode::W_REMOVED_CARD))
            .replace("NO_SERVICE", &format!("{:?}", ScardCode::E_NO_SERVICE));
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
    let scdaemon = |row: &str| format!("DBG:              {}", row.replace(' ', ""));
    for log in [
        format!(
            "DBG: PCSC_data: 00b0000000\nDBG:       dump:  {} \\\n{} \\\n{}\nDBG: PCSC_data: 00b0000000\nDBG:       dump:  9000\n",
            row.replace(' ', ""),
            scdaemon(row),
            scdaemon(last)
        ),
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
            Err(error) => assert_eq!(error.reason, RecordingFault::NoExchanges(kind), "{text}"),
            Ok(_) => panic!("{text}"),
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
            "debug libnfc.bus.uart TX: 00 00 ff 06 fa d4 40 01 00 b0",
            "RX: 00 00 ff ff ff ff ff d5 41",
            "[nfc.clf] >>> 1200",
            "[nfc.clf.transport] <<< 0000ffffff0a00f6d705",
            "Transmit_Call {",
            "pbSendBuffer: { 00B0",
            "NxpNciX : len = 3 > 1000FF",
            "D/Reader ( 1): response: 9000",
            "DBG: PCSC_data: 00 20 00 80 FF [hidden]",
            "DBG:       dump:  30 \\",
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
