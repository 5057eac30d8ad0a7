//! The words around the situations of the guide.

use super::Lang;

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
fn partial_date(lang: Lang, date: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ];
    let mut parts = date.split('-').map(|part| part.trim_start_matches('0'));
    let (year, month, day) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    let named = |month: &str| {
        let number: usize = month.parse().unwrap_or(0);
        MONTHS
            .get(number.wrapping_sub(1))
            .copied()
            .unwrap_or_default()
    };
    match (lang, month, day) {
        (Lang::Ja, Some(month), Some(day)) => format!("{year}年{month}月{day}日"),
        (Lang::Ja, Some(month), None) => format!("{year}年{month}月"),
        (Lang::Ja, None, _) => format!("{year}年"),
        (Lang::En, Some(month), Some(day)) => format!("{day} {} {year}", named(month)),
        (Lang::En, Some(month), None) => format!("{} {year}", named(month)),
        (Lang::En, None, _) => year.to_owned(),
    }
}
