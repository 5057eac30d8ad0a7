//! What lies on the readers now, and who is told.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::News;
use super::board::{self, HourlyCounts};
use crate::report::Report;

/// What a listener that does not take anything may be behind before it is let go.
const BEHIND: usize = 32;

/// The most that listen at a time.
const LISTENERS: usize = 16;

/// What a listener wants to hear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Feed {
    /// The page's own pictures.
    Board,
    /// Objects for programs.
    Events,
}

/// A card on a reader.
struct Lying {
    reader: String,
    json: Arc<str>,
    board: Arc<str>,
}

#[derive(Default)]
struct DeskState {
    /// The one laid down last is last.
    lying: Vec<Lying>,
    /// What is shown while there is no card: a fault, else the invitation.
    otherwise: Option<Arc<str>>,
    tally: HourlyCounts,
    listeners: Vec<(Feed, SyncSender<Arc<str>>)>,
    closed: bool,
}

/// The desk: shared by the one who watches the readers and those who look on.
#[derive(Default)]
pub(super) struct Desk(Mutex<DeskState>);

impl Desk {
    fn state(&self) -> MutexGuard<'_, DeskState> {
        // Each change is whole before anything can go wrong.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn placed(&self, reader: &str, report: &Report, json: String, hour: &str) {
        let state = &mut *self.state();
        state.tally.count(report, hour);
        state.lying.retain(|card| card.reader != reader);
        let json: Arc<str> = json.into();
        state.lying.push(Lying {
            reader: reader.to_owned(),
            json: Arc::clone(&json),
            board: board::verdict(report).into(),
        });
        state.otherwise = None;
        state.send(Feed::Events, &json);
        state.show();
    }

    pub(super) fn tell(&self, news: News<'_>, json: String) {
        let state = &mut *self.state();
        match news {
            News::Lifted(reader) => state.lying.retain(|card| card.reader != reader),
            News::Lost(finding) => {
                state.lying.clear();
                state.otherwise = Some(board::trouble(finding).into());
            }
            News::Other => state.otherwise = None,
        }
        state.send(Feed::Events, &json.into());
        state.show();
    }

    /// The report of the card that is there now.
    pub(super) fn last(&self) -> Option<Arc<str>> {
        let state = self.state();
        state.lying.last().map(|card| Arc::clone(&card.json))
    }

    /// Listens from now on, beginning with what is there. None where too many listen already.
    pub(super) fn listen(&self, kind: Feed) -> Option<Receiver<Arc<str>>> {
        let state = &mut *self.state();
        if state.closed || state.listeners.len() >= LISTENERS {
            return None;
        }
        let (sender, receiver) = sync_channel(BEHIND);
        let now = match kind {
            Feed::Board => Some(state.board()),
            Feed::Events => state.lying.last().map(|card| Arc::clone(&card.json)),
        };
        // It has room for more than one.
        let _ = now.map(|now| sender.try_send(now));
        state.listeners.push((kind, sender));
        Some(receiver)
    }

    /// Forgets the listeners that have gone away.
    pub(super) fn left(&self, kind: Feed, receiver: Receiver<Arc<str>>) {
        drop(receiver);
        // A sender finds out only when it sends.
        self.state().send(kind, &Arc::from(""));
    }

    /// Lets everybody go.
    pub(super) fn close(&self) {
        let state = &mut *self.state();
        state.closed = true;
        state.listeners.clear();
        state.lying.clear();
    }
}

impl DeskState {
    fn board(&self) -> Arc<str> {
        let shown = self
            .lying
            .last()
            .map(|card| &card.board)
            .or(self.otherwise.as_ref());
        let shown = shown.map_or_else(|| board::invitation().into(), Arc::clone);
        format!("{shown}{}", self.tally.html()).into()
    }

    fn show(&mut self) {
        let board = self.board();
        self.send(Feed::Board, &board);
    }

    /// Whoever has gone or does not keep up is let go; a browser comes back by itself.
    fn send(&mut self, kind: Feed, message: &Arc<str>) {
        self.listeners.retain(|(wants, sender)| {
            *wants != kind || sender.try_send(Arc::clone(message)).is_ok()
        });
    }
}
