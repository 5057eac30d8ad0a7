//! The debug log of nfcpy: `[nfc.clf] >>> 0200a4… timeout=0.077` and `<<< 029000 0.012s`, blocks of a
//! contactless card, or `[nfc.clf.transport] >>> 0000ff…` below, what the front end is told.

use super::front_end::{self, FrontEnd};
use super::isodep::IsoDep;
use super::{Parse, Raw, peeled};
use crate::finding::RecordingFault;

pub(super) fn is_line(line: &str) -> bool {
    part(line).is_some_and(|part| part.is_block || front_end::is_sent(&part.bytes))
}

struct NfcpyPart {
    sent: bool,
    bytes: Vec<u8>,
    /// Of the card, not of the front end.
    is_block: bool,
    micros: u64,
}

fn part(line: &str) -> Option<NfcpyPart> {
    let (_, rest) = line.split_once("nfc.clf")?;
    let sent = rest.contains(">>> ");
    let (_, rest) = rest
        .split_once(">>> ")
        .or_else(|| rest.split_once("<<< "))?;
    let (digits, behind) = rest.split_once(' ').unwrap_or((rest, ""));
    let millis = behind
        .strip_suffix('s')
        .filter(|seconds| seconds.contains('.'))
        .and_then(|seconds| seconds.replace('.', "").parse::<u64>().ok());
    Some(NfcpyPart {
        sent,
        bytes: hex::decode(digits).ok()?,
        is_block: millis.is_some() || behind.starts_with("timeout="),
        micros: millis.unwrap_or(0).saturating_mul(1000),
    })
}

#[derive(Default)]
pub(super) struct NfcpyParser {
    blocks: IsoDep,
    front_end: FrontEnd,
    /// The log shows both, each block before the frame that it becomes.
    has_blocks: bool,
}

impl Parse for NfcpyParser {
    fn line(&mut self, line: &str, found: &mut Vec<Raw>) -> Result<(), RecordingFault> {
        let Some(part) = peeled(line).find_map(part) else {
            return Ok(());
        };
        self.has_blocks |= part.is_block;
        match (part.is_block, part.sent) {
            (true, true) => self.blocks.sent(&part.bytes, found),
            (true, false) => self.blocks.received(&part.bytes, part.micros, found),
            (false, _) if self.has_blocks => Ok(()),
            (false, true) => self.front_end.sent(&part.bytes, found),
            (false, false) => self.front_end.received(&part.bytes, found),
        }
    }

    fn end(&mut self, found: &mut Vec<Raw>) {
        self.blocks.whole().end(found);
        self.front_end.end(found);
    }
}
