//! What a file is, by its first lines.

use std::io::{self, BufRead};

use super::peel::peeled;
use super::unknown;
use super::{FORMATS, LogFormat, bytes, folded, next_line};
use crate::finding::LooksLike;

/// A log tells what it is within so many lines and bytes.
const RECOGNISED_WITHIN: usize = 2000;
const MOST_LOOKED_AT: usize = 1 << 20;

/// What a file is by its first lines.
pub(super) enum Recognised {
    Recording,
    /// Within another text, with this header.
    Folded(folded::FoldedHeader),
    Log(&'static LogFormat),
    Unknown(Option<LooksLike>),
}

/// Recognises a file by its first lines, and gives them back.
pub(super) fn recognise(input: &mut impl BufRead) -> io::Result<(Recognised, Vec<u8>)> {
    let (mut start, mut line) = (Vec::new(), Vec::new());
    let (mut hexadecimal, mut looks_like) = (false, None);
    for _ in 0..RECOGNISED_WITHIN {
        let text = next_line(input, &mut line)?;
        start.extend_from_slice(&line);
        let Some(text) = text else { break };
        if start.len() == line.len() && text.starts_with(r#"{"t":"#) {
            return Ok((Recognised::Recording, start));
        }
        if let Some(header) = folded::header(&text) {
            return Ok((Recognised::Folded(header), start));
        }
        let format = FORMATS
            .iter()
            .find(|format| peeled(&text).any(format.is_line));
        if let Some(format) = format {
            return Ok((Recognised::Log(format), start));
        }
        // A dump of apdu4j may have no comment at all.
        hexadecimal |= bytes(text.trim()).is_some_and(|bytes| bytes.len() >= 4);
        looks_like = looks_like.or_else(|| unknown::by(&text));
        if start.len() > MOST_LOOKED_AT {
            break;
        }
    }
    let dump = FORMATS
        .last()
        .filter(|_| hexadecimal && looks_like.is_none());
    Ok((
        dump.map_or(Recognised::Unknown(looks_like), Recognised::Log),
        start,
    ))
}
