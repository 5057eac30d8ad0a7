//! A day at a counter: cards are laid down and lifted, readers are unplugged, the service goes and
//! comes back.
//!
//! [`ReaderWatch`] turns what the service shows into a sequence of occurrences. Each card is given out
//! once for each time that it is laid down, also where it was exchanged while nobody looked. What is
//! kept is the readers' last state and what has not been told yet, however long the day.

mod event;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::conversation::transport_finding;
use crate::finding::Finding;
use crate::reader::choice::{ReaderKind, ReaderState, is_meant};
use crate::reader::{Service, Share};
use crate::transport::{Operation, ScardCode, Transport, TransportError};
pub(crate) use event::CounterEvent;

/// What the service and a card are given to answer.
const LIMIT: Duration = Duration::from_secs(10);

/// How long a wait lasts before the readers are listed again, in case a change was missed.
const ROUND: Duration = Duration::from_secs(2);

/// How long a service that does not answer is left alone.
const PAUSE: Duration = Duration::from_secs(1);

/// What has happened at the counter.
pub enum Occurrence {
    /// A card has been laid down.
    Placed(Placing),
    /// The card in this reader has been lifted.
    Lifted(String),
    /// This reader has been unplugged.
    ReaderGone(String),
    /// This reader has been plugged in.
    ReaderBack(String),
    /// The smart-card service does not answer.
    ServiceLost(Finding),
    /// It answers again.
    ServiceBack,
    /// Ctrl-C.
    Interrupted,
}

impl Occurrence {
    /// What other programs call it (`contract.md`, `watch --format json`); None for a card, whose
    /// event is its report, and for Ctrl-C.
    #[must_use]
    pub fn event(&self) -> Option<&'static str> {
        Some(match self {
            Self::Lifted(_) => "lifted",
            Self::ReaderGone(_) => "reader-gone",
            Self::ReaderBack(_) => "reader-back",
            Self::ServiceLost(_) => "service-lost",
            Self::ServiceBack => "service-back",
            Self::Placed(_) | Self::Interrupted => return None,
        })
    }

    /// The reader in which it happened; None where all are concerned.
    #[must_use]
    pub fn reader(&self) -> Option<&str> {
        match self {
            Self::Placed(placing) => Some(&placing.reader),
            Self::Lifted(reader) | Self::ReaderGone(reader) | Self::ReaderBack(reader) => {
                Some(reader)
            }
            Self::ServiceLost(_) | Self::ServiceBack | Self::Interrupted => None,
        }
    }
}

/// A card that has been laid down.
pub struct Placing {
    /// The reader in which it lies.
    pub reader: String,
    /// The card, connected to, or what keeps it from being.
    pub card: Result<Box<dyn Transport>, TransportError>,
    /// How long connecting took.
    pub took: Duration,
}

/// What is to be told; a card is connected to when its turn comes.
enum Pending {
    Placed { reader: String, mute: bool },
    Lifted(String),
    ReaderGone(String),
    ReaderBack(String),
}

/// A counter that is being watched.
pub(crate) struct ReaderWatch {
    /// Only readers with this part in their name count.
    wanted: Option<String>,
    /// How cards are connected to.
    share: Share,
    /// The readers as they were looked at last; None before the first time, and after the service
    /// was lost.
    seen: Option<Vec<ReaderState>>,
    /// Readers whose cards came or went before the count said so: pcscd writes the one first, and
    /// then the other.
    uncounted: Vec<String>,
    /// The service does not answer.
    lost: bool,
    pending: VecDeque<Pending>,
}

impl ReaderWatch {
    /// Watches the readers that have `wanted` in their names, else all that take cards of people.
    #[must_use]
    pub(crate) fn new(wanted: Option<String>) -> Self {
        Self {
            wanted,
            share: Share::Shared,
            seen: None,
            uncounted: Vec::new(),
            lost: false,
            pending: VecDeque::new(),
        }
    }

    /// Connects to cards so that no other program can have them meanwhile.
    #[must_use]
    pub(crate) fn exclusive(self) -> Self {
        let share = Share::Exclusive;
        Self { share, ..self }
    }

    /// Something has happened that [`ReaderWatch::next`] will tell without waiting.
    pub(crate) fn has_news(&mut self, service: &mut dyn Service) -> bool {
        if self.look(service).is_err() {
            self.look_anew();
            return true;
        }
        !self.pending.is_empty()
    }

    /// Whatever lies on the readers counts as just laid down.
    pub(crate) fn look_anew(&mut self) {
        self.seen = None;
        self.pending.clear();
    }

    /// Waits for the next occurrence. Cards that lie there at the beginning, or when the service
    /// comes back, have just been laid down as far as anybody knows.
    pub(crate) fn next(&mut self, service: &mut dyn Service) -> Occurrence {
        loop {
            let step = self.step(service);
            match step {
                Ok(Some(occurrence)) => return occurrence,
                Ok(None) => {}
                Err(TransportError::Interrupted) => return Occurrence::Interrupted,
                Err(error) => {
                    self.look_anew();
                    if !std::mem::replace(&mut self.lost, true) {
                        return Occurrence::ServiceLost(transport_finding(&error));
                    }
                    if service.pause(PAUSE).is_err() {
                        return Occurrence::Interrupted;
                    }
                }
            }
        }
    }

    fn step(&mut self, service: &mut dyn Service) -> Result<Option<Occurrence>, TransportError> {
        if let Some(pending) = self.pending.pop_front() {
            return occurrence(pending, self.share, service).map(Some);
        }
        if self.seen.is_none() {
            service.establish(LIMIT)?;
            self.look(service)?;
            if std::mem::take(&mut self.lost) {
                return Ok(Some(Occurrence::ServiceBack));
            }
        } else {
            service.wait(self.seen.as_deref().unwrap_or_default(), ROUND)?;
            self.look(service)?;
        }
        Ok(None)
    }

    /// Looks at the readers and notes what is different from the last time.
    fn look(&mut self, service: &mut dyn Service) -> Result<(), TransportError> {
        let mut readers = service.readers()?;
        readers.retain(|reader| self.is_meant(reader));
        let first = self.seen.is_none();
        let before = self.seen.take().unwrap_or_default();
        let late = std::mem::take(&mut self.uncounted);
        for old in &before {
            if !readers.iter().any(|reader| reader.name == old.name) {
                if old.present {
                    self.pending.push_back(Pending::Lifted(old.name.clone()));
                }
                self.pending
                    .push_back(Pending::ReaderGone(old.name.clone()));
            }
        }
        for reader in &readers {
            let old = before.iter().find(|old| old.name == reader.name);
            if old.is_none() && !first {
                self.pending
                    .push_back(Pending::ReaderBack(reader.name.clone()));
            }
            let late = late.contains(&reader.name);
            let same = old.is_some_and(|old| {
                let counted = old.events == reader.events;
                if counted && (late || old.present != reader.present) {
                    self.uncounted.push(reader.name.clone());
                }
                // The count has sixteen bits.
                counted || late && old.events.wrapping_add(1) & 0xFFFF == reader.events
            });
            self.compare(old, reader, same);
        }
        self.seen = Some(readers);
        Ok(())
    }

    /// `same`: nothing was laid down or lifted since, as far as the service counts.
    fn compare(&mut self, old: Option<&ReaderState>, reader: &ReaderState, same: bool) {
        let lay = old.is_some_and(|old| old.present);
        // A chip that did not answer at first, as when a card is pushed in slowly, and now does.
        let awake = same && old.is_some_and(|old| old.mute) && !reader.mute;
        let stays = lay && same && reader.present;
        if lay && !stays {
            self.pending.push_back(Pending::Lifted(reader.name.clone()));
        }
        if reader.present && (!stays || awake) {
            self.pending.push_back(Pending::Placed {
                reader: reader.name.clone(),
                mute: reader.mute,
            });
        }
    }

    fn is_meant(&self, reader: &ReaderState) -> bool {
        match &self.wanted {
            Some(wanted) => is_meant(reader, wanted),
            None => !ReaderKind::of(&reader.name).is_passed_over(),
        }
    }
}

fn occurrence(
    pending: Pending,
    share: Share,
    service: &mut dyn Service,
) -> Result<Occurrence, TransportError> {
    Ok(match pending {
        Pending::Lifted(reader) => Occurrence::Lifted(reader),
        Pending::ReaderGone(reader) => Occurrence::ReaderGone(reader),
        Pending::ReaderBack(reader) => Occurrence::ReaderBack(reader),
        Pending::Placed { reader, mute } => {
            let begun = Instant::now();
            let card = if mute {
                Err(TransportError::Scard {
                    operation: Operation::Connect,
                    code: ScardCode::W_UNPOWERED_CARD,
                })
            } else {
                match service.connect(&reader, share) {
                    Err(TransportError::Interrupted) => return Err(TransportError::Interrupted),
                    other => other,
                }
            };
            let took = begun.elapsed();
            Occurrence::Placed(Placing { reader, card, took })
        }
    })
}

#[cfg(test)]
mod tests;
