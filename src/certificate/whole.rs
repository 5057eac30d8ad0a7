//! A whole certificate.

use der::{Decode, Encode, Reader, SliceReader};
use jiff::Timestamp;
use x509_cert::Certificate;
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, BasicConstraints, SubjectKeyIdentifier};

use super::head::{self, HeadError, Issuer};
use super::key::{PublicKey, UnknownAlgorithm, signature_name};
use crate::time::{self, Date};

/// A certificate, taken apart.
pub struct Whole {
    der: Vec<u8>,
    /// The part that is signed, as it stands in `der`.
    signed: Vec<u8>,
    parsed: Certificate,
}

/// Length of the DER object that begins here, header included; None where none does.
#[must_use]
pub fn length(bytes: &[u8]) -> Option<usize> {
    let mut reader = SliceReader::new(bytes).ok()?;
    let header = der::Header::decode(&mut reader).ok()?;
    header.tag().assert_eq(der::Tag::Sequence).ok()?;
    let total = u32::from(reader.position()).checked_add(u32::from(header.length()))?;
    usize::try_from(total).ok()
}

impl Whole {
    /// Takes a certificate in DER apart.
    ///
    /// # Errors
    /// Where it is none, strictly.
    pub fn parse(der: &[u8]) -> Result<Self, HeadError> {
        let parsed = Certificate::from_der(der).map_err(HeadError::Malformed)?;
        // The signature is over these very bytes, not over what a parser would write again.
        let mut reader = SliceReader::new(der)?;
        der::Header::decode(&mut reader)?;
        let signed = reader.tlv_bytes()?.to_vec();
        Ok(Self {
            der: der.to_vec(),
            signed,
            parsed,
        })
    }

    /// The certificate in DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The last second at which it is valid.
    ///
    /// # Errors
    /// The date lies outside the calendar.
    pub fn not_after(&self) -> Result<Timestamp, HeadError> {
        head::instant(self.parsed.tbs_certificate().validity().not_after)
    }

    /// The last day on which it is valid, in Japan.
    ///
    /// # Errors
    /// As [`Whole::not_after`].
    pub fn last_day(&self) -> Result<Date, HeadError> {
        self.not_after().map(time::day_in_japan)
    }

    /// Who issued it, by name.
    #[must_use]
    pub fn issuer(&self) -> Issuer {
        head::issuer_of(self.parsed.tbs_certificate().issuer())
    }

    /// The issuer's distinguished name (RFC 4514).
    #[must_use]
    pub fn issuer_name(&self) -> String {
        self.parsed.tbs_certificate().issuer().to_string()
    }

    /// The subject's distinguished name (RFC 4514). Personal.
    #[must_use]
    pub fn subject_name(&self) -> String {
        self.parsed.tbs_certificate().subject().to_string()
    }

    /// The serial number, hexadecimal. Personal.
    #[must_use]
    pub fn serial_number(&self) -> String {
        hex::encode_upper(self.parsed.tbs_certificate().serial_number().as_bytes())
    }

    /// The certificate bears the name that `certificate` gives for its issuer.
    #[must_use]
    pub fn is_named_issuer_of(&self, certificate: &Self) -> bool {
        self.parsed.tbs_certificate().subject() == certificate.parsed.tbs_certificate().issuer()
    }

    /// Its key.
    ///
    /// # Errors
    /// [`UnknownAlgorithm`].
    pub fn key(&self) -> Result<PublicKey, UnknownAlgorithm> {
        PublicKey::read(self.parsed.tbs_certificate().subject_public_key_info())
    }

    /// `SubjectPublicKeyInfo` in DER; empty where it cannot be written.
    #[must_use]
    pub fn key_info(&self) -> Vec<u8> {
        let info = self.parsed.tbs_certificate().subject_public_key_info();
        info.to_der().unwrap_or_default()
    }

    /// The name of the algorithm by which it is signed.
    #[must_use]
    pub fn signature_algorithm(&self) -> String {
        signature_name(self.parsed.signature_algorithm())
    }

    /// It is the certificate of a CA, which everybody may copy, not of a holder.
    #[must_use]
    pub fn is_authority(&self) -> bool {
        let constraints = self.parsed.tbs_certificate();
        let constraints = constraints.get_extension::<BasicConstraints>();
        matches!(
            constraints,
            Ok(Some((_, BasicConstraints { ca: true, .. })))
        )
    }

    /// It names the key of `authority` as the one that signed it. True where either does not say.
    #[must_use]
    pub fn names_key_of(&self, authority: &Self) -> bool {
        let wanted = self
            .parsed
            .tbs_certificate()
            .get_extension::<AuthorityKeyIdentifier>();
        let given = authority
            .parsed
            .tbs_certificate()
            .get_extension::<SubjectKeyIdentifier>();
        match (wanted, given) {
            (Ok(Some((_, wanted))), Ok(Some((_, given)))) => {
                wanted.key_identifier.is_none_or(|wanted| wanted == given.0)
            }
            _ => true,
        }
    }

    /// The key of `authority` has signed it.
    ///
    /// # Errors
    /// [`UnknownAlgorithm`].
    pub fn is_signed_by(&self, authority: &Self) -> Result<bool, UnknownAlgorithm> {
        let algorithm = self.parsed.signature_algorithm();
        let signature = self.parsed.signature().raw_bytes();
        authority
            .key()?
            .has_signed(&self.signed, algorithm, signature)
    }
}
