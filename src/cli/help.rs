//! Help in both languages, from the one definition of the arguments.
//!
//! A text of help is one string for clap. Here it holds the Japanese and the English one until
//! [`in_language`] picks one of them.

use clap::builder::StyledStr;
use clap::{Arg, ArgAction, Command};

use crate::message::{Lang, pick, usage};

/// A text of help in Japanese and in English, side by side.
macro_rules! both {
    ($ja:literal, $en:literal $(,)?) => {
        concat!($ja, "\u{E000}", $en)
    };
}

/// Stands between the two; no text of help holds it.
const BETWEEN: char = '\u{E000}';

fn picked(text: Option<&StyledStr>, lang: Lang) -> Option<String> {
    let text = text?.to_string();
    let (ja, en) = text.split_once(BETWEEN)?;
    Some(pick(lang, ja, en).to_owned())
}

/// The definition of the command line, in one language.
pub(super) fn in_language(command: Command, lang: Lang) -> Command {
    let options = usage::heading(lang, usage::Heading::Options);
    let help = pick(
        lang,
        "使い方を表示します(-h 短く、--help 例も)",
        "Print help (-h short, --help with examples)",
    );
    let version = pick(lang, "バージョンを表示します", "Print the version");
    describe(command, lang)
        .disable_version_flag(true)
        .disable_help_flag(true)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .global(true)
                .action(ArgAction::Help)
                .help_heading(options)
                .display_order(900)
                .help(help),
        )
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help_heading(options)
                .help(version),
        )
}

fn describe(command: Command, lang: Lang) -> Command {
    let about = picked(command.get_about(), lang).unwrap_or_default();
    // With no command, list the commands.
    let several = command.has_subcommands();
    let examples = picked(command.get_after_long_help(), lang);
    let next = picked(command.get_after_help(), lang);
    let command = match examples {
        Some(examples) => {
            let heading = pick(lang, "例:", "Examples:");
            command.after_long_help(format!("{heading}\n{}", examples.trim_end()))
        }
        None => command,
    };
    let command = match next {
        Some(next) => command.after_help(next),
        None => command,
    };
    command
        .about(about)
        .arg_required_else_help(several)
        .subcommand_help_heading(usage::heading(lang, usage::Heading::Commands))
        .help_template(usage::template(lang))
        .mut_args(|argument| {
            let heading = if argument.is_positional() {
                usage::Heading::Arguments
            } else {
                usage::Heading::Options
            };
            let help = picked(argument.get_help(), lang).unwrap_or_default();
            // Values and defaults are told by the text, in its language.
            let told = argument.get_action().takes_values();
            argument
                .help(help)
                .help_heading(usage::heading(lang, heading))
                .hide_possible_values(told)
                .hide_default_value(told)
        })
        .mut_subcommands(|subcommand| describe(subcommand, lang))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command::Args;
    use crate::cli::manual;

    fn complete(command: &Command, path: &str) {
        for argument in command.get_arguments().filter(|a| !a.is_hide_set()) {
            let help = argument.get_help().map(ToString::to_string);
            assert!(help.is_some_and(|it| !it.is_empty()), "{path} {argument:?}");
        }
        for subcommand in command.get_subcommands().filter(|c| !c.is_hide_set()) {
            let path = format!("{path} {}", subcommand.get_name());
            let about = subcommand.get_about().map(ToString::to_string);
            assert!(about.is_some_and(|it| !it.is_empty()), "{path}");
            let examples = subcommand.get_after_long_help().map(ToString::to_string);
            let whole = examples.is_some_and(|it| it.contains("mynacheck "));
            assert!(whole || subcommand.has_subcommands(), "{path}: examples");
            complete(subcommand, &path);
        }
    }

    #[test]
    fn everything_is_described_in_both_languages() {
        for lang in [Lang::Ja, Lang::En] {
            complete(&Args::in_language(lang), "mynacheck");
        }
    }

    /// Each command by its whole name, with its own options.
    fn walk(command: &Command, path: &str, visit: &mut dyn FnMut(&str, &Command)) {
        for subcommand in command.get_subcommands().filter(|c| !c.is_hide_set()) {
            let path = format!("{path}{}", subcommand.get_name());
            if subcommand.has_subcommands() {
                walk(subcommand, &format!("{path} "), visit);
            } else {
                visit(&path, subcommand);
            }
        }
    }

    /// What is written elsewhere about commands and options has every one of them.
    #[test]
    fn manual_and_contract_leave_nothing_out() {
        let contract = include_str!("../../docs/contract.md");
        for lang in [Lang::Ja, Lang::En] {
            let manual = manual::page(Args::in_language(lang), lang);
            walk(&Args::in_language(lang), "", &mut |path, command| {
                assert!(contract.contains(&format!("`{path}")), "{path}");
                let heading = format!(".SS \"mynacheck {path}\"");
                assert!(manual.contains(&heading), "{heading}");
                for argument in command.get_arguments().filter(|a| !a.is_hide_set()) {
                    let Some(long) = argument.get_long() else {
                        continue;
                    };
                    assert!(contract.contains(&format!("--{long}")), "{path} --{long}");
                    let roff = format!("\\-\\-{}", long.replace('-', "\\-"));
                    assert!(manual.contains(&roff), "{path} {roff}");
                }
            });
        }
    }

    #[test]
    fn no_line_of_the_manual_is_taken_for_a_macro() {
        let known = [
            ".TH", ".SH", ".SS", ".TP", ".PP", ".nf", ".fi", ".BR", ".ad",
        ];
        let manual = manual::page(Args::in_language(Lang::En), Lang::En);
        for line in manual.lines() {
            let wrong = line.starts_with(['.', '\'']) && !known.contains(&&line[..3]);
            assert!(!wrong, "{line}");
        }
    }
}
