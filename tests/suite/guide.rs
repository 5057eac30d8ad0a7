//! The guide: every situation whole, every step with its source, every link alive.

use std::collections::HashSet;

use mynacheck::internals::finding::{FindingId, Outcome, Part, Reception};
use mynacheck::internals::guide;
use mynacheck::internals::message::{self, Bilingual, Lang};

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
                "令和7年7月", "2025年7月", "2025年12月", "2026年3月", "December 2025",
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

/// What the text itself tells the counter to do about a finding: where the ordinary way is stopped,
/// and where a card or its certificate wants somebody to look.
fn speaks_to_the_counter(id: FindingId) -> bool {
    let of_the_card = matches!(id.part(), Part::Card | Part::Certificate);
    id.reception() != Reception::Ordinary || id.outcome() == Outcome::Look && of_the_card
}

/// A sentence outside of `guide` that tells the counter to do something rests on a situation, each of
/// whose steps names a page and its day.
#[test]
fn what_a_verdict_tells_the_counter_to_do_has_a_source() {
    let mut told = 0;
    let mut without = Vec::new();
    for id in FindingId::ALL {
        if !speaks_to_the_counter(*id) {
            continue;
        }
        told += 1;
        let of_reception = message::reception_guide(id.reception());
        let situations: Vec<_> = guide::situations()
            .filter(|it| it.findings.contains(id) || Some(it.id) == of_reception)
            .collect();
        if situations.is_empty() {
            without.push(id.as_str());
        }
        for situation in situations {
            for step in situation.steps {
                assert!(!step.from.is_empty(), "{}", situation.id);
            }
            assert!(!situation.as_of().to_string().is_empty());
        }
    }
    // What the program itself has done or was not told: no page of others could say it.
    let own = [
        "other-pin-unknown",
        "pin-still-verified",
        "recording-incomplete",
    ];
    assert_eq!(without, own, "no situation");
    assert!(told > 50, "{told}");
}

/// A verdict that stops the ordinary way ends with the way that is left, but where there is no patient
/// or the same card is tried again at once.
#[test]
fn a_verdict_that_stops_the_ordinary_way_names_the_way_that_is_left() {
    let none_needed = [
        // A recording or a log is judged: nobody stands at a counter.
        "certificate-not-read",
        "log-ends",
        // No patient has such a card.
        "chain-simulated-only",
        "test-card",
        // Typed again: nothing was sent.
        "pin-length",
        "pin-not-digits",
        "pin-full-width",
        "pin-not-given",
        // Corrected on the spot.
        "several-cards",
        "reader-ambiguous",
        // No card is read: a simulated card, a page.
        "no-virtual-reader",
        "port-taken",
    ];
    let stops = |id: &FindingId| {
        matches!(
            id.outcome(),
            Outcome::Unusable | Outcome::Unchecked | Outcome::PinRefused
        )
    };
    let mut without = Vec::new();
    let mut with = 0;
    for id in FindingId::ALL.iter().filter(|id| stops(id)) {
        let said = [Lang::Ja, Lang::En].map(|lang| message::reception(lang, id.reception()));
        match said {
            [Some(_), Some(_)] => with += 1,
            _ => without.push(id.as_str()),
        }
    }
    without.sort_unstable();
    let mut none_needed = none_needed;
    none_needed.sort_unstable();
    assert_eq!(without, none_needed);
    assert!(with > 60, "{with}");
}

/// The papers and the ways that the sentence of a reception names stand in its situation as well: the
/// sentence is no advice of its own.
#[test]
fn how_a_patient_is_received_is_what_the_sources_say() {
    for (reception, terms) in [
        (Reception::FaceOrPhoto, &["顔認証", "目視モード"][..]),
        (
            Reception::WithoutReading,
            &[
                "マイナポータル",
                "PDF",
                "資格情報のお知らせ",
                "被保険者資格申立書",
                "全額",
            ],
        ),
        (
            Reception::RightCard,
            &["マイナンバーカード", "資格確認書", "保険者"],
        ),
        (Reception::OtherProof, &["資格確認書", "保険者"]),
        (
            Reception::PlasticCard,
            &["実物のマイナンバーカード", "マイナポータル"],
        ),
        (Reception::OnlineCheck, &["顔認証", "リーダー"]),
    ] {
        let sentence = message::reception(Lang::Ja, reception).unwrap();
        let id = message::reception_guide(reception).unwrap_or_else(|| panic!("{sentence}"));
        let situation = guide::situations().find(|it| it.id == id).unwrap();
        let steps: String = situation.steps.iter().map(|step| step.text.ja).collect();
        for term in terms {
            assert!(steps.contains(term), "{id}: {term}");
        }
        for quoted in sentence
            .split('「')
            .skip(1)
            .filter_map(|rest| rest.split('」').next())
        {
            assert!(steps.contains(quoted), "{id}: {quoted}");
        }
    }
}
