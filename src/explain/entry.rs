//! A row of the tables: a code that another program shows, and what it means.

use crate::guide::Publication;
use crate::message::Bilingual;

/// Whose code it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Owner {
    /// A finding of this program.
    Finding,
    /// PC/SC.
    ScardCode,
    /// The two bytes that end a card's answer.
    StatusWord,
    /// A driver of pcsc-lite.
    #[serde(rename = "ifd-code")]
    Ifd,
    /// libusb.
    #[serde(rename = "libusb-code")]
    Libusb,
    /// Windows.
    #[serde(rename = "windows-code")]
    Windows,
    /// The device manager of Windows.
    #[serde(rename = "device-manager-code")]
    DeviceManager,
    /// PKCS#11.
    #[serde(rename = "pkcs11-code")]
    Pkcs11,
    /// OpenSC.
    #[serde(rename = "opensc-code")]
    OpenSc,
    /// An application for the My Number Card.
    #[serde(rename = "application-code")]
    Application,
    /// A face-recognition reader at a clinic.
    #[serde(rename = "face-reader-code")]
    FaceReader,
    /// A sentence of another program.
    Message,
}

/// A table of one owner's codes. A row has the code's name and what it means in both languages, or a
/// meaning that several codes share; where there is one, its number (`= 612`), the page that says so
/// (`(PAGE)`) and what it looks like in a text (`["lower case"]`).
macro_rules! codes {
    (@meaning $both:expr) => { $both };
    (@meaning $ja:expr, $en:expr) => { $crate::message::Bilingual { ja: $ja, en: $en } };
    (@optional) => { None };
    (@optional $value:expr) => { Some($value) };
    (
        $(#[$doc:meta])* $table:ident: $owner:ident;
        $($name:literal $(= $number:literal)? $(($source:ident))? $([$($text:literal),+])?
            => $($meaning:expr),+;)*
    ) => {
        $(#[$doc])*
        pub(super) const $table: &[$crate::explain::Entry] = &[$($crate::explain::Entry {
            kind: $crate::explain::Owner::$owner,
            name: $name,
            number: codes!(@optional $($number)?),
            texts: &[$($($text),+)?],
            meaning: codes!(@meaning $($meaning),+),
            source: codes!(@optional $(&$source)?),
        },)*];
    };
}

/// A code with its meaning.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Whose it is.
    pub kind: Owner,
    /// Its name, as its owner writes it.
    pub name: &'static str,
    /// Its number, where it has one.
    pub number: Option<i64>,
    /// What it looks like in a text, in lower case.
    pub texts: &'static [&'static str],
    /// What it means and what to do.
    pub meaning: Bilingual,
    /// The page that says so, where its owner's documents are not the source.
    pub source: Option<&'static Publication>,
}

impl Entry {
    /// Name and number: `IFD_COMMUNICATION_ERROR 612`.
    #[must_use]
    pub fn id(&self) -> String {
        let name = self.name;
        match (self.number, self.kind) {
            (Some(number), Owner::Pkcs11) => format!("{name} 0x{number:08X}"),
            (Some(number), Owner::Windows) => format!("{name} 0x{number:X} ({number})"),
            (Some(number), _) => format!("{name} {number}"),
            (None, _) => name.to_owned(),
        }
    }
}
