//! What is wrong with a command line, in the reader's language.

use std::error::Error;
use std::ffi::OsString;
use std::num::ParseIntError;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, FromArgMatches};

use super::answer::Answer;
use super::args::{Format, NoDay};
use super::command::Args;
use super::exit::Exit;
use super::nearest::nearest;
use crate::finding::{Finding, Hint, Misuse};
use crate::message::{self, Lang, usage};

/// A command line that asks for help, or is wrong.
pub(super) struct UsageError {
    error: clap::Error,
    /// The command that was meant, as far as it was named.
    command: Command,
    lang: Lang,
}

/// Takes the arguments apart. `help COMMAND` is `COMMAND --help`.
pub(super) fn parse(arguments: &[OsString], lang: Lang) -> Result<Args, Box<UsageError>> {
    let mut command = Args::in_language(lang);
    let mut arguments = arguments.to_vec();
    if let Some(help) = help_first(&arguments) {
        arguments.remove(help);
        arguments.push("--help".into());
    }
    let parsed = command
        .try_get_matches_from_mut(&arguments)
        .and_then(|matches| Args::from_arg_matches(&matches));
    parsed.map_err(|error| {
        // Every command learns its whole name for its line of usage.
        command.build();
        Box::new(UsageError {
            error,
            command: named(command, &arguments),
            lang,
        })
    })
}

/// Where `help` stands, if it is the first word that is no option and no option's value.
fn help_first(arguments: &[OsString]) -> Option<usize> {
    let option = |word: &OsString| word.as_encoded_bytes().starts_with(b"-");
    let words = arguments.iter().zip(arguments.iter().skip(1)).enumerate();
    let first =
        words.skip_while(|(_, (before, word))| *word != "help" && (option(word) || option(before)));
    let (before, (_, word)) = first.into_iter().next()?;
    (word == "help").then_some(before.saturating_add(1))
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

impl UsageError {
    /// Help, the version, or what is wrong.
    pub(super) fn answer(mut self, format: Format) -> Result<Answer, Finding> {
        let lang = self.lang;
        match (self.error.kind(), format) {
            (ErrorKind::DisplayHelp | ErrorKind::DisplayVersion, _) => {
                let text = self.error.render().ansi().to_string();
                return Ok(Answer::verbatim(usage::usage_line(lang, &text)));
            }
            // With no command, list the commands.
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
        let (why, hint) = self.reason();
        let finding = Finding::UsageWrong { why, hint };
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

    /// What is wrong, and what may have been meant.
    fn reason(&self) -> (Misuse, Option<Hint>) {
        let part = |kind| self.part(kind).unwrap_or_default();
        let argument = self
            .part(ContextKind::InvalidArg)
            .unwrap_or_else(|| part(ContextKind::InvalidSubcommand));
        let hint = self.hint(&argument);
        let value = usage::echoed(&part(ContextKind::InvalidValue));
        let why = match self.error.kind() {
            ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand
                if argument.contains(char::is_numeric) =>
            {
                Misuse::StraySecret
            }
            ErrorKind::TooManyValues => Misuse::UnwantedValue(argument),
            ErrorKind::UnknownArgument if argument.starts_with('-') => {
                Misuse::UnknownOption(argument)
            }
            ErrorKind::UnknownArgument => Misuse::Stray(argument),
            ErrorKind::InvalidSubcommand => Misuse::UnknownCommand(argument),
            ErrorKind::MissingRequiredArgument => Misuse::Missing(argument),
            ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                Misuse::NoCommand
            }
            ErrorKind::ArgumentConflict => Misuse::Conflict(argument, part(ContextKind::PriorArg)),
            ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
                Misuse::NoValue(argument)
            }
            ErrorKind::InvalidValue | ErrorKind::ValueValidation => Misuse::WrongValue {
                option: argument,
                value,
                valid: part(ContextKind::ValidValue),
            },
            kind => Misuse::Other(kind.to_string()),
        };
        (why, hint)
    }

    fn hint(&self, argument: &str) -> Option<Hint> {
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
            return Some(Hint::Near(near));
        }
        if self.error.kind() != ErrorKind::ValueValidation {
            return None;
        }
        let source = self.error.source();
        if source.is_some_and(<dyn Error>::is::<NoDay>) {
            return Some(Hint::Day);
        }
        if source.is_some_and(<dyn Error>::is::<ParseIntError>) {
            return Some(Hint::Number);
        }
        let help = self
            .command
            .get_arguments()
            .find(|known| known.to_string() == argument)
            .and_then(|known| known.get_help());
        help.map(|help| Hint::Help(help.to_string()))
    }
}
