//! `FreeRDP` with `/log-level:DEBUG`: a reader that is lent to a remote computer. `pbSendBuffer: …` in a
//! `Transmit_Call {`, `ReturnCode: …` and `pbRecvBuffer: …` in a `Transmit_Return {`.

use super::pair::OpenCommand;
use super::{Parse, Raw, bytes, peeled};
use crate::finding::RecordingFault;
use crate::recording::Failure;
use crate::transport::{Operation, ScardCode};

pub(super) fn is_line(line: &str) -> bool {
    let line = message(line);
    line.starts_with("pbSendBuffer: ") || line.starts_with("Transmit_Call {")
}

/// What is behind the brackets and the dash of `WLog`.
fn message(line: &str) -> &str {
    let line = line.strip_prefix("- ").unwrap_or(line).trim_start();
    match line
        .strip_prefix('[')
        .and_then(|line| line.split_once("]: "))
    {
        Some((_, message)) => message.trim_start(),
        None => line,
    }
}

fn buffer(text: &str) -> Option<Vec<u8>> {
    bytes(text.trim_matches(|c: char| matches!(c, '{' | '}') || c.is_whitespace()))
}

#[derive(Default)]
pub(super) struct FreeRdpParser {
    pair: OpenCommand,
    /// Within what came back.
    returned: bool,
    code: Option<ScardCode>,
}

impl Parse for FreeRdpParser {
    fn line(&mut self, line: &str, found: &mut Vec<Raw>) -> Result<(), RecordingFault> {
        let known = |line: &&str| {
            [
                "pbSendBuffer:", "pbRecvBuffer:", "ReturnCode:", "szReader", "Transmit_", "}",
            ]
            .iter()
            .any(|start| line.starts_with(start))
        };
        let Some(line) = peeled(line).map(message).find(known) else {
            return Ok(());
        };
        if let Some(command) = line.strip_prefix("pbSendBuffer:").and_then(buffer) {
            self.returned = false;
            self.pair.command(command, found);
        } else if let Some(answer) = line.strip_prefix("pbRecvBuffer:").and_then(buffer) {
            if self.returned {
                self.returned = false;
                return self.pair.answer(answer, 0, found);
            }
        } else if line.starts_with("Transmit_Return {") {
            self.returned = true;
            self.code = None;
        } else if let Some(code) = line.strip_prefix("ReturnCode:") {
            let code = code.split_whitespace().find_map(|word| word.parse().ok());
            self.code = code.filter(|code| *code != ScardCode::S_SUCCESS);
        } else if let Some(reader) = line.strip_prefix("szReader: ") {
            let (reader, _) = reader.split_once(" dwShareMode").unwrap_or((reader, ""));
            self.pair.end(found);
            found.push(Raw::Card {
                reader: reader.trim().to_owned(),
                atr: Vec::new(),
            });
        } else if line.starts_with('}') && std::mem::take(&mut self.returned) {
            let failure = |code| Failure::Scard {
                operation: Operation::Transmit,
                code,
            };
            self.pair
                .failed(self.code.take().map_or(Failure::Lost, failure), found);
        }
        Ok(())
    }

    fn end(&mut self, found: &mut Vec<Raw>) {
        self.pair.end(found);
    }
}
