//! A service without a computer: it says what it is told, moment after moment. For tests of
//! whatever waits for cards.

use std::time::Duration;

use super::choice::ReaderState;
use super::features::Features;
use super::service::{Service, Share};
use crate::transport::{Operation, ScardCode, Transport, TransportError};

/// How the service stands until the next moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moment {
    /// These are the readers.
    Readers(Vec<ReaderState>),
    /// Whatever is asked is refused with this code.
    Refused(ScardCode),
    /// Ctrl-C is pressed.
    Interrupted,
}

/// What lies in a reader when it is connected to.
pub(crate) type Connect = Box<dyn FnMut(&str) -> Result<Box<dyn Transport>, TransportError>>;

/// A scripted service. Time goes on, by one moment, where somebody waits.
pub struct ScriptedService {
    now: Moment,
    next: Box<dyn Iterator<Item = Moment>>,
    connect: Connect,
    features: Features,
}

impl ScriptedService {
    /// Begins with the first of `moments`; when they are over, nothing changes any more. `connect`
    /// gives the card that lies in a reader.
    pub fn new(
        moments: impl IntoIterator<Item = Moment, IntoIter: 'static>,
        connect: impl FnMut(&str) -> Result<Box<dyn Transport>, TransportError> + 'static,
    ) -> Self {
        let mut next = Box::new(moments.into_iter());
        Self {
            now: next.next().unwrap_or(Moment::Readers(Vec::new())),
            next,
            connect: Box::new(connect),
            features: Features::default(),
        }
    }

    /// Every reader says that it can do this.
    #[must_use]
    pub fn with_features(mut self, features: Features) -> Self {
        self.features = features;
        self
    }

    /// Time goes on; false where the script is over.
    fn advance(&mut self) -> bool {
        match self.next.next() {
            Some(moment) => {
                self.now = moment;
                true
            }
            None => false,
        }
    }

    fn answers(&self, operation: Operation) -> Result<&[ReaderState], TransportError> {
        match &self.now {
            Moment::Readers(readers) => Ok(readers),
            Moment::Refused(code) => Err(TransportError::Scard {
                operation,
                code: *code,
            }),
            Moment::Interrupted => Err(TransportError::Interrupted),
        }
    }
}

impl Service for ScriptedService {
    fn establish(&mut self, _limit: Duration) -> Result<(), TransportError> {
        self.answers(Operation::Establish).map(|_| ())
    }

    fn readers(&mut self) -> Result<Vec<ReaderState>, TransportError> {
        self.answers(Operation::ListReaders)
            .map(<[ReaderState]>::to_vec)
    }

    fn wait(&mut self, _known: &[ReaderState], _time: Duration) -> Result<bool, TransportError> {
        self.answers(Operation::WaitForCard)?;
        let changed = self.advance();
        self.answers(Operation::WaitForCard).map(|_| changed)
    }

    fn features(&mut self, _reader: &str) -> Result<Features, TransportError> {
        self.answers(Operation::Query).map(|_| self.features)
    }

    fn connect(
        &mut self,
        reader: &str,
        _share: Share,
    ) -> Result<Box<dyn Transport>, TransportError> {
        self.answers(Operation::Connect)?;
        (self.connect)(reader)
    }

    fn pause(&mut self, _time: Duration) -> Result<(), TransportError> {
        self.advance();
        match self.now {
            Moment::Interrupted => Err(TransportError::Interrupted),
            _ => Ok(()),
        }
    }
}
