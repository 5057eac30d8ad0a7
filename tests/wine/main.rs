//! The Windows program under Wine, beside the Linux program, for the same cards on the same pcscd.
//! `tests/windows` runs this.
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

#[path = "../stack/limit.rs"]
mod limit;
#[allow(
    dead_code,
    reason = "the other tests of the PC/SC stack need more of it"
)]
#[path = "../stack/pcscd.rs"]
mod pcscd;
#[allow(
    dead_code,
    reason = "the other tests of the PC/SC stack need more of it"
)]
#[path = "../stack/served.rs"]
mod served;

mod computer;
mod ending;
mod manners;
mod package;
mod page;
mod same;
mod short;
mod sign_in;
mod systems;
mod wine;
