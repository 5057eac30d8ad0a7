//! How a simulated card behaves: power, selection, access rules, PINs, keys.

use std::collections::BTreeSet;
use std::time::Duration;

use super::image::{Access, Application, Image, Oddity};
use super::{pki, signature};
use crate::iso7816::Apdu;

/// What comes back from a card.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CardResponse {
    /// These bytes, after this time.
    Bytes {
        /// The answer, status word included.
        bytes: Vec<u8>,
        /// Time that the card took.
        delay: Duration,
    },
    /// Nothing, ever.
    Hang,
    /// Nothing: the card was pulled away.
    Removed,
}

/// What a card has been asked, counted by the card.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// Commands received.
    pub commands: u32,
    /// VERIFY commands that carried data.
    pub verifies: u32,
    /// Times that the power was switched off.
    pub power_downs: u32,
    /// Warm resets.
    pub resets: u32,
}

impl Tally {
    /// Counts a command.
    pub(crate) fn count(&mut self, command: &[u8]) {
        self.commands = self.commands.saturating_add(1);
        if command.get(1) == Some(&0x20) && command.len() > 5 {
            self.verifies = self.verifies.saturating_add(1);
        }
    }
}

/// A simulated card. Counters of tries outlive its power; everything else does not.
pub struct Card {
    image: Image,
    tally: Tally,
    selected: Option<usize>,
    current: Option<u16>,
    verified: BTreeSet<u16>,
    /// The application that was selected last, also before a reset: what was verified is its own.
    entered: Option<usize>,
    fresh: bool,
    matched: Vec<u32>,
}

type Status = u16;
type Reply = Result<Vec<u8>, Status>;

impl Card {
    /// A card without power.
    #[must_use]
    pub fn new(image: Image) -> Self {
        Self {
            matched: vec![0; image.quirks.len()],
            image,
            tally: Tally::default(),
            selected: None,
            current: None,
            verified: BTreeSet::new(),
            entered: None,
            fresh: true,
        }
    }

    /// What the card holds.
    #[must_use]
    pub fn image(&self) -> &Image {
        &self.image
    }

    /// The answer to reset.
    #[must_use]
    pub fn atr(&self) -> &[u8] {
        &self.image.atr
    }

    /// The chip does not answer.
    #[must_use]
    pub fn is_mute(&self) -> bool {
        self.image.mute
    }

    /// What the card has been asked since it was made.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// Tries left of a PIN of the application with this AID.
    #[must_use]
    pub fn tries_left(&self, aid: &[u8], pin: u16) -> Option<u8> {
        let application = self.image.applications.iter().find(|ap| ap.aid == aid)?;
        application.pins.get(&pin).map(|pin| pin.left)
    }

    /// Power on: nothing is selected, nothing verified.
    pub fn power_on(&mut self) {
        self.forget();
        self.verified.clear();
        self.fresh = true;
    }

    /// Power off.
    pub fn power_off(&mut self) {
        self.tally.power_downs = self.tally.power_downs.saturating_add(1);
        self.taken_away();
    }

    /// The card is taken away, and its power with it.
    pub fn taken_away(&mut self) {
        self.forget();
        self.verified.clear();
    }

    /// Warm reset: nothing is selected, but a verified PIN stays verified (`protocol.md` §12).
    pub fn reset(&mut self) {
        self.tally.resets = self.tally.resets.saturating_add(1);
        self.forget();
        self.fresh = true;
    }

    fn forget(&mut self) {
        self.selected = None;
        self.current = None;
    }

    /// Executes one command.
    pub fn execute(&mut self, bytes: &[u8]) -> CardResponse {
        self.tally.count(bytes);
        let asked = bytes.len();
        let mut longer = None;
        let mut cut = None;
        if let Some(oddity) = self.oddity(bytes) {
            match oddity {
                Oddity::Answer(bytes) => {
                    let delay = self.time(asked, bytes.len());
                    return CardResponse::Bytes { bytes, delay };
                }
                Oddity::Hang => return CardResponse::Hang,
                Oddity::Remove => return CardResponse::Removed,
                Oddity::Delay(time) => longer = Some(time),
                Oddity::Cut(length) => cut = Some(length),
            }
        }
        let mut bytes = self.answer(bytes);
        if let Some(length) = cut {
            bytes.truncate(length);
        }
        let delay = longer.unwrap_or_else(|| self.time(asked, bytes.len()));
        CardResponse::Bytes { bytes, delay }
    }

    /// The time that a command of so many bytes takes, and its answer.
    fn time(&self, asked: usize, answered: usize) -> Duration {
        let bytes = u32::try_from(asked.saturating_add(answered)).unwrap_or(u32::MAX);
        let passing = self.image.byte_time.saturating_mul(bytes);
        self.image.command_time.saturating_add(passing)
    }

    fn oddity(&mut self, bytes: &[u8]) -> Option<Oddity> {
        for (quirk, matched) in self.image.quirks.iter().zip(&mut self.matched) {
            if !bytes.starts_with(&quirk.to) {
                continue;
            }
            let before = *matched;
            *matched = matched.saturating_add(1);
            let until = quirk.times.map(|times| quirk.after.saturating_add(times));
            if before >= quirk.after && until.is_none_or(|until| before < until) {
                return Some(quirk.what.clone());
            }
        }
        None
    }

    fn answer(&mut self, bytes: &[u8]) -> Vec<u8> {
        let fresh = std::mem::take(&mut self.fresh);
        if let Some(answer) = &self.image.every_answer {
            return answer.clone();
        }
        if let (true, Some(answer)) = (fresh, &self.image.first_answer) {
            return answer.clone();
        }
        let reply = match Apdu::parse(bytes) {
            Some(apdu) => self.dispatch(&apdu),
            None => Err(0x6700),
        };
        match reply {
            Ok(mut data) => {
                data.extend_from_slice(&[0x90, 0x00]);
                data
            }
            Err(status) => status.to_be_bytes().to_vec(),
        }
    }

    fn dispatch(&mut self, apdu: &Apdu<'_>) -> Reply {
        match (apdu.cla, apdu.code) {
            (cla, _) if cla & 0x0C != 0 => Err(0x6882),
            (cla, _) if cla & 0x03 != 0 => Err(0x6881),
            (0x00, 0xA4) => self.select(apdu),
            (0x00, 0xB0) => self.read_binary(apdu),
            (0x00, 0x20) => self.verify(apdu),
            (0x80, 0x2A) => self.sign(apdu),
            (0x00, 0xCA) => self.get_data(apdu),
            (0x00 | 0x80, _) => Err(0x6D00),
            _ => Err(0x6E00),
        }
    }

    fn application(&self) -> Option<&Application> {
        self.image.applications.get(self.selected?)
    }

    fn select(&mut self, apdu: &Apdu<'_>) -> Reply {
        match (apdu.p1, apdu.p2) {
            (0x04, 0x0C | 0x00) => self.select_application(apdu),
            (0x02, 0x0C | 0x00) => {
                let Ok(identifier) = <[u8; 2]>::try_from(apdu.data) else {
                    return Err(0x6700);
                };
                self.make_current(u16::from_be_bytes(identifier))?;
                Ok(Vec::new())
            }
            // Selecting the master file: refused after power-up, without effect later
            // (`protocol.md` §2.1).
            (0x00, _) if apdu.data.is_empty() && self.selected.is_some() => Ok(Vec::new()),
            (0x00, _) if !apdu.data.is_empty() => Err(0x6A82),
            _ => Err(0x6A86),
        }
    }

    fn select_application(&mut self, apdu: &Apdu<'_>) -> Reply {
        if apdu.data.is_empty() {
            return Err(0x6A86);
        }
        // Cards select by the beginning of an AID, too.
        let found = self
            .image
            .applications
            .iter()
            .position(|application| application.aid.starts_with(apdu.data))
            .ok_or(0x6A82_u16)?;
        // Leaving an application clears what was verified in it; selecting it again does not.
        if self.entered.replace(found) != Some(found) {
            self.verified.clear();
        }
        self.selected = Some(found);
        self.current = None;
        if apdu.p2 == 0x0C {
            return Ok(Vec::new());
        }
        let aid = self.application().map(|ap| ap.aid.clone());
        Ok(file_control_information(&aid.unwrap_or_default()))
    }

    fn make_current(&mut self, identifier: u16) -> Result<(), Status> {
        let application = self.application().ok_or(0x6985_u16)?;
        let exists = application.files.contains_key(&identifier)
            || application.pins.contains_key(&identifier)
            || application.keys.contains_key(&identifier);
        if !exists {
            return Err(0x6A82);
        }
        self.current = Some(identifier);
        Ok(())
    }

    fn read_binary(&mut self, apdu: &Apdu<'_>) -> Reply {
        let offset = if apdu.p1 & 0x80 == 0 {
            usize::from(u16::from_be_bytes([apdu.p1, apdu.p2]))
        } else {
            if !self.image.short_identifiers || apdu.p1 & 0x60 != 0 {
                return Err(0x6A86);
            }
            self.make_current(u16::from(apdu.p1 & 0x1F))?;
            usize::from(apdu.p2)
        };
        let application = self.application().ok_or(0x6986_u16)?;
        let current = self.current.ok_or(0x6986_u16)?;
        let file = application.files.get(&current).ok_or(0x6981_u16)?;
        match file.read {
            Access::Free => {}
            Access::Pin(pin) if self.verified.contains(&pin) => {}
            Access::Pin(_) | Access::Never => return Err(0x6982),
        }
        let length = apdu.le.ok_or(0x6700_u16)?;
        let rest = file.content.get(offset..).ok_or(0x6B00_u16)?;
        if rest.is_empty() {
            return Err(0x6B00);
        }
        Ok(rest.get(..length).unwrap_or(rest).to_vec())
    }

    fn verify(&mut self, apdu: &Apdu<'_>) -> Reply {
        let reference = match apdu.p2 {
            0x80 => self.current.ok_or(0x6A88_u16)?,
            p2 if p2 & 0xE0 == 0x80 && self.image.short_identifiers => u16::from(p2 & 0x1F),
            _ => return Err(0x6A86),
        };
        if apdu.p1 != 0 {
            return Err(0x6A86);
        }
        let application = self
            .selected
            .and_then(|index| self.image.applications.get_mut(index))
            .ok_or(0x6985_u16)?;
        let pin = application.pins.get_mut(&reference).ok_or(0x6A88_u16)?;
        if apdu.data.is_empty() {
            // With Le or without: whether a real card tells them apart is not published.
            let status = match (pin.query_answer, pin.left) {
                (Some(answer), _) => answer,
                (None, 0) => pin.locked_answer,
                (None, left) => counter(left),
            };
            return if status == 0x9000 {
                Ok(Vec::new())
            } else {
                Err(status)
            };
        }
        if pin.left == 0 {
            return Err(0x6984);
        }
        if apdu.data == pin.value.as_bytes() {
            pin.left = pin.max;
            self.verified.insert(reference);
            return Ok(Vec::new());
        }
        pin.left = pin.left.saturating_sub(1);
        let left = pin.left;
        self.verified.remove(&reference);
        Err(counter(left))
    }

    fn sign(&mut self, apdu: &Apdu<'_>) -> Reply {
        let reference = match apdu.p2 {
            0x80 => self.current.ok_or(0x6985_u16)?,
            p2 if p2 & 0xE0 == 0x80 && self.image.short_identifiers => u16::from(p2 & 0x1F),
            _ => return Err(0x6A86),
        };
        let block = signature::block(apdu.p1, apdu.data)?;
        let application = self.application().ok_or(0x6985_u16)?;
        let key = application.keys.get(&reference).ok_or(0x6A88_u16)?;
        if !self.verified.contains(&key.pin) {
            return Err(0x6982);
        }
        pki::sign_raw(&key.name, &block).map_err(|_| 0x6A80)
    }

    fn get_data(&self, apdu: &Apdu<'_>) -> Reply {
        // Objects belong to the card manager, which is current until an application is selected.
        if self.selected.is_some_and(|index| {
            self.image
                .applications
                .get(index)
                .is_none_or(|ap| !ap.files.is_empty() || !ap.pins.is_empty())
        }) {
            return Err(0x6A88);
        }
        let tag = u16::from_be_bytes([apdu.p1, apdu.p2]);
        let object = self.image.objects.get(&tag).ok_or(0x6A88_u16)?;
        Ok(object.clone())
    }
}

fn counter(left: u8) -> Status {
    0x63C0 | u16::from(left.min(15))
}

/// A minimal FCI template: no real card's was ever published (`protocol.md` §11, 1).
fn file_control_information(aid: &[u8]) -> Vec<u8> {
    let length = u8::try_from(aid.len()).unwrap_or(16);
    let mut template = vec![0x6F, length.saturating_add(2), 0x84, length];
    template.extend_from_slice(aid);
    template
}
