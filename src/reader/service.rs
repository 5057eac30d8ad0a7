//! The one seam to the smart-card service: which readers there are, what lies on them, and the way
//! to a card.

use std::time::Duration;

use super::choice::ReaderState;
use super::features::Features;
use crate::transport::{Transport, TransportError};

/// Whom else a connection leaves at the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// Every other program that shares it, outside of a transaction.
    Shared,
    /// Nobody, from here to the end of the connection, whatever becomes of the card's power. Each
    /// command has the whole time limit.
    Exclusive,
}

/// The smart-card service of a computer. Every call has a time limit of its own; the first one
/// reaches the service where [`Service::establish`] has not.
pub trait Service {
    /// Reaches the service anew. Every later call takes at most `limit`, and so do all commands of
    /// one conversation with a card together.
    ///
    /// # Errors
    /// What PC/SC says, or that the time ran out.
    fn establish(&mut self, limit: Duration) -> Result<(), TransportError>;

    /// The readers and their state at this moment. Wakes no card.
    ///
    /// # Errors
    /// What PC/SC says, or that the time ran out. No reader is no error.
    fn readers(&mut self) -> Result<Vec<ReaderState>, TransportError>;

    /// Waits until a reader comes or goes, or one of `known` changes; false where the time was over
    /// first.
    ///
    /// # Errors
    /// What PC/SC says, or Ctrl-C.
    fn wait(&mut self, known: &[ReaderState], time: Duration) -> Result<bool, TransportError>;

    /// What a reader can do. Needs no card and disturbs none.
    ///
    /// # Errors
    /// What PC/SC says: many drivers do not answer.
    fn features(&mut self, reader: &str) -> Result<Features, TransportError>;

    /// Connects to the card in a reader. Further calls do not disturb the card.
    ///
    /// # Errors
    /// What PC/SC says, or that the time ran out.
    fn connect(&mut self, reader: &str, share: Share)
    -> Result<Box<dyn Transport>, TransportError>;

    /// Leaves a service alone that does not answer, until it may be asked again.
    ///
    /// # Errors
    /// [`TransportError::Interrupted`] on Ctrl-C.
    fn pause(&mut self, time: Duration) -> Result<(), TransportError>;
}
