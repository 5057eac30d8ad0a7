//! Help and complaints about the command line, in both languages.

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::args::Format;
use super::{Context, Exit, Host, print_failure};
use crate::finding::Finding;
use crate::message::{self, Lang, help};

/// Puts the sentences of a language into the definition of the command line.
pub(super) fn translated(command: Command, lang: Lang) -> Command {
    let path = command.get_name().to_owned();
    let command = describe(command, &path, lang)
        .disable_version_flag(true)
        .disable_help_flag(true)
        .arg(
            clap::Arg::new("help")
                .short('h')
                .long("help")
                .global(true)
                .action(clap::ArgAction::HelpShort)
                .help_heading(help::heading(lang, help::Heading::Options))
                .help(help::argument(lang, "help").unwrap_or_default()),
        )
        .arg(
            clap::Arg::new("version")
                .short('V')
                .long("version")
                .action(clap::ArgAction::Version)
                .help_heading(help::heading(lang, help::Heading::Options))
                .help(help::argument(lang, "version").unwrap_or_default()),
        );
    command.help_template(help::template(lang))
}

fn describe(command: Command, name: &str, lang: Lang) -> Command {
    let command = match help::command(lang, name) {
        Some(text) => command.about(text),
        None => command,
    };
    // Who names no command is shown which there are.
    let several = command.has_subcommands();
    let command = command
        .arg_required_else_help(several)
        .subcommand_help_heading(help::heading(lang, help::Heading::Commands))
        .help_template(help::template(lang))
        .mut_args(|argument| {
            let id = argument.get_id().as_str().to_owned();
            let heading = if argument.is_positional() {
                help::Heading::Arguments
            } else {
                help::Heading::Options
            };
            // Values and defaults are told by the text, in its language.
            let told = argument.get_action().takes_values();
            let argument = argument
                .help_heading(help::heading(lang, heading))
                .hide_possible_values(told)
                .hide_default_value(told);
            match help::argument(lang, &id) {
                Some(text) => argument.help(text),
                None => argument,
            }
        });
    command.mut_subcommands(|subcommand| {
        let name = format!("{name} {}", subcommand.get_name());
        describe(subcommand, &name, lang)
    })
}

/// Shows help, the version, or what is wrong with the command line.
pub(super) fn show(
    error: &clap::Error,
    command: &mut Command,
    context: Context,
    host: &mut Host,
) -> Exit {
    let lang = context.lang;
    match (error.kind(), context.format) {
        (ErrorKind::DisplayHelp | ErrorKind::DisplayVersion, _) => {
            host.print(&error.render().ansi().to_string());
            Exit::Usable
        }
        (ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand, Format::Text) => {
            host.complain(&error.render().to_string());
            Exit::Usage
        }
        (_, format) => {
            let finding = Finding::UsageWrong {
                why: reason(error, lang),
            };
            if format == Format::Json {
                return print_failure(finding, host.today(), context, host);
            }
            let text = message::text(lang, &finding);
            let usage = command.render_usage().to_string();
            let usage = usage.trim_start_matches("Usage:");
            let heading = help::heading(lang, help::Heading::Usage);
            host.complain(&format!(
                "{}\n{}\n\n{heading}:{usage}\n",
                text.title, text.advice
            ));
            Exit::Usage
        }
    }
}

/// What is wrong, from the parts of the error rather than from its English sentence.
fn reason(error: &clap::Error, lang: Lang) -> String {
    let part = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => Some(texts.join(", ")),
        _ => None,
    };
    let argument = part(ContextKind::InvalidArg)
        .or_else(|| part(ContextKind::InvalidSubcommand))
        .unwrap_or_default();
    let value = part(ContextKind::InvalidValue).unwrap_or_default();
    let value = help::echoed(&value);
    let other = part(ContextKind::PriorArg).unwrap_or_default();
    let valid = part(ContextKind::ValidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand
            if argument.contains(char::is_numeric) =>
        {
            help::stray_secret(lang).to_owned()
        }
        ErrorKind::TooManyValues => help::unwanted_value(lang, &argument),
        ErrorKind::UnknownArgument => help::unknown_argument(lang, &argument),
        ErrorKind::InvalidSubcommand => help::unknown_command(lang, &argument),
        ErrorKind::MissingRequiredArgument => help::missing_argument(lang, &argument),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            help::missing_command(lang)
        }
        ErrorKind::ArgumentConflict => help::conflict(lang, &argument, &other),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            help::missing_value(lang, &argument)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            help::wrong_value(lang, &argument, &value, &valid)
        }
        _ => error.kind().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Args;
    use clap::CommandFactory;

    fn complete(command: &Command, path: &str) {
        for argument in command.get_arguments().filter(|a| !a.is_hide_set()) {
            assert!(
                argument.get_help().is_some(),
                "{path} {}",
                argument.get_id()
            );
        }
        for subcommand in command.get_subcommands().filter(|c| !c.is_hide_set()) {
            let path = format!("{path} {}", subcommand.get_name());
            assert!(subcommand.get_about().is_some(), "{path}");
            complete(subcommand, &path);
        }
    }

    #[test]
    fn everything_is_described_in_both_languages() {
        for lang in [Lang::Ja, Lang::En] {
            complete(&translated(Args::command(), lang), "mynacheck");
        }
    }
}
