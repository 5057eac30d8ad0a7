//! `certificate`: all of it, and into a file.

use std::path::PathBuf;

use super::pin::PinSource;
use super::wanted;
use crate::cli::Host;
use crate::cli::answer::Answer;
use crate::cli::args::{CardOptions, PinOptions};
use crate::cli::output::{Output, new_file};
use crate::finding::Finding;
use crate::pin::certificate::certificate;

/// `certificate`
#[derive(Debug, clap::Args)]
pub(crate) struct CertificateArgs {
    #[arg(long, value_name = "FILE", help = both!(
        "証明書をファイルに書きます(DER)",
        "Write the certificate to a file (DER)"
    ))]
    out: Option<PathBuf>,
    #[arg(long, requires = "out", help = both!(
        "`--out` のファイルをPEMで書きます",
        "Write the `--out` file in PEM"
    ))]
    pem: bool,
    #[arg(long, help = both!(
        "個人に関わる部分(主体者名とシリアル番号)も表示します",
        "Also show the personal parts: subject and serial number"
    ))]
    full: bool,
    #[command(flatten)]
    pin: PinOptions,
    #[command(flatten)]
    pub(super) card: CardOptions,
}

pub(super) fn run(args: &CertificateArgs, host: &mut Host) -> Result<Answer, Finding> {
    let wanted = wanted(&args.card, args.full, host)?;
    // Before a PIN is spent on it.
    let output = new_file(args.out.as_deref(), args.card.recording.overwrite)?;
    let day = host.day();
    let mut card = host.open(&args.card)?;
    let mut source = PinSource::new(host, args.pin, &args.card);
    let (mut report, der) = certificate(card.as_mut(), &mut source, day, &wanted);
    if let (Some(output), false) = (output, der.is_empty()) {
        report.findings.extend(write(output, &der, args.pem).err());
    }
    Ok(Answer::report(report))
}

fn write(output: Output, der: &[u8], pem: bool) -> Result<(), Finding> {
    let text = pem
        .then(|| der::pem::encode_string("CERTIFICATE", der::pem::LineEnding::LF, der))
        .transpose()
        .map_err(|error| output.failed(&std::io::Error::other(error)))?;
    let bytes = text.as_deref().map_or(der, str::as_bytes);
    output.whole(bytes)
}
