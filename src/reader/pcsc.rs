//! Readers of this computer, through PC/SC.
//!
//! PC/SC has no time limits: a card that hangs, a service that is stopped, a program that holds a
//! transaction block the caller for ever. So one thread of its own speaks to PC/SC, and whoever
//! asks waits for it only so long. A thread that is stuck is left behind; it ends with the process.

mod service;

use std::ffi::CString;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::choice::ReaderState;
use crate::transport::{
    Leave, Operation, Outgoing, ScardCode, Source, SourceKind, Transport, TransportError,
};
use service::{Outcome, Reply, Request, serve};

/// How often an interruption is looked for while PC/SC is at work.
const SLICE: Duration = Duration::from_millis(40);

/// What a reader says that it can do (PC/SC part 10).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Features {
    /// It has keys for entering a PIN.
    pub pin_pad: bool,
    /// Longest APDU that it carries; 0 for short APDUs only. None where it does not say.
    pub max_apdu: Option<u32>,
    /// USB vendor and product, where it says.
    pub usb: Option<(u16, u16)>,
}

/// How long the end of the process waits for the card to be left in order.
const FAREWELL: Duration = Duration::from_millis(500);

/// The smart-card service of this computer, reached.
pub struct Pcsc {
    /// None once nothing more is asked.
    requests: Option<Sender<Request>>,
    replies: Receiver<Outcome>,
    limit: Duration,
    /// When the conversation that has begun must be over.
    until: Option<Instant>,
    interrupt: Arc<AtomicBool>,
    lost: bool,
}

impl Pcsc {
    /// Reaches the service. Every later step takes at most `limit`, and so do all commands of one
    /// conversation together; once `interrupt` is set, steps that may be abandoned are.
    ///
    /// # Errors
    /// What PC/SC says, or that the time ran out.
    pub fn establish(limit: Duration, interrupt: Arc<AtomicBool>) -> Result<Self, TransportError> {
        let (requests, orders) = channel();
        let (answers, replies) = channel();
        std::thread::Builder::new()
            .name("pcsc".to_owned())
            .spawn(move || serve(&orders, &answers))
            .map_err(|_| TransportError::Lost)?;
        let mut pcsc = Self {
            requests: Some(requests),
            replies,
            limit,
            until: None,
            interrupt,
            lost: false,
        };
        pcsc.reply(Operation::Establish, limit, true)?;
        Ok(pcsc)
    }

    /// The readers and their state at this moment. Wakes no card.
    ///
    /// # Errors
    /// What PC/SC says, or that the time ran out. No reader is no error.
    pub fn readers(&mut self) -> Result<Vec<ReaderState>, TransportError> {
        match self.ask(Request::Readers, Operation::ListReaders)? {
            Reply::Readers(readers) => Ok(readers),
            _ => Err(TransportError::Lost),
        }
    }

    /// Waits until a reader comes or goes, or one of `known` changes, or the time is over.
    ///
    /// # Errors
    /// What PC/SC says, or Ctrl-C. Time that is over is no error.
    pub fn wait(&mut self, known: &[ReaderState], time: Duration) -> Result<(), TransportError> {
        let until = Instant::now().checked_add(time);
        loop {
            let left = until.map_or(SLICE, |until| {
                until.saturating_duration_since(Instant::now())
            });
            let slice = left.min(SLICE.saturating_mul(5));
            let request = Request::Wait(known.to_vec(), slice);
            match self.ask(request, Operation::WaitForCard) {
                Err(TransportError::Scard { code, .. }) if code == ScardCode::E_TIMEOUT => {
                    if left.is_zero() {
                        return Ok(());
                    }
                }
                other => return other.map(|_| ()),
            }
        }
    }

    /// What a reader can do. Needs no card and disturbs none.
    ///
    /// # Errors
    /// What PC/SC says: many drivers do not answer.
    pub fn features(&mut self, reader: &str) -> Result<Features, TransportError> {
        match self.ask(Request::Features(c_name(reader)?), Operation::Query)? {
            Reply::Features(features) => Ok(features),
            _ => Err(TransportError::Lost),
        }
    }

    /// Connects to the card in a reader, sharing it with other programs.
    ///
    /// # Errors
    /// What PC/SC says, or that the time ran out.
    pub fn connect(mut self, reader: &str) -> Result<PcscTransport, TransportError> {
        match self.ask(Request::Connect(c_name(reader)?), Operation::Connect)? {
            Reply::Connected(atr) => Ok(PcscTransport {
                reader: reader.to_owned(),
                atr,
                connected: Instant::now(),
                verified: false,
                pcsc: self,
            }),
            _ => Err(TransportError::Lost),
        }
    }

    fn ask(&mut self, request: Request, operation: Operation) -> Outcome {
        self.ask_within(request, operation, true)
    }

    fn ask_within(&mut self, request: Request, operation: Operation, abandon: bool) -> Outcome {
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
    fn reply(&mut self, operation: Operation, limit: Duration, abandon: bool) -> Outcome {
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

impl Drop for Pcsc {
    /// Lets the thread leave the card before the process may end: the service resets a card whose
    /// program has gone without a word. A thread that is stuck is not waited for.
    fn drop(&mut self) {
        self.requests = None;
        while !self.lost && self.replies.recv_timeout(FAREWELL).is_ok() {}
    }
}

/// A card in a reader of this computer.
pub struct PcscTransport {
    pcsc: Pcsc,
    reader: String,
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
        self.pcsc.until = None;
        self.pcsc.ask(Request::Begin, Operation::Begin)?;
        self.pcsc.until = Instant::now().checked_add(self.pcsc.limit);
        Ok(())
    }

    fn transmit(&mut self, command: Outgoing<'_>) -> Result<Vec<u8>, TransportError> {
        // After Ctrl-C nothing more is sent. But a VERIFY that is on its way, and whatever follows
        // it, is waited for: only then is it known what became of it, and only then can the card be
        // powered down behind it.
        self.pcsc.go_on()?;
        let secret = command.secret.is_some();
        self.verified |= secret;
        let abandon = !self.verified;
        let command = Zeroizing::new(command.bytes.to_vec());
        let request = Request::Transmit { command, secret };
        match self
            .pcsc
            .ask_within(request, Operation::Transmit, abandon)?
        {
            Reply::Answer(answer) if answer.len() >= 2 => Ok(answer),
            Reply::Answer(answer) => Err(TransportError::ShortResponse {
                length: answer.len(),
            }),
            _ => Err(TransportError::Lost),
        }
    }

    fn end(&mut self, leave: Leave) -> Result<(), TransportError> {
        self.pcsc.until = None;
        self.verified = false;
        self.pcsc
            .ask_within(Request::End(leave), Operation::End, false)
            .map(|_| ())
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
