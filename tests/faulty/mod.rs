//! A transport on which any call can go wrong.
#![allow(dead_code, reason = "not every test needs everything")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use mynacheck::internals::simulator::SimulatedTransport;
use mynacheck::internals::transport::{
    Leave, Operation, Outgoing, ScardCode, Source, Transport, TransportError,
};

/// A call that the program makes.
#[derive(Clone, Copy)]
pub(crate) enum Call<'a> {
    Begin,
    Transmit(Outgoing<'a>),
    End(Leave),
}

/// What goes wrong with a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It fails, and nothing was done.
    Fails(TransportError),
    /// It is done, and what came of it is lost.
    AnswerLost(TransportError),
    /// The answer is replaced, whatever the card has made of the command.
    Answers(Vec<u8>),
    /// The answer is that to the command before.
    Stale,
    /// Only the first half of the answer comes.
    Half,
    /// The two bytes of the status word are swapped.
    Swapped,
}

impl Fault {
    /// What comes instead of an answer.
    fn distort(&self, real: &[u8], before: &[u8]) -> Vec<u8> {
        match self {
            Self::Answers(answer) => answer.clone(),
            Self::Stale => before.to_vec(),
            Self::Half => real[..real.len() / 2].to_vec(),
            Self::Swapped => {
                let mut swapped = real.to_vec();
                let end = swapped.len();
                swapped.swap(end - 1, end - 2);
                swapped
            }
            Self::Fails(_) | Self::AnswerLost(_) => real.to_vec(),
        }
    }
}

/// Says which calls go wrong, by their number from 0.
pub(crate) type Plan<'p> = Box<dyn FnMut(usize, Call<'_>) -> Option<Fault> + 'p>;

/// Nothing goes wrong.
pub(crate) fn well<'p>() -> Plan<'p> {
    Box::new(|_, _| None)
}

/// One call goes wrong.
pub(crate) fn once<'p>(at: usize, fault: Fault) -> Plan<'p> {
    Box::new(move |number, _| (number == at).then(|| fault.clone()))
}

/// A call goes wrong, and so do all later ones.
pub(crate) fn lasting<'p>(at: usize, fault: Fault) -> Plan<'p> {
    Box::new(move |number, _| (number >= at).then(|| fault.clone()))
}

/// A transport between the program and what answers it, which does what its plan says.
pub(crate) struct Faulty<'p, T> {
    pub(crate) inner: T,
    plan: Plan<'p>,
    pub(crate) calls: usize,
    /// How often something went wrong that made a difference.
    pub(crate) fired: usize,
    /// A transaction is open.
    pub(crate) open: bool,
    /// The commands without a PIN.
    pub(crate) sent: Vec<Vec<u8>>,
    /// Commands with one.
    pub(crate) verifies: u32,
    pub(crate) left: Vec<Leave>,
    last: Vec<u8>,
}

impl<'p, T: Transport> Faulty<'p, T> {
    pub(crate) fn new(inner: T, plan: Plan<'p>) -> Self {
        Self {
            inner,
            plan,
            calls: 0,
            fired: 0,
            open: false,
            sent: Vec::new(),
            verifies: 0,
            left: Vec::new(),
            last: vec![0x90, 0x00],
        }
    }

    fn fault(&mut self, call: Call<'_>) -> Option<Fault> {
        let number = self.calls;
        self.calls += 1;
        let fault = (self.plan)(number, call);
        if let Some(Fault::Fails(_) | Fault::AnswerLost(_)) = fault {
            self.fired += 1;
        }
        fault
    }
}

impl<T: Transport> Transport for Faulty<'_, T> {
    fn atr(&self) -> &[u8] {
        self.inner.atr()
    }

    fn source(&self) -> Source {
        self.inner.source()
    }

    fn begin(&mut self) -> Result<(), TransportError> {
        assert!(!self.open, "a transaction within a transaction");
        match self.fault(Call::Begin) {
            Some(Fault::Fails(error)) => return Err(error),
            Some(Fault::AnswerLost(error)) => {
                self.inner.begin()?;
                return Err(error);
            }
            _ => self.inner.begin()?,
        }
        self.open = true;
        Ok(())
    }

    fn transmit(&mut self, command: Outgoing<'_>) -> Result<Vec<u8>, TransportError> {
        assert!(self.open, "a command outside a transaction");
        if command.secret.is_some() {
            self.verifies += 1;
        } else {
            self.sent.push(command.bytes.to_vec());
        }
        let fault = self.fault(Call::Transmit(command));
        if let Some(Fault::Fails(error)) = fault {
            return Err(error);
        }
        let real = self.inner.transmit(command)?;
        let answer = match fault {
            None => real.clone(),
            Some(Fault::AnswerLost(error)) => return Err(error),
            Some(fault) => fault.distort(&real, &self.last),
        };
        self.fired += usize::from(answer != real);
        self.last = real;
        if answer.len() < 2 {
            let length = answer.len();
            return Err(TransportError::ShortResponse { length });
        }
        Ok(answer)
    }

    fn end(&mut self, leave: Leave) -> Result<(), TransportError> {
        assert!(self.open, "the end of no transaction");
        self.open = false;
        self.left.push(leave);
        match self.fault(Call::End(leave)) {
            Some(Fault::Fails(error)) => Err(error),
            Some(Fault::AnswerLost(error)) => self.inner.end(leave).and(Err(error)),
            _ => self.inner.end(leave),
        }
    }

    fn elapsed(&self) -> Duration {
        self.inner.elapsed()
    }
}

/// A reader on which the card can be exchanged; its time is only what the card takes.
#[derive(Clone)]
pub(crate) struct Slot {
    atr: Vec<u8>,
    pub(crate) card: Arc<Mutex<SimulatedTransport>>,
}

impl Slot {
    pub(crate) fn new(card: SimulatedTransport) -> Self {
        Self {
            atr: card.atr().to_vec(),
            card: Arc::new(Mutex::new(card)),
        }
    }
}

impl Transport for Slot {
    fn atr(&self) -> &[u8] {
        &self.atr
    }

    fn source(&self) -> Source {
        self.card.lock().unwrap().source()
    }

    fn begin(&mut self) -> Result<(), TransportError> {
        self.card.lock().unwrap().begin()
    }

    fn transmit(&mut self, command: Outgoing<'_>) -> Result<Vec<u8>, TransportError> {
        self.card.lock().unwrap().transmit(command)
    }

    fn end(&mut self, leave: Leave) -> Result<(), TransportError> {
        self.card.lock().unwrap().end(leave)
    }

    fn elapsed(&self) -> Duration {
        self.card.lock().unwrap().waited()
    }
}

/// A code of PC/SC, as an error at this step.
pub(crate) fn scard(operation: Operation, code: ScardCode) -> TransportError {
    TransportError::Scard { operation, code }
}
