//! Ctrl-C, and the signals that end a process.

use std::io::Write;
use std::process;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::{Exit, prompt};
use crate::message::{Label, Lang, label};
use crate::reader::pcsc;

/// The language of whoever presses Ctrl-C.
static LANG: OnceLock<Lang> = OnceLock::new();

/// How long the prompt is given to notice a Ctrl-C that came as a character.
const TYPED: Duration = Duration::from_millis(300);

/// Answers Ctrl-C in this language from here on.
pub(super) fn speak(lang: Lang) {
    // Set once: one process has one language.
    let _ = LANG.set(lang);
}

/// A signal has come. The first one ends the program in order, the second at once. While a person is
/// asked, nothing but an answer ends the asking: the terminal is put back, and the program ends.
/// While a card compares a PIN, no signal ends anything: only its answer tells whether a try was
/// spent, and only then can it be powered down. It has a time limit.
pub fn signalled(interrupt: &AtomicBool) {
    let again = interrupt.swap(true, Ordering::Relaxed);
    if !again && prompt::is_asking() {
        std::thread::sleep(TYPED);
    }
    if prompt::is_asking() {
        prompt::restore();
        process::exit(i32::from(Exit::Interrupted.code()));
    }
    if again && pcsc::is_verifying() {
        let lang = LANG.get().copied().unwrap_or_default();
        // Where nobody can be told, nothing is left to do.
        let _ = writeln!(std::io::stderr(), "{}", label(lang, Label::VerifyUnderWay));
    } else if again {
        process::exit(i32::from(Exit::Interrupted.code()));
    }
}
