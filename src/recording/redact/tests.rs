#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking"
)]

mod properties;

use std::fmt::Write;

use base64ct::{Base64, Encoding};

use super::*;
use crate::recording::Segment;
use crate::simulator::cards::BUILT_IN;
use crate::simulator::image::Image;
use crate::simulator::state::{Card, CardResponse};
use jiff::civil::date;

/// A conversation with a simulated card, redacted.
struct Talk {
    card: Card,
    redactor: Redactor,
    /// Everything that a recording would hold, in hexadecimal with XX.
    text: String,
    /// What the card said, unredacted.
    raw: Vec<u8>,
}

impl Talk {
    fn with(name: &str) -> Self {
        let file = crate::simulator::cards::find(name).unwrap().file;
        let mut card = Card::new(Image::parse(file, date(2026, 11, 22)).unwrap());
        card.power_on();
        Self {
            card,
            redactor: Redactor::new(Policy::Redacted),
            text: String::new(),
            raw: Vec::new(),
        }
    }

    /// Sends a command and returns what a recording holds of the answer.
    fn send(&mut self, command: &[u8]) -> Masked {
        let shown = self.redactor.command(Outgoing {
            bytes: command,
            secret: None,
        });
        writeln!(self.text, "{shown}").unwrap();
        let CardResponse::Bytes { bytes, .. } = self.card.execute(command) else {
            self.redactor.forget();
            return Masked::default();
        };
        self.raw.extend_from_slice(&bytes);
        let Some(answer) = self.redactor.answer(&bytes) else {
            return Masked::default();
        };
        writeln!(self.text, "{answer}").unwrap();
        answer.data
    }

    fn select(&mut self, file: u8) {
        self.send(&hex::decode("00A4040C0AD392F000260100000001").unwrap());
        self.send(&[0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, file]);
    }

    fn read(&mut self, offset: usize, length: u8) -> Masked {
        let [high, low] = u16::try_from(offset).unwrap().to_be_bytes();
        self.send(&[0x00, 0xB0, high, low, length])
    }
}

/// Every way in which a byte string could turn up in a text.
fn spellings(bytes: &[u8]) -> Vec<String> {
    let hex = hex::encode_upper(bytes);
    let spaced: Vec<_> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    let number = bytes
        .iter()
        .fold(0_u128, |n, byte| (n << 8) | u128::from(*byte));
    let mut all = vec![
        spaced.join(" "),
        hex.to_lowercase(),
        hex,
        number.to_string(),
        base64(bytes),
    ];
    if let Ok(text) = std::str::from_utf8(bytes) {
        all.push(text.to_owned());
    }
    all
}

/// Without its last letters, which depend on what follows.
fn base64(bytes: &[u8]) -> String {
    Base64::encode_string(&bytes[..bytes.len() / 3 * 3])
}

const CANARIES: &[&[u8]] = &[
    b"000000S00SIMUL",
    &[0x05, 0xA3, 0xC7, 0x1E],
    &[0x05, 0xA3, 0xC7, 0x1F],
    b"1234",
    b"ABC123",
];

fn assert_no_canary(talk: &Talk, what: &str) {
    for canary in CANARIES {
        for spelling in spellings(canary) {
            for text in [talk.text.clone(), talk.text.to_lowercase()] {
                assert!(!text.contains(&spelling), "{what}: {spelling} in\n{text}");
            }
        }
    }
}

#[test]
fn every_card_in_every_chunking_keeps_its_secrets() {
    for card in BUILT_IN {
        for chunk in [1_u8, 3, 7, 32, 100, 254, 255, 0] {
            let mut talk = Talk::with(card.name);
            talk.select(0x18);
            talk.send(b"\x00\x20\x00\x80\x041234");
            talk.select(0x1B);
            talk.send(b"\x00\x20\x00\x80\x06ABC123");
            for file in [0x0A, 0x01, 0x06, 0x0B, 0x02] {
                talk.select(file);
                let step = if chunk == 0 { 256 } else { usize::from(chunk) };
                for offset in (0..500).step_by(step) {
                    talk.read(offset, chunk);
                }
            }
            assert_no_canary(&talk, &format!("{} by {chunk}", card.name));
        }
    }
    // The search itself can find something.
    let mut talk = Talk::with("valid");
    talk.select(0x0A);
    talk.read(0, 0);
    assert!(hex::encode_upper(&talk.raw).contains(&spellings(CANARIES[0])[2]));
}

#[test]
fn other_ways_to_read_a_certificate_keep_its_secrets() {
    let mut talk = Talk::with("short-identifiers");
    talk.send(&hex::decode("00A4040C0AD392F000260100000001").unwrap());
    // By short identifier, with extended length, from the middle, from the middle before the
    // start, backwards, and after the selection has become unknown.
    for command in [
        "00B08A0000", "00B08A00000000", "00B00004000FFF", "00B000B000", "00B0010000",
    ] {
        talk.send(&hex::decode(command).unwrap());
    }
    talk.select(0x0A);
    for command in ["00B000C800", "00B000A0FF", "00B0001010", "00B0000000"] {
        talk.send(&hex::decode(command).unwrap());
    }
    talk.send(&hex::decode("00A40000023F00").unwrap());
    talk.send(&hex::decode("00B0000000").unwrap());
    talk.send(&hex::decode("01B0000000").unwrap());
    talk.send(&hex::decode("00B1000000").unwrap());
    assert_no_canary(&talk, "short-identifiers");
}

#[test]
fn the_dates_stay_and_the_rest_goes() {
    for chunk in [5_u8, 64, 0] {
        let mut talk = Talk::with("valid");
        talk.select(0x0A);
        let (mut redacted, mut raw) = (Vec::new(), Vec::new());
        while redacted.len() < 1800 {
            let before = talk.raw.len();
            let part = talk.read(redacted.len(), chunk);
            redacted.extend(part.stand_in());
            raw.extend_from_slice(&talk.raw[before..talk.raw.len() - 2]);
        }
        let head = crate::certificate::head::read(&raw).unwrap();
        assert_eq!(crate::certificate::head::read(&redacted), Ok(head));
        // Filler behind the certificate is shown as what it is.
        assert!(redacted[head.total..].iter().all(|byte| *byte == 0xFF));
        assert!(redacted[300..head.total].iter().all(|byte| *byte == b'X'));
    }
}

#[test]
fn only_the_names_of_a_token_are_shown() {
    let mut talk = Talk::with("valid");
    talk.select(0x06);
    let token = talk.read(0, 160);
    assert_eq!(
        token
            .mask()
            .iter()
            .filter(|reason| reason.is_none())
            .count(),
        32
    );
    assert_eq!(token.mask()[85], Some(HiddenKind::Serial));
    let Some(Segment::Clear(names)) = token.segments().next() else {
        panic!("the label is hidden");
    };
    assert!(names.starts_with(b"JPKIAPICCTOKEN2 "));
}

#[test]
fn commands_keep_their_headers_and_lose_their_data() {
    let mut redactor = Redactor::new(Policy::Redacted);
    for (command, shown) in [
        (
            "00A4040C0AD392F000260100000001",
            "00A4040C0AD392F000260100000001",
        ),
        ("00A4020C02000A", "00A4020C02000A"),
        ("00200080", "00200080"),
        ("0020008000", "0020008000"),
        ("002000800431323334", "0020008004XXXXXXXX"),
        ("002000800000043132333 4", "00200080000004XXXXXXXX"),
        // Lengths that do not fit.
        ("002000803132333 4", "XXXXXXXXXXXXXXXX"),
        ("0020008004313233", "XXXXXXXXXXXXXXXX"),
        ("00200080033132333 4", "XXXXXXXXXXXXXXXXXX"),
        ("0020003100", "XXXXXXXXXX"),
        ("00240180043938373 6", "0024018004XXXXXXXX"),
        ("802A008002010200", "802A008002XXXX00"),
        ("00D6000003414243", "00D6000003XXXXXX"),
        ("00A4040C03414243", "00A4040C03XXXXXX"),
        ("10A4040C0541424344 45", "10A4040C05XXXXXXXXXX"),
        ("00CA004500", "00CA004500"),
        // No command of a card.
        ("80A200C100", "80A200C100"),
        ("41424344", "XXXXXXXX"),
        ("0041424300", "XXXXXXXXXX"),
        ("3733393104", "XXXXXXXXXX"),
        ("00B0373339", "XXXXXXXXXX"),
        ("9000", "XXXX"),
        ("414243", "XXXXXX"),
        ("", ""),
    ] {
        let bytes = hex::decode(command.replace(' ', "")).unwrap();
        let masked = redactor.command(Outgoing {
            bytes: &bytes,
            secret: None,
        });
        assert_eq!(masked.to_string(), shown, "{command}");
    }
}

#[test]
fn answers_are_hidden_unless_they_are_known() {
    for (command, answer, shown) in [
        ("00CA00F200", "32303332303633309000", "32303332303633309000"),
        ("80CA00F200", "32303332303633309000", "XXXXXXXXXXXXXXXX9000"),
        ("00CA00F200", "31393832303633309000", "XXXXXXXXXXXXXXXX9000"),
        ("00CA00F200", "32303332393933309000", "XXXXXXXXXXXXXXXX9000"),
        ("00CA004500", "32303332303633309000", "XXXXXXXXXXXXXXXX9000"),
        ("00A4040000", "6F029000", "XXXX9000"),
        ("0084000004", "010203049000", "XXXXXXXX9000"),
        ("00B0000004", "010203049000", "XXXXXXXX9000"),
        ("00200080", "63C3", "63C3"),
        // No answer to what was asked.
        ("00200080", "37333931", "XXXXXXXX"),
        ("002000800437333931", "373339319000", "XXXXXXXXXXXX"),
        ("00B0000000", "68616E616B6F", "XXXXXXXXXXXX"),
        ("00B0000000", "68616E6168", "XXXXXXXXXX"),
        ("00B0000000", "68616C6F", "XXXXXXXX"),
        ("00B0000000", "6C10", "6C10"),
        ("00A40400", "6110", "6110"),
        ("00200080", "6F15", "XXXX"),
        ("4142434400", "9000", "XXXX"),
    ] {
        let mut redactor = Redactor::new(Policy::Redacted);
        redactor.command(Outgoing {
            bytes: &hex::decode("00A4040C07A0000001510000").unwrap(),
            secret: None,
        });
        redactor.answer(&[0x90, 0x00]).unwrap();
        let bytes = hex::decode(command).unwrap();
        redactor.command(Outgoing {
            bytes: &bytes,
            secret: None,
        });
        let answer = redactor.answer(&hex::decode(answer).unwrap()).unwrap();
        assert_eq!(answer.to_string(), shown);
    }
    assert!(Redactor::new(Policy::Redacted).answer(&[0x90]).is_none());
}

#[test]
fn get_response_goes_on_where_the_answer_stopped() {
    let mut talk = Talk::with("valid");
    talk.select(0x0A);
    let whole = talk.read(0, 0);
    let certificate = talk.raw[talk.raw.len() - 258..talk.raw.len() - 2].to_vec();

    let mut redactor = Redactor::new(Policy::Redacted);
    let mut shown = Vec::new();
    let mut say = |command: &str, answer: &[u8]| {
        redactor.command(Outgoing {
            bytes: &hex::decode(command).unwrap(),
            secret: None,
        });
        redactor.answer(answer).unwrap().data
    };
    say("00A4040C0AD392F000260100000001", &[0x90, 0x00]);
    say("00A4020C02000A", &[0x61, 0x05]);
    let first = [&certificate[..100], &[0x61, 0x9C]].concat();
    shown.extend(say("00B0000000", &first).mask());
    let rest = [&certificate[100..], &[0x90, 0x00]].concat();
    shown.extend(say("00C000009C", &rest).mask());
    assert_eq!(shown, whole.mask());
    // Nothing is announced any more.
    assert!(say("00C0000004", &rest).mask().iter().all(Option::is_some));
}

#[test]
fn a_full_recording_still_has_no_pin() {
    let mut redactor = Redactor::new(Policy::Full);
    let verify = hex::decode("002000800431323334").unwrap();
    let shown = redactor.command(Outgoing {
        bytes: &verify,
        secret: Some(&(5..9)),
    });
    assert_eq!(shown.to_string(), "0020008004XXXXXXXX");
    redactor.command(Outgoing {
        bytes: &[0x00, 0xB0, 0, 0, 0],
        secret: None,
    });
    let answer = redactor.answer(&[1, 2, 3, 0x90, 0x00]).unwrap();
    assert_eq!(answer.data.to_string(), "010203");
}

/// The log of a service that tells no readers apart: the file of one card is selected, and another
/// card answers.
#[test]
fn another_card_in_the_same_log_keeps_its_secrets() {
    for file in ["06", "08", "0A", "0B", "01"] {
        for read in ["00B0000010", "00B0000110"] {
            let mut redactor = Redactor::new(Policy::Redacted);
            let mut say = |command: &str, answer: &[u8]| {
                redactor.command(Outgoing {
                    bytes: &hex::decode(command).unwrap(),
                    secret: None,
                });
                redactor.answer(answer).unwrap().data
            };
            say("00A4040C0AD392F000260100000001", &[0x90, 0x00]);
            say(&format!("00A4020C0200{file}"), &[0x90, 0x00]);
            let shown = say(read, b"SIMULATED NAME  \x90\x00");
            assert!(shown.mask().iter().all(Option::is_some), "{file}: {shown}");
        }
    }
}
