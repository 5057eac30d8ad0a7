//! `trace`: recordings and logs, explained, cleaned, imported, checked and exported.

mod export;
mod folder;
mod lint;

use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Subcommand;

use crate::cli::answer::Answer;
use crate::cli::args::{DayOption, Format};
use crate::cli::files::{self, unreadable};
use crate::cli::output::Output;
use crate::cli::recordings::{self, wrong};
use crate::cli::{Exit, Host};
use crate::finding::Finding;
use crate::message::{Lang, trace as words};
use crate::recording::{Header, Policy, Provenance, ReadError, Writer};
use crate::report::{Report, fit};
use crate::time::Date;
use crate::trace::Trace;
use crate::trace::codes::codes;
use crate::trace::explain::Explainer;
use crate::trace::redact::{Cleaner, clean_header};

/// Lines are handed on in portions of this size.
const PORTION: usize = 1 << 16;

/// `trace`
#[derive(Debug, Subcommand)]
pub(crate) enum TraceCommand {
    #[command(about = both!(
        "記録に何が起きたかを言葉で説明します(フォルダーなら集計します)",
        "What happened in this recording? For a folder: how often each fault occurs"
    ), after_long_help = both!(
        "  何が起きたかを読む
    mynacheck trace explain recording.jsonl
  フォルダーの記録を集計する
    mynacheck trace explain recordings/",
        "  What happened?
    mynacheck trace explain recording.jsonl
  How often each fault occurs in a folder
    mynacheck trace explain recordings/"
    ))]
    Explain(TraceExplainArgs),
    #[command(about = both!(
        "記録から個人情報かもしれない部分を除きます",
        "Remove what may be personal"
    ), after_long_help = both!(
        "  人に渡す前に
    mynacheck trace redact recording.jsonl --out shareable.jsonl",
        "  Before sharing it
    mynacheck trace redact recording.jsonl --out shareable.jsonl"
    ))]
    Redact(TraceRewriteArgs),
    #[command(about = both!(
        "pcscdやOpenSCなど、ほかのプログラムのログを記録に変えます(読むときに伏せます)",
        "Make a recording from a log of pcscd, OpenSC or another program, redacted while reading"
    ), after_long_help = both!(
        "  pcscd のログから記録を作る
    mynacheck trace import pcscd.log --out recording.jsonl",
        "  A recording from the log of pcscd
    mynacheck trace import pcscd.log --out recording.jsonl"
    ))]
    Import(TraceRewriteArgs),
    #[command(about = both!(
        "記録に個人情報かもしれない部分が残っていないか調べます",
        "Do these recordings still hold anything that may be personal?"
    ), after_long_help = both!(
        "  渡してよいか確かめる
    mynacheck trace lint shareable.jsonl",
        "  Is it safe to share?
    mynacheck trace lint shareable.jsonl"
    ))]
    Lint(lint::TraceLintArgs),
    #[command(about = both!(
        "Wiresharkやapdu4jの形式に変えます",
        "Write a recording for Wireshark or apdu4j"
    ), after_long_help = both!(
        "  Wireshark で開く
    mynacheck trace export recording.jsonl --pcapng card.pcapng",
        "  Open it in Wireshark
    mynacheck trace export recording.jsonl --pcapng card.pcapng"
    ))]
    Export(export::TraceExportArgs),
}

/// `trace explain`
#[derive(Debug, clap::Args)]
pub(crate) struct TraceExplainArgs {
    #[command(flatten)]
    input: TraceInput,
    #[command(flatten)]
    day: DayOption,
}

/// The file that a command of `trace` reads.
#[derive(Debug, clap::Args)]
pub(crate) struct TraceInput {
    #[arg(value_name = "FILE", help = both!(
        "記録、またはほかのプログラムのログ",
        "A recording, or the log of another program"
    ))]
    file: PathBuf,
}

/// `trace redact`, `trace import`
#[derive(Debug, clap::Args)]
pub(crate) struct TraceRewriteArgs {
    #[command(flatten)]
    input: TraceInput,
    #[arg(long, value_name = "FILE", help = both!(
        "書き込むファイル(指定がなければ標準出力)",
        "The file to write (default: standard output)"
    ))]
    out: Option<PathBuf>,
    #[arg(long, requires = "out", help = both!(
        "書き込むファイルがすでにあれば置き換えます",
        "Overwrite the file if it exists"
    ))]
    overwrite: bool,
}

impl TraceCommand {
    pub(super) fn day(&self) -> Option<Date> {
        match self {
            Self::Explain(args) => args.day.today,
            _ => None,
        }
    }
}

pub(super) fn run(command: &TraceCommand, host: &mut Host) -> Result<Answer, Finding> {
    match command {
        TraceCommand::Explain(args) if args.input.file.is_dir() => folder::summary(args, host),
        TraceCommand::Explain(args) => explain(args, host),
        TraceCommand::Redact(args) | TraceCommand::Import(args) => rewrite(args, host),
        TraceCommand::Lint(args) => lint::run(args, host),
        TraceCommand::Export(args) => export::run(args, host),
    }
}

fn open(path: &Path) -> Result<Trace<'static>, Finding> {
    let opened = if path == Path::new("-") {
        Trace::open(BufReader::with_capacity(PORTION, std::io::stdin()))
    } else {
        Trace::open(BufReader::with_capacity(PORTION, files::open(path)?))
    };
    opened.map_err(|error| wrong(path, error))
}

/// What a file holds, taken in this way, until its end or what is wrong with it.
fn each<'t, T: 't>(
    trace: &'t mut Trace<'static>,
    path: &'t Path,
    next: fn(&mut Trace<'static>) -> Result<Option<T>, ReadError>,
) -> impl Iterator<Item = Result<T, Finding>> + 't {
    std::iter::from_fn(move || next(trace).map_err(|error| wrong(path, error)).transpose())
}

fn explain(args: &TraceExplainArgs, host: &mut Host) -> Result<Answer, Finding> {
    let lang = host.lang;
    let file = &args.input.file;
    let mut trace = match open(file) {
        Ok(trace) => trace,
        Err(finding) => {
            host.print_for_people(&codes_in(file, host.lang, host.width));
            return Err(finding);
        }
    };
    let header = trace.header().cloned();
    let mut explainer = explainer(header.as_ref(), args, host);
    let mut portion = header.as_ref().map_or_else(String::new, |header| {
        fit(&explainer.head(header), host.width)
    });
    let mut events = each(&mut trace, file, Trace::next_told);
    let whole = loop {
        let told = match events.next() {
            Some(Ok(told)) => told,
            Some(Err(finding)) => break Err(finding),
            None => break Ok(()),
        };
        explainer.turn(&told, &mut portion);
        explainer.event(told.event, &mut portion);
        if portion.len() >= PORTION {
            host.print_for_people(&portion);
            portion.clear();
        }
    };
    drop(events);
    portion.push_str(&fit(&explainer.foot(trace.left_out()), host.width));
    host.print_for_people(&portion);
    // What there was has been explained; that there was not all of it is told now.
    whole?;
    let report = explainer.judgement(header.as_ref());
    let heading = match report {
        Some(_) => words::Note::Judgement,
        None => words::Note::NothingToJudge,
    };
    let heading = format!("\n{}\n", words::note(lang, heading));
    host.print_for_people(&fit(&heading, host.width));
    Ok(match report {
        Some(report) => Answer::report(report),
        None if host.format == Format::Text => Answer::said(Exit::Unchecked),
        None => {
            let today = day_of(header.as_ref(), args, host);
            Answer::report(Report::of(today, Finding::CertificateNotRead))
        }
    })
}

/// What a file that has no commands and answers does say; of standard input nothing is left to read.
fn codes_in(file: &Path, lang: Lang, width: Option<usize>) -> String {
    let codes = files::open(file).map(|file| codes(BufReader::new(file)));
    let told: String = codes
        .unwrap_or_default()
        .into_iter()
        .fold(String::new(), |text, code| {
            text + &format!("  {}: {}\n", code.id(), code.meaning(lang))
        });
    if told.is_empty() {
        return told;
    }
    let heading = words::note(lang, words::Note::Codes);
    fit(&format!("{heading}\n{told}\n"), width)
}

fn explainer(header: Option<&Header>, args: &TraceExplainArgs, host: &Host) -> Explainer {
    let explainer = match header {
        Some(_) => Explainer::new(host.lang),
        None => Explainer::of_log(host.lang),
    };
    explainer.judging(day_of(header, args, host))
}

/// The day to judge on: the one that was asked for, else the recording's.
fn day_of(header: Option<&Header>, args: &TraceExplainArgs, host: &Host) -> Date {
    let recorded = header.map(|header| header.today);
    let asked = args.day.today.or(recorded);
    asked.unwrap_or_else(|| host.day().today)
}

/// `redact` and `import`: a recording or a log becomes a recording that is known to be harmless.
fn rewrite(args: &TraceRewriteArgs, host: &mut Host) -> Result<Answer, Finding> {
    let mut trace = open(&args.input.file)?;
    let header = clean_header(&header_of(&trace, host));
    let mut cleaner = Cleaner::new(&header, Policy::Redacted);
    let target = args.out.as_deref().unwrap_or(Path::new("-"));
    let mut file = match &args.out {
        Some(path) => Some(Output::create(path, args.overwrite)?),
        None => None,
    };
    let output: &mut dyn Write = match &mut file {
        Some(file) => file,
        None => &mut host.out,
    };
    let failed = |error: std::io::Error| unreadable(target, &error);
    let output = BufWriter::with_capacity(PORTION, output);
    let mut writer = Writer::new(output, &header).map_err(failed)?;
    for event in each(&mut trace, &args.input.file, Trace::next_event) {
        let (_, event) = event?;
        writer.write(&cleaner.clean(event)).map_err(failed)?;
    }
    writer.finish().map_err(failed)?;
    writer.into_inner().flush().map_err(failed)?;
    file.map_or(Ok(()), Output::keep)?;
    Ok(Answer::said(Exit::Usable))
}

/// The header of a recording, or one for a log, which has none.
fn header_of(trace: &Trace<'static>, host: &Host) -> Header {
    match trace {
        Trace::Recording(reader) => reader.header().clone(),
        Trace::Imported(log) => {
            let provenance = Provenance::Imported(log.log().to_string());
            recordings::header(provenance, host.day(), Policy::Redacted)
        }
    }
}
