//! The commands: one user's question each, one file each.

mod cards;
mod certificate;
mod check;
mod doctor;
mod explain;
mod guide;
mod pin;
mod prove;
mod readers;
mod serve;
mod trace;
mod watch;

use clap::Subcommand;

use super::Host;
use super::answer::{Answer, pretty};
use super::args::CardOptions;
use crate::certificate::TrustAnchor;
use crate::conversation::Day;
use crate::finding::Finding;
use crate::pin::certificate::Wanted;
use crate::report::{Report, json};
use crate::time::Date;
use crate::transport::Transport;

/// What may be asked.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(about = both!(
        "このカードは今日使えるか(期限、暗証番号の残り回数、カードの種類)。暗証番号は送りません",
        "Can this card be used today? Dates, tries left, kind of card. Sends no PIN"
    ))]
    Check(check::CheckArgs),
    #[command(subcommand, about = both!(
        "暗証番号の残り回数を調べ、4桁の暗証番号を確かめます",
        "The tries left on the PINs, and whether a 4-digit PIN is right"
    ))]
    Pin(pin::PinCommand),
    #[command(about = both!(
        "証明書の全体: 期限、発行者、指紋、どの認証局の署名か(スマートフォンは暗証番号が必要)",
        "The whole certificate: dates, issuer, fingerprint, which CA signed it (a phone wants the PIN)"
    ))]
    Certificate(certificate::CertificateArgs),
    #[command(about = both!(
        "ICチップは証明書の秘密鍵を持っているか(暗証番号、乱数への署名、発行者の署名)。失効や利用登録は分かりません",
        "Does the chip hold the key of its certificate? PIN, signed challenge, chain. Not: revocation, registration"
    ))]
    Prove(prove::ProveArgs),
    #[command(about = both!(
        "どのリーダーがあり、何ができ、何が置かれているか",
        "Which readers are there, what can they do, what lies on them?"
    ))]
    Readers(readers::ReadersArgs),
    #[command(about = both!(
        "どこが悪いか(パソコン、リーダー、カード、電子証明書)を調べ、次にすることを示します",
        "Where is the fault: computer, reader, card or certificate? And what to do now"
    ))]
    Doctor(doctor::DoctorArgs),
    #[command(about = both!(
        "カードが置かれるたびに判定を出し続けます(Ctrl-C で終わります)",
        "A verdict for every card laid down, all day (Ctrl-C ends it)"
    ))]
    Watch(watch::WatchArgs),
    #[command(subcommand, about = both!(
        "記録と、ほかのプログラムのログを調べます",
        "Recordings, and the logs of other programs"
    ))]
    Trace(trace::TraceCommand),
    #[command(about = both!(
        "模擬カードをこのパソコンのPC/SCのリーダーに置きます(pcscd と vpcd が必要)。Ctrl-C で終わります",
        "Lays a simulated card on a reader of this computer's PC/SC (needs pcscd and vpcd). Ctrl-C ends it"
    ))]
    Serve(serve::ServeArgs),
    #[command(about = both!(
        "組み込みの模擬カードの一覧",
        "The simulated cards there are"
    ))]
    Cards,
    #[command(about = both!(
        "項目のIDやコードの意味(PC/SC、カード、ドライバー、アプリなど。貼り付けた文からも探します)",
        "What a finding id or a code means (PC/SC, cards, drivers, applications; also in a pasted text)"
    ))]
    Explain(explain::ExplainArgs),
    #[command(about = both!(
        "窓口で困ったときの手順と、患者さんへの言葉(停電、紛失、スマホ、資格情報なし など)",
        "What the counter does in a situation, and what to say (power cut, lost card, phone, no data)"
    ))]
    Guide(guide::GuideArgs),
    /// Writes `docs/report.schema.json`.
    #[command(hide = true)]
    Schema,
}

impl Command {
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
            Self::Cards => cards::run(host),
            Self::Explain(args) => explain::run(args, host),
            Self::Guide(args) => guide::run(args, host),
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
            Self::Trace(command) => command.day(),
            _ => self.card()?.day.today,
        }
    }
}

/// Opens the card and asks it.
fn ask(
    card: &CardOptions,
    host: &mut Host,
    question: impl FnOnce(&mut dyn Transport, &mut Host, Day) -> Report,
) -> Result<Answer, Finding> {
    let day = host.day();
    let mut transport = host.open(card)?;
    Ok(Answer::report(question(transport.as_mut(), host, day)))
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
            let bytes = super::files::bytes(file)?;
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
