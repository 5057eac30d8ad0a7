//! The way to the card that a question is about: chosen, waited for, connected to.

use std::time::{Duration, Instant};

use super::choice::{Choice, ReaderKind, ReaderState, choose};
use super::service::{Service, Share};
use crate::finding::Finding;
use crate::transport::{Operation, ScardCode, Transport, TransportError};

/// How long a reader that has just been plugged in, or a service that has just been started, is
/// waited for.
const READER_GRACE: Duration = Duration::from_secs(1);

/// Why no card was reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unreached {
    /// No reader holds the card that is meant.
    NotChosen(NotChosen),
    /// The service failed, or the card did not answer.
    Failed(TransportError),
}

/// Among these readers none holds the card that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotChosen {
    /// What was found instead.
    pub choice: Choice,
    /// The readers that there are.
    pub readers: Vec<ReaderState>,
}

impl From<TransportError> for Unreached {
    fn from(error: TransportError) -> Self {
        Self::Failed(error)
    }
}

/// Waits for a card as [`find`] does, and connects to it, sharing it with other programs.
///
/// # Errors
/// Why no card was reached.
pub(crate) fn reach(
    service: &mut dyn Service,
    wanted: Option<&str>,
    wait: Duration,
    waiting: &mut dyn FnMut(),
) -> Result<Box<dyn Transport>, Unreached> {
    let reader = find(service, wanted, wait, waiting)?;
    Ok(service.connect(&reader, Share::Shared)?)
}

/// Waits for a card in the reader that `wanted` means, else in any, and says in which one it lies.
/// `waiting` is called once, when there is a reader and only the card is missing.
///
/// # Errors
/// Why there is no card.
pub(crate) fn find(
    service: &mut dyn Service,
    wanted: Option<&str>,
    wait: Duration,
    waiting: &mut dyn FnMut(),
) -> Result<String, Unreached> {
    let begun = Instant::now();
    let (mut told, mut over) = (false, false);
    loop {
        let readers = service.readers()?;
        tracing::info!(readers = readers.len(), "readers");
        let choice = choose(&readers, wanted);
        let patience = match &choice {
            Choice::Card(reader) => return Ok(reader.clone()),
            Choice::Empty => wait,
            Choice::NoReader | Choice::NotFound => wait.min(READER_GRACE),
            Choice::Mute | Choice::Several(_) | Choice::Ambiguous(_) => Duration::ZERO,
        };
        let left = patience.saturating_sub(begun.elapsed());
        if over || left.is_zero() {
            return Err(Unreached::NotChosen(NotChosen { choice, readers }));
        }
        if choice == Choice::Empty && !std::mem::replace(&mut told, true) {
            waiting();
        }
        over = !service.wait(&readers, left)?;
    }
}

impl NotChosen {
    /// The same as a transport would fail with; None where a card was not looked for in one reader.
    #[must_use]
    pub(crate) fn error(&self, waited: Duration) -> Option<TransportError> {
        let scard = |operation, code| Some(TransportError::Scard { operation, code });
        match &self.choice {
            Choice::Mute => scard(Operation::Connect, ScardCode::W_UNPOWERED_CARD),
            Choice::NotFound if !self.readers.is_empty() => None,
            Choice::NoReader | Choice::NotFound => {
                scard(Operation::ListReaders, ScardCode::E_NO_READERS_AVAILABLE)
            }
            Choice::Empty | Choice::Card(_) => Some(TransportError::TimedOut {
                operation: Operation::WaitForCard,
                limit: Duration::from_secs(waited.as_secs()),
            }),
            Choice::Several(_) | Choice::Ambiguous(_) => None,
        }
    }

    /// What that means to a person who wanted a reader and has waited. `shown` makes a reader's
    /// name fit to be shown.
    #[must_use]
    pub(crate) fn finding(
        &self,
        wanted: Option<&str>,
        waited: Duration,
        shown: impl Fn(&str) -> String,
    ) -> Finding {
        let wanted = wanted.map(echoed).unwrap_or_default();
        let all = |names: &[String]| names.iter().map(|name| shown(name)).collect();
        let named = |readers: &mut dyn Iterator<Item = &ReaderState>| {
            readers.map(|reader| shown(&reader.name)).collect()
        };
        let holds_card = |reader: &&ReaderState| {
            reader.present && !ReaderKind::of(&reader.name).is_passed_over()
        };
        let elsewhere = named(&mut self.readers.iter().filter(holds_card));
        match &self.choice {
            Choice::Mute => Finding::CardMute,
            Choice::Several(names) => Finding::SeveralCards {
                readers: all(names),
            },
            Choice::Ambiguous(names) => Finding::ReaderAmbiguous {
                wanted,
                readers: all(names),
            },
            Choice::NotFound if !self.readers.is_empty() => Finding::ReaderNotFound {
                wanted,
                readers: named(&mut self.readers.iter()),
                elsewhere,
            },
            Choice::NoReader | Choice::NotFound => Finding::NoReader,
            Choice::Empty | Choice::Card(_) => Finding::NoCard {
                waited_seconds: waited.as_secs(),
                elsewhere,
            },
        }
    }
}

/// No reader has a number of four digits: somebody may have typed a PIN.
fn echoed(wanted: &str) -> String {
    let pin = wanted.len() >= 4 && wanted.chars().all(char::is_numeric);
    if pin { "••••" } else { wanted }.to_owned()
}
