//! The user-authentication certificate: its dates, the whole of it, and who signed it.

pub(crate) mod anchor;
pub(crate) mod chain;
pub(crate) mod head;
pub(crate) mod key;
pub(crate) mod whole;

pub use anchor::TrustAnchor;
pub use chain::Chain;
pub(crate) use head::{Head, HeadError, Issuer};
pub use whole::Whole;
