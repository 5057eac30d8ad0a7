//! The ordinary way through the reception, by kind of reader.

use super::source::{families, leaflet, matsudo, ministry, toyobo};
use super::{Situation, both, step};

pub(super) const SITUATIONS: &[Situation] = &[
    Situation {
        id: "clinic-without-online-check",
        title: both(
            "オンライン資格確認を導入していない、マイナンバーカードを受け付けていない",
            "This clinic has no online eligibility check, or does not take the My Number Card",
        ),
        steps: &[
            step(
                "マイナンバーカードと、マイナポータルの資格情報の画面(PDFでも可)または「資格情報のお知らせ」を見せてもらいます。",
                "Ask for the My Number Card together with the Mynaportal eligibility screen (or PDF) or the Notice of Eligibility Information.",
                &[toyobo("2-20"), toyobo("2-9"), toyobo("2-42")],
            ),
            step(
                "マイナンバーカードを使える医療機関・薬局は、厚生労働省のホームページの一覧とポスターで分かります。",
                "Where the card can be used is shown in the ministry's list and by posters.",
                &[matsudo("Q6"), ministry("2-13")],
            ),
        ],
        say: both(
            "こちらではカードを読み取れませんので、カードと一緒に「資格情報のお知らせ」かマイナポータルの画面をお見せください。",
            "We cannot read the card here; please show it together with your Notice of Eligibility Information or the Mynaportal screen.",
        ),
        findings: &[],
        words: "未導入 導入していない リーダーがない 使えない医療機関 not equipped no reader",
    },
    Situation {
        id: "general-purpose-reader",
        title: both(
            "汎用カードリーダーで受け付ける",
            "Accepting a patient with a general-purpose card reader",
        ),
        steps: &[
            step(
                "マイナンバーカードをリーダーに置いてもらいます。",
                "Have the My Number Card placed on the reader.",
                &[ministry("2-21")],
            ),
            step(
                "患者さんが4桁の暗証番号を入力するか、職員が券面の写真を見て本人を確認します。",
                "The patient types the 4-digit PIN, or staff compare the photograph on the card.",
                &[ministry("2-21")],
            ),
            step(
                "受付が済んだら、カードを忘れずに取ってもらいます。",
                "When done, remind the patient to take the card.",
                &[ministry("2-21")],
            ),
        ],
        say: both(
            "カードをこちらに置いて、4桁の暗証番号を入力してください。お忘れでしたら職員がお顔を確認します。",
            "Please place your card here and type your 4-digit PIN; if you have forgotten it, we can compare the photograph.",
        ),
        findings: &[],
        words: "汎用 汎用カードリーダー 施術所 general-purpose ordinary reader",
    },
    Situation {
        id: "face-reader-steps",
        title: both(
            "顔認証付きカードリーダーでの受付の手順",
            "How a patient is accepted at the face-recognition reader",
        ),
        steps: &[
            step(
                "マイナンバーカードをリーダーに置いてもらいます。",
                "Have the My Number Card placed on the reader.",
                &[families("P14"), leaflet()],
            ),
            step(
                "顔認証か、4桁の暗証番号で本人を確認します。職員の目視でもできます。",
                "Identity is checked by face, by the 4-digit PIN, or by staff (visual check).",
                &[families("P14"), ministry("2-21")],
            ),
            step(
                "診療・薬剤・健診の情報を提供するかどうかを、画面で選んでもらいます。機種により画面は違います。",
                "The patient chooses on the screen whether to share treatment, medicine and check-up records. Screens differ by model.",
                &[families("P14"), leaflet()],
            ),
            step(
                "カードを取って、呼ばれるまで待ってもらいます。",
                "The patient takes the card and waits to be called.",
                &[families("P14"), leaflet()],
            ),
        ],
        say: both(
            "カードを置いて、画面の案内に沿って進めてください。終わりましたらカードをお忘れなくお取りください。",
            "Please place your card and follow the screen; do not forget to take the card when you are done.",
        ),
        findings: &[],
        words: "受付 手順 使い方 カードを忘れずに 置き忘れ how to reception",
    },
];
