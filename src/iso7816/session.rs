//! A conversation with one card: SELECT, READ BINARY, the tries query, VERIFY.
//!
//! Every function sends its command once. What is sent again is said where it happens: a READ
//! BINARY whose Le the card has corrected (`6Cxx`). A VERIFY is never sent again.

use std::time::Duration;

use super::answered::{SessionError, Step};
use super::atr::Atr;
use super::command::{Command, PinReference};
use super::response::Response;
use crate::secret::Pin;
use crate::status_word::{Meaning, StatusWord};
use crate::transport::{Leave, Transport, TransportError};

/// No question of this program needs more commands; a card that wants more is odd.
const MAX_COMMANDS: u32 = 64;

/// No file that is read here is longer (a certificate has about 1.6 KB).
pub(crate) const MAX_FILE: usize = 8192;

/// What a conversation cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cost {
    /// Command APDUs sent.
    pub commands: u32,
    /// Bytes in both directions.
    pub bytes: u64,
}

/// A conversation with the card behind a transport.
pub struct Session<'t> {
    transport: &'t mut dyn Transport,
    cost: Cost,
    leave: Leave,
}

impl<'t> Session<'t> {
    /// Begins a conversation. The transport's transaction is the caller's business.
    pub fn new(transport: &'t mut dyn Transport) -> Self {
        Self {
            transport,
            cost: Cost::default(),
            leave: Leave::Untouched,
        }
    }

    /// What the card declared at reset.
    #[must_use]
    pub fn atr(&self) -> Atr {
        Atr::parse(self.transport.atr())
    }

    /// The answer to reset as it came.
    #[must_use]
    pub fn atr_bytes(&self) -> &[u8] {
        self.transport.atr()
    }

    /// What has been sent so far.
    #[must_use]
    pub fn cost(&self) -> Cost {
        self.cost
    }

    /// Time since the card was connected.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.transport.elapsed()
    }

    /// How the card must be left: without power once a VERIFY was sent.
    #[must_use]
    pub fn leave(&self) -> Leave {
        self.leave
    }

    /// Has the card left without power, whatever is sent from here on.
    pub fn power_down(&mut self) {
        self.leave = Leave::PoweredDown;
    }

    /// Sends one command, once.
    fn send(&mut self, step: Step, command: &Command) -> Result<Response, SessionError> {
        if self.cost.commands >= MAX_COMMANDS {
            return Err(SessionError::Malformed { step });
        }
        let outgoing = command.outgoing();
        self.cost.commands = self.cost.commands.saturating_add(1);
        self.cost.bytes = self.cost.bytes.saturating_add(outgoing.bytes.len() as u64);
        let before = self.transport.elapsed();
        let bytes = match self.transport.transmit(outgoing) {
            Ok(bytes) => bytes,
            Err(source) => {
                tracing::debug!(?step, error = %source, "no answer");
                return Err(SessionError::Transport { step, source });
            }
        };
        let took = self.transport.elapsed().saturating_sub(before);
        self.cost.bytes = self.cost.bytes.saturating_add(bytes.len() as u64);
        let length = bytes.len();
        let Some(response) = Response::parse(bytes) else {
            let source = TransportError::ShortResponse { length };
            return Err(SessionError::Transport { step, source });
        };
        tracing::debug!(?step, status = %response.status, data = response.data.len(), ?took, "answer");
        Ok(response)
    }

    /// SELECT an application. An answer `61xx` is a success with file control information that
    /// nobody asked for; it is left where it is.
    ///
    /// # Errors
    /// [`SessionError::Status`] with the card's answer when it has no such application.
    pub fn select_application(&mut self, aid: &[u8]) -> Result<(), SessionError> {
        tracing::info!(aid = %hex::encode_upper(aid), "SELECT AP");
        self.select(Step::SelectApplication, &Command::select_application(aid))
    }

    /// SELECT an EF of the current application.
    ///
    /// # Errors
    /// As [`Session::select_application`].
    pub fn select_file(&mut self, identifier: u16) -> Result<(), SessionError> {
        tracing::info!("SELECT EF {identifier:04X}");
        self.select(
            Step::SelectFile(identifier),
            &Command::select_file(identifier),
        )
    }

    fn select(&mut self, step: Step, command: &Command) -> Result<(), SessionError> {
        let status = self.send(step, command)?.status;
        match status.meaning() {
            Meaning::Done | Meaning::MoreData(_) => Ok(()),
            _ => Err(SessionError::Status { step, status }),
        }
    }

    /// READ BINARY of up to 256 bytes of the current EF from `offset`; `length` 0 stands for 256.
    /// Fewer bytes than asked for are the end of the file, or a card that gives fewer at a time;
    /// none at all are the end of the file.
    ///
    /// # Errors
    /// The card's refusal, or [`SessionError::Malformed`] when it gives more than asked for.
    pub fn read_binary(
        &mut self,
        file: u16,
        offset: u16,
        length: u8,
    ) -> Result<Vec<u8>, SessionError> {
        tracing::info!("READ BINARY {file:04X} from {offset}");
        let data = self.read(file, length, |le| Command::read_binary(offset, le))?;
        if offset == 0 {
            return begun(file, data);
        }
        Ok(data)
    }

    /// READ BINARY from the start of the EF with this short identifier.
    ///
    /// # Errors
    /// As [`Session::read_binary`]; cards that do not take short identifiers refuse.
    pub fn read_binary_short(&mut self, sfi: u8, length: u8) -> Result<Vec<u8>, SessionError> {
        tracing::info!("READ BINARY by short EF identifier {sfi:02X}");
        let file = u16::from(sfi);
        let data = self.read(file, length, |le| Command::read_binary_short(sfi, le))?;
        begun(file, data)
    }

    fn read(
        &mut self,
        file: u16,
        length: u8,
        command: impl Fn(u8) -> Command,
    ) -> Result<Vec<u8>, SessionError> {
        let step = Step::ReadBinary(file);
        let mut response = self.send(step, &command(length))?;
        // Reading changes nothing on the card, so the card's correction of Le may be followed, once.
        if let Meaning::WrongLe(right) = response.status.meaning() {
            response = self.send(step, &command(right))?;
        }
        let data = self.collect(step, response)?;
        let limit = if length == 0 {
            256
        } else {
            usize::from(length)
        };
        if data.len() > limit {
            return Err(SessionError::Malformed { step });
        }
        Ok(data)
    }

    /// Follows `61xx` until the card has said everything, at most 256 bytes in all for the callers
    /// here, and never without progress.
    fn collect(&mut self, step: Step, first: Response) -> Result<Vec<u8>, SessionError> {
        let mut data = first.data;
        let mut status = first.status;
        while let Meaning::MoreData(waiting) = status.meaning() {
            let more = self.send(step, &Command::get_response(waiting))?;
            if more.data.is_empty() || data.len() > MAX_FILE {
                return Err(SessionError::Malformed { step });
            }
            data.extend_from_slice(&more.data);
            status = more.status;
        }
        match status.meaning() {
            Meaning::Done | Meaning::EndOfFile => Ok(data),
            _ => Err(SessionError::Status { step, status }),
        }
    }

    /// Reads the current EF on from `data` until it has `total` bytes. A file that ends before is
    /// returned as far as it goes.
    ///
    /// # Errors
    /// The card's refusal, or [`SessionError::Malformed`] where `total` is more than any file that
    /// is read here, or the card gives nothing for ever.
    pub fn read_on(
        &mut self,
        file: u16,
        mut data: Vec<u8>,
        total: usize,
    ) -> Result<Vec<u8>, SessionError> {
        let step = Step::ReadBinary(file);
        if total > MAX_FILE {
            return Err(SessionError::Malformed { step });
        }
        while data.len() < total {
            let offset = u16::try_from(data.len()).map_err(|_| SessionError::Malformed { step })?;
            // 256 and more are asked for by Le 00, the rest exactly.
            let missing = total.saturating_sub(data.len());
            let length = u8::try_from(missing).unwrap_or(0);
            match self.read_binary(file, offset, length) {
                Ok(part) if part.is_empty() => break,
                Ok(part) => data.extend_from_slice(&part),
                Err(error)
                    if error.status().map(StatusWord::meaning) == Some(Meaning::OffsetOutside) =>
                {
                    break;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(data)
    }

    /// Asks how many tries a PIN has left, without spending one. Any answer is an answer: what it
    /// means is for the caller, who knows the PIN.
    ///
    /// # Errors
    /// [`SessionError::Transport`] only.
    pub fn tries_query(
        &mut self,
        file: u16,
        reference: PinReference,
    ) -> Result<StatusWord, SessionError> {
        tracing::info!("VERIFY {file:04X} without data: tries left?");
        let command = Command::tries_query(reference);
        Ok(self.send(Step::TriesQuery(file), &command)?.status)
    }

    /// VERIFY with the PIN, **once**. A wrong PIN spends a try.
    ///
    /// # Errors
    /// [`SessionError::Transport`] only: whether the card has compared the PIN is then unknown, and
    /// the caller must ask for the tries left instead of sending it again.
    pub fn verify(
        &mut self,
        file: u16,
        reference: PinReference,
        pin: Pin,
    ) -> Result<StatusWord, SessionError> {
        tracing::info!("VERIFY {file:04X} with the PIN");
        let command = Command::verify(reference, pin);
        self.power_down();
        Ok(self.send(Step::Verify(file), &command)?.status)
    }

    /// GET DATA of a small object.
    ///
    /// # Errors
    /// The card's refusal: which objects answer differs between cards.
    pub fn get_data(&mut self, tag: u16) -> Result<Vec<u8>, SessionError> {
        tracing::info!("GET DATA {tag:04X}");
        let step = Step::GetData(tag);
        let response = self.send(step, &Command::get_data(tag))?;
        self.collect(step, response)
    }

    /// COMPUTE DIGITAL SIGNATURE over `data` with the selected key, once.
    ///
    /// # Errors
    /// The card's refusal; [`SessionError::Malformed`] when `data` does not fit a short APDU.
    pub fn compute_signature(&mut self, key: u16, data: &[u8]) -> Result<Vec<u8>, SessionError> {
        tracing::info!("COMPUTE DIGITAL SIGNATURE with {key:04X}");
        let step = Step::Sign(key);
        let command = Command::compute_signature(data).ok_or(SessionError::Malformed { step })?;
        let response = self.send(step, &command)?;
        self.collect(step, response)
    }
}

/// Success without a byte is no beginning of a file: an empty one is answered `6B00`.
fn begun(file: u16, data: Vec<u8>) -> Result<Vec<u8>, SessionError> {
    if data.is_empty() {
        let step = Step::ReadBinary(file);
        return Err(SessionError::Malformed { step });
    }
    Ok(data)
}
