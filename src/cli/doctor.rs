//! `doctor`: what the system gives to it, and what it writes.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::args::{self, Format};
use super::{Context, Exit, Host, input, print, print_failure, print_json};
use crate::doctor::{self, Os, Probe, Request, Service, System, bundle, stability, swap};
use crate::finding::{Finding, Outcome, Part};
use crate::message::{Label, Lang, label};
use crate::reader::choice::ReaderState;
use crate::reader::pcsc::Pcsc;
use crate::reader::recorder::{self, Recorder, Tape};
use crate::recording::{Header, Policy, Provenance};
use crate::report::Report;
use crate::report::json::Document;
use crate::time::Date;
use crate::transport::{Transport, TransportError};

/// The variables that change what PC/SC sees, or that tell a sandbox or a remote session.
const VARIABLES: [&str; 9] = [
    "PCSCLITE_CSOCK_NAME",
    "PCSCLITE_HP_DROPDIR",
    "PCSCLITE_FILTER_IGNORE_READER_NAMES",
    "SNAP",
    "SNAP_NAME",
    "container",
    "SSH_CONNECTION",
    "SSH_TTY",
    "SESSIONNAME",
];

/// `doctor`
pub(super) fn doctor(args: &args::Doctor, context: Context, host: &mut Host) -> Exit {
    if args.list {
        return list(context, host);
    }
    let today = args.card.today.unwrap_or_else(|| host.today());
    let saved = match args.compare.as_deref().map(input::text).transpose() {
        Ok(saved) => saved,
        Err(finding) => return print_failure(finding, today, context, host),
    };
    let (report, recording) = examine(args, context.lang, host);
    let mut report = host.recordings.complete(report);
    doctor::adopt(&mut report);
    if let (Some(saved), Some(path)) = (saved, args.compare.as_deref()) {
        match bundle::compare(&report, &saved) {
            Ok(changes) => {
                if let Some(doctor) = &mut report.doctor {
                    doctor.changes = Some(changes);
                }
            }
            Err(error) => {
                let finding = unusable(Some(path), &error);
                return print_failure(finding, today, context, host);
            }
        }
    }
    for (path, text) in [
        (&args.save, json(&report, context.lang)),
        (
            &args.bundle,
            bundle::write(&report, recording.as_deref(), context.lang),
        ),
    ] {
        let Some(path) = path else { continue };
        let written = recorder::create(path, false)
            .and_then(|mut file| io::Write::write_all(&mut file, text.as_bytes()));
        if let Err(error) = written {
            let finding = unusable(Some(path), &error);
            return print_failure(finding, today, context, host);
        }
        let word = label(context.lang, Label::Written);
        host.complain(&format!("{word}: {}\n", path.display()));
    }
    print(&report, context, host);
    let outcome = report
        .doctor
        .as_ref()
        .map_or(Outcome::Fault, |doctor| doctor.outcome(args.strict));
    Exit::from(outcome)
}

fn unusable(path: Option<&Path>, why: &dyn std::fmt::Display) -> Finding {
    Finding::FileUnreadable {
        file: path.map_or_else(String::new, |path| path.display().to_string()),
        why: why.to_string(),
    }
}

fn json(report: &Report, lang: Lang) -> String {
    serde_json::to_string_pretty(&Document::new(report, lang)).unwrap_or_default()
}

/// The report and, for a bundle, the redacted recording of the conversation with the card.
fn examine(args: &args::Doctor, lang: Lang, host: &mut Host) -> (Report, Option<String>) {
    let day = host.day(args.card.today);
    let today = day.today;
    let configured = host.config.reader.clone();
    let request = Request {
        today,
        from_clock: day.from_clock,
        reader: args.card.reader.as_deref().or(configured.as_deref()),
        wait: Duration::from_secs(args.card.timeout),
        card: !args.no_card,
        only: args.only,
    };
    let memo = args.bundle.as_ref().and_then(|_| Memo::new(args, today));
    if args.card.simulate.is_some() || args.card.replay.is_some() {
        let opened = host
            .open(&args.card, today, lang)
            .map(|transport| Memo::note(memo.as_ref(), transport, Duration::ZERO));
        let mut report = doctor::examine_card(opened, &request);
        let asked_wrongly = matches!(report.outcome(), Outcome::BadInput | Outcome::BadUsage);
        if args.card.simulate.is_some() && !asked_wrongly {
            report.mark_simulated();
        }
        if let Some(runs) = args.stability {
            stability::run(&mut report, runs, today, &mut || {
                host.open(&args.card, today, lang)
            });
        }
        if args.swap {
            // There is no reader in which another card could be laid.
            swap::run(&mut report, &mut || None);
        }
        return (report, memo.and_then(Memo::text));
    }
    let started = host
        .recordings
        .start(&args.card.recording, false, day, lang);
    if let Err(finding) = started {
        return (doctor::examine_card(Err(finding), &request), None);
    }
    let system = system(args.root.as_deref());
    let mut desk = Desk {
        pcsc: None,
        limit: Duration::from_secs(args.limit.max(1)),
        lang,
        said: false,
        memo: memo.as_ref(),
        connected: false,
        host,
    };
    let mut report = doctor::examine(&system, &mut desk, &request);
    if !desk.connected {
        let why = report.doctor.as_ref().and_then(|doctor| doctor.decisive());
        if let Some(check) = why {
            // That nothing was reached is recorded too.
            let unreached = Err(check.finding.clone());
            let _ = desk.host.recordings.record(unreached, Duration::ZERO);
        }
    }
    if let Some(runs) = args.stability {
        stability::run(&mut report, runs, today, &mut || {
            doctor::connect(&mut desk, request.reader)
        });
    }
    if args.swap {
        swap::run(&mut report, &mut || {
            desk.host
                .complain(&format!("{}\n", label(lang, Label::SwapAsk)));
            let mut line = String::new();
            let read = io::stdin().read_line(&mut line).unwrap_or_default();
            (read > 0).then(|| doctor::examine(&system, &mut desk, &request))
        });
    }
    (report, memo.and_then(Memo::text))
}

/// A redacted recording in memory, for a bundle.
struct Memo {
    bytes: Rc<RefCell<Vec<u8>>>,
    tape: Tape<Shared>,
}

/// Writes where somebody else can read it afterwards.
struct Shared(Rc<RefCell<Vec<u8>>>);

impl io::Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Memo {
    fn new(args: &args::Doctor, today: Date) -> Option<Self> {
        let header = Header {
            program: concat!("mynacheck ", env!("CARGO_PKG_VERSION")).to_owned(),
            platform: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            provenance: if args.card.simulate.is_some() {
                Provenance::Simulated
            } else {
                Provenance::Physical
            },
            today,
            from_clock: args.card.today.is_none(),
            policy: Policy::Redacted,
            expect: None,
        };
        let bytes = Rc::default();
        let tape = Tape::new(Shared(Rc::clone(&bytes)), &header).ok()?;
        Some(Self { bytes, tape })
    }

    fn note(
        memo: Option<&Self>,
        transport: Box<dyn Transport>,
        took: Duration,
    ) -> Box<dyn Transport> {
        match memo {
            Some(memo) => Box::new(Recorder::new(transport, &memo.tape, took)),
            None => transport,
        }
    }

    fn text(self) -> Option<String> {
        self.tape.finish().ok()?;
        String::from_utf8(self.bytes.borrow().clone()).ok()
    }
}

fn system(root: Option<&Path>) -> System {
    let env: BTreeMap<String, String> = VARIABLES
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), std::env::var(name).ok()?)))
        .collect();
    System {
        root: root.unwrap_or_else(|| Path::new("/")).to_owned(),
        os: if cfg!(target_os = "linux") {
            Os::Linux
        } else if cfg!(windows) {
            Os::Windows
        } else if cfg!(target_os = "macos") {
            Os::MacOs
        } else {
            Os::Other
        },
        env,
        own_process: std::process::id(),
    }
}

/// The real service.
struct Desk<'a> {
    pcsc: Option<Pcsc>,
    limit: Duration,
    lang: Lang,
    /// Somebody has been asked for a card.
    said: bool,
    memo: Option<&'a Memo>,
    /// The first conversation is the one that is recorded.
    connected: bool,
    host: &'a mut Host,
}

impl Desk<'_> {
    fn pcsc(&mut self) -> Result<&mut Pcsc, TransportError> {
        match &mut self.pcsc {
            Some(_) => {}
            empty => {
                let interrupt = Arc::clone(&self.host.interrupt);
                *empty = Some(Pcsc::establish(self.limit, interrupt)?);
            }
        }
        self.pcsc.as_mut().ok_or(TransportError::Lost)
    }
}

impl Service for Desk<'_> {
    fn establish(&mut self) -> Result<(), TransportError> {
        self.pcsc = None;
        self.pcsc().map(|_| ())
    }

    fn readers(&mut self) -> Result<Vec<ReaderState>, TransportError> {
        self.pcsc()?.readers()
    }

    fn wait(&mut self, known: &[ReaderState], time: Duration) -> Result<(), TransportError> {
        if self.host.attended && !self.said {
            self.said = true;
            let text = label(self.lang, Label::WaitingForCard);
            self.host.complain(&format!("{text}\n"));
        }
        self.pcsc()?.wait(known, time)
    }

    fn max_apdu(&mut self, reader: &str) -> Option<u32> {
        match self.pcsc().ok()?.features(reader) {
            Ok(features) => features.max_apdu,
            Err(error) => {
                // Out of time, its thread answers nothing more; the next step begins anew.
                if error.code().is_none() {
                    self.pcsc = None;
                }
                None
            }
        }
    }

    fn connect(&mut self, reader: &str) -> Result<Box<dyn Transport>, TransportError> {
        self.pcsc()?;
        let pcsc = self.pcsc.take().ok_or(TransportError::Lost)?;
        let begun = Instant::now();
        let transport = Box::new(pcsc.connect(reader)?);
        if std::mem::replace(&mut self.connected, true) {
            return Ok(transport);
        }
        let took = begun.elapsed();
        let noted = Memo::note(self.memo, transport, took);
        // A transport that is there is recorded as it is.
        self.host
            .recordings
            .record(Ok(noted), took)
            .map_err(|_| TransportError::Lost)
    }
}

#[derive(Serialize)]
struct ProbeLine {
    id: String,
    part: Part,
    looks_at: &'static str,
}

#[derive(Serialize)]
struct ProbesDocument {
    schema: &'static str,
    version: &'static str,
    probes: Vec<ProbeLine>,
}

/// `doctor --list`
fn list(context: Context, host: &mut Host) -> Exit {
    let probes: Vec<ProbeLine> = Probe::ALL
        .into_iter()
        .map(|probe| ProbeLine {
            id: probe.as_str().to_owned(),
            part: probe.part(),
            looks_at: label(
                context.lang,
                match probe {
                    Probe::Clock => Label::ProbeClock,
                    Probe::Service => Label::ProbeService,
                    Probe::Usb => Label::ProbeUsb,
                    Probe::Readers => Label::ProbeReaders,
                    Probe::Card => Label::ProbeCard,
                    Probe::Certificate => Label::ProbeCertificate,
                },
            ),
        })
        .collect();
    match context.format {
        Format::Text => {
            for line in &probes {
                let part = line.part.as_str();
                host.print(&format!("{:<13}{part:<13}{}\n", line.id, line.looks_at));
            }
        }
        Format::Json => print_json(
            &ProbesDocument {
                schema: "mynacheck.probes.v1",
                version: env!("CARGO_PKG_VERSION"),
                probes,
            },
            host,
        ),
    }
    Exit::Usable
}
