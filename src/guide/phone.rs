//! The card on a smartphone.

use super::source::{fallback, phones, portal};
use super::{Situation, both, step};
use crate::finding::FindingId;

pub(super) const SITUATIONS: &[Situation] = &[
    Situation {
        id: "phone",
        title: both(
            "スマートフォンのマイナ保険証で受診したいと言われた",
            "The patient wants to use the card on a smartphone",
        ),
        steps: &[
            step(
                "スマートフォンを読み取る専用の汎用カードリーダーがあるかを確かめます。ない医療機関・薬局では使えません(`phone-without-reader`)。",
                "Check that there is a general-purpose reader for phones. Without one, phones cannot be used (`phone-without-reader`).",
                &[portal(), phones()],
            ),
            step(
                "患者さんに、顔認証付きカードリーダーの画面でスマートフォンでの受付を選んでもらいます。",
                "The patient chooses the smartphone on the face-recognition reader's screen.",
                &[phones()],
            ),
            step(
                "本人認証は、iPhoneならFace IDかTouch ID、Androidなら顔認証付きカードリーダーに4桁の暗証番号を入力します(`phone-iphone`、`phone-android`)。",
                "The holder is identified by Face ID or Touch ID on an iPhone, by the 4-digit PIN typed into the face-recognition reader on Android (`phone-iphone`, `phone-android`).",
                &[phones()],
            ),
            step(
                "スマートフォンをスマホ用のリーダーにかざしてもらい、同意の画面に進みます。",
                "The patient holds the phone to the reader for phones and goes on to the consent screen.",
                &[phones()],
            ),
            step(
                "読み取れないときは、実物のマイナンバーカードで受け付けます。初診の方には実物のカードの持参をお願いしています。",
                "If the phone cannot be read, accept the patient with the plastic card. At a first visit patients are asked to bring it as well.",
                &[portal(), phones()],
            ),
        ],
        say: both(
            "画面で「スマートフォン」を選び、認証のあと、こちらのリーダーにかざしてください。",
            "Please choose the smartphone on the screen, confirm it is you, and hold your phone to this reader.",
        ),
        findings: &[FindingId::CertificateNeedsPin],
        words: "スマホ スマートフォン 携帯 スマホ保険証 phone smartphone mobile",
    },
    Situation {
        id: "phone-iphone",
        title: both(
            "iPhoneのマイナ保険証の受付",
            "Accepting a patient with the card on an iPhone",
        ),
        steps: &[
            step(
                "顔認証付きカードリーダーでスマートフォンを選んでもらいます。",
                "The patient chooses the smartphone on the face-recognition reader.",
                &[phones()],
            ),
            step(
                "iPhoneでFace IDかTouch IDの認証をしてもらいます。暗証番号は聞きません。",
                "The patient confirms with Face ID or Touch ID on the iPhone. No PIN is asked for.",
                &[phones()],
            ),
            step(
                "iPhoneをスマホ用の汎用カードリーダーにかざしてもらいます。",
                "The iPhone is held to the reader for phones.",
                &[phones()],
            ),
        ],
        say: both(
            "iPhoneで顔認証か指紋認証をしてから、こちらのリーダーにかざしてください。",
            "Please confirm with Face ID or Touch ID and hold your iPhone to this reader.",
        ),
        findings: &[FindingId::CertificateNeedsPin],
        words: "iPhone アイフォン スマホ Apple ウォレット Face ID Touch ID wallet",
    },
    Situation {
        id: "phone-android",
        title: both(
            "Androidのマイナ保険証の受付",
            "Accepting a patient with the card on an Android phone",
        ),
        steps: &[
            step(
                "顔認証付きカードリーダーでスマートフォンを選んでもらいます。",
                "The patient chooses the smartphone on the face-recognition reader.",
                &[phones()],
            ),
            step(
                "スマホ用の利用者証明用電子証明書の暗証番号(4桁)を、顔認証付きカードリーダーの画面に入力してもらいます。",
                "The patient types the 4-digit PIN of the phone's certificate into the face-recognition reader.",
                &[phones()],
            ),
            step(
                "スマートフォンをスマホ用の汎用カードリーダーにかざしてもらいます。",
                "The phone is held to the reader for phones.",
                &[phones()],
            ),
        ],
        say: both(
            "画面でスマホ用の4桁の暗証番号を入力してから、こちらのリーダーにかざしてください。",
            "Please type the 4-digit PIN of your phone's certificate on the screen and hold the phone to this reader.",
        ),
        findings: &[FindingId::CertificateNeedsPin],
        words: "Android アンドロイド スマホ 暗証番号",
    },
    Situation {
        id: "phone-without-reader",
        title: both(
            "スマホ用のリーダーがない、スマートフォンを読み取れない",
            "There is no reader for phones, or it cannot read the phone",
        ),
        steps: &[
            step(
                "スマートフォンへの対応は医療機関・薬局の任意です。実物のマイナンバーカードをお持ちか尋ねます。",
                "Whether to take phones is up to each clinic. Ask whether the patient has the plastic card.",
                &[portal(), phones()],
            ),
            step(
                "リーダーはあるのに読み取れないときは、リーダーが金属の台に置かれていないかを確かめます。",
                "If there is a reader but it cannot read the phone, check that it is not standing on metal.",
                &[portal()],
            ),
            step(
                "スマートフォンを読み取れなかったときは、その画面でマイナポータルの資格情報を見せてもらうこともできます。",
                "If the phone cannot be read, the patient can show the eligibility screen of Mynaportal on it instead.",
                &[fallback()],
            ),
        ],
        say: both(
            "こちらではスマートフォンを読み取れませんので、マイナンバーカードをお持ちでしたらお出しいただけますか。",
            "We cannot read phones here; do you have the My Number Card itself with you?",
        ),
        findings: &[],
        words: "スマホ スマートフォン 対応していない リーダーがない 金属 phone metal",
    },
    Situation {
        id: "phone-expired",
        title: both(
            "スマートフォンの電子証明書の期限が切れた",
            "The certificate on the phone has expired",
        ),
        steps: &[
            step(
                "カードまたはその電子証明書の期限が切れると、スマートフォンのマイナ保険証は使えません。期限後3か月の扱いは、実物のカードだけのものです。",
                "Once the card or its certificate has expired, the phone cannot be used. The three months of grace are for the plastic card only.",
                &[portal()],
            ),
            step(
                "実物のマイナンバーカードで受け付けます。期限後3か月までは資格情報だけが提供されます。",
                "Accept the patient with the plastic card. Until three months after expiry it gives eligibility details only.",
                &[portal()],
            ),
            step(
                "カードを更新した後、マイナポータルからスマホ用電子証明書の更新・再発行を申請するよう案内します。",
                "After the card is renewed, the phone's certificate has to be applied for again in Mynaportal.",
                &[portal()],
            ),
        ],
        say: both(
            "スマートフォンの期限が過ぎていますので、マイナンバーカードをお出しいただけますか。",
            "The certificate on your phone has expired; may I see the My Number Card itself?",
        ),
        findings: &[FindingId::CertificateExpired],
        words: "スマホ スマートフォン 期限切れ 更新 phone expired",
    },
];
