//! The certificate's dates, and what only others know of it (`rules.md` R3, R4, R6).

use super::{Said, Words, status_word};
use crate::finding::CertificateFinding as F;
use crate::finding::CertificateFindingId;
use crate::message::counted;

pub(super) fn text(words: Words, finding: &F<'_>) -> Said {
    match finding {
        F::CertificateValid {
            last_day,
            days_left,
        } => {
            let last = words.day(**last_day);
            say! {
                ja: "電子証明書は期限内です({last}まで、あと{days_left}日)", "";
                en: "The certificate has not expired (until {last}, {days_left} days left)", "";
            }
        }
        F::CertificateExpiring {
            last_day,
            days_left: 0,
        } => {
            let last = words.day(**last_day);
            say! {
                ja: "電子証明書の期限は今日({last})までです", "今日の受付はいつもどおりです。お住まいの市区町村の窓口で、早めに更新するよう案内してください(無料)。";
                en: "The certificate expires today ({last})", "Accept the patient as usual. Ask them to renew it soon at their municipal office (free of charge).";
            }
        }
        F::CertificateExpiring {
            last_day,
            days_left,
        } => {
            let (last, days) = (words.day(**last_day), counted(**days_left, "day"));
            say! {
                ja: "電子証明書の期限が近づいています({last}まで、あと{days_left}日)", "今日の受付はいつもどおりです。お住まいの市区町村の窓口で更新できることを案内してください(無料)。";
                en: "The certificate expires soon (on {last}, in {days})", "Accept the patient as usual. Tell them that it can be renewed at their municipal office (free of charge).";
            }
        }
        F::CertificateGrace {
            last_day,
            insurance_until,
            disputed: true,
        } => {
            let (last, until) = (words.day(**last_day), words.day(**insurance_until));
            say! {
                ja: "電子証明書は{last}に切れています。猶予期間は{until}までと数えられますが、数え方が保険者により異なる期間です", "受け付けられるかどうかを、オンライン資格確認の画面で確かめてください。共有されるのは資格情報だけで、診療・薬剤情報は提供されません。市区町村の窓口での更新を案内してください(無料)。";
                en: "The certificate expired on {last}. The grace period is taken to end on {until}, but insurers count these last days differently", "Confirm with the online eligibility check. Only eligibility details are shared, no medical or medicine records. Ask the patient to renew at their municipal office (free of charge).";
            }
        }
        F::CertificateGrace {
            last_day,
            insurance_until,
            disputed: false,
        } => {
            let (last, until) = (words.day(**last_day), words.day(**insurance_until));
            say! {
                ja: "電子証明書は{last}に切れていますが、健康保険証としては猶予期間中です({until}まで)", "健康保険証として受け付けられます。共有されるのは資格情報だけで、診療・薬剤情報は提供されません。電子証明書を使うほかの用途(マイナポータル、コンビニ交付など)は止まっているため、市区町村の窓口での更新を案内してください(無料)。";
                en: "The certificate expired on {last}; as an insurance card it is within the grace period (until {until})", "Accept it as an insurance card. Only eligibility details are shared, no medical or medicine records. Everything else that uses the certificate (Mynaportal, convenience-store copies) has stopped working, so ask the patient to renew at their municipal office (free of charge).";
            }
        }
        F::CertificateExpired {
            last_day,
            grace_until: None,
        } => {
            let last = words.day(**last_day);
            say! {
                ja: "スマートフォンの電子証明書は{last}に切れています", "スマートフォンでは、期限の後の利用は確認されていません。カードを更新した後、マイナポータルでスマートフォンの分をもう一度申請するよう案内してください。";
                en: "The certificate in the phone expired on {last}", "Whether a phone can be used after that day is not confirmed. After the card has been renewed, the phone has to be set up again in Mynaportal.";
            }
        }
        F::CertificateExpired {
            last_day,
            grace_until: Some(until),
        } => {
            let (last, until) = (words.day(**last_day), words.day(*until));
            say! {
                ja: "電子証明書は{last}に切れ、猶予期間も{until}に終わりました", "市区町村の窓口での電子証明書の再発行を案内してください。その後、健康保険証としての利用登録をもう一度行います(顔認証付きカードリーダーでもできます)。";
                en: "The certificate expired on {last}, and the grace period ended on {until}", "Refer the patient to the municipal office for a new certificate. After that, register the card as an insurance card again (a face-recognition reader can do it).";
            }
        }
        F::CertificateNotYetValid { first_day } => {
            let first = words.day(**first_day);
            say! {
                ja: "電子証明書の有効期間は{first}からで、判定日にはまだ始まっていません", "判定日が正しいか確かめてください。";
                en: "The certificate is valid only from {first}, after the day it was judged on", "Check that this day is right.";
            }
        }
        F::ClockBeforeCertificate { today, first_day } => {
            let (today, first) = (words.day(**today), words.day(**first_day));
            say! {
                ja: "パソコンの日付({today})が、電子証明書の有効期間の初日({first})より前です", "パソコンの日付と時刻を確かめ、直してからもう一度確認してください。";
                en: "The computer's date ({today}) is before the certificate's first valid day ({first})", "Check the computer's date and time, correct them, then check the card again.";
            }
        }
        F::ClockWrong { today, released } => {
            let (today, released) = (words.day(**today), words.day(**released));
            say! {
                ja: "パソコンの日付({today})が、このプログラムの公開日({released})より前です", "パソコンの日付と時刻を確かめ、直してからもう一度確認してください。";
                en: "The computer's date ({today}) is before this program was released ({released})", "Check the computer's date and time, correct them, then check the card again.";
            }
        }
        F::CertificateNeedsPin => say! {
            ja: "スマートフォンのマイナンバーカードは、本人認証の前には証明書を読めません", "顔認証付きカードリーダーでスマートフォンを選んでもらい、本人認証の後、スマホ用の汎用カードリーダーにかざしてもらってください。iPhoneはFace IDかTouch ID、Androidは顔認証付きカードリーダーに4桁の暗証番号を入力します。窓口で暗証番号を聞く必要はありません。";
            en: "A My Number Card in a phone gives its certificate only after the holder is authenticated", "Have the patient choose the phone on the face-recognition reader, authenticate, and hold the phone to the second reader, the one for phones. An iPhone uses Face ID or Touch ID; the 4-digit PIN of an Android phone is typed into the face-recognition reader. Never ask for a PIN at the counter.";
        },
        F::CertificateAbsent => say! {
            ja: "カードに利用者証明用電子証明書が入っていません", "市区町村の窓口で電子証明書の発行を受けられることを案内してください。";
            en: "The card holds no certificate for user authentication", "Tell the patient that the municipal office can issue one.";
        },
        F::CertificateRefused { status } => say! {
            ja: "カードが証明書の読み出しを拒否しました", "カードを置き直してもう一度試してください。続く場合は、別のカードで比べてください。";
            en: "The card refused to give its certificate", "Place the card again and retry. If this keeps happening, compare with another card.";
        }
        .with(status_word(**status)),
        F::CertificateNotRead => say! {
            ja: "この記録では証明書が読まれていないため、期限は分かりません", "期限を確かめるには、カードで `mynacheck check` を実行してください。";
            en: "The certificate was not read in this recording, so its dates are not known", "To see the dates, run `mynacheck check` with the card.";
        },
        F::CertificateMalformed => say! {
            ja: "証明書として読めないデータがカードから返りました", "カードを置き直してもう一度試してください。続く場合は、カードの不具合が考えられます。`--record` で記録を取り、保守窓口に送ってください。";
            en: "What the card returned is not a certificate", "Place the card again and retry. If this keeps happening, the card may be faulty: make a recording with `--record` and send it to the help desk.";
        },
        F::RevocationNotChecked => say! {
            ja: "失効していないかどうか", "オンライン資格確認でだけ分かります";
            en: "Whether the certificate has been revoked", "only the online eligibility check can tell";
        },
        F::RegistrationNotChecked => say! {
            ja: "健康保険証としての利用登録があるかどうか", "マイナポータルまたは顔認証付きカードリーダーで分かります";
            en: "Whether the card is registered as an insurance card", "check in Mynaportal or on a face-recognition reader";
        },
    }
}

standing! { CertificateFindingId {
    CertificateValid = "期限内", "not expired";
        "利用者証明用電子証明書の期限まで3か月以上残っています。分かるのは日付だけで、失効していないことまでは確かめていません。",
        "Three months or more remain before the certificate for user authentication expires. Only the dates were checked; whether it has been revoked is not known.";
    CertificateExpiring = "期限が近い", "expires soon";
        "期限の3か月前の翌日から期限当日までです。期限当日も一日含みます。更新は市区町村の窓口で、無料です。",
        "From the day after the day three months before expiry, to the last day, which counts in full. Renewal is at the municipal office and free of charge.";
    CertificateGrace = "猶予期間中", "in the grace period";
        "期限の翌日から、期限の月の末日から3か月後の月末までです。健康保険証としての利用は続きますが、共有されるのは資格情報だけです。期限の日から3か月と数える保険者もあるため、最後の数日は確認が必要です。カードは顔写真付きの身分証明書としては引き続き使われます。",
        "From the day after expiry to the end of the third month after the month of expiry. It still works as an insurance card, but only eligibility details are shared. Some insurers count three months from the day itself, so the last days should be confirmed. The card remains an identity document with a photograph.";
    CertificateExpired = "期限切れ", "expired";
        "猶予期間も終わりました(スマートフォンには猶予期間がありません)。健康保険証としての利用登録も解除されるため、更新の後に登録し直します。期限が切れた方には、保険者から「資格確認書」が申請なしで交付されます。",
        "The grace period is over; phones have none. The registration as an insurance card is cancelled as well and has to be made again after renewal. Insurers send an eligibility certificate (資格確認書), without being asked, to those whose certificate has expired.";
    CertificateNotYetValid = "まだ始まっていない", "not valid yet";
        "`--today` で指定された日、または記録された日に、証明書の期間はまだ始まっていません。",
        "On the day that was given with `--today`, or recorded, the certificate had not started yet.";
    ClockBeforeCertificate = "パソコンの日付の疑い", "clock in doubt";
        "発行済みのカードの証明書がまだ始まっていないことは、まずありません。パソコンの時計の誤りと考えられるため、判定はしていません。",
        "The certificate of a card in use has almost always started. The computer's clock is in doubt, so nothing was decided.";
    ClockWrong = "パソコンの日付の疑い", "clock in doubt";
        "時計が誤っていると、期限の判定も誤ります。そのため判定はしていません。",
        "With a wrong clock the dates are judged wrongly, so nothing was decided.";
    CertificateNeedsPin = "本人認証の後に読める", "readable after authentication";
        "スマートフォンは本人認証の後にだけ証明書を渡します。`check` は暗証番号を送らないため、期限は分かりません。技術担当者は `mynacheck certificate` で、本人に4桁の暗証番号を入力してもらって確かめられます。",
        "A phone gives its certificate only after the holder is authenticated. `check` never sends a PIN, so the dates stay unknown. A technician can read them with `mynacheck certificate`, letting the holder type the 4-digit PIN.";
    CertificateAbsent = "証明書なし", "no certificate";
        "証明書の場所が空です。まだ発行されていないか、消去されています。",
        "The certificate's file is empty or missing: it was never issued, or has been erased.";
    CertificateRefused = "証明書の読み出し拒否", "certificate refused";
        "カードは証明書を渡しませんでした。理由はステータスワード(SW)に示されます。",
        "The card did not give the certificate. Its status word says why.";
    CertificateNotRead = "証明書は未読", "certificate not read";
        "記録にあるやり取りでは、証明書が読まれていません。",
        "The certificate was not read in the recorded exchange.";
    CertificateMalformed = "証明書として読めない", "not a certificate";
        "読み出したデータが証明書の形をしていません。接触不良による読み違いか、カードの故障です。",
        "The data is not a certificate: it was misread because of a bad contact, or the card is damaged.";
    RevocationNotChecked = "失効は未確認", "revocation not checked";
        "失効の確認は法律で定められた事業者だけが行えます。",
        "Only organisations named by law may query the revocation status.";
    RegistrationNotChecked = "利用登録は未確認", "registration not checked";
        "利用登録はカードの中には記録されていません。",
        "The registration is not stored on the card.";
} }
