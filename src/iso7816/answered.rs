//! What came of one step of a conversation: an answer, a refusal, or nothing at all.

use crate::status_word::StatusWord;
use crate::transport::TransportError;

/// The step of a conversation, for errors and logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Getting exclusive use of the card.
    Begin,
    /// SELECT of an application.
    SelectApplication,
    /// SELECT of an EF.
    SelectFile(u16),
    /// READ BINARY of an EF.
    ReadBinary(u16),
    /// VERIFY without data.
    TriesQuery(u16),
    /// VERIFY with the PIN.
    Verify(u16),
    /// GET DATA.
    GetData(u16),
    /// COMPUTE DIGITAL SIGNATURE.
    Sign(u16),
}

/// Why a step did not yield what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// No answer came.
    #[error("{step:?}: no answer")]
    Transport {
        /// The step.
        step: Step,
        /// What failed.
        source: TransportError,
    },
    /// The card refused.
    #[error("{step:?} was answered {status}")]
    Status {
        /// The step.
        step: Step,
        /// The card's answer.
        status: StatusWord,
    },
    /// The card's answer is against the rules: too long, without progress, without end.
    #[error("{step:?} was answered against the rules")]
    Malformed {
        /// The step.
        step: Step,
    },
}

impl SessionError {
    /// The card's refusal, where that is what happened.
    #[must_use]
    pub fn status(&self) -> Option<StatusWord> {
        match self {
            Self::Status { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// Another program has reset the card: what was selected is gone.
    #[must_use]
    pub fn is_reset(&self) -> bool {
        self.transport().is_some_and(TransportError::is_reset)
    }

    /// The failed transport, where that is what happened.
    #[must_use]
    pub fn transport(&self) -> Option<&TransportError> {
        match self {
            Self::Transport { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// What a card may answer, sorted. A card that is gone has answered nothing: that stays an error.
pub(crate) trait Answered<T> {
    /// A refusal is an answer, too.
    ///
    /// # Errors
    /// No answer, or one against the rules.
    fn or_refusal(self) -> Result<Result<T, StatusWord>, SessionError>;

    /// What the card does not give, for whatever reason, is ordinary.
    ///
    /// # Errors
    /// No answer.
    fn if_given(self) -> Result<Option<T>, SessionError>;
}

impl<T> Answered<T> for Result<T, SessionError> {
    fn or_refusal(self) -> Result<Result<T, StatusWord>, SessionError> {
        match self {
            Ok(given) => Ok(Ok(given)),
            Err(SessionError::Status { status, .. }) => Ok(Err(status)),
            Err(error) => Err(error),
        }
    }

    fn if_given(self) -> Result<Option<T>, SessionError> {
        match self {
            Ok(given) => Ok(Some(given)),
            Err(error @ SessionError::Transport { .. }) => Err(error),
            Err(error) => {
                tracing::info!(%error, "not given");
                Ok(None)
            }
        }
    }
}
