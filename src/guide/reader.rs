//! The card is not read: reader, line, power, or the card itself.

use super::source::{
    almex, digital, families, leaflet, matsudo, ministry, nissay, notice, reader_codes, toyobo,
};
use super::{Situation, both, step};
use crate::finding::FindingId;

pub(super) const SITUATIONS: &[Situation] = &[
    Situation {
        id: "reader-fails",
        title: both(
            "カードリーダーが使えない、カードを読み取れない",
            "The card reader does not work or cannot read the card",
        ),
        steps: &[
            step(
                "機器の不具合で読み取れないことを伝え、それを理由に全額の支払いにはならないことを先に説明します。",
                "Tell the patient that the equipment has failed, and first of all that this does not mean paying in full.",
                &[families("P17"), leaflet()],
            ),
            step(
                "患者さんのスマートフォンでマイナポータルを開いてもらい、健康保険証(資格情報)の画面を見せてもらいます。ダウンロードしてあるPDFでも構いません。",
                "Ask the patient to open Mynaportal on their phone and to show the insurance (eligibility) screen. A PDF saved from it will do.",
                &[families("P17"), toyobo("2-5"), nissay()],
            ),
            step(
                "画面を出せないときは、マイナンバーカードと「資格情報のお知らせ」を一緒に見せてもらいます。",
                "If that is not possible, ask for the My Number Card together with the Notice of Eligibility Information (資格情報のお知らせ).",
                &[matsudo("Q9"), matsudo("Q11"), toyobo("2-5")],
            ),
            step(
                "受診したことのある方なら、前回からの変更がないかを口頭で確かめます。",
                "If the patient has been here before, ask whether anything has changed since.",
                &[families("P17")],
            ),
            step(
                "いずれもできないときは、「被保険者資格申立書」に必要な事項を記入してもらいます。",
                "If none of these works, have the patient fill in the declaration of insured status (被保険者資格申立書).",
                &[families("P17")],
            ),
            step(
                "画面の番号とメッセージを控え、リーダーの保守窓口に連絡します。",
                "Note the number and message on the screen and call the reader's maintenance contact.",
                &[almex()],
            ),
        ],
        say: both(
            "機械の不具合で読み取れませんが、別の方法で確認しますので、全額をお支払いいただくことはありません。",
            "Our reader is not working, but we can check in another way, so you will not have to pay the full amount.",
        ),
        findings: &[
            FindingId::NoService,
            FindingId::ServiceStopped,
            FindingId::AccessDenied,
            FindingId::NoReader,
            FindingId::ReaderGone,
            FindingId::ReaderNotPlugged,
            FindingId::ReaderUnseen,
            FindingId::SwapReader,
            FindingId::TimeLimit,
            FindingId::CommunicationFailed,
            FindingId::CardInTransaction,
            FindingId::CardBusy,
            FindingId::PcscError,
            FindingId::ServiceMissing,
            FindingId::ServiceDisabled,
            FindingId::ServiceNotRunning,
            FindingId::ServiceStale,
            FindingId::ServiceForbidden,
            FindingId::ServiceSandboxed,
            FindingId::ServiceHangs,
            FindingId::ServiceDied,
            FindingId::VersionMismatch,
            FindingId::WindowsServiceStopped,
            FindingId::RemoteSession,
            FindingId::TooManyClients,
            FindingId::VirtualMachine,
            FindingId::ReaderHeldByKernel,
            FindingId::ReaderHeldByProgram,
            FindingId::ReaderNotPcsc,
            FindingId::ReaderNotFound,
            FindingId::ReaderPermission,
            FindingId::ReaderFirmware,
            FindingId::ReaderHidden,
            FindingId::DriverMissing,
            FindingId::DriverUnlisted,
            FindingId::CardReset,
            FindingId::CertificateAbsent,
            FindingId::CertificateRefused,
        ],
        words: "故障 不具合 使えない 読めない 読み取れない リーダー 動かない エラー broken error failure out of order",
    },
    Situation {
        id: "power-cut",
        title: both(
            "停電でカードリーダーが動かない",
            "A power cut has stopped the card reader",
        ),
        steps: &[
            step(
                "マイナンバーカードを見せてもらいます。",
                "Ask to see the My Number Card.",
                &[digital("2-39"), matsudo("Q9")],
            ),
            step(
                "患者さんのスマートフォンで、マイナポータルの資格情報の画面か、ダウンロードしてあるPDFを見せてもらいます。",
                "Ask for the eligibility screen of Mynaportal on the patient's phone, or a PDF saved from it.",
                &[nissay(), notice(), digital("2-39")],
            ),
            step(
                "画面を出せないときは、マイナンバーカードと「資格情報のお知らせ」で確認します。",
                "If there is no screen, check the card together with the Notice of Eligibility Information (資格情報のお知らせ).",
                &[matsudo("Q9"), toyobo("2-5")],
            ),
            step(
                "受診歴のある方は口頭で確認し、それもできないときは「被保険者資格申立書」に記入してもらいます。",
                "If the patient has been here before, ask whether anything has changed; if that is not possible either, have the declaration of insured status (被保険者資格申立書) filled in.",
                &[families("P17")],
            ),
        ],
        say: both(
            "停電でカードを読み取れませんが、カードやスマートフォンの画面で確認しますので、いつものご負担で受診いただけます。",
            "The power is out, so we cannot read your card, but we can check with your card or your phone and you will pay your usual share.",
        ),
        findings: &[],
        words: "停電 計画停電 電源 電気 災害 地震 power blackout outage electricity",
    },
    Situation {
        id: "network-down",
        title: both(
            "通信障害やシステム障害でオンライン資格確認ができない",
            "The online eligibility check is down (network or central system)",
        ),
        steps: &[
            step(
                "カードやリーダーの不具合ではないことを患者さんに伝えます。広い範囲の通信障害でも起こります。",
                "Tell the patient that neither the card nor the reader is at fault. A large network failure can be the cause.",
                &[nissay(), notice()],
            ),
            step(
                "マイナンバーカードを見せてもらい、マイナポータルの画面か、ダウンロードしてあるPDFで資格を確認します。",
                "Ask for the My Number Card and check eligibility on the Mynaportal screen or a saved PDF.",
                &[digital("2-39"), families("P17"), nissay()],
            ),
            step(
                "マイナポータルもつながらないときは、マイナンバーカードと「資格情報のお知らせ」で確認します。",
                "If Mynaportal cannot be reached either, check the card together with the Notice of Eligibility Information (資格情報のお知らせ).",
                &[matsudo("Q9"), toyobo("2-5")],
            ),
            step(
                "受診歴のある方は口頭で確認し、それもできないときは「被保険者資格申立書」に記入してもらいます。",
                "If the patient has been here before, ask whether anything has changed; if that is not possible either, have the declaration of insured status (被保険者資格申立書) filled in.",
                &[families("P17")],
            ),
        ],
        say: both(
            "ただいま通信の障害でお調べできませんが、ほかの方法で確認しますので、ご安心ください。",
            "The network is down at the moment, but we can check in another way, so please do not worry.",
        ),
        findings: &[],
        words: "通信障害 システム障害 ネットワーク ネット WiFi 回線 インターネット つながらない 使えない 障害 network system internet offline down",
    },
    Situation {
        id: "card-does-not-read",
        title: both(
            "このカードだけ読み取れない(汚れ、破損、ケース)",
            "Only this card cannot be read (dirt, damage, a case)",
        ),
        steps: &[
            step(
                "カードをケースから出して置き直してもらいます。",
                "Have the card taken out of its case and placed again.",
                &[almex(), reader_codes()],
            ),
            step(
                "別のマイナンバーカードで試します。ほかのカードが読めれば、リーダーではなくこのカードの側に原因があります。",
                "Try another My Number Card. If that one is read, the cause is this card and not the reader.",
                &[almex(), reader_codes()],
            ),
            step(
                "今日の受診は、マイナポータルの画面かPDF、「資格情報のお知らせ」、口頭確認、「被保険者資格申立書」のいずれかで受け付けます。",
                "Accept the patient today with the Mynaportal screen or PDF, the Notice of Eligibility Information, verbal confirmation, or the declaration of insured status.",
                &[families("P17"), matsudo("Q9"), notice()],
            ),
            step(
                "汚れや破損が原因なら、住民票のある市区町村で再発行の手続きができることを案内します。",
                "If the card is dirty or damaged, explain that the municipal office of residence can reissue it.",
                &[notice()],
            ),
        ],
        say: both(
            "カードの読み取りがうまくいかないようですので、今日は別の方法で確認いたします。",
            "Your card is not being read, so we will check in another way today.",
        ),
        findings: &[
            FindingId::CardMute,
            FindingId::CardRemoved,
            FindingId::CardSilent,
            FindingId::CardUnstable,
            FindingId::SwapCard,
            FindingId::CertificateMalformed,
            FindingId::CardAnswersOddly,
            FindingId::NoCard,
            FindingId::ProtocolMismatch,
        ],
        words: "破損 汚れ 割れ ICチップ ケース カバー 磁気 読めない 読み取れない damaged dirty chip case",
    },
    Situation {
        id: "taken-for-another-card",
        title: both(
            "「マイナンバーカード以外」と表示される",
            "The reader says that this is not a My Number Card",
        ),
        steps: &[
            step(
                "別のカードが置かれていたら、マイナンバーカードを置いてもらいます。ほかのカードや物が重なっていないかも確かめます。",
                "If another card was placed, ask for the My Number Card. Check that nothing else lies with it.",
                &[reader_codes(), families("P14")],
            ),
            step(
                "ケースに入ったままなら出してもらい、置き直してもらいます。",
                "If it is in a case, have it taken out and placed again.",
                &[almex()],
            ),
            step(
                "マイナ保険証をお持ちでない方は、「資格確認書」で受け付けます。届いていないときは、加入先の保険者に問い合わせてもらいます。",
                "Patients who do not use a My Number Card as their insurance card have an eligibility certificate (資格確認書); accept them with that. If none has come, have the patient contact the insurer.",
                &[matsudo("Q1"), families("P18")],
            ),
            step(
                "リーダーのセンサーの穴にごみがないか、別のマイナンバーカードなら読めるかを確かめます。",
                "Check that no dust is in the reader's sensor hole, and whether another My Number Card can be read.",
                &[almex()],
            ),
            step(
                "どのカードでも続くときは、資格確認端末側のケーブルを差し替え、表示されたメッセージを控えて保守窓口に連絡します。",
                "If it happens with every card, reconnect the cable at the eligibility terminal, note the message and call maintenance.",
                &[almex()],
            ),
        ],
        say: both(
            "恐れ入りますが、カードをケースから出して、もう一度置いていただけますか。",
            "Could you please take the card out of its case and place it once more?",
        ),
        findings: &[FindingId::NotMyNumberCard, FindingId::JukiCard],
        words: "002 別のカード 違うカード 在留カード 交通系 運転免許証 アルメックス マイナタッチ another card wrong card licence Almex",
    },
    Situation {
        id: "reader-codes",
        title: both(
            "顔認証付きカードリーダーに番号(001、002、006)が出た",
            "The face-recognition reader shows a number (001, 002, 006)",
        ),
        steps: &[
            step(
                "番号とメッセージをそのまま控えます。",
                "Write down the number and the message as shown.",
                &[almex(), reader_codes()],
            ),
            step(
                "001(マイナンバーカードの認識不可)は、置き直してもらい、別のマイナンバーカードで試してカードとリーダーを切り分けます。",
                "001 (card not recognised): place it again, and try another card to tell card and reader apart.",
                &[reader_codes()],
            ),
            step(
                "002(マイナンバーカード以外)は、置かれている物を確かめます。",
                "002 (not a My Number Card): check what lies on the reader.",
                &[reader_codes()],
            ),
            step(
                "006(利用者証明用電子証明書の失効・有効期限切れ)は、市区町村での更新を案内し、今日の受付は `certificate-grace` か `shown-as-revoked` の手順によります。",
                "006 (certificate revoked or expired): refer the patient to the municipal office for renewal, and accept the patient as in `certificate-grace` or `shown-as-revoked`.",
                &[reader_codes(), ministry("2-26")],
            ),
        ],
        say: both(
            "画面の表示を確認しますので、少々お待ちください。",
            "Let me check what the screen says; it will only take a moment.",
        ),
        findings: &[FindingId::FaceReaderOutside],
        words: "001 002 006 エラーコード 番号 復帰値 code error code",
    },
    Situation {
        id: "pays-in-full",
        title: both(
            "「10割負担になるのか」と尋ねられた",
            "The patient asks whether they must pay in full (100 %)",
        ),
        steps: &[
            step(
                "カードリーダーの操作や読み取りがうまくいかないだけで、全額(10割)の負担にはならないことを伝えます。",
                "Explain that nobody pays in full (100 %) because the reader could not be used or did not read the card.",
                &[leaflet(), families("P17")],
            ),
            step(
                "マイナポータルの画面かPDF、「資格情報のお知らせ」とカード、口頭確認、「被保険者資格申立書」の順に、できる方法で資格を確認します。",
                "Check eligibility in whichever way works: the Mynaportal screen or PDF, the Notice of Eligibility Information with the card, verbal confirmation, or the declaration of insured status.",
                &[families("P17"), matsudo("Q9")],
            ),
            step(
                "いったん10割で精算し、後で「療養費支給申請書」で払い戻すと案内する保険者もあります(東洋紡健康保険組合)。厚生労働省の説明を優先し、患者さんが迷っているときは加入先への問い合わせを勧めます。",
                "Some insurers tell their members to pay in full first and to claim a refund (Toyobo). The ministry's explanation takes precedence; suggest calling the insurer if the patient is unsure.",
                &[families("P17"), toyobo("2-6")],
            ),
        ],
        say: both(
            "カードが読み取れないだけで全額のお支払いになることはありませんので、ご安心ください。",
            "You will not have to pay the full amount just because the card could not be read.",
        ),
        findings: &[],
        words: "10割 十割 全額 自己負担 払い戻し 療養費 100% full refund pay",
    },
];
