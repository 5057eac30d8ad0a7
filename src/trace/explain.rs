//! A recording in words: each command and answer with where the conversation stood, and at the end
//! what went wrong and what to do, by the same findings as `check`.

mod connections;
mod facts;
mod pins;

use std::fmt::{self, Write};
use std::rc::Rc;

use crate::check::{self, Question};
use crate::conversation::{self, Day};
use crate::iso7816::{Action, Follower, StatusWord, Subject};
use crate::message::trace::{self as words, Note};
use crate::message::{Lang, clean};
use crate::recording::known;
use crate::recording::replay::{ReplayTransport, Script};
use crate::recording::{Event, Exchange, Failure, Header, Provenance};
use crate::report::{self, Report};
use crate::time::Date;
use crate::trace::Spoken;
use crate::trace::import::apart::MOST as MOST_CLIENTS;
use connections::Connections;
use facts::Facts;
use pins::Which;

/// No check has more events, two attempts of the most commands that a session sends, and no more
/// bytes.
const CHECK: usize = 256;
const CHECK_BYTES: usize = 1 << 20;

/// A conversation, to be asked again.
type Events = Rc<[(usize, Event)]>;

/// Explains a recording event by event and keeps only what the judgement at the end needs.
pub struct Explainer {
    lang: Lang,
    /// Who speaks, and what it has said.
    client: u64,
    now: Conversation,
    /// The others, the one that spoke last at the end.
    others: Vec<(u64, Conversation)>,
    /// The day to judge on, where anybody wants a judgement.
    today: Option<Date>,
    connections: Connections,
    /// The conversation that was asked again last, and its report, if it was a check.
    asked: Option<(Events, Option<Report>)>,
    exchanges: u64,
    micros: u64,
    /// A time of nothing is one that the log does not have.
    of_log: bool,
}

/// The connection of one client that goes on.
struct Conversation {
    follower: Follower,
    facts: Facts,
    /// Its events without their times, as long as they are few enough to be a check.
    events: Option<Vec<(usize, Event)>>,
    kept: usize,
}

impl Default for Conversation {
    fn default() -> Self {
        Self {
            follower: Follower::default(),
            facts: Facts::default(),
            events: Some(Vec::new()),
            kept: 0,
        }
    }
}

impl Explainer {
    /// Explains in this language.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self {
            lang,
            client: 0,
            now: Conversation::default(),
            others: Vec::new(),
            today: None,
            connections: Connections::default(),
            asked: None,
            exchanges: 0,
            micros: 0,
            of_log: false,
        }
    }

    /// Explains another program's log, which may have no times.
    #[must_use]
    pub fn of_log(lang: Lang) -> Self {
        Self {
            of_log: true,
            ..Self::new(lang)
        }
    }

    /// Judges each connection as of this day.
    #[must_use]
    pub fn judging(self, today: Date) -> Self {
        Self {
            today: Some(today),
            ..self
        }
    }

    fn time(&self, micros: u64) -> words::Time {
        words::Time(Some(micros).filter(|micros| !self.of_log || *micros > 0))
    }

    /// What stands above the explanation.
    #[must_use]
    pub fn head(&self, header: &Header) -> String {
        let mut text = String::new();
        if header.provenance == Provenance::Simulated {
            text.push_str(words::note(self.lang, Note::Simulated));
            text.push('\n');
        }
        let Header {
            program,
            platform,
            provenance,
            today,
            ..
        } = known::header(header);
        text + &clean(&format!("{program}, {platform}, {provenance}, {today}")) + "\n\n"
    }

    /// Who said what comes next; adds the line that says so, where it is another client than before.
    pub fn turn(&mut self, told: &Spoken, text: &mut String) {
        if told.client == self.client {
            if told.lost {
                self.now.follower.forget();
            }
            return;
        }
        let place = self
            .others
            .iter()
            .position(|(client, _)| *client == told.client);
        let next = place.map_or_else(Conversation::default, |place| self.others.remove(place).1);
        let before = std::mem::replace(&mut self.now, next);
        self.others.push((self.client, before));
        self.client = told.client;
        if told.lost {
            self.now.follower.forget();
        }
        if self.others.len() >= MOST_CLIENTS {
            let (_, oldest) = self.others.remove(0);
            self.judge(oldest);
        }
        let client = words::client(self.lang, self.client);
        say(text, format_args!("{:>17}  {client}\n", ""));
    }

    /// Adds one event, in one line.
    pub fn event(&mut self, event: Event, text: &mut String) {
        if self.in_the_middle(&event) {
            let middle = words::note(self.lang, Note::Middle);
            say(text, format_args!("{:>17}  {middle}\n", ""));
        }
        let time = self.time(event.micros());
        words::begin_line(text, self.next_number(&event), time);
        self.explain(event, text);
        text.push('\n');
    }

    /// The number of an event that comes next, if it is an exchange.
    #[must_use]
    pub fn next_number(&self, event: &Event) -> Option<u64> {
        matches!(event, Event::Exchange(_)).then(|| self.exchanges.saturating_add(1))
    }

    /// Adds what was asked and answered, or what happened.
    pub fn explain(&mut self, event: Event, text: &mut String) {
        let lang = self.lang;
        self.micros = self.micros.saturating_add(event.micros());
        match &event {
            Event::Card { reader, atr, .. } => {
                let before = std::mem::take(&mut self.now);
                self.judge(before);
                self.now.facts = Facts::of(reader, atr);
                match atr {
                    Ok(atr) => say(text, words::card(lang, reader, atr)),
                    Err(failure) => say(text, words::no_card(lang, failure)),
                }
            }
            Event::Begin { outcome, micros } => {
                self.now.facts.wait(*micros);
                self.now.facts.outcome(outcome);
                self.step(words::begin(lang), outcome, text);
            }
            Event::Leave {
                leave,
                outcome,
                micros,
            } => {
                self.now.facts.wait(*micros);
                self.step(words::leave(lang, *leave), outcome, text);
            }
            Event::Exchange(exchange) => self.exchange(exchange, text),
        }
        self.keep(event);
    }

    fn step(&mut self, said: &str, outcome: &Result<(), Failure>, text: &mut String) {
        self.now.follower.forget();
        text.push_str(said);
        if let Err(failure) = outcome {
            say(
                text,
                format_args!(" → {}", words::failure(self.lang, failure)),
            );
        }
    }

    fn keep(&mut self, event: Event) {
        self.now.kept = self.now.kept.saturating_add(event.size());
        match &mut self.now.events {
            Some(events) if events.len() < CHECK && self.now.kept < CHECK_BYTES => {
                events.push((0, event.timeless()));
            }
            events => *events = None,
        }
    }

    fn exchange(&mut self, exchange: &Exchange, text: &mut String) {
        let lang = self.lang;
        self.exchanges = self.exchanges.saturating_add(1);
        let action = Action::of(exchange.command.stand_in());
        say(text, words::action(lang, &action, &self.now.follower));
        let pin = Which::of(&action, &self.now.follower);
        self.now.follower.command(&action);
        let subject = if let Ok(answer) = &exchange.answer {
            let status = answer.status.map(StatusWord);
            self.now.follower.answer(answer.data.len(), status)
        } else {
            self.now.follower.forget();
            Subject::Unknown
        };
        let standing = (&self.now.follower, subject);
        self.now
            .facts
            .exchange(self.exchanges, exchange, &action, pin, standing);
        text.push_str(" → ");
        match &exchange.answer {
            Ok(answer) => say(text, words::answer(lang, answer)),
            Err(failure) => say(text, words::failure(lang, failure)),
        }
        let standing = words::standing(lang, &self.now.follower);
        say(text, format_args!("  [{standing}]"));
    }

    /// A command speaks of a file or an application that was selected before the recording began.
    fn in_the_middle(&self, event: &Event) -> bool {
        let Event::Exchange(exchange) = event else {
            return false;
        };
        self.exchanges == 0
            && self.now.follower.application().is_none()
            && matches!(
                Action::of(exchange.command.stand_in()),
                Action::SelectFile(_)
                    | Action::Read { .. }
                    | Action::ReadShort { .. }
                    | Action::TriesQuery { .. }
                    | Action::Verify { .. }
                    | Action::Sign
            )
    }

    /// The connections have ended: they are judged.
    fn close(&mut self) {
        for (_, before) in std::mem::take(&mut self.others) {
            self.judge(before);
        }
        let last = std::mem::take(&mut self.now);
        self.judge(last);
    }

    fn judge(&mut self, conversation: Conversation) {
        let Conversation { facts, events, .. } = conversation;
        if events.as_ref().is_some_and(Vec::is_empty) {
            return;
        }
        let report = self.today.and_then(|today| {
            let recorded = events.filter(|_| !self.of_log);
            recorded
                .and_then(|events| self.checked(events, &facts, today))
                .or_else(|| facts.report(today))
        });
        self.connections.take(&facts, report);
    }

    /// The report of `check`. A card that says the same as the one before is not asked again.
    fn checked(
        &mut self,
        events: Vec<(usize, Event)>,
        facts: &Facts,
        today: Date,
    ) -> Option<Report> {
        let asked = match self.asked.take() {
            Some(asked) if *asked.0 == *events => asked,
            _ => {
                let events = events.into();
                let report = checked(&events, today);
                (events, report)
            }
        };
        let (_, report) = self.asked.insert(asked);
        let mut report = report.clone()?;
        report.exchange.millis = facts.cost().millis;
        Some(report)
    }

    /// What stands below the explanation, before the judgement; so many answers were left out of a
    /// log, since it does not have their commands.
    pub fn foot(&mut self, left_out: u64) -> String {
        self.close();
        let lang = self.lang;
        let time = self.time(self.micros);
        let mut text = format!("\n{}\n", words::total(lang, self.exchanges, time));
        if left_out > 0 {
            text.push_str(&words::orphans(lang, left_out));
            text.push('\n');
        }
        let (times, twice_in_a_row) = self.connections.pins_sent();
        if times > 0 {
            text.push_str(&words::pins_sent(lang, times, twice_in_a_row));
        }
        let connections =
            report::connections(self.connections.told(), self.connections.count(), lang);
        if !connections.is_empty() {
            text.push('\n');
            text.push_str(&connections);
        }
        text
    }

    /// What the recording shows about the card, by the same findings as `check`; None where nothing
    /// that `check` asks was asked, and no PIN was sent.
    pub fn judgement(&mut self, header: Option<&Header>) -> Option<Report> {
        self.close();
        let mut report = self.connections.judgement()?;
        if header.is_some_and(|header| header.provenance == Provenance::Simulated) {
            report.mark_simulated();
        }
        Some(report)
    }

    /// How many commands there were, and how long they took, in microseconds.
    #[must_use]
    pub fn total(&self) -> (u64, u64) {
        (self.exchanges, self.micros)
    }
}

/// The report of `check`, where the conversation is of one: it is asked again.
fn checked(events: &Events, today: Date) -> Option<Report> {
    // `check`, `check --expiry`, and `doctor`, which asks for the card body as well.
    let asked = [(false, false), (true, false), (false, true)];
    asked.into_iter().find_map(|(expiry_only, card_body)| {
        let mut replay = match ReplayTransport::resume(Script::new(Rc::clone(events))) {
            Ok(replay) => replay,
            Err(error) => return Some(Report::of(today, conversation::unreached(&error))),
        };
        let question = Question {
            expiry_only,
            card_body,
            ..Question::on(Day::given(today))
        };
        let report = check::run(&mut replay, question);
        replay.script().finish().is_ok().then_some(report)
    })
}

fn say(text: &mut String, words: impl fmt::Display) {
    // Writing to a String cannot fail.
    let _ = write!(text, "{words}");
}

#[cfg(test)]
mod tests;
