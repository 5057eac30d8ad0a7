//! Bytes of which some were left out.

use std::fmt;
use std::io::{self, Write};
use std::ops::Range;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::NotInTheFormat;

/// No answer is longer: 65536 bytes and a status word, rounded up.
const MAX_LENGTH: usize = 1 << 17;

/// A byte that was left out reads as this one. It is no DER tag of a certificate, no filler of an
/// empty file, and makes a serial number that is a number, so that what is left still parses.
pub(crate) const STAND_IN: u8 = b'X';

/// What kind of bytes were left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HiddenKind {
    /// A PIN.
    Pin,
    /// A serial number, of a certificate or a card.
    Serial,
    /// What stands in a certificate behind its dates.
    Certificate,
    /// What a card was given to sign, or gave to be signed.
    Challenge,
    /// A signature.
    Signature,
    /// Anything else that is not known to be harmless.
    Other,
}

/// A piece of a command or an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment<'a> {
    /// Bytes as they were.
    Clear(&'a [u8]),
    /// Bytes that were left out.
    Marker {
        /// What they were.
        kind: HiddenKind,
        /// How many.
        length: usize,
    },
}

/// Bytes of which some may have been left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Masked {
    /// All of them, [`STAND_IN`] for each that was left out.
    bytes: Vec<u8>,
    /// Those that were left out, in order. Two that touch are of different kinds.
    hidden: Vec<(Range<usize>, HiddenKind)>,
}

impl Masked {
    /// So many bytes, all left out.
    #[must_use]
    pub fn hidden(length: usize, kind: HiddenKind) -> Self {
        Self {
            bytes: vec![STAND_IN; length],
            hidden: (length > 0)
                .then_some((0..length, kind))
                .into_iter()
                .collect(),
        }
    }

    /// Nothing is shown.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.segments()
            .all(|segment| matches!(segment, Segment::Marker { .. }))
    }

    /// Everything is shown.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.hidden.is_empty()
    }

    /// Pairs each byte with the reason why it is left out, if it is.
    #[must_use]
    pub fn new(bytes: &[u8], mask: &[Option<HiddenKind>]) -> Self {
        let mut shown = Vec::with_capacity(bytes.len());
        let mut hidden: Vec<(Range<usize>, HiddenKind)> = Vec::new();
        for (position, byte) in bytes.iter().enumerate() {
            // Where the mask ends too early, nothing is known of the byte.
            let reason = mask.get(position).unwrap_or(&Some(HiddenKind::Other));
            let Some(kind) = *reason else {
                shown.push(*byte);
                continue;
            };
            // What is left out is not even copied.
            shown.push(STAND_IN);
            let behind = position.saturating_add(1);
            match hidden.last_mut() {
                Some((range, last)) if range.end == position && *last == kind => range.end = behind,
                _ => hidden.push((position..behind, kind)),
            }
        }
        Self {
            bytes: shown,
            hidden,
        }
    }

    /// The pieces, in order.
    pub fn segments(&self) -> impl Iterator<Item = Segment<'_>> {
        let end = self.bytes.len();
        let hidden = self.hidden.iter().map(|(range, kind)| (range, Some(*kind)));
        let mut at = 0;
        hidden
            .map(|(range, kind)| (range.clone(), kind))
            .chain([(end..end, None)])
            .flat_map(move |(range, kind)| {
                let clear = self.bytes.get(at..range.start).unwrap_or_default();
                at = range.end;
                let clear = (!clear.is_empty()).then_some(Segment::Clear(clear));
                let length = range.len();
                clear
                    .into_iter()
                    .chain(kind.map(|kind| Segment::Marker { kind, length }))
            })
    }

    /// Number of bytes, those left out included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn size(&self) -> usize {
        self.bytes
            .len()
            .saturating_add(size_of_val(self.hidden.as_slice()))
    }

    /// There are no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The bytes, with [`STAND_IN`] for each that was left out.
    #[must_use]
    pub fn stand_in(&self) -> &[u8] {
        &self.bytes
    }

    /// For each byte the reason why it was left out, if it was.
    #[must_use]
    pub fn mask(&self) -> Vec<Option<HiddenKind>> {
        let mut mask = vec![None; self.bytes.len()];
        for (range, kind) in &self.hidden {
            if let Some(hidden) = mask.get_mut(range.clone()) {
                hidden.fill(Some(*kind));
            }
        }
        mask
    }
}

impl Masked {
    /// Adds a piece of so many bytes that are shown; tells whether it may stand there.
    pub(super) fn add_shown<E>(
        &mut self,
        length: usize,
        fill: impl FnOnce(&mut [u8]) -> Result<(), E>,
    ) -> Result<bool, E> {
        let fits = self.fits(length, None);
        let before = self.bytes.len();
        self.bytes.resize(before.saturating_add(length), 0);
        fill(self.bytes.get_mut(before..).unwrap_or_default())?;
        Ok(fits)
    }

    /// Adds a piece that is left out, where it may stand there.
    pub(super) fn add_hidden(&mut self, length: usize, kind: HiddenKind) -> bool {
        let fits = self.fits(length, Some(kind));
        if fits {
            let before = self.bytes.len();
            let behind = before.saturating_add(length);
            self.bytes.resize(behind, STAND_IN);
            self.hidden.push((before..behind, kind));
        }
        fits
    }

    /// A piece of this kind may come next. Two of one kind side by side would be a second way to
    /// write the same bytes.
    fn fits(&self, length: usize, kind: Option<HiddenKind>) -> bool {
        let before = self.bytes.len();
        let last = match self.hidden.last() {
            Some((range, kind)) if range.end == before => Some(*kind),
            _ => None,
        };
        length > 0 && before.saturating_add(length) <= MAX_LENGTH && (before == 0 || last != kind)
    }

    /// Adds the pieces to a line, as JSON has them.
    pub(super) fn write(&self, line: &mut Vec<u8>) -> io::Result<()> {
        line.push(b'[');
        for (place, segment) in self.segments().enumerate() {
            if place > 0 {
                line.push(b',');
            }
            match segment {
                Segment::Clear(bytes) => write_digits(line, bytes)?,
                Segment::Marker { kind, length } => {
                    line.extend_from_slice(br#"{"r":"#);
                    serde_json::to_writer(&mut *line, &kind)?;
                    write!(line, r#","n":{length}}}"#)?;
                }
            }
        }
        line.push(b']');
        Ok(())
    }
}

impl fmt::Display for Masked {
    /// Hexadecimal, `XX` for each byte that was left out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for segment in self.segments() {
            match segment {
                Segment::Clear(bytes) => Digits(bytes).fmt(f)?,
                Segment::Marker { length, .. } => {
                    for _ in 0..length {
                        f.write_str("XX")?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Bytes in hexadecimal, in capital letters.
pub(crate) struct Digits<'a>(pub(crate) &'a [u8]);

impl fmt::Display for Digits<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = [0; 256];
        for bytes in self.0.chunks(digits.len() / 2) {
            let digits = base16ct::upper::encode_str(bytes, &mut digits);
            f.write_str(digits.map_err(|_| fmt::Error)?)?;
        }
        Ok(())
    }
}

/// Adds bytes to a line, as JSON has them.
pub(super) fn write_digits(line: &mut Vec<u8>, bytes: &[u8]) -> io::Result<()> {
    line.push(b'"');
    let begin = line.len();
    let length = bytes.len().saturating_mul(2);
    line.resize(begin.saturating_add(length), 0);
    let digits = line.get_mut(begin..).unwrap_or_default();
    base16ct::upper::encode(bytes, digits).map_err(io::Error::other)?;
    line.push(b'"');
    Ok(())
}

/// A marker as JSON has it.
#[derive(Deserialize)]
struct MarkerLine {
    r: HiddenKind,
    n: usize,
}

/// The pieces of a line, which may be JSON and yet no value of the format.
pub(super) struct Pieces(pub(super) Result<Masked, NotInTheFormat>);

impl<'de> Deserialize<'de> for Pieces {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List;

        impl<'de> Visitor<'de> for List {
            type Value = Pieces;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of pieces")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut pieces: A) -> Result<Pieces, A::Error> {
                let mut masked = Masked::default();
                let mut fits = true;
                while let Some(piece_fits) = pieces.next_element_seed(Piece(&mut masked))? {
                    fits &= piece_fits;
                }
                Ok(Pieces(if fits {
                    Ok(masked)
                } else {
                    Err(NotInTheFormat)
                }))
            }
        }

        deserializer.deserialize_seq(List)
    }
}

/// The next piece, which is added to those before it; tells whether it may stand there.
struct Piece<'m>(&'m mut Masked);

impl<'de> DeserializeSeed<'de> for Piece<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Piece<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hexadecimal digits, or a marker")
    }

    fn visit_str<E: de::Error>(self, digits: &str) -> Result<bool, E> {
        let decoded = |place: &mut [u8]| base16ct::mixed::decode(digits, place).map(|_| ());
        let added = self.0.add_shown(digits.len() / 2, decoded);
        added.map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<bool, A::Error> {
        let MarkerLine { r, n } = Deserialize::deserialize(MapAccessDeserializer::new(map))?;
        Ok(self.0.add_hidden(n, r))
    }
}
