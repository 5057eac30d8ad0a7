//! Cards made to harm, each as a card file that goes through the whole program: judged, recorded,
//! replayed, explained and checked for what should not be in a recording. Numbers such as H8 are of the
//! classes of attack: ATR, length, status word, certificate, text, date, key, and cards that change.

use std::fmt::Write as _;
use std::fs;

use jiff::civil::date;
use mynacheck::internals::simulator::image::Image;

use crate::program::{Run, Scratch, run};

const JPKI: &[u8] = b"\xD3\x92\xF0\x00\x26\x01\x00\x00\x00\x01";

/// More commands than a check needs, and fewer than a card that leads astray would like.
const MOST_COMMANDS: u64 = 64;

/// What may be said of a card.
#[derive(Clone, Copy, PartialEq, Eq)]
enum May {
    /// Whatever its dates say, for they can be read.
    BeJudged,
    /// Nothing good.
    Fail,
}
use May::{BeJudged, Fail};

/// A card: its name, its file, and what may be said of it.
type Hostile = (String, String, May);

fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let head = match u8::try_from(length) {
        Ok(short @ ..0x80) => vec![tag, short],
        Ok(long) => vec![tag, 0x81, long],
        Err(_) => vec![
            tag,
            0x82,
            u8::try_from(length >> 8).unwrap(),
            length.to_le_bytes()[0],
        ],
    };
    [&head, content].concat()
}

/// The first object of DER, its content, and what is behind it.
fn split(der: &[u8]) -> (&[u8], &[u8], &[u8]) {
    let (head, length) = match der[1] {
        0x82 => (4, usize::from(der[2]) << 8 | usize::from(der[3])),
        0x81 => (3, usize::from(der[2])),
        short => (2, usize::from(short)),
    };
    let (object, behind) = der.split_at(head + length);
    (object, &object[head..], behind)
}

fn objects(mut content: &[u8]) -> Vec<Vec<u8>> {
    let mut objects = Vec::new();
    while !content.is_empty() {
        let (object, _, behind) = split(content);
        objects.push(object.to_vec());
        content = behind;
    }
    objects
}

/// The parts of a certificate that is to be signed, in their order.
const VERSION: usize = 0;
const SERIAL: usize = 1;
const ALGORITHM: usize = 2;
const ISSUER: usize = 3;
const VALIDITY: usize = 4;
const SUBJECT: usize = 5;
const KEY: usize = 6;
const EXTENSIONS: usize = 7;

/// The EFs of the built-in card.
struct Valid {
    certificate: Vec<u8>,
    authority: Vec<u8>,
}

impl Valid {
    fn new() -> Self {
        let image = Image::built_in("valid", date(2026, 11, 22)).unwrap();
        let jpki = image.applications.iter().find(|ap| ap.aid == JPKI).unwrap();
        let der = |file: u16| split(&jpki.files[&file].content).0.to_vec();
        Self {
            certificate: der(0x0A),
            authority: der(0x0B),
        }
    }

    /// The certificate with one part of it replaced.
    fn with(&self, part: usize, bytes: &[u8]) -> Vec<u8> {
        let (_, whole, _) = split(&self.certificate);
        let (_, signed, behind) = split(whole);
        let mut parts = objects(signed);
        parts[part] = bytes.to_vec();
        tlv(
            0x30,
            &[tlv(0x30, &parts.concat()), behind.to_vec()].concat(),
        )
    }

    fn part(&self, part: usize) -> Vec<u8> {
        objects(split(split(&self.certificate).1).1)[part].clone()
    }

    /// A card with this in the EF of the user's certificate.
    fn card(&self, certificate: &[u8], and: &str) -> String {
        format!(
            "atr = '3BE000FF8131FE4514'\n[title]\nja = ''\nen = ''\n\
             [ap.jpki]\naid = '{}'\n\
             [ap.jpki.ef.0006]\ntext = 'JPKIAPICCTOKEN2'\nlength = 160\nfiller = 32\n\
             [ap.jpki.ef.000A]\nhex = '{}'\n[ap.jpki.ef.000B]\nhex = '{}'\n\
             [ap.jpki.pin.0018]\nvalue = '1234'\nmax = 3\n{and}",
            hex::encode(JPKI),
            hex::encode(certificate),
            hex::encode(&self.authority),
        )
    }
}

/// H1 to H4: answers to reset.
fn atrs(all: &mut Vec<Hostile>) {
    for atr in [
        "3B",
        "3BFF11",
        // CVE-2010-4531: interface bytes without end.
        "3BFF112233F0112233F0112233F0112233F0112233F0112233F0112233F0112233F0",
        &"FF".repeat(33),
        &format!("3B{}", "80".repeat(32)),
        &format!("3FF0{}", "F0".repeat(31)),
        "3B0F00",
        "3BE000FF8131FE4500",
        "3B8F",
        "3B80",
        "3B9F",
        "1B5B324A",
    ] {
        let file = format!("extends = 'valid'\natr = '{atr}'\n[title]\nja = ''\nen = ''\n");
        all.push((format!("H1-4 ATR {atr}"), file, BeJudged));
    }
}

/// H5 to H7, H13 to H15, H28: what comes instead of an answer, from the first or the third time on.
fn answers(all: &mut Vec<Hostile>) {
    for (to, name) in [
        ("00A4040C", "SELECT"),
        ("00B0", "READ BINARY"),
        ("00200080", "VERIFY"),
    ] {
        for answer in [
            "", "90", "9000", "0090", "0000", "6100", "61FF", "6C00", "6CFF", "6281", "6282",
            "6B00", "6F00", "309000", "1B5B324A9000", "FFFF", "63CF",
        ] {
            // An empty or endless answer to the question for tries leaves the dates readable.
            let may = if to == "00B0" || answer.len() < 4 && to != "00200080" {
                Fail
            } else {
                BeJudged
            };
            for after in [0, 2] {
                let may = if after == 0 { may } else { BeJudged };
                let file = format!(
                    "extends = 'valid'\n[title]\nja = ''\nen = ''\n\
                     [[quirk]]\nto = '{to}'\nafter = {after}\nanswer = '{answer}'\n"
                );
                all.push((format!("H5-15 {name} {after} {answer}"), file, may));
            }
        }
    }
    for length in [257, 300, 4000, 65_533] {
        let answer = "30".repeat(length) + "9000";
        let file = format!(
            "extends = 'valid'\n[title]\nja = ''\nen = ''\n[[quirk]]\nto = '00B0'\nanswer = '{answer}'\n"
        );
        all.push((format!("H7 {length} bytes"), file, Fail));
    }
}

/// H8 to H12, H16 to H19, H21, H30: lengths and structure.
#[allow(clippy::too_many_lines, reason = "a table")]
fn structures(valid: &Valid, all: &mut Vec<Hostile>) {
    let good = &valid.certificate;
    let nested = |tag: &[u8], times: usize| tag.repeat(times);
    let cut = |length: usize| good[..length].to_vec();
    let headed = |head: &[u8]| [head, &good[4..]].concat();
    for (name, bytes, may) in [
        ("empty", vec![], Fail),
        ("one byte", vec![0x30], Fail),
        ("three bytes", vec![0x30, 0x82, 0x05], Fail),
        ("82 FFFF", headed(&[0x30, 0x82, 0xFF, 0xFF]), BeJudged),
        ("82 0010", headed(&[0x30, 0x82, 0x00, 0x10]), Fail),
        ("83", headed(&[0x30, 0x83, 0x00, 0xFF, 0xFF]), Fail),
        (
            "83 010000",
            headed(&[0x30, 0x83, 0x01, 0x00, 0x00]),
            BeJudged,
        ),
        (
            "84 FFFFFFFF",
            headed(&[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]),
            Fail,
        ),
        (
            "88",
            headed(&[0x30, 0x88, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
            Fail,
        ),
        ("89", headed(&[0x30, 0x89]), Fail),
        ("FF", headed(&[0x30, 0xFF]), Fail),
        ("indefinite", headed(&[0x30, 0x80]), Fail),
        ("81 7F", headed(&[0x30, 0x81, 0x7F]), Fail),
        ("endless tag", headed(&[0x1F, 0xFF, 0xFF, 0xFF]), Fail),
        ("another tag", headed(&[0x31, 0x82, good[2], good[3]]), Fail),
        ("cut behind its dates", cut(300), BeJudged),
        ("cut before its dates", cut(60), Fail),
        ("cut by a byte", cut(good.len() - 1), BeJudged),
        ("nested sequences", nested(&[0x30, 0x80], 3000), Fail),
        (
            "nested definite",
            nested(&[0x30, 0x82, 0x40, 0x00], 1500),
            Fail,
        ),
        ("nested sets", nested(&[0x31, 0x80], 3000), Fail),
        (
            "zeros behind",
            [good.as_slice(), &[0; 4000]].concat(),
            BeJudged,
        ),
        ("twice", [good.as_slice(), good].concat(), BeJudged),
        ("of the authority", valid.authority.clone(), BeJudged),
    ] {
        all.push((format!("H8-21 {name}"), valid.card(&bytes, ""), may));
    }
    for (name, part, bytes, may) in [
        (
            "version 255",
            VERSION,
            vec![0xA0, 0x03, 0x02, 0x01, 0xFF],
            BeJudged,
        ),
        ("empty version", VERSION, vec![0xA0, 0x00], BeJudged),
        ("empty serial", SERIAL, vec![0x02, 0x00], BeJudged),
        ("negative serial", SERIAL, vec![0x02, 0x01, 0x80], BeJudged),
        (
            "serial of 4000 bytes",
            SERIAL,
            tlv(0x02, &[0x55; 4000]),
            BeJudged,
        ),
        ("empty algorithm", ALGORITHM, vec![0x30, 0x00], BeJudged),
        (
            "endless OID",
            ALGORITHM,
            tlv(0x30, &tlv(0x06, &[0xFF; 200])),
            BeJudged,
        ),
        (
            "OID that ends in the middle",
            ALGORITHM,
            tlv(0x30, &[0x06, 0x01, 0x80]),
            BeJudged,
        ),
        ("empty issuer", ISSUER, vec![0x30, 0x00], BeJudged),
        (
            "issuer of empty sets",
            ISSUER,
            tlv(0x30, &[0x31, 0x00].repeat(400)),
            BeJudged,
        ),
        (
            "inner longer than outer",
            ISSUER,
            vec![0x30, 0x02, 0x31, 0x7F],
            BeJudged,
        ),
        ("empty subject", SUBJECT, vec![0x30, 0x00], BeJudged),
        ("empty extensions", EXTENSIONS, vec![0xA3, 0x00], BeJudged),
        (
            "an empty extension",
            EXTENSIONS,
            tlv(0xA3, &tlv(0x30, &[0x30, 0x00])),
            BeJudged,
        ),
        (
            "a thousand extensions",
            EXTENSIONS,
            tlv(
                0xA3,
                &tlv(
                    0x30,
                    &tlv(0x30, &[0x06, 0x01, 0x2A, 0x04, 0x00]).repeat(1000),
                ),
            ),
            BeJudged,
        ),
        (
            "an unknown critical extension",
            EXTENSIONS,
            tlv(
                0xA3,
                &tlv(
                    0x30,
                    &tlv(0x30, &[0x06, 0x01, 0x2A, 0x01, 0x01, 0xFF, 0x04, 0x00]),
                ),
            ),
            BeJudged,
        ),
    ] {
        let file = valid.card(&valid.with(part, &bytes), "");
        all.push((format!("H17-29 {name}"), file, may));
    }
}

/// H20: keys.
fn keys(valid: &Valid, all: &mut Vec<Hostile>) {
    let algorithm = objects(split(&valid.part(KEY)).1)[0].clone();
    let bits = |bytes: &[u8]| tlv(0x03, &[&[0], bytes].concat());
    let rsa = |modulus: &[u8], exponent: &[u8]| {
        bits(&tlv(
            0x30,
            &[tlv(0x02, modulus), tlv(0x02, exponent)].concat(),
        ))
    };
    for (name, bytes) in [
        ("no key", vec![]),
        ("an empty bit string", vec![0x03, 0x00]),
        ("nine unused bits", vec![0x03, 0x01, 0x09]),
        ("no integers", bits(&[0x30, 0x00])),
        ("modulus 0", rsa(&[0], &[1, 0, 1])),
        ("modulus 1", rsa(&[1], &[1, 0, 1])),
        ("an even modulus", rsa(&[0x7F, 0xFE], &[1, 0, 1])),
        ("16,384 bits", rsa(&[0x7F; 2048], &[1, 0, 1])),
        ("exponent 1", rsa(&[0x7F; 256], &[1])),
        ("exponent 0", rsa(&[0x7F; 256], &[0])),
        ("a negative exponent", rsa(&[0x7F; 256], &[0x80])),
    ] {
        let key = tlv(0x30, &[algorithm.clone(), bytes].concat());
        let file = valid.card(&valid.with(KEY, &key), "");
        all.push((format!("H20 {name}"), file, BeJudged));
    }
    all.push((
        "H20 empty".to_owned(),
        valid.card(&valid.with(KEY, &[0x30, 0x00]), ""),
        BeJudged,
    ));
}

/// H22: names and labels that command a terminal, or are no text.
fn texts(valid: &Valid, all: &mut Vec<Hostile>) {
    let evil: [(&str, u8, &[u8]); 12] = [
        ("ESC", 0x0C, b"\x1B[2J\x1B]0;evil\x07"),
        ("carriage return", 0x0C, b"ok\rFAIL"),
        ("line feed", 0x0C, b"ok\nusable: yes"),
        ("bidi", 0x0C, "\u{202E}elbasu\u{2066}".as_bytes()),
        ("C1", 0x0C, "\u{9B}2J\u{85}".as_bytes()),
        ("NUL", 0x0C, b"a\0b"),
        ("no UTF-8", 0x0C, b"\xC3\x28\xFF\xFE\x80"),
        ("lone surrogate", 0x1E, b"\xD8\x00"),
        ("odd BMP string", 0x1E, b"\x00"),
        ("markup", 0x0C, b"<script>alert(1)</script>&\"'"),
        ("4,000 bytes", 0x0C, &[b'A'; 4000]),
        ("empty", 0x0C, b""),
    ];
    for (name, tag, text) in evil {
        let attribute = tlv(
            0x30,
            &[vec![0x06, 0x03, 0x55, 0x04, 0x03], tlv(tag, text)].concat(),
        );
        let person = tlv(0x30, &tlv(0x31, &attribute));
        for (part, of) in [(SUBJECT, "subject"), (ISSUER, "issuer")] {
            let file = valid.card(&valid.with(part, &person), "");
            all.push((format!("H22 {of} {name}"), file, BeJudged));
        }
        let label = hex::encode(
            text.iter()
                .copied()
                .chain([0x20; 160])
                .take(160)
                .collect::<Vec<_>>(),
        );
        let file = format!(
            "extends = 'valid'\n[title]\nja = ''\nen = ''\n\
             [[quirk]]\nto = '00B0000020'\nanswer = '{label}9000'\n"
        );
        all.push((format!("H22 token {name}"), file, BeJudged));
    }
}

/// H23, H24: dates that are none, or lie.
fn dates(valid: &Valid, all: &mut Vec<Hostile>) {
    let begin = tlv(0x17, b"221101010000Z");
    for (tag, text, may) in [
        (0x17, &b"000000000000Z"[..], Fail),
        (0x17, b"270230145959Z", Fail),
        (0x17, b"270630145959+0900", Fail),
        (0x17, b"270630246060Z", Fail),
        (0x17, b"270630145960Z", Fail),
        (0x17, b"2706301459Z", Fail),
        (0x17, b"270630145959", Fail),
        (0x17, b"", Fail),
        (0x17, b"\x1B[2J5959595Z", Fail),
        (0x17, &[b'9'; 4000], Fail),
        (0x17, b"500101000000Z", Fail),
        (0x17, b"491231235959Z", BeJudged),
        (0x18, b"99991231235959Z", BeJudged),
        (0x18, b"00000101000000Z", Fail),
        (0x18, b"20270630145959.5Z", Fail),
        (0x18, b"-0010101000000Z", Fail),
        (0x02, b"270630145959Z", Fail),
        // It ends before it begins.
        (0x17, b"221031145959Z", Fail),
    ] {
        let validity = tlv(0x30, &[begin.clone(), tlv(tag, text)].concat());
        let file = valid.card(&valid.with(VALIDITY, &validity), "");
        let text: String = text.iter().take(20).map(|byte| char::from(*byte)).collect();
        all.push((format!("H23-24 {tag:02X} {text:?}"), file, may));
    }
    for bytes in [
        vec![0x30, 0x00],
        tlv(0x30, &begin),
        tlv(0x30, &begin.repeat(3)),
    ] {
        let file = valid.card(&valid.with(VALIDITY, &bytes), "");
        all.push((format!("H23 {}", hex::encode(bytes)), file, BeJudged));
    }
}

/// H25, H26: cards that say something else the second time.
fn changing(valid: &Valid, all: &mut Vec<Hostile>) {
    let later = valid.with(
        VALIDITY,
        &tlv(
            0x30,
            &[tlv(0x17, b"221101010000Z"), tlv(0x17, b"491231235959Z")].concat(),
        ),
    );
    for (name, first, then) in [
        ("a later end at first", &later, &valid.certificate),
        ("a later end then", &valid.certificate, &later),
    ] {
        for length in [7, 32, 256] {
            // Each READ BINARY from the beginning, but the first, is answered from another certificate.
            let quirk = format!(
                "[[quirk]]\nto = '00B00000'\ntimes = 1\nanswer = '{}9000'\n",
                hex::encode(&first[..length])
            );
            let file = valid.card(then, &quirk);
            all.push((format!("H25 {name}, {length} bytes"), file, BeJudged));
        }
    }
    for (to, answer) in [("00B001", 256), ("00B002", 256), ("00B0", 7)] {
        let mut quirks = String::new();
        for _ in 0..2 {
            let stale = hex::encode(&valid.certificate[..answer]);
            let _ = write!(
                quirks,
                "[[quirk]]\nto = '{to}'\nafter = 1\ntimes = 1\nanswer = '{stale}9000'\n"
            );
        }
        all.push((
            format!("H26 {to}"),
            valid.card(&valid.certificate, &quirks),
            BeJudged,
        ));
    }
}

fn hostile() -> Vec<Hostile> {
    let valid = Valid::new();
    let mut all = Vec::new();
    atrs(&mut all);
    answers(&mut all);
    structures(&valid, &mut all);
    keys(&valid, &mut all);
    texts(&valid, &mut all);
    dates(&valid, &mut all);
    changing(&valid, &mut all);
    all
}

fn assert_tame(run: &Run, name: &str) {
    for text in [&run.out, &run.err] {
        let commands = |c: char| {
            (c.is_control() && c != '\n')
                || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!text.contains(commands), "{name}: {text:?}");
        assert!(text.len() < 200_000, "{name}: {} bytes", text.len());
    }
}

/// Judged in bounds, by an exit code of the contract, and never better than it is.
fn assert_judged(name: &str, card: &str, may: May) -> Vec<u8> {
    let mut exits = Vec::new();
    for question in [
        &["check"][..],
        &["check", "--expiry"],
        &["doctor"],
        &["certificate"],
    ] {
        let done = run(&[question, &["--simulate", card, "--format", "json"]].concat());
        assert_tame(&done, name);
        assert!(done.exit <= 6, "{name} {question:?}: {}", done.exit);
        let report: serde_json::Value = serde_json::from_str(&done.out).unwrap();
        let commands = report["exchange"]["commands"].as_u64().unwrap_or_default();
        assert!(
            commands <= MOST_COMMANDS,
            "{name} {question:?}: {commands} commands"
        );
        let good = matches!(report["verdict"].as_str(), Some("usable" | "attention"));
        if question[0] == "check" {
            assert!(
                may == BeJudged || !good,
                "{name} {question:?}: {}",
                done.out
            );
        }
        exits.push(done.exit);
    }
    exits
}

/// Through every question, into a recording and out of it again.
fn assert_held(scratch: &Scratch, name: &str, file: &str, may: May) {
    let (card, recording) = (scratch.path("card.toml"), scratch.path("card.jsonl"));
    fs::write(&card, file).unwrap();
    assert_judged(name, &card, may);
    let record = ["--record", &recording, "--overwrite"];
    let check = ["check", "--lang", "en", "--simulate", &card];
    let told = run(&[&check[..], &record].concat());
    assert_tame(&told, name);
    if !fs::exists(&recording).unwrap() {
        return;
    }
    // What is no certificate is left out of a recording, and then another question follows: the same is
    // said or nothing.
    let said = |exit: u8| [told.exit, 4, 6].contains(&exit);
    let replayed = run(&["check", "--lang", "en", "--replay", &recording]);
    assert!(
        said(replayed.exit),
        "{name}: {}\n{}",
        told.out,
        replayed.out
    );
    let linted = run(&["trace", "lint", &recording]);
    assert_eq!(linted.exit, 0, "{name}: {}", linted.out);
    for lang in ["ja", "en"] {
        let explained = run(&["trace", "explain", "--lang", lang, &recording]);
        assert_tame(&explained, name);
        assert!(
            said(explained.exit),
            "{name}: {}\n{}",
            told.out,
            explained.out
        );
    }
}

#[test]
fn a_card_made_to_harm_is_judged_recorded_and_explained() {
    let scratch = Scratch::new("hostile-cards");
    let all = hostile();
    assert!(all.len() >= 200, "{}", all.len());
    let fallen: Vec<_> = all
        .iter()
        .filter(|(name, file, may)| {
            let held = || assert_held(&scratch, name, file, *may);
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(held)).is_err()
        })
        .map(|(name, ..)| name)
        .collect();
    assert!(fallen.is_empty(), "{fallen:#?}");
}
