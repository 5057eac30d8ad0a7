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
