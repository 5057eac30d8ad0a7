//! What holds for any conversation.

use super::*;
use crate::recording::Failure;
use proptest::prelude::*;

/// Commands that lead somewhere, and commands that are anything.
fn any_command() -> impl Strategy<Value = Vec<u8>> {
    let known = [
        "00A4040C0AD392F000260100000001",
        "00A4020C02000A",
        "00A4020C020006",
        "00A4020C02000B",
        "00B0000000",
        "00B0000410",
        "00B08A0000",
        "00B00004000FFF",
        "00C0000000",
        "00CA00F200",
        "002000800431323334",
        "802A008002010200",
    ];
    prop_oneof![
        4 => prop::sample::select(known.to_vec()).prop_map(|text| hex::decode(text).unwrap()),
        1 => prop::collection::vec(any::<u8>(), 0..12),
    ]
}

fn any_answer() -> impl Strategy<Value = Vec<u8>> {
    let certificate = hex::decode("3030301C02010530003005310301020330041702303017023030").unwrap();
    let status = prop::sample::select(vec![0x9000_u16, 0x6100, 0x6282, 0x6A82]);
    let data = prop_oneof![
        Just(Vec::new()),
        Just(certificate),
        prop::collection::vec(any::<u8>(), 0..40),
    ];
    (data, status).prop_map(|(mut data, status)| {
        data.extend_from_slice(&status.to_be_bytes());
        data
    })
}

proptest! {
    #[test]
    fn lengths_are_kept_and_a_second_time_changes_nothing(
        talk in prop::collection::vec((any_command(), any_answer()), 0..20)
    ) {
        let mut first = Redactor::new(Policy::Redacted);
        let mut second = Redactor::new(Policy::Redacted);
        for (command, answer) in &talk {
            let shown = first.command(Outgoing { bytes: command, secret: None });
            prop_assert_eq!(shown.len(), command.len());
            let length = answer.len();
            let answer = first.answer(answer).ok_or(Failure::Short { length });
            if let Ok(answer) = &answer {
                prop_assert_eq!(answer.stand_in().len(), length);
            }
            let exchange = Exchange { command: shown, answer, micros: 0 };
            prop_assert_eq!(second.again(&exchange), exchange);
        }
    }
}
