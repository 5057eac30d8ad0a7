//! Card readers that are met in Japan: one table, each row with its source.
//!
//! A reader that is not in it is said to be unknown; nothing is guessed from its maker's name.
//! `libccid` means the list of CCID 1.8.2, `readers/supported_readers.txt` at commit 5de6a96, and
//! "listed" that the driver binds it, not that its author has tested it.

use crate::finding::Trap;

/// How a reader takes cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Interface {
    /// The card is pushed in.
    Contact,
    /// The card is laid upon it.
    Contactless,
    /// Both.
    Both,
}

/// Whether a reader works on a system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Support {
    /// With the driver that comes with the system: on Linux `libccid` lists it.
    Listed,
    /// With a driver of the maker's.
    OwnDriver,
    /// There is no driver.
    None,
    /// No statement was found.
    Unknown,
}

/// A model of reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Model {
    /// Its name in shops.
    pub name: &'static str,
    /// USB vendor and product.
    pub usb: &'static [(u16, u16)],
    /// Parts of the names that drivers give it, in upper case.
    pub patterns: &'static [&'static str],
    /// How it takes cards.
    pub interface: Interface,
    /// Linux and pcsc-lite.
    pub linux: Support,
    /// Windows.
    pub windows: Support,
    /// The least firmware that the driver takes, binary-coded decimal (`Bogus_firmwares` in
    /// CCID's `ccid_usb.c`).
    pub firmware: Option<u16>,
    /// The Debian package with a driver that knows it, where `libccid` does not.
    pub package: Option<&'static str>,
    /// What goes wrong with it.
    pub trap: Option<Trap>,
    /// Where this is written.
    pub source: &'static str,
}

const CCID: &str = "https://ccid.apdu.fr/ccid/section.html";

/// A row that says nothing but the model's name and interface: the others are made from it.
const fn model(name: &'static str, interface: Interface) -> Model {
    Model {
        name,
        usb: &[],
        patterns: &[],
        interface,
        linux: Support::Listed,
        windows: Support::Unknown,
        firmware: None,
        package: None,
        trap: None,
        source: CCID,
    }
}

/// The readers, the commonest first.
pub(crate) const MODELS: &[Model] = &[
    Model {
        usb: &[(0x054C, 0x0DC9), (0x054C, 0x0DC8)],
        patterns: &["RC-S300", "PASORI 4.0"],
        windows: Support::OwnDriver,
        trap: Some(Trap::WindowsDriverFirst),
        source: "https://zenn.dev/k42uma/articles/rc-s300-raspi",
        ..model("Sony PaSoRi RC-S300", Interface::Contactless)
    },
    Model {
        usb: &[(0x054C, 0x0D8F)],
        patterns: &["RC-S660"],
        ..model("Sony RC-S660/U", Interface::Contactless)
    },
    // Not CCID: the kernel's port100 takes it, and pcsc-lite has no driver.
    Model {
        usb: &[(0x054C, 0x06C1), (0x054C, 0x06C3)],
        patterns: &["RC-S380", "PASORI 3.0"],
        linux: Support::None,
        windows: Support::OwnDriver,
        trap: Some(Trap::WindowsDriverFirst),
        source: "https://www.sony.co.jp/Products/felica/consumer/download/pcscactivator.html",
        ..model("Sony PaSoRi RC-S380", Interface::Contactless)
    },
    Model {
        usb: &[(0x054C, 0x02E1)],
        patterns: &["RC-S330", "RC-S370"],
        linux: Support::None,
        source: "https://netlog.jpn.org/r271-635/2022/12/ic_acr1251di.html",
        ..model("Sony PaSoRi RC-S330/RC-S370", Interface::Contactless)
    },
    Model {
        usb: &[(0x054C, 0x01BB)],
        patterns: &["RC-S320"],
        linux: Support::None,
        windows: Support::None,
        source: "https://netlog.jpn.org/r271-635/2022/12/ic_acr1251di.html",
        ..model("Sony PaSoRi RC-S320", Interface::Contactless)
    },
    // Circle's reader is inside I-O DATA USB-NFC4 and Elecom MR-ICA001BK, as their reader names show.
    Model {
        usb: &[(0x31AA, 0x3002)],
        patterns: &["CIR315 CL"],
        windows: Support::OwnDriver,
        package: Some("libabcccid"),
        trap: Some(Trap::WindowsDriverFirst),
        source: "https://www.elecom.co.jp/support/download/data-media/ic-rw/ic_card_reader_installer/win_mr-ica001.html",
        ..model(
            "Circle CIR315 CL (I-O DATA USB-NFC4, Elecom MR-ICA001BK)",
            Interface::Contactless,
        )
    },
    Model {
        usb: &[
            (0x31AA, 0x3000),
            (0x31AA, 0x3001),
            (0x31AA, 0x3003),
            (0x31AA, 0x3100),
        ],
        patterns: &["CIR315"],
        package: Some("libabcccid"),
        trap: Some(Trap::SamSlot),
        ..model("Circle CIR315", Interface::Both)
    },
    Model {
        usb: &[(0x31AA, 0x2000), (0x31AA, 0x2001), (0x31AA, 0x2100)],
        patterns: &["CIR215"],
        package: Some("libabcccid"),
        ..model("Circle CIR215", Interface::Contactless)
    },
    Model {
        usb: &[
            (0x31AA, 0x4000),
            (0x31AA, 0x4001),
            (0x31AA, 0x6000),
            (0x31AA, 0x6001),
        ],
        patterns: &["CIR415", "CIR615"],
        package: Some("libabcccid"),
        ..model("Circle CIR415/CIR615", Interface::Contactless)
    },
    Model {
        usb: &[(0x31AA, 0x1000), (0x31AA, 0x1100)],
        patterns: &["CIR115", "CIR125"],
        package: Some("libabcccid"),
        ..model("Circle CIR115/CIR125", Interface::Contact)
    },
    // Vendor class (FF): a scan for class 0B alone would miss it.
    Model {
        usb: &[(0x04E6, 0x511A)],
        patterns: &["SCR3310-NTTCOM"],
        ..model("NTT Com SCR3310-NTTCom", Interface::Contact)
    },
    Model {
        usb: &[(0x04E6, 0x5120)],
        patterns: &["SCR331-DI-NTTCOM", "SCR331-DI USB SMART CARD READER"],
        trap: Some(Trap::TwoSlots),
        ..model("NTT Com SCR331-DI-NTTCom", Interface::Both)
    },
    Model {
        usb: &[(0x04E6, 0x5111)],
        patterns: &["SCR331-DI"],
        firmware: Some(0x0620),
        trap: Some(Trap::TwoSlots),
        ..model("SCM SCR331-DI", Interface::Both)
    },
    Model {
        usb: &[(0x04E6, 0x5116), (0x04E6, 0x511F)],
        patterns: &["SCR3310", "SCR 3310"],
        ..model("Identiv SCR3310", Interface::Contact)
    },
    Model {
        usb: &[(0x04E6, 0xE001)],
        patterns: &["SCR 331"],
        firmware: Some(0x0516),
        ..model("SCM SCR331", Interface::Contact)
    },
    Model {
        usb: &[(0x04E6, 0x5291)],
        patterns: &["SCL010"],
        firmware: Some(0x0112),
        ..model("SCM SCL010", Interface::Contactless)
    },
    Model {
        usb: &[(0x072F, 0xB100)],
        patterns: &["ACR39"],
        ..model("ACS ACR39U (NTT Com ACR39-NTTCom)", Interface::Contact)
    },
    Model {
        usb: &[(0x072F, 0xB000)],
        patterns: &["ACR3901"],
        ..model("ACS ACR3901U", Interface::Contact)
    },
    // In libacsccid1's list only.
    Model {
        usb: &[(0x072F, 0x221B)],
        patterns: &["ACR1251U-C", "ACR1251DI"],
        linux: Support::OwnDriver,
        package: Some("libacsccid1"),
        source: "https://github.com/acshk/acsccid",
        ..model("NTT Com ACR1251DI (ACS ACR1251U-C)", Interface::Contactless)
    },
    Model {
        usb: &[(0x072F, 0x221A)],
        patterns: &["ACR1251"],
        package: Some("libacsccid1"),
        trap: Some(Trap::SamSlot),
        ..model("ACS ACR1251 (NTT Com ACR1251CL)", Interface::Contactless)
    },
    Model {
        usb: &[(0x072F, 0x223B), (0x072F, 0x223E), (0x072F, 0x2259)],
        patterns: &["ACR1252"],
        package: Some("libacsccid1"),
        trap: Some(Trap::SamSlot),
        source: "https://github.com/acshk/acsccid/issues/10",
        ..model("ACS ACR1252", Interface::Contactless)
    },
    Model {
        usb: &[(0x072F, 0x2303), (0x072F, 0x2308)],
        patterns: &["ACR1552"],
        package: Some("libacsccid1"),
        trap: Some(Trap::SamSlot),
        ..model("ACS ACR1552", Interface::Contactless)
    },
    Model {
        usb: &[(0x072F, 0x2200)],
        patterns: &["ACR122"],
        firmware: Some(0x0206),
        trap: Some(Trap::TypeBUnreliable),
        ..model("ACS ACR122U", Interface::Contactless)
    },
    Model {
        usb: &[(0x08E6, 0x3437)],
        patterns: &["PC TWIN", "IDBRIDGE CT30"],
        ..model("Gemalto PC Twin (IDBridge CT30)", Interface::Contact)
    },
    Model {
        usb: &[(0x076B, 0x5422)],
        patterns: &["OMNIKEY 5422"],
        trap: Some(Trap::TwoSlots),
        ..model("HID OMNIKEY 5422", Interface::Both)
    },
    Model {
        usb: &[(0x076B, 0x5022)],
        patterns: &["OMNIKEY 5022"],
        ..model("HID OMNIKEY 5022", Interface::Contactless)
    },
    Model {
        usb: &[(0x04E6, 0x5790)],
        patterns: &["UTRUST 3700"],
        ..model("Identiv uTrust 3700 F", Interface::Contactless)
    },
    Model {
        usb: &[(0x04E6, 0x5724), (0x04E6, 0x5720)],
        patterns: &["UTRUST 4701", "CLOUD 4500", "CLOUD 4700"],
        trap: Some(Trap::TwoSlots),
        ..model("Identiv uTrust 4701 F / CLOUD 4500 F", Interface::Both)
    },
    Model {
        usb: &[(0x04DA, 0x117A)],
        patterns: &["7A-SMART"],
        ..model("Panasonic 7A-Smart", Interface::Contact)
    },
    Model {
        usb: &[(0x23EB, 0x0003)],
        patterns: &["TC63CUT021"],
        ..model("Toppan TC63CUT021", Interface::Contact)
    },
    Model {
        usb: &[(0x0BF8, 0x1024)],
        patterns: &["D323"],
        ..model("Fujitsu D323", Interface::Contact)
    },
    Model {
        usb: &[(0x058F, 0x9540)],
        patterns: &["AU9540"],
        trap: Some(Trap::BuiltInUnsupported),
        source: "https://github.com/LudovicRousseau/CCID/issues/84",
        ..model("Alcor AU9540", Interface::Contact)
    },
    Model {
        usb: &[(0x2CE3, 0x9563), (0x2CE3, 0x9567)],
        patterns: &["AK9563", "AK9567"],
        ..model("Alcor Link AK9563/AK9567", Interface::Contact)
    },
];

/// The model with this USB vendor and product.
#[must_use]
pub(crate) fn by_id(id: (u16, u16)) -> Option<&'static Model> {
    MODELS.iter().find(|model| model.usb.contains(&id))
}

/// The model that a reader's name speaks of: the longest pattern that fits.
#[must_use]
pub(crate) fn by_name(name: &str) -> Option<&'static Model> {
    let name = name.to_uppercase();
    let fit = |model: &Model| {
        let fitting = model.patterns.iter().filter(|part| name.contains(**part));
        fitting.map(|part| part.len()).max()
    };
    MODELS
        .iter()
        .filter_map(|model| Some((fit(model)?, model)))
        .max_by_key(|(length, _)| *length)
        .map(|(_, model)| model)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_found_and_has_a_source() {
        let mut ids = std::collections::HashSet::new();
        for model in MODELS {
            assert!(model.source.starts_with("https://"), "{}", model.name);
            assert!(!model.usb.is_empty() && !model.patterns.is_empty());
            for id in model.usb {
                assert!(ids.insert(id), "{id:04X?} twice");
                assert_eq!(by_id(*id).unwrap().name, model.name);
            }
            for pattern in model.patterns {
                assert_eq!(*pattern, pattern.to_uppercase());
                assert_eq!(by_name(pattern).unwrap().name, model.name);
            }
        }
    }

    #[test]
    fn names_of_all_systems_lead_to_the_model() {
        for (name, model) in [
            (
                "SONY FeliCa RC-S300/P (0000000) 00 00",
                "Sony PaSoRi RC-S300",
            ),
            ("SONY FeliCa Port/PaSoRi 4.0 0", "Sony PaSoRi RC-S300"),
            ("Sony FeliCa Port/PaSoRi 3.0 0", "Sony PaSoRi RC-S380"),
            (
                "SCM Microsystems Inc. SCR 3310 [CCID Interface] 00 00",
                "Identiv SCR3310",
            ),
            (
                "Circle CIR315 CL 0",
                "Circle CIR315 CL (I-O DATA USB-NFC4, Elecom MR-ICA001BK)",
            ),
        ] {
            assert_eq!(by_name(name).unwrap().name, model, "{name}");
        }
        assert_eq!(by_name("Virtual PCD 00 00"), None);
    }
}
