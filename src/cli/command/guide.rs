//! `guide`: what the counter does in a situation.

use std::fmt::Write;

use serde::Serialize;

use crate::cli::Host;
use crate::cli::answer::Answer;
use crate::finding::Finding;
use crate::guide::{self, Found, Situation};
use crate::message::{Label, Lang, guide as words, label};

/// So many are shown in full; more are listed.
const IN_FULL: usize = 3;

/// `guide`
#[derive(Debug, clap::Args)]
pub(crate) struct GuideArgs {
    #[arg(value_name = "WORD", help = both!(
        "困っていること(例: 停電、スマホ 期限切れ、certificate-grace)。なければ一覧を出します",
        "What has happened (such as power, phone expired, certificate-grace); lists everything if omitted"
    ))]
    words: Vec<String>,
}

#[derive(Serialize)]
struct Guide {
    situations: Vec<SituationDocument>,
}

#[derive(Serialize)]
struct SituationDocument {
    id: &'static str,
    title: &'static str,
    steps: Vec<&'static str>,
    say: &'static str,
    sources: Vec<String>,
    as_of: &'static str,
    findings: Vec<&'static str>,
}

pub(super) fn run(args: &GuideArgs, host: &mut Host) -> Result<Answer, Finding> {
    let lang = host.lang;
    let found = if args.words.is_empty() {
        guide::situations().collect()
    } else {
        match guide::find(&args.words) {
            Found::Situations(found) => found,
            Found::Near(near) => {
                return Err(Finding::NoSituation {
                    words: args.words.join(" "),
                    near: near.into_iter().map(str::to_owned).collect(),
                });
            }
        }
    };
    let text = if found.len() <= IN_FULL {
        let whole: Vec<String> = found.iter().map(|one| in_full(one, lang)).collect();
        whole.join("\n")
    } else {
        list(&found, lang)
    };
    let body = Guide {
        situations: found.iter().map(|one| document(one, lang)).collect(),
    };
    Ok(Answer::document("mynacheck.guide.v1", &body, text))
}

fn list(found: &[&Situation], lang: Lang) -> String {
    let widest = found.iter().map(|one| one.id.len()).max().unwrap_or(0);
    let mut text = String::new();
    for one in found {
        let _ = writeln!(text, "{:<widest$}  {}", one.id, one.title.get(lang));
    }
    let _ = writeln!(text, "\n{}", label(lang, Label::GuideMore));
    text
}

fn in_full(situation: &Situation, lang: Lang) -> String {
    let mut text = format!("{}  ({})\n", situation.title.get(lang), situation.id);
    let word = |name| label(lang, name);
    let _ = writeln!(text, "\n{}", word(Label::GuideSteps));
    for (index, step) in situation.steps.iter().enumerate() {
        let number = index.saturating_add(1);
        let _ = writeln!(text, "  {number}. {}", step.text.get(lang));
    }
    let _ = writeln!(text, "\n{}", word(Label::GuideSay));
    let _ = writeln!(text, "  {}", words::said(lang, situation.say.get(lang)));
    let _ = writeln!(text, "\n{}", words::sources(lang, situation.as_of()));
    for cite in situation.sources() {
        let _ = writeln!(text, "  - {}", cite.in_words(lang));
    }
    text
}

fn document(situation: &Situation, lang: Lang) -> SituationDocument {
    SituationDocument {
        id: situation.id,
        title: situation.title.get(lang),
        steps: situation
            .steps
            .iter()
            .map(|step| step.text.get(lang))
            .collect(),
        say: situation.say.get(lang),
        sources: situation
            .sources()
            .into_iter()
            .map(|cite| cite.in_words(lang))
            .collect(),
        as_of: situation.as_of(),
        findings: situation.findings.iter().map(|id| id.as_str()).collect(),
    }
}
