//! `prove`: does the chip hold the key of its certificate?

use super::pin::PinSource;
use super::{ask, wanted};
use crate::cli::Host;
use crate::cli::answer::Answer;
use crate::cli::args::{CardOptions, PinOptions};
use crate::finding::{Finding, Misuse};
use crate::pin;

/// `prove`
#[derive(Debug, clap::Args)]
pub(crate) struct ProveArgs {
    #[command(flatten)]
    pin: PinOptions,
    #[command(flatten)]
    pub(super) card: CardOptions,
}

pub(super) fn run(args: &ProveArgs, host: &mut Host) -> Result<Answer, Finding> {
    // A recorded card cannot answer a fresh challenge.
    if args.card.replay.is_some() {
        let why = Misuse::Conflict("prove".to_owned(), "--replay".to_owned());
        return Err(Finding::UsageWrong { why, hint: None });
    }
    let wanted = wanted(&args.card, false, host)?;
    ask(&args.card, host, |transport, host, day| {
        let mut source = PinSource::new(host, args.pin, &args.card);
        pin::prove::prove(transport, &mut source, day, &wanted)
    })
}
