//! Where is the fault: computer, reader, card or certificate?
//!
//! The four are looked at in this order. Every probe collects and none aborts the others; what
//! cannot be looked at is said to be left out. A PC/SC code alone is no diagnosis
//! (`docs/doctor.md`), so `doctor` looks beside PC/SC as well: at sockets, units, USB, drivers and
//! programs, all below a root folder that tests replace.
//!
//! It sends no PIN, resets no card, holds no transaction beyond one check, starts no program and
//! needs no `root`.

pub(crate) mod bundle;
mod facts;
mod ledger;
pub(crate) mod models;
mod reader;
mod service;
pub(crate) mod stability;
pub(crate) mod swap;
mod usb;
mod windows;

use std::time::Duration;

use crate::check::{self, Question};
use crate::conversation::{Day, is_service_lost, transport_finding};
use crate::finding::{Finding, FindingId, Part, Skip};
use crate::platform::linux::process;
pub use crate::platform::{Os, System};
use crate::reader::Service;
use crate::reader::reach::{Unreached, reach};
use crate::report::Report;
use crate::report::doctor::Check;
use crate::transport::{Operation, ScardCode, Transport, TransportError};
use ledger::Ledger;

/// One thing that `doctor` looks at, for `--only` and `--list`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Probe {
    /// The computer's date.
    Clock,
    /// The smart-card service.
    Service,
    /// USB devices and drivers.
    Usb,
    /// The readers that the service knows.
    Readers,
    /// The card and its PIN.
    Card,
    /// The certificate's dates.
    Certificate,
}

impl Probe {
    /// The part that it belongs to.
    #[must_use]
    pub fn part(self) -> Part {
        match self {
            Self::Clock | Self::Service => Part::Computer,
            Self::Usb | Self::Readers => Part::Reader,
            Self::Card => Part::Card,
            Self::Certificate => Part::Certificate,
        }
    }
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct DoctorRequest<'a> {
    /// The day to judge on.
    pub day: Day,
    /// The reader to use, by a part of its name or by its number.
    pub reader: Option<&'a str>,
    /// How long a card is waited for.
    pub wait: Duration,
    /// What the service is given to answer each time.
    pub limit: Duration,
    /// The card is looked at as well.
    pub card: bool,
    /// Only this probe counts.
    pub only: Option<Probe>,
}

impl DoctorRequest<'_> {
    fn question(&self) -> Question {
        Question {
            card_body: true,
            ..Question::on(self.day)
        }
    }
}

/// Looks at everything that a real reader needs.
pub fn examine(system: &System, service: &mut dyn Service, request: &DoctorRequest<'_>) -> Report {
    let mut ledger = Ledger::new(request.only);
    ledger.facts = facts::facts(system);
    clock(&mut ledger, request);
    if matches!(request.only, Some(Probe::Clock)) {
        return ledger.report(request.day.today);
    }
    if matches!(request.only, Some(Probe::Usb)) {
        reader::usb(system, &mut ledger).record_faults(&mut ledger);
        return ledger.report(request.day.today);
    }
    let listed = service
        .establish(request.limit)
        .and_then(|()| service.readers());
    // Not before: the first to ask starts the service where systemd does, and whose it is counts.
    let usb = reader::usb(system, &mut ledger);
    let readers = match listed {
        Ok(readers) => readers,
        Err(error) => {
            let (finding, seen) = service::cause(system, &error, &process::all(system));
            let interrupted = finding == Finding::Interrupted;
            ledger.push(Probe::Service, finding, seen);
            // Whoever presses Ctrl-C is told of that and of nothing else.
            if !interrupted {
                usb.record_faults(&mut ledger);
            }
            ledger.skip_rest(Part::Reader, Skip::EarlierFault);
            return ledger.report(request.day.today);
        }
    };
    ledger.push(Probe::Service, Finding::ServiceOk, String::new());
    if !reader::listed(system, service, &readers, &usb, &mut ledger) {
        ledger.skip_rest(Part::Card, Skip::EarlierFault);
        return ledger.report(request.day.today);
    }
    let wants_card = matches!(request.only, None | Some(Probe::Card | Probe::Certificate));
    if !request.card || !wants_card {
        ledger.skip_rest(Part::Card, Skip::NotAsked);
        return ledger.report(request.day.today);
    }
    let looked = match reach(service, request.reader, request.wait, &mut || ()) {
        Ok(mut transport) => card(transport.as_mut(), request, &mut ledger),
        Err(unreached) => {
            record(unreached, system, request, &mut ledger);
            Report::default()
        }
    };
    let mut has_gone = || reader::has_gone(service, &readers);
    refine(system, &usb, &mut has_gone, &mut ledger);
    name_programs(system, &mut ledger);
    ledger.skip_rest(Part::Card, Skip::EarlierFault);
    ledger.into_report(looked, request.day.today)
}

/// Looks at a card that needs no reader: a simulated or a recorded one.
#[must_use]
pub(crate) fn examine_card(
    card_or_not: Result<Box<dyn Transport>, Finding>,
    request: &DoctorRequest<'_>,
) -> Report {
    let mut ledger = Ledger::new(request.only);
    clock(&mut ledger, request);
    ledger.skip(Part::Computer, Skip::NoReaderNeeded);
    ledger.skip(Part::Reader, Skip::NoReaderNeeded);
    let looked = match card_or_not {
        Ok(mut transport) => card(transport.as_mut(), request, &mut ledger),
        Err(finding) => {
            ledger.push(Probe::Card, finding, String::new());
            Report::default()
        }
    };
    ledger.skip_rest(Part::Card, Skip::EarlierFault);
    ledger.into_report(looked, request.day.today)
}

/// Takes findings that came from elsewhere, as from a recording, into what `doctor` shows.
pub(crate) fn adopt(report: &mut Report) {
    for finding in report.findings.clone() {
        let shown = report
            .doctor
            .as_ref()
            .is_some_and(|doctor| doctor.checks.iter().any(|check| check.finding == finding));
        if !shown {
            report.add(Check::of(finding), true);
        }
    }
}

/// Connects once more to the card, and waits for it where it was lifted: for the stability test.
///
/// # Errors
/// What kept it from being reached.
pub(crate) fn connect(
    service: &mut dyn Service,
    request: &DoctorRequest<'_>,
) -> Result<Box<dyn Transport>, Finding> {
    let reached = match service.establish(request.limit) {
        Ok(()) => reach(service, request.reader, request.wait, &mut || ()),
        Err(error) => Err(Unreached::Failed(error)),
    };
    reached.map_err(|unreached| match unreached {
        Unreached::NotChosen(not_chosen) => reader::not_chosen(&not_chosen, request).0,
        Unreached::Failed(error) => transport_finding(&error),
    })
}

fn clock(ledger: &mut Ledger, request: &DoctorRequest<'_>) {
    if let Some(doubt) = request.day.doubt() {
        ledger.push(Probe::Clock, doubt, String::new());
    }
}

/// Records why no card was reached.
fn record(unreached: Unreached, system: &System, request: &DoctorRequest<'_>, ledger: &mut Ledger) {
    let (finding, seen) = match unreached {
        Unreached::NotChosen(not_chosen) => reader::not_chosen(&not_chosen, request),
        Unreached::Failed(error) => explain(system, &error),
    };
    ledger.push_found(finding, seen);
}

/// What a failure on the way to the card means, with what `/proc` tells.
fn explain(system: &System, error: &TransportError) -> (Finding, String) {
    let seen = error
        .code()
        .map_or_else(|| error.to_string(), |code| code.to_string());
    let processes = || process::all(system);
    match error {
        TransportError::TimedOut { operation, limit } => {
            let running = processes();
            let paused = process::service(&running).is_some_and(|service| service.stopped);
            match operation {
                Operation::Connect | Operation::Begin if !paused => (
                    Finding::CardInTransaction {
                        seconds: limit.as_secs(),
                        programs: process::clients(system, &running),
                    },
                    seen,
                ),
                Operation::Transmit if !paused => (transport_finding(error), seen),
                _ => service::hangs(*limit, &running),
            }
        }
        TransportError::Scard { operation, code }
            if is_service_lost(system.os, *operation, *code) =>
        {
            (Finding::ServiceDied { code: code.0 }, seen)
        }
        TransportError::Scard { code, .. } if *code == ScardCode::E_SHARING_VIOLATION => {
            let programs = process::clients(system, &processes());
            (Finding::CardBusy { programs }, seen)
        }
        TransportError::Scard { code, .. } if *code == ScardCode::E_NO_MEMORY => {
            (Finding::TooManyClients { code: code.0 }, seen)
        }
        _ => (transport_finding(error), seen),
    }
}

/// Windows shows no program what other programs have loaded, but tells a person.
fn name_programs(system: &System, ledger: &mut Ledger) {
    let in_use = |finding: &Finding| {
        let id = finding.id();
        matches!(id, FindingId::CardBusy | FindingId::CardInTransaction)
    };
    if system.os == Os::Windows && ledger.found_mut().any(|(finding, _)| in_use(finding)) {
        ledger.push(Probe::Service, Finding::ProgramsNotShown, String::new());
    }
}

/// Asks the card what `check` asks.
fn card(transport: &mut dyn Transport, request: &DoctorRequest<'_>, ledger: &mut Ledger) -> Report {
    let atr = hex::encode_upper(transport.atr());
    let report = check::run(transport, request.question());
    for finding in &report.findings {
        // The clock has been looked at already.
        if Some(finding) == request.day.doubt().as_ref() {
            continue;
        }
        let seen = match finding {
            Finding::PinOk { .. } | Finding::NotMyNumberCard { .. } => format!("ATR {atr}"),
            _ => String::new(),
        };
        ledger.push_found(finding.clone(), seen);
    }
    report
}

/// `check` sees only the card: what happened in the middle of it may lie before the card.
fn refine(
    system: &System,
    usb: &reader::Usb,
    reader_has_gone: &mut dyn FnMut() -> bool,
    ledger: &mut Ledger,
) {
    let processes = process::all(system);
    let mut unsteady = false;
    for (finding, seen) in ledger.found_mut() {
        let better = match finding {
            // The service answered before, so it has gone since.
            Finding::NoService { code } | Finding::ServiceStopped { code } => {
                Some(Finding::ServiceDied { code: *code })
            }
            Finding::CommunicationFailed { code }
                if is_service_lost(system.os, Operation::Transmit, ScardCode(*code)) =>
            {
                Some(Finding::ServiceDied { code: *code })
            }
            Finding::TimeLimit { seconds } => {
                let limit = Duration::from_secs(*seconds);
                match service::hangs(limit, &processes) {
                    (hangs @ Finding::ServiceHangs { stopped: true, .. }, state) => {
                        *seen = state;
                        Some(hangs)
                    }
                    _ => Some(Finding::CardSilent { seconds: *seconds }),
                }
            }
            // A reader that is pulled out takes the card along.
            Finding::CardRemoved if reader_has_gone() => {
                unsteady = true;
                let ScardCode(code) = ScardCode::E_READER_UNAVAILABLE;
                Some(Finding::ReaderGone { code })
            }
            // Within a check only waiting for the transaction says so.
            Finding::CardBusy { programs } if programs.is_empty() && seen.is_empty() => {
                Some(Finding::CardBusy {
                    programs: process::clients(system, &processes),
                })
            }
            Finding::CommunicationFailed { .. } | Finding::ReaderGone { .. } => {
                unsteady = true;
                None
            }
            _ => None,
        };
        if let Some(better) = better {
            *finding = better;
        }
    }
    if unsteady {
        usb.record_weaknesses(ledger);
    }
}
