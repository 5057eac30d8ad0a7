//! Logs in every format that hold a PIN, a name, and a certificate's subject and serial number; what
//! may happen to a log; and the search for what of them came through.

use std::io::Cursor;

use mynacheck::internals::message::Lang;
use mynacheck::internals::recording::{Header, Policy, Provenance, Writer};
use mynacheck::internals::simulator::cards;
use mynacheck::internals::simulator::image::Image;
use mynacheck::internals::simulator::state::{Card, CardResponse};
use mynacheck::internals::trace::Trace;
use mynacheck::internals::trace::explain::Explainer;

use super::TODAY;

/// PIN, a name in an answer, and the subject and serial number of the simulated certificate.
const CANARIES: &[&[u8]] = &[
    b"7391",
    b"YAMADA",
    b"hanakolam",
    b"S00SIMUL",
    &[0x05, 0xA3, 0xC7, 0x1E],
];

/// A command and its answer.
pub type Pair = (Vec<u8>, Vec<u8>);

pub fn conversation() -> Vec<Pair> {
    let file = cards::find("valid").unwrap().file;
    let mut card = Card::new(Image::parse(file, TODAY).unwrap());
    card.power_on();
    let mut pairs = Vec::new();
    for command in [
        "00A4040C0AD392F000260100000001",
        "00A4020C020006",
        "00B0000020",
        "00A4020C020018",
        "00200080",
        "002000800437333931",
        "00A4020C02000A",
        "00B0000000",
        "00B0010000",
        "00B0020000",
        "00A4020C020002",
    ] {
        let command = hex::decode(command).unwrap();
        let CardResponse::Bytes { bytes, .. } = card.execute(&command) else {
            panic!("no answer");
        };
        pairs.push((command, bytes));
    }
    // Names, as other files of the card hold them.
    for (command, name) in [
        ("00B0000000", "YAMADA hanakolam"),
        ("00B0000010", "hanakolam"),
        ("00CA00F200", "YAMADA"),
    ] {
        let answer = [name.as_bytes(), &[0x90, 0x00]].concat();
        pairs.push((hex::decode(command).unwrap(), answer));
    }
    pairs
}

fn spaced(bytes: &[u8]) -> String {
    let pairs: Vec<_> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    pairs.join(" ") + " "
}

fn dump(bytes: &[u8]) -> String {
    let row = |row: &[u8]| {
        let text: String = row
            .iter()
            .map(|b| {
                if b.is_ascii_graphic() {
                    char::from(*b)
                } else {
                    '.'
                }
            })
            .collect();
        format!("{}{text}\n", spaced(row))
    };
    bytes.chunks(16).map(row).collect()
}

/// A frame for an NFC front end, extended where it has to be; Sony's has the low byte first.
fn framed(data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    let sum = |bytes: &[u8]| bytes.iter().fold(0_u8, |sum, byte| sum.wrapping_sub(*byte));
    let sony = data[0] >= 0xD6;
    let size = match (u8::try_from(length), sony) {
        (Ok(length), false) => vec![length],
        (Err(_), false) => length.to_be_bytes().to_vec(),
        (_, true) => length.to_le_bytes().to_vec(),
    };
    let mark: &[u8] = if size.len() == 2 { &[0xFF, 0xFF] } else { &[] };
    let check = [sum(&size)];
    let tail = [sum(data), 0];
    [&[0x00, 0x00, 0xFF], mark, &size, &check, data, &tail].concat()
}

pub fn logs(pairs: &[Pair]) -> Vec<(&'static str, String)> {
    let (mut pcscd, mut apdu4j, mut opensc) = (String::new(), String::new(), String::new());
    let (mut arrows, mut traffic, mut myna) = (String::new(), String::new(), String::new());
    let (mut scdaemon, mut scdaemon24) = (String::new(), String::new());
    let (mut pyscard, mut spy) = (
        String::from("connecting to Virtual PCD 00 00\n"),
        String::new(),
    );
    for (command, answer) in pairs {
        let (sent, came) = (spaced(command), spaced(answer));
        pcscd += &format!("00000377 APDU: {sent}\n00000812 SW: {came}\n");
        apdu4j += &format!(
            "{}\n# 24ms\n{}\n",
            hex::encode_upper(command),
            hex::encode_upper(answer)
        );
        opensc += &format!(
            "P:54; T:0x1 00:47:39.489 [opensc-tool] reader-pcsc.c:326:pcsc_transmit: \nOutgoing APDU ({} bytes):\n{}\
             P:54; T:0x1 00:47:39.490 [opensc-tool] reader-pcsc.c:335:pcsc_transmit: \nIncoming APDU ({} bytes):\n{}",
            command.len(),
            dump(command),
            answer.len(),
            dump(answer)
        );
        pyscard += &format!("> {}\n< {}\n", sent.trim(), came.trim());
        arrows += &format!(
            "A>> T=1 (4+0) {}\nA<< (0+2) (3ms) {}\n",
            hex::encode_upper(command),
            hex::encode_upper(answer)
        );
        scdaemon += &format!(
            "2026-11-28 07:43:42 scdaemon[22747] DBG:   PCSC_data: {sent}\n2026-11-28 07:43:42 scdaemon[22747] DBG:       dump:  {came}\n"
        );
        let rows: Vec<_> = answer.chunks(32).map(hex::encode).collect();
        scdaemon24 += &format!(
            "scdaemon[19] DBG: PCSC_data: {}\nscdaemon[19] DBG:       dump:  {}\n",
            hex::encode(command),
            rows.join(" \\\nscdaemon[19] DBG:              ")
        );
        let (data, status) = answer.split_at(answer.len() - 2);
        traffic += &format!(
            "TRAFFIC 12:00:00.123 [x:97] SEND: {}\nTRAFFIC 12:00:00.124 [x:104] RECV: {} SW={}\n",
            hex::encode(command),
            hex::encode(data),
            hex::encode(status)
        );
        for (arrow, bytes) in [("<", command), (">", answer)] {
            for row in bytes.chunks(16) {
                myna += &format!("[TRACE] {arrow} {}\n", spaced(row).trim());
            }
        }
        spy += &format!(
            "7F@>|1795308533|100|SCardTransmit\n7F@0x3C03C623\n7F@0x00000002\n7F@{sent}\n7F@0x00000001\n7F@{came}\n\
             7F@<|1795308533|143100|SCardTransmit|0x00000000\n"
        );
    }
    let mut logs = vec![
        ("pcscd", pcscd),
        ("apdu4j", apdu4j),
        ("opensc", opensc),
        ("pyscard", pyscard),
        ("pcsc-spy", spy),
        ("globalplatformpro", arrows),
        ("ykman", traffic),
        ("scdaemon", scdaemon),
        ("scdaemon 2.4", scdaemon24),
        ("myna", myna),
    ];
    logs.extend(contactless(pairs));
    logs.push(("pcscd of two clients", of_two_clients(pairs)));
    logs
}

/// Two clients at once, of which the second is three commands behind; at the end each alone.
fn of_two_clients(pairs: &[Pair]) -> String {
    let line = |client: &str, name: &str, bytes: &[u8]| {
        format!("00000100 [{client}] {name}: {}\n", spaced(bytes))
    };
    let mut log = String::new();
    for at in 0..pairs.len() + 3 {
        let first = pairs.get(at);
        let second = at.checked_sub(3).and_then(|at| pairs.get(at));
        let both = [("11", first), ("22", second)];
        let open = both
            .into_iter()
            .filter_map(|(client, pair)| Some((client, pair?)));
        // Every other time one after the other.
        if at % 2 == 0 {
            for (client, (command, answer)) in open {
                log += &line(client, "APDU", command);
                log += &line(client, "SW", answer);
            }
            continue;
        }
        for (client, (command, _)) in open.clone() {
            log += &line(client, "APDU", command);
        }
        for (client, (_, answer)) in open {
            log += &line(client, "SW", answer);
        }
    }
    log
}

/// Of programs that speak to a contactless card by themselves, or lend a reader.
fn contactless(pairs: &[Pair]) -> Vec<(&'static str, String)> {
    let (mut libnfc, mut nfcpy, mut port100) = (String::new(), String::new(), String::new());
    let (mut freerdp, mut nci, mut logcat) = (String::new(), String::new(), String::new());
    for (command, answer) in pairs {
        let (sent, came) = (spaced(command), spaced(answer));
        for (mark, head, bytes) in [
            ("TX", [0xD4, 0x40, 0x01], command),
            ("RX", [0xD5, 0x41, 0x00], answer),
        ] {
            let frame = framed(&[&head, bytes.as_slice()].concat());
            libnfc += &format!("debug\tlibnfc.bus.uart\t{mark}: {}\n", spaced(&frame));
        }
        for (arrow, head, behind, bytes) in [
            (
                ">>>",
                &[0xD6, 0x04, 0x27, 0x01][..],
                "timeout=0.077",
                command,
            ),
            ("<<<", &[0xD7, 0x05, 0, 0, 0, 0, 0x08], "0.012s", answer),
        ] {
            let block = [&[0x02], bytes.as_slice()].concat();
            nfcpy += &format!("[nfc.clf] {arrow} {} {behind}\n", hex::encode(&block));
            let frame = framed(&[head, &block].concat());
            port100 += &format!("[nfc.clf.transport] {arrow} {}\n", hex::encode(frame));
        }
        let scard = "[10:47:05:531] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] - ";
        freerdp += &format!(
            "{scard}Transmit_Call {{\n{scard}pbSendBuffer: {sent}\n{scard}}}\n{scard}Transmit_Return {{\n\
             {scard}ReturnCode: SCARD_S_SUCCESS (0x00000000)\n{scard}pbRecvBuffer: {{ {came} }}\n{scard}}}\n"
        );
        for (tag, bytes) in [("NxpNciX", command), ("NxpNciR", answer)] {
            for (index, part) in bytes.chunks(255).enumerate() {
                let goes_on = (index + 1) * 255 < bytes.len();
                let head = [u8::from(goes_on) << 4, 0, u8::try_from(part.len()).unwrap()];
                nci += &format!(
                    "11-28 10:20:30.123   903  3890 D {tag} : len = {:3} > {}\n",
                    part.len() + 3,
                    hex::encode_upper([&head, part].concat())
                );
            }
        }
        for (word, bytes) in [("transceive", command), ("response", answer)] {
            logcat += &format!("D/Reader ( 5290): {word}: {}\n", hex::encode_upper(bytes));
        }
    }
    vec![
        ("libnfc", libnfc),
        ("nfcpy", nfcpy),
        ("nfcpy", port100),
        ("freerdp", freerdp),
        ("android", nci),
        ("android", logcat),
    ]
}

/// What happens to a log; a line, and places in it, are counted around.
#[derive(Debug, Clone)]
pub enum Damage {
    Drop(usize),
    DropBefore(usize),
    Swap(usize, usize),
    Cut(usize, usize),
    Remove(usize, usize, usize),
    Change(usize, usize, char),
    Join(usize),
}

pub fn damaged(log: &str, damages: &[Damage]) -> String {
    let mut lines: Vec<String> = log.lines().map(str::to_owned).collect();
    for damage in damages {
        let count = lines.len().max(1);
        let place = |line: &String, at: usize| at % (line.len() + 1);
        match damage {
            Damage::Drop(at) => drop(lines.remove(at % count)),
            Damage::DropBefore(at) => drop(lines.drain(..at % count)),
            Damage::Swap(a, b) => lines.swap(a % count, b % count),
            Damage::Cut(at, to) => {
                let line = &mut lines[at % count];
                line.truncate(place(line, *to));
            }
            Damage::Remove(at, from, length) => {
                let line = &mut lines[at % count];
                let from = place(line, *from);
                let to = (from + length).min(line.len());
                line.replace_range(from..to, "");
            }
            Damage::Change(at, to, c) => {
                let line = &mut lines[at % count];
                let to = place(line, *to).min(line.len().saturating_sub(1));
                if to < line.len() {
                    line.replace_range(to..=to, &c.to_string());
                }
            }
            Damage::Join(at) => {
                let at = at % count;
                if at + 1 < lines.len() {
                    let next = lines.remove(at + 1);
                    lines[at] += &next;
                }
            }
        }
        if lines.is_empty() {
            lines.push(String::new());
        }
    }
    lines.join("\n") + "\n"
}

/// Everything that an import writes and an explanation says.
pub fn shown(log: &str) -> String {
    let header = Header {
        program: "mynacheck 0.1.0".to_owned(),
        platform: "any".to_owned(),
        provenance: Provenance::Unknown,
        today: TODAY,
        from_clock: true,
        policy: Policy::Redacted,
        expect: None,
    };
    let mut writer = Writer::new(Vec::new(), &header).unwrap();
    let mut explainer = Explainer::new(Lang::En);
    let mut text = String::new();
    let Ok(mut trace) = Trace::open(Cursor::new(log.as_bytes().to_vec())) else {
        return text;
    };
    while let Ok(Some(told)) = trace.next_told() {
        explainer.turn(&told, &mut text);
        explainer.event(told.event, &mut text);
    }
    let mut trace = Trace::open(Cursor::new(log.as_bytes().to_vec())).unwrap();
    while let Ok(Some((_, event))) = trace.next_event() {
        writer.write(&event).unwrap();
    }
    text + &String::from_utf8(writer.into_inner()).unwrap()
}

/// Three bytes of a canary, close together.
pub fn found(text: &str) -> Option<String> {
    let text = text.to_uppercase();
    let windows = CANARIES.iter().flat_map(|canary| canary.windows(3));
    windows
        .map(hex::encode_upper)
        .find(|window| text.contains(window))
}
