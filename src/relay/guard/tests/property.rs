//! Whatever is sent, no PIN loses its last try. The judge is the simulated card's own count, behind a
//! card that does whatever can be made of a command.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestError, TestRunner};

use super::*;

/// A card that makes the worst of a command: it unwraps, joins chains, ignores class bits and what is
/// too long, and compares a PIN wherever one could stand.
#[derive(Default)]
struct Sloppy {
    chained: Vec<u8>,
}

impl Sloppy {
    fn execute(
        &mut self,
        card: &mut dyn Transport,
        command: &[u8],
    ) -> Result<Vec<u8>, TransportError> {
        let send = |card: &mut dyn Transport, bytes: &[u8]| {
            let secret = None;
            card.transmit(Outgoing { bytes, secret })
        };
        let Some((&[cla, ins, p1, p2], body)) = command.split_first_chunk::<4>() else {
            return Ok(vec![0x67, 0x00]);
        };
        let data = match body {
            [] | [_] => &[][..],
            [0, _, low, rest @ ..] => rest.get(..usize::from(*low)).unwrap_or(rest),
            [length, rest @ ..] => rest.get(..usize::from(*length)).unwrap_or(rest),
        };
        if matches!(ins, 0xC2 | 0xC3) || cla == 0xFF {
            let inner = data
                .windows(2)
                .position(|pair| pair[1] == 0x20)
                .unwrap_or(0);
            return self.execute(card, &data[inner..]);
        }
        if cla < 0x80 && cla & 0x10 != 0 {
            self.chained.extend(data);
            return Ok(vec![0x90, 0x00]);
        }
        let joined = [&std::mem::take(&mut self.chained), data].concat();
        match ins {
            0x20..=0x2F | 0x32 | 0x86 | 0x87
                if !matches!(ins, 0x22 | 0x2A) && !joined.is_empty() =>
            {
                let reference = if ins < 0x80 { p2 } else { 0x98 };
                let length = u8::try_from(joined.len()).unwrap_or(u8::MAX);
                let pin = &joined[..usize::from(length)];
                let header = [0x00, 0x20, 0x00, reference, length];
                send(card, &[&header, pin].concat())
            }
            _ => send(card, &[&[cla & 0x80, ins, p1, p2], body].concat()),
        }
    }
}

fn commands() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let select = prop::sample::select(vec![
        SELECT,
        SELECT,
        SELECT_PIN,
        SELECT_PIN,
        "00A4020C02001B",
        "00A4020C02000A",
        "00A4040C0AD3921000310001010408",
    ])
    .prop_map(|command| hex::decode(command).unwrap());
    let class = prop_oneof![4 => Just(0x00), 1 => Just(0x80), 1 => Just(0x10), 1 => any::<u8>()];
    let code = prop_oneof![
        4 => Just(0x20), 2 => 0x20..=0x2F_u8, 2 => prop::sample::select(vec![0x32, 0x86, 0xC2, 0xC3]),
        1 => any::<u8>(),
    ];
    let first = prop_oneof![6 => Just(0x00), 1 => any::<u8>()];
    let second = prop_oneof![3 => Just(0x80), 2 => Just(0x98), 1 => Just(0x9B), 1 => any::<u8>()];
    let data = prop_oneof![
        4 => Just(b"0000".to_vec()),
        1 => Just(Vec::new()),
        2 => Just(hex::decode(WRONG).unwrap()),
        1 => Just(b"\x53\x040000".to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..12),
    ];
    let built =
        (class, code, first, second, data, 0..6_u8).prop_map(|(cla, ins, p1, p2, data, form)| {
            let length = u8::try_from(data.len()).unwrap();
            let header = [cla, ins, p1, p2];
            match form {
                0 if data.is_empty() => header.to_vec(),
                0 => [&header, &[length][..], &data, &[0]].concat(),
                1 => [&header, &[0, 0, length][..], &data].concat(),
                2 => [&header, &[length][..]].concat(),
                3 => [&header, &[length][..], &data, &[0xFF; 3]].concat(),
                _ => [&header, &[length][..], &data].concat(),
            }
        });
    let noise = prop::collection::vec(any::<u8>(), 0..16);
    let one = prop_oneof![3 => select, 6 => built, 1 => noise];
    prop::collection::vec(one, 1..24)
}

/// Runs commands against a guard in front of a sloppy card, whose answers to the question for the
/// tries left are `shown`, until a PIN has lost its last try.
fn the_last_try_is_kept(
    shown: impl Fn(Vec<u8>) -> Vec<u8> + Copy + 'static,
) -> Result<(), TestError<Vec<Vec<u8>>>> {
    let config = Config {
        failure_persistence: None,
        cases: 4096,
        ..Config::default()
    };
    let image = image("");
    TestRunner::new(config).run(&commands(), |sequence| {
        let card = Arc::new(Mutex::new(Card::new(image.clone())));
        let mut sloppy = Sloppy::default();
        let between = Between {
            card: connect(&card),
            change: move |card: &mut dyn Transport, command: Outgoing<'_>| {
                let answer = sloppy.execute(card, command.bytes)?;
                let question = command.bytes.len() == 4;
                Ok(if question { shown(answer) } else { answer })
            },
            seen: Seen::default(),
        };
        let mut guard = Guard::new(Box::new(between), GuardRules::default(), |_| {});
        for command in sequence {
            let secret = None;
            let bytes = &command;
            guard.transmit(Outgoing { bytes, secret }).unwrap();
            for pin in [0x18, 0x1B] {
                prop_assert!(left(&card, pin) > 0, "{pin:02X}");
            }
        }
        Ok(())
    })
}

#[test]
fn no_commands_whatever_spend_a_last_try() {
    the_last_try_is_kept(|answer| answer).unwrap();
}

/// The property sees a guard that counts one too many.
#[test]
fn a_guard_that_counts_wrong_is_found() {
    let one_more = |answer: Vec<u8>| match answer.as_slice() {
        [0x63, left @ 0xC1..=0xCE] => vec![0x63, left + 1],
        _ => answer,
    };
    assert!(the_last_try_is_kept(one_more).is_err());
}
