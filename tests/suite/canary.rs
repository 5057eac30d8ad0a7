//! Canaries: a PIN, a subject and a serial number that must come out nowhere, however the program
//! is asked, whatever fails, and however much it is told to say.

use crate::program::{Scratch, process};

const PIN: &str = "7391";
const SUBJECT: &str = "CANARY0SUBJECT0OF0MINE7";
const SERIAL: &str = "0BADCA4E";

const FAULTS: &[(&str, &str)] = &[
    ("right", "[ap.jpki.pin.0018]\nvalue = \"7391\""),
    ("wrong", ""),
    ("last", "[ap.jpki.pin.0018]\nleft = 1"),
    ("lost", "[[quirk]]\nto = \"0020008004\"\ncut = 0"),
    ("pulled", "[[quirk]]\nto = \"0020008004\"\nremove = true"),
    ("odd", "[[quirk]]\nto = \"0020008004\"\nanswer = \"6F00\""),
    // A card that answers with what it was sent: no log may show it.
    (
        "echo",
        "[[quirk]]\nto = \"0020008004\"\nanswer = \"373339319000\"",
    ),
    (
        "echo-word",
        "[[quirk]]\nto = \"0020008004\"\nanswer = \"37333931\"",
    ),
    (
        "malformed",
        "[ap.jpki.ef.000A]\ncertificate = \"user-authentication\"\nlength = 900",
    ),
    (
        "phone",
        "[ap.jpki.pin.0018]\nvalue = \"7391\"\n[ap.jpki.ef.000A]\nread = \"pin 0018\"\n\
         [ap.jpki.ef.0006]\ntext = \"JPKIAPGPSETOKEN\"",
    ),
    ("forged", "[ap.jpki.pin.0018]\nvalue = \"7391\""),
];

const COMMANDS: &[&[&str]] = &[
    &["check"],
    &["check", "--expiry"],
    &["pin", "status"],
    &["pin", "verify", "--pin-stdin"],
    &["pin", "verify", "--pin-stdin", "--allow-last-try"],
    &["certificate", "--pin-stdin"],
    &["prove", "--pin-stdin", "--allow-last-try"],
];

/// How bytes may be written down: text, hex close and spaced in both cases, decimal, base64 in all
/// three places of a group.
fn forms(bytes: &[u8]) -> Vec<String> {
    let join = |between: &str, one: &dyn Fn(&u8) -> String| {
        bytes.iter().map(one).collect::<Vec<_>>().join(between)
    };
    let upper = |byte: &u8| format!("{byte:02X}");
    let lower = |byte: &u8| format!("{byte:02x}");
    let prefixed = |byte: &u8| format!("0x{byte:02x}");
    let decimal = |byte: &u8| byte.to_string();
    let mut forms = vec![String::from_utf8_lossy(bytes).into_owned()];
    for between in ["", " ", ":", ", "] {
        forms.push(join(between, &upper));
        forms.push(join(between, &lower));
        forms.push(join(between, &prefixed));
        if !between.is_empty() {
            forms.push(join(between, &decimal));
        }
    }
    for shift in 0..3 {
        forms.push(base64(bytes, shift));
    }
    forms.retain(|form| form.len() >= 4 && !form.contains('\u{FFFD}'));
    forms
}

/// The letters of base64 that depend on `bytes` alone, when `shift` others come before.
fn base64(bytes: &[u8], shift: usize) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: Vec<u8> = bytes
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1))
        .collect();
    let skipped = (6 - shift * 8 % 6) % 6;
    bits[skipped..]
        .chunks_exact(6)
        .map(|group| group.iter().fold(0, |value, bit| value << 1 | bit))
        .map(|value: u8| char::from(LETTERS[usize::from(value)]))
        .collect()
}

#[test]
fn the_forms_are_what_they_should_be() {
    let forms = forms(b"7391");
    for form in ["7391", "37333931", "37 33 39 31", "55, 51, 57, 49", "NzM5M"] {
        assert!(forms.iter().any(|known| known == form), "{form}: {forms:?}");
    }
    // "a7391" and "ab7391" in base64.
    assert!("YTczOTE=".contains(&base64(b"7391", 1)));
    assert!("YWI3Mzkx".contains(&base64(b"7391", 2)));
}

fn run(arguments: &[&str]) -> Vec<u8> {
    let output = process(arguments, &format!("{PIN}\n"));
    [output.stdout, output.stderr].concat()
}

/// Without durations and fingerprints, in which four digits stand by chance.
fn without_chance(mut text: &str) -> String {
    const BEFORE: &[&str] = &["\"us\":", "took=", "\"millis\":", "\"sha256\":", "SHA-256"];
    let mut kept = String::new();
    loop {
        let next = BEFORE
            .iter()
            .filter_map(|mark| Some(text.find(mark)? + mark.len()))
            .min();
        let Some(next) = next else {
            return kept + text;
        };
        kept.push_str(&text[..next]);
        text = text[next..]
            .trim_start_matches([' ', '"'])
            .trim_start_matches(|c: char| c.is_alphanumeric() || c == '.');
    }
}

#[test]
fn nothing_of_them_comes_out_anywhere() {
    let scratch = Scratch::new("canary");
    let needles: Vec<(String, &str)> = [
        ("the PIN", PIN.as_bytes().to_vec()),
        ("the subject", SUBJECT.as_bytes().to_vec()),
        ("the serial number", hex::decode(SERIAL).unwrap()),
    ]
    .into_iter()
    .flat_map(|(name, bytes)| forms(&bytes).into_iter().map(move |form| (form, name)))
    .collect();
    let mut said = 0;
    for (fault, change) in FAULTS {
        let authority = if *fault == "forged" {
            "forger"
        } else {
            "simulated"
        };
        let card = scratch.path(&format!("{fault}.toml"));
        let text = format!(
            "extends = \"valid\"\n[certificate.user-authentication]\nsubject = \"{SUBJECT}\"\n\
             serial = \"{SERIAL}\"\nauthority = \"{authority}\"\n{change}"
        );
        std::fs::write(&card, text).unwrap();
        for command in COMMANDS {
            for (verbosity, format) in [("-v", "text"), ("-vv", "json"), ("-vvv", "text")] {
                let recording = scratch.path("recording");
                let mut arguments = command.to_vec();
                arguments.extend(["--simulate", &card, "--today", "2026-11-22"]);
                arguments.extend(["--format", format, verbosity]);
                arguments.extend(["--record", &recording, "--overwrite"]);
                let mut output = run(&arguments);
                assert!(output.len() > 200, "{arguments:?} says nothing");
                output.extend(std::fs::read(&recording).unwrap());
                let output = without_chance(&String::from_utf8(output).unwrap());
                said += output.len();
                for (needle, name) in &needles {
                    let found = output.find(needle.as_str());
                    if let Some(at) = found {
                        let around = &output[at.saturating_sub(60)..at + needle.len()];
                        panic!("{name} as {needle}: {arguments:?}\n...{around}");
                    }
                }
            }
        }
    }
    assert!(said > 500_000, "{said} bytes looked through");
}

/// The test above can fail: the certificate shows both when asked for, and the card file does.
#[test]
fn a_canary_that_sings_is_heard() {
    let scratch = Scratch::new("singing");
    let card = scratch.path("card.toml");
    let text = format!(
        "extends = \"valid\"\n[certificate.user-authentication]\nsubject = \"{SUBJECT}\"\n\
         serial = \"{SERIAL}\""
    );
    std::fs::write(&card, text).unwrap();
    let full = run(&[
        "certificate", "--full", "--simulate", &card, "--timeout", "0",
    ]);
    let full = String::from_utf8(full).unwrap();
    assert!(full.contains(SUBJECT) && full.contains(SERIAL));
}
