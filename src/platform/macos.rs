//! macOS: its version, and which driver it gives readers to. Type-checked for macOS (`tests/macos`) and
//! never run there.

/// Apple's own driver serves card readers from macOS Sonoma on.
const OWN_DRIVER_FROM: u32 = 14;

/// What macOS shows. What could not be looked at is None, and so is everything on another system.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Macos {
    /// Its version: `14.5`.
    pub version: Option<String>,
    /// The setting `useIFDCCID`: the former driver rather than Apple's own.
    pub former_driver: Option<bool>,
}

impl Macos {
    /// Apple's own driver serves the readers.
    #[must_use]
    pub fn has_own_driver(&self) -> bool {
        let major = || self.version.as_deref()?.split('.').next()?.parse().ok();
        major().is_some_and(|major: u32| major >= OWN_DRIVER_FROM)
            && self.former_driver != Some(true)
    }
}

/// Reads two property lists: the version of the system, and the settings of the smart-card service.
#[cfg(any(test, target_os = "macos"))]
fn read(version: &[u8], settings: &[u8]) -> Macos {
    let value = |list: &[u8], key: &str| {
        let list = plist::Value::from_reader(std::io::Cursor::new(list)).ok()?;
        list.into_dictionary()?.remove(key)
    };
    Macos {
        version: value(version, "ProductVersion").and_then(plist::Value::into_string),
        former_driver: value(settings, "useIFDCCID").and_then(|set| set.as_boolean()),
    }
}

/// Looks at macOS.
#[cfg(target_os = "macos")]
#[must_use]
pub(crate) fn look() -> Macos {
    let [version, settings] = [
        "/System/Library/CoreServices/SystemVersion.plist",
        "/Library/Preferences/com.apple.security.smartcard.plist",
    ]
    .map(|path| std::fs::read(path).unwrap_or_default());
    read(&version, &settings)
}

/// Another system has nothing to tell.
#[cfg(not(target_os = "macos"))]
#[must_use]
pub(crate) fn look() -> Macos {
    Macos::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERSION: &[u8] = br#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>ProductName</key>
	<string>macOS</string>
	<key>ProductVersion</key>
	<string>14.5</string>
</dict>
</plist>
"#;

    /// `{"useIFDCCID": True}`, written by Python's plistlib as `defaults` writes it.
    const FORMER: &[u8] = b"bplist00\xD1\x01\x02ZuseIFDCCID\x09\x08\x0B\x16\x00\x00\x00\x00\x00\x00\x01\x01\x00\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x17";

    #[test]
    fn two_property_lists() {
        let own = read(VERSION, b"");
        assert_eq!(own.version.as_deref(), Some("14.5"));
        assert_eq!(own.former_driver, None);
        assert!(own.has_own_driver());
        let former = read(VERSION, FORMER);
        assert_eq!(former.former_driver, Some(true));
        assert!(!former.has_own_driver());
        assert_eq!(read(b"bplist00", b"\xFF"), Macos::default());
    }

    #[test]
    fn from_sonoma_on() {
        for (version, own) in [
            ("13.6.7", false),
            ("14.0", true),
            ("26.1", true),
            ("", false),
        ] {
            let macos = Macos {
                version: Some(version.to_owned()),
                former_driver: None,
            };
            assert_eq!(macos.has_own_driver(), own, "{version}");
        }
    }
}
