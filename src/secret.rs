//! The PIN as a type: checked before a card sees it, wiped afterwards, never shown.

use std::fmt;
use zeroize::Zeroizing;

/// The 4-digit PIN of the user-authentication certificate (`protocol.md` §1.3).
///
/// It cannot be printed, cloned or serialised. Its digits stand in one place, which does not move when
/// the `Pin` does, and are wiped when it is dropped. Whoever has no `Pin` cannot build a VERIFY
/// command that carries data, and building one uses it up: whoever wants a second asks again.
///
/// ```compile_fail,E0599
/// let pin = mynacheck::internals::secret::Pin::new("0000").unwrap();
/// let copy = pin.clone();
/// ```
///
/// ```compile_fail,E0277
/// let pin = mynacheck::internals::secret::Pin::new("0000").unwrap();
/// let written = serde_json::to_string(&pin);
/// ```
///
/// ```compile_fail,E0382
/// use mynacheck::internals::iso7816::command::{Command, PinReference};
/// let pin = mynacheck::internals::secret::Pin::new("0000").unwrap();
/// let first = Command::verify(PinReference::Selected, pin);
/// let again = Command::verify(PinReference::Selected, pin);
/// ```
pub struct Pin(Box<Zeroizing<[u8; 4]>>);

/// Why a text is not a PIN. The text itself is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    /// Digits, but not four of them.
    #[error("the PIN has 4 digits")]
    Length,
    /// Something other than digits.
    #[error("the PIN consists of digits")]
    NotDigits,
    /// Full-width digits (０-９), as a Japanese input method types them.
    #[error("the PIN is typed with half-width digits")]
    FullWidth,
}

impl Pin {
    /// Takes four ASCII digits.
    ///
    /// # Errors
    /// Anything else is refused, so that no card ever counts it as a wrong entry. What a card does
    /// with a PIN of another length is not published (`protocol.md` §11, 2).
    pub fn new(typed: &str) -> Result<Self, PinError> {
        if !typed.is_ascii() {
            let full_width = typed
                .chars()
                .all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
            return Err(if full_width {
                PinError::FullWidth
            } else {
                PinError::NotDigits
            });
        }
        if !typed.bytes().all(|b| b.is_ascii_digit()) {
            return Err(PinError::NotDigits);
        }
        let digits: &[u8; 4] = typed.as_bytes().try_into().map_err(|_| PinError::Length)?;
        let mut pin = Self(Box::default());
        pin.0.copy_from_slice(digits);
        Ok(pin)
    }

    /// The four ASCII digits, for the VERIFY command alone.
    pub(crate) fn digits(&self) -> &[u8; 4] {
        &self.0
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_four_ascii_digits_are_a_pin() {
        assert!(Pin::new("0000").is_ok());
        for (typed, why) in [
            ("", PinError::Length),
            ("123", PinError::Length),
            ("12345", PinError::Length),
            ("12a4", PinError::NotDigits),
            ("12 4", PinError::NotDigits),
            ("１２３４", PinError::FullWidth),
            ("１2３4", PinError::FullWidth),
            ("いちに", PinError::NotDigits),
        ] {
            assert_eq!(Pin::new(typed).err(), Some(why), "{typed:?}");
        }
    }

    #[test]
    fn a_pin_does_not_show_itself() {
        let pin = Pin::new("7391").unwrap();
        assert_eq!(format!("{pin:?}"), "Pin(hidden)");
    }
}
