//! The card's application for public certification, JPKI (公的個人認証AP).
//!
//! A [`Jpki`] exists only after its SELECT was answered `9000`, so that no command of it can reach
//! a card that has no such application.

pub(crate) mod file;
pub(crate) mod token;

use crate::certificate;
use crate::iso7816::{Answered, Meaning, PinReference, Session, SessionError, StatusWord};
use crate::secret::Pin;
use crate::time::Date;
pub(crate) use token::Token;

/// What a card answers when it is asked for the tries left of a PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tries {
    /// So many are left, at least one.
    Left(u8),
    /// None is left.
    Locked,
    /// The PIN has been verified in this session, by whomever; the card does not tell the count.
    Verified,
    /// The card's answer does not tell.
    Unknown(StatusWord),
}

impl Tries {
    /// Reads the answer to the tries query for a PIN with `max` tries; None where the maximum is
    /// not published. A count above the maximum is no count: a card that says 15 of 3 is not
    /// understood, and neither is `6300`, which tells none (`protocol.md` §2.4).
    #[must_use]
    pub fn from_answer(status: StatusWord, max: Option<u8>) -> Self {
        match status.meaning() {
            Meaning::TriesLeft(0) | Meaning::Blocked | Meaning::ReferenceLocked => Self::Locked,
            Meaning::TriesLeft(left) if max.is_none_or(|max| left <= max) => Self::Left(left),
            Meaning::Done => Self::Verified,
            _ => Self::Unknown(status),
        }
    }

    /// The number for a report: None where it is not known.
    #[must_use]
    pub fn count(self) -> Option<u8> {
        match self {
            Self::Left(left) => Some(left),
            Self::Locked => Some(0),
            Self::Verified | Self::Unknown(_) => None,
        }
    }
}

/// The JPKI application, selected.
pub struct Jpki<'s, 't> {
    session: &'s mut Session<'t>,
    short_identifiers: bool,
}

impl<'s, 't> Jpki<'s, 't> {
    /// SELECTs the application. A card that answers `6F00` to its first command after power-up is
    /// asked once more (`protocol.md` §2.1).
    ///
    /// # Errors
    /// [`SessionError::Status`] when the card has no such application: then it is no My Number
    /// Card, whatever its ATR says.
    pub fn select(session: &'s mut Session<'t>) -> Result<Self, SessionError> {
        let first = session.select_application(&file::AID);
        if first.as_ref().err().and_then(SessionError::status) == Some(StatusWord::NO_DIAGNOSIS) {
            session.select_application(&file::AID)?;
        } else {
            first?;
        }
        let short_identifiers = session.atr().short_ef_identifiers;
        Ok(Self {
            session,
            short_identifiers,
        })
    }

    /// The conversation that this application is part of.
    pub fn session(&mut self) -> &mut Session<'t> {
        self.session
    }

    /// The token information: which kind of carrier the application lives on.
    ///
    /// # Errors
    /// The card's refusal, or no answer.
    pub fn token(&mut self) -> Result<Token, SessionError> {
        let label = self.read_start(file::TOKEN, file::TOKEN_LABEL_LENGTH)?;
        Ok(Token::from_label(&label))
    }

    /// The tries left of one of the application's PINs, without spending one.
    ///
    /// # Errors
    /// No answer.
    pub fn tries(&mut self, pin: &file::PinFile) -> Result<Tries, SessionError> {
        tries(self.session, pin, &mut self.short_identifiers)
    }

    /// How a VERIFY is to name this PIN: by its short identifier, or as the EF that is selected
    /// here.
    ///
    /// # Errors
    /// The card's refusal of the PIN's EF, or no answer. Nothing was verified yet.
    pub fn reference(&mut self, pin: &file::PinFile) -> Result<PinReference, SessionError> {
        if self.short_identifiers {
            return Ok(PinReference::Short(file::short_identifier(pin.file)));
        }
        self.session.select_file(pin.file)?;
        Ok(PinReference::Selected)
    }

    /// VERIFY with the PIN, **once**. The caller has asked for the tries left just before, within
    /// the same transaction, and then for the [`Jpki::reference`].
    ///
    /// # Errors
    /// No answer: whether the card has compared the PIN is then unknown, and it must not be sent
    /// again.
    pub fn verify(
        &mut self,
        pin: &file::PinFile,
        reference: PinReference,
        typed: Pin,
    ) -> Result<StatusWord, SessionError> {
        self.session.verify(pin.file, reference, typed)
    }

    /// The card says that it holds no signing certificate, as for minors and on face-recognition
    /// cards. A card that does not say is taken to hold one.
    ///
    /// # Errors
    /// No answer.
    pub fn has_no_signing_certificate(&mut self) -> Result<bool, SessionError> {
        let flags = self.read_start(file::AVAILABILITY, 3).if_given()?;
        Ok(flags.is_some_and(|flags| flags.first() == Some(&0x00)))
    }

    /// An EF that holds one DER object, read to the end of that object by its own length. What does
    /// not begin one is returned as it began.
    ///
    /// # Errors
    /// The card's refusal, or no answer.
    pub fn der_file(&mut self, file: u16) -> Result<Vec<u8>, SessionError> {
        let head = self.read_start(file, 0)?;
        let Some(total) = certificate::whole::length(&head) else {
            return Ok(head);
        };
        let mut object = self.session.read_on(file, head, total)?;
        object.truncate(total);
        Ok(object)
    }

    /// COMPUTE DIGITAL SIGNATURE with the user-authentication key, once. The PIN comes first.
    ///
    /// # Errors
    /// The card's refusal, or no answer.
    pub fn sign(&mut self, data: &[u8]) -> Result<Vec<u8>, SessionError> {
        self.session.select_file(file::USER_KEY)?;
        self.session.compute_signature(file::USER_KEY, data)
    }

    /// The first 256 bytes of the user-authentication certificate: its dates lie within them. On a
    /// plastic card this needs no PIN.
    ///
    /// # Errors
    /// The card's refusal (`6982` on a phone, which wants the PIN first), or no answer.
    pub fn certificate_head(&mut self) -> Result<Vec<u8>, SessionError> {
        self.read_start(file::USER_CERTIFICATE, 0)
    }

    /// Reads the file that was begun with [`Jpki::certificate_head`] or [`Jpki::read_start`] on,
    /// until there are `total` bytes or the file ends.
    ///
    /// # Errors
    /// As [`Session::read_on`].
    pub fn read_on(
        &mut self,
        file: u16,
        head: Vec<u8>,
        total: usize,
    ) -> Result<Vec<u8>, SessionError> {
        self.session.read_on(file, head, total)
    }

    /// The start of an EF, up to `length` bytes (0 for 256): in one command by its short
    /// identifier where the ATR declares that the card takes those, else in two. The EF is current
    /// afterwards.
    ///
    /// # Errors
    /// The card's refusal, or no answer.
    pub fn read_start(&mut self, file: u16, length: u8) -> Result<Vec<u8>, SessionError> {
        if self.short_identifiers {
            let short = file::short_identifier(file);
            match self.session.read_binary_short(short, length) {
                Err(SessionError::Status { status, .. })
                    if status.meaning() != Meaning::SecurityNotSatisfied =>
                {
                    // Declared, but not taken: the long way from here on.
                    self.short_identifiers = false;
                }
                answer => return answer,
            }
        }
        self.session.select_file(file)?;
        self.session.read_binary(file, 0, length)
    }
}

/// Leaves whatever application is selected for the card manager, which clears what was verified in
/// it; selecting the same application again would not (`protocol.md` §12). A card that does not
/// know the card manager stays where it is.
///
/// # Errors
/// No answer.
pub(crate) fn leave(session: &mut Session<'_>) -> Result<(), SessionError> {
    session.select_application(&file::CARD_MANAGER).if_given()?;
    Ok(())
}

/// The last day of the card body, where the card tells it; the card manager must be current
/// ([`leave`]). That a card does not tell it is ordinary.
///
/// # Errors
/// No answer.
pub(crate) fn card_expires(session: &mut Session<'_>) -> Result<Option<Date>, SessionError> {
    let digits = session.get_data(file::CARD_EXPIRES).if_given()?;
    Ok(digits.and_then(|digits| day(&digits)))
}

/// Eight ASCII digits, YYYYMMDD.
fn day(digits: &[u8]) -> Option<Date> {
    let digits: &[u8; 8] = digits.try_into().ok()?;
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = |part: &[u8]| std::str::from_utf8(part).ok()?.parse::<i16>().ok();
    let [y1, y2, y3, y4, m1, m2, d1, d2] = *digits;
    let month = i8::try_from(number(&[m1, m2])?).ok()?;
    let day = i8::try_from(number(&[d1, d2])?).ok()?;
    Date::new(number(&[y1, y2, y3, y4])?, month, day).ok()
}

/// The tries left of a PIN of the selected application, without spending one: by the short
/// identifier of its EF where `short_identifiers` says that the card takes those. It is cleared
/// when the card does not take them after all.
///
/// # Errors
/// No answer.
pub(crate) fn tries(
    session: &mut Session<'_>,
    pin: &file::PinFile,
    short_identifiers: &mut bool,
) -> Result<Tries, SessionError> {
    if *short_identifiers {
        let reference = PinReference::Short(file::short_identifier(pin.file));
        let answer = session.tries_query(pin.file, reference)?;
        let tries = Tries::from_answer(answer, pin.max_tries);
        if !matches!(tries, Tries::Unknown(_)) {
            return Ok(tries);
        }
        // The card does not take the short form after all; asking the other way costs nothing.
        *short_identifiers = false;
    }
    if let Err(status) = session.select_file(pin.file).or_refusal()? {
        return Ok(Tries::Unknown(status));
    }
    let answer = session.tries_query(pin.file, PinReference::Selected)?;
    Ok(Tries::from_answer(answer, pin.max_tries))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_eight_digits_of_the_calendar() {
        assert_eq!(day(b"20320630"), Some(Date::constant(2032, 6, 30)));
        for digits in [&b"20321301"[..], b"2032063", b"203206301", b"+0320630", b""] {
            assert_eq!(day(digits), None);
        }
    }

    #[test]
    fn only_a_count_within_the_maximum_is_a_count() {
        for (status, expected) in [
            (0x63C3, Tries::Left(3)),
            (0x63C1, Tries::Left(1)),
            (0x63C0, Tries::Locked),
            (0x6983, Tries::Locked),
            (0x6984, Tries::Locked),
            (0x9000, Tries::Verified),
            (0x63C4, Tries::Unknown(StatusWord(0x63C4))),
            (0x63CF, Tries::Unknown(StatusWord(0x63CF))),
            (0x6300, Tries::Unknown(StatusWord(0x6300))),
            (0x0000, Tries::Unknown(StatusWord(0x0000))),
            (0x6A88, Tries::Unknown(StatusWord(0x6A88))),
        ] {
            let answer = Tries::from_answer(StatusWord(status), Some(3));
            assert_eq!(answer, expected, "{status:04X}");
        }
        assert_eq!(
            Tries::from_answer(StatusWord(0x63CA), None),
            Tries::Left(10)
        );
    }
}
