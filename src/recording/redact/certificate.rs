//! Which bytes of a certificate may be written down, byte by byte as they come.
//!
//! ```text
//! Certificate ::= SEQUENCE { tbsCertificate SEQUENCE {
//!     version [0], serialNumber, signature, issuer, validity, | subject, key, extensions }, … }
//! ```
//!
//! Of the subject is shown what only repeats the issuer: a certificate that a CA has issued to itself is
//! known by that, and must not be taken for the holder's when it is read again.
//!
//! Whether a byte is harmless follows from the bytes before it alone, so it does not matter in
//! what pieces a certificate is read. In a damaged log a piece may stand in another's place: tags
//! and lengths are shown, of values only those that are known, and times that are times.

use std::ops::Range;

use super::HiddenKind;
use crate::jpki::file;
use crate::recording::STAND_IN;

/// No file of the card is longer than this; more is not looked at.
const MAX_FILE: usize = 8192;
/// No issuer of the card's certificates has a longer name.
const MAX_NAME: usize = 512;
/// No algorithm identifier and no validity is longer.
const MAX_FIELD: usize = 64;

/// X.509 version 3.
const VERSIONS: &[&[u8]] = &[&[0x02, 0x01, 0x02]];

/// Values of RSA with SHA-256 and of ECDSA with SHA-256 and SHA-384 (RFC 5754, RFC 5758).
const ALGORITHMS: &[&[u8]] = &[
    b"\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0B\x05\x00",
    b"\x06\x08\x2A\x86\x48\xCE\x3D\x04\x03\x02",
    b"\x06\x08\x2A\x86\x48\xCE\x3D\x04\x03\x03",
];

/// What stands in the names of the card's issuers (`protocol.md` §5.1), and in those of the
/// simulated ones.
const NAMES: &[&[u8]] = &[
    b"JP",
    b"JPKI",
    b"JPKI-TEST",
    b"JPKI for user authentication",
    b"JPKI for digital signature",
    b"Japan Agency for Local Authority Information Systems",
    b"mynacheck simulation",
    b"Simulated card, issued by nobody",
    b"Simulated test card, issued by nobody",
];

/// A certificate that is being read.
pub(super) struct Walk {
    /// What was judged so far, from the start of the file without a gap. A byte that is left out
    /// is not kept.
    judged: Vec<(u8, Option<HiddenKind>)>,
    stage: CertificateField,
    /// The tag and length that are being read.
    header: Vec<u8>,
    /// Bytes left of the value that is being read.
    value: usize,
    /// The bytes of that value, as far as they decide on the next.
    read: Vec<u8>,
    /// Where the certificate ends.
    total: Option<usize>,
    /// Where the issuer stands, header and all.
    issuer: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CertificateField {
    Certificate,
    Body,
    Version,
    Serial,
    Algorithm,
    Issuer,
    Validity,
    /// As long as it repeats the issuer.
    Subject,
    /// Behind what is clear.
    Personal,
    /// An empty file, filled with this byte.
    Empty(u8),
    /// No certificate.
    Denied,
}

impl Walk {
    /// The walk through the certificate in this EF of the JPKI application, if one lies there
    /// (`protocol.md` §1.2).
    pub(super) fn of_file(identifier: u16) -> Option<Self> {
        let certificates = [
            file::USER_CERTIFICATE,
            file::USER_CA_CERTIFICATE,
            file::SIGNATURE_CERTIFICATE,
            file::SIGNATURE_CA_CERTIFICATE,
        ];
        certificates.contains(&identifier).then(Self::new)
    }

    fn new() -> Self {
        Self {
            judged: Vec::new(),
            stage: CertificateField::Certificate,
            header: Vec::new(),
            value: 0,
            read: Vec::new(),
            total: None,
            issuer: 0..0,
        }
    }

    /// Why the byte at this position of the file is left out; None when it may be written down.
    pub(super) fn judge(&mut self, position: usize, byte: u8) -> Option<HiddenKind> {
        if let Some((before, reason)) = self.judged.get(position) {
            if reason.is_some() || *before == byte {
                return *reason;
            }
            // Another certificate than before: what was learnt holds up to here only.
            self.restart(position);
        }
        if self.total.is_some_and(|total| position >= total) {
            // Behind the certificate the file is filled up.
            return (!matches!(byte, 0x00 | 0xFF)).then_some(HiddenKind::Other);
        }
        if position != self.judged.len() || position >= MAX_FILE {
            return Some(match self.stage {
                CertificateField::Subject | CertificateField::Personal => HiddenKind::Certificate,
                _ => HiddenKind::Other,
            });
        }
        let reason = self.step(byte);
        self.judged.push((kept(byte, reason), reason));
        reason
    }

    fn restart(&mut self, position: usize) {
        if matches!(self.stage, CertificateField::Empty(_)) {
            self.judged.truncate(position);
            return;
        }
        // What is clear ends soon, so this is short.
        let judged = std::mem::replace(self, Self::new()).judged;
        for (byte, _) in judged.into_iter().take(position) {
            let reason = self.step(byte);
            self.judged.push((byte, reason));
        }
    }

    fn step(&mut self, byte: u8) -> Option<HiddenKind> {
        match self.stage {
            CertificateField::Denied => return Some(HiddenKind::Other),
            CertificateField::Personal => return Some(HiddenKind::Certificate),
            CertificateField::Empty(filler) if byte == filler && !self.judged.is_empty() => {
                return None;
            }
            CertificateField::Empty(_) => return Some(self.deny()),
            CertificateField::Subject => return self.subject_byte(byte),
            _ => {}
        }
        if self.value == 0 {
            return self.header_byte(byte);
        }
        let reason = self.value_byte(byte);
        self.read.push(kept(byte, reason));
        self.value = self.value.saturating_sub(1);
        if self.value == 0 {
            self.next_stage();
        }
        reason
    }

    fn subject_byte(&mut self, byte: u8) -> Option<HiddenKind> {
        let shown = self.issuer.next().and_then(|place| self.judged.get(place));
        if shown == Some(&(byte, None)) {
            return None;
        }
        self.stage = CertificateField::Personal;
        Some(HiddenKind::Certificate)
    }

    fn value_byte(&mut self, byte: u8) -> Option<HiddenKind> {
        let length = self.read.len().saturating_add(self.value);
        let known = match self.stage {
            CertificateField::Serial => return Some(HiddenKind::Serial),
            CertificateField::Version => is_known(VERSIONS, length, &self.read, byte),
            CertificateField::Algorithm => is_known(ALGORITHMS, length, &self.read, byte),
            CertificateField::Validity => is_of_times(&self.read, byte),
            CertificateField::Issuer => match name_byte(&self.read, byte) {
                Some(known) => known,
                None => return Some(self.deny()),
            },
            _ => false,
        };
        (!known).then_some(HiddenKind::Certificate)
    }

    fn header_byte(&mut self, byte: u8) -> Option<HiddenKind> {
        if self.header.is_empty() {
            if self.stage == CertificateField::Version && byte == 0x02 {
                self.stage = CertificateField::Serial;
            }
            if self.stage == CertificateField::Issuer {
                self.issuer.start = self.judged.len();
            }
            let expected = match self.stage {
                CertificateField::Certificate if matches!(byte, 0x00 | 0xFF) => {
                    self.stage = CertificateField::Empty(byte);
                    return None;
                }
                CertificateField::Version => 0xA0,
                CertificateField::Serial => 0x02,
                _ => 0x30,
            };
            if byte != expected {
                return Some(self.deny());
            }
            self.header.push(byte);
            return None;
        }
        self.header.push(byte);
        let (first, long) = match self.header.as_slice() {
            [_, first, rest @ ..] => (*first, rest),
            _ => return Some(self.deny()),
        };
        // How many bytes the length has behind its first, which is the length itself where there are
        // none. In a damaged log what follows may be no length, and what stands here no certificate.
        let behind = if first < 0x80 {
            0
        } else {
            usize::from(first & 0x7F)
        };
        let fits = match self.stage {
            CertificateField::Certificate | CertificateField::Body => (1..=2).contains(&behind),
            CertificateField::Issuer => first != 0x80 && behind <= 2,
            _ => first < 0x80,
        };
        if !fits {
            // It is said, so that a replay shows it too.
            self.stage = CertificateField::Denied;
        } else if behind == 0 {
            self.enter(usize::from(first));
        } else if long.len() == behind {
            let length = long.iter().fold(0_usize, |sum, byte| {
                sum.saturating_mul(256).saturating_add(usize::from(*byte))
            });
            self.enter(length);
        }
        None
    }

    /// The header is complete; a value of this length follows.
    fn enter(&mut self, length: usize) {
        // The last byte of the header has not been judged yet.
        let start = self.judged.len().saturating_add(1);
        self.header.clear();
        self.read.clear();
        let most = match self.stage {
            CertificateField::Certificate => {
                self.total = Some(start.saturating_add(length));
                self.stage = CertificateField::Body;
                return;
            }
            CertificateField::Body => {
                self.stage = CertificateField::Version;
                return;
            }
            CertificateField::Issuer => MAX_NAME,
            _ => MAX_FIELD,
        };
        if length > most {
            self.stage = CertificateField::Denied;
        } else if length == 0 {
            self.next_stage();
        }
        self.value = length;
    }

    fn next_stage(&mut self) {
        if self.stage == CertificateField::Issuer {
            // Its last byte has not been judged yet.
            self.issuer.end = self.judged.len().saturating_add(1);
        }
        self.stage = match self.stage {
            CertificateField::Version => CertificateField::Serial,
            CertificateField::Serial => CertificateField::Algorithm,
            CertificateField::Algorithm => CertificateField::Issuer,
            CertificateField::Issuer => CertificateField::Validity,
            CertificateField::Validity => CertificateField::Subject,
            stage => stage,
        };
    }

    fn deny(&mut self) -> HiddenKind {
        self.stage = CertificateField::Denied;
        HiddenKind::Other
    }
}

/// What decides on the bytes behind this one: of one that is left out nothing, so that a recording that
/// is redacted once more stays as it is.
fn kept(byte: u8, reason: Option<HiddenKind>) -> u8 {
    if reason.is_some() { STAND_IN } else { byte }
}

/// One of the known values has this length and goes on with this byte.
fn is_known(values: &[&[u8]], length: usize, read: &[u8], byte: u8) -> bool {
    let goes_on = |value: &[u8]| {
        value.len() == length && value.starts_with(read) && value.get(read.len()) == Some(&byte)
    };
    values.iter().any(|value| goes_on(value))
}

/// The byte of a name (a sequence of attributes, one in each set) may be shown; None where this is
/// no such name.
///
/// ```text
/// 31 nn 30 nn 06 03 55 04 type  tag nn value
/// ```
fn name_byte(read: &[u8], byte: u8) -> Option<bool> {
    /// Set, sequence, object identifier, tag and length.
    const FRAME: usize = 11;
    let mut attribute = read;
    // Attributes that are complete.
    while let Some(length) = attribute.get(1) {
        match attribute.split_at_checked(usize::from(*length).saturating_add(2)) {
            Some((_, rest)) => attribute = rest,
            None => break,
        }
    }
    let outer = attribute.get(1).copied().map_or(0, usize::from);
    let fits = match attribute.len() {
        0 => byte == 0x31,
        // Shorter than what frames the value, or longer than DER writes in one byte.
        1 => (10..0x80).contains(&byte),
        2 => byte == 0x30,
        3 => usize::from(byte).saturating_add(2) == outer,
        4..=7 => [0x06, 0x03, 0x55, 0x04].get(attribute.len().saturating_sub(4)) == Some(&byte),
        8 => byte < 0x30,
        9 => matches!(byte, 0x0C | 0x13 | 0x14 | 0x16),
        10 => usize::from(byte).saturating_add(9) == outer,
        _ => {
            let value = attribute.get(FRAME..).unwrap_or_default();
            let length = outer.saturating_sub(9);
            return Some(is_known(NAMES, length, value, byte));
        }
    };
    fits.then_some(true)
}

/// The byte goes on with two times of the calendar (RFC 5280 §4.1.2.5).
fn is_of_times(read: &[u8], byte: u8) -> bool {
    let mut time = read;
    while let Some(length) = time.get(1) {
        match time.split_at_checked(usize::from(*length).saturating_add(2)) {
            Some((_, rest)) => time = rest,
            None => break,
        }
    }
    // The same places in both forms: from behind the year, which has two digits or four.
    let (year, digits) = match time {
        [] => return matches!(byte, 0x17 | 0x18),
        [0x17] => return byte == 13,
        [0x18] => return byte == 15,
        [0x17, 13, digits @ ..] => (2_usize, digits),
        [0x18, 15, digits @ ..] => (4, digits),
        _ => return false,
    };
    let Some(place) = digits.len().checked_sub(year) else {
        return match (year, digits.len()) {
            (4, 0) => byte == b'2' || byte == b'1',
            (4, 1) => byte == b'0' || byte == b'9',
            _ => byte.is_ascii_digit(),
        };
    };
    let before = digits.last().copied().unwrap_or_default();
    let (tens, ones) = match (place / 2, before) {
        (0, b'0') => (b'1', b'1'..=b'9'),
        (0, _) => (b'1', b'0'..=b'2'),
        (1, b'3') => (b'3', b'0'..=b'1'),
        (1, _) => (b'3', b'0'..=b'9'),
        (2, b'2') => (b'2', b'0'..=b'3'),
        (2, _) => (b'2', b'0'..=b'9'),
        (3 | 4, _) => (b'5', b'0'..=b'9'),
        _ => return byte == b'Z',
    };
    if place % 2 == 0 {
        (b'0'..=tens).contains(&byte)
    } else {
        ones.contains(&byte)
    }
}

#[cfg(test)]
mod tests;
