//! One PIN entry: counted before and after, guarded at the last try, sent once.
//!
//! ```text
//! transaction 1   which card is this, how many tries are left?
//! no transaction  warn, ask, let the PIN be typed
//! transaction 2   the same card, the same count? VERIFY, once; count again; whatever the PIN
//!                 opens; power down
//! ```
//!
//! Nobody holds a card while a person types, so everything that the person was told is asked again
//! before the VERIFY, in the transaction in which it is sent: no other program gets between.

use crate::conversation::{self, pin_report, session_finding, transport_finding};
use crate::finding::Finding;
use crate::iso7816::{Answered, Meaning, SessionError, StatusWord, Step};
use crate::jpki::file::USER_PIN;
use crate::jpki::{self, Jpki, Token, Tries};
use crate::report::Report;
use crate::secret::{Pin, PinError};
use crate::transport::{Transport, TransportError};

/// The person who types the PIN, and the way back to the card.
pub trait Cardholder {
    /// One try is left: says what another error means, and asks whether to go on all the same.
    ///
    /// # Errors
    /// Nobody answered.
    fn use_last_try(&mut self) -> Result<bool, NoPin>;

    /// Asks for the PIN; so many tries are left.
    ///
    /// # Errors
    /// None came, or something that is no PIN.
    fn pin(&mut self, left: u8) -> Result<Pin, NoPin>;

    /// Connects to the card again after the connection broke at the VERIFY. None where that is not
    /// possible.
    fn reconnect(&mut self) -> Option<Box<dyn Transport>>;
}

/// Why there is no PIN to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPin {
    /// What was typed is none.
    Malformed(PinError),
    /// The input ended, or there is nobody to ask.
    NotGiven,
    /// Ctrl-C.
    Interrupted,
}

impl From<NoPin> for Finding {
    fn from(reason: NoPin) -> Self {
        match reason {
            NoPin::Malformed(PinError::Length) => Self::PinLength,
            NoPin::Malformed(PinError::NotDigits) => Self::PinNotDigits,
            NoPin::Malformed(PinError::FullWidth) => Self::PinFullWidth,
            NoPin::NotGiven => Self::PinNotGiven,
            NoPin::Interrupted => Self::Interrupted,
        }
    }
}

/// What a correct PIN opens, asked in the transaction of its VERIFY.
pub(crate) type Afterwards<'a> =
    dyn FnMut(&mut Jpki<'_, '_>, &mut Report) -> Result<(), SessionError> + 'a;

/// What tells one card, and one moment of it, from another.
#[derive(PartialEq, Eq)]
struct Seen {
    atr: Vec<u8>,
    token: Result<Token, StatusWord>,
    /// The first bytes of the certificate, which hold its serial number; a phone refuses them.
    certificate: Result<Vec<u8>, StatusWord>,
    tries: Tries,
}

impl Seen {
    fn is_same_card(&self, other: &Self) -> bool {
        self.atr == other.atr && self.token == other.token && self.certificate == other.certificate
    }
}

/// Lets a PIN be typed and sends it, as the head of this file says. `afterwards` is asked when it
/// was right.
pub fn enter(
    transport: &mut dyn Transport,
    cardholder: &mut dyn Cardholder,
    report: Report,
    afterwards: &mut Afterwards<'_>,
) -> Report {
    let mut report = report;
    let first = match look(transport, &mut report) {
        Ok(Some(seen)) => seen,
        Ok(None) => return report,
        Err(error) => {
            report.findings.push(session_finding(error));
            return report;
        }
    };
    match permitted(&first, cardholder) {
        Ok((left, pin)) => send(
            transport,
            cardholder,
            &mut report,
            (&first, left),
            pin,
            afterwards,
        ),
        Err(finding) => report.findings.push(finding),
    }
    report
}

/// Transaction 1. None when this card's PIN must not be tried, and why is in the report.
fn look(transport: &mut dyn Transport, report: &mut Report) -> Result<Option<Seen>, SessionError> {
    let seen = conversation::ask(transport, report, |session, report| {
        let mut jpki = match Jpki::select(session).or_refusal()? {
            Ok(jpki) => jpki,
            Err(status) => {
                conversation::without_jpki(session, status, report)?;
                return Ok(None);
            }
        };
        let seen = see(&mut jpki)?;
        let no_signing = seen.tries == Tries::Locked && jpki.has_no_signing_certificate()?;
        Ok(Some((seen, no_signing)))
    });
    let Some((seen, no_signing)) = seen? else {
        return Ok(None);
    };
    conversation::card(seen.token.as_ref().ok(), report);
    report.pins = vec![pin_report(&USER_PIN, seen.tries)];
    if seen.token == Ok(Token::JukiCard) {
        return Ok(None);
    }
    if seen.tries == Tries::Locked {
        let finding = Finding::PinNotTriedLocked { no_signing };
        report.findings.push(finding);
        return Ok(None);
    }
    Ok(Some(seen))
}

/// Looks at the card. The count comes last, right before whatever follows.
fn see(jpki: &mut Jpki<'_, '_>) -> Result<Seen, SessionError> {
    Ok(Seen {
        atr: jpki.session().atr_bytes().to_vec(),
        token: jpki.token().or_refusal()?,
        certificate: jpki.certificate_head().or_refusal()?,
        tries: jpki.tries(&USER_PIN)?,
    })
}

/// The guard, and the person: the tries left and the PIN, or why there is nothing to send.
fn permitted(seen: &Seen, cardholder: &mut dyn Cardholder) -> Result<(u8, Pin), Finding> {
    let left = match seen.tries {
        Tries::Left(left) => left,
        Tries::Locked => return Err(Finding::PinNotTriedLocked { no_signing: false }),
        Tries::Verified => {
            return Err(Finding::PinNotTriedUnknown {
                status: StatusWord::DONE,
            });
        }
        Tries::Unknown(status) => {
            return Err(Finding::PinNotTriedUnknown { status });
        }
    };
    if left == 1 && !cardholder.use_last_try()? {
        return Err(Finding::PinWithheld);
    }
    Ok((left, cardholder.pin(left)?))
}

/// Transaction 2.
fn send(
    transport: &mut dyn Transport,
    cardholder: &mut dyn Cardholder,
    report: &mut Report,
    (first, left): (&Seen, u8),
    pin: Pin,
    afterwards: &mut Afterwards<'_>,
) {
    // Empty once it is on its way: nothing can send it again.
    let mut pin = Some(pin);
    let result = conversation::ask(transport, report, |session, report| {
        // Only this PIN is to open what comes afterwards, not one that was verified before.
        jpki::leave(session)?;
        let Ok(mut jpki) = Jpki::select(session).or_refusal()? else {
            changed(first, None, report);
            return Ok(());
        };
        let now = see(&mut jpki)?;
        if now != *first {
            changed(first, Some(&now), report);
            return Ok(());
        }
        let reference = jpki.reference(&USER_PIN)?;
        let Some(pin) = pin.take() else {
            return Ok(());
        };
        let answer = jpki.verify(&USER_PIN, reference, pin)?;
        let after = jpki.tries(&USER_PIN);
        record(left, answer, after, report);
        if answer.meaning() == Meaning::Done {
            afterwards(&mut jpki, report)?;
        }
        Ok(())
    });
    // Not sent, not needed any more.
    drop(pin);
    match result {
        Ok(()) => {}
        Err(SessionError::Transport {
            step: Step::Verify(_),
            source,
        }) if source != TransportError::Interrupted => {
            broken(&source, cardholder, report, (first, left));
        }
        // The PIN's own EF was refused right before the VERIFY, which was therefore not sent.
        Err(SessionError::Status {
            step: Step::SelectFile(file),
            status,
        }) if file == USER_PIN.file => report.findings.push(Finding::PinNotTriedUnknown { status }),
        Err(error) => report.findings.push(session_finding(error)),
    }
}

/// What the person was told is not so any more, and the report does not say it either.
fn changed(first: &Seen, now: Option<&Seen>, report: &mut Report) {
    report.pins = match now {
        Some(now) if now.is_same_card(first) => vec![pin_report(&USER_PIN, now.tries)],
        _ => Vec::new(),
    };
    report.findings.push(Finding::PinCardChanged);
}

/// What the card said to the VERIFY, and to the question for the tries left behind it.
fn record(before: u8, answer: StatusWord, after: Result<Tries, SessionError>, report: &mut Report) {
    let after = after.unwrap_or_else(|error| {
        // The VERIFY was answered, which is what was asked for.
        tracing::info!(%error, "tries left after the VERIFY");
        match Tries::from_answer(answer, USER_PIN.max_tries) {
            Tries::Verified => Tries::Unknown(answer),
            told => told,
        }
    });
    report.pins = vec![pin_report(&USER_PIN, after)];
    let told = Tries::from_answer(answer, USER_PIN.max_tries);
    report.findings.push(match (answer.meaning(), told) {
        // A correct PIN never costs a try.
        (Meaning::Done, _) if after.count().is_some_and(|left| left < before) => {
            Finding::PinAnswerOdd { status: answer }
        }
        (Meaning::Done, _) => Finding::PinRight,
        (Meaning::ComparisonFailed, _) => Finding::PinWrong {
            left: after.count(),
        },
        (Meaning::Blocked | Meaning::ReferenceLocked, _) => Finding::PinSentLocked,
        (_, Tries::Locked) => Finding::PinNowLocked,
        (_, Tries::Left(left)) => Finding::PinWrong { left: Some(left) },
        _ => Finding::PinAnswerOdd { status: answer },
    });
}

/// The connection broke at the VERIFY. It is not sent again: the count tells what can be known.
fn broken(
    error: &TransportError,
    cardholder: &mut dyn Cardholder,
    report: &mut Report,
    (first, before): (&Seen, u8),
) {
    let tries = cardholder
        .reconnect()
        .and_then(|mut again| recount(again.as_mut(), first, report));
    let after = tries.and_then(Tries::count);
    report.pins = match tries {
        Some(tries) => vec![pin_report(&USER_PIN, tries)],
        // Nothing that was true before need be true now.
        None => Vec::new(),
    };
    report
        .findings
        .push(Finding::PinOutcomeUnknown { before, after });
    match transport_finding(error) {
        // Said already, and its words are for cards that are only read.
        Finding::CardRemoved => {}
        cause => report.findings.push(cause),
    }
}

/// The tries left, if it is the same card. Its power is cut: perhaps the PIN was correct.
fn recount(transport: &mut dyn Transport, first: &Seen, report: &mut Report) -> Option<Tries> {
    let again = conversation::ask(transport, report, |session, report| {
        let mut jpki = Jpki::select(session)?;
        let again = see(&mut jpki)?;
        if again.is_same_card(first) {
            session.power_down();
            // What could not be done at the first connection is done at the end of this one.
            let done_now = |finding: &Finding| *finding == Finding::PinStillVerified;
            report.findings.retain(|finding| !done_now(finding));
        }
        Ok(again)
    });
    match again {
        Ok(again) => again.is_same_card(first).then_some(again.tries),
        Err(error) => {
            tracing::info!(%error, "tries left after the broken VERIFY");
            None
        }
    }
}
