//! `trace lint`: is anything left in these recordings that may be personal?

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{each, open};
use crate::cli::answer::Answer;
use crate::cli::recordings::wrong;
use crate::cli::{Exit, Host};
use crate::finding::{Finding, RecordingFault};
use crate::message::{self, Lang, trace as words};
use crate::recording::ReadError;
use crate::trace::Trace;
use crate::trace::redact::{Lint, Linter};

/// `trace lint`
#[derive(Debug, clap::Args)]
pub(crate) struct TraceLintArgs {
    #[arg(value_name = "FILE", required = true, help = both!("記録", "Recordings"))]
    files: Vec<PathBuf>,
}

/// So many lines are named; of more it is said how many.
const NAMED: usize = 1000;

#[derive(Serialize)]
struct LintReport {
    files: usize,
    #[serde(flatten)]
    found: InQuestion,
}

#[derive(Default, Serialize)]
struct InQuestion {
    lines: Vec<LintLine>,
    /// Lines beyond those that are named.
    more: usize,
}

/// A line that holds something that is not known to be harmless.
#[derive(Serialize)]
struct LintLine {
    file: String,
    line: usize,
    id: &'static str,
    title: String,
}

pub(super) fn run(args: &TraceLintArgs, host: &mut Host) -> Result<Answer, Finding> {
    let lang = host.lang;
    let mut found = InQuestion::default();
    let mut refused = None;
    for path in &args.files {
        // What was found in one file is said whatever becomes of the next.
        if let Err(finding) = lint_file(path, lang, &mut found) {
            refused.get_or_insert(finding);
        }
    }
    let named = found.lines.iter().map(|line| line.title.clone());
    let more = (found.more > 0).then(|| words::lint_more(lang, found.more));
    let mut text: String = named.chain(more).map(|line| line + "\n").collect();
    if let Some(finding) = refused {
        host.print_for_people(&text);
        return Err(finding);
    }
    let exit = if found.lines.is_empty() {
        text = format!("{}\n", words::lint_clean(lang, args.files.len()));
        Exit::Usable
    } else {
        Exit::Input
    };
    let report = LintReport {
        files: args.files.len(),
        found,
    };
    Ok(Answer::document("mynacheck.lint.v1", &report, text).ending(exit))
}

fn lint_file(path: &Path, lang: Lang, found: &mut InQuestion) -> Result<(), Finding> {
    let mut trace = open(path)?;
    let Some(header) = trace.header() else {
        return Err(wrong(
            path,
            ReadError::at_the_start(RecordingFault::NotARecording),
        ));
    };
    let file = path.display().to_string();
    let mut say = |line, lint| {
        if found.lines.len() == NAMED {
            found.more = found.more.saturating_add(1);
            return;
        }
        let full = lint == Lint::FullOfARealCard;
        found.lines.push(LintLine {
            title: words::lint(lang, &file, line, full),
            file: message::clean(&file),
            line,
            id: if full {
                "full-of-a-real-card"
            } else {
                "maybe-personal"
            },
        });
    };
    let (mut linter, header_lint) = Linter::new(header);
    if let Some(lint) = header_lint {
        say(1, lint);
    }
    for event in each(&mut trace, path, Trace::next_event) {
        let (line, event) = event?;
        if let Some(lint) = linter.event(&event) {
            say(line, lint);
        }
    }
    Ok(())
}
