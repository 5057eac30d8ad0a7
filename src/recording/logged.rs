//! A transport whose conversation is logged, at the verbosity of bytes, as far as a recording would
//! show it.

use std::time::Duration;

use super::{Policy, Redactor};
use crate::transport::{Leave, Outgoing, Source, Transport, TransportError};

/// Logs what goes through it.
pub(crate) struct Logged<'t> {
    inner: &'t mut dyn Transport,
    redactor: Redactor,
}

impl<'t> Logged<'t> {
    /// Logs one conversation.
    pub(crate) fn new(inner: &'t mut dyn Transport) -> Self {
        Self {
            inner,
            redactor: Redactor::new(Policy::Redacted),
        }
    }
}

impl Transport for Logged<'_> {
    fn atr(&self) -> &[u8] {
        self.inner.atr()
    }

    fn source(&self) -> Source {
        self.inner.source()
    }

    fn begin(&mut self) -> Result<(), TransportError> {
        self.redactor.forget();
        self.inner.begin()
    }

    fn transmit(&mut self, command: Outgoing<'_>) -> Result<Vec<u8>, TransportError> {
        let shown = self.redactor.command(command);
        tracing::trace!("-> {shown}");
        let answer = self.inner.transmit(command);
        match answer
            .as_ref()
            .ok()
            .and_then(|bytes| self.redactor.answer(bytes))
        {
            Some(answer) => tracing::trace!("<- {answer}"),
            None => self.redactor.forget(),
        }
        answer
    }

    fn end(&mut self, leave: Leave) -> Result<(), TransportError> {
        self.redactor.forget();
        self.inner.end(leave)
    }

    fn elapsed(&self) -> Duration {
        self.inner.elapsed()
    }
}
