//! Why nothing came back, and how a line says it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

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

#[derive(Default, Serialize, Deserialize)]
pub(super) struct FailureFields {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) err: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) short: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) timeout: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) op: Option<String>,
}

impl FailureFields {
    pub(super) fn of(failure: Option<&Failure>) -> Self {
        let mut fields = Self::default();
        match failure {
            None => {}
            Some(Failure::Scard { operation, code }) => {
                let number = || format!("0x{:08X}", code.0);
                fields.err = Some(code.name().map_or_else(number, str::to_owned));
                fields.op = Some(operation_name(*operation).to_owned());
            }
            Some(Failure::Short { length }) => fields.short = Some(*length),
            Some(Failure::TimedOut { operation, limit }) => {
                fields.timeout = Some(*limit);
                fields.op = Some(operation_name(*operation).to_owned());
            }
            Some(Failure::Interrupted) => fields.err = Some("interrupted".to_owned()),
            Some(Failure::Lost) => fields.err = Some("lost".to_owned()),
        }
        fields
    }

    pub(super) fn failure(&self) -> Result<Option<Failure>, NotInTheFormat> {
        failure(
            self.err.as_deref(),
            self.short,
            self.timeout,
            self.op.as_deref(),
        )
    }
}

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
