//! A relay between a program at a virtual reader, which is the test, and a simulated card on a scripted one.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mynacheck::internals::reader::choice::ReaderState;
use mynacheck::internals::reader::scripted::{Moment, ScriptedService};
use mynacheck::internals::simulator::image::Image;
use mynacheck::internals::simulator::state::{Card, Tally};
use mynacheck::internals::simulator::{SharedCard, SimulatedTransport};

use crate::program::{Run, run_on};

pub(super) const READER: &str = "Circle CIR315 CL 00 00";
pub(super) const ON: &[u8] = &[1];
pub(super) const OFF: &[u8] = &[0];
pub(super) const SELECT: &[u8] = b"\x00\xA4\x04\x0C\x0A\xD3\x92\xF0\x00\x26\x01\x00\x00\x00\x01";
pub(super) const SELECT_PIN: &[u8] = b"\x00\xA4\x02\x0C\x02\x00\x18";
pub(super) const SELECT_TOKEN: &[u8] = b"\x00\xA4\x02\x0C\x02\x00\x06";
pub(super) const READ: &[u8] = b"\x00\xB0\x00\x00\x20";
pub(super) const WRONG: &[u8] = b"\x00\x20\x00\x80\x049876";

/// A program at vpcd.
pub(super) struct Program(TcpStream);

impl Program {
    pub(super) fn accept(listener: &TcpListener) -> Self {
        let (stream, _) = listener.accept().unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        Self(stream)
    }

    pub(super) fn tell(&mut self, message: &[u8]) {
        let length = u16::try_from(message.len()).unwrap();
        self.0.write_all(&length.to_be_bytes()).unwrap();
        self.0.write_all(message).unwrap();
    }

    /// The whole answer; None where the card has gone.
    pub(super) fn answer(&mut self, message: &[u8]) -> Option<Vec<u8>> {
        self.tell(message);
        let mut length = [0; 2];
        self.0.read_exact(&mut length).ok()?;
        let mut answer = vec![0; usize::from(u16::from_be_bytes(length))];
        self.0.read_exact(&mut answer).unwrap();
        Some(answer)
    }

    /// The status word of an answer without data.
    pub(super) fn ask(&mut self, command: &[u8]) -> u16 {
        u16::from_be_bytes(self.answer(command).unwrap().try_into().unwrap())
    }
}

pub(super) fn card(events: u32) -> Moment {
    Moment::Readers(vec![ReaderState {
        name: READER.to_owned(),
        present: true,
        events,
        ..ReaderState::default()
    }])
}

pub(super) fn empty(events: u32) -> Moment {
    Moment::Readers(vec![ReaderState {
        name: READER.to_owned(),
        events,
        ..ReaderState::default()
    }])
}

/// Sets the flag also where the program panics, or the relay would go on for ever.
struct CtrlC(Arc<AtomicBool>);

impl Drop for CtrlC {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Relays the card `valid`, changed so, to a program, and presses Ctrl-C when the program has ended.
pub(super) fn relay<P: Send>(
    options: &[&str],
    but: &str,
    moments: Vec<Moment>,
    program: impl FnOnce(&TcpListener) -> P + Send,
) -> (Run, Tally) {
    relay_into("--vpcd", options, but, moments, program)
}

/// The same, into the virtual reader that an option names.
pub(super) fn relay_into<P: Send>(
    reader: &str,
    options: &[&str],
    but: &str,
    moments: Vec<Moment>,
    program: impl FnOnce(&TcpListener) -> P + Send,
) -> (Run, Tally) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let file = format!("extends = 'valid'\n{but}");
    let image = Image::parse(&file, "2026-11-22".parse().unwrap()).unwrap();
    let shared: SharedCard = Arc::new(Mutex::new(Card::new(image)));
    let interrupt = Arc::new(AtomicBool::new(false));
    let real = Arc::clone(&shared);
    let service = ScriptedService::new(
        moments.into_iter().chain([Moment::Interrupted]),
        move |_| {
            let limit = Duration::from_secs(5);
            Ok(Box::new(SimulatedTransport::attach(
                READER,
                Arc::clone(&real),
                limit,
            )?))
        },
    );
    let run = std::thread::scope(|scope| {
        let pressed = CtrlC(Arc::clone(&interrupt));
        let program = scope.spawn(|| {
            let _pressed = pressed;
            program(&listener)
        });
        let arguments = [&["relay", reader, &address], options].concat();
        let (run, _) = run_on(&arguments, |host| {
            host.service = Box::new(service);
            host.interrupt = Arc::clone(&interrupt);
        });
        // Ctrl-C was pressed before the program let go of its reader.
        program.join().unwrap();
        run
    });
    let tally = shared.lock().unwrap().tally();
    let out = run.out.replace(&address, "VPCD");
    (Run { out, ..run }, tally)
}

/// What is shown, without the times that things took; all of it happens at noon.
pub(super) fn shown(run: &Run) -> String {
    run.out
        .lines()
        .map(|line| line.strip_prefix("12:00:00 ").unwrap_or(line))
        .map(|line| match line.split_once(" ms") {
            Some((columns, said)) if columns.len() < 20 => {
                let number = columns.split_whitespace().rev().nth(1).unwrap_or("-");
                format!("{number}{said}\n")
            }
            _ => format!("{line}\n"),
        })
        .collect()
}
