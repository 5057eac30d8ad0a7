//! What stands behind the transport seam, other than the simulated card: readers, recorded
//! exchanges, and what records them.

pub mod choice;
pub mod pcsc;
pub mod recorder;
pub mod replay;
