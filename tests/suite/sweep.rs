//! Every command, and every call that it makes of the smart-card service and of the card: each of them
//! fails, in every way, once and from then on, and again where the program helps itself.
//!
//! The whole program runs, its arguments at one end and its report at the other; only the service is
//! ours. `cargo test --test suite sweep:: -- --include-ignored --nocapture` takes every fault there is and says
//! how many cases there were.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, LazyLock, Mutex};
use std::thread;
use std::time::Duration;

use crate::faulty::{Call, Fault, Faulty, scard};
use crate::program::{Run, Typist, run_on};
use jiff::civil::date;
use mynacheck::internals::reader::choice::ReaderState;
use mynacheck::internals::reader::{Features, Service, Share};
use mynacheck::internals::simulator::image::Image;
use mynacheck::internals::simulator::state::Card;
use mynacheck::internals::simulator::{SharedCard, SimulatedTransport};
use mynacheck::internals::transport::{Leave, Operation, ScardCode, Transport, TransportError};
use serde_json::Value;

/// Nothing but waiting makes so many calls.
const ENOUGH: usize = 150;
const LIMIT: Duration = Duration::from_secs(5);

const COMMANDS: &[&[&str]] = &[
    &["check"],
    &["check", "--expiry"],
    &["pin", "status"],
    &["pin", "verify", "--pin-stdin"],
    &["certificate"],
    &["prove", "--pin-stdin"],
    &["readers"],
    &["doctor", "--only", "card"],
    &["watch", "--cards", "1"],
];

static CARD: LazyLock<Image> = LazyLock::new(|| {
    // What is signed matters nowhere here, and takes long.
    let signature = "00".repeat(256);
    let text =
        format!("extends = \"valid\"\n[[quirk]]\nto = \"802A\"\nanswer = \"{signature}9000\"\n");
    Image::parse(&text, date(2026, 11, 22)).unwrap()
});

/// Which calls go wrong, numbered over the service and all connections, and what became of them.
#[derive(Default)]
struct Schedule {
    faults: Vec<(usize, Fault, bool)>,
    calls: usize,
    fired: usize,
    /// At the card: VERIFYs that went out, and how it was left afterwards.
    verifies: usize,
    left: Vec<(bool, Leave)>,
    verified: bool,
}

impl Schedule {
    fn call(&mut self, operation: Operation) -> Option<Fault> {
        let number = self.calls;
        self.calls += 1;
        if number == ENOUGH {
            // Whoever waits for better times is told that it is evening.
            self.faults = vec![(number, Fault::Fails(TransportError::Interrupted), true)];
        }
        let wrong =
            |(at, _, lasting): &&(usize, Fault, bool)| *at == number || *lasting && number > *at;
        let (_, fault, _) = self.faults.iter().find(wrong)?;
        self.fired += 1;
        Some(match fault {
            Fault::Fails(TransportError::Scard { code, .. }) => {
                Fault::Fails(scard(operation, *code))
            }
            Fault::AnswerLost(TransportError::Scard { code, .. }) => {
                Fault::AnswerLost(scard(operation, *code))
            }
            Fault::Fails(TransportError::TimedOut { limit, .. }) => {
                let limit = *limit;
                Fault::Fails(TransportError::TimedOut { operation, limit })
            }
            other => other.clone(),
        })
    }
}

type Shared = Rc<RefCell<Schedule>>;

/// A service with one reader and one card in it.
struct Computer {
    schedule: Shared,
    card: SharedCard,
}

impl Computer {
    fn ask(&self, operation: Operation) -> Result<(), TransportError> {
        match self.schedule.borrow_mut().call(operation) {
            Some(Fault::Fails(error) | Fault::AnswerLost(error)) => Err(error),
            _ => Ok(()),
        }
    }
}

impl Service for Computer {
    fn establish(&mut self, _limit: Duration) -> Result<(), TransportError> {
        self.ask(Operation::Establish)
    }

    fn readers(&mut self) -> Result<Vec<ReaderState>, TransportError> {
        self.ask(Operation::ListReaders)?;
        Ok(vec![ReaderState {
            name: "Circle CIR315 CL 00 00".to_owned(),
            present: true,
            atr: CARD.atr.clone(),
            ..ReaderState::default()
        }])
    }

    fn wait(&mut self, _known: &[ReaderState], _time: Duration) -> Result<bool, TransportError> {
        self.ask(Operation::WaitForCard)?;
        Ok(false)
    }

    fn features(&mut self, _reader: &str) -> Result<Features, TransportError> {
        self.ask(Operation::Query)?;
        Ok(Features::default())
    }

    fn connect(&mut self, reader: &str, _: Share) -> Result<Box<dyn Transport>, TransportError> {
        self.ask(Operation::Connect)?;
        let card = SimulatedTransport::attach(reader, Arc::clone(&self.card), LIMIT)?;
        let schedule = Rc::clone(&self.schedule);
        let plan = Box::new(move |_: usize, call: Call<'_>| {
            let mut schedule = schedule.borrow_mut();
            match call {
                Call::Begin => schedule.call(Operation::Begin),
                Call::Transmit(command) => {
                    if command.secret.is_some() {
                        schedule.verified = true;
                        schedule.verifies += 1;
                    }
                    schedule.call(Operation::Transmit)
                }
                Call::End(leave) => {
                    let verified = std::mem::take(&mut schedule.verified);
                    schedule.left.push((verified, leave));
                    schedule.call(Operation::End)
                }
            }
        });
        Ok(Box::new(Faulty::new(card, plan)))
    }

    fn pause(&mut self, _time: Duration) -> Result<(), TransportError> {
        Ok(())
    }
}

fn run(command: &[&str], faults: Vec<(usize, Fault, bool)>) -> (Run, Schedule) {
    let schedule = Shared::default();
    schedule.borrow_mut().faults = faults;
    let service = Computer {
        schedule: Rc::clone(&schedule),
        card: Arc::new(Mutex::new(Card::new(CARD.clone()))),
    };
    let mut arguments = command.to_vec();
    arguments.extend(["--format", "json"]);
    if command[0] != "readers" {
        arguments.extend(["--today", "2026-11-22"]);
    }
    if !matches!(command[0], "readers" | "watch") {
        arguments.extend(["--timeout", "0"]);
    }
    let (run, _) = run_on(&arguments, |host| {
        host.service = Box::new(service);
        host.prompt = Box::new(Typist {
            hidden: Some("1234"),
            shown: Some("no"),
            line: Some("1234"),
        });
    });
    (run, Rc::into_inner(schedule).unwrap().into_inner())
}

/// What must be so, whatever has failed.
fn judge(command: &[&str], faults: &[(usize, Fault, bool)], run: &Run, schedule: &Schedule) {
    let place = || format!("{command:?} with {faults:?}\n{}", run.out);
    assert!([0, 1, 3, 4, 5, 70, 130].contains(&run.exit), "{}", place());
    let lost = |fault: &Fault| *fault == Fault::Fails(TransportError::Lost);
    if run.exit == 70 {
        assert!(
            faults.iter().any(|(_, fault, _)| lost(fault)),
            "{}",
            place()
        );
    }
    // One object, or one a line.
    let reports: Vec<Value> = serde_json::Deserializer::from_str(&run.out)
        .into_iter()
        .map(|object| object.unwrap_or_else(|error| panic!("{error}: {}", place())))
        .collect();
    assert!(!reports.is_empty(), "{}", place());
    let asks = matches!(command[0], "check" | "certificate");
    for report in &reports {
        if report["verdict"] == "usable" && asks {
            let last = &report["certificate"]["not_after"];
            assert_eq!(last, "2027-06-30T23:59:59+09:00", "{}", place());
        }
    }
    let proven = command[0] == "prove" && run.exit == 0;
    assert!(!proven, "by nothing: {}", place());
    assert!(schedule.verifies <= 1, "{}", place());
    for (verified, leave) in &schedule.left {
        // A card that was verified before the connection broke is powered down, too.
        assert!(!verified || *leave == Leave::PoweredDown, "{}", place());
        let asked = schedule.verifies > 0 || *leave == Leave::Untouched;
        assert!(asked, "{}", place());
    }
    assert!(
        schedule.calls < 200,
        "{} calls: {}",
        schedule.calls,
        place()
    );
}

/// Whatever a call may come to.
fn faults() -> Vec<Fault> {
    let named = ScardCode::ALL.iter().copied();
    let codes: Vec<ScardCode> = named
        .filter(|code| *code != ScardCode::S_SUCCESS)
        .chain([ScardCode(0x1F), ScardCode(0xDEAD_BEEF)])
        .collect();
    let at = Operation::Transmit;
    let mut faults: Vec<Fault> = codes
        .iter()
        .map(|code| Fault::Fails(scard(at, *code)))
        .collect();
    let limit = LIMIT;
    faults.extend([
        Fault::Fails(TransportError::TimedOut {
            operation: at,
            limit,
        }),
        Fault::Fails(TransportError::Lost),
        Fault::Fails(TransportError::Interrupted),
        Fault::AnswerLost(scard(at, ScardCode::F_COMM_ERROR)),
        Fault::AnswerLost(scard(at, ScardCode::E_INSUFFICIENT_BUFFER)),
        Fault::Answers(vec![]),
        Fault::Answers(vec![0x90]),
        Fault::Answers(vec![0x90, 0x00]),
        Fault::Answers([&[0x30; 300][..], &[0x90, 0x00]].concat()),
        Fault::Answers([vec![0x1B; 65_533], vec![0x90, 0x00]].concat()),
        Fault::Stale,
        Fault::Half,
        Fault::Swapped,
    ]);
    let words = [
        0x0000_u16, 0x6110, 0x6282, 0x6300, 0x63C0, 0x63C1, 0x63CF, 0x6581, 0x6700, 0x6882, 0x6982,
        0x6983, 0x6984, 0x6985, 0x6A82, 0x6A86, 0x6A88, 0x6B00, 0x6C00, 0x6D00, 0x6E00, 0x6F00,
        0x7374, 0xFFFF,
    ];
    faults.extend(words.map(|word| Fault::Answers(word.to_be_bytes().to_vec())));
    faults
}

/// One of each class, for what follows a first fault.
fn classes() -> Vec<Fault> {
    let fails = |code| Fault::Fails(scard(Operation::Transmit, code));
    vec![
        fails(ScardCode::W_RESET_CARD),
        fails(ScardCode::W_REMOVED_CARD),
        fails(ScardCode::E_NO_SERVICE),
        fails(ScardCode::E_SHARING_VIOLATION),
        Fault::Answers(vec![]),
        Fault::Answers(vec![0x6F, 0x00]),
        Fault::Stale,
    ]
}

/// `command` with each of the faults at each call; how many cases there were.
fn single(command: &[&str], faults: &[Fault]) -> usize {
    let (told, well) = run(command, Vec::new());
    assert!(well.calls > 2, "{command:?}: {}{}", told.out, told.err);
    let mut cases = 0;
    for fault in faults {
        for lasting in [false, true] {
            for at in 0..well.calls {
                let faults = vec![(at, fault.clone(), lasting)];
                let (run, schedule) = run(command, faults.clone());
                judge(command, &faults, &run, &schedule);
                cases += 1;
            }
        }
    }
    cases
}

/// What the program does to help itself, after a reset and after a connection that broke, fails, too.
fn double(command: &[&str]) -> usize {
    let (_, well) = run(command, Vec::new());
    let mut cases = 0;
    for first in [ScardCode::W_RESET_CARD, ScardCode::F_COMM_ERROR] {
        for at in 0..well.calls {
            let first = (at, Fault::Fails(scard(Operation::Transmit, first)), false);
            let (_, helped) = run(command, vec![first.clone()]);
            for second in (at + 1..helped.calls).step_by(6) {
                for fault in classes() {
                    let faults = vec![first.clone(), (second, fault, false)];
                    let (run, schedule) = run(command, faults.clone());
                    judge(command, &faults, &run, &schedule);
                    cases += 1;
                }
            }
        }
    }
    cases
}

/// How many cases there were, with one fault and with two.
fn sweep(faults: &[Fault]) -> usize {
    let tasks = Mutex::new(COMMANDS.to_vec());
    let cases = Mutex::new(0);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some(command) = tasks.lock().unwrap().pop() else {
                        return;
                    };
                    let (one, two) = (single(command, faults), double(command));
                    println!(
                        "{}: {one} with one fault, {two} with two",
                        command.join(" ")
                    );
                    *cases.lock().unwrap() += one + two;
                }
            });
        }
    });
    cases.into_inner().unwrap()
}

#[test]
fn every_command_with_a_fault_of_each_class_at_every_call() {
    assert!(sweep(&classes()) > 4_000);
}

#[test]
#[ignore = "a minute and a half of two cores; see the head of this file"]
fn every_command_with_every_fault_at_every_call() {
    assert!(sweep(&faults()) > 30_000);
}
