//! What the device manager of Windows says of a reader: `(Code 10)`.
//!
//! Microsoft's list: learn.microsoft.com, "Device Manager error messages".

use super::entry::{Entry, Owner};
use crate::message::Bilingual;

macro_rules! device_codes {
    ($($number:literal => $ja:literal, $en:literal;)*) => {
        pub(super) const DEVICE_MANAGER: &[Entry] = &[$(Entry {
            kind: Owner::DeviceManager,
            name: concat!("Code ", $number),
            number: None,
            texts: &[concat!("(code ", $number, ")"), concat!("(コード ", $number, ")")],
            meaning: Bilingual { ja: $ja, en: $en },
            source: None,
        },)*];
    };
}

device_codes! {
    1 =>
        "Windowsがリーダーの設定を終えていません。メーカーのドライバーを入れてから差し直してください。",
        "Windows has not configured the reader. Install the maker's driver and plug it in again.";
    10 =>
        "リーダーを開始できません。別のUSBポート(ハブを通さない)に差し直し、続くときはデバイスを削除してメーカーのドライバーを入れ直してください。",
        "The reader cannot start. Use another USB port, without a hub; if this keeps happening, remove the device and install the maker's driver again.";
    14 => "コンピューターの再起動が必要です。", "The computer must be restarted.";
    18 => "ドライバーを入れ直す必要があります。", "The driver must be installed again.";
    19 =>
        "Windowsに残るリーダーの設定が壊れています。デバイスを削除して差し直してください。",
        "What Windows keeps about the reader is damaged. Remove the device and plug it in again.";
    22 =>
        "リーダーが無効にされています。デバイス マネージャーで有効にしてください。",
        "The reader is disabled. Enable it in the device manager.";
    24 =>
        "リーダーが見つからないか、正しく動いていません。差し直してください。",
        "The reader is not there or does not work properly. Plug it in again.";
    28 =>
        "リーダーのドライバーが入っていません。メーカーのドライバーを入れてください。",
        "No driver for the reader is installed. Install the maker's driver.";
    31 =>
        "Windowsがリーダーのドライバーを読み込めません。ドライバーを入れ直してください。",
        "Windows cannot load the reader's driver. Install it again.";
    37 =>
        "リーダーのドライバーが開始に失敗しました。ドライバーを入れ直してください。",
        "The reader's driver failed to start. Install it again.";
    39 =>
        "リーダーのドライバーが壊れているか、ありません。ドライバーを入れ直してください。",
        "The reader's driver is damaged or missing. Install it again.";
    43 =>
        "リーダーが異常を知らせたため、Windowsが止めました。差し直し、別のUSBポートやケーブルを試してください。続くときはリーダーの故障が疑われます。",
        "Windows stopped the reader, since it reported a fault. Plug it in again, try another USB port or cable; if this keeps happening, the reader may be broken.";
    45 =>
        "リーダーがつながっていません。差し込めば消える表示です。",
        "The reader is not connected. The message goes away when it is plugged in.";
    48 =>
        "問題のあるドライバーとして、Windowsが開始を止めました。新しいドライバーを入れてください。",
        "Windows blocks this driver, which is known to make trouble. Install a newer one.";
    52 =>
        "ドライバーの署名を確かめられません。メーカーの新しいドライバーを入れてください。",
        "The driver's signature cannot be verified. Install the maker's newest driver.";
}
