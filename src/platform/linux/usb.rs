//! Card readers on USB, as Linux shows them in `/sys`, and what keeps the service from them.
//!
//! sysfs needs neither a library nor a right to the device.

use std::path::PathBuf;

use super::process::{self, Process};
use crate::platform::System;

const DEVICES: &str = "/sys/bus/usb/devices";

/// USB interface class of CCID readers.
const CARD_READER: u16 = 0x0B;

/// The virtual reader that `VMware` offers instead of the host's own, unless `usb.generic.allowCCID`
/// is set.
const VMWARE_VIRTUAL: (u16, u16) = (0x0E0F, 0x0004);

/// A card reader on USB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Device {
    /// Its place: `1-1.3`.
    pub(crate) port: String,
    /// Vendor and product.
    pub(crate) id: (u16, u16),
    /// What it calls itself.
    pub(crate) name: Option<String>,
    /// Version of its firmware, binary-coded decimal.
    pub(crate) firmware: Option<u16>,
    /// The kernel's drivers that hold an interface of it.
    pub(crate) holders: Vec<String>,
    /// Its device node.
    pub(crate) node: Option<PathBuf>,
    /// It is plugged into a hub and not into the computer.
    pub(crate) through_hub: bool,
    /// The kernel may switch it off while it is idle.
    pub(crate) saves_power: bool,
}

impl Device {
    /// `054C:0DC9`
    pub(crate) fn id_text(&self) -> String {
        format!("{:04X}:{:04X}", self.id.0, self.id.1)
    }
}

/// Every card reader on USB, by its class or because its vendor and product are `known`; None where the system does not show its USB devices.
pub(crate) fn readers(system: &System, known: impl Fn((u16, u16)) -> bool) -> Option<Vec<Device>> {
    let names = system.list(DEVICES)?;
    let devices = names
        .iter()
        .filter(|name| !name.contains(':'))
        .filter_map(|port| device(system, port, &names, &known))
        .collect();
    Some(devices)
}

fn device(
    system: &System,
    port: &str,
    names: &[String],
    known: impl Fn((u16, u16)) -> bool,
) -> Option<Device> {
    let folder = format!("{DEVICES}/{port}");
    let id = (
        system.hex(format!("{folder}/idVendor"))?,
        system.hex(format!("{folder}/idProduct"))?,
    );
    let interfaces: Vec<String> = names
        .iter()
        .filter(|name| name.split(':').next() == Some(port) && name.contains(':'))
        .map(|name| format!("{DEVICES}/{name}"))
        .collect();
    let is_reader = interfaces
        .iter()
        .any(|interface| system.hex(format!("{interface}/bInterfaceClass")) == Some(CARD_READER));
    if id == VMWARE_VIRTUAL || !is_reader && !known(id) {
        return None;
    }
    let holders = interfaces
        .iter()
        .filter_map(|interface| system.link(format!("{interface}/driver")))
        .filter_map(|driver| driver.file_name()?.to_str().map(str::to_owned))
        .collect();
    let bus = system.number(format!("{folder}/busnum"));
    let address = system.number(format!("{folder}/devnum"));
    Some(Device {
        port: port.to_owned(),
        id,
        name: system.line(format!("{folder}/product")),
        firmware: system.hex(format!("{folder}/bcdDevice")),
        holders,
        node: bus
            .zip(address)
            .map(|(bus, address)| PathBuf::from(format!("/dev/bus/usb/{bus:03}/{address:03}"))),
        // `1-1` is a port of the computer, `1-1.3` one of a hub.
        through_hub: port.contains('.'),
        saves_power: system.line(format!("{folder}/power/control")).as_deref() == Some("auto"),
    })
}

/// The service's user may not write to the device node. The service's user is known only while it
/// runs.
#[cfg(unix)]
pub(crate) fn permission(
    system: &System,
    device: &Device,
    processes: &[Process],
) -> Option<String> {
    use std::os::unix::fs::MetadataExt;

    let service = process::service(processes)?;
    let user = service.user?;
    let node = device.node.as_ref()?;
    let metadata = std::fs::metadata(system.path(node)).ok()?;
    let mode = metadata.mode();
    let allowed = user == 0
        || user == metadata.uid() && mode & 0o200 != 0
        || service.groups.contains(&metadata.gid()) && mode & 0o020 != 0
        || mode & 0o002 != 0;
    (!allowed).then(|| {
        format!(
            "{}: {}:{} {:o}; pcscd uid {user}",
            node.display(),
            metadata.uid(),
            metadata.gid(),
            mode & 0o777
        )
    })
}

#[cfg(not(unix))]
pub(crate) fn permission(
    _system: &System,
    _device: &Device,
    _processes: &[Process],
) -> Option<String> {
    None
}

/// The setting that hides the reader from programs.
pub(crate) fn hidden(system: &System, device: &Device, processes: &[Process]) -> Option<String> {
    const FILTER: &str = "PCSCLITE_FILTER_IGNORE_READER_NAMES";
    for file in ["/etc/default/pcscd", "/etc/sysconfig/pcscd"] {
        let text = system.read(file).unwrap_or_default();
        let set = text.lines().any(|line| {
            let line = line.trim().trim_start_matches("export ");
            line.strip_prefix(FILTER)
                .and_then(|rest| rest.strip_prefix('='))
                .is_some_and(|value| !value.trim_matches('"').is_empty())
        });
        if set {
            return Some(format!("{file}: {FILTER}"));
        }
    }
    if let Some(service) = process::service(processes) {
        let file = format!("/proc/{}/environ", service.id);
        let environment = system.read(&file).unwrap_or_default();
        if environment
            .split('\0')
            .any(|variable| variable.starts_with(FILTER))
        {
            return Some(format!("{file}: {FILTER}"));
        }
    }
    // udev keeps a device's properties by its number: 189 is USB, 128 devices on each bus.
    let node = device.node.as_ref()?;
    let mut parts = node.iter().rev().filter_map(|part| part.to_str());
    let address: u32 = parts.next()?.parse().ok()?;
    let bus: u32 = parts.next()?.parse().ok()?;
    let minor = bus
        .checked_sub(1)?
        .checked_mul(128)?
        .checked_add(address.checked_sub(1)?)?;
    let file = format!("/run/udev/data/c189:{minor}");
    let properties = system.read(&file)?;
    properties
        .lines()
        .any(|line| line == "E:PCSCLITE_IGNORE=1")
        .then(|| format!("{file}: PCSCLITE_IGNORE"))
}

/// The virtual machine that this system runs in, by its signs.
pub(crate) fn virtual_machine(system: &System) -> Option<String> {
    if system
        .read("/proc/version")
        .is_some_and(|version| version.to_lowercase().contains("microsoft"))
    {
        return Some("WSL".to_owned());
    }
    let maker = system.line("/sys/class/dmi/id/sys_vendor")?;
    let product = system
        .line("/sys/class/dmi/id/product_name")
        .unwrap_or_default();
    let known = [
        ("VMware", "VMware"),
        ("innotek", "VirtualBox"),
        ("QEMU", "QEMU"),
        ("Xen", "Xen"),
        ("Parallels", "Parallels"),
    ];
    if let Some((_, name)) = known.iter().find(|(sign, _)| maker.contains(sign)) {
        return Some((*name).to_owned());
    }
    // Microsoft makes computers as well.
    (maker.contains("Microsoft") && product.contains("Virtual Machine"))
        .then(|| "Hyper-V".to_owned())
}
