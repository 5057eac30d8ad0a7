//! `watch --line`, and what it tells, word by word.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Child;

use crate::ours::PROGRAM;
use crate::pcscd::{Service, signal, wait_for};
use crate::served::TODAY;

/// A counter that is watched until this value is dropped.
pub(crate) struct Watched {
    child: Child,
    told: PathBuf,
    /// Lines that have been looked at.
    heard: usize,
}

impl Watched {
    pub(crate) fn start(service: &Service) -> Self {
        let told = service.path("told");
        let child = service
            .client(PROGRAM)
            .args(["watch", "--line", "--lang", "en", "--today", TODAY])
            .stdout(File::create(&told).unwrap())
            .spawn()
            .unwrap();
        Self {
            child,
            told,
            heard: 0,
        }
    }

    fn lines(&self) -> Vec<String> {
        let text = fs::read_to_string(&self.told).unwrap();
        let whole = text
            .split_inclusive('\n')
            .filter(|line| line.ends_with('\n'));
        whole.map(str::to_owned).collect()
    }

    /// Waits for as many lines as words, and holds the one against the other; in which order things
    /// are told that happen at once, nobody knows.
    pub(crate) fn hear(&mut self, service: &Service, words: &[&str]) {
        let until = self.heard + words.len();
        let (there, log) = (|| self.lines().len() >= until, || service.log());
        wait_for(&format!("{words:?}"), there, log);
        let lines = self.lines();
        let new = &lines[self.heard..until];
        let mut told: Vec<&str> = new.iter().map(|line| word(line)).collect();
        let mut expected = words.to_vec();
        told.sort_unstable();
        expected.sort_unstable();
        assert_eq!(told, expected, "{new:?}");
        self.heard = until;
    }

    /// Sends the program a signal: `STOP` and `CONT` make it stand still and go on.
    pub(crate) fn signal(&self, name: &str) {
        signal(self.child.id(), name);
    }

    /// Nothing was told that nobody waited for.
    pub(crate) fn is_silent(&self) -> bool {
        self.lines().len() == self.heard
    }

    /// What the process has open, and how much of its memory is in use, in kilobytes.
    pub(crate) fn holds(&self) -> (usize, u64) {
        let process = self.child.id();
        let descriptors = fs::read_dir(format!("/proc/{process}/fd")).unwrap().count();
        let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
        (descriptors, kilobytes.unwrap().parse().unwrap())
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn word(line: &str) -> &'static str {
    let known = [
        ("lifted (Virtual PCD 00 00)", "left"),
        ("lifted (Virtual PCD 00 01)", "right"),
        ("lifted", "lifted"),
        ("within its dates", "valid"),
        ("grace period", "grace"),
        ("PIN locked", "locked"),
        ("not a My Number Card", "felica"),
        ("smart-card service answers", "back"),
        ("service", "lost"),
    ];
    let found = known.iter().find(|(part, _)| line.contains(part));
    found.unwrap_or_else(|| panic!("{line}")).1
}
