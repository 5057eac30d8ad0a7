//! The USB reader of a virtual machine: QEMU's `usb-ccid` with `ccid-card-passthru`, and the protocol
//! VSCARD that its other end speaks (`vscard_common.h` of libcacard).
//!
//! A message is a head of three words, big endian — type, reader, length — and so many bytes. The
//! card introduces itself, adds a reader, and sends its ATR; then the guest's commands come. QEMU
//! keeps power and reset to itself: the card is told of neither, nor of a guest that starts anew.
//!
//! QEMU's `usb-ccid` was a reader for T=0 alone until lately, so the card is shown as one of T=0.

use std::io;
use std::time::{Duration, Instant};

use super::wire::{Incoming, Wire};
use super::{Link, Received, SlotRequest};
use crate::iso7816::atr::{self, Atr};

const INIT: u32 = 1;
const ERROR: u32 = 2;
const READER_ADD: u32 = 3;
const ATR: u32 = 5;
const CARD_REMOVE: u32 = 6;
const APDU: u32 = 7;
const FLUSH: u32 = 8;
const FLUSH_COMPLETE: u32 = 9;

/// The one reader that QEMU gives a connection.
const READER: u32 = 0;
/// As long as there is none.
const NO_READER: u32 = u32::MAX;
/// Magic, version 0.0.2, and no capabilities. QEMU compares the magic as bytes.
const INTRODUCTION: &[u8] = b"VSCD\x00\x00\x00\x02\x00\x00\x00\x00";
/// What the reader is called; QEMU does not show it.
const NAME: &[u8] = b"mynacheck\0";
/// T=0 has no room for more than 256 bytes and a status word, and QEMU drops what is longer without a
/// word to the guest.
const LONGEST_ANSWER: usize = 258;
/// Wrong length: what a card answers that is asked for more than T=0 has room for.
const WRONG_LENGTH: [u8; 2] = [0x67, 0x00];
/// A chip that does not answer: QEMU takes no card without an ATR, and one of T=1 alone is a card that
/// a reader for T=0 cannot make answer.
const NO_ATR: &[u8] = &[0x3B, 0x80, 0x01, 0x81];
/// How long QEMU is given to take note that the card has left.
const FAREWELL: Duration = Duration::from_secs(1);

pub(super) struct Vscard {
    wire: Wire,
    /// What QEMU has not yet said yes or no to.
    unanswered: u8,
}

type FrameHeader = [u8; 12];

fn frame(kind: u32, reader: u32, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
    let mut frame = Vec::with_capacity(body.len().saturating_add(12));
    for word in [kind, reader, length] {
        frame.extend(word.to_be_bytes());
    }
    frame.extend(body);
    frame
}

fn length([.., a, b, c, d]: FrameHeader) -> usize {
    usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap_or(usize::MAX)
}

/// The ATR under which a card is offered to a reader that speaks T=0 alone: its own where it offers
/// T=0 first, else one of T=0 with its historical bytes.
fn for_t0(own: &[u8]) -> Vec<u8> {
    if atr::first_protocol(own) == Some(0) {
        return own.to_vec();
    }
    let historical = Atr::parse(own).historical;
    // At most 15: they were counted by four bits.
    let count = u8::try_from(historical.len()).unwrap_or(0) & 0x0F;
    [&[0x3B, count], historical.as_slice()].concat()
}

impl Vscard {
    /// Lays a card down. A chip that does not answer has no ATR.
    pub(super) fn insert(mut wire: Wire, atr: Option<&[u8]>) -> io::Result<Self> {
        let atr = atr.map_or_else(|| NO_ATR.to_vec(), for_t0);
        let mut all = frame(INIT, NO_READER, INTRODUCTION);
        all.extend(frame(READER_ADD, NO_READER, NAME));
        all.extend(frame(ATR, READER, &atr));
        wire.send(&all)?;
        // The reader, and the card.
        let unanswered = 2;
        Ok(Self { wire, unanswered })
    }
}

impl Link for Vscard {
    fn receive(&mut self) -> Received {
        loop {
            let (head, body) = match self.wire.receive(length) {
                Incoming::Message(head, body) => (head, body),
                Incoming::Nothing => return Received::Nothing,
                Incoming::Closed => return Received::Closed,
            };
            let [a, b, c, d, ..] = head;
            match u32::from_be_bytes([a, b, c, d]) {
                APDU => return Received::Request(SlotRequest::Command(body)),
                // A code of zero is consent, to the reader and to the card.
                ERROR if body.iter().all(|byte| *byte == 0) => {
                    self.unanswered = self.unanswered.saturating_sub(1);
                    return Received::Request(SlotRequest::Notice);
                }
                // Behind the two answers it is a new reader, plugged in, that knows nothing of the card.
                INIT if self.unanswered == 0 => return Received::Closed,
                ERROR => {
                    tracing::debug!(code = hex::encode(&body), "QEMU refuses");
                    return Received::Closed;
                }
                FLUSH if self.wire.send(&frame(FLUSH_COMPLETE, READER, &[])).is_err() => {
                    return Received::Closed;
                }
                _ => {}
            }
        }
    }

    fn send_atr(&mut self, _atr: Option<&[u8]>) -> io::Result<()> {
        // Sent when the card was laid down, and never asked for again.
        Ok(())
    }

    fn send(&mut self, answer: &[u8]) -> io::Result<()> {
        let answer = if answer.len() > LONGEST_ANSWER {
            &WRONG_LENGTH
        } else {
            answer
        };
        self.wire.send(&frame(APDU, READER, answer))
    }

    /// QEMU takes a connection that just ends for a card that stays: the card is taken away first,
    /// and what QEMU says to it is heard, or the system would throw both away.
    fn leave(&mut self) {
        if self.wire.send(&frame(CARD_REMOVE, READER, &[])).is_err() {
            return;
        }
        self.unanswered = self.unanswered.saturating_add(1);
        let begin = Instant::now();
        while self.unanswered > 0 && begin.elapsed() < FAREWELL {
            if matches!(self.receive(), Received::Closed) {
                return;
            }
        }
    }

    fn wire(&mut self) -> &mut Wire {
        &mut self.wire
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(own: &str) -> String {
        hex::encode_upper(for_t0(&hex::decode(own).unwrap()))
    }

    #[test]
    fn a_card_is_offered_as_one_of_t0() {
        // T=1 only, without and with historical bytes.
        assert_eq!(offered("3BE000FF8131FE4514"), "3B00");
        let contact = "3BDA13FF8131FB468012392F31C173C601C03B";
        assert_eq!(offered(contact), "3B0A8012392F31C173C601C0");
        // T=0 already: by saying nothing, by saying so, or as the first of two.
        for own in ["3B021450", "3B80008F", "3B901100", "3B00"] {
            assert_eq!(offered(own), own);
        }
        assert_eq!(offered("FF"), "3B00");
    }
}
