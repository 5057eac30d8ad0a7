//! A simulated card on a reader of this computer's real PC/SC.
//!
//! vpcd, the virtual reader of the vsmartcard project, is a driver inside pcscd that listens on a
//! TCP port. To connect to it is to lay the card down, to close the connection is to take it away.
//! Every message, in both directions, is two bytes of length, big endian, and so many bytes. One
//! byte from the reader switches the power or asks for the ATR, which is also how pcscd looks
//! every 0.4 s whether the card is still there; anything longer is a command APDU
//! (`virtualsmartcard/doc/api.txt` of vsmartcard).
//!
//! What goes wrong is pcscd's end, not the card's, so it is never sent: half a message makes pcscd
//! crash, an answer without a single byte blocks the reader for every program.

mod link;

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::state::{Answer, Card};
use link::{Link, Received};

/// Where vpcd listens unless its configuration says otherwise: its first slot.
pub const DEFAULT_ADDRESS: &str = "127.0.0.1:35963";

/// How a card is served.
#[derive(Debug, Clone)]
pub struct Options {
    /// Host and port of a slot of vpcd.
    pub address: String,
    /// How long to wait until vpcd listens for the first time.
    pub limit: Duration,
    /// What follows when the card has left the reader, or pcscd its service.
    pub afterwards: Afterwards,
}

/// What follows when the card is off the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Afterwards {
    /// The end.
    Return,
    /// A card that took itself away (`remove` in its card file) is laid down again after this
    /// pause; one whose pcscd went away waits for it as long as it takes.
    LayDownAgain(Duration),
}

/// What happens to a card that is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The card lies on the reader.
    Inserted,
    /// The reader has not taken notice of the card: another card lies on it, or pcscd stands still.
    Unnoticed,
    /// Power on.
    PowerOn,
    /// Power off.
    PowerOff,
    /// Warm reset.
    Reset,
    /// A command; nothing of its data, which may be a PIN.
    Command(Exchange),
    /// The card has taken itself away, as its card file says.
    Removed,
    /// pcscd has closed the reader.
    ReaderGone,
}

/// A command and its answer, without the data of either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exchange {
    /// CLA, INS, P1, P2; zeros where the command was shorter.
    pub header: [u8; 4],
    /// Length of the command, in bytes.
    pub sent: usize,
    /// Length of the answer, in bytes, status word included; None when the card says nothing.
    pub received: Option<usize>,
    /// Status word, where the answer has one.
    pub status: Option<u16>,
}

/// Why a card cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum VpcdError {
    /// The address is no host and port.
    #[error("{address} is no address")]
    Address {
        /// The address.
        address: String,
        /// What the system says of it.
        source: io::Error,
    },
    /// Nobody has listened there within the time limit.
    #[error("nothing listens on {address} within {limit:?}")]
    NobodyListens {
        /// The address.
        address: String,
        /// The limit.
        limit: Duration,
        /// What the last attempt ended with.
        source: io::Error,
    },
}

/// Serves the card until `stop` is set or, with [`Afterwards::Return`], until it has left the
/// reader. What the card has counted stays in it.
///
/// # Errors
/// [`VpcdError`], when vpcd cannot be reached in the first place.
pub fn serve(
    card: &mut Card,
    options: &Options,
    stop: &AtomicBool,
    observe: &mut dyn FnMut(Event),
) -> Result<(), VpcdError> {
    let mut limit = Some(options.limit);
    while let Some(mut link) = link::connect(&options.address, limit, stop)? {
        limit = None;
        observe(Event::Inserted);
        let end = lie(card, &mut link, stop, observe);
        drop(link);
        card.taken_away();
        match (end, options.afterwards) {
            (End::Stopped, _) => return Ok(()),
            (End::ReaderGone, after) => {
                observe(Event::ReaderGone);
                if after == Afterwards::Return {
                    return Ok(());
                }
            }
            (End::Removed, after) => {
                observe(Event::Removed);
                match after {
                    Afterwards::Return => return Ok(()),
                    Afterwards::LayDownAgain(pause) => link::pause(pause, stop),
                }
            }
        }
    }
    Ok(())
}

/// How the time on the reader ended.
enum End {
    Stopped,
    ReaderGone,
    Removed,
}

/// vpcd asks for the ATR within half a second of a card's arrival.
const NOTICED_WITHIN: Duration = Duration::from_secs(3);

/// vpcd takes 33 bytes at most. More, and the chip counts as unresponsive, which is how a card
/// without an ATR is shown: an empty message would block the reader.
const NO_ATR: [u8; 34] = [0; 34];

/// Lies on the reader until one of the two has enough.
fn lie(card: &mut Card, link: &mut Link, stop: &AtomicBool, observe: &mut dyn FnMut(Event)) -> End {
    let arrived = Instant::now();
    let mut noticed = false;
    loop {
        if stop.load(Ordering::Relaxed) {
            return End::Stopped;
        }
        let message = match link.receive() {
            Received::Message(message) => message,
            Received::Closed => return End::ReaderGone,
            Received::Nothing => {
                if !noticed && arrived.elapsed() > NOTICED_WITHIN {
                    noticed = true;
                    observe(Event::Unnoticed);
                }
                continue;
            }
        };
        noticed = true;
        let answer = match message.as_slice() {
            [] => continue,
            [0] => {
                card.power_off();
                observe(Event::PowerOff);
                continue;
            }
            [1] => {
                card.power_on();
                observe(Event::PowerOn);
                continue;
            }
            [2] => {
                card.reset();
                observe(Event::Reset);
                continue;
            }
            [4] if card.is_mute() || card.atr().is_empty() => NO_ATR.to_vec(),
            [4] => card.atr().to_vec(),
            command => match execute(card, command, link, stop, observe) {
                Some(answer) if answer.is_empty() => return End::Removed,
                Some(answer) => answer,
                // vpcd waits, and asks nothing more until pcscd ends.
                None => continue,
            },
        };
        if link.send(&answer).is_err() {
            return End::ReaderGone;
        }
    }
}

/// The card's answer: empty when it is gone, None when it says nothing.
fn execute(
    card: &mut Card,
    command: &[u8],
    link: &Link,
    stop: &AtomicBool,
    observe: &mut dyn FnMut(Event),
) -> Option<Vec<u8>> {
    let answer = match card.execute(command) {
        Answer::Bytes { bytes, delay } => {
            link.rest(delay, stop);
            Some(bytes)
        }
        Answer::Removed => Some(Vec::new()),
        Answer::Hang => None,
    };
    let mut header = [0; 4];
    for (to, from) in header.iter_mut().zip(command) {
        *to = *from;
    }
    observe(Event::Command(Exchange {
        header,
        sent: command.len(),
        received: answer.as_ref().map(Vec::len).filter(|length| *length > 0),
        status: answer
            .as_ref()
            .and_then(|answer| answer.last_chunk())
            .map(|word| u16::from_be_bytes(*word)),
    }));
    answer
}
