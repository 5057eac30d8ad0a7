//! The dates and the issuer, from the first bytes of a certificate.
//!
//! ```text
//! Certificate    ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue }
//! TBSCertificate ::= SEQUENCE { [0] version, serialNumber, signature, issuer, validity, subject, … }
//! ```
//!
//! In the certificates of the card, `validity` ends near byte 200 (`protocol.md` §12), so one READ
//! BINARY of 256 bytes is enough, and nothing personal but the serial number is passed on the way.

use der::asn1::ObjectIdentifier;
use der::{Decode, ErrorKind, Header, Reader, SliceReader, Tag};
use jiff::Timestamp;
use x509_cert::name::{Name, RelativeDistinguishedName};
use x509_cert::time::Validity;

use crate::time::{self, Date};

/// Who issued a certificate, by the issuer's name alone. The name proves nothing: the signature
/// does (`certificate::chain`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Issuer {
    /// A CA of JPKI (`protocol.md` §5.1).
    Jpki,
    /// The operator's test hierarchy, `O=JPKI-TEST`.
    JpkiTest,
    /// The CA of this program's simulated cards.
    Simulated,
    /// Somebody else.
    Other,
}

/// What the first bytes of a certificate say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Who issued it, by name.
    pub issuer: Issuer,
    /// First valid second.
    pub not_before: Timestamp,
    /// Last valid second.
    pub not_after: Timestamp,
    /// Not a holder's certificate for user authentication: issued by a CA for digital signature, or
    /// (the subject has the issuer's name, as far as the bytes go) that of a CA, which everybody may
    /// copy.
    pub wrong_use: bool,
    /// Length of the whole certificate in bytes, from its own header.
    pub total: usize,
}

impl Head {
    /// The first valid day in Japan.
    #[must_use]
    pub fn first_day(&self) -> Date {
        time::day_in_japan(self.not_before)
    }

    /// The last valid day in Japan. Certificates of the card end at 23:59:59 there; of one that
    /// ends earlier in the day, that day still counts.
    #[must_use]
    pub fn last_day(&self) -> Date {
        time::day_in_japan(self.not_after)
    }
}

/// Why no dates could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HeadError {
    /// The bytes end too early; at least this many are needed.
    #[error("the certificate goes on behind these bytes")]
    NeedMore,
    /// There is no certificate: the file is empty, or filled with 00 or FF.
    #[error("the file holds no certificate")]
    Absent,
    /// What is there is no certificate.
    #[error("not a certificate: {0}")]
    Malformed(der::Error),
    /// The certificate ends before it begins.
    #[error("the certificate ends before it begins")]
    EndsBeforeItBegins,
}

impl From<der::Error> for HeadError {
    fn from(error: der::Error) -> Self {
        match error.kind() {
            ErrorKind::Incomplete { .. } => Self::NeedMore,
            _ => Self::Malformed(error),
        }
    }
}

/// Reads the dates and the issuer's name from the start of a certificate.
///
/// # Errors
/// `HeadError::NeedMore` when more of the file is needed, else why this is no certificate.
pub fn read(bytes: &[u8]) -> Result<Head, HeadError> {
    if bytes.iter().all(|byte| *byte == 0x00) || bytes.iter().all(|byte| *byte == 0xFF) {
        return Err(HeadError::Absent);
    }
    let mut reader = SliceReader::new(bytes)?;
    let total = sequence(&mut reader)?;
    let end = sequence(&mut reader)?;
    let mut header = Header::decode(&mut reader)?;
    if header.tag().is_context_specific() {
        skip(&mut reader, &header)?;
        header = Header::decode(&mut reader)?;
    }
    header.tag().assert_eq(Tag::Integer)?;
    skip(&mut reader, &header)?;
    let signature = Header::decode(&mut reader)?;
    signature.tag().assert_eq(Tag::Sequence)?;
    skip(&mut reader, &signature)?;
    let name_begins = usize::try_from(reader.position()).unwrap_or(usize::MAX);
    let issuer = Name::decode(&mut reader)?;
    let name_ends = usize::try_from(reader.position()).unwrap_or(usize::MAX);
    let validity: Validity = Validity::decode(&mut reader)?;
    let not_before = instant(validity.not_before)?;
    let not_after = instant(validity.not_after)?;
    if not_after < not_before {
        return Err(HeadError::EndsBeforeItBegins);
    }
    let name = bytes.get(name_begins..name_ends).unwrap_or_default();
    let subject_begins = usize::try_from(reader.position()).unwrap_or(usize::MAX);
    // What was read lies in the body, and the body in the certificate.
    if !(subject_begins <= end && end <= total) {
        return Err(der::Error::from(Tag::Sequence.length_error()).into());
    }
    let subject = bytes.get(subject_begins..).unwrap_or_default();
    // The header of the subject already differs where its length does.
    let self_issued = subject.len() > 4 && subject.iter().zip(name).all(|(a, b)| a == b);
    Ok(Head {
        issuer: issuer_of(&issuer),
        not_before,
        not_after,
        wrong_use: self_issued || has(&issuer, ORGANIZATIONAL_UNIT, FOR_SIGNATURE),
        total,
    })
}

/// Enters a SEQUENCE and returns where it ends.
fn sequence(reader: &mut SliceReader<'_>) -> Result<usize, HeadError> {
    let header = Header::decode(reader)?;
    header.tag().assert_eq(Tag::Sequence)?;
    u32::from(reader.position())
        .checked_add(u32::from(header.length()))
        .and_then(|end| usize::try_from(end).ok())
        .ok_or_else(|| der::Error::from(Tag::Sequence.length_error()).into())
}

fn skip(reader: &mut SliceReader<'_>, header: &Header) -> Result<(), HeadError> {
    reader.read_slice(header.length())?;
    Ok(())
}

pub(crate) fn instant(time: x509_cert::time::Time) -> Result<Timestamp, HeadError> {
    let seconds =
        i64::try_from(time.to_unix_duration().as_secs()).map_err(|_| out_of_calendar())?;
    Timestamp::from_second(seconds).map_err(|_| out_of_calendar())
}

fn out_of_calendar() -> HeadError {
    der::Error::from(Tag::GeneralizedTime.value_error()).into()
}

const ORGANIZATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const ORGANIZATIONAL_UNIT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.11");
const FOR_USERS: &str = "JPKI for user authentication";
const FOR_SIGNATURE: &str = "JPKI for digital signature";

/// Classifies the issuer by `O` and `OU` (`protocol.md` §5.1).
pub(crate) fn issuer_of(name: &Name) -> Issuer {
    let is_of = |organization| has(name, ORGANIZATION, organization);
    let known = |unit: &&str| has(name, ORGANIZATIONAL_UNIT, unit);
    if is_of("JPKI-TEST") {
        Issuer::JpkiTest
    } else if is_of("mynacheck simulation") {
        Issuer::Simulated
    } else if is_of("JPKI") && [FOR_USERS, FOR_SIGNATURE].iter().any(known) {
        Issuer::Jpki
    } else {
        Issuer::Other
    }
}

fn has(name: &Name, oid: ObjectIdentifier, text: &str) -> bool {
    name.iter_rdn()
        .flat_map(RelativeDistinguishedName::iter)
        .any(|part| part.oid == oid && part.value.value() == text.as_bytes())
}
