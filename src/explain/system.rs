//! What Windows says of a reader, and sentences of other programs that name a cause without a code.

codes! {
    /// Codes of Windows itself (`winerror.h`) that drivers of readers return through winscard.
    WINDOWS: Windows;

    "ERROR_INVALID_FUNCTION" = 0x1 =>
        "ドライバーが対応していない操作です。",
        "The driver does not support this.";
    "ERROR_ACCESS_DENIED" = 0x5 => "利用が許可されていません。", "Access was denied.";
    "ERROR_INVALID_HANDLE" = 0x6 =>
        "接続が無効になりました。サービスの再起動や、リーダーの差し直しの後に起こります。",
        "The connection is no longer valid, as after a restart of the service or replugging the reader.";
    "ERROR_NOT_READY" = 0x15 =>
        "リーダーの準備ができていません。差し直してください。",
        "The reader is not ready. Plug it in again.";
    "ERROR_BAD_COMMAND" = 0x16 =>
        "リーダーが要求を受け付けません。多くは、リーダーが抜けた後に出ます。",
        "The reader rejected the command; mostly seen after it was unplugged.";
    "ERROR_GEN_FAILURE" = 0x1F =>
        "リーダーのドライバーが失敗しました。カードが動いた、電波が弱い、ドライバーの不具合、のいずれかです。置き直し、差し直してください。",
        "The reader's driver failed: the card moved, the field is weak, or the driver is faulty. Place the card again, replug the reader.";
    "ERROR_NOT_SUPPORTED" = 0x32 =>
        "ドライバーが対応していない操作です。",
        "The driver does not support this.";
    "ERROR_INVALID_PARAMETER" = 0x57 =>
        "ドライバーへの指定が正しくありません。",
        "The driver rejected a parameter.";
    "ERROR_SEM_TIMEOUT" = 0x79 =>
        "リーダーが時間内に答えませんでした。差し直してください。",
        "The reader did not answer in time. Plug it in again.";
    "ERROR_INSUFFICIENT_BUFFER" = 0x7A =>
        "答えが受け取りの領域より長く、失われました。",
        "The answer was longer than the buffer and is lost.";
    "ERROR_BUSY" = 0xAA =>
        "リーダーが別の処理をしています。",
        "The reader is busy with something else.";
    "ERROR_OPERATION_ABORTED" = 0x3E3 =>
        "処理が取り消されました。リーダーが抜けたときにも出ます。",
        "The operation was cancelled; also seen when the reader is unplugged.";
    "ERROR_IO_DEVICE" = 0x45D =>
        "リーダーとの入出力に失敗しました。別のUSBポートに差し直し、続くときはメーカーのドライバーを入れ直してください。",
        "Input or output with the reader failed. Use another USB port; if this keeps happening, install the maker's driver again.";
    "ERROR_DEVICE_NOT_CONNECTED" = 0x48F =>
        "リーダーがつながっていません。抜けたか、USBの電源が切れています。",
        "The reader is not connected: unplugged, or USB has no power.";
    "ERROR_NOT_FOUND" = 0x490 =>
        "求めたものが見つかりません。",
        "What was asked for was not found.";
    "ERROR_DEVICE_REMOVED" = 0x651 => "リーダーが取り外されました。", "The reader was removed.";
}

codes! {
    /// Sentences of other programs that name a cause without a code.
    TEXTS: Message;

    "T=1 state machine is DEAD" ["state machine is dead", "t=1 state machine"] =>
        "ドライバー(libccid)がカードとのT=1の通信を続けられなくなりました。カードを離して置き直してください。続くときはリーダーを差し直し、libccidを更新してください。",
        "The driver (libccid) has given up the T=1 exchange with the card. Lift the card and place it again; if this keeps happening, replug the reader and update libccid.";
    "Card absent or mute" ["card absent or mute"] =>
        "カードがないか、ICチップが応答しません。置き直し、向きと汚れを確かめてください。",
        "There is no card, or its chip does not answer. Place it again; check which way round it is and whether it is dirty.";
    "Device requires further installation" ["device requires further installation", "さらにインストールが必要"] =>
        "Windowsがリーダーのドライバーを入れ終えていません。デバイス マネージャーで確かめ、メーカーのドライバーを入れてから差し直してください。",
        "Windows has not finished installing the reader's driver. Check in Device Manager, install the maker's driver and plug the reader in again.";
    "R/Wのタイプが不明です" ["r/wのタイプが不明", "rwのタイプが不明"] =>
        "JPKI利用者ソフトがリーダーを見分けられません。仮想リーダー(TPMの仮想スマートカード、Windows Hello)が先に見えていると起こったという報告があります。",
        "The JPKI client cannot identify the reader. This has been reported where a virtual reader (a TPM's virtual smart card, Windows Hello) came first.";
    "Action org.debian.pcsc-lite.access_pcsc is not registered" ["access_pcsc is not registered", "access_card is not registered", "org.debian.pcsc-lite"] =>
        "polkitがpcsc-liteの規則を知らないか、利用を許していません。pcsc-liteの規則(org.debian.pcsc-lite.policy)が入っているかを確かめてください。",
        "polkit does not know the rules of pcsc-lite, or does not allow the use. Check that org.debian.pcsc-lite.policy is installed.";
    "NOT authorized for action" ["not authorized for action", "rejected unauthorized pc/sc client"] =>
        "polkitがリーダーの利用を断りました。遠隔ログインや自動実行では、規則を加えるまで使えません。",
        "polkit refused the reader. From remote logins and services it cannot be used until a rule allows it.";
    "Communication protocol mismatch" ["communication protocol mismatch"] =>
        "libpcscliteとpcscdのバージョンが合いません。コンテナや、二重に入れた環境で起こります。",
        "libpcsclite and pcscd are of different versions, as in containers or where two copies are installed.";
    "Firmware is bogus" ["is bogus! upgrade the reader firmware", "firmware is bogus"] =>
        "ドライバー(libccid)が、不具合のあるファームウェアのリーダーを拒みました。ファームウェアを更新するか、リーダーを替えてください。",
        "The driver (libccid) refuses the reader because its firmware is faulty. Update the firmware or use another reader.";
    "Can't claim interface" ["can't claim interface", "cannot claim interface"] =>
        "別のドライバーかプログラムがリーダーを使っています。",
        "Another driver or program holds the reader.";
    "useIFDCCID" ["useifdccid", "usbsmartcardreaderd", "com.apple.ifdreader"] =>
        "macOS Sonoma(14)からは、リーダーをApple自身のCCIDドライバーが扱います。それで読めないリーダーは、`sudo defaults write /Library/Preferences/com.apple.security.smartcard useIFDCCID -bool yes` で以前のドライバー(ifd-ccid)に戻し、差し直すか再起動してください。",
        "Since macOS Sonoma (14) Apple's own CCID driver serves the readers. Where it fails, `sudo defaults write /Library/Preferences/com.apple.security.smartcard useIFDCCID -bool yes` brings the former driver (ifd-ccid) back; then replug the reader or restart.";
}
