//! Writing a recording, line by line.

use std::io::{self, Write};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::line::{EndLine, HeaderLine};
use super::{Event, Header};

/// Writes a recording as it happens: each line is one write, so that with an output that does not
/// collect, a crash leaves what was there.
pub struct Writer<W> {
    output: W,
    digest: Sha256,
    events: u64,
    buffer: Vec<u8>,
}

impl<W: Write> Writer<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// What writing failed with.
    pub fn new(output: W, header: &Header) -> io::Result<Self> {
        let mut writer = Self {
            output,
            digest: Sha256::new(),
            events: 0,
            buffer: Vec::new(),
        };
        writer.line(&HeaderLine::from(header))?;
        Ok(writer)
    }

    /// Writes one event.
    ///
    /// # Errors
    /// What writing failed with.
    pub fn write(&mut self, event: &Event) -> io::Result<()> {
        self.buffer.clear();
        event.write(&mut self.buffer)?;
        self.put()?;
        self.events = self.events.saturating_add(1);
        Ok(())
    }

    /// Writes the end line, without which nothing replays the recording.
    ///
    /// # Errors
    /// What writing failed with.
    pub fn finish(&mut self) -> io::Result<()> {
        let digest = self.digest.clone().finalize();
        self.line(&EndLine::new(self.events, &digest))
    }

    /// Gives the output back.
    pub fn into_inner(self) -> W {
        self.output
    }

    fn line<T: Serialize>(&mut self, line: &T) -> io::Result<()> {
        self.buffer.clear();
        serde_json::to_writer(&mut self.buffer, line)?;
        self.buffer.push(b'\n');
        self.put()
    }

    fn put(&mut self) -> io::Result<()> {
        self.digest.update(&self.buffer);
        self.output.write_all(&self.buffer)
    }
}
