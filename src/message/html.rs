//! Words of the report that is handed on, beside those that every report has.

use super::{Bilingual, Lang, both};
use crate::time::Date;

/// The name of the page.
pub(crate) const TITLE: Bilingual = both("マイナンバーカードの確認結果", "My Number Card check");
/// What was found.
pub(crate) const FINDINGS: Bilingual = both("確認したこと", "What was found");
/// Reader and card.
pub(crate) const CARD: Bilingual = both("リーダーとカード", "Reader and card");
/// The certificate's dates.
pub(crate) const DATES: Bilingual = both("電子証明書の期間", "The certificate's dates");
/// Widths do not measure time.
pub(crate) const NOT_TO_SCALE: Bilingual = both(
    "帯の長さは日数に比例しません。",
    "The lengths of the sections are not to scale.",
);
/// Commands and answers.
pub(crate) const EXCHANGE: Bilingual = both("カードとの通信", "The exchange with the card");
/// Column.
pub(crate) const COMMAND: Bilingual = both("コマンド", "Command");
/// Column.
pub(crate) const SENT: Bilingual = both("送信", "Sent");
/// Column.
pub(crate) const RECEIVED: Bilingual = both("受信", "Received");
/// Column: the status word.
pub(crate) const STATUS: Bilingual = both("応答", "Answer");
/// Column.
pub(crate) const TIME: Bilingual = both("時間", "Time");
/// Column: a picture.
pub(crate) const PICTURE: Bilingual = both(
    "経過(上: 時間、下: バイト数)",
    "Course (above: time, below: bytes)",
);
/// Versions and names of the computer.
pub(crate) const COMPUTER: Bilingual = both("このパソコン", "This computer");
/// Text to be copied.
pub(crate) const HELP_DESK: Bilingual = both("問い合わせに添える文", "Text for the help desk");
/// How it is copied.
pub(crate) const HELP_DESK_HOW: Bilingual = both(
    "枠の中を選んでコピーし、保守窓口へのメールに貼り付けてください。",
    "Select the text in the box, copy it, and paste it into your message.",
);
/// The recording below.
pub(crate) const RECORDING: Bilingual = both(
    "通信の記録(暗証番号と個人情報は除いてあります)",
    "Recording of the exchange (PINs and personal data are left out)",
);
/// What the page does not hold.
pub(crate) const PRIVACY: Bilingual = both(
    "このページに、暗証番号・氏名・住所・個人番号・証明書の名義や番号は入っていません。",
    "This page holds no PIN, name, address, personal number, or subject and number of the certificate.",
);
/// First valid day.
pub(crate) const BEGINS: Bilingual = both("有効期間の初日", "Valid from");
/// Columns of the stages.
pub(crate) const STAGES: [Bilingual; 5] = [
    both("有効期間の前", "Not yet valid"),
    both("期限内", "Within its dates"),
    both("更新時期", "Renewal due"),
    both("猶予期間", "Grace period"),
    both("期限切れ", "Expired"),
];

/// The last day of a stage.
#[must_use]
pub(crate) fn until(lang: Lang, day: Date) -> String {
    let day = super::date(lang, day);
    match lang {
        Lang::Ja => format!("{day}まで"),
        Lang::En => format!("to {day}"),
    }
}

/// The first day of a stage that has no last one.
#[must_use]
pub(crate) fn from(lang: Lang, day: Date) -> String {
    let day = super::date(lang, day);
    match lang {
        Lang::Ja => format!("{day}から"),
        Lang::En => format!("from {day}"),
    }
}

/// The day of the judgement, at its place in the picture.
#[must_use]
pub(crate) fn today(lang: Lang, day: Date) -> String {
    let day = super::date(lang, day);
    match lang {
        Lang::Ja => format!("判定日 {day}"),
        Lang::En => format!("judged on {day}"),
    }
}
