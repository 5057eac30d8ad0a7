//! What stands behind the transport seam, other than the simulated card.

pub mod choice;
pub mod pcsc;
