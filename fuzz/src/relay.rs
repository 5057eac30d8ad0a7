//! What another program sends through a relay.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use mynacheck::internals::relay::{Guard, GuardRules};
use mynacheck::internals::simulator::image::Image;
use mynacheck::internals::simulator::state::Card;
use mynacheck::internals::simulator::{SharedCard, SimulatedTransport};
use mynacheck::internals::transport::{Leave, Outgoing, Source, Transport, TransportError};

use super::TODAY;

const JPKI: &[u8] = b"\xD3\x92\xF0\x00\x26\x01\x00\x00\x00\x01";
const PINS: [u16; 2] = [0x18, 0x1B];

/// A card that takes every instruction by which PINs are known to be compared for a VERIFY, and all
/// that follows its header for a PIN. What no relay passes on is not asked of it.
struct Greedy(SimulatedTransport);

impl Transport for Greedy {
    fn atr(&self) -> &[u8] {
        self.0.atr()
    }

    fn source(&self) -> Source {
        self.0.source()
    }

    fn begin(&mut self) -> Result<(), TransportError> {
        self.0.begin()
    }

    fn transmit(&mut self, command: Outgoing<'_>) -> Result<Vec<u8>, TransportError> {
        let (head, body) = command.bytes.split_at(4);
        let &[class, code, _, reference] = head else {
            panic!("no header");
        };
        assert!(matches!((class, code), (0x00 | 0x80, _) | (0xFF, 0xCA)));
        assert!(
            !matches!(code, 0x70 | 0x86 | 0x87 | 0xC2 | 0xC3),
            "{code:02X}"
        );
        let compares = matches!(code, 0x20..=0x2F | 0x32) && !matches!(code, 0x22 | 0x2A);
        let pin = body.len().min(12);
        let verify = [
            &[
                0x00,
                0x20,
                0x00,
                reference,
                u8::try_from(pin).expect("so few"),
            ],
            &body[..pin],
        ]
        .concat();
        let bytes = if compares && pin > 0 {
            &verify
        } else {
            command.bytes
        };
        self.0.transmit(Outgoing { bytes, ..command })
    }

    fn end(&mut self, leave: Leave) -> Result<(), TransportError> {
        self.0.end(leave)
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Commands with their lengths, to a card of a few tries: no PIN loses its last one. A length above
/// 0x7F takes the card's power away or resets it instead.
pub fn relay(data: &[u8]) {
    let Some((first, mut rest)) = data.split_first() else {
        return;
    };
    let file = format!(
        "extends = 'valid'\nshort_identifiers = {}\n",
        first & 1 == 0
    );
    let image = Image::parse(&file, TODAY).expect("a card");
    let card: SharedCard = Arc::new(Mutex::new(Card::new(image)));
    let limit = Duration::from_secs(30);
    let greedy = SimulatedTransport::attach("fuzz", Arc::clone(&card), limit).expect("a card");
    let rules = GuardRules {
        t0: first & 2 != 0,
        ..GuardRules::default()
    };
    let mut guard = Guard::new(Box::new(Greedy(greedy)), rules, |_| {});
    while let Some((length, behind)) = rest.split_first() {
        let length = usize::from(*length);
        if length > 0x7F {
            let leave = [Leave::Untouched, Leave::Reset, Leave::PoweredDown][length % 3];
            guard.end(leave).expect("a card");
            rest = behind;
            continue;
        }
        let (bytes, behind) = behind.split_at(length.min(behind.len()));
        rest = behind;
        let _ = guard.transmit(Outgoing {
            bytes,
            secret: None,
        });
        let card = card.lock().expect("nothing has panicked");
        for pin in PINS {
            assert_ne!(card.tries_left(JPKI, pin), Some(0), "{pin:02X}");
        }
    }
}
