//! Entries with fields for systemd's journal, in its own protocol
//! (<https://systemd.io/JOURNAL_NATIVE_PROTOCOL/>): one datagram an entry, one line a field.

use std::fmt::Write;
use std::io;
use std::os::unix::net::UnixDatagram;
use std::path::Path;

use super::{Judged, model};
use crate::reception::Occurrence;

/// Where the journal listens.
pub(crate) const SOCKET: &str = "/run/systemd/journal/socket";

/// `syslog(3)`: normal, and something that wants a person.
const INFO: u8 = 6;
const WARNING: u8 = 4;

/// The journal of this computer.
pub struct Journal(UnixDatagram);

impl Journal {
    /// Finds the journal.
    ///
    /// # Errors
    ///
    /// Nothing listens there.
    pub fn open(socket: &Path) -> io::Result<Self> {
        let sender = UnixDatagram::unbound()?;
        sender.connect(socket)?;
        // An entry is lost rather than that a counter waits for the journal.
        sender.set_nonblocking(true)?;
        Ok(Self(sender))
    }

    /// A card was judged.
    ///
    /// # Errors
    ///
    /// The journal does not take the entry.
    pub fn judged(&self, card: &Judged) -> io::Result<()> {
        let ids: Vec<&str> = card.findings.iter().map(|(id, _)| *id).collect();
        let millis = card.took.as_millis();
        let usable = matches!(card.verdict, "usable" | "attention");
        let mut entry = JournalEntry::new(
            "placed",
            if usable { INFO } else { WARNING },
            &format!("{}: {} ({})", card.verdict, ids.join(", "), card.reader),
        );
        entry.field("MYNACHECK_READER", &card.reader);
        entry.field("MYNACHECK_VERDICT", card.verdict);
        for id in ids {
            entry.field("MYNACHECK_FINDING", id);
        }
        entry.field("MYNACHECK_MILLIS", &millis.to_string());
        entry.field("MYNACHECK_COMMANDS", &card.commands.to_string());
        entry.send(&self.0)
    }

    /// Something else happened.
    ///
    /// # Errors
    ///
    /// The journal does not take the entry.
    pub fn happened(&self, occurrence: &Occurrence) -> io::Result<()> {
        let Some(event) = occurrence.event() else {
            return Ok(());
        };
        let wants_somebody = matches!(
            occurrence,
            Occurrence::ServiceLost(_) | Occurrence::ReaderGone(_)
        );
        let reader = occurrence.reader().map(model);
        let (finding, message) = match (occurrence, &reader) {
            (Occurrence::ServiceLost(finding), _) => {
                let id = finding.id().as_str();
                (Some(id), format!("{event}: {id}"))
            }
            (_, Some(reader)) => (None, format!("{event} ({reader})")),
            _ => (None, event.to_owned()),
        };
        let mut entry =
            JournalEntry::new(event, if wants_somebody { WARNING } else { INFO }, &message);
        if let Some(reader) = &reader {
            entry.field("MYNACHECK_READER", reader);
        }
        if let Some(finding) = finding {
            entry.field("MYNACHECK_FINDING", finding);
        }
        entry.send(&self.0)
    }
}

/// An entry that is being written.
struct JournalEntry(String);

impl JournalEntry {
    fn new(event: &str, priority: u8, message: &str) -> Self {
        let mut entry = Self(format!(
            "PRIORITY={priority}\nSYSLOG_IDENTIFIER=mynacheck\n"
        ));
        entry.field("MESSAGE", message);
        entry.field("MYNACHECK_EVENT", event);
        entry
    }

    /// A value has no line feed: it is an id, a number, or a name that has been through `clean`.
    fn field(&mut self, name: &str, value: &str) {
        let _ = writeln!(self.0, "{name}={value}");
    }

    fn send(&self, journal: &UnixDatagram) -> io::Result<()> {
        journal.send(self.0.as_bytes()).map(drop)
    }
}
