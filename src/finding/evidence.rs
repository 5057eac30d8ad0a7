//! What findings tell beside numbers and names: kinds of card, parts of the way to it, traps.

/// What is wrong with the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingFault {
    /// It is no TOML from here on.
    Syntax,
    /// Nothing is set by this name.
    UnknownKey {
        /// The name.
        key: String,
        /// The one that may have been meant.
        near: Option<String>,
    },
    /// `reader` is not a part of a name.
    Reader,
    /// `lang` is no language.
    Lang,
}

/// Cards that a counter meets instead of a My Number Card (`protocol.md` §4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookAlike {
    /// Transport and electronic-money cards.
    Felica,
    /// 運転免許証.
    DrivingLicence,
    /// 在留カード or 特別永住者証明書.
    ResidenceCard,
    /// Credit, debit and cash cards.
    PaymentCard,
    /// Passport.
    Passport,
    /// B-CAS, the card of a television.
    Bcas,
    /// HPKI, the card of a doctor.
    Hpki,
}

/// The four that can be at fault, in the order in which they are looked at.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The computer with its smart-card service.
    Computer,
    /// The card reader.
    Reader,
    /// The card.
    Card,
    /// The certificate on the card.
    Certificate,
}

impl Part {
    /// All four, in order.
    pub const ALL: [Self; 4] = [Self::Computer, Self::Reader, Self::Card, Self::Certificate];

    /// The part as reports write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Computer => "computer",
            Self::Reader => "reader",
            Self::Card => "card",
            Self::Certificate => "certificate",
        }
    }
}

/// Why a part was not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skip {
    /// The way to it is blocked by an earlier fault.
    EarlierFault,
    /// A simulated or recorded card needs neither computer nor reader.
    NoReaderNeeded,
    /// The options leave it out.
    NotAsked,
    /// This system does not show what would have to be looked at.
    NotShown,
}

/// What is known to go wrong with a model of reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trap {
    /// It has a slot for a security module beside the one for cards.
    SamSlot,
    /// It takes cards in two ways, as two readers.
    TwoSlots,
    /// It reads Type B cards, My Number Cards among them, unreliably.
    TypeBUnreliable,
    /// A built-in slot of a laptop that the driver does not support.
    BuiltInUnsupported,
    /// On Windows its own driver must be installed first.
    WindowsDriverFirst,
}

/// What is wrong with a command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misuse {
    /// An argument that nobody asked for, and that could be a PIN: it is not repeated.
    StraySecret,
    /// There is no such option.
    UnknownOption(String),
    /// An argument that nobody asked for.
    Stray(String),
    /// There is no such command.
    UnknownCommand(String),
    /// This argument is missing.
    Missing(String),
    /// No command was given.
    NoCommand,
    /// This option needs a value.
    NoValue(String),
    /// This switch was given a value.
    UnwantedValue(String),
    /// Two that exclude each other.
    Conflict(String, String),
    /// An option with a value that it does not take.
    WrongValue {
        /// The option.
        option: String,
        /// Its value.
        value: String,
        /// What it takes; may be empty.
        valid: String,
    },
    /// `--record-full` was given once only.
    RecordFullOnce,
    /// Anything else that the parser of arguments says.
    Other(String),
}

/// What may have been meant, or what the option takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// The name that is most like it.
    Near(String),
    /// A day.
    Day,
    /// A number.
    Number,
    /// What the help says of the option.
    Help(String),
}
