//! `prove`: does the chip hold the key of its certificate, and did a known CA sign that?
//!
//! The PIN, a fresh random challenge, the card's signature over it, and the certificate's key to
//! verify it. It proves neither that the certificate is not revoked nor that the card is registered.

use ring::rand::{SecureRandom, SystemRandom};

use super::certificate::{self, Files, Wanted};
use super::entry::{self, Cardholder};
use crate::certificate::Whole;
use crate::certificate::key::PublicKey;
use crate::conversation::{self, Day};
use crate::finding::Finding;
use crate::iso7816::{Answered, SessionError, StatusWord};
use crate::jpki::Jpki;
use crate::report::Report;
use crate::transport::Transport;

/// What came from the card behind the PIN.
#[derive(Default)]
struct Proof {
    files: Option<Files>,
    /// What the card signed, or how it refused; None where the key is of an unknown kind.
    signature: Option<Result<Vec<u8>, StatusWord>>,
}

/// Lets the PIN be typed and the card sign a challenge.
pub fn prove(
    transport: &mut dyn Transport,
    cardholder: &mut dyn Cardholder,
    day: Day,
    wanted: &Wanted,
) -> Report {
    let mut report = conversation::report(transport, day);
    let mut challenge = [0; 32];
    if SystemRandom::new().fill(&mut challenge).is_err() {
        report.findings.push(Finding::ProgramFault {
            what: "random numbers".to_owned(),
        });
        return report;
    }
    let mut proof = Proof::default();
    report = entry::enter(transport, cardholder, report, &mut |jpki, report| {
        answer(jpki, &challenge, &mut proof, report)
    });
    let Some(files) = proof.files else {
        return report;
    };
    let whole = certificate::describe(&files, wanted, day, &mut report);
    if let Some(whole) = whole {
        let finding = judge(&whole, &challenge, proof.signature);
        report.findings.extend(finding);
    }
    conversation::limits(&mut report);
    report
}

/// In the transaction of the VERIFY: the certificate, then the signature.
fn answer(
    jpki: &mut Jpki<'_, '_>,
    challenge: &[u8],
    proof: &mut Proof,
    report: &mut Report,
) -> Result<(), SessionError> {
    let files = match certificate::files(jpki)? {
        Ok(files) => proof.files.insert(files),
        Err(status) => {
            report.findings.push(conversation::refused(None, status));
            return Ok(());
        }
    };
    let Some(key) = key(files) else {
        return Ok(());
    };
    proof.signature = Some(jpki.sign(&key.challenge(challenge)).or_refusal()?);
    Ok(())
}

fn key(files: &Files) -> Option<PublicKey> {
    Whole::parse(&files.certificate).ok()?.key().ok()
}

fn judge(
    whole: &Whole,
    challenge: &[u8],
    signature: Option<Result<Vec<u8>, StatusWord>>,
) -> Option<Finding> {
    let key = match whole.key() {
        Ok(key) => key,
        Err(unknown) => {
            return Some(Finding::AlgorithmUnknown {
                algorithm: unknown.0,
            });
        }
    };
    Some(match signature? {
        Ok(signature) if key.has_answered(challenge, &signature) => Finding::KeyProven,
        Ok(_) => Finding::KeyNotProven,
        Err(status) => Finding::KeyRefused { status },
    })
}
