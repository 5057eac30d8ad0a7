//! axe-core looks for what keeps people out: names, roles, order, contrast (AAA).

use serde_json::Value;

use crate::Shown;
use crate::counter::report;
use crate::driver::{Browser, Window};

fn axe() -> String {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = root.join("target/strangers/axe.min.js");
    std::fs::read_to_string(file).expect("axe-core: run tests/setup")
}

/// What it finds, with everything that it can look for.
pub(crate) fn findings(browser: &Browser) -> Vec<String> {
    browser.run(&axe());
    let found = browser.run_async(
        "const done = arguments[arguments.length - 1];
        const rules = Object.fromEntries(axe.getRules().map((rule) => [rule.ruleId, { enabled: true }]));
        axe.run(document, { rules, resultTypes: ['violations'] })
          .then((result) => done(result.violations.map((it) =>
            it.id + ': ' + it.nodes.map((node) => node.target + ' ' + node.failureSummary).join('; '))))
          .catch((error) => done(['axe: ' + error]));",
    );
    let found = found.as_array().unwrap().iter();
    found.map(Value::to_string).collect()
}

#[test]
#[ignore = "needs Chromium: tests/run"]
fn nobody_is_kept_out() {
    let shown = Shown::start();
    let mut found = Vec::new();
    let mut look = |what: &str, browser: &Browser| {
        let new = findings(browser);
        found.extend(new.into_iter().map(|it| format!("{what}: {it}")));
    };
    look("idle", &shown.browser);
    // One card for each look of the board.
    for card in ["valid", "grace", "expired", "mute"] {
        shown.lay(&report(card));
        for lang in ["ja", "en"] {
            shown.speak(lang);
            look(&format!("{card} {lang}"), &shown.browser);
        }
        shown.lift();
    }
    shown.browser.resize(Window(1280, 1024, 4));
    let unfold = "document.querySelectorAll('details').forEach((it) => { it.open = true })";
    shown.browser.run(unfold);
    look("all unfolded, at 400 %", &shown.browser);
    drop(shown.page);
    shown.browser.wait("document.querySelector('#board .lost')");
    look("lost", &shown.browser);
    assert!(found.is_empty(), "{}", found.join("\n"));
}
