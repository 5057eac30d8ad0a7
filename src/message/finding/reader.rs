//! The reader and its driver.

use super::{Said, Words, scard};
use crate::finding::{ReaderFinding as F, ReaderFindingId, Trap};
use crate::message::label::{Label, label};

pub(super) fn text(words: Words, finding: &F<'_>) -> Said {
    match finding {
        F::NoReader => say! {
            ja: "カードリーダーが見つかりません", "リーダーのUSBを差し直し、別のUSBポートも試してください。続く場合は `mynacheck doctor` で原因を確かめてください。";
            en: "No card reader was found", "Plug the reader in again and try another USB port. If this keeps happening, run `mynacheck doctor`.";
        },
        F::PortTaken { address } => say! {
            ja: "{address} は使えません。ほかのプログラムが使っているようです", "`--page 127.0.0.1:38471` のように、別のポート番号を付けて起動してください。";
            en: "{address} cannot be used: another program seems to have it", "Start it with another port, such as `--page 127.0.0.1:38471`.";
        },
        F::NoVirtualReader {
            address,
            waited_seconds,
        } => say! {
            ja: "{address} で待ち受けている仮想リーダーがありません({waited_seconds}秒待ちました)", "Debian と Ubuntu では `sudo apt install pcscd vsmartcard-vpcd` の後に `sudo systemctl restart pcscd` を実行してください。待ち受け先は `/etc/reader.conf.d/vpcd` にあります。";
            en: "No virtual reader is listening on {address} (waited {waited_seconds} seconds)", "On Debian and Ubuntu: `sudo apt install pcscd vsmartcard-vpcd`, then `sudo systemctl restart pcscd`. Its port is in `/etc/reader.conf.d/vpcd`.";
        },
        F::ReaderNotFound {
            wanted,
            readers,
            elsewhere,
        } => {
            let readers = words.list(readers);
            let (ja, en) = if elsewhere.is_empty() {
                (String::new(), String::new())
            } else {
                let elsewhere = words.list(elsewhere);
                (
                    format!("カードは {elsewhere} に置かれています。"),
                    format!(" There is a card on {elsewhere}."),
                )
            };
            say! {
                ja: "「{wanted}」というリーダーはありません", "あるリーダー: {readers}。{ja}`mynacheck readers` で名前と番号を確かめてください。`--reader` を付けていなければ、設定ファイルの reader に書かれた名前です。";
                en: "There is no reader \"{wanted}\"", "Readers: {readers}.{en} See `mynacheck readers` for names and numbers. Without `--reader`, the name comes from the configuration file.";
            }
        }
        F::ReaderAmbiguous { wanted, readers } => {
            let readers = words.list(readers);
            say! {
                ja: "「{wanted}」に当てはまるリーダーが複数あります", "名前をもっと長く書くか、番号で選んでください: {readers}";
                en: "Several readers match \"{wanted}\"", "Give more of the name, or the number: {readers}";
            }
        }
        F::ReaderGone { code } => say! {
            ja: "リーダーとの接続が切れました", "リーダーのUSBを差し直し、ハブを使わず本体に直接つないでください。";
            en: "The connection to the reader was lost", "Plug it in again, directly and not through a hub.";
        }
        .with(scard(**code)),
        F::ReaderOk { reader } => say! {
            ja: "リーダーが見つかりました: {reader}", "";
            en: "Reader found: {reader}", "";
        },
        F::ReaderModelUnknown { reader } => say! {
            ja: "リーダーが見つかりました(機種の情報はありません): {reader}", "";
            en: "Reader found, of a model not listed here: {reader}", "";
        },
        F::ReaderTrap { reader, trap } => {
            let trap = label(
                words.0,
                match trap {
                    Trap::SamSlot => Label::TrapSamSlot,
                    Trap::TwoSlots => Label::TrapTwoSlots,
                    Trap::TypeBUnreliable => Label::TrapTypeB,
                    Trap::BuiltInUnsupported => Label::TrapBuiltIn,
                    Trap::WindowsDriverFirst => Label::TrapWindowsDriver,
                },
            );
            say! {
                ja: "{reader}: {trap}", "";
                en: "{reader}: {trap}", "";
            }
        }
        F::ReaderVirtual { reader } => say! {
            ja: "仮想リーダーは対象から外しました: {reader}", "";
            en: "A virtual reader was passed over: {reader}", "";
        },
        F::ReaderSlots { readers } => {
            let readers = words.list(readers);
            say! {
                ja: "スロットが複数あるリーダーです: {readers}", "";
                en: "This reader has more than one slot: {readers}", "";
            }
        }
        F::ShortApduOnly { reader } => say! {
            ja: "短いAPDUだけに対応したリーダーです(マイナンバーカードの確認には支障ありません): {reader}", "";
            en: "This reader supports short APDUs only, which is enough for a My Number Card: {reader}", "";
        },
        F::ReaderNotPlugged => say! {
            ja: "パソコンにカードリーダーがつながっていません", "リーダーのUSBを差し直し、別のUSBポートや別のケーブルも試してください。ハブを使わず、パソコンに直接つないでください。";
            en: "No card reader is connected to this computer", "Plug the reader in again; try another USB port and another cable, directly and not through a hub.";
        },
        F::ReaderUnseen => say! {
            ja: "パソコンは、使えるカードリーダーを見つけていません", "リーダーのUSBを差し直し、別のUSBポートとケーブルも試してください。続く場合は、パソコンを再起動し、リーダーのドライバーをメーカーの手順で入れ直してください。";
            en: "The computer has not found a card reader that works with it", "Plug the reader in again; try another USB port and another cable. If this keeps happening, restart the computer and reinstall the reader's driver as its maker describes.";
        },
        F::ReaderHeldByKernel { reader, module } => say! {
            ja: "リーダー({reader})を、別のドライバー({module})が先に使っています", "管理者が `sudo modprobe -r {module}` を実行し、`/etc/modprobe.d/blacklist-nfc.conf` に `blacklist {module}` と書いてから、リーダーを差し直してください。";
            en: "The reader ({reader}) is claimed by another driver ({module})", "Have the administrator run `sudo modprobe -r {module}`, write `blacklist {module}` into `/etc/modprobe.d/blacklist-nfc.conf`, and plug the reader in again.";
        },
        F::ReaderNotPcsc { reader } => say! {
            ja: "このリーダー({reader})は、このパソコンのシステムに対応していません", "マイナンバーカード対応で、このシステムに対応したリーダー(RC-S300、CIR315 など)に替えてください。Windows では、ソニーの NFCポートソフトウェアを入れると動きます。";
            en: "This reader ({reader}) is not supported on this system", "Use a reader for My Number Cards that is supported here (such as RC-S300 or CIR315). On Windows it works with Sony's NFC Port Software.";
        },
        F::DriverMissing { command } => say! {
            ja: "リーダーはつながっていますが、リーダー用のドライバーが入っていません", "管理者が `{command}` を実行して、入れてください。その後、リーダーを差し直してください。";
            en: "The reader is connected, but no driver is installed", "Have the administrator install one with `{command}`, then plug the reader in again.";
        },
        F::DriverUnlisted {
            reader,
            package: Some(package),
        } => say! {
            ja: "リーダー({reader})はつながっていますが、入っているドライバーがこの機種を知りません", "管理者がこの機種のドライバー(`{package}`)を入れ、リーダーを差し直してください。";
            en: "The reader ({reader}) is connected, but no installed driver knows this model", "Have the administrator install its driver (`{package}`), then plug the reader in again.";
        },
        F::DriverUnlisted {
            reader,
            package: None,
        } => say! {
            ja: "リーダー({reader})はつながっていますが、入っているドライバーがこの機種を知りません", "管理者がドライバー(libccid)を新しいバージョンにするか、メーカーのドライバーを入れ、リーダーを差し直してください。";
            en: "The reader ({reader}) is connected, but no installed driver knows this model", "Have the administrator update the driver (libccid) or install the maker's own, then plug the reader in again.";
        },
        F::DriverDuplicate { reader, drivers } => {
            let drivers = words.list(drivers);
            say! {
                ja: "リーダー({reader})を、2つ以上のドライバーが担当しています: {drivers}", "調子が悪い場合は、管理者が片方のドライバーを外してください。";
                en: "More than one driver serves the reader ({reader}): {drivers}", "If it misbehaves, have the administrator remove one of them.";
            }
        }
        F::DriverOfApple => say! {
            ja: "リーダーは、Apple 自身のドライバーが扱っています", "管理者が `sudo defaults write /Library/Preferences/com.apple.security.smartcard useIFDCCID -bool yes` を実行し、リーダーを差し直してください。以前のドライバー(ifd-ccid)に替わります。";
            en: "Apple's own driver serves the reader", "Have the administrator run `sudo defaults write /Library/Preferences/com.apple.security.smartcard useIFDCCID -bool yes`, then plug the reader in again: the former driver (ifd-ccid) takes over.";
        },
        F::ReaderPermission { reader } => say! {
            ja: "リーダー({reader})はつながっていますが、ICカードサービスに使用が許可されていません", "管理者が libccid を 1.7.0 以上に更新し、`sudo udevadm control --reload && sudo udevadm trigger` を実行してから、リーダーを差し直してください。";
            en: "The reader ({reader}) is connected, but the service (pcscd) has no permission to open it", "Have the administrator update libccid to 1.7.0 or later, run `sudo udevadm control --reload && sudo udevadm trigger`, and plug the reader in again.";
        },
        F::ReaderHeldByProgram { reader, program } if program.starts_with("scdaemon") => say! {
            ja: "リーダー({reader})を、別のプログラム({program})が占有しています", "`gpgconf --kill scdaemon` を実行してください。繰り返さないためには、`~/.gnupg/scdaemon.conf` に `disable-ccid` と書いてください。";
            en: "The reader ({reader}) is held by another program ({program})", "Run `gpgconf --kill scdaemon`. To keep it from coming back, write `disable-ccid` into `~/.gnupg/scdaemon.conf`.";
        },
        F::ReaderHeldByProgram { reader, program } => say! {
            ja: "リーダー({reader})を、別のプログラム({program})が占有しています", "そのプログラムを終了し、リーダーを差し直してください。";
            en: "The reader ({reader}) is held by another program ({program})", "Close that program and plug the reader in again.";
        },
        F::ReaderFirmware {
            reader,
            version,
            needed,
        } => say! {
            ja: "リーダー({reader})のファームウェアが古く、使えない状態です(現在 {version}、{needed} 以上が必要)", "メーカーの手順でファームウェアを更新するか、リーダーを買い替えてください。";
            en: "The firmware of the reader ({reader}) is too old ({version}; {needed} or later is needed)", "Update it with the maker's tool, or replace the reader.";
        },
        F::ReaderHidden { place } => say! {
            ja: "リーダーはつながっていますが、パソコンの設定で隠されています({place})", "管理者がその設定を取り除き、`sudo systemctl restart pcscd.socket pcscd` を実行してください。";
            en: "The reader is connected, but a setting hides it ({place})", "Have the administrator remove the setting and run `sudo systemctl restart pcscd.socket pcscd`.";
        },
        F::DeviceWithoutDriver { reader } => say! {
            ja: "リーダー({reader})はつながっていますが、専用のドライバーが入っていません", "メーカーのドライバーを入れ、リーダーを差し直してください(ソニーの PaSoRi には「NFCポートソフトウェア」が必要です)。";
            en: "The reader ({reader}) is connected, but its driver is not installed", "Install the maker's driver, then plug the reader in again (Sony's PaSoRi needs \"NFC Port Software\").";
        },
        F::DeviceDisabled { reader } => say! {
            ja: "リーダー({reader})が、Windows のデバイス マネージャーで無効にされています", "管理者がデバイス マネージャーでこのリーダーを右クリックし、「デバイスを有効にする」を選んでください。";
            en: "The reader ({reader}) is disabled in Windows' Device Manager", "Have the administrator right-click the reader in Device Manager and choose \"Enable device\".";
        },
        F::DeviceProblem { reader, problem } => say! {
            ja: "リーダー({reader})が動いていません", "リーダーを差し直し、別のUSBポートも試してください。続く場合は、パソコンを再起動し、メーカーのドライバーを入れ直してください。";
            en: "The reader ({reader}) does not work", "Plug the reader in again and try another USB port. If this keeps happening, restart the computer and reinstall the maker's driver.";
        }
        .with(format!("Device Manager: {problem}")),
        F::UsbUnsteady {
            reader,
            through_hub,
            saves_power,
        } => {
            let (ja_hub, en_hub) = if **through_hub {
                ("ハブを外し、", "Leave out the hub, ")
            } else {
                ("", "")
            };
            let (ja_power, en_power) = if **saves_power {
                (
                    "USBの省電力(autosuspend)も切ってみてください。",
                    " Try it without USB power saving (autosuspend) as well.",
                )
            } else {
                ("", "")
            };
            say! {
                ja: "リーダー({reader})のUSBの接触または電源が不安定かもしれません", "{ja_hub}パソコン本体の別のUSBポートに直接つなぎ、ケーブルも替えて比べてください。{ja_power}";
                en: "The USB connection or power of the reader ({reader}) may be unreliable", "{en_hub}plug it into another port of the computer itself and compare with another cable.{en_power}";
            }
        }
        F::FaceReaderOutside => say! {
            ja: "顔認証付きカードリーダー", "専用の仕組みで動くため、このプログラムでは調べられません。画面の番号を控え、保守窓口に連絡してください";
            en: "Face-recognition readers", "they use their makers' own software and cannot be examined here; note the code on the screen and contact the maker's support";
        },
    }
}

standing! { ReaderFindingId {
    NoReader = "リーダーなし", "no reader";
        "サービスは動いていますが、リーダーを1台も認識していません。未接続、ドライバーなし、ほかのプログラムによる占有が考えられます。",
        "The service is running but recognises no reader: it is not connected, has no driver, or is held by something else.";
    NoVirtualReader = "仮想リーダーなし", "no virtual reader";
        "模擬カードは仮想リーダー vpcd(vsmartcard)を通して PC/SC に置かれます。vpcd は pcscd と一緒に起動します。",
        "A simulated card reaches PC/SC through vpcd, the virtual reader of vsmartcard, which starts with pcscd.";
    PortTaken = "アドレスが使用中", "address in use";
        "窓口のページは、このパソコンの中だけのアドレスに出します。別のプログラムがそのアドレスを使っていると出せません。",
        "The counter's page is served on this computer only. It cannot be while another program uses its address.";
    ReaderNotFound = "指定のリーダーなし", "reader not found";
        "`--reader` の名前または番号に当てはまるリーダーがありません。",
        "No reader matches the name or number given with `--reader`.";
    ReaderAmbiguous = "当てはまるリーダーが複数", "reader ambiguous";
        "`--reader` の名前に複数のリーダーが当てはまります。",
        "Several readers match the name given with `--reader`.";
    ReaderGone = "リーダーとの接続切れ", "reader lost";
        "リーダーがUSBから消えたか、応答しなくなりました。",
        "The reader disappeared from USB, or stopped answering.";
    ReaderOk = "リーダーあり", "reader found";
        "サービスがこのリーダーを知っています。",
        "The service knows this reader.";
    ReaderModelUnknown = "機種の情報なし", "model not listed";
        "未対応という意味ではありません。日本で使われている機種の表(docs/doctor.md)にないだけです。",
        "This does not mean that it is unsupported: it is just not in the table of readers found in Japan (docs/doctor.md).";
    ReaderTrap = "機種の注意点", "known issue of the model";
        "この機種について知られている注意点です。今の不具合の原因とは限りません。",
        "What is known to go wrong with this model. It need not be the cause of today's fault.";
    ReaderVirtual = "仮想リーダー", "virtual reader";
        "Windows Hello などは機器ではなく、カードを置けません。`--reader` で選ぶことはできます。",
        "Windows Hello and the like are not devices, and no card can be placed on them. `--reader` can still choose one.";
    ReaderSlots = "複数のスロット", "several slots";
        "1台のリーダーが、接触・非接触・SAM などの名前に分かれて見えています。カードを置いた側が自動で選ばれます。",
        "One device appears as several readers: contact, contactless, SAM. The one that holds the card is chosen.";
    ShortApduOnly = "短いAPDUのみ", "short APDUs only";
        "リーダー自身の申告です。このプログラムは短いAPDUしか使いません。",
        "The reader reports this itself. This program uses short APDUs only.";
    ReaderNotPlugged = "リーダー未接続", "reader not connected";
        "USBにカードリーダーとして知られる機器がありません。ケーブル、USBポート、電源の問題か、リーダーの故障です。",
        "No device on USB is known as a card reader: the cable, the port or the power, or the reader is broken.";
    ReaderUnseen = "リーダーが見つからない", "reader not found";
        "サービスは動いていますが、リーダーを1台も認識しておらず、調べた範囲では理由が分かりません。",
        "The service is running but recognises no reader, and nothing that was checked explains it.";
    ReaderHeldByKernel = "別のドライバーが使用中", "claimed by another driver";
        "Linux のNFC用ドライバーが先に機器を使い始めると、ICカードサービスはその機器を使えません。",
        "When Linux's own NFC driver claims the device first, the smart-card service cannot use it.";
    ReaderNotPcsc = "未対応のリーダー", "unsupported reader";
        "この機種は共通の規格(CCID)に対応しておらず、Linux と macOS 用のドライバーがありません。リーダーの故障ではありません。",
        "This model does not follow the common standard (CCID), and there is no driver for Linux and macOS. It is not broken.";
    DriverMissing = "ドライバーなし", "no driver";
        "サービスはドライバーを通してリーダーを使います。ドライバーの置き場所が空です。",
        "The service uses readers through drivers, and the drivers' folder is empty.";
    DriverUnlisted = "ドライバーが未対応", "driver does not list it";
        "サービスは、ドライバーの一覧にある番号(USBのID)の機器だけを使い、ほかは黙って無視します。",
        "The service uses only devices whose USB id is in a driver's list, and silently ignores the rest.";
    DriverDuplicate = "ドライバーの重複", "two drivers";
        "どちらが使われるかは決まっていません。片方で不調でも、もう片方なら動くことがあります。",
        "Which of them is used is not defined. What fails with one may work with the other.";
    DriverOfApple = "Apple のドライバー", "Apple's driver";
        "macOS 14 からは Apple 自身のCCIDドライバーがリーダーを扱い、それでは読めないリーダーが報告されています。",
        "Since macOS 14 Apple's own CCID driver serves the readers, and some readers are reported to fail with it.";
    ReaderPermission = "リーダーの権限なし", "no permission";
        "新しい pcscd(2.4.0以上)は専用の利用者として動き、権限の設定がないリーダーを開けません。",
        "Newer versions of pcscd (2.4.0 on) run as a user of their own and cannot open a reader without a rule for it.";
    ReaderHeldByProgram = "別のプログラムが占有", "held by another program";
        "サービスを通さずに機器を直接開いているプログラムがあると、サービスはリーダーを使えません。",
        "While a program has the device open directly, bypassing the service, the service cannot use the reader.";
    ReaderFirmware = "ファームウェアが古い", "old firmware";
        "ドライバーは、不具合のあるファームウェアのリーダーを拒否します。",
        "The driver refuses readers whose firmware is known to be faulty.";
    ReaderHidden = "設定で隠されている", "hidden by a setting";
        "サービスの設定に、リーダーを使わないという指定があります。",
        "The service's settings tell it not to use some readers.";
    DeviceWithoutDriver = "ドライバーなし", "no driver";
        "デバイス マネージャーの「ほかのデバイス」に黄色い印で出ます。ドライバーを入れる前にリーダーをつなぐと起こることがあります。",
        "Device Manager shows it under \"Other devices\" with a yellow mark. It can happen when the reader is connected before its driver is installed.";
    DeviceDisabled = "リーダーの無効化", "reader disabled";
        "デバイス マネージャーのコード22です。利用者か、会社の設定が無効にしています。",
        "Code 22 in Device Manager: a user or a company policy has disabled it.";
    DeviceProblem = "リーダーの動作不良", "reader does not work";
        "コードの意味は、デバイス マネージャーでリーダーのプロパティを開くと読めます。",
        "Open the reader's properties in Device Manager to read what the code means.";
    UsbUnsteady = "USBが不安定", "unreliable USB";
        "通信が途中で切れました。ハブや省電力は、それだけでは異常ではありませんが、原因になることがあります。",
        "The exchange broke off. A hub or power saving is not a fault in itself, but can be the cause.";
    FaceReaderOutside = "顔認証付きカードリーダー", "face-recognition readers";
        "顔認証付きカードリーダー(5社)は資格確認端末の専用ソフトで動き、PC/SCのリーダーではありません。汎用カードリーダーはこのプログラムで調べられます。",
        "Face-recognition readers (five makes) work with their own software and are not PC/SC readers. General-purpose card readers can be examined with this program.";
} }
