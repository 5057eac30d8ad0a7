//! Codes that a text names by their sentence.

use super::super::{Code, entries};
use crate::transport::ScardCode;

macro_rules! scard_phrases {
    ($($code:ident = $($phrase:literal),+;)*) => {
        /// What `pcsc_stringify_error` of pcsc-lite and Windows print for a code, in lower case.
        const SCARD: &[(ScardCode, &[&str])] = &[$((ScardCode::$code, &[$($phrase),+])),*];
    };
}

scard_phrases! {
    E_CANCELLED = "command cancelled", "action was cancelled by an scardcancel";
    E_CANT_DISPOSE = "cannot dispose handle";
    E_INSUFFICIENT_BUFFER =
        "insufficient buffer",
        "data buffer to receive returned data is too small";
    E_INVALID_ATR = "invalid atr";
    E_INVALID_HANDLE = "invalid handle", "supplied handle was invalid";
    F_COMM_ERROR = "rpc transport error", "internal communications error";
    F_INTERNAL_ERROR = "internal consistency check failed";
    E_UNKNOWN_READER = "unknown reader specified", "specified reader name is not recognized";
    E_TIMEOUT = "command timeout", "user-specified timeout value has expired";
    E_SHARING_VIOLATION =
        "sharing violation",
        "because of other connections outstanding",
        "because of other outstanding connections";
    E_NO_SMARTCARD = "no smart card inserted", "no smart card is currently in the device";
    E_PROTO_MISMATCH = "card protocol mismatch", "requested protocols are incompatible";
    E_NOT_READY = "subsystem not ready", "reader or card is not ready";
    E_SYSTEM_CANCELLED = "system cancelled";
    E_NOT_TRANSACTED = "transaction failed", "end a non-existent transaction";
    E_READER_UNAVAILABLE = "reader is unavailable", "reader is not currently available for use";
    W_UNSUPPORTED_CARD = "card is not supported";
    W_UNRESPONSIVE_CARD = "card is unresponsive", "card is not responding to a reset";
    W_UNPOWERED_CARD = "card is unpowered", "power has been removed from the smart card";
    W_RESET_CARD = "card was reset", "smart card has been reset";
    W_REMOVED_CARD = "card was removed", "smart card has been removed";
    W_SECURITY_VIOLATION = "access was denied because of a security violation";
    E_PCI_TOO_SMALL = "pci struct too small";
    E_DUPLICATE_READER = "reader already exists";
    E_CARD_UNSUPPORTED = "card is unsupported";
    E_NO_SERVICE = "service not available", "smart card resource manager is not running";
    E_SERVICE_STOPPED = "service was stopped", "smart card resource manager has shut down";
    E_UNSUPPORTED_FEATURE = "feature not supported";
    E_NO_READERS_AVAILABLE = "cannot find a smart card reader";
}

/// Sentences in a text, each with its place.
pub(super) fn places(text: &str) -> Vec<(usize, Code)> {
    let text = text.to_ascii_lowercase();
    let scard = SCARD
        .iter()
        .map(|(code, phrases)| (Code::Scard(*code), *phrases));
    let others = entries().map(|entry| (Code::Entry(entry), entry.texts));
    scard
        .chain(others)
        .flat_map(|(code, phrases)| phrases.iter().map(move |phrase| (*phrase, code)))
        .filter_map(|(phrase, code)| Some((text.find(phrase)?, code)))
        .collect()
}
