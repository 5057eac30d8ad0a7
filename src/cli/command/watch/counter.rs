//! The counter's page, beside what the terminal shows.

use std::io;
use std::net::SocketAddr;
use std::process::{Command, Stdio};

use serde::Serialize;

use crate::cli::Host;
use crate::finding::Finding;
use crate::message::{self, Label, label};
use crate::page::{self, News, Page, PageError};
use crate::reception::{CounterEvent, Occurrence};
use crate::report::Report;
use crate::report::json::Document;
use crate::time;

/// What became of the page.
pub(super) enum Counter {
    /// None was asked for.
    None,
    /// It is served.
    Served(Page),
    /// Another start of this program serves it: there is nothing else to do.
    ServedAlready,
}

impl Counter {
    /// Serves the page, and shows it where that is wanted.
    pub(super) fn open(
        address: Option<SocketAddr>,
        show: bool,
        host: &mut Host,
    ) -> Result<Self, Finding> {
        let Some(address) = address else {
            return Ok(Self::None);
        };
        let (counter, word) = match Page::open(address, host.lang) {
            Ok(page) => (Self::Served(page), Label::PageServed),
            Err(PageError::ServedAlready) => (Self::ServedAlready, Label::PageServedAlready),
            Err(error) => {
                tracing::info!(%error, "page");
                return Err(Finding::PortTaken {
                    address: address.to_string(),
                });
            }
        };
        let url = page::url(address);
        host.complain(&format!("{}: {url}\n", label(host.lang, word)));
        if show && let Err(error) = browse(&url) {
            tracing::info!(%error, "browser");
            host.complain(&format!(
                "{}: {url}\n",
                label(host.lang, Label::PageNotShown)
            ));
        }
        Ok(counter)
    }

    pub(super) fn placed(&self, reader: &str, report: &Report, host: &Host) {
        if let Self::Served(page) = self {
            let now = time::in_japan((host.now)());
            let hour = now.get(..13).unwrap_or_default().replace('T', " ");
            page.placed(
                reader,
                report,
                json(&Document::new(report, host.lang)),
                &hour,
            );
        }
    }

    pub(super) fn event(&self, occurrence: &Occurrence, host: &Host) {
        let Self::Served(page) = self else {
            return;
        };
        let Some(event) = CounterEvent::of(occurrence, (host.now)(), host.lang) else {
            return;
        };
        let news = match occurrence {
            Occurrence::Lifted(reader) | Occurrence::ReaderGone(reader) => News::Lifted(reader),
            Occurrence::ServiceLost(finding) => News::Lost(finding),
            _ => News::Other,
        };
        page.tell(news, json(&event));
    }
}

/// Hands a page of ours to the system, which knows the browser.
fn browse(url: &str) -> io::Result<()> {
    let mut command = if cfg!(windows) {
        let mut command = Command::new("rundll32.exe");
        command.arg("url.dll,FileProtocolHandler");
        command
    } else if cfg!(target_os = "macos") {
        Command::new("open")
    } else {
        Command::new("xdg-open")
    };
    command
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map(drop)
}

/// As `watch --format json` writes it.
fn json(object: &impl Serialize) -> String {
    // Numbers, strings and lists: this cannot fail.
    message::for_json(&serde_json::to_string(object).unwrap_or_default()).into_owned()
}
