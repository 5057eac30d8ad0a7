//! Every verdict, in both languages and on every screen, as it is laid out.

use serde_json::Value;

use crate::Shown;
use crate::counter::report;
use crate::driver::Window;
use mynacheck::internals::finding::Finding;
use mynacheck::internals::page::News;
use mynacheck::internals::simulator::cards;

/// A usual screen, a small display on a counter, and a page zoomed to 400 % (WCAG 1.4.10).
const WINDOWS: [Window; 3] = [
    Window(1280, 800, 1),
    Window(800, 480, 1),
    Window(1280, 1024, 4),
];

/// Two frames later, whatever follows the size of the window has followed it.
const FRAME: &str = "const done = arguments[arguments.length - 1];
requestAnimationFrame(() => requestAnimationFrame(() => done()));";

/// What is wrong with what is shown, in words.
const LOOK: &str = r"
const wrong = [];
const board = document.querySelector('#board .board > [lang=' + document.documentElement.lang + ']');
const words = board.querySelector('.words');
const size = parseFloat(getComputedStyle(words).fontSize) * devicePixelRatio;
if (size < 71.9) wrong.push('letters of ' + size);
if (document.documentElement.scrollWidth > innerWidth) wrong.push('wider than the screen');
const text = document.createRange();
text.selectNodeContents(words);
const box = text.getBoundingClientRect();
if (box.top < 0 || box.bottom > innerHeight) wrong.push('words beyond the screen');
if (box.width < innerWidth * .5 && box.height < innerHeight * .25) wrong.push('words do not fill the screen');
for (const part of board.querySelectorAll('*')) {
  const at = part.getBoundingClientRect();
  if (at.right > innerWidth + 1 || at.left < -1) wrong.push(part.className + ' sticks out');
}
const seen = (part) => part.getBoundingClientRect().bottom <= innerHeight;
const small = innerHeight < 600;
for (const part of board.querySelectorAll('.days, .title, .next, .say, .today')) {
  const must = !small || (innerWidth > 600 && part.matches('.days, .title'));
  if (must && !seen(part)) wrong.push(part.className + ' has to be scrolled to');
}
const next = board.querySelector('.next dd');
if (innerWidth > 600 && next && next.getBoundingClientRect().top > innerHeight - 48) wrong.push('the next step does not begin');
return wrong;";

fn looks_right(shown: &Shown, what: &str, wrong: &mut Vec<String>) {
    for lang in ["ja", "en"] {
        shown.speak(lang);
        for window in WINDOWS {
            shown.browser.resize(window);
            shown.browser.run_async(FRAME);
            let found = shown.browser.run(LOOK);
            if found != Value::Array(Vec::new()) {
                wrong.push(format!("{what} {lang} {window:?}: {found}"));
            }
            // Pictures for people to look at.
            if let Some(folder) = std::env::var_os("PICTURES") {
                let Window(width, _, zoom) = window;
                let name = format!("{what}-{lang}-{width}x{zoom}.png");
                shown
                    .browser
                    .picture(&std::path::Path::new(&folder).join(name));
            }
        }
    }
}

#[test]
#[ignore = "needs Chromium: tests/run"]
fn every_verdict_fills_the_screen_and_nothing_overflows() {
    let shown = Shown::start();
    let mut wrong = Vec::new();
    looks_right(&shown, "idle", &mut wrong);
    for card in cards::BUILT_IN {
        shown.lay(&report(card.name));
        looks_right(&shown, card.name, &mut wrong);
        shown.lift();
    }
    for finding in [
        Finding::NoService { code: 0x8010_001D },
        Finding::ReaderGone { code: 0x8010_0017 },
    ] {
        shown.page.tell(News::Lost(&finding), "{}".to_owned());
        shown.browser.wait("document.querySelector('.open')");
        looks_right(&shown, finding.id().as_str(), &mut wrong);
        shown.page.tell(News::Other, "{}".to_owned());
        shown.browser.wait("document.querySelector('.idle')");
    }
    drop(shown.page);
    let browser = shown.browser;
    browser.wait("document.querySelector('.lost')");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
