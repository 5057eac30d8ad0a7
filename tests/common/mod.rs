//! The program in process, with nothing of this computer in it.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses what it needs"
)]

use std::io::{self, Write};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use mynacheck::cli::{self, Exit, Host};

/// The day of every expectation.
pub const TODAY: &str = "2026-11-22";

/// What a run left behind.
pub struct Run {
    pub exit: Exit,
    pub out: String,
    pub err: String,
}

#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Sink {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Runs the program with these arguments on a system that speaks Japanese, on 22 November 2026.
pub fn program(arguments: &[&str]) -> Run {
    let (out, err) = (Sink::default(), Sink::default());
    let mut host = Host {
        out: Box::new(out.clone()),
        err: Box::new(err.clone()),
        colour: false,
        attended: false,
        now: || "2026-11-22T01:00:00Z".parse().unwrap(),
        locale: Some("ja-JP".to_owned()),
        interrupt: Arc::new(AtomicBool::new(false)),
    };
    let arguments = std::iter::once("mynacheck").chain(arguments.iter().copied());
    let exit = cli::run(arguments.map(Into::into), &mut host);
    drop(host);
    Run {
        exit,
        out: out.text(),
        err: err.text(),
    }
}
