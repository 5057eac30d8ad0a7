//! What a failure means to a person.

use crate::finding::Finding;
use crate::iso7816::SessionError;
use crate::transport::{Operation, ScardCode, TransportError};

/// What it means that no card was reached, as a recording tells it.
#[must_use]
pub(crate) fn unreached(error: &TransportError) -> Finding {
    match error {
        TransportError::TimedOut {
            operation: Operation::WaitForCard,
            limit,
        } => Finding::NoCard {
            waited_seconds: limit.as_secs(),
        },
        error => transport_finding(error),
    }
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
        ScardCode::W_SECURITY_VIOLATION if operation.needs_permission() => {
            Finding::AccessDenied { code: raw }
        }
        // Otherwise it is what pcsc-lite's client says when pcscd ended with something unread.
        ScardCode::E_SERVICE_STOPPED | ScardCode::W_SECURITY_VIOLATION => {
            Finding::ServiceStopped { code: raw }
        }
        // The service closes the connection of a user whom it refuses (`docs/pcsc.md` L-07).
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
pub(crate) fn session_finding(error: &SessionError) -> Finding {
    match error {
        SessionError::Transport { source, .. } => transport_finding(source),
        SessionError::Status { status, .. } => Finding::CertificateRefused { status: *status },
        SessionError::Malformed { .. } => Finding::CardAnswersOddly,
    }
}
