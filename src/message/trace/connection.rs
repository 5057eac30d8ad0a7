//! The connections of a log, and the PINs that were sent in them.

use crate::message::Lang;

/// Heading of the connections.
#[must_use]
pub(crate) fn connections(lang: Lang, count: u64) -> String {
    match (lang, count) {
        (Lang::Ja, _) => format!("カードへの接続{count}回:\n"),
        (Lang::En, 1) => "1 connection to a card:\n".to_owned(),
        (Lang::En, _) => format!("{count} connections to a card:\n"),
    }
}

/// One of them.
#[must_use]
pub(crate) fn connection(
    lang: Lang,
    number: u64,
    commands: Option<(u64, u64)>,
    reader: &str,
) -> String {
    let commands = match (commands, lang) {
        (None, Lang::Ja) => "APDUなし".to_owned(),
        (None, Lang::En) => "no command".to_owned(),
        (Some((first, last)), Lang::Ja) => format!("APDU {first}～{last}"),
        (Some((first, last)), Lang::En) => format!("commands {first} to {last}"),
    };
    let reader = if reader.is_empty() {
        String::new()
    } else {
        format!(", {reader}")
    };
    format!("{number} ({commands}{reader})")
}

/// Connections in which nothing was asked that could be judged.
#[must_use]
pub(crate) fn not_judged(lang: Lang, count: u64) -> String {
    match lang {
        Lang::Ja => {
            format!("  ほか{count}回: JPKIへの問い合わせも暗証番号の照合もありません\n")
        }
        Lang::En => format!("  {count} more: nothing was asked of JPKI, and no PIN was sent\n"),
    }
}
