//! Numbers and status words as they are written.

use super::super::Code;
use crate::iso7816::StatusWord;

/// A status word: `6A82`, `6a 82`, `0x6A82`, `SW=6A82`, `SW1=6A SW2=82`, `63CX`.
pub(super) fn status(text: &str) -> Option<Code> {
    let upper = text.to_ascii_uppercase();
    let marked = upper.starts_with("SW");
    let mut rest = upper.as_str();
    let mut digits = String::new();
    while let Some(first) = rest.chars().next() {
        // SW1 and SW2 before 0X: their numerals are no digits of the word.
        if let Some(after) = ["SW1SW2", "SW12", "SW1", "SW2", "SW", "0X"]
            .iter()
            .find_map(|mark| rest.strip_prefix(mark))
            // Not the middle of 90XX.
            .filter(|_| digits.len().is_multiple_of(2))
        {
            rest = after;
            continue;
        }
        if first.is_ascii_hexdigit() || first == 'X' {
            digits.push(first);
        } else if !matches!(first, ' ' | '-' | '=' | ':' | ',' | '/' | '(' | ')') {
            return None;
        }
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
    }
    let digits = match digits.strip_suffix('H') {
        Some(before) => before.to_owned(),
        None => digits,
    };
    match digits.as_str() {
        "63CX" => return Some(Code::Family("63CX", StatusWord(0x63C2))),
        "61XX" => return Some(Code::Family("61XX", StatusWord(0x6110))),
        "6CXX" => return Some(Code::Family("6CXX", StatusWord(0x6C10))),
        _ => {}
    }
    // How a word without a name is shown.
    let digits = digits
        .strip_suffix("XX")
        .map_or(digits.clone(), |class| format!("{class}FF"));
    let word: StatusWord = digits.parse().ok()?;
    // Six digits of a date are no status word, and `1-1` is none either: four digits in one or two
    // pieces.
    let pieces = text
        .split([' ', '-'])
        .filter(|piece| !piece.is_empty())
        .count();
    (marked || pieces <= 2).then_some(Code::Word(word))
}

/// A number with its spelling: hexadecimal with `0x` or with a letter in it, or decimal.
#[derive(Clone, Copy)]
pub(super) struct Number {
    /// What it is.
    pub(super) value: i64,
    /// Written in hexadecimal.
    pub(super) hexadecimal: bool,
}

pub(super) fn number(text: &str) -> Option<Number> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let marked = digits
        .strip_prefix("0x")
        .or_else(|| digits.strip_prefix("0X"))
        .or_else(|| digits.strip_suffix(['h', 'H']).filter(|_| digits.len() > 2));
    let marked = marked.map(|digits| digits.trim_end_matches(['u', 'U', 'l', 'L']));
    let hexadecimal = marked.is_some()
        || digits.len() == 8
            && digits.starts_with(['8', '0'])
            && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        || digits.bytes().any(|byte| byte.is_ascii_alphabetic());
    let digits = marked.unwrap_or(digits);
    if digits.is_empty()
        || digits.len() > 20
        || !digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    {
        return None;
    }
    let radix = if hexadecimal { 16 } else { 10 };
    // 0xFFFFFFFF80100016, as a 64-bit system prints it, is the signed code.
    let mut value = u64::from_str_radix(digits, radix).ok()?.cast_signed();
    if negative {
        value = value.checked_neg()?;
    }
    Some(Number { value, hexadecimal })
}
