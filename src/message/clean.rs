//! Text from outside, made fit for a terminal.
//!
//! [`clean`] is for each piece of such text where it is put into a sentence. [`for_terminal`] and
//! [`for_json`] stand at the door: whatever was forgotten before does not get past them.

use std::borrow::Cow;
use std::fmt::Write;

/// Shows control characters, and those that turn the direction of writing, instead of letting a
/// reader's name, a card's label or a file have its way with the terminal.
///
/// ```
/// use mynacheck::internals::message::clean;
/// assert_eq!(clean("PaSoRi\u{1b}[2J"), "PaSoRi\\u{1b}[2J");
/// ```
#[must_use]
pub fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars() {
        if commands(c) {
            cleaned.extend(c.escape_unicode());
        } else {
            cleaned.push(c);
        }
    }
    cleaned
}

/// The character is none to be seen: a control character (C0, C1), or one that turns the direction
/// of writing or hides.
fn commands(c: char) -> bool {
    match c {
        ' '..='~' => false,
        '\u{061C}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' => true,
        _ => c.is_control(),
    }
}

/// A character other than the line feed begins as those that command do. Long explanations go through
/// here, so it looks at bytes, many at a time.
fn may_command(text: &[u8]) -> bool {
    let begins = |first: u8, second: u8| {
        matches!(
            (first, second),
            (0x00..=0x09 | 0x0B..=0x1F | 0x7F, _)
                | (0xC2, 0x80..=0x9F)
                | (0xD8, 0x9C)
                | (0xE2, 0x80..=0x81)
                | (0xEF, 0xBB)
        )
    };
    let behind = text.get(1..).unwrap_or_default();
    let pairs = text.iter().zip(behind);
    let last = text.last().is_some_and(|last| begins(*last, b' '));
    pairs.fold(last, |found, (first, second)| {
        found | begins(*first, *second)
    })
}

/// What may go to a terminal: lines, and the colours that this program gives them.
#[must_use]
pub fn for_terminal(text: &str) -> Cow<'_, str> {
    if !may_command(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = colour(rest).unwrap_or(c.len_utf8());
        let (piece, behind) = rest.split_at(length);
        if c == '\n' || length > 1 && c == '\u{1b}' {
            shown.push_str(piece);
        } else {
            shown.push_str(&clean(piece));
        }
        rest = behind;
    }
    Cow::Owned(shown)
}

/// The length of the colour sequence at the start: `ESC [ … m`.
fn colour(text: &str) -> Option<usize> {
    let numbers = text.strip_prefix("\u{1b}[")?;
    let length = numbers.find(|c: char| !c.is_ascii_digit() && c != ';')?;
    numbers
        .get(length..)?
        .starts_with('m')
        .then(|| length.saturating_add(3))
}

/// JSON with the same characters written as JSON writes them; in JSON they stand in strings only.
///
/// On Windows whoever reads a pipe takes it for the code page of the computer, 932 in Japan, unless
/// told otherwise: there everything beyond ASCII is written so.
#[must_use]
pub(crate) fn for_json(json: &str) -> Cow<'_, str> {
    escaped(json, cfg!(windows))
}

fn escaped(json: &str, ascii_only: bool) -> Cow<'_, str> {
    let escapes = |c: char| commands(c) && c != '\n' || ascii_only && !c.is_ascii();
    if !json.chars().any(escapes) {
        return Cow::Borrowed(json);
    }
    let mut shown = String::with_capacity(json.len());
    for c in json.chars() {
        if escapes(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(shown, "\\u{unit:04x}");
            }
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
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
        fn nothing_but_lines_and_colours_gets_through_the_door(text in any::<String>()) {
            let plain = |c: char| !commands(c) || c == '\n';
            prop_assert!(anstream::adapter::strip_str(&for_terminal(&text)).to_string().chars().all(plain));
            let json = serde_json::to_string(&text).unwrap();
            prop_assert!(for_json(&json).chars().all(plain));
            prop_assert_eq!(serde_json::from_str::<String>(&for_json(&json)).unwrap(), text);
        }

        #[test]
        fn words_stay_as_they_are(text in "[a-zA-Z0-9 ぁ-んァ-ヶ一-龠「」、。()-]*") {
            prop_assert_eq!(clean(&text), text);
        }
    }

    #[test]
    fn no_character_that_commands_is_overlooked() {
        for c in ('\0'..=char::MAX).filter(|c| commands(*c) && *c != '\n') {
            for text in [format!("{c}"), format!("読む{c}x")] {
                assert_ne!(for_terminal(&text), text, "{c:?}");
            }
        }
    }

    #[test]
    fn json_that_any_code_page_reads_alike() {
        let json = "{\"title\":\"カード 𠮷\"}";
        assert_eq!(escaped(json, false), json);
        let ascii = escaped(json, true);
        assert_eq!(ascii, r#"{"title":"\u30ab\u30fc\u30c9 \ud842\udfb7"}"#);
        let value = |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap();
        assert_eq!(value(&ascii), value(json));
    }
}
