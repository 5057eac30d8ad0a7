//! The arguments. What they say in help is in `message::help`, in both languages.

pub(super) mod trace;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::{ArgAction, Parser, Subcommand, ValueEnum};

use crate::doctor::Probe;
use crate::message::Lang;
use crate::simulator::vpcd;
use crate::time::Date;
pub use trace::Trace;

/// `mynacheck`
#[derive(Debug, Parser)]
#[command(name = "mynacheck", version, disable_help_subcommand = true)]
pub struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) common: Common,
}

/// One user's question each.
#[derive(Debug, Subcommand)]
pub enum Command {
    #[allow(missing_docs, reason = "the questions are described in message::help")]
    Check(Check),
    #[allow(missing_docs, reason = "as above")]
    #[command(subcommand)]
    Pin(Pin),
    #[allow(missing_docs, reason = "as above")]
    Certificate(Certificate),
    #[allow(missing_docs, reason = "as above")]
    Prove(Prove),
    #[allow(missing_docs, reason = "as above")]
    Readers(Readers),
    #[allow(missing_docs, reason = "as above")]
    Doctor(Doctor),
    #[allow(missing_docs, reason = "as above")]
    Watch(Watch),
    #[command(subcommand)]
    #[allow(missing_docs, reason = "as above")]
    Trace(Trace),
    #[allow(missing_docs, reason = "as above")]
    Serve(Serve),
    #[allow(missing_docs, reason = "as above")]
    Cards,
    #[allow(missing_docs, reason = "as above")]
    Explain(Explain),
    /// Writes `docs/report.schema.json`.
    #[command(hide = true)]
    Schema,
}

/// Options of every command.
#[derive(Debug, clap::Args)]
pub struct Common {
    #[arg(long, global = true, value_enum, default_value_t)]
    pub(super) format: Format,
    #[arg(long, global = true, value_enum)]
    pub(super) lang: Option<Lang>,
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(super) verbose: u8,
    #[arg(long, global = true, value_enum, default_value_t)]
    pub(super) color: Color,
}

/// How the answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// Whether colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Color {
    /// On a terminal that wants them.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Options of every command that talks to a card.
#[derive(Debug, clap::Args)]
pub struct CardOptions {
    #[arg(long, value_name = "NAME", conflicts_with = "simulate", value_parser = NonEmptyStringValueParser::new())]
    pub(super) reader: Option<String>,
    #[arg(long, value_name = "SECONDS", default_value_t = 15)]
    pub(super) timeout: u64,
    #[arg(long, value_name = "CARD")]
    pub(super) simulate: Option<String>,
    #[arg(long, value_name = "FILE", conflicts_with_all = ["reader", "simulate", "record"])]
    pub(super) replay: Option<PathBuf>,
    #[command(flatten)]
    pub(super) recording: RecordOptions,
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(super) today: Option<Date>,
    #[arg(long, value_name = "FILE")]
    pub(super) trust_anchor: Vec<PathBuf>,
    #[arg(long)]
    pub(super) accept_simulated: bool,
}

/// What is recorded, of every command that talks to a card.
#[derive(Debug, clap::Args)]
pub struct RecordOptions {
    #[arg(long, value_name = "FILE")]
    pub(super) record: Option<PathBuf>,
    #[arg(long, requires = "record", action = ArgAction::Count)]
    pub(super) record_full: u8,
    #[arg(long, requires = "record")]
    pub(super) overwrite: bool,
}

/// A day on which somebody may judge: outside of these years, the days round it that the rules speak
/// of may not exist.
fn day(text: &str) -> Result<Date, NoDay> {
    let day: Date = text.parse().map_err(|_| NoDay)?;
    (1970..2200)
        .contains(&day.year())
        .then_some(day)
        .ok_or(NoDay)
}

/// The text is no day between 1970 and 2199.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("no day between 1970 and 2199")]
struct NoDay;

/// `check`
#[derive(Debug, clap::Args)]
pub struct Check {
    #[arg(long)]
    pub(super) expiry: bool,
    #[command(flatten)]
    pub(super) card: CardOptions,
}

/// `pin`
#[derive(Debug, Subcommand)]
pub enum Pin {
    #[allow(missing_docs, reason = "the questions are described in message::help")]
    Status(PinStatus),
    #[allow(missing_docs, reason = "as above")]
    Verify(PinVerify),
}

/// `pin status`
#[derive(Debug, clap::Args)]
pub struct PinStatus {
    #[command(flatten)]
    pub(super) card: CardOptions,
}

/// `pin verify`
#[derive(Debug, clap::Args)]
pub struct PinVerify {
    #[command(flatten)]
    pub(super) entry: PinEntry,
    #[command(flatten)]
    pub(super) card: CardOptions,
}

/// `certificate`
#[derive(Debug, clap::Args)]
pub struct Certificate {
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    #[arg(long, requires = "out")]
    pub(super) pem: bool,
    #[arg(long)]
    pub(super) full: bool,
    #[command(flatten)]
    pub(super) entry: PinEntry,
    #[command(flatten)]
    pub(super) card: CardOptions,
}

/// `prove`
#[derive(Debug, clap::Args)]
pub struct Prove {
    #[command(flatten)]
    pub(super) entry: PinEntry,
    #[command(flatten)]
    pub(super) card: CardOptions,
}

/// Where a PIN comes from. Never an argument or the environment: others could read them.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct PinEntry {
    #[arg(long)]
    pub(super) pin_stdin: bool,
    #[arg(long)]
    pub(super) allow_last_try: bool,
}

/// `readers`
#[derive(Debug, clap::Args)]
pub struct Readers {
    #[arg(long, value_name = "SECONDS", default_value_t = 15)]
    pub(super) timeout: u64,
}

/// `doctor`
#[derive(Debug, clap::Args)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own"
)]
pub struct Doctor {
    #[arg(long, conflicts_with_all = ["stability", "swap"])]
    pub(super) no_card: bool,
    #[arg(long, value_name = "PROBE", value_enum, conflicts_with_all = ["stability", "swap"])]
    pub(super) only: Option<Probe>,
    #[arg(long)]
    pub(super) list: bool,
    #[arg(long)]
    pub(super) strict: bool,
    #[arg(long, value_name = "N", conflicts_with = "replay", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(super) stability: Option<u32>,
    #[arg(long)]
    pub(super) swap: bool,
    #[arg(long, value_name = "FILE")]
    pub(super) bundle: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(super) save: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(super) compare: Option<PathBuf>,
    /// The folder that stands for `/`, for tests.
    #[arg(long, value_name = "DIR", hide = true)]
    pub(super) root: Option<PathBuf>,
    /// Seconds for each call, for tests.
    #[arg(long, value_name = "SECONDS", hide = true, default_value_t = 5)]
    pub(super) limit: u64,
    #[command(flatten)]
    pub(super) card: CardOptions,
}

/// `watch`
#[derive(Debug, clap::Args)]
pub struct Watch {
    #[arg(id = "watched", long = "reader", value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub(super) reader: Option<String>,
    #[arg(long, value_name = "COUNT")]
    pub(super) cards: Option<u32>,
    #[command(flatten)]
    pub(super) recording: RecordOptions,
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(super) today: Option<Date>,
}

/// `serve`
#[derive(Debug, clap::Args)]
pub struct Serve {
    #[arg(value_name = "CARD")]
    pub(super) card: String,
    #[arg(long, value_name = "HOST:PORT", default_value = vpcd::DEFAULT_ADDRESS)]
    pub(super) vpcd: String,
    #[arg(long)]
    pub(super) once: bool,
    #[arg(
        id = "vpcd-timeout",
        long = "timeout",
        value_name = "SECONDS",
        default_value_t = 15
    )]
    pub(super) timeout: u64,
    #[arg(id = "made-on", long = "today", value_name = "YYYY-MM-DD", value_parser = day)]
    pub(super) today: Option<Date>,
}

/// `explain`
#[derive(Debug, clap::Args)]
pub struct Explain {
    #[arg(value_name = "ID")]
    pub(super) id: String,
}

/// An option that counts before the arguments are taken apart, so that even a wrong command line is
/// answered in the language and the form that it asks for.
#[must_use]
pub fn early<T: ValueEnum>(arguments: &[OsString], option: &str) -> Option<T> {
    let mut arguments = arguments.iter().filter_map(|argument| argument.to_str());
    while let Some(argument) = arguments.next() {
        let value = match argument.strip_prefix(option) {
            Some("") => arguments.next()?,
            Some(value) => value.strip_prefix('=')?,
            None if argument == "--" => return None,
            None => continue,
        };
        return T::from_str(value, true).ok();
    }
    None
}

/// A simulated card is meant by its path rather than by its name.
#[must_use]
pub fn card_path(card: &str) -> Option<PathBuf> {
    let path = PathBuf::from(card);
    let is_path = path.components().count() > 1
        || path
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
    is_path.then_some(path)
}
