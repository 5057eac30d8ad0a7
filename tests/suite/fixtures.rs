//! The recordings in `fixtures/recordings`: made from the card files, and replayed to what they
//! say themselves.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use crate::program::run;
use crate::scenarios;
use mynacheck::internals::recording::{self, Provenance};
use serde_json::Value;

fn files() -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(scenarios::folder()).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn the_recordings_are_those_that_the_program_makes_today() {
    let mut made = BTreeSet::new();
    for scenario in scenarios::all() {
        let file = scenarios::folder()
            .join(&scenario.name)
            .with_extension("jsonl");
        let there = fs::read(&file).unwrap_or_default();
        let now = scenario.record();
        assert!(
            there == now,
            "{}: make it anew by `cargo run --example fixtures`, and look at the difference\n{}",
            scenario.name,
            String::from_utf8_lossy(&now)
        );
        made.insert(file);
    }
    assert_eq!(files(), made);
    assert!(made.len() >= 60, "{}", made.len());
}

#[test]
fn every_recording_is_replayed_to_what_it_says() {
    for file in files() {
        let (header, _) = recording::read(fs::read(&file).unwrap().as_slice()).unwrap();
        assert_eq!(header.provenance, Provenance::Simulated);
        let expect = header.expect.unwrap();
        let file = file.to_str().unwrap();
        let replayed = run(&["check", "--format", "json", "--replay", file]);
        assert_eq!(replayed.exit, expect.exit, "{file}");
        let report: Value = serde_json::from_str(&replayed.out).unwrap();
        assert_eq!(
            report["verdict"].as_str(),
            expect.verdict.as_deref(),
            "{file}"
        );
        let findings: Vec<_> = report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| finding["id"].as_str().unwrap())
            .collect();
        assert_eq!(
            findings, expect.findings,
            "{file}: where the program is right, correct `# expect:` of its card file, then `cargo run --example fixtures`"
        );
    }
}

#[test]
fn every_recording_is_clean() {
    let files: Vec<_> = files().into_iter().collect();
    let mut lint = vec!["trace", "lint"];
    lint.extend(files.iter().map(|file| file.to_str().unwrap()));
    let linted = run(&lint);
    assert_eq!(linted.exit, 0, "{}", linted.out);
}

#[test]
fn an_explanation_finds_what_check_finds() {
    // Where `check` asks further than the recording goes, or looks at other applications to name
    // the card, or judges in a way that the answers alone do not show.
    for file in files() {
        let (header, _) = recording::read(fs::read(&file).unwrap().as_slice()).unwrap();
        let expect = header.expect.unwrap();
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let explained = run(&[
            "trace",
            "explain",
            "--format",
            "json",
            file.to_str().unwrap(),
        ]);
        let report: Value = serde_json::from_str(&explained.out).unwrap();
        assert_eq!(
            report["verdict"].as_str(),
            expect.verdict.as_deref(),
            "{name}: {}",
            explained.out
        );
        assert_eq!(explained.exit, expect.exit, "{name}");
    }
}

/// The schema knows every key that there is, and asks for none that is not there.
#[test]
fn every_line_fits_the_schema() {
    let schema = include_str!("../../docs/recording.schema.json");
    let schema: Value = serde_json::from_str(schema).unwrap();
    let mut seen = BTreeSet::new();
    for file in files() {
        for line in fs::read_to_string(&file).unwrap().lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            let kind = line["t"].as_str().unwrap();
            let kind = if kind == "x" { "exchange" } else { kind };
            let described = &schema["$defs"][kind];
            for key in line.as_object().unwrap().keys() {
                assert!(described["properties"][key].is_object(), "{kind}.{key}");
            }
            for key in described["required"].as_array().unwrap() {
                assert!(!line[key.as_str().unwrap()].is_null(), "{kind}: {key}");
            }
            seen.insert(kind.to_owned());
        }
    }
    assert_eq!(seen.len(), 6);
}
