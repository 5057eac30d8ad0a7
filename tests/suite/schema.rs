//! `docs/report.schema.json` is what the program writes, and what it writes fits it.

use crate::program;
use serde_json::Value;

fn schema() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/report.schema.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn the_schema_in_docs_is_the_program_s() {
    let written: Value = serde_json::from_str(&program::run(&["schema"]).out).unwrap();
    assert_eq!(
        schema(),
        written,
        "write it anew: cargo run -- schema > docs/report.schema.json"
    );
}

/// Every value stands where the schema has a place for it, with the words that it allows.
fn fits(value: &Value, place: &Value, root: &Value, path: &str) {
    if let Some(reference) = place["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#')).unwrap();
        return fits(value, target, root, path);
    }
    if let Some(choices) = place["anyOf"].as_array() {
        let null = choices.iter().any(|choice| choice["type"] == "null");
        if value.is_null() {
            assert!(null, "{path} is null");
            return;
        }
        let other = choices.iter().find(|choice| choice["type"] != "null");
        return fits(value, other.unwrap(), root, path);
    }
    if let Some(choices) = place["oneOf"].as_array() {
        let known = choices.iter().any(|choice| choice["const"] == *value);
        assert!(known, "{path}: {value}");
        return;
    }
    match value {
        Value::Object(fields) => {
            for required in place["required"].as_array().into_iter().flatten() {
                assert!(fields.contains_key(required.as_str().unwrap()), "{path}");
            }
            for (name, value) in fields {
                let place = &place["properties"][name];
                assert!(!place.is_null(), "{path}.{name} is not in the schema");
                fits(value, place, root, &format!("{path}.{name}"));
            }
        }
        Value::Array(items) => {
            for item in items {
                fits(item, &place["items"], root, &format!("{path}[]"));
            }
        }
        scalar => {
            let name = match scalar {
                Value::Null => "null",
                Value::Bool(_) => "boolean",
                Value::String(_) => "string",
                Value::Number(number) if number.is_f64() => "number",
                _ => "integer",
            };
            let types = &place["type"];
            let allowed = types == name
                || types
                    .as_array()
                    .is_some_and(|types| types.contains(&name.into()));
            assert!(allowed, "{path}: {scalar} is no {types}");
        }
    }
}

#[test]
fn every_report_fits_the_schema() {
    let schema = schema();
    for card in mynacheck::internals::simulator::cards::BUILT_IN {
        for (command, lang) in [("check", "ja"), ("check", "en"), ("doctor", "en")] {
            let arguments = [
                command, "--simulate", card.name, "--format", "json", "--lang", lang,
            ];
            let report: Value = serde_json::from_str(&program::run(&arguments).out).unwrap();
            fits(&report, &schema, &schema, "report");
        }
    }
}
