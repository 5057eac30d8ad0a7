//! Codes in any spelling, alone or in a text that was pasted whole.

mod number;
mod phrase;

use number::{Number, number, status};

use super::{Code, Owner, entries};
use crate::finding::FindingId;
use crate::iso7816::{Meaning, StatusWord};
use crate::transport::ScardCode;

/// What was found in the arguments of `explain`.
#[derive(Debug, Default)]
pub struct Reading {
    /// The codes, in the order of the text, each once.
    pub codes: Vec<Code>,
    /// Words that look like a code, but are none that is known.
    pub unknown: Vec<String>,
}

impl Reading {
    fn add(&mut self, codes: impl IntoIterator<Item = Code>) {
        for code in codes {
            let id = code.id();
            if self.codes.iter().all(|known| known.id() != id) {
                self.codes.push(code);
            }
        }
    }
}

/// Reads what was typed or pasted: one code, several, or a text with codes in it.
#[must_use]
pub fn read(arguments: &[String]) -> Reading {
    let mut reading = Reading::default();
    let joined = plain(&arguments.join(" "));
    // `6a 82` and `SW1=6A SW2=82` are one code in two words.
    reading.add(whole(&joined));
    if !reading.codes.is_empty() {
        return reading;
    }
    let mut arguments = arguments.iter().map(|text| plain(text)).peekable();
    while let Some(argument) = arguments.next() {
        let mut found = whole(&argument);
        if found.is_empty() && byte(&argument) {
            // `612 6a 82`
            if let Some(second) = arguments.next_if(|next| byte(next)) {
                found = whole(&format!("{argument} {second}"));
            }
        }
        if found.is_empty() {
            found = within(&argument);
        }
        if found.is_empty() && looks_like_a_code(&argument) {
            reading.unknown.push(argument);
        }
        reading.add(found);
    }
    // A sentence that the shell has cut into words.
    reading.add(within(&joined));
    reading
}

/// Two hexadecimal digits.
fn byte(word: &str) -> bool {
    word.len() == 2 && word.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// A word that somebody would expect to be explained.
fn looks_like_a_code(word: &str) -> bool {
    !word.contains(' ')
        && word.len() > 2
        && word
            .chars()
            .any(|c| c.is_ascii_digit() || matches!(c, '-' | '_'))
}

/// Full-width letters and digits as the others, one space between words.
fn plain(text: &str) -> String {
    let narrow: String = text
        .chars()
        .map(|letter| match letter {
            '！'..='～' => u32::from(letter)
                .checked_sub(0xFEE0)
                .and_then(char::from_u32)
                .unwrap_or(letter),
            '−' | '–' => '-',
            other => other,
        })
        .collect();
    narrow.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All readings of a text that is one code and nothing else: a number can be the code of several
/// owners.
fn whole(text: &str) -> Vec<Code> {
    let text = text.trim_matches(|c: char| "\"'`().,:;[]{}<>【】「」".contains(c));
    if let Ok(id) = text.parse::<FindingId>() {
        return vec![Code::Finding(id)];
    }
    if let Some(code) = named(text) {
        return vec![code];
    }
    if let Some(code) = status(text) {
        return vec![code];
    }
    number(text).map_or_else(Vec::new, |number| numbered(text, number))
}

/// By the name that the owner gave it.
fn named(text: &str) -> Option<Code> {
    // The device manager speaks the language of Windows.
    if let Some(number) = text.strip_prefix("コード") {
        return named(&format!("Code {}", number.trim_start()));
    }
    if let Some(code) = ScardCode::named(text) {
        return Some(Code::Scard(code));
    }
    // EW144-1500 is of the family EW144.
    let family = |name: &str| {
        name == "EW144"
            && text
                .get(..name.len().saturating_add(1))
                .is_some_and(|start| start.eq_ignore_ascii_case("EW144-"))
    };
    entries()
        .find(|entry| entry.name.eq_ignore_ascii_case(text) || family(entry.name))
        .map(Code::Entry)
}

/// Every owner that has this number.
fn numbered(text: &str, Number { value, hexadecimal }: Number) -> Vec<Code> {
    let mut codes = Vec::new();
    // 0x80100016 is -2146435050 to a program that takes it for signed.
    let scard = u32::try_from(value)
        .ok()
        .or_else(|| i32::try_from(value).ok().map(i32::cast_unsigned))
        .map(ScardCode)
        .filter(|code| code.is_of_pcsc());
    codes.extend(scard.map(Code::Scard));
    for entry in entries() {
        let spelling = match entry.kind {
            // A decimal 5 or 32 stands for too much.
            Owner::Windows => hexadecimal || value >= 100,
            Owner::Pkcs11 => hexadecimal,
            Owner::Libusb | Owner::OpenSc | Owner::Ifd => !hexadecimal,
            _ => entry.name == text,
        };
        if spelling && entry.number == Some(value) {
            codes.push(Code::Entry(entry));
        }
    }
    codes
}

/// The codes in a text, in its order.
fn within(text: &str) -> Vec<Code> {
    let mut found: Vec<(usize, Code)> = phrase::places(text);
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let mut rest = text;
    let mut at = 0_usize;
    let mut before = String::new();
    while let Some(start) = rest.find(part) {
        let from = rest.get(start..).unwrap_or_default();
        let word: &str = from.split(|c| !part(c)).next().unwrap_or_default();
        let place = at.saturating_add(start);
        let after = from.get(word.len()..).unwrap_or_default();
        for code in token(word, &before, after) {
            found.push((place, code));
        }
        before = word.to_ascii_lowercase();
        at = place.saturating_add(word.len());
        rest = after;
    }
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, code)| code).collect()
}

/// A word of a text. Here a bare number says nothing: only what has the shape of a code counts.
fn token(word: &str, before: &str, after: &str) -> Vec<Code> {
    let trimmed = word.trim_end_matches('-');
    if trimmed.contains('-')
        && let Ok(id) = trimmed.parse::<FindingId>()
    {
        return vec![Code::Finding(id)];
    }
    if trimmed.len() > 4
        && (trimmed.contains('_') || mixed(trimmed))
        && let Some(code) = named(trimmed)
    {
        return vec![code];
    }
    // 【001:マイナンバーカードの認識不可】
    if trimmed.len() == 3
        && after.starts_with([':', '】'])
        && let Some(code) = named(trimmed)
    {
        return vec![code];
    }
    let status_said = ["sw", "sw1", "sw2", "sw1sw2", "status"].contains(&before);
    let lone = trimmed.len() == 4 && trimmed.bytes().all(|byte| byte.is_ascii_hexdigit());
    let lettered = trimmed.bytes().any(|byte| byte.is_ascii_uppercase());
    if lone && (status_said || lettered) {
        return trimmed
            .parse::<StatusWord>()
            .ok()
            .filter(|word| status_said || word.meaning() != Meaning::Unknown)
            .map(Code::Word)
            .into_iter()
            .collect();
    }
    // SW: 6A 82
    if status_said && trimmed.len() == 2 {
        let second: String = after.trim_start().chars().take(2).collect();
        return status(&format!("{trimmed}{second}")).into_iter().collect();
    }
    // ifdwrapper.c:606: is a line of a source.
    let Some(number) = number(trimmed).filter(|_| before != "c") else {
        return Vec::new();
    };
    let shaped = trimmed.starts_with("0x")
        || trimmed.starts_with("0X")
        || trimmed.len() == 8 && trimmed.starts_with("8010")
        || number.value < -1000
        || number.value > 0x8000_0000
        // Card not transacted: 612
        || !number.hexadecimal && (600..=618).contains(&number.value);
    if !shaped {
        return Vec::new();
    }
    // A small number with 0x is Windows' here; PKCS#11 names its codes in a text.
    let mut codes = numbered(trimmed, number);
    codes.retain(|code| code.kind() != Owner::Pkcs11 || number.value > 0xFF);
    codes
}

/// Letters and digits in one word, as the codes of applications are: E0008, MKCZ405E.
fn mixed(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_uppercase())
        && word.bytes().any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;
