//! `pin`: how many tries are left, and is this PIN correct? And where a typed PIN comes from.

use std::io;

use clap::Subcommand;

use crate::cli::Host;
use crate::cli::answer::Answer;
use crate::cli::args::{CardOptions, PinOptions};
use crate::finding::Finding;
use crate::message::prompt;
use crate::pin::{self, Cardholder, NoPin};
use crate::secret::{Pin, PinError};
use crate::transport::Transport;

/// `pin`
#[derive(Debug, Subcommand)]
pub(crate) enum PinCommand {
    #[command(about = both!(
        "すべての暗証番号の残り回数。回数は減りません",
        "How many tries are left on every PIN of the card? Costs no try"
    ), after_long_help = both!(
        "  すべての暗証番号の残り回数(回数は減りません)
    mynacheck pin status",
        "  The tries left on every PIN; costs no try
    mynacheck pin status"
    ))]
    Status(PinStatusArgs),
    #[command(about = both!(
        "この4桁の暗証番号は正しいか。先に残り回数を調べ、最後の1回は確認なしに使いません",
        "Is this 4-digit PIN correct? Checks the retry counter first; asks before using the last try"
    ), after_long_help = both!(
        "  画面で入力する(表示されません)
    mynacheck pin verify
  模擬カードで試す(暗証番号は 1234)
    mynacheck pin verify --simulate valid",
        "  Type it; it is not shown
    mynacheck pin verify
  Try with a simulated card (its PIN is 1234)
    mynacheck pin verify --simulate valid"
    ))]
    Verify(PinVerifyArgs),
}

/// `pin status`
#[derive(Debug, clap::Args)]
pub(crate) struct PinStatusArgs {
    #[command(flatten)]
    card: CardOptions,
}

/// `pin verify`
#[derive(Debug, clap::Args)]
pub(crate) struct PinVerifyArgs {
    #[command(flatten)]
    pin: PinOptions,
    #[command(flatten)]
    card: CardOptions,
}

impl PinCommand {
    pub(super) fn card(&self) -> &CardOptions {
        match self {
            Self::Status(args) => &args.card,
            Self::Verify(args) => &args.card,
        }
    }
}

pub(super) fn run(command: &PinCommand, host: &mut Host) -> Result<Answer, Finding> {
    let day = host.day();
    let mut card = host.open(command.card())?;
    Ok(Answer::report(match command {
        PinCommand::Status(_) => pin::status::status(card.as_mut(), day),
        PinCommand::Verify(args) => {
            let mut source = PinSource::new(host, args.pin, &args.card);
            pin::verify(card.as_mut(), &mut source, day)
        }
    }))
}

/// Whoever gives the PIN: a person at the terminal, or a line of standard input.
pub(super) struct PinSource<'h> {
    host: &'h mut Host,
    options: PinOptions,
    card: &'h CardOptions,
}

impl<'h> PinSource<'h> {
    pub(super) fn new(host: &'h mut Host, options: PinOptions, card: &'h CardOptions) -> Self {
        Self {
            host,
            options,
            card,
        }
    }
}

impl Cardholder for PinSource<'_> {
    fn use_last_try(&mut self) -> Result<bool, NoPin> {
        if self.options.allow_last_try {
            return Ok(true);
        }
        if self.options.pin_stdin {
            return Ok(false);
        }
        let question = prompt::last_try(self.host.lang);
        let answer = self
            .host
            .prompt
            .shown(question)
            .map_err(|error| unanswered(&error))?;
        Ok(prompt::is_yes(&answer))
    }

    fn pin(&mut self, left: u8) -> Result<Pin, NoPin> {
        let typed = if self.options.pin_stdin {
            self.host.prompt.line()
        } else {
            let question = prompt::pin(self.host.lang, left);
            self.host.prompt.hidden(&question)
        };
        Pin::new(&typed.map_err(|error| unanswered(&error))?).map_err(NoPin::Malformed)
    }

    fn reconnect(&mut self) -> Option<Box<dyn Transport>> {
        self.host.open(self.card).ok()
    }
}

fn unanswered(error: &io::Error) -> NoPin {
    match error.kind() {
        io::ErrorKind::Interrupted => NoPin::Interrupted,
        // Bytes that are no text are no digits.
        io::ErrorKind::InvalidData => NoPin::Malformed(PinError::NotDigits),
        _ => {
            tracing::info!(%error, "no PIN");
            NoPin::NotGiven
        }
    }
}
