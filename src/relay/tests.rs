//! A relayed card at its contacts, in front of a simulated one.

use std::sync::{Arc, Mutex};

use super::*;
use crate::simulator::image::Image;
use crate::simulator::state::{Card, Tally};
use crate::simulator::{SharedCard, SimulatedTransport};

const SELECT: &[u8] = b"\x00\xA4\x04\x0C\x0A\xD3\x92\xF0\x00\x26\x01\x00\x00\x00\x01";
const SELECT_PIN: &[u8] = b"\x00\xA4\x02\x0C\x02\x00\x18";
const SELECT_KEY: &[u8] = b"\x00\xA4\x02\x0C\x02\x00\x17";
const VERIFY: &[u8] = b"\x00\x20\x00\x80\x041234";
const SIGN: &[u8] = b"\x80\x2A\x00\x80\x02\x01\x02\x00";

fn relayed(but: &str) -> (SharedCard, RelayedCard) {
    laid(but, false)
}

fn laid(but: &str, fresh: bool) -> (SharedCard, RelayedCard) {
    let file = format!("extends = 'valid'\n{but}");
    let image = Image::parse(&file, "2026-11-22".parse().unwrap()).unwrap();
    let card = Arc::new(Mutex::new(Card::new(image)));
    let limit = Duration::from_secs(1);
    let transport = SimulatedTransport::attach("card", Arc::clone(&card), limit).unwrap();
    let guard = Guard::new(Box::new(transport), GuardRules::default(), |_| {});
    (card, RelayedCard::new(guard, fresh))
}

fn tally(card: &SharedCard) -> Tally {
    card.lock().unwrap().tally()
}

/// The status word; None where the card says nothing.
fn ask(card: &mut RelayedCard, command: &[u8]) -> Option<u16> {
    match card.transmit(command) {
        IccResponse::Bytes { bytes, .. } => {
            let word = bytes.last_chunk().copied();
            word.map(u16::from_be_bytes)
        }
        _ => None,
    }
}

fn verify(card: &mut RelayedCard) {
    for command in [SELECT, SELECT_PIN, VERIFY] {
        assert_eq!(ask(card, command), Some(0x9000));
    }
}

/// Whether the key signs, as it does once the PIN was verified.
fn signs(card: &mut RelayedCard) -> bool {
    ask(card, SELECT);
    ask(card, SELECT_KEY);
    ask(card, SIGN) == Some(0x9000)
}

/// A reader that loses the card with its power does not lose it again at the next power on.
#[test]
fn a_card_that_was_just_laid_down_keeps_its_power() {
    let (real, mut card) = laid("", true);
    card.power_on();
    assert_eq!(tally(&real).power_downs, 0);
    verify(&mut card);
    card.power_off();
    assert_eq!(tally(&real).power_downs, 1);
}

#[test]
fn power_on_begins_with_a_card_on_which_nothing_is_verified() {
    let (real, mut card) = relayed("");
    card.power_on();
    assert_eq!(tally(&real).power_downs, 1, "somebody may have used it");
    card.power_off();
    card.power_on();
    assert_eq!(tally(&real).power_downs, 1, "nobody has used it");
    verify(&mut card);
    assert!(signs(&mut card));
    card.power_off();
    assert_eq!(tally(&real).power_downs, 2);
    card.power_on();
    assert!(!signs(&mut card));
}

/// As with the card itself (`protocol.md` §12).
#[test]
fn a_reset_forgets_what_was_selected_and_not_what_was_verified() {
    let (real, mut card) = relayed("");
    card.power_on();
    verify(&mut card);
    card.reset();
    assert_ne!(ask(&mut card, SELECT_PIN), Some(0x9000));
    assert!(signs(&mut card));
    assert_eq!((tally(&real).resets, tally(&real).power_downs), (1, 1));
}

#[test]
fn a_card_that_is_taken_away_keeps_its_power_unless_a_pin_was_sent() {
    let (real, mut card) = relayed("");
    card.power_on();
    ask(&mut card, SELECT);
    card.taken_away();
    assert_eq!(tally(&real).power_downs, 1);
    verify(&mut card);
    card.reset();
    card.taken_away();
    assert_eq!(tally(&real).power_downs, 2);
    assert!(!signs(&mut card));
}

#[test]
fn a_card_that_has_failed_is_gone_and_says_why() {
    let (real, mut card) = relayed("[[quirk]]\nto = '00A4020C020017'\nremove = true");
    card.power_on();
    verify(&mut card);
    let before = tally(&real).commands;
    assert_eq!(card.transmit(SELECT_KEY), IccResponse::Gone);
    assert_eq!(card.transmit(SELECT), IccResponse::Gone);
    assert_eq!(tally(&real).commands, before + 1);
    card.taken_away();
    let short = TransportError::ShortResponse { length: 0 };
    assert_eq!(card.failure(), Some(&short));
    assert_eq!(tally(&real).power_downs, 2, "the PIN was verified");
}
