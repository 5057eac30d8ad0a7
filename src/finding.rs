//! Everything that this program can find out about a card, a reader or a computer.
//!
//! A finding is an id with its evidence and holds no sentence: those are in `message`. Everything
//! else that there is to know of it is a column of its row in `table.rs`.

mod evidence;

pub use evidence::{
    Hint, LookAlike, LooksLike, Misuse, Part, RecordingFault, SettingFault, Skip, Trap,
};

/// How a finding counts.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Good, or worth knowing.
    Ok,
    /// Could not be looked at.
    Skipped,
    /// Works, but somebody should act.
    Attention,
    /// Does not work.
    Fail,
}

/// What a finding does to the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Outcome {
    /// Nothing: good news, or information.
    Good,
    /// Nothing: something that was not looked at.
    NotLookedAt,
    /// Usable, but look.
    Look,
    /// Could not find out.
    Unchecked,
    /// The PIN was wrong, is locked, or was withheld.
    PinRefused,
    /// Not usable.
    Unusable,
    /// An input file is wrong.
    BadInput,
    /// The command line is wrong.
    BadUsage,
    /// Ctrl-C.
    Interrupted,
    /// A fault of this program.
    Fault,
}

impl Outcome {
    fn severity(self) -> Severity {
        match self {
            Self::Good => Severity::Ok,
            Self::NotLookedAt => Severity::Skipped,
            Self::Look => Severity::Attention,
            _ => Severity::Fail,
        }
    }
}

/// What a finding tells somebody who looks for a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingKind {
    /// No fault.
    Note,
    /// The answer to what was asked. Of several the last is the one.
    Answer,
    /// A cause that somebody can mend.
    Cause,
    /// The card was not read, and nothing tells yet whether card or reader is at fault: nobody is
    /// to be told that a card is broken before another one has been tried.
    CardOrReader,
    /// What is not known yet.
    Open,
    /// Something about this run of the program alone.
    ThisRun,
}

impl FindingKind {
    /// It names what has to be mended.
    #[must_use]
    pub fn explains(self) -> bool {
        matches!(
            self,
            Self::Answer | Self::Note | Self::Cause | Self::CardOrReader
        )
    }
}

/// What cannot go on behind a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stops {
    /// Nothing: the card was read, whatever it said.
    Nothing,
    /// This reading of the card; the next may succeed.
    Reading,
    /// Every reading: another one would fail in the same way, or take as long.
    EveryReading,
}

/// How the patient is received all the same, where the ordinary way is stopped (`rules.md` R5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reception {
    /// As always.
    Ordinary,
    /// By face recognition, or staff compare the photograph on the card.
    FaceOrPhoto,
    /// By what shows the eligibility without reading the card.
    WithoutReading,
    /// By the My Number Card itself: what was read is another card.
    RightCard,
    /// Not by this card, but by 資格確認書.
    OtherProof,
    /// By the plastic card instead of the phone.
    PlasticCard,
    /// As the online eligibility check says.
    OnlineCheck,
}

/// Makes of the rows the finding with its evidence, its id, and for each subject a view of its own,
/// so that whoever speaks of one subject is held complete by the compiler.
macro_rules! findings {
    ($($topic:ident, $view:ident, $view_id:ident: $about:literal { $(
        $(#[doc = $doc:literal])*
        $name:ident $({ $($field:ident: $type:ty),* })? =
            $id:literal, $outcome:ident, $part:ident, $kind:ident, $stops:ident,
            $reception:ident;
    )* })*) => {
        /// A finding with its evidence.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Finding {
            $($(
                $(#[doc = $doc])*
                #[allow(missing_docs, reason = "the evidence is named by its field")]
                $name $({ $($field: $type),* })?,
            )*)*
        }

        /// The id of a finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum FindingId {
            $($($(#[doc = $doc])* $name,)*)*
        }

        $(
            #[doc = concat!("A finding about ", $about, ".")]
            #[allow(clippy::ref_option_ref, reason = "evidence of any type is lent")]
            pub(crate) enum $view<'a> {
                $($name $({ $($field: &'a $type),* })?,)*
            }

            #[doc = concat!("The id of a finding about ", $about, ".")]
            pub(crate) enum $view_id {
                $($name,)*
            }
        )*

        /// A finding by its subject.
        pub(crate) enum Topic<'a> {
            $($topic($view<'a>),)*
        }

        /// The id of a finding by its subject.
        pub(crate) enum TopicId {
            $($topic($view_id),)*
        }

        impl Finding {
            /// Its id.
            #[must_use]
            pub fn id(&self) -> FindingId {
                match self {
                    $($(Self::$name { .. } => FindingId::$name,)*)*
                }
            }

            /// Every text of its evidence, with the name of the field that holds it.
            pub(crate) fn each_text(&mut self, see: &mut dyn FnMut(&'static str, &mut String)) {
                match self {
                    $($(
                        Self::$name $({ $($field),* })? => {
                            $($(for text in $field.texts() { see(stringify!($field), text); })*)?
                        }
                    )*)*
                }
            }

            pub(crate) fn topic(&self) -> Topic<'_> {
                match self {
                    $($(
                        Self::$name $({ $($field),* })? =>
                            Topic::$topic($view::$name $({ $($field),* })?),
                    )*)*
                }
            }
        }

        impl FindingId {
            /// Every id.
            pub const ALL: &'static [Self] = &[$($(Self::$name),*),*];

            /// The id as reports write it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $($(Self::$name => $id,)*)*
                }
            }

            /// What it does to the verdict.
            #[must_use]
            pub fn outcome(self) -> Outcome {
                match self {
                    $($(Self::$name => Outcome::$outcome,)*)*
                }
            }

            /// The part at fault. A card that another program uses is in order: what has to be mended
            /// is on the computer.
            #[must_use]
            pub fn part(self) -> Part {
                match self {
                    $($(Self::$name => Part::$part,)*)*
                }
            }

            /// What it tells somebody who looks for a fault.
            #[must_use]
            pub fn kind(self) -> FindingKind {
                match self {
                    $($(Self::$name => FindingKind::$kind,)*)*
                }
            }

            /// What cannot go on behind it.
            #[must_use]
            pub fn stops(self) -> Stops {
                match self {
                    $($(Self::$name => Stops::$stops,)*)*
                }
            }

            /// How the patient is received.
            #[must_use]
            pub fn reception(self) -> Reception {
                match self {
                    $($(Self::$name => Reception::$reception,)*)*
                }
            }

            pub(crate) fn topic(self) -> TopicId {
                match self {
                    $($(Self::$name => TopicId::$topic($view_id::$name),)*)*
                }
            }
        }
    };
}

mod table;

pub(crate) use table::{
    CardFinding, CardFindingId, CertificateFinding, CertificateFindingId, ChainFinding,
    ChainFindingId, InputFinding, InputFindingId, PinFinding, PinFindingId, ReaderFinding,
    ReaderFindingId, ServiceFinding, ServiceFindingId, Topic, TopicId,
};
pub use table::{Finding, FindingId};

impl Finding {
    /// How the patient is received. A phone has no grace, but its holder has a card.
    #[must_use]
    pub fn reception(&self) -> Reception {
        match self {
            Self::CertificateExpired {
                grace_until: None, ..
            } => Reception::PlasticCard,
            _ => self.id().reception(),
        }
    }
}

impl FindingId {
    /// How it counts.
    #[must_use]
    pub fn severity(self) -> Severity {
        self.outcome().severity()
    }
}

impl std::str::FromStr for FindingId {
    type Err = UnknownFinding;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        Self::ALL
            .iter()
            .copied()
            .find(|id| id.as_str().eq_ignore_ascii_case(text))
            .ok_or(UnknownFinding)
    }
}

/// The text is no id of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the id of a finding")]
pub struct UnknownFinding;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_kebab_case_and_unique() {
        let mut seen = std::collections::HashSet::new();
        for id in FindingId::ALL {
            let text = id.as_str();
            assert!(seen.insert(text), "{text} twice");
            assert!(
                text.chars().all(|c| c.is_ascii_lowercase() || c == '-'),
                "{text}"
            );
            assert_eq!(text.parse(), Ok(*id));
        }
    }
}
