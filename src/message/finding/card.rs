//! The card and the exchange with it.

use super::{Said, Words, scard, status_word};
use crate::finding::{CardFinding as F, CardFindingId, Skip};
use crate::message::label::{Label, label, look_alike};

pub(super) fn text(words: Words, finding: &F<'_>) -> Said {
    match finding {
        F::NotMyNumberCard {
            status,
            looks_like: Some(card),
        } => {
            let card = look_alike(words.0, *card);
            say! {
                ja: "マイナンバーカードではありません({card}のようです)", "マイナンバーカードだけをリーダーに置いてもらってください。ほかのカードと重ねると、別のカードが読まれることがあります。";
                en: "This is not a My Number Card (it looks like {card})", "Have only the My Number Card placed on the reader. If cards are stacked, the wrong one may be read.";
            }
            .with(status_word(**status))
        }
        F::NotMyNumberCard {
            status,
            looks_like: None,
        } => say! {
            ja: "マイナンバーカードではありません", "マイナンバーカードだけをリーダーに置いてもらってください。新しい世代のカードの場合は、このプログラムを更新してください。";
            en: "This is not a My Number Card", "Have only the My Number Card placed on the reader. If it is a card of a newer generation, update this program.";
        }
        .with(status_word(**status)),
        F::JukiCard => say! {
            ja: "住民基本台帳カードです。マイナンバーカードではありません", "マイナンバーカードを置いてもらってください。";
            en: "This is a Juki card (住基カード), not a My Number Card", "Have the My Number Card placed on the reader.";
        },
        F::CardKindUnknown { label } => say! {
            ja: "このプログラムの知らない種類のカードです", "このプログラムより新しいカードかもしれません。プログラムを更新してください。";
            en: "This program does not know this kind of card", "It may be newer than this program. Update the program.";
        }
        .with(format!("\"{label}\"")),
        F::NoCard { elsewhere, .. } if !elsewhere.is_empty() => {
            let elsewhere = words.list(elsewhere);
            say! {
                ja: "選んだリーダーにカードがありません。カードは {elsewhere} に置かれています", "カードを選んだリーダーに移すか、`--reader`(または設定ファイルの reader)でそのリーダーを選んでください。";
                en: "There is no card on the chosen reader; there is one on {elsewhere}", "Move the card, or choose that reader with `--reader` (or reader in the configuration file).";
            }
        }
        F::NoCard {
            waited_seconds: 0, ..
        } => say! {
            ja: "カードが置かれていません", "カードをリーダーに平らに置くか、奥まで差し込んで、動かさずに待ってください。置いてあるのに検出されないときは、ほかのカードでも試してください。";
            en: "There is no card on the reader", "Place the card flat on the reader, or push it in fully, and leave it there. If it is there but not detected, try another card.";
        },
        F::NoCard { waited_seconds, .. } => say! {
            ja: "カードが置かれませんでした({waited_seconds}秒待ちました)", "カードをリーダーに平らに置くか、奥まで差し込んで、動かさずに待ってください。置いてあるのに検出されないときは、ほかのカードでも試してください。";
            en: "No card was placed within {waited_seconds} seconds", "Place the card flat on the reader, or push it in fully, and leave it there. If it is there but not detected, try another card.";
        },
        F::SeveralCards { readers } => {
            let readers = words.list(readers);
            say! {
                ja: "カードが2枚以上置かれています: {readers}", "1枚だけにするか、`--reader` でリーダーを選んでください。";
                en: "More than one card is present: {readers}", "Leave only one, or choose a reader with `--reader`.";
            }
        }
        F::CardMute => say! {
            ja: "カードはありますが、ICチップが応答しません", "カードの向きと裏表を確かめ、ケースから出して置き直してください。変わらなければ、別のカードでも試してください。";
            en: "A card is present, but its chip does not answer", "Check which way round the card is, take it out of any case, and place it again. If nothing changes, try another card.";
        },
        F::CardBusy { programs } => {
            let who = words.users(programs);
            say! {
                ja: "ほかのプログラムがカードを使っています{who}", "受付ソフトや利用者クライアントソフトの処理が終わるのを待つか、終了してから、もう一度試してください。";
                en: "Another program is using the card{who}", "Wait until the reception software has finished, or close it, then try again.";
            }
        }
        F::CardInTransaction { seconds, programs } => {
            let who = words.users(programs);
            say! {
                ja: "ほかのプログラムがカードと通信を続けていて、{seconds}秒待っても終わりません{who}", "受付ソフトの処理が終わるのを待ってください。終わらなければそのプログラムを終了し、カードを置き直してから、もう一度試してください。";
                en: "Another program is still talking to the card after {seconds} seconds{who}", "Wait until the reception software has finished. If it does not finish, close it, place the card again, and retry.";
            }
        }
        F::CardRemoved => say! {
            ja: "読み取りの途中でカードが離れました", "カードを置いたら、結果が出るまで動かさないでください。金属の机やカードケースは避けてください。";
            en: "The card was removed while it was being read", "Leave the card in place until the result is shown. Avoid metal desks and card cases.";
        },
        F::CardReset => say! {
            ja: "ほかのプログラムがカードを繰り返し初期化しています", "受付ソフトなど、ほかのカード用プログラムを終えてから、もう一度試してください。";
            en: "Another program keeps resetting the card", "Close other card programs, then try again.";
        },
        F::LogEnds => say! {
            ja: "ログは、最後のAPDUへの応答が来る前に終わっています", "続きのログがあれば、それも含めて読み込んでください。今の状態はカードを置いて `mynacheck doctor` で調べられます。";
            en: "The log ends before the response to its last command", "If there is more of the log, include it. To see how things are now, run `mynacheck doctor` with the card.";
        },
        F::ProtocolMismatch => say! {
            ja: "カードとリーダーの通信方式が合いません", "カードを置き直してください。続く場合は、ほかのカード用プログラムを終えるか、別のリーダーで試してください。";
            en: "The card and the reader have no protocol in common", "Place the card again. If this keeps happening, close other card programs or try another reader.";
        },
        F::CommunicationFailed { code } => say! {
            ja: "カードとの通信が途中で切れました", "カードを置き直し、動かさずに待ってください。続く場合は、別のUSBポートや別のカードで比べてください。";
            en: "The exchange with the card broke off", "Place the card again and leave it. If this keeps happening, compare with another USB port and another card.";
        }
        .with(scard(**code)),
        F::CardAnswersOddly => say! {
            ja: "カードが予期しない答え方をしました", "カードを置き直してもう一度試してください。続く場合は `--record` で記録を取り、保守窓口に送ってください。";
            en: "The card returned an unexpected answer", "Place the card again and retry. If this keeps happening, make a recording with `--record` and send it to the help desk.";
        },
        F::CardSilent { seconds } => say! {
            ja: "読み取りの途中でカードが答えなくなりました({seconds}秒待ちました)", "カードを置き直し、動かさずに、もう一度試してください。続く場合は、リーダーを差し直してください。";
            en: "The card stopped answering while it was being read (waited {seconds} seconds)", "Place the card again, leave it, and retry. If this keeps happening, plug the reader in again.";
        },
        F::TimeLimit { seconds } => say! {
            ja: "{seconds}秒待ちましたが、応答がありません", "カードを置き直してください。続く場合はリーダーを差し直し、`mynacheck doctor` で原因を確かめてください。";
            en: "There was no answer within {seconds} seconds", "Place the card again. If this keeps happening, plug the reader in again and run `mynacheck doctor`.";
        },
        F::PcscError { code } => say! {
            ja: "ICカードサービスがエラーを返しました", "カードを置き直してください。続く場合は `mynacheck doctor` を実行してください。";
            en: "The smart-card service returned an error", "Place the card again. If this keeps happening, run `mynacheck doctor`.";
        }
        .with(scard(**code)),
        F::CardStable { runs, median } => say! {
            ja: "{runs}回続けて読めました(中央値{median}ミリ秒)", "";
            en: "The card was read {runs} times without a failure (median {median} ms)", "";
        },
        F::CardUnstable { failed, runs } if failed == runs => say! {
            ja: "読み取りが毎回途中で切れます({runs}回中{failed}回)", "カードを置き直してもう一度試してください。続く場合は、別のUSBポートと別のカードで比べてください。";
            en: "Every reading breaks off ({failed} of {runs})", "Place the card again and test once more. If this keeps happening, compare with another USB port and another card.";
        },
        F::CardUnstable { failed, runs } => say! {
            ja: "読み取りが途中で切れることがあります({runs}回中{failed}回)", "金属の机、カードケース、カードの重ね置き、近くのスマートフォンを避け、カードを平らに置いて動かさずに、もう一度試してください。続く場合は、別のUSBポートと別のカードで比べてください。";
            en: "Reading sometimes breaks off ({failed} of {runs} times)", "Avoid metal desks, card cases, stacked cards and phones nearby; place the card flat, leave it, and test again. If this keeps happening, compare with another USB port and another card.";
        },
        F::SwapCard => say! {
            ja: "別のカードは読めました。リーダーは正常で、最初のカードの不具合です", "汚れや破損が原因なら、住民票のある市区町村でカードの再発行ができることを案内してください。";
            en: "The other card can be read: the reader works, and the first card is at fault", "If it is dirty or damaged, tell the patient that the municipal office of residence can reissue it.";
        },
        F::SwapReader => say! {
            ja: "どちらのカードも読めません。リーダーの不具合です", "リーダーを差し直し、別のUSBポートで試してください。続く場合は、別のリーダーに替えてください。患者さんには、カードの不具合とは伝えないでください。";
            en: "Neither card can be read: the reader is at fault", "Plug the reader in again and try another USB port. If this keeps happening, replace the reader. Do not tell the patient that the card is broken.";
        },
        F::SwapBothAnswer => say! {
            ja: "最初のカードも応答しています。カードを替えて比べる必要はありません", "";
            en: "The first card answers as well: there is no need to compare", "";
        },
        F::SwapNotMade => say! {
            ja: "別のカードが置かれなかったため、リーダーとカードのどちらの不具合か分かりません", "別のICカードを用意して、`mynacheck doctor --swap` をもう一度実行してください。";
            en: "No other card was placed, so it is not known whether the reader or the card is at fault", "Get another chip card and run `mynacheck doctor --swap` again.";
        },
        F::PartSkipped { part, why } => {
            let part = label(words.0, (**part).into());
            let why = label(
                words.0,
                match why {
                    Skip::EarlierFault => Label::SkipEarlierFault,
                    Skip::NoReaderNeeded => Label::SkipNoReaderNeeded,
                    Skip::NotAsked => Label::SkipNotAsked,
                    Skip::NotShown => Label::SkipNotShown,
                },
            );
            say! {
                ja: "{part}は確かめていません", "{why}";
                en: "{part}: not checked", "{why}";
            }
        }
    }
}

standing! { CardFindingId {
    NotMyNumberCard = "マイナンバーカード以外", "not a My Number Card";
        "JPKIのアプリケーションがカードにありません。カードの種類はATRではなく、この選択の結果で決まります。",
        "The card has no JPKI application. That, not the ATR, decides what a card is.";
    JukiCard = "住民基本台帳カード", "Juki card";
        "マイナンバーカードの前身です。同じAIDを持つため、表示名で見分けます。",
        "The predecessor of the My Number Card. It has the same AID and is told apart by its label.";
    CardKindUnknown = "知らない種類のカード", "unknown kind of card";
        "JPKIのアプリケーションはありますが、表示名が知られているものと違います。",
        "There is a JPKI application, but its label is none of the known ones.";
    NoCard = "カードなし", "no card";
        "リーダーは動いていますが、カードがありません。",
        "The reader works, but there is no card.";
    SeveralCards = "カードが複数", "several cards";
        "どのカードを見ればよいか決められません。",
        "It cannot be decided which card is meant.";
    CardMute = "ICチップの応答なし", "chip does not answer";
        "裏返し、汚れ、破損、またはICチップのないカードです。",
        "The card is the wrong way round, dirty, damaged, or has no chip.";
    CardBusy = "ほかのプログラムが使用中", "in use by another program";
        "ほかのプログラムがカードを専有しているか、通信の途中です。このプログラムは割り込みません。",
        "Another program holds the card or is in the middle of an exchange. This program does not interrupt it.";
    CardInTransaction = "ほかのプログラムが通信中", "another program is talking to it";
        "PC/SCでは、ほかのプログラムの一連の通信が終わるまで待たされます。このプログラムは割り込まず、時間で打ち切りました。",
        "PC/SC makes every program wait until another program's transaction ends. This program does not interrupt it; it stopped waiting.";
    CardRemoved = "カードが離れた", "card removed";
        "答えが届く前にカードが離れました。カードを調べるだけなら、暗証番号の回数は減りません。",
        "The card was removed before its answer arrived. Checking a card costs no PIN try.";
    CardReset = "ほかのプログラムが初期化", "reset by another program";
        "一度やり直しても、また初期化されました。",
        "The check was restarted once, and the card was reset again.";
    LogEnds = "ログの終わり", "log ends";
        "最後のAPDUへの応答がログにありません。ログが切れたのか、応答が来なかったのかは分かりません。",
        "The last command has no response in the log. Whether the log was cut or no response came is not known.";
    ProtocolMismatch = "通信方式の不一致", "no common protocol";
        "T=0とT=1のどちらでも接続できませんでした。",
        "Neither T=0 nor T=1 could be agreed on.";
    CommunicationFailed = "通信の失敗", "exchange failed";
        "PC/SCが通信の失敗を返しました。接触不良、電波の弱さ、USBの不調が主な原因です。",
        "PC/SC reported a failed exchange: bad contact, a weak field, or USB trouble.";
    CardAnswersOddly = "予期しない答え", "unexpected answer";
        "空の答え、長すぎる答え、終わらない答え、理由のない拒否(6F00)などでした。推測せず、判定をやめました。",
        "The answer was empty, too long or endless, or a refusal without a reason (6F00). Nothing was guessed, and no verdict was given.";
    CardSilent = "カードの応答なし", "card stopped answering";
        "サービスは動いていますが、カードからの答えが時間内に届きませんでした。カードが動いたか、カードまたはリーダーの不具合です。",
        "The service is running, but the card did not answer in time: it was moved, or the card or the reader is faulty.";
    TimeLimit = "時間切れ", "time ran out";
        "PC/SCには時間の制限がないため、このプログラムが打ち切りました。",
        "PC/SC has no time limits, so this program sets its own.";
    PcscError = "PC/SCのエラー", "PC/SC error";
        "ほかの項目に当てはまらないPC/SCのエラーです。",
        "A PC/SC error that has no finding of its own.";
    CardStable = "続けて読めた", "stable";
        "置いたままのカードに何度もつないで読みました。毎回置き直した結果ではありません。",
        "The card was connected and read repeatedly where it is. It was not placed again each time.";
    CardUnstable = "読み取りが不安定", "unstable";
        "カードの位置、電波の弱さ、接触、USBの不調が主な原因です。",
        "The usual causes are the position of the card, a weak field, a bad contact, or USB trouble.";
    SwapCard = "カードの不具合", "card at fault";
        "同じリーダーで別のカードが応答したので、リーダーとパソコンは正常と分かりました。",
        "Another card answered in the same reader, which clears reader and computer.";
    SwapReader = "リーダーの不具合", "reader at fault";
        "2枚のカードが同時に壊れていることはまれなので、リーダーの不具合と考えます。",
        "Two cards are rarely broken at the same time, so the reader is at fault.";
    SwapBothAnswer = "どちらのカードも応答", "both cards answer";
        "ICチップが応答するかどうかだけを比べます。期限や暗証番号の判定は別の項目です。",
        "Only whether the chip answers is compared. Dates and PINs have findings of their own.";
    SwapNotMade = "比較できず", "not compared";
        "比べるには2枚目のカードが必要です。運転免許証などのICカードでもかまいません。",
        "Comparing needs a second card; a driving licence or another chip card will do.";
    PartSkipped = "確かめていない", "not checked";
        "確かめていないので、正常とも異常とも言えません。",
        "It was not checked, so nothing is said about it.";
} }
