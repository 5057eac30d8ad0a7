//! A simulated My Number Card: bytes in, bytes out.
//!
//! It behaves: it has power, a current application and EF, access rules, PINs that count down and
//! lock, and keys that sign. What it holds is written in a card file (`fixtures/cards`), and
//! nothing here knows an identifier of JPKI, so a wrong identifier in `jpki` shows instead of
//! agreeing with itself.
//!
//! It does not model secure messaging, logical channels, CHANGE REFERENCE DATA, terminal
//! authentication (`80 A2`) or the contents of the applications beside JPKI, and it answers where
//! no real card's answer is published as the card file says: `docs/simulator.md` lists those.

pub(crate) mod cards;
mod file;
pub(crate) mod image;
pub(crate) mod pki;
mod signature;
pub(crate) mod state;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::transport::{
    Leave, Operation, Outgoing, ScardCode, Source, SourceKind, Transport, TransportError,
};
use image::Image;
use state::{Card, CardResponse};

/// A simulated card that keeps its counters from one connection to the next.
pub type SharedCard = Arc<Mutex<Card>>;

/// A simulated card connected inside this program, with no reader in between.
pub struct SimulatedTransport {
    name: String,
    card: SharedCard,
    atr: Vec<u8>,
    limit: Duration,
    connected: Instant,
    /// Time that the card would have taken; nobody waits for it.
    waited: Duration,
    removed: bool,
}

impl SimulatedTransport {
    /// Powers up a new card.
    ///
    /// # Errors
    /// What PC/SC says of a card whose chip does not answer.
    pub fn connect(name: &str, image: Image, limit: Duration) -> Result<Self, TransportError> {
        Self::attach(name, Arc::new(Mutex::new(Card::new(image))), limit)
    }

    /// Powers up a card that may have been used before.
    ///
    /// # Errors
    /// As [`SimulatedTransport::connect`].
    pub fn attach(name: &str, card: SharedCard, limit: Duration) -> Result<Self, TransportError> {
        let mut powered = locked(&card);
        powered.power_on();
        let (mute, atr) = (powered.is_mute(), powered.atr().to_vec());
        drop(powered);
        if mute {
            return Err(TransportError::Scard {
                operation: Operation::Connect,
                code: ScardCode::W_UNPOWERED_CARD,
            });
        }
        Ok(Self {
            name: name.to_owned(),
            card,
            atr,
            limit,
            connected: Instant::now(),
            waited: Duration::ZERO,
            removed: false,
        })
    }

    /// The card, for a look at its counters.
    pub fn card(&self) -> MutexGuard<'_, Card> {
        locked(&self.card)
    }

    /// Time that the card made the program wait by its card file, without the time that this
    /// computer took.
    #[must_use]
    pub fn waited(&self) -> Duration {
        self.waited
    }
}

/// Nothing that panics leaves a card in a state that it could not have.
fn locked(card: &SharedCard) -> MutexGuard<'_, Card> {
    card.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Transport for SimulatedTransport {
    fn atr(&self) -> &[u8] {
        &self.atr
    }

    fn source(&self) -> Source {
        Source {
            kind: SourceKind::Simulated,
            name: self.name.clone(),
        }
    }

    fn begin(&mut self) -> Result<(), TransportError> {
        Ok(())
    }

    fn transmit(&mut self, command: Outgoing<'_>) -> Result<Vec<u8>, TransportError> {
        let operation = Operation::Transmit;
        if self.removed {
            let code = ScardCode::W_REMOVED_CARD;
            return Err(TransportError::Scard { operation, code });
        }
        let answer = locked(&self.card).execute(command.bytes);
        match answer {
            CardResponse::Bytes { bytes, delay } => {
                self.waited = self.waited.saturating_add(delay);
                if delay > self.limit {
                    let limit = self.limit;
                    return Err(TransportError::TimedOut { operation, limit });
                }
                // What vpcd and PC/SC make of a card that is pulled away while it is thinking.
                if bytes.len() < 2 {
                    let length = bytes.len();
                    return Err(TransportError::ShortResponse { length });
                }
                Ok(bytes)
            }
            CardResponse::Hang => {
                self.waited = self.waited.saturating_add(self.limit);
                let limit = self.limit;
                Err(TransportError::TimedOut { operation, limit })
            }
            CardResponse::Removed => {
                self.removed = true;
                Err(TransportError::ShortResponse { length: 0 })
            }
        }
    }

    fn end(&mut self, leave: Leave) -> Result<(), TransportError> {
        let mut card = locked(&self.card);
        match leave {
            Leave::Untouched => {}
            Leave::Reset => card.reset(),
            Leave::PoweredDown => {
                card.power_off();
                card.power_on();
            }
        }
        Ok(())
    }

    fn elapsed(&self) -> Duration {
        self.connected.elapsed().saturating_add(self.waited)
    }
}
