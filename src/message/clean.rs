//! Text from outside, made fit for a terminal.

/// Shows control characters, and those that turn the direction of writing, instead of letting a
/// reader's name, a card's label or a file have its way with the terminal.
///
/// ```
/// use mynacheck::message::clean;
/// assert_eq!(clean("PaSoRi\u{1b}[2J"), "PaSoRi\\u{1b}[2J");
/// ```
#[must_use]
pub fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars() {
        let turns = matches!(
            c,
            '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
        );
        if c.is_control() || turns {
            cleaned.extend(c.escape_unicode());
        } else {
            cleaned.push(c);
        }
    }
    cleaned
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_that_moves_the_cursor_is_left(text in any::<String>()) {
            prop_assert!(!clean(&text).chars().any(char::is_control));
        }

        #[test]
        fn words_stay_as_they_are(text in "[a-zA-Z0-9 ぁ-んァ-ヶ一-龠「」、。()-]*") {
            prop_assert_eq!(clean(&text), text);
        }
    }
}
