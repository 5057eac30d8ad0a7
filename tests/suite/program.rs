//! The whole program, run in this process.
#![allow(dead_code, reason = "not every test needs everything")]

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use mynacheck::internals::cli::{self, Host, Prompt};
use mynacheck::internals::reader::scripted::ScriptedService;
use mynacheck::internals::simulator::state::Tally;
use mynacheck::internals::transport::TransportError;
use zeroize::Zeroizing;

/// What a run left behind.
pub(crate) struct Run {
    pub(crate) exit: u8,
    pub(crate) out: String,
    pub(crate) err: String,
}

#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Vec<u8>>>);

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Memory {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// Runs the program on 22 November 2026 on a Japanese system without a terminal.
pub(crate) fn run(arguments: &[&str]) -> Run {
    run_before(arguments, Box::new(Typist::default())).0
}

/// As [`run`], with somebody at the terminal. Also says what the simulated card has counted.
pub(crate) fn run_before(arguments: &[&str], prompt: Box<dyn Prompt>) -> (Run, Tally) {
    run_on(arguments, |host| host.prompt = prompt)
}

/// As [`run`], on a system in which something is otherwise.
pub(crate) fn run_on(arguments: &[&str], otherwise: impl FnOnce(&mut Host)) -> (Run, Tally) {
    let (out, err) = (Memory::default(), Memory::default());
    let mut host = Host::system(Arc::new(AtomicBool::new(false)));
    host.prompt = Box::new(Typist::default());
    host.service = Box::new(ScriptedService::new([], |_| Err(TransportError::Lost)));
    host.out = Box::new(out.clone());
    host.err = Box::new(err.clone());
    host.colour = false;
    host.screen = false;
    host.width = None;
    host.attended = false;
    host.config_file = None;
    host.locale = Some("ja-JP".to_owned());
    host.now = || "2026-11-22T03:00:00Z".parse().unwrap();
    otherwise(&mut host);
    let arguments = ["mynacheck"].iter().chain(arguments).map(OsString::from);
    let exit = cli::run(arguments, &mut host).code();
    let card = host.simulated.take();
    let tally = card.map_or_else(Tally::default, |card| card.lock().unwrap().tally());
    drop(host);
    let run = Run {
        exit,
        out: out.text(),
        err: err.text(),
    };
    (run, tally)
}

/// Who is at the terminal, and types the same each time. Nobody, unless something is said.
#[derive(Default)]
pub(crate) struct Typist {
    /// Where it is not shown.
    pub(crate) hidden: Option<&'static str>,
    /// Where it is.
    pub(crate) shown: Option<&'static str>,
    /// On standard input.
    pub(crate) line: Option<&'static str>,
}

impl Prompt for Typist {
    fn hidden(&mut self, _question: &str) -> io::Result<Zeroizing<String>> {
        let typed = self.hidden.ok_or(io::ErrorKind::NotFound)?;
        Ok(Zeroizing::new(typed.to_owned()))
    }

    fn shown(&mut self, _question: &str) -> io::Result<String> {
        Ok(self.shown.ok_or(io::ErrorKind::NotFound)?.to_owned())
    }

    fn line(&mut self) -> io::Result<Zeroizing<String>> {
        let typed = self.line.ok_or(io::ErrorKind::UnexpectedEof)?;
        Ok(Zeroizing::new(typed.to_owned()))
    }
}

/// Runs the program in a process of its own, with this on its standard input.
pub(crate) fn process(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_mynacheck"))
        .args(arguments)
        .env("RUST_BACKTRACE", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that wants no PIN may have gone by now.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// A folder that is gone after the test.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn new(name: &str) -> Self {
        // Tests run beside each other in one process, and two may have thought of one name.
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let folder = format!("mynacheck-{name}-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(folder);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
