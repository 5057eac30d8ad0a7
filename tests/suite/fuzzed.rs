//! The corpora of the fuzz targets, through the same functions as under the fuzzer, as they are and
//! changed a little: what was once found stays mended, and a short run needs no fuzzer.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use proptest::prelude::*;
use proptest::sample::Index;

use crate::targets::{TARGETS, Target};

/// A file of a corpus, and what it holds.
type Input = (String, Vec<u8>);

fn inputs(name: &str) -> Vec<Input> {
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

/// A byte or a few, in place of some at this place.
type Change = (Index, usize, Vec<u8>);

fn change() -> impl Strategy<Value = Change> {
    let bytes = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..4),
        prop::sample::select(vec![
            "\"", "{", "]", "0", "FF", "\u{1b}", "\n", "9000", "\u{202e}"
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    (any::<Index>(), 0_usize..4, bytes)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_input_changed_a_little_holds(
        which in any::<Index>(),
        changes in prop::collection::vec(change(), 1..4),
    ) {
        static CORPORA: OnceLock<Vec<Vec<Input>>> = OnceLock::new();
        let corpora = CORPORA.get_or_init(|| TARGETS.iter().map(|(name, _)| inputs(name)).collect());
        for ((name, target), inputs) in TARGETS.iter().zip(corpora) {
            let (_, input) = which.get(inputs);
            let mut input = input.clone();
            for (place, length, bytes) in &changes {
                let from = place.index(input.len() + 1);
                let to = input.len().min(from + length);
                input.splice(from..to, bytes.iter().copied());
            }
            let held = std::panic::catch_unwind(|| target(&input));
            prop_assert!(held.is_ok(), "{}: {}", name, hex::encode(&input));
        }
    }
}
