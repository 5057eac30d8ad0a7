//! Many recordings at once: of each file the finding that decides, counted.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{TraceExplainArgs, day_of, each, open};
use crate::cli::Host;
use crate::cli::answer::Answer;
use crate::cli::files::unreadable;
use crate::finding::{Finding, FindingId};
use crate::message;
use crate::message::trace as words;
use crate::recording::Header;
use crate::trace::explain::Explainer;

#[derive(Serialize)]
struct Summary {
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
pub(super) fn summary(args: &TraceExplainArgs, host: &mut Host) -> Result<Answer, Finding> {
    let lang = host.lang;
    let files = files_of(&args.input.file)?;
    let mut counted: BTreeMap<FindingId, usize> = BTreeMap::new();
    for file in &files {
        if let Some(id) = decisive(file, args, host) {
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
    let lines = findings
        .iter()
        .map(|line| format!("{:>6}  {:<28} {}\n", line.files, line.id, line.meaning));
    let text: String = std::iter::once(words::summary(lang, files.len()) + "\n")
        .chain(lines)
        .collect();
    let summary = Summary {
        files: files.len(),
        findings,
    };
    Ok(Answer::document("mynacheck.traces.v1", &summary, text))
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
fn decisive(path: &Path, args: &TraceExplainArgs, host: &Host) -> Option<FindingId> {
    let mut explainer = Explainer::new(host.lang);
    let mut read = || -> Result<Option<Header>, Finding> {
        let mut trace = open(path, host.lang)?;
        let header = trace.header().cloned();
        each(&mut trace, path, host.lang, |_, event| {
            explainer.event(&event);
            Ok(())
        })?;
        Ok(header)
    };
    match read() {
        Err(finding) => Some(finding.id()),
        Ok(header) => {
            let today = day_of(header.as_ref(), args, host);
            let report = explainer.judgement(today, header.as_ref())?;
            report.decisive().map(Finding::id)
        }
    }
}
