//! Command APDUs.
//!
//! Only the commands that this program needs can be built, each by its own function. All are short
//! APDUs: 256 bytes at a time is the only form that every card and reader is known to take
//! (`protocol.md` §2.3).

use std::ops::Range;
use zeroize::Zeroizing;

use crate::secret::Pin;
use crate::transport::Outgoing;

/// A command APDU, ready to send. Its bytes are wiped when it is dropped.
pub struct Command {
    bytes: Zeroizing<Vec<u8>>,
    secret: Option<Range<usize>>,
}

/// Which PIN a VERIFY speaks of (ISO/IEC 7816-4, P2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinReference {
    /// The PIN whose EF is selected.
    Selected,
    /// The PIN with this short EF identifier, 1 to 30, without selecting it.
    Short(u8),
}

impl PinReference {
    fn p2(self) -> u8 {
        match self {
            Self::Selected => 0x80,
            Self::Short(sfi) => 0x80 | (sfi & 0x1F),
        }
    }
}

/// Expected length: `Le(0)` asks for up to 256 bytes.
type Le = u8;

impl Command {
    /// SELECT an application by its full AID; no file control information is asked for.
    /// `00 A4 04 0C Lc AID` (`protocol.md` §2.1).
    #[must_use]
    pub fn select_application(aid: &[u8]) -> Self {
        Self::build([0x00, 0xA4, 0x04, 0x0C], aid, None)
    }

    /// SELECT an EF of the current application. `00 A4 02 0C 02 FID`.
    #[must_use]
    pub fn select_file(identifier: u16) -> Self {
        Self::build([0x00, 0xA4, 0x02, 0x0C], &identifier.to_be_bytes(), None)
    }

    /// READ BINARY of the current EF from `offset` (15 bits). `length` 0 asks for up to 256 bytes.
    #[must_use]
    pub fn read_binary(offset: u16, length: u8) -> Self {
        let [high, low] = (offset & 0x7FFF).to_be_bytes();
        Self::build([0x00, 0xB0, high, low], &[], Some(length))
    }

    /// READ BINARY from the start of the EF with this short identifier, which then is current.
    #[must_use]
    pub fn read_binary_short(sfi: u8, length: u8) -> Self {
        Self::build([0x00, 0xB0, 0x80 | (sfi & 0x1F), 0x00], &[], Some(length))
    }

    /// VERIFY with no data: asks how many tries are left and spends none. Exactly four bytes, as
    /// every known program sends it (`protocol.md` §2.4).
    #[must_use]
    pub fn tries_query(reference: PinReference) -> Self {
        Self::build([0x00, 0x20, 0x00, reference.p2()], &[], None)
    }

    /// VERIFY with the PIN, which is used up: a wrong one spends a try.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "one entry is one VERIFY")]
    pub fn verify(reference: PinReference, pin: Pin) -> Self {
        let mut command = Self::build([0x00, 0x20, 0x00, reference.p2()], pin.digits(), None);
        command.secret = Some(5..command.bytes.len());
        command
    }

    /// GET RESPONSE: the rest of an answer that the card has announced by `61xx`.
    #[must_use]
    pub fn get_response(length: u8) -> Self {
        Self::build([0x00, 0xC0, 0x00, 0x00], &[], Some(length))
    }

    /// GET DATA of a data object of the current application.
    #[must_use]
    pub fn get_data(tag: u16) -> Self {
        let [high, low] = tag.to_be_bytes();
        Self::build([0x00, 0xCA, high, low], &[], Some(0))
    }

    /// COMPUTE DIGITAL SIGNATURE with the selected key: `80 2A 00 80 Lc data 00`. A card signs a
    /// `DigestInfo` verbatim (`protocol.md` §2.5). None when `data` is longer than a short APDU.
    #[must_use]
    pub fn compute_signature(data: &[u8]) -> Option<Self> {
        (data.len() <= 255).then(|| Self::build([0x80, 0x2A, 0x00, 0x80], data, Some(0)))
    }

    /// The four cases of ISO/IEC 7816-3: with and without data, with and without Le.
    fn build(header: [u8; 4], data: &[u8], le: Option<Le>) -> Self {
        // Longer data never gets here: AIDs, identifiers and PINs are short, and signatures are
        // checked above. It is cut rather than sent with a wrong Lc.
        let length = u8::try_from(data.len()).unwrap_or(u8::MAX);
        let data = data.get(..usize::from(length)).unwrap_or(data);
        let mut bytes = Zeroizing::new(Vec::with_capacity(data.len().saturating_add(6)));
        bytes.extend_from_slice(&header);
        if !data.is_empty() {
            bytes.push(length);
            bytes.extend_from_slice(data);
        }
        bytes.extend(le);
        Self {
            bytes,
            secret: None,
        }
    }

    /// The bytes for a transport, with what is secret in them marked.
    #[must_use]
    pub fn outgoing(&self) -> Outgoing<'_> {
        Outgoing {
            bytes: &self.bytes,
            secret: self.secret.as_ref(),
        }
    }
}

impl std::fmt::Debug for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.outgoing().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex_of(command: &Command) -> String {
        hex::encode_upper(command.outgoing().bytes)
    }

    #[test]
    fn commands_are_the_published_bytes() {
        let aid = hex::decode("D392F000260100000001").unwrap();
        assert_eq!(
            hex_of(&Command::select_application(&aid)),
            "00A4040C0AD392F000260100000001"
        );
        assert_eq!(hex_of(&Command::select_file(0x000A)), "00A4020C02000A");
        assert_eq!(hex_of(&Command::read_binary(0x0100, 0)), "00B0010000");
        assert_eq!(hex_of(&Command::read_binary_short(0x0A, 0)), "00B08A0000");
        assert_eq!(
            hex_of(&Command::tries_query(PinReference::Selected)),
            "00200080"
        );
        assert_eq!(
            hex_of(&Command::tries_query(PinReference::Short(0x18))),
            "00200098"
        );
        assert_eq!(hex_of(&Command::get_data(0x00F2)), "00CA00F200");
        assert_eq!(
            hex_of(&Command::compute_signature(&[1, 2]).unwrap()),
            "802A008002010200"
        );
        assert!(Command::compute_signature(&[0; 256]).is_none());
    }

    /// An independent parser reads from each command what it was built from.
    #[test]
    fn an_independent_parser_reads_the_same() {
        use iso7816::command::CommandView;
        let aid = [0xA0, 0x00, 0x00, 0x01, 0x51];
        for (command, ins, data, expected) in [
            (Command::select_application(&aid), 0xA4, &aid[..], 0),
            (Command::select_file(0x000B), 0xA4, &[0x00, 0x0B], 0),
            (Command::read_binary(0x0102, 0), 0xB0, &[], 256),
            (Command::read_binary(0x0102, 7), 0xB0, &[], 7),
            (Command::read_binary_short(0x0A, 0), 0xB0, &[], 256),
            (Command::tries_query(PinReference::Selected), 0x20, &[], 0),
            (Command::get_response(16), 0xC0, &[], 16),
            (Command::get_data(0x00F2), 0xCA, &[], 256),
            (
                Command::compute_signature(&[7; 51]).unwrap(),
                0x2A,
                &[7; 51],
                256,
            ),
            (
                Command::verify(PinReference::Short(0x18), Pin::new("7391").unwrap()),
                0x20,
                b"7391",
                0,
            ),
        ] {
            let read = CommandView::try_from(command.outgoing().bytes).unwrap();
            assert_eq!(u8::from(read.instruction()), ins, "{command:?}");
            assert_eq!(read.data(), data, "{command:?}");
            assert_eq!(read.expected(), expected, "{command:?}");
        }
    }

    #[test]
    fn a_pin_is_sent_but_not_shown() {
        let command = Command::verify(PinReference::Selected, Pin::new("7391").unwrap());
        assert_eq!(hex_of(&command), "002000800437333931");
        assert_eq!(format!("{command:?}"), "0020008004XXXXXXXX");
    }
}
