//! `check` on every built-in card, through the whole program in process: verdict, exit code, both
//! languages, JSON, and the number of commands as the card counts them.

use crate::program::run as program;
use mynacheck::internals::finding::FindingId;
use mynacheck::internals::iso7816::StatusWord;
use mynacheck::internals::simulator::cards;
use mynacheck::internals::simulator::image::Image;
use mynacheck::internals::transport::ScardCode;

/// The day of every expectation.
const TODAY: &str = "2026-11-22";

/// Card, exit code, verdict, the finding that decides.
const EXPECTED: &[(&str, u8, &str, &str)] = &[
    ("valid", 0, "usable", "certificate-valid"),
    ("expiring", 1, "attention", "certificate-expiring"),
    ("grace", 1, "attention", "certificate-grace"),
    ("expired", 3, "unusable", "certificate-expired"),
    ("not-yet-valid", 3, "unusable", "certificate-not-yet-valid"),
    ("last-try", 1, "attention", "pin-last-try"),
    ("locked", 1, "attention", "pin-locked"),
    ("face-only", 1, "attention", "pin-locked"),
    ("no-signing", 0, "usable", "certificate-valid"),
    ("contactless", 0, "usable", "certificate-valid"),
    ("short-identifiers", 0, "usable", "certificate-valid"),
    ("slow-start", 0, "usable", "certificate-valid"),
    ("next-generation", 0, "usable", "certificate-valid"),
    ("android", 4, "unchecked", "certificate-needs-pin"),
    ("iphone", 4, "unchecked", "certificate-needs-pin"),
    ("juki-card", 3, "unusable", "juki-card"),
    ("next-generation", 0, "usable", "certificate-valid"),
    ("test-hierarchy", 3, "unusable", "test-card"),
    ("driving-licence", 3, "unusable", "not-my-number-card"),
    ("residence-card", 3, "unusable", "not-my-number-card"),
    ("felica", 3, "unusable", "not-my-number-card"),
    ("blank", 3, "unusable", "not-my-number-card"),
    ("mute", 4, "unchecked", "card-mute"),
];

#[test]
fn every_card_is_expected() {
    for card in cards::BUILT_IN {
        assert!(
            EXPECTED.iter().any(|(name, ..)| *name == card.name),
            "{} has no expectation",
            card.name
        );
    }
}

#[test]
fn verdict_exit_code_and_decisive_finding() {
    for (card, exit, verdict, finding) in EXPECTED {
        let json = program(&[
            "check", "--simulate", card, "--today", TODAY, "--format", "json",
        ]);
        assert_eq!(json.exit, *exit, "{card}");
        let report: serde_json::Value = serde_json::from_str(&json.out).unwrap();
        assert_eq!(report["verdict"], *verdict, "{card}");
        let ids: Vec<&str> = report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| finding["id"].as_str().unwrap())
            .collect();
        assert!(ids.contains(finding), "{card}: {ids:?}");
        assert!(ids.contains(&"simulated-card"), "{card}: {ids:?}");
    }
}

/// The first line says that the card is simulated, the second is the verdict, the third the next
/// step: what a clerk reads. The decisive finding's own words stand in the second.
#[test]
fn a_clerk_reads_three_lines() {
    for (card, ..) in EXPECTED {
        for (lang, simulated, verdict, next) in [
            ("ja", "【模擬】", "判定:", "次にすること:"),
            ("en", "SIMULATED", "Verdict:", "What to do:"),
        ] {
            let run = program(&[
                "check", "--simulate", card, "--today", TODAY, "--lang", lang,
            ]);
            let lines: Vec<&str> = run.out.lines().collect();
            assert!(
                lines[0].starts_with(simulated),
                "{card} {lang}: {}",
                run.out
            );
            assert!(lines[1].starts_with(verdict), "{card} {lang}: {}", run.out);
            assert!(lines[2].starts_with(next), "{card} {lang}: {}", run.out);
            let japanese = |c: char| matches!(c, 'ぁ'..='ん' | 'ァ'..='ヶ' | '一'..='龠');
            if lang == "en" {
                // Words that a clerk reads on the card or a form stand in their own script.
                let foreign: String = run
                    .out
                    .replace("資格確認書", "")
                    .replace("住基カード", "")
                    .replace("資格情報のお知らせ", "")
                    .replace("被保険者資格申立書", "")
                    .replace("顔認証", "");
                assert!(!foreign.contains(japanese), "{card}: {}", run.out);
            } else {
                assert!(lines[1].contains(japanese), "{card}: {}", run.out);
            }
        }
    }
}

#[test]
fn as_few_commands_as_the_card_allows() {
    let commands = |card: &str, arguments: &[&str]| {
        let mut all = vec![
            "check", "--simulate", card, "--today", TODAY, "--format", "json",
        ];
        all.extend(arguments);
        let report: serde_json::Value = serde_json::from_str(&program(&all).out).unwrap();
        report["exchange"]["commands"].as_u64().unwrap()
    };
    assert_eq!(commands("valid", &["--expiry"]), 3);
    assert_eq!(commands("contactless", &["--expiry"]), 3);
    assert_eq!(commands("short-identifiers", &["--expiry"]), 2);
    // One more where the card answers 6F00 to the first.
    assert_eq!(commands("slow-start", &["--expiry"]), 4);
    assert_eq!(commands("short-identifiers", &[]), 4);
    for (card, ..) in EXPECTED {
        // A locked card is asked whether it has PINs at all.
        let most = match *card {
            "locked" | "face-only" => 9,
            _ => 7,
        };
        if *card != "mute" && *card != "slow-start" {
            assert!(commands(card, &[]) <= most, "{card}");
        }
    }
}

/// The length of certificates that were seen (`protocol.md` §5.2), for the exchange to be like a real
/// one.
#[test]
fn certificates_are_as_long_as_real_ones() {
    let today = TODAY.parse().unwrap();
    for name in ["valid", "expired", "test-hierarchy", "android"] {
        let image = Image::built_in(name, today).unwrap();
        let jpki = image
            .applications
            .iter()
            .find(|ap| ap.aid.starts_with(&[0xD3, 0x92, 0xF0]));
        let certificate = &jpki.unwrap().files[&0x000A].content;
        let length = 4 + usize::from(u16::from_be_bytes([certificate[2], certificate[3]]));
        assert!((1570..=1590).contains(&length), "{name}: {length}");
    }
}

/// `explain` knows every id, code and status word in use, in both languages.
#[test]
fn everything_is_explained() {
    let mut names: Vec<String> = FindingId::ALL
        .iter()
        .map(|id| id.as_str().to_owned())
        .collect();
    names.extend(
        ScardCode::ALL
            .iter()
            .map(|code| format!("0x{:08X}", code.0)),
    );
    names.extend(StatusWord::KNOWN.iter().map(ToString::to_string));
    for name in names {
        for lang in ["ja", "en"] {
            let run = program(&["explain", &name, "--lang", lang]);
            assert_eq!(run.exit, 0, "{name}");
            let meaning = run.out.lines().nth(1).unwrap_or_default();
            let japanese = meaning
                .chars()
                .any(|c| matches!(c, 'ぁ'..='ん' | 'ァ'..='ヶ'));
            assert!(meaning.len() > 10, "{name} {lang}: {}", run.out);
            assert_eq!(japanese, lang == "ja", "{name} {lang}: {meaning}");
        }
    }
}

#[test]
fn days_are_judged_on_the_day_that_is_asked_for() {
    for (today, stage) in [("2021-11-22", "valid"), ("2026-11-22", "valid")] {
        let run = program(&[
            "check", "--simulate", "valid", "--today", today, "--format", "json",
        ]);
        let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(report["today"], today);
        assert_eq!(report["certificate"]["stage"], stage);
    }
}

/// Only those who ask for it hear when the card body ends: it costs two commands.
#[test]
fn the_last_day_of_the_card_body_is_asked_by_doctor() {
    let expires = |command: &str| -> serde_json::Value {
        let arguments = [
            command, "--simulate", "valid", "--today", TODAY, "--format", "json",
        ];
        let report: serde_json::Value = serde_json::from_str(&program(&arguments).out).unwrap();
        report["card"]["expires"].clone()
    };
    assert_eq!(expires("doctor"), "2032-06-29");
    assert_eq!(expires("certificate"), "2032-06-29");
    assert!(expires("check").is_null());
}
