//! `pin status`: the tries left on every PIN of the card, without spending one.

use crate::conversation::{self, Day, pin_report, session_finding, without_jpki};
use crate::iso7816::{Answered, Meaning, Session, SessionError};
use crate::jpki::file::{AID, PINS, PinFile, USER_PIN};
use crate::jpki::{self, Jpki, Tries};
use crate::report::Report;
use crate::transport::Transport;

/// Asks application by application. What one answers hides nothing of the others; an application or
/// a PIN that the card does not have is left out.
pub fn status(transport: &mut dyn Transport, day: Day) -> Report {
    let mut report = conversation::report(transport, day);
    let asked = conversation::ask(transport, &mut report, ask);
    report.findings.extend(asked.err().map(session_finding));
    report
}

fn ask(session: &mut Session<'_>, report: &mut Report) -> Result<(), SessionError> {
    let mut jpki = match Jpki::select(session).or_refusal()? {
        Ok(jpki) => jpki,
        Err(status) => return without_jpki(session, status, report),
    };
    conversation::token(&mut jpki, report)?;
    for pins in PINS.chunk_by(|one, next| one.aid == next.aid) {
        application(session, pins, report)?;
    }
    Ok(())
}

/// The PINs of one application.
fn application(
    session: &mut Session<'_>,
    pins: &[PinFile],
    report: &mut Report,
) -> Result<(), SessionError> {
    let is_jpki = pins.iter().any(|pin| pin.aid == AID);
    let refused = match pins.first() {
        // The JPKI application is selected already.
        Some(pin) if !is_jpki => session.select_application(pin.aid).or_refusal()?.err(),
        _ => None,
    };
    for pin in pins {
        let mut short = session.atr().short_ef_identifiers;
        let tries = match refused {
            Some(status) => Tries::Unknown(status),
            None => jpki::tries(session, pin, &mut short)?,
        };
        if *pin == USER_PIN {
            let no_signing = tries == Tries::Locked && no_signing(session)?;
            let finding = conversation::user_pin(tries, pin.max_tries, no_signing);
            report.findings.push(finding);
        } else if is_absent(tries) {
            continue;
        } else {
            report.findings.extend(conversation::other_pin(pin, tries));
        }
        report.pins.push(pin_report(pin, tries));
    }
    Ok(())
}

fn no_signing(session: &mut Session<'_>) -> Result<bool, SessionError> {
    match Jpki::select(session).if_given()? {
        Some(mut jpki) => jpki.has_no_signing_certificate(),
        None => Ok(false),
    }
}

fn is_absent(tries: Tries) -> bool {
    matches!(tries, Tries::Unknown(status) if status.meaning() == Meaning::NotFound)
}
