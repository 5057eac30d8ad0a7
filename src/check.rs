//! Can this card be used today? The ordered questions to one card, none of which sends a PIN.
//!
//! Every question collects what it finds and none stops the others, except where the card is gone.

use crate::certificate::{Head, HeadError, head};
use crate::conversation::{self, Day, pin_report, session_finding, without_jpki};
use crate::iso7816::{Answered, Meaning, Session, SessionError, StatusWord};
use crate::jpki::file::{PinFile, USER_CERTIFICATE, USER_PIN};
use crate::jpki::{self, Jpki, Token, Tries};
use crate::report::Report;
use crate::transport::Transport;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The day to judge on.
    pub day: Day,
    /// Only the dates, in as few commands as the card allows.
    pub expiry_only: bool,
    /// Also the last day of the card body: two commands more.
    pub card_body: bool,
}

impl Question {
    /// The usual check, judged on this day.
    #[must_use]
    pub fn on(day: Day) -> Self {
        Self {
            day,
            expiry_only: false,
            card_body: false,
        }
    }
}

/// Asks the card. The conversation is one transaction; the card is left as it was.
pub fn run(transport: &mut dyn Transport, question: Question) -> Report {
    let mut report = conversation::report(transport, question.day);
    let asked = conversation::ask(transport, &mut report, |session, report| {
        ask(session, question, report)
    });
    report.findings.extend(asked.err().map(session_finding));
    report
}

fn ask(
    session: &mut Session<'_>,
    question: Question,
    report: &mut Report,
) -> Result<(), SessionError> {
    let expires = if question.card_body {
        // The card manager tells, and is current only before an application is selected.
        jpki::leave(session)?;
        jpki::card_expires(session)?
    } else {
        None
    };
    let mut jpki = match Jpki::select(session).or_refusal()? {
        Ok(jpki) => jpki,
        Err(status) => return without_jpki(session, status, report),
    };
    let mut token = None;
    if !question.expiry_only {
        token = conversation::token(&mut jpki, report)?;
        if let Some(card) = &mut report.card {
            card.expires = expires;
        }
        pin(&mut jpki, &USER_PIN, report)?;
    }
    dates(&mut jpki, token.as_ref(), question.day, report)?;
    conversation::limits(report);
    Ok(())
}

/// The tries left, by the query that spends none.
fn pin(jpki: &mut Jpki<'_, '_>, pin: &PinFile, report: &mut Report) -> Result<(), SessionError> {
    let tries = jpki.tries(pin)?;
    report.pins.push(pin_report(pin, tries));
    // Only a locked PIN may be that of a card without PINs: nobody else pays for the question.
    let no_signing = tries == Tries::Locked && jpki.has_no_signing_certificate()?;
    let finding = conversation::user_pin(tries, pin.max_tries, no_signing);
    report.findings.push(finding);
    Ok(())
}

/// The dates of the certificate and what they mean on this day.
fn dates(
    jpki: &mut Jpki<'_, '_>,
    token: Option<&Token>,
    day: Day,
    report: &mut Report,
) -> Result<(), SessionError> {
    let bytes = match jpki.certificate_head().or_refusal()? {
        Ok(bytes) => bytes,
        Err(status) => return certificate_refused(jpki, token, status, report),
    };
    let head = read_head(jpki, bytes)?;
    let ended = head.as_ref().is_ok_and(|head| head.last_day() < day.today);
    if ended && report.card.is_none() {
        // `--expiry` has not asked what the card is, and a phone has no grace.
        conversation::token(jpki, report)?;
    }
    conversation::judge_head(head, day, report);
    Ok(())
}

/// Reads on where the dates do not lie within the first bytes, as far as they go in any
/// certificate.
fn read_head(
    jpki: &mut Jpki<'_, '_>,
    mut bytes: Vec<u8>,
) -> Result<Result<Head, HeadError>, SessionError> {
    for more in [512, 1024] {
        match head::read(&bytes) {
            Err(HeadError::NeedMore) => {
                let before = bytes.len();
                bytes = jpki.read_on(USER_CERTIFICATE, bytes, more)?;
                if bytes.len() == before {
                    break;
                }
            }
            other => return Ok(other),
        }
    }
    Ok(head::read(&bytes))
}

fn certificate_refused(
    jpki: &mut Jpki<'_, '_>,
    token: Option<&Token>,
    status: StatusWord,
    report: &mut Report,
) -> Result<(), SessionError> {
    let asked;
    // `--expiry` has not asked yet what the card is.
    let token = if status.meaning() == Meaning::SecurityNotSatisfied && report.card.is_none() {
        asked = conversation::token(jpki, report)?;
        asked.as_ref()
    } else {
        token
    };
    report.findings.push(conversation::refused(token, status));
    Ok(())
}
