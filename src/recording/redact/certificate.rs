//! Which bytes of a certificate may be written down, byte by byte as they come.
//!
//! ```text
//! Certificate ::= SEQUENCE { tbsCertificate SEQUENCE {
//!     version [0], serialNumber, signature, issuer, validity, | subject, key, extensions }, … }
//! ```
//!
//! Whether a byte is harmless follows from the bytes before it alone, so it does not matter in
//! what pieces a certificate is read. Where the bytes are not those of a certificate, nothing
//! behind is known to be harmless.

use std::ops::Range;

use super::Kind;

/// No file of the card is longer than this; more is not looked at.
const MAX_FILE: usize = 8192;
/// No issuer of the card's certificates has a longer name.
const MAX_NAME: usize = 512;
/// No algorithm identifier and no validity is longer.
const MAX_FIELD: usize = 64;

/// A certificate that is being read.
pub(super) struct Walk {
    /// Of a CA: public, if it is one, that is, if it names itself as its issuer.
    authority: bool,
    /// What was judged so far, from the start of the file without a gap. A byte that is left out
    /// is not kept.
    judged: Vec<(u8, Option<Kind>)>,
    stage: Stage,
    /// The tag and length that are being read.
    header: Vec<u8>,
    /// Bytes left of the value that is being read.
    value: usize,
    /// Where the certificate ends.
    total: Option<usize>,
    issuer: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Certificate,
    Body,
    Version,
    Serial,
    Algorithm,
    Issuer,
    Validity,
    Subject,
    /// Behind what is clear of a holder's certificate.
    Personal,
    /// Behind the subject of a CA's.
    Public,
    /// An empty file, filled with this byte.
    Empty(u8),
    /// No certificate.
    Denied,
}

impl Walk {
    /// The walk through the certificate in this EF of the JPKI application, if one lies there
    /// (`protocol.md` §1.2).
    pub(super) fn of_file(file: u16) -> Option<Self> {
        match file {
            0x0001 | 0x000A => Some(Self::new(false)),
            0x0002 | 0x000B => Some(Self::new(true)),
            _ => None,
        }
    }

    fn new(authority: bool) -> Self {
        Self {
            authority,
            judged: Vec::new(),
            stage: Stage::Certificate,
            header: Vec::new(),
            value: 0,
            total: None,
            issuer: 0..0,
        }
    }

    /// Why the byte at this position of the file is left out; None when it may be written down.
    pub(super) fn judge(&mut self, position: usize, byte: u8) -> Option<Kind> {
        if let Some((before, reason)) = self.judged.get(position) {
            if reason.is_some() || *before == byte {
                return *reason;
            }
            // Another certificate than before: what was learnt holds up to here only.
            self.restart(position);
        }
        if self.total.is_some_and(|total| position >= total) {
            // Behind the certificate the file is filled up.
            return (!matches!(byte, 0x00 | 0xFF)).then_some(Kind::Other);
        }
        if position != self.judged.len() || position >= MAX_FILE {
            return Some(match self.stage {
                Stage::Personal => Kind::Certificate,
                _ => Kind::Other,
            });
        }
        let reason = self.step(byte);
        let kept = if reason.is_some() { 0 } else { byte };
        self.judged.push((kept, reason));
        reason
    }

    fn restart(&mut self, position: usize) {
        let judged = std::mem::take(&mut self.judged);
        *self = Self::new(self.authority);
        for (byte, _) in judged.into_iter().take(position) {
            let reason = self.step(byte);
            self.judged.push((byte, reason));
        }
    }

    fn step(&mut self, byte: u8) -> Option<Kind> {
        match self.stage {
            Stage::Denied => return Some(Kind::Other),
            Stage::Personal => return Some(Kind::Certificate),
            Stage::Public => return None,
            Stage::Empty(filler) if byte == filler => return None,
            Stage::Empty(_) => return Some(self.deny()),
            _ => {}
        }
        if self.value == 0 {
            return self.header_byte(byte);
        }
        let reason = self.value_byte(byte);
        self.value = self.value.saturating_sub(1);
        if self.value == 0 {
            self.next_stage();
        }
        reason
    }

    fn value_byte(&mut self, byte: u8) -> Option<Kind> {
        match self.stage {
            Stage::Serial => Some(Kind::Serial),
            Stage::Subject => {
                // A CA names itself: as long as it does, this has been said already.
                let at = self.issuer.end.checked_sub(self.value);
                let same = at.and_then(|at| self.judged.get(at)) == Some(&(byte, None));
                if same { None } else { Some(self.deny()) }
            }
            _ => None,
        }
    }

    fn header_byte(&mut self, byte: u8) -> Option<Kind> {
        if self.header.is_empty() {
            if self.stage == Stage::Version && byte == 0x02 {
                self.stage = Stage::Serial;
            }
            let expected = match self.stage {
                Stage::Certificate if matches!(byte, 0x00 | 0xFF) => {
                    self.stage = Stage::Empty(byte);
                    return None;
                }
                Stage::Version => 0xA0,
                Stage::Serial => 0x02,
                _ => 0x30,
            };
            if byte != expected {
                return Some(self.deny());
            }
            self.header.push(byte);
            return None;
        }
        self.header.push(byte);
        let (lengths, long) = match self.header.as_slice() {
            [_, first, rest @ ..] if *first & 0x80 != 0 => (usize::from(first & 0x7F), rest),
            [_, first] => {
                self.enter(usize::from(*first));
                return None;
            }
            _ => return Some(self.deny()),
        };
        if !(1..=4).contains(&lengths) {
            // A length that DER does not have. It is said, so that a replay shows it too.
            self.stage = Stage::Denied;
        } else if long.len() == lengths {
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
        let fits = match self.stage {
            Stage::Certificate => {
                self.total = Some(start.saturating_add(length));
                self.stage = Stage::Body;
                return;
            }
            Stage::Body => {
                self.stage = Stage::Version;
                return;
            }
            Stage::Issuer => {
                self.issuer = start..start.saturating_add(length);
                length <= MAX_NAME
            }
            Stage::Subject => length == self.issuer.len(),
            _ => length <= MAX_FIELD,
        };
        if !fits {
            self.stage = Stage::Denied;
        } else if length == 0 {
            self.next_stage();
        }
        self.value = length;
    }

    fn next_stage(&mut self) {
        self.stage = match self.stage {
            Stage::Version => Stage::Serial,
            Stage::Serial => Stage::Algorithm,
            Stage::Algorithm => Stage::Issuer,
            Stage::Issuer => Stage::Validity,
            Stage::Validity if self.authority => Stage::Subject,
            Stage::Validity => Stage::Personal,
            Stage::Subject => Stage::Public,
            stage => stage,
        };
    }

    fn deny(&mut self) -> Kind {
        self.stage = Stage::Denied;
        Kind::Other
    }
}
