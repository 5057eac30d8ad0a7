use super::*;
use crate::reader::scripted::{Moment, ScriptedService};
use crate::transport::ScardCode;

fn reader(name: &str, present: bool, events: u32) -> ReaderState {
    ReaderState {
        name: name.to_owned(),
        present,
        events,
        ..ReaderState::default()
    }
}

fn one(present: bool, events: u32) -> Moment {
    Moment::Readers(vec![reader("A", present, events)])
}

fn lost() -> Moment {
    Moment::Refused(ScardCode::E_NO_SERVICE)
}

/// What happens, in words, until Ctrl-C.
fn day(moments: Vec<Moment>) -> Vec<String> {
    let moments = moments.into_iter().chain([Moment::Interrupted]);
    let mut service = ScriptedService::new(moments, |_| Err(TransportError::Lost));
    let mut reception = ReaderWatch::new(None);
    let mut told = Vec::new();
    loop {
        told.push(match reception.next(&mut service) {
            Occurrence::Placed(Placing { reader, .. }) => format!("{reader} placed"),
            Occurrence::Lifted(reader) => format!("{reader} lifted"),
            Occurrence::ReaderGone(reader) => format!("{reader} gone"),
            Occurrence::ReaderBack(reader) => format!("{reader} back"),
            Occurrence::ServiceLost(finding) => format!("lost: {}", finding.id().as_str()),
            Occurrence::ServiceBack => "service back".to_owned(),
            Occurrence::Interrupted => return told,
        });
    }
}

#[test]
fn a_card_is_told_once_while_it_lies_there() {
    let moments = vec![
        one(false, 0),
        one(true, 1),
        one(true, 1),
        one(false, 2),
        one(false, 2),
    ];
    assert_eq!(day(moments), ["A placed", "A lifted"]);
    assert_eq!(day(vec![one(true, 7), one(true, 7)]), ["A placed"]);
}

/// Two events between two looks: lifted, and another one laid down.
#[test]
fn a_card_that_was_exchanged_while_nobody_looked_is_another_one() {
    let told = day(vec![one(true, 1), one(true, 3), one(true, 3)]);
    assert_eq!(told, ["A placed", "A lifted", "A placed"]);
    // Laid down and lifted again between two looks: nobody saw it, and nothing lies there.
    assert_eq!(day(vec![one(false, 0), one(false, 2)]), [""; 0]);
}

/// The look falls between the two: the count follows, and it is the same card.
#[test]
fn a_card_is_told_once_although_its_count_comes_late() {
    let moments = vec![one(false, 4), one(true, 4), one(true, 4), one(true, 5)];
    assert_eq!(day(moments), ["A placed"]);
    let exchanged = vec![one(false, 4), one(true, 4), one(true, 5), one(true, 7)];
    assert_eq!(day(exchanged), ["A placed", "A lifted", "A placed"]);
    let lifted = vec![one(true, 5), one(false, 5), one(false, 6), one(true, 7)];
    assert_eq!(day(lifted), ["A placed", "A lifted", "A placed"]);
    let at_once = vec![one(true, 5), one(false, 5), one(true, 7), one(true, 7)];
    assert_eq!(day(at_once), ["A placed", "A lifted", "A placed"]);
}

#[test]
fn a_card_that_flaps_is_told_each_time() {
    let moments = (0..20).map(|at| one(at % 2 == 1, at)).collect();
    let told = day(moments);
    let [placed, lifted] =
        ["A placed", "A lifted"].map(|word| told.iter().filter(|it| *it == word).count());
    assert_eq!((placed, lifted), (10, 9));
}

#[test]
fn two_readers_and_cards_that_move() {
    let both = |a, b, events| Moment::Readers(vec![reader("A", a, events), reader("B", b, events)]);
    let told = day(vec![
        both(false, false, 0),
        both(true, true, 1),
        both(false, true, 2),
    ]);
    assert_eq!(
        told,
        ["A placed", "B placed", "A lifted", "B lifted", "B placed"]
    );
    let moved = vec![both(true, false, 1), both(false, true, 2)];
    assert_eq!(day(moved), ["A placed", "A lifted", "B placed"]);
}

#[test]
fn a_reader_that_is_unplugged_takes_its_card_along() {
    let none = || Moment::Readers(Vec::new());
    let moments = vec![one(true, 1), none(), none(), one(false, 0), one(true, 1)];
    assert_eq!(
        day(moments),
        ["A placed", "A lifted", "A gone", "A back", "A placed"]
    );
}

#[test]
fn a_service_is_lost_once_and_comes_back() {
    let moments = vec![
        one(true, 1),
        lost(),
        lost(),
        lost(),
        one(true, 1),
        one(false, 2),
    ];
    assert_eq!(
        day(moments),
        [
            "A placed", "lost: no-service", "service back", "A placed", "A lifted"
        ]
    );
    let never = vec![lost(), lost(), one(false, 0)];
    assert_eq!(day(never), ["lost: no-service", "service back"]);
}

#[test]
fn a_chip_that_wakes_up_is_asked_again() {
    let mut mute = reader("A", true, 1);
    mute.mute = true;
    let moments = vec![
        Moment::Readers(vec![mute.clone()]),
        one(true, 1),
        one(true, 1),
    ];
    assert_eq!(day(moments), ["A placed", "A placed"]);
    let stays = vec![
        Moment::Readers(vec![mute.clone()]),
        Moment::Readers(vec![mute]),
    ];
    assert_eq!(day(stays), ["A placed"]);
}

#[test]
fn virtual_readers_and_others_than_wanted_are_passed_over() {
    let hello = reader("Windows Hello for Business 1", true, 1);
    assert_eq!(day(vec![Moment::Readers(vec![hello])]), [""; 0]);
}

#[test]
fn ten_thousand_placings_leave_nothing_behind() {
    let placings = (1..=20_000).map(|at| one(at % 2 == 1, at));
    let mut service = ScriptedService::new(placings.chain([Moment::Interrupted]), |_| {
        Err(TransportError::Lost)
    });
    let mut reception = ReaderWatch::new(None);
    let mut placed = 0;
    loop {
        match reception.next(&mut service) {
            Occurrence::Placed(_) => placed += 1,
            Occurrence::Interrupted => break,
            _ => {}
        }
        assert!(reception.pending.len() <= 2);
    }
    assert_eq!(placed, 10_000);
    assert!(reception.pending.capacity() <= 8);
}
