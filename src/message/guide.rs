//! The words around the situations of the guide.

use super::{Lang, date};
use crate::time::Date;

/// The sentence for the patient, as speech.
#[must_use]
pub(crate) fn said(lang: Lang, sentence: &str) -> String {
    match lang {
        Lang::Ja => format!("「{}」", sentence.trim_end_matches('。')),
        Lang::En => format!("\u{201c}{sentence}\u{201d}"),
    }
}

/// The heading of the sources, with the day of the oldest.
#[must_use]
pub(crate) fn sources(lang: Lang, as_of: &str) -> String {
    let day = partial_date(lang, as_of);
    match lang {
        Lang::Ja => format!("出典({day}現在)"),
        Lang::En => format!("Sources (as of {day})"),
    }
}

/// A page with the place on it and its date.
#[must_use]
pub(crate) fn page(lang: Lang, name: &str, place: &str, date: &str) -> String {
    let place = match (lang, place.strip_prefix('P')) {
        (Lang::En, Some(number)) => format!("p. {number}"),
        _ => place.to_owned(),
    };
    let gap = if place.is_empty() { "" } else { " " };
    let day = partial_date(lang, date);
    match lang {
        Lang::Ja => format!("{name}{gap}{place}({day})"),
        Lang::En => format!("{name}{gap}{place} ({day})"),
    }
}

/// The name of a situation that a code leads to, and how to see it.
#[must_use]
pub(crate) fn link(lang: Lang, title: &str, id: &str) -> String {
    match lang {
        Lang::Ja => format!("{title}(`mynacheck guide {id}`)"),
        Lang::En => format!("{title} (`mynacheck guide {id}`)"),
    }
}

/// A date as far as it is known: `2025-12-02`, `2025-01`, `2024`.
fn partial_date(lang: Lang, text: &str) -> String {
    if let Ok(day) = text.parse() {
        return date(lang, day);
    }
    let month = format!("{text}-01").parse::<Date>();
    match (month, lang) {
        (Ok(month), Lang::Ja) => format!("{}年{}月", month.year(), month.month()),
        (Ok(month), Lang::En) => month.strftime("%B %Y").to_string(),
        (Err(_), Lang::Ja) => format!("{text}年"),
        (Err(_), Lang::En) => text.to_owned(),
    }
}
