//! What is wrong with a recording.

use super::{Lang, pick};
use crate::recording::Reason;

/// Why a line of a recording is refused, as part of a sentence.
#[must_use]
pub(crate) fn recording_wrong(lang: Lang, reason: &Reason) -> String {
    let (ja, en) = match reason {
        Reason::Io(kind) => return kind.to_string(),
        Reason::NotARecording => (
            "mynacheckの記録ではありません",
            "not a recording of mynacheck",
        ),
        Reason::NewerVersion(version) => {
            return match lang {
                Lang::Ja => format!("新しいバージョン({version})で書かれています"),
                Lang::En => format!("written by a newer version ({version})"),
            };
        }
        Reason::NotALine => ("行として読めません", "not a line of text"),
        Reason::Json(what) => {
            return match lang {
                Lang::Ja => format!("JSONの誤り: {what}"),
                Lang::En => format!("not the JSON of this line: {what}"),
            };
        }
        Reason::UnknownEvent(name) => {
            return match lang {
                Lang::Ja => format!("知らない種類の行「{name}」"),
                Lang::En => format!("unknown event \"{name}\""),
            };
        }
        Reason::Value => (
            "値が書式に合いません(16進の桁数、符号の名前など)",
            "a value does not fit the format (odd hexadecimal digits, an unknown name)",
        ),
        Reason::NotCanonical => (
            "決まった書き方と違います。書き換えられています",
            "not in the canonical form: the file was edited",
        ),
        Reason::Truncated => (
            "終わりの行がありません。途中で切れています",
            "the end line is missing: the file is cut off",
        ),
        Reason::WrongCount { told, found } => {
            return match lang {
                Lang::Ja => format!("{told}件あるはずの記録が{found}件です"),
                Lang::En => format!("there should be {told} events, there are {found}"),
            };
        }
        Reason::WrongDigest => (
            "要約値が合いません。書き換えられています",
            "the digest does not fit: the file was changed",
        ),
        Reason::TooLong => (
            "再生するには長すぎます。`mynacheck trace explain` は長さによらず読めます",
            "too long to be replayed; `mynacheck trace explain` reads recordings of any length",
        ),
        Reason::BehindTheEnd => (
            "終わりの行の後ろに続きがあります",
            "there is something behind the end line",
        ),
    };
    pick(lang, ja, en).to_owned()
}
