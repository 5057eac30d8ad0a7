//! What the online check says about the patient, and the registration of the card.

use super::source::{families, leaflet, matsudo, ministry, nissay, notice, toyobo};
use super::{Situation, both, step};
use crate::finding::FindingId;

pub(super) const SITUATIONS: &[Situation] = &[
    Situation {
        id: "no-eligibility-data",
        title: both(
            "「資格情報なし」と表示された",
            "The screen says that there is no eligibility information (資格情報なし)",
        ),
        steps: &[
            step(
                "カードやリーダーの不具合ではないことを伝えます。保険者での登録が済んでいないか、勤め先に個人番号が提出されていないときに表示されます。",
                "Explain that neither the card nor the reader is at fault: the insurer has not registered the patient yet, or the employer has not been given the number.",
                &[toyobo("2-3"), toyobo("2-4"), nissay(), notice()],
            ),
            step(
                "マイナポータルの資格情報の画面かPDF、または「資格情報のお知らせ」とマイナンバーカードで確認します。",
                "Check with the Mynaportal screen or PDF, or with the Notice of Eligibility Information and the My Number Card.",
                &[nissay(), notice(), toyobo("2-5")],
            ),
            step(
                "受診歴のある方は口頭で確認し、それもできないときは「被保険者資格申立書」に記入してもらいます。",
                "If the patient has been here before, ask whether anything has changed; if that is not possible either, have the declaration of insured status (被保険者資格申立書) filled in.",
                &[families("P17"), notice()],
            ),
            step(
                "患者さんに、勤め先か加入先の保険者へ、個人番号の提出と登録の状況を問い合わせてもらいます。",
                "Ask the patient to check with the employer or insurer whether the number was handed in and the data is registered.",
                &[toyobo("2-3"), nissay()],
            ),
        ],
        say: both(
            "加入先での登録がまだのようですので、今日は別の方法で確認いたします。",
            "Your insurer does not seem to have registered you yet, so we will check in another way today.",
        ),
        findings: &[FindingId::RegistrationNotChecked],
        words: "資格情報なし 登録がない 資格なし 個人番号 勤め先 no data not registered",
    },
    Situation {
        id: "eligibility-invalid",
        title: both(
            "「資格(無効)」と表示された",
            "The screen says that the eligibility is invalid (資格無効)",
        ),
        steps: &[
            step(
                "転職や引越しなどで加入先が変わっていないかを尋ねます。前の加入先の資格が無効になり、新しい資格がまだ登録されていないことがあります。",
                "Ask whether the patient has changed insurer (a new job, a move). The old entry may have ended while the new one is not there yet.",
                &[families("P7"), toyobo("2-3"), ministry("2-28")],
            ),
            step(
                "新しい加入先の「資格情報のお知らせ」とマイナンバーカード、またはマイナポータルの画面かPDFで確認します。",
                "Check with the new insurer's Notice of Eligibility Information and the card, or the Mynaportal screen or PDF.",
                &[toyobo("2-5"), notice()],
            ),
            step(
                "確認できるものがないときは、「被保険者資格申立書」に記入してもらいます。",
                "If there is nothing to check with, have the declaration of insured status (被保険者資格申立書) filled in.",
                &[notice(), families("P17")],
            ),
            step(
                "患者さんに、新しい加入先へ登録の状況を問い合わせてもらいます。",
                "Ask the patient to check with the new insurer whether the registration is done.",
                &[toyobo("2-3")],
            ),
        ],
        say: both(
            "前の加入先の情報が表示されています。新しい加入先が分かるものをお持ちでしょうか。",
            "The screen still shows your former insurer; do you have anything from the new one?",
        ),
        findings: &[FindingId::RegistrationNotChecked],
        words: "資格無効 無効 喪失 資格喪失 invalid ended",
    },
    Situation {
        id: "changed-insurer",
        title: both(
            "転職・退職・引越しで加入先が変わった",
            "The patient has changed insurer (job, retirement, move)",
        ),
        steps: &[
            step(
                "利用登録をやり直す必要はありません。ただし、健康保険の加入・脱退の手続きは別に必要です。",
                "The card stays registered. Joining and leaving an insurer still has to be done separately.",
                &[matsudo("Q4"), nissay()],
            ),
            step(
                "新しい資格が登録されるまでには時間がかかり、その間はマイナ保険証で受診できないことがあります。",
                "It takes some time until the new insurer has registered the patient; until then the card may not work.",
                &[families("P7"), ministry("2-28"), toyobo("2-3")],
            ),
            step(
                "表示が「資格(無効)」や「資格情報なし」なら、`eligibility-invalid`、`no-eligibility-data` の手順で受け付けます。",
                "If the screen says that the eligibility is invalid or that there is no information, follow `eligibility-invalid` or `no-eligibility-data`.",
                &[notice(), families("P17")],
            ),
        ],
        say: both(
            "新しい加入先での登録が済むまで、少しお時間がかかることがあります。",
            "It can take a little while until your new insurer has registered you.",
        ),
        findings: &[],
        words: "転職 就職 退職 引越し 転居 扶養 保険者 job moved insurer",
    },
    Situation {
        id: "another-persons-data",
        title: both(
            "別の人の情報が表示された",
            "The screen shows another person's data",
        ),
        steps: &[
            step(
                "患者さんに、加入先の保険者か、マイナンバー総合フリーダイヤル(0120-95-0178、音声ガイダンスの5番)へ連絡するよう案内します。",
                "Ask the patient to call the insurer, or the My Number toll-free line (0120-95-0178, choose 5).",
                &[ministry("2-29")],
            ),
            step(
                "連絡は社会保険診療報酬支払基金・国民健康保険中央会に伝えられ、疑いが高いときは閲覧が停止され、保険者が登録を直します。",
                "The report is passed to the bodies that run the system. If it is likely to be true, they suspend viewing, and the insurer corrects the entry.",
                &[ministry("2-29")],
            ),
        ],
        say: both(
            "表示された情報がご本人のものではないようですので、確認の窓口をご案内いたします。",
            "What the screen shows does not seem to be yours, so let me give you the number to call.",
        ),
        findings: &[],
        words: "別人 他人 ひも付け 紐付け 誤り 違う名前 名前が違う somebody else wrong name",
    },
    Situation {
        id: "is-it-registered",
        title: both(
            "健康保険証として登録したか分からない",
            "The patient does not know whether the card is registered",
        ),
        steps: &[
            step(
                "顔認証付きカードリーダーで受付をしてもらいます。登録していない方には、その場で登録の画面が出ます。",
                "Let the patient use the face-recognition reader. Those not registered are shown the registration screen there.",
                &[matsudo("Q2"), ministry("2-7")],
            ),
            step(
                "ご自身では、マイナポータルにログインすると登録状況を確認できます。",
                "Patients can look it up themselves by logging in to Mynaportal.",
                &[matsudo("Q2"), families("P6"), toyobo("2-8")],
            ),
        ],
        say: both(
            "カードを置いていただければ、登録がまだの場合もこの場で登録できます。",
            "Just place your card; if it is not registered yet, you can do it here.",
        ),
        findings: &[FindingId::RegistrationNotChecked],
        words: "登録 利用登録 登録状況 確認 registered",
    },
    Situation {
        id: "register",
        title: both(
            "健康保険証としての利用登録をしたい",
            "The patient wants to register the card for health insurance",
        ),
        steps: &[
            step(
                "顔認証付きカードリーダーにカードを置き、表示された申込みの画面から登録してもらいます。機種により順序は違います。",
                "The patient places the card on the face-recognition reader and applies on the screen. The order differs by model.",
                &[families("P7"), matsudo("Q3")],
            ),
            step(
                "ほかに、マイナポータル(スマートフォン・パソコン)、セブン銀行ATMでも登録できます。ATMでは4桁の暗証番号が必要です。",
                "It can also be done in Mynaportal (phone or computer) or at a Seven Bank ATM, which asks for the 4-digit PIN.",
                &[families("P8"), families("P9"), matsudo("Q3")],
            ),
            step(
                "ご家族も一人ずつ登録が必要です。マイナポータルでは、法定代理人が代わりに登録できます。",
                "Each member of a family registers for themselves. In Mynaportal a legal representative can do it.",
                &[nissay(), families("P8")],
            ),
        ],
        say: both(
            "カードを置いて画面の案内に沿って進めると、すぐに登録できます。",
            "Place your card and follow the screen; registering only takes a moment.",
        ),
        findings: &[],
        words: "登録 利用登録 申込み 初めて セブン銀行 ATM register",
    },
    Situation {
        id: "deregister",
        title: both(
            "利用登録を解除したい",
            "The patient wants to cancel the registration",
        ),
        steps: &[
            step(
                "医療機関では解除できません。加入先の保険者に申請するよう案内します。",
                "It cannot be done here. The patient applies to their insurer.",
                &[matsudo("Q5"), families("P10")],
            ),
            step(
                "解除した後は、保険者から「資格確認書」の交付を受けられます。",
                "After that the insurer issues an eligibility certificate (資格確認書).",
                &[matsudo("Q5"), nissay()],
            ),
            step(
                "解除した後でも、もう一度登録できます。",
                "The card can be registered again later.",
                &[families("P10")],
            ),
        ],
        say: both(
            "解除は加入先へのお申し込みになります。その後は「資格確認書」で受診いただけます。",
            "Please apply to your insurer; after that you can use an eligibility certificate (資格確認書).",
        ),
        findings: &[],
        words: "解除 やめたい 取り消し deregister undo cancel",
    },
    Situation {
        id: "turned-75",
        title: both(
            "75歳になった(後期高齢者医療に移った)",
            "The patient has turned 75",
        ),
        steps: &[
            step(
                "75歳の誕生日当日から新しい資格が反映されているので、マイナ保険証で受け付けられます。",
                "The new eligibility is in the system from the 75th birthday itself, so the card can be used.",
                &[matsudo("Q12")],
            ),
            step(
                "後期高齢者医療の「資格確認書」が届いている方は、それでも受け付けられます。",
                "Those who have the eligibility certificate (資格確認書) of the medical care system for those aged 75 and over can use that as well.",
                &[matsudo("Q12"), matsudo("Q1")],
            ),
        ],
        say: both(
            "お誕生日の当日から、マイナンバーカードで受診いただけます。",
            "You can use your My Number Card from your birthday on.",
        ),
        findings: &[],
        words: "75歳 後期高齢者 後期高齢 高齢者 誕生日 elderly 75",
    },
    Situation {
        id: "high-cost",
        title: both(
            "高額になるので限度額適用認定証が必要か尋ねられた",
            "The patient asks whether a limit certificate is needed for a large bill",
        ),
        steps: &[
            step(
                "マイナ保険証なら、限度額適用認定証がなくても、窓口の支払いは自己負担限度額までになります。",
                "With the My Number Card as an insurance card the patient pays up to the limit without a limit certificate (限度額適用認定証).",
                &[matsudo("Q7"), ministry("2-12"), leaflet()],
            ),
            step(
                "限度額適用・標準負担額減額認定証や特定疾病療養受療証の持参も要らなくなります。",
                "The reduced-limit certificate and the certificate for specified diseases need not be brought either.",
                &[ministry("2-14")],
            ),
            step(
                "住民税が非課税の方などには、マイナ保険証でも申請を求める保険者があります。加入先に確かめてもらいます。",
                "Some insurers still ask those exempt from residence tax to apply. Ask the patient to check with theirs.",
                &[nissay()],
            ),
            step(
                "「資格確認書」の方は、限度額適用認定証の申請が必要なことがあります。加入先に確かめてもらいます。",
                "With an eligibility certificate (資格確認書) a limit certificate may have to be applied for. Ask the patient to check with the insurer.",
                &[nissay()],
            ),
        ],
        say: both(
            "マイナンバーカードで受付いただければ、窓口でのお支払いは限度額までになります。",
            "If you use your My Number Card, you only pay up to your limit here.",
        ),
        findings: &[],
        words: "高額 限度額 限度額適用認定証 入院 手術 特定疾病 large bill limit hospital stay",
    },
    Situation {
        id: "insurer-number",
        title: both(
            "保険者番号・記号・番号を知りたい",
            "The insurer's number or the insured person's symbol and number are needed",
        ),
        steps: &[
            step(
                "カードの券面には書かれていません。マイナポータルの資格情報の画面で確認してもらいます。",
                "They are not printed on the card. The patient finds them on the eligibility screen of Mynaportal.",
                &[nissay(), toyobo("3-3")],
            ),
            step(
                "保険者が配った「資格情報のお知らせ」にも書かれています。",
                "The Notice of Eligibility Information from the insurer shows them too.",
                &[toyobo("3-3"), matsudo("Q11")],
            ),
        ],
        say: both(
            "記号・番号は、マイナポータルか「資格情報のお知らせ」でご確認いただけます。",
            "You can find them in Mynaportal or on your Notice of Eligibility Information.",
        ),
        findings: &[],
        words: "記号 番号 保険者番号 symbol insurer number",
    },
    Situation {
        id: "consent",
        title: both(
            "過去の診療や薬の情報を見せたくないと言われた",
            "The patient does not want to share past records",
        ),
        steps: &[
            step(
                "情報を提供するかどうかは、受付の画面で選べることを伝えます。",
                "Whether to share is chosen on the screen at the reader.",
                &[matsudo("Q8"), leaflet()],
            ),
            step(
                "同意がないときに医療機関が見られるのは、保険証と同じ情報だけです。",
                "Without consent the clinic sees only what an insurance card would show.",
                &[leaflet(), families("P20")],
            ),
        ],
        say: both(
            "画面で「同意しない」をお選びいただいて構いません。",
            "You are free to choose \"do not agree\" on the screen.",
        ),
        findings: &[],
        words: "同意 同意しない 見せたくない 個人情報 プライバシー consent privacy share",
    },
    Situation {
        id: "records-not-shown",
        title: both(
            "マイナポータルで薬や医療費の情報が見られない",
            "Medicine or cost records do not show in Mynaportal",
        ),
        steps: &[
            step(
                "加入先が変わった後などは、新しい資格の登録に時間がかかり、その間は見られないことがあります。",
                "After a change of insurer the registration takes time, and until then records may not show.",
                &[ministry("2-28")],
            ),
            step(
                "マイナポータルの操作は、デジタル庁のマニュアルを案内します。",
                "For how to use Mynaportal refer to the Digital Agency's manual.",
                &[toyobo("2-44")],
            ),
        ],
        say: both(
            "加入先が変わったばかりのときは、表示までに少し時間がかかることがあります。",
            "If you have just changed insurer, it can take a while until your records show.",
        ),
        findings: &[],
        words: "マイナポータル 薬剤情報 医療費 見られない 表示されない Mynaportal records",
    },
];
