//! The command line: takes the arguments apart, chooses what stands behind the transport seam, asks
//! one question, and prints the answer.
//!
//! [`run`] is the whole program: everything that it needs from the system comes in as a [`Host`],
//! so that tests run it in process.

pub mod args;
pub mod commands;
pub mod config;
mod doctor;
pub mod exit;
pub mod host;
mod input;
mod logging;
mod pins;
pub mod prompt;
pub mod recordings;
mod serve;
mod trace;
mod usage;
mod watch;

use std::ffi::OsString;

use clap::{CommandFactory, FromArgMatches};

use args::{Args, Command, Format, Pin};
pub use exit::Exit;
pub use host::Host;
pub use prompt::Prompt;

use crate::finding::{Finding, Outcome};
use crate::message::{Label, Lang, label};
use crate::report::json::Document;
use crate::report::{Report, text};

/// Runs the program with these arguments, the program's name first, and returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>, host: &mut Host) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let configured = host.configure();
    let context = Context {
        lang: args::early(&arguments, "--lang").unwrap_or_else(|| host.language()),
        format: args::early(&arguments, "--format").unwrap_or_default(),
    };
    let lang = context.lang;
    let mut command = usage::translated(Args::command(), lang);
    let matches = match command.try_get_matches_from_mut(&arguments) {
        Ok(matches) => matches,
        Err(error) => return usage::show(&error, &mut command, context, host),
    };
    let args = match Args::from_arg_matches(&matches) {
        Ok(args) => args,
        Err(error) => return usage::show(&error, &mut command, context, host),
    };
    host.set_color(args.common.color);
    let _guard = logging::start(args.common.verbose);
    if let Err(finding) = configured {
        return print_failure(finding, host.today(), context, host);
    }
    // Before anything else, since the recording says which day it is.
    if let Err(finding) = host.recordings.load(&matches, lang) {
        return print_failure(finding, host.today(), context, host);
    }
    let exit = dispatch(args.command, context, host);
    // What no report has taken up.
    let exit = match host.recordings.close() {
        None => exit,
        Some(finding) => print_failure(finding, host.today(), context, host),
    };
    if host.unwritten {
        // An answer that did not arrive is none.
        host.complain(&format!("{}\n", label(lang, Label::Unwritten)));
        return Exit::Unchecked;
    }
    exit
}

/// How the answer is written.
#[derive(Debug, Clone, Copy)]
pub struct Context {
    /// The language.
    pub lang: Lang,
    /// Text or JSON.
    pub format: Format,
}

fn dispatch(command: Command, context: Context, host: &mut Host) -> Exit {
    match command {
        Command::Check(args) => commands::check(&args, context, host),
        Command::Pin(Pin::Status(args)) => pins::status(&args, context, host),
        Command::Pin(Pin::Verify(args)) => pins::verify(&args, context, host),
        Command::Certificate(args) => pins::certificate(&args, context, host),
        Command::Prove(args) => pins::prove(&args, context, host),
        Command::Readers(args) => commands::readers(&args, context, host),
        Command::Doctor(args) => doctor::doctor(&args, context, host),
        Command::Cards => commands::cards(context, host),
        Command::Serve(args) => serve::serve(&args, context, host),
        Command::Explain(args) => commands::explain(&args, context, host),
        Command::Watch(args) => watch::watch(&args, context, host),
        Command::Trace(args) => trace::run(&args, context, host),
        Command::Schema => commands::schema(host),
    }
}

/// Prints a report and returns its exit code.
pub(crate) fn print(report: &Report, context: Context, host: &mut Host) -> Exit {
    let report = &host.recordings.complete(report.clone());
    match context.format {
        Format::Text => host.print(&text::render(report, context.lang)),
        Format::Json => print_json(&Document::new(report, context.lang), host),
    }
    Exit::from(report.outcome())
}

/// Prints a document of its own kind, indented for people who look at it.
pub(crate) fn print_json(document: &impl serde::Serialize, host: &mut Host) {
    match serde_json::to_string_pretty(document) {
        Ok(json) => host.print(&format!("{json}\n")),
        // A report is numbers, strings and lists: this cannot happen, and is not silent if it does.
        Err(error) => host.complain(&format!("JSON: {error}\n")),
    }
}

/// Prints what kept a card from being asked.
pub(crate) fn print_failure(
    finding: Finding,
    today: crate::time::Date,
    context: Context,
    host: &mut Host,
) -> Exit {
    print(&Report::of(today, finding), context, host)
}

/// Prints what kept the card that the options name from being asked.
pub(crate) fn print_unreached(
    finding: Finding,
    options: &args::CardOptions,
    today: crate::time::Date,
    context: Context,
    host: &mut Host,
) -> Exit {
    let mut report = Report::of(today, finding);
    if options.simulate.is_some() && report.outcome() == Outcome::Unchecked {
        report.mark_simulated();
    }
    print(&report, context, host)
}
