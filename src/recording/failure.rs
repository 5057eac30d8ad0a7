//! Why nothing came back, and how a line says it.

use std::io::{self, Write};
use std::time::Duration;

use super::NotInTheFormat;
use crate::transport::{Operation, ScardCode, TransportError};

/// Why nothing came back: a [`TransportError`] as far as a recording can hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// PC/SC refused with a code.
    Scard {
        /// The step.
        operation: Operation,
        /// The code.
        code: ScardCode,
    },
    /// Fewer than two bytes came.
    Short {
        /// So many.
        length: usize,
    },
    /// The time limit ran out.
    TimedOut {
        /// The step.
        operation: Operation,
        /// The limit, in microseconds.
        limit: u64,
    },
    /// Ctrl-C.
    Interrupted,
    /// Anything else that kept an answer away.
    Lost,
}

impl From<&TransportError> for Failure {
    fn from(error: &TransportError) -> Self {
        match error {
            TransportError::Scard { operation, code } => Self::Scard {
                operation: *operation,
                code: *code,
            },
            TransportError::ShortResponse { length } => Self::Short { length: *length },
            TransportError::TimedOut { operation, limit } => Self::TimedOut {
                operation: *operation,
                limit: u64::try_from(limit.as_micros()).unwrap_or(u64::MAX),
            },
            TransportError::Interrupted => Self::Interrupted,
            TransportError::Mismatch(_) | TransportError::Lost => Self::Lost,
        }
    }
}

impl From<Failure> for TransportError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Scard { operation, code } => Self::Scard { operation, code },
            Failure::Short { length } => Self::ShortResponse { length },
            Failure::TimedOut { operation, limit } => Self::TimedOut {
                operation,
                limit: Duration::from_micros(limit),
            },
            Failure::Interrupted => Self::Interrupted,
            Failure::Lost => Self::Lost,
        }
    }
}

impl Failure {
    /// Adds the keys that say it to a line.
    pub(super) fn write(&self, line: &mut Vec<u8>) -> io::Result<()> {
        match self {
            Self::Scard { operation, code } => {
                match code.name() {
                    Some(name) => write!(line, r#","err":"{name}""#)?,
                    None => write!(line, r#","err":"0x{:08X}""#, code.0)?,
                }
                write!(line, r#","op":"{}""#, operation_name(*operation))
            }
            Self::Short { length } => write!(line, r#","short":{length}"#),
            Self::TimedOut { operation, limit } => {
                let operation = operation_name(*operation);
                write!(line, r#","timeout":{limit},"op":"{operation}""#)
            }
            Self::Interrupted => write!(line, r#","err":"interrupted""#),
            Self::Lost => write!(line, r#","err":"lost""#),
        }
    }
}

/// What the keys of a line say.
pub(super) fn failure(
    err: Option<&str>,
    short: Option<usize>,
    timeout: Option<u64>,
    op: Option<&str>,
) -> Result<Option<Failure>, NotInTheFormat> {
    Ok(Some(match (err, short, timeout, op) {
        (None, None, None, None) => return Ok(None),
        (Some("interrupted"), None, None, None) => Failure::Interrupted,
        (Some("lost"), None, None, None) => Failure::Lost,
        (Some(code), None, None, Some(op)) => Failure::Scard {
            operation: operation(op)?,
            code: code.parse::<ScardCode>().map_err(|_| NotInTheFormat)?,
        },
        (None, Some(length), None, None) if length < 2 => Failure::Short { length },
        (None, None, Some(limit), Some(op)) => Failure::TimedOut {
            operation: operation(op)?,
            limit,
        },
        _ => return Err(NotInTheFormat),
    }))
}

const OPERATIONS: [Operation; 8] = [
    Operation::Establish,
    Operation::ListReaders,
    Operation::WaitForCard,
    Operation::Connect,
    Operation::Begin,
    Operation::Transmit,
    Operation::End,
    Operation::Query,
];

fn operation_name(operation: Operation) -> &'static str {
    match operation {
        Operation::Establish => "establish",
        Operation::ListReaders => "list-readers",
        Operation::WaitForCard => "wait-for-card",
        Operation::Connect => "connect",
        Operation::Begin => "begin",
        Operation::Transmit => "transmit",
        Operation::End => "end",
        Operation::Query => "query",
    }
}

fn operation(name: &str) -> Result<Operation, NotInTheFormat> {
    OPERATIONS
        .into_iter()
        .find(|operation| operation_name(*operation) == name)
        .ok_or(NotInTheFormat)
}
