//! The connection to vpcd: whole messages in, whole messages out.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::VpcdError;

/// How often a wait looks whether it is to stop.
const TICK: Duration = Duration::from_millis(50);
/// How long vpcd may leave an answer lying before the connection counts as dead.
const SEND_LIMIT: Duration = Duration::from_secs(10);
/// Between two attempts to connect: the first pause, doubled each time up to the last.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(10), Duration::from_millis(500));

/// A connection on which the card lies on the reader.
pub(super) struct Link {
    stream: TcpStream,
    /// Bytes that have come and are not yet a whole message.
    pending: Vec<u8>,
}

/// What has come.
pub(super) enum Received {
    /// A message, without its length.
    Message(Vec<u8>),
    /// Nothing for a moment.
    Nothing,
    /// The end of the connection.
    Closed,
}

/// Connects, trying again until the limit has passed; None when told to stop.
pub(super) fn connect(
    address: &str,
    limit: Option<Duration>,
    stop: &AtomicBool,
) -> Result<Option<Link>, VpcdError> {
    let begin = Instant::now();
    let mut back_off = BACK_OFF.0;
    while !stop.load(Ordering::Relaxed) {
        let source = match attempt(address)? {
            Ok(link) => return Ok(Some(link)),
            Err(source) => source,
        };
        if let Some(limit) = limit.filter(|limit| begin.elapsed() >= *limit) {
            return Err(VpcdError::NobodyListens {
                address: address.to_owned(),
                limit,
                source,
            });
        }
        pause(back_off, stop);
        back_off = back_off.saturating_mul(2).min(BACK_OFF.1);
    }
    Ok(None)
}

fn attempt(address: &str) -> Result<io::Result<Link>, VpcdError> {
    let candidates = address
        .to_socket_addrs()
        .map_err(|source| VpcdError::Address {
            address: address.to_owned(),
            source,
        })?;
    let mut failure = io::Error::from(ErrorKind::AddrNotAvailable);
    for candidate in candidates {
        match TcpStream::connect_timeout(&candidate, Duration::from_secs(1)).and_then(Link::new) {
            Ok(link) => return Ok(Ok(link)),
            Err(error) => failure = error,
        }
    }
    Ok(Err(failure))
}

/// Waits, at most until told to stop.
pub(super) fn pause(duration: Duration, stop: &AtomicBool) {
    let begin = Instant::now();
    while !stop.load(Ordering::Relaxed) {
        let left = duration.saturating_sub(begin.elapsed());
        if left.is_zero() {
            return;
        }
        std::thread::sleep(left.min(TICK));
    }
}

impl Link {
    fn new(stream: TcpStream) -> io::Result<Self> {
        // vpcd's usual port is one that the system also hands out to whoever connects, so that an
        // attempt may meet itself. That is nobody, and would keep vpcd from its port.
        if stream.local_addr()? == stream.peer_addr()? {
            return Err(ErrorKind::ConnectionRefused.into());
        }
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(TICK))?;
        stream.set_write_timeout(Some(SEND_LIMIT))?;
        Ok(Self {
            stream,
            pending: Vec::new(),
        })
    }

    pub(super) fn receive(&mut self) -> Received {
        loop {
            if let Some(message) = self.take_message() {
                return Received::Message(message);
            }
            let mut chunk = [0; 4096];
            match self.stream.read(&mut chunk) {
                Ok(0) => return Received::Closed,
                Ok(length) => {
                    self.acknowledge();
                    self.pending.extend(chunk.iter().take(length));
                }
                Err(error) => match error.kind() {
                    ErrorKind::Interrupted => {}
                    ErrorKind::WouldBlock | ErrorKind::TimedOut => return Received::Nothing,
                    _ => return Received::Closed,
                },
            }
        }
    }

    /// Lets time pass while vpcd waits for an answer, at most until it waits no more.
    pub(super) fn rest(&self, time: Duration, stop: &AtomicBool) {
        let begin = Instant::now();
        while !stop.load(Ordering::Relaxed) && !self.is_closed() {
            let left = time.saturating_sub(begin.elapsed());
            if left.is_zero() {
                return;
            }
            std::thread::sleep(left.min(TICK));
        }
    }

    fn is_closed(&self) -> bool {
        let looked = self.stream.set_nonblocking(true);
        let closed = looked.is_ok() && matches!(self.stream.peek(&mut [0]), Ok(0));
        self.stream.set_nonblocking(false).is_err() || closed
    }

    fn take_message(&mut self) -> Option<Vec<u8>> {
        let (length, rest) = self.pending.split_first_chunk::<2>()?;
        let (message, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        let (message, rest) = (message.to_vec(), rest.to_vec());
        self.pending = rest;
        Some(message)
    }

    /// vpcd up to 0.9 sends a message's length and the rest in two packets, and its system holds
    /// the second back until the first is acknowledged, which ours would put off for 40 ms. The
    /// setting lasts for one read. Where it fails, only time is lost.
    #[cfg(target_os = "linux")]
    fn acknowledge(&self) {
        let _ = rustix::net::sockopt::set_tcp_quickack(&self.stream, true);
    }

    #[cfg(not(target_os = "linux"))]
    #[expect(clippy::unused_self, reason = "the same call everywhere")]
    fn acknowledge(&self) {}

    /// Sends a message in one piece: two would be held back by the system.
    pub(super) fn send(&mut self, message: &[u8]) -> io::Result<()> {
        // The length has two bytes; a card file may ask for an answer beyond them.
        let length = u16::try_from(message.len()).unwrap_or(u16::MAX);
        let mut frame = length.to_be_bytes().to_vec();
        frame.extend(message.iter().take(usize::from(length)));
        self.stream.write_all(&frame)
    }
}
