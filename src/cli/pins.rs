//! The commands that ask about PINs or need one, and the person whom they ask.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use super::args::{self, CardOptions, PinEntry};
use super::{Context, Exit, Host, input, print, print_failure, print_unreached};
use crate::certificate::TrustAnchor;
use crate::conversation::Day;
use crate::finding::Finding;
use crate::message::{help, prompt};
use crate::pin::certificate::Wanted;
use crate::pin::{self, Desk, NoPin};
use crate::report::Report;
use crate::secret::{Pin, PinError};
use crate::transport::Transport;

/// `pin status`
pub(super) fn status(args: &args::PinStatus, context: Context, host: &mut Host) -> Exit {
    ask(&args.card, context, host, |transport, _, day| {
        pin::status::status(transport, day)
    })
}

/// `pin verify`
pub(super) fn verify(args: &args::PinVerify, context: Context, host: &mut Host) -> Exit {
    ask(&args.card, context, host, |transport, host, day| {
        let mut counter = Counter::new(host, args.entry, &args.card, context);
        pin::verify(transport, &mut counter, day)
    })
}

/// `prove`
pub(super) fn prove(args: &args::Prove, context: Context, host: &mut Host) -> Exit {
    // A recorded card cannot answer a fresh challenge.
    if args.card.replay.is_some() {
        let why = help::conflict(context.lang, "prove", "--replay");
        let today = host.day(args.card.today).today;
        return print_failure(Finding::UsageWrong { why }, today, context, host);
    }
    let wanted = match wanted(&args.card, false, host) {
        Ok(wanted) => wanted,
        Err(finding) => {
            return print_failure(finding, host.day(args.card.today).today, context, host);
        }
    };
    ask(&args.card, context, host, |transport, host, day| {
        let mut counter = Counter::new(host, args.entry, &args.card, context);
        pin::prove::prove(transport, &mut counter, day, &wanted)
    })
}

/// `certificate`
pub(super) fn certificate(args: &args::Certificate, context: Context, host: &mut Host) -> Exit {
    let wanted = match wanted(&args.card, args.full, host) {
        Ok(wanted) => wanted,
        Err(finding) => {
            return print_failure(finding, host.day(args.card.today).today, context, host);
        }
    };
    ask(&args.card, context, host, |transport, host, day| {
        let mut counter = Counter::new(host, args.entry, &args.card, context);
        let (mut report, der) =
            pin::certificate::certificate(transport, &mut counter, day, &wanted);
        if let (Some(file), false) = (&args.out, der.is_empty()) {
            report.findings.extend(write(file, &der, args.pem).err());
        }
        report
    })
}

/// Writes the certificate to a file that did not exist.
fn write(file: &Path, der: &[u8], pem: bool) -> Result<(), Finding> {
    let failed = |why: String| Finding::FileUnreadable {
        file: file.display().to_string(),
        why,
    };
    let bytes = if pem {
        let label = "CERTIFICATE";
        let text = der::pem::encode_string(label, der::pem::LineEnding::LF, der);
        text.map_err(|error| failed(error.to_string()))?
            .into_bytes()
    } else {
        der.to_vec()
    };
    File::create_new(file)
        .and_then(|mut file| file.write_all(&bytes))
        .map_err(|error| failed(error.to_string()))
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
            let name = || file.display().to_string();
            TrustAnchor::parse(&input::bytes(file)?).map_err(|error| Finding::TrustAnchorWrong {
                file: name(),
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

/// Opens the card, asks the question, prints the answer.
fn ask(
    card: &CardOptions,
    context: Context,
    host: &mut Host,
    question: impl FnOnce(&mut dyn Transport, &mut Host, Day) -> Report,
) -> Exit {
    let day = host.day(card.today);
    match host.open(card, day.today, context.lang) {
        Ok(mut transport) => {
            let report = question(transport.as_mut(), host, day);
            print(&report, context, host)
        }
        Err(finding) => print_unreached(finding, card, day.today, context, host),
    }
}

/// The counter at which a PIN is typed.
struct Counter<'h> {
    host: &'h mut Host,
    entry: PinEntry,
    card: &'h CardOptions,
    context: Context,
}

impl<'h> Counter<'h> {
    fn new(host: &'h mut Host, entry: PinEntry, card: &'h CardOptions, context: Context) -> Self {
        Self {
            host,
            entry,
            card,
            context,
        }
    }
}

impl Desk for Counter<'_> {
    fn use_last_try(&mut self) -> Result<bool, NoPin> {
        if self.entry.allow_last_try {
            return Ok(true);
        }
        if self.entry.pin_stdin {
            return Ok(false);
        }
        let question = prompt::last_try(self.context.lang);
        let answer = self
            .host
            .prompt
            .shown(question)
            .map_err(|error| unanswered(&error))?;
        Ok(prompt::is_yes(&answer))
    }

    fn pin(&mut self, left: u8) -> Result<Pin, NoPin> {
        let typed = if self.entry.pin_stdin {
            self.host.prompt.line()
        } else {
            let question = prompt::pin(self.context.lang, left);
            self.host.prompt.hidden(&question)
        };
        Pin::new(&typed.map_err(|error| unanswered(&error))?).map_err(NoPin::Malformed)
    }

    fn reconnect(&mut self) -> Option<Box<dyn Transport>> {
        let today = self.host.day(self.card.today).today;
        let reached = self.host.open(self.card, today, self.context.lang);
        reached.ok()
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
