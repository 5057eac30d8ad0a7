//! The one list of findings. Its columns: effect on the verdict, part at fault, kind, what it stops,
//! how the patient is received.
//! The ids are stable, and others rely on them (`contract.md`).

use super::evidence::Evidence;
use super::{
    FindingKind, Hint, LookAlike, Misuse, Outcome, Part, Reception, RecordingFault, SettingFault,
    Skip, Stops, Trap,
};
use crate::status_word::StatusWord;
use crate::time::Date;

findings! {
    Certificate, CertificateFinding, CertificateFindingId: "the certificate's dates, and what only others know of it" {
        /// Within its dates, more than three months left.
        CertificateValid { last_day: Date, days_left: i64 } = "certificate-valid", Good, Certificate, Answer, Nothing, Ordinary;
        /// Within three months of the end.
        CertificateExpiring { last_day: Date, days_left: i64 } = "certificate-expiring", Look, Certificate, Cause, Nothing, Ordinary;
        /// After the end, within the grace.
        CertificateGrace { last_day: Date, insurance_until: Date, disputed: bool } = "certificate-grace", Look, Certificate, Cause, Nothing, Ordinary;
        /// After the grace, which ended on `grace_until`; None for a phone, which has none.
        CertificateExpired { last_day: Date, grace_until: Option<Date> } = "certificate-expired", Unusable, Certificate, Cause, Nothing, OtherProof;
        /// Before the first valid day, on a day that was given.
        CertificateNotYetValid { first_day: Date } = "certificate-not-yet-valid", Unusable, Certificate, Cause, Nothing, OtherProof;
        /// Before the first valid day, if the computer's clock is right.
        ClockBeforeCertificate { today: Date, first_day: Date } = "clock-before-certificate", Unchecked, Computer, Cause, Nothing, OnlineCheck;
        /// The computer's clock is before this program's release.
        ClockWrong { today: Date, released: Date } = "clock-wrong", Unchecked, Computer, Cause, Nothing, OnlineCheck;
        /// A phone gives its certificate only after the PIN.
        CertificateNeedsPin = "certificate-needs-pin", Unchecked, Certificate, Open, Nothing, PlasticCard;
        /// There is none on the card.
        CertificateAbsent = "certificate-absent", Unusable, Certificate, Cause, Nothing, OtherProof;
        /// The card refuses to give it.
        CertificateRefused { status: StatusWord } = "certificate-refused", Unchecked, Certificate, Cause, Nothing, WithoutReading;
        /// Nobody asked for it: the recording is of something else.
        CertificateNotRead = "certificate-not-read", Unchecked, Certificate, Cause, Nothing, Ordinary;
        /// What the card gave is no certificate.
        CertificateMalformed = "certificate-malformed", Unchecked, Certificate, Cause, Nothing, WithoutReading;
        /// Revocation.
        RevocationNotChecked = "revocation-not-checked", NotLookedAt, Certificate, Note, Nothing, Ordinary;
        /// Registration for health insurance.
        RegistrationNotChecked = "registration-not-checked", NotLookedAt, Certificate, Note, Nothing, Ordinary;
    }
    Chain, ChainFinding, ChainFindingId: "who issued the certificate, and its key" {
        /// Issued by somebody else than JPKI.
        CertificateNotJpki = "certificate-not-jpki", Unusable, Certificate, Cause, Nothing, OtherProof;
        /// The signing certificate lies in the place of the user-authentication certificate.
        CertificateWrongUse = "certificate-wrong-use", Unusable, Certificate, Cause, Nothing, OtherProof;
        /// A known CA signed it; `generation` is the JPKI CA's year, None for a CA that the user named.
        ChainTrusted { generation: Option<&'static str> } = "chain-trusted", Good, Certificate, Note, Nothing, Ordinary;
        /// The CA of the simulated cards signed it, as was to be expected.
        ChainSimulated = "chain-simulated", Good, Certificate, Note, Nothing, Ordinary;
        /// The CA of the simulated cards signed it, and nobody has said that this will do.
        ChainSimulatedOnly = "chain-simulated-only", Unusable, Certificate, Cause, Nothing, Ordinary;
        /// There is no CA certificate to check with.
        ChainNotChecked = "chain-not-checked", Unchecked, Certificate, Cause, Nothing, OnlineCheck;
        /// The CA certificate on the card is none of the known ones.
        ChainAuthorityUnknown = "chain-authority-unknown", Unusable, Certificate, Cause, Nothing, OtherProof;
        /// The CA certificate on the card bears the name of the JPKI CA, but is another.
        ChainSameName = "chain-same-name", Unusable, Certificate, Cause, Nothing, OtherProof;
        /// It names another key than that of the CA certificate beside it.
        ChainKeyMismatch = "chain-key-mismatch", Unusable, Certificate, Cause, Nothing, OtherProof;
        /// The CA's key has not signed this: it was forged or changed.
        ChainSignatureWrong = "chain-signature-wrong", Unusable, Certificate, Cause, Nothing, OtherProof;
        /// The CA ended before the certificate does.
        ChainAuthorityExpired { last_day: Date } = "chain-authority-expired", Unusable, Certificate, Cause, Nothing, OtherProof;
        /// Key or signature of a kind that this program cannot verify.
        AlgorithmUnknown { algorithm: String } = "algorithm-unknown", Unchecked, Certificate, Cause, Nothing, OnlineCheck;
        /// The chip answered the challenge with the certificate's key.
        KeyProven = "key-proven", Good, Certificate, Answer, Nothing, Ordinary;
        /// What the chip answered was not made by the certificate's key.
        KeyNotProven = "key-not-proven", Unusable, Certificate, Cause, Nothing, OtherProof;
        /// The card refused to sign the challenge.
        KeyRefused { status: StatusWord } = "key-refused", Unchecked, Certificate, Cause, Nothing, OnlineCheck;
        /// A card of the operator's test hierarchy.
        TestCard = "test-card", Unusable, Certificate, Cause, Nothing, Ordinary;
        /// A simulated card.
        SimulatedCard = "simulated-card", Good, Card, Note, Nothing, Ordinary;
    }
    Pin, PinFinding, PinFindingId: "the PINs of the card and their entry (`rules.md` R2)" {
        /// Tries are left: two or three.
        PinOk { left: u8, max: Option<u8> } = "pin-ok", Good, Card, Answer, Nothing, Ordinary;
        /// One try is left.
        PinLastTry = "pin-last-try", Look, Card, Cause, Nothing, FaceOrPhoto;
        /// Locked, or a card without PIN.
        PinLocked { no_signing: bool } = "pin-locked", Look, Card, Cause, Nothing, FaceOrPhoto;
        /// Verified in this session by another program; the count is not told.
        PinVerified = "pin-verified", Look, Card, Cause, Nothing, FaceOrPhoto;
        /// The card's answer does not tell the count.
        PinUnknown { status: StatusWord } = "pin-unknown", Look, Card, Cause, Nothing, FaceOrPhoto;
        /// One try is left of another PIN of the card.
        OtherPinLastTry { pin: &'static str } = "other-pin-last-try", Look, Card, Cause, Nothing, Ordinary;
        /// Another PIN of the card is locked.
        OtherPinLocked { pin: &'static str } = "other-pin-locked", Look, Card, Cause, Nothing, Ordinary;
        /// The card's answer does not tell the count of another PIN.
        OtherPinUnknown { pin: &'static str, status: StatusWord } = "other-pin-unknown", Look, Card, Cause, Nothing, Ordinary;
        /// The card accepted it.
        PinRight = "pin-right", Good, Card, Answer, Nothing, Ordinary;
        /// The card did not accept it; so many tries are left, where that is known.
        PinWrong { left: Option<u8> } = "pin-wrong", PinRefused, Card, Cause, Nothing, FaceOrPhoto;
        /// The card did not accept it, and that was the last try.
        PinNowLocked = "pin-now-locked", PinRefused, Card, Cause, Nothing, FaceOrPhoto;
        /// It was sent, and the card answered that it is locked.
        PinSentLocked = "pin-sent-locked", PinRefused, Card, Cause, Nothing, FaceOrPhoto;
        /// One try was left, and nobody said yes to using it: nothing was sent.
        PinWithheld = "pin-withheld", PinRefused, Card, Cause, Nothing, FaceOrPhoto;
        /// It was locked before: nothing was sent.
        PinNotTriedLocked { no_signing: bool } = "pin-not-tried-locked", PinRefused, Card, Cause, Nothing, FaceOrPhoto;
        /// The card did not tell how many tries are left: nothing was sent.
        PinNotTriedUnknown { status: StatusWord } = "pin-not-tried-unknown", PinRefused, Card, Cause, Nothing, FaceOrPhoto;
        /// Another card, or another count, after typing: nothing was sent.
        PinCardChanged = "pin-card-changed", PinRefused, Card, Cause, Nothing, FaceOrPhoto;
        /// Not four digits: nothing was sent.
        PinLength = "pin-length", PinRefused, Card, Cause, Nothing, Ordinary;
        /// Not digits: nothing was sent.
        PinNotDigits = "pin-not-digits", PinRefused, Card, Cause, Nothing, Ordinary;
        /// Full-width digits: nothing was sent.
        PinFullWidth = "pin-full-width", PinRefused, Card, Cause, Nothing, Ordinary;
        /// No PIN came: end of input, or nobody who could be asked.
        PinNotGiven = "pin-not-given", Unchecked, Card, Cause, Nothing, Ordinary;
        /// The connection broke at the VERIFY. It was not sent again.
        PinOutcomeUnknown { before: u8, after: Option<u8> } = "pin-outcome-unknown", Unchecked, Card, Cause, Nothing, FaceOrPhoto;
        /// The card answered the VERIFY with neither yes nor no.
        PinAnswerOdd { status: StatusWord } = "pin-answer-odd", Unchecked, Card, Cause, Nothing, FaceOrPhoto;
        /// The card could not be powered down after the VERIFY.
        PinStillVerified = "pin-still-verified", Look, Card, Cause, Nothing, Ordinary;
    }
    Card, CardFinding, CardFindingId: "the card and the exchange with it" {
        /// SELECT of the JPKI application was refused.
        NotMyNumberCard { status: StatusWord, looks_like: Option<LookAlike> } = "not-my-number-card", Unusable, Card, Cause, Nothing, RightCard;
        /// The predecessor, 住基カード.
        JukiCard = "juki-card", Unusable, Card, Cause, Nothing, RightCard;
        /// A token label that this program does not know.
        CardKindUnknown { label: String } = "card-kind-unknown", Look, Card, Cause, Nothing, OnlineCheck;
        /// No card within the time limit, in the reader that was chosen; `elsewhere` hold one.
        NoCard { waited_seconds: u64, elsewhere: Vec<String> } = "no-card", Unchecked, Card, Open, Reading, WithoutReading;
        /// Several readers hold a card.
        SeveralCards { readers: Vec<String> } = "several-cards", Unchecked, Card, Open, Nothing, Ordinary;
        /// A card is there, but its chip does not answer.
        CardMute = "card-mute", Unchecked, Card, CardOrReader, Reading, WithoutReading;
        /// Another program has the card for itself.
        CardBusy { programs: Vec<String> } = "card-busy", Unchecked, Computer, Cause, EveryReading, WithoutReading;
        /// Another program is in the middle of a conversation with the card, and does not end it.
        CardInTransaction { seconds: u64, programs: Vec<String> } = "card-in-transaction", Unchecked, Computer, Cause, EveryReading, WithoutReading;
        /// The card was taken away.
        CardRemoved = "card-removed", Unchecked, Card, CardOrReader, Reading, WithoutReading;
        /// Another program has reset the card, twice.
        CardReset = "card-reset", Unchecked, Computer, Cause, Reading, WithoutReading;
        /// A log ends before the answer to its last command.
        LogEnds = "log-ends", Unchecked, Card, Open, Reading, Ordinary;
        /// Card and reader agree on no protocol.
        ProtocolMismatch = "protocol-mismatch", Unchecked, Card, CardOrReader, Reading, WithoutReading;
        /// The exchange broke.
        CommunicationFailed { code: u32 } = "communication-failed", Unchecked, Card, CardOrReader, Reading, WithoutReading;
        /// The card answers against the rules.
        CardAnswersOddly = "card-answers-oddly", Unchecked, Card, CardOrReader, Reading, WithoutReading;
        /// The card stopped answering in the middle; the service runs.
        CardSilent { seconds: u64 } = "card-silent", Unchecked, Card, CardOrReader, Reading, WithoutReading;
        /// The time limit ran out.
        TimeLimit { seconds: u64 } = "time-limit", Unchecked, Card, Open, EveryReading, WithoutReading;
        /// Any other PC/SC code.
        PcscError { code: u32 } = "pcsc-error", Unchecked, Card, Open, Reading, WithoutReading;
        /// Every run read the card.
        CardStable { runs: u32, median: u64 } = "card-stable", Good, Card, Note, Nothing, Ordinary;
        /// Some runs failed.
        CardUnstable { failed: u32, runs: u32 } = "card-unstable", Look, Card, Cause, Nothing, Ordinary;
        /// Another card works in this reader: the first card is at fault.
        SwapCard = "swap-card", Unchecked, Card, Cause, Nothing, WithoutReading;
        /// No card works in this reader.
        SwapReader = "swap-reader", Unchecked, Reader, Cause, Nothing, WithoutReading;
        /// Both cards answer.
        SwapBothAnswer = "swap-both-answer", Good, Card, Note, Nothing, Ordinary;
        /// Nothing was laid down for the second look.
        SwapNotMade = "swap-not-made", Unchecked, Card, Open, Nothing, WithoutReading;
        /// A part was not looked at.
        PartSkipped { part: Part, why: Skip } = "part-skipped", NotLookedAt, Card, Note, Nothing, Ordinary;
    }
    Reader, ReaderFinding, ReaderFindingId: "the reader and its driver" {
        /// The service knows no reader.
        NoReader = "no-reader", Unchecked, Reader, Cause, Nothing, WithoutReading;
        /// `serve` finds no virtual reader to lay its card on.
        NoVirtualReader { address: String, waited_seconds: u64 } = "no-virtual-reader", Unchecked, Reader, Cause, Nothing, Ordinary;
        /// The address of the counter's page is in use by another program.
        PortTaken { address: String } = "port-taken", Unchecked, Computer, Cause, Nothing, Ordinary;
        /// No reader has this name or number; `elsewhere` hold a card.
        ReaderNotFound { wanted: String, readers: Vec<String>, elsewhere: Vec<String> } = "reader-not-found", Unchecked, Reader, Open, Nothing, WithoutReading;
        /// Several readers have this name.
        ReaderAmbiguous { wanted: String, readers: Vec<String> } = "reader-ambiguous", Unchecked, Reader, Open, Nothing, Ordinary;
        /// The reader went away.
        ReaderGone { code: u32 } = "reader-gone", Unchecked, Reader, Cause, Reading, WithoutReading;
        /// A reader that works.
        ReaderOk { reader: String } = "reader-ok", Good, Reader, Note, Nothing, Ordinary;
        /// A reader that the table of models does not have.
        ReaderModelUnknown { reader: String } = "reader-model-unknown", Good, Reader, Note, Nothing, Ordinary;
        /// What is known to go wrong with this model.
        ReaderTrap { reader: String, trap: Trap } = "reader-trap", Good, Reader, Note, Nothing, Ordinary;
        /// A virtual reader, passed over.
        ReaderVirtual { reader: String } = "reader-virtual", Good, Reader, Note, Nothing, Ordinary;
        /// A reader with more than one slot.
        ReaderSlots { readers: Vec<String> } = "reader-slots", Good, Reader, Note, Nothing, Ordinary;
        /// A reader that carries short APDUs only.
        ShortApduOnly { reader: String } = "short-apdu-only", Good, Reader, Note, Nothing, Ordinary;
        /// No reader is plugged in.
        ReaderNotPlugged = "reader-not-plugged", Unchecked, Reader, Cause, Nothing, WithoutReading;
        /// The service knows no reader, and nothing that was looked at says why.
        ReaderUnseen = "reader-unseen", Unchecked, Reader, Open, Nothing, WithoutReading;
        /// A module of the kernel has taken the reader.
        ReaderHeldByKernel { reader: String, module: String } = "reader-held-by-kernel", Unchecked, Reader, Cause, Nothing, WithoutReading;
        /// A reader that has no PC/SC driver on this system.
        ReaderNotPcsc { reader: String } = "reader-not-pcsc", Unchecked, Reader, Cause, Nothing, WithoutReading;
        /// The service has no driver at all.
        DriverMissing { command: String } = "driver-missing", Unchecked, Reader, Cause, Nothing, WithoutReading;
        /// No driver lists this reader.
        DriverUnlisted { reader: String, package: Option<&'static str> } = "driver-unlisted", Unchecked, Reader, Cause, Nothing, WithoutReading;
        /// Two drivers list this reader.
        DriverDuplicate { reader: String, drivers: Vec<String> } = "driver-duplicate", Look, Reader, Cause, Nothing, Ordinary;
        /// Apple's own driver serves the reader, and the former one could.
        DriverOfApple = "driver-of-apple", Look, Reader, Cause, Nothing, Ordinary;
        /// The service may not open the reader's device node.
        ReaderPermission { reader: String } = "reader-permission", Unchecked, Reader, Cause, Nothing, WithoutReading;
        /// Another program has opened the reader, past the service.
        ReaderHeldByProgram { reader: String, program: String } = "reader-held-by-program", Unchecked, Reader, Cause, Nothing, WithoutReading;
        /// The driver refuses the reader's firmware.
        ReaderFirmware { reader: String, version: String, needed: String } = "reader-firmware", Unchecked, Reader, Cause, Nothing, WithoutReading;
        /// The configuration hides readers.
        ReaderHidden { place: String } = "reader-hidden", Unchecked, Reader, Cause, Nothing, WithoutReading;
        /// Windows has no driver for the reader.
        DeviceWithoutDriver { reader: String } = "device-without-driver", Unchecked, Reader, Cause, Nothing, WithoutReading;
        /// The reader is switched off in Windows' device manager.
        DeviceDisabled { reader: String } = "device-disabled", Unchecked, Reader, Cause, Nothing, WithoutReading;
        /// Windows' device manager tells of another problem.
        DeviceProblem { reader: String, problem: u32 } = "device-problem", Unchecked, Reader, Cause, Nothing, WithoutReading;
        /// The reader's USB connection is not steady.
        UsbUnsteady { reader: String, through_hub: bool, saves_power: bool } = "usb-unsteady", Look, Reader, Cause, Nothing, Ordinary;
        /// 顔認証付きカードリーダー are no PC/SC readers.
        FaceReaderOutside = "face-reader-outside", NotLookedAt, Reader, Note, Nothing, Ordinary;
    }
    Service, ServiceFinding, ServiceFindingId: "the smart-card service and its computer" {
        /// The smart-card service cannot be reached.
        NoService { code: u32 } = "no-service", Unchecked, Computer, Cause, EveryReading, WithoutReading;
        /// The service speaks another version, or has stopped.
        ServiceStopped { code: u32 } = "service-stopped", Unchecked, Computer, Cause, EveryReading, WithoutReading;
        /// The system does not allow this user the reader.
        AccessDenied { code: u32 } = "access-denied", Unchecked, Computer, Cause, Nothing, WithoutReading;
        /// The service answers.
        ServiceOk = "service-ok", Good, Computer, Note, Nothing, Ordinary;
        /// The service is not installed.
        ServiceMissing { command: String } = "service-missing", Unchecked, Computer, Cause, Nothing, WithoutReading;
        /// The service is installed, but set never to start.
        ServiceDisabled { masked: bool } = "service-disabled", Unchecked, Computer, Cause, Nothing, WithoutReading;
        /// The service is installed and may start, but does not run.
        ServiceNotRunning { command: String } = "service-not-running", Unchecked, Computer, Cause, Nothing, WithoutReading;
        /// The service has ended without taking its socket away.
        ServiceStale { command: String } = "service-stale", Unchecked, Computer, Cause, Nothing, WithoutReading;
        /// The socket is there, but this user may not open it.
        ServiceForbidden = "service-forbidden", Unchecked, Computer, Cause, Nothing, WithoutReading;
        /// A container or sandbox keeps the service out of sight.
        ServiceSandboxed { sandbox: String, remedy: String } = "service-sandboxed", Unchecked, Computer, Cause, Nothing, WithoutReading;
        /// The service takes the call and never answers.
        ServiceHangs { seconds: u64, stopped: bool } = "service-hangs", Unchecked, Computer, Cause, EveryReading, WithoutReading;
        /// The service ended in the middle.
        ServiceDied { code: u32 } = "service-died", Unchecked, Computer, Cause, Reading, WithoutReading;
        /// Library and service are of versions that do not understand each other.
        VersionMismatch { code: u32 } = "version-mismatch", Unchecked, Computer, Cause, Nothing, WithoutReading;
        /// Windows' service does not run.
        WindowsServiceStopped { code: u32 } = "windows-service-stopped", Unchecked, Computer, Cause, Nothing, WithoutReading;
        /// Windows' service is set never to start.
        WindowsServiceDisabled = "windows-service-disabled", Unchecked, Computer, Cause, Nothing, WithoutReading;
        /// Windows' service does not run, and starts by itself with the first reader.
        WindowsServiceOnDemand = "windows-service-on-demand", Good, Computer, Note, Nothing, Ordinary;
        /// A remote desktop session shows the readers of another computer.
        RemoteSession = "remote-session", Unchecked, Computer, Cause, Nothing, WithoutReading;
        /// The service serves too many programs already.
        TooManyClients { code: u32 } = "too-many-clients", Unchecked, Computer, Cause, Nothing, WithoutReading;
        /// The programs that use the card cannot be told on this system.
        ProgramsNotShown = "programs-not-shown", NotLookedAt, Computer, Note, Nothing, Ordinary;
        /// A virtual machine that was given no reader.
        VirtualMachine { machine: String } = "virtual-machine", Unchecked, Reader, Cause, Nothing, WithoutReading;
    }
    Input, InputFinding, InputFindingId: "the command line, the files, and this program itself" {
        /// The replayed conversation differs from the recording.
        ReplayDiffers { line: Option<usize>, expected: Option<String>, got: Option<String>, later: Option<usize>, repeated_verify: bool } = "replay-differs", BadInput, Card, ThisRun, Nothing, Ordinary;
        /// A file cannot be read.
        FileUnreadable { file: String, why: String } = "file-unreadable", BadInput, Card, ThisRun, Nothing, Ordinary;
        /// A file that is to be written exists.
        FileExists { file: String } = "file-exists", BadInput, Card, ThisRun, Nothing, Ordinary;
        /// A recording is wrong.
        RecordingWrong { file: String, line: usize, why: RecordingFault } = "recording-wrong", BadInput, Card, ThisRun, Nothing, Ordinary;
        /// A file given as trust anchor is wrong.
        TrustAnchorWrong { file: String, why: String } = "trust-anchor-wrong", BadInput, Computer, ThisRun, Nothing, Ordinary;
        /// What is asked was left out of the recording: the whole certificate, or a signature.
        RecordingRedacted = "recording-redacted", BadInput, Card, ThisRun, Nothing, Ordinary;
        /// Bytes were left out, and the format asked for has no way to say so.
        ExportLeftOut { file: String, line: usize } = "export-left-out", BadInput, Card, ThisRun, Nothing, Ordinary;
        /// The recording could not be written to its end.
        RecordingIncomplete { file: String, why: String } = "recording-incomplete", Look, Card, Cause, Nothing, Ordinary;
        /// A card file is wrong.
        CardFileWrong { file: String, why: String } = "card-file-wrong", BadInput, Card, ThisRun, Nothing, Ordinary;
        /// The configuration is wrong.
        ConfigurationWrong { file: String, line: usize, fault: SettingFault } = "configuration-wrong", BadInput, Computer, ThisRun, Nothing, Ordinary;
        /// There is no simulated card of this name.
        NoSuchCard { name: String, near: Option<String> } = "no-such-card", BadUsage, Card, ThisRun, Nothing, Ordinary;
        /// `explain` knows nothing by this name, or finds nothing in a text (then without a name).
        NothingKnown { id: String, near: Option<String> } = "nothing-known", BadUsage, Computer, ThisRun, Nothing, Ordinary;
        /// `guide` has no situation for these words.
        NoSituation { words: String, near: Vec<String> } = "no-situation", BadUsage, Computer, ThisRun, Nothing, Ordinary;
        /// The command line is wrong.
        UsageWrong { why: Misuse, hint: Option<Hint> } = "usage-wrong", BadUsage, Computer, ThisRun, Nothing, Ordinary;
        /// Ctrl-C.
        Interrupted = "interrupted", Interrupted, Card, ThisRun, EveryReading, Ordinary;
        /// A fault of this program.
        ProgramFault { what: String } = "program-fault", Fault, Computer, ThisRun, EveryReading, WithoutReading;
    }
}
