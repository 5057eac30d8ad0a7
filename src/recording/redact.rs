//! What a recording may hold: **nothing but what is known to be harmless**.
//!
//! The redactor follows the conversation: which application and which EF is selected, and where in
//! the EF an answer belongs. Clear are command headers, lengths, what is selected, status words,
//! the label of the token, the dates of a certificate and what stands before them. Everything else
//! becomes a marker that keeps its kind and length. No hash of anything personal is kept: a hash
//! of a certificate names its holder as well as the certificate does.

mod certificate;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Exchange, HiddenKind, Masked, MaskedResponse};
use crate::iso7816::apdu::{Expected, Ins, is_aid};
use crate::iso7816::{Action, Apdu, Follower, StatusWord, Subject};
use crate::jpki::file;
use crate::transport::Outgoing;
use certificate::Walk;

/// What is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Policy {
    /// Everything that is not known to be harmless.
    Redacted,
    /// Only PINs. For simulated cards, and for people who say so.
    Full,
}

/// Sees a conversation in order and says what of it may be written down.
pub(crate) struct Redactor {
    policy: Policy,
    follower: Follower,
    /// The certificates of the selected application that are being read, by their EF.
    walks: BTreeMap<u16, Walk>,
    /// What answers the last command can have, where that had the shape of one.
    expected: Option<Expected>,
}

impl Redactor {
    /// Starts in the middle: nothing is known of what is selected.
    #[must_use]
    pub(crate) fn new(policy: Policy) -> Self {
        Self {
            policy,
            follower: Follower::default(),
            walks: BTreeMap::new(),
            expected: None,
        }
    }

    /// Forgets the card: it was connected, left, begun with anew, or did not answer, and another
    /// one could lie there now.
    pub(crate) fn forget(&mut self) {
        *self = Self::new(self.policy);
    }

    /// The next command.
    pub(crate) fn command(&mut self, command: Outgoing<'_>) -> Masked {
        let bytes = command.bytes;
        let apdu = Apdu::parse(bytes).filter(Apdu::is_well_formed);
        let action = apdu
            .as_ref()
            .map_or(Action::Other { header: None }, Action::of_apdu);
        self.follower.command(&action);
        self.expected = apdu.as_ref().map(Expected::by);
        let mut mask = vec![None; bytes.len()];
        let (data, kind) = match (&apdu, bytes) {
            (Some(apdu), _) => (apdu.data_range(), data_kind(&action, apdu.ins)),
            // No command of ISO 7816-4: whatever stands there could be anything, and a PIN is left
            // out of a full recording as well.
            (None, [_, code, ..]) if Ins::of(*code).carries_pin() => {
                (0..bytes.len(), Some(HiddenKind::Pin))
            }
            (None, _) => (0..bytes.len(), Some(HiddenKind::Other)),
        };
        if let (Some(kind), Some(mask)) = (kind, mask.get_mut(data)) {
            mask.fill(Some(kind));
        }
        if let Some(mask) = command.secret.and_then(|range| mask.get_mut(range.clone())) {
            mask.fill(Some(HiddenKind::Pin));
        }
        self.masked(bytes, mask)
    }

    /// The answer to the last command may change what is selected on the card.
    #[must_use]
    pub(crate) fn selects(&self) -> bool {
        self.follower.selects()
    }

    /// The answer to the last command; None when it has not even a status word.
    pub(crate) fn answer(&mut self, answer: &[u8]) -> Option<MaskedResponse> {
        let (data, status) = answer.split_last_chunk::<2>()?;
        let status = u16::from_be_bytes(*status);
        let expected = self.expected.take();
        if !expected.is_some_and(|expected| expected.is_answer(data.len(), status)) {
            return Some(self.no_answer(data, status));
        }
        let subject = self.follow(data.len(), Some(status));
        let mask = self.classify(subject, data);
        Some(MaskedResponse {
            data: self.masked(data, mask),
            status: Some(status),
        })
    }

    /// What is no answer to the last command.
    fn no_answer(&mut self, data: &[u8], status: u16) -> MaskedResponse {
        self.follow(0, None);
        match self.policy {
            Policy::Full => MaskedResponse {
                data: self.masked(data, vec![None; data.len()]),
                status: Some(status),
            },
            Policy::Redacted => MaskedResponse {
                data: Masked::hidden(data.len().saturating_add(2), HiddenKind::Other),
                status: None,
            },
        }
    }

    fn follow(&mut self, length: usize, status: Option<u16>) -> Subject {
        let subject = self.follower.answer(length, status.map(StatusWord));
        // Another application was selected, or the same once more.
        if self.follower.file().is_none() {
            self.walks.clear();
        }
        subject
    }

    /// A recorded exchange, redacted once more. What is left out already stays left out as it is.
    pub(crate) fn again(&mut self, exchange: &Exchange) -> Exchange {
        let shown = self.command(Outgoing {
            bytes: exchange.command.stand_in(),
            secret: None,
        });
        let answer = exchange.answer.as_ref().map_err(|failure| *failure);
        let answer = answer.map(|answer| {
            let bytes = answer.stand_in();
            match (answer.status, self.answer(&bytes)) {
                (
                    Some(_),
                    Some(MaskedResponse {
                        data,
                        status: Some(status),
                    }),
                ) => MaskedResponse {
                    data: overlay(&answer.data, &data),
                    status: Some(status),
                },
                _ => MaskedResponse {
                    data: Masked::hidden(bytes.len(), HiddenKind::Other),
                    status: None,
                },
            }
        });
        if answer.is_err() {
            self.forget();
        }
        Exchange {
            command: overlay(&exchange.command, &shown),
            answer,
            micros: exchange.micros,
        }
    }

    fn masked(&self, bytes: &[u8], mut mask: Vec<Option<HiddenKind>>) -> Masked {
        if self.policy == Policy::Full {
            for reason in &mut mask {
                *reason = reason.filter(|kind| *kind == HiddenKind::Pin);
            }
        }
        Masked::new(bytes, &mask)
    }

    fn classify(&mut self, subject: Subject, data: &[u8]) -> Vec<Option<HiddenKind>> {
        match subject {
            Subject::File(offset) => self.file_content(offset, data),
            Subject::Object(file::CARD_EXPIRES)
                if self.follower.is_in(&file::CARD_MANAGER) && is_day(data) =>
            {
                vec![None; data.len()]
            }
            Subject::Challenge => vec![Some(HiddenKind::Challenge); data.len()],
            Subject::Signature => vec![Some(HiddenKind::Signature); data.len()],
            Subject::Object(_) | Subject::Unknown => vec![Some(HiddenKind::Other); data.len()],
        }
    }

    fn file_content(&mut self, offset: usize, data: &[u8]) -> Vec<Option<HiddenKind>> {
        let denied = vec![Some(HiddenKind::Other); data.len()];
        let (true, Some(file)) = (self.follower.is_in(&file::AID), self.follower.file()) else {
            return denied;
        };
        let positions = offset..offset.saturating_add(data.len());
        match file {
            // A log may mix two cards. What the file is said to be it must look like, too.
            file::TOKEN if offset == 0 && is_label(data.get(..LABEL_END).unwrap_or(data)) => {
                positions.map(token_byte).collect()
            }
            file::AVAILABILITY if positions.end <= 16 && data.iter().copied().all(is_flag) => {
                vec![None; data.len()]
            }
            file::TOKEN | file::AVAILABILITY => denied,
            other => match Walk::of_file(other) {
                None => denied,
                Some(new) => {
                    let walk = self.walks.entry(other).or_insert(new);
                    let pairs = positions.zip(data);
                    pairs.map(|(at, byte)| walk.judge(at, *byte)).collect()
                }
            },
        }
    }
}

/// What kind of bytes the data of a command are; None for harmless ones.
fn data_kind(action: &Action<'_>, ins: Ins) -> Option<HiddenKind> {
    match action {
        Action::SelectApplication(aid) if is_aid(aid) => None,
        Action::SelectFile(_) => None,
        Action::Sign => Some(HiddenKind::Challenge),
        _ if ins.carries_pin() => Some(HiddenKind::Pin),
        _ => Some(HiddenKind::Other),
    }
}

/// What was left out before, and what is left out now.
fn overlay(before: &Masked, now: &Masked) -> Masked {
    let mask: Vec<_> = before
        .mask()
        .into_iter()
        .zip(now.mask())
        .map(|(before, now)| before.or(now))
        .collect();
    Masked::new(before.stand_in(), &mask)
}

const LABEL_END: usize = file::TOKEN_LABEL_LENGTH as usize;

fn token_byte(position: usize) -> Option<HiddenKind> {
    match position {
        0..LABEL_END => None,
        position if file::TOKEN_SERIAL.contains(&position) => Some(HiddenKind::Serial),
        _ => Some(HiddenKind::Other),
    }
}

/// One word in capital letters that begins as every label does, filled up.
fn is_label(label: &[u8]) -> bool {
    let filler = |byte: &u8| matches!(byte, b' ' | 0x00);
    let end = label.iter().position(filler).unwrap_or(label.len());
    let (word, rest) = label.split_at(end);
    let plain = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    word.starts_with(file::TOKEN_BEGIN)
        && word.len() <= 16
        && word.iter().all(plain)
        && rest.iter().all(filler)
}

/// No character, but a yes, a no, or nothing.
fn is_flag(byte: u8) -> bool {
    matches!(byte, 0x00 | 0x01 | 0x8F | 0xFF)
}

/// Eight digits that are a day of this century: the last day of the card body.
fn is_day(data: &[u8]) -> bool {
    let number = |digits: &[u8]| -> Option<u8> {
        let text = std::str::from_utf8(digits).ok()?;
        digits.iter().all(u8::is_ascii_digit).then_some(())?;
        text.parse().ok()
    };
    match data {
        [b'2', b'0', year @ .., m1, m2, d1, d2] if year.len() == 2 => {
            number(year).is_some()
                && number(&[*m1, *m2]).is_some_and(|month| (1..=12).contains(&month))
                && number(&[*d1, *d2]).is_some_and(|day| (1..=31).contains(&day))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
