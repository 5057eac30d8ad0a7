//! Checks a My Number Card used as a health-insurance card: what its dates mean today, how many tries its
//! PIN has left, what kind of card it is. A check sends no PIN and costs no try.
//!
//! The program of this name is the usual way to use it. This library is for programs that want the
//! same answers, and for tests of programs that speak to such cards:
//!
//! - **Check a card**: [`check`] asks whatever stands behind [`Transport`] and returns a [`Report`], the
//!   same that `mynacheck check --format json` prints.
//! - **Replay a recording**: [`ReplayTransport`] answers as a recorded card did, strictly.
//! - **A simulated card** for a test: [`SimulatedTransport`] answers as a card does and counts what it was
//!   asked.
//!
//! # A simulated card, checked
//!
//! ```
//! use std::time::Duration;
//! use mynacheck::{Date, Day, Image, Question, SimulatedTransport, Verdict, check};
//!
//! let today: Date = "2026-11-22".parse()?;
//! let image = Image::built_in("grace", today).expect("there is one of this name");
//! let mut card = SimulatedTransport::connect("a test's reader", image, Duration::from_secs(5))?;
//!
//! let report = check(&mut card, Question::on(Day::given(today)));
//! assert_eq!(report.verdict(), Verdict::Attention);
//! // The card itself says what it was asked.
//! assert_eq!(card.card().tally().verifies, 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # A recording, replayed
//!
//! ```
//! use mynacheck::{Date, Day, Question, ReplayTransport, Verdict, check, read_recording};
//!
//! let text = std::fs::read("fixtures/recordings/card-expired.jsonl")?;
//! let (header, events) = read_recording(&text[..])?;
//! let mut card = ReplayTransport::connect(events)?;
//! // A replay is judged on the day of the recording.
//! let day = Day::given(header.today);
//! assert_eq!(check(&mut card, Question::on(day)).verdict(), Verdict::Unusable);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # A reader of your own
//!
//! Whatever takes a command APDU and gives the answer is a [`Transport`]:
//!
//! ```
//! use std::time::Duration;
//! use mynacheck::{Leave, Outgoing, Source, SourceKind, Transport, TransportError};
//!
//! struct Mine;
//!
//! impl Transport for Mine {
//!     fn atr(&self) -> &[u8] {
//!         &[0x3B, 0x80, 0x80, 0x01, 0x01]
//!     }
//!     fn source(&self) -> Source {
//!         Source { kind: SourceKind::Pcsc, name: "mine".into() }
//!     }
//!     fn begin(&mut self) -> Result<(), TransportError> {
//!         Ok(())
//!     }
//!     fn transmit(&mut self, _: Outgoing<'_>) -> Result<Vec<u8>, TransportError> {
//!         Ok(vec![0x6A, 0x82])
//!     }
//!     fn end(&mut self, _: Leave) -> Result<(), TransportError> {
//!         Ok(())
//!     }
//!     fn elapsed(&self) -> Duration {
//!         Duration::ZERO
//!     }
//! }
//! # use mynacheck::{Day, Question, Verdict, check};
//! # let day = Day::given("2026-11-22".parse().unwrap());
//! # assert_eq!(check(&mut Mine, Question::on(day)).verdict(), Verdict::Unusable);
//! ```
//!
//! # What a version covers
//!
//! What stands on this page, the ids of [`FindingId`], and the JSON of a [`Report`]. Findings, fields and
//! variants are added in minor versions: enums and structs that grow are `non_exhaustive`. [`Header`] follows
//! the version of the recording format (`docs/recording.md`). The words of
//! [`text`] may change in any version. The program's commands, exit codes and JSON are in its own contract,
//! `docs/contract.md`; how it is built, in `docs/design.md`.

mod certificate;
mod check;
mod cli;
mod conversation;
mod doctor;
mod explain;
mod finding;
mod fleet;
mod guide;
#[doc(hidden)]
pub mod internals;
mod iso7816;
mod jpki;
mod message;
mod page;
mod pin;
mod platform;
mod reader;
mod reception;
mod recording;
mod relay;
mod report;
mod rules;
mod secret;
mod simulator;
mod status_word;
mod time;
mod trace;
mod transport;
mod virtual_reader;

pub use certificate::Chain;
pub use check::{Question, run as check};
pub use conversation::Day;
pub use finding::{
    Finding, FindingId, Hint, LookAlike, LooksLike, Misuse, Outcome, Part, Reception,
    RecordingFault, SettingFault, Severity, Skip, Trap,
};
pub use message::{Lang, Text, text};
pub use recording::replay::ReplayTransport;
pub use recording::{Header, ReadError, read as read_recording};
pub use report::{
    CardKind, CardReport, CertificateReport, ExchangeReport, PinReport, PinState, Report,
    SourceName, SourceReport, Verdict, WholeReport,
};
pub use rules::Stage;
pub use simulator::SimulatedTransport;
pub use simulator::image::{Image, ImageError};
pub use simulator::state::{Card, CardResponse, Tally};
pub use status_word::StatusWord;
pub use time::Date;
pub use transport::{
    Leave, Operation, Outgoing, ScardCode, Source, SourceKind, Transport, TransportError,
};
