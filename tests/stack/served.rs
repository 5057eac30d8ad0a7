//! A card that is served to a [`Service`](crate::pcscd::Service).

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use mynacheck::simulator::cards;
use mynacheck::simulator::image::Image;
use mynacheck::simulator::state::{Card, Tally};
use mynacheck::simulator::vpcd::{self, Afterwards, Event, Options};

use crate::pcscd::wait_for;

/// The day on which cards are served.
pub(crate) const TODAY: &str = "2026-11-22";

/// A card that lies on a reader until it is dropped.
pub(crate) struct Served {
    stop: Arc<AtomicBool>,
    events: Arc<Mutex<Vec<Event>>>,
    thread: Option<JoinHandle<Tally>>,
}

impl Served {
    pub(crate) fn start(address: &str, card: &str) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let events = Arc::new(Mutex::new(Vec::new()));
        let image = Image::parse(cards::find(card).unwrap().file, TODAY.parse().unwrap());
        let mut card = Card::new(image.unwrap());
        let options = Options {
            address: address.to_owned(),
            limit: Duration::from_secs(10),
            afterwards: Afterwards::LayDownAgain(Duration::from_secs(1)),
        };
        let thread = std::thread::spawn({
            let (stop, events) = (Arc::clone(&stop), Arc::clone(&events));
            move || {
                vpcd::serve(&mut card, &options, &stop, &mut |event| {
                    events.lock().unwrap().push(event);
                })
                .unwrap();
                card.tally()
            }
        });
        Self {
            stop,
            events,
            thread: Some(thread),
        }
    }

    pub(crate) fn wait_until_noticed(&self, log: impl Fn() -> String) {
        wait_for(
            "card",
            || self.events.lock().unwrap().contains(&Event::PowerOn),
            log,
        );
    }

    /// Headers and lengths of the commands so far.
    pub(crate) fn commands(&self) -> Vec<(String, usize)> {
        let events = self.events.lock().unwrap();
        events
            .iter()
            .filter_map(|event| match event {
                Event::Command(exchange) => {
                    Some((hex::encode_upper(exchange.header), exchange.sent))
                }
                _ => None,
            })
            .collect()
    }

    pub(crate) fn stop(mut self) -> Tally {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.take().unwrap().join().unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}
