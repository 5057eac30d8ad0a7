//! A line in the one spelling that this program gives it, read without JSON. Most lines of a long
//! recording are read here; what is written otherwise, and what is rare, gets a closer look by
//! [`EventLine`](super::line::EventLine).

use memchr::memchr;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{self, StrDeserializer};

use super::line::leave;
use super::masked::{HiddenKind, Masked};
use super::{Event, Exchange, MaskedResponse};

/// The event of this line, without its line feed, where [`Event::write`] writes the very same; None
/// says nothing about the line.
pub(super) fn event(line: &str) -> Option<Event> {
    let mut rest = Rest(line.as_bytes());
    rest.skip(br#"{"t":""#)?;
    Some(match rest.up_to(b'"')? {
        b"x" => {
            rest.skip(br#","c":"#)?;
            let command = rest.pieces()?;
            rest.skip(br#","r":"#)?;
            let data = rest.pieces()?;
            rest.skip(br#","sw":""#)?;
            let mut word = [0; 2];
            digits(rest.up_to(b'"')?, &mut word)?;
            let status = Some(u16::from_be_bytes(word));
            Event::Exchange(Exchange {
                command,
                answer: Ok(MaskedResponse { data, status }),
                micros: rest.micros()?,
            })
        }
        b"card" => {
            rest.skip(br#","reader":""#)?;
            let reader = rest.up_to(b'"')?;
            // What JSON escapes is not read here.
            if reader.iter().any(|byte| *byte < b' ' || *byte == b'\\') {
                return None;
            }
            rest.skip(br#","atr":""#)?;
            let text = rest.up_to(b'"')?;
            let mut atr = vec![0; text.len() / 2];
            digits(text, &mut atr)?;
            Event::Card {
                reader: str::from_utf8(reader).ok()?.to_owned(),
                atr: Ok(atr),
                micros: rest.micros()?,
            }
        }
        b"begin" => Event::Begin {
            outcome: Ok(()),
            micros: rest.micros()?,
        },
        b"leave" => {
            rest.skip(br#","how":""#)?;
            Event::Leave {
                leave: leave(str::from_utf8(rest.up_to(b'"')?).ok()?).ok()?,
                outcome: Ok(()),
                micros: rest.micros()?,
            }
        }
        _ => return None,
    })
}

/// What is left of a line.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn skip<const N: usize>(&mut self, text: &[u8; N]) -> Option<()> {
        let (start, rest) = self.0.split_first_chunk()?;
        (start == text).then(|| self.0 = rest)
    }

    fn up_to(&mut self, end: u8) -> Option<&'a [u8]> {
        let (text, rest) = self.0.split_at_checked(memchr(end, self.0)?)?;
        self.0 = rest.get(1..)?;
        Some(text)
    }

    fn pieces(&mut self) -> Option<Masked> {
        let mut masked = Masked::default();
        self.skip(b"[")?;
        if self.skip(b"]").is_some() {
            return Some(masked);
        }
        loop {
            let fits = if self.skip(b"\"").is_some() {
                let text = self.up_to(b'"')?;
                masked
                    .add_shown(text.len() / 2, |place| digits(text, place).ok_or(()))
                    .ok()?
            } else {
                self.skip(br#"{"r":""#)?;
                let kind = kind(self.up_to(b'"')?)?;
                self.skip(br#","n":"#)?;
                let length = number(self.up_to(b'}')?)?;
                masked.add_hidden(usize::try_from(length).ok()?, kind)
            };
            if !fits {
                return None;
            }
            if self.skip(b"]").is_some() {
                return Some(masked);
            }
            self.skip(b",")?;
        }
    }

    /// The time, with which each line ends.
    fn micros(&mut self) -> Option<u64> {
        self.skip(br#","us":"#)?;
        number(self.0.strip_suffix(b"}")?)
    }
}

/// A number without anything that it could be without.
fn number(text: &[u8]) -> Option<u64> {
    let needless = matches!(text, [b'0' | b'+', _, ..]);
    str::from_utf8(text)
        .ok()?
        .parse()
        .ok()
        .filter(|_| !needless)
}

fn kind(name: &[u8]) -> Option<HiddenKind> {
    let name = str::from_utf8(name).ok()?;
    let name: StrDeserializer<'_, value::Error> = name.into_deserializer();
    HiddenKind::deserialize(name).ok()
}

/// Fills the place with as many digits as it has room for.
fn digits(text: &[u8], place: &mut [u8]) -> Option<()> {
    let decoded = base16ct::upper::decode(text, place).ok()?.len();
    (decoded == place.len()).then_some(())
}

#[cfg(test)]
mod tests;
