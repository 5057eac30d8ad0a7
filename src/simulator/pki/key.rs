//! The keys of simulated cards and their CAs. They lie in `fixtures/pki` for everybody to read and
//! prove nothing.

use der::asn1::{OctetStringRef, UintRef};
use der::{Decode, Reader, SliceReader};
use num_bigint::BigUint;
use p384::ecdsa::signature::Signer;
use p384::ecdsa::signature::hazmat::PrehashSigner;
use p384::ecdsa::{DerSignature, Signature, SigningKey};
use ring::signature::{KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use sha2::{Digest, Sha256};

use super::PkiError;
use super::der::{bit_string, sequence, tlv};

/// A private key.
#[derive(Clone, Copy)]
pub(super) enum PrivateKey {
    /// RSA-2048: PKCS #1 `RSAPrivateKey`.
    Rsa(&'static [u8]),
    /// The next generation's P-384: SEC 1 `ECPrivateKey`.
    P384(&'static [u8]),
}

macro_rules! keys {
    ($($name:literal = $kind:ident $file:literal;)*) => {
        const KEYS: &[(&str, PrivateKey)] = &[
            $(($name, PrivateKey::$kind(include_bytes!(concat!("../../../fixtures/pki/", $file))))),*
        ];
    };
}

keys! {
    "user" = Rsa "user.rsa.der";
    "signature" = Rsa "signature.rsa.der";
    "authority" = Rsa "authority.rsa.der";
    "stranger" = Rsa "stranger.rsa.der";
    "next" = P384 "next.p384.der";
    "next-authority" = P384 "next-authority.p384.der";
}

impl PrivateKey {
    pub(super) fn find(name: &str) -> Result<Self, PkiError> {
        KEYS.iter()
            .find(|(key, _)| *key == name)
            .map(|(_, key)| *key)
            .ok_or(PkiError::NoKey)
    }

    /// The public key as a certificate holds it: `RSAPublicKey`, or an uncompressed point.
    fn public(self) -> Result<Vec<u8>, PkiError> {
        match self {
            Self::Rsa(key) => Ok(rsa(key)?.public_key().as_ref().to_vec()),
            Self::P384(key) => Ok(p384(key)?.verifying_key().to_sec1_bytes().to_vec()),
        }
    }

    /// RFC 7093 method 1: the leftmost 160 bits of SHA-256.
    pub(super) fn identifier(self) -> Result<Vec<u8>, PkiError> {
        let digest = Sha256::digest(self.public()?);
        Ok(digest.into_iter().take(20).collect())
    }

    /// `SubjectPublicKeyInfo`.
    pub(super) fn info(self) -> Result<Vec<u8>, PkiError> {
        let algorithm = match self {
            Self::Rsa(_) => {
                let rsa = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];
                [tlv(0x06, &rsa), tlv(0x05, &[])]
            }
            Self::P384(_) => {
                let ec = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];
                let curve = [0x2B, 0x81, 0x04, 0x00, 0x22];
                [tlv(0x06, &ec), tlv(0x06, &curve)]
            }
        };
        Ok(sequence(&[
            sequence(&algorithm),
            bit_string(&self.public()?),
        ]))
    }

    /// `AlgorithmIdentifier` of what this key signs: SHA-256 with RSA, SHA-384 with P-384.
    pub(super) fn algorithm(self) -> Vec<u8> {
        match self {
            Self::Rsa(_) => {
                let oid = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B];
                sequence(&[tlv(0x06, &oid), tlv(0x05, &[])])
            }
            Self::P384(_) => {
                let oid = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x03];
                sequence(&[tlv(0x06, &oid)])
            }
        }
    }

    /// Signs `message` as a certificate is signed.
    pub(super) fn sign(self, message: &[u8]) -> Result<Vec<u8>, PkiError> {
        match self {
            Self::Rsa(key) => {
                let pair = rsa(key)?;
                let mut signature = vec![0; pair.public().modulus_len()];
                let random = ring::rand::SystemRandom::new();
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
                    .map_err(|_| PkiError::Sign)?;
                Ok(signature)
            }
            Self::P384(key) => {
                let signature: DerSignature =
                    p384(key)?.try_sign(message).map_err(|_| PkiError::Sign)?;
                Ok(signature.as_bytes().to_vec())
            }
        }
    }

    /// Signs what COMPUTE DIGITAL SIGNATURE is given, without looking into it: an RSA key pads it
    /// and no more (`protocol.md` §2.5). A P-384 key takes a digest; that the card answers r and s,
    /// 48 bytes each, is an assumption, for nothing is published (§7).
    pub(super) fn sign_raw(self, data: &[u8]) -> Result<Vec<u8>, PkiError> {
        match self {
            Self::Rsa(key) => rsa_raw(key, data),
            Self::P384(key) => {
                let signature: Signature =
                    p384(key)?.sign_prehash(data).map_err(|_| PkiError::Sign)?;
                Ok(signature.to_bytes().to_vec())
            }
        }
    }
}

fn rsa(key: &[u8]) -> Result<RsaKeyPair, PkiError> {
    RsaKeyPair::from_der(key).map_err(|_| PkiError::Sign)
}

fn p384(key: &[u8]) -> Result<SigningKey, PkiError> {
    let read = || -> der::Result<Vec<u8>> {
        let mut reader = SliceReader::new(key)?;
        der::Header::decode(&mut reader)?;
        let _version = UintRef::decode(&mut reader)?;
        let scalar = <&OctetStringRef>::decode(&mut reader)?.as_bytes().to_vec();
        reader.read_slice(reader.remaining_len())?;
        Ok(scalar)
    };
    let scalar = read().map_err(|_| PkiError::Sign)?;
    SigningKey::from_slice(&scalar).map_err(|_| PkiError::Sign)
}

/// A raw RSA signature over `data`, padded by PKCS #1 type 1.
fn rsa_raw(key: &[u8], data: &[u8]) -> Result<Vec<u8>, PkiError> {
    let [modulus, exponent] = rsa_numbers(key)?;
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
