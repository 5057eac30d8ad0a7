//! What patients worry about, and where to call.

use super::source::{digital, families, leaflet, matsudo, ministry};
use super::{Situation, both, step};

pub(super) const SITUATIONS: &[Situation] = &[
    Situation {
        id: "is-it-safe",
        title: both(
            "カードを持ち歩いて大丈夫か尋ねられた",
            "The patient asks whether carrying the card is safe",
        ),
        steps: &[
            step(
                "ICチップには、医療や税、年金などの情報は入っていないことを伝えます。",
                "Explain that the chip holds no medical, tax or pension data.",
                &[matsudo("Q14"), families("P20"), digital("2-35")],
            ),
            step(
                "暗証番号は間違えるとロックされ、無理に読み出そうとするとチップが壊れる仕組みです。",
                "Wrong PINs lock it, and the chip destroys itself when somebody tries to force it.",
                &[matsudo("Q14"), families("P4")],
            ),
            step(
                "なくしたときは、24時間いつでも 0120-95-0178 で利用を止められます。",
                "If it is lost, 0120-95-0178 suspends it at any hour.",
                &[matsudo("Q14"), ministry("2-18")],
            ),
        ],
        say: both(
            "カードには医療の情報は入っていませんので、保険証と同じように持ち歩いていただけます。",
            "There is no medical data on the card, so you can carry it like an insurance card.",
        ),
        findings: &[],
        words: "持ち歩き 安全 情報漏れ 流出 心配 悪用 safe carry leak",
    },
    Situation {
        id: "number-seen",
        title: both(
            "マイナンバー(12桁)を見られるのが心配と言われた",
            "The patient worries that somebody sees the 12-digit number",
        ),
        steps: &[
            step(
                "受付では12桁の番号を使わず、ICチップの電子証明書を使うことを伝えます。職員が番号を写すこともありません。",
                "Explain that the 12-digit number is not used at the counter, only the certificate in the chip. Staff do not take the number down.",
                &[ministry("2-27"), digital("2-37")],
            ),
            step(
                "番号を知られただけでは、手続きや悪用はできません。",
                "Nobody can do anything with the number alone.",
                &[leaflet(), matsudo("Q14"), digital("2-37")],
            ),
        ],
        say: both(
            "受付では番号は使いませんので、ご安心ください。",
            "We do not use the number here, so please do not worry.",
        ),
        findings: &[],
        words: "マイナンバー 12桁 番号 裏面 個人番号 number",
    },
    Situation {
        id: "photograph-kept",
        title: both(
            "顔の写真が残るのか尋ねられた",
            "The patient asks whether the photograph is kept",
        ),
        steps: &[
            step(
                "撮影した画像は、カードの中の写真と比べた後すぐに消され、残らないことを伝えます。",
                "The picture is compared with the one in the card and deleted at once.",
                &[ministry("2-19"), families("P13")],
            ),
            step(
                "気になる方には、暗証番号や目視での受付を案内します。",
                "Those who mind can use the PIN or a visual check.",
                &[ministry("2-21")],
            ),
        ],
        say: both(
            "お顔の写真は確認のためだけに使い、保存されません。",
            "The picture is only used to check and is not kept.",
        ),
        findings: &[],
        words: "写真 撮影 保存 カメラ photograph picture kept",
    },
    Situation {
        id: "whom-to-call",
        title: both(
            "マイナンバーカードの問い合わせ先を尋ねられた",
            "Where to call about the My Number Card",
        ),
        steps: &[
            step(
                "マイナンバー総合フリーダイヤル 0120-95-0178 を案内します。健康保険証の利用は、音声ガイダンスの5番です。",
                "The My Number toll-free line is 0120-95-0178; for health insurance choose 5.",
                &[leaflet(), ministry("2-29")],
            ),
            step(
                "受付時間は平日9時30分～20時、土日祝9時30分～17時30分(年末年始を除く)です。紛失・盗難の一時利用停止は24時間365日です。",
                "Weekdays 9:30 to 20:00, weekends and holidays 9:30 to 17:30 (not around New Year). A lost card is suspended at any hour.",
                &[leaflet(), matsudo("Q14")],
            ),
            step(
                "「資格確認書」や加入の手続きは加入先の保険者、暗証番号と電子証明書は市区町村の窓口です。",
                "For eligibility certificates and joining: the insurer. For PIN and certificate: the municipal office.",
                &[matsudo("Q1"), matsudo("Q4"), matsudo("Q10"), matsudo("Q13")],
            ),
        ],
        say: both(
            "0120-95-0178 が総合の窓口です。ガイダンスで5番をお選びください。",
            "Please call 0120-95-0178 and choose 5.",
        ),
        findings: &[],
        words: "電話 問い合わせ 連絡先 フリーダイヤル 0120-95-0178 窓口 call phone number contact",
    },
];
