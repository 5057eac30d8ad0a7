//! What stands behind the transport seam, other than the simulated card: readers, recorded
//! exchanges, and what records them.

pub mod choice;
pub mod features;
pub mod pcsc;
pub mod reach;
pub mod scripted;
pub mod service;

pub use features::Features;
pub use service::{Service, Share};
