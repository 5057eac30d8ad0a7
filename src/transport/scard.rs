//! The return codes of PC/SC, by number and name.

use std::fmt;

/// A PC/SC return code as the system gave it.
///
/// The number is kept: the same cause has different codes on different systems, and a code outside
/// the table must still be shown (`docs/pcsc.md` §1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ScardCode(pub u32);

macro_rules! codes {
    ($($constant:ident = $value:literal;)*) => {
        impl ScardCode {
            $(
                #[doc = concat!("`SCARD_", stringify!($constant), "`")]
                pub const $constant: Self = Self($value);
            )*

            /// Every code that has a name.
            pub const ALL: &'static [Self] = &[$(Self::$constant),*];

            /// The name in the PC/SC headers, if the code has one.
            #[must_use]
            pub fn name(self) -> Option<&'static str> {
                match self {
                    $(Self::$constant => Some(concat!("SCARD_", stringify!($constant))),)*
                    _ => None,
                }
            }
        }
    };
}

// pcsclite.h of pcsc-lite 1.9.9 to 2.5 and winscard.h. 0x8010001F is SCARD_E_UNEXPECTED on Windows
// and shares its number with SCARD_E_UNSUPPORTED_FEATURE in pcsc-lite.
codes! {
    S_SUCCESS = 0x0000_0000;
    F_INTERNAL_ERROR = 0x8010_0001;
    E_CANCELLED = 0x8010_0002;
    E_INVALID_HANDLE = 0x8010_0003;
    E_INVALID_PARAMETER = 0x8010_0004;
    E_INVALID_TARGET = 0x8010_0005;
    E_NO_MEMORY = 0x8010_0006;
    F_WAITED_TOO_LONG = 0x8010_0007;
    E_INSUFFICIENT_BUFFER = 0x8010_0008;
    E_UNKNOWN_READER = 0x8010_0009;
    E_TIMEOUT = 0x8010_000A;
    E_SHARING_VIOLATION = 0x8010_000B;
    E_NO_SMARTCARD = 0x8010_000C;
    E_UNKNOWN_CARD = 0x8010_000D;
    E_CANT_DISPOSE = 0x8010_000E;
    E_PROTO_MISMATCH = 0x8010_000F;
    E_NOT_READY = 0x8010_0010;
    E_INVALID_VALUE = 0x8010_0011;
    E_SYSTEM_CANCELLED = 0x8010_0012;
    F_COMM_ERROR = 0x8010_0013;
    F_UNKNOWN_ERROR = 0x8010_0014;
    E_INVALID_ATR = 0x8010_0015;
    E_NOT_TRANSACTED = 0x8010_0016;
    E_READER_UNAVAILABLE = 0x8010_0017;
    P_SHUTDOWN = 0x8010_0018;
    E_PCI_TOO_SMALL = 0x8010_0019;
    E_READER_UNSUPPORTED = 0x8010_001A;
    E_DUPLICATE_READER = 0x8010_001B;
    E_CARD_UNSUPPORTED = 0x8010_001C;
    E_NO_SERVICE = 0x8010_001D;
    E_SERVICE_STOPPED = 0x8010_001E;
    E_UNEXPECTED = 0x8010_001F;
    E_ICC_INSTALLATION = 0x8010_0020;
    E_ICC_CREATEORDER = 0x8010_0021;
    E_UNSUPPORTED_FEATURE = 0x8010_0022;
    E_DIR_NOT_FOUND = 0x8010_0023;
    E_FILE_NOT_FOUND = 0x8010_0024;
    E_NO_DIR = 0x8010_0025;
    E_NO_FILE = 0x8010_0026;
    E_NO_ACCESS = 0x8010_0027;
    E_WRITE_TOO_MANY = 0x8010_0028;
    E_BAD_SEEK = 0x8010_0029;
    E_INVALID_CHV = 0x8010_002A;
    E_UNKNOWN_RES_MNG = 0x8010_002B;
    E_NO_SUCH_CERTIFICATE = 0x8010_002C;
    E_CERTIFICATE_UNAVAILABLE = 0x8010_002D;
    E_NO_READERS_AVAILABLE = 0x8010_002E;
    E_COMM_DATA_LOST = 0x8010_002F;
    E_NO_KEY_CONTAINER = 0x8010_0030;
    E_SERVER_TOO_BUSY = 0x8010_0031;
    E_PIN_CACHE_EXPIRED = 0x8010_0032;
    E_NO_PIN_CACHE = 0x8010_0033;
    E_READ_ONLY_CARD = 0x8010_0034;
    W_UNSUPPORTED_CARD = 0x8010_0065;
    W_UNRESPONSIVE_CARD = 0x8010_0066;
    W_UNPOWERED_CARD = 0x8010_0067;
    W_RESET_CARD = 0x8010_0068;
    W_REMOVED_CARD = 0x8010_0069;
    W_SECURITY_VIOLATION = 0x8010_006A;
    W_WRONG_CHV = 0x8010_006B;
    W_CHV_BLOCKED = 0x8010_006C;
    W_EOF = 0x8010_006D;
    W_CANCELLED_BY_USER = 0x8010_006E;
    W_CARD_NOT_AUTHENTICATED = 0x8010_006F;
    W_CACHE_ITEM_NOT_FOUND = 0x8010_0070;
    W_CACHE_ITEM_STALE = 0x8010_0071;
    W_CACHE_ITEM_TOO_BIG = 0x8010_0072;
}

impl fmt::Display for ScardCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => write!(f, "{name} 0x{:08X}", self.0),
            None => write!(f, "0x{:08X}", self.0),
        }
    }
}

/// Names of pcsc-lite 2 for codes that have another one before it and on Windows.
const ALSO: &[(&str, ScardCode)] = &[("SCARD_E_UNKNOWN_RES_MSG", ScardCode::E_UNKNOWN_RES_MNG)];

impl ScardCode {
    /// The code of this name, in capital letters or not.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        let all = Self::ALL
            .iter()
            .filter_map(|code| Some((code.name()?, *code)));
        all.chain(ALSO.iter().copied())
            .find(|(name, _)| name.eq_ignore_ascii_case(text))
            .map(|(_, code)| code)
    }

    /// The number is one of PC/SC's, whether it has a name or not.
    #[must_use]
    pub fn is_of_pcsc(self) -> bool {
        self.0 >> 16 == 0x8010
    }
}

impl std::str::FromStr for ScardCode {
    type Err = UnknownCode;

    /// Reads a name, or eight hexadecimal digits with or without `0x`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if let Some(code) = Self::named(text) {
            return Ok(code);
        }
        let digits = text
            .strip_prefix("0x")
            .or_else(|| text.strip_prefix("0X"))
            .unwrap_or(text);
        if digits.len() != 8 {
            return Err(UnknownCode);
        }
        u32::from_str_radix(digits, 16)
            .map(Self)
            .map_err(|_| UnknownCode)
    }
}

/// The text is neither the name of a PC/SC code nor eight hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a PC/SC code")]
pub struct UnknownCode;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_read_back_from_its_name_and_its_number() {
        for code in ScardCode::ALL {
            let name = code.name().unwrap();
            assert_eq!(name.parse::<ScardCode>(), Ok(*code));
            assert_eq!(format!("0x{:08x}", code.0).parse::<ScardCode>(), Ok(*code));
        }
        assert_eq!("6A82".parse::<ScardCode>(), Err(UnknownCode));
        let renamed = "SCARD_E_UNKNOWN_RES_MSG".parse::<ScardCode>();
        assert_eq!(renamed, Ok(ScardCode::E_UNKNOWN_RES_MNG));
    }
}
