#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking"
)]

use super::*;
use crate::simulator::image::Image;

/// A sequence as long as a certificate.
fn long(value: &[u8]) -> Vec<u8> {
    let length = u16::try_from(value.len()).unwrap().to_be_bytes();
    [&[0x30, 0x82], &length[..], value].concat()
}

/// A certificate whose name of the issuer, algorithm or validity is another: a row of a dump that
/// stands in its place shows nothing.
#[test]
fn only_known_values_of_a_certificate_are_shown() {
    let card = crate::simulator::cards::find("valid").unwrap().file;
    let image = Image::parse(card, jiff::civil::date(2026, 11, 22)).unwrap();
    let mut files = image.applications.iter().map(|ap| &ap.files);
    let certificate = files.find_map(|files| files.get(&0x0A)).unwrap().content[..256].to_vec();
    let judged = |bytes: &[u8]| {
        let mut walk = Walk::of_file(0x0A).unwrap();
        let bytes = bytes.iter().enumerate();
        bytes
            .map(|(at, byte)| walk.judge(at, *byte))
            .collect::<Vec<_>>()
    };
    let clear = judged(&certificate);
    let end = clear.iter().rposition(Option::is_none).unwrap();
    for from in (0..end).step_by(16) {
        let mut damaged = certificate.clone();
        damaged[from..from + 16].copy_from_slice(b"YAMADA hanako 39");
        let shown: Vec<u8> = judged(&damaged)
            .iter()
            .zip(&damaged)
            .filter_map(|(reason, byte)| reason.is_none().then_some(*byte))
            .collect();
        for part in [&b"YAMADA"[..], b"hanako"]
            .iter()
            .flat_map(|name| name.windows(3))
        {
            assert!(
                !shown.windows(3).any(|three| three == part),
                "{from}: {shown:02X?}"
            );
        }
    }
}

#[test]
fn a_stranger_among_issuers_is_left_out_and_its_dates_stay() {
    let name = b"\x31\x0F\x30\x0D\x06\x03\x55\x04\x0A\x0C\x06YAMADA\x31\x0B\x30\x09\x06\x03\x55\x04\x06\x13\x02JP";
    let validity = b"\x17\x0D221101010000Z\x18\x0F20270630145959Z";
    let field =
        |tag: u8, value: &[u8]| [&[tag, u8::try_from(value.len()).unwrap()], value].concat();
    let body = [
        field(0x02, b"\x05"),
        field(0x30, ALGORITHM),
        field(0x30, name),
        field(0x30, validity),
        field(0x30, b"who"),
    ];
    let certificate = long(&long(&body.concat()));
    let mut walk = Walk::of_file(0x01).unwrap();
    let bytes = certificate.iter().enumerate();
    let shown: Vec<_> = bytes
        .map(|(at, byte)| {
            if walk.judge(at, *byte).is_some() {
                b'X'
            } else {
                *byte
            }
        })
        .collect();
    let text = String::from_utf8_lossy(&shown);
    assert!(
        text.contains("221101010000Z") && text.contains("20270630145959Z"),
        "{text}"
    );
    assert!(
        text.contains("XXXXXX1") && text.contains("JP") && !text.contains("who"),
        "{text}"
    );
}

const ALGORITHM: &[u8] = b"\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0B\x05\x00";

#[test]
fn another_certificate_in_the_same_file_is_judged_anew() {
    let certificate = |serial: &[u8], subject: &[u8]| {
        let field =
            |tag: u8, value: &[u8]| [&[tag, u8::try_from(value.len()).unwrap()], value].concat();
        let name = b"\x31\x0B\x30\x09\x06\x03\x55\x04\x06\x13\x02JP";
        let validity = b"\x17\x0D221101010000Z\x17\x0D270630145959Z";
        let body = [
            field(0x02, serial),
            field(0x30, ALGORITHM),
            field(0x30, name),
            field(0x30, validity),
        ];
        long(&long(&[&body.concat(), subject].concat()))
    };
    let first = certificate(b"a serial number", b"who");
    let second = certificate(b"s", b"SUBJECT OF SOMEBODY ELSE HERE");
    let mut walk = Walk::of_file(0x0A).unwrap();
    for (at, byte) in first.iter().enumerate() {
        walk.judge(at, *byte);
    }
    let bytes = second.iter().enumerate();
    let shown: Vec<u8> = bytes
        .filter(|(at, byte)| walk.judge(*at, **byte).is_none())
        .map(|(_, byte)| *byte)
        .collect();
    let text = String::from_utf8_lossy(&shown);
    assert!(
        text.contains("270630145959Z") && !text.contains("SUBJ"),
        "{text}"
    );
}

#[test]
fn what_is_no_certificate_is_not_shown() {
    for (content, shown) in [
        (&b"some name in plain text"[..], &b""[..]),
        (&[0x30, 0x80, 0x41, 0x42], &[0x30, 0x80]),
        (&[0x30, 0x88, 0x41, 0x42], &[0x30, 0x88]),
        (&[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], &[0x30, 0x84]),
        (&[0x30, 0x82, 0xFF, 0xFF, 0x41], &[0x30, 0x82, 0xFF, 0xFF]),
        (b"000S00SIMUL", b"00"),
        (
            &[0x30, 0x82, 0x05, 0x16, 0x30, 0x53, 0x41],
            &[0x30, 0x82, 0x05, 0x16, 0x30, 0x53],
        ),
        (&[0x30, 0x03, 0x04, 0x41, 0x42], &[0x30, 0x03]),
        (&[0xFF, 0xFF, 0x41, 0xFF], &[0xFF, 0xFF]),
        (&[0x00, 0x00, 0x00], &[0x00, 0x00, 0x00]),
    ] {
        let mut walk = Walk::of_file(0x0A).unwrap();
        let clear: Vec<u8> = content
            .iter()
            .enumerate()
            .filter(|(at, byte)| walk.judge(*at, **byte).is_none())
            .map(|(_, byte)| *byte)
            .collect();
        assert_eq!(clear, shown);
    }
}

/// A certificate that a CA has issued to itself is known by its subject; of anybody else's no byte is
/// shown that is not its issuer's.
#[test]
fn of_the_subject_only_what_repeats_the_issuer_is_shown() {
    let field =
        |tag: u8, value: &[u8]| [&[tag, u8::try_from(value.len()).unwrap()], value].concat();
    let country = b"\x31\x0B\x30\x09\x06\x03\x55\x04\x06\x13\x02JP";
    let named = |kind: u8, name: &[u8]| {
        let value = field(0x0C, name);
        let attribute = field(
            0x30,
            &[&[0x06, 0x03, 0x55, 0x04, kind], &value[..]].concat(),
        );
        field(0x30, &[&country[..], &field(0x31, &attribute)].concat())
    };
    let issuer = named(0x0A, b"JPKI");
    let validity = field(0x30, b"\x17\x0D221101010000Z\x17\x0D270630145959Z");
    let begin = [
        &field(0x02, b"\x05")[..],
        &field(0x30, ALGORITHM),
        &issuer,
        &validity,
    ]
    .concat();
    let shown = |subject: &[u8]| {
        let key = field(0x30, b"the key");
        let body = [&begin[..], subject, &key].concat();
        let certificate = long(&long(&body));
        let mut walk = Walk::of_file(0x0A).unwrap();
        let clear: Vec<bool> = (0..)
            .zip(&certificate)
            .map(|(at, byte)| walk.judge(at, *byte).is_none())
            .collect();
        let from = certificate.len() - key.len() - subject.len();
        let (subject, behind) = clear[from..].split_at(subject.len());
        assert!(!behind.contains(&true));
        subject.iter().take_while(|shown| **shown).count()
    };
    assert_eq!(shown(&issuer), issuer.len());
    // Of the same length, and the same country; then another kind of name, and another name.
    assert_eq!(shown(&named(0x03, b"JPKI")), 2 + country.len() + 8);
    assert_eq!(shown(&named(0x0A, b"WATA")), 2 + country.len() + 11);
    // The length already differs.
    assert_eq!(shown(&named(0x0A, b"YAMADA")), 1);
    assert_eq!(shown(b"who"), 0);
}

/// One digit changed makes of the length of a serial number one that is said to take four bytes.
#[test]
fn a_damaged_length_shows_nothing_of_what_stands_behind_it() {
    let serial = b"\xAB\xCD\xEF\x97";
    for field in [
        &b"\x02\x84"[..],
        b"\x30\x84",
        b"\xA0\x84",
        b"\xA0\x03\x02\x01\x02\x02\x84",
        b"\xA0\x03\x02\x01\x02\x02\x83",
        b"\xA0\x03\x02\x01\x02\x02\x82",
    ] {
        let bytes = [b"\x30\x82\x06\x2E\x30\x82\x05\x16", field, serial].concat();
        let mut walk = Walk::of_file(0x0A).unwrap();
        let judged = |(at, byte): (usize, &u8)| walk.judge(at, *byte).is_some();
        let hidden: Vec<bool> = bytes.iter().enumerate().map(judged).collect();
        let (_, behind) = hidden.split_at(bytes.len() - serial.len());
        assert_eq!(behind, [true; 4], "{bytes:02X?}");
    }
}

/// A time whose tag is none is left out, and nothing that stands behind it is taken for its digits; what
/// was left out decides on nothing, so a second time changes nothing.
#[test]
fn what_is_left_out_decides_on_nothing() {
    let card = crate::simulator::cards::find("valid").unwrap().file;
    let image = Image::parse(card, jiff::civil::date(2026, 11, 22)).unwrap();
    let mut files = image.applications.iter().map(|ap| &ap.files);
    let whole = files.find_map(|files| files.get(&0x0A)).unwrap();
    let certificate = &whole.content[..256];
    let judged = |bytes: &[u8]| -> Vec<Option<HiddenKind>> {
        let mut walk = Walk::of_file(0x0A).unwrap();
        let bytes = bytes.iter().enumerate();
        bytes.map(|(at, byte)| walk.judge(at, *byte)).collect()
    };
    for place in 0..certificate.len() {
        for change in [0x01, 0x03, 0x84, 0xFF] {
            let mut damaged = certificate.to_vec();
            damaged[place] ^= change;
            let once = judged(&damaged);
            let shown = damaged.iter().zip(&once);
            let again: Vec<u8> = shown.map(|(byte, reason)| kept(*byte, *reason)).collect();
            let twice = judged(&again);
            let hides_more = once
                .iter()
                .zip(&twice)
                .any(|(a, b)| a.is_none() && b.is_some());
            assert!(!hides_more, "{place} {change:02X}");
        }
    }
    let validity = certificate
        .windows(2)
        .position(|two| two == [0x17, 0x0D])
        .unwrap();
    let mut damaged = certificate.to_vec();
    damaged[validity] = 0x14;
    assert!(
        judged(&damaged)[validity..validity + 30]
            .iter()
            .all(Option::is_some)
    );
}
