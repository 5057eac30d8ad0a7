//! Walks every sequence of choices, depth first.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use mynacheck::internals::finding::FindingId;

/// The choices of one run: those of the run before up to the last that could still be made
/// otherwise, then the first of each.
#[derive(Default)]
pub(crate) struct Choices {
    made: Vec<Choice>,
    next: usize,
    /// Events that nobody asked for, which may still happen in this run.
    pub(crate) events: usize,
}

struct Choice {
    chosen: usize,
    of: usize,
}

impl Choices {
    /// One of so many.
    pub(crate) fn of(&mut self, of: usize) -> usize {
        if self.next == self.made.len() {
            self.made.push(Choice { chosen: 0, of });
        }
        let choice = &self.made[self.next];
        assert_eq!(choice.of, of, "the program does not do the same again");
        self.next += 1;
        choice.chosen
    }

    /// An event that nobody asked for, as long as there may be one; mostly none.
    pub(crate) fn event(&mut self, of: usize) -> Option<usize> {
        if self.events == 0 {
            return None;
        }
        let chosen = self.of(of + 1).checked_sub(1)?;
        self.events -= 1;
        Some(chosen)
    }

    /// The next sequence. False when there is none.
    fn advance(&mut self) -> bool {
        self.next = 0;
        while let Some(Choice { chosen, of }) = self.made.pop() {
            if chosen + 1 < of {
                let chosen = chosen + 1;
                self.made.push(Choice { chosen, of });
                return true;
            }
        }
        false
    }
}

/// What came of a run.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) findings: Vec<FindingId>,
    /// A number for each state that it went through.
    pub(crate) states: Vec<u64>,
    /// What must not be, and how it came about.
    pub(crate) violation: Option<(&'static str, String)>,
}

/// What came of all of them.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) runs: usize,
    pub(crate) states: HashSet<u64>,
    pub(crate) findings: BTreeSet<FindingId>,
    /// The first story of each.
    pub(crate) violations: BTreeMap<&'static str, String>,
}

impl Found {
    pub(crate) fn add(&mut self, other: Self) {
        self.runs += other.runs;
        self.states.extend(other.states);
        self.findings.extend(other.findings);
        self.violations.extend(other.violations);
    }
}

/// Runs until every sequence with at most so many events was walked.
pub(crate) fn all(events: usize, mut run: impl FnMut(Choices) -> (Choices, Outcome)) -> Found {
    let mut choices = Choices::default();
    let mut found = Found::default();
    loop {
        choices.events = events;
        let outcome;
        (choices, outcome) = run(choices);
        found.runs += 1;
        found.states.extend(outcome.states);
        found.findings.extend(outcome.findings);
        if let Some((what, story)) = outcome.violation {
            found.violations.entry(what).or_insert(story);
        }
        if !choices.advance() {
            return found;
        }
    }
}
