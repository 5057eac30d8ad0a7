//! Recordings for other tools: Wireshark, and apdu4j.

pub(crate) mod pcapng;

use std::io::{self, Write};

use crate::recording::{Event, Exchange};

/// Writes the dump of apdu4j: hexadecimal lines, times as comments.
pub struct Apdu4j<W> {
    output: W,
}

/// Why a recording cannot be written in another format.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Writing failed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The format has no way to say that bytes were left out, and zeros in their place would be a
    /// lie about the card.
    #[error("the format cannot hold bytes that were left out")]
    LeftOut,
}

impl<W: Write> Apdu4j<W> {
    /// Writes to this output.
    pub fn new(output: W) -> Self {
        Self { output }
    }

    /// Writes one event.
    ///
    /// # Errors
    /// [`ExportError::LeftOut`] for a redacted exchange.
    pub fn event(&mut self, event: &Event) -> Result<(), ExportError> {
        match event {
            Event::Card { atr: Ok(atr), .. } => {
                writeln!(self.output, "# ATR: {}", hex::encode_upper(atr))?;
                writeln!(self.output, "# PROTOCOL: T=1")?;
            }
            Event::Exchange(exchange) => self.exchange(exchange)?,
            _ => {}
        }
        Ok(())
    }

    fn exchange(&mut self, exchange: &Exchange) -> Result<(), ExportError> {
        let answer = exchange.answer.as_ref();
        if !exchange.command.is_clear() || answer.is_ok_and(|answer| !answer.data.is_clear()) {
            return Err(ExportError::LeftOut);
        }
        writeln!(self.output, "{}", exchange.command)?;
        let millis = exchange.micros / 1000;
        match &exchange.answer {
            Ok(answer) => {
                writeln!(self.output, "# {millis}ms")?;
                writeln!(self.output, "{answer}")?;
            }
            Err(_) => writeln!(self.output, "# {millis}ms no answer")?,
        }
        Ok(())
    }

    /// Hands everything on.
    ///
    /// # Errors
    /// What writing failed with.
    pub fn finish(mut self) -> io::Result<()> {
        self.output.flush()
    }
}
