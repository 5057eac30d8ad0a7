//! The codes that `explain` knows: whole in both languages, each once, and read without a panic.

use std::collections::HashSet;

use mynacheck::internals::explain::{self, Code, Owner};
use mynacheck::internals::message::Lang;
use proptest::prelude::*;

#[test]
fn every_code_means_something_in_both_languages() {
    let japanese = |text: &str| text.chars().any(|c| matches!(c, 'ぁ'..='ん' | 'ァ'..='ヶ'));
    let mut ids = HashSet::new();
    for code in explain::all() {
        let id = code.id();
        assert!(ids.insert(id.clone()), "{id} twice");
        let (ja, en) = (code.meaning(Lang::Ja), code.meaning(Lang::En));
        assert!(japanese(&ja) && ja.ends_with('。'), "{id}: {ja}");
        assert!(!japanese(&en) && en.ends_with('.'), "{id}: {en}");
    }
    assert!(ids.len() > 350, "{}", ids.len());
}

/// What applications and readers show is said by no header: the page that says it is named, or the
/// text tells that none does.
#[test]
fn what_others_publish_has_its_source() {
    for code in explain::all() {
        if !matches!(code.kind(), Owner::Application | Owner::FaceReader) {
            continue;
        }
        let id = code.id();
        match code.source() {
            Some(page) => {
                assert!(page.date.starts_with("20"), "{id}");
                assert!(page.address.is_some(), "{id}");
            }
            None => assert!(
                code.meaning(Lang::En).contains("No public page"),
                "{id} has no source"
            ),
        }
    }
}

#[test]
fn findings_and_face_readers_lead_to_the_counter() {
    let situations = |text: &str| -> Vec<&str> {
        explain::read(&[text.to_owned()])
            .codes
            .iter()
            .flat_map(|code: &Code| code.situations())
            .map(|situation| situation.id)
            .collect()
    };
    assert_eq!(situations("certificate-grace"), ["certificate-grace"]);
    assert!(situations("006").contains(&"shown-as-revoked"));
    assert!(situations("pin-locked").contains(&"face-only-card"));
    assert!(situations("6A82").is_empty());
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        let cut: Vec<String> = text.split(' ').map(str::to_owned).collect();
        let _ = explain::read(&cut);
        let _ = explain::read(&[text]);
    }

    #[test]
    fn any_text_of_the_letters_of_codes_is_read(text in "[-0-9A-Fa-fxXhSW=:_ ,]{0,40}") {
        for code in explain::read(&[text]).codes {
            prop_assert!(!code.id().is_empty());
            prop_assert!(!code.meaning(Lang::Ja).is_empty());
        }
    }
}
