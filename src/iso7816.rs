//! Smart-card commands and answers (ISO/IEC 7816-4), with no knowledge of any application.
//!
//! *AP*: application, selected by its *AID*. *EF*: a file of the application, selected by its
//! identifier. *SW*: the status word, the last two bytes of every answer. *Lc*, *Le*: length of the
//! data sent and of the data expected.

pub(crate) mod action;
pub(crate) mod answered;
pub(crate) mod apdu;
pub(crate) mod atr;
pub(crate) mod command;
pub(crate) mod follower;
pub(crate) mod response;
pub(crate) mod session;

pub(crate) use crate::status_word::Meaning;
pub use crate::status_word::StatusWord;
pub(crate) use action::Action;
pub(crate) use answered::{Answered, SessionError, Step};
pub(crate) use apdu::Apdu;
pub(crate) use command::PinReference;
pub(crate) use follower::{Follower, Subject};
pub(crate) use session::Session;
