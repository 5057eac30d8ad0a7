//! What a PC/SC code and a status word mean, for `explain` and for logs.

use std::borrow::Cow;

use super::{Lang, pick};
use crate::iso7816::{Meaning, StatusWord};
use crate::transport::ScardCode;

/// Both languages of a [`Sense`].
macro_rules! sense {
    ($ja_short:literal, $ja_more:literal; $en_short:literal, $en_more:literal) => {
        (($ja_short, $ja_more), ($en_short, $en_more))
    };
}

/// What a code says: a sentence without its full stop, for one line, and what there is to add.
pub(super) struct Sense {
    pub(super) short: Cow<'static, str>,
    more: &'static str,
}

impl Sense {
    fn pick(
        lang: Lang,
        ja: (&'static str, &'static str),
        en: (&'static str, &'static str),
    ) -> Self {
        let (short, more) = match lang {
            Lang::Ja => ja,
            Lang::En => en,
        };
        let short = short.into();
        Self { short, more }
    }

    fn whole(&self, lang: Lang) -> String {
        let stop = pick(lang, "。", ".");
        let space = if self.more.is_empty() {
            ""
        } else {
            pick(lang, "", " ")
        };
        format!("{}{stop}{space}{}", self.short, self.more)
    }
}

/// What a status word says.
#[must_use]
pub(crate) fn status_word(lang: Lang, word: StatusWord) -> String {
    status_word_sense(lang, word).whole(lang)
}

/// What a PC/SC code means.
#[must_use]
pub(crate) fn scard_code(lang: Lang, code: ScardCode) -> String {
    let (ja, en) = sense!("pcsc-liteにもWindowsにも名前のないPC/SCのコードです", "リーダーのドライバーや製造元のプログラムが、独自に返した可能性があります。";
        "A code of PC/SC for which neither pcsc-lite nor Windows has a name", "A reader's driver or a vendor's program may have made it up.");
    let unnamed = || Sense::pick(lang, ja, en);
    scard_sense(lang, code).unwrap_or_else(unnamed).whole(lang)
}

#[allow(clippy::too_many_lines, reason = "one entry for each meaning")]
pub(super) fn status_word_sense(lang: Lang, word: StatusWord) -> Sense {
    let (ja, en) = match word.meaning() {
        Meaning::Done => {
            sense!("成功しました", "回数の問い合わせへの答えなら「照合済み」で、残り回数は分かりません。";
            "Success", "As the answer to a tries query it means that the PIN is already verified; the count is not given.")
        }
        Meaning::MoreData(_) => {
            sense!("成功しました", "続きのデータがあり、GET RESPONSE で受け取ります。";
            "Success; more data is available with GET RESPONSE", "")
        }
        Meaning::Corrupted => sense!("データの一部が壊れている可能性があります", "";
            "Part of the data may be corrupted", ""),
        Meaning::EndOfFile => sense!("要求した長さより前でファイルが終わりました", "";
            "The file ended before the length asked for", ""),
        Meaning::Deactivated => {
            sense!("選んだファイルまたはアプリケーションは無効にされています", "";
            "The selected file or application is deactivated", "")
        }
        Meaning::Terminated => sense!("選んだファイルは終了状態で、もう使えません", "";
            "The selected file is in its termination state", ""),
        Meaning::ComparisonFailed => {
            sense!("照合に失敗しました", "残り回数は示されていません(0回という意味ではありません)。";
            "The comparison failed", "No count is given; it does not mean 0.")
        }
        Meaning::TriesLeft(left) => {
            let (short, more) = match lang {
                Lang::Ja => (
                    format!("暗証番号の残り回数は{left}回です"),
                    "0回ならロックされています。",
                ),
                Lang::En => (
                    format!("Tries left on the PIN: {left}"),
                    "With 0 it is locked.",
                ),
            };
            let short = short.into();
            return Sense { short, more };
        }
        Meaning::MemoryFailure => sense!("カードのメモリーの故障です", "";
            "The card's memory has failed", ""),
        Meaning::WrongLength => sense!("APDUの長さが正しくありません", "";
            "The length of the command is wrong", ""),
        Meaning::NoLogicalChannel => sense!("論理チャネルには対応していません", "";
            "Logical channels are not supported", ""),
        Meaning::NoSecureMessaging => sense!("セキュアメッセージングには対応していません", "";
            "Secure messaging is not supported", ""),
        Meaning::WrongFileStructure => sense!("APDUがこのファイルの構造に合いません", "";
            "The command does not fit the structure of this file", ""),
        Meaning::SecurityNotSatisfied => sense!("先に暗証番号の照合が必要です", "";
            "A PIN must be verified first", ""),
        Meaning::Blocked => sense!("暗証番号がロックされています", "";
            "The PIN is locked", ""),
        Meaning::ReferenceLocked => {
            sense!("暗証番号がロックされています(JICSAPのステータスワード)", "";
            "The referenced PIN or key is locked (JICSAP)", "")
        }
        Meaning::ConditionsNotSatisfied => sense!("今の状態ではこのAPDUは使えません", "";
            "The conditions for this command are not met", ""),
        Meaning::NoCurrentFile => sense!("ファイルが選ばれていません", "";
            "No file is selected", ""),
        Meaning::SelectFailed => sense!("アプリケーションを選べませんでした", "";
            "The application could not be selected", ""),
        Meaning::WrongData => sense!("APDUのデータが正しくありません", "";
            "The data of the command is wrong", ""),
        Meaning::FunctionNotSupported => sense!("カードはこの機能に対応していません", "";
            "The card does not support this function", ""),
        Meaning::NotFound => {
            sense!("アプリケーションまたはファイルがありません", "JPKIの選択への答えなら、マイナンバーカードではありません。";
            "There is no such application or file", "As the answer to selecting JPKI: not a My Number Card.")
        }
        Meaning::RecordNotFound => sense!("レコードがありません", "";
            "There is no such record", ""),
        Meaning::WrongParameters => sense!("APDUのP1-P2が正しくありません", "";
            "P1-P2 of the command are wrong", ""),
        Meaning::ReferenceNotFound => sense!("参照した暗証番号・鍵・データがありません", "";
            "The referenced PIN, key or data does not exist", ""),
        Meaning::OffsetOutside => sense!("読み出し位置がファイルの外です", "";
            "The offset lies outside the file", ""),
        Meaning::WrongLe(_) => sense!("要求した長さが合いません", "下位の数が正しい長さです。";
            "The expected length is wrong; the low byte is the right one", ""),
        Meaning::InstructionUnknown => sense!("カードはこのAPDU(INS)に対応していません", "";
            "The card does not know this instruction", ""),
        Meaning::ClassUnknown => sense!("カードはこのクラス(CLA)に対応していません", "";
            "The card does not know this class", ""),
        Meaning::NoDiagnosis => {
            sense!("原因の示されない失敗です", "電源投入後の最初のAPDUに、こう答えるマイナンバーカードがあります。";
            "A failure without a stated reason", "Some My Number Cards give this answer to the first command after power-up.")
        }
        Meaning::Unknown => {
            sense!("このプログラムの知らないステータスワードです", "推測はしません。";
            "A status word that this program does not know", "Nothing is guessed.")
        }
    };
    Sense::pick(lang, ja, en)
}

#[allow(clippy::too_many_lines, reason = "one entry for each code")]
pub(super) fn scard_sense(lang: Lang, code: ScardCode) -> Option<Sense> {
    code.name()?;
    let (ja, en) = match code {
        ScardCode::S_SUCCESS => sense!("処理は成功しました", "";
            "The operation succeeded", ""),
        ScardCode::F_INTERNAL_ERROR => {
            sense!("ICカードサービスの内部エラーです", "サービスを再起動してください。";
            "An internal error of the service", "Restart it.")
        }
        ScardCode::E_CANCELLED | ScardCode::E_SYSTEM_CANCELLED => {
            sense!("処理が取り消されました", "";
            "The operation was cancelled", "")
        }
        ScardCode::E_INVALID_HANDLE => {
            sense!("接続が無効になりました", "サービスの再起動後などに起こります。もう一度実行してください。";
            "The connection is no longer valid, as after a restart of the service", "Run it again.")
        }
        ScardCode::E_INVALID_PARAMETER
        | ScardCode::E_INVALID_TARGET
        | ScardCode::E_INVALID_VALUE => {
            sense!("サービスへの指定が正しくありません", "このプログラムまたはドライバーの不具合です。";
            "A parameter was not accepted: a fault of this program or of the driver", "")
        }
        ScardCode::E_NO_MEMORY => {
            sense!("サービスの資源が足りません", "ほかのカード用プログラムを終えてください。";
            "The service is out of resources", "Close other card programs.")
        }
        ScardCode::F_WAITED_TOO_LONG | ScardCode::E_TIMEOUT => {
            sense!("時間内に終わりませんでした", "";
            "The time ran out", "")
        }
        ScardCode::E_INSUFFICIENT_BUFFER => {
            sense!("答えが受け取りの領域より長く、失われました", "";
            "The answer was longer than the buffer and is lost", "")
        }
        ScardCode::E_UNKNOWN_READER => {
            sense!("その名前のリーダーはありません", "差し直すと名前の番号が変わることがあります。";
            "There is no reader of this name", "The number in a name can change when a reader is plugged in again.")
        }
        ScardCode::E_SHARING_VIOLATION => {
            sense!("ほかのプログラムがカードを専有しています", "そのプログラムを終えてください。";
            "Another program holds the card", "Close it.")
        }
        ScardCode::E_NO_SMARTCARD => sense!("カードがありません", "";
            "There is no card", ""),
        ScardCode::E_UNKNOWN_CARD => sense!("サービスの知らないカードです", "";
            "The service does not know this card", ""),
        ScardCode::E_CANT_DISPOSE => sense!("接続の終わらせ方が受け付けられませんでした", "";
            "The connection could not be ended in this way", ""),
        ScardCode::E_PROTO_MISMATCH => {
            sense!("カードとリーダーの通信方式が合いません", "ほかのプログラムが別の方式で接続していることもあります。";
            "No common protocol", "Another program may have chosen a different one.")
        }
        ScardCode::E_NOT_READY => sense!("リーダーまたはカードの準備ができていません", "";
            "Reader or card is not ready", ""),
        ScardCode::F_COMM_ERROR => {
            sense!("サービスとの通信が切れました", "サービスの停止や、利用の拒否(polkit)が考えられます。";
            "The connection to the service broke: it has stopped, or refused (polkit)", "")
        }
        ScardCode::F_UNKNOWN_ERROR => sense!("原因の示されないエラーです", "";
            "An error without a stated reason", ""),
        ScardCode::E_INVALID_ATR => sense!("カードの初期応答(ATR)が正しくありません", "";
            "The card's answer to reset is not valid", ""),
        ScardCode::E_NOT_TRANSACTED => {
            sense!("カードとのやり取りに失敗しました", "カードが離れたか、電波や接触が弱い状態です。";
            "The exchange with the card failed: it has left, or the field or contact is weak", "")
        }
        ScardCode::E_READER_UNAVAILABLE => {
            sense!("リーダーが応答しません", "抜けたか、故障しています。";
            "The reader does not answer: unplugged, or broken", "")
        }
        ScardCode::P_SHUTDOWN => sense!("サービスが終了しようとしています", "";
            "The service is shutting down", ""),
        ScardCode::E_PCI_TOO_SMALL => sense!("通信方式の情報の領域が足りません", "";
            "The protocol structure is too small", ""),
        ScardCode::E_READER_UNSUPPORTED => {
            sense!("ドライバーがこのリーダーの要件を満たしません", "";
            "The driver does not meet what is required of this reader", "")
        }
        ScardCode::E_DUPLICATE_READER => sense!("同じ名前のリーダーが既にあります", "";
            "A reader of this name exists already", ""),
        ScardCode::E_CARD_UNSUPPORTED | ScardCode::W_UNSUPPORTED_CARD => {
            sense!("リーダーまたはドライバーがこのカードに対応していません", "";
            "Reader or driver does not support this card", "")
        }
        ScardCode::E_NO_SERVICE => {
            sense!("ICカードサービスに接続できません", "Linuxでは pcscd、Windowsでは「Smart Card」サービスです。";
            "The smart-card service cannot be reached: pcscd on Linux, \"Smart Card\" on Windows", "")
        }
        ScardCode::E_SERVICE_STOPPED => {
            sense!("サービスが止まりました", "Linuxで接続時に出る場合は、ライブラリとサービスのバージョンの不一致です。";
            "The service has stopped", "On Linux, at connecting, library and service are of different versions.")
        }
        ScardCode::E_UNEXPECTED => {
            sense!("予期しない失敗です", "pcsc-lite では「対応していない機能」も同じ番号です。";
            "An unexpected failure", "In pcsc-lite an unsupported feature has the same number.")
        }
        ScardCode::E_UNSUPPORTED_FEATURE => sense!("対応していない機能です", "";
            "The feature is not supported", ""),
        ScardCode::E_NO_READERS_AVAILABLE => {
            sense!("使えるリーダーがありません", "未接続、ドライバーなし、ほかの部品による占有が考えられます。";
            "No reader is available: not plugged in, no driver, or held by something else", "")
        }
        ScardCode::W_UNRESPONSIVE_CARD => {
            sense!("カードはありますが、ICチップが応答しません", "向きと汚れを確かめてください。";
            "The chip does not answer", "Check which way round the card is, and whether it is dirty.")
        }
        ScardCode::W_UNPOWERED_CARD => {
            sense!("カードに電源が入っていません", "Linuxでは、ICチップが応答しないときもこれです。";
            "The card has no power", "On Linux this is also said of a chip that does not answer.")
        }
        ScardCode::W_RESET_CARD => {
            sense!("ほかのプログラムがカードを初期化しました", "選択と照合はやり直しです。";
            "Another program has reset the card", "Selections and verified PINs are gone.")
        }
        ScardCode::W_REMOVED_CARD => sense!("カードが取り除かれました", "";
            "The card was removed", ""),
        ScardCode::W_SECURITY_VIOLATION => {
            sense!("利用が許可されていません", "Linuxでは polkit の設定によるか、途中でサービスが終了しました。Windowsではカードが拒みました。";
            "Access was denied", "On Linux polkit refused the user, or the service ended on the way. On Windows the card refused.")
        }
        ScardCode::E_ICC_INSTALLATION | ScardCode::E_ICC_CREATEORDER => {
            sense!("このカードの登録情報がWindowsにありません", "ふつうのカードリーダーの利用には関係しません。";
            "Windows has no registration for this kind of card", "It does not matter for reading a card.")
        }
        ScardCode::E_DIR_NOT_FOUND | ScardCode::E_NO_DIR => {
            sense!("カードの中に、指定されたディレクトリーがありません", "";
            "The card has no such directory", "")
        }
        ScardCode::E_FILE_NOT_FOUND | ScardCode::E_NO_FILE => {
            sense!("カードの中に、指定されたファイルがありません", "";
            "The card has no such file", "")
        }
        ScardCode::E_NO_ACCESS => {
            sense!("カードのファイルを使う権限がありません", "先に暗証番号の照合が必要です。";
            "The card's file may not be accessed: a PIN must be verified first", "")
        }
        ScardCode::E_WRITE_TOO_MANY | ScardCode::E_READ_ONLY_CARD => {
            sense!("カードに書き込めません", "空きがないか、読み取り専用です。";
            "The card cannot be written to: no room is left, or it is read-only", "")
        }
        ScardCode::E_BAD_SEEK | ScardCode::W_EOF => {
            sense!("カードのファイルの終わりを越えて読もうとしました", "";
            "The end of the card's file was passed", "")
        }
        ScardCode::E_INVALID_CHV => {
            sense!("入力された暗証番号の形が正しくありません(桁数や文字の種類)", "";
            "The PIN as entered has the wrong form (length or characters)", "")
        }
        ScardCode::W_WRONG_CHV => sense!("暗証番号が違います", "残り回数が1回減っています。";
            "The PIN was wrong", "It cost one try."),
        ScardCode::W_CHV_BLOCKED => {
            sense!("暗証番号がロックされています", "市区町村の窓口で初期化します。";
            "The PIN is locked", "The municipal office resets it.")
        }
        ScardCode::W_CANCELLED_BY_USER => {
            sense!("利用者が操作を取り消しました(暗証番号の画面など)", "";
            "The user cancelled, for example at the PIN dialog", "")
        }
        ScardCode::W_CARD_NOT_AUTHENTICATED => sense!("暗証番号の照合がまだです", "";
            "No PIN has been verified yet", ""),
        ScardCode::E_UNKNOWN_RES_MNG => {
            sense!("ICカードサービスが、Windowsの知らないエラーを返しました", "";
            "The smart-card service returned an error that Windows does not know", "")
        }
        ScardCode::E_NO_SUCH_CERTIFICATE | ScardCode::E_CERTIFICATE_UNAVAILABLE => {
            sense!("カードに、求められた電子証明書がないか、読み出せません", "";
            "The certificate asked for is not on the card, or cannot be read", "")
        }
        ScardCode::E_COMM_DATA_LOST => {
            sense!("カードとの通信でデータが失われました", "カードを置き直し、USBの接続を確かめてください。";
            "Data was lost on the way to the card", "Place the card again and check the USB connection.")
        }
        ScardCode::E_NO_KEY_CONTAINER => {
            sense!("カードに鍵の入れ物がありません", "Windowsの証明書機能が返すコードで、マイナンバーカードの読み取りには使われません。";
            "There is no key container on the card", "Windows' certificate functions say so; reading a My Number Card needs none.")
        }
        ScardCode::E_SERVER_TOO_BUSY => {
            sense!("ICカードサービスが混み合っています", "ほかのカード用プログラムを終えて、もう一度実行してください。";
            "The smart-card service is too busy", "Close other card programs and try again.")
        }
        ScardCode::E_PIN_CACHE_EXPIRED | ScardCode::E_NO_PIN_CACHE => {
            sense!("Windowsが暗証番号を覚えていないため、もう一度入力が必要です", "";
            "Windows no longer remembers the PIN; it has to be typed again", "")
        }
        ScardCode::W_CACHE_ITEM_NOT_FOUND
        | ScardCode::W_CACHE_ITEM_STALE
        | ScardCode::W_CACHE_ITEM_TOO_BIG => {
            sense!("Windowsのカード情報の一時保存(キャッシュ)が使えませんでした", "カードから読み直されます。";
            "Windows' cache of the card could not be used", "It is read from the card again.")
        }
        _ => return None,
    };
    Some(Sense::pick(lang, ja, en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_with_a_name_is_explained() {
        for code in ScardCode::ALL {
            assert!(scard_sense(Lang::Ja, *code).is_some(), "{code}");
            assert!(scard_sense(Lang::En, *code).is_some(), "{code}");
        }
    }
}
