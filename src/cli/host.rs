//! What the program has from the system: outputs, clock, language, interruption, the smart-card
//! service. And the choice of what stands behind the transport seam.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde::Serialize;

use super::args::{self, CardOptions, ColorChoice, CommonOptions, Format};
use super::config::{self, Config};
use super::files;
use super::interrupt;
use super::memo::Memo;
use super::nearest::nearest;
use super::output::Output;
use super::prompt::{Prompt, Terminal};
use super::recordings::{NotReached, Recordings};
use crate::conversation::Day;
use crate::finding::Finding;
use crate::message::{self, Label, Lang, label, usage};
use crate::reader::pcsc::Pcsc;
use crate::reader::reach::{Unreached, find};
use crate::reader::{Service, Share};
use crate::simulator::cards;
use crate::simulator::image::{Image, ImageError};
use crate::simulator::state::Card;
use crate::simulator::{SharedCard, SimulatedTransport};
use crate::time::{self, Date};
use crate::transport::Transport;

/// What a card and the service are given to answer where no time is given to wait for a card
/// (`--timeout 0`). Reading takes well under a second.
const LIMIT_WITHOUT_WAIT: Duration = Duration::from_secs(5);

/// The system as the program sees it.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own about the outputs"
)]
pub struct Host {
    /// Standard output.
    pub out: Box<dyn Write + Send>,
    /// Standard error.
    pub err: Box<dyn Write + Send>,
    /// Standard output is a terminal that wants colours.
    pub colour: bool,
    /// Standard output is a terminal: what was shown can be cleared away.
    pub screen: bool,
    /// Cells of a line on the terminal; None where standard output is none.
    pub width: Option<usize>,
    /// Standard error is a terminal: somebody reads what is said while waiting.
    pub attended: bool,
    /// The instant now.
    pub now: fn() -> Timestamp,
    /// The system's language, such as `ja-JP`.
    pub locale: Option<String>,
    /// Set by Ctrl-C.
    pub interrupt: Arc<AtomicBool>,
    /// Whoever types at the terminal.
    pub prompt: Box<dyn Prompt>,
    /// The smart-card service of this computer.
    pub service: Box<dyn Service>,
    /// The simulated card of this run, which keeps its counters when it is connected to again.
    pub simulated: Option<SharedCard>,
    /// Where the configuration lies.
    pub config_file: Option<PathBuf>,
    pub(super) config: Config,
    pub(super) lang: Lang,
    pub(super) format: Format,
    /// `-v`, so often.
    pub(super) verbose: u8,
    /// The day that the arguments name.
    asked_day: Option<Date>,
    /// What is recorded and what is replayed.
    pub(super) recordings: Recordings,
    /// Something could not be written to standard output.
    pub(super) unwritten: bool,
}

impl Host {
    /// The real system.
    #[must_use]
    pub fn system(interrupt: Arc<AtomicBool>) -> Self {
        Self {
            out: Box::new(io::stdout()),
            err: Box::new(io::stderr()),
            colour: anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
            screen: io::stdout().is_terminal(),
            width: terminal_size::terminal_size_of(io::stdout())
                .map(|(terminal_size::Width(cells), _)| usize::from(cells)),
            attended: io::stderr().is_terminal(),
            now: Timestamp::now,
            locale: sys_locale::get_locale(),
            prompt: Box::new(Terminal::new(Arc::clone(&interrupt))),
            service: Box::new(Pcsc::new(Arc::clone(&interrupt))),
            simulated: None,
            interrupt,
            config_file: config::path(cfg!(windows), |name| std::env::var_os(name)),
            config: Config::default(),
            lang: Lang::default(),
            format: Format::default(),
            verbose: 0,
            asked_day: None,
            recordings: Recordings::default(),
            unwritten: false,
        }
    }

    /// Reads the configuration. Language and form are known from here on, also where it, or the
    /// command line, is wrong.
    pub(super) fn configure(&mut self, arguments: &[OsString]) -> Result<(), Finding> {
        let (config, result) = self
            .config_file
            .as_deref()
            .map_or_else(|| (Config::default(), Ok(())), Config::load);
        self.config = config;
        self.lang = args::early(arguments, "--lang").unwrap_or_else(|| self.language());
        self.format = args::early(arguments, "--format").unwrap_or_default();
        interrupt::speak(self.lang);
        result
    }

    /// The configured language, else the system's: English where it says so, else Japanese.
    fn language(&self) -> Lang {
        self.config.lang.unwrap_or(match self.locale.as_deref() {
            Some(locale) if !locale.to_lowercase().starts_with("ja") => Lang::En,
            _ => Lang::Ja,
        })
    }

    /// Takes up what the arguments say about the whole run: colours, the day, the recording that is
    /// replayed.
    pub(super) fn take_up(
        &mut self,
        common: &CommonOptions,
        day: Option<Date>,
        card: Option<&CardOptions>,
    ) -> Result<(), Finding> {
        self.verbose = common.verbose;
        match common.color {
            ColorChoice::Auto => {}
            ColorChoice::Always => self.colour = true,
            ColorChoice::Never => self.colour = false,
        }
        self.asked_day = day;
        match card {
            Some(card) => self.recordings.take_up(card),
            None => Ok(()),
        }
    }

    /// Writes to standard output. A reader of the output that has gone away, as `head` does, is
    /// none of our business; a disk that is full is.
    pub(super) fn print(&mut self, text: &str) {
        let text = message::for_terminal(text);
        // Nothing but colours is left of what steers a terminal.
        let written = if self.colour || !text.contains('\u{1b}') {
            self.out.write_all(text.as_bytes())
        } else {
            let mut plain = anstream::adapter::strip_str(&text);
            plain.try_for_each(|piece| self.out.write_all(piece.as_bytes()))
        };
        let flushed = written.and_then(|()| self.out.flush());
        if let Err(error) = flushed {
            tracing::debug!(%error, "standard output");
            self.unwritten |= error.kind() != io::ErrorKind::BrokenPipe;
        }
    }

    /// Prints while a command runs, where people read the answer.
    pub(super) fn print_for_people(&mut self, text: &str) {
        if self.format == Format::Text {
            self.print(text);
        }
    }

    /// Prints while a command runs: a text for people, or one line of JSON for programs.
    pub(super) fn emit(&mut self, object: &impl Serialize, text: impl FnOnce(&Self) -> String) {
        let text = match self.format {
            Format::Text => text(self),
            // Numbers, strings and lists: this cannot fail.
            Format::Json => {
                message::for_json(&serde_json::to_string(object).unwrap_or_default()).into_owned()
            }
        };
        self.print(&format!("{text}\n"));
    }

    /// Clears the terminal, and what has been scrolled out of it: the next person in front of it is
    /// another patient.
    pub(super) fn clear_screen(&mut self) {
        if self.screen {
            let _ = self.out.write_all(b"\x1b[2J\x1b[3J\x1b[H");
            let _ = self.out.flush();
        }
    }

    /// Rings the terminal's bell.
    pub(super) fn ring(&mut self) {
        let _ = self.out.write_all(b"\x07");
        let _ = self.out.flush();
    }

    /// Writes to standard error.
    pub(super) fn complain(&mut self, text: &str) {
        complain(self.err.as_mut(), text);
    }

    /// Writes a file as a whole, and says so.
    pub(super) fn write_file(&mut self, file: Output, text: &str) -> Result<(), Finding> {
        let written = label(self.lang, Label::Written);
        let written = format!("{written}: {}\n", file.target().display());
        file.whole(text.as_bytes())?;
        self.complain(&written);
        Ok(())
    }

    /// The day to judge on: the one that was asked for, else the recording's, else the clock's.
    pub(super) fn day(&self) -> Day {
        let recorded = || self.recordings.day();
        Day {
            today: self
                .asked_day
                .or_else(recorded)
                .unwrap_or_else(|| time::day_in_japan((self.now)())),
            from_clock: self.asked_day.is_none() && recorded().is_none(),
        }
    }

    /// Opens what the options name: a recording, a simulated card, or a reader with a card in it.
    ///
    /// # Errors
    /// What kept the card from being reached.
    pub(super) fn open(&mut self, options: &CardOptions) -> Result<Box<dyn Transport>, Finding> {
        if let Some(replayed) = self.recordings.open() {
            return replayed;
        }
        let begun = Instant::now();
        let simulated = options.simulate.is_some();
        let day = self.day();
        self.recordings.start(&options.recording, simulated, day)?;
        let reached = self.reach(options);
        self.recordings.record(reached, begun.elapsed())
    }

    /// The same card, with a note in memory of what is said to it where somebody wants one.
    pub(super) fn note(
        &self,
        memo: Option<&mut Memo>,
        card: Box<dyn Transport>,
        took: Duration,
    ) -> Box<dyn Transport> {
        let Some(memo) = memo else { return card };
        let provenance = self.recordings.provenance(&card.source());
        memo.note(card, took, provenance, self.day())
    }

    fn reach(&mut self, options: &CardOptions) -> Result<Box<dyn Transport>, NotReached> {
        let wait = Duration::from_secs(options.timeout);
        let limit = if wait.is_zero() {
            LIMIT_WITHOUT_WAIT
        } else {
            wait
        };
        match &options.simulate {
            Some(card) => self.simulated(card, limit),
            None => self.open_reader(options.reader.as_deref(), wait, limit),
        }
    }

    fn simulated(&mut self, card: &str, limit: Duration) -> Result<Box<dyn Transport>, NotReached> {
        let shared = if let Some(shared) = &self.simulated {
            Arc::clone(shared)
        } else {
            let image = simulated(card, self.day().today)?;
            Arc::new(Mutex::new(Card::new(image)))
        };
        self.simulated = Some(Arc::clone(&shared));
        Ok(Box::new(SimulatedTransport::attach(card, shared, limit)?))
    }

    /// Waits for a card, saying so where somebody reads it, and connects to it.
    fn open_reader(
        &mut self,
        wanted: Option<&str>,
        wait: Duration,
        limit: Duration,
    ) -> Result<Box<dyn Transport>, NotReached> {
        let reader = self.find_card(wanted, wait, limit)?;
        Ok(self.service.connect(&reader, Share::Shared)?)
    }

    /// Waits for a card, saying so where somebody reads it: the reader in which it lies.
    pub(super) fn find_card(
        &mut self,
        wanted: Option<&str>,
        wait: Duration,
        limit: Duration,
    ) -> Result<String, NotReached> {
        let wanted = wanted.or(self.config.reader.as_deref());
        let waiting = format!("{}\n", label(self.lang, Label::WaitingForCard));
        self.service.establish(limit)?;
        let found = find(self.service.as_mut(), wanted, wait, &mut || {
            if self.attended {
                complain(self.err.as_mut(), &waiting);
            }
        });
        found.map_err(|unreached| match unreached {
            Unreached::NotChosen(choice) => NotReached::new(
                choice.finding(wanted, wait, str::to_owned),
                choice.error(wait),
            ),
            Unreached::Failed(error) => error.into(),
        })
    }
}

fn complain(err: &mut dyn Write, text: &str) {
    let text = message::for_terminal(text);
    let plain = anstream::adapter::strip_str(&text).to_string();
    // Where nobody can be told, nothing is left to do.
    let _ = err.write_all(plain.as_bytes());
    let _ = err.flush();
}

/// The simulated card of this name, or of this file.
///
/// # Errors
/// There is none, or its file is wrong.
pub(super) fn simulated(card: &str, today: Date) -> Result<Image, Finding> {
    let path = Path::new(card);
    let is_file = path.components().count() > 1
        || path
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
    let text = if is_file {
        files::text(path)?
    } else {
        let found = cards::find(card).ok_or_else(|| Finding::NoSuchCard {
            name: usage::echoed(card),
            near: nearest(card, cards::BUILT_IN.iter().map(|card| card.name)),
        })?;
        found.file.to_owned()
    };
    Image::parse(&text, today).map_err(|error: ImageError| Finding::CardFileWrong {
        file: card.to_owned(),
        why: error.to_string().trim_end().to_owned(),
    })
}
