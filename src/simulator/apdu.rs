//! A command APDU, taken apart by the card. It shares nothing with `iso7816`, which puts them together.

/// A command as the card sees it.
pub(super) struct Apdu<'a> {
    pub(super) cla: u8,
    pub(super) ins: u8,
    pub(super) p1: u8,
    pub(super) p2: u8,
    pub(super) data: &'a [u8],
    pub(super) le: Option<usize>,
}

impl<'a> Apdu<'a> {
    /// The seven forms of ISO/IEC 7816-3 §12.1.3; None for anything else.
    pub(super) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (&[cla, ins, p1, p2], body) = bytes.split_first_chunk::<4>()?;
        let (data, le) = match body {
            [] => (body, None),
            [le] => (&[][..], Some(short_le(*le))),
            [0, high, low] => (&[][..], Some(extended_le(*high, *low))),
            [0, high, low, rest @ ..] => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                split_le(rest, length, |le| match le {
                    [high, low] => Some(extended_le(*high, *low)),
                    _ => None,
                })?
            }
            [length, rest @ ..] => split_le(rest, usize::from(*length), |le| match le {
                [le] => Some(short_le(*le)),
                _ => None,
            })?,
        };
        Some(Self {
            cla,
            ins,
            p1,
            p2,
            data,
            le,
        })
    }
}

fn short_le(le: u8) -> usize {
    if le == 0 { 256 } else { usize::from(le) }
}

fn extended_le(high: u8, low: u8) -> usize {
    match u16::from_be_bytes([high, low]) {
        0 => 65536,
        le => usize::from(le),
    }
}

fn split_le(
    body: &[u8],
    length: usize,
    le: impl Fn(&[u8]) -> Option<usize>,
) -> Option<(&[u8], Option<usize>)> {
    let (data, rest) = body.split_at_checked(length)?;
    if length == 0 {
        return None;
    }
    match rest {
        [] => Some((data, None)),
        rest => Some((data, Some(le(rest)?))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use iso7816::command::CommandView;
    use proptest::prelude::*;

    proptest! {
        /// Whatever an independent parser takes for a command, the card takes for the same one.
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
            prop_assert_eq!(apdu.ins, u8::from(oracle.instruction()));
            prop_assert_eq!((apdu.p1, apdu.p2), (oracle.p1, oracle.p2));
        }
    }
}
