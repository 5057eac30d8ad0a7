//! The questions that need a PIN, or ask about PINs.
//!
//! Only here can a PIN be sent to a card, and only by [`entry`], which counts and guards.

pub(crate) mod certificate;
pub(crate) mod entry;
pub(crate) mod prove;
pub(crate) mod status;

use crate::conversation::{self, Day};
use crate::report::Report;
use crate::transport::Transport;
pub use entry::{Cardholder, NoPin};

/// `pin verify`: is this PIN right?
pub fn verify(transport: &mut dyn Transport, cardholder: &mut dyn Cardholder, day: Day) -> Report {
    let report = conversation::report(transport, day);
    entry::enter(transport, cardholder, report, &mut |_, _| Ok(()))
}
