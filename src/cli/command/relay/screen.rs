//! What `relay` shows: each exchange in words as it happens, and what it does itself.

use std::sync::mpsc::{Receiver, Sender, channel};

use serde::Serialize;

use crate::cli::Host;
use crate::finding::Finding;
use crate::message::relay::{self as words, Withheld};
use crate::message::{self, Label, Lang, label};
use crate::recording::{Event, Exchange};
use crate::relay::GuardAct;
use crate::time;
use crate::trace::explain::Explainer;

/// What happens between a program and the card, as it comes from below.
pub(super) enum Happening {
    Event(Event),
    Act(GuardAct),
}

/// What is shown of it.
pub(super) struct Screen {
    explainer: Explainer,
    told: (Sender<Happening>, Receiver<Happening>),
    /// The next exchange is the guard's question.
    asks: bool,
}

impl Screen {
    pub(super) fn new(lang: Lang) -> Self {
        Self {
            explainer: Explainer::new(lang),
            told: channel(),
            asks: false,
        }
    }

    /// For what sees or does something.
    pub(super) fn sender(&self) -> Sender<Happening> {
        self.told.0.clone()
    }

    /// Shows what has happened since the last time.
    pub(super) fn show(&mut self, host: &mut Host) {
        while let Ok(told) = self.told.1.try_recv() {
            match told {
                Happening::Act(GuardAct::Asks) => self.asks = true,
                Happening::Act(GuardAct::Withholds(why)) => {
                    say(&RelayLine::Withheld { why }, host, |lang| {
                        let mark = label(lang, Label::MarkLook);
                        format!("{:>17}  {mark}: {}", "", words::withheld(lang, why))
                    });
                }
                Happening::Event(event) => self.event(event, host),
            }
        }
    }

    fn event(&mut self, event: Event, host: &mut Host) {
        let asked = std::mem::take(&mut self.asks);
        let exchange = match &event {
            Event::Exchange(exchange) => Some(exchange),
            _ => None,
        };
        let (number, micros) = (self.explainer.next_number(&event), event.micros());
        let command = exchange.map(|exchange| exchange.command.to_string());
        let answer = exchange.and_then(answer);
        let mut said = String::new();
        self.explainer.explain(event, &mut said);
        let line = RelayLine::Seen {
            number,
            by: if asked { "relay" } else { "program" },
            command,
            answer,
            micros,
            text: &said,
        };
        say(&line, host, |lang| {
            let mut text = String::new();
            let time = message::trace::Time(Some(micros));
            message::trace::begin_line(&mut text, number, time);
            text.push_str(&said);
            if asked {
                text.push(' ');
                text.push_str(label(lang, Label::AskedByRelay));
            }
            text
        });
    }

    /// What was counted.
    pub(super) fn foot(&mut self, host: &mut Host) {
        self.show(host);
        let foot = self.explainer.foot(0);
        host.emit(&RelayLine::End, |_| foot.trim_end().to_owned());
    }
}

/// Tells something with the time of day, by which it is found in the program's own log.
pub(super) fn say(line: &RelayLine<'_>, host: &mut Host, text: impl FnOnce(Lang) -> String) {
    let now = (host.now)();
    let at = time::in_japan(now);
    host.emit(&Stamped { at, line }, |host| {
        format!("{} {}", message::clock(now), text(host.lang))
    });
}

/// Tells what goes wrong while the relay goes on.
pub(super) fn fault(finding: &Finding, host: &mut Host) {
    let text = message::text(host.lang, finding);
    let failed = RelayLine::Failed {
        finding: finding.id().as_str(),
        title: &text.title,
        advice: &text.advice,
    };
    say(&failed, host, |lang| {
        let stop = message::pick(lang, "。", ". ");
        format!("{}{stop}{}", text.title, text.advice)
    });
}

fn answer(exchange: &Exchange) -> Option<String> {
    exchange.answer.as_ref().ok().map(ToString::to_string)
}

/// A line with its time in Japan (RFC 3339).
#[derive(Serialize)]
struct Stamped<'a> {
    at: String,
    #[serde(flatten)]
    line: &'a RelayLine<'a>,
}

/// One object a line, for programs.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub(super) enum RelayLine<'a> {
    Waiting,
    Unnoticed,
    Inserted {
        schema: &'static str,
        reader: &'a str,
        address: &'a str,
    },
    Seen {
        /// Of exchanges only, as `command` and `answer`.
        number: Option<u64>,
        by: &'static str,
        command: Option<String>,
        answer: Option<String>,
        micros: u64,
        text: &'a str,
    },
    Withheld {
        why: Withheld,
    },
    Failed {
        finding: &'a str,
        title: &'a str,
        advice: &'a str,
    },
    VirtualReaderGone,
    End,
}

impl<'a> RelayLine<'a> {
    pub(super) fn inserted(reader: &'a str, address: &'a str) -> Self {
        let schema = "mynacheck.relay.v1";
        Self::Inserted {
            schema,
            reader,
            address,
        }
    }
}
