//! The page without a mouse.

use crate::Shown;
use crate::counter::report;

const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";
const ESCAPE: &str = "\u{E00C}";

#[test]
#[ignore = "needs Chromium: tests/run"]
fn the_keyboard_is_enough() {
    let shown = Shown::start();
    let browser = &shown.browser;
    let focus =
        || browser.run("return document.activeElement.id || document.activeElement.tagName");
    let lang = || browser.run("return document.documentElement.lang");
    shown.lay(&report("grace"));
    browser.press("l");
    assert_eq!(lang(), "en");
    let visible = "return document.getElementById('board').innerText";
    let text = browser.run(visible);
    let text = text.as_str().unwrap();
    assert!(
        text.contains("Grace period") && !text.contains("猶予期間"),
        "{text}"
    );
    // Without keys of its own: Tab, with the place to be seen, and Enter.
    browser.press(TAB);
    browser.press(TAB);
    assert_eq!(focus(), "language");
    let outline = "return parseFloat(getComputedStyle(document.activeElement).outlineWidth)";
    assert!(browser.run(outline).as_f64().unwrap() >= 3.0);
    browser.press(ENTER);
    assert_eq!(lang(), "ja");
    // A situation is looked up, and what is typed is no command.
    browser.press("g");
    assert_eq!(focus(), "search");
    browser.press("power lock");
    assert_eq!(lang(), "ja", "an l that is typed changes no language");
    browser.wait("!document.getElementById('none').hidden");
    browser.run("document.getElementById('search').value = ''");
    browser.press("停電");
    let left = "return Array.from(document.querySelectorAll('.situation:not([hidden])'), (it) => it.querySelector('summary').innerText)";
    let left = browser.run(left);
    let left = left.as_array().unwrap();
    assert!(!left.is_empty() && left.len() < 6, "{left:?}");
    browser.press(TAB);
    browser.press(ENTER);
    browser.wait("document.activeElement.parentElement.open");
    browser.press(ESCAPE);
    browser.wait("scrollY === 0");
    assert_eq!(browser.console(), [""; 0]);
}

/// Somebody who has asked for less motion is not scrolled past everything.
#[test]
#[ignore = "needs Chromium: tests/run"]
fn less_motion_where_it_is_wished() {
    let shown = Shown::start();
    for (wish, behaviour) in [("no-preference", "smooth"), ("reduce", "auto")] {
        let feature =
            serde_json::json!({"features": [{"name": "prefers-reduced-motion", "value": wish}]});
        shown
            .browser
            .devtools("Emulation.setEmulatedMedia", &feature);
        let script = "return getComputedStyle(document.documentElement).scrollBehavior";
        assert_eq!(shown.browser.run(script), behaviour);
    }
}
