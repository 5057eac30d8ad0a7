//! The debug log of libnfc (`LIBNFC_LOG_LEVEL=3`), `debug libnfc.bus.uart TX: 00 00 ff …`, and what
//! programs print that use it: `TX: 00 a4 …`, `=> 00 a4 …`.

use super::front_end::{self, FrontEnd};
use super::pair::OpenCommand;
use super::{Parse, Raw, bytes, is_answer, peeled};
use crate::finding::RecordingFault;
use crate::iso7816::Apdu;

pub(super) fn is_line(line: &str) -> bool {
    match part(line) {
        Some(NfcPart::Sent(bytes)) => front_end::is_sent(&bytes) || is_command(&bytes),
        _ => false,
    }
}

enum NfcPart {
    Sent(Vec<u8>),
    Received(Vec<u8>),
}

fn part(line: &str) -> Option<NfcPart> {
    // The debug log names what has written the line.
    let line = match line.split_once("libnfc.") {
        Some((_, rest)) => rest.split_once(char::is_whitespace)?.1.trim_start(),
        None => line,
    };
    let behind = |marks: [&str; 3]| marks.iter().find_map(|mark| line.strip_prefix(mark));
    if let Some(sent) = behind(["TX:", "Tx:", "=>"]) {
        return bytes(sent).map(NfcPart::Sent);
    }
    behind(["RX:", "Rx:", "<="])
        .and_then(bytes)
        .map(NfcPart::Received)
}

fn is_command(bytes: &[u8]) -> bool {
    Apdu::parse(bytes).is_some_and(|apdu| apdu.is_well_formed())
}

#[derive(Default)]
pub(super) struct LibnfcParser {
    front_end: FrontEnd,
    plain: OpenCommand,
}

impl Parse for LibnfcParser {
    fn line(&mut self, line: &str, found: &mut Vec<Raw>) -> Result<(), RecordingFault> {
        match peeled(line).find_map(part) {
            Some(NfcPart::Sent(bytes)) if front_end::is_sent(&bytes) => {
                self.front_end.sent(&bytes, found)
            }
            Some(NfcPart::Sent(bytes)) => {
                if bytes.len() >= 4 && !bytes.starts_with(&[0x55, 0x55]) {
                    self.plain.command(bytes, found);
                }
                Ok(())
            }
            Some(NfcPart::Received(bytes)) if self.plain.is_open() && is_answer(&bytes) => {
                self.plain.answer(bytes, 0, found)
            }
            Some(NfcPart::Received(bytes)) => self.front_end.received(&bytes, found),
            None => Ok(()),
        }
    }

    fn end(&mut self, found: &mut Vec<Raw>) {
        self.plain.end(found);
        self.front_end.end(found);
    }
}
