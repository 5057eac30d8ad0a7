//! A card plugged in where programs look for cards: into a virtual reader of this computer's PC/SC
//! ([`vpcd`]), or into the USB reader of a virtual machine ([`vscard`]).
//!
//! To connect to either is to lay a card down, and to go is to take it away. What lies there is an
//! [`Icc`]: a simulated card, a recording, or the card on a real reader.

mod address;
mod recorded;
mod simulated;
pub(crate) mod vpcd;
pub(crate) mod vscard;
mod wire;

use std::io;
use std::time::{Duration, Instant};

pub use address::Address;
pub use recorded::RecordedCard;
use wire::Wire;

/// A card at its contacts (ISO/IEC 7816-3: an integrated circuit card).
pub trait Icc {
    /// The answer to reset; None where the chip does not answer.
    fn atr(&self) -> Option<&[u8]>;

    /// Power on.
    fn power_on(&mut self);

    /// Power off.
    fn power_off(&mut self);

    /// Warm reset.
    fn reset(&mut self);

    /// Carries out one command.
    fn transmit(&mut self, command: &[u8]) -> IccResponse;

    /// The card is taken away, and its power with it.
    fn taken_away(&mut self);
}

/// What comes back from a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IccResponse {
    /// These bytes, after this time.
    Bytes {
        /// The answer, status word included.
        bytes: Vec<u8>,
        /// How long the reader is to wait for it.
        delay: Duration,
    },
    /// Nothing, ever.
    Silent,
    /// Nothing: the card was pulled away.
    Gone,
    /// Nothing: this is not the conversation that the card is there for.
    Refused,
}

/// What speaks at the other end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peer {
    /// vpcd of vsmartcard, inside pcscd.
    Vpcd,
    /// QEMU's `ccid-card-passthru`.
    Vscard,
}

/// What happens to a card in a virtual reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotEvent {
    /// Nobody listens yet; it is waited for.
    Waiting,
    /// The reader has taken notice of the card.
    Inserted,
    /// It has not: another card lies on it, or it stands still.
    Unnoticed,
    /// Power on.
    PowerOn,
    /// Power off.
    PowerOff,
    /// Warm reset.
    Reset,
    /// A command and its answer; nothing of their data, which may be a PIN.
    Command {
        /// CLA, INS, P1, P2; zeros where the command was shorter.
        header: [u8; 4],
        /// Length of the command, in bytes.
        sent: usize,
        /// Length of the answer, in bytes, status word included; None when the card says nothing.
        received: Option<usize>,
        /// Status word, where the answer has one.
        status: Option<u16>,
    },
}

/// How a card's time on the reader ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Departure {
    /// As whoever placed it wished.
    Lifted,
    /// The reader went away.
    ReaderGone,
    /// The card went away by itself.
    Gone,
    /// The card does not go on with this conversation.
    Refused,
}

/// Why no card can be laid down.
#[derive(Debug, thiserror::Error)]
pub enum SlotError {
    /// The address is none.
    #[error("{address} is no address")]
    Address {
        /// The address.
        address: Address,
        /// What the system says of it.
        source: io::Error,
    },
    /// Nobody has listened there within the time limit.
    #[error("nothing listens on {address} within {limit:?}")]
    NobodyListens {
        /// The address.
        address: Address,
        /// The limit.
        limit: Duration,
        /// What the last attempt ended with.
        source: io::Error,
    },
}

/// A virtual reader's slot, which holds one card at a time.
#[derive(Debug)]
pub struct Slot {
    peer: Peer,
    address: Address,
    /// How long the reader is waited for; None for as long as it takes.
    limit: Option<Duration>,
}

/// A request of a reader.
enum SlotRequest {
    PowerOn,
    PowerOff,
    Reset,
    /// Also how vpcd looks whether the card is still there.
    Atr,
    Command(Vec<u8>),
    /// It has taken notice of the card, without a wish.
    Notice,
}

/// What has come from a reader.
enum Received {
    Request(SlotRequest),
    /// Nothing for a moment.
    Nothing,
    /// The end of the connection, or what is no message of this protocol.
    Closed,
}

/// One card's time on a reader, as the reader's protocol has it.
trait Link {
    /// Waits a moment for the reader's next message.
    fn receive(&mut self) -> Received;

    /// Answers [`SlotRequest::Atr`]; None where the chip does not answer.
    fn send_atr(&mut self, atr: Option<&[u8]>) -> io::Result<()>;

    /// Answers [`SlotRequest::Command`].
    fn send(&mut self, answer: &[u8]) -> io::Result<()>;

    /// Takes the card away.
    fn leave(&mut self);

    /// The connection below.
    fn wire(&mut self) -> &mut Wire;
}

/// pcscd switches a card on within half a second of its arrival, QEMU consents at once.
const NOTICED_WITHIN: Duration = Duration::from_secs(3);
/// Before a reader is tried again that did not take the card.
const REBUFFED: Duration = Duration::from_millis(500);
/// How often pcscd looks, at most, before it switches on a card that it sees come. One that only goes on looking takes
/// the card for the one before, whose leaving it has missed, and would never tell its programs of it.
const LOOKS: u32 = 3;

impl Slot {
    /// A slot that is waited for at most so long the first time, and without limit afterwards.
    #[must_use]
    pub fn new(peer: Peer, address: Address, limit: Option<Duration>) -> Self {
        Self {
            peer,
            address,
            limit,
        }
    }

    /// Where it is.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Lays the card down, waiting for the reader if need be, and serves it until it leaves or
    /// `lifted` says so. What the card has counted stays in it.
    ///
    /// # Errors
    /// [`SlotError`], when the reader cannot be reached in the first place.
    pub fn hold(
        &mut self,
        card: &mut dyn Icc,
        lifted: &mut dyn FnMut() -> bool,
        observe: &mut dyn FnMut(SlotEvent),
    ) -> Result<Departure, SlotError> {
        let mut looks = LOOKS;
        loop {
            if let Some(departure) = self.place(looks, card, lifted, observe)? {
                return Ok(departure);
            }
            // A pcscd that leaves the power to its programs is left in peace by and by.
            looks = looks.saturating_mul(2);
            wire::pause(REBUFFED, lifted);
        }
    }

    /// The same, once: None where the reader went before it had noticed the card, or looked at it more
    /// than so often without noticing it.
    ///
    /// # Errors
    /// As [`Slot::hold`].
    pub fn place(
        &mut self,
        looks: u32,
        card: &mut dyn Icc,
        lifted: &mut dyn FnMut() -> bool,
        observe: &mut dyn FnMut(SlotEvent),
    ) -> Result<Option<Departure>, SlotError> {
        let mut waiting = || observe(SlotEvent::Waiting);
        let connected = wire::connect(&self.address, self.limit, lifted, &mut waiting)?;
        let Some(wire) = connected else {
            return Ok(Some(Departure::Lifted));
        };
        self.limit = None;
        Ok(self.lay_down(wire, looks, card, lifted, observe))
    }

    /// None where the reader went before it had noticed the card, as a pcscd that is just ending does, or has looked
    /// so often without noticing it.
    fn lay_down(
        &self,
        wire: Wire,
        looks: u32,
        card: &mut dyn Icc,
        lifted: &mut dyn FnMut() -> bool,
        observe: &mut dyn FnMut(SlotEvent),
    ) -> Option<Departure> {
        let mut link: Box<dyn Link> = match self.peer {
            Peer::Vpcd => Box::new(vpcd::Vpcd::new(wire)),
            Peer::Vscard => match vscard::Vscard::insert(wire, card.atr()) {
                Ok(link) => Box::new(link),
                Err(error) => {
                    tracing::debug!(%error, "VSCARD");
                    return None;
                }
            },
        };
        let mut stay = Stay {
            card,
            link: link.as_mut(),
            lifted,
            observe,
            looks,
            noticed: false,
        };
        let departure = stay.until_it_leaves();
        let noticed = stay.noticed;
        if departure != Departure::ReaderGone {
            link.leave();
        }
        card.taken_away();
        (noticed || departure != Departure::ReaderGone).then_some(departure)
    }
}

/// A card that lies on a reader.
struct Stay<'a> {
    card: &'a mut dyn Icc,
    link: &'a mut dyn Link,
    lifted: &'a mut dyn FnMut() -> bool,
    observe: &'a mut dyn FnMut(SlotEvent),
    /// How often the reader may still look without noticing the card.
    looks: u32,
    noticed: bool,
}

impl Stay<'_> {
    fn until_it_leaves(&mut self) -> Departure {
        let arrived = Instant::now();
        let mut said = false;
        loop {
            if (self.lifted)() {
                return Departure::Lifted;
            }
            let request = match self.link.receive() {
                Received::Request(request) => request,
                Received::Closed => return Departure::ReaderGone,
                Received::Nothing => {
                    if !said && !self.noticed && arrived.elapsed() > NOTICED_WITHIN {
                        said = true;
                        (self.observe)(SlotEvent::Unnoticed);
                    }
                    continue;
                }
            };
            if matches!(request, SlotRequest::Atr) && !self.noticed {
                let Some(left) = self.looks.checked_sub(1) else {
                    return Departure::ReaderGone;
                };
                self.looks = left;
            } else if !std::mem::replace(&mut self.noticed, true) {
                (self.observe)(SlotEvent::Inserted);
            }
            if let Some(departure) = self.comply(request) {
                return departure;
            }
        }
    }

    fn comply(&mut self, request: SlotRequest) -> Option<Departure> {
        let event = match request {
            SlotRequest::PowerOn => {
                self.card.power_on();
                SlotEvent::PowerOn
            }
            SlotRequest::PowerOff => {
                self.card.power_off();
                SlotEvent::PowerOff
            }
            SlotRequest::Reset => {
                self.card.reset();
                SlotEvent::Reset
            }
            SlotRequest::Notice => return None,
            SlotRequest::Atr => {
                let sent = self.link.send_atr(self.card.atr());
                return sent.is_err().then_some(Departure::ReaderGone);
            }
            SlotRequest::Command(command) => return self.command(&command),
        };
        (self.observe)(event);
        None
    }

    fn command(&mut self, command: &[u8]) -> Option<Departure> {
        let (answer, departure) = match self.card.transmit(command) {
            IccResponse::Bytes { bytes, delay } => {
                self.link.wire().rest(delay, self.lifted);
                // An answer without a byte is a card that has gone: sent, it would block vpcd.
                let gone = bytes.is_empty().then_some(Departure::Gone);
                (Some(bytes), gone)
            }
            // The reader waits, and asks nothing more until it gives up.
            IccResponse::Silent => (None, None),
            IccResponse::Gone => (None, Some(Departure::Gone)),
            IccResponse::Refused => (None, Some(Departure::Refused)),
        };
        let answer = answer.filter(|answer| !answer.is_empty());
        (self.observe)(SlotEvent::of(command, answer.as_deref()));
        if let Some(answer) = answer
            && self.link.send(&answer).is_err()
        {
            return Some(Departure::ReaderGone);
        }
        departure
    }
}

impl SlotEvent {
    fn of(command: &[u8], answer: Option<&[u8]>) -> Self {
        let mut header = [0; 4];
        for (to, from) in header.iter_mut().zip(command) {
            *to = *from;
        }
        Self::Command {
            header,
            sent: command.len(),
            received: answer.map(<[u8]>::len),
            status: answer
                .and_then(<[u8]>::last_chunk)
                .map(|word| u16::from_be_bytes(*word)),
        }
    }
}
