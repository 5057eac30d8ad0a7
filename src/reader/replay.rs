//! Plays a recording instead of a card: strictly, in order, each exchange once.
//!
//! There is no way from here to a reader: a conversation that is not the recorded one ends in
//! [`TransportError::Mismatch`]. Time is the recorded one, and nobody waits for it.

use std::collections::VecDeque;
use std::time::Duration;

use crate::recording::redact::{Apdu, Ins};
use crate::recording::{Event, Exchange, Kind, Masked, Segment};
use crate::transport::{Leave, Mismatch, Outgoing, Source, SourceKind, Transport, TransportError};

/// A recorded conversation behind the seam.
pub struct ReplayTransport {
    reader: String,
    atr: Vec<u8>,
    events: VecDeque<(usize, Event)>,
    /// VERIFY commands with data that were played.
    verified: Vec<Masked>,
    clock: Duration,
}

impl ReplayTransport {
    /// Takes the events of a whole recording, as [`crate::recording::read`] gives them. A recording that begins without a card, as those do that were
    /// imported from a log in its middle, has no ATR.
    ///
    /// # Errors
    /// The recorded refusal, where the recording is of a card that could not be connected.
    pub fn connect(events: Vec<(usize, Event)>) -> Result<Self, TransportError> {
        let mut events = VecDeque::from(events);
        let mut replay = Self {
            reader: String::new(),
            atr: Vec::new(),
            events: VecDeque::new(),
            verified: Vec::new(),
            clock: Duration::ZERO,
        };
        if let Some((
            _,
            Event::Card {
                reader,
                atr,
                micros,
            },
        )) = events.front()
        {
            replay.reader.clone_from(reader);
            replay.atr = atr.clone()?;
            replay.clock = Duration::from_micros(*micros);
            events.pop_front();
        }
        replay.events = events;
        Ok(replay)
    }

    /// Nothing may be left over.
    ///
    /// # Errors
    /// [`TransportError::Mismatch`] with the first exchange that was not played.
    pub fn finish(&self) -> Result<(), TransportError> {
        match self.events.front() {
            None => Ok(()),
            Some(_) => Err(self.mismatch(None, None, false)),
        }
    }

    fn mismatch(
        &self,
        got: Option<String>,
        later: Option<usize>,
        repeated: bool,
    ) -> TransportError {
        let next = self.events.front();
        TransportError::Mismatch(Box::new(Mismatch {
            line: next.map(|(line, _)| *line),
            expected: next.map(|(_, event)| describe(event)),
            got,
            later,
            repeated_verify: repeated,
        }))
    }

    fn advance(&mut self, micros: u64) {
        self.clock = self.clock.saturating_add(Duration::from_micros(micros));
        self.events.pop_front();
    }
}

impl Transport for ReplayTransport {
    fn atr(&self) -> &[u8] {
        &self.atr
    }

    fn source(&self) -> Source {
        Source {
            kind: SourceKind::Replay,
            name: self.reader.clone(),
        }
    }

    fn begin(&mut self) -> Result<(), TransportError> {
        let Some((_, Event::Begin { outcome, micros })) = self.events.front() else {
            return Err(self.mismatch(Some("begin".to_owned()), None, false));
        };
        let (outcome, micros) = (*outcome, *micros);
        self.advance(micros);
        outcome.map_err(TransportError::from)
    }

    fn transmit(&mut self, command: Outgoing<'_>) -> Result<Vec<u8>, TransportError> {
        match self.events.front() {
            Some((_, Event::Exchange(exchange))) if fits(&exchange.command, command) => {
                let exchange = exchange.clone();
                self.advance(exchange.micros);
                if sends_pin(command) {
                    self.verified.push(exchange.command.clone());
                }
                answer(exchange)
            }
            _ => {
                let later = self.events.iter().find(|(_, event)| {
                    matches!(event, Event::Exchange(exchange) if fits(&exchange.command, command))
                });
                let repeated =
                    sends_pin(command) && self.verified.iter().any(|before| fits(before, command));
                Err(self.mismatch(
                    Some(command.redacted_hex()),
                    later.map(|(line, _)| *line),
                    repeated,
                ))
            }
        }
    }

    fn end(&mut self, leave: Leave) -> Result<(), TransportError> {
        match self.events.front() {
            Some((
                _,
                Event::Leave {
                    leave: recorded,
                    outcome,
                    micros,
                },
            )) if *recorded == leave => {
                let (outcome, micros) = (*outcome, *micros);
                self.advance(micros);
                outcome.map_err(TransportError::from)
            }
            _ => Err(self.mismatch(Some(leave_name(leave).to_owned()), None, false)),
        }
    }

    fn elapsed(&self) -> Duration {
        self.clock
    }
}

fn answer(exchange: Exchange) -> Result<Vec<u8>, TransportError> {
    let answer = exchange.answer.map_err(TransportError::from)?;
    let mut bytes = answer.data.stand_in();
    bytes.extend_from_slice(&answer.status.to_be_bytes());
    Ok(bytes)
}

/// The command is the recorded one: clear bytes are equal, and a PIN stands where one stood.
fn fits(recorded: &Masked, command: Outgoing<'_>) -> bool {
    let mut rest = command.bytes;
    let mut position = 0_usize;
    for segment in recorded.segments() {
        let length = match segment {
            Segment::Clear(bytes) => bytes.len(),
            Segment::Marker { length, .. } => *length,
        };
        let Some((piece, behind)) = rest.split_at_checked(length) else {
            return false;
        };
        let range = position..position.saturating_add(length);
        let same = match segment {
            Segment::Clear(bytes) => bytes == piece,
            Segment::Marker {
                kind: Kind::Pin, ..
            } => command.secret.is_none_or(|secret| *secret == range),
            Segment::Marker { .. } => command
                .secret
                .is_none_or(|secret| secret.end <= range.start || range.end <= secret.start),
        };
        if !same {
            return false;
        }
        rest = behind;
        position = range.end;
    }
    rest.is_empty()
}

fn sends_pin(command: Outgoing<'_>) -> bool {
    command.secret.is_some()
        || Apdu::parse(command.bytes)
            .is_some_and(|apdu| apdu.ins == Ins::Verify && !apdu.data.is_empty())
}

/// A line of the recording in one word, or the command in hexadecimal.
fn describe(event: &Event) -> String {
    match event {
        Event::Card { .. } => "card".to_owned(),
        Event::Begin { .. } => "begin".to_owned(),
        Event::Exchange(exchange) => exchange.command.to_string(),
        Event::Leave { leave, .. } => leave_name(*leave).to_owned(),
    }
}

fn leave_name(leave: Leave) -> &'static str {
    match leave {
        Leave::Untouched => "leave untouched",
        Leave::PoweredDown => "leave powered-down",
    }
}

#[cfg(test)]
mod tests;
