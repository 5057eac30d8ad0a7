//! Response APDUs.

use crate::status_word::StatusWord;

/// A response APDU: data and the status word behind it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Response {
    /// The data, without the status word; often empty.
    pub data: Vec<u8>,
    /// The last two bytes.
    pub status: StatusWord,
}

impl Response {
    /// Splits the status word off. None when there are not even two bytes.
    #[must_use]
    pub(crate) fn parse(mut bytes: Vec<u8>) -> Option<Self> {
        let data_length = bytes.len().checked_sub(2)?;
        let status = bytes.split_off(data_length);
        let status: [u8; 2] = status.try_into().ok()?;
        Some(Self {
            data: bytes,
            status: StatusWord(u16::from_be_bytes(status)),
        })
    }
}

impl std::fmt::Debug for Response {
    /// Only the length of the data is shown: it may be a certificate, which is personal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes, {}", self.data.len(), self.status)
    }
}
