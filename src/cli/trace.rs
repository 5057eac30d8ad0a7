//! `trace`: recordings and logs, explained, cleaned, imported, checked and exported.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::args::Format;
use super::args::trace::{self as args, Trace as Command};
use super::input::unreadable;
use super::recordings::wrong;
use super::{Context, Exit, Host, input, print, print_failure, print_json};
use crate::finding::{Finding, FindingId};
use crate::message::trace as words;
use crate::message::{self, Lang};
use crate::reader::recorder::create;
use crate::recording::{Event, Header, Policy, Provenance, ReadError, Reason, Writer};
use crate::report::Report;
use crate::time::Date;
use crate::trace::explain::Explainer;
use crate::trace::export::pcapng::Pcapng;
use crate::trace::export::{Apdu4j, ExportError};
use crate::trace::import::Wrong;
use crate::trace::redact::{Cleaner, Lint, Linter, clean_header};
use crate::trace::{Trace, TraceError};

/// Lines are handed on in portions of this size.
const PORTION: usize = 1 << 16;

type Opened = Trace<BufReader<File>>;

pub(super) fn run(command: &Command, context: Context, host: &mut Host) -> Exit {
    let done = match command {
        Command::Explain(args) if args.trace.is_dir() => summary(args, context, host),
        Command::Explain(args) => explain(args, context, host),
        Command::Redact(args) => redact(args, context, host),
        Command::Import(args) => import(args, context, host),
        Command::Lint(args) => lint(args, context, host),
        Command::Export(args) => export(args, context, host),
    };
    done.unwrap_or_else(|finding| print_failure(finding, host.today(), context, host))
}

fn open(path: &Path, lang: Lang) -> Result<Opened, Finding> {
    let file = input::open(path)?;
    Trace::open(BufReader::with_capacity(PORTION, file)).map_err(|error| refused(path, error, lang))
}

fn refused(path: &Path, error: TraceError, lang: Lang) -> Finding {
    match error {
        TraceError::Io(error) => unreadable(path, &error),
        TraceError::Recording(error) => wrong(path, &error, lang),
        TraceError::Import(error) => match error.reason {
            Wrong::Io(kind) => unreadable(path, &kind.into()),
            reason => Finding::RecordingWrong {
                file: path.display().to_string(),
                line: error.line,
                why: words::log_wrong(lang, reason == Wrong::Interleaved).to_owned(),
            },
        },
    }
}

/// Does something with each event of a file.
fn each(
    trace: &mut Opened,
    path: &Path,
    lang: Lang,
    mut action: impl FnMut(usize, Event) -> Result<(), Finding>,
) -> Result<(), Finding> {
    loop {
        match trace.next_event() {
            Ok(Some((line, event))) => action(line, event)?,
            Ok(None) => return Ok(()),
            Err(error) => return Err(refused(path, error, lang)),
        }
    }
}

fn explain(args: &args::Explain, context: Context, host: &mut Host) -> Result<Exit, Finding> {
    let lang = context.lang;
    let mut trace = open(&args.trace, lang)?;
    let text = context.format == Format::Text;
    let header = trace.header().cloned();
    let mut explainer = Explainer::new(lang);
    let mut portion = match &header {
        Some(header) if text => explainer.head(header),
        _ => String::new(),
    };
    let whole = each(&mut trace, &args.trace, lang, |_, event| {
        let line = explainer.event(&event);
        if text {
            portion.push_str(&line);
            if portion.len() >= PORTION {
                host.print(&portion);
                portion.clear();
            }
        }
        Ok(())
    });
    if text {
        portion.push_str(&explainer.foot());
        host.print(&portion);
    }
    // What there was has been explained; that there was not all of it is told now.
    whole?;
    let recorded = header.as_ref().map(|header| header.today);
    let today = args.today.or(recorded).unwrap_or_else(|| host.today());
    let report = explainer.judgement(today, header.as_ref());
    let heading = match report {
        Some(_) => words::Note::Judgement,
        None => words::Note::NothingToJudge,
    };
    if text {
        host.print(&format!("\n{}\n", words::note(lang, heading)));
    }
    match report {
        Some(report) => Ok(print(&report, context, host)),
        None if text => Ok(Exit::Usable),
        None => {
            print(
                &Report {
                    today,
                    ..Report::default()
                },
                context,
                host,
            );
            Ok(Exit::Usable)
        }
    }
}

#[derive(Serialize)]
struct SummaryDocument {
    schema: &'static str,
    version: &'static str,
    files: usize,
    findings: Vec<SummaryLine>,
}

#[derive(Serialize)]
struct SummaryLine {
    id: &'static str,
    files: usize,
    meaning: String,
}

/// Of each file of a folder the finding that decides, counted.
fn summary(args: &args::Explain, context: Context, host: &mut Host) -> Result<Exit, Finding> {
    let lang = context.lang;
    let files = files_of(&args.trace)?;
    let mut counted: BTreeMap<FindingId, usize> = BTreeMap::new();
    for file in &files {
        let today = args.today.unwrap_or_else(|| host.today());
        if let Some(id) = decisive(file, args.today, today, lang) {
            let count = counted.entry(id).or_default();
            *count = count.saturating_add(1);
        }
    }
    let mut findings: Vec<_> = counted
        .into_iter()
        .map(|(id, files)| SummaryLine {
            id: id.as_str(),
            files,
            meaning: message::about(lang, id).to_owned(),
        })
        .collect();
    findings.sort_by_key(|line| std::cmp::Reverse(line.files));
    match context.format {
        Format::Text => {
            let mut lines = vec![words::summary(lang, files.len())];
            lines.extend(
                findings
                    .iter()
                    .map(|line| format!("{:>6}  {:<28} {}", line.files, line.id, line.meaning)),
            );
            host.print(&(lines.join("\n") + "\n"));
        }
        Format::Json => print_json(
            &SummaryDocument {
                schema: "mynacheck.traces.v1",
                version: env!("CARGO_PKG_VERSION"),
                files: files.len(),
                findings,
            },
            host,
        ),
    }
    Ok(Exit::Usable)
}

fn files_of(folder: &Path) -> Result<Vec<PathBuf>, Finding> {
    let entries = std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    let mut files: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    Ok(files)
}

/// The finding that decides in one file; None where nothing was asked that could be judged.
fn decisive(path: &Path, wanted: Option<Date>, today: Date, lang: Lang) -> Option<FindingId> {
    let mut explainer = Explainer::new(lang);
    let mut read = || -> Result<Option<Header>, Finding> {
        let mut trace = open(path, lang)?;
        let header = trace.header().cloned();
        each(&mut trace, path, lang, |_, event| {
            explainer.event(&event);
            Ok(())
        })?;
        Ok(header)
    };
    match read() {
        Err(finding) => Some(finding.id()),
        Ok(header) => {
            let recorded = header.as_ref().map(|header| header.today);
            let today = wanted.or(recorded).unwrap_or(today);
            let report = explainer.judgement(today, header.as_ref())?;
            report.decisive().map(Finding::id)
        }
    }
}

fn redact(args: &args::Rewrite, context: Context, host: &mut Host) -> Result<Exit, Finding> {
    let mut trace = open(&args.trace, context.lang)?;
    let Some(header) = trace.header().map(clean_header) else {
        return Err(no_recording(&args.trace, context.lang));
    };
    let mut cleaner = Cleaner::new(Policy::Redacted);
    write(&mut trace, args, &header, context, host, |event| {
        cleaner.clean(event)
    })
}

fn import(args: &args::Rewrite, context: Context, host: &mut Host) -> Result<Exit, Finding> {
    let mut trace = open(&args.trace, context.lang)?;
    let header = header_of(&trace, host);
    write(&mut trace, args, &header, context, host, |event| event)
}

/// The header of a recording, or one for a log, which has none.
fn header_of(trace: &Opened, host: &Host) -> Header {
    match trace {
        Trace::Recording(reader) => reader.header().clone(),
        Trace::Imported(log) => Header {
            program: concat!("mynacheck ", env!("CARGO_PKG_VERSION")).to_owned(),
            platform: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            provenance: Provenance::Imported(log.log().to_string()),
            today: host.today(),
            from_clock: true,
            policy: Policy::Redacted,
            expect: None,
        },
    }
}

fn no_recording(path: &Path, lang: Lang) -> Finding {
    let error = ReadError {
        line: 1,
        reason: Reason::NotARecording,
    };
    wrong(path, &error, lang)
}

fn write(
    trace: &mut Opened,
    args: &args::Rewrite,
    header: &Header,
    context: Context,
    host: &mut Host,
    mut change: impl FnMut(Event) -> Event,
) -> Result<Exit, Finding> {
    let (mut file, mut shown);
    let output: &mut dyn Write = if let Some(path) = &args.written_to {
        file = BufWriter::new(created(path, args.overwrite)?);
        &mut file
    } else {
        shown = BufWriter::with_capacity(PORTION, &mut host.out);
        &mut shown
    };
    let target = args.written_to.as_deref().unwrap_or(Path::new("-"));
    let failed = |error: std::io::Error| unreadable(target, &error);
    let mut writer = Writer::new(output, header).map_err(failed)?;
    each(trace, &args.trace, context.lang, |_, event| {
        writer.write(&change(event)).map_err(failed)
    })?;
    writer.finish().map_err(failed)?;
    writer.into_inner().flush().map_err(failed)?;
    Ok(Exit::Usable)
}

fn created(path: &Path, overwrite: bool) -> Result<File, Finding> {
    create(path, overwrite).map_err(|error| unreadable(path, &error))
}

fn lint(args: &args::Lint, context: Context, host: &mut Host) -> Result<Exit, Finding> {
    let lang = context.lang;
    let mut found = String::new();
    for path in &args.traces {
        let mut trace = open(path, lang)?;
        let Some(header) = trace.header() else {
            return Err(no_recording(path, lang));
        };
        let name = path.display().to_string();
        let mut say = |line, lint| {
            let full = lint == Lint::FullOfARealCard;
            found.push_str(&words::lint(lang, &name, line, full));
            found.push('\n');
        };
        let (mut linter, header_lint) = Linter::new(header);
        if let Some(lint) = header_lint {
            say(1, lint);
        }
        each(&mut trace, path, lang, |line, event| {
            if let Some(lint) = linter.event(&event) {
                say(line, lint);
            }
            Ok(())
        })?;
    }
    if found.is_empty() {
        host.print(&format!("{}\n", words::lint_clean(lang, args.traces.len())));
        Ok(Exit::Usable)
    } else {
        host.print(&found);
        Ok(Exit::Input)
    }
}

fn export(args: &args::Export, context: Context, host: &mut Host) -> Result<Exit, Finding> {
    let lang = context.lang;
    let mut trace = open(&args.trace, lang)?;
    let header = header_of(&trace, host);
    if let Some(path) = &args.pcapng {
        let failed = |error: std::io::Error| unreadable(path, &error);
        let output = BufWriter::new(created(path, args.overwrite)?);
        let mut capture = Pcapng::new(output, &header).map_err(failed)?;
        each(&mut trace, &args.trace, lang, |_, event| {
            capture.event(&event).map_err(failed)
        })?;
        capture.finish().map_err(failed)?;
    } else if let Some(path) = &args.apdu4j {
        let failed = |error: std::io::Error| unreadable(path, &error);
        let mut dump = Apdu4j::new(BufWriter::new(created(path, args.overwrite)?));
        each(&mut trace, &args.trace, lang, |line, event| {
            dump.event(&event).map_err(|error| match error {
                ExportError::Io(error) => failed(error),
                ExportError::LeftOut => Finding::RecordingWrong {
                    file: args.trace.display().to_string(),
                    line,
                    why: words::left_out(lang).to_owned(),
                },
            })
        })?;
        dump.finish().map_err(failed)?;
    }
    Ok(Exit::Usable)
}
