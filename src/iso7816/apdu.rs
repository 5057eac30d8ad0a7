//! Command APDUs from outside, of which nothing is known but their bytes.

mod shape;

use std::ops::Range;

pub(crate) use shape::Expected;
pub(crate) use shape::is_aid;
pub use shape::is_atr;

/// A command APDU, taken apart (ISO/IEC 7816-3 §12.1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Apdu<'a> {
    /// Class.
    pub cla: u8,
    /// Instruction.
    pub ins: Ins,
    /// The instruction as a number.
    pub code: u8,
    /// First parameter.
    pub p1: u8,
    /// Second parameter.
    pub p2: u8,
    /// The data sent.
    pub data: &'a [u8],
    /// Where they begin.
    data_at: usize,
    /// The length expected: None where there is no Le.
    pub le: Option<usize>,
}

/// The instructions that are known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of ISO/IEC 7816-4")]
pub(crate) enum Ins {
    Verify,
    ChangeReferenceData,
    ResetRetryCounter,
    Sign,
    GetChallenge,
    Select,
    ReadBinary,
    GetResponse,
    GetData,
    /// Any other.
    Other(u8),
}

impl Ins {
    pub(crate) fn of(byte: u8) -> Self {
        match byte {
            0x20 => Self::Verify,
            0x24 => Self::ChangeReferenceData,
            0x2C => Self::ResetRetryCounter,
            0x2A | 0x88 => Self::Sign,
            0x84 => Self::GetChallenge,
            0xA4 => Self::Select,
            0xB0 => Self::ReadBinary,
            0xC0 => Self::GetResponse,
            0xCA => Self::GetData,
            other => Self::Other(other),
        }
    }

    /// Its data are a PIN.
    #[must_use]
    pub(crate) fn carries_pin(self) -> bool {
        // 21 and 32 are VERIFY with TLV data, and CHANGE KEY of JICSAP.
        matches!(
            self,
            Self::Verify
                | Self::ChangeReferenceData
                | Self::ResetRetryCounter
                | Self::Other(0x21 | 0x25 | 0x2D | 0x32)
        )
    }
}

impl<'a> Apdu<'a> {
    /// Takes a command apart; None when its lengths do not fit. See also [`Apdu::is_well_formed`].
    #[must_use]
    pub(crate) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (&[cla, ins, p1, p2], body) = bytes.split_first_chunk::<4>()?;
        let (data_at, data, le) = match body {
            [] => (4, &[][..], None),
            [le] => (5, &[][..], Some(short(*le))),
            [0, high, low] => (7, &[][..], Some(extended([*high, *low]))),
            [0, 0, 0, ..] => return None,
            [0, high, low, rest @ ..] => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                let (data, le) = rest.split_at_checked(length)?;
                let le = match le {
                    [] => None,
                    [high, low] => Some(extended([*high, *low])),
                    _ => return None,
                };
                (7, data, le)
            }
            [0, ..] => return None,
            [length, rest @ ..] => {
                let (data, le) = rest.split_at_checked(usize::from(*length))?;
                let le = match le {
                    [] => None,
                    [le] => Some(short(*le)),
                    _ => return None,
                };
                (5, data, le)
            }
        };
        Some(Self {
            cla,
            ins: Ins::of(ins),
            code: ins,
            p1,
            p2,
            data,
            data_at,
            le,
        })
    }

    /// Where in the command its data are.
    #[must_use]
    pub(crate) fn data_range(&self) -> Range<usize> {
        self.data_at..self.data_at.saturating_add(self.data.len())
    }
}

fn short(le: u8) -> usize {
    if le == 0 { 256 } else { usize::from(le) }
}

fn extended(le: [u8; 2]) -> usize {
    match u16::from_be_bytes(le) {
        0 => 65536,
        le => usize::from(le),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use iso7816::command::CommandView;
    use proptest::prelude::*;

    /// ISO/IEC 7816-3 §8.2.5: every byte from T0 to TCK, joined by exclusive or, is 0.
    #[test]
    fn an_atr_has_the_check_byte_that_it_announces() {
        for (atr, is_one) in [
            ("3BE000FF8131FE4514", true),
            ("3BE000FF8131FE4515", false),
            ("3BE000FF8131FE45", false),
            ("3B00", true),
            ("3B0000", false),
            ("3B80", false),
            ("3B8000", true),
            ("3B8001", false),
            ("3B800181", true),
            ("3B800101", false),
            ("3B800081", false),
            ("3C00", false),
        ] {
            let bytes = hex::decode(atr).unwrap();
            assert_eq!(is_atr(&bytes), is_one, "{atr}");
        }
    }

    proptest! {
        /// Whatever an independent parser takes for a command, this one takes for the same.
        #[test]
        fn commands_are_those_of_an_independent_parser(
            header in prop::array::uniform4(any::<u8>()),
            body in prop::collection::vec(any::<u8>(), 0..300),
            forms in 0..4_u8,
        ) {
            let mut bytes = header.to_vec();
            // Random bytes seldom make a command with data, so most begin with the right Lc.
            match (forms, u8::try_from(body.len())) {
                (0, Ok(short @ 1..)) => bytes.push(short),
                (1, _) => {
                    bytes.push(0);
                    bytes.extend(u16::try_from(body.len()).unwrap().to_be_bytes());
                }
                (2, Ok(short @ 2..)) => bytes.push(short.saturating_sub(1)),
                _ => {}
            }
            bytes.extend(&body);
            let (Ok(oracle), Some(apdu)) = (CommandView::try_from(&bytes[..]), Apdu::parse(&bytes))
            else {
                return Ok(());
            };
            prop_assert_eq!(apdu.data, oracle.data());
            prop_assert_eq!(apdu.le.unwrap_or(0), oracle.expected());
            prop_assert_eq!(apdu.code, u8::from(oracle.instruction()));
            prop_assert_eq!((apdu.p1, apdu.p2), (oracle.p1, oracle.p2));
        }
    }
}
