//! The two programs, and what each says.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

use crate::pcscd::Service;
use crate::served::TODAY;

/// Where a program runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum System {
    Linux,
    Windows,
}

impl System {
    pub(crate) const BOTH: [Self; 2] = [Self::Linux, Self::Windows];

    /// The program that runs on it.
    pub(crate) fn program(self) -> String {
        match self {
            Self::Linux => env!("CARGO_BIN_EXE_mynacheck").to_owned(),
            Self::Windows => std::env::var("MYNACHECK_WINDOWS")
                .expect("MYNACHECK_WINDOWS: these tests are run by tests/windows"),
        }
    }

    /// The program as a client of a service.
    pub(crate) fn client(self, service: &Service) -> Command {
        service.client(&self.program())
    }

    /// Runs it for a report.
    pub(crate) fn ask(self, service: &Service, arguments: &[&str]) -> Answer {
        self.ask_with(service, arguments, "")
    }

    /// The same, with something on its standard input.
    pub(crate) fn ask_with(self, service: &Service, arguments: &[&str], input: &str) -> Answer {
        let mut command = self.client(service);
        command
            .args(arguments)
            .args(["--today", TODAY, "--format", "json", "--lang", "en"]);
        Answer::of(&run(command, input))
    }
}

/// Runs a command to its end with something on its standard input.
pub(crate) fn run(mut command: Command, input: &str) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Whoever asks for nothing may be gone before it is written.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// A report, and how the program ended.
#[derive(Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) report: Value,
    pub(crate) exit_code: Option<i32>,
}

impl Answer {
    /// All of it but the time that it took.
    pub(crate) fn of(output: &Output) -> Self {
        let text = String::from_utf8_lossy(&output.stdout);
        let mut report: Value = serde_json::from_str(&text)
            .unwrap_or_else(|_| panic!("{text}\n{}", String::from_utf8_lossy(&output.stderr)));
        if !report["exchange"].is_null() {
            report["exchange"]["millis"] = json!(null);
        }
        Self {
            report,
            exit_code: output.status.code(),
        }
    }

    /// The ids of its findings.
    pub(crate) fn findings(&self) -> Vec<&str> {
        let findings = self.report["findings"].as_array().unwrap();
        findings
            .iter()
            .map(|finding| finding["id"].as_str().unwrap())
            .collect()
    }
}
