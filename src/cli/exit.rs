//! The exit codes (`contract.md`).

use std::process::ExitCode;

use crate::finding::Outcome;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Usable today, nothing to do.
    Usable = 0,
    /// Usable, but look.
    Look = 1,
    /// The command line is wrong.
    Usage = 2,
    /// Not usable.
    Unusable = 3,
    /// Could not find out.
    Unchecked = 4,
    /// The PIN was wrong, is locked, or was withheld.
    Pin = 5,
    /// An input file is wrong.
    Input = 6,
    /// A fault of the program.
    Fault = 70,
    /// Interrupted.
    Interrupted = 130,
}

impl Exit {
    /// The number that the system is given.
    #[must_use]
    pub fn code(self) -> u8 {
        self as u8
    }
}

impl From<Outcome> for Exit {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Good | Outcome::NotLookedAt => Self::Usable,
            Outcome::Look => Self::Look,
            Outcome::Unchecked => Self::Unchecked,
            Outcome::PinRefused => Self::Pin,
            Outcome::Unusable => Self::Unusable,
            Outcome::BadInput => Self::Input,
            Outcome::BadUsage => Self::Usage,
            Outcome::Interrupted => Self::Interrupted,
            Outcome::Fault => Self::Fault,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
