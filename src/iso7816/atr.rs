//! The answer to reset (ISO/IEC 7816-3 §8), read as far as this program needs it.
//!
//! An ATR is only a hint: readers build the one of a contactless card themselves, and lots differ
//! (`protocol.md` §4). What a card *is* is decided by SELECT. What is taken from here is whether
//! the card declares short EF identifiers.

/// A parsed answer to reset.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Atr {
    /// The historical bytes; empty where the ATR is malformed.
    pub historical: Vec<u8>,
    /// The card declares that it takes short EF identifiers.
    pub short_ef_identifiers: bool,
    /// The card declares that it takes extended lengths.
    pub extended_length: bool,
}

impl Atr {
    /// Reads an ATR. One that is malformed or empty yields no historical bytes and no
    /// capabilities, never an error: the conversation decides.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Self {
        let historical = historical(bytes).unwrap_or_default().to_vec();
        let (short_ef_identifiers, extended_length) =
            capabilities(&historical).unwrap_or((false, false));
        Self {
            historical,
            short_ef_identifiers,
            extended_length,
        }
    }
}

/// The historical bytes: behind T0 and the interface bytes that the Y nibbles announce.
fn historical(bytes: &[u8]) -> Option<&[u8]> {
    let (initial, rest) = bytes.split_first()?;
    if !matches!(initial, 0x3B | 0x3F) {
        return None;
    }
    let (t0, mut rest) = rest.split_first()?;
    let length = usize::from(t0 & 0x0F);
    let mut announced = t0 >> 4;
    // An ATR has at most 32 bytes behind TS, so the chain of TD bytes ends by itself.
    loop {
        let before_td = (announced & 0b0111).count_ones() as usize;
        rest = rest.get(before_td..)?;
        if announced & 0b1000 == 0 {
            return rest.get(..length);
        }
        let (td, behind) = rest.split_first()?;
        announced = td >> 4;
        rest = behind;
    }
}

/// The protocol that is offered first, T=0 where none is named; None where this is no ATR.
#[must_use]
pub fn first_protocol(bytes: &[u8]) -> Option<u8> {
    let [0x3B | 0x3F, t0, interface @ ..] = bytes else {
        return None;
    };
    if t0 & 0x80 == 0 {
        return Some(0);
    }
    let before_td = (t0 >> 4 & 0b0111).count_ones() as usize;
    interface.get(before_td).map(|td| td & 0x0F)
}

/// Short EF identifiers and extended lengths, from the "card capabilities" object `7x` of
/// COMPACT-TLV historical bytes (ISO/IEC 7816-4 §12.1.1.9).
fn capabilities(historical: &[u8]) -> Option<(bool, bool)> {
    let (category, mut objects) = historical.split_first()?;
    if *category == 0x00 {
        // The last three bytes are a status indicator, not an object.
        objects = objects.get(..objects.len().checked_sub(3)?)?;
    } else if *category != 0x80 {
        // Category 73 and others are proprietary. Some My Number Cards begin with the
        // capabilities object itself, as if the category byte were left out.
        objects = historical;
    }
    while let Some((head, rest)) = objects.split_first() {
        let length = usize::from(head & 0x0F);
        let value = rest.get(..length)?;
        if head >> 4 == 0x7 {
            let selection = value.first().copied().unwrap_or(0);
            let third = value.get(2).copied().unwrap_or(0);
            return Some((selection & 0x04 != 0, third & 0x40 != 0));
        }
        objects = rest.get(length..)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> Atr {
        Atr::parse(&hex::decode(text.replace(' ', "")).unwrap())
    }

    #[test]
    fn capabilities_stand_behind_a_category_or_alone() {
        for (historical, expected) in [
            ("80 73 04 00 40", Some((true, true))),
            ("73 04 00 40", Some((true, true))),
            ("00 71 04 00 90 00", Some((true, false))),
            ("73 00 00 00", Some((false, false))),
            ("80 31 C0", None),
        ] {
            let bytes = hex::decode(historical.replace(' ', "")).unwrap();
            assert_eq!(capabilities(&bytes), expected, "{historical}");
        }
    }

    #[test]
    fn contact_cards_declare_what_they_take() {
        let newer = parse("3B DA 13 FF 81 31 FB 46 80 12 39 2F 31 C1 73 C6 01 C0 3B");
        assert_eq!(newer.historical.len(), 10);
        assert!(newer.short_ef_identifiers && newer.extended_length);

        let older = parse("3B C5 FF 81 31 FB 45 80 73 C6 01 00 00");
        assert!(older.short_ef_identifiers && !older.extended_length);
    }

    #[test]
    fn nothing_is_declared_where_nothing_is_said() {
        for atr in [
            "3B E0 00 FF 81 31 FE 45 14",
            "3B 88 80 01 00 00 05 E0 B3 81 A1 00 7F",
            "3B F5 91 00 FF 91 81 71 FE 40 00 42 00 01 00 D1 D6",
            "",
            "3B",
            "FF",
            "3B FF 11 22 33 F0 11 22 33 F0 11 22 33 F0",
        ] {
            assert!(!parse(atr).short_ef_identifiers, "{atr}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let atr = Atr::parse(&bytes);
            prop_assert!(atr.historical.len() <= 15);
        }
    }
}
