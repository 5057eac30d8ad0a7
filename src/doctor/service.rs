//! Why the smart-card service cannot be reached: what lies beside PC/SC.
//!
//! PC/SC gives the same code for a service that is not installed, not started, crashed or out of
//! sight, so the socket, the program, the units of systemd and the signs of a sandbox are looked at.

use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use super::windows;
use crate::conversation::transport_finding;
use crate::finding::Finding;
use crate::platform::linux::process::{self, Process};
use crate::platform::linux::service::{
    Family, Sandbox, Unit, family, has_systemd, is_installed, polkit_signs, sandbox, socket_path,
    unit,
};
use crate::platform::linux::socket;
use crate::platform::{Os, System, clean};
use crate::transport::{ScardCode, TransportError};

/// As many connections as pcscd takes unless it was told otherwise (`PCSC_MAX_CONTEXT_THREADS`).
const MOST_CLIENTS: usize = 200;

/// The cause, and what was seen, for a service that could not be reached.
pub(super) fn cause(
    system: &System,
    error: &TransportError,
    processes: &[Process],
) -> (Finding, String) {
    let code = match error {
        TransportError::Scard { code, .. } => *code,
        TransportError::TimedOut { limit, .. } => return hangs(*limit, processes),
        other => return (transport_finding(other), other.to_string()),
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
        _ => (transport_finding(error), code.to_string()),
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
    match (system.os, code) {
        (Os::Windows, ScardCode::E_NO_SERVICE | ScardCode::E_SERVICE_STOPPED) => {
            windows::service_fault(system, code)
        }
        _ => (transport_finding(error), code.to_string()),
    }
}

/// The name of a remote desktop session of Windows.
pub(super) fn remote_session(system: &System) -> Option<String> {
    let session = system.env("SESSIONNAME")?;
    (system.os == Os::Windows && session.to_uppercase().starts_with("RDP-"))
        .then(|| format!("SESSIONNAME={}", clean(session)))
}

fn by_socket(system: &System, code: ScardCode, processes: &[Process]) -> (Finding, String) {
    let path = socket_path(system);
    let connected = socket::connect(&path).map(|done| done.map_err(|error| error.kind()));
    // Shown as the user knows it, without the root.
    let shown = path
        .strip_prefix(&system.root)
        .map_or_else(|_| path.clone(), |inside| Path::new("/").join(inside));
    let shown = clean(&shown.to_string_lossy());
    let (finding, state) = match connected {
        None => return hangs(socket::TIME, processes),
        // It hangs up on one too many as it does on whom polkit refuses: seen in a guest.
        Some(Ok(())) if socket::connections(system, &shown) >= MOST_CLIENTS => {
            let ScardCode(code) = code;
            (Finding::TooManyClients { code }, "OK")
        }
        Some(Ok(())) => {
            let ScardCode(raw) = code;
            let signs: Vec<String> = [format!("{shown}: OK"), code.to_string()]
                .into_iter()
                .chain(polkit_signs(system))
                .collect();
            return (Finding::AccessDenied { code: raw }, signs.join("; "));
        }
        Some(Err(ErrorKind::NotFound)) => (missing(system), "ENOENT"),
        Some(Err(ErrorKind::PermissionDenied)) => {
            let finding = sandbox(system).map_or(Finding::ServiceForbidden, sandboxed);
            (finding, "EACCES")
        }
        Some(Err(_)) => (stale(system), "ECONNREFUSED"),
    };
    (finding, format!("{shown}: {state}; {code}"))
}

/// There is no socket: a sandbox hides it, or nothing is installed, allowed or started.
fn missing(system: &System) -> Finding {
    if !is_installed(system) {
        let command = install(system, Package::Service).to_owned();
        return sandbox(system).map_or(Finding::ServiceMissing { command }, sandboxed);
    }
    match unit(system) {
        Unit::Masked => Finding::ServiceDisabled { masked: true },
        Unit::Off => Finding::ServiceDisabled { masked: false },
        Unit::On | Unit::None => Finding::ServiceNotRunning {
            command: if has_systemd(system) {
                "sudo systemctl start pcscd.socket".to_owned()
            } else {
                "sudo pcscd".to_owned()
            },
        },
    }
}

/// There is a socket, but nobody listens: systemd leaves it behind when it stops the service, so it may
/// also be forbidden to start again. A socket of somebody's own is none of systemd's.
fn stale(system: &System) -> Finding {
    let own = system.env("PCSCLITE_CSOCK_NAME").is_some();
    match unit(system) {
        Unit::Masked if !own => Finding::ServiceDisabled { masked: true },
        Unit::Off if !own => Finding::ServiceDisabled { masked: false },
        _ => Finding::ServiceStale {
            command: restart(system).to_owned(),
        },
    }
}

fn restart(system: &System) -> &'static str {
    if has_systemd(system) {
        "sudo systemctl restart pcscd.socket pcscd"
    } else {
        "sudo rm /run/pcscd/pcscd.comm; sudo pcscd"
    }
}

/// How the socket is handed into a sandbox.
fn sandboxed(sandbox: Sandbox) -> Finding {
    let (sandbox, remedy) = match sandbox {
        Sandbox::Flatpak => ("Flatpak".to_owned(), "flatpak run --socket=pcsc".to_owned()),
        Sandbox::Snap(name) => ("Snap".to_owned(), format!("sudo snap connect {name}:pcscd")),
        // The folder rather than the socket: the socket is made anew at each start.
        Sandbox::Container(name) => (name, "-v /run/pcscd:/run/pcscd".to_owned()),
    };
    Finding::ServiceSandboxed { sandbox, remedy }
}

/// What is to be installed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Package {
    /// The service with its driver.
    Service,
    /// The driver.
    Driver,
}

/// The command that installs it on this distribution.
pub(super) fn install(system: &System, package: Package) -> &'static str {
    let (service, driver) = match family(system) {
        Family::Fedora => (
            "sudo dnf install pcsc-lite pcsc-lite-ccid",
            "sudo dnf install pcsc-lite-ccid",
        ),
        Family::Arch => ("sudo pacman -S pcsclite ccid", "sudo pacman -S ccid"),
        Family::Suse => (
            "sudo zypper install pcsc-lite pcsc-ccid",
            "sudo zypper install pcsc-ccid",
        ),
        Family::Alpine => ("sudo apk add pcsc-lite ccid", "sudo apk add ccid"),
        Family::Debian => ("sudo apt install pcscd libccid", "sudo apt install libccid"),
    };
    match package {
        Package::Service => service,
        Package::Driver => driver,
    }
}
