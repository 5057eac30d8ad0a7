//! What is wrong with a command line, in the reader's language.

use std::error::Error;
use std::ffi::OsString;
use std::num::ParseIntError;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory, FromArgMatches};

use super::answer::Answer;
use super::args::{Args, Format, NoDay};
use super::exit::Exit;
use super::help;
use crate::finding::Finding;
use crate::message::{self, Lang, usage};

/// Names are alike from here on: one letter more, less, or two exchanged.
const ALIKE: f64 = 0.8;

/// A command line that asks for help, or is wrong.
pub(super) struct Wrong {
    error: clap::Error,
    /// The command that was meant, as far as it was named.
    command: Command,
    lang: Lang,
}

/// Takes the arguments apart.
pub(super) fn parse(arguments: &[OsString], lang: Lang) -> Result<Args, Box<Wrong>> {
    let mut command = help::in_language(Args::command(), lang);
    let parsed = command
        .try_get_matches_from_mut(arguments)
        .and_then(|matches| Args::from_arg_matches(&matches));
    parsed.map_err(|error| {
        Box::new(Wrong {
            error,
            command: named(command, arguments),
            lang,
        })
    })
}

/// The command that the arguments name, as far as they do.
fn named(root: Command, arguments: &[OsString]) -> Command {
    arguments.iter().skip(1).fold(root, |command, argument| {
        let found = argument
            .to_str()
            .and_then(|name| command.find_subcommand(name).cloned());
        found.unwrap_or(command)
    })
}

/// The name that may have been meant.
pub(super) fn nearest<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    names
        .map(|name| (strsim::jaro(typed, name), name))
        .filter(|(alike, _)| *alike >= ALIKE)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, name)| name.to_owned())
}

impl Wrong {
    /// Help, the version, or what is wrong.
    pub(super) fn answer(mut self, format: Format) -> Result<Answer, Finding> {
        let lang = self.lang;
        match (self.error.kind(), format) {
            (ErrorKind::DisplayHelp | ErrorKind::DisplayVersion, _) => {
                let text = self.error.render().ansi().to_string();
                return Ok(Answer::verbatim(usage::usage_line(lang, &text)));
            }
            // Who names no command is shown which there are.
            (
                ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand,
                Format::Text,
            ) => {
                let text = self.command.render_help().to_string();
                let text = usage::usage_line(lang, &text);
                return Ok(Answer::complaint(text, Exit::Usage));
            }
            _ => {}
        }
        let finding = Finding::UsageWrong { why: self.reason() };
        if format == Format::Json {
            return Err(finding);
        }
        let text = message::text(lang, &finding);
        let line = self.command.render_usage().to_string();
        let line = usage::usage_line(lang, line.trim_end());
        let complaint = format!("{}\n{}\n\n{line}\n", text.title, text.advice);
        Ok(Answer::complaint(complaint, Exit::Usage))
    }

    /// A part of the error: its sentence is English.
    fn part(&self, kind: ContextKind) -> Option<String> {
        match self.error.get(kind)? {
            ContextValue::String(text) => Some(text.clone()),
            ContextValue::Strings(texts) => Some(texts.join(", ")),
            _ => None,
        }
    }

    /// What is wrong.
    fn reason(&self) -> String {
        let lang = self.lang;
        let part = |kind| self.part(kind).unwrap_or_default();
        let argument = self
            .part(ContextKind::InvalidArg)
            .unwrap_or_else(|| part(ContextKind::InvalidSubcommand));
        let value = usage::echoed(&part(ContextKind::InvalidValue));
        let reason = match self.error.kind() {
            ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand
                if argument.contains(char::is_numeric) =>
            {
                usage::stray_secret(lang).to_owned()
            }
            ErrorKind::TooManyValues => usage::unwanted_value(lang, &argument),
            ErrorKind::UnknownArgument => usage::unknown_argument(lang, &argument),
            ErrorKind::InvalidSubcommand => usage::unknown_command(lang, &argument),
            ErrorKind::MissingRequiredArgument => usage::missing_argument(lang, &argument),
            ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                usage::missing_command(lang)
            }
            ErrorKind::ArgumentConflict => {
                usage::conflict(lang, &argument, &part(ContextKind::PriorArg))
            }
            ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
                usage::missing_value(lang, &argument)
            }
            ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
                usage::wrong_value(lang, &argument, &value, &part(ContextKind::ValidValue))
            }
            kind => kind.to_string(),
        };
        reason + &self.hint(&argument)
    }

    /// What may have been meant, or what the option takes.
    fn hint(&self, argument: &str) -> String {
        let lang = self.lang;
        let near = match self.error.kind() {
            ErrorKind::InvalidSubcommand => {
                let commands = self.command.get_subcommands();
                let names = commands
                    .filter(|it| !it.is_hide_set())
                    .map(Command::get_name);
                nearest(argument, names)
            }
            _ => [ContextKind::SuggestedArg, ContextKind::SuggestedValue]
                .into_iter()
                .find_map(|kind| self.part(kind)),
        };
        if let Some(near) = near {
            return usage::did_you_mean(lang, &near);
        }
        if self.error.kind() != ErrorKind::ValueValidation {
            return String::new();
        }
        let source = self.error.source();
        if source.is_some_and(<dyn Error>::is::<NoDay>) {
            return usage::because(lang, usage::day_expected(lang));
        }
        if source.is_some_and(<dyn Error>::is::<ParseIntError>) {
            return usage::because(lang, usage::number_expected(lang));
        }
        let help = self
            .command
            .get_arguments()
            .find(|known| known.to_string() == argument)
            .and_then(|known| known.get_help());
        help.map_or_else(String::new, |help| usage::because(lang, &help.to_string()))
    }
}
