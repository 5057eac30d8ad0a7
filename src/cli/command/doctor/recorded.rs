//! The service as `doctor` uses it: its first conversation with the card is recorded.

use std::time::{Duration, Instant};

use crate::cli::Host;
use crate::cli::memo::Memo;
use crate::finding::Finding;
use crate::message::{Label, label};
use crate::reader::choice::ReaderState;
use crate::reader::{Features, Service, Share};
use crate::transport::{Transport, TransportError};

/// The service of a host, recorded.
pub(super) struct RecordedService<'a> {
    host: &'a mut Host,
    memo: Option<&'a mut Memo>,
    /// The first conversation is the one that is recorded.
    connected: bool,
    /// Somebody has been asked for a card.
    told: bool,
}

impl<'a> RecordedService<'a> {
    pub(super) fn new(host: &'a mut Host, memo: Option<&'a mut Memo>) -> Self {
        Self {
            host,
            memo,
            connected: false,
            told: false,
        }
    }

    /// That nothing was reached is recorded too.
    pub(super) fn record_unreached(&mut self, why: Finding) {
        if !self.connected {
            let _ = self.host.recordings.record(Err(why), Duration::ZERO);
        }
    }

    pub(super) fn ask_for_another_card(&mut self) {
        let text = label(self.host.lang, Label::SwapAsk);
        self.host.complain(&format!("{text}\n"));
    }
}

impl Service for RecordedService<'_> {
    fn establish(&mut self, limit: Duration) -> Result<(), TransportError> {
        self.host.service.establish(limit)
    }

    fn readers(&mut self) -> Result<Vec<ReaderState>, TransportError> {
        self.host.service.readers()
    }

    fn wait(&mut self, known: &[ReaderState], time: Duration) -> Result<bool, TransportError> {
        if self.host.attended && !std::mem::replace(&mut self.told, true) {
            let text = label(self.host.lang, Label::WaitingForCard);
            self.host.complain(&format!("{text}\n"));
        }
        self.host.service.wait(known, time)
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
        let mut card = self.host.service.connect(reader, share)?;
        if std::mem::replace(&mut self.connected, true) {
            return Ok(card);
        }
        let took = begun.elapsed();
        if let Some(memo) = &mut self.memo {
            card = memo.note(card, took, self.host);
        }
        // A transport that is there is recorded as it is.
        self.host
            .recordings
            .record(Ok(card), took)
            .map_err(|_| TransportError::Lost)
    }

    fn pause(&mut self, time: Duration) -> Result<(), TransportError> {
        self.host.service.pause(time)
    }
}
