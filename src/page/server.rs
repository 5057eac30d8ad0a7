//! Connections: taken, bounded, answered, closed.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::thread;
use std::time::{Duration, Instant};

use super::desk::{Desk, Feed};
use super::html::CounterPage;
use super::request::{LONGEST, Refusal, Request};

/// The most connections at a time.
const CONNECTIONS: usize = 32;

/// How long a request may take to arrive, and each piece of an answer to leave.
const LIMIT: Duration = Duration::from_secs(5);

/// How often a listener hears that this program is there. A page that hears nothing for two seconds
/// says so.
const BEAT: Duration = Duration::from_millis(500);

/// Who answers, so that a second start knows the first.
const SERVER: &str = concat!("mynacheck/", env!("CARGO_PKG_VERSION"));

/// What every answer says beside its content: nothing is kept, nothing is guessed, no other site has
/// a part in it.
const ALWAYS: &str = "Cache-Control: no-store\r\n\
    X-Content-Type-Options: nosniff\r\n\
    X-Frame-Options: DENY\r\n\
    Referrer-Policy: no-referrer\r\n\
    Cross-Origin-Opener-Policy: same-origin\r\n\
    Cross-Origin-Resource-Policy: same-origin\r\n\
    Connection: close\r\n";

/// Takes connections on a thread of its own until `stopped`.
pub(super) fn start(
    listener: TcpListener,
    own: SocketAddr,
    desk: &Arc<Desk>,
    page: Arc<CounterPage>,
    stopped: Arc<AtomicBool>,
) -> io::Result<()> {
    let desk = Arc::clone(desk);
    let open = Arc::new(AtomicUsize::new(0));
    let take = move || {
        for stream in listener.incoming() {
            if stopped.load(Ordering::SeqCst) {
                return;
            }
            let Ok(stream) = stream else {
                // Out of descriptors, perhaps: not a reason to spin.
                thread::sleep(Duration::from_millis(50));
                continue;
            };
            let place = Place::take(&open);
            let (desk, page) = (Arc::clone(&desk), Arc::clone(&page));
            let answer = move || {
                let full = place.is_none();
                if let Err(error) = answer(stream, own, full, &desk, &page) {
                    tracing::debug!(%error, "page");
                }
            };
            if let Err(error) = thread::Builder::new().name("page".to_owned()).spawn(answer) {
                tracing::warn!(%error, "page");
            }
        }
    };
    thread::Builder::new().name("page".to_owned()).spawn(take)?;
    Ok(())
}

/// One of the places for a connection, given back when it is dropped.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(open: &Arc<AtomicUsize>) -> Option<Self> {
        let more = |now: usize| (now < CONNECTIONS).then(|| now.saturating_add(1));
        open.fetch_update(Ordering::SeqCst, Ordering::SeqCst, more)
            .ok()?;
        Some(Self(Arc::clone(open)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn answer(
    mut stream: TcpStream,
    own: SocketAddr,
    full: bool,
    desk: &Desk,
    page: &CounterPage,
) -> io::Result<()> {
    stream.set_write_timeout(Some(LIMIT))?;
    // What happens is told at once, also where the last beat has not been acknowledged yet.
    stream.set_nodelay(true)?;
    if full {
        return refuse(&mut stream, Refusal::Busy);
    }
    let request = match read(&mut stream, own)? {
        Ok(request) => request,
        Err(refusal) => return refuse(&mut stream, refusal),
    };
    match request {
        Request::Page => {
            let policy = format!("Content-Security-Policy: {}\r\n", page.policy);
            send(
                &mut stream,
                "200 OK",
                "text/html; charset=utf-8",
                &policy,
                &page.html,
            )
        }
        Request::Last => {
            if let Some(json) = desk.last() {
                return send(&mut stream, "200 OK", "application/json", "", &json);
            }
            let head = format!("HTTP/1.1 204 No Content\r\nServer: {SERVER}\r\n{ALWAYS}\r\n");
            stream.write_all(head.as_bytes())
        }
        Request::Board => listen(&mut stream, desk, Feed::Board),
        Request::Events => listen(&mut stream, desk, Feed::Events),
    }
}

/// Reads a request, however slowly it comes, for so long and no longer.
fn read(stream: &mut TcpStream, own: SocketAddr) -> io::Result<Result<Request, Refusal>> {
    let end = Instant::now().checked_add(LIMIT);
    let mut head = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        match Request::parse(&head, own) {
            Ok(Some(request)) => return Ok(Ok(request)),
            Ok(None) => {}
            Err(refusal) => return Ok(Err(refusal)),
        }
        let left = end.and_then(|end| end.checked_duration_since(Instant::now()));
        let left = left.filter(|left| !left.is_zero());
        stream.set_read_timeout(Some(left.ok_or(io::ErrorKind::TimedOut)?))?;
        let room = LONGEST.saturating_sub(head.len()).min(buffer.len());
        let read = stream.read(buffer.get_mut(..room).unwrap_or_default())?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        head.extend_from_slice(buffer.get(..read).unwrap_or_default());
    }
}

fn refuse(stream: &mut TcpStream, refusal: Refusal) -> io::Result<()> {
    let status = match refusal {
        Refusal::Wrong => "400 Bad Request",
        Refusal::Stranger => "403 Forbidden",
        Refusal::NotFound => "404 Not Found",
        Refusal::NotAllowed => "405 Method Not Allowed",
        Refusal::TooLong => "431 Request Header Fields Too Large",
        Refusal::Busy => "503 Service Unavailable",
    };
    let more = if refusal == Refusal::NotAllowed {
        "Allow: GET\r\n"
    } else {
        ""
    };
    send(stream, status, "text/plain; charset=utf-8", more, status)
}

fn send(
    stream: &mut TcpStream,
    status: &str,
    kind: &str,
    more: &str,
    body: &str,
) -> io::Result<()> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nServer: {SERVER}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{more}{ALWAYS}\r\n"
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())
}

/// Tells what happens until the listener goes, or this program does.
fn listen(stream: &mut TcpStream, desk: &Desk, kind: Feed) -> io::Result<()> {
    let Some(messages) = desk.listen(kind) else {
        return refuse(stream, Refusal::Busy);
    };
    let mut tell = || -> io::Result<()> {
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nServer: {SERVER}\r\nContent-Type: text/event-stream\r\n{ALWAYS}\r\n"
        )?;
        loop {
            match messages.recv_timeout(BEAT) {
                Ok(message) if message.is_empty() => {}
                Ok(message) => {
                    let mut event = String::new();
                    for line in message.lines() {
                        event.push_str("data: ");
                        event.push_str(line);
                        event.push('\n');
                    }
                    event.push('\n');
                    stream.write_all(event.as_bytes())?;
                }
                // The page listens to beats; to programs, a comment says that they are still heard.
                Err(RecvTimeoutError::Timeout) if kind == Feed::Board => {
                    stream.write_all(b"event: beat\ndata: .\n\n")?;
                }
                Err(RecvTimeoutError::Timeout) => stream.write_all(b":\n\n")?,
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
        }
    };
    let told = tell();
    desk.left(kind, messages);
    told
}

/// It is this program that answers at the address.
pub(super) fn is_ours(address: SocketAddr, limit: Duration) -> bool {
    let ask = || -> io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect_timeout(&address, limit)?;
        stream.set_read_timeout(Some(limit))?;
        stream.set_write_timeout(Some(limit))?;
        write!(
            stream,
            "GET /last HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
            address.port()
        )?;
        let mut head = Vec::new();
        stream.take(256).read_to_end(&mut head)?;
        Ok(head)
    };
    let answer = ask().unwrap_or_default();
    String::from_utf8_lossy(&answer).contains("\r\nServer: mynacheck/")
}
