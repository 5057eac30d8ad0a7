//! pcscd: whether it is installed and may start, and what may keep it out of sight.

use std::path::{Path, PathBuf};

use crate::platform::{System, clean};

const UNIT: &str = "pcscd.socket";
const UNIT_FOLDERS: [&str; 4] = [
    "/etc/systemd/system",
    "/run/systemd/system",
    "/usr/lib/systemd/system",
    "/lib/systemd/system",
];
const PROGRAMS: [&str; 4] = [
    "/usr/sbin/pcscd",
    "/usr/bin/pcscd",
    "/usr/local/sbin/pcscd",
    "/sbin/pcscd",
];

/// Where programs look for the service.
pub(crate) fn socket_path(system: &System) -> PathBuf {
    match system.env("PCSCLITE_CSOCK_NAME") {
        Some(path) => PathBuf::from(path),
        None => system.path("/run/pcscd/pcscd.comm"),
    }
}

/// The service's program is there.
pub(crate) fn is_installed(system: &System) -> bool {
    PROGRAMS.iter().any(|program| system.exists(program))
}

/// What systemd has been told about the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// systemd does not know it.
    None,
    /// Never to start it.
    Masked,
    /// Not to start it by itself.
    Off,
    /// To start it when somebody connects.
    On,
}

/// systemd's unit of the service, from its files and links.
pub(crate) fn unit(system: &System) -> Unit {
    let own = format!("/etc/systemd/system/{UNIT}");
    if system.link(&own).as_deref() == Some(Path::new("/dev/null")) {
        return Unit::Masked;
    }
    let is_in = |place: &str| {
        UNIT_FOLDERS
            .iter()
            .any(|folder| system.exists(format!("{folder}/{place}{UNIT}")))
    };
    match (is_in(""), is_in("sockets.target.wants/")) {
        (false, _) => Unit::None,
        (true, false) => Unit::Off,
        (true, true) => Unit::On,
    }
}

/// systemd is the running service manager (`sd_booted(3)`).
pub(crate) fn has_systemd(system: &System) -> bool {
    system.exists("/run/systemd/system")
}

/// What this program is shut into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sandbox {
    /// Flatpak.
    Flatpak,
    /// Snap, and the name of the snap.
    Snap(String),
    /// A container, by the name of what runs it.
    Container(String),
}

/// The sandbox around this program.
pub(crate) fn sandbox(system: &System) -> Option<Sandbox> {
    if system.exists("/.flatpak-info") {
        return Some(Sandbox::Flatpak);
    }
    if system.env("SNAP").is_some() {
        let name = system.env("SNAP_NAME").unwrap_or("mynacheck");
        return Some(Sandbox::Snap(clean(name)));
    }
    if system.exists("/.dockerenv") {
        return Some(Sandbox::Container("Docker".to_owned()));
    }
    if system.exists("/run/.containerenv") {
        return Some(Sandbox::Container("Podman".to_owned()));
    }
    Some(Sandbox::Container(clean(system.env("container")?)))
}

/// What speaks for a refusal by polkit: it allows only whoever sits at the computer.
pub(crate) fn polkit_signs(system: &System) -> Vec<String> {
    let remote = ["SSH_CONNECTION", "SSH_TTY"].into_iter();
    let policy = "/usr/share/polkit-1/actions/org.debian.pcsc-lite.policy";
    remote
        .filter(|name| system.env(name).is_some())
        .chain(system.exists(policy).then_some(policy))
        .map(str::to_owned)
        .collect()
}

/// Distributions that install in the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    /// Debian, Ubuntu, and whatever is not known.
    Debian,
    /// Fedora and Red Hat.
    Fedora,
    /// Arch.
    Arch,
    /// SUSE.
    Suse,
    /// Alpine.
    Alpine,
}

/// The distribution's family (`os-release(5)`).
pub(crate) fn family(system: &System) -> Family {
    let release = ["/etc/os-release", "/usr/lib/os-release"]
        .iter()
        .find_map(|file| system.read(file))
        .unwrap_or_default();
    let names: String = release
        .lines()
        .filter_map(|line| {
            line.strip_prefix("ID=")
                .or_else(|| line.strip_prefix("ID_LIKE="))
        })
        .collect::<Vec<_>>()
        .join(" ")
        .replace('"', " ");
    let is = |family: &str| names.split_whitespace().any(|name| name == family);
    if is("fedora") || is("rhel") {
        Family::Fedora
    } else if is("arch") {
        Family::Arch
    } else if is("suse") || is("opensuse") {
        Family::Suse
    } else if is("alpine") {
        Family::Alpine
    } else {
        Family::Debian
    }
}
