//! The ordinary suite, as one program: a file for each subject, and what they share.
//! `cargo test --test suite pin::` runs the file `pin.rs` alone.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::format_push_string,
    clippy::print_stdout,
    missing_docs,
    reason = "tests fail by panicking"
)]

mod architecture;
mod attacks;
#[cfg(target_os = "linux")]
mod browse;
mod canary;
mod card_file;
mod cards;
mod certificate;
mod citations;
mod cli;
mod config;
mod damaged;
mod doctor;
mod explain;
mod faults;
mod fits;
mod fixtures;
mod fleet;
mod fuzzed;
mod guide;
mod hostile;
mod leaks;
mod many;
#[cfg(target_os = "linux")]
mod memory;
mod output;
mod page;
mod pages;
mod pin;
mod recordings;
mod relay;
mod report_page;
mod schema;
mod service;
mod sweep;
mod terminal;
mod terms;
mod trace;
mod usage;
mod verdicts;
mod vpcd;
mod vscard;

mod counter;
#[path = "../faulty/mod.rs"]
mod faulty;
mod program;
#[path = "../fixtures/scenarios.rs"]
mod scenarios;
#[allow(unreachable_pub, dead_code, reason = "a crate of its own, in fuzz/")]
#[path = "../../fuzz/src/lib.rs"]
mod targets;
