//! Which programs run, and which of them use readers, from `/proc`.
//!
//! Other users' programs show their name, but not what they have opened: `root` sees more.

use std::path::Path;

use crate::platform::{System, clean};

/// A running program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Process {
    pub(crate) id: u32,
    /// Its name, up to 15 characters.
    pub(crate) name: String,
    /// It has been stopped with SIGSTOP, or by a debugger.
    pub(crate) stopped: bool,
    /// The user that it acts as.
    pub(crate) user: Option<u32>,
    /// The groups that it acts as.
    pub(crate) groups: Vec<u32>,
}

impl Process {
    /// `name (pid 123)`
    pub(crate) fn label(&self) -> String {
        format!("{} (pid {})", self.name, self.id)
    }
}

/// Every program but this one.
pub(crate) fn all(system: &System) -> Vec<Process> {
    system
        .list("/proc")
        .unwrap_or_default()
        .iter()
        .filter_map(|name| name.parse().ok())
        .filter(|id| *id != system.own_process)
        .filter_map(|id| read(system, id))
        .collect()
}

fn read(system: &System, id: u32) -> Option<Process> {
    let folder = format!("/proc/{id}");
    let name = clean(&system.line(format!("{folder}/comm"))?);
    let status = system.read(format!("{folder}/status")).unwrap_or_default();
    let field = |key: &str| {
        status
            .lines()
            .find_map(|line| line.strip_prefix(key))
            .unwrap_or_default()
    };
    // Real, effective, saved and file-system id: the second is the one that counts.
    let effective = |key| field(key).split_whitespace().nth(1)?.parse().ok();
    let mut groups: Vec<u32> = field("Groups:")
        .split_whitespace()
        .filter_map(|group| group.parse().ok())
        .collect();
    groups.extend(effective("Gid:"));
    Some(Process {
        id,
        name,
        stopped: field("State:").trim_start().starts_with(['T', 't']),
        user: effective("Uid:"),
        groups,
    })
}

/// The smart-card service, where it runs.
pub(crate) fn service(processes: &[Process]) -> Option<&Process> {
    processes.iter().find(|process| process.name == "pcscd")
}

/// Programs other than the service that have loaded the PC/SC library.
pub(crate) fn clients(system: &System, processes: &[Process]) -> Vec<String> {
    processes
        .iter()
        .filter(|process| process.name != "pcscd")
        .filter(|process| {
            system
                .read(format!("/proc/{}/maps", process.id))
                .is_some_and(|maps| maps.contains("libpcsclite"))
        })
        .map(Process::label)
        .collect()
}

/// The program other than the service that has opened this device.
pub(crate) fn holder(system: &System, processes: &[Process], device: &Path) -> Option<String> {
    processes
        .iter()
        .filter(|process| process.name != "pcscd")
        .find(|process| {
            let folder = format!("/proc/{}/fd", process.id);
            system
                .list(&folder)
                .unwrap_or_default()
                .iter()
                .any(|fd| system.link(format!("{folder}/{fd}")).as_deref() == Some(device))
        })
        .map(Process::label)
}
