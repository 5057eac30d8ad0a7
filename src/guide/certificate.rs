//! The dates of the certificate and of the card.

use super::source::{asaka, families, kyokai, matsudo, ministry, nissay, toyobo};
use super::{Situation, both, step};
use crate::finding::FindingId;

pub(super) const SITUATIONS: &[Situation] = &[
    Situation {
        id: "certificate-expiring",
        title: both(
            "電子証明書の有効期限が3か月以内に切れると表示された",
            "The screen says that the certificate expires within three months",
        ),
        steps: &[
            step(
                "今日の受付はいつもどおりです。",
                "Accept the patient as usual today.",
                &[matsudo("Q13"), ministry("2-25")],
            ),
            step(
                "住民登録のある市区町村の窓口で更新するよう案内します。手数料は無料です。オンラインではできません。",
                "Refer the patient to the municipal office of residence for renewal. It is free of charge and cannot be done online.",
                &[ministry("2-25"), families("P3")],
            ),
            step(
                "期限の2～3か月前に「有効期限通知書」が届きます。画面のお知らせは期限の3か月後まで続きます。",
                "A notice is mailed two to three months before the certificate expires. The alert on the screen continues until three months after.",
                &[matsudo("Q13")],
            ),
        ],
        say: both(
            "今日はそのままお使いいただけます。期限までに市区町村の窓口で更新をお願いします。無料です。",
            "Your card works today; please have it renewed at your municipal office before that date, free of charge.",
        ),
        findings: &[FindingId::CertificateExpiring],
        words: "期限 有効期限 更新 3か月 アラート お知らせ 通知書 電子証明書 renewal expiry alert",
    },
    Situation {
        id: "certificate-grace",
        title: both(
            "電子証明書の期限が切れて3か月以内",
            "The certificate expired less than three months ago",
        ),
        steps: &[
            step(
                "実物のマイナンバーカードなら、健康保険証として受け付けられます。",
                "The plastic card can still be used as an insurance card.",
                &[ministry("2-26"), matsudo("Q13")],
            ),
            step(
                "共有されるのは資格情報だけです。診療や薬剤の情報は提供されません。",
                "Only eligibility details are shared. Treatment and medicine records are not.",
                &[ministry("2-26")],
            ),
            step(
                "最後の日は、期限の月の末日から3か月と数える保険者(協会けんぽ)と、期限の日から3か月と読める説明があります。最後の1か月ほどは、オンライン資格確認の画面か保険者で確かめます。",
                "The largest insurer counts three months from the end of the month (Kyokai Kenpo); other pages read as three months from the day. In the last weeks confirm with the online eligibility check or the insurer.",
                &[kyokai(), ministry("2-26")],
            ),
            step(
                "マイナポータルやコンビニ交付などは使えないため、早めに市区町村の窓口で手続きをするよう案内します。",
                "Mynaportal, convenience-store copies and the like do not work, so ask the patient to go to the municipal office soon.",
                &[ministry("2-26"), matsudo("Q13")],
            ),
        ],
        say: both(
            "期限は過ぎていますが、保険証としてはまだお使いいただけます。お早めに市区町村で手続きをお願いします。",
            "The certificate has expired, but the card still works as an insurance card for now; please renew it soon at your municipal office.",
        ),
        findings: &[FindingId::CertificateGrace],
        words: "期限切れ 有効期限 切れた 猶予 3か月 電子証明書 expired grace",
    },
    Situation {
        id: "certificate-ended",
        title: both(
            "電子証明書の期限が切れて3か月を過ぎた",
            "The certificate expired more than three months ago",
        ),
        steps: &[
            step(
                "このカードは健康保険証として使えないことを伝えます。",
                "Explain that this card can no longer be used as an insurance card.",
                &[kyokai(), ministry("2-26")],
            ),
            step(
                "「資格確認書」が届いていないか尋ねます。期限が切れた方には、保険者から申請なしで交付されます。",
                "Ask whether an eligibility certificate (資格確認書) has come: insurers issue one without application to those whose certificate has expired.",
                &[families("P18"), nissay(), kyokai()],
            ),
            step(
                "届いていないときは、加入先の保険者に問い合わせてもらいます。",
                "If none has come, ask the patient to call their insurer.",
                &[matsudo("Q1")],
            ),
            step(
                "市区町村の窓口で電子証明書の再発行を受けるよう案内します。利用登録が解除されていれば、登録をもう一度します(顔認証付きカードリーダーでもできます)。",
                "Refer the patient to the municipal office for a new certificate. If the registration was cancelled, it is made again (also on the face-recognition reader).",
                &[ministry("2-26"), kyokai(), families("P7")],
            ),
        ],
        say: both(
            "電子証明書の期限が過ぎていますので、お手元に「資格確認書」が届いていないかご確認いただけますか。",
            "Your certificate has expired; could you check whether an eligibility certificate (資格確認書) has been sent to you?",
        ),
        findings: &[FindingId::CertificateExpired],
        words: "期限切れ 有効期限 切れた 使えない 3か月過ぎ 電子証明書 expired ended",
    },
    Situation {
        id: "shown-as-revoked",
        title: both(
            "「電子証明書が失効しています」と表示された",
            "The screen says that the certificate is revoked",
        ),
        steps: &[
            step(
                "この表示のときは、マイナ保険証として使えません。期限が切れて3か月以内の扱い(`certificate-grace`)とは別です。",
                "With this message the card cannot be used as an insurance card. This is not the grace period after expiry (`certificate-grace`).",
                &[ministry("2-26")],
            ),
            step(
                "「資格確認書」があれば、それで受け付けます。なければ加入先の保険者に問い合わせてもらいます。",
                "Use the eligibility certificate (資格確認書) if there is one; otherwise ask the patient to call the insurer.",
                &[matsudo("Q1"), families("P18")],
            ),
            step(
                "住民票のある市区町村の窓口で、電子証明書の再発行を受けるよう案内します。",
                "Refer the patient to the municipal office of residence for a new certificate.",
                &[ministry("2-26")],
            ),
        ],
        say: both(
            "このカードの電子証明書が使えない状態になっていますので、市区町村の窓口でお手続きをお願いします。",
            "The certificate on your card has been cancelled; please have a new one issued at your municipal office.",
        ),
        findings: &[FindingId::RevocationNotChecked],
        words: "失効 006 無効 電子証明書 revoked cancelled",
    },
    Situation {
        id: "just-renewed",
        title: both(
            "電子証明書を更新したばかりなのに反映されていない",
            "The certificate has just been renewed, but the screen does not show it",
        ),
        steps: &[
            step(
                "更新した日がいつかを尋ねます。反映までに24時間かかると案内する市があります。",
                "Ask when it was renewed. One city says that it can take 24 hours to show.",
                &[asaka()],
            ),
            step(
                "更新を待つ間の受付は、期限切れから3か月以内なら健康保険証として使えます。",
                "Meanwhile the card can be used as an insurance card if the certificate expired less than three months ago.",
                &[ministry("2-26"), matsudo("Q13")],
            ),
        ],
        say: both(
            "更新の反映には少し時間がかかることがあります。今日は別の方法で確認いたします。",
            "It can take a day for a renewal to show; we will check in another way today.",
        ),
        findings: &[],
        words: "更新 更新した 反映 更新したばかり 24時間 renewed",
    },
    Situation {
        id: "card-being-renewed",
        title: both(
            "カードを更新中で手元にない",
            "The card is being renewed, and the patient does not have it",
        ),
        steps: &[
            step(
                "更新中の方は、加入先の保険者に申請すると「資格確認書」の交付を受けられます。お持ちならそれで受け付けます。",
                "Those whose card is being renewed can apply to their insurer for an eligibility certificate (資格確認書). If there is one, use it.",
                &[families("P18"), nissay(), toyobo("1-11")],
            ),
            step(
                "まだの方には、加入先の保険者への申請を案内します。",
                "Otherwise tell the patient to apply to the insurer.",
                &[families("P18"), nissay()],
            ),
        ],
        say: both(
            "カードができるまでの間は、加入先に申請すると「資格確認書」を受け取れます。",
            "Until your new card is ready, your insurer can issue an eligibility certificate (資格確認書) if you apply.",
        ),
        findings: &[],
        words: "更新中 手元にない 待ち renewing",
    },
    Situation {
        id: "two-dates",
        title: both(
            "カードの期限と電子証明書の期限の違いを尋ねられた",
            "The patient asks why the card and the certificate expire on different days",
        ),
        steps: &[
            step(
                "カードは発行から10回目の誕生日(未成年は5回目)まで、電子証明書は年齢を問わず5回目の誕生日までです。",
                "The card lasts to the 10th birthday after issue (5th for minors), the certificate to the 5th for everybody.",
                &[families("P3"), matsudo("Q13")],
            ),
            step(
                "電子証明書の期限は、カードの期限のほうが早ければその日までです。",
                "If the card expires first, the certificate expires with it.",
                &[matsudo("Q13")],
            ),
            step(
                "保険証として使うときに大切なのは、電子証明書の期限です。マイナポータルでも確認できます。",
                "What counts for health insurance is the certificate. Its date can also be seen in Mynaportal.",
                &[nissay(), families("P3")],
            ),
        ],
        say: both(
            "カードとは別に電子証明書の期限があり、5回目のお誕生日までに更新が必要です。",
            "Besides the card itself there is a certificate, which has to be renewed by the fifth birthday after issue.",
        ),
        findings: &[FindingId::CertificateValid, FindingId::CertificateExpiring],
        words: "10年 5年 誕生日 カードの期限 有効期限 birthday ten years five years",
    },
];
