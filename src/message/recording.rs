//! What is wrong with a recording, or with the log of another program.

use super::{Lang, pick};
use crate::finding::{LooksLike, RecordingFault as Fault};

/// What is wrong, as part of a sentence.
#[must_use]
pub(crate) fn recording_fault(lang: Lang, fault: &Fault) -> String {
    let (ja, en) = match fault {
        Fault::Io(why) => return why.clone(),
        Fault::NotARecording => (
            "mynacheckの記録でも、読み取れるログでもありません",
            "neither a recording of mynacheck nor a log that it can read",
        ),
        Fault::NewerVersion(version) => {
            return match lang {
                Lang::Ja => format!("新しいバージョン({version})で書かれています"),
                Lang::En => format!("written by a newer version ({version})"),
            };
        }
        Fault::NotALine => ("行として読めません", "not a line of text"),
        Fault::Json(what) => {
            return match lang {
                Lang::Ja => format!("JSONの誤り: {what}"),
                Lang::En => format!("not the JSON of this line: {what}"),
            };
        }
        Fault::UnknownEvent(name) => {
            return match lang {
                Lang::Ja => format!("知らない種類の行「{name}」"),
                Lang::En => format!("unknown event \"{name}\""),
            };
        }
        Fault::Value => (
            "値が書式に合いません(16進の桁数、符号の名前など)",
            "a value does not fit the format (odd hexadecimal digits, an unknown name)",
        ),
        Fault::NotCanonical => (
            "決まった書き方と違います。書き換えられています",
            "not in the canonical form: the file was edited",
        ),
        Fault::Truncated => (
            "終わりの行がありません。途中で切れています",
            "the end line is missing: the file is cut off",
        ),
        Fault::WrongCount { told, found } => {
            return match lang {
                Lang::Ja => format!("{told}件あるはずの記録が{found}件です"),
                Lang::En => format!("there should be {told} events, there are {found}"),
            };
        }
        Fault::WrongDigest => (
            "要約値が合いません。書き換えられています",
            "the digest does not fit: the file was changed",
        ),
        Fault::TooLong => (
            "再生するには長すぎます。`mynacheck trace explain` は長さによらず読めます",
            "too long to be replayed; `mynacheck trace explain` reads recordings of any length",
        ),
        Fault::BehindTheEnd => (
            "終わりの行の後ろに続きがあります",
            "something follows the end line",
        ),
        Fault::Interleaved => (
            "2つのやり取りが混ざっています。リーダーを1台にして取り直してください",
            "two exchanges are mixed; take the log again with one reader only",
        ),
        Fault::NotALogLine => ("このログの行として読めません", "not a line of this log"),
        Fault::NoExchanges(looks_like) => no_exchanges(*looks_like),
    };
    pick(lang, ja, en).to_owned()
}

/// What a file is that has no commands and answers, and how to make one that has them.
fn no_exchanges(looks_like: LooksLike) -> (&'static str, &'static str) {
    match looks_like {
        LooksLike::Pcscd => (
            "pcscdのログですが、APDUが入っていません。`pcscd --foreground --debug --apdu` で取り直してください",
            "a log of pcscd without commands and responses; make one with `pcscd --foreground --debug --apdu`",
        ),
        LooksLike::OpenSc => (
            "OpenSCのログですが、APDUが入っていません。環境変数 `OPENSC_DEBUG=9` を付けて取り直してください",
            "a log of OpenSC without commands and responses; make one with OPENSC_DEBUG=9 in the environment",
        ),
        LooksLike::PcscScan => (
            "pcsc_scanの出力で、APDUは入っていません。リーダーとカードの様子は `mynacheck doctor` で調べられます",
            "output of pcsc_scan, which has no commands and responses; `mynacheck doctor` looks at reader and card",
        ),
        LooksLike::Certutil => (
            "certutilの出力で、APDUは入っていません。リーダーとカードの様子は `mynacheck doctor` で調べられます",
            "output of certutil, which has no commands and responses; `mynacheck doctor` looks at reader and card",
        ),
        LooksLike::Ccid => (
            "リーダーのドライバーのログで、PC/SCより下の層です。APDUは `pcscd --foreground --debug --apdu` で取れます",
            "a log of the reader's driver, below PC/SC; `pcscd --foreground --debug --apdu` logs commands and responses",
        ),
        LooksLike::Capture => (
            "Wireshark用のファイルです。元の記録(`--record` で作ったもの)を指定してください",
            "a capture for Wireshark; give the recording it was made from (by `--record`)",
        ),
        LooksLike::Report => (
            "mynacheckの報告書で、APDUは入っていません。`--record` で記録を取ってください",
            "a report of mynacheck, which has no commands and responses; make a recording with `--record`",
        ),
    }
}
