//! What this program's own binary and tests need beside the public face, by name.
//!
//! Not for others: whatever is here may change with any release.
#![allow(missing_docs, reason = "each is documented where it is")]

pub mod certificate {
    pub use crate::certificate::{Chain, TrustAnchor, Whole};
    pub mod anchor {
        pub use crate::certificate::anchor::{JPKI, sha256};
    }
    pub mod chain {
        pub use crate::certificate::chain::examine;
    }
    pub mod head {
        pub use crate::certificate::head::read;
    }
    pub mod whole {
        pub use crate::certificate::whole::length;
    }
}
pub mod check {
    pub use crate::check::{Question, run};
}
pub mod cli {
    pub use crate::cli::{Exit, Host, Prompt, run};
    pub mod config {
        pub use crate::cli::config::Config;
    }
    pub mod interrupt {
        pub use crate::cli::interrupt::signalled;
    }
}
pub mod conversation {
    pub use crate::conversation::{Day, report, transport_finding};
}
pub mod doctor {
    pub use crate::doctor::{DoctorRequest, Os, Probe, System, examine};
    pub mod bundle {
        pub use crate::doctor::bundle::compare;
    }
    pub mod stability {
        pub use crate::doctor::stability::run;
    }
    pub mod swap {
        pub use crate::doctor::swap::run;
    }
}
pub mod explain {
    pub use crate::explain::{Code, Owner, all, read};
}
pub mod finding {
    pub use crate::finding::{Finding, FindingId, Outcome, Part, Reception, Severity};
}
pub mod fleet {
    pub use crate::fleet::Judged;
    #[cfg(target_os = "linux")]
    pub mod journal {
        pub use crate::fleet::journal::Journal;
    }
}
pub mod guide {
    pub use crate::guide::{Found, find, of, situations};
}
pub mod iso7816 {
    pub use crate::iso7816::StatusWord;
    pub mod apdu {
        pub use crate::iso7816::apdu::is_atr;
    }
    pub mod atr {
        pub use crate::iso7816::atr::{Atr, first_protocol};
    }
    pub mod command {
        pub use crate::iso7816::command::{Command, PinReference};
    }
}
pub mod message {
    pub use crate::message::{Bilingual, Lang, clean, for_terminal, reception, reception_guide};
}
pub mod page {
    pub use crate::page::{ADDRESS, News, Page, PageError, Request, address};
}
pub mod pin {
    pub use crate::pin::{Cardholder, NoPin, verify};
    pub mod certificate {
        pub use crate::pin::certificate::{Wanted, certificate};
    }
    pub mod entry {
        pub use crate::pin::entry::enter;
    }
    pub mod prove {
        pub use crate::pin::prove::prove;
    }
    pub mod status {
        pub use crate::pin::status::status;
    }
}
pub mod platform {
    pub mod macos {
        pub use crate::platform::macos::Macos;
    }
    pub mod windows {
        pub use crate::platform::windows::{PnpDevice, ReaderDriver, ScardSvr, StartType, Windows};
        #[cfg(windows)]
        pub mod ending {
            pub use crate::platform::windows::ending::on_ending;
        }
    }
}
pub mod reader {
    pub use crate::reader::{Features, Service, Share};
    pub mod choice {
        pub use crate::reader::choice::ReaderState;
    }
    pub mod scripted {
        pub use crate::reader::scripted::{Moment, ScriptedService};
    }
}
pub mod reception {
    pub use crate::reception::Occurrence;
}
pub mod recording {
    pub use crate::recording::{Event, Expect, Header, Policy, Provenance, Writer, read};
    pub mod known {
        pub use crate::recording::known::LOGS;
    }
    pub mod recorder {
        pub use crate::recording::recorder::{Recorder, Tape};
    }
    pub mod replay {
        pub use crate::recording::replay::ReplayTransport;
    }
}
pub mod relay {
    pub use crate::relay::{Guard, GuardAct, GuardRules};
}
pub mod report {
    pub use crate::report::{PinState, Report, Verdict};
    pub mod html {
        pub use crate::report::html::render;
    }
    pub mod json {
        pub use crate::report::json::Document;
    }
    pub mod text {
        pub use crate::report::text::render;
    }
}
pub mod secret {
    pub use crate::secret::{Pin, PinError};
}
pub mod simulator {
    pub use crate::simulator::{SharedCard, SimulatedTransport};
    pub mod cards {
        pub use crate::simulator::cards::{BUILT_IN, find};
    }
    pub mod image {
        pub use crate::simulator::image::{Application, Image};
    }
    pub mod state {
        pub use crate::simulator::state::{Card, CardResponse, Tally};
    }
}
pub mod time {
    pub use crate::time::Date;
}
pub mod trace {
    pub use crate::trace::Trace;
    pub mod explain {
        pub use crate::trace::explain::Explainer;
    }
    pub mod export {
        pub use crate::trace::export::Apdu4j;
        pub mod pcapng {
            pub use crate::trace::export::pcapng::Pcapng;
        }
    }
    pub mod redact {
        pub use crate::trace::redact::{Cleaner, Linter, clean_header};
    }
}
pub mod transport {
    pub use crate::transport::{
        Leave, Operation, Outgoing, ScardCode, Source, SourceKind, Transport, TransportError,
    };
}
pub mod virtual_reader {
    pub use crate::virtual_reader::{
        Address, Departure, Icc, IccResponse, Peer, RecordedCard, Slot, SlotError, SlotEvent,
    };
}
