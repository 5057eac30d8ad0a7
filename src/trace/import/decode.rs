//! The text of a file, however it was packed: with a byte-order mark, in UTF-16 as PowerShell
//! writes it, or compressed by gzip.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;

/// UTF-16 is turned over in portions of this size.
const PORTION: usize = 1 << 13;

/// Recognises the packing by the first bytes and unpacks while reading.
pub(in crate::trace) fn decoded<'a>(
    mut input: impl BufRead + 'a,
) -> io::Result<Box<dyn BufRead + 'a>> {
    let mut start = Vec::new();
    input.by_ref().take(3).read_to_end(&mut start)?;
    let rest = |skipped: usize| {
        let start = start.get(skipped..).unwrap_or_default().to_vec();
        Cursor::new(start).chain(input)
    };
    Ok(match start.as_slice() {
        [0x1F, 0x8B, ..] => Box::new(BufReader::new(MultiGzDecoder::new(rest(0)))),
        [0xEF, 0xBB, 0xBF] => Box::new(rest(3)),
        [0xFF, 0xFE, ..] => Box::new(BufReader::new(Utf16::new(rest(2), u16::from_le_bytes))),
        // Without a mark, but of letters that every log has.
        [0x01..=0x7F, 0x00, 0x01..=0x7F] => {
            Box::new(BufReader::new(Utf16::new(rest(0), u16::from_le_bytes)))
        }
        [0xFE, 0xFF, ..] => Box::new(BufReader::new(Utf16::new(rest(2), u16::from_be_bytes))),
        _ => Box::new(rest(0)),
    })
}

/// UTF-16 as UTF-8; what is none becomes the replacement character.
struct Utf16<R> {
    input: R,
    unit: fn([u8; 2]) -> u16,
    /// The first half of a pair, whose second is still to come.
    half: Option<u16>,
    ready: Cursor<Vec<u8>>,
}

impl<R: Read> Utf16<R> {
    fn new(input: R, unit: fn([u8; 2]) -> u16) -> Self {
        Self {
            input,
            unit,
            half: None,
            ready: Cursor::default(),
        }
    }

    fn portion(&mut self) -> io::Result<String> {
        let mut bytes = Vec::with_capacity(PORTION);
        self.input
            .by_ref()
            .take(PORTION as u64)
            .read_to_end(&mut bytes)?;
        let ended = bytes.len() < PORTION;
        let pairs = bytes
            .chunks_exact(2)
            .filter_map(|pair| pair.try_into().ok());
        let mut units: Vec<u16> = self
            .half
            .take()
            .into_iter()
            .chain(pairs.map(self.unit))
            .collect();
        if !ended && matches!(units.last(), Some(0xD800..=0xDBFF)) {
            self.half = units.pop();
        }
        Ok(String::from_utf16_lossy(&units))
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.ready.read(buffer)?;
        if read > 0 || buffer.is_empty() {
            return Ok(read);
        }
        self.ready = Cursor::new(self.portion()?.into_bytes());
        self.ready.read(buffer)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn text(bytes: &[u8]) -> String {
        let mut text = String::new();
        decoded(bytes).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn every_packing_holds_the_same_text() {
        let line = "00000001 APDU: 00 20 00 80 \u{1F4B3} カード\n".repeat(2000);
        let units = || line.encode_utf16();
        let little: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain(units().flat_map(u16::to_le_bytes))
            .collect();
        let big: Vec<u8> = [0xFE, 0xFF]
            .into_iter()
            .chain(units().flat_map(u16::to_be_bytes))
            .collect();
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(line.as_bytes()).unwrap();
        let gzip = gzip.finish().unwrap();
        let marked = [b"\xEF\xBB\xBF", line.as_bytes()].concat();
        for packed in [line.as_bytes(), &little, &little[2..], &big, &gzip, &marked] {
            assert_eq!(text(packed), line);
        }
        assert_eq!(text(b""), "");
        assert_eq!(text(b"\xFF\xFE0"), "");
    }
}
