//! What has the shape of a command and of an answer. In a damaged log any bytes can stand where
//! those are expected, and a PIN or a name must not be shown as a header or a status word.
//!
//! The digits and letters of ASCII are never shown where another value is as good a rule: no class
//! byte, no parameter that ISO/IEC 7816-4 gives a meaning, and of status words only `61xx` and
//! `6Cxx` can be two of them.

use super::{Apdu, Ins};
use crate::status_word::StatusWord;

/// Instructions of ISO/IEC 7816-4, -8 and -9, and of JICSAP.
const INTERINDUSTRY: &[u8] = &[
    0x04, 0x0E, 0x10, 0x12, 0x20, 0x21, 0x22, 0x24, 0x25, 0x26, 0x28, 0x2A, 0x2C, 0x2D, 0x32, 0x44,
    0x46, 0x47, 0x70, 0x82, 0x84, 0x86, 0x87, 0x88, 0xA0, 0xA1, 0xA2, 0xA4, 0xB0, 0xB1, 0xB2, 0xB3,
    0xC0, 0xC2, 0xC3, 0xCA, 0xCB, 0xD0, 0xD1, 0xD2, 0xD6, 0xD7, 0xDA, 0xDB, 0xDC, 0xDD, 0xE0, 0xE2,
    0xE4, 0xE6, 0xFE,
];
/// Proprietary ones: of the card (`protocol.md` §2.5) and of `GlobalPlatform`.
const PROPRIETARY: &[u8] = &[
    0x2A, 0x32, 0x50, 0x70, 0x82, 0xA2, 0xAE, 0xCA, 0xCB, 0xD8, 0xE2, 0xE4, 0xE6, 0xE8, 0xF0, 0xF2,
    0xFC,
];
/// What PC/SC part 3 asks of the reader.
const OF_THE_READER: &[u8] = &[0x00, 0x82, 0x86, 0x88, 0xB0, 0xC2, 0xCA, 0xD6];

/// The instruction's second parameter is a place or the second half of a tag.
const PLACES: &[u8] = &[
    0xB0, 0xB1, 0xB2, 0xB3, 0xCA, 0xCB, 0xD0, 0xD2, 0xD6, 0xD7, 0xDA, 0xDB, 0xDC, 0xDD,
];

impl Apdu<'_> {
    /// The command is one whose header says nothing but what is asked.
    #[must_use]
    pub(crate) fn is_well_formed(&self) -> bool {
        let instructions = match self.cla {
            0x00..=0x1F => INTERINDUSTRY,
            0x80 | 0x84 => PROPRIETARY,
            0xFF => OF_THE_READER,
            _ => return false,
        };
        instructions.contains(&self.code) && self.parameters_fit() && self.lengths_fit()
    }

    fn parameters_fit(&self) -> bool {
        let second = PLACES.contains(&self.code) || !self.p2.is_ascii_alphanumeric();
        match self.ins {
            Ins::Select => self.p1 < 0x10 && self.p2 < 0x10,
            // An offset within what a file can have, or a short EF identifier.
            Ins::ReadBinary => self.p1 & 0x60 == 0,
            Ins::GetResponse | Ins::GetChallenge => self.p1 == 0 && self.p2 == 0,
            ins if ins.carries_pin() => self.p1 < 0x04 && self.p2 & 0x60 == 0,
            // MANAGE SECURITY ENVIRONMENT sets a template by P1 = 41.
            Ins::Other(0x22) => {
                second && matches!(self.p1, 0x01 | 0x41 | 0x81 | 0xC1 | 0xF1..=0xF4)
            }
            _ => second && !self.p1.is_ascii_alphanumeric(),
        }
    }

    fn lengths_fit(&self) -> bool {
        let asks = self.le.is_some();
        match self.ins {
            // Five bytes with P3 = 00 are what T=0 makes of a command without data.
            ins if ins.carries_pin() => {
                if self.data.is_empty() {
                    matches!(self.le, None | Some(256))
                } else {
                    !asks
                }
            }
            Ins::ReadBinary | Ins::GetResponse | Ins::GetChallenge => self.data.is_empty(),
            // Where a length does not fit, the last byte of the data reads as Le.
            _ => {
                let le = self.le.and_then(|le| u8::try_from(le).ok());
                self.data.is_empty() || !le.is_some_and(|le| le.is_ascii_alphanumeric())
            }
        }
    }
}

/// What answers a command can have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected {
    /// The answer has no data.
    verifies: bool,
    le: Option<usize>,
}

impl Expected {
    pub(crate) fn by(command: &Apdu<'_>) -> Self {
        Self {
            verifies: command.ins.carries_pin(),
            le: command.le,
        }
    }

    /// An answer of so many bytes and this status word answers the command.
    pub(crate) fn is_answer(self, length: usize, status: u16) -> bool {
        if self.verifies && length > 0 {
            return false;
        }
        let [high, low] = status.to_be_bytes();
        let letter = low.is_ascii_alphanumeric();
        StatusWord(status).is_named()
            && match high {
                // Two letters, unless nothing or all that was asked for stands before them.
                0x61 if letter => length == 0 || self.le == Some(length),
                0x6C => length == 0 && self.le.is_some(),
                _ => true,
            }
    }
}

/// An application identifier as they are given out (ISO/IEC 7816-4 §12.2.3): of a registered or a
/// national provider, and no text.
#[must_use]
pub(crate) fn is_aid(bytes: &[u8]) -> bool {
    /// The payment systems' list of applications is selected by a text.
    const PAYMENT: [&[u8]; 2] = [b"1PAY.SYS.DDF01", b"2PAY.SYS.DDF01"];
    let provider = bytes
        .first()
        .is_some_and(|first| matches!(first >> 4, 0xA | 0xD | 0xF));
    let text = |run: &[u8]| run.iter().all(u8::is_ascii_alphanumeric);
    PAYMENT.contains(&bytes)
        || ((5..=16).contains(&bytes.len()) && provider && !bytes.windows(3).any(text))
}

/// An answer to reset (ISO/IEC 7816-3 §8): as long as it says, with the check byte that it says.
#[must_use]
pub fn is_atr(bytes: &[u8]) -> bool {
    let Some(([0x3B | 0x3F, t0], mut rest)) = bytes.split_first_chunk::<2>() else {
        return false;
    };
    let historical = usize::from(t0 & 0x0F);
    let (mut announced, mut checked) = (t0 >> 4, false);
    loop {
        let before = (announced & 0b0111).count_ones() as usize;
        let Some(behind) = rest.get(before..) else {
            return false;
        };
        rest = behind;
        if announced & 0b1000 == 0 {
            break;
        }
        let Some((td, behind)) = rest.split_first() else {
            return false;
        };
        checked |= td & 0x0F != 0;
        announced = td >> 4;
        rest = behind;
    }
    let sum = bytes.iter().skip(1).fold(0, |sum, byte| sum ^ byte);
    rest.len() == historical.saturating_add(usize::from(checked)) && (!checked || sum == 0)
}
