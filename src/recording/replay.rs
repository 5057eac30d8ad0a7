//! Plays a recording instead of a card: strictly, in order, each exchange once.
//!
//! There is no way from here to a reader: a conversation that is not the recorded one ends in
//! [`TransportError::Mismatch`]. Time is the recorded one, and nobody waits for it.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use crate::iso7816::apdu::{Apdu, Ins};
use crate::recording::line::leave_name;
use crate::recording::{Event, Exchange, Failure, HiddenKind, Masked, Segment};
use crate::transport::{Leave, Mismatch, Outgoing, Source, SourceKind, Transport, TransportError};

/// What is still to be played. Clones share the recording.
#[derive(Clone)]
pub struct Script {
    events: Rc<[(usize, Event)]>,
    /// So many were played.
    played: Rc<Cell<usize>>,
}

impl Script {
    /// These events, from the first.
    pub(crate) fn new(events: Rc<[(usize, Event)]>) -> Self {
        Self {
            events,
            played: Rc::default(),
        }
    }

    fn rest(&self) -> &[(usize, Event)] {
        self.events.get(self.played.get()..).unwrap_or_default()
    }

    fn next(&self) -> Option<&Event> {
        self.rest().first().map(|(_, event)| event)
    }

    fn pass(&self) {
        self.played.set(self.played.get().saturating_add(1));
    }

    /// Nothing may be left over.
    ///
    /// # Errors
    /// [`TransportError::Mismatch`] with the first event that was not played.
    pub fn finish(&self) -> Result<(), TransportError> {
        if self.rest().is_empty() {
            Ok(())
        } else {
            Err(self.mismatch(None, None, false))
        }
    }

    fn mismatch(
        &self,
        got: Option<String>,
        later: Option<usize>,
        repeated: bool,
    ) -> TransportError {
        let next = self.rest().first();
        TransportError::Mismatch(Box::new(Mismatch {
            line: next.map(|(line, _)| *line),
            expected: next.map(|(_, event)| describe(event)),
            got,
            later,
            repeated_verify: repeated,
        }))
    }

    /// Takes the next event, if it is the one that is played now.
    fn take(&self, is_it: impl FnOnce(&Event) -> bool) -> Option<&Event> {
        let event = self.next().filter(|event| is_it(event))?;
        self.pass();
        Some(event)
    }

    /// Passes over the question for the tries left that `relay` has put before a command: it changes
    /// nothing on a card, and whoever plays that command again does not ask it.
    pub(crate) fn pass_over_question(&self, command: Outgoing<'_>) {
        let fitting = |(_, event): &(usize, Event)| matches!(event, Event::Exchange(exchange) if fits(&exchange.command, command));
        let asked = matches!(self.next(), Some(Event::Exchange(exchange)) if is_question(&exchange.command));
        if let (true, [asked, command, ..]) = (asked, self.rest())
            && !fitting(asked)
            && fitting(command)
        {
            self.pass();
        }
    }

    /// The line of the next exchange that a command would fit.
    fn later(&self, command: Outgoing<'_>) -> Option<usize> {
        let fitting = |(_, event): &&(usize, Event)| matches!(event, Event::Exchange(exchange) if fits(&exchange.command, command));
        self.rest().iter().find(fitting).map(|(line, _)| *line)
    }
}

/// A recorded conversation behind the seam.
pub struct ReplayTransport {
    reader: String,
    atr: Vec<u8>,
    script: Script,
    /// VERIFY commands with data that were played.
    verified: Vec<Masked>,
    /// The conversation differs from the recorded one; that was reported.
    differs: bool,
    clock: Duration,
}

impl ReplayTransport {
    /// Takes the events of a whole recording, as [`crate::recording::read`] gives them. A
    /// recording that begins without a card, as those do that were imported from a log in its
    /// middle, has no ATR.
    ///
    /// # Errors
    /// The recorded refusal, where the recording is of a card that could not be connected.
    pub fn connect(events: Vec<(usize, Event)>) -> Result<Self, TransportError> {
        Self::resume(Script::new(events.into()))
    }

    /// Connects again, where the recorded program did so after its connection broke.
    ///
    /// # Errors
    /// As [`ReplayTransport::connect`].
    pub fn resume(script: Script) -> Result<Self, TransportError> {
        // Time is counted from when the card was connected, so what connecting took is not played.
        let (reader, atr) = match script.take(|event| matches!(event, Event::Card { .. })) {
            Some(Event::Card { reader, atr, .. }) => (reader.clone(), atr.clone()?),
            _ => Default::default(),
        };
        Ok(Self {
            reader,
            atr,
            script,
            verified: Vec::new(),
            differs: false,
            clock: Duration::ZERO,
        })
    }

    /// What is still to be played.
    #[must_use]
    pub fn script(&self) -> Script {
        self.script.clone()
    }

    fn advance(&mut self, micros: u64) {
        self.clock = self.clock.saturating_add(Duration::from_micros(micros));
    }

    fn outcome(&mut self, result: Result<(), Failure>, micros: u64) -> Result<(), TransportError> {
        self.advance(micros);
        result.map_err(TransportError::from)
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
        let begin = |event: &Event| matches!(event, Event::Begin { .. });
        match self.script.take(begin) {
            Some(&Event::Begin { outcome, micros }) => self.outcome(outcome, micros),
            _ => Err(self.script.mismatch(Some("begin".to_owned()), None, false)),
        }
    }

    fn transmit(&mut self, command: Outgoing<'_>) -> Result<Vec<u8>, TransportError> {
        let fitting = |event: &Event| matches!(event, Event::Exchange(exchange) if fits(&exchange.command, command));
        if let Some(Event::Exchange(exchange)) = self.script.take(fitting) {
            let (micros, answer) = (exchange.micros, answer(exchange));
            if sends_pin(command) {
                self.verified.push(exchange.command.clone());
            }
            self.advance(micros);
            return answer;
        }
        self.differs = true;
        let repeated = sends_pin(command) && self.verified.iter().any(|it| fits(it, command));
        Err(self.script.mismatch(
            Some(command.redacted_hex()),
            self.script.later(command),
            repeated,
        ))
    }

    fn end(&mut self, how: Leave) -> Result<(), TransportError> {
        // How the card was left says nothing more then.
        if self.differs {
            return Ok(());
        }
        let fitting = |event: &Event| matches!(event, Event::Leave { leave, .. } if *leave == how);
        match self.script.take(fitting) {
            Some(&Event::Leave {
                outcome, micros, ..
            }) => self.outcome(outcome, micros),
            _ => Err(self.script.mismatch(Some(left(how)), None, false)),
        }
    }

    fn elapsed(&self) -> Duration {
        self.clock
    }
}

fn answer(exchange: &Exchange) -> Result<Vec<u8>, TransportError> {
    match &exchange.answer {
        Ok(answer) => Ok(answer.stand_in()),
        Err(failure) => Err((*failure).into()),
    }
}

/// The command is the recorded one: clear bytes are equal, and a PIN stands where one stood.
fn fits(recorded: &Masked, command: Outgoing<'_>) -> bool {
    let mut rest = command.bytes;
    let mut position = 0_usize;
    for segment in recorded.segments() {
        let length = match segment {
            Segment::Clear(bytes) => bytes.len(),
            Segment::Marker { length, .. } => length,
        };
        let Some((piece, behind)) = rest.split_at_checked(length) else {
            return false;
        };
        let range = position..position.saturating_add(length);
        let same = match segment {
            Segment::Clear(bytes) => bytes == piece,
            Segment::Marker {
                kind: HiddenKind::Pin,
                ..
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

fn is_question(recorded: &Masked) -> bool {
    recorded.is_clear() && matches!(recorded.stand_in(), [0x00, 0x20, 0x00, _])
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
        Event::Leave { leave, .. } => left(*leave),
    }
}

fn left(leave: Leave) -> String {
    format!("leave {}", leave_name(leave))
}

#[cfg(test)]
mod tests;
