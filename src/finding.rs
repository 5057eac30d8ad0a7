//! Everything that this program can find out about a card, a reader or a computer.
//!
//! A finding is an id with its evidence and holds no sentence: those are in `message`. The table
//! below is the one list of ids; they are stable, and others rely on them (`contract.md`).

mod evidence;

pub use evidence::{LookAlike, Part, Skip, Trap};

use crate::status_word::StatusWord;
use crate::time::Date;

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

macro_rules! findings {
    ($(
        $(#[doc = $doc:literal])*
        $name:ident $({ $($field:ident: $type:ty),* })? = $id:literal, $outcome:ident;
    )*) => {
        /// A finding with its evidence.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Finding {
            $(
                $(#[doc = $doc])*
                #[allow(missing_docs, reason = "the evidence is named by its field")]
                $name $({ $($field: $type),* })?,
            )*
        }

        /// The id of a finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum FindingId {
            $($(#[doc = $doc])* $name,)*
        }

        impl Finding {
            /// Its id.
            #[must_use]
            pub fn id(&self) -> FindingId {
                match self {
                    $(Self::$name { .. } => FindingId::$name,)*
                }
            }
        }

        impl FindingId {
            /// Every id.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The id as reports write it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)*
                }
            }

            /// What it does to the verdict.
            #[must_use]
            pub fn outcome(self) -> Outcome {
                match self {
                    $(Self::$name => Outcome::$outcome,)*
                }
            }
        }
    };
}

findings! {
    // The certificate's dates (rules.md R3).
    /// Within its dates, more than three months left.
    CertificateValid { last_day: Date, days_left: i64, renewable_from: Date } = "certificate-valid", Good;
    /// Within three months of the end.
    CertificateExpiring { last_day: Date, days_left: i64 } = "certificate-expiring", Look;
    /// After the end, within the grace.
    CertificateGrace { last_day: Date, insurance_until: Date, disputed: bool } = "certificate-grace", Look;
    /// After the grace, which ended on `grace_until`; None for a phone, which has none.
    CertificateExpired { last_day: Date, grace_until: Option<Date> } = "certificate-expired", Unusable;
    /// Before the first valid day, on a day that was given.
    CertificateNotYetValid { first_day: Date } = "certificate-not-yet-valid", Unusable;
    /// Before the first valid day, if the computer's clock is right.
    ClockBeforeCertificate { today: Date, first_day: Date } = "clock-before-certificate", Unchecked;

    // The certificate itself.
    /// A phone gives its certificate only after the PIN.
    CertificateNeedsPin = "certificate-needs-pin", Unchecked;
    /// There is none on the card.
    CertificateAbsent = "certificate-absent", Unusable;
    /// The card refuses to give it.
    CertificateRefused { status: StatusWord } = "certificate-refused", Unchecked;
    /// Nobody asked for it: the recording is of something else.
    CertificateNotRead = "certificate-not-read", Unchecked;
    /// What the card gave is no certificate.
    CertificateMalformed = "certificate-malformed", Unchecked;
    /// A recording holds its dates, but not the whole of it: that is personal.
    CertificateNotRecorded = "certificate-not-recorded", NotLookedAt;
    /// Issued by somebody else than JPKI.
    CertificateNotJpki = "certificate-not-jpki", Unusable;
    /// The signing certificate lies in the place of the user-authentication certificate.
    CertificateWrongUse = "certificate-wrong-use", Unusable;
    /// A known CA signed it; `generation` is the JPKI CA's year, None for a CA that the user named.
    ChainTrusted { generation: Option<&'static str> } = "chain-trusted", Good;
    /// The CA of the simulated cards signed it, as was to be expected.
    ChainSimulated = "chain-simulated", Good;
    /// The CA of the simulated cards signed it, and nobody has said that this will do.
    ChainSimulatedOnly = "chain-simulated-only", Unusable;
    /// There is no CA certificate to check with.
    ChainNotChecked = "chain-not-checked", Unchecked;
    /// The CA certificate on the card is none of the known ones.
    ChainAuthorityUnknown = "chain-authority-unknown", Unusable;
    /// The CA certificate on the card bears the name of the JPKI CA, but is another.
    ChainSameName = "chain-same-name", Unusable;
    /// It names another key than that of the CA certificate beside it.
    ChainKeyMismatch = "chain-key-mismatch", Unusable;
    /// The CA's key has not signed this: it was forged or changed.
    ChainSignatureWrong = "chain-signature-wrong", Unusable;
    /// The CA ended before the certificate does.
    ChainAuthorityExpired { last_day: Date } = "chain-authority-expired", Unusable;
    /// Key or signature of a kind that this program cannot verify.
    AlgorithmUnknown { algorithm: String } = "algorithm-unknown", Unchecked;
    /// The chip answered the challenge with the certificate's key.
    KeyProven = "key-proven", Good;
    /// What the chip answered was not made by the certificate's key.
    KeyNotProven = "key-not-proven", Unusable;
    /// The card refused to sign the challenge.
    KeyRefused { status: StatusWord } = "key-refused", Unchecked;
    /// A card of the operator's test hierarchy.
    TestCard = "test-card", Unusable;
    /// A simulated card.
    SimulatedCard = "simulated-card", Good;

    // The card.
    /// SELECT of the JPKI application was refused.
    NotMyNumberCard { status: StatusWord, looks_like: Option<LookAlike> } = "not-my-number-card", Unusable;
    /// The predecessor, 住基カード.
    JukiCard = "juki-card", Unusable;
    /// A token label that this program does not know.
    CardKindUnknown { label: String } = "card-kind-unknown", Look;

    // The PIN (rules.md R2).
    /// Tries are left: two or three.
    PinOk { left: u8, max: Option<u8> } = "pin-ok", Good;
    /// One try is left.
    PinLastTry = "pin-last-try", Look;
    /// Locked, or a card without PIN.
    PinLocked { no_signing: bool } = "pin-locked", Look;
    /// Verified in this session by another program; the count is not told.
    PinVerified = "pin-verified", Look;
    /// The card's answer does not tell the count.
    PinUnknown { status: StatusWord } = "pin-unknown", Look;

    /// One try is left of another PIN of the card.
    OtherPinLastTry { pin: &'static str } = "other-pin-last-try", Look;
    /// Another PIN of the card is locked.
    OtherPinLocked { pin: &'static str } = "other-pin-locked", Look;
    /// The card's answer does not tell the count of another PIN.
    OtherPinUnknown { pin: &'static str, status: StatusWord } = "other-pin-unknown", Look;

    // The entry of a PIN.
    /// The card accepted it.
    PinRight = "pin-right", Good;
    /// The card did not accept it; so many tries are left, where that is known.
    PinWrong { left: Option<u8> } = "pin-wrong", PinRefused;
    /// The card did not accept it, and that was the last try.
    PinNowLocked = "pin-now-locked", PinRefused;
    /// One try was left, and nobody said yes to using it: nothing was sent.
    PinWithheld = "pin-withheld", PinRefused;
    /// It was sent, and the card answered that it is locked.
    PinSentLocked = "pin-sent-locked", PinRefused;
    /// It was locked before: nothing was sent.
    PinNotTriedLocked { no_signing: bool } = "pin-not-tried-locked", PinRefused;
    /// The card did not tell how many tries are left: nothing was sent.
    PinNotTriedUnknown { status: StatusWord } = "pin-not-tried-unknown", PinRefused;
    /// Another card, or another count, after typing: nothing was sent.
    PinCardChanged = "pin-card-changed", PinRefused;
    /// Not four digits: nothing was sent.
    PinLength = "pin-length", PinRefused;
    /// Not digits: nothing was sent.
    PinNotDigits = "pin-not-digits", PinRefused;
    /// Full-width digits: nothing was sent.
    PinFullWidth = "pin-full-width", PinRefused;
    /// No PIN came: end of input, or nobody who could be asked.
    PinNotGiven = "pin-not-given", Unchecked;
    /// The connection broke at the VERIFY. It was not sent again.
    PinOutcomeUnknown { before: u8, after: Option<u8> } = "pin-outcome-unknown", Unchecked;
    /// The card answered the VERIFY with neither yes nor no.
    PinAnswerOdd { status: StatusWord } = "pin-answer-odd", Unchecked;
    /// The card could not be powered down after the VERIFY.
    PinStillVerified = "pin-still-verified", Look;

    // What cannot be known offline (rules.md R4).
    /// Revocation.
    RevocationNotChecked = "revocation-not-checked", NotLookedAt;
    /// Registration for health insurance.
    RegistrationNotChecked = "registration-not-checked", NotLookedAt;
    /// The computer's clock is before this program's release.
    ClockWrong { today: Date, released: Date } = "clock-wrong", Unchecked;

    // The way to the card.
    /// The smart-card service cannot be reached.
    NoService { code: u32 } = "no-service", Unchecked;
    /// The service speaks another version, or has stopped.
    ServiceStopped { code: u32 } = "service-stopped", Unchecked;
    /// The system does not allow this user the reader.
    AccessDenied { code: u32 } = "access-denied", Unchecked;
    /// The service knows no reader.
    NoReader = "no-reader", Unchecked;
    /// `serve` finds no virtual reader to lay its card on.
    NoVirtualReader { address: String, waited_seconds: u64 } = "no-virtual-reader", Unchecked;
    /// No reader has this name or number.
    ReaderNotFound { wanted: String, readers: Vec<String> } = "reader-not-found", Unchecked;
    /// Several readers have this name.
    ReaderAmbiguous { wanted: String, readers: Vec<String> } = "reader-ambiguous", Unchecked;
    /// The reader went away.
    ReaderGone { code: u32 } = "reader-gone", Unchecked;
    /// No card within the time limit.
    NoCard { waited_seconds: u64 } = "no-card", Unchecked;
    /// Several readers hold a card.
    SeveralCards { readers: Vec<String> } = "several-cards", Unchecked;
    /// A card is there, but its chip does not answer.
    CardMute = "card-mute", Unchecked;
    /// Another program has the card for itself.
    CardBusy { programs: Vec<String> } = "card-busy", Unchecked;
    /// Another program is in the middle of a conversation with the card, and does not end it.
    CardInTransaction { seconds: u64, programs: Vec<String> } = "card-in-transaction", Unchecked;
    /// The card was taken away.
    CardRemoved = "card-removed", Unchecked;
    /// Another program has reset the card, twice.
    CardReset = "card-reset", Unchecked;
    /// Card and reader agree on no protocol.
    ProtocolMismatch = "protocol-mismatch", Unchecked;
    /// The exchange broke.
    CommunicationFailed { code: u32 } = "communication-failed", Unchecked;
    /// The card answers against the rules.
    CardAnswersOddly = "card-answers-oddly", Unchecked;
    /// The time limit ran out.
    TimeLimit { seconds: u64 } = "time-limit", Unchecked;
    /// Any other PC/SC code.
    PcscError { code: u32 } = "pcsc-error", Unchecked;

    // `doctor`: the computer.
    /// The service answers.
    ServiceOk = "service-ok", Good;
    /// The service is not installed.
    ServiceMissing { command: String } = "service-missing", Unchecked;
    /// The service is installed, but set never to start.
    ServiceDisabled { masked: bool } = "service-disabled", Unchecked;
    /// The service is installed and may start, but does not run.
    ServiceNotRunning { command: String } = "service-not-running", Unchecked;
    /// The service has ended without taking its socket away.
    ServiceStale { command: String } = "service-stale", Unchecked;
    /// The socket is there, but this user may not open it.
    ServiceForbidden = "service-forbidden", Unchecked;
    /// A container or sandbox keeps the service out of sight.
    ServiceSandboxed { sandbox: String, remedy: String } = "service-sandboxed", Unchecked;
    /// The service takes the call and never answers.
    ServiceHangs { seconds: u64, stopped: bool } = "service-hangs", Unchecked;
    /// The service ended in the middle.
    ServiceDied { code: u32 } = "service-died", Unchecked;
    /// Library and service are of versions that do not understand each other.
    VersionMismatch { code: u32 } = "version-mismatch", Unchecked;
    /// Windows' service does not run.
    WindowsServiceStopped { code: u32 } = "windows-service-stopped", Unchecked;
    /// Windows' service is set never to start.
    WindowsServiceDisabled = "windows-service-disabled", Unchecked;
    /// Windows' service does not run, and starts by itself with the first reader.
    WindowsServiceOnDemand = "windows-service-on-demand", Good;
    /// A remote desktop session shows the readers of another computer.
    RemoteSession = "remote-session", Unchecked;
    /// The service serves too many programs already.
    TooManyClients { code: u32 } = "too-many-clients", Unchecked;
    /// A virtual machine that was given no reader.
    VirtualMachine { machine: String } = "virtual-machine", Unchecked;

    // `doctor`: the reader.
    /// A reader that works.
    ReaderOk { reader: String } = "reader-ok", Good;
    /// A reader that the table of models does not have.
    ReaderModelUnknown { reader: String } = "reader-model-unknown", Good;
    /// What is known to go wrong with this model.
    ReaderTrap { reader: String, trap: Trap } = "reader-trap", Good;
    /// A virtual reader, passed over.
    ReaderVirtual { reader: String } = "reader-virtual", Good;
    /// A reader with more than one slot.
    ReaderSlots { readers: Vec<String> } = "reader-slots", Good;
    /// A reader that carries short APDUs only.
    ShortApduOnly { reader: String } = "short-apdu-only", Good;
    /// No reader is plugged in.
    ReaderNotPlugged = "reader-not-plugged", Unchecked;
    /// The service knows no reader, and nothing that was looked at says why.
    ReaderUnseen = "reader-unseen", Unchecked;
    /// A module of the kernel has taken the reader.
    ReaderHeldByKernel { reader: String, module: String } = "reader-held-by-kernel", Unchecked;
    /// A reader that has no PC/SC driver on this system.
    ReaderNotPcsc { reader: String } = "reader-not-pcsc", Unchecked;
    /// The service has no driver at all.
    DriverMissing { command: String } = "driver-missing", Unchecked;
    /// No driver lists this reader.
    DriverUnlisted { reader: String, package: Option<&'static str> } = "driver-unlisted", Unchecked;
    /// Windows has no driver for the reader.
    DeviceWithoutDriver { reader: String } = "device-without-driver", Unchecked;
    /// The reader is switched off in Windows' device manager.
    DeviceDisabled { reader: String } = "device-disabled", Unchecked;
    /// Windows' device manager tells of another problem.
    DeviceProblem { reader: String, problem: u32 } = "device-problem", Unchecked;
    /// Two drivers list this reader.
    DriverDuplicate { reader: String, drivers: Vec<String> } = "driver-duplicate", Look;
    /// The service may not open the reader's device node.
    ReaderPermission { reader: String } = "reader-permission", Unchecked;
    /// Another program has opened the reader, past the service.
    ReaderHeldByProgram { reader: String, program: String } = "reader-held-by-program", Unchecked;
    /// The driver refuses the reader's firmware.
    ReaderFirmware { reader: String, version: String, needed: String } = "reader-firmware", Unchecked;
    /// The configuration hides readers.
    ReaderHidden { place: String } = "reader-hidden", Unchecked;
    /// The reader's USB connection is not steady.
    UsbUnsteady { reader: String, through_hub: bool, saves_power: bool } = "usb-unsteady", Look;
    /// The programs that use the card cannot be told on this system.
    ProgramsNotShown = "programs-not-shown", NotLookedAt;
    /// 顔認証付きカードリーダー are no PC/SC readers.
    FaceReaderOutside = "face-reader-outside", NotLookedAt;

    // `doctor`: the card.
    /// The card stopped answering in the middle; the service runs.
    CardSilent { seconds: u64 } = "card-silent", Unchecked;

    // `doctor`: tests that take their time.
    /// Every run read the card.
    CardStable { runs: u32, median: u64 } = "card-stable", Good;
    /// Some runs failed.
    CardUnstable { failed: u32, runs: u32 } = "card-unstable", Look;
    /// Another card works in this reader: the first card is at fault.
    SwapCard = "swap-card", Unchecked;
    /// No card works in this reader.
    SwapReader = "swap-reader", Unchecked;
    /// Both cards answer.
    SwapBothAnswer = "swap-both-answer", Good;
    /// Nothing was laid down for the second look.
    SwapNotMade = "swap-not-made", Unchecked;
    /// A part was not looked at.
    PartSkipped { part: Part, why: Skip } = "part-skipped", NotLookedAt;

    // Input.
    /// The replayed conversation differs from the recording.
    ReplayDiffers { line: Option<usize>, expected: Option<String>, got: Option<String>, later: Option<usize>, repeated_verify: bool } = "replay-differs", BadInput;
    /// A file cannot be read.
    FileUnreadable { file: String, why: String } = "file-unreadable", BadInput;
    /// A recording is wrong.
    RecordingWrong { file: String, line: usize, why: String } = "recording-wrong", BadInput;
    /// A file given as trust anchor is wrong.
    TrustAnchorWrong { file: String, why: String } = "trust-anchor-wrong", BadInput;
    /// What is asked was left out of the recording: the whole certificate, or a signature.
    RecordingRedacted = "recording-redacted", BadInput;
    /// The recording could not be written to its end.
    RecordingIncomplete { file: String, why: String } = "recording-incomplete", Look;
    /// A log ends before the answer to its last command.
    LogEnds = "log-ends", Unchecked;
    /// A card file is wrong.
    CardFileWrong { file: String, why: String } = "card-file-wrong", BadInput;
    /// The configuration is wrong.
    ConfigurationWrong { file: String, why: String } = "configuration-wrong", BadInput;
    /// There is no simulated card of this name.
    NoSuchCard { name: String, near: Option<String> } = "no-such-card", BadUsage;
    /// `explain` knows nothing by this name, or finds nothing in a text (then without a name).
    NothingKnown { id: String, near: Option<String> } = "nothing-known", BadUsage;
    /// `guide` has no situation for these words.
    NoSituation { words: String, near: Vec<String> } = "no-situation", BadUsage;
    /// The command line is wrong.
    UsageWrong { why: String } = "usage-wrong", BadUsage;

    // The program.
    /// Ctrl-C.
    Interrupted = "interrupted", Interrupted;
    /// A fault of this program.
    ProgramFault { what: String } = "program-fault", Fault;
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
