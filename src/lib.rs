#![doc = include_str!("../docs/design.md")]

pub mod certificate;
pub mod check;
pub mod cli;
pub mod doctor;
pub mod finding;
pub mod iso7816;
pub mod jpki;
pub mod message;
pub mod reader;
pub mod recording;
pub mod report;
pub mod rules;
pub mod secret;
pub mod simulator;
pub mod time;
pub mod transport;
