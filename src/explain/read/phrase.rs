//! Codes that a text names by their sentence.

use super::super::{Code, entries};
use crate::transport::ScardCode;

/// What `pcsc_stringify_error` of pcsc-lite and Windows print for a code.
const SCARD: &[(&str, ScardCode)] = &[
    ("command cancelled", ScardCode::E_CANCELLED),
    (
        "action was cancelled by an scardcancel",
        ScardCode::E_CANCELLED,
    ),
    ("cannot dispose handle", ScardCode::E_CANT_DISPOSE),
    ("insufficient buffer", ScardCode::E_INSUFFICIENT_BUFFER),
    (
        "data buffer to receive returned data is too small",
        ScardCode::E_INSUFFICIENT_BUFFER,
    ),
    ("invalid atr", ScardCode::E_INVALID_ATR),
    ("invalid handle", ScardCode::E_INVALID_HANDLE),
    ("supplied handle was invalid", ScardCode::E_INVALID_HANDLE),
    ("rpc transport error", ScardCode::F_COMM_ERROR),
    ("internal communications error", ScardCode::F_COMM_ERROR),
    (
        "internal consistency check failed",
        ScardCode::F_INTERNAL_ERROR,
    ),
    ("unknown reader specified", ScardCode::E_UNKNOWN_READER),
    (
        "specified reader name is not recognized",
        ScardCode::E_UNKNOWN_READER,
    ),
    ("command timeout", ScardCode::E_TIMEOUT),
    (
        "user-specified timeout value has expired",
        ScardCode::E_TIMEOUT,
    ),
    ("sharing violation", ScardCode::E_SHARING_VIOLATION),
    (
        "because of other connections outstanding",
        ScardCode::E_SHARING_VIOLATION,
    ),
    (
        "because of other outstanding connections",
        ScardCode::E_SHARING_VIOLATION,
    ),
    ("no smart card inserted", ScardCode::E_NO_SMARTCARD),
    (
        "no smart card is currently in the device",
        ScardCode::E_NO_SMARTCARD,
    ),
    ("card protocol mismatch", ScardCode::E_PROTO_MISMATCH),
    (
        "requested protocols are incompatible",
        ScardCode::E_PROTO_MISMATCH,
    ),
    ("subsystem not ready", ScardCode::E_NOT_READY),
    ("reader or card is not ready", ScardCode::E_NOT_READY),
    ("system cancelled", ScardCode::E_SYSTEM_CANCELLED),
    ("transaction failed", ScardCode::E_NOT_TRANSACTED),
    (
        "end a non-existent transaction",
        ScardCode::E_NOT_TRANSACTED,
    ),
    ("reader is unavailable", ScardCode::E_READER_UNAVAILABLE),
    (
        "reader is not currently available for use",
        ScardCode::E_READER_UNAVAILABLE,
    ),
    ("card is not supported", ScardCode::W_UNSUPPORTED_CARD),
    ("card is unresponsive", ScardCode::W_UNRESPONSIVE_CARD),
    (
        "card is not responding to a reset",
        ScardCode::W_UNRESPONSIVE_CARD,
    ),
    ("card is unpowered", ScardCode::W_UNPOWERED_CARD),
    (
        "power has been removed from the smart card",
        ScardCode::W_UNPOWERED_CARD,
    ),
    ("card was reset", ScardCode::W_RESET_CARD),
    ("smart card has been reset", ScardCode::W_RESET_CARD),
    ("card was removed", ScardCode::W_REMOVED_CARD),
    ("smart card has been removed", ScardCode::W_REMOVED_CARD),
    (
        "access was denied because of a security violation",
        ScardCode::W_SECURITY_VIOLATION,
    ),
    ("pci struct too small", ScardCode::E_PCI_TOO_SMALL),
    ("reader already exists", ScardCode::E_DUPLICATE_READER),
    ("card is unsupported", ScardCode::E_CARD_UNSUPPORTED),
    ("service not available", ScardCode::E_NO_SERVICE),
    (
        "smart card resource manager is not running",
        ScardCode::E_NO_SERVICE,
    ),
    ("service was stopped", ScardCode::E_SERVICE_STOPPED),
    (
        "smart card resource manager has shut down",
        ScardCode::E_SERVICE_STOPPED,
    ),
    ("feature not supported", ScardCode::E_UNSUPPORTED_FEATURE),
    (
        "cannot find a smart card reader",
        ScardCode::E_NO_READERS_AVAILABLE,
    ),
];

/// Sentences in a text, each with its place.
pub(super) fn places(text: &str) -> Vec<(usize, Code)> {
    let text = text.to_ascii_lowercase();
    let scard = SCARD
        .iter()
        .map(|(phrase, code)| (*phrase, Code::Scard(*code)));
    let others = entries().flat_map(|entry| {
        entry
            .texts
            .iter()
            .map(move |phrase| (*phrase, Code::Entry(entry)))
    });
    scard
        .chain(others)
        .filter_map(|(phrase, code)| Some((text.find(phrase)?, code)))
        .collect()
}
