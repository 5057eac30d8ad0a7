//! `trace export`: a recording for other programs.

use std::io::BufWriter;
use std::path::PathBuf;

use super::{TraceInput, each, header_of, open};
use crate::cli::answer::Answer;
use crate::cli::files::unreadable;
use crate::cli::output::Output;
use crate::cli::{Exit, Host};
use crate::finding::Finding;
use crate::trace::Trace;
use crate::trace::export::pcapng::Pcapng;
use crate::trace::export::{Apdu4j, ExportError};

/// `trace export`
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("target").required(true).args(["pcapng", "apdu4j"]))]
pub(crate) struct TraceExportArgs {
    #[command(flatten)]
    input: TraceInput,
    #[arg(long, value_name = "FILE", help = both!(
        "Wiresharkで開けるファイルに書きます",
        "Write a file that Wireshark opens"
    ))]
    pcapng: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = both!(
        "apdu4jの形式のファイルに書きます(伏せた部分のない記録だけ)",
        "Write an apdu4j dump (only if nothing was left out of the recording)"
    ))]
    apdu4j: Option<PathBuf>,
    #[arg(long, help = both!(
        "書き込むファイルがすでにあれば置き換えます",
        "Overwrite the file if it exists"
    ))]
    overwrite: bool,
}

pub(super) fn run(args: &TraceExportArgs, host: &mut Host) -> Result<Answer, Finding> {
    let file = &args.input.file;
    let mut trace = open(file)?;
    let header = header_of(&trace, host);
    if let Some(path) = &args.pcapng {
        let failed = |error: std::io::Error| unreadable(path, &error);
        let mut output = Output::create(path, args.overwrite)?;
        let mut capture = Pcapng::new(BufWriter::new(&mut output), &header).map_err(failed)?;
        for event in each(&mut trace, file, Trace::next_event) {
            capture.event(&event?.1).map_err(failed)?;
        }
        capture.finish().map_err(failed)?;
        output.keep()?;
    } else if let Some(path) = &args.apdu4j {
        let failed = |error: std::io::Error| unreadable(path, &error);
        let mut output = Output::create(path, args.overwrite)?;
        let mut dump = Apdu4j::new(BufWriter::new(&mut output));
        for event in each(&mut trace, file, Trace::next_event) {
            let (line, event) = event?;
            dump.event(&event).map_err(|error| match error {
                ExportError::Io(error) => failed(error),
                ExportError::LeftOut => Finding::ExportLeftOut {
                    file: file.display().to_string(),
                    line,
                },
            })?;
        }
        dump.finish().map_err(failed)?;
        output.keep()?;
    }
    Ok(Answer::said(Exit::Usable))
}
