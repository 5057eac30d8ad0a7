//! What Windows' device manager and service manager mean for its card readers.

use super::models::{self, Model, Support};
use crate::finding::Finding;
use crate::platform::windows::{PnpDevice, ReaderDriver, StartType};
use crate::platform::{System, clean};
use crate::transport::ScardCode;

/// The device manager's codes that have a remedy of their own.
const DISABLED: u32 = 22;
const NO_DRIVER: u32 = 28;

/// Every device that is a card reader, be it without its driver; None where Windows did not tell.
pub(super) fn readers(system: &System) -> Option<Vec<&PnpDevice>> {
    let devices = system.windows.devices.as_ref()?.iter();
    let is_reader = |device: &&PnpDevice| device.is_reader || model(device).is_some();
    Some(
        devices
            .filter(|device| !device.is_virtual())
            .filter(is_reader)
            .collect(),
    )
}

fn model(device: &PnpDevice) -> Option<&'static Model> {
    device.usb_id().and_then(models::by_id)
}

/// `Sony PaSoRi RC-S300 (054C:0DC9)`
pub(super) fn label(device: &PnpDevice) -> String {
    let name = model(device).map_or_else(|| clean(&device.name), |model| model.name.to_owned());
    match device.usb_id() {
        Some((vendor, product)) => format!("{name} ({vendor:04X}:{product:04X})"),
        None => name,
    }
}

/// What keeps the service from this reader, with what was seen; None where nothing does.
pub(super) fn fault(device: &PnpDevice, all: &[&PnpDevice]) -> Option<(Finding, String)> {
    let reader = label(device);
    let support = model(device).map_or(Support::Unknown, |model| model.windows);
    // A reader may be one function of a device, listed on its own.
    let works = || {
        let same = |other: &&PnpDevice| other.usb_id() == device.usb_id() && other.is_reader;
        all.iter()
            .filter(|other| same(other))
            .any(|other| other.problem == 0)
    };
    let finding = match device.problem {
        NO_DRIVER => Finding::DeviceWithoutDriver { reader },
        DISABLED => Finding::DeviceDisabled { reader },
        0 if support == Support::None => Finding::ReaderNotPcsc { reader },
        // Plugged in, but Windows does not take it for a card reader.
        0 if support == Support::OwnDriver && !works() => Finding::DeviceWithoutDriver { reader },
        0 => return None,
        problem => Finding::DeviceProblem { reader, problem },
    };
    let seen = format!("{}: {}", clean(&device.id), device.problem);
    Some((finding, seen))
}

/// Two drivers were set up for one reader.
pub(super) fn duplicate(device: &PnpDevice, drivers: &[ReaderDriver]) -> Option<Finding> {
    let id = device.usb_id()?;
    let mut names: Vec<String> = drivers
        .iter()
        .filter(|driver| driver.usb_id() == Some(id))
        .map(|driver| clean(&format!("{} {}", driver.provider, driver.file)))
        .collect();
    // One for each port that the reader was ever plugged into.
    names.sort();
    names.dedup();
    (names.len() > 1).then(|| Finding::DriverDuplicate {
        reader: label(device),
        drivers: names,
    })
}

/// Why the service of Windows does not answer.
pub(super) fn service_fault(system: &System, code: ScardCode) -> (Finding, String) {
    let ScardCode(raw) = code;
    let Some(service) = system.windows.service else {
        return (
            Finding::WindowsServiceStopped { code: raw },
            code.to_string(),
        );
    };
    let state = if service.running {
        "RUNNING"
    } else {
        "STOPPED"
    };
    let seen = format!("SCardSvr: {state}, {:?}; {code}", service.start);
    // Where no reader works, the service waits for one, and is not at fault.
    let waits = || {
        let readers = readers(system)?;
        let works = |device: &&PnpDevice| fault(device, &readers).is_none();
        Some(!readers.iter().any(works))
    };
    let finding = match service.start {
        StartType::Disabled => Finding::WindowsServiceDisabled,
        StartType::OnDemand if !service.running && waits() == Some(true) => {
            Finding::WindowsServiceOnDemand
        }
        _ => Finding::WindowsServiceStopped { code: raw },
    };
    (finding, seen)
}
