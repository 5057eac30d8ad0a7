//! `check`: can this card be used today?

use std::path::PathBuf;
use std::time::Duration;

use crate::check::{self, Question};
use crate::cli::Host;
use crate::cli::answer::Answer;
use crate::cli::args::CardOptions;
use crate::cli::memo::Memo;
use crate::cli::output::new_file;
use crate::finding::Finding;
use crate::report::{Report, html};

/// `check`
#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    #[arg(long, help = both!(
        "期限だけを、最も少ないAPDUで確かめます",
        "Only the dates, in as few commands as the card allows"
    ))]
    expiry: bool,
    #[arg(long, value_name = "FILE.html", help = both!(
        "手渡しや印刷のための1ページに書き出します(個人情報なし)",
        "Write one page to hand over or print, without personal data"
    ))]
    report: Option<PathBuf>,
    #[command(flatten)]
    pub(super) card: CardOptions,
}

pub(super) fn run(args: &CheckArgs, host: &mut Host) -> Result<Answer, Finding> {
    let page = new_file(args.report.as_deref(), args.card.recording.overwrite)?;
    let mut memo = page.is_some().then(Memo::default);
    let asked = ask(args, memo.as_mut(), host);
    let mut report = asked.unwrap_or_else(|finding| Report::of(host.day().today, finding));
    if let Some(page) = page {
        // What became of the recording stands on the page too.
        report = host.recordings.complete(report);
        let recording = memo.and_then(Memo::into_text);
        let html = html::render(&report, recording.as_deref(), host.lang);
        host.write_file(page, &html)?;
    }
    Ok(Answer::report(report))
}

fn ask(args: &CheckArgs, memo: Option<&mut Memo>, host: &mut Host) -> Result<Report, Finding> {
    let question = Question {
        expiry_only: args.expiry,
        ..Question::on(host.day())
    };
    let card = host.open(&args.card)?;
    let mut card = host.note(memo, card, Duration::ZERO);
    Ok(check::run(card.as_mut(), question))
}
