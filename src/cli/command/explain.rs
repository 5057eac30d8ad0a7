//! `explain`: what an id or a code means.

use std::fmt::Write;

use serde::Serialize;

use crate::cli::answer::Answer;
use crate::cli::files;
use crate::cli::nearest::nearest;
use crate::cli::{Exit, Host};
use crate::explain::{self, Code, Owner};
use crate::finding::{Finding, FindingId, Severity};
use crate::message::{Label, Lang, guide as words, label, usage};

/// `explain`
#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    #[arg(value_name = "CODE", required_unless_present = "list", allow_negative_numbers = true, help = both!(
        "意味を知りたい項目やコード。いくつでも、どの書き方でも、貼り付けた文でも構いません。`-` は標準入力(例: certificate-grace, 0x8010001D, 6a 82, 612)",
        "What to explain, in any spelling: one code, several, or a whole pasted message (such as certificate-grace, 0x8010001D, 6a 82, 612); `-` reads standard input"
    ))]
    codes: Vec<String>,
    #[arg(long, conflicts_with = "codes", help = both!(
        "知っている項目とコードの一覧",
        "Everything that can be explained"
    ))]
    list: bool,
}

#[derive(Serialize)]
struct Explanation {
    id: String,
    kind: Option<Owner>,
    severity: Option<Severity>,
    exit_code: Option<u8>,
    meaning: String,
    source: Option<String>,
    situations: Vec<&'static str>,
}

#[derive(Serialize)]
struct Codes {
    codes: Vec<Named>,
}

#[derive(Serialize)]
struct Named {
    id: String,
    kind: Owner,
}

pub(super) fn run(args: &ExplainArgs, host: &mut Host) -> Result<Answer, Finding> {
    let lang = host.lang;
    if args.list {
        return Ok(list());
    }
    let piped = args.codes == ["-"];
    let codes = if piped {
        vec![files::piped()?]
    } else {
        args.codes.clone()
    };
    let reading = explain::read(&codes);
    if reading.codes.is_empty() {
        // A log that was pasted may hold anything: it is not said again.
        let id = match codes.as_slice() {
            [word] if !piped && !word.contains(char::is_whitespace) => usage::echoed(word),
            _ => String::new(),
        };
        let near = nearest(&id, FindingId::ALL.iter().map(|id| id.as_str()));
        return Err(Finding::NothingKnown { id, near });
    }
    let mut documents = Vec::new();
    let mut texts = Vec::new();
    for code in reading.codes {
        let explanation = explanation(code, lang);
        texts.push(text(&explanation, code, lang));
        documents.push(explanation);
    }
    let complete = reading.unknown.is_empty();
    for word in reading.unknown {
        let meaning = label(lang, Label::NothingKnown);
        let word = usage::echoed(&word);
        texts.push(format!("{word}\n  {meaning}\n"));
        documents.push(Explanation {
            id: word,
            kind: None,
            severity: None,
            exit_code: None,
            meaning: meaning.to_owned(),
            source: None,
            situations: Vec::new(),
        });
    }
    let text = texts.join("\n");
    let answer = Answer::documents("mynacheck.explanation.v1", &documents, text);
    Ok(if complete {
        answer
    } else {
        answer.ending(Exit::Usage)
    })
}

fn explanation(code: Code, lang: Lang) -> Explanation {
    let (severity, exit_code) = match code {
        Code::Finding(id) => (Some(id.severity()), Some(Exit::from(id.outcome()).code())),
        _ => (None, None),
    };
    Explanation {
        id: code.id(),
        kind: Some(code.kind()),
        severity,
        exit_code,
        meaning: code.meaning(lang),
        source: code.source().map(|page| page.in_words(lang, "")),
        situations: code.situations().iter().map(|one| one.id).collect(),
    }
}

fn text(explanation: &Explanation, code: Code, lang: Lang) -> String {
    let mut text = format!("{}\n  {}\n", explanation.id, explanation.meaning);
    let mut line = |name, value: &str| {
        let _ = writeln!(text, "  {}: {value}", label(lang, name));
    };
    if let Some(code) = explanation.exit_code {
        line(Label::ExitCode, &code.to_string());
    }
    if let Some(source) = &explanation.source {
        line(Label::Source, source);
    }
    for situation in code.situations() {
        let title = situation.title.get(lang);
        line(Label::AtTheCounter, &words::link(lang, title, situation.id));
    }
    text
}

fn list() -> Answer {
    let codes: Vec<Named> = explain::all()
        .map(|code| Named {
            id: code.id(),
            kind: code.kind(),
        })
        .collect();
    let mut text = String::new();
    for code in &codes {
        let _ = writeln!(text, "{}", code.id);
    }
    Answer::document("mynacheck.codes.v1", &Codes { codes }, text)
}
