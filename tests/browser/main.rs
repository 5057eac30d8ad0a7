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
    reason = "a test ends where something is not as expected, and says so"
)]

#[path = "../suite/counter.rs"]
mod counter;
mod driver;
mod page;
mod report;
