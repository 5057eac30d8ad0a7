//! The PINs of the card and their entry (`rules.md` R2).

use super::{Said, Words, status_word};
use crate::finding::PinFinding as F;
use crate::finding::PinFindingId;
use crate::message::pin_name;

pub(super) fn text(words: Words, finding: &F<'_>) -> Said {
    match finding {
        F::PinOk {
            left,
            max: Some(max),
        } => say! {
            ja: "暗証番号は残り{left}回です({max}回まで)", "";
            en: "The PIN has {left} of {max} tries left", "";
        },
        F::PinOk { left, max: None } => say! {
            ja: "暗証番号は残り{left}回です", "";
            en: "The PIN has {left} tries left", "";
        },
        F::PinLastTry => say! {
            ja: "暗証番号は残り1回です。次に間違えるとロックされます", "暗証番号は入力しないでください。正しい番号を一度入力すれば、回数は元に戻ります。";
            en: "The PIN has one try left: the next wrong entry locks it", "Do not enter the PIN. One correct entry restores the count.";
        },
        F::PinLocked { no_signing: true } => no_pin("暗証番号は使えません", "The PIN cannot be used"),
        F::PinLocked { no_signing: false } => locked("暗証番号がロックされています", "The PIN is locked"),
        F::PinVerified => say! {
            ja: "暗証番号はすでに照合済みで、残り回数は分かりません", "ほかのプログラムがこのカードを使っています。そのプログラムを終えてカードを置き直すと、残り回数が分かります。";
            en: "The PIN has already been verified, so the tries left cannot be read", "Another program is using this card. Close it and place the card again to see the tries left.";
        },
        F::PinUnknown { status } => say! {
            ja: "暗証番号の残り回数は分かりません", "暗証番号は入力しないでください。";
            en: "The tries left on the PIN are not known", "Do not enter the PIN.";
        }
        .with(status_word(**status)),
        F::OtherPinLastTry { pin } => {
            let name = pin_name(words.0, pin);
            say! {
                ja: "{name}の暗証番号は残り1回です", "健康保険証としての利用には影響しません。次に間違えるとロックされます。";
                en: "The PIN for {name} has one try left", "Use as an insurance card is not affected. The next wrong entry locks this PIN.";
            }
        }
        F::OtherPinLocked { pin } => {
            let name = pin_name(words.0, pin);
            say! {
                ja: "{name}の暗証番号は使えません(ロックされているか、設定されていません)", "健康保険証としての利用には影響しません。初期化は市区町村の窓口でできます。";
                en: "The PIN for {name} cannot be used (locked, or never set)", "Use as an insurance card is not affected. The municipal office can reset it.";
            }
        }
        F::OtherPinUnknown { pin, status } => {
            let name = pin_name(words.0, pin);
            say! {
                ja: "{name}の暗証番号の残り回数は分かりません", "健康保険証としての利用には影響しません。";
                en: "The tries left on the PIN for {name} are not known", "Use as an insurance card is not affected.";
            }
            .with(status_word(**status))
        }
        F::PinRight => say! {
            ja: "暗証番号は正しい番号です", "";
            en: "The PIN is correct", "";
        },
        F::PinWrong { left: Some(1) } => say! {
            ja: "暗証番号が違います。残り1回です。次に間違えるとロックされます", "これ以上は入力しないでください。番号は市区町村の窓口で設定し直せます。";
            en: "The PIN is wrong. One try is left: the next wrong entry locks it", "Do not try again. The municipal office can set a new PIN.";
        },
        F::PinWrong { left: Some(left) } => say! {
            ja: "暗証番号が違います。残り{left}回です", "本人に番号を確かめてもらってください。間違いは累計で数えられ、時間がたっても戻りません。";
            en: "The PIN is wrong; {left} tries are left", "Ask the holder to make sure of the PIN. Wrong entries add up, and time does not reset them.";
        },
        F::PinWrong { left: None } => say! {
            ja: "暗証番号が違います。残り回数は分かりません", "これ以上は入力しないでください。";
            en: "The PIN is wrong; the tries left are not known", "Do not try again.";
        },
        F::PinNowLocked => locked("暗証番号が違います。ロックされました", "The PIN is wrong, and it is now locked"),
        F::PinSentLocked => say! {
            ja: "暗証番号を送りましたが、カードはロックされていると答えました", "番号が正しかったかどうかは分かりません。再送はしていません。暗証番号は市区町村の窓口で初期化できます。";
            en: "The PIN was sent, and the card answered that it is locked", "Whether it was correct is not known. It was not sent again. The municipal office can reset the PIN.";
        },
        F::PinWithheld => say! {
            ja: "残り1回のため、暗証番号をカードに送りませんでした", "番号が確かで、それでも試すときは、確認に「はい」と答えるか `--allow-last-try` を付けてください。";
            en: "One try is left, so the PIN was not sent to the card", "If you are sure of the PIN and have to try it, answer \"yes\" when asked, or give `--allow-last-try`.";
        },
        F::PinNotTriedLocked { no_signing: true } => no_pin("暗証番号を送りませんでした", "The PIN was not sent"),
        F::PinNotTriedLocked { no_signing: false } => locked("暗証番号はロックされているため、送りませんでした", "The PIN is locked, so it was not sent"),
        F::PinNotTriedUnknown { status } => say! {
            ja: "残り回数が分からないため、暗証番号を送りませんでした", "ほかのカード用プログラムを終え、カードを置き直してから、もう一度試してください。";
            en: "The tries left are not known, so the PIN was not sent", "Close other card programs, place the card again, and retry.";
        }
        .with(status_word(**status)),
        F::PinCardChanged => say! {
            ja: "入力の間にカードまたは残り回数が変わったため、暗証番号を送りませんでした", "本人のカード1枚だけを置き、ほかのカード用プログラムを終えてから、もう一度試してください。";
            en: "The card or its count changed while the PIN was typed, so it was not sent", "Place only the holder's card, close other card programs, and retry.";
        },
        F::PinLength => say! {
            ja: "暗証番号は4桁です。カードには送っていません", "利用者証明用の4桁の番号を入力してください。6文字以上のものは署名用パスワードです。";
            en: "The PIN has 4 digits. Nothing was sent to the card", "Enter the 4 digits for user authentication. Six characters or more are the signing password.";
        },
        F::PinNotDigits => say! {
            ja: "暗証番号は数字だけです。カードには送っていません", "利用者証明用の4桁の数字を入力してください。";
            en: "The PIN consists of digits only. Nothing was sent to the card", "Enter the 4 digits for user authentication.";
        },
        F::PinFullWidth => say! {
            ja: "全角の数字が入力されました。カードには送っていません", "日本語入力を切り(半角/全角キー)、半角の数字4桁で入力してください。";
            en: "Full-width digits were typed. Nothing was sent to the card", "Switch the Japanese input method off and type 4 half-width digits.";
        },
        F::PinNotGiven => say! {
            ja: "暗証番号が入力されませんでした。カードには送っていません", "端末の画面で実行するか、`--pin-stdin` を付けて標準入力から渡してください。";
            en: "No PIN was entered. Nothing was sent to the card", "Run it in a terminal, or pass the PIN on standard input with `--pin-stdin`.";
        },
        F::PinOutcomeUnknown {
            before,
            after: Some(after),
        } if after < *before => say! {
            ja: "照合の途中で通信が切れました。残り回数は{before}回から{after}回に減っています", "暗証番号は誤りだったと考えられます。再送はしていません。カードを置き直して `mynacheck pin status` で残り回数を確かめてください。";
            en: "The exchange broke during the PIN check. The tries left went from {before} to {after}", "The PIN was most likely wrong. It was not sent again. Place the card again and run `mynacheck pin status`.";
        },
        F::PinOutcomeUnknown {
            before,
            after: Some(after),
        } if after > *before => say! {
            ja: "照合の途中で通信が切れました。残り回数は{before}回から{after}回に戻っています", "暗証番号は正しかったと考えられます。再送はしていません。確かめるときは、カードを置き直してもう一度試してください。";
            en: "The exchange broke during the PIN check. The tries left went back from {before} to {after}", "The PIN was most likely correct. It was not sent again. To be sure, place the card again and retry.";
        },
        F::PinOutcomeUnknown {
            after: Some(after), ..
        } => say! {
            ja: "照合の途中で通信が切れました。残り回数は{after}回のままです", "正しい番号だったか、カードに届かなかったかのどちらかです。誤りとしては数えられていません。再送はしていません。カードを置き直してもう一度試してください。";
            en: "The exchange broke during the PIN check. The tries left are still {after}", "Either the PIN was correct or it never arrived; it was not counted as wrong. It was not sent again. Place the card again and retry.";
        },
        F::PinOutcomeUnknown {
            before,
            after: None,
        } => say! {
            ja: "照合の途中で通信が切れ、結果が分かりません(その前は残り{before}回)", "再送はしていません。誤りとして数えられた可能性があります。カードを置き直し、まず `mynacheck pin status` で残り回数を確かめてください。";
            en: "The exchange broke during the PIN check; its outcome is not known ({before} tries were left before)", "It was not sent again, and may have counted as wrong. Place the card again and run `mynacheck pin status` first.";
        },
        F::PinAnswerOdd { status } => say! {
            ja: "暗証番号を送りましたが、カードは正しいとも誤りとも答えませんでした", "再送はしていません。`mynacheck pin status` で残り回数を確かめてください。";
            en: "The PIN was sent, and the card returned an unexpected status", "It was not sent again. Check the tries left with `mynacheck pin status`.";
        }
        .with(status_word(**status)),
        F::PinStillVerified => say! {
            ja: "照合の後、カードの電源を切れませんでした", "照合済みの状態が残らないように、カードをリーダーから離してください。";
            en: "The card could not be powered down after the PIN check", "Take the card off the reader, so that it does not stay verified.";
        },
    }
}

/// Locked, and how to reset it (`rules.md` R2).
fn locked(ja: &str, en: &str) -> Said {
    say! {
        ja: "{ja}", "暗証番号を使う手続き(マイナポータルなど)のために、市区町村の窓口、またはスマートフォンのアプリとコンビニの端末(署名用パスワードが必要)で初期化できることを案内してください。カード表面の右下に「顔認証」とあるカードには、もともと暗証番号がありません。";
        en: "{en}", "The PIN is still needed elsewhere (Mynaportal, for example): it can be reset at the municipal office, or with the phone app and a convenience-store kiosk (which needs the signing password). A card with 「顔認証」 printed at the lower right of its front has no PIN at all.";
    }
}

/// Locked, or a card that never had a PIN.
fn no_pin(ja: &str, en: &str) -> Said {
    say! {
        ja: "{ja}(ロックされているか、暗証番号のない顔認証マイナンバーカードです)", "カード表面の右下に「顔認証」とあれば、これで正常です。なければ、市区町村の窓口で暗証番号を初期化できることを案内してください。";
        en: "{en} (it is locked, or this is a face-recognition card, which has no PIN)", "If 「顔認証」 is printed at the lower right of the front, this is normal. If not, the municipal office can reset the PIN.";
    }
}

standing! { PinFindingId {
    PinOk = "暗証番号の残りあり", "tries left";
        "累計3回の誤りでロックされます。正しく入力すると3回に戻り、時間では戻りません。",
        "Three wrong entries in total lock the PIN. A correct entry restores the count; time never does.";
    PinLastTry = "暗証番号は残り1回", "one try left";
        "次の誤りでロックされます。このプログラムは、はっきりした確認なしに最後の1回を使いません。",
        "The next wrong entry locks the PIN. This program does not use the last try without a clear yes.";
    PinLocked = "暗証番号のロック", "PIN locked";
        "残り0回です。健康保険証としては顔認証か目視確認で受け付けられます。顔認証マイナンバーカードも同じように見える可能性があります(公表されていません)。",
        "No tries are left. As an insurance card it is still accepted by face recognition or a visual check. A face-recognition card may look the same (it is not published).";
    PinVerified = "暗証番号は照合済み", "PIN already verified";
        "カードは「照合済み」(9000)と答えました。0回でも3回でもなく、回数は不明です。",
        "The card answered 9000: verified in this session. That is neither 0 nor 3; the count is unknown.";
    PinUnknown = "残り回数は不明", "tries unknown";
        "残り回数を示さない答えでした。0回とも、問題なしともみなしません。",
        "The answer gives no count. It is taken neither as 0 nor as fine.";
    OtherPinLastTry = "ほかの暗証番号が残り1回", "another PIN has one try left";
        "健康保険証では使わない暗証番号です。次の誤りでロックされます。",
        "This PIN is not used for health insurance. The next wrong entry locks it.";
    OtherPinLocked = "ほかの暗証番号のロック", "another PIN is locked";
        "健康保険証では使わない暗証番号です。設定されていない暗証番号も同じように見えることがあります。",
        "This PIN is not used for health insurance. A PIN that was never set may look the same.";
    OtherPinUnknown = "ほかの暗証番号の残りは不明", "tries of another PIN unknown";
        "健康保険証では使わない暗証番号です。残り回数を示さない答えでした。",
        "This PIN is not used for health insurance. The answer gives no count.";
    PinRight = "暗証番号は正しい", "PIN correct";
        "カードが照合に9000と答えました。残り回数は元に戻り、カードの電源は切られました。",
        "The card answered the VERIFY with 9000. The count is restored, and the card was powered down.";
    PinWrong = "暗証番号の誤り", "PIN wrong";
        "カードが番号を比べ、違うと答えました。1回分が使われました。",
        "The card compared the PIN and rejected it. One try was used.";
    PinNowLocked = "暗証番号の誤り、ロック", "PIN wrong, now locked";
        "最後の1回が誤りでした。健康保険証としては、顔認証または目視確認で引き続き受け付けられます。",
        "The last try was wrong. As an insurance card it is still accepted by face recognition or a visual check.";
    PinSentLocked = "送信後にロックの答え", "sent, answered as locked";
        "カードは照合に「ロックされている」と答えました(6983または6984)。その前の問い合わせでは残りがありました。",
        "The card answered the VERIFY with 6983 or 6984: locked. Just before, it had reported tries left.";
    PinWithheld = "残り1回のため送らず", "withheld at the last try";
        "次の誤りでロックされるため、はっきりした確認がない限り送りません。回数は減っていません。",
        "The next wrong entry would lock the PIN, so nothing is sent without a clear yes. No try was used.";
    PinNotTriedLocked = "ロックのため送らず", "not sent, locked";
        "カードが残り0回と答えたため、番号を尋ねませんでした。顔認証マイナンバーカードも同じように見える可能性があります(公表されていません)。",
        "The card said that no tries are left, so no PIN was asked for. A face-recognition card may look the same (it is not published).";
    PinNotTriedUnknown = "残り不明のため送らず", "not sent, tries unknown";
        "残り回数が分からないまま送ると、最後の1回を使うおそれがあります。回数は減っていません。",
        "With an unknown count, the entry might be the last. No try was used.";
    PinCardChanged = "入力中の変化のため送らず", "not sent, card changed";
        "番号を入力している間は、ほかのプログラムやカードの交換を妨げません。そのため送る直前に確かめ直し、変わっていれば送りません。",
        "While a PIN is being typed the card is not held. So the card is checked again just before sending, and nothing is sent if the card or its count has changed.";
    PinLength = "桁数の誤り", "wrong length";
        "桁数の違う番号をカードがどう数えるかは公表されていないため、カードには送りません。",
        "How a card counts a PIN of another length is not published, so it is not sent.";
    PinNotDigits = "数字以外の入力", "not digits";
        "数字以外を含むため、カードには送りません。回数は減っていません。",
        "It contains something other than digits, so it is not sent. No try was used.";
    PinFullWidth = "全角数字の入力", "full-width digits";
        "日本語入力のまま打つと全角になります。カードには送らず、回数は減っていません。",
        "A Japanese input method types full-width digits. Nothing was sent, and no try was used.";
    PinNotGiven = "暗証番号の入力なし", "no PIN entered";
        "入力が終わったか、尋ねる画面がありません。暗証番号を引数や環境変数で渡すことはできません。",
        "The input ended, or there is no terminal to ask at. A PIN is never taken from arguments or the environment.";
    PinOutcomeUnknown = "照合の結果は不明", "outcome unknown";
        "照合への答えが届きませんでした。カードが比べたかどうかは、残り回数からしか分かりません。暗証番号を再び送ることは決してありません。",
        "No answer to the VERIFY arrived. Only the count can tell whether the card compared the PIN. It is never sent again.";
    PinAnswerOdd = "照合への予期しない答え", "unexpected status";
        "照合への答えとして知られていないステータスワードです。",
        "No known card answers a VERIFY with this status word.";
    PinStillVerified = "電源を切れず", "not powered down";
        "照合済みの状態はカードの電源を切るまで残り、ほかのプログラムが使えてしまいます。",
        "A verified PIN stays verified until the power is cut, and other programs could use it.";
} }
