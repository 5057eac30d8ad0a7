//! Certificates and keys of simulated cards.
//!
//! The certificates have the profile of real ones (`protocol.md` §5.2): the same fields and
//! extensions in the same order, the same algorithms, nearly the same length. Issuer, policy and
//! addresses say plainly that they are simulated. The keys lie in `fixtures/pki` for everybody to
//! read and prove nothing.

use der::asn1::UintRef;
use der::{Decode, Reader, SliceReader};
use num_bigint::BigUint;
use ring::signature::{KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::file;
use crate::time::{self, Date};

/// A certificate of a card file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateSpec {
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
pub enum Authority {
    /// Issues user-authentication certificates.
    #[default]
    Simulated,
    /// Issues signing certificates.
    Signature,
    /// The same names as the operator's test hierarchy, with another key.
    Test,
    /// Somebody else.
    Stranger,
}

/// Why a certificate or a signature could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PkiError {
    /// There is no key of this name.
    #[error("no such key in fixtures/pki")]
    NoKey,
    /// A date is neither a day nor relative to today.
    #[error("a date is neither YYYY-MM-DD nor today, today+Nd, today-Nm")]
    Date,
    /// The serial number is not hexadecimal.
    #[error("the serial number is not hexadecimal")]
    Serial,
    /// Too long for the key, or the key is no RSA key.
    #[error("the key cannot sign this")]
    Sign,
}

/// PKCS #1 `RSAPrivateKey` files.
const KEYS: &[(&str, &[u8])] = &[
    ("user", include_bytes!("../../fixtures/pki/user.rsa.der")),
    (
        "signature",
        include_bytes!("../../fixtures/pki/signature.rsa.der"),
    ),
    (
        "authority",
        include_bytes!("../../fixtures/pki/authority.rsa.der"),
    ),
    (
        "stranger",
        include_bytes!("../../fixtures/pki/stranger.rsa.der"),
    ),
];

fn key(name: &str) -> Result<&'static [u8], PkiError> {
    KEYS.iter()
        .find(|(key, _)| *key == name)
        .map(|(_, der)| *der)
        .ok_or(PkiError::NoKey)
}

impl Authority {
    fn key(self) -> Result<&'static [u8], PkiError> {
        key(match self {
            Self::Simulated | Self::Test => "authority",
            Self::Signature => "signature",
            Self::Stranger => "stranger",
        })
    }

    fn serial(self) -> &'static [u8] {
        match self {
            Self::Simulated => &[0x5A, 0xD1, 0x80, 0x06],
            Self::Signature => &[0x5A, 0xD1, 0x80, 0x07],
            Self::Test => &[0x03, 0x57, 0x07],
            Self::Stranger => &[0x01],
        }
    }

    fn name(self) -> Vec<u8> {
        let parts: &[(Attribute, &str)] = match self {
            Self::Simulated => &[
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
pub fn certificate(spec: &CertificateSpec, today: Date) -> Result<Vec<u8>, PkiError> {
    let first = file::day(&spec.not_before, today).ok_or(PkiError::Date)?;
    let last = file::day(&spec.not_after, today).ok_or(PkiError::Date)?;
    let serial = hex::decode(&spec.serial).map_err(|_| PkiError::Serial)?;
    let authority = spec.authority;
    let signing = authority == Authority::Signature;
    let public_key = public_key(key(&spec.key)?)?;
    let extensions = user_extensions(authority, signing, &public_key)?;
    let body = [
        // [0] { INTEGER 2 }: version 3.
        tlv(0xA0, &tlv(0x02, &[2])),
        tlv(0x02, &serial),
        sha256_with_rsa(),
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
        key_info(&public_key),
        tlv(0xA3, &sequence(&extensions)),
    ];
    sign(&sequence(&body), authority.key()?)
}

/// Makes the self-signed certificate of the CA that issues `spec`.
///
/// # Errors
/// [`PkiError`], never for the CAs of this file.
pub fn authority_certificate(spec: &CertificateSpec) -> Result<Vec<u8>, PkiError> {
    let authority = spec.authority;
    let public_key = public_key(authority.key()?)?;
    let body = [
        tlv(0xA0, &tlv(0x02, &[2])),
        tlv(0x02, authority.serial()),
        sha256_with_rsa(),
        authority.name(),
        sequence(&[tlv(0x17, b"230716010104Z"), tlv(0x17, b"430715145959Z")]),
        authority.name(),
        key_info(&public_key),
        tlv(
            0xA3,
            &sequence(&[
                // keyCertSign, cRLSign
                extension(&[0x55, 0x1D, 0x0F], true, &tlv(0x03, &[1, 0x06])),
                extension(&[0x55, 0x1D, 0x13], true, &sequence(&[tlv(0x01, &[0xFF])])),
                extension(
                    &[0x55, 0x1D, 0x0E],
                    false,
                    &tlv(0x04, &key_identifier(&public_key)),
                ),
            ]),
        ),
    ];
    sign(&sequence(&body), authority.key()?)
}

/// A raw RSA signature over `data`, padded by PKCS #1 type 1, as COMPUTE DIGITAL SIGNATURE gives
/// it: the card does not look into the `DigestInfo` (`protocol.md` §2.5).
///
/// # Errors
/// [`PkiError::Sign`] when `data` leaves no room for the padding.
pub fn sign_raw(name: &str, data: &[u8]) -> Result<Vec<u8>, PkiError> {
    let [modulus, exponent] = rsa_numbers(key(name)?)?;
    let length = modulus.len();
    let padding = length.checked_sub(data.len()).filter(|rest| *rest >= 11);
    let padding = padding.ok_or(PkiError::Sign)?;
    let mut block = vec![0xFF; length];
    let (head, tail) = block.split_at_mut(padding);
    tail.copy_from_slice(data);
    if let [first, second, .., last] = head {
        (*first, *second, *last) = (0x00, 0x01, 0x00);
    }
    let signature = BigUint::from_bytes_be(&block).modpow(
        &BigUint::from_bytes_be(&exponent),
        &BigUint::from_bytes_be(&modulus),
    );
    let digits = signature.to_bytes_be();
    let missing = length.checked_sub(digits.len()).ok_or(PkiError::Sign)?;
    let mut bytes = vec![0; missing];
    bytes.extend(digits);
    Ok(bytes)
}

/// Modulus and private exponent of an `RSAPrivateKey`.
fn rsa_numbers(key: &[u8]) -> Result<[Vec<u8>; 2], PkiError> {
    let read = || -> der::Result<[Vec<u8>; 2]> {
        let mut reader = SliceReader::new(key)?;
        der::Header::decode(&mut reader)?;
        let _version = UintRef::decode(&mut reader)?;
        let modulus = UintRef::decode(&mut reader)?.as_bytes().to_vec();
        let _public = UintRef::decode(&mut reader)?;
        let private = UintRef::decode(&mut reader)?.as_bytes().to_vec();
        reader.read_slice(reader.remaining_len())?;
        Ok([modulus, private])
    };
    read().map_err(|_| PkiError::Sign)
}

/// `RSAPublicKey`.
fn public_key(key: &[u8]) -> Result<Vec<u8>, PkiError> {
    let pair = RsaKeyPair::from_der(key).map_err(|_| PkiError::Sign)?;
    Ok(pair.public_key().as_ref().to_vec())
}

/// Wraps a `TBSCertificate` into a signed `Certificate`.
fn sign(body: &[u8], key: &[u8]) -> Result<Vec<u8>, PkiError> {
    let pair = RsaKeyPair::from_der(key).map_err(|_| PkiError::Sign)?;
    let mut signature = vec![0; pair.public().modulus_len()];
    pair.sign(
        &RSA_PKCS1_SHA256,
        &ring::rand::SystemRandom::new(),
        body,
        &mut signature,
    )
    .map_err(|_| PkiError::Sign)?;
    Ok(sequence(&[
        body.to_vec(),
        sha256_with_rsa(),
        bit_string(&signature),
    ]))
}

/// The extensions of a user-authentication certificate, in the order of §5.2.
fn user_extensions(
    authority: Authority,
    signing: bool,
    public_key: &[u8],
) -> Result<Vec<Vec<u8>>, PkiError> {
    let issuer_key = self::public_key(authority.key()?)?;
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
        tlv(0x80, &key_identifier(&issuer_key)),
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
        extension(
            &[0x55, 0x1D, 0x0E],
            false,
            &tlv(0x04, &key_identifier(public_key)),
        ),
    ])
}

const NOTICE: &[u8] = b"Simulated certificate of the program mynacheck. \
    There is no person and no authority behind it.";

/// RFC 7093 method 1: the leftmost 160 bits of SHA-256.
fn key_identifier(public_key: &[u8]) -> Vec<u8> {
    Sha256::digest(public_key).into_iter().take(20).collect()
}

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

fn key_info(public_key: &[u8]) -> Vec<u8> {
    let rsa = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];
    sequence(&[
        sequence(&[tlv(0x06, &rsa), tlv(0x05, &[])]),
        bit_string(public_key),
    ])
}

fn sha256_with_rsa() -> Vec<u8> {
    let oid = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B];
    sequence(&[tlv(0x06, &oid), tlv(0x05, &[])])
}

fn extension(oid: &[u8], critical: bool, value: &[u8]) -> Vec<u8> {
    let mut parts = vec![tlv(0x06, oid)];
    if critical {
        parts.push(tlv(0x01, &[0xFF]));
    }
    parts.push(tlv(0x04, value));
    sequence(&parts)
}

fn bit_string(bytes: &[u8]) -> Vec<u8> {
    let mut content = vec![0];
    content.extend_from_slice(bytes);
    tlv(0x03, &content)
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

fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x30, &parts.concat())
}

/// Tag, length and value in DER.
fn tlv(tag: u8, value: &[u8]) -> Vec<u8> {
    let mut bytes = vec![tag];
    let length = u32::try_from(value.len()).unwrap_or(u32::MAX).to_be_bytes();
    match length {
        [0, 0, 0, short @ 0..0x80] => bytes.push(short),
        [0, 0, 0, one] => bytes.extend([0x81, one]),
        [0, 0, two, one] => bytes.extend([0x82, two, one]),
        [_, three, two, one] => bytes.extend([0x83, three, two, one]),
    }
    bytes.extend_from_slice(value);
    bytes
}
