//! What a command asks, and where a conversation stands when it does.

use super::redact::{Apdu, Ins, Selected};
use super::{Exchange, Masked};

/// What a command asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// SELECT of an application by its AID.
    SelectApplication(Vec<u8>),
    /// SELECT of an EF of the application.
    SelectFile(u16),
    /// Any other SELECT.
    SelectOther,
    /// READ BINARY of the current EF.
    Read {
        /// From this byte.
        offset: usize,
        /// So many bytes.
        length: usize,
    },
    /// READ BINARY by short EF identifier.
    ReadShort {
        /// The identifier.
        file: u16,
        /// From this byte.
        offset: usize,
        /// So many bytes.
        length: usize,
    },
    /// VERIFY without data: how many tries are left?
    TriesQuery {
        /// The PIN, where the command names it.
        file: Option<u16>,
    },
    /// VERIFY with data: a wrong PIN spends a try.
    Verify {
        /// The PIN, where the command names it.
        file: Option<u16>,
    },
    /// A PIN is changed or reset.
    ChangePin,
    /// GET RESPONSE.
    GetResponse,
    /// GET DATA of this tag.
    GetData(u16),
    /// GET CHALLENGE.
    GetChallenge,
    /// COMPUTE DIGITAL SIGNATURE or INTERNAL AUTHENTICATE.
    Sign,
    /// Another instruction.
    Other {
        /// Class and instruction, if there are any.
        header: Option<(u8, u8)>,
    },
}

impl Action {
    /// Reads a recorded command.
    #[must_use]
    pub fn of(command: &Masked) -> Self {
        let bytes = command.stand_in();
        match Apdu::parse(&bytes).filter(Apdu::is_well_formed) {
            Some(apdu) if matches!(apdu.cla, 0x00 | 0x80) => {
                Self::of_apdu(&apdu, Some((apdu.cla, apdu.code)))
            }
            Some(apdu) => Self::Other {
                header: Some((apdu.cla, apdu.code)),
            },
            None => Self::Other { header: None },
        }
    }

    fn of_apdu(apdu: &Apdu<'_>, header: Option<(u8, u8)>) -> Self {
        let length = apdu.le.unwrap_or(0);
        let file = |p2: u8| (p2 & 0x1F != 0).then_some(u16::from(p2 & 0x1F));
        match (apdu.ins, apdu.p1, apdu.data) {
            (Ins::Select, 0x04, aid) => Self::SelectApplication(aid.to_vec()),
            (Ins::Select, 0x02, [high, low]) => Self::SelectFile(u16::from_be_bytes([*high, *low])),
            (Ins::Select, ..) => Self::SelectOther,
            (Ins::ReadBinary, p1, _) if p1 & 0x80 != 0 => Self::ReadShort {
                file: u16::from(p1 & 0x1F),
                offset: usize::from(apdu.p2),
                length,
            },
            (Ins::ReadBinary, p1, _) => Self::Read {
                offset: usize::from(u16::from_be_bytes([p1, apdu.p2])),
                length,
            },
            (Ins::Verify, _, []) => Self::TriesQuery {
                file: file(apdu.p2),
            },
            (Ins::Verify, ..) => Self::Verify {
                file: file(apdu.p2),
            },
            (ins, ..) if ins.carries_pin() => Self::ChangePin,
            (Ins::GetResponse, ..) => Self::GetResponse,
            (Ins::GetData, p1, _) => Self::GetData(u16::from_be_bytes([p1, apdu.p2])),
            (Ins::GetChallenge, ..) => Self::GetChallenge,
            (Ins::Sign, ..) => Self::Sign,
            _ => Self::Other { header },
        }
    }
}

/// Where a conversation stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The application that is selected.
    pub application: Selected,
    /// The EF that is selected, where that is known.
    pub file: Option<u16>,
    /// The last PIN that was verified or refused; None where nobody has seen one.
    pub verified: Option<bool>,
}

impl Standing {
    /// A recording that starts here: nothing is known.
    #[must_use]
    pub fn unknown() -> Self {
        Self {
            application: Selected::Unknown,
            file: None,
            verified: None,
        }
    }

    /// What an exchange changes. `selected` and `file` are as the redactor knows them behind it.
    pub fn follow(
        &mut self,
        exchange: &Exchange,
        action: &Action,
        selected: &Selected,
        file: Option<u16>,
    ) {
        let Ok(answer) = &exchange.answer else {
            *self = Self::unknown();
            return;
        };
        match (action, answer.word()) {
            (Action::Verify { .. }, 0x9000) => self.verified = Some(true),
            (Action::Verify { .. }, _) => self.verified = Some(false),
            // Leaving the application clears what was verified in it (`protocol.md` §12).
            (Action::SelectApplication(_), 0x9000) if *selected != self.application => {
                self.verified = self.verified.map(|_| false);
            }
            _ => {}
        }
        self.application.clone_from(selected);
        self.file = file;
    }
}
