//! The thread that speaks to PC/SC: the only file that names the `pcsc` crate.
//!
//! The crate disconnects with a reset when a card is dropped, which would take the card from the
//! reception program that shares the reader: here every way out leaves the card as it is.

use std::ffi::CString;
use std::sync::mpsc::{Receiver, RecvError, RecvTimeoutError, Sender};
use std::time::Duration;

use pcsc::{Card, Context, Disposition, Protocols, Scope, ShareMode, State, Transaction};
use zeroize::Zeroizing;

use super::c_name;
use crate::reader::choice::ReaderState;
use crate::reader::features::Features;
use crate::reader::service::Share;
use crate::transport::{Leave, Operation, ScardCode, TransportError};

/// The longest answer of a short APDU is 258 bytes; a card that sends more must not be cut, for
/// then its answer would be lost and look like a failure of the reader.
const ANSWER: usize = pcsc::MAX_BUFFER_SIZE_EXTENDED;

/// Room for the names of one reader: pcsc-lite allows 128 bytes, and Windows may know it by several.
const NAMES: usize = 2048;

/// The most readers that pcsc-lite has, and the most states that it waits for at a time. With so many
/// no further one can come.
const MOST_READERS: usize = 16;

/// How long a transaction may stand still before the card is asked for its state.
const STANDS_STILL: Duration = Duration::from_secs(2);

/// What the thread is asked to do.
pub(super) enum PcscRequest {
    Readers,
    Wait(Vec<ReaderState>, Duration),
    Connect(CString, Share),
    Begin,
    Transmit {
        command: Zeroizing<Vec<u8>>,
        /// It carries a PIN.
        secret: bool,
    },
    End(Leave),
    Features(CString),
}

/// What came of it.
pub(super) enum PcscReply {
    Done,
    Readers(Vec<ReaderState>),
    Connected(Vec<u8>),
    Answer(Vec<u8>),
    Features(Features),
}

/// What came of it, or why nothing did.
pub(super) type PcscResult = Result<PcscReply, TransportError>;

fn failed(operation: Operation) -> impl Fn(pcsc::Error) -> TransportError {
    move |error| TransportError::Scard {
        operation,
        code: ScardCode(error as u32),
    }
}

/// The thread that speaks to PC/SC. It ends when nobody asks any more.
pub(super) fn serve(orders: &Receiver<PcscRequest>, answers: &Sender<PcscResult>) {
    let context = match Context::establish(Scope::User) {
        Ok(context) => context,
        Err(error) => {
            // Nobody may be listening any more; then there is nobody to tell.
            let _ = answers.send(Err(failed(Operation::Establish)(error)));
            return;
        }
    };
    if answers.send(Ok(PcscReply::Done)).is_err() {
        return;
    }
    let (mut card, mut share) = (None, Share::Shared);
    let mut plugged = State::empty();
    while let Ok(order) = orders.recv() {
        let outcome = match order {
            PcscRequest::Readers => readers(&context).map(PcscReply::Readers),
            PcscRequest::Wait(known, time) => {
                wait(&context, &known, &mut plugged, time).map(|()| PcscReply::Done)
            }
            PcscRequest::Features(reader) => features(&context, &reader).map(PcscReply::Features),
            PcscRequest::Connect(reader, wanted) => {
                match connect(&context, &reader, mode(wanted)) {
                    Ok((connected, atr)) => {
                        share = wanted;
                        leave(card.replace(connected), Disposition::LeaveCard);
                        Ok(PcscReply::Connected(atr))
                    }
                    Err(error) => Err(error),
                }
            }
            PcscRequest::Begin => match card.as_mut() {
                Some(connected) => {
                    if let Left::Finished(disposition) =
                        transaction(connected, share, orders, answers)
                    {
                        leave(card.take(), disposition);
                    }
                    continue;
                }
                None => Err(TransportError::Lost),
            },
            PcscRequest::Transmit { .. } => Err(TransportError::Lost),
            PcscRequest::End(_) => Ok(PcscReply::Done),
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

/// What becomes of the connection after a transaction.
enum Left {
    Connected,
    /// It is given up. A transaction that ended has cut the power; cutting it once more, with the
    /// card free for everybody, would take it from whoever has it by then. One that did not end
    /// still keeps the others out.
    Finished(Disposition),
}

/// Serves requests inside a transaction until it is ended. A connection that another program has
/// reset is renewed first, without resetting it again. Whoever has gone meanwhile is told nothing.
fn transaction(
    card: &mut Card,
    share: Share,
    orders: &Receiver<PcscRequest>,
    answers: &Sender<PcscResult>,
) -> Left {
    let mut renewed = false;
    let begun = loop {
        match card.transaction2() {
            Ok(transaction) => break transaction,
            Err((same, pcsc::Error::ResetCard)) if !renewed => {
                renewed = true;
                let again = same.reconnect(mode(share), Protocols::ANY, Disposition::LeaveCard);
                if let Err(error) = again {
                    let _ = answers.send(Err(failed(Operation::Begin)(error)));
                    return Left::Connected;
                }
            }
            Err((_, error)) => {
                let _ = answers.send(Err(failed(Operation::Begin)(error)));
                return Left::Connected;
            }
        }
    };
    let (leave, disposition) = match exchange(&begun, orders, answers) {
        Ok(Leave::Untouched) | Err(Abandoned { verified: false }) => {
            (Leave::Untouched, Disposition::LeaveCard)
        }
        Ok(Leave::Reset) => (Leave::Reset, Disposition::ResetCard),
        // Powering down ends the transaction as well, and nobody slips in between.
        Ok(Leave::PoweredDown) | Err(Abandoned { verified: true }) => {
            (Leave::PoweredDown, Disposition::UnpowerCard)
        }
    };
    let ended = begun.end(disposition).map_err(|(transaction, error)| {
        std::mem::forget(transaction);
        failed(Operation::End)(error)
    });
    let left = match (leave, &ended) {
        (Leave::Untouched | Leave::Reset, _) => Left::Connected,
        (Leave::PoweredDown, Ok(())) if share == Share::Exclusive => Left::Connected,
        (Leave::PoweredDown, Ok(())) => Left::Finished(Disposition::LeaveCard),
        (Leave::PoweredDown, Err(_)) => Left::Finished(Disposition::UnpowerCard),
    };
    let _ = answers.send(ended.map(|()| PcscReply::Done));
    left
}

/// Whoever asked has gone in the middle of the transaction: its time was over.
struct Abandoned {
    /// A VERIFY was sent.
    verified: bool,
}

/// Sends commands until it is told how to leave the card.
fn exchange(
    begun: &Transaction<'_>,
    orders: &Receiver<PcscRequest>,
    answers: &Sender<PcscResult>,
) -> Result<Leave, Abandoned> {
    let mut verified = false;
    let mut buffer = Zeroizing::new(vec![0; ANSWER]);
    let mut outcome = Ok(PcscReply::Done);
    while answers.send(outcome).is_ok() {
        outcome = match next(begun, orders) {
            Ok(PcscRequest::Transmit { command, secret }) => {
                verified |= secret;
                begun
                    .transmit(&command, &mut buffer)
                    .map(|answer| PcscReply::Answer(answer.to_vec()))
                    .map_err(failed(Operation::Transmit))
            }
            Ok(PcscRequest::End(leave)) => return Ok(leave),
            Ok(_) => Err(TransportError::Lost),
            Err(_) => break,
        };
    }
    Err(Abandoned { verified })
}

/// The next order. Windows resets a card whose transaction stands still for five seconds.
fn next(begun: &Transaction<'_>, orders: &Receiver<PcscRequest>) -> Result<PcscRequest, RecvError> {
    loop {
        match orders.recv_timeout(STANDS_STILL) {
            Ok(order) => return Ok(order),
            Err(RecvTimeoutError::Disconnected) => return Err(RecvError),
            // Whatever it says, the next command will say too.
            Err(RecvTimeoutError::Timeout) => drop(begun.status2_owned()),
        }
    }
}

fn mode(share: Share) -> ShareMode {
    match share {
        Share::Shared => ShareMode::Shared,
        Share::Exclusive => ShareMode::Exclusive,
    }
}

fn connect(
    context: &Context,
    reader: &CString,
    mode: ShareMode,
) -> Result<(Card, Vec<u8>), TransportError> {
    let card = context
        .connect(reader, mode, Protocols::ANY)
        .map_err(failed(Operation::Connect))?;
    // Not asked for its length first, which Wine gives as 0.
    let (mut names, mut atr) = ([0; NAMES], [0; pcsc::MAX_ATR_SIZE]);
    let atr = card
        .status2(&mut names, &mut atr)
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

/// Waits for a change of what is known. The count of insertions and removals is part of that: a card
/// that was exchanged before the wait began is a change too.
fn wait(
    context: &Context,
    known: &[ReaderState],
    plugged: &mut State,
    time: Duration,
) -> Result<(), TransportError> {
    let operation = Operation::WaitForCard;
    let mut states = Vec::with_capacity(known.len().saturating_add(1));
    for reader in known {
        let mut flags = if reader.present {
            State::PRESENT
        } else {
            State::EMPTY
        };
        flags.set(State::MUTE, reader.mute);
        let flags = counted(flags, reader.events);
        states.push(pcsc::ReaderState::new(c_name(&reader.name)?, flags));
    }
    if known.len() < MOST_READERS {
        states.push(pcsc::ReaderState::new(pcsc::PNP_NOTIFICATION(), *plugged));
    }
    let changed = context.get_status_change(time, &mut states);
    if let Some(readers) = states.get(known.len()) {
        // Windows counts readers here, and calls any other number a change.
        *plugged = counted(State::empty(), readers.event_count());
    }
    changed.map_err(failed(operation))
}

/// A state with its count, which stands in the upper half.
fn counted(flags: State, events: u32) -> State {
    flags | State::from_bits_retain((events << 16).into())
}

fn features(context: &Context, reader: &CString) -> Result<Features, TransportError> {
    let operation = Operation::Query;
    let card = context
        .connect(reader, ShareMode::Direct, Protocols::UNDEFINED)
        .map_err(failed(operation))?;
    let mut features = Features::default();
    let mut buffer = [0; 1024];
    if let Ok(listed) = card.control(pcsc::ctl_code(3400), &[], &mut buffer)
        && let Some(code) = features.listed(listed)
        && let Ok(properties) = card.control(code.into(), &[], &mut [0; 1024])
    {
        features.properties(properties);
    }
    leave(Some(card), Disposition::LeaveCard);
    Ok(features)
}
