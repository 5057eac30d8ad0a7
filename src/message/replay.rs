//! How a replayed command differs from the recorded one, field by field.

use super::{Lang, pick, trace};
use crate::iso7816::{Action, Apdu, Follower};

/// A command in words and by its fields; what is no command stays as it is.
pub(super) fn described(lang: Lang, command: Option<&str>) -> String {
    let Some(digits) = command else {
        return pick(lang, "なし", "nothing").to_owned();
    };
    let Some(fields) = fields(digits) else {
        return digits.to_owned();
    };
    let fields: Vec<_> = fields
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name} {value}"))
        .collect();
    let bytes = bytes(digits).unwrap_or_default();
    let (action, follower) = (Action::of(&bytes), Follower::default());
    let words = trace::action(lang, &action, &follower);
    format!("{digits} = {words} [{}]", fields.join(", "))
}

/// The names of the fields in which two commands differ; empty where one of them is none.
pub(super) fn differing(expected: Option<&str>, got: Option<&str>) -> String {
    let fields = |command: Option<&str>| command.and_then(fields);
    let (Some(expected), Some(got)) = (fields(expected), fields(got)) else {
        return "-".to_owned();
    };
    let names: Vec<_> = expected
        .iter()
        .zip(&got)
        .filter(|(recorded, sent)| recorded != sent)
        .map(|((name, _), _)| *name)
        .collect();
    names.join(", ")
}

/// Name and value of each field of a command APDU; an absent one is empty.
fn fields(digits: &str) -> Option<[(&'static str, String); 7]> {
    let bytes = bytes(digits)?;
    let apdu = Apdu::parse(&bytes)?;
    let part = |from: usize, to: usize| {
        let place = from.saturating_mul(2)..to.saturating_mul(2);
        digits.get(place).unwrap_or_default().to_owned()
    };
    let data = apdu.data_range();
    let length = match apdu.data.len() {
        0 => String::new(),
        length => length.to_string(),
    };
    Some([
        ("CLA", part(0, 1)),
        ("INS", part(1, 2)),
        ("P1", part(2, 3)),
        ("P2", part(3, 4)),
        ("Lc", length),
        ("data", part(data.start, data.end)),
        ("Le", apdu.le.map(|le| le.to_string()).unwrap_or_default()),
    ])
}

/// The bytes, with a stand-in for each that is not shown.
fn bytes(digits: &str) -> Option<Vec<u8>> {
    hex::decode(digits.replace("XX", "58")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_told_field_by_field() {
        let (expected, got) = (Some("00A4020C020018"), Some("00A4040C05D392F00026"));
        assert_eq!(
            described(Lang::En, expected),
            "00A4020C020018 = SELECT EF 0018 \
             [CLA 00, INS A4, P1 02, P2 0C, Lc 2, data 0018]"
        );
        assert_eq!(differing(expected, got), "P1, Lc, data");
        assert_eq!(differing(Some("00B0000000"), Some("00B0000010")), "Le");
        assert_eq!(differing(None, got), "-");
        assert_eq!(described(Lang::En, Some("begin")), "begin");
        assert_eq!(described(Lang::En, None), "nothing");
        let pin = described(Lang::Ja, Some("0020008004XXXXXXXX"));
        assert!(
            pin.contains("暗証番号の照合") && pin.contains("data XXXXXXXX"),
            "{pin}"
        );
    }
}
