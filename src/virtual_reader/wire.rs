//! The connection to a virtual reader: whole messages in, whole messages out.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
#[cfg(unix)]
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use super::{Address, SlotError};

/// How often a wait looks whether it is to end.
const TICK: Duration = Duration::from_millis(50);
/// How long a reader may leave an answer lying before the connection counts as dead.
const SEND_LIMIT: Duration = Duration::from_secs(10);
/// Between two attempts to connect: the first pause, doubled each time up to the last.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(10), Duration::from_millis(500));
/// More bytes than this are no message of any virtual reader, nor a few that came at once.
const MOST: usize = 1 << 20;

/// A connection on which a card lies on a reader.
pub(super) struct Wire {
    stream: Stream,
    /// Bytes that have come and are not yet a whole message.
    pending: Vec<u8>,
}

enum Stream {
    Tcp(TcpStream),
    #[cfg(unix)]
    Unix(UnixStream),
}

/// What has come: a message with a head of so many bytes.
pub(super) enum Incoming<const HEAD: usize> {
    Message([u8; HEAD], Vec<u8>),
    /// Nothing for a moment.
    Nothing,
    /// The end of the connection, or of what can be made of it.
    Closed,
}

/// Connects, trying again until the limit has passed, and says so once; None when told to stop.
pub(super) fn connect(
    address: &Address,
    limit: Option<Duration>,
    stop: &mut dyn FnMut() -> bool,
    waiting: &mut dyn FnMut(),
) -> Result<Option<Wire>, SlotError> {
    let begin = Instant::now();
    let mut back_off = BACK_OFF.0;
    while !stop() {
        let source = match attempt(address)? {
            Ok(wire) => return Ok(Some(wire)),
            Err(source) => source,
        };
        if let Some(limit) = limit.filter(|limit| begin.elapsed() >= *limit) {
            return Err(SlotError::NobodyListens {
                address: address.clone(),
                limit,
                source,
            });
        }
        if back_off == BACK_OFF.0 {
            waiting();
        }
        pause(back_off, stop);
        back_off = back_off.saturating_mul(2).min(BACK_OFF.1);
    }
    Ok(None)
}

fn attempt(address: &Address) -> Result<io::Result<Wire>, SlotError> {
    let no_address = |source| SlotError::Address {
        address: address.clone(),
        source,
    };
    let text = match address {
        Address::Tcp(text) => text,
        #[cfg(unix)]
        Address::Path(path) => {
            let stream = UnixStream::connect(path).map(Stream::Unix);
            return Ok(stream.and_then(Wire::new));
        }
        #[cfg(not(unix))]
        Address::Path(_) => return Err(no_address(ErrorKind::Unsupported.into())),
    };
    let candidates = text.to_socket_addrs().map_err(no_address)?;
    let mut failure = io::Error::from(ErrorKind::AddrNotAvailable);
    for candidate in candidates {
        match TcpStream::connect_timeout(&candidate, Duration::from_secs(1)).and_then(ours) {
            Ok(stream) => return Ok(Wire::new(Stream::Tcp(stream))),
            Err(error) => failure = error,
        }
    }
    Ok(Err(failure))
}

fn ours(stream: TcpStream) -> io::Result<TcpStream> {
    // vpcd's usual port is one that the system also hands out to whoever connects, so that an
    // attempt may meet itself. That is nobody, and would keep vpcd from its port.
    if stream.local_addr()? == stream.peer_addr()? {
        return Err(ErrorKind::ConnectionRefused.into());
    }
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Waits, at most until told to stop.
pub(super) fn pause(duration: Duration, stop: &mut dyn FnMut() -> bool) {
    let begin = Instant::now();
    while !stop() {
        let left = duration.saturating_sub(begin.elapsed());
        if left.is_zero() {
            return;
        }
        std::thread::sleep(left.min(TICK));
    }
}

impl Wire {
    fn new(stream: Stream) -> io::Result<Self> {
        match &stream {
            Stream::Tcp(stream) => {
                stream.set_read_timeout(Some(TICK))?;
                stream.set_write_timeout(Some(SEND_LIMIT))?;
            }
            #[cfg(unix)]
            Stream::Unix(stream) => {
                stream.set_read_timeout(Some(TICK))?;
                stream.set_write_timeout(Some(SEND_LIMIT))?;
            }
        }
        Ok(Self {
            stream,
            pending: Vec::new(),
        })
    }

    /// Waits a moment for a message whose head tells how many bytes follow it.
    pub(super) fn receive<const HEAD: usize>(
        &mut self,
        length: fn([u8; HEAD]) -> usize,
    ) -> Incoming<HEAD> {
        loop {
            if let Some((head, _)) = self.pending.split_first_chunk::<HEAD>() {
                let head = *head;
                let length = length(head);
                let whole = HEAD.saturating_add(length);
                if whole > MOST {
                    return Incoming::Closed;
                }
                if self.pending.len() >= whole {
                    let body = self.pending.drain(..whole).skip(HEAD).collect();
                    return Incoming::Message(head, body);
                }
            }
            match self.read() {
                Ok(0) => return Incoming::Closed,
                Ok(_) => {}
                Err(error) => match error.kind() {
                    ErrorKind::Interrupted => {}
                    ErrorKind::WouldBlock | ErrorKind::TimedOut => return Incoming::Nothing,
                    _ => return Incoming::Closed,
                },
            }
        }
    }

    /// Adds what has come to what is pending.
    fn read(&mut self) -> io::Result<usize> {
        let mut chunk = [0; 4096];
        let length = match &mut self.stream {
            Stream::Tcp(stream) => stream.read(&mut chunk)?,
            #[cfg(unix)]
            Stream::Unix(stream) => stream.read(&mut chunk)?,
        };
        self.acknowledge();
        self.pending.extend(chunk.iter().take(length));
        Ok(length)
    }

    /// Lets time pass while the reader waits for an answer, at most until it waits no more.
    pub(super) fn rest(&mut self, time: Duration, stop: &mut dyn FnMut() -> bool) {
        let begin = Instant::now();
        while !stop() && !self.is_closed() {
            let left = time.saturating_sub(begin.elapsed());
            if left.is_zero() {
                return;
            }
            std::thread::sleep(left.min(TICK));
        }
    }

    fn is_closed(&mut self) -> bool {
        if self.pending.len() > MOST {
            return true;
        }
        let looked = self.set_nonblocking(true);
        let closed = looked.is_ok() && matches!(self.read(), Ok(0));
        self.set_nonblocking(false).is_err() || closed
    }

    fn set_nonblocking(&self, nonblocking: bool) -> io::Result<()> {
        match &self.stream {
            Stream::Tcp(stream) => stream.set_nonblocking(nonblocking),
            #[cfg(unix)]
            Stream::Unix(stream) => stream.set_nonblocking(nonblocking),
        }
    }

    /// vpcd up to 0.9 sends a message's length and the rest in two packets, and its system holds
    /// the second back until the first is acknowledged, which ours would put off for 40 ms. The
    /// setting lasts for one read. Where it fails, only time is lost.
    #[cfg(target_os = "linux")]
    fn acknowledge(&self) {
        if let Stream::Tcp(stream) = &self.stream {
            let _ = rustix::net::sockopt::set_tcp_quickack(stream, true);
        }
    }

    #[cfg(not(target_os = "linux"))]
    #[expect(clippy::unused_self, reason = "the same call everywhere")]
    fn acknowledge(&self) {}

    /// Sends bytes in one piece: two would be held back by the system.
    pub(super) fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.stream {
            Stream::Tcp(stream) => stream.write_all(bytes),
            #[cfg(unix)]
            Stream::Unix(stream) => stream.write_all(bytes),
        }
    }
}
