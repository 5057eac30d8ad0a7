//! For the help desk, and for another day: one file to send, and the comparison with a saved report.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::message::{Label, Lang, label};
use crate::recording::without_serial;
use crate::report::doctor::{ChangedFact, Changes};
use crate::report::json::Document;
use crate::report::{Report, text};

/// One readable text: what was found in words, then the facts, the report as JSON and, where there
/// is one, a redacted recording. No reader's serial number is in it.
#[must_use]
pub(crate) fn write(report: &Report, recording: Option<&str>, lang: Lang) -> String {
    let mut report = report.clone();
    if let Some(source) = &mut report.source {
        source.reader = without_serial(&source.reader);
    }
    let report = &report;
    let mut page = format!("mynacheck {}\n", env!("CARGO_PKG_VERSION"));
    // Writing to a String cannot fail.
    let _ = writeln!(page, "{}", label(lang, Label::BundleHeading));
    page.push('\n');
    let words = text::render(report, lang, None);
    page.push_str(&anstream::adapter::strip_str(&words).to_string());
    page.push('\n');
    for (name, value) in report.doctor.iter().flat_map(|doctor| &doctor.facts) {
        let _ = writeln!(page, "{name}: {value}");
    }
    page.push('\n');
    if let Ok(json) = serde_json::to_string_pretty(&Document::new(report, lang)) {
        page.push_str(&json);
        page.push('\n');
    }
    page.push('\n');
    match recording {
        Some(recording) => {
            let _ = writeln!(page, "{}", label(lang, Label::BundleRecording));
            page.push_str(recording);
        }
        None => {
            let _ = writeln!(page, "{}", label(lang, Label::BundleNoRecording));
        }
    }
    page
}

/// What has changed since `saved`, a report of `doctor` in JSON.
///
/// # Errors
/// It is no such report.
pub fn compare(report: &Report, saved: &str) -> Result<Changes, NotAReport> {
    let saved: Saved = serde_json::from_str(saved)?;
    let before: BTreeSet<String> = saved
        .findings
        .into_iter()
        .map(|finding| finding.id)
        .collect();
    let now: BTreeSet<String> = report
        .findings
        .iter()
        .map(|finding| finding.id().as_str().to_owned())
        .collect();
    let nothing = BTreeMap::new();
    let facts = report
        .doctor
        .as_ref()
        .map_or(&nothing, |doctor| &doctor.facts);
    let names: BTreeSet<&String> = saved.doctor.facts.keys().chain(facts.keys()).collect();
    let value = |facts: &BTreeMap<String, String>, name: &str| {
        facts.get(name).cloned().unwrap_or_else(|| "-".to_owned())
    };
    Ok(Changes {
        since: saved.today,
        appeared: now.difference(&before).cloned().collect(),
        gone: before.difference(&now).cloned().collect(),
        facts: names
            .into_iter()
            .map(|name| ChangedFact {
                name: name.clone(),
                before: value(&saved.doctor.facts, name),
                now: value(facts, name),
            })
            .filter(|fact| fact.before != fact.now)
            .collect(),
    })
}

/// The file is no report of `doctor`.
#[derive(Debug, thiserror::Error)]
#[error("not a report of doctor: {source}")]
pub struct NotAReport {
    #[from]
    source: serde_json::Error,
}

#[derive(serde::Deserialize)]
struct Saved {
    today: String,
    findings: Vec<SavedFinding>,
    doctor: SavedDoctor,
}

#[derive(serde::Deserialize)]
struct SavedFinding {
    id: String,
}

#[derive(serde::Deserialize)]
struct SavedDoctor {
    facts: BTreeMap<String, String>,
}
