//! What stands behind the transport seam, other than the simulated card: readers, recorded
//! exchanges, and what records them.

pub mod choice;
pub mod pcsc;
pub mod reach;
pub mod scripted;
pub mod service;

pub use service::{Features, Service, Share};
