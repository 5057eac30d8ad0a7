//! The command line as a whole, and its commands: one user's question each, one file each.

mod cards;
mod certificate;
mod check;
mod completions;
mod doctor;
mod explain;
mod guide;
mod pin;
mod prove;
mod readers;
mod relay;
mod serve;
mod trace;
mod watch;

use clap::{CommandFactory, Parser, Subcommand};

use super::answer::{Answer, pretty};
use super::args::{CardOptions, CommonOptions};
use super::{Host, files, help, manual};
use crate::certificate::TrustAnchor;
use crate::finding::Finding;
use crate::message::Lang;
use crate::pin::certificate::Wanted;
use crate::report::json;
use crate::time::Date;

/// `mynacheck`
#[derive(Debug, Parser)]
#[command(
    name = "mynacheck",
    bin_name = "mynacheck",
    version,
    disable_help_subcommand = true,
    about = both!(
        "マイナンバーカードを健康保険証として使えるかを確かめ、使えないときは原因を調べます",
        "Checks a My Number Card used as a health-insurance card and finds the fault when it does not work"
    ),
    after_help = both!(
        "はじめて使うとき:
  カードをリーダーに置いて     mynacheck check
  読めない、原因を知りたい     mynacheck doctor
  カードなしで試す             mynacheck check --simulate valid
  窓口で困ったとき             mynacheck guide
例と詳しい説明は mynacheck <コマンド> --help で見られます。",
        "Getting started:
  place the card on the reader   mynacheck check
  it cannot be read              mynacheck doctor
  try it without a card          mynacheck check --simulate valid
  trouble at the counter         mynacheck guide
See mynacheck <COMMAND> --help for examples."
    )
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: CliCommand,
    #[command(flatten)]
    pub(crate) common: CommonOptions,
}

impl Args {
    /// The definition of the command line, in one language.
    pub(super) fn in_language(lang: Lang) -> clap::Command {
        help::in_language(Self::command(), lang)
    }
}

/// What may be asked.
#[derive(Debug, Subcommand)]
pub(crate) enum CliCommand {
    #[command(about = both!(
        "このカードは今日使えるか(期限、暗証番号の残り回数、カードの種類)。暗証番号は送りません",
        "Can this card be used today? Dates, tries left, kind of card. Sends no PIN"
    ), after_long_help = both!(
        "  カードをリーダーに置いて、今日使えるか確かめる
    mynacheck check
  リーダーが2台あるとき(名前の一部で選ぶ)
    mynacheck check --reader CIR315
  カードもリーダーもなしで、猶予期間のカードを試す
    mynacheck check --simulate grace
  プログラムから使う(終了コード 0 使える、1 注意、3 使えない、4 確認できない)
    mynacheck check --format json --timeout 0",
        "  Can the card on the reader be used today?
    mynacheck check
  With two readers: part of the name
    mynacheck check --reader CIR315
  Without a card or reader: a card in its grace period
    mynacheck check --simulate grace
  From a program (exit code 0 usable, 1 needs attention, 3 not usable, 4 could not be checked)
    mynacheck check --format json --timeout 0"
    ))]
    Check(check::CheckArgs),
    #[command(subcommand, about = both!(
        "暗証番号の残り回数を調べ、4桁の暗証番号を確かめます",
        "Counts the tries left on the PINs, and checks a 4-digit PIN"
    ))]
    Pin(pin::PinCommand),
    #[command(about = both!(
        "証明書の全体: 期限、発行者、指紋、どの認証局の署名か(スマートフォンは暗証番号が必要)",
        "The whole certificate: dates, issuer, fingerprint, which CA signed it (a phone needs the PIN)"
    ), after_long_help = both!(
        "  発行者と指紋を見る
    mynacheck certificate
  証明書をファイルに書く
    mynacheck certificate --out user.pem --pem",
        "  Issuer and fingerprint
    mynacheck certificate
  Write the certificate to a file
    mynacheck certificate --out user.pem --pem"
    ))]
    Certificate(certificate::CertificateArgs),
    #[command(about = both!(
        "ICチップは証明書の秘密鍵を持っているか(暗証番号、乱数への署名、発行者の署名)。失効や利用登録は分かりません",
        "Does the chip hold the key of its certificate? PIN, signed challenge, chain; not revocation or registration"
    ), after_long_help = both!(
        "  暗証番号を入力して、ICチップが鍵を持つことを確かめる
    mynacheck prove
  模擬カードで試す(暗証番号は 1234)
    mynacheck prove --simulate valid",
        "  Type the PIN and check that the chip holds the key
    mynacheck prove
  Try with a simulated card (its PIN is 1234)
    mynacheck prove --simulate valid"
    ))]
    Prove(prove::ProveArgs),
    #[command(about = both!(
        "どのリーダーがあり、何ができ、何が置かれているか",
        "Which readers are there, what can they do, and what is on them?"
    ), after_long_help = both!(
        "  番号と名前を見る(番号は check --reader 1 のように使えます)
    mynacheck readers",
        "  Numbers and names (a number can be used as in check --reader 1)
    mynacheck readers"
    ))]
    Readers(readers::ReadersArgs),
    #[command(about = both!(
        "どこが悪いか(パソコン、リーダー、カード、電子証明書)を調べ、次にすることを示します",
        "Where is the fault (computer, reader, card or certificate), and what to do about it?"
    ), after_long_help = both!(
        "  どこが悪いかを調べる
    mynacheck doctor
  カードなしで、パソコンとリーダーだけを調べる
    mynacheck doctor --no-card
  ときどき読めないとき、20回読んでみる
    mynacheck doctor --stability 20
  保守窓口に送るファイルを作る
    mynacheck doctor --bundle doctor.txt",
        "  Where is the fault?
    mynacheck doctor
  Computer and reader only, without a card
    mynacheck doctor --no-card
  It fails now and then: read the card twenty times
    mynacheck doctor --stability 20
  A file for the help desk
    mynacheck doctor --bundle doctor.txt"
    ))]
    Doctor(doctor::DoctorArgs),
    #[command(about = both!(
        "カードが置かれるたびに判定を出し続けます(Ctrl-C で終わります)",
        "A verdict for every card placed on the reader, all day (Ctrl-C ends it)"
    ), after_long_help = both!(
        "  窓口で1日中、カードが置かれるたびに判定する
    mynacheck watch
  1枚を1行で、音も鳴らす
    mynacheck watch --line --bell
  ほかのプログラムに渡す(1行に1つのJSON)
    mynacheck watch --format json",
        "  At the counter all day: a verdict for each card
    mynacheck watch
  One line for each card, and the bell
    mynacheck watch --line --bell
  For another program: one JSON object per line
    mynacheck watch --format json"
    ))]
    Watch(watch::WatchArgs),
    #[command(subcommand, about = both!(
        "記録やほかのプログラムのログを説明し、伏せ、変換します",
        "Explains, cleans and converts recordings and the logs of other programs"
    ))]
    Trace(trace::TraceCommand),
    #[command(about = both!(
        "模擬カードを、このパソコンのPC/SCのリーダー(pcscd と vpcd)か仮想マシンのUSBリーダー(QEMU)に置きます。Ctrl-C で終わります",
        "Puts a simulated card into a reader of this computer's PC/SC (pcscd and vpcd) or the USB reader of a virtual machine (QEMU). Ctrl-C ends it"
    ), after_long_help = both!(
        "  期限の近い模擬カードを、仮想リーダーに置く
    mynacheck serve expiring

  QEMU の仮想マシンの USB リーダーに置き、標準入力の next で次のカードに替える
    mynacheck serve valid last-try --qemu 127.0.0.1:2001",
        "  A card that expires soon, in the virtual reader
    mynacheck serve expiring

  In the USB reader of a QEMU machine; `next` on standard input changes cards
    mynacheck serve valid last-try --qemu 127.0.0.1:2001"
    ))]
    Serve(serve::ServeArgs),
    #[command(about = both!(
        "実物のカードを、仮想リーダー(vpcd か QEMU)を通してほかのプログラムに見せ、やり取りを表示・記録します。暗証番号の最後の1回は送りません。Ctrl-C で終わります",
        "Offers a real card to other programs through a virtual reader (vpcd or QEMU), and shows and records what they do; never spends a PIN's last try. Ctrl-C ends it"
    ), after_long_help = both!(
        "  受付のプログラムがカードに何をしているかを見て、記録する
    mynacheck relay --reader CIR315 --record reception.jsonl
  仮想マシンの中のプログラムに見せる
    mynacheck relay --qemu 127.0.0.1:2001",
        "  Watch and record what a reception program does to the card
    mynacheck relay --reader CIR315 --record reception.jsonl
  Show it to a program in a virtual machine
    mynacheck relay --qemu 127.0.0.1:2001"
    ))]
    Relay(relay::RelayArgs),
    #[command(about = both!(
        "組み込みの模擬カードの一覧",
        "Lists the simulated cards"
    ), after_long_help = both!(
        "  一覧を見て、1枚を試す
    mynacheck cards
    mynacheck check --simulate last-try",
        "  List them, and try one
    mynacheck cards
    mynacheck check --simulate last-try"
    ))]
    Cards,
    #[command(about = both!(
        "項目のIDやコードの意味(PC/SC、カード、ドライバー、アプリなど。貼り付けた文からも探します)",
        "What a finding id or a code means (PC/SC, cards, drivers, applications; finds them in pasted text too)"
    ), after_long_help = both!(
        "  画面に出たIDやコードの意味
    mynacheck explain certificate-grace
    mynacheck explain 0x8010001D
    mynacheck explain 63C1",
        "  What an id or a code means
    mynacheck explain certificate-grace
    mynacheck explain 0x8010001D
    mynacheck explain 63C1"
    ))]
    Explain(explain::ExplainArgs),
    #[command(about = both!(
        "窓口で困ったときの手順と、患者さんへの言葉(停電、紛失、スマホ、資格情報なし など)",
        "What to do and say at the counter when something goes wrong (power cut, lost card, phone, no data)"
    ), after_long_help = both!(
        "  停電のとき
    mynacheck guide 停電
  スマートフォンの期限が切れているとき
    mynacheck guide スマホ 期限切れ",
        "  A power cut
    mynacheck guide power
  A phone whose certificate has expired
    mynacheck guide phone expired"
    ))]
    Guide(guide::GuideArgs),
    #[command(about = both!(
        "シェルの入力補完(bash, zsh, fish, powershell, elvish)",
        "Shell completions (bash, zsh, fish, powershell, elvish)"
    ), after_long_help = both!(
        "  bash で使う
    mynacheck completions bash > ~/.local/share/bash-completion/completions/mynacheck
  PowerShell で使う
    mynacheck completions powershell >> $PROFILE",
        "  For bash
    mynacheck completions bash > ~/.local/share/bash-completion/completions/mynacheck
  For PowerShell
    mynacheck completions powershell >> $PROFILE"
    ))]
    Completions(completions::CompletionsArgs),
    /// Writes the manual page, for packages.
    #[command(hide = true)]
    Manual,
    /// Writes `docs/report.schema.json`.
    #[command(hide = true)]
    Schema,
}

impl CliCommand {
    /// Asks the question.
    pub(super) fn run(&self, host: &mut Host) -> Result<Answer, Finding> {
        match self {
            Self::Check(args) => check::run(args, host),
            Self::Pin(command) => pin::run(command, host),
            Self::Certificate(args) => certificate::run(args, host),
            Self::Prove(args) => prove::run(args, host),
            Self::Readers(args) => readers::run(args, host),
            Self::Doctor(args) => doctor::run(args, host),
            Self::Watch(args) => watch::run(args, host),
            Self::Trace(command) => trace::run(command, host),
            Self::Serve(args) => serve::run(args, host),
            Self::Relay(args) => relay::run(args, host),
            Self::Cards => cards::run(host),
            Self::Explain(args) => explain::run(args, host),
            Self::Guide(args) => guide::run(args, host),
            Self::Completions(args) => Ok(completions::run(args, host)),
            Self::Manual => {
                let definition = Args::in_language(host.lang);
                Ok(Answer::verbatim(manual::page(definition, host.lang)))
            }
            Self::Schema => Ok(Answer::verbatim(pretty(&json::schema()))),
        }
    }

    /// The options of a command that talks to one card.
    pub(super) fn card(&self) -> Option<&CardOptions> {
        match self {
            Self::Check(args) => Some(&args.card),
            Self::Pin(command) => Some(command.card()),
            Self::Certificate(args) => Some(&args.card),
            Self::Prove(args) => Some(&args.card),
            Self::Doctor(args) => Some(&args.card),
            _ => None,
        }
    }

    /// The day that the arguments name.
    pub(super) fn day(&self) -> Option<Date> {
        match self {
            Self::Watch(args) => args.day.today,
            Self::Serve(args) => args.today,
            Self::Relay(args) => args.day.today,
            Self::Trace(command) => command.day(),
            _ => self.card()?.day.today,
        }
    }
}

/// What the options ask of the whole certificate.
fn wanted(card: &CardOptions, full: bool, host: &Host) -> Result<Wanted, Finding> {
    if let Some(finding) = host.recordings.lacks_certificate() {
        return Err(finding);
    }
    let anchors: Result<_, Finding> = card
        .trust_anchor
        .iter()
        .map(|file| {
            let bytes = files::bytes(file)?;
            TrustAnchor::parse(&bytes).map_err(|error| Finding::TrustAnchorWrong {
                file: file.display().to_string(),
                why: error.to_string(),
            })
        })
        .collect();
    Ok(Wanted {
        full,
        anchors: anchors?,
        accept_simulated: card.accept_simulated || card.simulate.is_some(),
    })
}
