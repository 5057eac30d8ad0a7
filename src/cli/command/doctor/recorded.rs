//! The service as `doctor` uses it: its first conversation with the card is recorded.

use std::time::{Duration, Instant};

use crate::cli::Host;
use crate::cli::memo::Memo;
use crate::cli::recordings::NotReached;
use crate::doctor::DoctorRequest;
use crate::finding::Finding;
use crate::message::{Label, label};
use crate::reader::choice::{ReaderState, choose};
use crate::reader::reach::NotChosen;
use crate::reader::{Features, Service, Share};
use crate::transport::{Transport, TransportError};

/// The service of a host, recorded.
pub(super) struct RecordedService<'a> {
    host: &'a mut Host,
    memo: Option<&'a mut Memo>,
    /// The first conversation is the one that is recorded.
    connected: bool,
    /// The readers as they were seen last.
    readers: Vec<ReaderState>,
    /// What the service failed with last; None where it did not.
    failed: Option<TransportError>,
    /// Somebody has been asked for a card.
    told: bool,
}

impl<'a> RecordedService<'a> {
    pub(super) fn new(host: &'a mut Host, memo: Option<&'a mut Memo>) -> Self {
        Self {
            host,
            memo,
            connected: false,
            readers: Vec::new(),
            failed: None,
            told: false,
        }
    }

    /// That nothing was reached is recorded too.
    pub(super) fn record_unreached(&mut self, why: Finding, request: &DoctorRequest<'_>) {
        if self.connected {
            return;
        }
        let error = self.failed.take().or_else(|| {
            let readers = std::mem::take(&mut self.readers);
            let choice = choose(&readers, request.reader);
            NotChosen { choice, readers }.error(request.wait)
        });
        let reached = Err(NotReached::new(why, error));
        let _ = self.host.recordings.record(reached, Duration::ZERO);
    }

    /// Keeps what it failed with.
    fn noted<T>(&mut self, result: Result<T, TransportError>) -> Result<T, TransportError> {
        self.failed = result.as_ref().err().cloned();
        result
    }

    pub(super) fn ask_for_another_card(&mut self) {
        let text = label(self.host.lang, Label::SwapAsk);
        self.host.complain(&format!("{text}\n"));
    }
}

impl Service for RecordedService<'_> {
    fn establish(&mut self, limit: Duration) -> Result<(), TransportError> {
        let established = self.host.service.establish(limit);
        self.noted(established)
    }

    fn readers(&mut self) -> Result<Vec<ReaderState>, TransportError> {
        let readers = self.host.service.readers();
        self.readers = readers.clone().unwrap_or_default();
        self.noted(readers)
    }

    fn wait(&mut self, known: &[ReaderState], time: Duration) -> Result<bool, TransportError> {
        if self.host.attended && !std::mem::replace(&mut self.told, true) {
            let text = label(self.host.lang, Label::WaitingForCard);
            self.host.complain(&format!("{text}\n"));
        }
        let waited = self.host.service.wait(known, time);
        self.noted(waited)
    }

    fn features(&mut self, reader: &str) -> Result<Features, TransportError> {
        self.host.service.features(reader)
    }

    fn connect(
        &mut self,
        reader: &str,
        share: Share,
    ) -> Result<Box<dyn Transport>, TransportError> {
        let begun = Instant::now();
        let connected = self.host.service.connect(reader, share);
        let card = self.noted(connected)?;
        if std::mem::replace(&mut self.connected, true) {
            return Ok(card);
        }
        let took = begun.elapsed();
        let card = self.host.note(self.memo.as_deref_mut(), card, took);
        // A transport that is there is recorded as it is.
        self.host
            .recordings
            .record(Ok::<_, NotReached>(card), took)
            .map_err(|_| TransportError::Lost)
    }

    fn pause(&mut self, time: Duration) -> Result<(), TransportError> {
        self.host.service.pause(time)
    }
}
