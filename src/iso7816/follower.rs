//! Where a conversation stands: what is selected, what was asked, where a read goes on, and whether
//! a PIN was verified, as far as commands and answers show.

use super::action::Action;
use super::apdu::is_aid;
use crate::status_word::{Meaning, StatusWord};

/// Sees commands and answers in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Follower {
    application: Option<Vec<u8>>,
    file: Option<u16>,
    verified: Option<bool>,
    asked: Asked,
    /// What GET RESPONSE would go on with.
    rest: Subject,
}

/// What the data of an answer are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Subject {
    /// Part of the current EF, from this offset.
    File(usize),
    /// The data object of this tag.
    Object(u16),
    /// A random number.
    Challenge,
    /// A signature.
    Signature,
    /// Anything else.
    #[default]
    Unknown,
}

/// The last command, as far as its answer changes something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Asked {
    subject: Subject,
    effect: Effect,
    /// It carried a PIN.
    verifies: bool,
}

/// What a good answer changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Effect {
    #[default]
    None,
    Application(Vec<u8>),
    File(u16),
    /// Something is selected, but what is not known.
    Unknown,
}

impl Follower {
    /// The application that is selected, where that is known.
    #[must_use]
    pub(crate) fn application(&self) -> Option<&[u8]> {
        self.application.as_deref()
    }

    /// This application is selected.
    #[must_use]
    pub(crate) fn is_in(&self, application: &[u8]) -> bool {
        self.application() == Some(application)
    }

    /// The EF that is selected, where that is known.
    #[must_use]
    pub(crate) fn file(&self) -> Option<u16> {
        self.file
    }

    /// Whether the last PIN was verified; None where nobody has seen one.
    #[must_use]
    pub(crate) fn verified(&self) -> Option<bool> {
        self.verified
    }

    /// The answer to the last command may change what is selected.
    #[must_use]
    pub(crate) fn selects(&self) -> bool {
        self.asked.effect != Effect::None
    }

    /// Forgets the card: it was connected, left, begun with anew, or did not answer, and another
    /// one could lie there now.
    pub(crate) fn forget(&mut self) {
        *self = Self::default();
    }

    /// The next command.
    pub(crate) fn command(&mut self, action: &Action<'_>) {
        let rest = std::mem::take(&mut self.rest);
        let (subject, effect) = match action {
            Action::SelectApplication(aid) if is_aid(aid) => {
                (Subject::Unknown, Effect::Application(aid.to_vec()))
            }
            Action::SelectFile(file) => (Subject::Unknown, Effect::File(*file)),
            Action::Read { offset, .. } => (Subject::File(*offset), Effect::None),
            Action::ReadShort { file, offset, .. } => (Subject::File(*offset), Effect::File(*file)),
            Action::GetResponse => (rest, Effect::None),
            Action::GetData(tag) => (Subject::Object(*tag), Effect::None),
            Action::GetChallenge => (Subject::Challenge, Effect::None),
            Action::Sign => (Subject::Signature, Effect::None),
            Action::TriesQuery { .. }
            | Action::Verify { .. }
            | Action::ChangePin
            | Action::Other {
                header: Some((0x00, _)),
            } => (Subject::Unknown, Effect::None),
            // Proprietary, another logical channel, a chain, or secure messaging.
            Action::SelectApplication(_) | Action::SelectOther | Action::Other { .. } => {
                (Subject::Unknown, Effect::Unknown)
            }
        };
        self.asked = Asked {
            subject,
            effect,
            verifies: matches!(action, Action::Verify { .. }),
        };
    }

    /// The answer to the last command: so many bytes of data and a status word, or None where what
    /// came is no answer. Says what the data are.
    pub(crate) fn answer(&mut self, length: usize, status: Option<StatusWord>) -> Subject {
        let asked = std::mem::take(&mut self.asked);
        let Some(status) = status else {
            // Whether it had an effect is not known.
            if asked.effect != Effect::None {
                self.take(Effect::Unknown);
            }
            return Subject::Unknown;
        };
        let more = matches!(status.meaning(), Meaning::MoreData(_));
        if asked.verifies {
            self.verified = Some(status == StatusWord::DONE);
        }
        if status == StatusWord::DONE || more {
            self.take(asked.effect);
        } else if asked.effect != Effect::None {
            // Whether a refused SELECT leaves the old selection is not published.
            self.file = None;
            if !matches!(asked.effect, Effect::File(_)) {
                self.application = None;
            }
        }
        self.rest = match asked.subject {
            _ if !more => Subject::Unknown,
            Subject::File(offset) => Subject::File(offset.saturating_add(length)),
            // An object that comes in pieces is not judged by its pieces.
            Subject::Object(_) => Subject::Unknown,
            subject => subject,
        };
        asked.subject
    }

    fn take(&mut self, effect: Effect) {
        match effect {
            Effect::None => {}
            Effect::File(file) => self.file = Some(file),
            Effect::Application(aid) => self.select(Some(aid)),
            Effect::Unknown => self.select(None),
        }
    }

    fn select(&mut self, application: Option<Vec<u8>>) {
        // Leaving the application clears what was verified in it (`protocol.md` §12).
        if self.application != application {
            self.verified = self.verified.map(|_| false);
        }
        self.application = application;
        self.file = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const APPLICATION: [u8; 5] = [0xA0, 0x00, 0x00, 0x02, 0x31];

    fn say(follower: &mut Follower, command: &str, length: usize, status: u16) -> Subject {
        follower.command(&Action::of(&hex::decode(command).unwrap()));
        follower.answer(length, Some(StatusWord(status)))
    }

    #[test]
    fn what_is_no_aid_selects_nothing_that_is_known() {
        let mut follower = Follower::default();
        say(&mut follower, "00A4040C05A000000231", 0, 0x9000);
        say(&mut follower, "00A4040C0659414D414441", 0, 0x9000);
        assert_eq!(follower.application(), None);
    }

    #[test]
    fn a_selection_holds_until_another_or_an_unknown_one() {
        let mut follower = Follower::default();
        say(&mut follower, "00A4040C05A000000231", 0, 0x9000);
        assert!(follower.is_in(&APPLICATION) && follower.file().is_none());
        say(&mut follower, "00A4020C02000A", 0, 0x9000);
        assert_eq!(follower.file(), Some(0x0A));
        say(&mut follower, "00A4020C02000B", 0, 0x6A82);
        assert!(follower.is_in(&APPLICATION) && follower.file().is_none());
        say(&mut follower, "00B08A0000", 256, 0x9000);
        assert_eq!(follower.file(), Some(0x0A));
        // A log that lacks the answer lacks what it did.
        follower.command(&Action::of(&[0x00, 0xA4, 0x00, 0x00]));
        follower.answer(4, None);
        assert_eq!((follower.application(), follower.file()), (None, None));
    }

    #[test]
    fn get_response_goes_on_where_the_answer_stopped() {
        let mut follower = Follower::default();
        assert_eq!(
            say(&mut follower, "00B0002000", 16, 0x6110),
            Subject::File(0x20)
        );
        assert_eq!(
            say(&mut follower, "00C0000010", 16, 0x9000),
            Subject::File(0x30)
        );
        assert_eq!(
            say(&mut follower, "00C0000010", 16, 0x9000),
            Subject::Unknown
        );
    }

    #[test]
    fn what_was_verified_ends_with_the_application() {
        let mut follower = Follower::default();
        say(&mut follower, "00A4040C05A000000231", 0, 0x9000);
        assert_eq!(follower.verified(), None);
        say(&mut follower, "002000800431323334", 0, 0x63C2);
        assert_eq!(follower.verified(), Some(false));
        say(&mut follower, "002000800431323334", 0, 0x9000);
        say(&mut follower, "00A4040C05A000000231", 0, 0x9000);
        assert_eq!(follower.verified(), Some(true));
        say(&mut follower, "00A4040C07A0000001510000", 0, 0x9000);
        assert_eq!(follower.verified(), Some(false));
    }
}
