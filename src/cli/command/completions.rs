//! `completions`: what a shell offers after `mynacheck`, from the definition of the arguments.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::Host;
use crate::cli::answer::Answer;
use crate::cli::args::Args;
use crate::cli::help;

/// `completions`
#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArgs {
    #[arg(value_name = "SHELL", value_enum, help = both!(
        "シェル: bash, zsh, fish, powershell, elvish",
        "The shell: bash, zsh, fish, powershell, elvish"
    ))]
    shell: Shell,
}

pub(super) fn run(args: &CompletionsArgs, host: &Host) -> Answer {
    let mut command = help::in_language(Args::command(), host.lang);
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "mynacheck", &mut script);
    Answer::verbatim(String::from_utf8_lossy(&script).into_owned())
}
