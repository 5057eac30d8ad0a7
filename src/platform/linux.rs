//! Linux with pcsc-lite: its service, what it serves, and what lies on USB.

pub(crate) mod driver;
pub(crate) mod process;
pub(crate) mod service;
pub(crate) mod socket;
pub(crate) mod usb;
