//! The guard between a foreign program and a real card: no PIN loses its last try through it.
//!
//! It judges each command by what a card could make of it, not by what the program meant. What can
//! spend a try is passed on only where the card itself, asked just before in the same transaction,
//! counts two or more. What could hide such a command is not passed on at all.

use std::time::Duration;

use crate::iso7816::Apdu;
use crate::message::relay::Withheld;
use crate::transport::{Leave, Outgoing, Source, Transport, TransportError};

/// How a guard judges.
#[derive(Debug, Clone, Copy, Default)]
pub struct GuardRules {
    /// A PIN's last try may be spent.
    pub allow_last_try: bool,
    /// The program's reader speaks T=0, which makes five bytes of a command of four.
    pub t0: bool,
}

/// What a guard does beside passing commands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GuardAct {
    /// The next exchange is its own question for the tries left.
    Asks,
    /// It has answered a command itself.
    Withholds(Withheld),
}

/// A transport that passes on what cannot spend a last try.
pub struct Guard {
    card: Box<dyn Transport>,
    rules: GuardRules,
    /// A PIN was passed on, and the card has had power ever since.
    opened: bool,
    tell: Box<dyn FnMut(GuardAct)>,
}

/// What a card could make of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CommandRisk {
    /// It spends no try.
    Harmless,
    /// A wrong PIN in it would spend a try of this reference.
    CanSpend(u8),
    /// Nobody can say.
    Unclear(Withheld),
}

impl CommandRisk {
    fn of(command: &[u8]) -> Self {
        let Some(apdu) = Apdu::parse(command) else {
            return Self::Unclear(Withheld::Malformed);
        };
        match (apdu.cla, apdu.code) {
            // ENVELOPE carries a whole command, and what MANAGE CHANNEL opens is another way in.
            (_, 0xC2 | 0xC3 | 0x70) => Self::Unclear(Withheld::Hidden),
            // PACE and its like prove a PIN without naming it.
            (_, 0x86 | 0x87) => Self::Unclear(Withheld::NotCountable),
            // The reader's own: what identifies a contactless card.
            (0xFF, 0xCA) if apdu.data.is_empty() => Self::Harmless,
            // Logical channels, chains, secure messaging, and the reader's pass-through. A class that
            // no card of this kind knows may mean anything to another.
            (1..=0x7F | 0x81..=0xFF, _) => Self::Unclear(Withheld::Class),
            // The one form that is a question everywhere. With Lc or Le, a card may wait for data.
            (0x00, 0x20) if command.len() == 4 => Self::Harmless,
            // Of VERIFY no P1 but 00 is known, and the count is one of P1 = 00.
            (_, 0x20 | 0x21) if apdu.p1 != 0 => Self::Unclear(Withheld::NotCountable),
            (_, code) if can_spend(code) => Self::CanSpend(apdu.p2),
            _ => Self::Harmless,
        }
    }
}

/// The instructions of ISO/IEC 7816-4 and JICSAP that compare reference data, and those beside them
/// that nothing is known of: all of the row but MANAGE SECURITY ENVIRONMENT and PERFORM SECURITY
/// OPERATION. ENABLE and DISABLE VERIFICATION REQUIREMENT (26, 28) compare a PIN as VERIFY does.
fn can_spend(code: u8) -> bool {
    matches!(code, 0x20..=0x2F | 0x32) && !matches!(code, 0x22 | 0x2A)
}

impl Guard {
    /// Guards a card. `tell` hears of what is not the program's doing.
    pub fn new(
        card: Box<dyn Transport>,
        rules: GuardRules,
        tell: impl FnMut(GuardAct) + 'static,
    ) -> Self {
        Self {
            card,
            rules,
            opened: false,
            tell: Box::new(tell),
        }
    }

    /// What the card answers to the question for the tries left of a PIN. It changes nothing on the
    /// card that the command behind it would leave.
    fn tries(&mut self, reference: u8) -> Result<Vec<u8>, TransportError> {
        (self.tell)(GuardAct::Asks);
        self.card.transmit(Outgoing {
            bytes: &[0x00, 0x20, 0x00, reference],
            secret: None,
        })
    }

    fn spend(&mut self, command: &[u8], reference: u8) -> Result<Vec<u8>, TransportError> {
        let counted = self.tries(reference)?;
        match counted.as_slice() {
            [0x63, 0xC2..=0xCF] => {}
            [0x63, 0xC1] if self.rules.allow_last_try => {}
            [0x63, 0xC1] => return Ok(self.withhold(Withheld::LastTry, counted)),
            [0x63, 0xC0] | [0x69, 0x83 | 0x84] => {
                return Ok(self.withhold(Withheld::Locked, counted));
            }
            _ => return Ok(self.withhold(Withheld::NotCountable, REFUSED.to_vec())),
        }
        self.opened = true;
        let data = Apdu::parse(command).map(|apdu| apdu.data_range());
        self.card.transmit(Outgoing {
            bytes: command,
            secret: data.as_ref().filter(|data| !data.is_empty()),
        })
    }

    fn withhold(&mut self, why: Withheld, answer: Vec<u8>) -> Vec<u8> {
        (self.tell)(GuardAct::Withholds(why));
        answer
    }
}

/// Conditions of use not satisfied.
const REFUSED: [u8; 2] = [0x69, 0x85];

impl Transport for Guard {
    fn atr(&self) -> &[u8] {
        self.card.atr()
    }

    fn source(&self) -> Source {
        self.card.source()
    }

    fn begin(&mut self) -> Result<(), TransportError> {
        self.card.begin()
    }

    fn transmit(&mut self, command: Outgoing<'_>) -> Result<Vec<u8>, TransportError> {
        let bytes = match command.bytes {
            [question @ .., 0x00] if self.rules.t0 && matches!(question, [0x00, 0x20, _, _]) => {
                question
            }
            bytes => bytes,
        };
        match CommandRisk::of(bytes) {
            CommandRisk::Harmless => self.card.transmit(Outgoing { bytes, ..command }),
            CommandRisk::CanSpend(reference) => self.spend(bytes, reference),
            CommandRisk::Unclear(why) => Ok(self.withhold(why, REFUSED.to_vec())),
        }
    }

    /// A card on which a PIN may have been verified is never left as it is.
    fn end(&mut self, leave: Leave) -> Result<(), TransportError> {
        let leave = match leave {
            Leave::Untouched if self.opened => Leave::PoweredDown,
            leave => leave,
        };
        let ended = self.card.end(leave);
        self.opened &= leave != Leave::PoweredDown || ended.is_err();
        ended
    }

    fn elapsed(&self) -> Duration {
        self.card.elapsed()
    }
}

#[cfg(test)]
mod tests;
