//! Why another program's log cannot be read, and what it is instead.

use super::{Lang, pick};

/// Why a log cannot be read on, as part of a sentence.
#[must_use]
pub(crate) fn log_wrong(lang: Lang, interleaved: bool) -> &'static str {
    if interleaved {
        pick(
            lang,
            "2つのやり取りが混ざっています。リーダーを1台にして取り直してください",
            "two conversations run into each other; take the log with one reader only",
        )
    } else {
        pick(
            lang,
            "このログの行として読めません",
            "not a line of this log",
        )
    }
}

/// What a file looks like that has no commands and answers in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LooksLike {
    /// pcscd without `--apdu`.
    Pcscd,
    /// OpenSC at a level without APDUs.
    OpenSc,
    /// `pcsc_scan`
    PcscScan,
    /// `certutil -scinfo`
    Certutil,
    /// The driver's log, below PC/SC.
    Ccid,
    /// A capture for Wireshark.
    Capture,
    /// A report of `doctor` or `check`.
    Report,
}

/// What a file is that has no commands and answers, and how to make one that has them.
#[must_use]
pub(crate) fn no_exchanges(lang: Lang, looks_like: LooksLike) -> &'static str {
    let (ja, en) = match looks_like {
        LooksLike::Pcscd => (
            "pcscdのログですが、命令と応答が入っていません。`pcscd --foreground --debug --apdu` で取り直してください",
            "a log of pcscd without commands and responses; make one with `pcscd --foreground --debug --apdu`",
        ),
        LooksLike::OpenSc => (
            "OpenSCのログですが、命令と応答が入っていません。環境変数 `OPENSC_DEBUG=9` を付けて取り直してください",
            "a log of OpenSC without commands and responses; make one with OPENSC_DEBUG=9 in the environment",
        ),
        LooksLike::PcscScan => (
            "pcsc_scanの出力で、命令と応答は入っていません。リーダーとカードの様子は `mynacheck doctor` で調べられます",
            "output of pcsc_scan, which has no commands and responses; `mynacheck doctor` looks at reader and card",
        ),
        LooksLike::Certutil => (
            "certutilの出力で、命令と応答は入っていません。リーダーとカードの様子は `mynacheck doctor` で調べられます",
            "output of certutil, which has no commands and responses; `mynacheck doctor` looks at reader and card",
        ),
        LooksLike::Ccid => (
            "リーダーのドライバーのログで、PC/SCより下の層です。命令と応答は `pcscd --foreground --debug --apdu` で取れます",
            "a log of the reader's driver, below PC/SC; `pcscd --foreground --debug --apdu` logs commands and responses",
        ),
        LooksLike::Capture => (
            "Wireshark用のファイルです。元の記録(`--record` で作ったもの)を指定してください",
            "a capture for Wireshark; give the recording that it was made of (by `--record`)",
        ),
        LooksLike::Report => (
            "mynacheckの報告書で、命令と応答は入っていません。`--record` で記録を取ってください",
            "a report of mynacheck, which has no commands and responses; make a recording with `--record`",
        ),
    };
    pick(lang, ja, en)
}
