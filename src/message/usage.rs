//! What is wrong with a command line, and the headings of help.

use super::{Lang, pick};

/// `--record-full` was said once only.
#[must_use]
pub fn say_it_twice(lang: Lang) -> &'static str {
    pick(
        lang,
        "実物のカードの記録には個人情報が入ります。本当に必要なら `--record-full` を2回書いてください",
        "the recording of a real card would hold personal data; if you mean it, write `--record-full` twice",
    )
}

/// A heading of the help page.
#[derive(Debug, Clone, Copy)]
pub enum Heading {
    /// The form of the command line.
    Usage,
    /// Subcommands.
    Commands,
    /// Options.
    Options,
    /// Positional arguments.
    Arguments,
}

/// The heading in a language.
#[must_use]
pub fn heading(lang: Lang, heading: Heading) -> &'static str {
    match heading {
        Heading::Usage => pick(lang, "使い方", "Usage"),
        Heading::Commands => pick(lang, "コマンド", "Commands"),
        Heading::Options => pick(lang, "オプション", "Options"),
        Heading::Arguments => pick(lang, "引数", "Arguments"),
    }
}

/// The layout of a help page.
#[must_use]
pub fn template(lang: Lang) -> &'static str {
    pick(
        lang,
        "{about-with-newline}\n使い方: {usage}\n\n{all-args}{after-help}",
        "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}",
    )
}

/// A usage line of clap, in a language.
#[must_use]
pub fn usage_line(lang: Lang, line: &str) -> String {
    match lang {
        Lang::Ja => line
            .replace("Usage:", "使い方:")
            .replace("[OPTIONS]", "[オプション]")
            .replace("<COMMAND>", "<コマンド>"),
        Lang::En => line.to_owned(),
    }
}

/// What may have been meant instead.
#[must_use]
pub fn did_you_mean(lang: Lang, near: &str) -> String {
    match lang {
        Lang::Ja => format!("(`{near}` のことですか)"),
        Lang::En => format!(" (did you mean `{near}`?)"),
    }
}

/// The reason why a value is none: what the option takes.
#[must_use]
pub fn because(lang: Lang, help: &str) -> String {
    match lang {
        Lang::Ja => format!("。{help}"),
        Lang::En => format!(". {help}"),
    }
}

/// A day is written so.
#[must_use]
pub fn day_expected(lang: Lang) -> &'static str {
    pick(
        lang,
        "1970-01-01 から 2199-12-31 までの、暦にある日付を YYYY-MM-DD の形で書きます",
        "Write a day of the calendar from 1970-01-01 to 2199-12-31 as YYYY-MM-DD",
    )
}

/// Seconds, counts: written so.
#[must_use]
pub fn number_expected(lang: Lang) -> &'static str {
    pick(
        lang,
        "0以上の整数を、単位を付けずに半角数字で書きます",
        "Write a whole number from 0 on, without a unit",
    )
}

/// What somebody typed, to be shown to them: dots where it could be a PIN or a password, which then
/// stands in the shell's history already and goes no further.
#[must_use]
pub fn echoed(typed: &str) -> String {
    let bare = typed.trim().trim_start_matches('-');
    let secret = bare.chars().count() >= SHORTEST_PIN
        && bare.chars().all(char::is_alphanumeric)
        && bare.chars().any(char::is_numeric);
    if secret { "••••" } else { typed }.to_owned()
}

/// A PIN has 4 digits, a password 6 to 16 letters and digits.
const SHORTEST_PIN: usize = 4;

/// An argument that nobody asked for, and that could be a PIN.
#[must_use]
pub fn stray_secret(lang: Lang) -> &'static str {
    pick(
        lang,
        "余分な引数があります。暗証番号は引数に書かないでください(履歴に残り、ほかの人が読めます)。引数なしで実行すると画面で入力できます。プログラムからは `--pin-stdin` を使います",
        "there is one argument too many. Never write a PIN as an argument: it stays in the history, and others can read it. Without it the PIN is asked for; programs use `--pin-stdin`",
    )
}

/// An option that does not exist.
#[must_use]
pub fn unknown_argument(lang: Lang, argument: &str) -> String {
    match lang {
        Lang::Ja => format!("「{argument}」というオプションはありません"),
        Lang::En => format!("there is no option \"{argument}\""),
    }
}

/// A command that does not exist.
#[must_use]
pub fn unknown_command(lang: Lang, name: &str) -> String {
    match lang {
        Lang::Ja => format!("「{name}」というコマンドはありません"),
        Lang::En => format!("there is no command \"{name}\""),
    }
}

/// A required argument is missing.
#[must_use]
pub fn missing_argument(lang: Lang, argument: &str) -> String {
    match lang {
        Lang::Ja => format!("{argument} が必要です"),
        Lang::En => format!("{argument} is needed"),
    }
}

/// No command was given.
#[must_use]
pub fn missing_command(lang: Lang) -> String {
    pick(lang, "コマンドが必要です", "a command is needed").to_owned()
}

/// An option has no value.
#[must_use]
pub fn missing_value(lang: Lang, argument: &str) -> String {
    match lang {
        Lang::Ja => format!("{argument} には値が必要です"),
        Lang::En => format!("{argument} needs a value"),
    }
}

/// A switch was given a value.
#[must_use]
pub fn unwanted_value(lang: Lang, argument: &str) -> String {
    match lang {
        Lang::Ja => format!("{argument} に値は付けられません"),
        Lang::En => format!("{argument} takes no value"),
    }
}

/// Two options exclude each other.
#[must_use]
pub fn conflict(lang: Lang, argument: &str, other: &str) -> String {
    match lang {
        Lang::Ja => format!("{argument} と {other} は一緒に使えません"),
        Lang::En => format!("{argument} and {other} exclude each other"),
    }
}

/// An option has a value that it does not take.
#[must_use]
pub fn wrong_value(lang: Lang, argument: &str, value: &str, valid: &str) -> String {
    match (lang, valid) {
        (Lang::Ja, "") => format!("{argument} に「{value}」は使えません"),
        (Lang::En, "") => format!("{argument} does not take \"{value}\""),
        (Lang::Ja, _) => format!("{argument} に「{value}」は使えません(使える値: {valid})"),
        (Lang::En, _) => format!("{argument} does not take \"{value}\" (it takes: {valid})"),
    }
}
