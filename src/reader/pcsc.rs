//! Readers of this computer, through PC/SC.
//!
//! PC/SC has no time limits: a card that hangs, a service that is stopped, a program that holds a
//! transaction block the caller for ever. So one thread of its own speaks to PC/SC, and whoever
//! asks waits for it only so long. A thread that is stuck is left behind; it ends with the process.

mod thread;

use std::ffi::CString;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::choice::ReaderState;
use super::features::Features;
use super::service::{Service, Share};
use crate::transport::{
    Leave, Operation, Outgoing, ScardCode, Source, SourceKind, Transport, TransportError,
};
use thread::{PcscReply, PcscRequest, PcscResult, serve};

/// How often an interruption is looked for while PC/SC is at work.
const SLICE: Duration = Duration::from_millis(40);

/// How long the end of the process waits for the card to be left in order.
const FAREWELL: Duration = Duration::from_millis(500);

/// A card has been sent a VERIFY and not been left yet.
static VERIFYING: AtomicBool = AtomicBool::new(false);

/// A VERIFY is on its way, or the card still holds what it has opened: whoever ends the process now
/// leaves a verified PIN behind.
#[must_use]
pub(crate) fn is_verifying() -> bool {
    VERIFYING.load(Ordering::Relaxed)
}

/// What the service is given to answer by whoever has not said.
const LIMIT: Duration = Duration::from_secs(5);

/// The smart-card service of this computer.
pub(crate) struct Pcsc {
    connection: Option<Connection>,
    limit: Duration,
    interrupt: Arc<AtomicBool>,
}

impl Pcsc {
    /// Not yet reached. Once `interrupt` is set, steps that may be abandoned are.
    #[must_use]
    pub(crate) fn new(interrupt: Arc<AtomicBool>) -> Self {
        Self {
            connection: None,
            limit: LIMIT,
            interrupt,
        }
    }

    /// The connection to the service; a new one where there is none, or where the thread of the old
    /// one is stuck.
    fn connection(&mut self) -> Result<&mut Connection, TransportError> {
        let connection = match self.connection.take() {
            Some(connection) if !connection.lost => connection,
            _ => Connection::establish(self.limit, Arc::clone(&self.interrupt))?,
        };
        Ok(self.connection.insert(connection))
    }
}

impl Service for Pcsc {
    fn establish(&mut self, limit: Duration) -> Result<(), TransportError> {
        self.connection = None;
        self.limit = limit;
        self.connection().map(|_| ())
    }

    fn readers(&mut self) -> Result<Vec<ReaderState>, TransportError> {
        self.connection()?.readers()
    }

    fn wait(&mut self, known: &[ReaderState], time: Duration) -> Result<bool, TransportError> {
        self.connection()?.wait(known, time)
    }

    fn features(&mut self, reader: &str) -> Result<Features, TransportError> {
        self.connection()?.features(reader)
    }

    /// The card takes the connection with it: the next call makes another one.
    fn connect(
        &mut self,
        reader: &str,
        share: Share,
    ) -> Result<Box<dyn Transport>, TransportError> {
        self.connection()?;
        let connection = self.connection.take().ok_or(TransportError::Lost)?;
        Ok(Box::new(connection.connect(reader, share)?))
    }

    fn pause(&mut self, time: Duration) -> Result<(), TransportError> {
        let begun = Instant::now();
        while begun.elapsed() < time {
            if self.interrupt.load(Ordering::Relaxed) {
                return Err(TransportError::Interrupted);
            }
            std::thread::sleep(SLICE);
        }
        Ok(())
    }
}

/// A connection to the service, with the thread that keeps it.
struct Connection {
    /// None once nothing more is asked.
    requests: Option<Sender<PcscRequest>>,
    replies: Receiver<PcscResult>,
    thread: Option<JoinHandle<()>>,
    limit: Duration,
    /// When the conversation that has begun must be over.
    until: Option<Instant>,
    interrupt: Arc<AtomicBool>,
    lost: bool,
}

impl Connection {
    fn establish(limit: Duration, interrupt: Arc<AtomicBool>) -> Result<Self, TransportError> {
        let (requests, orders) = channel();
        let (answers, replies) = channel();
        let thread = std::thread::Builder::new()
            .name("pcsc".to_owned())
            .spawn(move || serve(&orders, &answers))
            .map_err(|_| TransportError::Lost)?;
        let mut connection = Self {
            requests: Some(requests),
            replies,
            thread: Some(thread),
            limit,
            until: None,
            interrupt,
            lost: false,
        };
        connection.reply(Operation::Establish, limit, true)?;
        Ok(connection)
    }

    fn readers(&mut self) -> Result<Vec<ReaderState>, TransportError> {
        match self.ask(PcscRequest::Readers, Operation::ListReaders)? {
            PcscReply::Readers(readers) => Ok(readers),
            _ => Err(TransportError::Lost),
        }
    }

    fn wait(&mut self, known: &[ReaderState], time: Duration) -> Result<bool, TransportError> {
        let until = Instant::now().checked_add(time);
        loop {
            let left = until.map_or(SLICE, |until| {
                until.saturating_duration_since(Instant::now())
            });
            let slice = left.min(SLICE.saturating_mul(5));
            let request = PcscRequest::Wait(known.to_vec(), slice);
            match self.ask(request, Operation::WaitForCard) {
                Err(TransportError::Scard { code, .. }) if code == ScardCode::E_TIMEOUT => {
                    if left.is_zero() {
                        return Ok(false);
                    }
                }
                other => return other.map(|_| true),
            }
        }
    }

    fn features(&mut self, reader: &str) -> Result<Features, TransportError> {
        match self.ask(PcscRequest::Features(c_name(reader)?), Operation::Query)? {
            PcscReply::Features(features) => Ok(features),
            _ => Err(TransportError::Lost),
        }
    }

    fn connect(mut self, reader: &str, share: Share) -> Result<PcscTransport, TransportError> {
        let request = PcscRequest::Connect(c_name(reader)?, share);
        match self.ask(request, Operation::Connect)? {
            PcscReply::Connected(atr) => Ok(PcscTransport {
                reader: reader.to_owned(),
                share,
                atr,
                connected: Instant::now(),
                verified: false,
                connection: self,
            }),
            _ => Err(TransportError::Lost),
        }
    }

    fn ask(&mut self, request: PcscRequest, operation: Operation) -> PcscResult {
        self.ask_within(request, operation, true)
    }

    fn ask_within(
        &mut self,
        request: PcscRequest,
        operation: Operation,
        abandon: bool,
    ) -> PcscResult {
        if abandon {
            self.go_on()?;
        }
        let requests = self.requests.as_ref().ok_or(TransportError::Lost)?;
        requests.send(request).map_err(|_| TransportError::Lost)?;
        // The commands of one conversation share one limit.
        let limit = self.until.map_or(self.limit, |until| {
            until.saturating_duration_since(Instant::now())
        });
        self.reply(operation, limit, abandon)
    }

    /// Nobody has pressed Ctrl-C.
    fn go_on(&self) -> Result<(), TransportError> {
        if self.interrupt.load(Ordering::Relaxed) {
            return Err(TransportError::Interrupted);
        }
        Ok(())
    }

    /// Waits for the thread's reply. Whatever it says after the time is over is not waited for, and
    /// nothing more is asked of it.
    fn reply(&mut self, operation: Operation, limit: Duration, abandon: bool) -> PcscResult {
        let begun = Instant::now();
        let mut patience = limit;
        let mut interrupted = false;
        loop {
            if abandon && !interrupted && self.interrupt.load(Ordering::Relaxed) {
                // What is on its way is mostly back at once, and then the card can be left in order.
                interrupted = true;
                patience = limit.min(begun.elapsed().saturating_add(FAREWELL));
            }
            let left = patience.saturating_sub(begun.elapsed());
            match self.replies.recv_timeout(left.min(SLICE)) {
                Ok(outcome) => return outcome,
                Err(RecvTimeoutError::Disconnected) => {
                    self.lost = true;
                    return Err(TransportError::Lost);
                }
                Err(RecvTimeoutError::Timeout) if left.is_zero() => {
                    self.lost = true;
                    // Once its call returns, the thread lets go of the card.
                    self.requests = None;
                    if interrupted {
                        return Err(TransportError::Interrupted);
                    }
                    let limit = self.limit;
                    return Err(TransportError::TimedOut { operation, limit });
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }
}

impl Drop for Connection {
    /// Lets the thread leave the card before the process may end: the service resets a card whose
    /// program has gone without a word. A thread that is stuck is not waited for.
    fn drop(&mut self) {
        self.requests = None;
        while !self.lost {
            match self.replies.recv_timeout(FAREWELL) {
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => break,
                // It is at its end. Under Wine a thread that ends while the process does can take the
                // process with it, exit code and all.
                Err(RecvTimeoutError::Disconnected) => {
                    let _ = self.thread.take().map(JoinHandle::join);
                    break;
                }
            }
        }
    }
}

/// A card in a reader of this computer.
struct PcscTransport {
    connection: Connection,
    reader: String,
    share: Share,
    atr: Vec<u8>,
    connected: Instant,
    /// A VERIFY went out in this transaction: whatever it has opened is to be closed.
    verified: bool,
}

impl Transport for PcscTransport {
    fn atr(&self) -> &[u8] {
        &self.atr
    }

    fn source(&self) -> Source {
        Source {
            kind: SourceKind::Pcsc,
            name: self.reader.clone(),
        }
    }

    fn begin(&mut self) -> Result<(), TransportError> {
        self.connection.until = None;
        self.connection.ask(PcscRequest::Begin, Operation::Begin)?;
        if self.share == Share::Shared {
            self.connection.until = Instant::now().checked_add(self.connection.limit);
        }
        Ok(())
    }

    fn transmit(&mut self, command: Outgoing<'_>) -> Result<Vec<u8>, TransportError> {
        // After Ctrl-C nothing more is sent. But a VERIFY that is on its way, and whatever follows
        // it, is waited for: only then is it known what became of it, and only then can the card be
        // powered down behind it.
        self.connection.go_on()?;
        let secret = command.secret.is_some();
        self.verified |= secret;
        VERIFYING.store(self.verified, Ordering::Relaxed);
        let abandon = !self.verified;
        let command = Zeroizing::new(command.bytes.to_vec());
        let request = PcscRequest::Transmit { command, secret };
        match self
            .connection
            .ask_within(request, Operation::Transmit, abandon)?
        {
            PcscReply::Answer(answer) if answer.len() >= 2 => Ok(answer),
            PcscReply::Answer(answer) => Err(TransportError::ShortResponse {
                length: answer.len(),
            }),
            _ => Err(TransportError::Lost),
        }
    }

    fn end(&mut self, leave: Leave) -> Result<(), TransportError> {
        self.connection.until = None;
        // A reset does not close what a VERIFY has opened.
        self.verified &= leave == Leave::Reset;
        let ended = self
            .connection
            .ask_within(PcscRequest::End(leave), Operation::End, false);
        VERIFYING.store(self.verified, Ordering::Relaxed);
        ended.map(|_| ())
    }

    fn elapsed(&self) -> Duration {
        self.connected.elapsed()
    }
}

fn c_name(reader: &str) -> Result<CString, TransportError> {
    CString::new(reader).map_err(|_| TransportError::Scard {
        operation: Operation::Connect,
        code: ScardCode::E_UNKNOWN_READER,
    })
}
