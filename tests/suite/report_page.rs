//! `check --report` and `doctor --report`: one page that can be handed to anybody.

use std::fs;

use crate::program::{self, Scratch, run, run_on};

/// The page that these arguments write.
fn page(name: &str, arguments: &[&str]) -> (String, program::Run) {
    let scratch = Scratch::new(&format!("page-{name}"));
    let file = scratch.path("report.html");
    let mut all = arguments.to_vec();
    all.extend(["--report", &file]);
    let run = run(&all);
    (fs::read_to_string(&file).unwrap(), run)
}

#[test]
fn a_page_says_what_the_text_says_and_shows_the_exchange() {
    let (page, run) = page("valid", &["check", "--simulate", "valid"]);
    assert_eq!(run.exit, 0, "{}", run.err);
    assert!(run.err.contains("書き出しました"), "{}", run.err);
    for part in [
        "<html lang=ja>",
        "カードに問題はありません",
        "【模擬】実在のカードではありません",
        // The time line, and the day in it.
        "更新時期",
        "2027年6月30日まで",
        "判定日 2026年11月22日",
        // 7 commands: 50 bytes there, 302 back, as the card file makes them.
        "SELECT 公的個人認証AP (JPKI) D392F000260100000001",
        "<td class=number>50</td><td class=number>302</td>",
        "APDU 7件 352バイト",
        // Folded in, and to copy.
        "&quot;format&quot;:&quot;mynacheck-recording&quot;",
        "certificate-valid",
    ] {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
}

#[test]
fn a_page_asks_nothing_of_anybody_and_runs_nothing() {
    for (name, arguments) in [
        ("en", &["check", "--simulate", "grace", "--lang", "en"][..]),
        ("doctor", &["doctor", "--simulate", "locked"]),
    ] {
        let (page, _) = page(name, arguments);
        let lower = page.to_lowercase();
        for word in [
            "<script", "http:", "https:", " src=", " href=", "url(", "@import", " on",
        ] {
            let outside_text = lower
                .match_indices(word)
                .filter(|(at, _)| within_a_tag(&lower, *at))
                .count();
            assert_eq!(outside_text, 0, "{word} in a tag of {name}");
        }
        assert!(!lower.contains("<script") && !lower.contains("url("));
        assert!(page.contains("default-src 'none'"), "no policy in {name}");
        assert!(
            page.contains("style-src &#39;sha256-"),
            "no policy in {name}"
        );
    }
}

fn within_a_tag(page: &str, at: usize) -> bool {
    let before = &page[..at];
    before.rfind('<') > before.rfind('>')
}

#[test]
fn what_failed_before_a_card_was_reached_is_a_page_too() {
    let (page, run) = page("nothing", &["check", "--timeout", "0", "--lang", "en"]);
    assert_eq!(run.exit, 4);
    assert!(page.contains("Could not be checked"), "{page}");
    assert!(!page.contains("<table"), "there was no exchange");
}

#[test]
fn a_file_that_exists_is_kept_and_no_card_is_asked_unless_told() {
    let scratch = Scratch::new("page-kept");
    for (option, arguments) in [
        ("--report", &["check"][..]),
        ("--report", &["doctor", "--root", "/nonexistent"]),
        ("--bundle", &["doctor", "--root", "/nonexistent"]),
        ("--save", &["doctor", "--root", "/nonexistent"]),
        ("--out", &["certificate"]),
    ] {
        let file = scratch.path("report");
        fs::write(&file, "mine").unwrap();
        let all = [arguments, &["--simulate", "valid", option, &file]].concat();
        let (refused, card) = run_on(&all, |_| {});
        assert_eq!(refused.exit, 6, "{all:?}: {}", refused.out);
        assert!(refused.out.contains("--overwrite"), "{}", refused.out);
        assert_eq!(card.commands, 0, "{all:?}");
        assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
        let told = run(&[&all[..], &["--overwrite"]].concat());
        assert_ne!(told.exit, 6, "{all:?}: {}", told.out);
        assert!(fs::read(&file).unwrap().len() > 1000, "{all:?}");
    }
}

/// A card that calls itself markup, and paths of a person.
#[test]
fn names_from_outside_stay_behind_or_are_text() {
    let scratch = Scratch::new("page-hostile");
    let card = scratch.path("yamada<b>.toml");
    let valid = fs::read_to_string(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cards/valid.toml"),
    )
    .unwrap();
    let hostile = valid.replace("JPKIAPICCTOKEN2", "<b>TARO YAMADA</b>");
    assert_ne!(hostile, valid);
    fs::write(&card, hostile).unwrap();
    let (page, _) = page("hostile", &["check", "--simulate", &card]);
    for word in ["TARO", "yamada", "<b>.toml"] {
        assert!(!page.contains(word), "{word} in {page}");
    }
    // A path that cannot be read is named on the terminal, and not on the page.
    let (page, run) = self::page("path", &["check", "--simulate", "yamada/none.toml"]);
    assert!(run.out.contains("yamada"), "{}", run.out);
    assert!(!page.contains("yamada"), "{page}");
}

/// The subject of a certificate does not get from a full recording into a page.
#[test]
fn a_full_recording_is_redacted_on_its_way_into_a_page() {
    let scratch = Scratch::new("page-full");
    let tape = scratch.path("full.jsonl");
    run(&[
        "check", "--simulate", "valid", "--record", &tape, "--record-full",
    ]);
    let whole = fs::read_to_string(&tape).unwrap();
    let (page, run) = page("full", &["check", "--replay", &tape]);
    assert_eq!(run.exit, 0, "{}", run.out);
    // The certificate's serial number stands at its beginning.
    let answer = whole.lines().find(|line| line.contains("3082")).unwrap();
    let bytes = &answer[answer.find("3082").unwrap()..][..80];
    assert!(!page.contains(&bytes[20..]), "{bytes}");
    assert!(page.contains("<table"), "the exchange is shown");
}
