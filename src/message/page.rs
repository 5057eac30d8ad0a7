//! Words of the counter's page, beside those that the terminal has too.

use super::{Bilingual, Lang, both};
use crate::time::Date;

/// The name of the page.
pub(crate) const TITLE: Bilingual = both("マイナンバーカードの確認", "My Number Card check");
/// The situations of the guide.
pub(crate) const GUIDE: Bilingual = both("困ったときの手順", "What to do when");
/// The field for words.
pub(crate) const SEARCH: Bilingual = both("言葉で探す", "Search");
/// No situation has these words.
pub(crate) const NO_SITUATION: Bilingual = both(
    "当てはまる手順はありません。ほかの言葉で探してください。",
    "Nothing found. Try another word.",
);
/// The program does not answer any more.
pub(crate) const LOST: Bilingual = both("確認できません", "Not watching");
/// What that means, and what to do.
pub(crate) const LOST_MORE: Bilingual = both(
    "このパソコンの mynacheck が動いていないため、カードの状態は分かりません。もう一度起動すると、この画面は自動で戻ります。",
    "mynacheck is not running on this computer, so nothing is known of any card. Start it again; this page comes back by itself.",
);
/// No reader can be watched.
pub(crate) const NOT_WATCHED: Bilingual = both("読み取れません", "Cannot read");
/// There is no card.
pub(crate) const LAY_CARD: Bilingual = both("カードを置いてください", "Place a card on the reader");
/// All is in order: what the counter does, and where the rest is seen.
pub(crate) const AS_ALWAYS: Bilingual = both(
    "いつもどおり受け付けてください。失効と利用登録の有無は、オンライン資格確認の画面で分かります。",
    "Accept the patient as usual. Revocation, and registration as an insurance card, are shown by the online eligibility check.",
);
/// A browser without script.
pub(crate) const NO_SCRIPT: Bilingual = both(
    "この画面にはJavaScriptが必要です。",
    "This page needs JavaScript.",
);
/// The counts of the day.
pub(crate) const TALLY: Bilingual = both("今日の件数", "Today's count");
/// Column.
pub(crate) const HOUR: Bilingual = both("時刻", "Hour");
/// Columns: usable, attention, unusable, unchecked.
pub(crate) const COUNTED: [Bilingual; 4] = [
    both("問題なし", "In order"),
    both("注意", "Attention"),
    both("使えない", "Not usable"),
    both("未確認", "Unchecked"),
];

/// How long it goes on.
#[must_use]
pub(crate) fn days_left(lang: Lang, until: Date, left: i64) -> String {
    let until = super::date(lang, until);
    match (lang, left) {
        (Lang::Ja, 0) => format!("今日({until})まで"),
        (Lang::Ja, _) => format!("あと{left}日({until}まで)"),
        (Lang::En, 0) => format!("last day today ({until})"),
        (Lang::En, 1) => format!("1 day left (until {until})"),
        (Lang::En, _) => format!("{left} days left (until {until})"),
    }
}
