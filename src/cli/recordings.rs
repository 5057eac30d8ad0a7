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
use crate::finding::{Finding, FindingKind, Misuse, Outcome, RecordingFault};
use crate::recording::recorder::{Recorder, Tape};
use crate::recording::replay::{ReplayTransport, Script};
use crate::recording::{self, Event, Header, Policy, Provenance, ReadError};
use crate::report::Report;
use crate::time::Date;
use crate::transport::{Source, SourceKind, Transport, TransportError};

/// What is recorded and what is replayed.
#[derive(Default)]
pub(super) struct Recordings {
    replayed: Option<Replayed>,
    prepared: Option<Prepared>,
    tape: Option<(Output, PathBuf, Tape<File>)>,
    /// What is recorded or replayed is a simulated card.
    simulated: bool,
}

/// Why no card was reached, and what to record of it so that a replay finds the same.
pub(super) struct NotReached {
    finding: Finding,
    /// None where nothing was tried with a card, or somebody stopped it.
    recorded: Option<Box<TransportError>>,
}

impl NotReached {
    /// What a transport failed with is recorded where a replay of it comes to this finding.
    pub(super) fn new(finding: Finding, error: Option<TransportError>) -> Self {
        let same = |error: &TransportError| unreached(error).id() == finding.id();
        let recorded = error
            .filter(same)
            .filter(|_| finding.id().kind() != FindingKind::ThisRun)
            .map(Box::new);
        Self { finding, recorded }
    }
}

impl From<Finding> for NotReached {
    fn from(finding: Finding) -> Self {
        Self::new(finding, None)
    }
}

impl From<TransportError> for NotReached {
    fn from(error: TransportError) -> Self {
        Self::new(transport_finding(&error), Some(error))
    }
}

impl From<NotReached> for Finding {
    fn from(not_reached: NotReached) -> Self {
        not_reached.finding
    }
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
    pub(super) fn take_up(&mut self, options: &CardOptions) -> Result<(), Finding> {
        self.simulated = options.simulate.is_some();
        match &options.replay {
            Some(path) => self.load(path),
            None => Ok(()),
        }
    }

    /// Reads a recording for a card that plays it to another program.
    pub(super) fn play(&mut self, path: &Path) -> Result<Vec<(usize, Event)>, Finding> {
        self.load(path)?;
        let replayed = self.replayed.as_mut();
        let events = replayed.and_then(|replayed| replayed.events.take());
        Ok(events.unwrap_or_default())
    }

    fn load(&mut self, path: &Path) -> Result<(), Finding> {
        let file = files::open(path)?;
        let (header, events) =
            recording::read(BufReader::new(file)).map_err(|error| wrong(path, error))?;
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
        reached: Result<Box<dyn Transport>, impl Into<NotReached>>,
        took: Duration,
    ) -> Result<Box<dyn Transport>, Finding> {
        let reached = reached.map_err(Into::into);
        let nothing = matches!(&reached, Err(NotReached { recorded: None, .. }));
        if nothing && self.prepared.as_ref().is_some_and(|it| it.file.is_none()) {
            return Ok(reached?);
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
            return Ok(reached?);
        };
        match reached {
            Ok(transport) => Ok(Box::new(Recorder::new(transport, tape, took))),
            Err(not_reached) => {
                if let Some(error) = &not_reached.recorded {
                    tape.no_card("", error, took);
                }
                Err(not_reached.finding)
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

/// What is wrong with a recording or a log.
pub(super) fn wrong(path: &Path, error: ReadError) -> Finding {
    let file = path.display().to_string();
    match error.reason {
        RecordingFault::Io(why) => Finding::FileUnreadable { file, why },
        why => Finding::RecordingWrong {
            file,
            line: error.line,
            why,
        },
    }
}
