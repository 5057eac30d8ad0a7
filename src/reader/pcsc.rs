//! Readers of this computer, through PC/SC. The only file that names the `pcsc` crate.
//!
//! PC/SC has no time limits: a card that hangs, a service that is stopped, a program that holds a
//! transaction block the caller for ever. So one thread of its own speaks to PC/SC, and whoever
//! asks waits for it only so long. A thread that is stuck is left behind; it ends with the process.
//!
//! The crate disconnects with a reset when a card is dropped, which would take the card from the
//! reception program that shares the reader: here every way out leaves the card as it is.

use std::ffi::CString;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use iso7816_tlv::simple::Tlv;
use pcsc::{Card, Context, Disposition, Protocols, Scope, ShareMode, State};
use zeroize::Zeroizing;

use super::choice::ReaderState;
use crate::transport::{
    Leave, Operation, Outgoing, ScardCode, Source, SourceKind, Transport, TransportError,
};

/// How often an interruption is looked for while PC/SC is at work.
const SLICE: Duration = Duration::from_millis(40);

/// The longest answer of a short APDU is 258 bytes; a card that sends more must not be cut, for
/// then its answer would be lost and look like a failure of the reader.
const ANSWER: usize = pcsc::MAX_BUFFER_SIZE_EXTENDED;

enum Request {
    Readers,
    Wait(Vec<ReaderState>, Duration),
    Connect(CString),
    Begin,
    Transmit(Zeroizing<Vec<u8>>),
    End(Leave),
    Features(CString),
}

enum Reply {
    Done,
    Readers(Vec<ReaderState>),
    Connected(Vec<u8>),
    Answer(Vec<u8>),
    Features(Features),
}

type Outcome = Result<Reply, TransportError>;

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
    /// conversation together; once `interrupt` is set, steps
    /// that may be abandoned are.
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
                pcsc: self,
            }),
            _ => Err(TransportError::Lost),
        }
    }

    fn ask(&mut self, request: Request, operation: Operation) -> Outcome {
        self.ask_within(request, operation, true)
    }

    fn ask_within(&mut self, request: Request, operation: Operation, abandon: bool) -> Outcome {
        if self.lost {
            return Err(TransportError::Lost);
        }
        let requests = self.requests.as_ref().ok_or(TransportError::Lost)?;
        requests.send(request).map_err(|_| TransportError::Lost)?;
        // The commands of one conversation share one limit.
        let limit = self.until.map_or(self.limit, |until| {
            until.saturating_duration_since(Instant::now())
        });
        self.reply(operation, limit, abandon)
    }

    /// Waits for the thread's reply. Whatever it says after the time is over is not waited for, and
    /// nothing more is asked of it.
    fn reply(&mut self, operation: Operation, limit: Duration, abandon: bool) -> Outcome {
        let begun = Instant::now();
        loop {
            if abandon && self.interrupt.load(Ordering::Relaxed) {
                self.lost = true;
                return Err(TransportError::Interrupted);
            }
            let left = limit.saturating_sub(begun.elapsed());
            match self.replies.recv_timeout(left.min(SLICE)) {
                Ok(outcome) => return outcome,
                Err(RecvTimeoutError::Disconnected) => {
                    self.lost = true;
                    return Err(TransportError::Lost);
                }
                Err(RecvTimeoutError::Timeout) if left.is_zero() => {
                    self.lost = true;
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
        // A VERIFY that is on its way is waited for even after Ctrl-C: only then is it known what
        // became of it, and only then can the card be powered down behind it.
        let abandon = command.secret.is_none();
        let bytes = Zeroizing::new(command.bytes.to_vec());
        let request = Request::Transmit(bytes);
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

fn failed(operation: Operation) -> impl Fn(pcsc::Error) -> TransportError {
    move |error| TransportError::Scard {
        operation,
        code: ScardCode(error as u32),
    }
}

/// The thread that speaks to PC/SC. It ends when nobody asks any more.
fn serve(orders: &Receiver<Request>, answers: &Sender<Outcome>) {
    let context = match Context::establish(Scope::User) {
        Ok(context) => context,
        Err(error) => {
            // Nobody may be listening any more; then there is nobody to tell.
            let _ = answers.send(Err(failed(Operation::Establish)(error)));
            return;
        }
    };
    if answers.send(Ok(Reply::Done)).is_err() {
        return;
    }
    let mut card = None;
    while let Ok(order) = orders.recv() {
        let outcome = match order {
            Request::Readers => readers(&context).map(Reply::Readers),
            Request::Wait(known, time) => wait(&context, &known, time).map(|()| Reply::Done),
            Request::Features(reader) => features(&context, &reader).map(Reply::Features),
            Request::Connect(reader) => match connect(&context, &reader) {
                Ok((connected, atr)) => {
                    leave(card.replace(connected), Disposition::LeaveCard);
                    Ok(Reply::Connected(atr))
                }
                Err(error) => Err(error),
            },
            Request::Begin => match card.as_mut() {
                Some(connected) => {
                    let left_by = transaction(connected, orders, answers);
                    match left_by {
                        Ok(Leave::PoweredDown) => leave(card.take(), Disposition::UnpowerCard),
                        Ok(Leave::Untouched) => {}
                        Err(Gone) => break,
                    }
                    continue;
                }
                None => Err(TransportError::Lost),
            },
            Request::Transmit(_) => Err(TransportError::Lost),
            Request::End(_) => Ok(Reply::Done),
        };
        if answers.send(outcome).is_err() {
            break;
        }
    }
    leave(card, Disposition::LeaveCard);
}

fn leave(card: Option<Card>, disposition: Disposition) {
    if let Some(Err((card, error))) = card.map(|card| card.disconnect(disposition)) {
        tracing::debug!(%error, "disconnect");
        // Dropping it would try once more, with a reset.
        std::mem::forget(card);
    }
}

/// Nobody listens any more.
struct Gone;

/// Serves requests inside a transaction until it is ended. A connection that another program has
/// reset is renewed first, without resetting it again.
fn transaction(
    card: &mut Card,
    orders: &Receiver<Request>,
    answers: &Sender<Outcome>,
) -> Result<Leave, Gone> {
    let mut renewed = false;
    let begun = loop {
        match card.transaction2() {
            Ok(transaction) => break transaction,
            Err((same, pcsc::Error::ResetCard)) if !renewed => {
                renewed = true;
                let again =
                    same.reconnect(ShareMode::Shared, Protocols::ANY, Disposition::LeaveCard);
                if let Err(error) = again {
                    answers
                        .send(Err(failed(Operation::Begin)(error)))
                        .map_err(|_| Gone)?;
                    return Ok(Leave::Untouched);
                }
            }
            Err((_, error)) => {
                answers
                    .send(Err(failed(Operation::Begin)(error)))
                    .map_err(|_| Gone)?;
                return Ok(Leave::Untouched);
            }
        }
    };
    answers.send(Ok(Reply::Done)).map_err(|_| Gone)?;
    let mut buffer = Zeroizing::new(vec![0; ANSWER]);
    while let Ok(order) = orders.recv() {
        let outcome = match order {
            Request::Transmit(command) => begun
                .transmit(&command, &mut buffer)
                .map(|answer| Reply::Answer(answer.to_vec()))
                .map_err(failed(Operation::Transmit)),
            Request::End(leave) => {
                // Powering down ends the transaction as well, and nobody slips in between.
                let disposition = match leave {
                    Leave::Untouched => Disposition::LeaveCard,
                    Leave::PoweredDown => Disposition::UnpowerCard,
                };
                let ended = begun.end(disposition).map_err(|(transaction, error)| {
                    std::mem::forget(transaction);
                    failed(Operation::End)(error)
                });
                answers
                    .send(ended.map(|()| Reply::Done))
                    .map_err(|_| Gone)?;
                return Ok(leave);
            }
            _ => Err(TransportError::Lost),
        };
        answers.send(outcome).map_err(|_| Gone)?;
    }
    Err(Gone)
}

fn connect(context: &Context, reader: &CString) -> Result<(Card, Vec<u8>), TransportError> {
    let card = context
        .connect(reader, ShareMode::Shared, Protocols::ANY)
        .map_err(failed(Operation::Connect))?;
    let atr = card
        .status2_owned()
        .map(|status| status.atr().to_vec())
        .unwrap_or_default();
    Ok((card, atr))
}

fn readers(context: &Context) -> Result<Vec<ReaderState>, TransportError> {
    let names = match context.list_readers_owned() {
        Ok(names) => names,
        Err(pcsc::Error::NoReadersAvailable) => Vec::new(),
        Err(error) => return Err(failed(Operation::ListReaders)(error)),
    };
    let mut states: Vec<pcsc::ReaderState> = names
        .into_iter()
        .filter(|name| !name.as_bytes().is_empty())
        .map(|name| pcsc::ReaderState::new(name, State::UNAWARE))
        .collect();
    if states.is_empty() {
        return Ok(Vec::new());
    }
    match context.get_status_change(Duration::ZERO, &mut states) {
        Ok(()) | Err(pcsc::Error::Timeout) => {}
        Err(error) => return Err(failed(Operation::ListReaders)(error)),
    }
    Ok(states.iter().map(state).collect())
}

fn state(state: &pcsc::ReaderState) -> ReaderState {
    let flags = state.event_state();
    ReaderState {
        name: state.name().to_string_lossy().into_owned(),
        present: flags.contains(State::PRESENT),
        mute: flags.contains(State::MUTE),
        exclusive: flags.contains(State::EXCLUSIVE),
        in_use: flags.contains(State::INUSE),
        unavailable: flags.intersects(State::UNAVAILABLE | State::UNKNOWN),
        atr: state.atr().to_vec(),
        events: state.event_count(),
    }
}

fn wait(context: &Context, known: &[ReaderState], time: Duration) -> Result<(), TransportError> {
    let operation = Operation::WaitForCard;
    let mut states = Vec::with_capacity(known.len().saturating_add(1));
    for reader in known {
        let flags = if reader.present {
            State::PRESENT
        } else {
            State::EMPTY
        };
        let flags = if reader.mute {
            flags | State::MUTE
        } else {
            flags
        };
        states.push(pcsc::ReaderState::new(c_name(&reader.name)?, flags));
    }
    let count = State::from_bits_truncate(0);
    states.push(pcsc::ReaderState::new(pcsc::PNP_NOTIFICATION(), count));
    context
        .get_status_change(time, &mut states)
        .map_err(failed(operation))
}

fn features(context: &Context, reader: &CString) -> Result<Features, TransportError> {
    let operation = Operation::Query;
    let card = context
        .connect(reader, ShareMode::Direct, Protocols::UNDEFINED)
        .map_err(failed(operation))?;
    let mut buffer = [0; 1024];
    let listed = card
        .control(pcsc::ctl_code(3400), &[], &mut buffer)
        .map(Tlv::parse_all);
    let mut features = Features::default();
    for tlv in listed.iter().flatten() {
        let tag: u8 = tlv.tag().into();
        // FEATURE_VERIFY_PIN_DIRECT
        features.pin_pad |= tag == 0x06;
        // FEATURE_GET_TLV_PROPERTIES: its value is a control code, big-endian.
        if let (0x12, Ok(code)) = (tag, <[u8; 4]>::try_from(tlv.value())) {
            let code = u32::from_be_bytes(code);
            let mut properties = [0; 1024];
            if let Ok(answer) = card.control(code.into(), &[], &mut properties) {
                read_properties(answer, &mut features);
            }
        }
    }
    leave(Some(card), Disposition::LeaveCard);
    Ok(features)
}

/// The properties of PC/SC part 10 §2.6.14; their values are little-endian.
fn read_properties(bytes: &[u8], features: &mut Features) {
    let (mut vendor, mut product) = (None, None);
    for tlv in Tlv::parse_all(bytes) {
        let word = <[u8; 2]>::try_from(tlv.value())
            .map(u16::from_le_bytes)
            .ok();
        let tag: u8 = tlv.tag().into();
        match tag {
            0x0A => {
                let size = <[u8; 4]>::try_from(tlv.value()).map(u32::from_le_bytes);
                features.max_apdu = size.ok();
            }
            0x0B => vendor = word,
            0x0C => product = word,
            _ => {}
        }
    }
    features.usb = vendor.zip(product);
}
