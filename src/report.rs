//! What a command found, as data. `contract.md` describes it for other programs.

mod connection;
pub(crate) mod doctor;
mod doctor_text;
pub(crate) mod html;
pub(crate) mod json;
mod layout;
pub(crate) mod placard;
pub(crate) mod text;

pub(crate) use connection::{ConnectionReport, PinSent, render as connections};
pub(crate) use layout::fit;

use std::time::Duration;

use serde::Serialize;

use crate::certificate::Chain;
use crate::finding::{Finding, FindingKind, Outcome};
use crate::rules::Stage;
use crate::time::Date;

/// The result of one question.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Report {
    /// The day on which the dates were judged, in Japan.
    pub today: Date,
    /// Where the answers came from; None when no card was reached.
    pub source: Option<SourceReport>,
    /// What the card is.
    pub card: Option<CardReport>,
    /// Its PINs, as far as they were asked for.
    pub pins: Vec<PinReport>,
    /// Its certificate, where it was read.
    pub certificate: Option<CertificateReport>,
    /// What was found, in the order in which it was found.
    pub findings: Vec<Finding>,
    /// What the exchange cost.
    pub exchange: ExchangeReport,
    /// What `doctor` adds.
    pub doctor: Option<doctor::DoctorReport>,
    /// The connections of a recording or log that was explained.
    pub connections: Vec<ConnectionReport>,
}

/// Where the answers came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[non_exhaustive]
pub struct SourceReport {
    /// A reader, a recording, or a simulated card.
    pub kind: SourceName,
    /// The name of the reader, of the recording's reader, or of the simulated card.
    pub reader: String,
    /// The answer to reset, hexadecimal.
    pub atr: String,
}

/// What answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SourceName {
    /// A reader of this computer.
    Pcsc,
    /// A recorded exchange.
    Replay,
    /// A simulated card inside this program.
    Simulated,
}

/// What the card is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[non_exhaustive]
pub struct CardReport {
    /// Its kind.
    pub kind: CardKind,
    /// The label of its token information; null where it was not read.
    pub token: Option<String>,
    /// The last day of the card body; null where it was not asked for, or the card does not tell.
    #[schemars(with = "Option<String>")]
    pub expires: Option<Date>,
}

/// Kinds of card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CardKind {
    /// The plastic My Number Card.
    MyNumberCard,
    /// A My Number Card in an Android phone.
    Android,
    /// A My Number Card in an iPhone.
    Iphone,
    /// The predecessor.
    JukiCard,
    /// No My Number Card.
    Other,
    /// The card did not say, or what it said is not known.
    Unknown,
}

impl CardKind {
    /// A My Number Card in a phone.
    #[must_use]
    pub fn is_phone(self) -> bool {
        matches!(self, Self::Android | Self::Iphone)
    }
}

/// A PIN of the card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[non_exhaustive]
pub struct PinReport {
    /// Which PIN.
    pub id: &'static str,
    /// Tries left; null where the card does not tell.
    pub tries_left: Option<u8>,
    /// Tries after a correct entry; null where it is not published.
    pub max_tries: Option<u8>,
    /// What that means.
    pub state: PinState,
}

/// The state of a PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PinState {
    /// Two tries or more.
    Ok,
    /// The next wrong entry locks it.
    LastTry,
    /// No tries.
    Locked,
    /// The card does not tell.
    Unknown,
}

/// The certificate's dates and what they mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[non_exhaustive]
pub struct CertificateReport {
    /// Which certificate.
    pub id: &'static str,
    /// First valid second, RFC 3339, Japan time.
    pub not_before: String,
    /// Last valid second, RFC 3339, Japan time.
    pub not_after: String,
    /// Where it stands today.
    pub stage: Stage,
    /// Days to the last valid day: 0 on that day, negative afterwards.
    pub days_left: i64,
    /// First day of renewal.
    #[schemars(with = "String")]
    pub renewable_from: Date,
    /// Last day of use as an insurance card.
    #[schemars(with = "String")]
    pub insurance_until: Date,
    /// The first valid day.
    #[serde(skip)]
    pub first_day: Date,
    /// The last valid day.
    #[serde(skip)]
    pub last_day: Date,
    /// The rest of it, where all of it was read.
    #[serde(flatten)]
    pub whole: Option<WholeReport>,
}

/// What only the whole certificate tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[non_exhaustive]
pub struct WholeReport {
    /// The issuer's distinguished name (RFC 4514).
    pub issuer: String,
    /// The year of the JPKI CA that signed it: `2015`, `2019`, `2023`; else null.
    pub issuer_generation: Option<&'static str>,
    /// Who signed it.
    pub chain: Chain,
    /// SHA-256 of the certificate in DER, hexadecimal.
    pub sha256: String,
    /// Its length in bytes.
    pub size: usize,
    /// Its key, such as `RSA-2048`; null for a kind that is not known.
    pub key: Option<String>,
    /// The algorithm by which it is signed; the object identifier where it has no name here.
    pub signature_algorithm: String,
    /// The subject's distinguished name: personal, only when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The serial number, hexadecimal: personal, only when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
}

/// What the exchange cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, schemars::JsonSchema)]
#[non_exhaustive]
pub struct ExchangeReport {
    /// Command APDUs sent, retries included.
    pub commands: u32,
    /// Bytes in both directions.
    pub bytes: u64,
    /// Milliseconds from connecting to the last answer.
    pub millis: f64,
}

impl ExchangeReport {
    /// So many commands and bytes, and the time from connecting to the last answer.
    pub(crate) fn new(commands: u32, bytes: u64, elapsed: Duration) -> Self {
        Self {
            commands,
            bytes,
            millis: (elapsed.as_secs_f64() * 10_000.0).round() / 10.0,
        }
    }
}

/// Can the card be used today?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Yes.
    Usable,
    /// Yes, but somebody should act.
    Attention,
    /// No.
    Unusable,
    /// That could not be found out.
    Unchecked,
}

impl Report {
    /// A report of something that failed before a card was reached.
    #[must_use]
    pub fn of(today: Date, finding: Finding) -> Self {
        Self {
            today,
            findings: vec![finding],
            ..Self::default()
        }
    }

    /// Says, once, that the answers come from a simulated card.
    pub fn mark_simulated(&mut self) {
        if !self.findings.contains(&Finding::SimulatedCard) {
            self.findings.insert(0, Finding::SimulatedCard);
        }
    }

    /// The worst of what was found.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.findings
            .iter()
            .map(|finding| finding.id().outcome())
            .max()
            .unwrap_or(Outcome::Unchecked)
    }

    /// The finding that decides, to be read first.
    #[must_use]
    pub fn decisive(&self) -> Option<&Finding> {
        let outcome = self.outcome();
        self.findings
            .iter()
            .find(|finding| outcome > Outcome::NotLookedAt && finding.id().outcome() == outcome)
            .or_else(|| {
                // Of good news, what was asked for.
                let mut answers = self.findings.iter().rev();
                answers.find(|finding| finding.id().kind() == FindingKind::Answer)
            })
            .or_else(|| self.findings.first())
    }

    /// The verdict.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self.outcome() {
            Outcome::Good | Outcome::NotLookedAt => Verdict::Usable,
            Outcome::Look => Verdict::Attention,
            Outcome::Unusable => Verdict::Unusable,
            Outcome::Unchecked
            | Outcome::PinRefused
            | Outcome::BadInput
            | Outcome::BadUsage
            | Outcome::Interrupted
            | Outcome::Fault => Verdict::Unchecked,
        }
    }

    /// The answers came from a simulated card, or from a recording of one.
    #[must_use]
    pub fn is_simulated(&self) -> bool {
        self.findings.contains(&Finding::SimulatedCard)
    }
}
