//! Why the smart-card service cannot be reached: what lies beside PC/SC.
//!
//! PC/SC gives the same code for a service that is not installed, not started, crashed or out of
//! sight, so the socket, the program, the units of systemd and the signs of a sandbox are looked at.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::process::{self, Process};
use super::socket::{self, Socket};
use super::system::{Os, System, clean};
use crate::finding::Finding;
use crate::transport::{Operation, ScardCode, TransportError};

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

/// The cause, and what was seen, for a service that could not be reached.
pub(super) fn cause(
    system: &System,
    error: &TransportError,
    processes: &[Process],
) -> (Finding, String) {
    let code = match error {
        TransportError::Scard { code, .. } => *code,
        TransportError::TimedOut { limit, .. } => return hangs(*limit, processes),
        other => return (crate::check::transport_finding(other), other.to_string()),
    };
    let ScardCode(raw) = code;
    if matches!(code, ScardCode::E_NO_MEMORY) {
        return (Finding::TooManyClients { code: raw }, code.to_string());
    }
    if matches!(system.os, Os::Windows | Os::MacOs) {
        return elsewhere(system, error, code);
    }
    match code {
        ScardCode::E_SERVICE_STOPPED => (Finding::VersionMismatch { code: raw }, code.to_string()),
        ScardCode::E_NO_SERVICE | ScardCode::F_COMM_ERROR | ScardCode::W_SECURITY_VIOLATION => {
            by_socket(system, code, processes)
        }
        _ => (crate::check::transport_finding(error), code.to_string()),
    }
}

/// The service takes connections, but does not answer.
pub(super) fn hangs(limit: Duration, processes: &[Process]) -> (Finding, String) {
    let service = process::service(processes);
    let stopped = service.is_some_and(|service| service.stopped);
    let seen = match service {
        Some(service) if stopped => format!("{}: State T", service.label()),
        Some(service) => service.label(),
        None => format!("{} s", limit.as_secs()),
    };
    let seconds = limit.as_secs();
    (Finding::ServiceHangs { seconds, stopped }, seen)
}

fn elsewhere(system: &System, error: &TransportError, code: ScardCode) -> (Finding, String) {
    if let Some(session) = remote_session(system) {
        return (Finding::RemoteSession, format!("{code}; {session}"));
    }
    let ScardCode(raw) = code;
    let finding = match (system.os, code) {
        (Os::Windows, ScardCode::E_NO_SERVICE | ScardCode::E_SERVICE_STOPPED) => {
            Finding::WindowsServiceStopped { code: raw }
        }
        _ => crate::check::transport_finding(error),
    };
    (finding, code.to_string())
}

/// The name of a remote desktop session of Windows.
pub(super) fn remote_session(system: &System) -> Option<String> {
    let session = system.env("SESSIONNAME")?;
    (system.os == Os::Windows && session.to_uppercase().starts_with("RDP-"))
        .then(|| format!("SESSIONNAME={}", clean(session)))
}

fn by_socket(system: &System, code: ScardCode, processes: &[Process]) -> (Finding, String) {
    let path = socket_path(system);
    let socket = socket::connect(&path);
    // Shown as the user knows it, without the root.
    let shown = path
        .strip_prefix(&system.root)
        .map_or_else(|_| path.clone(), |inside| Path::new("/").join(inside));
    let state = match socket {
        Socket::Missing => "ENOENT",
        Socket::Refused => "ECONNREFUSED",
        Socket::Forbidden => "EACCES",
        Socket::Answers => "OK",
        Socket::Silent => "EAGAIN",
    };
    let shown = clean(&shown.to_string_lossy());
    let seen = format!("{shown}: {state}; {code}");
    let finding = match socket {
        Socket::Missing => missing(system),
        Socket::Refused => Finding::ServiceStale {
            command: restart(system).to_owned(),
        },
        Socket::Forbidden => match sandbox(system) {
            Some(sandboxed) => sandboxed,
            None => Finding::ServiceForbidden,
        },
        Socket::Silent => return hangs(socket::TIME, processes),
        Socket::Answers => {
            let ScardCode(raw) = code;
            return (
                Finding::AccessDenied { code: raw },
                format!("{seen}{}", polkit_signs(system)),
            );
        }
    };
    (finding, seen)
}

fn socket_path(system: &System) -> PathBuf {
    match system.env("PCSCLITE_CSOCK_NAME") {
        Some(path) => PathBuf::from(path),
        None => system.path("/run/pcscd/pcscd.comm"),
    }
}

/// There is no socket: a sandbox hides it, or nothing is installed, allowed or started.
fn missing(system: &System) -> Finding {
    let installed = PROGRAMS.iter().any(|program| system.exists(program));
    if !installed {
        return sandbox(system).unwrap_or_else(|| Finding::ServiceMissing {
            command: install(system, Package::Service).to_owned(),
        });
    }
    let own = format!("/etc/systemd/system/{UNIT}");
    if system.link(&own).as_deref() == Some(Path::new("/dev/null")) {
        return Finding::ServiceDisabled { masked: true };
    }
    let has_unit = UNIT_FOLDERS
        .iter()
        .any(|folder| system.exists(format!("{folder}/{UNIT}")));
    let enabled = UNIT_FOLDERS
        .iter()
        .any(|folder| system.exists(format!("{folder}/sockets.target.wants/{UNIT}")));
    if has_unit && !enabled {
        return Finding::ServiceDisabled { masked: false };
    }
    Finding::ServiceNotRunning {
        command: if has_systemd(system) {
            "sudo systemctl start pcscd.socket".to_owned()
        } else {
            "sudo pcscd".to_owned()
        },
    }
}

/// systemd is the running service manager (`sd_booted(3)`).
fn has_systemd(system: &System) -> bool {
    system.exists("/run/systemd/system")
}

fn restart(system: &System) -> &'static str {
    if has_systemd(system) {
        "sudo systemctl restart pcscd.socket pcscd"
    } else {
        "sudo rm /run/pcscd/pcscd.comm; sudo pcscd"
    }
}

/// The sandbox around this program, and how the socket is handed into it.
fn sandbox(system: &System) -> Option<Finding> {
    let found = |sandbox: &str, remedy: String| {
        Some(Finding::ServiceSandboxed {
            sandbox: clean(sandbox),
            remedy,
        })
    };
    if system.exists("/.flatpak-info") {
        return found("Flatpak", "flatpak run --socket=pcsc".to_owned());
    }
    if system.env("SNAP").is_some() {
        let name = system.env("SNAP_NAME").unwrap_or("mynacheck");
        return found("Snap", format!("sudo snap connect {}:pcscd", clean(name)));
    }
    // The folder rather than the socket: the socket is made anew at each start.
    let mount = || "-v /run/pcscd:/run/pcscd".to_owned();
    if system.exists("/.dockerenv") {
        return found("Docker", mount());
    }
    if system.exists("/run/.containerenv") {
        return found("Podman", mount());
    }
    let container = system.env("container")?;
    found(container, mount())
}

/// What speaks for a refusal by polkit: it allows only whoever sits at the computer.
fn polkit_signs(system: &System) -> String {
    let mut signs = String::new();
    for name in ["SSH_CONNECTION", "SSH_TTY"] {
        if system.env(name).is_some() {
            signs.push_str("; ");
            signs.push_str(name);
        }
    }
    let policy = "/usr/share/polkit-1/actions/org.debian.pcsc-lite.policy";
    if system.exists(policy) {
        signs.push_str("; ");
        signs.push_str(policy);
    }
    signs
}

/// What is to be installed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Package {
    /// The service with its driver.
    Service,
    /// The driver.
    Driver,
}

/// The command that installs it on this distribution (`os-release(5)`).
pub(super) fn install(system: &System, package: Package) -> &'static str {
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
    let (service, driver) = if is("fedora") || is("rhel") {
        (
            "sudo dnf install pcsc-lite pcsc-lite-ccid",
            "sudo dnf install pcsc-lite-ccid",
        )
    } else if is("arch") {
        ("sudo pacman -S pcsclite ccid", "sudo pacman -S ccid")
    } else if is("suse") || is("opensuse") {
        (
            "sudo zypper install pcsc-lite pcsc-ccid",
            "sudo zypper install pcsc-ccid",
        )
    } else if is("alpine") {
        ("sudo apk add pcsc-lite ccid", "sudo apk add ccid")
    } else {
        ("sudo apt install pcscd libccid", "sudo apt install libccid")
    };
    match package {
        Package::Service => service,
        Package::Driver => driver,
    }
}

/// The service was there and is not any more.
pub(super) fn died(error: &TransportError) -> Option<ScardCode> {
    match error {
        TransportError::Scard { operation, code }
            if *operation != Operation::Establish
                && matches!(
                    *code,
                    ScardCode::E_NO_SERVICE
                        | ScardCode::E_SERVICE_STOPPED
                        | ScardCode::F_COMM_ERROR
                        | ScardCode::E_INVALID_HANDLE
                ) =>
        {
            Some(*code)
        }
        _ => None,
    }
}
