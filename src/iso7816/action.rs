//! What a command asks.

use super::apdu::{Apdu, Ins};

/// What a command asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action<'a> {
    /// SELECT of an application by its AID.
    SelectApplication(&'a [u8]),
    /// SELECT of an EF of the application.
    SelectFile(u16),
    /// Any other SELECT.
    SelectOther,
    /// READ BINARY of the current EF.
    Read {
        /// From this byte.
        offset: usize,
        /// So many bytes.
        length: usize,
    },
    /// READ BINARY by short EF identifier.
    ReadShort {
        /// The identifier.
        file: u16,
        /// From this byte.
        offset: usize,
        /// So many bytes.
        length: usize,
    },
    /// VERIFY without data: how many tries are left?
    TriesQuery {
        /// The PIN, where the command names it.
        file: Option<u16>,
    },
    /// VERIFY with data: a wrong PIN spends a try.
    Verify {
        /// The PIN, where the command names it.
        file: Option<u16>,
    },
    /// A PIN is changed or reset.
    ChangePin,
    /// GET RESPONSE.
    GetResponse,
    /// GET DATA of this tag.
    GetData(u16),
    /// GET CHALLENGE.
    GetChallenge,
    /// COMPUTE DIGITAL SIGNATURE or INTERNAL AUTHENTICATE.
    Sign,
    /// Another instruction.
    Other {
        /// Class and instruction, if there are any.
        header: Option<(u8, u8)>,
    },
}

impl<'a> Action<'a> {
    /// Reads a command; what has not the shape of one asks nothing that is known.
    #[must_use]
    pub(crate) fn of(command: &'a [u8]) -> Self {
        let Some(apdu) = Apdu::parse(command).filter(Apdu::is_well_formed) else {
            return Self::Other { header: None };
        };
        Self::of_apdu(&apdu)
    }

    /// What a command with the shape of one asks.
    #[must_use]
    pub(crate) fn of_apdu(apdu: &Apdu<'a>) -> Self {
        let header = Some((apdu.cla, apdu.code));
        match (apdu.cla, apdu.ins) {
            (0x00, _) => {}
            // Of JICSAP.
            (0x80, Ins::Sign) => return Self::Sign,
            (0x80, ins) if ins.carries_pin() => return Self::ChangePin,
            _ => return Self::Other { header },
        }
        let length = apdu.le.unwrap_or(0);
        let file = |p2: u8| (p2 & 0x1F != 0).then_some(u16::from(p2 & 0x1F));
        match (apdu.ins, apdu.p1, apdu.data) {
            (Ins::Select, 0x04, aid) => Self::SelectApplication(aid),
            (Ins::Select, 0x02, [high, low]) => Self::SelectFile(u16::from_be_bytes([*high, *low])),
            (Ins::Select, ..) => Self::SelectOther,
            (Ins::ReadBinary, p1, _) if p1 & 0x80 != 0 => Self::ReadShort {
                file: u16::from(p1 & 0x1F),
                offset: usize::from(apdu.p2),
                length,
            },
            (Ins::ReadBinary, p1, _) => Self::Read {
                offset: usize::from(u16::from_be_bytes([p1, apdu.p2])),
                length,
            },
            (Ins::Verify, _, []) => Self::TriesQuery {
                file: file(apdu.p2),
            },
            (Ins::Verify, ..) => Self::Verify {
                file: file(apdu.p2),
            },
            (ins, ..) if ins.carries_pin() => Self::ChangePin,
            (Ins::GetResponse, ..) => Self::GetResponse,
            (Ins::GetData, p1, _) => Self::GetData(u16::from_be_bytes([p1, apdu.p2])),
            (Ins::GetChallenge, ..) => Self::GetChallenge,
            (Ins::Sign, ..) => Self::Sign,
            _ => Self::Other { header },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(command: &str) -> Vec<u8> {
        hex::decode(command).unwrap()
    }

    #[test]
    fn a_short_identifier_names_the_pin() {
        let file = Some(0x18);
        assert_eq!(Action::of(&bytes("00200098")), Action::TriesQuery { file });
        assert_eq!(
            Action::of(&bytes("002000980431323334")),
            Action::Verify { file }
        );
        assert_eq!(
            Action::of(&bytes("00200080")),
            Action::TriesQuery { file: None }
        );
    }

    #[test]
    fn what_is_no_selection_and_no_reading() {
        assert_eq!(Action::of(&bytes("00CA00F200")), Action::GetData(0x00F2));
        assert_eq!(Action::of(&bytes("00C0000010")), Action::GetResponse);
        assert_eq!(Action::of(&bytes("0084000008")), Action::GetChallenge);
        assert_eq!(Action::of(&bytes("002400980431323334")), Action::ChangePin);
        assert_eq!(Action::of(&bytes("00880000015500")), Action::Sign);
    }

    #[test]
    fn of_the_proprietary_class_signing_and_pins_are_known() {
        assert_eq!(Action::of(&bytes("802A00800155")), Action::Sign);
        assert_eq!(Action::of(&bytes("803200980431323334")), Action::ChangePin);
        let header = Some((0x80, 0xE2));
        assert_eq!(Action::of(&bytes("80E200000155")), Action::Other { header });
    }
}
