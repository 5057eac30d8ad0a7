//! Which reader to use: by name, by number, or the one that holds a card.

/// A reader as the smart-card service sees it at one moment.
#[allow(
    clippy::struct_excessive_bools,
    reason = "PC/SC gives flags, each on its own"
)]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReaderState {
    /// The name that the service gave it.
    pub name: String,
    /// A card is there.
    pub present: bool,
    /// A card is there, but its chip does not answer.
    pub mute: bool,
    /// A program has the card for itself.
    pub exclusive: bool,
    /// A program is connected to the card.
    pub in_use: bool,
    /// The reader does not answer.
    pub unavailable: bool,
    /// The answer to reset of the card; empty without one.
    pub atr: Vec<u8>,
    /// Insertions and removals that the service has counted.
    pub events: u32,
}

/// What a reader is, as far as its name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ReaderKind {
    /// Takes cards with contacts.
    Contact,
    /// Reads cards laid upon it.
    Contactless,
    /// A slot for a security module, not for cards of people.
    Sam,
    /// No device: Windows Hello and the like.
    Virtual,
    /// No device, but with a card: a simulated one, or a real one that is lent to this computer.
    Vpcd,
    /// The name does not tell.
    Unknown,
}

impl ReaderKind {
    /// Reads the name: drivers put the slot's kind into it (`docs/pcsc.md` §3).
    #[must_use]
    pub(crate) fn of(name: &str) -> Self {
        let upper = name.to_uppercase();
        let words: Vec<&str> = upper
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let has = |word: &str| words.contains(&word);
        if upper.contains("WINDOWS HELLO")
            || upper.contains("VIRTUAL SMART CARD")
            || upper.contains("MICROSOFT UICC")
        {
            Self::Virtual
        } else if upper.starts_with("VIRTUAL PCD") {
            Self::Vpcd
        } else if has("SAM") {
            Self::Sam
        } else if has("PICC")
            || has("CL")
            || has("CONTACTLESS")
            || has("NFC")
            || upper.contains("PASORI")
            || upper.contains("5422CL")
        {
            Self::Contactless
        } else if has("ICC") || has("CONTACT") {
            Self::Contact
        } else {
            Self::Unknown
        }
    }

    /// My Number Cards are never found in such a reader.
    #[must_use]
    pub(crate) fn is_passed_over(self) -> bool {
        matches!(self, Self::Sam | Self::Virtual)
    }
}

/// The reader that a question goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Choice {
    /// This one holds a card.
    Card(String),
    /// No card yet: these are waited for.
    Empty,
    /// Cards are there, but their chips do not answer.
    Mute,
    /// Several hold a card.
    Several(Vec<String>),
    /// No reader that counts.
    NoReader,
    /// No reader is meant by this name or number.
    NotFound,
    /// Several readers are meant by this name.
    Ambiguous(Vec<String>),
}

/// Chooses among `readers`: the one that `wanted` means (a part of the name, or its number in the
/// list, from 1), else the only one that holds a card.
#[must_use]
pub(crate) fn choose(readers: &[ReaderState], wanted: Option<&str>) -> Choice {
    let eligible: Vec<&ReaderState> = match wanted {
        Some(wanted) => match named(readers, wanted) {
            Ok(reader) => vec![reader],
            Err(choice) => return choice,
        },
        None => readers
            .iter()
            .filter(|reader| !ReaderKind::of(&reader.name).is_passed_over())
            .collect(),
    };
    if eligible.is_empty() {
        return Choice::NoReader;
    }
    let answering: Vec<&&ReaderState> = eligible
        .iter()
        .filter(|reader| reader.present && !reader.mute)
        .collect();
    match answering.as_slice() {
        [] if eligible.iter().any(|reader| reader.present) => Choice::Mute,
        [] => Choice::Empty,
        [only] => Choice::Card(only.name.clone()),
        several => Choice::Several(several.iter().map(|reader| reader.name.clone()).collect()),
    }
}

/// The reader is meant by a part of its name; a number counts in the list, which changes as readers
/// come and go, and means none here.
#[must_use]
pub(crate) fn is_meant(reader: &ReaderState, wanted: &str) -> bool {
    reader.name.to_lowercase().contains(&wanted.to_lowercase())
}

fn named<'a>(readers: &'a [ReaderState], wanted: &str) -> Result<&'a ReaderState, Choice> {
    if let Some(reader) = readers.iter().find(|reader| reader.name == wanted) {
        return Ok(reader);
    }
    if let Ok(number) = wanted.parse::<usize>() {
        return number
            .checked_sub(1)
            .and_then(|index| readers.get(index))
            .ok_or(Choice::NotFound);
    }
    let found: Vec<&ReaderState> = readers
        .iter()
        .filter(|reader| is_meant(reader, wanted))
        .collect();
    match found.as_slice() {
        [] => Err(Choice::NotFound),
        [only] => Ok(only),
        several => Err(Choice::Ambiguous(
            several.iter().map(|reader| reader.name.clone()).collect(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(name: &str, present: bool) -> ReaderState {
        ReaderState {
            name: name.to_owned(),
            present,
            ..ReaderState::default()
        }
    }

    #[test]
    fn names_tell_what_a_reader_is() {
        for (name, kind) in [
            ("Windows Hello for Business 1", ReaderKind::Virtual),
            ("Microsoft Virtual Smart Card 0", ReaderKind::Virtual),
            ("Virtual PCD 00 00", ReaderKind::Vpcd),
            (
                "ACS ACR1252 1S CL Reader [ACR1252 SAM] 01 00",
                ReaderKind::Sam,
            ),
            (
                "ACS ACR1251 CL Reader [ACR1251 CL Reader PICC] 00 00",
                ReaderKind::Contactless,
            ),
            ("SONY FeliCa Port/PaSoRi 4.0 0", ReaderKind::Contactless),
            (
                "Circle CIR315 CL [CIR315 CL] 00 00",
                ReaderKind::Contactless,
            ),
            ("ACS ACR39U ICC Reader 00 00", ReaderKind::Contact),
            ("SCM Microsystems Inc. SCR 3310 00 00", ReaderKind::Unknown),
        ] {
            assert_eq!(ReaderKind::of(name), kind, "{name}");
        }
    }

    #[test]
    fn the_reader_that_holds_the_card_is_taken() {
        let readers = [
            reader("Windows Hello for Business 1", true),
            reader("Alpha 00 00", false),
            reader("Beta 00 00", true),
        ];
        assert_eq!(choose(&readers, None), Choice::Card("Beta 00 00".into()));
        assert_eq!(choose(&readers, Some("alpha")), Choice::Empty);
        assert_eq!(choose(&readers, Some("2")), Choice::Empty);
        assert_eq!(
            choose(&readers, Some("3")),
            Choice::Card("Beta 00 00".into())
        );
        assert_eq!(choose(&readers, Some("0")), Choice::NotFound);
        assert_eq!(choose(&readers, Some("4")), Choice::NotFound);
        assert_eq!(choose(&readers, Some("gamma")), Choice::NotFound);
        assert_eq!(
            choose(&readers, Some("00 00")),
            Choice::Ambiguous(vec!["Alpha 00 00".into(), "Beta 00 00".into()])
        );
        assert_eq!(
            choose(&readers[..1], None),
            Choice::NoReader,
            "a virtual reader is none"
        );
    }

    #[test]
    fn two_cards_are_listed_and_a_mute_one_is_named() {
        let mut readers = vec![reader("Alpha", true), reader("Beta", true)];
        assert_eq!(
            choose(&readers, None),
            Choice::Several(vec!["Alpha".into(), "Beta".into()])
        );
        readers[0].mute = true;
        assert_eq!(choose(&readers, None), Choice::Card("Beta".into()));
        readers[1].mute = true;
        assert_eq!(choose(&readers, None), Choice::Mute);
    }
}
