//! What a relay does by itself: it asks for the tries left, and withholds what would spend the last.

use super::{Lang, pick};

/// Why a command was not passed on to the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Withheld {
    /// One try is left.
    LastTry,
    /// None is left.
    Locked,
    /// The card does not say how many are left.
    NotCountable,
    /// It carries another command, or opens a way for others.
    Hidden,
    /// Its class byte speaks of a channel, a chain, secure messaging, or of nothing known.
    Class,
    /// Its lengths do not fit.
    Malformed,
}

/// What was withheld, why, and what was answered in the card's place.
#[must_use]
pub(crate) fn withheld(lang: Lang, why: Withheld) -> &'static str {
    let (ja, en) = match why {
        Withheld::LastTry => (
            "暗証番号の残りが1回のため、カードに送らず 63C1 と答えました。送る場合は `--allow-last-try` を付けて始め直します",
            "one try is left: not sent to the card, answered 63C1; start again with --allow-last-try to have it sent",
        ),
        Withheld::Locked => (
            "ロックされた暗証番号のため送らず、残り回数へのカードの答えをそのまま返しました",
            "the PIN is locked: not sent; answered as the card answers the question for the tries left",
        ),
        Withheld::NotCountable => (
            "残り回数をカードに確かめられないAPDUのため送らず、6985 と答えました",
            "the card does not say how many tries are left: not sent, answered 6985",
        ),
        Withheld::Hidden => (
            "ほかのAPDUを包む、または論理チャネルを開くAPDUのため送らず、6985 と答えました",
            "it can carry another command, or open a channel for one: not sent, answered 6985",
        ),
        Withheld::Class => (
            "クラスバイトが 00 と 80 以外(論理チャネル、連結、セキュアメッセージングなど)のAPDUのため送らず、6985 と答えました",
            "its class byte is neither 00 nor 80 (channel, chaining, secure messaging): not sent, answered 6985",
        ),
        Withheld::Malformed => (
            "APDUの長さが合わないため送らず、6985 と答えました",
            "its lengths do not fit: not sent, answered 6985",
        ),
    };
    pick(lang, ja, en)
}
