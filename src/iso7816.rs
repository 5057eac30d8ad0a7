//! Smart-card commands and answers (ISO/IEC 7816-4), with no knowledge of any application.
//!
//! *AP*: application, selected by its *AID*. *EF*: a file of the application, selected by its
//! identifier. *SW*: the status word, the last two bytes of every answer. *Lc*, *Le*: length of the
//! data sent and of the data expected.

pub mod action;
pub mod apdu;
pub mod atr;
pub mod command;
pub mod follower;
pub mod response;
pub mod session;

pub use crate::status_word::{Meaning, StatusWord};
pub use action::Action;
pub use apdu::Apdu;
pub use atr::Atr;
pub use command::{Command, PinReference};
pub use follower::{Follower, Subject};
pub use response::Response;
pub use session::{Session, SessionError, Step};
