//! Status words, and which of them may be shown.

use std::fmt;

/// The two bytes SW1-SW2 that end every answer, kept as they came.
///
/// The last two bytes of a damaged answer are read as one, and can be two digits of a PIN or two
/// letters of a name. So only a word that has a name is shown whole, however it is printed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StatusWord(pub u16);

/// What a status word says (ISO/IEC 7816-4 §5.6, JICSAP, and `protocol.md` §2.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// `9000`
    Done,
    /// `61xx`: so many more bytes wait for GET RESPONSE (0 stands for 256 or more).
    MoreData(u8),
    /// `6281`: part of the data may be corrupted.
    Corrupted,
    /// `6282`: the file ended before Le bytes.
    EndOfFile,
    /// `6283`: the selected file or application is deactivated.
    Deactivated,
    /// `6285`: the selected file is in its termination state.
    Terminated,
    /// `6300`: comparison failed, no counter told.
    ComparisonFailed,
    /// `63Cx`: so many tries are left.
    TriesLeft(u8),
    /// `6581`: memory failure.
    MemoryFailure,
    /// `6700`: wrong length.
    WrongLength,
    /// `6881`: logical channel not supported.
    NoLogicalChannel,
    /// `6882`, `69FC`: secure messaging not supported.
    NoSecureMessaging,
    /// `6981`: command does not fit the file's structure.
    WrongFileStructure,
    /// `6982`: a PIN is needed first.
    SecurityNotSatisfied,
    /// `6983`: authentication method blocked.
    Blocked,
    /// `6984`: the referenced IEF is locked (JICSAP).
    ReferenceLocked,
    /// `6985`: conditions of use not satisfied.
    ConditionsNotSatisfied,
    /// `6986`: no EF is selected.
    NoCurrentFile,
    /// `6999`: the application could not be selected (some Java cards).
    SelectFailed,
    /// `6A80`: wrong data.
    WrongData,
    /// `6A81`: function not supported.
    FunctionNotSupported,
    /// `6A82`: file or application not found.
    NotFound,
    /// `6A83`: record not found.
    RecordNotFound,
    /// `6A86`: wrong P1-P2.
    WrongParameters,
    /// `6A88`: referenced data not found.
    ReferenceNotFound,
    /// `6B00`: offset outside the file.
    OffsetOutside,
    /// `6Cxx`: wrong Le; xx would be right.
    WrongLe(u8),
    /// `6D00`: instruction unknown.
    InstructionUnknown,
    /// `6E00`: class unknown.
    ClassUnknown,
    /// `6F00`: no precise diagnosis. Some cards say it to the first command after power-up.
    NoDiagnosis,
    /// Nothing that this program knows.
    Unknown,
}

impl StatusWord {
    /// `9000`
    pub const DONE: Self = Self(0x9000);
    /// `6F00`
    pub const NO_DIAGNOSIS: Self = Self(0x6F00);

    /// Every status word that this program explains; families (`61xx`, `63Cx`, `6Cxx`) by one
    /// member each.
    pub const KNOWN: &'static [Self] = &[
        Self(0x9000),
        Self(0x6110),
        Self(0x6281),
        Self(0x6282),
        Self(0x6283),
        Self(0x6285),
        Self(0x6300),
        Self(0x63C3),
        Self(0x6581),
        Self(0x6700),
        Self(0x6881),
        Self(0x6882),
        Self(0x6981),
        Self(0x6982),
        Self(0x6983),
        Self(0x6984),
        Self(0x6985),
        Self(0x6986),
        Self(0x6999),
        Self(0x69FC),
        Self(0x6A80),
        Self(0x6A81),
        Self(0x6A82),
        Self(0x6A83),
        Self(0x6A86),
        Self(0x6A88),
        Self(0x6B00),
        Self(0x6C10),
        Self(0x6D00),
        Self(0x6E00),
        Self(0x6F00),
    ];

    /// What it says.
    #[must_use]
    pub fn meaning(self) -> Meaning {
        let [high, low] = self.0.to_be_bytes();
        match (high, low) {
            (0x90, 0x00) => Meaning::Done,
            (0x61, rest) => Meaning::MoreData(rest),
            (0x62, 0x81) => Meaning::Corrupted,
            (0x62, 0x82) => Meaning::EndOfFile,
            (0x62, 0x83) => Meaning::Deactivated,
            (0x62, 0x85) => Meaning::Terminated,
            (0x63, 0x00) => Meaning::ComparisonFailed,
            (0x63, 0xC0..=0xCF) => Meaning::TriesLeft(low & 0x0F),
            (0x65, 0x81) => Meaning::MemoryFailure,
            (0x67, 0x00) => Meaning::WrongLength,
            (0x68, 0x81) => Meaning::NoLogicalChannel,
            (0x68, 0x82) | (0x69, 0xFC) => Meaning::NoSecureMessaging,
            (0x69, 0x81) => Meaning::WrongFileStructure,
            (0x69, 0x82) => Meaning::SecurityNotSatisfied,
            (0x69, 0x83) => Meaning::Blocked,
            (0x69, 0x84) => Meaning::ReferenceLocked,
            (0x69, 0x85) => Meaning::ConditionsNotSatisfied,
            (0x69, 0x86) => Meaning::NoCurrentFile,
            (0x69, 0x99) => Meaning::SelectFailed,
            (0x6A, 0x80) => Meaning::WrongData,
            (0x6A, 0x81) => Meaning::FunctionNotSupported,
            (0x6A, 0x82) => Meaning::NotFound,
            (0x6A, 0x83) => Meaning::RecordNotFound,
            (0x6A, 0x86) => Meaning::WrongParameters,
            (0x6A, 0x88) => Meaning::ReferenceNotFound,
            (0x6B, 0x00) => Meaning::OffsetOutside,
            (0x6C, length) => Meaning::WrongLe(length),
            (0x6D, 0x00) => Meaning::InstructionUnknown,
            (0x6E, 0x00) => Meaning::ClassUnknown,
            (0x6F, 0x00) => Meaning::NoDiagnosis,
            _ => Meaning::Unknown,
        }
    }
}

impl StatusWord {
    /// ISO/IEC 7816-4 §5.6 or `protocol.md` §2.7 names it, alone or as one of a family.
    #[must_use]
    pub fn is_named(self) -> bool {
        let [high, low] = self.0.to_be_bytes();
        match high {
            0x90 | 0x66 | 0x6B | 0x6D | 0x6E | 0x6F => low == 0x00,
            0x61 | 0x6C => true,
            0x62 => matches!(low, 0x00 | 0x81..=0x87),
            0x63 => matches!(low, 0x00 | 0x81 | 0xC0..=0xCF),
            0x64 | 0x67 => matches!(low, 0x00 | 0x01),
            0x65 => matches!(low, 0x00 | 0x81),
            0x68 => matches!(low, 0x00 | 0x81..=0x84),
            0x69 => matches!(low, 0x00 | 0x81..=0x88 | 0x99 | 0xFC),
            0x6A => matches!(low, 0x00 | 0x80..=0x8A),
            _ => false,
        }
    }
}

impl fmt::Display for StatusWord {
    /// Four hexadecimal digits; of a word without a name its class at most: `6FXX`, `XXXX`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let class = self.0 >> 8;
        if self.is_named() {
            write!(f, "{:04X}", self.0)
        } else if matches!(class, 0x61..=0x6F | 0x90..=0x9F) {
            write!(f, "{class:02X}XX")
        } else {
            f.write_str("XXXX")
        }
    }
}

impl fmt::UpperHex for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::str::FromStr for StatusWord {
    type Err = NotAStatusWord;

    /// Reads four hexadecimal digits whose first is 6 or 9, as status words have.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let text = text
            .strip_prefix("0x")
            .or_else(|| text.strip_prefix("0X"))
            .unwrap_or(text);
        let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_hexdigit());
        match u16::from_str_radix(text, 16) {
            Ok(word) if digits && matches!(word >> 8, 0x61..=0x6F | 0x90..=0x9F) => Ok(Self(word)),
            _ => Err(NotAStatusWord),
        }
    }
}

/// The text is no status word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a status word")]
pub struct NotAStatusWord;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_word_has_a_meaning_and_is_read_back() {
        for word in StatusWord::KNOWN {
            assert_ne!(word.meaning(), Meaning::Unknown, "{word}");
            assert_eq!(word.to_string().parse(), Ok(*word));
        }
    }

    #[test]
    fn tries_are_counted_in_the_last_digit() {
        for left in 0..=15 {
            let word = StatusWord(0x63C0 | u16::from(left));
            assert_eq!(word.meaning(), Meaning::TriesLeft(left));
        }
        for no_word in ["63C", "063C3", "+3C3", "53C3", "8000", "6000"] {
            assert_eq!(no_word.parse::<StatusWord>(), Err(NotAStatusWord));
        }
    }

    #[test]
    fn only_a_word_with_a_name_is_shown_whole() {
        for (word, shown) in [
            (0x9000, "9000"),
            (0x63C2, "63C2"),
            (0x6A82, "6A82"),
            (0x3931, "XXXX"),
            (0x6B6F, "6BXX"),
            (0x9F10, "9FXX"),
            (0x0000, "XXXX"),
        ] {
            let word = StatusWord(word);
            assert_eq!(format!("{word} {word:04X} {word:?}"), [shown; 3].join(" "));
        }
        for word in (0..=u16::MAX).map(StatusWord) {
            assert!(
                word.meaning() == Meaning::Unknown || word.is_named(),
                "{word}"
            );
        }
    }

    #[test]
    fn every_word_with_a_meaning_is_listed_or_of_a_listed_family() {
        for raw in 0..=u16::MAX {
            let word = StatusWord(raw);
            let meaning = word.meaning();
            let family = |known: &StatusWord| {
                std::mem::discriminant(&known.meaning()) == std::mem::discriminant(&meaning)
            };
            assert!(
                meaning == Meaning::Unknown || StatusWord::KNOWN.iter().any(family),
                "{word}"
            );
        }
    }

    #[test]
    fn a_signed_or_odd_text_is_no_status_word() {
        for text in ["+9000", "+900", "1234", "63C", "63C33", "zzzz", ""] {
            assert_eq!(text.parse::<StatusWord>(), Err(NotAStatusWord), "{text}");
        }
    }
}
