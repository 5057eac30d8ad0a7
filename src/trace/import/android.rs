//! Android's logcat, alone or in a bug report: what the NFC service tells its chip (`NxpNciX : len =
//! 20 > …`, packets of the NFC Forum's NCI), and what programs with `IsoDep` write of it
//! (`D/Reader: transceive: 00A404…`).

use super::pair::OpenCommand;
use super::{Parse, Raw, bytes, is_answer, peeled};
use crate::finding::RecordingFault;
use crate::iso7816::Apdu;

/// The first words of a program's own line.
const COMMAND: &[&str] = &[
    "transceive", "send", "sent", "sending", "command", "request", "capdu", "c-apdu", "apdu", "tx",
    "cmd", "->", ">>", "=>", ">",
];
const ANSWER: &[&str] = &[
    "response", "receive", "received", "recv", "reply", "answer", "result", "rapdu", "r-apdu",
    "rx", "resp", "<-", "<<", "<=", "<",
];
/// A longer command or answer than this is none.
const MOST: usize = 1 << 16;

pub(super) fn is_line(line: &str) -> bool {
    match part(line) {
        Some(LogcatPart::Packet { .. }) => true,
        Some(LogcatPart::Command(bytes)) => is_command(&bytes),
        _ => false,
    }
}

enum LogcatPart {
    /// Of NCI.
    Packet {
        sent: bool,
        bytes: Vec<u8>,
    },
    Command(Vec<u8>),
    Answer(Vec<u8>),
}

fn part(line: &str) -> Option<LogcatPart> {
    if let Some((head, packet)) = line.split_once("> ")
        && head.contains("len =")
    {
        let sent = head.contains("NciX");
        return (sent || head.contains("NciR"))
            .then(|| bytes(packet))
            .flatten()
            .map(|bytes| LogcatPart::Packet { sent, bytes });
    }
    let message = logcat(line)?;
    let end = message
        .find(|c: char| c.is_whitespace() || matches!(c, ':' | '=' | '('))
        .filter(|end| *end > 0)
        .unwrap_or(message.len());
    let (word, rest) = message.split_at_checked(end)?;
    let word = word.to_ascii_lowercase();
    // `APDU >> 00A4…`, `transceive(00A4…)`, `Response = [90 00]`, `Sending APDU: 00A4…`
    let marked = rest.rsplit([':', '=', '<', '>', '(']).next();
    let rest = marked.unwrap_or(rest);
    let rest = rest.trim_start_matches(|c: char| !c.is_ascii_hexdigit());
    let rest = rest.strip_prefix("0x").unwrap_or(rest);
    let bytes = bytes(rest.trim_end_matches(|c: char| !c.is_ascii_hexdigit()))?;
    if message.contains("<<") || ANSWER.contains(&word.as_str()) {
        return Some(LogcatPart::Answer(bytes));
    }
    COMMAND
        .contains(&word.as_str())
        .then_some(LogcatPart::Command(bytes))
}

/// What is behind the tag: of `903 3890 D Tag : …` behind a time, or of `D/Tag( 903): …`.
fn logcat(line: &str) -> Option<&str> {
    let level = |word: &str| matches!(word, "V" | "D" | "I" | "W" | "E" | "F");
    let (head, message) = line.split_once(": ")?;
    let clock = |word: &&str| {
        word.contains(['-', ':'])
            && word
                .bytes()
                .all(|byte| byte.is_ascii_digit() || b"-:.".contains(&byte))
    };
    let mut words = head.split_whitespace().skip_while(clock);
    let first = words.next()?;
    let number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let long = number(first) && words.next().is_some_and(number) && words.next().is_some_and(level);
    let brief = head.ends_with(')') && head.split_once('/').is_some_and(|(word, _)| level(word));
    (long || brief).then(|| message.trim())
}

fn is_command(bytes: &[u8]) -> bool {
    Apdu::parse(bytes).is_some_and(|apdu| apdu.is_well_formed())
}

/// Where a command was seen: each writes the same again in its own way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LogcatSource {
    Chip,
    Program,
}

#[derive(Default)]
pub(super) struct AndroidParser {
    pair: OpenCommand,
    sent: Vec<u8>,
    received: Vec<u8>,
    /// The one that was first.
    source: Option<LogcatSource>,
}

impl Parse for AndroidParser {
    fn line(&mut self, line: &str, found: &mut Vec<Raw>) -> Result<(), RecordingFault> {
        let Some(part) = peeled(line).find_map(part) else {
            return Ok(());
        };
        match part {
            LogcatPart::Packet { sent, bytes } => self.packet(sent, &bytes, found),
            LogcatPart::Command(command) => {
                if is_command(&command) && self.is_from(LogcatSource::Program) {
                    self.pair.command(command, found);
                }
                Ok(())
            }
            LogcatPart::Answer(answer) => {
                let answers = self.source != Some(LogcatSource::Chip) && is_answer(&answer);
                if answers {
                    return self.pair.answer(answer, 0, found);
                }
                Ok(())
            }
        }
    }

    fn end(&mut self, found: &mut Vec<Raw>) {
        self.pair.end(found);
    }
}

impl AndroidParser {
    fn is_from(&mut self, source: LogcatSource) -> bool {
        *self.source.get_or_insert(source) == source
    }

    /// A packet of data on the connection to the card; everything else is about the chip.
    fn packet(
        &mut self,
        sent: bool,
        bytes: &[u8],
        found: &mut Vec<Raw>,
    ) -> Result<(), RecordingFault> {
        let [kind @ (0x00 | 0x10), _, length, data @ ..] = bytes else {
            if bytes.starts_with(&[0x61, 0x05]) {
                // A card was found.
                self.pair.end(found);
                found.push(Raw::Card {
                    reader: String::new(),
                    atr: Vec::new(),
                });
            }
            return Ok(());
        };
        if data.len() != usize::from(*length) {
            return Err(RecordingFault::NotALogLine);
        }
        let gathered = if sent {
            &mut self.sent
        } else {
            &mut self.received
        };
        if gathered.len().saturating_add(data.len()) > MOST {
            return Err(RecordingFault::NotALogLine);
        }
        gathered.extend(data);
        if *kind == 0x10 {
            return Ok(());
        }
        let whole = std::mem::take(gathered);
        if sent {
            self.received.clear();
            // What other cards are told is no APDU.
            if is_command(&whole) && self.is_from(LogcatSource::Chip) {
                self.pair.command(whole, found);
            }
        } else if self.pair.is_open() && self.source == Some(LogcatSource::Chip) {
            return self.pair.answer(whole, 0, found);
        }
        Ok(())
    }
}
