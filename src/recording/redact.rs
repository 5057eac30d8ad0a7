//! What a recording may hold: **nothing but what is known to be harmless**.
//!
//! The redactor follows the conversation: which application and which EF is selected, and where in
//! the EF an answer belongs. Clear are command headers, lengths, what is selected, status words,
//! the label of the token, the dates of a certificate and what stands before them. Everything else
//! becomes a marker that keeps its kind and length. No hash of anything personal is kept: a hash
//! of a certificate names its holder as well as the certificate does.

mod apdu;
mod certificate;
mod shape;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Answer, Exchange, Kind, Masked};
use crate::transport::Outgoing;
pub use apdu::{Apdu, Ins};
use certificate::Walk;
use shape::Asked;
pub use shape::{is_aid, is_atr};

/// What is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Policy {
    /// Everything that is not known to be harmless.
    Redacted,
    /// Only PINs. For simulated cards, and for people who say so.
    Full,
}

/// The JPKI application (`protocol.md` §1.1); stated here again so that nothing above is needed.
pub const JPKI: [u8; 10] = [0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];

const TOKEN: u16 = 0x0006;
const CERTIFICATES_PRESENT: u16 = 0x0008;

/// The card manager, which tells the last day of the card body (`protocol.md` §12).
const CARD_MANAGER: [u8; 7] = [0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00];
const CARD_EXPIRES: u16 = 0x00F2;

/// How every token label begins (`protocol.md` §3).
const TOKEN_BEGIN: &[u8] = b"JPKI";

/// What stands where in the token information, a `CK_TOKEN_INFO` (`protocol.md` §3).
const TOKEN_LABEL_END: usize = 32;
const TOKEN_NAMES_END: usize = 80;
const TOKEN_SERIAL_END: usize = 96;

/// Which application is selected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selected {
    /// Nobody has seen.
    Unknown,
    /// This one.
    Application(Vec<u8>),
}

/// What the data of an answer are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Topic {
    /// Part of the current EF, from this offset.
    File(usize),
    /// The data object of this tag.
    Object(u16),
    Challenge,
    Signature,
    Unknown,
}

/// What a successful answer changes.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Effect {
    None,
    Application(Vec<u8>),
    File(u16),
    /// Something is selected, but what is not known.
    Unknown,
}

/// Sees a conversation in order and says what of it may be written down.
///
/// It also knows which application and which EF is selected, for those who explain a recording.
pub struct Redactor {
    policy: Policy,
    selected: Selected,
    file: Option<u16>,
    walks: BTreeMap<u16, Walk>,
    topic: Topic,
    effect: Effect,
    /// What GET RESPONSE would go on with.
    rest: Topic,
    /// The last command, where it had the shape of one.
    asked: Option<Asked>,
}

impl Redactor {
    /// Starts in the middle: nothing is known of what is selected.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        Self {
            policy,
            selected: Selected::Unknown,
            file: None,
            walks: BTreeMap::new(),
            topic: Topic::Unknown,
            effect: Effect::None,
            rest: Topic::Unknown,
            asked: None,
        }
    }

    /// The application that is selected.
    #[must_use]
    pub fn selected(&self) -> &Selected {
        &self.selected
    }

    /// The EF that is selected, where that is known.
    #[must_use]
    pub fn file(&self) -> Option<u16> {
        self.file
    }

    /// Forgets the card: it was connected, left, begun with anew, or did not answer, and another
    /// one could lie there now.
    pub fn forget(&mut self) {
        *self = Self::new(self.policy);
    }

    /// The next command.
    pub fn command(&mut self, command: Outgoing<'_>) -> Masked {
        let bytes = command.bytes;
        let apdu = Apdu::parse(bytes).filter(Apdu::is_well_formed);
        let mut mask = vec![None; bytes.len()];
        let data_kind = self.follow(apdu.as_ref());
        let data = match &apdu {
            Some(apdu) => apdu.data_range(),
            // No command of ISO 7816-4: whatever stands there could be anything.
            None => 0..bytes.len(),
        };
        let data_kind = match (&apdu, bytes) {
            // So that a full recording leaves it out as well.
            (None, [_, code, ..]) if Ins::of(*code).carries_pin() => Some(Kind::Pin),
            _ => data_kind,
        };
        if let (Some(kind), Some(mask)) = (data_kind, mask.get_mut(data)) {
            mask.fill(Some(kind));
        }
        self.asked = apdu.as_ref().map(Asked::by);
        if let Some(mask) = command.secret.and_then(|range| mask.get_mut(range.clone())) {
            mask.fill(Some(Kind::Pin));
        }
        self.masked(bytes, mask)
    }

    /// The answer to the last command; None when it has not even a status word.
    pub fn answer(&mut self, answer: &[u8]) -> Option<Answer> {
        let (data, status) = answer.split_last_chunk::<2>()?;
        let status = u16::from_be_bytes(*status);
        let asked = self.asked.take();
        if !asked.is_some_and(|asked| asked.is_answered_by(data.len(), status)) {
            return Some(self.no_answer(answer));
        }
        let more = status >> 8 == 0x61;
        let good = status == 0x9000 || more;
        let effect = std::mem::replace(&mut self.effect, Effect::None);
        if good {
            self.take_effect(effect);
        } else if effect != Effect::None {
            // Whether a refused SELECT leaves the old selection is not published.
            self.file = None;
            if matches!(effect, Effect::Application(_) | Effect::Unknown) {
                self.selected = Selected::Unknown;
            }
        }
        let topic = std::mem::replace(&mut self.topic, Topic::Unknown);
        let mask = self.classify(topic, data);
        self.rest = match topic {
            _ if !more => Topic::Unknown,
            Topic::File(offset) => Topic::File(offset.saturating_add(data.len())),
            // An object that comes in pieces is not judged by its pieces.
            Topic::Object(_) => Topic::Unknown,
            topic => topic,
        };
        Some(Answer {
            data: self.masked(data, mask),
            status: Some(status),
        })
    }

    /// What is no answer to the last command. Whether it had an effect is not known.
    fn no_answer(&mut self, bytes: &[u8]) -> Answer {
        if std::mem::replace(&mut self.effect, Effect::None) != Effect::None {
            self.take_effect(Effect::Unknown);
        }
        (self.topic, self.rest) = (Topic::Unknown, Topic::Unknown);
        match (self.policy, bytes.split_last_chunk::<2>()) {
            (Policy::Full, Some((data, status))) => Answer {
                data: self.masked(data, vec![None; data.len()]),
                status: Some(u16::from_be_bytes(*status)),
            },
            _ => Answer {
                data: Masked::hidden(bytes.len(), Kind::Other),
                status: None,
            },
        }
    }

    /// A recorded exchange, redacted once more. What is left out already stays left out as it is.
    pub fn again(&mut self, exchange: &Exchange) -> Exchange {
        let command = exchange.command.stand_in();
        let shown = self.command(Outgoing {
            bytes: &command,
            secret: None,
        });
        let answer = exchange.answer.as_ref().map_err(|failure| *failure);
        let answer = answer.map(|answer| {
            let bytes = answer.stand_in();
            match (answer.status, self.answer(&bytes)) {
                (
                    Some(_),
                    Some(Answer {
                        data,
                        status: Some(status),
                    }),
                ) => Answer {
                    data: overlay(&answer.data, &data),
                    status: Some(status),
                },
                _ => Answer {
                    data: Masked::hidden(bytes.len(), Kind::Other),
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

    fn masked(&self, bytes: &[u8], mut mask: Vec<Option<Kind>>) -> Masked {
        if self.policy == Policy::Full {
            for reason in &mut mask {
                *reason = reason.filter(|kind| *kind == Kind::Pin);
            }
        }
        Masked::new(bytes, &mask)
    }

    /// Prepares for the answer, and says what kind of bytes the command's data are; None for
    /// harmless ones.
    fn follow(&mut self, apdu: Option<&Apdu<'_>>) -> Option<Kind> {
        let rest = std::mem::replace(&mut self.rest, Topic::Unknown);
        self.topic = Topic::Unknown;
        self.effect = Effect::None;
        let Some(apdu) = apdu else {
            self.effect = Effect::Unknown;
            return Some(Kind::Other);
        };
        if apdu.cla != 0x00 && (apdu.cla, apdu.ins) != (0x80, Ins::Sign) {
            // Proprietary, another logical channel, a chain, or secure messaging.
            self.effect = Effect::Unknown;
            return Some(if apdu.ins.carries_pin() {
                Kind::Pin
            } else {
                Kind::Other
            });
        }
        match apdu.ins {
            Ins::Select => return self.select(apdu),
            Ins::ReadBinary => self.read_binary(apdu),
            Ins::GetResponse => self.topic = rest,
            Ins::GetData => self.topic = Topic::Object(u16::from_be_bytes([apdu.p1, apdu.p2])),
            Ins::GetChallenge => self.topic = Topic::Challenge,
            Ins::Sign => {
                self.topic = Topic::Signature;
                return Some(Kind::Challenge);
            }
            ins if ins.carries_pin() => return Some(Kind::Pin),
            _ => {}
        }
        Some(Kind::Other)
    }

    fn select(&mut self, apdu: &Apdu<'_>) -> Option<Kind> {
        match (apdu.p1, apdu.data) {
            (0x04, aid) if is_aid(aid) => {
                self.effect = Effect::Application(aid.to_vec());
                None
            }
            (0x02, [high, low]) => {
                self.effect = Effect::File(u16::from_be_bytes([*high, *low]));
                None
            }
            (0x00, [] | [_, _]) => {
                self.effect = Effect::Unknown;
                None
            }
            _ => {
                self.effect = Effect::Unknown;
                Some(Kind::Other)
            }
        }
    }

    fn read_binary(&mut self, apdu: &Apdu<'_>) {
        let offset = if apdu.p1 & 0x80 == 0 {
            usize::from(u16::from_be_bytes([apdu.p1, apdu.p2]))
        } else {
            self.effect = Effect::File(u16::from(apdu.p1 & 0x1F));
            usize::from(apdu.p2)
        };
        self.topic = Topic::File(offset);
    }

    fn take_effect(&mut self, effect: Effect) {
        match effect {
            Effect::None => {}
            Effect::Application(aid) => {
                self.selected = Selected::Application(aid);
                self.file = None;
                self.walks.clear();
            }
            Effect::File(file) => self.file = Some(file),
            Effect::Unknown => {
                self.selected = Selected::Unknown;
                self.file = None;
                self.walks.clear();
            }
        }
    }

    fn is_selected(&self, application: &[u8]) -> bool {
        matches!(&self.selected, Selected::Application(aid) if aid == application)
    }

    fn classify(&mut self, topic: Topic, data: &[u8]) -> Vec<Option<Kind>> {
        match topic {
            Topic::File(offset) => self.file_content(offset, data),
            Topic::Object(CARD_EXPIRES) if self.is_selected(&CARD_MANAGER) && is_day(data) => {
                vec![None; data.len()]
            }
            Topic::Challenge => vec![Some(Kind::Challenge); data.len()],
            Topic::Signature => vec![Some(Kind::Signature); data.len()],
            Topic::Object(_) | Topic::Unknown => vec![Some(Kind::Other); data.len()],
        }
    }

    fn file_content(&mut self, offset: usize, data: &[u8]) -> Vec<Option<Kind>> {
        let denied = vec![Some(Kind::Other); data.len()];
        let (true, Some(file)) = (self.is_selected(&JPKI), self.file) else {
            return denied;
        };
        let positions = offset..offset.saturating_add(data.len());
        match file {
            // A log may mix two cards. What the file is said to be it must look like, too.
            TOKEN if offset == 0 && is_label(data.get(..TOKEN_LABEL_END).unwrap_or(data)) => {
                positions.map(token_byte).collect()
            }
            CERTIFICATES_PRESENT if positions.end <= 16 && data.iter().copied().all(is_flag) => {
                vec![None; data.len()]
            }
            TOKEN | CERTIFICATES_PRESENT => denied,
            file => match Walk::of_file(file) {
                None => denied,
                Some(new) => {
                    let walk = self.walks.entry(file).or_insert(new);
                    let pairs = positions.zip(data);
                    pairs.map(|(at, byte)| walk.judge(at, *byte)).collect()
                }
            },
        }
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
    Masked::new(&before.stand_in(), &mask)
}

fn token_byte(position: usize) -> Option<Kind> {
    match position {
        0..TOKEN_LABEL_END => None,
        TOKEN_NAMES_END..TOKEN_SERIAL_END => Some(Kind::Serial),
        _ => Some(Kind::Other),
    }
}

/// One word in capital letters that begins as every label does, filled up.
fn is_label(label: &[u8]) -> bool {
    let filler = |byte: &u8| matches!(byte, b' ' | 0x00);
    let end = label.iter().position(filler).unwrap_or(label.len());
    let (word, rest) = label.split_at(end);
    let plain = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    word.starts_with(TOKEN_BEGIN)
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
