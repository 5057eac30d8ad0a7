//! Numbers for Prometheus, in a file that node-exporter's textfile collector reads.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use prometheus::{
    Encoder, HistogramOpts, HistogramVec, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry,
    TextEncoder,
};

use super::{Judged, model};
use crate::finding::Finding;
use crate::reception::Occurrence;

/// A card of its own time takes 0.05 s to 1 s; a slow reader, a few; a mute one, up to the limit of
/// ten.
const SECONDS: &[f64] = &[0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 2.0, 5.0, 10.0];

/// The numbers of one counter, since this program was started.
pub(crate) struct Metrics {
    file: PathBuf,
    registry: Registry,
    verdicts: IntCounterVec,
    findings: IntCounterVec,
    events: IntCounterVec,
    seconds: HistogramVec,
    service: IntGauge,
    readers: IntGaugeVec,
}

impl Metrics {
    /// Begins to count, and writes the file.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub(crate) fn begin(file: PathBuf) -> io::Result<Self> {
        let metrics = Self::counting(file).map_err(io::Error::other)?;
        metrics.write()?;
        Ok(metrics)
    }

    fn counting(file: PathBuf) -> prometheus::Result<Self> {
        let registry = Registry::new();
        let counter = |name: &str, help: &str, labels: &[&str]| {
            let counter = IntCounterVec::new(Opts::new(name, help), labels)?;
            registry.register(Box::new(counter.clone()))?;
            prometheus::Result::Ok(counter)
        };
        let verdicts = counter(
            "mynacheck_verdicts_total",
            "Cards judged, by the verdict.",
            &["reader", "verdict"],
        )?;
        let findings = counter(
            "mynacheck_findings_total",
            "Cards of which this was found out and wants attention, by the finding's id.",
            &["reader", "finding"],
        )?;
        let events = counter(
            "mynacheck_events_total",
            "What else happened at the counter: lifted, reader-gone, reader-back, service-lost, service-back.",
            &["event"],
        )?;
        let seconds = HistogramVec::new(
            HistogramOpts::new(
                "mynacheck_read_seconds",
                "From connecting to a card to its last answer.",
            )
            .buckets(SECONDS.to_vec()),
            &["reader"],
        )?;
        registry.register(Box::new(seconds.clone()))?;
        let service = IntGauge::new(
            "mynacheck_service_up",
            "1 while the computer's smart-card service answers.",
        )?;
        registry.register(Box::new(service.clone()))?;
        service.set(1);
        let readers = IntGaugeVec::new(
            Opts::new(
                "mynacheck_reader_up",
                "1 while a reader that has been seen is plugged in.",
            ),
            &["reader"],
        )?;
        registry.register(Box::new(readers.clone()))?;
        let about = IntGaugeVec::new(
            Opts::new("mynacheck_build_info", "The program that counts."),
            &["version"],
        )?;
        about.with_label_values(&[env!("CARGO_PKG_VERSION")]).set(1);
        registry.register(Box::new(about))?;
        Ok(Self {
            file,
            registry,
            verdicts,
            findings,
            events,
            seconds,
            service,
            readers,
        })
    }

    /// A card was judged.
    ///
    /// # Errors
    ///
    /// The file cannot be written; it is counted all the same.
    pub(crate) fn judged(&self, card: &Judged) -> io::Result<()> {
        let reader = card.reader.as_str();
        self.readers.with_label_values(&[reader]).set(1);
        self.verdicts
            .with_label_values(&[reader, card.verdict])
            .inc();
        for (finding, _) in card.findings.iter().filter(|(_, fails)| *fails) {
            self.findings.with_label_values(&[reader, finding]).inc();
        }
        self.seconds
            .with_label_values(&[reader])
            .observe(card.took.as_secs_f64());
        self.write()
    }

    /// Something else happened.
    ///
    /// # Errors
    ///
    /// The file cannot be written; it is counted all the same.
    pub(crate) fn happened(&self, occurrence: &Occurrence) -> io::Result<()> {
        let up = |reader: &str, up| self.readers.with_label_values(&[&model(reader)]).set(up);
        match occurrence {
            Occurrence::ServiceLost(finding) => {
                self.service.set(0);
                self.lost(finding);
            }
            Occurrence::ServiceBack => self.service.set(1),
            Occurrence::ReaderGone(reader) => up(reader, 0),
            Occurrence::ReaderBack(reader) => up(reader, 1),
            _ => {}
        }
        if let Some(event) = occurrence.event() {
            self.events.with_label_values(&[event]).inc();
        }
        self.write()
    }

    fn lost(&self, finding: &Finding) {
        self.findings
            .with_label_values(&["", finding.id().as_str()])
            .inc();
    }

    /// Takes the file away.
    pub(super) fn end(&self) {
        let _ = fs::remove_file(&self.file);
    }

    /// Writes the numbers beside the file and puts them in its place, since the collector may read at
    /// any moment. It runs as another user: anybody may read it.
    fn write(&self) -> io::Result<()> {
        let mut text = Vec::new();
        TextEncoder::new()
            .encode(&self.registry.gather(), &mut text)
            .map_err(io::Error::other)?;
        let beside = beside(&self.file);
        fs::write(&beside, text)?;
        fs::rename(&beside, &self.file)
    }
}

/// A name that the collector, which reads `*.prom`, passes over.
fn beside(file: &Path) -> PathBuf {
    file.with_extension("prom.new")
}
