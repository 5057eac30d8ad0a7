//! `certificate`: the whole certificate, its dates, and which CA signed it. A phone's PIN first.

use super::entry::{self, Cardholder};
use crate::certificate::chain::examine;
use crate::certificate::{Chain, HeadError, TrustAnchor, Whole, anchor, head};
use crate::conversation::{self, Day, refused, session_finding, without_jpki};
use crate::finding::Finding;
use crate::iso7816::{Answered, Session, SessionError, StatusWord};
use crate::jpki::file::{USER_CA_CERTIFICATE, USER_CERTIFICATE};
use crate::jpki::{self, Jpki};
use crate::report::{Report, WholeReport};
use crate::time::Date;
use crate::transport::Transport;

/// What is asked beside the certificate itself.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The personal parts, too: subject and serial number.
    pub full: bool,
    /// CAs that the user trusts.
    pub anchors: Vec<TrustAnchor>,
    /// A certificate of the simulated CA will do.
    pub accept_simulated: bool,
}

/// The certificate, and what lies beside it, as the card gave them.
pub(crate) struct Files {
    /// The user-authentication certificate; empty where its EF is.
    pub certificate: Vec<u8>,
    /// The certificate of its CA, where the card gives it.
    pub authority: Option<Vec<u8>>,
}

/// What the first conversation came to.
enum Read {
    Files(Files),
    NeedsPin,
    /// It is in the report why there is none.
    Nothing,
}

/// Reads the certificate and says what it is. Also returns it, for a file; empty where there is
/// none.
pub fn certificate(
    transport: &mut dyn Transport,
    cardholder: &mut dyn Cardholder,
    day: Day,
    wanted: &Wanted,
) -> (Report, Vec<u8>) {
    let begun = conversation::report(transport, day);
    let mut report = begun.clone();
    let mut expires = None;
    let answer = conversation::ask(transport, &mut report, |session, report| {
        look(session, &mut expires, report)
    });
    let mut files = None;
    match answer {
        Ok(Read::Files(read)) => files = Some(read),
        Ok(Read::Nothing) => {}
        Ok(Read::NeedsPin) => {
            let exchange = report.exchange;
            let begun = Report { exchange, ..begun };
            report = entry::enter(transport, cardholder, begun, &mut |jpki, report| {
                match self::files(jpki)? {
                    Ok(read) => files = Some(read),
                    Err(status) => report.findings.push(refused(None, status)),
                }
                Ok(())
            });
        }
        Err(error) => report.findings.push(session_finding(error)),
    }
    if let Some(card) = &mut report.card {
        card.expires = expires;
    }
    let Some(files) = files else {
        return (report, Vec::new());
    };
    describe(&files, wanted, day, &mut report);
    conversation::limits(&mut report);
    (report, files.certificate)
}

fn look(
    session: &mut Session<'_>,
    expires: &mut Option<Date>,
    report: &mut Report,
) -> Result<Read, SessionError> {
    jpki::leave(session)?;
    *expires = jpki::card_expires(session)?;
    let mut jpki = match Jpki::select(session).or_refusal()? {
        Ok(jpki) => jpki,
        Err(status) => {
            without_jpki(session, status, report)?;
            return Ok(Read::Nothing);
        }
    };
    let token = conversation::token(&mut jpki, report)?;
    match files(&mut jpki)? {
        Ok(files) => Ok(Read::Files(files)),
        Err(status) => match refused(token.as_ref(), status) {
            Finding::CertificateNeedsPin => Ok(Read::NeedsPin),
            finding => {
                report.findings.push(finding);
                Ok(Read::Nothing)
            }
        },
    }
}

/// Reads both certificates, or says how the card refused the user's.
///
/// # Errors
/// No answer, or one against the rules.
pub(super) fn files(jpki: &mut Jpki<'_, '_>) -> Result<Result<Files, StatusWord>, SessionError> {
    let certificate = match jpki.der_file(USER_CERTIFICATE).or_refusal()? {
        Ok(certificate) => certificate,
        Err(status) => return Ok(Err(status)),
    };
    Ok(Ok(Files {
        certificate,
        authority: jpki.der_file(USER_CA_CERTIFICATE).if_given()?,
    }))
}

/// Records what the certificate says and who signed it. Returns it when it could be taken apart.
pub(super) fn describe(
    files: &Files,
    wanted: &Wanted,
    day: Day,
    report: &mut Report,
) -> Option<Whole> {
    let judged = head::read(&files.certificate).map(|head| {
        conversation::judge(&head, day, report);
    });
    let whole = match judged.and_then(|()| Whole::parse(&files.certificate)) {
        Ok(whole) => whole,
        Err(error) => {
            tracing::info!(%error, "certificate");
            report.findings.push(match error {
                HeadError::Absent => Finding::CertificateAbsent,
                _ => Finding::CertificateMalformed,
            });
            return None;
        }
    };
    let mut examined = examine(
        &whole,
        files.authority.as_deref(),
        &wanted.anchors,
        day.today,
    );
    if whole.is_authority() {
        // Everybody may copy it, so that a known CA signed it says nothing of this card.
        examined.chain = Chain::Untrusted;
        examined.generation = None;
        examined.finding = Some(Finding::CertificateWrongUse);
    }
    if examined.chain == Chain::Simulated && !wanted.accept_simulated {
        // Its key is published: anybody can make such a certificate.
        examined.finding = Some(Finding::ChainSimulatedOnly);
    }
    if examined.chain == Chain::Trusted {
        // A CA that the user named may have any name.
        let by_name = |finding: &Finding| *finding == Finding::CertificateNotJpki;
        report.findings.retain(|finding| !by_name(finding));
    }
    if let Some(finding) = examined.finding
        && !report.findings.contains(&finding)
    {
        report.findings.push(finding);
    }
    if let Some(certificate) = &mut report.certificate {
        certificate.whole = Some(WholeReport {
            issuer: whole.issuer_name(),
            issuer_generation: examined.generation,
            chain: examined.chain,
            sha256: anchor::sha256(&files.certificate),
            size: files.certificate.len(),
            key: whole.key().ok().map(|key| key.name()),
            signature_algorithm: whole.signature_algorithm(),
            subject: wanted.full.then(|| whole.subject_name()),
            serial_number: wanted.full.then(|| whole.serial_number()),
        });
    }
    Some(whole)
}
