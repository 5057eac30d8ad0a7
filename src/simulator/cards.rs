//! The simulated cards that the program carries, by name.

/// A card file inside the program.
#[derive(Debug, Clone, Copy)]
pub struct BuiltIn {
    /// The name that `--simulate` and `serve` take.
    pub name: &'static str,
    /// The card file.
    pub file: &'static str,
}

macro_rules! cards {
    ($($name:literal),* $(,)?) => {
        /// The cards, in the order of `mynacheck cards`.
        pub const BUILT_IN: &[BuiltIn] = &[
            $(BuiltIn {
                name: $name,
                file: include_str!(concat!("../../fixtures/cards/", $name, ".toml")),
            }),*
        ];
    };
}

cards![
    "valid",
    "expiring",
    "grace",
    "expired",
    "not-yet-valid",
    "last-try",
    "locked",
    "face-only",
    "no-signing",
    "contactless",
    "short-identifiers",
    "slow-start",
    "android",
    "iphone",
    "juki-card",
    "next-generation",
    "test-hierarchy",
    "driving-licence",
    "residence-card",
    "felica",
    "blank",
    "mute",
];

/// The card file of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static BuiltIn> {
    BUILT_IN.iter().find(|card| card.name == name)
}
