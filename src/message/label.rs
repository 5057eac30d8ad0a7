//! Words and short lines: labels of a report, names of PINs and cards, dates.

use super::{Lang, counted, pick};
use crate::finding::{LookAlike, Part};
use crate::time::Date;

macro_rules! labels {
    ($($name:ident = $ja:literal, $en:literal;)*) => {
        /// A word or a short line.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Label {
            $(#[doc = concat!("`", $en, "`")] $name,)*
        }

        /// The word in a language.
        #[must_use]
        pub(crate) fn label(lang: Lang, label: Label) -> &'static str {
            match label {
                $(Label::$name => pick(lang, $ja, $en),)*
            }
        }
    };
}

labels! {
    WaitingForReader = "仮想リーダーを待っています", "waiting for the virtual reader";
    Lifted = "カードを離しました", "card lifted";
    MarkNotKnown = "未確認", "unknown";
    Verdict = "判定", "Verdict";
    InOrder = "カードに問題はありません", "Nothing wrong with the card";
    NothingWrong = "問題は見つかりませんでした", "No problem found";
    Attention = "注意が必要です", "Needs attention";
    Unusable = "使えません", "Not usable";
    Unchecked = "確認できませんでした", "Could not be checked";
    NextStep = "次にすること", "What to do";
    Reception = "今日の受付", "The patient today";
    Code = "コード", "Code";
    Nothing = "ありません", "nothing";
    Simulated = "【模擬】実在のカードではありません", "SIMULATED: not a real card";
    SimulatedSuffix = "模擬", "simulated";
    JudgedOn = "判定日", "Judged on";
    Reader = "リーダー", "Reader";
    Recording = "記録", "Recording";
    Card = "カード", "Card";
    Pin = "暗証番号", "PIN";
    CertificateEnds = "有効期限", "Valid until";
    RenewableFrom = "更新できる期間", "Renewable from";
    InsuranceUntil = "健康保険証として", "As insurance card";
    CardExpires = "カード本体の期限", "Card valid until";
    Issuer = "発行者", "Issuer";
    Chain = "発行者の署名", "Signed by";
    ChainTrusted = "確認済みの認証局", "a known CA";
    ChainSimulated = "模擬カードの認証局(何も証明しません)", "the CA of the simulated cards (proves nothing)";
    ChainTest = "JPKIの試験用認証局", "the JPKI test hierarchy";
    ChainUntrusted = "認められません", "an unknown CA (not trusted)";
    ChainNotChecked = "未確認", "not checked";
    Key = "鍵と署名の方式", "Key, signature";
    Fingerprint = "SHA-256", "SHA-256";
    Size = "長さ(バイト)", "Length in bytes";
    Subject = "主体者(個人情報)", "Subject (personal)";
    SerialNumber = "シリアル番号(個人)", "Serial (personal)";
    NotKnown = "このプログラムでは分からないこと", "What this program cannot know";
    Exchange = "通信", "Exchange";
    MyNumberCard = "マイナンバーカード", "My Number Card";
    AndroidCard = "スマートフォン(Android)のマイナンバーカード", "My Number Card in an Android phone";
    IphoneCard = "スマートフォン(iPhone)のマイナンバーカード", "My Number Card in an iPhone";
    JukiCard = "住民基本台帳カード", "Juki card";
    OtherCard = "マイナンバーカードではないカード", "another card";
    UnknownCard = "種類の分からないカード", "a card of unknown kind";
    WaitingForCard = "カードを置いてください(Ctrl-C で中止)", "Place the card on the reader (Ctrl-C stops)";
    Locked = "ロック", "locked";
    Unknown = "不明", "unknown";
    CardPresent = "カードあり", "card present";
    CardAbsent = "カードなし", "no card";
    CardMute = "カードあり(応答なし)", "card present, mute";
    ReaderExclusive = "ほかのプログラムが専有中", "held by another program";
    ReaderInUse = "ほかのプログラムが使用中", "in use by another program";
    ReaderUnavailable = "応答なし", "does not answer";
    KindContact = "接触(差し込む)", "contact";
    KindContactless = "非接触(かざす)", "contactless";
    KindSam = "SAM用のスロット(対象外)", "SAM slot (passed over)";
    KindVirtual = "仮想リーダー(対象外)", "virtual reader (passed over)";
    KindVpcd = "仮想リーダー(vpcd)", "virtual reader (vpcd)";
    KindUnknown = "種類は名前から分かりません", "kind unknown from its name";
    PinPad = "暗証番号キーあり", "PIN pad";
    ShortOnly = "短いAPDUのみ", "short APDUs only";
    ExtendedToo = "拡張APDU可", "extended APDUs";
    Inserted = "カードを置きました(Ctrl-C で終わります)", "card inserted (Ctrl-C ends it)";
    Unnoticed = "リーダーがカードを検出していません。ほかのカードが置かれているか、pcscd や QEMU が止まっています", "the reader has not noticed the card; another card may be inserted, or pcscd or QEMU may have stopped";
    PowerOn = "電源を入れました", "power on";
    PowerOff = "電源を切りました", "power off";
    WarmReset = "リセットしました", "reset";
    Removed = "カードが離れました", "card removed";
    ReaderGone = "リーダーがなくなりました", "reader gone";
    Assumption = "仮定", "Assumption";
    ExitCode = "終了コード", "Exit code";
    Unwritten = "結果を書き出せませんでした。出力先の空きと権限を確かめてください。", "The answer could not be written. Check the space and permissions of the output.";
    PartComputer = "パソコン", "Computer";
    PartReader = "カードリーダー", "Card reader";
    PartCard = "カード", "Card";
    PartCertificate = "電子証明書", "Certificate";
    FaultComputer = "パソコン側の問題です", "the fault is in the computer";
    FaultReader = "カードリーダーの問題です", "the fault is in the card reader";
    FaultCard = "カードの問題です", "the fault is in the card";
    FaultCardOrReader = "カードかカードリーダーの問題です", "the fault is in the card or the card reader";
    TrySwap = "どちらの不具合かは、別のカードと比べる `mynacheck doctor --swap` で分かります。", "To find out which, try another card with `mynacheck doctor --swap`.";
    FaultCertificate = "カードの中の電子証明書の問題です", "the fault is in the certificate on the card";
    LookComputer = "パソコンに注意が必要です", "the computer needs attention";
    LookReader = "カードリーダーに注意が必要です", "the card reader needs attention";
    LookCard = "カードに注意が必要です", "the card needs attention";
    LookCertificate = "電子証明書に注意が必要です", "the certificate needs attention";
    UnsureComputer = "パソコンを確認できませんでした", "the computer could not be checked";
    UnsureReader = "カードリーダーを確認できませんでした", "the card reader could not be checked";
    UnsureCard = "カードを確認できませんでした", "the card could not be checked";
    UnsureCertificate = "電子証明書を確認できませんでした", "the certificate could not be checked";
    NoFault = "問題は見つかりませんでした", "no fault was found";
    NoFaultSoFar = "確かめた範囲では、問題は見つかりませんでした", "no fault was found in what was checked";
    Seen = "確認した値", "Seen";
    Why = "理由", "Why";
    Remedy = "対処", "Do";
    ReadOn = "詳しく", "More";
    MarkOk = "OK", "ok";
    MarkLook = "注意", "note";
    MarkFail = "NG", "FAIL";
    PageServed = "窓口のページ", "The counter's page";
    PageServedAlready = "窓口のページはすでに動いています", "The counter's page is already being served";
    PageNotShown = "ブラウザーを開けませんでした。次のアドレスを開いてください", "No browser could be opened. Open this address";
    NotTold = "数値ファイルまたはジャーナルに書けません。判定はこのまま続けます", "The numbers or the journal cannot be written; cards are still judged";
    MarkSkipped = "省略", "skip";
    TrapSamSlot = "SAM用のスロットも見えます。カード用の側が自動で選ばれます", "it has a SAM slot as well; the slot for cards is chosen";
    TrapTwoSlots = "差し込む側とかざす側が、別々のリーダーとして見えます", "its contact and contactless sides appear as two readers";
    TrapTypeB = "マイナンバーカード(Type B)の読み取りが不安定なことがあります", "it may read My Number Cards (Type B) unreliably";
    TrapBuiltIn = "ノートパソコン内蔵のスロットで、Linuxのドライバーが対応していません", "a built-in slot that the Linux driver does not support";
    TrapWindowsDriver = "Windowsでは、つなぐ前にメーカーのドライバーを入れます", "on Windows the maker's driver is installed before it is plugged in";
    SkipEarlierFault = "先に上の問題を直してください", "fix the fault above first";
    SkipNoReaderNeeded = "模擬カードまたは記録を使うため、パソコンとリーダーは関係しません", "a simulated card or a recording needs neither computer nor reader";
    SkipNotAsked = "指定により省きました", "skipped as requested";
    SkipNotShown = "このシステムでは、USBの様子を見られません", "this system does not show its USB devices";
    StabilityHeading = "読み取り試験", "Stability test";
    Succeeded = "成功", "succeeded";
    MedianTime = "中央値", "median";
    Percentile95 = "95%点", "95th percentile";
    BrokeAt = "途切れた所", "where it broke";
    SwapAsk = "別のICカード(マイナンバーカード、運転免許証など)に替えて、Enterキーを押してください", "Replace it with another chip card (a My Number Card, a driving licence), then press Enter";
    CompareHeading = "前回との違い", "What has changed";
    CompareSame = "前回と同じです", "Nothing has changed";
    CompareNew = "新しい", "new";
    CompareGone = "なくなった", "gone";
    BundleHeading = "保守窓口に送る記録(暗証番号、氏名、住所、証明書の名義と番号は含みません)", "For the help desk (no PIN, name, address, certificate subject or serial number)";
    BundleRecording = "カードとの通信の記録(個人情報と暗証番号は消してあります)", "The exchange with the card, personal data and PINs left out";
    BundleNoRecording = "カードとの通信の記録は含みません", "No recording of the exchange with the card is included";
    ProbeClock = "パソコンの日付", "the computer's date";
    ProbeService = "ICカードサービス(接続口、起動の設定、隔離環境、権限、バージョン)", "the smart-card service: socket, units, sandbox, rights, version";
    ProbeUsb = "USBのリーダーとドライバー(種類、占有、権限、ファームウェア、隠す設定)", "readers and drivers on USB: lists, holders, rights, firmware, hiding";
    ProbeReaders = "サービスの知っているリーダー", "the readers the service knows";
    ProbeCard = "カードと暗証番号の残り回数(暗証番号は送りません)", "the card and the tries left on its PINs; sends no PIN";
    ProbeCertificate = "電子証明書の期限", "the dates of the certificate";
    CardLifted = "カードが離れました", "card lifted";
    ReaderUnplugged = "リーダーが外されました", "reader unplugged";
    ReaderPlugged = "リーダーがつながりました", "reader plugged in";
    ServiceAnswers = "ICカードサービスが再び応答しています", "the smart-card service answers again";
    VerifyUnderWay = "暗証番号を送信済みです。カードの応答を待ってから終わります(応答がないまま終わると、回数が減ったか分かりません)。", "The PIN has been sent. Waiting for the card to answer: without its answer nobody can tell whether a try was spent.";
    Written = "書き出しました", "Written";
    GuideSteps = "窓口の手順", "What to do";
    GuideSay = "患者さんへのひとこと", "What to say";
    GuideMore = "`mynacheck guide` に言葉かIDを付けると、手順を表示します。", "Add words or an id to `mynacheck guide` to see the steps.";
    AtTheCounter = "窓口では", "At the counter";
    Source = "出典", "Source";
    BrokenHere = "ここで途切れています", "it broke here";
    PinNotKnown = "どの暗証番号かは不明", "a PIN, which one is not known";
    OutcomeNotKnown = "応答がなく、結果は分かりません", "no answer came, so the outcome is not known";
    TwiceInARow = "(続けて2回目)", " (twice in a row)";
    AskedByRelay = "(relay による残り回数の確認)", "(relay asks for the tries left)";
    VirtualReaderGone = "仮想リーダーがなくなりました。戻るまで待ちます(Ctrl-C で終わります)", "the virtual reader has gone; waiting until it is back (Ctrl-C ends it)";
    NothingKnown = "知らない項目またはコードです。`mynacheck explain --list` で一覧を見られます。", "Nothing is known by this name. See `mynacheck explain --list`.";
}

/// A day as people write it: `2027年6月30日`, `30 June 2027`.
#[must_use]
pub(crate) fn date(lang: Lang, day: Date) -> String {
    match lang {
        Lang::Ja => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Lang::En => day.strftime("%-d %B %Y").to_string(),
    }
}

/// What a served card has counted: commands, VERIFY commands with a PIN, power-downs, resets.
#[must_use]
pub(crate) fn tally(lang: Lang, [commands, verifies, power_downs, resets]: [u32; 4]) -> String {
    match lang {
        Lang::Ja => format!(
            "APDU {commands}件(うち暗証番号を送ったVERIFY {verifies}件)、電源断 {power_downs}回、リセット {resets}回"
        ),
        Lang::En => format!(
            "{} ({verifies} VERIFY with a PIN), {}, {}",
            counted(commands, "command"),
            counted(power_downs, "power-down"),
            counted(resets, "reset"),
        ),
    }
}

/// What broke a reading, after how many commands, and how often.
#[must_use]
pub(crate) fn broke_at(lang: Lang, short: &str, commands: u32, times: u32) -> String {
    match lang {
        Lang::Ja => format!("{short}(APDU {commands}件の後): {times}回"),
        Lang::En => format!(
            "{short} (after {}): {}",
            counted(commands, "command"),
            counted(times, "time")
        ),
    }
}

/// The time of day in Japan: `14:03:22`.
#[must_use]
pub(crate) fn clock(instant: jiff::Timestamp) -> String {
    let text = crate::time::in_japan(instant);
    text.get(11..19).unwrap_or_default().to_owned()
}

/// The name of a PIN, by its id in reports.
#[must_use]
pub(crate) fn pin_name(lang: Lang, id: &str) -> &str {
    let (ja, en) = match id {
        "user-authentication" => ("利用者証明用(数字4桁)", "user authentication (4 digits)"),
        "digital-signature" => (
            "署名用(英数字6～16文字)",
            "digital signature (6 to 16 characters)",
        ),
        "text-input" => ("券面事項入力補助用(数字4桁)", "text input (4 digits)"),
        "resident-record" => ("住民基本台帳用(数字4桁)", "resident record (4 digits)"),
        "number-a" => ("照合番号A", "verification number A"),
        "number-b" => ("照合番号B", "verification number B"),
        other => return other,
    };
    pick(lang, ja, en)
}

impl From<Part> for Label {
    fn from(part: Part) -> Self {
        match part {
            Part::Computer => Label::PartComputer,
            Part::Reader => Label::PartReader,
            Part::Card => Label::PartCard,
            Part::Certificate => Label::PartCertificate,
        }
    }
}

/// The name of a card that is no My Number Card.
#[must_use]
pub(crate) fn look_alike(lang: Lang, card: LookAlike) -> &'static str {
    let (ja, en) = match card {
        LookAlike::Felica => (
            "交通系ICカードや電子マネーなどのFeliCaカード",
            "a FeliCa card, such as a transport or e-money card",
        ),
        LookAlike::DrivingLicence => ("運転免許証", "a driving licence"),
        LookAlike::ResidenceCard => ("在留カードまたは特別永住者証明書", "a residence card"),
        LookAlike::PaymentCard => ("クレジットカードなどの支払い用カード", "a payment card"),
        LookAlike::Passport => ("パスポート", "a passport"),
        LookAlike::Bcas => ("B-CASカード", "a B-CAS card"),
        LookAlike::Hpki => ("医師などの資格を示すHPKIカード", "a doctor's HPKI card"),
    };
    pick(lang, ja, en)
}
