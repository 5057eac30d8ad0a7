//! A recording in memory, of what is written into a file for others.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;
use std::time::Duration;

use super::recordings;
use crate::conversation::Day;
use crate::recording::recorder::{Recorder, Tape};
use crate::recording::{Policy, Provenance};
use crate::transport::Transport;

/// A redacted recording in memory, for a bundle and for a report to hand over.
#[derive(Default)]
pub(super) struct Memo {
    bytes: Shared,
    tape: Option<Tape<Shared>>,
}

/// Writes where somebody else can read it afterwards.
#[derive(Clone, Default)]
struct Shared(Rc<RefCell<Vec<u8>>>);

impl io::Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Memo {
    /// Notes what is said to this card.
    pub(super) fn note(
        &mut self,
        card: Box<dyn Transport>,
        took: Duration,
        provenance: Provenance,
        day: Day,
    ) -> Box<dyn Transport> {
        let header = recordings::header(provenance, day, Policy::Redacted);
        match Tape::new(self.bytes.clone(), &header) {
            Ok(tape) => Box::new(Recorder::new(card, self.tape.insert(tape), took)),
            Err(_) => card,
        }
    }

    pub(super) fn into_text(self) -> Option<String> {
        self.tape?.finish().ok()?;
        String::from_utf8(self.bytes.0.take()).ok()
    }
}
