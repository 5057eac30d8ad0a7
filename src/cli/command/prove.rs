//! `prove`: does the chip hold the key of its certificate?

use super::pin::PinSource;
use super::wanted;
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
    let day = host.day();
    let mut card = host.open(&args.card)?;
    let mut source = PinSource::new(host, args.pin, &args.card);
    let report = pin::prove::prove(card.as_mut(), &mut source, day, &wanted);
    Ok(Answer::report(report))
}
