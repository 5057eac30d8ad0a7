//! The readers: those that the service knows, those on USB, and why the two differ.

use std::time::{Duration, Instant};

use super::ledger::Ledger;
use super::models::{self, Interface};
use super::service;
use super::usb::{self, label};
use super::windows;
use super::{DoctorRequest, Probe};
use crate::finding::{Finding, Part, Skip, Trap};
use crate::platform::linux::driver::{self, Driver};
use crate::platform::linux::process;
use crate::platform::linux::usb::{readers, virtual_machine};
use crate::platform::macos::Macos;
use crate::platform::windows::PnpDevice;
use crate::platform::{Os, System, clean};
use crate::reader::Service;
use crate::reader::choice::{Choice, ReaderKind, ReaderState};
use crate::reader::reach::NotChosen;
use crate::recording::without_serial;
use crate::transport::ScardCode;

/// The card readers that are plugged in or built in, whether the service knows them or not.
#[derive(Default)]
pub(super) struct Usb {
    /// Their names; None where the system does not show them.
    devices: Option<Vec<String>>,
    /// Where they were looked for.
    place: &'static str,
    faults: Vec<(Finding, String)>,
    weaknesses: Vec<(Finding, String)>,
    machine: Option<String>,
}

/// Looks for readers past the service, and at what their drivers know.
pub(super) fn usb(system: &System, ledger: &mut Ledger) -> Usb {
    let (usb, drivers) = match system.os {
        Os::Windows => of_windows(system),
        Os::MacOs => (of_macos(system), Vec::new()),
        _ => of_linux(system),
    };
    if let Some(devices) = &usb.devices {
        ledger.facts.insert("usb".to_owned(), devices.join(", "));
    }
    ledger
        .facts
        .insert("drivers".to_owned(), drivers.join(", "));
    usb
}

fn of_windows(system: &System) -> (Usb, Vec<String>) {
    let readers = windows::readers(system);
    let known = readers.as_deref().unwrap_or_default();
    let drivers = &system.windows.drivers;
    let mut usb = Usb {
        place: "Win32_PnPEntity",
        ..Usb::default()
    };
    for device in known {
        usb.faults.extend(windows::fault(device, known));
        if let Some(twice) = windows::duplicate(device, drivers) {
            usb.weaknesses.push((twice, clean(&device.id)));
        }
    }
    let label = |device: &&PnpDevice| windows::label(device);
    usb.devices = readers.map(|readers| readers.iter().map(label).collect());
    let mut names: Vec<String> = drivers
        .iter()
        .map(|driver| clean(&format!("{} {}", driver.provider, driver.file)))
        .collect();
    names.sort();
    names.dedup();
    (usb, names)
}

/// Readers are not shown there, only which driver they have.
fn of_macos(system: &System) -> Usb {
    let Macos {
        version,
        former_driver,
    } = &system.macos;
    let mut usb = Usb::default();
    if system.macos.has_own_driver() {
        let set = former_driver.map_or_else(|| "-".to_owned(), |set| set.to_string());
        let version = version.as_deref().unwrap_or_default();
        let seen = clean(&format!("macOS {version}; useIFDCCID: {set}"));
        usb.weaknesses.push((Finding::DriverOfApple, seen));
    }
    usb
}

/// Of Linux, and of what shows itself as Linux does.
fn of_linux(system: &System) -> (Usb, Vec<String>) {
    let devices = (system.os == Os::Linux)
        .then(|| readers(system, |id| models::by_id(id).is_some()))
        .flatten();
    let drivers: Vec<Driver> = driver::all(system);
    let mut faults = Vec::new();
    let mut weaknesses = Vec::new();
    if let Some(devices) = &devices {
        let processes = process::all(system);
        for device in devices {
            faults.extend(usb::fault(system, device, &drivers, &processes));
            if let Some(twice) = usb::duplicate(device, &drivers) {
                weaknesses.push((twice, device.id_text()));
            }
            if device.through_hub || device.saves_power {
                let unsteady = Finding::UsbUnsteady {
                    reader: label(device),
                    through_hub: device.through_hub,
                    saves_power: device.saves_power,
                };
                weaknesses.push((unsteady, device.id_text()));
            }
        }
    }
    let usb = Usb {
        devices: devices.map(|devices| devices.iter().map(label).collect()),
        place: "/sys/bus/usb/devices",
        faults,
        weaknesses,
        machine: virtual_machine(system),
    };
    (usb, drivers.into_iter().map(|driver| driver.name).collect())
}

impl Usb {
    /// Records what keeps readers from working. Where the service knows a reader, that is no
    /// longer asked.
    pub(super) fn record_faults(&self, ledger: &mut Ledger) {
        for (finding, seen) in &self.faults {
            ledger.push(Probe::Usb, finding.clone(), seen.clone());
        }
        match &self.devices {
            None => ledger.skip(Part::Reader, Skip::NotShown),
            Some(devices) if devices.is_empty() => {
                let finding = match &self.machine {
                    Some(machine) => Finding::VirtualMachine {
                        machine: machine.clone(),
                    },
                    None => Finding::ReaderNotPlugged,
                };
                ledger.push(Probe::Usb, finding, self.place.to_owned());
            }
            Some(_) => {}
        }
    }

    /// Records what is no fault in itself, but a lead where an exchange has broken: a hub, two
    /// drivers, power saving, which libccid's own rule switches on for every reader.
    pub(super) fn record_weaknesses(&self, ledger: &mut Ledger) {
        for (finding, seen) in &self.weaknesses {
            ledger.push(Probe::Usb, finding.clone(), seen.clone());
        }
    }
}

/// Records the readers that the service knows; false where none of them takes cards.
pub(super) fn listed(
    system: &System,
    service: &mut dyn Service,
    readers: &[ReaderState],
    usb: &Usb,
    ledger: &mut Ledger,
) -> bool {
    let names: Vec<String> = readers
        .iter()
        .map(|reader| reader_name(&reader.name))
        .collect();
    ledger.facts.insert("readers".to_owned(), names.join(", "));
    for state in readers.iter().filter(|state| !state.atr.is_empty()) {
        let name = format!("ATR, {}", reader_name(&state.name));
        ledger.facts.insert(name, hex::encode_upper(&state.atr));
    }
    let mut usable = false;
    for state in readers {
        let reader = reader_name(&state.name);
        let kind = ReaderKind::of(&reader);
        match kind {
            ReaderKind::Virtual => {
                let finding = Finding::ReaderVirtual { reader };
                ledger.push(Probe::Readers, finding, String::new());
            }
            ReaderKind::Sam => {}
            _ => {
                usable = true;
                record_reader(system, state, kind, ledger);
                // Asking the reader takes a connection to it, which waits while another program is
                // at work and on Windows keeps others out.
                let busy = state.unavailable || state.in_use || state.exclusive;
                if !busy && system.os != Os::Windows {
                    record_longest_apdu(service, state, ledger);
                }
            }
        }
    }
    if usable {
        for slots in slots(&names) {
            let finding = Finding::ReaderSlots { readers: slots };
            ledger.push(Probe::Readers, finding, String::new());
        }
        return true;
    }
    record_no_reader(system, usb, ledger);
    false
}

/// The service runs, but knows no reader that takes cards.
fn record_no_reader(system: &System, usb: &Usb, ledger: &mut Ledger) {
    if let Some(session) = service::remote_session(system) {
        ledger.push(Probe::Readers, Finding::RemoteSession, session);
    } else {
        usb.record_faults(ledger);
        let explained = !usb.faults.is_empty() || usb.devices.as_ref().is_some_and(Vec::is_empty);
        if !explained {
            let seen = ScardCode::E_NO_READERS_AVAILABLE.to_string();
            ledger.push(Probe::Readers, Finding::ReaderUnseen, seen);
            usb.record_weaknesses(ledger);
        }
    }
    ledger.push(Probe::Readers, Finding::FaceReaderOutside, String::new());
}

/// What is known of a reader: whether it answers, its model, and what goes wrong with that.
fn record_reader(system: &System, state: &ReaderState, kind: ReaderKind, ledger: &mut Ledger) {
    let reader = reader_name(&state.name);
    if state.unavailable {
        let ScardCode(code) = ScardCode::E_READER_UNAVAILABLE;
        let finding = Finding::ReaderGone { code };
        ledger.push(Probe::Readers, finding, reader);
        return;
    }
    let model = models::by_name(&reader);
    let seen = model.map_or_else(String::new, |model| {
        let interface = match model.interface {
            Interface::Contact => "contact",
            Interface::Contactless => "contactless",
            Interface::Both => "contact + contactless",
        };
        format!("{}, {interface}", model.name)
    });
    let found = reader.clone();
    let (finding, seen) = match (model, kind) {
        (None, ReaderKind::Vpcd) => (Finding::ReaderOk { reader: found }, "virtual".to_owned()),
        (None, _) => (Finding::ReaderModelUnknown { reader: found }, seen),
        (Some(_), _) => (Finding::ReaderOk { reader: found }, seen),
    };
    ledger.push(Probe::Readers, finding, seen);
    let trap = model
        .and_then(|model| model.trap)
        .filter(|trap| match trap {
            Trap::WindowsDriverFirst => system.os == Os::Windows,
            Trap::BuiltInUnsupported => system.os == Os::Linux,
            _ => true,
        });
    if let Some((trap, model)) = trap.zip(model) {
        let finding = Finding::ReaderTrap { reader, trap };
        ledger.push(Probe::Readers, finding, model.source.to_owned());
    }
}

/// The longest APDU that a reader says it carries, where it says so.
fn record_longest_apdu(service: &mut dyn Service, state: &ReaderState, ledger: &mut Ledger) {
    let features = service.features(&state.name).unwrap_or_default();
    let Some(longest) = features.max_apdu else {
        return;
    };
    let reader = reader_name(&state.name);
    let name = format!("longest APDU, {reader}");
    if longest == 0 {
        // Short ones only: a header, Lc, 255 bytes, Le.
        ledger.facts.insert(name, "261".to_owned());
        let finding = Finding::ShortApduOnly { reader };
        ledger.push(Probe::Readers, finding, String::new());
    } else {
        ledger.facts.insert(name, longest.to_string());
    }
}

/// How long a reader that has been pulled out may still be listed: the card in it goes first, on a slow computer
/// by more than a second.
const UNPLUGGED: Duration = Duration::from_secs(3);

/// Whether one of these readers has gone, or does so now.
pub(super) fn has_gone(service: &mut dyn Service, before: &[ReaderState]) -> bool {
    let begun = Instant::now();
    loop {
        let Ok(now) = service.readers() else {
            return false;
        };
        let is_there = |old: &ReaderState| {
            let same = now.iter().find(|new| new.name == old.name);
            same.is_some_and(|reader| !reader.unavailable)
        };
        if !before.iter().all(is_there) {
            return true;
        }
        let left = UNPLUGGED.saturating_sub(begun.elapsed());
        if left.is_zero() || !matches!(service.wait(&now, left), Ok(true)) {
            return false;
        }
    }
}

/// Readers that are slots of one device. pcsc-lite ends names with the device's and the slot's
/// number; drivers put the name of the interface in brackets.
fn slots(names: &[String]) -> Vec<Vec<String>> {
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    for name in names {
        let device = match name.split_once(" [") {
            Some((device, _)) => device,
            None => name
                .rsplit_once(' ')
                .map_or(name.as_str(), |(device, _)| device),
        };
        match groups.iter_mut().find(|(known, _)| *known == device) {
            Some((_, group)) => group.push(name.clone()),
            None => groups.push((device, vec![name.clone()])),
        }
    }
    groups.retain(|(_, group)| group.len() > 1);
    groups.into_iter().map(|(_, group)| group).collect()
}

/// Why no card is connected to, and what was seen.
pub(super) fn not_chosen(not_chosen: &NotChosen, request: &DoctorRequest<'_>) -> (Finding, String) {
    let flags = match not_chosen.choice {
        Choice::Mute => "PRESENT, MUTE",
        Choice::Several(_) => "PRESENT",
        Choice::Empty | Choice::Card(_) => "EMPTY",
        Choice::Ambiguous(_) | Choice::NotFound | Choice::NoReader => "",
    };
    let names: Vec<String> = not_chosen
        .readers
        .iter()
        .map(|reader| reader_name(&reader.name))
        .collect();
    let seen = match flags {
        "" => String::new(),
        flags => format!("{}: {flags}", names.join(", ")),
    };
    let finding = not_chosen.finding(request.reader, request.wait, reader_name);
    (finding, seen)
}

/// A reader's name, fit to be shown and to be sent: without its serial number.
fn reader_name(name: &str) -> String {
    without_serial(&clean(name))
}
