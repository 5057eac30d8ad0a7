//! Records a conversation while it happens.
//!
//! Each line reaches the file before the next command is sent, so a crash leaves what was there.
//! What must not be written is left out before, by [`crate::recording::redact`]. A full disk does
//! not end the conversation with the card; it is told when the recording is finished.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use std::time::Duration;

use crate::recording::{
    Event, Exchange, Failure, Header, Policy, Provenance, Redactor, Writer, known,
};
use crate::transport::{Leave, Outgoing, Source, Transport, TransportError};

/// A recording that is being made. Clones write to the same one.
pub struct Tape<W> {
    state: Rc<RefCell<TapeState<W>>>,
}

struct TapeState<W> {
    writer: Writer<W>,
    policy: Policy,
    simulated: bool,
    failed: Option<io::Error>,
}

impl<W> Clone for Tape<W> {
    fn clone(&self) -> Self {
        Self {
            state: Rc::clone(&self.state),
        }
    }
}

impl<W: Write> Tape<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// What writing failed with.
    pub fn new(output: W, header: &Header) -> io::Result<Self> {
        let state = TapeState {
            writer: Writer::new(output, header)?,
            policy: header.policy,
            simulated: header.provenance == Provenance::Simulated,
            failed: None,
        };
        Ok(Self {
            state: Rc::new(RefCell::new(state)),
        })
    }

    /// Notes that no card could be connected.
    pub fn no_card(&self, reader: &str, error: &TransportError, took: Duration) {
        self.write(Event::Card {
            reader: reader.to_owned(),
            atr: Err(error.into()),
            micros: micros(took),
        });
    }

    /// Writes the end line, without which the recording counts as cut off.
    ///
    /// # Errors
    /// The first thing that writing failed with since the recording began.
    pub fn finish(&self) -> io::Result<()> {
        let mut state = self.state.borrow_mut();
        match state.failed.take() {
            Some(error) => Err(error),
            None => state.writer.finish(),
        }
    }

    fn write(&self, event: Event) {
        let mut state = self.state.borrow_mut();
        let event = known::event(event, state.simulated);
        // Behind a gap nothing is written: a recording has all or ends.
        if state.failed.is_none() {
            state.failed = state.writer.write(&event).err();
        }
    }
}

/// A transport whose conversation is noted, redacted, event by event.
pub struct Recorder {
    inner: Box<dyn Transport>,
    redactor: Redactor,
    note: Box<dyn FnMut(Event)>,
}

impl Recorder {
    /// Notes the card and records what follows. `took` is the time that connecting took.
    #[must_use]
    pub fn new<W>(inner: Box<dyn Transport>, tape: &Tape<W>, took: Duration) -> Self
    where
        W: Write + 'static,
    {
        let policy = tape.state.borrow().policy;
        let tape = tape.clone();
        Self::noting(inner, policy, took, move |event| tape.write(event))
    }

    /// The same for whoever wants the events themselves.
    pub fn noting(
        inner: Box<dyn Transport>,
        policy: Policy,
        took: Duration,
        mut note: impl FnMut(Event) + 'static,
    ) -> Self {
        note(Event::Card {
            reader: inner.source().name,
            atr: Ok(inner.atr().to_vec()),
            micros: micros(took),
        });
        Self {
            inner,
            redactor: Redactor::new(policy),
            note: Box::new(note),
        }
    }

    /// Does something with the card and takes the time by the transport's own clock.
    fn timed<T>(&mut self, action: impl FnOnce(&mut dyn Transport) -> T) -> (T, u64) {
        let before = self.inner.elapsed();
        let result = action(self.inner.as_mut());
        let took = self.inner.elapsed().saturating_sub(before);
        (result, micros(took))
    }
}

impl Transport for Recorder {
    fn atr(&self) -> &[u8] {
        self.inner.atr()
    }

    fn source(&self) -> Source {
        self.inner.source()
    }

    fn begin(&mut self) -> Result<(), TransportError> {
        let (result, micros) = self.timed(|inner| inner.begin());
        self.redactor.forget();
        (self.note)(Event::Begin {
            outcome: outcome(&result),
            micros,
        });
        result
    }

    fn transmit(&mut self, command: Outgoing<'_>) -> Result<Vec<u8>, TransportError> {
        let (result, micros) = self.timed(|inner| inner.transmit(command));
        let command = self.redactor.command(command);
        let answer = match &result {
            Ok(bytes) => self.redactor.answer(bytes).ok_or(Failure::Short {
                length: bytes.len(),
            }),
            Err(error) => Err(error.into()),
        };
        if answer.is_err() {
            self.redactor.forget();
        }
        (self.note)(Event::Exchange(Exchange {
            command,
            answer,
            micros,
        }));
        result
    }

    fn end(&mut self, leave: Leave) -> Result<(), TransportError> {
        let (result, micros) = self.timed(|inner| inner.end(leave));
        self.redactor.forget();
        (self.note)(Event::Leave {
            leave,
            outcome: outcome(&result),
            micros,
        });
        result
    }

    fn elapsed(&self) -> Duration {
        self.inner.elapsed()
    }
}

fn outcome(result: &Result<(), TransportError>) -> Result<(), Failure> {
    result.as_ref().copied().map_err(Failure::from)
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
