//! Who the patient is: face, PIN, or a look by staff.

use super::source::{families, leaflet, matsudo, ministry};
use super::{Situation, both, step};
use crate::finding::FindingId;

pub(super) const SITUATIONS: &[Situation] = &[
    Situation {
        id: "face-fails",
        title: both("顔認証がうまくいかない", "Face recognition does not work"),
        steps: &[
            step(
                "帽子や眼鏡を着けていると反応が悪いことがあります。外してもう一度試してもらいます。",
                "A hat or glasses can get in the way. Ask the patient to take them off and try again.",
                &[families("P16")],
            ),
            step(
                "それでもうまくいかないときは、4桁の暗証番号に切り替えてもらいます。",
                "If that does not help, have the patient use the 4-digit PIN instead.",
                &[families("P14"), leaflet()],
            ),
            step(
                "暗証番号も思い出せないときは、入力を続けず、職員が目視確認をします(`visual-check`)。",
                "If the PIN is forgotten too, stop entering it: staff make a visual check (`visual-check`).",
                &[families("P16"), matsudo("Q9")],
            ),
        ],
        say: both(
            "帽子や眼鏡を外して、もう一度画面をご覧ください。うまくいかなければ、職員がカードの写真で確認します。",
            "Please take off your hat or glasses and look at the screen once more; if it still fails, we will compare the photograph.",
        ),
        findings: &[],
        words: "顔認証 カメラ マスク 帽子 眼鏡 メガネ hat glasses camera face",
    },
    Situation {
        id: "visual-check",
        title: both(
            "顔認証も暗証番号もできない(目視確認・目視モード)",
            "Neither face recognition nor the PIN works (visual check)",
        ),
        steps: &[
            step(
                "患者さんからマイナンバーカードを見せてもらい、券面の写真とお顔を職員が見比べます。",
                "Ask to see the My Number Card and compare its photograph with the patient's face.",
                &[families("P16"), matsudo("Q9")],
            ),
            step(
                "ご本人と確かめたら、職員が顔認証付きカードリーダーを目視モードに切り替えます。",
                "Once you are sure, switch the face-recognition reader to visual-check mode (目視モード).",
                &[families("P16")],
            ),
            step(
                "患者さんに同意の画面へ進んでもらいます。",
                "The patient then goes on to the consent screen.",
                &[families("P16")],
            ),
        ],
        say: both(
            "カードのお写真で確認しますので、暗証番号の入力は結構です。",
            "I will compare the photograph on your card, so there is no need to type the PIN.",
        ),
        findings: &[
            FindingId::PinLastTry,
            FindingId::PinWithheld,
            FindingId::PinUnknown,
            FindingId::PinNotTriedUnknown,
            FindingId::PinOutcomeUnknown,
            FindingId::PinAnswerOdd,
            FindingId::PinNotGiven,
        ],
        words: "目視 目視確認 目視モード 写真 本人確認 photograph identity",
    },
    Situation {
        id: "pin-forgotten",
        title: both("暗証番号を忘れた", "The patient has forgotten the PIN"),
        steps: &[
            step(
                "続けて入力しないように伝えます。間違いが累計3回になるとロックされます。",
                "Ask the patient not to guess: three wrong entries in total lock the PIN.",
                &[families("P16"), matsudo("Q10")],
            ),
            step(
                "顔認証を使ってもらいます。",
                "Have the patient use face recognition.",
                &[matsudo("Q10"), families("P14")],
            ),
            step(
                "顔認証もうまくいかないときは、職員が目視確認をします(`visual-check`)。",
                "If face recognition does not work either, make a visual check (`visual-check`).",
                &[families("P16"), matsudo("Q9")],
            ),
        ],
        say: both(
            "暗証番号は入れなくて大丈夫です。顔認証か、カードのお写真で確認いたします。",
            "You do not need the PIN; we can use face recognition or the photograph on your card.",
        ),
        findings: &[FindingId::PinWrong, FindingId::PinLastTry],
        words: "暗証番号 パスワード 忘れた 暗証番号忘れ 番号忘れ 分からない 思い出せない 4桁 PIN password forgot",
    },
    Situation {
        id: "pin-locked",
        title: both("暗証番号がロックされている", "The PIN is locked"),
        steps: &[
            step(
                "健康保険証としては使えることを伝え、顔認証か職員の目視確認で受け付けます。",
                "Explain that the card still works as an insurance card; accept the patient by face recognition or a visual check.",
                &[ministry("2-24"), matsudo("Q10")],
            ),
            step(
                "カード表面の右下に「顔認証」とあれば、初めから暗証番号のないカードです(`face-only-card`)。",
                "If \"face recognition\" (顔認証) is printed at the lower right of the front, the card never had a PIN (`face-only-card`).",
                &[families("P11")],
            ),
            step(
                "暗証番号の必要な手続きのために、再設定の方法を案内します(`pin-reset`)。急ぐ必要はありません。",
                "For what needs the PIN, explain how to set a new one (`pin-reset`). There is no hurry for today.",
                &[ministry("2-24"), matsudo("Q10")],
            ),
        ],
        say: both(
            "暗証番号がロックされていますが、顔認証かお写真の確認で、いつもどおり受診いただけます。",
            "Your PIN is locked, but with face recognition or your photograph you can be seen as usual.",
        ),
        findings: &[
            FindingId::PinLocked,
            FindingId::PinNowLocked,
            FindingId::PinNotTriedLocked,
            FindingId::PinSentLocked,
            FindingId::OtherPinLocked,
        ],
        words: "ロック 解除 3回 暗証番号 locked blocked PIN",
    },
    Situation {
        id: "pin-reset",
        title: both(
            "暗証番号の初期化・再設定を尋ねられた",
            "The patient asks how to set a new PIN",
        ),
        steps: &[
            step(
                "住民票のある市区町村の窓口で、利用者証明用電子証明書の暗証番号(4桁)を初期化・再設定できることを案内します。",
                "The 4-digit PIN of the user-authentication certificate is reset at the municipal office of residence.",
                &[ministry("2-24"), matsudo("Q10")],
            ),
            step(
                "スマートフォンのアプリとコンビニのキオスク端末でもできます。署名用パスワード(6～16文字)が必要です。",
                "It can also be done with a smartphone app and a convenience-store kiosk, which needs the signing password (6 to 16 characters).",
                &[ministry("2-24")],
            ),
            step(
                "正しい暗証番号を一度入力すると、間違いの回数は元に戻ります。時間がたっても戻りません。",
                "One correct entry restores the count of tries; time does not.",
                &[matsudo("Q10")],
            ),
        ],
        say: both(
            "お住まいの市区町村の窓口で設定し直せます。今日の受診には必要ありません。",
            "Your municipal office can set a new one; you do not need it for today's visit.",
        ),
        findings: &[
            FindingId::PinLocked,
            FindingId::PinNowLocked,
            FindingId::OtherPinLastTry,
        ],
        words: "初期化 再設定 変更 コンビニ 暗証番号 reset convenience store",
    },
    Situation {
        id: "pin-told-to-staff",
        title: both(
            "暗証番号を職員に伝えようとする、代わりに入力してほしいと言われた",
            "The patient wants to tell staff the PIN",
        ),
        steps: &[
            step(
                "暗証番号は大切なもので、法定代理人以外の人に知らせるのは適当でないことを伝え、聞き取らないようにします。",
                "Do not take the PIN: it is important, and should not be told to anybody but a legal representative.",
                &[families("P4")],
            ),
            step(
                "顔認証か、職員の目視確認で受け付けます。",
                "Accept the patient by face recognition or a visual check.",
                &[families("P16"), matsudo("Q10")],
            ),
            step(
                "番号の管理に不安のある方には、暗証番号の要らない顔認証マイナンバーカードがあることを案内します(`face-only-card-apply`)。",
                "Tell those who worry about keeping a PIN that there is a card without one (`face-only-card-apply`).",
                &[families("P4"), families("P11")],
            ),
        ],
        say: both(
            "暗証番号は大切なものですので、お聞きしません。お写真で確認いたします。",
            "Please keep your PIN to yourself; I can check by the photograph instead.",
        ),
        findings: &[],
        words: "暗証番号 教える 代わりに入力 代理入力 メモ tell PIN",
    },
    Situation {
        id: "face-only-card",
        title: both(
            "顔認証マイナンバーカード(暗証番号のないカード)",
            "A face-recognition card (a card without a PIN)",
        ),
        steps: &[
            step(
                "カード表面の右下の追記欄に「顔認証」とあることを確かめます。",
                "Look for \"face recognition\" (顔認証) at the lower right of the front of the card.",
                &[families("P11")],
            ),
            step(
                "顔認証か、職員の目視確認で受け付けます。暗証番号は使えません。",
                "Accept the patient by face recognition or a visual check. There is no PIN to use.",
                &[families("P11")],
            ),
            step(
                "オンライン診療・オンライン服薬指導、マイナポータル、コンビニ交付には使えません。",
                "It cannot be used for online consultations, Mynaportal, or certificates at convenience stores.",
                &[families("P11")],
            ),
        ],
        say: both(
            "このカードは暗証番号なしでお使いいただけます。お顔を画面に向けてください。",
            "This card works without a PIN; please look at the screen.",
        ),
        findings: &[FindingId::PinLocked, FindingId::PinNotTriedLocked],
        words: "顔認証 顔認証カード 暗証番号なし face-only without PIN",
    },
    Situation {
        id: "face-only-card-apply",
        title: both(
            "顔認証マイナンバーカードへの切替を尋ねられた",
            "The patient asks for a card without a PIN",
        ),
        steps: &[
            step(
                "希望する方は誰でも申請できることを伝えます。",
                "Anybody who wishes can apply.",
                &[families("P12")],
            ),
            step(
                "すでにカードをお持ちなら、ご本人が市区町村の窓口へ行けばその場で切り替えられます。電子証明書の更新と一緒にもできます。",
                "A card that the patient already has is changed on the spot at the municipal office if the holder comes in person. It can be combined with a renewal of the certificate.",
                &[families("P12")],
            ),
            step(
                "代理人が切替だけをするときは、本人が署名または記名押印した委任状があればその場でできます。電子証明書の更新を伴うときは、照会書への回答が必要で、即日ではできません。",
                "A representative who only has the card changed needs a power of attorney signed by the holder. If the certificate is renewed too, a letter of inquiry has to be answered, so it cannot be done on the same day.",
                &[families("P12")],
            ),
        ],
        say: both(
            "暗証番号のないカードに、お住まいの市区町村の窓口で切り替えられます。",
            "Your municipal office can change it to a card without a PIN.",
        ),
        findings: &[],
        words: "切替 切り替え 申請 暗証番号なし 代理人 委任状 apply change",
    },
    Situation {
        id: "cannot-come-to-the-reader",
        title: both(
            "けがや体調の悪化でリーダーの場所まで行けない",
            "The patient cannot come to the reader (injured or unwell)",
        ),
        steps: &[
            step(
                "職員が患者さんのところへ行き、マイナンバーカードの写真とお顔を見比べます。待合室などでも確認できます。",
                "Go to the patient and compare the photograph on the card with the face, in the waiting room for example.",
                &[families("P16"), leaflet()],
            ),
            step(
                "リーダーを目視モードに切り替えて受け付けます。",
                "Switch the reader to visual-check mode (目視モード) and go on.",
                &[families("P16")],
            ),
        ],
        say: both(
            "そのままお待ちください。こちらでカードのお写真を確認して受付いたします。",
            "Please stay where you are; I will check your photograph and register you here.",
        ),
        findings: &[],
        words: "けが 怪我 体調 具合 急病 救急 動けない 車いす injured unwell ill wheelchair",
    },
];
