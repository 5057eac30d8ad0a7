//! What drivers of readers say below PC/SC: those of pcsc-lite, and libusb.

codes! {
    /// `ifdhandler.h` of pcsc-lite: what a driver answers to pcscd. These stand in its log, as in
    /// `ifdwrapper.c:348:IFDStatusICC() Card not transacted: 612`.
    IFD: Ifd;

    "IFD_ERROR_TAG" = 600 =>
        "ドライバーの知らない項目が問い合わせられました。異常ではありません。",
        "The driver was asked for an unknown item. This is normal.";
    "IFD_ERROR_SET_FAILURE" = 601 =>
        "ドライバーの設定ができませんでした。",
        "The driver could not apply a setting.";
    "IFD_ERROR_VALUE_READ_ONLY" = 602 =>
        "変えられない設定を変えようとしました。",
        "Something tried to change a read-only setting.";
    "IFD_ERROR_PTS_FAILURE" = 605 =>
        "カードと通信の速さを決められませんでした。カードを置き直してください。",
        "Card and reader could not agree on a speed. Place the card again.";
    "IFD_ERROR_NOT_SUPPORTED" = 606 =>
        "ドライバーが対応していない操作です。",
        "The driver does not support this.";
    "IFD_PROTOCOL_NOT_SUPPORTED" = 607 =>
        "リーダーが、このカードの通信方式に対応していません。",
        "The reader does not support this card's protocol.";
    "IFD_ERROR_POWER_ACTION" = 608 =>
        "カードに電源を入れられませんでした。向きと汚れを確かめ、置き直してください。",
        "The card could not be powered. Check which way round it is and whether it is dirty, and place it again.";
    "IFD_ERROR_SWALLOW" = 609 =>
        "リーダーがカードを取り込めませんでした。",
        "The reader could not take in the card.";
    "IFD_ERROR_EJECT" = 610 =>
        "リーダーがカードを出せませんでした。",
        "The reader could not eject the card.";
    "IFD_ERROR_CONFISCATE" = 611 =>
        "リーダーがカードを回収できませんでした。",
        "The reader could not keep the card.";
    "IFD_COMMUNICATION_ERROR" = 612 =>
        "リーダーまたはカードとの通信に失敗しました。カードが離れた、接触や電波が弱い、USBが不調、のいずれかです。カードを置き直し、続くときはUSBポートを替えてください。",
        "The exchange with reader or card failed: the card left, the contact or field is weak, or USB is unsteady. Place the card again; if this keeps happening, use another USB port.";
    "IFD_RESPONSE_TIMEOUT" = 613 =>
        "カードが時間内に答えませんでした。置き直してください。",
        "The card did not answer in time. Place it again.";
    "IFD_NOT_SUPPORTED" = 614 =>
        "リーダーが対応していない操作です。",
        "The reader does not support this.";
    "IFD_ICC_PRESENT" = 615 =>
        "カードがあります。異常ではありません。",
        "A card is present. This is normal.";
    "IFD_ICC_NOT_PRESENT" = 616 =>
        "カードがありません。異常ではありません。",
        "No card is present. This is normal.";
    "IFD_NO_SUCH_DEVICE" = 617 =>
        "リーダーがなくなりました。抜けたか、USBの接続が切れています。",
        "The reader has gone: unplugged, or its USB connection broke.";
    "IFD_ERROR_INSUFFICIENT_BUFFER" = 618 =>
        "答えが受け取りの領域より長く、失われました。",
        "The answer was longer than the buffer and is lost.";
}

codes! {
    /// `libusb.h`.
    LIBUSB: Libusb;

    "LIBUSB_ERROR_IO" = -1 =>
        "USBの入出力に失敗しました。ケーブル、USBポート、ハブを替えてください。",
        "Input or output on USB failed. Use another cable or port, and no hub.";
    "LIBUSB_ERROR_INVALID_PARAM" = -2 =>
        "ドライバーの指定が正しくありません。ドライバーを更新してください。",
        "The driver passed a wrong parameter. Update the driver.";
    "LIBUSB_ERROR_ACCESS" = -3 =>
        "USB機器を開く権限がありません。udevの規則が必要です(`mynacheck doctor` で調べられます)。",
        "There is no permission to open the USB device: a udev rule is missing (`mynacheck doctor` checks it).";
    "LIBUSB_ERROR_NO_DEVICE" = -4 =>
        "USB機器がなくなりました。抜けたか、電源が足りません。",
        "The USB device has gone: unplugged, or short of power.";
    "LIBUSB_ERROR_NOT_FOUND" = -5 =>
        "USB機器または接続先がありません。",
        "No such USB device or endpoint.";
    "LIBUSB_ERROR_BUSY" = -6 =>
        "別のドライバーかプログラムがリーダーを使っています(pn533、port100、scdaemon など)。",
        "Another driver or program holds the reader (pn533, port100, scdaemon and the like).";
    "LIBUSB_ERROR_TIMEOUT" = -7 =>
        "リーダーがUSBで時間内に答えませんでした。差し直し、続くときは別のUSBポートを使うか、ドライバーを更新してください。",
        "The reader did not answer on USB in time. Plug it in again; if this keeps happening, use another port or a newer driver.";
    "LIBUSB_ERROR_OVERFLOW" = -8 =>
        "リーダーが予定より長いデータを送りました。差し直してください。",
        "The reader sent more than expected. Plug it in again.";
    "LIBUSB_ERROR_PIPE" = -9 =>
        "リーダーがUSBの要求を拒みました。差し直してください。",
        "The reader refused a USB request. Plug it in again.";
    "LIBUSB_ERROR_INTERRUPTED" = -10 =>
        "USBの処理が中断されました。",
        "The USB operation was interrupted.";
    "LIBUSB_ERROR_NO_MEM" = -11 => "メモリーが足りません。", "Out of memory.";
    "LIBUSB_ERROR_NOT_SUPPORTED" = -12 =>
        "このシステムでは対応していない操作です。",
        "Not supported on this system.";
    "LIBUSB_ERROR_OTHER" = -99 =>
        "原因の示されないUSBのエラーです。",
        "A USB error without a reason.";
}
