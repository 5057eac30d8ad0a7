//! The guide: every situation whole, every step with its source, every link alive.

use std::collections::HashSet;

use mynacheck::finding::FindingId;
use mynacheck::guide;
use mynacheck::message::Bilingual;

fn japanese(text: &str) -> bool {
    text.chars()
        .any(|c| matches!(c, 'ぁ'..='ん' | 'ァ'..='ヶ' | '一'..='龠'))
}

/// Japanese terms that the patient reads on paper or screen stand in parentheses in English.
fn english(text: &str) -> String {
    text.split('(')
        .map(|part| part.split_once(')').map_or(part, |(_, outside)| outside))
        .collect()
}

#[test]
fn there_are_forty_situations_or_more_each_with_its_own_name() {
    let mut ids = HashSet::new();
    let mut titles = HashSet::new();
    for situation in guide::situations() {
        assert!(ids.insert(situation.id), "{} twice", situation.id);
        assert!(titles.insert(situation.title.ja), "{}", situation.title.ja);
        assert!(titles.insert(situation.title.en), "{}", situation.title.en);
        assert!(
            situation
                .id
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
            "{}",
            situation.id
        );
    }
    assert!(ids.len() >= 40, "{}", ids.len());
}

#[test]
fn every_step_has_a_source_and_every_source_a_date() {
    for situation in guide::situations() {
        assert!(situation.steps.len() >= 2, "{}", situation.id);
        for step in situation.steps {
            assert!(!step.from.is_empty(), "{}: {}", situation.id, step.text.ja);
            for cite in step.from {
                let date = cite.page.date;
                assert!(matches!(date.len(), 4 | 7 | 10), "{date}");
                assert!(date.starts_with("20"), "{date}");
            }
        }
        assert!(!situation.as_of().is_empty(), "{}", situation.id);
    }
}

/// A page of the insurers' questions is cited with the question: 2-5, Q9, P17.
#[test]
fn long_pages_are_cited_by_place() {
    for situation in guide::situations() {
        for cite in situation.sources() {
            let name = cite.page.name.ja;
            let long = ["松戸市", "ご説明資料", "東洋紡"];
            let place = cite.place;
            if long.iter().any(|part| name.contains(part)) {
                let well_formed = place.strip_prefix(['Q', 'P']).map_or_else(
                    || {
                        place.split_once('-').is_some_and(|(chapter, number)| {
                            ["1", "2", "3"].contains(&chapter) && number.parse::<u8>().is_ok()
                        })
                    },
                    |number| number.parse::<u8>().is_ok(),
                );
                assert!(well_formed, "{}: {name} {place}", situation.id);
            }
        }
    }
}

#[test]
fn both_languages_are_whole() {
    let check = |id: &str, text: Bilingual| {
        assert!(japanese(text.ja), "{id}: {}", text.ja);
        assert!(!japanese(&english(text.en)), "{id}: {}", text.en);
        assert!(text.en.len() > 5, "{id}");
    };
    for situation in guide::situations() {
        check(situation.id, situation.title);
        check(situation.id, situation.say);
        for step in situation.steps {
            check(situation.id, step.text);
            assert!(step.text.ja.ends_with('。'), "{}", step.text.ja);
            assert!(step.text.en.ends_with('.'), "{}", step.text.en);
        }
        for cite in situation.sources() {
            check(situation.id, cite.page.name);
        }
    }
}

/// A step that sends to another situation names one that there is.
#[test]
fn links_between_situations_lead_somewhere() {
    let ids: HashSet<&str> = guide::situations().map(|situation| situation.id).collect();
    for situation in guide::situations() {
        for step in situation.steps {
            let linked = |text: &str| -> Vec<String> {
                text.split('`')
                    .skip(1)
                    .step_by(2)
                    .map(str::to_owned)
                    .collect()
            };
            let names = linked(step.text.ja);
            assert_eq!(names, linked(step.text.en), "{}", situation.id);
            for name in names {
                assert!(ids.contains(name.as_str()), "{}: {name}", situation.id);
            }
        }
    }
}

/// The situations that a counter needs most, each by the word that a clerk would type.
#[test]
fn what_a_counter_asks_most_is_there() {
    for word in [
        "停電",
        "紛失",
        "スマホ",
        "資格情報なし",
        "資格無効",
        "子ども",
        "介助",
        "訪問",
        "75歳",
        "10割",
        "目視",
        "帽子",
        "認知症",
        "けが",
        "申立書",
        "お知らせ",
        "PDF",
        "汎用",
        "ロック",
        "忘れた",
        "期限切れ",
        "失効",
        "別人",
        "施設",
        "資格確認書",
        "再発行",
        "オンライン診療",
    ] {
        match guide::find(&[word.to_owned()]) {
            guide::Found::Situations(found) => assert!(!found.is_empty()),
            guide::Found::Near(near) => panic!("{word}: {near:?}"),
        }
    }
}

/// Rules that have ended are told as past: their days stand in one situation, about the former card.
#[test]
fn no_rule_that_has_ended_is_told_as_todays() {
    for situation in guide::situations() {
        for step in situation.steps {
            for past in [
                "令和7年7月",
                "2025年7月",
                "2025年12月",
                "2026年3月",
                "December 2025",
            ] {
                if step.text.ja.contains(past) || step.text.en.contains(past) {
                    assert_eq!(situation.id, "former-insurance-card");
                    assert!(step.text.ja.contains("でした"), "{}", step.text.ja);
                }
            }
        }
    }
}

/// What stops the ordinary way at the counter leads to the way that is left.
#[test]
fn what_stops_a_patient_leads_to_a_situation() {
    for (id, situation) in [
        ("no-reader", "reader-fails"),
        ("service-missing", "reader-fails"),
        ("windows-service-stopped", "reader-fails"),
        ("reader-held-by-kernel", "reader-fails"),
        ("driver-unlisted", "reader-fails"),
        ("card-mute", "card-does-not-read"),
        ("card-removed", "card-does-not-read"),
        ("not-my-number-card", "taken-for-another-card"),
        ("certificate-expired", "certificate-ended"),
        ("certificate-grace", "certificate-grace"),
        ("certificate-expiring", "certificate-expiring"),
        ("certificate-needs-pin", "phone"),
        ("pin-locked", "pin-locked"),
        ("pin-now-locked", "pin-locked"),
        ("pin-last-try", "visual-check"),
        ("pin-wrong", "pin-forgotten"),
        ("face-reader-outside", "reader-codes"),
        ("registration-not-checked", "is-it-registered"),
    ] {
        let finding: FindingId = id.parse().unwrap();
        let found: Vec<&str> = guide::of(finding).map(|one| one.id).collect();
        assert!(found.contains(&situation), "{id}: {found:?}");
    }
}

/// The pages that people print name situations that there are.
#[test]
fn the_pages_name_situations_that_there_are() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut named = 0;
    for page in ["docs/counter.md", "docs/technician.md", "README.md"] {
        let text = std::fs::read_to_string(root.join(page)).unwrap();
        for command in text
            .split('`')
            .filter_map(|code| code.strip_prefix("mynacheck guide "))
        {
            let words: Vec<String> = command.split(' ').map(str::to_owned).collect();
            // A placeholder is no word.
            if words.iter().any(|word| word == "言葉" || word == "WORD") {
                continue;
            }
            named += 1;
            let found = guide::find(&words);
            assert!(
                matches!(found, guide::Found::Situations(_)),
                "{page}: {command}"
            );
        }
    }
    assert!(named > 10, "{named}");
}
