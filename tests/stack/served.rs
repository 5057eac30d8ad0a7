//! A card that `mynacheck serve` lays on a reader, in a process of its own.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use serde_json::Value;

use crate::limit::ended;
use crate::pcscd::{Service, signal, wait_for};

/// The day on which cards are made and judged.
pub(crate) const TODAY: &str = "2026-11-22";

/// What a program has told so far, an object a line; the last one is perhaps being written.
pub(crate) fn objects(told: &Path) -> Vec<Value> {
    let text = fs::read_to_string(told).unwrap();
    let lines = text.split_inclusive('\n');
    lines
        .filter(|line| line.ends_with('\n'))
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The ids of the faults in a report, in its order.
pub(crate) fn failures(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().unwrap();
    findings
        .iter()
        .filter(|finding| finding["severity"] == "fail")
        .map(|finding| finding["id"].as_str().unwrap())
        .collect()
}

/// A card that lies on a reader until it is dropped.
pub(crate) struct Served {
    child: Child,
    /// What `serve` tells. A file, so that whatever was told before a client had its answer can be
    /// read as soon as the client has ended.
    told: PathBuf,
}

/// What the card has counted, and how `serve` ended.
pub(crate) struct End {
    pub(crate) commands: u64,
    pub(crate) verifies: u64,
    pub(crate) resets: u64,
    pub(crate) exit_code: Option<i32>,
}

impl Served {
    pub(crate) fn start(address: &str, card: &str, told: &Path) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_mynacheck"))
            .args(["serve", card, "--vpcd", address])
            .args(["--today", TODAY, "--format", "json"])
            .stdout(File::create(told).unwrap())
            .spawn()
            .unwrap();
        Self {
            child,
            told: told.to_owned(),
        }
    }

    fn events(&self) -> Vec<Value> {
        objects(&self.told)
    }

    /// How often something has happened to the card.
    pub(crate) fn count(&self, event: &str) -> usize {
        let events = self.events();
        events.iter().filter(|told| told["event"] == event).count()
    }

    /// Waits until something has happened to the card so often.
    pub(crate) fn wait_until(&self, event: &str, times: usize, log: impl Fn() -> String) {
        let told = || fs::read_to_string(&self.told).unwrap();
        wait_for(event, || self.count(event) >= times, || told() + &log());
    }

    /// Waits until pcscd has switched its power on.
    pub(crate) fn wait_until_noticed(&self, service: &Service) {
        self.wait_until("power-on", 1, || service.log());
    }

    /// Headers and lengths of the commands so far.
    pub(crate) fn commands(&self) -> Vec<(String, u64)> {
        let events = self.events();
        events
            .iter()
            .filter(|told| told["event"] == "command")
            .map(|told| {
                let header = told["header"].as_str().unwrap().to_owned();
                (header, told["sent"].as_u64().unwrap())
            })
            .collect()
    }

    /// Takes the card away with Ctrl-C.
    pub(crate) fn stop(mut self) -> End {
        signal(self.child.id(), "INT");
        let status = ended(&mut self.child);
        let events = self.events();
        let last = events.last().unwrap();
        assert_eq!(last["event"], "end", "{last}");
        let counted = |what: &str| last[what].as_u64().unwrap();
        End {
            commands: counted("commands"),
            verifies: counted("verifies"),
            resets: counted("resets"),
            exit_code: status.code(),
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Nothing is left to do for one that has ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            let told = fs::read_to_string(&self.told);
            eprintln!("the card tells:\n{}", told.unwrap_or_default());
        }
    }
}
