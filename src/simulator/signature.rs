//! What a card signs: how COMPUTE DIGITAL SIGNATURE makes a block of what it was given.

use sha2::{Digest, Sha256};

/// P1 says who makes the digest and who wraps it; the two schemes of PSS are not modelled.
pub(super) fn block(p1: u8, data: &[u8]) -> Result<Vec<u8>, u16> {
    Ok(match p1 {
        0x00 => data.to_vec(),
        0x01 => Sha256::digest(data).to_vec(),
        0x02 if data.len() == 32 => digest_info(data),
        0x02 => return Err(0x6A80),
        0x03 => digest_info(&Sha256::digest(data)),
        _ => return Err(0x6A86),
    })
}

/// What comes before the digest (RFC 8017 §9.2, note 1).
const SHA256_DIGEST_INFO: &[u8] = &[
    0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
];

/// The `DigestInfo` of PKCS #1 around a SHA-256 digest.
fn digest_info(digest: &[u8]) -> Vec<u8> {
    [SHA256_DIGEST_INFO, digest].concat()
}
