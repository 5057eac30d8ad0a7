//! Windows with its own service: what its service manager, device manager and registry show.

#[cfg(windows)]
pub(crate) mod ending;
#[cfg(windows)]
mod probe;

use std::time::Duration;

/// What Windows shows. What could not be looked at is None or empty, and so is everything on another
/// system.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Windows {
    /// Its name and build.
    pub release: Option<String>,
    /// The service `SCardSvr`.
    pub service: Option<ScardSvr>,
    /// Devices that are plugged in or built in: those on USB, and those of the class of card readers.
    pub devices: Option<Vec<PnpDevice>>,
    /// Drivers of card readers that were ever set up for a device.
    pub drivers: Vec<ReaderDriver>,
}

/// The smart-card service of Windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScardSvr {
    /// When it starts.
    pub start: StartType,
    /// It runs.
    pub running: bool,
}

/// When a service of Windows starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartType {
    /// With the computer.
    Automatic,
    /// When it is needed. Windows starts `SCardSvr` once a reader is there, and stops it again when
    /// the last one has gone.
    OnDemand,
    /// Never.
    Disabled,
}

/// A device of the device manager.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PnpDevice {
    /// Its instance: `USB\VID_054C&PID_0DC9\5&1A2B`.
    pub id: String,
    /// Its name there.
    pub name: String,
    /// It is of the class of card readers, or says on USB that it is one.
    pub is_reader: bool,
    /// The device manager's problem code; 0 for none.
    pub problem: u32,
}

impl PnpDevice {
    /// USB vendor and product.
    #[must_use]
    pub fn usb_id(&self) -> Option<(u16, u16)> {
        usb_id(&self.id)
    }

    /// There is no device behind it: Windows Hello, a virtual smart card of the TPM.
    #[must_use]
    pub fn is_virtual(&self) -> bool {
        let id = self.id.to_uppercase();
        ["ROOT\\", "SWD\\"].iter().any(|bus| id.starts_with(bus))
    }
}

/// A driver that was set up for a card reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderDriver {
    /// The device that it was chosen for: `USB\VID_054C&PID_0DC9`.
    pub device: String,
    /// Who made it.
    pub provider: String,
    /// Its file: `oem12.inf`.
    pub file: String,
}

impl ReaderDriver {
    /// USB vendor and product; None where it was chosen for a class of devices.
    #[must_use]
    pub fn usb_id(&self) -> Option<(u16, u16)> {
        usb_id(&self.device)
    }
}

/// Reads `VID_054C&PID_0DC9`.
fn usb_id(id: &str) -> Option<(u16, u16)> {
    let id = id.to_uppercase();
    let number = |name: &str| {
        let (_, rest) = id.split_once(name)?;
        u16::from_str_radix(rest.get(..4)?, 16).ok()
    };
    number("VID_").zip(number("PID_"))
}

/// Asks Windows, for so long at most.
#[cfg(windows)]
#[must_use]
pub(crate) fn look(limit: Duration) -> Windows {
    let (said, heard) = std::sync::mpsc::channel();
    let asked = std::thread::Builder::new()
        .name("windows".to_owned())
        .spawn(move || {
            // Nobody may be waiting any more.
            let _ = said.send(probe::all());
        });
    match asked {
        Ok(_) => heard.recv_timeout(limit).unwrap_or_default(),
        Err(_) => Windows::default(),
    }
}

/// Another system has nothing to tell.
#[cfg(not(windows))]
#[must_use]
pub(crate) fn look(_limit: Duration) -> Windows {
    Windows::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usb_id_stands_in_the_instance() {
        let of = |id: &str| {
            let id = id.to_owned();
            PnpDevice {
                id,
                ..PnpDevice::default()
            }
        };
        let reader = of(r"USB\VID_054C&PID_0DC9\5&1A2B&0&3");
        assert_eq!(reader.usb_id(), Some((0x054C, 0x0DC9)));
        assert!(!reader.is_virtual());
        assert_eq!(of(r"USB\ROOT_HUB30\4&1").usb_id(), None);
        assert_eq!(of(r"USB\VID_05").usb_id(), None);
        assert_eq!(of("USB\\VID_05日本").usb_id(), None);
        let virtual_card = of(r"ROOT\SMARTCARDREADER\0000");
        assert!(virtual_card.is_virtual());
        assert_eq!(virtual_card.usb_id(), None);
    }
}
