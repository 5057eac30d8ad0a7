//! The counter's page: what lies on the reader now, for a browser and for reception software on this
//! computer, and on no other.
//!
//! One thread takes connections, each is answered on a thread of its own, and their number, their
//! size and their time are bounded. A page that is dropped closes all of them, so that whoever looks
//! on learns that nobody watches the reader any more.

mod board;
mod desk;
mod html;
mod request;
mod server;

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::finding::Finding;
use crate::message::Lang;
use crate::report::Report;
use desk::Desk;
pub use request::Request;

/// Where the page is unless told otherwise.
pub const ADDRESS: &str = "127.0.0.1:38470";

/// How long another program on this address is given to say who it is.
const WHO: Duration = Duration::from_secs(2);

/// What happened at the counter beside a verdict.
#[derive(Debug, Clone, Copy)]
pub enum News<'a> {
    /// The card in this reader has been lifted, or has gone with its reader.
    Lifted(&'a str),
    /// Nothing is known of any card any more.
    Lost(&'a Finding),
    /// Another thing, of no card.
    Other,
}

/// A page that is being served.
pub struct Page {
    desk: Arc<Desk>,
    address: SocketAddr,
    stopped: Arc<AtomicBool>,
}

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// This program serves it already.
    #[error("served already")]
    ServedAlready,
    /// Another program is at this address.
    #[error("the address is taken")]
    Taken,
    /// The system refuses it.
    #[error("the system refuses the address")]
    Refused(#[source] io::Error),
}

/// Reads an address at which a page may be: one that no other computer reaches.
///
/// # Errors
/// It is none.
pub fn address(text: &str) -> Result<SocketAddr, NotLoopback> {
    let address: SocketAddr = text.parse().map_err(|_| NotLoopback)?;
    (address.ip().is_loopback() && address.port() != 0)
        .then_some(address)
        .ok_or(NotLoopback)
}

/// No address with a port on this computer alone.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("not an address such as 127.0.0.1:38470 or [::1]:38470")]
pub struct NotLoopback;

impl Page {
    /// Serves a page, which shows what is told to it in this language first.
    ///
    /// # Errors
    /// The address cannot be had.
    pub fn open(address: SocketAddr, lang: Lang) -> Result<Self, PageError> {
        let listener = match TcpListener::bind(address) {
            Ok(listener) => listener,
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                return Err(if server::is_ours(address, WHO) {
                    PageError::ServedAlready
                } else {
                    PageError::Taken
                });
            }
            Err(error) => return Err(PageError::Refused(error)),
        };
        let address = listener.local_addr().map_err(PageError::Refused)?;
        let desk = Arc::new(Desk::default());
        let stopped = Arc::new(AtomicBool::new(false));
        let page = Arc::new(html::page(lang));
        server::start(listener, address, &desk, page, Arc::clone(&stopped))
            .map_err(PageError::Refused)?;
        Ok(Self {
            desk,
            address,
            stopped,
        })
    }

    /// Where a browser finds it.
    #[must_use]
    pub fn url(&self) -> String {
        url(self.address)
    }

    /// A card lies on this reader. `json` is its report as programs read it; `hour` is the hour of the
    /// day.
    pub fn placed(&self, reader: &str, report: &Report, json: String, hour: &str) {
        self.desk.placed(reader, report, json, hour);
    }

    /// Something else has happened. `json` says what, as programs read it.
    pub fn tell(&self, news: News<'_>, json: String) {
        self.desk.tell(news, json);
    }
}

/// The page at an address.
#[must_use]
pub(crate) fn url(address: SocketAddr) -> String {
    format!("http://{address}/")
}

impl Drop for Page {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        self.desk.close();
        // The thread that takes connections looks up at the next one.
        let _ = TcpStream::connect_timeout(&self.address, WHO);
    }
}
