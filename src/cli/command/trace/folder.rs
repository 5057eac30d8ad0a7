//! Many recordings at once: a line for each file, and of all of them which reader fails with what,
//! how often.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{TraceExplainArgs, each, explainer, open};
use crate::cli::answer::Answer;
use crate::cli::files::unreadable;
use crate::cli::{Exit, Host};
use crate::finding::{Finding, FindingId};
use crate::message::{self, Lang, clean, trace as words};
use crate::report::{Report, Verdict};
use crate::trace::Trace;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// One file.
#[derive(Default, Serialize)]
struct FileLine {
    schema: &'static str,
    version: &'static str,
    file: String,
    /// `recording`, or whose log it is; null where it is neither.
    kind: Option<String>,
    provenance: Option<String>,
    today: Option<String>,
    reader: Option<String>,
    verdict: Option<Verdict>,
    /// The finding that decides; null where nothing was asked that could be judged.
    id: Option<&'static str>,
    title: String,
    code: String,
    commands: u64,
    millis: f64,
    connections: usize,
    broken: usize,
    pins_sent: usize,
}

#[derive(Serialize)]
struct Summary {
    schema: &'static str,
    version: &'static str,
    files: usize,
    findings: Vec<SummaryLine>,
}

/// One finding on one reader.
#[derive(Serialize)]
struct SummaryLine {
    id: &'static str,
    reader: Option<String>,
    files: usize,
    meaning: &'static str,
}

/// A line for each file of a folder, and the summary.
pub(super) fn summary(args: &TraceExplainArgs, host: &mut Host) -> Result<Answer, Finding> {
    let lang = host.lang;
    let files = files_of(&args.input.file)?;
    let mut counted: BTreeMap<(FindingId, Option<String>), usize> = BTreeMap::new();
    for file in &files {
        let (line, id) = file_line(file, args, host);
        if let Some(id) = id {
            let count = counted.entry((id, line.reader.clone())).or_default();
            *count = count.saturating_add(1);
        }
        host.emit(&line, |_| text(&line, lang));
    }
    let mut findings: Vec<_> = counted
        .into_iter()
        .map(|((id, reader), files)| SummaryLine {
            id: id.as_str(),
            reader,
            files,
            meaning: message::about(lang, id),
        })
        .collect();
    findings.sort_by_key(|line| std::cmp::Reverse(line.files));
    let summary = Summary {
        schema: "mynacheck.traces.v1",
        version: VERSION,
        files: files.len(),
        findings,
    };
    host.emit(&summary, |_| {
        let mut text = format!("\n{}", words::summary(lang, summary.files));
        for line in &summary.findings {
            let reader = line.reader.as_deref().unwrap_or("-");
            let SummaryLine {
                id, files, meaning, ..
            } = line;
            let _ = write!(text, "\n{files:>6}  {id:<28} {reader}\n{:>8}{meaning}", "");
        }
        text
    });
    Ok(Answer::said(Exit::Usable))
}

fn text(line: &FileLine, lang: Lang) -> String {
    let title = if line.title.is_empty() {
        words::note(lang, words::Note::NothingToJudge)
    } else {
        &line.title
    };
    let reader = match &line.reader {
        Some(reader) => format!(" [{reader}]"),
        None => String::new(),
    };
    format!("{}: {title}{reader}", line.file)
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

/// What there is to say of one file, and the finding that decides.
fn file_line(path: &Path, args: &TraceExplainArgs, host: &Host) -> (FileLine, Option<FindingId>) {
    let lang = host.lang;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut line = FileLine {
        schema: "mynacheck.trace.v1",
        version: VERSION,
        file: clean(&name),
        ..FileLine::default()
    };
    let report = match explained(path, args, host, &mut line) {
        Ok(report) => report,
        Err(finding) => Some(Report::of(host.day().today, finding)),
    };
    let Some(report) = report else {
        return (line, None);
    };
    let reader = report.source.as_ref().map(|source| source.reader.clone());
    line.reader = reader.filter(|reader| !reader.is_empty());
    line.verdict = Some(report.verdict());
    line.connections = report.connections.len();
    line.broken = report.connections.iter().filter(|one| one.broken).count();
    line.pins_sent = report
        .connections
        .iter()
        .map(|one| one.pins_sent.len())
        .sum();
    let decisive = report.decisive();
    if let Some(finding) = decisive {
        let text = message::text(lang, finding);
        line.id = Some(finding.id().as_str());
        (line.title, line.code) = (text.title, text.code);
    }
    (line, decisive.map(Finding::id))
}

fn explained(
    path: &Path,
    args: &TraceExplainArgs,
    host: &Host,
    line: &mut FileLine,
) -> Result<Option<Report>, Finding> {
    let mut trace = open(path)?;
    let header = trace.header().cloned();
    let kind = trace
        .log()
        .map_or_else(|| "recording".to_owned(), |log| log.to_string());
    line.kind = Some(kind);
    line.provenance = header.as_ref().map(|header| header.provenance.to_string());
    line.today = header.as_ref().map(|header| header.today.to_string());
    let mut explainer = explainer(header.as_ref(), args, host);
    let mut unsaid = String::new();
    let whole = each(&mut trace, path, Trace::next_told).try_for_each(|told| {
        let told = told?;
        explainer.turn(&told, &mut unsaid);
        explainer.explain(told.event, &mut unsaid);
        unsaid.clear();
        Ok::<_, Finding>(())
    });
    let (commands, micros) = explainer.total();
    line.commands = commands;
    line.millis = std::time::Duration::from_micros(micros).as_secs_f64() * 1000.0;
    whole?;
    Ok(explainer.judgement(header.as_ref()))
}
