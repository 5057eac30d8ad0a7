//! Papers that stand beside the card, and a card that is not there.

use super::source::{digital, families, leaflet, matsudo, nissay, toyobo};
use super::{Situation, both, step};

pub(super) const SITUATIONS: &[Situation] = &[
    Situation {
        id: "mynaportal-screen",
        title: both(
            "マイナポータルの画面やPDFを見せられた",
            "The patient shows the Mynaportal screen or its PDF",
        ),
        steps: &[
            step(
                "医療保険の被保険者資格情報の画面(またはダウンロードしたPDF)であることを確かめ、マイナンバーカードと合わせて確認します。",
                "Make sure that it is the eligibility screen (or its PDF), and look at it together with the My Number Card.",
                &[families("P17"), nissay(), toyobo("2-20")],
            ),
            step(
                "保存していない方には、マイナポータルのトップページの「健康保険証」からPDFを保存できることを案内します。",
                "Tell those who have not saved it that a PDF can be saved under \"insurance card\" (健康保険証) on the top page of Mynaportal.",
                &[toyobo("2-5")],
            ),
        ],
        say: both(
            "ありがとうございます。マイナンバーカードと合わせて確認いたします。",
            "Thank you; I will check it together with your My Number Card.",
        ),
        findings: &[],
        words: "マイナポータル 画面 PDF スクリーンショット スマホ画面 Mynaportal screen",
    },
    Situation {
        id: "eligibility-notice",
        title: both(
            "「資格情報のお知らせ」を持って来た",
            "The patient brings the Notice of Eligibility Information (資格情報のお知らせ)",
        ),
        steps: &[
            step(
                "カードが読み取れないときに、マイナンバーカードと一緒に見せてもらい、それで受け付けます。",
                "If the card cannot be read, check the notice together with the My Number Card and accept the patient.",
                &[matsudo("Q9"), matsudo("Q11"), toyobo("2-5")],
            ),
            step(
                "カードが読み取れるなら、いつもどおりカードで受け付けます。",
                "If the card can be read, accept the patient with the card as usual.",
                &[matsudo("Q11")],
            ),
        ],
        say: both(
            "「お知らせ」とマイナンバーカードを一緒にお見せください。",
            "Please show the notice together with your My Number Card.",
        ),
        findings: &[],
        words: "資格情報のお知らせ お知らせ 紙 通知 notice paper",
    },
    Situation {
        id: "seen-before",
        title: both(
            "受診歴のある方の資格を口頭で確認する",
            "Confirming eligibility verbally for a patient who has been here before",
        ),
        steps: &[
            step(
                "リーダーの不具合などで資格確認ができず、過去の受診歴があるときに使える方法です。",
                "This is for when eligibility cannot be checked, because of the reader for example, and the patient has been here before.",
                &[families("P17")],
            ),
            step(
                "患者さんに口頭で、前回からの変更がないかを確かめます。",
                "Ask the patient whether anything has changed since the last visit.",
                &[families("P17")],
            ),
        ],
        say: both(
            "前回から、ご加入の保険に変わりはございませんか。",
            "Has your insurance changed since your last visit?",
        ),
        findings: &[],
        words: "口頭 再診 受診歴 前回 by word of mouth seen before",
    },
    Situation {
        id: "declaration",
        title: both(
            "「被保険者資格申立書」に記入してもらう",
            "Using the declaration of insured status (被保険者資格申立書)",
        ),
        steps: &[
            step(
                "マイナポータルの画面、「資格情報のお知らせ」、口頭確認のいずれもできないときに使います。",
                "This is for when none of the Mynaportal screen, the notice and verbal confirmation is possible.",
                &[families("P17")],
            ),
            step(
                "必要な事項を患者さんに記入してもらい、適切な自己負担額で受け付けます。",
                "The patient fills in what is asked for and pays the usual share.",
                &[families("P17")],
            ),
        ],
        say: both(
            "こちらの用紙に分かる範囲でご記入いただければ、いつものご負担で受診いただけます。",
            "Please fill in this form as far as you can, and you will pay your usual share.",
        ),
        findings: &[],
        words: "申立書 被保険者資格申立書 用紙 初診 declaration form",
    },
    Situation {
        id: "lost-card",
        title: both(
            "マイナンバーカードをなくした、盗まれた",
            "The My Number Card was lost or stolen",
        ),
        steps: &[
            step(
                "マイナンバー総合フリーダイヤル 0120-95-0178 に電話し、一時利用停止をするよう案内します。24時間365日受け付けています。",
                "Have the patient call 0120-95-0178 to suspend the card, at any hour of any day.",
                &[matsudo("Q14"), families("P20")],
            ),
            step(
                "再発行は、住民票のある市区町村で受けられます。",
                "The municipal office of residence reissues it.",
                &[digital("2-38")],
            ),
            step(
                "再発行までの間に受診する方は、加入先に「資格確認書」の交付を申請します。",
                "Until then the patient applies to the insurer for an eligibility certificate (資格確認書).",
                &[digital("2-38"), families("P18"), nissay()],
            ),
            step(
                "暗証番号や顔認証なしに医療情報は引き出せないことを伝え、安心してもらいます。",
                "Reassure the patient: without the PIN or the face, nobody can get medical data with the card.",
                &[matsudo("Q14"), digital("2-35")],
            ),
        ],
        say: both(
            "まず 0120-95-0178 にお電話いただくと、すぐに利用を止められます。",
            "Please call 0120-95-0178 first; they can suspend the card right away.",
        ),
        findings: &[],
        words: "紛失 なくした 見つからない 落とした 盗難 盗まれた 再発行 利用停止 lost stolen reissue",
    },
    Situation {
        id: "reissued-card",
        title: both(
            "再発行されたカードを初めて使う",
            "The first visit with a reissued card",
        ),
        steps: &[
            step(
                "新しいカードは、健康保険証としての利用登録をもう一度します。顔認証付きカードリーダーかマイナポータルでできます。",
                "A new card is registered for health insurance again, on the face-recognition reader or in Mynaportal.",
                &[toyobo("2-11")],
            ),
            step(
                "マイナンバー(12桁)が変わった方は、加入先の保険者に届け出るよう案内します。",
                "Ask those whose 12-digit number has changed to report it to their insurer.",
                &[toyobo("2-11")],
            ),
            step(
                "使わなくなった「資格確認書」は、加入先に返すよう案内します。",
                "An eligibility certificate that is no longer needed goes back to the insurer.",
                &[toyobo("1-7")],
            ),
        ],
        say: both(
            "新しいカードですので、こちらの画面でもう一度登録をお願いします。",
            "Since this is a new card, please register it once more on this screen.",
        ),
        findings: &[],
        words: "再発行 新しいカード 登録し直し reissued new card",
    },
    Situation {
        id: "eligibility-certificate",
        title: both(
            "「資格確認書」を持って来た",
            "The patient brings an eligibility certificate (資格確認書)",
        ),
        steps: &[
            step(
                "「資格確認書」で、これまでどおり受け付けます。マイナンバーカードは要りません。",
                "Accept the patient with it, as with an insurance card before. No My Number Card is needed.",
                &[matsudo("Q1"), leaflet()],
            ),
            step(
                "有効期限を確かめます。期限は5年以内で保険者が決めます。様式も保険者により違います。",
                "Check its last day. Insurers set it, up to five years ahead; the form differs by insurer too.",
                &[families("P18"), leaflet()],
            ),
        ],
        say: both(
            "「資格確認書」で受診いただけます。お預かりいたします。",
            "You can be seen with your eligibility certificate; may I have it?",
        ),
        findings: &[],
        words: "資格確認書 はがき カード型 持って来た eligibility certificate",
    },
    Situation {
        id: "who-gets-the-certificate",
        title: both(
            "「資格確認書」は誰に交付されるのか尋ねられた",
            "Who is issued an eligibility certificate (資格確認書)?",
        ),
        steps: &[
            step(
                "申請なしで届くのは、カードを持っていない方、利用登録をしていない方、登録を解除した方、電子証明書の期限が切れた方です。",
                "It comes without application to those who have no card, have not registered it, have cancelled the registration, or whose certificate has expired.",
                &[families("P18"), nissay()],
            ),
            step(
                "申請により交付されるのは、カードでの受診が難しい方と、カードを紛失・更新中の方です。",
                "On application it is issued to those for whom the card is too hard to use, and those whose card was lost or is being renewed.",
                &[families("P18"), nissay(), toyobo("1-11")],
            ),
            step(
                "届いているかどうかは、加入先の保険者に問い合わせてもらいます。",
                "Ask the patient to check with the insurer whether one was sent.",
                &[matsudo("Q1"), leaflet()],
            ),
        ],
        say: both(
            "利用登録がお済みの方には通常は届きません。くわしくは加入先にお尋ねください。",
            "Those who have registered their card do not normally get one; your insurer can tell you more.",
        ),
        findings: &[],
        words: "資格確認書 届かない 対象 交付 もらえる who issued",
    },
    Situation {
        id: "certificate-lost",
        title: both(
            "「資格確認書」をなくした、汚した",
            "The eligibility certificate (資格確認書) was lost or damaged",
        ),
        steps: &[
            step(
                "加入先の保険者に再交付を申請するよう案内します。",
                "The patient applies to the insurer for a replacement.",
                &[nissay()],
            ),
            step(
                "再交付に手数料のかかる保険者もあります(日本生命健康保険組合は500円)。",
                "Some insurers charge for it (Nissay: 500 yen).",
                &[nissay()],
            ),
        ],
        say: both(
            "加入先に申請すると、再交付を受けられます。",
            "Your insurer can issue a replacement if you apply.",
        ),
        findings: &[],
        words: "資格確認書 紛失 再交付 汚損 lost damaged",
    },
    Situation {
        id: "former-insurance-card",
        title: both(
            "以前の健康保険証を持って来た",
            "The patient brings a former insurance card",
        ),
        steps: &[
            step(
                "以前の健康保険証が使えたのは、最長で2025年12月1日まででした(2026年3月まで認めるという報道も出ましたが、それも過ぎています)。今は使えないことを伝えます。",
                "Former insurance cards could be used until 1 December 2025 at the latest (there were reports of March 2026, which is past as well). Explain that they are no longer valid.",
                &[toyobo("3-1"), leaflet(), nissay()],
            ),
            step(
                "マイナンバーカードか「資格確認書」をお持ちか尋ねます。",
                "Ask for the My Number Card or an eligibility certificate (資格確認書).",
                &[toyobo("3-1"), families("P5")],
            ),
            step(
                "どちらもないときは、加入先の保険者に問い合わせてもらいます。",
                "If the patient has neither, ask them to call their insurer.",
                &[matsudo("Q1")],
            ),
        ],
        say: both(
            "以前の保険証は期限が過ぎています。マイナンバーカードか「資格確認書」はお持ちでしょうか。",
            "This card is no longer valid; do you have your My Number Card or an eligibility certificate?",
        ),
        findings: &[],
        words: "健康保険証 保険証 古い保険証 期限切れの保険証 廃止 紙の保険証 old card insurance card",
    },
    Situation {
        id: "no-my-number-card",
        title: both(
            "マイナンバーカードを持っていない",
            "The patient has no My Number Card",
        ),
        steps: &[
            step(
                "「資格確認書」で受け付けます。カードのない方には、申請しなくても保険者から届きます。",
                "Use the eligibility certificate (資格確認書), which insurers send without application to those who have no card.",
                &[matsudo("Q1"), families("P18")],
            ),
            step(
                "届いていないときは、加入先の保険者に問い合わせてもらいます。",
                "If it has not come, ask the patient to call the insurer.",
                &[matsudo("Q1")],
            ),
            step(
                "カードを作るかどうかは任意です。作る方は、オンライン、郵送、まちなかの証明写真機で申請できます。",
                "Having a card is voluntary. It can be applied for online, by post or at photo booths.",
                &[toyobo("2-10"), families("P3"), leaflet()],
            ),
        ],
        say: both(
            "カードがなくても、「資格確認書」でこれまでどおり受診いただけます。",
            "Without the card you can be seen with your eligibility certificate (資格確認書), as before.",
        ),
        findings: &[],
        words: "持っていない 持ってない カードがない 未取得 作っていない 返納 任意 no card without card",
    },
];
