//! What is wrong with a command line, in the reader's language.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory, FromArgMatches};

use super::answer::Answer;
use super::args::{Args, Format};
use super::exit::Exit;
use super::help;
use crate::finding::Finding;
use crate::message::{self, Lang, usage};

/// A command line that asks for help, or is wrong.
pub(super) struct Wrong {
    error: clap::Error,
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
            command,
            lang,
        })
    })
}

impl Wrong {
    /// Help, the version, or what is wrong.
    pub(super) fn answer(mut self, format: Format) -> Result<Answer, Finding> {
        let lang = self.lang;
        match (self.error.kind(), format) {
            (ErrorKind::DisplayHelp | ErrorKind::DisplayVersion, _) => {
                let text = self.error.render().ansi().to_string();
                return Ok(Answer::verbatim(text));
            }
            (ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand, Format::Text) => {
                let text = self.error.render().to_string();
                return Ok(Answer::complaint(text, Exit::Usage));
            }
            _ => {}
        }
        let finding = Finding::UsageWrong {
            why: reason(&self.error, lang),
        };
        if format == Format::Json {
            return Err(finding);
        }
        let text = message::text(lang, &finding);
        let line = self.command.render_usage().to_string();
        let line = line.trim_start_matches("Usage:");
        let heading = usage::heading(lang, usage::Heading::Usage);
        let complaint = format!("{}\n{}\n\n{heading}:{line}\n", text.title, text.advice);
        Ok(Answer::complaint(complaint, Exit::Usage))
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
    let value = usage::echoed(&value);
    let other = part(ContextKind::PriorArg).unwrap_or_default();
    let valid = part(ContextKind::ValidValue).unwrap_or_default();
    match error.kind() {
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
        ErrorKind::ArgumentConflict => usage::conflict(lang, &argument, &other),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            usage::missing_value(lang, &argument)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            usage::wrong_value(lang, &argument, &value, &valid)
        }
        _ => error.kind().to_string(),
    }
}
