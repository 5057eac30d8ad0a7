//! vpcd, the virtual reader of the vsmartcard project: a driver inside pcscd that listens on a TCP
//! port.
//!
//! Every message, in both directions, is two bytes of length, big endian, and so many bytes. One
//! byte from the reader switches the power or asks for the ATR, which is also how pcscd looks
//! every 0.4 s whether the card is still there; anything longer is a command APDU
//! (`virtualsmartcard/doc/api.txt` of vsmartcard).
//!
//! What goes wrong is pcscd's end, not the card's, so it is never sent: half a message makes pcscd
//! crash, an answer without a single byte blocks the reader for every program.

use std::io;

use super::wire::{Incoming, Wire};
use super::{Link, Received, SlotRequest};

/// Where vpcd listens unless its configuration says otherwise: its first slot.
pub(crate) const DEFAULT_ADDRESS: &str = "127.0.0.1:35963";

/// vpcd takes 33 bytes at most. More, and the chip counts as unresponsive, which is how a card
/// without an ATR is shown: an empty message would block the reader.
const NO_ATR: [u8; 34] = [0; 34];

pub(super) struct Vpcd {
    wire: Wire,
}

impl Vpcd {
    pub(super) fn new(wire: Wire) -> Self {
        Self { wire }
    }
}

fn length(head: [u8; 2]) -> usize {
    usize::from(u16::from_be_bytes(head))
}

impl Link for Vpcd {
    fn receive(&mut self) -> Received {
        loop {
            let message = match self.wire.receive(length) {
                Incoming::Message(_, message) => message,
                Incoming::Nothing => return Received::Nothing,
                Incoming::Closed => return Received::Closed,
            };
            return Received::Request(match message.as_slice() {
                [] => continue,
                [0] => SlotRequest::PowerOff,
                [1] => SlotRequest::PowerOn,
                [2] => SlotRequest::Reset,
                [4] => SlotRequest::Atr,
                _ => SlotRequest::Command(message),
            });
        }
    }

    fn send_atr(&mut self, atr: Option<&[u8]>) -> io::Result<()> {
        self.send(atr.unwrap_or(&NO_ATR))
    }

    fn send(&mut self, message: &[u8]) -> io::Result<()> {
        // The length has two bytes; a card file may ask for an answer beyond them.
        let length = u16::try_from(message.len()).unwrap_or(u16::MAX);
        let mut frame = length.to_be_bytes().to_vec();
        frame.extend(message.iter().take(usize::from(length)));
        self.wire.send(&frame)
    }

    fn leave(&mut self) {}

    fn wire(&mut self) -> &mut Wire {
        &mut self.wire
    }
}
