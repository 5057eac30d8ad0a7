//! What commands answer, and the one place that prints it and chooses the exit code.

use serde::Serialize;

use super::args::Format;
use super::{Exit, Host};
use crate::finding::Finding;
use crate::message::{Label, for_json, label};
use crate::report::json::Document;
use crate::report::{Report, fit, text};

/// What a command answers: something to print, and how the program ends.
pub(super) struct Answer {
    content: Body,
    /// None where it follows from what is printed.
    exit: Option<Exit>,
}

enum Body {
    Report(Box<Report>),
    /// The same for people and for programs.
    Both {
        text: String,
        json: String,
    },
    /// For standard error.
    Complaint(String),
    /// All has been said.
    Nothing,
}

/// A document of its own kind for programs: every one says which, and who wrote it.
#[derive(Serialize)]
struct Envelope<T> {
    schema: &'static str,
    version: &'static str,
    #[serde(flatten)]
    body: T,
}

impl Answer {
    /// A report. Its exit code follows from the worst finding.
    pub(super) fn report(report: Report) -> Self {
        Self {
            content: Body::Report(Box::new(report)),
            exit: None,
        }
    }

    /// A text for people, and for programs a document of the kind `schema`.
    pub(super) fn document(schema: &'static str, body: &impl Serialize, text: String) -> Self {
        let envelope = Envelope {
            schema,
            version: env!("CARGO_PKG_VERSION"),
            body,
        };
        Self {
            content: Body::Both {
                text,
                json: pretty(&envelope),
            },
            exit: None,
        }
    }

    /// The same of several things: one document alone, or one a line.
    pub(super) fn documents(schema: &'static str, bodies: &[impl Serialize], text: String) -> Self {
        if let [body] = bodies {
            return Self::document(schema, body, text);
        }
        let json = bodies
            .iter()
            .map(|body| {
                let version = env!("CARGO_PKG_VERSION");
                let line = serde_json::to_string(&Envelope {
                    schema,
                    version,
                    body,
                });
                // Numbers, strings and lists: this cannot fail.
                for_json(&line.unwrap_or_default()).into_owned() + "\n"
            })
            .collect();
        Self {
            content: Body::Both { text, json },
            exit: None,
        }
    }

    /// A text that is the same for people and programs.
    pub(super) fn verbatim(text: String) -> Self {
        Self {
            content: Body::Both {
                json: text.clone(),
                text,
            },
            exit: None,
        }
    }

    /// A text for standard error.
    pub(super) fn complaint(text: String, exit: Exit) -> Self {
        Self {
            content: Body::Complaint(text),
            exit: Some(exit),
        }
    }

    /// Nothing: all has been said with [`Host::emit`] and [`Host::print`].
    pub(super) fn said(exit: Exit) -> Self {
        Self {
            content: Body::Nothing,
            exit: Some(exit),
        }
    }

    /// Ends the program so.
    pub(super) fn ending(self, exit: Exit) -> Self {
        Self {
            exit: Some(exit),
            ..self
        }
    }
}

/// Prints an answer, or what kept a command from answering, and gives the exit code.
pub(super) fn give(answer: Result<Answer, Finding>, host: &mut Host) -> Exit {
    let exit = match answer {
        Ok(answer) => print(answer, host),
        Err(finding) => print_failure(finding, host),
    };
    // What no report has taken up.
    let exit = match host.recordings.close() {
        None => exit,
        Some(finding) => print_failure(finding, host),
    };
    if host.unwritten {
        // An answer that did not arrive is none.
        host.complain(&format!("{}\n", label(host.lang, Label::Unwritten)));
        return Exit::Unchecked;
    }
    exit
}

fn print_failure(finding: Finding, host: &mut Host) -> Exit {
    let report = Report::of(host.day().today, finding);
    print(Answer::report(report), host)
}

fn print(answer: Answer, host: &mut Host) -> Exit {
    let mut exit = Exit::Usable;
    match answer.content {
        Body::Report(report) => {
            let report = host.recordings.complete(*report);
            exit = report.outcome().into();
            host.print(&match host.format {
                Format::Text if host.verbose > 0 => {
                    text::render_with_facts(&report, host.lang, host.width)
                }
                Format::Text => text::render(&report, host.lang, host.width),
                Format::Json => pretty(&Document::new(&report, host.lang)),
            });
        }
        Body::Both { text, json } => host.print(&match host.format {
            Format::Text => fit(&text, host.width),
            Format::Json => json,
        }),
        Body::Complaint(text) => host.complain(&fit(&text, host.width)),
        Body::Nothing => {}
    }
    answer.exit.unwrap_or(exit)
}

/// A document, indented for people who look at it.
pub(super) fn pretty(document: &impl Serialize) -> String {
    // Numbers, strings and lists: this cannot fail.
    let json = serde_json::to_string_pretty(document).unwrap_or_default();
    format!("{}\n", for_json(&json))
}
