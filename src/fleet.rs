//! What a group of counters wants to know of each: how many cards, with what verdict, how fast, and
//! which reader fails, for the engines that collect such things (`docs/fleet.md`).
//!
//! Nothing of a card goes out but what was found out about it, by the finding's id: no date of its
//! certificate, no fingerprint, no bytes. A reader is called by its model, without the serial number
//! that some systems put into its name.

#[cfg(target_os = "linux")]
pub(crate) mod journal;
pub(crate) mod metrics;

use std::io;
use std::time::Duration;

use crate::finding::Outcome;
use crate::message::clean;
use crate::reception::Occurrence;
use crate::recording::without_serial;
use crate::report::{Report, Verdict};
#[cfg(target_os = "linux")]
use journal::Journal;
use metrics::Metrics;

/// Those who hear about a counter.
#[derive(Default)]
pub(crate) struct Fleet {
    /// The numbers.
    pub metrics: Option<Metrics>,
    /// The entries.
    #[cfg(target_os = "linux")]
    pub journal: Option<Journal>,
}

impl Fleet {
    /// A card was judged.
    ///
    /// # Errors
    ///
    /// Somebody could not be told; the others were.
    pub(crate) fn judged(&self, reader: &str, report: &Report) -> io::Result<()> {
        let card = Judged::of(reader, report);
        let counted = self.metrics.as_ref().map_or(Ok(()), |it| it.judged(&card));
        #[cfg(target_os = "linux")]
        self.journal
            .as_ref()
            .map_or(Ok(()), |it| it.judged(&card))?;
        counted
    }

    /// Something else happened.
    ///
    /// # Errors
    ///
    /// Somebody could not be told; the others were.
    pub(crate) fn happened(&self, occurrence: &Occurrence) -> io::Result<()> {
        let counted = self
            .metrics
            .as_ref()
            .map_or(Ok(()), |it| it.happened(occurrence));
        #[cfg(target_os = "linux")]
        self.journal
            .as_ref()
            .map_or(Ok(()), |it| it.happened(occurrence))?;
        counted
    }
}

impl Drop for Fleet {
    /// The counter closes: numbers that are no longer true are not left behind.
    fn drop(&mut self) {
        if let Some(metrics) = &self.metrics {
            metrics.end();
        }
    }
}

/// A card that was judged, without what is the holder's.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The model of the reader.
    pub reader: String,
    /// In the words of the report.
    pub verdict: &'static str,
    /// The ids of what was found out, and whether it is a failure.
    pub findings: Vec<(&'static str, bool)>,
    /// From connecting to the last answer.
    pub took: Duration,
    /// Command APDUs sent.
    pub commands: u32,
}

impl Judged {
    /// What may be told of a report.
    #[must_use]
    pub fn of(reader: &str, report: &Report) -> Self {
        let findings = report.findings.iter().map(crate::finding::Finding::id);
        Self {
            reader: model(reader),
            verdict: word(report.verdict()),
            findings: findings
                .map(|id| (id.as_str(), id.outcome() >= Outcome::Look))
                .collect(),
            took: Duration::try_from_secs_f64(report.exchange.millis / 1000.0).unwrap_or_default(),
            commands: report.exchange.commands,
        }
    }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Usable => "usable",
        Verdict::Attention => "attention",
        Verdict::Unusable => "unusable",
        Verdict::Unchecked => "unchecked",
    }
}

/// The model in a reader's name: without a serial number, and without the numbers of reader and slot
/// that pcscd puts behind it, so that one model is one name at every counter.
#[must_use]
pub(crate) fn model(reader: &str) -> String {
    let name = without_serial(reader);
    let mut words: Vec<&str> = name.split_whitespace().collect();
    let is_number = |word: &&str| word.len() == 2 && word.bytes().all(|b| b.is_ascii_hexdigit());
    for _ in 0..2 {
        words.pop_if(|word| is_number(&&**word));
    }
    clean(&words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::model;

    #[test]
    fn a_reader_is_its_model() {
        assert_eq!(model("Virtual PCD 00 01"), "Virtual PCD");
        assert_eq!(
            model("SONY FeliCa RC-S300/S (1234567) 00 00"),
            "SONY FeliCa RC-S300/S (serial)"
        );
        assert_eq!(model("Identive CLOUD 3700 F 0"), "Identive CLOUD 3700 F 0");
    }
}
