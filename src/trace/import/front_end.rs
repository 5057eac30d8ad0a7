//! What is said to an NFC front end: PN531 to PN533 (frames of D4 and D5) and the Port-100 of Sony's
//! RC-S380 (D6 and D7), also wrapped into commands for the ACR122.
//!
//! A frame is `00 00 FF`, its length and its checksum, the data and their checksum, `00`; of more
//! than 255 bytes, `FF FF` and a length of two bytes follow the start. Logs show what came from a
//! front end in portions.

use super::Raw;
use super::isodep::IsoDep;
use super::pair::OpenCommand;
use crate::finding::RecordingFault;
use crate::recording::Failure;

const START: [u8; 3] = [0x00, 0x00, 0xFF];
/// What a frame takes at most; of what has come and is no frame, no more is kept.
const MOST: usize = 1 << 11;

#[derive(Default)]
pub(super) struct FrontEnd {
    blocks: IsoDep,
    /// What has come and is not yet a whole frame.
    pending: Vec<u8>,
}

/// The bytes are a frame, or a command of the ACR122 with one in it.
pub(super) fn is_sent(bytes: &[u8]) -> bool {
    bytes.windows(START.len()).any(|window| window == START) || unwrapped(bytes).is_some()
}

impl FrontEnd {
    pub(super) fn sent(
        &mut self,
        bytes: &[u8],
        found: &mut Vec<Raw>,
    ) -> Result<(), RecordingFault> {
        self.pending.clear();
        if let Some(data) = unwrapped(bytes) {
            return self.request(data, found);
        }
        let mut bytes = bytes.to_vec();
        while let Some(data) = frame(&mut bytes) {
            self.request(&data, found)?;
        }
        Ok(())
    }

    pub(super) fn received(
        &mut self,
        bytes: &[u8],
        found: &mut Vec<Raw>,
    ) -> Result<(), RecordingFault> {
        if let Some(data) = ccid(bytes, 0x80).or(Some(bytes)).and_then(reply) {
            return self.reply(data, found);
        }
        if self.pending.len().saturating_add(bytes.len()) > MOST {
            self.pending.clear();
        }
        self.pending.extend(bytes);
        while let Some(data) = frame(&mut self.pending) {
            self.reply(&data, found)?;
        }
        Ok(())
    }

    pub(super) fn end(&mut self, found: &mut Vec<Raw>) {
        self.pair().end(found);
    }

    fn pair(&mut self) -> &mut OpenCommand {
        self.blocks.whole()
    }

    fn request(&mut self, data: &[u8], found: &mut Vec<Raw>) -> Result<(), RecordingFault> {
        match data {
            // InDataExchange, with the number of the card.
            [0xD4, 0x40, _, command @ ..] if command.len() >= 4 => {
                self.pair().command(command.to_vec(), found);
                Ok(())
            }
            // InCommunicateThru; InCommRF behind its time limit.
            [0xD4, 0x42, block @ ..] | [0xD6, 0x04, _, _, block @ ..] => {
                self.blocks.sent(block, found)
            }
            _ => Ok(()),
        }
    }

    fn reply(&mut self, data: &[u8], found: &mut Vec<Raw>) -> Result<(), RecordingFault> {
        match data {
            [0xD5, 0x41, state, answer @ ..] => {
                if state & 0x3F < 1 && !answer.is_empty() {
                    return self.pair().answer(answer.to_vec(), 0, found);
                }
                self.pair().failed(Failure::Lost, found);
                Ok(())
            }
            [0xD5, 0x43, 0, block @ ..] | [0xD7, 0x05, 0, 0, 0, 0, _, block @ ..] => {
                self.blocks.received(block, 0, found)
            }
            _ => Ok(()),
        }
    }
}

/// Takes the data of the next frame out of the bytes, with what stands before it.
fn frame(bytes: &mut Vec<u8>) -> Option<Vec<u8>> {
    loop {
        let start = bytes
            .windows(START.len())
            .position(|window| window == START)?;
        bytes.drain(..start);
        let (head, length) = match bytes.get(START.len()..)? {
            // Extended: on the Port-100 low byte first, on the others high byte first; the one that
            // fits its checksum or the data.
            [0xFF, 0xFF, one, two, _, tfi, ..] => {
                let pair = [*one, *two];
                let length = if *tfi >= 0xD6 {
                    u16::from_le_bytes(pair)
                } else {
                    u16::from_be_bytes(pair)
                };
                (8, usize::from(length))
            }
            [0xFF, 0xFF, ..] => return None,
            // An acknowledgement.
            [0x00, 0xFF, ..] | [0xFF, 0x00, ..] => (5, 0),
            [length, _, ..] => (5, usize::from(*length)),
            _ => return None,
        };
        let end = length.saturating_add(head);
        if end > MOST {
            bytes.drain(..1);
            continue;
        }
        let data = bytes.get(head..end)?.to_vec();
        bytes.drain(..end);
        if !data.is_empty() {
            return Some(data);
        }
    }
}

/// What is in a command of the ACR122: `FF 00 00 00`, a length, and what a frame would hold.
fn unwrapped(bytes: &[u8]) -> Option<&[u8]> {
    let bytes = ccid(bytes, 0x6B)
        .or_else(|| ccid(bytes, 0x6F))
        .unwrap_or(bytes);
    match bytes {
        [0xFF, 0x00, 0x00, 0x00, length, data @ ..] if data.len() == usize::from(*length) => {
            data.starts_with(&[0xD4]).then_some(data)
        }
        _ => None,
    }
}

/// What the ACR122 gives back: the same with a status word of its own.
fn reply(bytes: &[u8]) -> Option<&[u8]> {
    bytes
        .strip_suffix(&[0x90, 0x00])
        .filter(|data| data.starts_with(&[0xD5]))
}

/// What is behind the ten bytes of a CCID message.
fn ccid(bytes: &[u8], kind: u8) -> Option<&[u8]> {
    bytes.get(10..).filter(|_| bytes.first() == Some(&kind))
}
