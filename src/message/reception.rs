//! How the patient is received where the ordinary way is stopped (`rules.md` R5, R6): nobody pays in
//! full because a card could not be read.

use super::{Lang, pick};
use crate::finding::Reception;

/// What the counter does today; None where it does as always.
#[must_use]
pub fn reception(lang: Lang, reception: Reception) -> Option<&'static str> {
    let (ja, en) = match reception {
        Reception::Ordinary => return None,
        // Matsudo Q9, Q10; MHLW p. 16.
        Reception::FaceOrPhoto => (
            "顔認証、または目視確認(リーダーの目視モード)で受け付けられます。",
            "Accept the patient by face recognition, or by a visual check (the reader's visual mode).",
        ),
        // Matsudo Q9; MHLW p. 17; Nissay; the ministry's leaflet.
        Reception::WithoutReading => (
            "カードを読み取れなくても受け付けられます。マイナポータルの資格情報の画面(PDFでも可)、カードと「資格情報のお知らせ」、以前の受診からの変更の有無の確認、「被保険者資格申立書」の順に、できる方法で確認してください。読み取れないことを理由に全額(10割)の負担にはなりません。",
            "The patient can be accepted without a reading. Confirm the eligibility in the first way that works: the eligibility screen of Mynaportal (or its PDF), the card together with the Notice of Eligibility Information (資格情報のお知らせ), asking whether anything has changed since an earlier visit, or the declaration of insured status (被保険者資格申立書). Nobody pays in full because a card could not be read.",
        ),
        // Matsudo Q1; MHLW p. 18.
        Reception::RightCard => (
            "マイナンバーカードで受け付けてください。マイナ保険証をお持ちでない方は「資格確認書」で受け付けます。どちらもなければ、加入している保険者に問い合わせてもらってください。",
            "Accept the patient with the My Number Card itself. Patients who do not use one as their insurance card have an eligibility certificate (資格確認書). Without either, have the patient contact the insurer.",
        ),
        // Matsudo Q1; MHLW p. 18; Nissay.
        Reception::OtherProof => (
            "「資格確認書」をお持ちか尋ね、あればそれで受け付けてください。なければ、加入している保険者に問い合わせてもらってください。",
            "Ask for an eligibility certificate (資格確認書) and accept the patient with that. Without one, have the patient contact the insurer.",
        ),
        // The portal for medical institutions; the ministry's leaflet on phones.
        Reception::PlasticCard => (
            "実物のマイナンバーカードなら受け付けられます。お持ちでなければ、スマートフォンでマイナポータルの資格情報の画面を見せてもらえます。",
            "The plastic card can be accepted instead. Without it, the patient can show the eligibility screen of Mynaportal on the phone.",
        ),
        // MHLW p. 14; Toyobo 2-21, 2-26.
        Reception::OnlineCheck => (
            "いつもどおり顔認証付きカードリーダーで受け付け、オンライン資格確認の画面に出た結果に従ってください。",
            "Accept the patient on the face-recognition reader as usual, and follow what the online eligibility check shows.",
        ),
    };
    Some(pick(lang, ja, en))
}

/// The situation of `guide` that says it step by step, with its sources.
#[must_use]
pub fn reception_guide(reception: Reception) -> Option<&'static str> {
    match reception {
        Reception::Ordinary => None,
        Reception::FaceOrPhoto => Some("visual-check"),
        Reception::WithoutReading => Some("reader-fails"),
        Reception::RightCard => Some("taken-for-another-card"),
        Reception::OtherProof => Some("certificate-ended"),
        Reception::PlasticCard => Some("phone-without-reader"),
        Reception::OnlineCheck => Some("face-reader-steps"),
    }
}
