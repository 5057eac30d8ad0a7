//! The report for other programs.

use serde::Serialize;

use super::{
    CardReport, CertificateReport, ExchangeReport, PinReport, Report, SourceReport, Verdict,
};
use crate::finding::Severity;
use crate::message::{self, Lang};
use crate::time::Date;

/// The name and version of the format.
pub const SCHEMA: &str = "mynacheck.report.v1";

/// A report in the form of `contract.md`.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[schemars(title = "mynacheck report")]
pub struct Document<'a> {
    /// `mynacheck.report.v1`; it changes only when something that others rely on does.
    schema: &'static str,
    /// Version of the program.
    version: &'static str,
    /// The day on which the dates were judged, in Japan.
    #[schemars(with = "String")]
    today: Date,
    /// Where the answers came from; null when no card was reached.
    source: Option<&'a SourceReport>,
    /// What the card is; null when that was not found out.
    card: Option<&'a CardReport>,
    /// The PINs that were asked for.
    pins: &'a [PinReport],
    /// The certificate; null where it was not read.
    certificate: Option<&'a CertificateReport>,
    /// Can the card be used today?
    verdict: Verdict,
    /// What was found.
    findings: Vec<FindingDocument>,
    /// What the exchange cost.
    exchange: ExchangeReport,
}

#[derive(Debug, Serialize, schemars::JsonSchema)]
#[schemars(rename = "Finding")]
struct FindingDocument {
    /// Stable, in English.
    id: &'static str,
    /// How it counts.
    severity: Severity,
    /// What happened, in the chosen language.
    title: String,
    /// What to do, in the chosen language; may be empty.
    advice: String,
}

impl<'a> Document<'a> {
    /// The document of a report.
    #[must_use]
    pub fn new(report: &'a Report, lang: Lang) -> Self {
        let findings = report
            .findings
            .iter()
            .map(|finding| {
                let text = message::text(lang, finding);
                FindingDocument {
                    id: finding.id().as_str(),
                    severity: finding.id().severity(),
                    title: text.title,
                    advice: text.advice,
                }
            })
            .collect();
        Self {
            schema: SCHEMA,
            version: env!("CARGO_PKG_VERSION"),
            today: report.today,
            source: report.source.as_ref(),
            card: report.card.as_ref(),
            pins: &report.pins,
            certificate: report.certificate.as_ref(),
            verdict: report.verdict(),
            findings,
            exchange: report.exchange,
        }
    }
}

/// The JSON schema of the report, as `docs/report.schema.json` holds it.
#[must_use]
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(Document<'_>)
}
