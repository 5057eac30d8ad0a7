//! `pin status`: the tries left on every PIN of the card, without spending one.

use crate::conversation::{self, Day, pin_report, without_jpki};
use crate::iso7816::{Meaning, Session, SessionError};
use crate::jpki::file::{AID, PINS, PinFile, USER_PIN};
use crate::jpki::{self, Jpki, Token, Tries};
use crate::report::Report;
use crate::transport::Transport;

/// Asks application by application. What one answers hides nothing of the others; an application or
/// a PIN that the card does not have is left out.
pub fn status(transport: &mut dyn Transport, day: Day) -> Report {
    let report = conversation::report(transport, day);
    conversation::ask(transport, report, ask)
}

fn ask(session: &mut Session<'_>, report: &mut Report) -> Result<(), SessionError> {
    let mut jpki = match Jpki::select(session) {
        Ok(jpki) => jpki,
        Err(SessionError::Status { status, .. }) => return without_jpki(session, status, report),
        Err(error) => return Err(error),
    };
    let token = token(&mut jpki)?;
    conversation::card(token.as_ref(), report);
    for pins in PINS.chunk_by(|one, next| one.aid == next.aid) {
        application(session, pins, report)?;
    }
    Ok(())
}

fn token(jpki: &mut Jpki<'_, '_>) -> Result<Option<Token>, SessionError> {
    match jpki.token() {
        Ok(token) => Ok(Some(token)),
        Err(error @ SessionError::Transport { .. }) => Err(error),
        Err(_) => Ok(None),
    }
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
        Some(pin) if !is_jpki => match session.select_application(pin.aid) {
            Ok(()) => None,
            Err(SessionError::Status { status, .. }) => Some(status),
            Err(error) => return Err(error),
        },
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
    match Jpki::select(session) {
        Ok(mut jpki) => jpki.has_no_signing_certificate(),
        Err(error @ SessionError::Transport { .. }) => Err(error),
        Err(_) => Ok(false),
    }
}

fn is_absent(tries: Tries) -> bool {
    matches!(tries, Tries::Unknown(status) if status.meaning() == Meaning::NotFound)
}
