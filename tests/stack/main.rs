//! The real PC/SC stack, from pcscd down: pcscd, vpcd and a card served to them.
//!
//! A machine without them can run `cargo test`, which names what it leaves out; `tests/run` leaves
//! nothing out.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test ends where something is not as expected, and says so"
)]

mod day;
mod doctor;
mod faults;
mod judged;
mod limit;
mod logs;
mod memory;
mod ours;
mod pcscd;
mod pins;
mod recipe;
mod relay;
mod served;
mod strangers;
mod watch;
mod watched;
