//! Asks Windows itself. Whatever does not answer is left out.

use std::collections::HashMap;

use windows_registry::{Key, LOCAL_MACHINE};
use windows_service::service::{Service, ServiceAccess, ServiceStartType, ServiceState};
use windows_service::service_manager::{ServiceManager, ServiceManagerAccess};
use wmi::{Variant, WMIConnection};

use super::{PnpDevice, ReaderDriver, ScardSvr, StartType, Windows};

/// The class of card readers, as Windows' device manager knows it.
const READERS: &str = "{50dd5230-ba8a-11d1-bf5d-0000f805f530}";

/// What a card reader on USB says of itself, whether it has a driver or not.
const USB_CLASS: &str = r"USB\CLASS_0B";

/// The device manager's list; Wine knows some of the columns only.
const DEVICES: &str = "SELECT DeviceID, Name, ClassGuid, CompatibleID, ConfigManagerErrorCode \
    FROM Win32_PnPEntity";

pub(super) fn all() -> Windows {
    Windows {
        release: release(),
        service: service(),
        devices: devices(),
        drivers: drivers().unwrap_or_default(),
    }
}

fn service() -> Option<ScardSvr> {
    let access = ServiceManagerAccess::CONNECT;
    let manager = ServiceManager::local_computer(None::<&str>, access).ok()?;
    let access = ServiceAccess::QUERY_STATUS | ServiceAccess::QUERY_CONFIG;
    let service: Service = manager.open_service("SCardSvr", access).ok()?;
    Some(ScardSvr {
        start: match service.query_config().ok()?.start_type {
            ServiceStartType::Disabled => StartType::Disabled,
            ServiceStartType::OnDemand => StartType::OnDemand,
            _ => StartType::Automatic,
        },
        running: service.query_status().ok()?.current_state == ServiceState::Running,
    })
}

fn devices() -> Option<Vec<PnpDevice>> {
    let rows: Vec<HashMap<String, Variant>> = WMIConnection::new().ok()?.raw_query(DEVICES).ok()?;
    let devices = rows.iter().map(device);
    let wanted = |device: &PnpDevice| device.is_reader || device.usb_id().is_some();
    Some(devices.filter(wanted).collect())
}

fn device(row: &HashMap<String, Variant>) -> PnpDevice {
    // Wine writes DeviceId.
    let value = |name: &str| {
        let found = row.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value)
    };
    let text = |name: &str| match value(name) {
        Some(Variant::String(text)) => text.clone(),
        _ => String::new(),
    };
    let says_so = match value("CompatibleID") {
        Some(Variant::Array(ids)) => ids.iter().any(|id| match id {
            Variant::String(id) => id.to_uppercase().starts_with(USB_CLASS),
            _ => false,
        }),
        _ => false,
    };
    PnpDevice {
        id: text("DeviceID"),
        name: text("Name"),
        is_reader: says_so || text("ClassGuid").eq_ignore_ascii_case(READERS),
        problem: match value("ConfigManagerErrorCode") {
            Some(Variant::UI4(code)) => *code,
            Some(Variant::I4(code)) => u32::try_from(*code).unwrap_or_default(),
            _ => 0,
        },
    }
}

fn drivers() -> Option<Vec<ReaderDriver>> {
    let class = LOCAL_MACHINE
        .open(format!(r"SYSTEM\CurrentControlSet\Control\Class\{READERS}"))
        .ok()?;
    // Some keys there may be opened by administrators alone.
    let drivers = class.keys().ok()?.filter_map(|name| {
        let key = class.open(name).ok()?;
        Some(ReaderDriver {
            device: key.get_string("MatchingDeviceId").ok()?,
            provider: text(&key, "ProviderName"),
            file: text(&key, "InfPath"),
        })
    });
    Some(drivers.collect())
}

fn release() -> Option<String> {
    let key = LOCAL_MACHINE
        .open(r"SOFTWARE\Microsoft\Windows NT\CurrentVersion")
        .ok()?;
    let build = key.get_string("CurrentBuild").ok()?;
    let mut name = key.get_string("ProductName").ok()?;
    // Windows 11 still calls itself 10 there.
    if build.parse().is_ok_and(|build: u32| build >= 22_000) {
        name = name.replace("Windows 10", "Windows 11");
    }
    let version = text(&key, "DisplayVersion");
    let words: Vec<&str> = [name.as_str(), &version]
        .into_iter()
        .filter(|word| !word.is_empty())
        .collect();
    Some(format!("{} ({build})", words.join(" ")))
}

fn text(key: &Key, name: &str) -> String {
    key.get_string(name).unwrap_or_default()
}
