//! The arguments of `trace`.

use std::path::PathBuf;

use clap::Subcommand;

use super::day;
use crate::time::Date;

/// `trace`
#[derive(Debug, Subcommand)]
pub enum Trace {
    #[allow(missing_docs, reason = "described in message::help")]
    Explain(Explain),
    #[allow(missing_docs, reason = "as above")]
    Redact(Rewrite),
    #[allow(missing_docs, reason = "as above")]
    Import(Rewrite),
    #[allow(missing_docs, reason = "as above")]
    Lint(Lint),
    #[allow(missing_docs, reason = "as above")]
    Export(Export),
}

/// `trace explain`
#[derive(Debug, clap::Args)]
pub struct Explain {
    #[arg(value_name = "FILE")]
    pub(in crate::cli) trace: PathBuf,
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(in crate::cli) today: Option<Date>,
}

/// `trace redact`, `trace import`
#[derive(Debug, clap::Args)]
pub struct Rewrite {
    #[arg(value_name = "FILE")]
    pub(in crate::cli) trace: PathBuf,
    #[arg(long = "out", value_name = "FILE")]
    pub(in crate::cli) written_to: Option<PathBuf>,
    #[arg(long, requires = "written_to")]
    pub(in crate::cli) overwrite: bool,
}

/// `trace lint`
#[derive(Debug, clap::Args)]
pub struct Lint {
    #[arg(value_name = "FILE", required = true)]
    pub(in crate::cli) traces: Vec<PathBuf>,
}

/// `trace export`
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("target").required(true).args(["pcapng", "apdu4j"]))]
pub struct Export {
    #[arg(value_name = "FILE")]
    pub(in crate::cli) trace: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) pcapng: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) apdu4j: Option<PathBuf>,
    #[arg(long)]
    pub(in crate::cli) overwrite: bool,
}
