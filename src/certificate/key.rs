//! Public keys and what they have signed. RSA today, ECDSA P-384 on the next generation of cards
//! (`protocol.md` §7).

use der::asn1::{ObjectIdentifier, UintRef};
use der::{Decode, SliceReader};
use ring::signature::{
    ECDSA_P384_SHA384_ASN1, ECDSA_P384_SHA384_FIXED, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey,
    VerificationAlgorithm,
};
use sha2::{Digest, Sha256, Sha384};
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const SHA256_WITH_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
const ECDSA_WITH_SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3");

/// `DigestInfo` of SHA-256 up to the digest (RFC 8017 §9.2, note 1).
const SHA256_DIGEST_INFO: [u8; 19] = [
    0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
];

/// The kinds of key that this program knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum KeyAlgorithm {
    Rsa,
    P384,
}

/// A public key of a known kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    kind: KeyAlgorithm,
    bytes: Vec<u8>,
}

/// What cannot be verified here, by its object identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the algorithm {0} is not known")]
pub struct UnknownAlgorithm(pub String);

impl PublicKey {
    /// The key of a certificate.
    ///
    /// # Errors
    /// [`UnknownAlgorithm`], naming its kind or its curve.
    pub fn read(info: &SubjectPublicKeyInfoOwned) -> Result<Self, UnknownAlgorithm> {
        let algorithm = &info.algorithm;
        let curve = || -> Option<ObjectIdentifier> {
            let parameters = algorithm.parameters.as_ref()?;
            parameters.decode_as().ok()
        };
        let kind = match algorithm.oid {
            RSA => KeyAlgorithm::Rsa,
            EC => match curve() {
                Some(P384) => KeyAlgorithm::P384,
                Some(other) => return Err(UnknownAlgorithm(other.to_string())),
                None => return Err(UnknownAlgorithm(EC.to_string())),
            },
            other => return Err(UnknownAlgorithm(other.to_string())),
        };
        Ok(Self {
            kind,
            bytes: info.subject_public_key.raw_bytes().to_vec(),
        })
    }

    /// `RSA-2048`, `ECDSA P-384`.
    #[must_use]
    pub fn name(&self) -> String {
        match self.kind {
            KeyAlgorithm::Rsa => match modulus_bits(&self.bytes) {
                Some(bits) => format!("RSA-{bits}"),
                None => "RSA".to_owned(),
            },
            KeyAlgorithm::P384 => "ECDSA P-384".to_owned(),
        }
    }

    /// Has this key signed `message` by `algorithm`, as certificates are signed?
    ///
    /// # Errors
    /// [`UnknownAlgorithm`], also for one that does not go with this key.
    pub fn has_signed(
        &self,
        message: &[u8],
        algorithm: &AlgorithmIdentifierOwned,
        signature: &[u8],
    ) -> Result<bool, UnknownAlgorithm> {
        let verification: &'static dyn VerificationAlgorithm = match (self.kind, algorithm.oid) {
            (KeyAlgorithm::Rsa, SHA256_WITH_RSA) => &RSA_PKCS1_2048_8192_SHA256,
            (KeyAlgorithm::P384, ECDSA_WITH_SHA384) => &ECDSA_P384_SHA384_ASN1,
            (_, other) => return Err(UnknownAlgorithm(other.to_string())),
        };
        Ok(self.verify(verification, message, signature))
    }

    /// What a card is given to sign, so that it proves to hold the private key: `DigestInfo` for
    /// RSA (`protocol.md` §2.5), the bare SHA-384 for P-384, which is an assumption (§7).
    #[must_use]
    pub fn challenge(&self, challenge: &[u8]) -> Vec<u8> {
        match self.kind {
            KeyAlgorithm::Rsa => [&SHA256_DIGEST_INFO[..], &Sha256::digest(challenge)[..]].concat(),
            KeyAlgorithm::P384 => Sha384::digest(challenge).to_vec(),
        }
    }

    /// Has the private key of this key answered the challenge? An ECDSA signature is taken as DER
    /// or as r and s in a row: which of them the next generation gives is not published.
    #[must_use]
    pub fn has_answered(&self, challenge: &[u8], signature: &[u8]) -> bool {
        match self.kind {
            KeyAlgorithm::Rsa => self.verify(&RSA_PKCS1_2048_8192_SHA256, challenge, signature),
            KeyAlgorithm::P384 => {
                self.verify(&ECDSA_P384_SHA384_FIXED, challenge, signature)
                    || self.verify(&ECDSA_P384_SHA384_ASN1, challenge, signature)
            }
        }
    }

    fn verify(
        &self,
        algorithm: &'static dyn VerificationAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        UnparsedPublicKey::new(algorithm, &self.bytes)
            .verify(message, signature)
            .is_ok()
    }
}

/// Length of the modulus of an `RSAPublicKey`.
fn modulus_bits(key: &[u8]) -> Option<u32> {
    let mut reader = SliceReader::new(key).ok()?;
    der::Header::decode(&mut reader).ok()?;
    let modulus = UintRef::decode(&mut reader).ok()?;
    let bytes = modulus.as_bytes();
    let bits = u32::try_from(bytes.len()).ok()?.checked_mul(8)?;
    bits.checked_sub(bytes.first()?.leading_zeros())
}

/// A name for a signature algorithm; its object identifier where there is none.
#[must_use]
pub(crate) fn signature_name(algorithm: &AlgorithmIdentifierOwned) -> String {
    match algorithm.oid {
        SHA256_WITH_RSA => "sha256WithRSAEncryption".to_owned(),
        ECDSA_WITH_SHA384 => "ecdsa-with-SHA384".to_owned(),
        other => other.to_string(),
    }
}
