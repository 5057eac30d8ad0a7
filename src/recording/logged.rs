//! A transport whose conversation is logged, at the verbosity of bytes, as far as a recording would
//! show it.

use std::time::Duration;

use super::{Policy, Redactor};
use crate::transport::{Leave, Outgoing, Source, Transport, TransportError};

/// Logs what goes through it.
pub(crate) struct Logged<'t> {
    inner: &'t mut dyn Transport,
    /// None where nobody listens.
    redactor: Option<Redactor>,
}

impl<'t> Logged<'t> {
    /// Logs one conversation.
    pub(crate) fn new(inner: &'t mut dyn Transport) -> Self {
        Self {
            inner,
            redactor: tracing::enabled!(tracing::Level::TRACE)
                .then(|| Redactor::new(Policy::Redacted)),
        }
    }

    fn forget(&mut self) {
        if let Some(redactor) = &mut self.redactor {
            redactor.forget();
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
        self.forget();
        self.inner.begin()
    }

    fn transmit(&mut self, command: Outgoing<'_>) -> Result<Vec<u8>, TransportError> {
        let Some(redactor) = &mut self.redactor else {
            return self.inner.transmit(command);
        };
        tracing::trace!("-> {}", redactor.command(command));
        let answer = self.inner.transmit(command);
        match answer
            .as_ref()
            .ok()
            .and_then(|bytes| redactor.answer(bytes))
        {
            Some(answer) => tracing::trace!("<- {answer}"),
            None => redactor.forget(),
        }
        answer
    }

    fn end(&mut self, leave: Leave) -> Result<(), TransportError> {
        self.forget();
        self.inner.end(leave)
    }

    fn elapsed(&self) -> Duration {
        self.inner.elapsed()
    }
}
