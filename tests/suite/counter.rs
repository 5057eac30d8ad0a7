//! What the tests of the counter's page have in common.
#![allow(dead_code, reason = "not every test needs everything")]

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use mynacheck::internals::check::{self, Question};
use mynacheck::internals::conversation::{Day, transport_finding};
use mynacheck::internals::report::Report;
use mynacheck::internals::simulator::SimulatedTransport;
use mynacheck::internals::simulator::image::Image;

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
    let image = Image::built_in(card, today).unwrap();
    let connected = SimulatedTransport::connect(card, image, Duration::from_secs(5));
    let mut transport = match connected {
        Ok(transport) => transport,
        Err(error) => return Report::of(today, transport_finding(&error)),
    };
    let from_clock = true;
    check::run(&mut transport, Question::on(Day { today, from_clock }))
}
