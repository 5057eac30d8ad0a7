//! What is recorded and what is replayed, on behalf of every command that talks to a card.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::args::{CardOptions, RecordOptions};
use super::files::{self, unreadable};
use super::output::Output;
use crate::conversation::Day;
use crate::conversation::{transport_finding, unreached};
use crate::finding::{Finding, Misuse, Outcome};
use crate::message::{self, Lang};
use crate::recording::recorder::{Recorder, Tape};
use crate::recording::replay::{ReplayTransport, Script};
use crate::recording::{self, Event, Header, Policy, Provenance, ReadError, Reason};
use crate::report::Report;
use crate::time::Date;
use crate::transport::{Operation, ScardCode, Source, SourceKind, Transport, TransportError};

/// What is recorded and what is replayed.
#[derive(Default)]
pub(super) struct Recordings {
    replayed: Option<Replayed>,
    prepared: Option<Prepared>,
    tape: Option<(Output, PathBuf, Tape<File>)>,
    /// What is recorded or replayed is a simulated card.
    simulated: bool,
}

/// A recording that is to be made.
struct Prepared {
    path: PathBuf,
    /// None where it is to replace an old one.
    file: Option<Output>,
    header: Header,
}

struct Replayed {
    header: Header,
    events: Option<Vec<(usize, Event)>>,
    script: Option<Script>,
}

impl Recordings {
    /// Reads the recording that `--replay` names, if it does.
    pub(super) fn take_up(&mut self, options: &CardOptions, lang: Lang) -> Result<(), Finding> {
        self.simulated = options.simulate.is_some();
        match &options.replay {
            Some(path) => self.load(path, lang),
            None => Ok(()),
        }
    }

    /// Reads a recording for a card that plays it to another program.
    pub(super) fn play(&mut self, path: &Path, lang: Lang) -> Result<Vec<(usize, Event)>, Finding> {
        self.load(path, lang)?;
        let replayed = self.replayed.as_mut();
        let events = replayed.and_then(|replayed| replayed.events.take());
        Ok(events.unwrap_or_default())
    }

    fn load(&mut self, path: &Path, lang: Lang) -> Result<(), Finding> {
        let file = files::open(path)?;
        let (header, events) =
            recording::read(BufReader::new(file)).map_err(|error| wrong(path, &error, lang))?;
        self.simulated = header.provenance == Provenance::Simulated;
        self.replayed = Some(Replayed {
            header,
            events: Some(events),
            script: None,
        });
        Ok(())
    }

    /// The day of the recording that is replayed.
    pub(super) fn day(&self) -> Option<Date> {
        self.replayed.as_ref().map(|replayed| replayed.header.today)
    }

    /// Why a question about the whole certificate cannot be asked of what is replayed.
    pub(super) fn lacks_certificate(&self) -> Option<Finding> {
        let header = &self.replayed.as_ref()?.header;
        (header.policy == Policy::Redacted).then_some(Finding::RecordingRedacted)
    }

    /// The recorded card, where one is replayed: the only way to a card then.
    pub(super) fn open(&mut self) -> Option<Result<Box<dyn Transport>, Finding>> {
        let replayed = self.replayed.as_mut()?;
        let connected = match &replayed.script {
            Some(script) => ReplayTransport::resume(script.clone()),
            None => ReplayTransport::connect(replayed.events.take().unwrap_or_default()),
        };
        Some(match connected {
            Ok(transport) => {
                replayed.script = Some(transport.script());
                Ok(Box::new(transport))
            }
            Err(error) => Err(unreached(&error)),
        })
    }

    /// Creates the file that `--record` names, if it does, before a card is touched.
    pub(super) fn start(
        &mut self,
        options: &RecordOptions,
        simulated: bool,
        day: Day,
    ) -> Result<(), Finding> {
        let (Some(path), None, None) = (&options.record, &self.prepared, &self.tape) else {
            return Ok(());
        };
        let policy = match (options.record_full, simulated) {
            (0, _) => Policy::Redacted,
            (1, false) => {
                return Err(Finding::UsageWrong {
                    why: Misuse::RecordFullOnce,
                    hint: None,
                });
            }
            _ => Policy::Full,
        };
        let provenance = if simulated {
            Provenance::Simulated
        } else {
            Provenance::Physical
        };
        let header = header(provenance, day, policy);
        // An old recording is replaced only by one of something.
        let file = if options.overwrite && path.is_file() {
            None
        } else {
            let mut file = Output::create(path, false)?;
            file.stay();
            Some(file)
        };
        self.prepared = Some(Prepared {
            path: path.clone(),
            file,
            header,
        });
        Ok(())
    }

    /// Records what was reached, or that nothing was.
    pub(super) fn record(
        &mut self,
        reached: Result<Box<dyn Transport>, Finding>,
        took: Duration,
    ) -> Result<Box<dyn Transport>, Finding> {
        let nothing = matches!(&reached, Err(finding) if refusal(finding).is_none());
        if nothing && self.prepared.as_ref().is_some_and(|it| it.file.is_none()) {
            return reached;
        }
        if let Some(prepared) = self.prepared.take() {
            let Prepared {
                path,
                file,
                mut header,
            } = prepared;
            let file = file.map_or_else(|| Output::create(&path, true), Ok)?;
            if let Ok(transport) = &reached {
                header.provenance = self.provenance(&transport.source());
            }
            self.simulated = header.provenance == Provenance::Simulated;
            let tape =
                Tape::new(file.writer()?, &header).map_err(|error| unreadable(&path, &error))?;
            self.tape = Some((file, path, tape));
        }
        let Some((_, _, tape)) = &self.tape else {
            return reached;
        };
        match reached {
            Ok(transport) => Ok(Box::new(Recorder::new(transport, tape, took))),
            Err(finding) => {
                if let Some(error) = refusal(&finding) {
                    tape.no_card("", &error, took);
                }
                Err(finding)
            }
        }
    }

    /// Whose answers these are.
    pub(super) fn provenance(&self, source: &Source) -> Provenance {
        if let Some(replayed) = &self.replayed {
            return replayed.header.provenance.clone();
        }
        if source.kind == SourceKind::Simulated {
            Provenance::Simulated
        } else if source.name.starts_with("Virtual PCD") {
            // A real card can be relayed to it as well as a simulated one.
            Provenance::Unknown
        } else {
            Provenance::Physical
        }
    }

    /// Adds to a report what only the recording knows: that its card was simulated, and what went
    /// wrong with the recording itself.
    pub(super) fn complete(&mut self, mut report: Report) -> Report {
        // A card that was never asked for, because something else was wrong, is none.
        let looked = report.source.is_some() || report.outcome() == Outcome::Unchecked;
        if self.simulated && looked {
            report.mark_simulated();
        }
        let differs = |finding: &Finding| matches!(finding, Finding::ReplayDiffers { .. });
        match self.close() {
            // Once is enough: behind a difference everything is left over.
            Some(finding) if differs(&finding) && report.findings.iter().any(differs) => {}
            Some(finding) => report.findings.push(finding),
            None => {}
        }
        report
    }

    /// Finishes what is recorded or replayed. What went wrong is told once.
    pub(super) fn close(&mut self) -> Option<Finding> {
        if let Some((output, path, tape)) = self.tape.take() {
            let Err(error) = tape.finish() else {
                return output.keep().err();
            };
            return Some(Finding::RecordingIncomplete {
                file: path.display().to_string(),
                why: error.to_string(),
            });
        }
        let script = self.replayed.as_mut()?.script.take()?;
        script.finish().err().map(|error| transport_finding(&error))
    }
}

/// The header of a recording that this program makes.
pub(super) fn header(provenance: Provenance, day: Day, policy: Policy) -> Header {
    Header {
        program: concat!("mynacheck ", env!("CARGO_PKG_VERSION")).to_owned(),
        platform: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        provenance,
        today: day.today,
        from_clock: day.from_clock,
        policy,
        expect: None,
    }
}

/// What is wrong with a recording, for a person.
pub(super) fn wrong(path: &Path, error: &ReadError, lang: Lang) -> Finding {
    let file = path.display().to_string();
    match error.reason {
        Reason::Io(kind) => unreadable(path, &kind.into()),
        _ => Finding::RecordingWrong {
            file,
            line: error.line,
            why: message::recording_wrong(lang, &error.reason),
        },
    }
}

/// What to record of a card that was not reached, so that a replay finds the same.
fn refusal(finding: &Finding) -> Option<TransportError> {
    let scard = |operation, code| Some(TransportError::Scard { operation, code });
    match finding {
        Finding::NoCard { waited_seconds } => Some(TransportError::TimedOut {
            operation: Operation::WaitForCard,
            limit: Duration::from_secs(*waited_seconds),
        }),
        Finding::NoReader => scard(Operation::ListReaders, ScardCode::E_NO_READERS_AVAILABLE),
        Finding::CardMute => scard(Operation::Connect, ScardCode::W_UNPOWERED_CARD),
        Finding::CardBusy { .. } => scard(Operation::Connect, ScardCode::E_SHARING_VIOLATION),
        Finding::ProtocolMismatch => scard(Operation::Connect, ScardCode::E_PROTO_MISMATCH),
        Finding::AccessDenied { code } => scard(Operation::Establish, ScardCode(*code)),
        Finding::ServiceStopped { code } => scard(Operation::ListReaders, ScardCode(*code)),
        Finding::NoService { code }
        | Finding::ReaderGone { code }
        | Finding::CommunicationFailed { code }
        | Finding::PcscError { code } => scard(Operation::Connect, ScardCode(*code)),
        _ => None,
    }
}
