//! The blocks in which a contactless card is spoken to (ISO/IEC 14443-4 §7), put together to
//! commands and answers.

use super::Raw;
use super::pair::OpenCommand;
use crate::finding::RecordingFault;

/// A longer command or answer than this is none.
const MOST: usize = 1 << 16;

#[derive(Default)]
pub(super) struct IsoDep {
    pair: OpenCommand,
    sent: Vec<u8>,
    received: Vec<u8>,
    /// What was sent last is no block, so neither is what comes: a card is being looked for.
    searching: bool,
}

impl IsoDep {
    pub(super) fn sent(
        &mut self,
        bytes: &[u8],
        found: &mut Vec<Raw>,
    ) -> Result<(), RecordingFault> {
        self.searching = false;
        match IsoDepBlock::of(bytes) {
            IsoDepBlock::Information { data, goes_on } => {
                gather(&mut self.sent, data)?;
                if !goes_on {
                    self.pair.command(std::mem::take(&mut self.sent), found);
                }
                self.received.clear();
            }
            IsoDepBlock::Control => {}
            IsoDepBlock::None => self.searching = true,
        }
        Ok(())
    }

    pub(super) fn received(
        &mut self,
        bytes: &[u8],
        micros: u64,
        found: &mut Vec<Raw>,
    ) -> Result<(), RecordingFault> {
        if self.searching {
            return Ok(());
        }
        if let IsoDepBlock::Information { data, goes_on } = IsoDepBlock::of(bytes) {
            gather(&mut self.received, data)?;
            if !goes_on {
                let answer = std::mem::take(&mut self.received);
                return self.pair.answer(answer, micros, found);
            }
        }
        Ok(())
    }

    /// The commands that a front end puts into blocks by itself.
    pub(super) fn whole(&mut self) -> &mut OpenCommand {
        self.searching = false;
        &mut self.pair
    }
}

fn gather(to: &mut Vec<u8>, data: &[u8]) -> Result<(), RecordingFault> {
    if to.len().saturating_add(data.len()) > MOST {
        return Err(RecordingFault::NotALogLine);
    }
    to.extend(data);
    Ok(())
}

enum IsoDepBlock<'b> {
    Information {
        data: &'b [u8],
        goes_on: bool,
    },
    /// An acknowledgement, more time, the end.
    Control,
    None,
}

impl<'b> IsoDepBlock<'b> {
    fn of(bytes: &'b [u8]) -> Self {
        let Some((&pcb, rest)) = bytes.split_first() else {
            return Self::None;
        };
        match pcb & 0xE6 {
            0x02 | 0x06 => {
                let addresses =
                    usize::from(pcb & 0x08 != 0).saturating_add(usize::from(pcb & 0x04 != 0));
                Self::Information {
                    data: rest.get(addresses..).unwrap_or_default(),
                    goes_on: pcb & 0x10 != 0,
                }
            }
            0xA2 => Self::Control,
            0xC2 | 0xE2 if pcb & 0x05 == 0 => Self::Control,
            _ => Self::None,
        }
    }
}
