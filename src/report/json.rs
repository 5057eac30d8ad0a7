//! The report for other programs.

use std::collections::BTreeMap;

use serde::Serialize;

use super::connection::ConnectionDocument;
use super::doctor::{Changes, DoctorReport, Stability};
use super::{
    CardReport, CertificateReport, ExchangeReport, PinReport, Report, SourceReport, Verdict,
};
use crate::finding::{Finding, FindingId, Part, Severity};
use crate::message::{self, Lang};
use crate::time::Date;

/// The name and version of the format.
pub(crate) const SCHEMA: &str = "mynacheck.report.v1";

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
    /// How the patient is received, where that is not as always; absent otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    reception: Option<ReceptionDocument>,
    /// What the exchange cost.
    exchange: ExchangeReport,
    /// What `doctor` adds; absent in the reports of other commands.
    #[serde(skip_serializing_if = "Option::is_none")]
    doctor: Option<DoctorDocument<'a>>,
    /// The connections of a recording or log, each judged by itself; the rest of the report is the
    /// worst of them. Absent in the reports of other commands than `trace explain`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    connections: Vec<ConnectionDocument>,
}

#[derive(Debug, Serialize, schemars::JsonSchema)]
#[schemars(rename = "Doctor")]
struct DoctorDocument<'a> {
    /// Which of the four is at fault; null where none is, or that was not found out.
    at_fault: Option<Part>,
    /// The card was not read, and the reader may be at fault as well: another card would tell.
    undecided: bool,
    /// Everything that was looked at, part by part.
    checks: Vec<CheckDocument<'a>>,
    /// Versions and names of this computer.
    facts: &'a BTreeMap<String, String>,
    /// The stability test; null where it was not made.
    stability: Option<StabilityDocument<'a>>,
    /// What has changed since a saved report; null where none was given.
    changes: Option<&'a Changes>,
}

#[derive(Debug, Serialize, schemars::JsonSchema)]
#[schemars(rename = "Check")]
struct CheckDocument<'a> {
    /// Which of the four it belongs to.
    part: Part,
    #[serde(flatten)]
    finding: FindingDocument,
    /// What was seen: paths, codes, names; may be empty.
    seen: &'a str,
    /// Why it matters, in the chosen language.
    why: &'static str,
}

#[derive(Debug, Serialize, schemars::JsonSchema)]
#[schemars(rename = "StabilityTest")]
struct StabilityDocument<'a> {
    #[serde(flatten)]
    test: &'a Stability,
    /// Half of the successful readings took at most this many milliseconds.
    median: Option<u64>,
    /// 95 of 100 successful readings took at most this many milliseconds.
    percentile_95: Option<u64>,
}

impl<'a> DoctorDocument<'a> {
    fn new(doctor: &'a DoctorReport, lang: Lang) -> Self {
        Self {
            at_fault: doctor.at_fault(),
            undecided: doctor.is_undecided(),
            checks: doctor
                .checks
                .iter()
                .map(|check| CheckDocument {
                    part: check.part,
                    finding: FindingDocument::new(&check.finding, lang),
                    seen: &check.seen,
                    why: message::about(lang, check.finding.id()),
                })
                .collect(),
            facts: &doctor.facts,
            stability: doctor.stability.as_ref().map(|test| StabilityDocument {
                test,
                median: test.percentile(50),
                percentile_95: test.percentile(95),
            }),
            changes: doctor.changes.as_ref(),
        }
    }
}

#[derive(Debug, Serialize, schemars::JsonSchema)]
#[schemars(rename = "Reception")]
struct ReceptionDocument {
    /// What the counter does, in the chosen language.
    advice: &'static str,
    /// The situation of `guide` that says it step by step.
    guide: Option<&'static str>,
}

impl ReceptionDocument {
    fn new(report: &Report, lang: Lang) -> Option<Self> {
        let finding = match &report.doctor {
            Some(doctor) => &doctor.decisive()?.finding,
            None => report.decisive()?,
        };
        let reception = finding.reception();
        Some(Self {
            advice: message::reception(lang, reception)?,
            guide: message::reception_guide(reception),
        })
    }
}

#[derive(Debug, Serialize, schemars::JsonSchema)]
#[schemars(rename = "Finding")]
pub(super) struct FindingDocument {
    /// Stable, in English. The ids of this version are the examples; later ones may add to them.
    #[schemars(extend("examples" = FindingId::ALL.iter().map(|id| id.as_str()).collect::<Vec<_>>()))]
    id: &'static str,
    /// How it counts.
    severity: Severity,
    /// What happened, in the chosen language.
    title: String,
    /// What a technician looks up: a status word, a PC/SC code; absent where there is none.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schemars(default)]
    code: String,
    /// What to do, in the chosen language; may be empty.
    advice: String,
}

impl FindingDocument {
    pub(super) fn new(finding: &Finding, lang: Lang) -> Self {
        let text = message::text(lang, finding);
        Self {
            id: finding.id().as_str(),
            severity: finding.id().severity(),
            title: text.title,
            code: text.code,
            advice: text.advice,
        }
    }
}

impl<'a> Document<'a> {
    /// The document of a report.
    #[must_use]
    pub fn new(report: &'a Report, lang: Lang) -> Self {
        let findings = report
            .findings
            .iter()
            .map(|finding| FindingDocument::new(finding, lang))
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
            reception: ReceptionDocument::new(report, lang),
            exchange: report.exchange,
            doctor: report
                .doctor
                .as_ref()
                .map(|doctor| DoctorDocument::new(doctor, lang)),
            connections: report
                .connections
                .iter()
                .map(|one| ConnectionDocument::new(one, lang))
                .collect(),
        }
    }
}

/// The JSON schema of the report, as `docs/report.schema.json` holds it.
#[must_use]
pub(crate) fn schema() -> schemars::Schema {
    schemars::schema_for!(Document<'_>)
}
