//! Patients who need somebody's help, and visits outside the clinic.

use super::source::{families, leaflet, ministry, nissay, notice, toyobo};
use super::{Situation, both, step};

pub(super) const SITUATIONS: &[Situation] = &[
    Situation {
        id: "child",
        title: both(
            "子どもで、本人が操作できない",
            "A child who cannot use the reader",
        ),
        steps: &[
            step(
                "親などの代理人が、子どものマイナンバーカードをリーダーに置き、暗証番号を入力して受け付けられます。",
                "A parent or other representative places the child's card on the reader and types its PIN.",
                &[ministry("2-22")],
            ),
            step(
                "暗証番号が分からないときは、待合室などにいる子どもの顔とカードの写真を職員が見比べます(目視確認)。",
                "Without the PIN, staff compare the child's face, in the waiting room for example, with the photograph on the card (visual check).",
                &[ministry("2-22"), leaflet()],
            ),
        ],
        say: both(
            "保護者の方がカードを置いて暗証番号を入れてください。お分かりでなければ、お子さまのお顔を確認します。",
            "Please place your child's card and type the PIN; if you do not know it, we can look at your child's face.",
        ),
        findings: &[],
        words: "子ども 子供 こども 赤ちゃん 乳児 幼児 未成年 親 保護者 child baby parent",
    },
    Situation {
        id: "newborn",
        title: both(
            "生まれたばかりで、まだカードがない",
            "A newborn who has no card yet",
        ),
        steps: &[
            step(
                "勤め先に被扶養者の届出をするとき、「資格確認書」の発行を申請できることを案内します。加入先により手続きは違います。",
                "When the child is reported to the employer as a dependant, an eligibility certificate (資格確認書) can be applied for. It differs by insurer.",
                &[toyobo("1-13")],
            ),
            step(
                "届出から登録までの間は、オンライン資格確認で確認できないことがあります。",
                "Between that report and the registration the online check may not know the child.",
                &[nissay()],
            ),
            step(
                "確認できないときは、「被保険者資格申立書」で受け付けます。",
                "If eligibility cannot be checked, use the declaration of insured status (被保険者資格申立書).",
                &[notice(), families("P17")],
            ),
        ],
        say: both(
            "お子さまのカードができるまでは、加入先に「資格確認書」をお申し込みいただけます。",
            "Until your child has a card, your insurer can issue an eligibility certificate (資格確認書).",
        ),
        findings: &[],
        words: "新生児 出産 生まれた 赤ちゃん 被扶養者 扶養 newborn birth baby",
    },
    Situation {
        id: "assistance",
        title: both(
            "介助が必要(車いす、視覚障害など)",
            "The patient needs assistance (wheelchair, sight and so on)",
        ),
        steps: &[
            step(
                "ご本人の希望があれば、ご本人の前で、家族・介助者・施設の職員や受付の職員がカードをリーダーに置くなどの支援をして構いません。",
                "If the patient wishes, family, carers, staff of a home or of the clinic may help in the patient's presence, for example place the card.",
                &[families("P20"), ministry("2-23")],
            ),
            step(
                "暗証番号は、法定代理人以外の人に知らせるのは適当でないので聞き取りません。顔認証か目視確認を使います。",
                "Do not ask for the PIN: nobody but a legal representative should be told. Use face recognition or a visual check.",
                &[families("P4"), families("P16")],
            ),
        ],
        say: both(
            "よろしければお手伝いします。カードをこちらに置かせていただきますね。",
            "I am happy to help; may I place your card on the reader for you?",
        ),
        findings: &[],
        words: "介助 介護 車いす 車椅子 視覚障害 目が見えない 目が不自由 障害 手伝い 支援 付き添い 家族 wheelchair carer help disabled",
    },
    Situation {
        id: "cannot-operate",
        title: both(
            "本人が顔認証付きカードリーダーを操作できない",
            "The patient cannot operate the face-recognition reader",
        ),
        steps: &[
            step(
                "顔認証の代わりに、代理人が、カードの作成時に設定した暗証番号を入力して受け付けられます。",
                "Instead of face recognition a representative can type the PIN that was set for the card.",
                &[leaflet()],
            ),
            step(
                "待合室などにいるご本人の顔とカードの写真を、職員が見比べて確認することもできます(目視確認)。",
                "Staff can also compare the patient's face, in the waiting room for example, with the photograph on the card (visual check).",
                &[leaflet(), families("P16")],
            ),
        ],
        say: both(
            "こちらでお写真を確認しますので、機械の操作は結構です。",
            "I can check your photograph, so there is no need to use the machine.",
        ),
        findings: &[],
        words: "操作できない 代理人 代理 家族 寝たきり representative cannot use",
    },
    Situation {
        id: "dementia",
        title: both(
            "認知症などでリーダーをうまく使えない",
            "The patient cannot use the reader because of dementia or a similar condition",
        ),
        steps: &[
            step(
                "職員がカードの写真とお顔を見比べ、リーダーを目視モードに切り替えて受け付けます。",
                "Compare the photograph with the face, switch the reader to visual-check mode (目視モード) and go on.",
                &[families("P16")],
            ),
            step(
                "暗証番号の管理が難しい方には、顔認証マイナンバーカードへの切替を家族に案内します(`face-only-card-apply`)。",
                "If a PIN is hard to manage, tell the family about the card without a PIN (`face-only-card-apply`).",
                &[families("P4"), families("P11"), toyobo("2-43")],
            ),
            step(
                "カードでの受診が難しい方は、加入先に申請すると「資格確認書」を無償で受け取れます。家族や介助者の代理申請もできます。",
                "If using the card is too hard, the insurer issues an eligibility certificate (資格確認書) on application, free of charge. Family or carers can apply.",
                &[families("P18"), leaflet()],
            ),
        ],
        say: both(
            "お顔とカードのお写真で確認しますので、そのままで大丈夫です。",
            "I will just compare your face with the photograph on the card, so there is nothing you need to do.",
        ),
        findings: &[],
        words: "認知症 高齢者 高齢 親 うまく使えない dementia elderly",
    },
    Situation {
        id: "card-too-hard-to-use",
        title: both(
            "マイナンバーカードでの受診が難しい方(要配慮者)",
            "Using the card is too hard for the patient",
        ),
        steps: &[
            step(
                "高齢や障害などでカードでの受診が難しい方は、利用登録をしていても、申請により「資格確認書」を無償で受け取れます。",
                "Patients who find the card too hard to use, because of age or disability for example, can apply for an eligibility certificate (資格確認書), free of charge, even if their card is registered.",
                &[families("P18"), leaflet()],
            ),
            step(
                "申請先は加入先の保険者です。親族などの法定代理人や、介助者による代理申請もできます。",
                "They apply to their insurer. A legal representative, such as a relative, or a carer can apply for them.",
                &[families("P18"), leaflet(), nissay()],
            ),
            step(
                "一度受け取った方は、更新のときの申請は要りません。",
                "Those who have one need not apply again when it is renewed.",
                &[families("P18"), leaflet()],
            ),
        ],
        say: both(
            "カードのご利用が難しければ、加入先に申請して「資格確認書」を受け取ることもできます。",
            "If the card is hard for you to use, your insurer can issue an eligibility certificate (資格確認書) instead.",
        ),
        findings: &[],
        words: "受診困難 要配慮者 障害 高齢 資格確認書 申請 disabled elderly hard to use",
    },
    Situation {
        id: "nobody-to-fetch-the-card",
        title: both(
            "家族が認知症などで、カードを受け取りに行けない",
            "A relative cannot collect the card at the municipal office",
        ),
        steps: &[
            step(
                "カードがない間は、加入先から交付される「資格確認書」で受診できます。",
                "Until they have the card, they can use the eligibility certificate (資格確認書) from their insurer.",
                &[toyobo("2-43"), families("P18")],
            ),
            step(
                "カードは代理人でも受け取れます。本人と代理人の本人確認書類、交付通知書兼委任状、本人が行けないことを示す書類(診断書、障害者手帳、施設の証明書など)が必要です。",
                "A representative can collect it with identity documents for both people, the notice that doubles as a power of attorney, and a document showing why the holder cannot come (a medical certificate, a disability handbook, a statement from a care home).",
                &[toyobo("2-43")],
            ),
            step(
                "必要な書類は、住民票のある市区町村に確かめてもらいます。",
                "Ask them to confirm with the municipal office which documents are needed.",
                &[toyobo("2-43"), families("P12")],
            ),
        ],
        say: both(
            "代理の方でも受け取れます。カードができるまでは「資格確認書」で受診いただけます。",
            "Somebody else can collect it for them; until then the eligibility certificate (資格確認書) will do.",
        ),
        findings: &[],
        words: "認知症 受け取り 代理受取 代理 委任状 両親 fetch representative",
    },
    Situation {
        id: "home-keeps-cards",
        title: both(
            "施設が入所者のカードを預かって来院した",
            "A care home keeps the residents' cards",
        ),
        steps: &[
            step(
                "カードは本人の管理が基本ですが、入所契約や預かり証などの合意があれば、施設が預かれます。",
                "The holder keeps the card as a rule, but a home may keep it under a contract or a receipt.",
                &[families("P4")],
            ),
            step(
                "受付は、顔認証か、職員の目視確認によります。暗証番号を施設の職員に尋ねません。",
                "Accept the patient by face recognition or a visual check. Do not ask the home's staff for the PIN.",
                &[families("P4"), families("P16")],
            ),
            step(
                "施設には、鍵付きのロッカーでの保管、出し入れの記録、管理する職員を決めることが例示されています。",
                "Homes are advised to lock the cards away, to record when they are taken out, and to name the staff in charge.",
                &[families("P4")],
            ),
        ],
        say: both(
            "カードをお預かりいただいているのですね。ご本人のお顔とお写真で確認いたします。",
            "Thank you for bringing the card; I will compare the photograph with the patient's face.",
        ),
        findings: &[],
        words: "施設 入所者 預かる 介護施設 老人ホーム care home facility",
    },
    Situation {
        id: "home-visit",
        title: both(
            "訪問診療・訪問看護での資格確認",
            "Checking eligibility on a home visit",
        ),
        steps: &[
            step(
                "モバイル端末などで、患者さんの自宅でもオンライン資格確認ができます。訪問看護でも使えます。",
                "The online check can be made at the patient's home with a mobile device, for home nursing as well.",
                &[families("P19"), ministry("2-15")],
            ),
            step(
                "端末で同意の内容を選び、4桁の暗証番号を入力してもらい、カードを読み取ります。",
                "The patient chooses what to share, types the 4-digit PIN, and the card is read.",
                &[families("P19")],
            ),
            step(
                "暗証番号を使えない方は、目視確認に対応したアプリ(2024年10月から配信)で確認します。顔認証マイナンバーカードの方も同じです。",
                "If the PIN cannot be used, use the app that allows a visual check (available since October 2024). The same goes for a card without a PIN.",
                &[families("P11"), families("P19")],
            ),
        ],
        say: both(
            "こちらの端末で確認しますので、カードと4桁の暗証番号をご用意ください。",
            "I will check with this device; please have your card and the 4-digit PIN ready.",
        ),
        findings: &[],
        words: "訪問 訪問診療 訪問看護 往診 在宅 自宅 モバイル home visit nursing",
    },
    Situation {
        id: "home-visit-again",
        title: both("2回目以降の訪問", "The second and later home visits"),
        steps: &[
            step(
                "継続して訪問している間は、カードを読まなくても再照会の機能で資格を確認できます。",
                "While visits go on, eligibility can be looked up again (再照会) without reading the card.",
                &[families("P19")],
            ),
            step(
                "薬剤情報などは、初回の同意に基づいて取得できます。",
                "Medicine records and the like are available under the consent given at the first visit.",
                &[families("P19")],
            ),
        ],
        say: both(
            "前回ご確認いただいていますので、今日はカードをお出しいただかなくて大丈夫です。",
            "We checked it last time, so there is no need to show your card today.",
        ),
        findings: &[],
        words: "訪問 再照会 2回目 在宅 second visit again",
    },
    Situation {
        id: "online-consultation",
        title: both("オンライン診療・オンライン服薬指導", "Online consultation"),
        steps: &[
            step(
                "オンライン診療でも、マイナンバーカードを健康保険証として使えます。",
                "The My Number Card works as an insurance card for online consultations too.",
                &[families("P20"), ministry("2-15")],
            ),
            step(
                "暗証番号のない顔認証マイナンバーカードは、オンライン診療・オンライン服薬指導には使えません。",
                "A face-recognition card (without a PIN) cannot be used for them.",
                &[families("P11")],
            ),
        ],
        say: both(
            "オンラインでもカードをお使いいただけます。4桁の暗証番号をご用意ください。",
            "You can use your card online as well; please have the 4-digit PIN ready.",
        ),
        findings: &[],
        words: "オンライン診療 遠隔 オンライン服薬指導 online telemedicine",
    },
];
