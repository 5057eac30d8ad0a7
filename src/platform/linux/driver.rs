//! Which readers the installed drivers know.
//!
//! The service binds a USB device only where a driver's `Info.plist` lists its vendor and product;
//! a reader that is in no list is passed over silently.

use crate::platform::{System, clean};

/// A driver of pcsc-lite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Driver {
    /// The name of its bundle: `ifd-ccid.bundle`.
    pub(crate) name: String,
    /// USB vendor and product of every reader in its list.
    pub(crate) readers: Vec<(u16, u16)>,
}

/// The drivers in every folder where pcsc-lite looks for them.
pub(crate) fn all(system: &System) -> Vec<Driver> {
    let mut folders: Vec<String> = Vec::new();
    if let Some(folder) = system.env("PCSCLITE_HP_DROPDIR") {
        folders.push(folder.to_owned());
    } else {
        for base in ["/usr/lib", "/usr/lib64", "/usr/local/lib"] {
            folders.push(format!("{base}/pcsc/drivers"));
        }
        // Debian's folders of one architecture: /usr/lib/x86_64-linux-gnu.
        for name in system.list("/usr/lib").unwrap_or_default() {
            if name.contains("-linux-") {
                folders.push(format!("/usr/lib/{name}/pcsc/drivers"));
            }
        }
    }
    let mut drivers: Vec<Driver> = Vec::new();
    for folder in folders {
        for name in system.list(&folder).unwrap_or_default() {
            if !name.ends_with(".bundle") || drivers.iter().any(|driver| driver.name == name) {
                continue;
            }
            let list = system.read(format!("{folder}/{name}/Contents/Info.plist"));
            if let Some(list) = list {
                drivers.push(Driver {
                    name: clean(&name),
                    readers: readers(&list),
                });
            }
        }
    }
    drivers
}

/// Pairs the two parallel lists of the file.
fn readers(plist: &str) -> Vec<(u16, u16)> {
    let numbers = |key: &str| -> Vec<Option<u16>> {
        let marker = format!("<key>{key}</key>");
        let Some((_, rest)) = plist.split_once(&marker) else {
            return Vec::new();
        };
        let Some((list, _)) = rest.split_once("</array>") else {
            return Vec::new();
        };
        list.split("<string>")
            .skip(1)
            .map(|item| {
                let number = item.split("</string>").next().unwrap_or_default().trim();
                let digits = number.trim_start_matches("0x").trim_start_matches("0X");
                u16::from_str_radix(digits, 16).ok()
            })
            .collect()
    };
    numbers("ifdVendorID")
        .into_iter()
        .zip(numbers("ifdProductID"))
        .filter_map(|(vendor, product)| vendor.zip(product))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_paired_and_a_wrong_entry_shifts_nothing() {
        let plist = "<key>ifdVendorID</key><array><string>0x054C</string><string>oops</string>\
                     <string>0x31AA</string></array>\n<key>ifdProductID</key><array>\
                     <string>0x0DC9</string><string>0x0001</string><string>0x3002</string></array>";
        assert_eq!(readers(plist), [(0x054C, 0x0DC9), (0x31AA, 0x3002)]);
        assert_eq!(readers("<key>ifdVendorID</key>"), []);
        assert_eq!(readers(""), []);
    }
}
