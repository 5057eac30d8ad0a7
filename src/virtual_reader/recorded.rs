//! A recording played to whatever program asks: strictly, each exchange once and in its order.
//!
//! Where the recorded program connected, began and ended, a card does not notice, so it is passed over;
//! so is the question for the tries left that `relay` has put before a PIN.

use std::time::Duration;

use super::{Icc, IccResponse};
use crate::recording::Event;
use crate::recording::replay::ReplayTransport;
use crate::simulator::state::Tally;
use crate::transport::{Outgoing, Transport, TransportError};

/// A recorded card at its contacts.
pub struct RecordedCard {
    atr: Option<Vec<u8>>,
    replay: ReplayTransport,
    /// How the conversation differs from the recorded one.
    mismatch: Option<TransportError>,
    tally: Tally,
}

impl RecordedCard {
    /// The card of a whole recording. One whose card could not be connected has a chip that does
    /// not answer.
    ///
    /// # Errors
    /// What the replay says of events that are none.
    pub fn new(events: Vec<(usize, Event)>) -> Result<Self, TransportError> {
        let atr = events.iter().find_map(|(_, event)| match event {
            Event::Card { atr, .. } => Some(atr.clone().ok()),
            _ => None,
        });
        let exchanges = events
            .into_iter()
            .filter(|(_, event)| matches!(event, Event::Exchange(_)))
            .collect();
        Ok(Self {
            atr: atr.flatten().filter(|atr| !atr.is_empty()),
            replay: ReplayTransport::connect(exchanges)?,
            mismatch: None,
            tally: Tally::default(),
        })
    }

    /// How the conversation differs from the recorded one, if it does.
    #[must_use]
    pub fn mismatch(&self) -> Option<&TransportError> {
        self.mismatch.as_ref()
    }

    /// What it has been asked.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.tally
    }
}

impl Icc for RecordedCard {
    fn atr(&self) -> Option<&[u8]> {
        self.atr.as_deref()
    }

    fn power_on(&mut self) {}

    fn power_off(&mut self) {
        self.tally.power_downs = self.tally.power_downs.saturating_add(1);
    }

    fn reset(&mut self) {
        self.tally.resets = self.tally.resets.saturating_add(1);
    }

    fn transmit(&mut self, bytes: &[u8]) -> IccResponse {
        let command = Outgoing {
            bytes,
            secret: None,
        };
        self.tally.count(bytes);
        self.replay.script().pass_over_question(command);
        match self.replay.transmit(command) {
            Ok(bytes) => IccResponse::Bytes {
                bytes,
                delay: Duration::ZERO,
            },
            Err(TransportError::Mismatch(mut mismatch)) => {
                mismatch.got = Some(shown(bytes));
                self.mismatch = Some(TransportError::Mismatch(mismatch));
                IccResponse::Refused
            }
            Err(TransportError::TimedOut { .. }) => IccResponse::Silent,
            // Whatever kept the recorded answer away: a program sees a card that is gone.
            Err(_) => IccResponse::Gone,
        }
    }

    fn taken_away(&mut self) {}
}

/// A foreign command as it may be shown: another program's data may be a PIN, wherever it stands.
fn shown(bytes: &[u8]) -> String {
    let is_select = bytes.get(1) == Some(&0xA4);
    let data = (!is_select && bytes.len() > 5).then_some(4..bytes.len());
    let command = Outgoing {
        bytes,
        secret: data.as_ref(),
    };
    command.redacted_hex()
}
