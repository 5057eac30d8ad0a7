//! The exit codes (`contract.md`).

use std::process::ExitCode;

use crate::finding::Outcome;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: usable today, nothing to do.
    Usable,
    /// 1: usable, but look.
    Look,
    /// 2: the command line is wrong.
    Usage,
    /// 3: not usable.
    Unusable,
    /// 4: could not find out.
    Unchecked,
    /// 5: the PIN was wrong, is locked, or was withheld.
    Pin,
    /// 6: an input file is wrong.
    Input,
    /// 70: a fault of the program.
    Fault,
    /// 130: interrupted.
    Interrupted,
}

impl Exit {
    /// The number that the system is given.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Usable => 0,
            Self::Look => 1,
            Self::Usage => 2,
            Self::Unusable => 3,
            Self::Unchecked => 4,
            Self::Pin => 5,
            Self::Input => 6,
            Self::Fault => 70,
            Self::Interrupted => 130,
        }
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
