//! Several clients in one log. `JPKIAPICCTOKEN2` is a label that may be shown only where it is known
//! that the token's EF is selected; elsewhere the same bytes could be anything.

use std::io::Cursor;

use super::said;
use crate::recording::Event;
use crate::trace::Trace;

const SELECT: &str = "00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01";
const TOKEN: &str = "00 A4 02 0C 02 00 06";
const READ: &str = "00 B0 00 00 0F";
const LABEL: &str = "4A 50 4B 49 41 50 49 43 43 54 4F 4B 45 4E 32 90 00";
/// The tries of whatever PIN; it selects nothing.
const TRIES: &str = "00 20 00 80";
/// The application of another's files.
const OTHER: &str = "00 A4 04 0C 0A D3 92 10 00 31 00 01 01 04 08";

/// A line of a client's command or answer, in the log of pcscd and of OpenSC.
type Line = (&'static str, char, &'static str);

fn pcscd(lines: &[Line]) -> String {
    lines
        .iter()
        .map(|(client, kind, bytes)| match kind {
            '>' => format!("00000001 [{client}] APDU: {bytes} \n"),
            '<' => format!("00000001 [{client}] SW: {bytes} \n"),
            _ => format!("00000001 [{client}] Card ATR: {bytes} \n"),
        })
        .collect()
}

fn opensc(lines: &[Line]) -> String {
    let direction = |kind: &char| if *kind == '>' { "Outgoing" } else { "Incoming" };
    lines
        .iter()
        .map(|(client, kind, bytes)| {
            let length = bytes.split(' ').count();
            let mut text = format!(
                "P:{client}; T:0x7f{client} 10:20:30.100 [x] reader-pcsc.c:326:pcsc_transmit: \n{} APDU ({length} bytes):\n",
                direction(kind)
            );
            let bytes: Vec<_> = bytes.split(' ').collect();
            for row in bytes.chunks(16) {
                text += &format!("{} ................\n", row.join(" "));
            }
            text
        })
        .collect()
}

fn spy(lines: &[Line]) -> String {
    lines
        .iter()
        .map(|(client, kind, bytes)| {
            if *kind == '>' {
                format!("{client}@>|1|1|SCardTransmit\n{client}@0x{client}\n{client}@0x00000002\n{client}@{bytes} \n")
            } else {
                format!("{client}@{bytes} \n{client}@<|1|2|SCardTransmit|0x00000000\n")
            }
        })
        .collect()
}

/// What each client is told to have said, and what all of them together.
fn told(log: &str) -> (Vec<(u64, String)>, Vec<Event>) {
    let mut trace = Trace::open(Cursor::new(log)).unwrap();
    let mut told = Vec::new();
    while let Some(next) = trace.next_told().unwrap() {
        told.extend(said(&next.event).map(|said| (next.client, said)));
    }
    (told, super::events(log))
}

/// The last answer of the client that reads the token's label.
fn label(lines: &[Line]) -> String {
    let mut answers = [pcscd(lines), opensc(lines), spy(lines)].map(|log| {
        let (told, all) = told(&log);
        let whole: Vec<_> = all.iter().filter_map(said).collect();
        let one: Vec<_> = told.iter().map(|(_, said)| said.clone()).collect();
        assert_eq!(whole, one, "both ways to read it say the same: {log}");
        let read = told
            .iter()
            .rfind(|(_, said)| said.starts_with("00B000000F"));
        read.unwrap().1.clone()
    });
    answers.sort();
    assert_eq!(answers[0], answers[2], "{answers:?}");
    answers[0].clone()
}

const CLEAR: &str = "00B000000F 4A504B494150494343544F4B454E329000";
const HIDDEN: &str = "00B000000F XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX9000";

#[test]
fn what_one_client_has_selected_holds_until_another_selects() {
    let begin = [
        ("11", '>', SELECT),
        ("11", '<', "90 00"),
        ("11", '>', TOKEN),
        ("11", '<', "90 00"),
    ];
    let read = [("11", '>', READ), ("11", '<', LABEL)];
    let between = |lines: &[Line]| label(&[&begin, lines, &read].concat());
    assert_eq!(between(&[]), CLEAR);
    // Another asks and selects nothing.
    assert_eq!(between(&[("22", '>', TRIES), ("22", '<', "63 C3")]), CLEAR);
    for selects in [
        OTHER, TOKEN,
        // READ BINARY of an EF by its short identifier, a logical channel, no command at all.
        "00 B0 86 00 00", "01 B0 00 00 00", "FF",
    ] {
        let other = [("22", '>', selects), ("22", '<', "90 00")];
        assert_eq!(between(&other), HIDDEN, "{selects}");
    }
    // Refused, or without an answer.
    let refused = [("22", '>', OTHER), ("22", '<', "6A 82")];
    assert_eq!(between(&refused), HIDDEN);
}

/// Whether a command came to the card before or behind one that was open at the same time, no log says.
#[test]
fn commands_that_overlap_show_nothing() {
    let a = |kind, bytes| ("11", kind, bytes);
    let b = |kind, bytes| ("22", kind, bytes);
    let (done, begin) = ("90 00", [a('>', SELECT), a('<', "90 00")]);
    for lines in [
        // The other's SELECT is open while the label is read: all the time, at its beginning, at its end.
        &[
            a('>', TOKEN),
            a('<', done),
            b('>', OTHER),
            a('>', READ),
            a('<', LABEL),
            b('<', done),
        ][..],
        &[
            a('>', TOKEN),
            a('<', done),
            b('>', OTHER),
            a('>', READ),
            b('<', done),
            a('<', LABEL),
        ],
        &[
            a('>', TOKEN),
            a('<', done),
            a('>', READ),
            b('>', OTHER),
            a('<', LABEL),
            b('<', done),
        ],
        &[
            a('>', TOKEN),
            a('<', done),
            a('>', READ),
            b('>', OTHER),
            b('<', done),
            a('<', LABEL),
        ],
        // Both select at once: which of them was last?
        &[
            b('>', OTHER),
            a('>', TOKEN),
            a('<', done),
            b('<', done),
            a('>', READ),
            a('<', LABEL),
        ],
        &[
            a('>', TOKEN),
            b('>', OTHER),
            b('<', done),
            a('<', done),
            a('>', READ),
            a('<', LABEL),
        ],
        &[
            b('>', OTHER),
            a('>', TOKEN),
            b('<', done),
            a('<', done),
            a('>', READ),
            a('<', LABEL),
        ],
    ] {
        assert_eq!(label(&[&begin, lines].concat()), HIDDEN, "{lines:?}");
    }
}

#[test]
fn clients_are_told_apart() {
    let lines = [
        ("11", '>', "00 B0 00 00 01"),
        ("22", '>', "00 B0 00 00 02"),
        ("11", '<', "90 00"),
        ("22", '<', "6A 82"),
    ];
    for log in [pcscd(&lines), opensc(&lines), spy(&lines)] {
        let (told, all) = told(&log);
        let expected = ["00B0000001 9000", "00B0000002 6A82"];
        assert_eq!(
            told,
            [(0, expected[0].to_owned()), (1, expected[1].to_owned())]
        );
        // In one conversation: as if the card had been connected anew.
        assert!(matches!(all[1], Event::Card { .. }), "{all:?}");
    }
}

/// A new card is every client's.
#[test]
fn a_card_that_is_laid_down_ends_what_everybody_said() {
    let log = pcscd(&[
        ("99", 'A', "3B 00"),
        ("11", '>', SELECT),
        ("11", '<', "90 00"),
        ("22", '>', TRIES),
        ("99", 'A', "3F 00"),
        ("22", '<', "63 C3"),
        ("11", '>', TOKEN),
        ("11", '<', "90 00"),
        ("22", '>', TRIES),
        ("22", '<', "63 C3"),
    ]);
    let mut trace = Trace::open(Cursor::new(&log)).unwrap();
    let mut cards = Vec::new();
    while let Some(next) = trace.next_told().unwrap() {
        if let Event::Card { atr: Ok(atr), .. } = next.event {
            cards.push((next.client, atr));
        }
    }
    assert_eq!(
        cards,
        [(0, vec![0x3B, 0]), (0, vec![0x3F, 0]), (1, vec![0x3F, 0])],
        "{log}"
    );
}

/// More clients than are remembered: the oldest is forgotten, not the newest.
#[test]
fn a_day_of_clients_takes_no_more_room_than_some() {
    let mut log = String::new();
    for name in 0..5000 {
        log += &format!("00000001 [{name:x}] APDU: {TRIES} \n00000001 [{name:x}] SW: 63 C3 \n");
    }
    let (told, _) = told(&log);
    assert_eq!(told.len(), 5000);
    assert_eq!(told.last().unwrap().0, 4999);
}
