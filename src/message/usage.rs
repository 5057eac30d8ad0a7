//! What is wrong with a command line, and the headings of help.

use super::{Lang, pick};
use crate::finding::{Hint, Misuse};

/// A heading of the help page.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Heading {
    /// Subcommands.
    Commands,
    /// Options.
    Options,
    /// Positional arguments.
    Arguments,
}

/// The heading in a language.
#[must_use]
pub(crate) fn heading(lang: Lang, heading: Heading) -> &'static str {
    match heading {
        Heading::Commands => pick(lang, "コマンド", "Commands"),
        Heading::Options => pick(lang, "オプション", "Options"),
        Heading::Arguments => pick(lang, "引数", "Arguments"),
    }
}

/// The layout of a help page.
#[must_use]
pub(crate) fn template(lang: Lang) -> &'static str {
    pick(
        lang,
        "{about-with-newline}\n使い方: {usage}\n\n{all-args}{after-help}",
        "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}",
    )
}

/// A usage line of clap, in a language.
#[must_use]
pub(crate) fn usage_line(lang: Lang, line: &str) -> String {
    match lang {
        Lang::Ja => line
            .replace("Usage:", "使い方:")
            .replace("[OPTIONS]", "[オプション]")
            .replace("<COMMAND>", "<コマンド>"),
        Lang::En => line.to_owned(),
    }
}

/// What may have been meant instead.
fn did_you_mean(lang: Lang, near: &str) -> String {
    match lang {
        Lang::Ja => format!("(`{near}` のことですか)"),
        Lang::En => format!(" (did you mean `{near}`?)"),
    }
}

/// The reason why a value is none: what the option takes.
fn because(lang: Lang, help: &str) -> String {
    match lang {
        Lang::Ja => format!("。{help}"),
        Lang::En => format!(". {help}"),
    }
}

/// A day is written so.
fn day_expected(lang: Lang) -> &'static str {
    pick(
        lang,
        "1970-01-01 から 2199-12-31 までの、暦にある日付を YYYY-MM-DD の形で書きます",
        "Write a calendar date from 1970-01-01 to 2199-12-31 as YYYY-MM-DD",
    )
}

/// Seconds, counts: written so.
fn number_expected(lang: Lang) -> &'static str {
    pick(
        lang,
        "0以上の整数を、単位を付けずに半角数字で書きます",
        "Write a whole number, 0 or more, without a unit",
    )
}

/// What somebody typed, to be shown to them: dots where it could be a PIN or a password, which then
/// stands in the shell's history already and goes no further.
#[must_use]
pub(crate) fn echoed(typed: &str) -> String {
    let bare = typed.trim().trim_start_matches('-');
    let secret = bare.chars().count() >= SHORTEST_PIN
        && bare.chars().all(char::is_alphanumeric)
        && bare.chars().any(char::is_numeric);
    if secret { "••••" } else { typed }.to_owned()
}

/// A PIN has 4 digits, a password 6 to 16 letters and digits.
const SHORTEST_PIN: usize = 4;

/// What may have been meant, or what the option takes, behind what is wrong.
#[must_use]
pub(crate) fn hint(lang: Lang, hint: &Hint) -> String {
    match hint {
        Hint::Near(name) => did_you_mean(lang, name),
        Hint::Day => because(lang, day_expected(lang)),
        Hint::Number => because(lang, number_expected(lang)),
        Hint::Help(help) => because(lang, help),
    }
}

/// What is wrong with a command line, as part of a sentence.
#[must_use]
pub(crate) fn misuse(lang: Lang, why: &Misuse) -> String {
    let (ja, en) = match why {
        Misuse::StraySecret => (
            "余分な引数があります。暗証番号は引数に書かないでください(履歴に残り、ほかの人が読めます)。引数なしで実行すると画面で入力できます。プログラムからは `--pin-stdin` を使います".to_owned(),
            "there is one argument too many. Never give a PIN as an argument: it stays in the shell history, where others can read it. Leave it out and you will be asked for the PIN; programs use `--pin-stdin`".to_owned(),
        ),
        Misuse::UnknownOption(option) => (
            format!("「{option}」というオプションはありません"),
            format!("there is no option \"{option}\""),
        ),
        Misuse::Stray(argument) => (
            format!("「{argument}」は余分です"),
            format!("unexpected argument \"{argument}\""),
        ),
        Misuse::UnknownCommand(name) => (
            format!("「{name}」というコマンドはありません"),
            format!("there is no command \"{name}\""),
        ),
        Misuse::Missing(argument) => (
            format!("{argument} が必要です"),
            format!("{argument} is required"),
        ),
        Misuse::NoCommand => (
            "コマンドが必要です".to_owned(),
            "a command is required".to_owned(),
        ),
        Misuse::NoValue(option) => (
            format!("{option} には値が必要です"),
            format!("{option} needs a value"),
        ),
        Misuse::UnwantedValue(option) => (
            format!("{option} に値は付けられません"),
            format!("{option} takes no value"),
        ),
        Misuse::Conflict(one, other) if one == other => (
            format!("{one} は1回だけ書けます"),
            format!("{one} can be given once only"),
        ),
        Misuse::Conflict(one, other) => (
            format!("{one} と {other} は一緒に使えません"),
            format!("{one} and {other} cannot be used together"),
        ),
        Misuse::WrongValue {
            option,
            value,
            valid,
        } if valid.is_empty() => (
            format!("{option} に「{value}」は使えません"),
            format!("{option} does not take \"{value}\""),
        ),
        Misuse::WrongValue {
            option,
            value,
            valid,
        } => (
            format!("{option} に「{value}」は使えません(使える値: {valid})"),
            format!("{option} does not take \"{value}\" (it takes: {valid})"),
        ),
        Misuse::RecordFullOnce => (
            "実物のカードの記録には個人情報が入ります。本当に必要なら `--record-full` を2回書いてください".to_owned(),
            "the recording of a real card would hold personal data; if you mean it, write `--record-full` twice".to_owned(),
        ),
        Misuse::Other(why) => (why.clone(), why.clone()),
    };
    match lang {
        Lang::Ja => ja,
        Lang::En => en,
    }
}
