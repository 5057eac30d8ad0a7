//! Those who look after many counters, beside what this one shows.

use std::io;
#[cfg(target_os = "linux")]
use std::path::Path;
use std::path::PathBuf;

use crate::cli::Host;
use crate::cli::files::unreadable;
use crate::finding::Finding;
use crate::fleet::Fleet;
#[cfg(target_os = "linux")]
use crate::fleet::journal::{Journal, SOCKET};
use crate::fleet::metrics::Metrics;
use crate::message::{Label, label};
use crate::reception::Occurrence;
use crate::report::Report;

/// Who is told, and how.
#[derive(Debug, clap::Args)]
pub(super) struct FleetOptions {
    #[arg(long, value_name = "FILE.prom", help = both!(
        "枚数、判定、故障、読み取り時間をPrometheusの形式でこのファイルに書き続けます(個人情報は書きません)",
        "Keep counts of cards, verdicts and failures, and reading times, in this file for Prometheus (no personal data)"
    ))]
    metrics: Option<PathBuf>,
    #[cfg(target_os = "linux")]
    #[arg(long, help = both!(
        "判定とできごとをsystemdのジャーナルに書きます(個人情報は書きません)",
        "Write verdicts and events to systemd's journal (no personal data)"
    ))]
    journal: bool,
}

impl FleetOptions {
    pub(super) fn open(&self) -> Result<Told, Finding> {
        let mut fleet = Fleet::default();
        if let Some(path) = &self.metrics {
            let begun = Metrics::begin(path.clone());
            fleet.metrics = Some(begun.map_err(|error| unreadable(path, &error))?);
        }
        #[cfg(target_os = "linux")]
        if self.journal {
            let socket = Path::new(SOCKET);
            let found = Journal::open(socket);
            fleet.journal = Some(found.map_err(|error| unreadable(socket, &error))?);
        }
        Ok(Told {
            fleet,
            complained: false,
        })
    }
}

/// A counter goes on where nobody hears of it; whoever stands there is told once.
pub(super) struct Told {
    fleet: Fleet,
    complained: bool,
}

impl Told {
    pub(super) fn judged(&mut self, reader: &str, report: &Report, host: &mut Host) {
        let told = self.fleet.judged(reader, report);
        self.look(told, host);
    }

    pub(super) fn happened(&mut self, occurrence: &Occurrence, host: &mut Host) {
        let told = self.fleet.happened(occurrence);
        self.look(told, host);
    }

    fn look(&mut self, told: io::Result<()>, host: &mut Host) {
        if let Err(error) = told
            && !std::mem::replace(&mut self.complained, true)
        {
            let word = label(host.lang, Label::NotTold);
            host.complain(&format!("{word}: {error}\n"));
        }
    }
}
