//! Every PIN that a conversation asked of or sent: how many tries are left, and what became of it,
//! by the findings of `pin status` and `pin verify`.

use crate::conversation::{self, pin_report};
use crate::finding::Finding;
use crate::iso7816::{Action, Follower, Meaning, StatusWord};
use crate::jpki::Tries;
use crate::jpki::file::{PINS, PinFile, USER_PIN};
use crate::recording::{Failure, MaskedResponse};
use crate::report::{PinSent, Report};

/// A card has six; what asks of more is no card.
const MOST_PINS: usize = 32;
/// Of so many entries in one connection it is told one by one what became of them.
const MOST_SENT: usize = 100;

/// Which PIN a command speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Which {
    known: Option<&'static PinFile>,
    file: Option<u16>,
}

impl Which {
    /// None where the command is about no PIN.
    pub(super) fn of(action: &Action<'_>, standing: &Follower) -> Option<Self> {
        let (Action::TriesQuery { file } | Action::Verify { file }) = action else {
            return None;
        };
        let file = file.or(standing.file());
        let known = PINS
            .iter()
            .find(|pin| Some(pin.file) == file && standing.is_in(pin.aid));
        Some(Self { known, file })
    }

    fn max_tries(self) -> Option<u8> {
        self.known.and_then(|pin| pin.max_tries)
    }
}

/// What a conversation shows of its PINs.
#[derive(Default)]
pub(super) struct Pins {
    asked: Vec<PinTold>,
    sent: Vec<PinSent>,
    times: u64,
    twice_in_a_row: bool,
    /// The last command was a VERIFY.
    last: bool,
}

/// One PIN.
struct PinTold {
    which: Which,
    /// The answer to the last tries query, as long as no VERIFY came after it.
    tries: Option<StatusWord>,
    /// The answer to the last VERIFY.
    verified: Option<StatusWord>,
    /// The tries before a VERIFY that got no answer.
    unanswered: Option<u8>,
}

impl Pins {
    pub(super) fn is_empty(&self) -> bool {
        self.asked.is_empty()
    }

    /// The entries, one by one.
    pub(super) fn sent(&self) -> &[PinSent] {
        &self.sent
    }

    /// How often a PIN was sent, and whether twice in a row: some programs send every command
    /// twice.
    pub(super) fn count(&self) -> (u64, bool) {
        (self.times, self.twice_in_a_row)
    }

    /// Notes an exchange.
    pub(super) fn note(
        &mut self,
        number: u64,
        action: &Action<'_>,
        which: Option<Which>,
        answer: &Result<MaskedResponse, Failure>,
    ) {
        let again = std::mem::take(&mut self.last);
        let Some(which) = which else { return };
        let status = answer.as_ref().ok().map(|answer| StatusWord(answer.word()));
        let Some(asked) = self.asked(which) else {
            return;
        };
        if !matches!(action, Action::Verify { .. }) {
            asked.tries = status.or(asked.tries);
            return;
        }
        let before = asked
            .tries
            .take()
            .and_then(|status| Tries::from_answer(status, which.max_tries()).count());
        asked.verified = status;
        asked.unanswered = before.filter(|_| status.is_none());
        let finding = asked.outcome();
        self.times = self.times.saturating_add(1);
        self.twice_in_a_row |= again;
        self.last = true;
        if self.sent.len() < MOST_SENT {
            self.sent.push(PinSent {
                command: number,
                pin: which.known.map(|pin| pin.id),
                file: which.file,
                finding,
                again,
            });
        }
    }

    fn asked(&mut self, which: Which) -> Option<&mut PinTold> {
        let place = self.asked.iter().position(|asked| asked.which == which);
        let place = place.unwrap_or(self.asked.len());
        if place == self.asked.len() && place < MOST_PINS {
            self.asked.push(PinTold {
                which,
                tries: None,
                verified: None,
                unanswered: None,
            });
        }
        self.asked.get_mut(place)
    }

    /// Adds what is known of each PIN.
    pub(super) fn report(&self, report: &mut Report) {
        for asked in &self.asked {
            asked.report(report);
        }
    }
}

impl PinTold {
    /// What became of the last entry; None where nothing was sent, or nobody can tell.
    fn outcome(&self) -> Option<Finding> {
        let broken = self.unanswered.map(|before| Finding::PinOutcomeUnknown {
            before,
            after: None,
        });
        self.verified
            .map(|status| verified(status, self.which.max_tries()))
            .or(broken)
    }

    fn report(&self, report: &mut Report) {
        let max = self.which.max_tries();
        // A correct PIN restores the count, which nobody has told then.
        let refused = self.verified.filter(|status| *status != StatusWord::DONE);
        let tries = self
            .tries
            .or(refused)
            .map(|status| Tries::from_answer(status, max));
        if let (Some(pin), Some(tries)) = (self.which.known, tries) {
            report.pins.push(pin_report(pin, tries));
        }
        let said = match (self.which.known, self.outcome(), tries) {
            // That another PIN is locked is no matter of health insurance.
            (Some(pin), Some(Finding::PinNowLocked | Finding::PinSentLocked), _)
                if *pin != USER_PIN =>
            {
                Some(Finding::OtherPinLocked { pin: pin.id })
            }
            (_, Some(outcome), _) => Some(outcome),
            (Some(pin), None, Some(tries)) if *pin == USER_PIN => {
                Some(conversation::user_pin(tries, max, false))
            }
            (Some(pin), None, Some(tries)) => conversation::other_pin(pin, tries),
            _ => None,
        };
        report.findings.extend(said);
    }
}

/// What the answer to a VERIFY says, as `pin verify` says it.
fn verified(status: StatusWord, max: Option<u8>) -> Finding {
    match (status.meaning(), Tries::from_answer(status, max)) {
        (Meaning::Done, _) => Finding::PinRight,
        (Meaning::Blocked | Meaning::ReferenceLocked, _) => Finding::PinSentLocked,
        (Meaning::ComparisonFailed, _) => Finding::PinWrong { left: None },
        (_, Tries::Locked) => Finding::PinNowLocked,
        (_, Tries::Left(left)) => Finding::PinWrong { left: Some(left) },
        _ => Finding::PinAnswerOdd { status },
    }
}
