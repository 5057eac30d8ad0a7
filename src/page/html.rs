//! The page itself: one document without a second request, apart from what happens at the counter.

use super::board;
use crate::guide;
use crate::message::{self, Bilingual, Lang, page as words};
use crate::report::html::markup::{Markup, fingerprint};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// A document and what it may do.
pub(super) struct CounterPage {
    pub(super) html: String,
    pub(super) policy: String,
}

/// The page, in this language first.
pub(super) fn page(lang: Lang) -> CounterPage {
    let mut page = Markup::default();
    page.element(
        "<!doctype html><html lang=",
        message::pick(lang, "ja", "en"),
        "><head><meta charset=utf-8>",
    );
    page.raw("<meta name=viewport content='width=device-width, initial-scale=1'>");
    page.raw("<link rel=icon href='data:,'>");
    page.element("<title>", words::TITLE.get(lang), "</title><style>");
    page.raw(STYLE).raw("</style></head><body><header><h1>");
    both(&mut page, words::TITLE);
    page.raw("</h1><nav><a class=key href='#guide'><kbd>G</kbd> ");
    both(&mut page, words::GUIDE);
    // Each says, in its own language, what pressing it leads to.
    page.raw("</a><button class=key id=language type=button><kbd>L</kbd> ");
    page.raw("<span lang=ja><span lang=en class=shown>English</span></span><span lang=en><span lang=ja class=shown>日本語</span></span></button></nav></header>");
    page.raw("<div id=live role=status aria-live=assertive></div>");
    page.raw("<main><div id=board></div><div id=tally></div><template id=lost>");
    board::lost(&mut page);
    page.raw("</template><noscript>");
    page.raw("<p class=words>");
    both(&mut page, words::NO_SCRIPT);
    page.raw("</p></noscript>");
    situations(&mut page);
    page.raw("</main><script>")
        .raw(SCRIPT)
        .raw("</script></body></html>\n");
    CounterPage {
        html: page.finish(),
        policy: format!(
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
             connect-src 'self'; img-src data:; style-src {}; script-src {}",
            fingerprint(STYLE),
            fingerprint(SCRIPT)
        ),
    }
}

fn both(page: &mut Markup, text: Bilingual) {
    page.element("<span lang=ja>", text.ja, "</span>");
    page.element("<span lang=en>", text.en, "</span>");
}

/// What to do in which situation, to be looked up.
fn situations(page: &mut Markup) {
    page.raw("<section id=guide tabindex=-1 aria-labelledby=guide-title><h2 id=guide-title>");
    both(page, words::GUIDE);
    page.raw("</h2><p><label for=search>");
    both(page, words::SEARCH);
    page.raw("</label> <input id=search type=search autocomplete=off spellcheck=false></p><p id=none hidden>");
    both(page, words::NO_SITUATION);
    page.raw("</p>");
    for situation in guide::situations() {
        page.raw("<details class=situation data-words='")
            .text(situation.words);
        page.raw(" ").text(situation.id).raw("'><summary>");
        both(page, situation.title);
        page.raw("</summary>");
        for (lang, open) in [(Lang::Ja, "<div lang=ja>"), (Lang::En, "<div lang=en>")] {
            page.raw(open);
            let said = message::guide::said(lang, situation.say.get(lang));
            page.element("<p class=say>", &said, "</p>");
            board::steps(page, situation, lang);
            page.element(
                "<p class=source>",
                &message::guide::sources(lang, situation.as_of()),
                ": ",
            );
            let sources: Vec<String> = situation
                .sources()
                .into_iter()
                .map(|cite| cite.in_words(lang))
                .collect();
            page.text(&sources.join(message::pick(lang, "、", "; ")))
                .raw("</p></div>");
        }
        page.raw("</details>");
    }
    page.raw("</section>");
}
