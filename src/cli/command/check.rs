//! `check`: can this card be used today?

use super::ask;
use crate::check::{self, Question};
use crate::cli::Host;
use crate::cli::answer::Answer;
use crate::cli::args::CardOptions;
use crate::finding::Finding;

/// `check`
#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    #[arg(long, help = both!(
        "期限だけを、最も少ない命令で確かめます",
        "Only the dates, in as few commands as the card allows"
    ))]
    expiry: bool,
    #[command(flatten)]
    pub(super) card: CardOptions,
}

pub(super) fn run(args: &CheckArgs, host: &mut Host) -> Result<Answer, Finding> {
    ask(&args.card, host, |transport, _, day| {
        let question = Question {
            day,
            expiry_only: args.expiry,
            card_body: false,
        };
        check::run(transport, question)
    })
}
