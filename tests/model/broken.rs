//! Builds that are broken on purpose, to see the model catch them: what a mistake in the program would
//! do is done between the program and the model.

use std::time::Duration;

use mynacheck::internals::transport::{Leave, Outgoing, Source, Transport, TransportError};

/// How a build is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    /// It is not.
    Nothing,
    /// A VERIFY without an answer is sent again.
    SendsAgain,
    /// The tries are not counted again before the VERIFY.
    NoRecount,
    /// The card is not powered down.
    KeepsPower,
    /// Whether the last try may be used is asked before the tries are counted.
    ConsentFirst,
    /// Another PIN is sent than was typed.
    OwnPin,
}

/// A transport under a broken program.
pub(crate) struct Sabotaged<T> {
    pub(crate) inner: T,
    pub(crate) broken: Broken,
    pub(crate) counted: Option<Vec<u8>>,
}

impl<T: Transport> Transport for Sabotaged<T> {
    fn atr(&self) -> &[u8] {
        self.inner.atr()
    }

    fn source(&self) -> Source {
        self.inner.source()
    }

    fn begin(&mut self) -> Result<(), TransportError> {
        self.inner.begin()
    }

    fn transmit(&mut self, command: Outgoing<'_>) -> Result<Vec<u8>, TransportError> {
        let query = command.bytes.len() == 4;
        if let (Broken::NoRecount, true, Some(counted)) = (self.broken, query, &self.counted) {
            return Ok(counted.clone());
        }
        let mut answer = self.inner.transmit(command);
        if self.broken == Broken::SendsAgain && command.secret.is_some() && answer.is_err() {
            answer = self.inner.transmit(command);
        }
        if let (true, Ok(answer)) = (query, &answer) {
            self.counted = Some(answer.clone());
        }
        answer
    }

    fn end(&mut self, leave: Leave) -> Result<(), TransportError> {
        match self.broken {
            Broken::KeepsPower => self.inner.end(Leave::Untouched),
            _ => self.inner.end(leave),
        }
    }

    fn elapsed(&self) -> Duration {
        self.inner.elapsed()
    }
}
