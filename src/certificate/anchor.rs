//! The CAs that a user-authentication certificate may come from: one table.
//!
//! All three JPKI CAs have the same name, so a CA is known by the SHA-256 of its certificate and by
//! nothing else. The certificates themselves are read from the card.

use der::Decode;
use der::pem::PemLabel;
use sha2::{Digest, Sha256};
use x509_cert::Certificate;

/// A CA certificate that is trusted, by its SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// The year in which the CA began.
    pub generation: &'static str,
    /// SHA-256 of its certificate in DER, hexadecimal.
    pub sha256: &'static str,
}

/// 利用者証明用認証局, three generations (`protocol.md` §5.1).
///
/// Each fingerprint was computed from two files of independent origin (the first and third in the
/// repository of `jpki/myna`, the second in that of `MynaWallet`; all three again in the crate
/// `myna-card` 3.3.4), which are said to be the operator's `authca01.cer` to `authca03.cer`. The
/// operator's own page could not be read when this table was made: **a person should compare it with
/// <https://www.jpki.go.jp/ca/ca_rules4.html>.**
pub const JPKI: &[Anchor] = &[
    // Serial 01, 2015-10-20 to 2025-10-19.
    Anchor {
        generation: "2015",
        sha256: "4dcfc4ca0aaf9fb2a3081b3f0c991c320b3acc008667a341eeaec5af1d58ca7d",
    },
    // Serial 0133C349, 2019-09-15 to 2029-09-14.
    Anchor {
        generation: "2019",
        sha256: "0d98de47fc11b7f67126874b7028b6026a803d2638d6edfe53176953961fade6",
    },
    // Serial 06D18006, 2023-07-16 to 2033-07-15.
    Anchor {
        generation: "2023",
        sha256: "64114f29620c24ed2631d46476a040e7ee740d956089c00b036a6a8118c322b5",
    },
];

/// The CAs of this program's simulated cards, **not** of any real one: SHA-256 of their public keys
/// (`SubjectPublicKeyInfo`), RSA and P-384. Their private keys are public (`fixtures/pki`), so what
/// they sign proves nothing and is always called simulated.
pub(crate) const SIMULATED: &[&str] = &[
    "14342387a2afedb5a386f67ba941e014abb8d6702746f4693de7e5df6b2cc1e2",
    "6f79ec8e26ea7d2e0a67edcd8b8ee864c9a18686d435e0b4b52842861a896429",
];

/// A CA certificate that the user trusts, from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustAnchor {
    der: Vec<u8>,
}

/// The file holds no certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnchorError {
    /// Not DER.
    #[error("not a certificate: {0}")]
    Der(#[from] der::Error),
    /// Not PEM.
    #[error("not a PEM file: {0}")]
    Pem(#[from] der::pem::Error),
    /// PEM of something else.
    #[error("the PEM file holds no CERTIFICATE")]
    Label,
}

impl TrustAnchor {
    /// Reads a certificate in DER or PEM.
    ///
    /// # Errors
    /// [`AnchorError`], when it is none.
    pub fn parse(file: &[u8]) -> Result<Self, AnchorError> {
        let der = if file.starts_with(b"-----") {
            let (label, der) = der::pem::decode_vec(file)?;
            Certificate::validate_pem_label(label).map_err(|_| AnchorError::Label)?;
            der
        } else {
            file.to_vec()
        };
        Certificate::from_der(&der)?;
        Ok(Self { der })
    }

    /// The certificate in DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }
}

/// SHA-256, hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
