//! Can this card be used today? The ordered questions to one card, none of which sends a PIN.
//!
//! Every question collects what it finds and none stops the others, except where the card is gone.

mod card;

use crate::certificate::{Head, HeadError, Issuer, head};
use crate::finding::Finding;
use crate::iso7816::{Meaning, Session, SessionError, StatusWord};
use crate::jpki::file::{PinFile, USER_CERTIFICATE, USER_PIN};
use crate::jpki::{Jpki, Token, Tries};
use crate::report::{
    CardKind, CardReport, CertificateReport, ExchangeReport, PinReport, PinState, Report,
    SourceName, SourceReport,
};
use crate::rules::{self, Stage};
use crate::time::{self, Date};
use crate::transport::{Leave, Operation, ScardCode, SourceKind, Transport, TransportError};

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The day to judge on.
    pub today: Date,
    /// `today` is the computer's own date, which may be wrong.
    pub from_clock: bool,
    /// Only the dates, in as few commands as the card allows.
    pub expiry_only: bool,
}

/// Asks the card. The conversation is one transaction; the card is left as it was.
pub fn run(transport: &mut dyn Transport, question: Question) -> Report {
    let mut report = Report {
        today: question.today,
        source: Some(source(transport)),
        ..Report::default()
    };
    if transport.source().kind == SourceKind::Simulated {
        report.mark_simulated();
    }
    if question.from_clock && question.today < time::RELEASED {
        report.findings.push(Finding::ClockWrong {
            today: question.today,
            released: time::RELEASED,
        });
    }
    // Another program may reset the card in the middle; nothing was changed, so all of it is asked
    // once more.
    for attempt in 0..2 {
        let mut tried = report.clone();
        let result = converse(transport, question, &mut tried);
        match result {
            Err(error) if error.is_reset() && attempt == 0 => {
                tracing::info!("another program has reset the card: once more");
                report.exchange = tried.exchange;
            }
            Err(error) => {
                tried.findings.push(transport_finding(&error));
                return tried;
            }
            Ok(()) => return tried,
        }
    }
    report
}

/// Where the answers come from.
pub fn source(transport: &dyn Transport) -> SourceReport {
    let source = transport.source();
    SourceReport {
        kind: match source.kind {
            SourceKind::Pcsc => SourceName::Pcsc,
            SourceKind::Replay => SourceName::Replay,
            SourceKind::Simulated => SourceName::Simulated,
        },
        reader: source.name,
        atr: hex::encode_upper(transport.atr()),
    }
}

fn converse(
    transport: &mut dyn Transport,
    question: Question,
    report: &mut Report,
) -> Result<(), TransportError> {
    transport.begin()?;
    let mut session = Session::new(transport);
    let asked = ask(&mut session, question, report);
    let cost = session.cost();
    report.exchange = ExchangeReport {
        commands: report.exchange.commands.saturating_add(cost.commands),
        bytes: report.exchange.bytes.saturating_add(cost.bytes),
        millis: (session.elapsed().as_secs_f64() * 10_000.0).round() / 10.0,
    };
    let ended = transport.end(Leave::Untouched);
    match asked {
        Err(SessionError::Transport { source, .. }) => Err(source),
        Err(other) => {
            report.findings.push(session_finding(&other));
            Ok(())
        }
        Ok(()) => {
            // Everything was answered; how the connection ended changes nothing.
            if let Err(error) = ended {
                tracing::debug!(%error, "end of the transaction");
            }
            Ok(())
        }
    }
}

fn ask(
    session: &mut Session<'_>,
    question: Question,
    report: &mut Report,
) -> Result<(), SessionError> {
    let mut jpki = match Jpki::select(session) {
        Ok(jpki) => jpki,
        Err(SessionError::Status { status, .. }) => {
            return card::without_jpki(session, status, report);
        }
        Err(error) => return Err(error),
    };
    let mut token = None;
    if !question.expiry_only {
        token = self::token(&mut jpki, report)?;
        pin(&mut jpki, &USER_PIN, report)?;
    }
    dates(&mut jpki, token.as_ref(), question.today, report)?;
    let kind = report.card.as_ref().map(|card| card.kind);
    if kind != Some(CardKind::Other) && kind != Some(CardKind::JukiCard) {
        report.findings.push(Finding::RevocationNotChecked);
        report.findings.push(Finding::RegistrationNotChecked);
    }
    Ok(())
}

/// What the card says that it is. A card that does not say is not refused for that.
fn token(jpki: &mut Jpki<'_, '_>, report: &mut Report) -> Result<Option<Token>, SessionError> {
    let token = match jpki.token() {
        Ok(token) => Some(token),
        Err(error @ SessionError::Transport { .. }) => return Err(error),
        Err(error) => {
            tracing::info!(%error, "token information");
            None
        }
    };
    let kind = match &token {
        Some(Token::MyNumberCard) => CardKind::MyNumberCard,
        Some(Token::Android) => CardKind::Android,
        Some(Token::Iphone) => CardKind::Iphone,
        Some(Token::JukiCard) => CardKind::JukiCard,
        Some(Token::Other(_)) | None => CardKind::Unknown,
    };
    match &token {
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
        token: token.as_ref().map(|token| token.label().to_owned()),
        expires: None,
    });
    Ok(token)
}

/// The tries left, by the query that spends none.
fn pin(jpki: &mut Jpki<'_, '_>, pin: &PinFile, report: &mut Report) -> Result<(), SessionError> {
    let tries = jpki.tries(pin)?;
    report.pins.push(pin_report(pin, tries));
    report.findings.push(match tries {
        Tries::Left(1) => Finding::PinLastTry,
        Tries::Left(left) => Finding::PinOk {
            left,
            max: pin.max_tries,
        },
        Tries::Locked => Finding::PinLocked {
            // Not asked here: it would cost two more commands.
            no_signing: false,
        },
        Tries::Verified => Finding::PinVerified,
        Tries::Unknown(StatusWord(status)) => Finding::PinUnknown { status },
    });
    Ok(())
}

/// A PIN for the report.
#[must_use]
pub fn pin_report(pin: &PinFile, tries: Tries) -> PinReport {
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

/// The dates of the certificate and what they mean on `today`.
fn dates(
    jpki: &mut Jpki<'_, '_>,
    token: Option<&Token>,
    today: Date,
    report: &mut Report,
) -> Result<(), SessionError> {
    let bytes = match jpki.certificate_head() {
        Ok(bytes) => bytes,
        Err(SessionError::Status { status, .. }) => {
            return certificate_refused(jpki, token, status, report);
        }
        Err(error) => return Err(error),
    };
    match read_head(jpki, bytes)? {
        Ok(head) => judge(&head, today, report),
        Err(HeadError::Absent) => report.findings.push(Finding::CertificateAbsent),
        Err(error) => {
            tracing::info!(%error, "certificate");
            report.findings.push(Finding::CertificateMalformed);
        }
    }
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
    let finding = match status.meaning() {
        Meaning::SecurityNotSatisfied => {
            // `--expiry` has not asked yet what the card is.
            let asked;
            let token = if report.card.is_none() {
                asked = self::token(jpki, report)?;
                asked.as_ref()
            } else {
                token
            };
            if token.is_some_and(Token::is_phone) {
                Finding::CertificateNeedsPin
            } else {
                Finding::CertificateRefused { status: status.0 }
            }
        }
        Meaning::NotFound | Meaning::OffsetOutside => Finding::CertificateAbsent,
        _ => Finding::CertificateRefused { status: status.0 },
    };
    report.findings.push(finding);
    Ok(())
}

fn judge(head: &Head, today: Date, report: &mut Report) {
    let (first_day, last_day) = (head.first_day(), head.last_day());
    let judgement = rules::judge(first_day, last_day, today, rules::MONTHS);
    report.certificate = Some(CertificateReport {
        id: "user-authentication",
        not_before: time::in_japan(head.not_before),
        not_after: time::in_japan(head.not_after),
        stage: judgement.stage,
        days_left: judgement.days_left,
        renewable_from: judgement.renewable_from,
        insurance_until: judgement.insurance_until,
        last_day,
    });
    match head.issuer {
        Issuer::Jpki => {}
        Issuer::Simulated => report.mark_simulated(),
        Issuer::JpkiTest => report.findings.push(Finding::TestCard),
        Issuer::JpkiSignature => report.findings.push(Finding::CertificateWrongUse),
        Issuer::Other => report.findings.push(Finding::CertificateNotJpki),
    }
    let insurance_until = judgement.insurance_until;
    report.findings.push(match judgement.stage {
        Stage::Valid => Finding::CertificateValid {
            last_day,
            days_left: judgement.days_left,
            renewable_from: judgement.renewable_from,
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
            insurance_until,
        },
        Stage::NotYetValid => Finding::CertificateNotYetValid { first_day },
    });
}

/// What a failed transport means to a person.
#[must_use]
pub fn transport_finding(error: &TransportError) -> Finding {
    match error {
        TransportError::ShortResponse { .. } => Finding::CardRemoved,
        TransportError::Interrupted => Finding::Interrupted,
        TransportError::Lost => Finding::ProgramFault {
            what: "PC/SC thread".to_owned(),
        },
        TransportError::TimedOut {
            operation: Operation::Begin | Operation::Connect,
            ..
        } => Finding::CardBusy {
            programs: Vec::new(),
        },
        TransportError::TimedOut { limit, .. } => Finding::TimeLimit {
            seconds: limit.as_secs(),
        },
        TransportError::Mismatch(mismatch) => Finding::ReplayDiffers {
            line: mismatch.line,
            expected: mismatch.expected.clone(),
            got: mismatch.got.clone(),
            later: mismatch.later,
            repeated_verify: mismatch.repeated_verify,
        },
        TransportError::Scard { operation, code } => scard_finding(*operation, *code),
    }
}

fn scard_finding(operation: Operation, code: ScardCode) -> Finding {
    let ScardCode(raw) = code;
    match code {
        ScardCode::E_NO_SERVICE => Finding::NoService { code: raw },
        ScardCode::E_SERVICE_STOPPED => Finding::ServiceStopped { code: raw },
        ScardCode::W_SECURITY_VIOLATION => Finding::AccessDenied { code: raw },
        // The service closes the connection of a user whom it refuses (`diagnosis.md` L-07).
        ScardCode::F_COMM_ERROR if operation == Operation::Establish => {
            Finding::AccessDenied { code: raw }
        }
        ScardCode::F_COMM_ERROR
            if matches!(operation, Operation::ListReaders | Operation::WaitForCard) =>
        {
            Finding::ServiceStopped { code: raw }
        }
        ScardCode::E_NO_READERS_AVAILABLE => Finding::NoReader,
        ScardCode::E_READER_UNAVAILABLE | ScardCode::E_UNKNOWN_READER => {
            Finding::ReaderGone { code: raw }
        }
        ScardCode::E_NO_SMARTCARD if operation == Operation::Connect => {
            Finding::NoCard { waited_seconds: 0 }
        }
        ScardCode::W_REMOVED_CARD | ScardCode::E_NO_SMARTCARD => Finding::CardRemoved,
        ScardCode::W_RESET_CARD => Finding::CardReset,
        ScardCode::W_UNPOWERED_CARD | ScardCode::W_UNRESPONSIVE_CARD => Finding::CardMute,
        ScardCode::E_SHARING_VIOLATION => Finding::CardBusy {
            programs: Vec::new(),
        },
        ScardCode::E_PROTO_MISMATCH => Finding::ProtocolMismatch,
        ScardCode::E_NOT_TRANSACTED | ScardCode::F_COMM_ERROR => {
            Finding::CommunicationFailed { code: raw }
        }
        _ => Finding::PcscError { code: raw },
    }
}

/// What a conversation that ended early means to a person.
#[must_use]
pub fn session_finding(error: &SessionError) -> Finding {
    match error {
        SessionError::Transport { source, .. } => transport_finding(source),
        SessionError::Status { status, .. } => Finding::CertificateRefused { status: status.0 },
        SessionError::Malformed { .. } => Finding::CardAnswersOddly,
    }
}
