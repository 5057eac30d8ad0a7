//! Certificates and keys of simulated cards.
//!
//! The certificates have the profile of real ones (`protocol.md` §5.2): the same fields and
//! extensions in the same order, the same algorithms, nearly the same length. Issuer, policy and
//! addresses say plainly that they are simulated. The keys lie in `fixtures/pki` for everybody to
//! read and prove nothing.

mod der;
mod key;

use serde::Deserialize;

use self::der::{bit_string, sequence, tlv};
use self::key::PrivateKey;
use crate::time::{self, Date};

/// A certificate of a card file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CertificateSpec {
    /// Who issues it.
    #[serde(default)]
    pub authority: Authority,
    /// The name of its key in `fixtures/pki`.
    pub key: String,
    /// First valid day: absolute or relative to today.
    pub not_before: String,
    /// Last valid day: absolute or relative to today; it ends at 23:59:59 in Japan.
    pub not_after: String,
    /// Serial number, hexadecimal.
    pub serial: String,
    /// Common name of the subject.
    pub subject: String,
}

/// The CAs of simulated cards.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Authority {
    /// Issues user-authentication certificates.
    #[default]
    Simulated,
    /// Issues signing certificates.
    Signature,
    /// The same names as the operator's test hierarchy, with another key.
    Test,
    /// Somebody else.
    Stranger,
    /// The next generation of cards: P-384, with the names of today.
    Next,
    /// The names of [`Authority::Simulated`], another key.
    Impostor,
    /// Names and key of [`Authority::Simulated`], after its end.
    Expired,
    /// Says that it is [`Authority::Simulated`], but does not have its key.
    Forger,
}

/// Why a certificate or a signature could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PkiError {
    /// There is no key of this name.
    #[error("no such key in fixtures/pki")]
    NoKey,
    /// A date is neither a day nor relative to today, or outside the calendar.
    #[error("a date is {NOT_A_DAY}")]
    Date,
    /// The serial number is not hexadecimal.
    #[error("the serial number is not hexadecimal")]
    Serial,
    /// Too long or too short for the key.
    #[error("the key cannot sign this")]
    Sign,
}

impl Authority {
    /// The key that its certificate holds.
    fn key(self) -> Result<PrivateKey, PkiError> {
        PrivateKey::find(match self {
            Self::Simulated | Self::Test | Self::Expired | Self::Forger => "authority",
            Self::Signature => "signature",
            Self::Stranger | Self::Impostor => "stranger",
            Self::Next => "next-authority",
        })
    }

    /// The key that it signs with.
    fn signing_key(self) -> Result<PrivateKey, PkiError> {
        match self {
            Self::Forger => PrivateKey::find("stranger"),
            _ => self.key(),
        }
    }

    /// First and last second, `UTCTime`.
    fn validity(self) -> [&'static [u8]; 2] {
        match self {
            Self::Expired => [b"151020030813Z", b"251019145959Z"],
            _ => [b"230716010104Z", b"430715145959Z"],
        }
    }

    fn serial(self) -> &'static [u8] {
        match self {
            Self::Simulated | Self::Impostor | Self::Forger => &[0x5A, 0xD1, 0x80, 0x06],
            Self::Signature => &[0x5A, 0xD1, 0x80, 0x07],
            Self::Test => &[0x03, 0x57, 0x07],
            Self::Stranger | Self::Expired => &[0x01],
            Self::Next => &[0x5A, 0xD1, 0x80, 0x08],
        }
    }

    fn name(self) -> Vec<u8> {
        let parts: &[(Attribute, &str)] = match self {
            Self::Simulated | Self::Next | Self::Impostor | Self::Expired | Self::Forger => &[
                (Attribute::Organization, "mynacheck simulation"),
                (Attribute::Unit, "JPKI for user authentication"),
                (Attribute::Unit, "Simulated card, issued by nobody"),
            ],
            Self::Signature => &[
                (Attribute::Organization, "mynacheck simulation"),
                (Attribute::Unit, "JPKI for digital signature"),
                (Attribute::Unit, "Simulated card, issued by nobody"),
            ],
            Self::Test => &[
                (Attribute::Organization, "JPKI-TEST"),
                (Attribute::Unit, "JPKI for user authentication"),
                (Attribute::Unit, "Simulated test card, issued by nobody"),
            ],
            Self::Stranger => &[
                (Attribute::Organization, "Example Company"),
                (Attribute::Unit, "Employee cards"),
            ],
        };
        distinguished_name(parts)
    }
}

/// Makes the certificate that a card file describes.
///
/// # Errors
/// [`PkiError`], when the description has an unknown key, date or serial number.
pub(crate) fn certificate(spec: &CertificateSpec, today: Date) -> Result<Vec<u8>, PkiError> {
    let first = day(&spec.not_before, today).ok_or(PkiError::Date)?;
    let last = day(&spec.not_after, today).ok_or(PkiError::Date)?;
    let serial = hex::decode(&spec.serial).map_err(|_| PkiError::Serial)?;
    let authority = spec.authority;
    let signing = authority == Authority::Signature;
    let key = PrivateKey::find(&spec.key)?;
    let extensions = user_extensions(authority, signing, key)?;
    let body = [
        // [0] { INTEGER 2 }: version 3.
        tlv(0xA0, &tlv(0x02, &[2])),
        tlv(0x02, &serial),
        authority.key()?.algorithm(),
        authority.name(),
        sequence(&[
            // Cards are issued in the course of a day, and end with one (§5.2).
            date_time(first, "010000Z"),
            date_time(last, "145959Z"),
        ]),
        sequence(&[
            attribute(Attribute::Country, "JP"),
            attribute(Attribute::CommonName, &spec.subject),
        ]),
        key.info()?,
        tlv(0xA3, &sequence(&extensions)),
    ];
    sign(&sequence(&body), authority.signing_key()?)
}

/// Makes the self-signed certificate of the CA that issues `spec`.
///
/// # Errors
/// [`PkiError`], never for the CAs of this file.
pub(crate) fn authority_certificate(spec: &CertificateSpec) -> Result<Vec<u8>, PkiError> {
    let authority = spec.authority;
    let key = authority.key()?;
    let body = [
        tlv(0xA0, &tlv(0x02, &[2])),
        tlv(0x02, authority.serial()),
        key.algorithm(),
        authority.name(),
        sequence(&authority.validity().map(|time| tlv(0x17, time))),
        authority.name(),
        key.info()?,
        tlv(
            0xA3,
            &sequence(&[
                // keyCertSign, cRLSign
                extension(&[0x55, 0x1D, 0x0F], true, &tlv(0x03, &[1, 0x06])),
                extension(&[0x55, 0x1D, 0x13], true, &sequence(&[tlv(0x01, &[0xFF])])),
                extension(&[0x55, 0x1D, 0x0E], false, &tlv(0x04, &key.identifier()?)),
            ]),
        ),
    ];
    sign(&sequence(&body), key)
}

/// What a card answers to COMPUTE DIGITAL SIGNATURE with the key of this name.
///
/// # Errors
/// [`PkiError::Sign`] when the key cannot sign `data`: too long, or no digest.
pub(crate) fn sign_raw(name: &str, data: &[u8]) -> Result<Vec<u8>, PkiError> {
    PrivateKey::find(name)?.sign_raw(data)
}

/// Wraps a `TBSCertificate` into a signed `Certificate`.
fn sign(body: &[u8], key: PrivateKey) -> Result<Vec<u8>, PkiError> {
    Ok(sequence(&[
        body.to_vec(),
        key.algorithm(),
        bit_string(&key.sign(body)?),
    ]))
}

/// The extensions of a user-authentication certificate, in the order of §5.2.
fn user_extensions(
    authority: Authority,
    signing: bool,
    key: PrivateKey,
) -> Result<Vec<Vec<u8>>, PkiError> {
    // digitalSignature; a signing certificate has nonRepudiation as well.
    let usage: &[u8] = if signing { &[6, 0xC0] } else { &[7, 0x80] };
    let client_auth = [0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02];
    // 2.999 is the arc for examples; a real card names its policy under 1.2.392.200149.8.5.
    let policy = sequence(&[
        tlv(0x06, &[0x88, 0x37, 0x01, 0x01, 0x03, 0x1E]),
        sequence(&[
            sequence(&[
                tlv(0x06, &[0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x02, 0x01]),
                tlv(0x16, b"http://simulated.invalid/cps.html"),
            ]),
            // A notice for whoever looks: it also makes up the length of a real certificate.
            sequence(&[
                tlv(0x06, &[0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x02, 0x02]),
                sequence(&[tlv(0x0C, NOTICE)]),
            ]),
        ]),
    ]);
    let alternative_name = sequence(&[
        attribute(Attribute::Country, "JP"),
        attribute(Attribute::Organization, "模擬カード(実在しません)"),
    ]);
    let revocation_list = distinguished_name(&[
        (Attribute::Organization, "mynacheck simulation"),
        (Attribute::Unit, "JPKI for user authentication"),
        (Attribute::Unit, "CRL Distribution Points"),
        (Attribute::Unit, "Simulated-ken"),
        (Attribute::CommonName, "Simulated-shi CRLDP"),
    ]);
    let authority_key = sequence(&[
        tlv(0x80, &authority.key()?.identifier()?),
        tlv(0xA1, &tlv(0xA4, &authority.name())),
        tlv(0x82, authority.serial()),
    ]);
    let ocsp = sequence(&[sequence(&[
        tlv(0x06, &[0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01]),
        tlv(0x86, b"http://ocsp.simulated.invalid"),
    ])]);
    Ok(vec![
        extension(&[0x55, 0x1D, 0x0F], true, &tlv(0x03, usage)),
        extension(
            &[0x55, 0x1D, 0x25],
            false,
            &sequence(&[tlv(0x06, &client_auth)]),
        ),
        extension(&[0x55, 0x1D, 0x20], true, &sequence(&[policy])),
        extension(
            &[0x55, 0x1D, 0x12],
            false,
            &sequence(&[tlv(0xA4, &alternative_name)]),
        ),
        extension(
            &[0x55, 0x1D, 0x1F],
            false,
            &sequence(&[sequence(&[tlv(
                0xA0,
                &tlv(0xA0, &tlv(0xA4, &revocation_list)),
            )])]),
        ),
        extension(
            &[0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x01, 0x01],
            false,
            &ocsp,
        ),
        extension(&[0x55, 0x1D, 0x23], false, &authority_key),
        extension(&[0x55, 0x1D, 0x0E], false, &tlv(0x04, &key.identifier()?)),
    ])
}

const NOTICE: &[u8] = b"Simulated certificate of the program mynacheck. \
    There is no person and no authority behind it.";

#[derive(Clone, Copy)]
enum Attribute {
    Country,
    Organization,
    Unit,
    CommonName,
}

/// One `RelativeDistinguishedName` with one attribute.
fn attribute(kind: Attribute, value: &str) -> Vec<u8> {
    let (last, tag) = match kind {
        Attribute::Country => (0x06, 0x13),
        Attribute::Organization => (0x0A, 0x0C),
        Attribute::Unit => (0x0B, 0x0C),
        Attribute::CommonName => (0x03, 0x0C),
    };
    let oid = tlv(0x06, &[0x55, 0x04, last]);
    tlv(0x31, &sequence(&[oid, tlv(tag, value.as_bytes())]))
}

/// A name in Japan.
fn distinguished_name(parts: &[(Attribute, &str)]) -> Vec<u8> {
    let mut names = vec![attribute(Attribute::Country, "JP")];
    names.extend(parts.iter().map(|(kind, value)| attribute(*kind, value)));
    sequence(&names)
}

fn extension(oid: &[u8], critical: bool, value: &[u8]) -> Vec<u8> {
    let mut parts = vec![tlv(0x06, oid)];
    if critical {
        parts.push(tlv(0x01, &[0xFF]));
    }
    parts.push(tlv(0x04, value));
    sequence(&parts)
}

/// `UTCTime` until 2049, `GeneralizedTime` after (RFC 5280 §4.1.2.5).
fn date_time(day: Date, time: &str) -> Vec<u8> {
    // 14:59:59Z of a day is 23:59:59 of the same day in Japan, and 01:00:00Z is 10:00.
    debug_assert_eq!(
        time::japan_instant(day, 23, 59, 59).map(time::day_in_japan),
        Some(day)
    );
    if (1950..2050).contains(&day.year()) {
        tlv(0x17, format!("{}{time}", day.strftime("%y%m%d")).as_bytes())
    } else {
        tlv(0x18, format!("{}{time}", day.strftime("%Y%m%d")).as_bytes())
    }
}

/// What is wrong with what [`day`] does not take.
pub(super) const NOT_A_DAY: &str =
    "neither YYYY-MM-DD nor today, today+Nd, today-Nm, in the years 1950 to 9999";

/// A day of a card file: `2027-06-30`, `today`, `today+220d`, `today-3m`. Whoever wants another in a
/// certificate writes its bytes.
pub(super) fn day(text: &str, today: Date) -> Option<Date> {
    let day = match text.strip_prefix("today") {
        None => text.parse().ok()?,
        Some("") => today,
        Some(offset) => match offset.strip_suffix('d') {
            Some(days) => time::add_days(today, days.parse().ok()?),
            None => time::add_months(today, months(offset.strip_suffix('m')?)?),
        },
    };
    // `UTCTime` begins in 1950, and the last second of the day is an instant, too.
    (day.year() >= 1950 && time::japan_instant(day, 23, 59, 59).is_some()).then_some(day)
}

/// The calendar of `jiff` is 20,000 years long; a span of more months would be a panic.
fn months(text: &str) -> Option<i32> {
    text.parse()
        .ok()
        .filter(|months| (-2400..=2400).contains(months))
}
