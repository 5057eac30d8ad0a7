//! What the device manager of Windows says of a reader: `(Code 10)`.
//!
//! Microsoft's list: learn.microsoft.com, "Device Manager error messages".

use super::entry::{Entry, Owner};
use crate::message::Bilingual;

const fn code(
    name: &'static str,
    texts: &'static [&'static str],
    ja: &'static str,
    en: &'static str,
) -> Entry {
    Entry {
        kind: Owner::DeviceManager,
        name,
        number: None,
        texts,
        meaning: Bilingual { ja, en },
        source: None,
    }
}

pub(super) const DEVICE_MANAGER: &[Entry] = &[
    code(
        "Code 1",
        &["(code 1)", "(コード 1)"],
        "Windowsがリーダーの設定を終えていません。メーカーのドライバーを入れてから差し直してください。",
        "Windows has not configured the reader. Install the maker's driver and plug it in again.",
    ),
    code(
        "Code 10",
        &["(code 10)", "(コード 10)"],
        "リーダーを開始できません。別のUSBポート(ハブを通さない)に差し直し、続くときはデバイスを削除してメーカーのドライバーを入れ直してください。",
        "The reader cannot start. Use another USB port, without a hub; if this keeps happening, remove the device and install the maker's driver again.",
    ),
    code(
        "Code 14",
        &["(code 14)", "(コード 14)"],
        "コンピューターの再起動が必要です。",
        "The computer must be restarted.",
    ),
    code(
        "Code 18",
        &["(code 18)", "(コード 18)"],
        "ドライバーを入れ直す必要があります。",
        "The driver must be installed again.",
    ),
    code(
        "Code 19",
        &["(code 19)", "(コード 19)"],
        "Windowsに残るリーダーの設定が壊れています。デバイスを削除して差し直してください。",
        "What Windows keeps about the reader is damaged. Remove the device and plug it in again.",
    ),
    code(
        "Code 22",
        &["(code 22)", "(コード 22)"],
        "リーダーが無効にされています。デバイス マネージャーで有効にしてください。",
        "The reader is disabled. Enable it in the device manager.",
    ),
    code(
        "Code 24",
        &["(code 24)", "(コード 24)"],
        "リーダーが見つからないか、正しく動いていません。差し直してください。",
        "The reader is not there or does not work properly. Plug it in again.",
    ),
    code(
        "Code 28",
        &["(code 28)", "(コード 28)"],
        "リーダーのドライバーが入っていません。メーカーのドライバーを入れてください。",
        "No driver for the reader is installed. Install the maker's driver.",
    ),
    code(
        "Code 31",
        &["(code 31)", "(コード 31)"],
        "Windowsがリーダーのドライバーを読み込めません。ドライバーを入れ直してください。",
        "Windows cannot load the reader's driver. Install it again.",
    ),
    code(
        "Code 37",
        &["(code 37)", "(コード 37)"],
        "リーダーのドライバーが開始に失敗しました。ドライバーを入れ直してください。",
        "The reader's driver failed to start. Install it again.",
    ),
    code(
        "Code 39",
        &["(code 39)", "(コード 39)"],
        "リーダーのドライバーが壊れているか、ありません。ドライバーを入れ直してください。",
        "The reader's driver is damaged or missing. Install it again.",
    ),
    code(
        "Code 43",
        &["(code 43)", "(コード 43)"],
        "リーダーが異常を知らせたため、Windowsが止めました。差し直し、別のUSBポートやケーブルを試してください。続くときはリーダーの故障が疑われます。",
        "Windows stopped the reader, since it reported a fault. Plug it in again, try another USB port or cable; if this keeps happening, the reader may be broken.",
    ),
    code(
        "Code 45",
        &["(code 45)", "(コード 45)"],
        "リーダーがつながっていません。差し込めば消える表示です。",
        "The reader is not connected. The message goes away when it is plugged in.",
    ),
    code(
        "Code 48",
        &["(code 48)", "(コード 48)"],
        "問題のあるドライバーとして、Windowsが開始を止めました。新しいドライバーを入れてください。",
        "Windows blocks this driver, which is known to make trouble. Install a newer one.",
    ),
    code(
        "Code 52",
        &["(code 52)", "(コード 52)"],
        "ドライバーの署名を確かめられません。メーカーの新しいドライバーを入れてください。",
        "The driver's signature cannot be verified. Install the maker's newest driver.",
    ),
];
