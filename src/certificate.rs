//! The user-authentication certificate: its dates, the whole of it, and who signed it.

pub mod anchor;
pub mod chain;
pub mod head;
pub mod key;
pub mod whole;

pub use anchor::TrustAnchor;
pub use chain::Chain;
pub use head::{Head, HeadError, Issuer};
pub use whole::Whole;
