//! What a fuzzer calls: a function for each thing that reads bytes from outside. Each panics where
//! something does not hold; what holds is said at each.

mod card;
pub mod logs;
mod relay;
mod text;
mod trace;
#[cfg(unix)]
mod wire;

pub use card::{atr, card, card_file, certificate, features};
pub use relay::relay;
pub use text::{configuration, explain, request};
pub use trace::{log, recording, redaction};
#[cfg(unix)]
pub use wire::{vpcd, vscard};

/// A target, and its name.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: &[Target] = &[
    ("atr", atr),
    ("card", card),
    ("card_file", card_file),
    ("certificate", certificate),
    ("configuration", configuration),
    ("explain", explain),
    ("features", features),
    ("log", log),
    ("recording", recording),
    ("redaction", redaction),
    ("relay", relay),
    ("request", request),
    #[cfg(unix)]
    ("vpcd", vpcd),
    #[cfg(unix)]
    ("vscard", vscard),
];

/// The day on which everything is judged.
const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 22);

/// Half of all inputs are told in Japanese.
fn lang(data: &[u8]) -> mynacheck::internals::message::Lang {
    use mynacheck::internals::message::Lang;
    if data.len().is_multiple_of(2) {
        Lang::Ja
    } else {
        Lang::En
    }
}

/// No text commands a terminal: no control character but the end of a line, nothing that turns the
/// direction of writing.
fn assert_tame(text: &str) {
    let commands = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!text.contains(commands), "{text:?}");
}
