//! Cleaning recordings that exist, and finding those that need it.

use crate::recording::{Event, Header, Policy, Provenance, Redactor, known};

/// Leaves out what a recording of today would leave out. What is redacted already stays as it is,
/// byte for byte.
pub struct Cleaner {
    redactor: Redactor,
    /// The card was a simulated one, which has its own name for a reader.
    simulated: bool,
}

impl Cleaner {
    /// Starts at the first event of a recording with this header, under this policy.
    #[must_use]
    pub fn new(header: &Header, policy: Policy) -> Self {
        Self {
            redactor: Redactor::new(policy),
            simulated: header.provenance == Provenance::Simulated,
        }
    }

    /// The event, cleaned.
    pub fn clean(&mut self, event: Event) -> Event {
        match known::event(event, self.simulated) {
            Event::Exchange(exchange) => Event::Exchange(self.redactor.again(&exchange)),
            other => {
                self.redactor.forget();
                other
            }
        }
    }
}

/// The header of a cleaned recording.
#[must_use]
pub fn clean_header(header: &Header) -> Header {
    Header {
        policy: Policy::Redacted,
        ..known::header(header)
    }
}

/// What a recording holds that it should not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lint {
    /// Bytes that are not known to be harmless.
    Unredacted,
    /// A full recording that is not of a simulated card.
    FullOfARealCard,
}

/// Looks for what should not be in a recording.
pub struct Linter {
    cleaner: Cleaner,
}

impl Linter {
    /// Judges the header. A simulated card has no secrets but its PIN, so all else may be there.
    #[must_use]
    pub fn new(header: &Header) -> (Self, Option<Lint>) {
        let full = header.policy == Policy::Full;
        let simulated = header.provenance == Provenance::Simulated;
        let policy = if full && simulated {
            Policy::Full
        } else {
            Policy::Redacted
        };
        let cleaner = Cleaner::new(header, policy);
        let found = if full && !simulated {
            Some(Lint::FullOfARealCard)
        } else {
            (known::header(header) != *header).then_some(Lint::Unredacted)
        };
        (Self { cleaner }, found)
    }

    /// Judges an event.
    pub fn event(&mut self, event: &Event) -> Option<Lint> {
        (self.cleaner.clean(event.clone()) != *event).then_some(Lint::Unredacted)
    }
}
