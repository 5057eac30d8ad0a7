//! Where a virtual reader listens: on this computer alone, where a card is lent.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Where a virtual reader listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// Host and port.
    Tcp(String),
    /// The path of a socket.
    Path(PathBuf),
}

impl From<&str> for Address {
    /// What has a slash in it is a path.
    fn from(text: &str) -> Self {
        if text.contains('/') {
            Self::Path(PathBuf::from(text))
        } else {
            Self::Tcp(text.to_owned())
        }
    }
}

impl Address {
    /// Reads an address that no other computer reaches.
    ///
    /// # Errors
    /// It is none.
    pub fn on_this_computer(text: &str) -> Result<Self, AddressElsewhere> {
        let address = Self::from(text);
        let here = match &address {
            Self::Tcp(text) => text
                .parse::<SocketAddr>()
                .is_ok_and(|address| address.ip().is_loopback() && address.port() != 0),
            Self::Path(_) => true,
        };
        here.then_some(address).ok_or(AddressElsewhere)
    }
}

/// An address that other computers may reach, or none.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("not an address such as 127.0.0.1:35963, nor a socket's path")]
pub struct AddressElsewhere;

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => f.write_str(address),
            Self::Path(path) => path.display().fmt(f),
        }
    }
}
