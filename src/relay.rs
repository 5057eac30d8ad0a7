//! The card on a real reader, offered to other programs in a virtual one, with a [`Guard`] in between.
//!
//! What happens to the card in the virtual reader happens to the real one: power, reset, each command.
//! No other program has it meanwhile.

mod guard;

use std::time::Duration;

use crate::transport::{Leave, Outgoing, Transport, TransportError};
use crate::virtual_reader::{Icc, IccResponse};
pub use guard::{Guard, GuardAct, GuardRules};

/// A real card at the contacts of a virtual reader.
pub(crate) struct RelayedCard {
    card: Guard,
    /// In a transaction.
    begun: bool,
    /// It may be in another state than power on leaves it in.
    used: bool,
    failure: Option<TransportError>,
}

impl RelayedCard {
    /// A card that has just been laid down is `fresh`; any other may have been used by a program
    /// before. A reader that loses its card for a moment whenever the power is cut must not make the
    /// two follow each other for ever.
    #[must_use]
    pub(crate) fn new(card: Guard, fresh: bool) -> Self {
        Self {
            card,
            begun: false,
            used: !fresh,
            failure: None,
        }
    }

    /// Why the real card does not answer any more.
    #[must_use]
    pub(crate) fn failure(&self) -> Option<&TransportError> {
        self.failure.as_ref()
    }

    fn begin(&mut self) -> Result<(), TransportError> {
        if !self.begun {
            self.card.begin()?;
            self.begun = true;
        }
        Ok(())
    }

    fn leave(&mut self, leave: Leave) {
        if self.failure.is_none() {
            let left = self.begin().and_then(|()| self.card.end(leave));
            self.failure = left.err();
        }
        self.begun = false;
    }

    /// As power on leaves a card.
    fn renew(&mut self) {
        if self.used {
            self.leave(Leave::PoweredDown);
            self.used = false;
        }
    }
}

impl Icc for RelayedCard {
    fn atr(&self) -> Option<&[u8]> {
        let atr = self.card.atr();
        (!atr.is_empty()).then_some(atr)
    }

    fn power_on(&mut self) {
        self.renew();
    }

    fn power_off(&mut self) {
        self.renew();
    }

    fn reset(&mut self) {
        self.leave(Leave::Reset);
        // Begun with at once: a PIN that is still verified must find its end, also after Ctrl-C.
        if self.failure.is_none() {
            self.failure = self.begin().err();
        }
    }

    fn transmit(&mut self, command: &[u8]) -> IccResponse {
        if self.failure.is_some() {
            return IccResponse::Gone;
        }
        self.used = true;
        let command = Outgoing {
            bytes: command,
            secret: None,
        };
        match self.begin().and_then(|()| self.card.transmit(command)) {
            Ok(bytes) => IccResponse::Bytes {
                bytes,
                delay: Duration::ZERO,
            },
            Err(error) => {
                self.failure = Some(error);
                IccResponse::Gone
            }
        }
    }

    /// The virtual reader lets go of it. A PIN that was verified for its programs is for them alone.
    fn taken_away(&mut self) {
        if self.begun {
            // Also where a command has failed: what came of it is not known.
            let failed = self.failure.take();
            self.leave(Leave::Untouched);
            self.failure = failed.or(self.failure.take());
        }
    }
}

#[cfg(test)]
mod tests;
