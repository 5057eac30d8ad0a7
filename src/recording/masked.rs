//! Bytes of which some were left out.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// Bytes as they were.
    Clear(Vec<u8>),
    /// Bytes that were left out.
    Marker {
        /// What they were.
        kind: HiddenKind,
        /// How many.
        length: usize,
    },
}

/// A marker as JSON has it.
#[derive(Serialize, Deserialize)]
struct MarkerLine {
    r: HiddenKind,
    n: usize,
}

impl Serialize for Segment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Clear(bytes) => serializer.serialize_str(&base16ct::upper::encode_string(bytes)),
            Self::Marker { kind, length } => MarkerLine {
                r: *kind,
                n: *length,
            }
            .serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Segment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Piece;

        impl<'de> Visitor<'de> for Piece {
            type Value = Segment;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("hexadecimal digits, or a marker")
            }

            fn visit_str<E: de::Error>(self, digits: &str) -> Result<Segment, E> {
                base16ct::mixed::decode_vec(digits)
                    .map(Segment::Clear)
                    .map_err(E::custom)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Segment, A::Error> {
                let MarkerLine { r, n } =
                    Deserialize::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Segment::Marker { kind: r, length: n })
            }
        }

        deserializer.deserialize_any(Piece)
    }
}

/// Bytes of which some may have been left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Masked {
    pub(super) segments: Vec<Segment>,
}

impl Masked {
    /// So many bytes, all left out.
    #[must_use]
    pub fn hidden(length: usize, kind: HiddenKind) -> Self {
        Self {
            segments: (length > 0)
                .then_some(Segment::Marker { kind, length })
                .into_iter()
                .collect(),
        }
    }

    /// Nothing is shown.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        let marker = |segment: &Segment| matches!(segment, Segment::Marker { .. });
        self.segments.iter().all(marker)
    }

    /// Pairs each byte with the reason why it is left out, if it is.
    #[must_use]
    pub fn new(bytes: &[u8], mask: &[Option<HiddenKind>]) -> Self {
        let mut masked = Self::default();
        for (position, byte) in bytes.iter().enumerate() {
            // Where the mask ends too early, nothing is known of the byte.
            let reason = mask
                .get(position)
                .copied()
                .unwrap_or(Some(HiddenKind::Other));
            match (masked.segments.last_mut(), reason) {
                (Some(Segment::Clear(clear)), None) => clear.push(*byte),
                (Some(Segment::Marker { kind, length }), Some(reason)) if *kind == reason => {
                    *length = length.saturating_add(1);
                }
                (_, None) => masked.segments.push(Segment::Clear(vec![*byte])),
                (_, Some(kind)) => masked.segments.push(Segment::Marker { kind, length: 1 }),
            }
        }
        masked
    }

    /// The pieces, in order.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Number of bytes, those left out included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.segments.iter().fold(0, |sum, segment| {
            sum.saturating_add(match segment {
                Segment::Clear(bytes) => bytes.len(),
                Segment::Marker { length, .. } => *length,
            })
        })
    }

    pub(super) fn size(&self) -> usize {
        self.segments.iter().fold(0, |sum: usize, segment| {
            let clear = match segment {
                Segment::Clear(bytes) => bytes.len(),
                Segment::Marker { .. } => 0,
            };
            sum.saturating_add(clear)
                .saturating_add(size_of::<Segment>())
        })
    }

    /// There are no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// The bytes, with [`STAND_IN`] for each that was left out.
    #[must_use]
    pub fn stand_in(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.len());
        for segment in &self.segments {
            match segment {
                Segment::Clear(clear) => bytes.extend_from_slice(clear),
                Segment::Marker { length, .. } => {
                    bytes.resize(bytes.len().saturating_add(*length), STAND_IN);
                }
            }
        }
        bytes
    }

    /// For each byte the reason why it was left out, if it was.
    #[must_use]
    pub fn mask(&self) -> Vec<Option<HiddenKind>> {
        let mut mask = Vec::with_capacity(self.len());
        for segment in &self.segments {
            let (length, reason) = match segment {
                Segment::Clear(clear) => (clear.len(), None),
                Segment::Marker { kind, length } => (*length, Some(*kind)),
            };
            mask.resize(mask.len().saturating_add(length), reason);
        }
        mask
    }
}

impl fmt::Display for Masked {
    /// Hexadecimal, `XX` for each byte that was left out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for segment in &self.segments {
            match segment {
                Segment::Clear(bytes) => f.write_str(&hex::encode_upper(bytes))?,
                Segment::Marker { length, .. } => f.write_str(&"XX".repeat(*length))?,
            }
        }
        Ok(())
    }
}
