//! What stands behind the seam beside the simulated card: recorded exchanges, and what records
//! them.

pub mod recorder;
pub mod replay;
