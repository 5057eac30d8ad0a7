//! The counter's page and the reports in Debian's Chromium.
//!
//! `PICTURES=folder` keeps what is seen, to be looked at. A machine without Chromium can run `cargo
//! test`, which names what it leaves out; `tests/run` leaves nothing out.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test ends where something is not as expected"
)]

#[path = "../suite/counter.rs"]
mod counter;
mod driver;
mod everybody;
mod keys;
mod live;
mod looks;
mod report;
mod strangers;

use std::net::SocketAddr;

use mynacheck::internals::message::Lang;
use mynacheck::internals::page::Page;
use mynacheck::internals::report::Report;

/// A page that this test tells what happens, and a browser that shows it.
struct Shown {
    page: Page,
    address: SocketAddr,
    browser: driver::Browser,
}

impl Shown {
    fn start() -> Self {
        let address = counter::free_address();
        let page = Page::open(address, Lang::Ja).unwrap();
        let browser = driver::Browser::start();
        browser.go(&format!("http://{address}/"));
        browser.wait("document.querySelector('.idle')");
        Self {
            page,
            address,
            browser,
        }
    }

    fn lay(&self, report: &Report) {
        let json = r#"{"verdict":"told"}"#.to_owned();
        self.page.placed("A", report, json, "2026-11-22 12");
        self.browser.wait("!document.querySelector('.idle')");
    }

    fn lift(&self) {
        self.page.tell(
            mynacheck::internals::page::News::Lifted("A"),
            "{}".to_owned(),
        );
        self.browser.wait("document.querySelector('.idle')");
    }

    fn speak(&self, lang: &str) {
        let other = format!("if (document.documentElement.lang !== '{lang}') ");
        self.browser
            .run(&(other + "document.getElementById('language').click()"));
    }
}
