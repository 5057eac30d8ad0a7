//! The user-authentication certificate: its dates, the whole of it, and who signed it.

pub mod head;

pub use head::{Head, HeadError, Issuer};
