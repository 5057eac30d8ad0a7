//! The conversation with the card as a table, each command with its place in time and its bytes.

use super::markup::Markup;
use crate::iso7816::{Action, Follower};
use crate::message::{Lang, html as words, trace};
use crate::recording::{Event, Exchange};
use crate::status_word::StatusWord;

/// The width of a picture.
const WIDTH: i64 = 1000;

/// More rows are not read; a check has a dozen.
const ROWS: usize = 300;

struct Row {
    words: String,
    sent: usize,
    received: usize,
    status: String,
    micros: u64,
}

/// The rows of a recording, those that are no command included: they take time as well.
fn rows(events: &[(usize, Event)], lang: Lang) -> Vec<Row> {
    let mut follower = Follower::default();
    let plain = |words: &str, micros: u64| Row {
        words: words.to_owned(),
        sent: 0,
        received: 0,
        status: String::new(),
        micros,
    };
    let mut rows = Vec::new();
    for (_, event) in events.iter().take(ROWS) {
        rows.push(match event {
            Event::Card { .. } => {
                follower.forget();
                continue;
            }
            Event::Begin { micros, .. } => plain(trace::begin(lang), *micros),
            Event::Leave { leave, micros, .. } => plain(trace::leave(lang, *leave), *micros),
            Event::Exchange(exchange) => {
                let action = Action::of(exchange.command.stand_in());
                let words = trace::action(lang, &action, &follower).to_string();
                follower.command(&action);
                match &exchange.answer {
                    Ok(answer) => {
                        follower.answer(answer.data.len(), answer.status.map(StatusWord));
                    }
                    Err(_) => follower.forget(),
                }
                row(exchange, words, lang)
            }
        });
    }
    rows
}

fn row(exchange: &Exchange, words: String, lang: Lang) -> Row {
    let (received, status) = match &exchange.answer {
        Ok(answer) => {
            let word = answer.status.map(|word| format!("{word:04X}"));
            let ending = if word.is_some() { 2 } else { 0 };
            let length = answer.data.len().saturating_add(ending);
            (length, word.unwrap_or_else(|| "…".to_owned()))
        }
        Err(failure) => (0, trace::failure(lang, failure).to_string()),
    };
    Row {
        words,
        sent: exchange.command.len(),
        received,
        status,
        micros: exchange.micros,
    }
}

/// `part` of `whole` on the scale of a picture; at least a stroke that can be seen.
fn scaled(part: u64, whole: u64) -> i64 {
    let scale = WIDTH.unsigned_abs();
    let part = part.saturating_mul(scale).checked_div(whole);
    i64::try_from(part.unwrap_or_default()).unwrap_or(WIDTH)
}

/// The table; nothing where no command was sent.
pub(super) fn draw(page: &mut Markup, events: &[(usize, Event)], lang: Lang) {
    let rows = rows(events, lang);
    if !rows.iter().any(|row| row.sent > 0) {
        return;
    }
    let whole: u64 = rows.iter().map(|row| row.micros).sum();
    let bytes = |row: &Row| row.sent.saturating_add(row.received) as u64;
    let most = rows.iter().map(bytes).max().unwrap_or_default();
    page.raw("<section><h2>").text(words::EXCHANGE.get(lang));
    page.raw("</h2><div class=wide role=region tabindex=0 aria-label='")
        .text(words::EXCHANGE.get(lang));
    page.raw("'><table class=exchange><thead><tr>");
    for (column, name) in [
        ("<th scope=col>", words::COMMAND),
        ("<th scope=col class='number sent'>", words::SENT),
        ("<th scope=col class='number received'>", words::RECEIVED),
        ("<th scope=col>", words::STATUS),
        ("<th scope=col class='number time'>", words::TIME),
        ("<th scope=col class=picture>", words::PICTURE),
    ] {
        page.element(column, name.get(lang), "</th>");
    }
    page.raw("</tr></thead><tbody>");
    let mut gone = 0_u64;
    for row in &rows {
        page.element("<tr><th scope=row>", &row.words, "</th>");
        let count = |count: usize| {
            if row.sent == 0 {
                String::new()
            } else {
                count.to_string()
            }
        };
        page.element("<td class=number>", &count(row.sent), "</td>");
        page.element("<td class=number>", &count(row.received), "</td>");
        page.element("<td class=code>", &row.status, "</td>");
        page.element(
            "<td class=number>",
            &trace::Time(Some(row.micros)).to_string(),
            "</td>",
        );
        page.raw("<td class=picture><svg viewBox='0 0 1000 24' preserveAspectRatio=none aria-hidden=true focusable=false>");
        page.raw("<rect class=time y=2 height=9 x=")
            .number(scaled(gone, whole));
        page.raw(" width=")
            .number(scaled(row.micros, whole).max(3))
            .raw(" />");
        if bytes(row) > 0 {
            let sent = scaled(row.sent as u64, most).max(3);
            page.raw("<rect class=sent y=13 height=9 x=0 width=")
                .number(sent)
                .raw(" />");
            page.raw("<rect class=received y=13 height=9 x=")
                .number(sent);
            page.raw(" width=")
                .number(scaled(row.received as u64, most))
                .raw(" />");
        }
        page.raw("</svg></td></tr>");
        gone = gone.saturating_add(row.micros);
    }
    let total = |value: fn(&Row) -> usize| rows.iter().map(value).sum::<usize>().to_string();
    page.raw("</tbody><tfoot><tr><th scope=row>=</th>");
    page.element("<td class=number>", &total(|row| row.sent), "</td>");
    page.element("<td class=number>", &total(|row| row.received), "</td>");
    let whole = trace::Time(Some(whole)).to_string();
    page.element("<td></td><td class=number>", &whole, "</td>");
    page.raw("<td></td></tr></tfoot>");
    page.raw("</table></div></section>");
}
