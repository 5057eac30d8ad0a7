//! Logs with one to three lines damaged, cut, dropped or swapped, in every format: nothing of the
//! PIN, of a name or of the certificate's subject comes through, whatever is still read of them.

use std::io::Cursor;

use mynacheck::internals::recording::known::LOGS;
use mynacheck::internals::trace::Trace;
use proptest::prelude::*;

use crate::targets::logs::{Damage, conversation, damaged, found, logs, shown};

fn damage() -> impl Strategy<Value = Damage> {
    let at = || any::<usize>();
    prop_oneof![
        at().prop_map(Damage::Drop),
        at().prop_map(Damage::DropBefore),
        (at(), at()).prop_map(|(a, b)| Damage::Swap(a, b)),
        (at(), at()).prop_map(|(a, b)| Damage::Cut(a, b)),
        (at(), at(), 1..13_usize).prop_map(|(a, b, c)| Damage::Remove(a, b, c)),
        (
            at(),
            at(),
            prop::sample::select(b"0123456789ABCDEF ><:|".to_vec())
        )
            .prop_map(|(a, b, c)| Damage::Change(a, b, char::from(c))),
        at().prop_map(Damage::Join),
    ]
}

#[test]
fn the_search_finds_what_a_full_log_holds() {
    for (kind, log) in logs(&conversation()) {
        assert!(found(&log.replace(' ', "")).is_some(), "{kind}");
        let text = shown(&log);
        // The undamaged log is read to its end, and nothing comes through.
        let clients = if kind.ends_with("two clients") { 2 } else { 1 };
        assert_eq!(text.matches(" → ").count(), 14 * clients, "{kind}: {text}");
        assert_eq!(found(&text), None, "{kind}");
    }
}

#[test]
fn every_format_is_tried() {
    let tried: Vec<String> = logs(&conversation())
        .into_iter()
        .filter_map(|(_, log)| Trace::open(Cursor::new(log.into_bytes())).unwrap().log())
        .map(|log| log.to_string())
        .collect();
    for log in LOGS {
        assert!(
            tried.iter().any(|it| it == log),
            "add {log} to fuzz/src/logs.rs"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_comes_through_a_damaged_log(damages in prop::collection::vec(damage(), 1..4)) {
        for (kind, log) in logs(&conversation()) {
            let log = damaged(&log, &damages);
            let text = shown(&log);
            prop_assert_eq!(found(&text), None, "{}: {:?}\n{}\n{}", kind, damages, log, text);
        }
    }
}
