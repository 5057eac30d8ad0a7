//! What stands behind the transport seam, other than the simulated card: readers, recorded
//! exchanges, and what records them.

pub(crate) mod choice;
pub(crate) mod features;
pub(crate) mod pcsc;
pub(crate) mod reach;
pub(crate) mod scripted;
pub(crate) mod service;

pub use features::Features;
pub use service::{Service, Share};
