//! The command line: takes the arguments apart, chooses what stands behind the transport seam, asks
//! one question, and prints the answer.
//!
//! [`run`] is the whole program: everything that it needs from the system comes in as a [`Host`],
//! so that tests run it in process.

#[macro_use]
mod help;
mod answer;
mod args;
mod command;
pub(crate) mod config;
mod exit;
mod files;
mod host;
pub(crate) mod interrupt;
mod logging;
mod manual;
mod memo;
mod nearest;
mod output;
pub(crate) mod prompt;
mod recordings;
mod usage;

use std::ffi::OsString;

use command::Args;
pub use exit::Exit;
pub use host::Host;
pub use prompt::Prompt;

/// Runs the program with these arguments, the program's name first, and returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>, host: &mut Host) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let configured = host.configure(&arguments);
    let Args { command, common } = match usage::parse(&arguments, host.lang) {
        Ok(args) => args,
        Err(wrong) => return answer::give(wrong.answer(host.format), host),
    };
    let _guard = logging::start(common.verbose);
    let answer = configured
        .and_then(|()| host.take_up(&common, command.day(), command.card()))
        .and_then(|()| command.run(host));
    answer::give(answer, host)
}
