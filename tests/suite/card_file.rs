//! Card files are what `docs/simulator.md` says they are.

use std::collections::HashSet;

use mynacheck::internals::simulator::image::Image;

const TEXT: &str = include_str!("../../docs/simulator.md");
const TODAY: &str = "2026-11-22";

fn parse(file: &str) -> Result<Image, String> {
    Image::parse(file, TODAY.parse().unwrap()).map_err(|error| error.to_string())
}

#[test]
fn the_example_is_a_card() {
    let example = TEXT.split("```toml\n").nth(1).unwrap();
    let example = example.split("```").next().unwrap();
    assert_eq!(parse(example).unwrap().title.en, "ends today");
}

/// The reader of card files names the keys that it knows when it meets one that it does not.
#[test]
fn every_key_is_described() {
    let described: HashSet<&str> = TEXT
        .split('`')
        .skip(1)
        .step_by(2)
        .flat_map(|code| code.split(|c: char| !c.is_alphanumeric() && c != '_'))
        .collect();
    let tables = [
        "",
        "[title]",
        "[object.00F2]",
        "[certificate.user-authentication]",
        "[ap.jpki]",
        "[ap.jpki.ef.0001]",
        "[ap.jpki.pin.0018]",
        "[ap.jpki.key.0017]",
        "[[quirk]]\nto = ''",
    ];
    for table in tables {
        let error = parse(&format!("extends = 'valid'\n{table}\nnonsense = 1")).unwrap_err();
        let known = error
            .split("expected")
            .nth(1)
            .unwrap()
            .lines()
            .next()
            .unwrap();
        let keys: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
        assert!(!keys.is_empty(), "{error}");
        for key in keys {
            assert!(described.contains(key), "{table} {key}");
        }
    }
}

/// Not the card that comes of it is wrong, but the file.
#[test]
fn a_date_outside_the_calendar_is_an_error_of_the_file() {
    for table in [
        "[certificate.user-authentication]\nnot_before",
        "[certificate.user-authentication]\nnot_after",
        "[object.00F2]\nday",
    ] {
        for day in [
            "today-8198552921648689600d",
            "today+9223372036854775807d",
            "today-30000d",
            "today-2399m",
            "today+7000000d",
            "today-2147483648m",
            "-000001-01-01",
            "1949-12-31",
            "9999-12-31",
            "2027-02-30",
            "today+d",
            "today+99999999999999999999d",
        ] {
            let file = format!("extends = 'valid'\n{table} = '{day}'");
            let error = parse(&file).unwrap_err();
            assert!(error.contains("1950 to 9999"), "{day}: {error}");
        }
        for day in ["1950-01-01", "9999-12-30", "today", "today+1d", "today-12m"] {
            let file = format!("extends = 'valid'\n{table} = '{day}'");
            assert!(parse(&file).is_ok(), "{day}");
        }
    }
}
