//! The seam: bytes in, bytes out.
//!
//! Everything that answers commands stands behind [`Transport`]: a reader, a recorded exchange, a
//! simulated card. There are no status words here, no retries and nothing of JPKI. A command goes
//! out exactly once for each call of [`Transport::transmit`].

pub(crate) mod scard;

use std::ops::Range;
use std::time::Duration;

pub use scard::ScardCode;

/// A command APDU on its way to the card.
///
/// It knows which of its bytes are secret, so that whatever logs or records it can leave them out
/// without understanding APDUs.
#[derive(Clone, Copy)]
pub struct Outgoing<'a> {
    /// The command APDU, complete.
    pub bytes: &'a [u8],
    /// The part of `bytes` that nothing may write down: the PIN of a VERIFY.
    pub secret: Option<&'a Range<usize>>,
}

impl Outgoing<'_> {
    /// The command in hexadecimal, each secret byte as `XX`.
    #[must_use]
    pub fn redacted_hex(&self) -> String {
        let mut text = String::with_capacity(self.bytes.len().saturating_mul(2));
        for (position, byte) in self.bytes.iter().enumerate() {
            if self.secret.is_some_and(|range| range.contains(&position)) {
                text.push_str("XX");
            } else {
                text.push_str(&hex::encode_upper([*byte]));
            }
        }
        text
    }
}

impl std::fmt::Debug for Outgoing<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.redacted_hex())
    }
}

/// What stands behind the seam.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SourceKind {
    /// A reader of this computer, through PC/SC.
    Pcsc,
    /// A recorded exchange.
    Replay,
    /// A simulated card inside this program.
    Simulated,
}

/// Where the answers come from, for reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Reader, recording or simulated card.
    pub kind: SourceKind,
    /// The reader's name, the recording's reader, or the name of the simulated card.
    pub name: String,
}

/// How the card is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    /// As it is. Another program's session on the card goes on.
    Untouched,
    /// Reset: nothing is selected any more, but a PIN that was verified stays so.
    Reset,
    /// Without power, so that nobody inherits a verified PIN: a reset does not clear it
    /// (`protocol.md` §12).
    PoweredDown,
}

/// One card, connected.
pub trait Transport {
    /// The answer to reset, as the reader gave it; may be empty.
    fn atr(&self) -> &[u8];

    /// Where the answers come from.
    fn source(&self) -> Source;

    /// Keeps other programs from the card until [`Transport::end`]. If another program has reset
    /// the card since the last transaction, the connection is renewed first: what was selected
    /// before is then gone, so every conversation starts with SELECT.
    ///
    /// # Errors
    /// [`TransportError`], when the card cannot be had within the time limit.
    fn begin(&mut self) -> Result<(), TransportError>;

    /// Sends one command and returns the whole answer: at least the two bytes of the status word.
    ///
    /// # Errors
    /// [`TransportError`]. A response under two bytes is one, even if PC/SC reports success
    /// (`docs/pcsc.md` §4.1). Whether the card has carried out the command is then unknown.
    fn transmit(&mut self, command: Outgoing<'_>) -> Result<Vec<u8>, TransportError>;

    /// Ends the transaction and leaves the card as asked.
    ///
    /// # Errors
    /// [`TransportError`]; the connection is given up all the same.
    fn end(&mut self, leave: Leave) -> Result<(), TransportError>;

    /// Time since the card was connected; for a recording, its own.
    fn elapsed(&self) -> Duration;
}

/// The step at which a transport failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Operation {
    /// Reaching the smart-card service.
    Establish,
    /// Listing the readers, or asking for their state.
    ListReaders,
    /// Waiting for a card.
    WaitForCard,
    /// Connecting to the card.
    Connect,
    /// Getting exclusive use of the card.
    Begin,
    /// Exchanging a command.
    Transmit,
    /// Leaving the card.
    End,
    /// Asking the reader for its properties.
    Query,
}

impl Operation {
    /// The service may refuse the user who asks for this. Whoever was let in is refused nothing
    /// afterwards: polkit is asked at these two only (`docs/pcsc.md` L-07).
    pub(crate) fn needs_permission(self) -> bool {
        matches!(self, Self::Establish | Self::Connect)
    }
}

/// A failure below the status word: no answer came, or none that could be one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TransportError {
    /// PC/SC refused with a code.
    #[error("{operation:?} failed with {code}")]
    Scard {
        /// The step.
        operation: Operation,
        /// What PC/SC returned.
        code: ScardCode,
    },
    /// PC/SC called it a success, but there are not even the two bytes of a status word: the card
    /// was pulled away.
    #[error("the card answered {length} bytes, less than a status word")]
    ShortResponse {
        /// Bytes that came.
        length: usize,
    },
    /// The time limit of this program ran out; PC/SC itself has none.
    #[error("{operation:?} took longer than {limit:?}")]
    TimedOut {
        /// The step.
        operation: Operation,
        /// The limit.
        limit: Duration,
    },
    /// Ctrl-C.
    #[error("interrupted")]
    Interrupted,
    /// The replayed conversation is not the recorded one.
    #[error("the replay differs from the recording")]
    Mismatch(Box<Mismatch>),
    /// The part of this program that speaks to PC/SC has ended unexpectedly.
    #[error("the PC/SC thread has ended")]
    Lost,
}

/// How a replayed conversation differs from the recorded one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// Line of the recording that was expected next; None at its end.
    pub line: Option<usize>,
    /// The recorded command, secrets as `XX`; None at the end of the recording.
    pub expected: Option<String>,
    /// The command that was sent, secrets as `XX`; None when exchanges were left over.
    pub got: Option<String>,
    /// The next later line that the command would have fitted.
    pub later: Option<usize>,
    /// The command repeats a VERIFY that was already sent: on a card it would burn a try.
    pub repeated_verify: bool,
}

impl TransportError {
    /// The PC/SC code, where there is one.
    #[must_use]
    pub fn code(&self) -> Option<ScardCode> {
        match self {
            Self::Scard { code, .. } => Some(*code),
            _ => None,
        }
    }

    /// Another program has reset the card: what was selected is gone.
    #[must_use]
    pub fn is_reset(&self) -> bool {
        self.code() == Some(ScardCode::W_RESET_CARD)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_reset_is_one() {
        let failed = |code| TransportError::Scard {
            operation: Operation::Transmit,
            code,
        };
        assert!(failed(ScardCode::W_RESET_CARD).is_reset());
        for other in [
            failed(ScardCode::W_REMOVED_CARD),
            TransportError::ShortResponse { length: 0 },
            TransportError::Lost,
        ] {
            assert!(!other.is_reset(), "{other}");
        }
        let refused: Vec<_> = [
            Operation::Establish,
            Operation::Connect,
            Operation::Transmit,
        ]
        .into_iter()
        .filter(|operation| operation.needs_permission())
        .collect();
        assert_eq!(refused, [Operation::Establish, Operation::Connect]);
    }
}
