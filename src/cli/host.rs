//! What the program has from the system: outputs, clock, language, interruption. And the choice of
//! what stands behind the transport seam.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anstream::ColorChoice;
use jiff::Timestamp;

use super::args::{self, CardOptions, Color};
use super::config::{self, Config};
use super::input;
use super::prompt::{Prompt, Terminal};
use super::recordings::Recordings;
use crate::check::transport_finding;
use crate::conversation::Day;
use crate::finding::Finding;
use crate::message::{Label, Lang, help, label};
use crate::reader::choice::{Choice, ReaderState, choose};
use crate::reader::pcsc::Pcsc;
use crate::simulator::cards;
use crate::simulator::image::{Image, ImageError};
use crate::simulator::state::Card;
use crate::simulator::{SharedCard, SimulatedTransport};
use crate::time::{self, Date};
use crate::transport::{Transport, TransportError};

/// What a card and the service are given to answer where no time is given to wait for a card
/// (`--timeout 0`). Reading takes well under a second.
const LIMIT_WITHOUT_WAIT: Duration = Duration::from_secs(5);

/// How long a reader that has just been plugged in, or a service that has just been started, is
/// waited for.
const READER_GRACE: Duration = Duration::from_secs(1);

/// The system as the program sees it.
pub struct Host {
    /// Standard output.
    pub out: Box<dyn Write + Send>,
    /// Standard error.
    pub err: Box<dyn Write + Send>,
    /// Standard output is a terminal that wants colours.
    pub colour: bool,
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
    /// The simulated card of this run, which keeps its counters when it is connected to again.
    pub simulated: Option<SharedCard>,
    /// What is recorded and what is replayed.
    pub recordings: Recordings,
    /// Something could not be written to standard output.
    pub unwritten: bool,
    /// Where the configuration lies.
    pub config_file: Option<PathBuf>,
    /// What it sets.
    pub config: Config,
}

impl Host {
    /// The real system.
    #[must_use]
    pub fn system(interrupt: Arc<AtomicBool>) -> Self {
        Self {
            out: Box::new(io::stdout()),
            err: Box::new(io::stderr()),
            colour: anstream::AutoStream::choice(&io::stdout()) != ColorChoice::Never,
            attended: io::stderr().is_terminal(),
            now: Timestamp::now,
            locale: sys_locale::get_locale(),
            prompt: Box::new(Terminal::new(Arc::clone(&interrupt))),
            simulated: None,
            interrupt,
            recordings: Recordings::default(),
            unwritten: false,
            config_file: config::path(|name| std::env::var_os(name)),
            config: Config::default(),
        }
    }

    /// Reads the configuration.
    pub(super) fn configure(&mut self) -> Result<(), Finding> {
        if let Some(path) = &self.config_file {
            self.config = Config::load(path)?;
        }
        Ok(())
    }

    /// The configured language, else the system's: English where it says so, else Japanese.
    #[must_use]
    pub fn language(&self) -> Lang {
        if let Some(lang) = self.config.lang {
            return lang;
        }
        match self.locale.as_deref() {
            Some(locale) if !locale.to_lowercase().starts_with("ja") => Lang::En,
            _ => Lang::Ja,
        }
    }

    /// Follows `--color`.
    pub(super) fn set_color(&mut self, color: Color) {
        match color {
            Color::Auto => {}
            Color::Always => self.colour = true,
            Color::Never => self.colour = false,
        }
    }

    /// Writes to standard output. A reader of the output that has gone away, as `head` does, is
    /// none of our business; a disk that is full is.
    pub(crate) fn print(&mut self, text: &str) {
        let written = if self.colour {
            self.out.write_all(text.as_bytes())
        } else {
            let plain = anstream::adapter::strip_str(text).to_string();
            self.out.write_all(plain.as_bytes())
        };
        let flushed = written.and_then(|()| self.out.flush());
        if let Err(error) = flushed {
            tracing::debug!(%error, "standard output");
            self.unwritten |= error.kind() != io::ErrorKind::BrokenPipe;
        }
    }

    /// Writes to standard error.
    pub(crate) fn complain(&mut self, text: &str) {
        let plain = anstream::adapter::strip_str(text).to_string();
        // Where nobody can be told, nothing is left to do.
        let _ = self.err.write_all(plain.as_bytes());
        let _ = self.err.flush();
    }

    /// The day in Japan: of the recording, where one is replayed.
    #[must_use]
    pub fn today(&self) -> Date {
        self.recordings
            .day()
            .unwrap_or_else(|| time::day_in_japan((self.now)()))
    }

    /// The day to judge on: the one that was asked for, else the clock's, or the recording's.
    #[must_use]
    pub fn day(&self, asked: Option<Date>) -> Day {
        Day {
            today: asked.unwrap_or_else(|| self.today()),
            from_clock: asked.is_none() && self.recordings.day().is_none(),
        }
    }

    /// Opens what the options name: a recording, a simulated card, or a reader with a card in it.
    ///
    /// # Errors
    /// What kept the card from being reached.
    pub(crate) fn open(
        &mut self,
        options: &CardOptions,
        today: Date,
        lang: Lang,
    ) -> Result<Box<dyn Transport>, Finding> {
        if let Some(replayed) = self.recordings.open() {
            return replayed;
        }
        let begun = Instant::now();
        let day = self.day(options.today);
        let simulated = options.simulate.is_some();
        self.recordings
            .start(&options.recording, simulated, day, lang)?;
        let reached = self.reach(options, today, lang);
        self.recordings.record(reached, begun.elapsed())
    }

    fn reach(
        &mut self,
        options: &CardOptions,
        today: Date,
        lang: Lang,
    ) -> Result<Box<dyn Transport>, Finding> {
        let wait = Duration::from_secs(options.timeout);
        let limit = if wait.is_zero() {
            LIMIT_WITHOUT_WAIT
        } else {
            wait
        };
        if let Some(card) = &options.simulate {
            let shared = match &self.simulated {
                Some(shared) => Arc::clone(shared),
                None => Arc::new(Mutex::new(Card::new(simulated(card, today)?))),
            };
            self.simulated = Some(Arc::clone(&shared));
            return match SimulatedTransport::attach(card, shared, limit) {
                Ok(transport) => Ok(Box::new(transport)),
                Err(error) => Err(transport_finding(&error)),
            };
        }
        let configured = self.config.reader.clone();
        let wanted = options.reader.as_deref().or(configured.as_deref());
        self.open_reader(wanted, wait, limit, lang)
    }

    /// Waits for a card, saying so once where somebody reads it, and connects to it.
    fn open_reader(
        &mut self,
        wanted: Option<&str>,
        wait: Duration,
        limit: Duration,
        lang: Lang,
    ) -> Result<Box<dyn Transport>, Finding> {
        let failed = |error: TransportError| transport_finding(&error);
        let mut pcsc = Pcsc::establish(limit, Arc::clone(&self.interrupt)).map_err(failed)?;
        let begun = Instant::now();
        let mut said = false;
        loop {
            let readers = pcsc.readers().map_err(failed)?;
            tracing::info!(readers = readers.len(), "readers");
            let choice = choose(&readers, wanted);
            let patience = match &choice {
                Choice::Card(reader) => {
                    return match pcsc.connect(reader) {
                        Ok(transport) => Ok(Box::new(transport)),
                        Err(error) => Err(transport_finding(&error)),
                    };
                }
                Choice::Empty => wait,
                Choice::NoReader | Choice::NotFound => wait.min(READER_GRACE),
                Choice::Mute | Choice::Several(_) | Choice::Ambiguous(_) => Duration::ZERO,
            };
            let left = patience.saturating_sub(begun.elapsed());
            if left.is_zero() {
                return Err(no_card(choice, wanted, &readers, wait));
            }
            if self.attended && !said && choice == Choice::Empty {
                said = true;
                self.complain(&format!("{}\n", label(lang, Label::WaitingForCard)));
            }
            pcsc.wait(&readers, left).map_err(failed)?;
        }
    }
}

fn no_card(
    choice: Choice,
    wanted: Option<&str>,
    readers: &[ReaderState],
    waited: Duration,
) -> Finding {
    let wanted = match wanted.unwrap_or_default() {
        number if number.parse::<u64>().is_ok() => help::echoed(number),
        name => name.to_owned(),
    };
    let names = || readers.iter().map(|reader| reader.name.clone()).collect();
    match choice {
        Choice::Mute => Finding::CardMute,
        Choice::Several(readers) => Finding::SeveralCards { readers },
        Choice::Ambiguous(readers) => Finding::ReaderAmbiguous { wanted, readers },
        Choice::NotFound if !readers.is_empty() => Finding::ReaderNotFound {
            wanted,
            readers: names(),
        },
        Choice::NoReader | Choice::NotFound => Finding::NoReader,
        Choice::Empty | Choice::Card(_) => Finding::NoCard {
            waited_seconds: waited.as_secs(),
        },
    }
}

/// The simulated card of this name, or of this file.
///
/// # Errors
/// There is none, or its file is wrong.
pub(crate) fn simulated(card: &str, today: Date) -> Result<Image, Finding> {
    let (name, text) = match args::card_path(card) {
        None => {
            let found = cards::find(card).ok_or_else(|| Finding::NoSuchCard {
                name: help::echoed(card),
            })?;
            (card, found.file.to_owned())
        }
        Some(path) => (card, input::text(&path)?),
    };
    Image::parse(&text, today).map_err(|error: ImageError| Finding::CardFileWrong {
        file: name.to_owned(),
        why: error.to_string().trim_end().to_owned(),
    })
}
