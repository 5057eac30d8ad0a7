//! What each finding means, at length: for `explain`.

use super::{Lang, pick};
use crate::finding::FindingId;

/// What a finding means, at more length than [`super::text`], without evidence: for `explain`.
#[must_use]
#[allow(clippy::too_many_lines, reason = "one entry for each finding")]
pub fn about(lang: Lang, id: FindingId) -> &'static str {
    let (ja, en) = match id {
        FindingId::CertificateValid => (
            "利用者証明用電子証明書の期限まで3か月より多く残っています。分かるのは日付だけで、失効していないことまでは確かめていません。",
            "More than three months remain before the certificate ends. Only the dates were looked at: whether it has been revoked is not known.",
        ),
        FindingId::CertificateExpiring => (
            "期限の3か月前の翌日から期限当日までです。期限当日も一日含みます。更新は市区町村の窓口で、無料です。",
            "From the day after the day three months before the end to the last day, which counts in full. Renewal is at the city hall and free of charge.",
        ),
        FindingId::CertificateGrace => (
            "期限の翌日から、期限の月の末日から3か月後の月末までです。健康保険証としての利用は続きますが、共有されるのは資格情報だけです。当日から3か月と数える保険者もあるため、最後の数日は確認が必要です。",
            "From the day after the end to the end of the third month after that month. The card works as an insurance card, but only the qualification is shared. Some insurers count three months from the day itself, so the last days should be confirmed.",
        ),
        FindingId::CertificateExpired => (
            "猶予期間も終わりました。健康保険証としての利用登録も解除されるため、更新の後に登録し直します。",
            "The grace period is over. The registration as an insurance card ends as well and is made again after renewal.",
        ),
        FindingId::CertificateNotYetValid => (
            "`--today` で指定された日、または記録された日に、証明書の期間はまだ始まっていません。",
            "On the day that was given with `--today`, or recorded, the certificate has not begun yet.",
        ),
        FindingId::ClockBeforeCertificate => (
            "発行済みのカードの証明書がまだ始まっていないことは、まずありません。パソコンの時計の誤りと考えられるため、判定はしていません。",
            "The certificate of an issued card has hardly ever yet to begin. The computer's clock is doubted, so nothing was decided.",
        ),
        FindingId::CertificateNeedsPin => (
            "スマートフォンは暗証番号の照合後にだけ証明書を渡します。`check` は暗証番号を送らないため、期限は分かりません。",
            "A phone gives its certificate only after the PIN was verified. `check` never sends a PIN, so the dates stay unknown.",
        ),
        FindingId::CertificateAbsent => (
            "証明書の場所が空です。発行されていないか、窓口で消された状態です。",
            "The certificate's file is empty or missing: never issued, or removed at the counter.",
        ),
        FindingId::CertificateRefused => (
            "カードは証明書を渡しませんでした。理由はステータスワード(SW)に示されます。",
            "The card did not give the certificate. Its status word says why.",
        ),
        FindingId::CertificateNotRead => (
            "記録にあるやり取りでは、だれも証明書を読んでいません。",
            "Nobody has read the certificate in the recorded conversation.",
        ),
        FindingId::CertificateMalformed => (
            "読み出したデータが証明書の形をしていません。接触不良による読み違いか、カードの故障です。",
            "The data has not the form of a certificate: a bad contact, or a damaged card.",
        ),
        FindingId::CertificateNotRecorded => (
            "記録からは個人に関わる部分が除かれるため、証明書の全体は再生できません。",
            "Recordings leave out what is personal, so the whole certificate cannot be replayed.",
        ),
        FindingId::CertificateNotJpki => (
            "発行者の名前が利用者証明用認証局ではありません。",
            "The issuer's name is not that of the JPKI CA for user authentication.",
        ),
        FindingId::CertificateWrongUse => (
            "署名用認証局が発行した証明書か、認証局自身の証明書が、利用者証明用の場所から読まれました。",
            "A certificate issued by the CA for digital signature, or that of a CA itself, was read from the place of the user-authentication certificate.",
        ),
        FindingId::ChainTrusted => (
            "認証局の鍵で署名を検証しました。認証局の証明書は、指紋(SHA-256)がこのプログラムの表にあるものだけを認めます。失効していないことまでは分かりません。",
            "The signature was verified with the CA's key. A CA counts only when the SHA-256 of its certificate is in this program's table. Revocation is not known.",
        ),
        FindingId::ChainSimulated => (
            "模擬カードの秘密鍵は公開されているため、この署名は誰にでも作れます。",
            "The private keys of simulated cards are public, so anybody can make this signature.",
        ),
        FindingId::ChainSimulatedOnly => (
            "模擬カードの秘密鍵は公開されているため、この署名は誰にでも作れます。`prove` と `certificate` は、`--accept-simulated` または `--simulate` がない限り、これを認めません。",
            "The private keys of simulated cards are public, so anybody can make this signature. `prove` and `certificate` do not accept it without `--accept-simulated` or `--simulate`.",
        ),
        FindingId::ChainNotChecked => (
            "発行者の署名を確かめるための認証局証明書がありませんでした。",
            "There was no CA certificate with which to check the issuer's signature.",
        ),
        FindingId::ChainAuthorityUnknown => (
            "署名そのものは正しくても、誰の認証局か分かりません。",
            "The signature itself is right, but nobody knows whose CA this is.",
        ),
        FindingId::ChainSameName => (
            "JPKIの3つの認証局は名前が同じなので、名前では区別せず、証明書の指紋(SHA-256)で見分けます。",
            "The three JPKI CAs share one name, so a CA is told by the SHA-256 of its certificate and never by name.",
        ),
        FindingId::ChainKeyMismatch => (
            "証明書が示す発行者の鍵の識別子と、カードの認証局証明書の鍵の識別子が違います。",
            "The key identifier that the certificate gives for its issuer is not that of the CA certificate on the card.",
        ),
        FindingId::ChainSignatureWrong => (
            "認証局の鍵で検証できませんでした。1バイトでも違えばこうなります。",
            "It could not be verified with the CA's key. One changed byte is enough for this.",
        ),
        FindingId::ChainAuthorityExpired => (
            "認証局の期限より後まで続く証明書は発行されません。",
            "No certificate is issued beyond the end of its CA.",
        ),
        FindingId::AlgorithmUnknown => (
            "確かめられるのは、RSA(SHA-256)とECDSA P-384(SHA-384)です。",
            "RSA with SHA-256 and ECDSA P-384 with SHA-384 can be verified.",
        ),
        FindingId::KeyProven => (
            "その場で作った乱数にカードが署名し、証明書の公開鍵で検証できました。失効していないことや、健康保険証の利用登録があることは証明しません。",
            "The card signed a fresh random challenge, and the certificate's key verified it. It proves neither that the certificate is not revoked nor that the card is registered for insurance.",
        ),
        FindingId::KeyNotProven => (
            "カードの署名を証明書の公開鍵で検証できませんでした。",
            "The card's signature could not be verified with the certificate's key.",
        ),
        FindingId::KeyRefused => (
            "暗証番号は正しかったものの、秘密鍵での署名が断られました。",
            "The PIN was right, but the card refused to sign with its private key.",
        ),
        FindingId::TestCard => (
            "運用機関の試験用認証局(O=JPKI-TEST)が発行したカードです。",
            "Issued by the operator's test hierarchy (O=JPKI-TEST).",
        ),
        FindingId::SimulatedCard => (
            "発行者の名前から、このプログラムの模擬カードと分かりました。日付は本物と同じように判定します。",
            "The issuer's name says that this is a simulated card of this program. Its dates are judged like those of a real one.",
        ),
        FindingId::NotMyNumberCard => (
            "JPKIのアプリケーションがカードにありません。カードの種類はATRではなく、この選択の結果で決まります。",
            "The card has no JPKI application. That, not the ATR, decides what a card is.",
        ),
        FindingId::JukiCard => (
            "マイナンバーカードの前身です。同じAIDを持つため、表示名で見分けます。",
            "The predecessor of the My Number Card. It has the same AID and is told apart by its label.",
        ),
        FindingId::CardKindUnknown => (
            "JPKIのアプリケーションはありますが、表示名が知られているものと違います。",
            "There is a JPKI application, but its label is none of the known ones.",
        ),
        FindingId::PinOk => (
            "累計3回の誤りでロックされます。正しく入力すると3回に戻り、時間では戻りません。",
            "Three wrong entries in total lock the PIN. A right one restores the count; time never does.",
        ),
        FindingId::PinLastTry => (
            "次の誤りでロックされます。このプログラムは、はっきりした確認なしに最後の1回を使いません。",
            "The next wrong entry locks the PIN. This program does not use the last try without a clear yes.",
        ),
        FindingId::PinLocked => (
            "残り0回です。健康保険証としては顔認証か目視で受け付けられます。顔認証マイナンバーカードも同じように見える可能性があります(公表されていません)。",
            "No tries are left. The card still works as an insurance card with face recognition or a visual check. A face-recognition card may look the same (it is not published).",
        ),
        FindingId::PinVerified => (
            "カードは「照合済み」(9000)と答えました。0回でも3回でもなく、回数は不明です。",
            "The card answered 9000: verified in this session. That is neither 0 nor 3; the count is unknown.",
        ),
        FindingId::PinUnknown => (
            "残り回数を示さない答えでした。0回とも、問題なしともみなしません。",
            "The answer tells no count. It is taken neither as 0 nor as fine.",
        ),
        FindingId::OtherPinLastTry => (
            "健康保険証では使わない暗証番号です。次の誤りでロックされます。",
            "This PIN plays no part in the use as an insurance card. The next wrong entry locks it.",
        ),
        FindingId::OtherPinLocked => (
            "健康保険証では使わない暗証番号です。設定されていない暗証番号も同じように見えることがあります。",
            "This PIN plays no part in the use as an insurance card. A PIN that was never set may look the same.",
        ),
        FindingId::OtherPinUnknown => (
            "健康保険証では使わない暗証番号です。残り回数を示さない答えでした。",
            "This PIN plays no part in the use as an insurance card. The answer tells no count.",
        ),
        FindingId::PinRight => (
            "カードが照合に9000と答えました。残り回数は元に戻り、カードの電源は切られました。",
            "The card answered the VERIFY with 9000. The count is restored, and the card was powered down.",
        ),
        FindingId::PinWrong => (
            "カードが番号を比べ、違うと答えました。1回分が使われました。",
            "The card compared the PIN and said no. One try was spent.",
        ),
        FindingId::PinSentLocked => (
            "カードは照合に「ロックされている」と答えました(6983または6984)。その前の問い合わせでは残りがありました。",
            "The card answered the VERIFY with 6983 or 6984: locked. Just before, it had told that tries were left.",
        ),
        FindingId::PinNowLocked => (
            "最後の1回が誤りでした。健康保険証としては、顔認証または目視で引き続き使えます。",
            "The last try was wrong. As an insurance card it still works with face recognition or a visual check.",
        ),
        FindingId::PinWithheld => (
            "次の誤りでロックされるため、はっきりした確認がない限り送りません。回数は減っていません。",
            "The next error would lock the PIN, so nothing is sent without a clear yes. No try was spent.",
        ),
        FindingId::PinNotTriedLocked => (
            "カードが残り0回と答えたため、番号を尋ねませんでした。顔認証マイナンバーカードも同じように見える可能性があります(公表されていません)。",
            "The card said that no tries are left, so no PIN was asked for. A face-recognition card may look the same (it is not published).",
        ),
        FindingId::PinNotTriedUnknown => (
            "残り回数が分からないまま送ると、最後の1回を使うおそれがあります。回数は減っていません。",
            "With an unknown count, the entry might be the last. No try was spent.",
        ),
        FindingId::PinCardChanged => (
            "番号を入力している間は、ほかのプログラムやカードの交換を妨げません。そのため送る直前に確かめ直し、変わっていれば送りません。",
            "While a PIN is typed the card is not held. So it is looked at again just before sending, and nothing is sent to another card or count.",
        ),
        FindingId::PinLength => (
            "桁数の違う番号をカードがどう数えるかは公表されていないため、カードには送りません。",
            "What a card does with a PIN of another length is not published, so none is sent.",
        ),
        FindingId::PinNotDigits => (
            "数字以外を含むため、カードには送りません。回数は減っていません。",
            "It holds something other than digits, so it is not sent. No try was spent.",
        ),
        FindingId::PinFullWidth => (
            "日本語入力のまま打つと全角になります。カードには送らず、回数は減っていません。",
            "A Japanese input method types full-width digits. Nothing was sent, and no try was spent.",
        ),
        FindingId::PinNotGiven => (
            "入力が終わったか、尋ねる画面がありません。暗証番号を引数や環境変数で渡すことはできません。",
            "The input ended, or there is no terminal to ask at. A PIN is never taken from arguments or the environment.",
        ),
        FindingId::PinOutcomeUnknown => (
            "照合の命令への答えが届きませんでした。カードが比べたかどうかは、残り回数からしか分かりません。同じ命令を再び送ることは決してありません。",
            "No answer to the VERIFY came. Whether the card compared the PIN can only be seen from the count. It is never sent again.",
        ),
        FindingId::PinAnswerOdd => (
            "照合への答えとして知られていないステータスワードです。",
            "No known card answers a VERIFY with this status word.",
        ),
        FindingId::PinStillVerified => (
            "照合済みの状態はカードの電源を切るまで残り、ほかのプログラムが使えてしまいます。",
            "A verified PIN stays verified until the power is cut, and other programs could use it.",
        ),
        FindingId::RevocationNotChecked => (
            "失効の確認は法律で定められた事業者だけが行えます。",
            "Only organisations named by law may ask for the revocation state.",
        ),
        FindingId::RegistrationNotChecked => (
            "利用登録はカードの中には記録されていません。",
            "The registration is not written on the card.",
        ),
        FindingId::ClockWrong => (
            "時計が誤っていると、期限の判定も誤ります。",
            "With a wrong clock the dates are judged wrongly.",
        ),
        FindingId::NoService => (
            "カードやリーダーではなく、パソコン側の問題です。サービスがない、止まっている、隔離環境から見えない、のいずれかです。",
            "The fault is in the computer, not in card or reader: the service is missing, stopped, or out of reach of a sandbox.",
        ),
        FindingId::ServiceStopped => (
            "Linuxで接続時に出る場合は、ライブラリとサービスのバージョンの不一致が主な原因です。",
            "On Linux, at connecting, it usually means that library and service are of different versions.",
        ),
        FindingId::AccessDenied => (
            "Linuxではpolkitが遠隔や自動実行の利用を拒否します。",
            "On Linux, polkit refuses remote and unattended use.",
        ),
        FindingId::NoReader => (
            "サービスは動いていますが、リーダーを1台も認識していません。未接続、ドライバーなし、ほかの部品による占有が考えられます。",
            "The service runs but knows no reader: not plugged in, no driver, or held by something else.",
        ),
        FindingId::NoVirtualReader => (
            "模擬カードは仮想リーダー vpcd(vsmartcard)を通して PC/SC に置かれます。vpcd は pcscd と一緒に起動します。",
            "A simulated card reaches PC/SC through vpcd, the virtual reader of vsmartcard, which starts with pcscd.",
        ),
        FindingId::ReaderNotFound => (
            "`--reader` の名前または番号に当てはまるリーダーがありません。",
            "No reader matches the name or number given with `--reader`.",
        ),
        FindingId::ReaderAmbiguous => (
            "`--reader` の名前に複数のリーダーが当てはまります。",
            "Several readers match the name given with `--reader`.",
        ),
        FindingId::ReaderGone => (
            "リーダーがUSBから消えたか、応答しなくなりました。",
            "The reader disappeared from USB, or stopped answering.",
        ),
        FindingId::NoCard => (
            "リーダーは動いていますが、カードがありません。",
            "The reader works, but there is no card.",
        ),
        FindingId::SeveralCards => (
            "どのカードを見ればよいか決められません。",
            "It cannot be decided which card is meant.",
        ),
        FindingId::CardMute => (
            "裏返し、汚れ、破損、またはICチップのないカードです。",
            "Wrong way round, dirty, damaged, or a card without a chip.",
        ),
        FindingId::CardBusy => (
            "ほかのプログラムがカードを専有しているか、通信の途中です。このプログラムは割り込みません。",
            "Another program holds the card or is in the middle of an exchange. This program does not break in.",
        ),
        FindingId::CardRemoved => (
            "答えが届く前にカードが離れました。カードを調べるだけなら、暗証番号の回数は減りません。",
            "The card left before its answer came. Looking at a card costs no PIN try.",
        ),
        FindingId::CardReset => (
            "一度やり直しても、また初期化されました。",
            "The check was begun again once, and the card was reset again.",
        ),
        FindingId::ProtocolMismatch => (
            "T=0とT=1のどちらでも接続できませんでした。",
            "Neither T=0 nor T=1 could be agreed on.",
        ),
        FindingId::CommunicationFailed => (
            "PC/SCが通信の失敗を返しました。接触不良、電波の弱さ、USBの不調が主な原因です。",
            "PC/SC reported a failed exchange: bad contact, a weak field, or USB trouble.",
        ),
        FindingId::CardAnswersOddly => (
            "長すぎる、終わらない、進まない、などの答えでした。推測せず、判定をやめました。",
            "The answer was too long, without end or without progress. Nothing was guessed.",
        ),
        FindingId::TimeLimit => (
            "PC/SCには時間の制限がないため、このプログラムが打ち切りました。",
            "PC/SC has no time limits, so this program set one.",
        ),
        FindingId::PcscError => (
            "ほかの項目に当てはまらないPC/SCのエラーです。",
            "A PC/SC error that has no finding of its own.",
        ),
        FindingId::CardInTransaction => (
            "PC/SCでは、ほかのプログラムの一連の通信が終わるまで、いつまでも待たされます。このプログラムは割り込まず、時間で打ち切りました。",
            "PC/SC makes everybody wait until another program's transaction ends, however long. This program does not break in; it stopped waiting.",
        ),
        FindingId::ServiceOk => (
            "プログラムとリーダーの間を取り持つ、パソコンのサービスです。ここまでは正常です。",
            "The computer's service between programs and readers. So far all is well.",
        ),
        FindingId::ServiceMissing => (
            "この部品がないと、どのプログラムもカードリーダーを使えません。リーダーやカードの不具合ではありません。",
            "Without this part no program can use a card reader. Neither reader nor card is at fault.",
        ),
        FindingId::ServiceDisabled => (
            "設定(systemd の pcscd.socket)で止められているため、どのプログラムもリーダーを使えません。pcscd.service が休んでいるだけなら正常で、必要なときに起動します。",
            "A setting (pcscd.socket of systemd) keeps it from starting, so no program can use a reader. A resting pcscd.service alone is normal: it starts when needed.",
        ),
        FindingId::ServiceNotRunning => (
            "接続口(ソケット)がなく、どのプログラムもリーダーを使えません。起動する設定はあるか、このシステムには自動で起動する仕組みがありません。",
            "There is no socket, so no program can use a reader. It is set to start, or this system has nothing that starts it by itself.",
        ),
        FindingId::ServiceStale => (
            "接続口のファイルはありますが、接続を断られました。サービスが止められたか、異常終了したあとに起こります。",
            "The socket file is there, but connecting is refused: the service was stopped, or it ended abnormally.",
        ),
        FindingId::ServiceForbidden => (
            "接続口はありますが、開く権限がありません。セキュリティーの設定(AppArmor など)のこともあります。",
            "The socket is there, but the right to open it is missing; security settings such as AppArmor can be the reason.",
        ),
        FindingId::ServiceSandboxed => (
            "コンテナ、Flatpak、Snap は、渡されたもの以外を見せません。パソコン本体のサービスが動いていても、接続口が見えません。",
            "Containers, Flatpak and Snap show only what they are given. The computer's service may run, but its socket is not to be seen.",
        ),
        FindingId::ServiceHangs => (
            "サービスは接続を受けましたが、答えません。動かなくなったリーダーを待っているか、一時停止させられています。",
            "The service takes the connection, but gives no answer: it waits for a reader that hangs, or has been paused.",
        ),
        FindingId::ServiceDied => (
            "つながった後に接続が切れました。サービスの異常終了か再起動です。カードの暗証番号の回数には影響ありません。",
            "The connection broke after it had been made: the service crashed or was restarted. It costs no PIN try.",
        ),
        FindingId::VersionMismatch => (
            "接続の最初に、サービスが話し方のバージョンを拒否しました。コンテナや、二重に入れた環境で起こります。",
            "At the first contact the service refused the version of the protocol. It happens in containers and where two copies are installed.",
        ),
        FindingId::WindowsServiceStopped => (
            "リーダーをつなぐと自動で動くのが普通です。リーダーがつながっているのに止まっています。",
            "Normally it starts by itself when a reader is plugged in. A reader is there, and it still does not run.",
        ),
        FindingId::WindowsServiceDisabled => (
            "無効のあいだは、リーダーをつないでもサービスは動きません。設定を変えられるのは管理者だけです。",
            "While it is disabled, plugging a reader in does not start it. Only an administrator can change that.",
        ),
        FindingId::WindowsServiceOnDemand => (
            "このサービスは、リーダーがつながると自動で始まり、最後のリーダーが外れると止まります。止まっていること自体は故障ではありません。",
            "Windows starts this service when a reader is plugged in and stops it when the last one is removed. That it is stopped is no fault in itself.",
        ),
        FindingId::RemoteSession => (
            "リモートデスクトップの中では、Windows は接続元のリーダーだけを見せます。",
            "Within Remote Desktop, Windows shows only the readers of the computer it is used from.",
        ),
        FindingId::TooManyClients => (
            "サービスが同時に受けられる数(pcscd では約200)に達しました。",
            "The service has reached the number of clients it can take (about 200 for pcscd).",
        ),
        FindingId::VirtualMachine => (
            "仮想環境は、USB機器を明示的に渡さない限り見えません。",
            "A virtual machine sees a USB device only when it is passed in.",
        ),
        FindingId::ReaderOk => (
            "サービスがこのリーダーを知っています。",
            "The service knows this reader.",
        ),
        FindingId::ReaderModelUnknown => (
            "使えないという意味ではありません。日本で使われている機種の表(docs/doctor.md)にないだけです。",
            "That does not mean that it is unusable: it is just not in the table of readers met in Japan (docs/doctor.md).",
        ),
        FindingId::ReaderTrap => (
            "この機種について知られている注意点です。今の不具合の原因とは限りません。",
            "What is known to go wrong with this model. It need not be the cause of today's fault.",
        ),
        FindingId::ReaderVirtual => (
            "Windows Hello などは機器ではなく、カードを置けません。`--reader` で選ぶことはできます。",
            "Windows Hello and the like are no devices; no card can be laid on them. `--reader` can still choose one.",
        ),
        FindingId::ReaderSlots => (
            "1台のリーダーが、接触・非接触・SAM などの名前に分かれて見えています。カードを置いた側が自動で選ばれます。",
            "One device appears as several readers: contact, contactless, SAM. The one that holds the card is chosen.",
        ),
        FindingId::ShortApduOnly => (
            "リーダー自身の申告です。このプログラムは短い命令しか使いません。",
            "The reader says so itself. This program uses short commands only.",
        ),
        FindingId::ReaderNotPlugged => (
            "USBにカードリーダーとして知られる機器がありません。ケーブル、差込口、電源の問題か、リーダーの故障です。",
            "Nothing on USB is known as a card reader: a matter of cable, port or power, or a broken reader.",
        ),
        FindingId::ReaderUnseen => (
            "サービスは動いていますが、リーダーを1台も知らず、見た範囲では理由が分かりません。",
            "The service runs, but knows no reader, and nothing that was looked at says why.",
        ),
        FindingId::ReaderHeldByKernel => (
            "Linux のNFC用ドライバーが先に機器をつかむと、ICカードサービスは使えません。",
            "Where Linux's own NFC driver takes the device first, the smart-card service cannot use it.",
        ),
        FindingId::ReaderNotPcsc => (
            "この機種は共通の規格(CCID)に対応しておらず、Linux と macOS 用のドライバーがありません。リーダーの故障ではありません。",
            "This model does not follow the common standard (CCID), and there is no driver for Linux and macOS. It is not broken.",
        ),
        FindingId::DriverMissing => (
            "サービスはドライバーを通してリーダーを使います。ドライバーの置き場所が空です。",
            "The service uses readers through drivers, and the drivers' folder is empty.",
        ),
        FindingId::DriverUnlisted => (
            "サービスは、ドライバーの一覧にある番号(USBのID)の機器だけを使い、ほかは黙って無視します。",
            "The service uses only devices whose USB id is in a driver's list; others are passed over silently.",
        ),
        FindingId::DeviceWithoutDriver => (
            "デバイス マネージャーの「ほかのデバイス」に黄色い印で出ます。ドライバーを入れる前にリーダーをつなぐと起こることがあります。",
            "Device Manager shows it under \"Other devices\" with a yellow mark. It can happen when the reader is plugged in before its driver is installed.",
        ),
        FindingId::DeviceDisabled => (
            "デバイス マネージャーのコード22です。利用者か、会社の設定が無効にしています。",
            "Code 22 in Device Manager: a user or a company policy has disabled it.",
        ),
        FindingId::DeviceProblem => (
            "コードの意味は、デバイス マネージャーでリーダーのプロパティを開くと読めます。",
            "Open the reader's properties in Device Manager to read what the code means.",
        ),
        FindingId::ProgramsNotShown => (
            "Windows では、ほかのプログラムが何を読み込んでいるかを、このプログラムからは調べられません。",
            "On Windows this program cannot look up what other programs have loaded.",
        ),
        FindingId::DriverDuplicate => (
            "どちらが使われるかは決まっていません。片方で不調でも、もう片方なら動くことがあります。",
            "Which of them is used is not defined. What fails with one may work with the other.",
        ),
        FindingId::ReaderPermission => (
            "新しい pcscd(2.4.0以上)は専用の利用者として動き、権限の設定がないリーダーを開けません。",
            "Newer versions of pcscd (2.4.0 on) run as a user of their own and cannot open a reader without a rule for it.",
        ),
        FindingId::ReaderHeldByProgram => (
            "サービスを通さずに機器を直接開いているプログラムがあると、サービスはリーダーを使えません。",
            "While a program has opened the device past the service, the service cannot use the reader.",
        ),
        FindingId::ReaderFirmware => (
            "ドライバーは、不具合のある内蔵ソフトのリーダーを拒否します。",
            "The driver refuses readers whose firmware is known to be faulty.",
        ),
        FindingId::ReaderHidden => (
            "サービスの設定に、リーダーを使わないという指定があります。",
            "The service's settings tell it not to use some readers.",
        ),
        FindingId::UsbUnsteady => (
            "通信が途中で切れました。ハブや省電力は、それだけでは異常ではありませんが、原因になることがあります。",
            "The exchange broke off. A hub or power saving is no fault in itself, but can be the cause.",
        ),
        FindingId::FaceReaderOutside => (
            "顔認証付きカードリーダー(5社)は資格確認端末の専用ソフトで動き、PC/SCのリーダーではありません。汎用カードリーダーはこのプログラムで調べられます。",
            "Face-recognition readers (five makes) work with software of their own and are no PC/SC readers. General-purpose card readers can be examined by this program.",
        ),
        FindingId::CardSilent => (
            "サービスは動いていますが、カードからの答えが時間内に届きませんでした。カードが動いたか、カードまたはリーダーの不具合です。",
            "The service runs, but no answer of the card came in time: the card was moved, or card or reader is faulty.",
        ),
        FindingId::CardStable => (
            "置いたままのカードに何度もつないで読みました。置き直しての試験ではありません。",
            "The card was connected and read again and again where it lies. It was not laid down anew.",
        ),
        FindingId::CardUnstable => (
            "カードの位置、電波の弱さ、接触、USBの不調が主な原因です。",
            "The usual causes: where the card lies, a weak field, bad contact, USB trouble.",
        ),
        FindingId::SwapCard => (
            "同じリーダーで別のカードが応答したので、リーダーとパソコンは正常と分かりました。",
            "Another card answered in the same reader, which clears reader and computer.",
        ),
        FindingId::SwapReader => (
            "2枚のカードが同時に壊れていることはまれなので、リーダーを疑います。",
            "Two cards are hardly broken at the same time, so the reader is.",
        ),
        FindingId::SwapBothAnswer => (
            "ICチップが応答するかどうかだけを比べます。期限や暗証番号の判定は別の項目です。",
            "Only whether the chip answers is compared. Dates and PIN have findings of their own.",
        ),
        FindingId::SwapNotMade => (
            "比べるには2枚目のカードが必要です。運転免許証などのICカードでもかまいません。",
            "Comparing needs a second card; a driving licence or another chip card will do.",
        ),
        FindingId::PartSkipped => (
            "確かめていないので、正常とも異常とも言えません。",
            "It was not looked at, so nothing is said about it.",
        ),
        FindingId::ReplayDiffers => (
            "再生は記録と同じ順序・同じ内容でだけ進みます。",
            "A replay goes on only in the recorded order and with the recorded commands.",
        ),
        FindingId::FileUnreadable => (
            "ファイルがないか、読み書きの権限がありません。",
            "The file does not exist, or you have no right to it.",
        ),
        FindingId::RecordingWrong => (
            "途中で切れている、書き換えられている、または新しいバージョンで書かれた記録です。",
            "The recording is cut off, changed, or written by a newer version.",
        ),
        FindingId::TrustAnchorWrong => (
            "`--trust-anchor` には認証局の証明書をDERまたはPEMで渡します。",
            "`--trust-anchor` takes a CA certificate in DER or PEM.",
        ),
        FindingId::RecordingRedacted => (
            "記録には証明書の前半(期限まで)だけが残り、署名は残りません。",
            "A recording keeps a certificate up to its dates, and no signature.",
        ),
        FindingId::LogEnds => (
            "最後の命令への応答がログにありません。ログが切れたのか、応答が来なかったのかは分かりません。",
            "The last command has no response in the log. Whether the log was cut or no response came is not known.",
        ),
        FindingId::RecordingIncomplete => (
            "記録の途中で書き込みに失敗しました。終わりの行がないので、再生はできません。",
            "Writing failed in the middle. Without its end line the recording is not replayed.",
        ),
        FindingId::CardFileWrong => (
            "模擬カードの定義ファイルに誤りがあります。",
            "The file that describes a simulated card is wrong.",
        ),
        FindingId::ConfigurationWrong => (
            "設定ファイルが読めないまま進むと、別のリーダーを見てしまうかもしれません。",
            "Going on with a configuration that is not understood could look at the wrong reader.",
        ),
        FindingId::NoSuchCard => (
            "組み込みの模擬カードにも、ファイルにも、その名前はありません。",
            "Neither a built-in card nor a file has this name.",
        ),
        FindingId::NothingKnown => (
            "`explain` の対象は、項目のID、PC/SCのコード、ステータスワードと、ドライバー・ライブラリ・アプリ・顔認証付きカードリーダーのコードです。",
            "`explain` takes the id of a finding, a PC/SC code, a status word, or a code of a driver, library, application or face-recognition reader.",
        ),
        FindingId::NoSituation => (
            "`guide` は、すべての言葉に当てはまる場面を探します。",
            "`guide` looks for situations that fit all the words.",
        ),
        FindingId::UsageWrong => (
            "オプションや引数の組み合わせが正しくありません。",
            "Options or arguments do not go together.",
        ),
        FindingId::Interrupted => (
            "利用者が止めました。カードはそのままの状態です。",
            "The user stopped it. The card was left in order.",
        ),
        FindingId::ProgramFault => (
            "起きてはならないことが起きました。判定は出していません。",
            "Something happened that must not. No verdict was given.",
        ),
    };
    pick(lang, ja, en)
}
