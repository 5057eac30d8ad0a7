//! The counter's page: read from two metres, by everybody, and never older than the card.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::counter::{free_address, report};
use crate::driver::Browser;
use mynacheck::finding::Finding;
use mynacheck::message::Lang;
use mynacheck::page::{self, News, Page};

const READER: &str = "Virtual PCD 00 00";

/// The simulated cards, each of which is judged in its own way, and the largest words for it.
const VERDICTS: &[(&str, &str, &str)] = &[
    ("valid", "期限内", "Within its dates"),
    ("expiring", "更新時期", "Renewal due"),
    ("grace", "猶予期間", "Grace period"),
    ("expired", "期限切れ", "Expired"),
];
const OTHERS: &[&str] = &[
    "not-yet-valid",
    "last-try",
    "locked",
    "face-only",
    "android",
    "iphone",
    "juki-card",
    "test-hierarchy",
    "driving-licence",
    "residence-card",
    "felica",
    "blank",
];

/// The counter's screen, a small one beside the keyboard, and 400 % of 1280 × 1024.
const SCREENS: &[(u32, u32)] = &[(1280, 800), (800, 480), (320, 256)];

fn served(lang: Lang) -> (Page, SocketAddr) {
    let address = free_address();
    (Page::open(address, lang).unwrap(), address)
}

fn place(page: &Page, card: &str) {
    page.placed(READER, &report(card), "{}".to_owned(), "2026-11-22 14");
}

/// Shows a page in this language and waits until it hears the program.
fn show(browser: &Browser, address: SocketAddr) {
    browser.visit(&page::url(address));
    let ready = "document.querySelector('#board .board')";
    browser.until("the page hears the program", Duration::from_secs(10), ready);
}

/// What stands on the board, in the language that is shown.
const BOARD: &str = "
    const shown = (e) => e.getClientRects().length > 0;
    const one = (c) => [...document.querySelectorAll('#board ' + c)].find(shown);
    const box = (e) => { if (!e) return null; const r = e.getBoundingClientRect();
        return {left: r.left, top: r.top, right: r.right, bottom: r.bottom, text: e.innerText,
            pixels: parseFloat(getComputedStyle(e).fontSize)}; };
    return {words: box(one('.words')), days: box(one('.days')), next: box(one('.next')), say: box(one('.say')),
        wide: document.documentElement.scrollWidth, width: innerWidth, height: innerHeight};";

#[test]
#[ignore = "needs Chromium: tests/run"]
fn every_verdict_is_large_whole_and_on_the_screen() {
    let browser = Browser::start();
    for lang in [Lang::Ja, Lang::En] {
        let (page, address) = served(lang);
        browser.screen(1280, 800);
        show(&browser, address);
        let named = VERDICTS
            .iter()
            .map(|(card, ja, en)| (*card, Some((*ja, *en))));
        for (card, words) in named.chain(OTHERS.iter().map(|card| (*card, None))) {
            page.tell(News::Lifted(READER), "{}".to_owned());
            place(&page, card);
            let there = "document.querySelector('#board .board:not(.idle)')";
            browser.until(card, Duration::from_secs(5), there);
            for (width, height) in SCREENS {
                browser.screen(*width, *height);
                let board = browser.run(BOARD);
                let name = format!("{card}-{lang:?}-{width}");
                browser.picture(&name);
                let number = |what: &str| board.pointer(what).and_then(Value::as_f64).unwrap();
                if let Some((ja, en)) = words {
                    let expected = if lang == Lang::Ja { ja } else { en };
                    let told = board["words"]["text"].as_str().unwrap();
                    assert!(told.contains(expected), "{name}: {told}");
                }
                assert!(number("/words/pixels") >= 72.0, "{name}: {board}");
                assert!(
                    number("/wide") <= number("/width"),
                    "{name} is too wide: {board}"
                );
                assert!(
                    number("/words/right") <= f64::from(*width),
                    "{name}: {board}"
                );
                if *width > 320 {
                    assert!(
                        number("/words/bottom") <= f64::from(*height),
                        "{name}: {board}"
                    );
                }
                if *width == 1280 && !board["next"].is_null() {
                    assert!(number("/next/top") < f64::from(*height), "{name}: {board}");
                }
            }
            browser.screen(1280, 800);
        }
    }
}

#[test]
#[ignore = "needs Chromium: tests/run"]
fn a_card_s_verdict_goes_with_the_card_and_with_the_program() {
    let browser = Browser::start();
    let (page, address) = served(Lang::Ja);
    show(&browser, address);
    let idle = "document.querySelector('#board .idle')";
    let verdict = "document.querySelector('#board .good')";
    browser.until("the invitation", Duration::from_secs(5), idle);
    browser.picture("idle");
    place(&page, "valid");
    browser.until("the verdict", Duration::from_secs(5), verdict);
    page.tell(News::Lifted(READER), "{}".to_owned());
    browser.until("a blank screen", Duration::from_secs(5), idle);
    let without = Finding::NoService { code: 0x8010_001D };
    page.tell(News::Lost(&without), "{}".to_owned());
    browser.until(
        "what is wrong",
        Duration::from_secs(5),
        "document.querySelector('#board .open')",
    );
    browser.picture("no-service");
    place(&page, "valid");
    browser.until("the verdict", Duration::from_secs(5), verdict);
    drop(page);
    let lost = "document.querySelector('#board .lost') && !document.querySelector('#board .good')";
    browser.until("a program that is gone", Duration::from_secs(2), lost);
    browser.picture("lost");
    let page = Page::open(address, Lang::Ja).unwrap();
    browser.until("a program that is back", Duration::from_secs(10), idle);
    drop(page);
}

#[test]
#[ignore = "needs Chromium: tests/run"]
fn the_keyboard_is_enough() {
    let browser = Browser::start();
    let (page, address) = served(Lang::Ja);
    show(&browser, address);
    browser.types("l");
    browser.until(
        "English",
        Duration::from_secs(2),
        "document.documentElement.lang === 'en'",
    );
    browser.types("l");
    browser.until(
        "日本語",
        Duration::from_secs(2),
        "document.documentElement.lang === 'ja'",
    );
    browser.types("g");
    browser.until(
        "the search",
        Duration::from_secs(2),
        "document.activeElement.id === 'search'",
    );
    browser.types("スマホ");
    let found = "[...document.querySelectorAll('.situation')].filter((s) => !s.hidden).length";
    browser.until(
        "fewer situations",
        Duration::from_secs(2),
        &format!("{found} > 0 && {found} < 20"),
    );
    // Tab, then Enter, opens the first.
    browser.types("\u{e004}\u{e007}");
    browser.until(
        "its steps",
        Duration::from_secs(2),
        "document.querySelector('.situation[open] li')",
    );
    browser.picture("guide");
    browser.types("\u{e00c}");
    browser.until("the top again", Duration::from_secs(2), "scrollY === 0");
    drop(page);
}

#[test]
#[ignore = "needs Chromium: tests/run"]
fn axe_finds_nothing_in_either_language() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/strangers/axe.min.js");
    let axe = std::fs::read_to_string(root).expect("axe-core: run tests/setup");
    let browser = Browser::start();
    for lang in [Lang::Ja, Lang::En] {
        let (page, address) = served(lang);
        show(&browser, address);
        browser.run(&axe);
        let look = |name: &str| {
            // WCAG 2.2 with the AAA rules, contrast of 7:1 among them.
            let script = "
                return axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
                    .then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html + ' ' + n.failureSummary).join(' | ')))";
            let violations = browser.run_with(script, &[]);
            assert_eq!(violations, json!([]), "{name} {lang:?}");
        };
        look("idle");
        for card in ["valid", "grace", "expired", "android", "blank"] {
            page.tell(News::Lifted(READER), "{}".to_owned());
            place(&page, card);
            browser.until(
                card,
                Duration::from_secs(5),
                "document.querySelector('#board .board:not(.idle)')",
            );
            look(card);
        }
    }
}

#[test]
#[ignore = "needs Chromium: tests/run"]
fn it_asks_nobody_else_and_nobody_else_may_ask_it() {
    let browser = Browser::start();
    let (page, address) = served(Lang::Ja);
    let own = page::url(address);
    show(&browser, address);
    place(&page, "expired");
    browser.until(
        "a verdict",
        Duration::from_secs(5),
        "document.querySelector('#board .fail')",
    );
    let mut foreign = browser.requests();
    foreign.retain(|url| {
        !url.starts_with(&own) && !url.starts_with("data:") && !url.starts_with("chrome")
    });
    assert_eq!(foreign, Vec::<String>::new());
    // Another program's page on this computer: another port is another origin.
    let (stranger, elsewhere) = served(Lang::Ja);
    browser.visit(&page::url(elsewhere));
    let script = format!("return fetch('{own}last').then((r) => r.text(), () => 'refused')");
    // A policy of ours forbids it in that page already: without it, the answer is refused all the same.
    assert_eq!(browser.run(&script), "refused");
    browser.visit("data:text/html,<title>elsewhere</title>");
    assert_eq!(browser.run(&script), "refused");
    drop(stranger);
}
