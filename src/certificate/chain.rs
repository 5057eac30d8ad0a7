//! Who signed a certificate: by the key, never by the name.

use super::anchor::{JPKI, SIMULATED, TrustAnchor, sha256};
use super::head::Issuer;
use super::whole::Whole;
use crate::finding::Finding;
use crate::time::Date;

/// How the certificate hangs on a CA (`contract.md`, `chain`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Chain {
    /// Signed by a JPKI CA, or by one that the user named.
    Trusted,
    /// Signed by the CA of the simulated cards.
    Simulated,
    /// Of the operator's test hierarchy.
    Test,
    /// Signed by an unknown CA, or not by the CA it names.
    Untrusted,
    /// That could not be found out.
    NotChecked,
}

/// What became of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examination {
    /// The result.
    pub chain: Chain,
    /// The year of the JPKI CA that signed.
    pub generation: Option<&'static str>,
    /// What there is to say about it; the test hierarchy is told by the issuer's name already.
    pub finding: Option<Finding>,
}

impl Examination {
    fn of(chain: Chain, finding: Finding) -> Self {
        Self {
            chain,
            generation: None,
            finding: Some(finding),
        }
    }

    fn untrusted(finding: Finding) -> Self {
        Self::of(Chain::Untrusted, finding)
    }
}

/// Examines a certificate with the CA certificate that lies beside it on the card, which counts
/// only when it is one of the known ones, or one of `extra`.
#[must_use]
pub fn examine(
    certificate: &Whole,
    beside: Option<&[u8]>,
    extra: &[TrustAnchor],
    today: Date,
) -> Examination {
    let named = extra
        .iter()
        .filter_map(|anchor| Whole::parse(anchor.der()).ok())
        .find(|anchor| anchor.is_named_issuer_of(certificate) && certificate.names_key_of(anchor));
    let beside = || beside.and_then(|der| Whole::parse(der).ok());
    let Some(authority) = named.or_else(beside) else {
        return Examination::of(Chain::NotChecked, Finding::ChainNotChecked);
    };
    if !certificate.names_key_of(&authority) {
        return Examination::untrusted(Finding::ChainKeyMismatch);
    }
    match certificate.is_signed_by(&authority) {
        Err(unknown) => {
            let finding = Finding::AlgorithmUnknown {
                algorithm: unknown.0,
            };
            return Examination::of(Chain::NotChecked, finding);
        }
        Ok(false) => return Examination::untrusted(Finding::ChainSignatureWrong),
        Ok(true) => {}
    }
    if certificate.issuer() == Issuer::JpkiTest {
        return Examination {
            chain: Chain::Test,
            generation: None,
            finding: None,
        };
    }
    let Some((trusted, generation)) = trust(&authority, extra) else {
        let known_name = matches!(certificate.issuer(), Issuer::Jpki | Issuer::Simulated);
        return Examination::untrusted(if known_name {
            Finding::ChainSameName
        } else {
            Finding::ChainAuthorityUnknown
        });
    };
    if let Some(ended) = ended_before(&authority, certificate, today) {
        return Examination::untrusted(Finding::ChainAuthorityExpired { last_day: ended });
    }
    let finding = match trusted {
        Chain::Simulated => Finding::ChainSimulated,
        _ => Finding::ChainTrusted { generation },
    };
    Examination {
        chain: trusted,
        generation,
        finding: Some(finding),
    }
}

/// As what the CA certificate counts; None when it is not known.
fn trust(authority: &Whole, extra: &[TrustAnchor]) -> Option<(Chain, Option<&'static str>)> {
    let fingerprint = sha256(authority.der());
    if let Some(anchor) = JPKI.iter().find(|anchor| anchor.sha256 == fingerprint) {
        return Some((Chain::Trusted, Some(anchor.generation)));
    }
    if extra.iter().any(|anchor| anchor.der() == authority.der()) {
        return Some((Chain::Trusted, None));
    }
    let key = sha256(&authority.key_info());
    SIMULATED
        .contains(&key.as_str())
        .then_some((Chain::Simulated, None))
}

/// The last day of a CA that has ended although its certificate goes on. Where the certificate has
/// ended, too, that is what there is to say.
fn ended_before(authority: &Whole, certificate: &Whole, today: Date) -> Option<Date> {
    let ended = authority.last_day().ok()?;
    let goes_on = certificate.last_day().ok()? >= today;
    (ended < today && goes_on).then_some(ended)
}
