//! What the tests of the counter's page have in common.
#![allow(dead_code, reason = "not every test needs everything")]

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mynacheck::internals::check::{self, Question};
use mynacheck::internals::conversation::{Day, transport_finding};
use mynacheck::internals::report::Report;
use mynacheck::internals::simulator::SimulatedTransport;
use mynacheck::internals::simulator::cards;
use mynacheck::internals::simulator::image::Image;
use mynacheck::internals::simulator::state::Card;

/// An address that nobody uses.
pub(crate) fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
}

/// What a check of this simulated card finds on 22 November 2026.
pub(crate) fn report(card: &str) -> Report {
    let today = "2026-11-22".parse().unwrap();
    let image = Image::parse(cards::find(card).unwrap().file, today).unwrap();
    let shared = Arc::new(Mutex::new(Card::new(image)));
    let attached = SimulatedTransport::attach(card, shared, Duration::from_secs(5));
    let mut transport = match attached {
        Ok(transport) => transport,
        Err(error) => return Report::of(today, transport_finding(&error)),
    };
    let from_clock = true;
    check::run(&mut transport, Question::on(Day { today, from_clock }))
}
