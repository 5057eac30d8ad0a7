//! `explain`: what an id or a code means.

use std::fmt::Write;

use serde::Serialize;

use crate::cli::answer::Answer;
use crate::cli::{Exit, Host};
use crate::finding::{Finding, FindingId, Severity};
use crate::iso7816::StatusWord;
use crate::message::{self, Label, Lang, label};
use crate::transport::ScardCode;

/// `explain`
#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    #[arg(value_name = "ID", help = both!(
        "意味を知りたい項目、コード、ステータスワード(例: certificate-grace, 0x8010001D, 6A82)",
        "The id, code or status word (such as certificate-grace, 0x8010001D, 6A82)"
    ))]
    id: String,
}

#[derive(Serialize)]
struct Explanation {
    id: String,
    kind: &'static str,
    severity: Option<Severity>,
    exit_code: Option<u8>,
    meaning: String,
}

pub(super) fn run(args: &ExplainArgs, host: &mut Host) -> Result<Answer, Finding> {
    let lang = host.lang;
    let explanation = explanation(&args.id, lang).ok_or_else(|| Finding::NothingKnown {
        id: args.id.clone(),
    })?;
    let mut text = format!("{}\n  {}\n", explanation.id, explanation.meaning);
    if let Some(code) = explanation.exit_code {
        let _ = writeln!(text, "  {}: {code}", label(lang, Label::ExitCode));
    }
    Ok(Answer::document(
        "mynacheck.explanation.v1",
        &explanation,
        text,
    ))
}

fn explanation(text: &str, lang: Lang) -> Option<Explanation> {
    if let Ok(id) = text.parse::<FindingId>() {
        return Some(Explanation {
            id: id.as_str().to_owned(),
            kind: "finding",
            severity: Some(id.severity()),
            exit_code: Some(Exit::from(id.outcome()).code()),
            meaning: message::about(lang, id).to_owned(),
        });
    }
    let code = |id, kind, meaning| Explanation {
        id,
        kind,
        severity: None,
        exit_code: None,
        meaning,
    };
    if let Some((scard, meaning)) = scard(text, lang) {
        return Some(code(scard.to_string(), "scard-code", meaning.to_owned()));
    }
    let word = text.parse::<StatusWord>().ok()?;
    let meaning = message::status_word(lang, word);
    Some(code(format!("SW {word}"), "status-word", meaning))
}

fn scard(text: &str, lang: Lang) -> Option<(ScardCode, &'static str)> {
    let code = text.parse().ok()?;
    Some((code, message::scard_code(lang, code)?))
}
