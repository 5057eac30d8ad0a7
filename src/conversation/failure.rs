//! What a failure means to a person.

use crate::finding::Finding;
use crate::iso7816::SessionError;
use crate::platform::Os;
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
            elsewhere: Vec::new(),
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
        ScardCode::E_SERVICE_STOPPED => Finding::ServiceStopped { code: raw },
        ScardCode::W_SECURITY_VIOLATION if operation.needs_permission() => {
            Finding::AccessDenied { code: raw }
        }
        // The service closes the connection of a user whom it refuses (`docs/pcsc.md` L-07).
        ScardCode::F_COMM_ERROR if operation == Operation::Establish => {
            Finding::AccessDenied { code: raw }
        }
        // Once a card is reached it may as well be the driver; `doctor` looks.
        ScardCode::F_COMM_ERROR
            if !matches!(operation, Operation::ListReaders | Operation::WaitForCard) =>
        {
            Finding::CommunicationFailed { code: raw }
        }
        code if is_service_lost(Os::OWN, operation, code) => Finding::ServiceStopped { code: raw },
        ScardCode::E_NO_READERS_AVAILABLE => Finding::NoReader,
        ScardCode::E_READER_UNAVAILABLE | ScardCode::E_UNKNOWN_READER => {
            Finding::ReaderGone { code: raw }
        }
        ScardCode::E_NO_SMARTCARD if operation == Operation::Connect => Finding::NoCard {
            waited_seconds: 0,
            elsewhere: Vec::new(),
        },
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

/// The service was there and is not any more: what PC/SC says then (`docs/pcsc.md` §1).
pub(crate) fn is_service_lost(os: Os, operation: Operation, code: ScardCode) -> bool {
    match code {
        ScardCode::E_NO_SERVICE | ScardCode::E_SERVICE_STOPPED | ScardCode::E_INVALID_HANDLE => {
            operation != Operation::Establish
        }
        // On Windows it is the driver that failed.
        ScardCode::F_COMM_ERROR => os != Os::Windows && operation != Operation::Establish,
        // What pcsc-lite's client says when pcscd ended with something unread; on Windows it is the
        // card that refuses.
        ScardCode::W_SECURITY_VIOLATION => os != Os::Windows && !operation.needs_permission(),
        _ => false,
    }
}

/// What a conversation that ended early means to a person.
#[must_use]
pub(crate) fn session_finding(error: SessionError) -> Finding {
    match error {
        SessionError::Transport { source, .. } => transport_finding(&source),
        SessionError::Status { status, .. } => Finding::CertificateRefused { status },
        SessionError::Malformed { .. } => Finding::CardAnswersOddly,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By the two columns of `docs/pcsc.md` §1, and its §4.8.
    #[test]
    fn a_lost_service_by_system() {
        use Operation::{Connect, Establish, ListReaders, Transmit};
        for (code, operation, linux, windows) in [
            (ScardCode::E_NO_SERVICE, Transmit, true, true),
            (ScardCode::E_NO_SERVICE, Establish, false, false),
            (ScardCode::E_SERVICE_STOPPED, ListReaders, true, true),
            (ScardCode::F_COMM_ERROR, Transmit, true, false),
            (ScardCode::F_COMM_ERROR, Establish, false, false),
            (ScardCode::W_SECURITY_VIOLATION, Transmit, true, false),
            (ScardCode::W_SECURITY_VIOLATION, Connect, false, false),
            (ScardCode::E_NOT_TRANSACTED, Transmit, false, false),
        ] {
            let lost = |os| is_service_lost(os, operation, code);
            let told = (lost(Os::Linux), lost(Os::Windows));
            assert_eq!(told, (linux, windows), "{code} {operation:?}");
        }
    }
}
