//! What keeps the service of Linux from a card reader on USB.

use super::models::{self, Support};
use super::service::{self, Package};
use crate::finding::Finding;
use crate::platform::System;
use crate::platform::linux::driver::Driver;
use crate::platform::linux::process::{self, Process};
use crate::platform::linux::usb::{self, Device};

/// Modules of Linux's own NFC drivers.
const NFC_MODULES: [&str; 4] = ["pn533_usb", "pn533", "port100", "nfcmrvl_usb"];

/// `Sony RC-S300 (054C:0DC9)`
pub(super) fn label(device: &Device) -> String {
    let name = models::by_id(device.id)
        .map(|model| model.name.to_owned())
        .or_else(|| device.name.clone())
        .unwrap_or_else(|| "USB".to_owned());
    format!("{name} ({})", device.id_text())
}

/// What keeps the service from this reader, with what was seen; None where nothing does.
pub(super) fn fault(
    system: &System,
    device: &Device,
    drivers: &[Driver],
    processes: &[Process],
) -> Option<(Finding, String)> {
    let reader = label(device);
    let seen = format!("USB {} {}", device.port, device.id_text());
    let model = models::by_id(device.id);
    if model.is_some_and(|model| model.linux == Support::None) {
        return Some((Finding::ReaderNotPcsc { reader }, seen));
    }
    if let Some(module) = device
        .holders
        .iter()
        .find(|holder| NFC_MODULES.contains(&holder.as_str()))
    {
        let seen = format!("{seen}; driver -> {module}");
        let module = module.clone();
        return Some((Finding::ReaderHeldByKernel { reader, module }, seen));
    }
    if drivers.is_empty() {
        let command = service::install(system, Package::Driver).to_owned();
        return Some((Finding::DriverMissing { command }, seen));
    }
    if !drivers.iter().any(|one| one.readers.contains(&device.id)) {
        let package = model.and_then(|model| model.package);
        return Some((Finding::DriverUnlisted { reader, package }, seen));
    }
    if let Some((firmware, needed)) = device
        .firmware
        .zip(model.and_then(|model| model.firmware))
        .filter(|(firmware, needed)| firmware < needed)
    {
        let version = |bcd: u16| format!("{:x}.{:02x}", bcd >> 8, bcd & 0xFF);
        let finding = Finding::ReaderFirmware {
            reader,
            version: version(firmware),
            needed: version(needed),
        };
        return Some((finding, format!("{seen}; bcdDevice {firmware:04X}")));
    }
    if let Some(denied) = usb::permission(system, device, processes) {
        return Some((Finding::ReaderPermission { reader }, denied));
    }
    let node = device.node.as_ref()?;
    if let Some(program) = process::holder(system, processes, node) {
        let seen = format!("{seen}; {}", node.display());
        return Some((Finding::ReaderHeldByProgram { reader, program }, seen));
    }
    usb::hidden(system, device, processes).map(|place| {
        (
            Finding::ReaderHidden {
                place: place.clone(),
            },
            place,
        )
    })
}

/// Two drivers for one reader.
pub(super) fn duplicate(device: &Device, drivers: &[Driver]) -> Option<Finding> {
    let names: Vec<String> = drivers
        .iter()
        .filter(|driver| driver.readers.contains(&device.id))
        .map(|driver| driver.name.clone())
        .collect();
    (names.len() > 1).then(|| Finding::DriverDuplicate {
        reader: label(device),
        drivers: names,
    })
}
