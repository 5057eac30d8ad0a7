//! What every question to a card has in common: one transaction round it, what it cost, which card
//! answers, and what a failure means to a person.

mod failure;
mod other;

pub use failure::transport_finding;
pub(crate) use failure::{is_service_lost, session_finding, unreached};
pub(crate) use other::without_jpki;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use crate::certificate::{Head, HeadError, Issuer};
use crate::finding::Finding;
use crate::iso7816::{Answered, Meaning, Session, SessionError, StatusWord, Step};
use crate::jpki::file::PinFile;
use crate::jpki::{Jpki, Token, Tries};
use crate::message;
use crate::recording::Logged;
use crate::report::{
    CardKind, CardReport, CertificateReport, ExchangeReport, PinReport, PinState, Report,
    SourceName, SourceReport,
};
use crate::rules::{self, Stage};
use crate::time::{self, Date};
use crate::transport::{Leave, ScardCode, SourceKind, Transport};

/// The day to judge on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub today: Date,
    /// It is the computer's own date, which may be wrong.
    pub from_clock: bool,
}

impl Day {
    /// A day that somebody gives: it is not doubted.
    #[must_use]
    pub fn given(today: Date) -> Self {
        Self {
            today,
            from_clock: false,
        }
    }

    /// The doubt about a clock that is behind this program.
    pub(crate) fn doubt(self) -> Option<Finding> {
        (self.from_clock && self.today < time::RELEASED).then_some(Finding::ClockWrong {
            today: self.today,
            released: time::RELEASED,
        })
    }
}

/// An empty report of the card behind `transport`.
pub fn report(transport: &dyn Transport, day: Day) -> Report {
    let mut report = Report {
        today: day.today,
        source: Some(source(transport)),
        ..Report::default()
    };
    if transport.source().kind == SourceKind::Simulated {
        report.mark_simulated();
    }
    report.findings.extend(day.doubt());
    report
}

/// Where the answers come from.
pub(crate) fn source(transport: &dyn Transport) -> SourceReport {
    let source = transport.source();
    SourceReport {
        kind: match source.kind {
            SourceKind::Pcsc => SourceName::Pcsc,
            SourceKind::Replay => SourceName::Replay,
            SourceKind::Simulated => SourceName::Simulated,
        },
        reader: message::clean(&source.name),
        atr: hex::encode_upper(transport.atr()),
    }
}

/// Asks within one transaction, and adds what it cost. The card is left as it was, or without power
/// once a VERIFY was sent, however the conversation ended. Another program may reset the card in
/// the middle: then all of it is asked once more, unless a VERIFY was sent.
///
/// # Errors
/// What ended the conversation.
pub(crate) fn ask<T>(
    transport: &mut dyn Transport,
    report: &mut Report,
    mut question: impl FnMut(&mut Session<'_>, &mut Report) -> Result<T, SessionError>,
) -> Result<T, SessionError> {
    let begun = report.clone();
    match converse(transport, report, &mut question) {
        (Err(error), Leave::Untouched) if error.is_reset() => {
            tracing::info!("another program has reset the card: once more");
            *report = Report {
                exchange: report.exchange,
                ..begun
            };
            converse(transport, report, &mut question).0
        }
        (answer, _) => answer,
    }
}

/// Once, and how the card was left.
fn converse<T>(
    transport: &mut dyn Transport,
    report: &mut Report,
    question: &mut impl FnMut(&mut Session<'_>, &mut Report) -> Result<T, SessionError>,
) -> (Result<T, SessionError>, Leave) {
    if let Err(source) = transport.begin() {
        let step = Step::Begin;
        return (
            Err(SessionError::Transport { step, source }),
            Leave::Untouched,
        );
    }
    let mut logged = Logged::new(transport);
    let mut session = Session::new(&mut logged);
    // Not even a fault of this program leaves a verified PIN behind.
    let asked = catch_unwind(AssertUnwindSafe(|| question(&mut session, report)));
    let (cost, elapsed, leave) = (session.cost(), session.elapsed(), session.leave());
    let before = report.exchange;
    report.exchange = ExchangeReport::new(
        before.commands.saturating_add(cost.commands),
        before.bytes.saturating_add(cost.bytes),
        elapsed,
    );
    if let Err(error) = transport.end(leave) {
        tracing::debug!(%error, "end of the transaction");
        // Where the card stayed in its reader, whatever the PIN has opened may still be open.
        let gone = [
            ScardCode::W_REMOVED_CARD,
            ScardCode::E_NO_SMARTCARD,
            ScardCode::E_READER_UNAVAILABLE,
        ];
        let gone = error.code().is_some_and(|code| gone.contains(&code));
        if leave == Leave::PoweredDown && !gone {
            report.findings.push(Finding::PinStillVerified);
        }
    }
    (asked.unwrap_or_else(|fault| resume_unwind(fault)), leave)
}

/// Asks the card what it is, and records it.
///
/// # Errors
/// No answer.
pub(crate) fn token(
    jpki: &mut Jpki<'_, '_>,
    report: &mut Report,
) -> Result<Option<Token>, SessionError> {
    let token = jpki.token().if_given()?;
    card(token.as_ref(), report);
    Ok(token)
}

/// Records what the card says that it is. A card that does not say is not refused for that.
pub(crate) fn card(token: Option<&Token>, report: &mut Report) {
    let kind = match token {
        Some(Token::MyNumberCard) => CardKind::MyNumberCard,
        Some(Token::Android) => CardKind::Android,
        Some(Token::Iphone) => CardKind::Iphone,
        Some(Token::JukiCard) => CardKind::JukiCard,
        Some(Token::Other(_)) | None => CardKind::Unknown,
    };
    match token {
        Some(Token::JukiCard) => report.findings.push(Finding::JukiCard),
        Some(Token::Other(label)) => report.findings.push(Finding::CardKindUnknown {
            label: label.clone(),
        }),
        None => report.findings.push(Finding::CardKindUnknown {
            label: String::new(),
        }),
        Some(_) => {}
    }
    report.card = Some(CardReport {
        kind,
        token: token.map(|token| token.label().to_owned()),
        expires: None,
    });
}

/// What the tries left of the user-authentication PIN mean. `no_signing`: the card is known to have
/// no signing certificate, as a face-recognition card has none.
#[must_use]
pub(crate) fn user_pin(tries: Tries, max: Option<u8>, no_signing: bool) -> Finding {
    match tries {
        Tries::Left(1) => Finding::PinLastTry,
        Tries::Left(left) => Finding::PinOk { left, max },
        Tries::Locked => Finding::PinLocked { no_signing },
        Tries::Verified => Finding::PinVerified,
        Tries::Unknown(status) => Finding::PinUnknown { status },
    }
}

/// A PIN with which health insurance has nothing to do is worth a word only when it needs one.
#[must_use]
pub(crate) fn other_pin(pin: &PinFile, tries: Tries) -> Option<Finding> {
    let pin = pin.id;
    match tries {
        Tries::Left(1) => Some(Finding::OtherPinLastTry { pin }),
        Tries::Left(_) => None,
        Tries::Locked => Some(Finding::OtherPinLocked { pin }),
        Tries::Verified => Some(Finding::OtherPinUnknown {
            pin,
            status: StatusWord::DONE,
        }),
        Tries::Unknown(status) => Some(Finding::OtherPinUnknown { pin, status }),
    }
}

/// A PIN for the report.
#[must_use]
pub(crate) fn pin_report(pin: &PinFile, tries: Tries) -> PinReport {
    PinReport {
        id: pin.id,
        tries_left: tries.count(),
        max_tries: pin.max_tries,
        state: match tries {
            Tries::Left(1) => PinState::LastTry,
            Tries::Left(_) => PinState::Ok,
            Tries::Locked => PinState::Locked,
            Tries::Verified | Tries::Unknown(_) => PinState::Unknown,
        },
    }
}

/// Records what the start of the certificate's file means on this day.
pub(crate) fn judge_head(head: Result<Head, HeadError>, day: Day, report: &mut Report) {
    match head {
        Ok(head) => judge(&head, day, report),
        Err(HeadError::Absent) => report.findings.push(Finding::CertificateAbsent),
        Err(error) => {
            tracing::info!(%error, "certificate");
            report.findings.push(Finding::CertificateMalformed);
        }
    }
}

/// What it means that this carrier refuses to give its certificate.
#[must_use]
pub(crate) fn refused(token: Option<&Token>, status: StatusWord) -> Finding {
    match status.meaning() {
        Meaning::SecurityNotSatisfied if token.is_some_and(Token::is_phone) => {
            Finding::CertificateNeedsPin
        }
        Meaning::NotFound | Meaning::OffsetOutside => Finding::CertificateAbsent,
        _ => Finding::CertificateRefused { status },
    }
}

/// What an offline tool cannot know of a My Number Card.
pub(crate) fn limits(report: &mut Report) {
    let kind = report.card.as_ref().map(|card| card.kind);
    if kind != Some(CardKind::Other) && kind != Some(CardKind::JukiCard) {
        report.findings.push(Finding::RevocationNotChecked);
        report.findings.push(Finding::RegistrationNotChecked);
    }
}

/// Records the certificate's dates and what they mean on this day for this kind of card.
pub(crate) fn judge(head: &Head, day: Day, report: &mut Report) {
    if head.issuer == Issuer::Simulated {
        report.mark_simulated();
    }
    let kind = report.card.as_ref().map(|card| card.kind);
    if kind == Some(CardKind::JukiCard) {
        // Nobody renews it, and no insurer asks for its dates.
        return;
    }
    let (first_day, last_day) = (head.first_day(), head.last_day());
    let months = if kind.is_some_and(CardKind::is_phone) {
        rules::PHONE
    } else {
        rules::CARD
    };
    let judgement = rules::judge(first_day, last_day, day.today, months);
    report.certificate = Some(CertificateReport {
        id: "user-authentication",
        not_before: time::in_japan(head.not_before),
        not_after: time::in_japan(head.not_after),
        stage: judgement.stage,
        days_left: judgement.days_left,
        renewable_from: judgement.renewable_from,
        insurance_until: judgement.insurance_until,
        first_day,
        last_day,
        whole: None,
    });
    match head.issuer {
        Issuer::Jpki | Issuer::Simulated => {}
        Issuer::JpkiTest => report.findings.push(Finding::TestCard),
        Issuer::Other => report.findings.push(Finding::CertificateNotJpki),
    }
    if head.wrong_use {
        report.findings.push(Finding::CertificateWrongUse);
    }
    let insurance_until = judgement.insurance_until;
    report.findings.push(match judgement.stage {
        Stage::Valid => Finding::CertificateValid {
            last_day,
            days_left: judgement.days_left,
        },
        Stage::Expiring => Finding::CertificateExpiring {
            last_day,
            days_left: judgement.days_left,
        },
        Stage::Grace => Finding::CertificateGrace {
            last_day,
            insurance_until,
            disputed: judgement.grace_disputed,
        },
        Stage::Expired => Finding::CertificateExpired {
            last_day,
            grace_until: months.grace.is_some().then_some(insurance_until),
        },
        Stage::NotYetValid if day.from_clock => Finding::ClockBeforeCertificate {
            today: day.today,
            first_day,
        },
        Stage::NotYetValid => Finding::CertificateNotYetValid { first_day },
    });
}
