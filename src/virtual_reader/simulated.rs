//! The simulated card at its contacts.

use super::{Icc, IccResponse};
use crate::simulator::state::{Card, CardResponse};

impl Icc for Card {
    fn atr(&self) -> Option<&[u8]> {
        let atr = Self::atr(self);
        (!self.is_mute() && !atr.is_empty()).then_some(atr)
    }

    fn power_on(&mut self) {
        Self::power_on(self);
    }

    fn power_off(&mut self) {
        Self::power_off(self);
    }

    fn reset(&mut self) {
        Self::reset(self);
    }

    fn transmit(&mut self, command: &[u8]) -> IccResponse {
        if self.is_mute() {
            return IccResponse::Silent;
        }
        match self.execute(command) {
            CardResponse::Bytes { bytes, delay } => IccResponse::Bytes { bytes, delay },
            CardResponse::Hang => IccResponse::Silent,
            CardResponse::Removed => IccResponse::Gone,
        }
    }

    fn taken_away(&mut self) {
        Self::taken_away(self);
    }
}
