//! `completions`: what a shell offers after `mynacheck`, from the definition of the arguments.

use clap_complete::Shell;

use super::Args;
use crate::cli::Host;
use crate::cli::answer::Answer;

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
    let mut command = Args::in_language(host.lang);
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "mynacheck", &mut script);
    Answer::verbatim(String::from_utf8_lossy(&script).into_owned())
}
