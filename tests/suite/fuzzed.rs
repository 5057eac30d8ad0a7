//! The corpora of the fuzz targets, through the same functions as under the fuzzer: what was once
//! found stays mended, without a fuzzer.

use std::fs;
use std::path::Path;

use crate::targets::{TARGETS, Target};

fn inputs(name: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let files = fs::read_dir(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let files = files.map(|file| file.unwrap().path());
    files
        .map(|file| (file.display().to_string(), fs::read(file).unwrap()))
        .collect()
}

#[test]
fn every_input_of_every_corpus_holds() {
    for (name, target) in TARGETS {
        let inputs = inputs(name);
        assert!(inputs.len() > 1, "{name} has no corpus");
        for (file, input) in inputs {
            let held = std::panic::catch_unwind(|| target(&input));
            assert!(held.is_ok(), "{file}");
        }
    }
}

/// What somebody forgets when a target is added: `tests/fuzz` finds it by its file.
#[cfg(unix)]
#[test]
fn every_target_can_be_run() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let mut files: Vec<String> = files
        .map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    files.sort();
    let names: Vec<_> = TARGETS.iter().map(|(name, _): &Target| *name).collect();
    assert_eq!(files, names);
}
