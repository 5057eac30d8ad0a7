//! The configuration, as whoever has written it meets it.

use std::cell::RefCell;
use std::rc::Rc;

use mynacheck::internals::reader::choice::ReaderState;
use mynacheck::internals::reader::scripted::{Moment, ScriptedService};
use mynacheck::internals::transport::TransportError;

use crate::program::{Run, Scratch, run_on};

/// A run with this configuration on a system with two readers, a card in each: what it was, and the
/// readers to which it went.
fn configured(text: impl AsRef<[u8]>, locale: &str, arguments: &[&str]) -> (Run, Vec<String>) {
    let scratch = Scratch::new("config");
    let file = scratch.path("config.toml");
    std::fs::write(&file, text).unwrap();
    let asked = Rc::new(RefCell::new(Vec::new()));
    let connected = Rc::clone(&asked);
    let (run, _) = run_on(arguments, |host| {
        host.config_file = Some(file.into());
        host.locale = Some(locale.to_owned());
        let readers = ["Alpha 00 00", "Beta 00 00"].map(|name| ReaderState {
            name: name.to_owned(),
            present: true,
            ..ReaderState::default()
        });
        let moments = [Moment::Readers(readers.to_vec()), Moment::Interrupted];
        host.service = Box::new(ScriptedService::new(moments, move |name| {
            connected.borrow_mut().push(name.to_owned());
            Err(TransportError::Lost)
        }));
    });
    (run, asked.take())
}

/// Windows' editors and shells can write other letters than UTF-8: the code page of Japan, UTF-16.
#[test]
fn letters_that_are_not_utf_8_are_told() {
    let japanese = b"lang = 'en'\nreader = '\x8E\xF3\x95\x74'".as_slice();
    let (run, _) = configured(japanese, "ja-JP", &["check"]);
    for word in ["config.toml", "Line 2 ", "choose UTF-8"] {
        assert!(run.out.contains(word), "{word}: {}", run.out);
    }
    assert_eq!(run.exit, 6, "{}", run.out);
    let utf_16 = b"\xFF\xFEl\0a\0n\0g\0".as_slice();
    let (run, _) = configured(utf_16, "ja-JP", &["check"]);
    for word in ["1行目", "UTF-8 を選びます"] {
        assert!(run.out.contains(word), "{word}: {}", run.out);
    }
    // A mark at the beginning is UTF-8.
    let marked = b"\xEF\xBB\xBFlang = 'en'\r\n".as_slice();
    let (run, _) = configured(marked, "ja-JP", &["cards"]);
    assert!(run.exit == 0 && run.out.is_ascii(), "{}", run.out);
}

/// File, line, key, and what belongs there; in the language of whoever reads it, which a mistake
/// elsewhere does not change.
#[test]
fn a_mistake_is_told_with_its_file_line_key_and_what_was_expected() {
    for (text, line, key, ja, en) in [
        (
            "\nraeder = 'A'",
            2,
            "raeder",
            "`reader` のことですか",
            "did you mean `reader`?",
        ),
        (
            "zzz = 1",
            1,
            "zzz",
            "reader と lang です",
            "It takes reader and lang",
        ),
        (
            "# ours\nlang = 'fr'",
            2,
            "lang",
            "\"ja\" か \"en\"",
            "\"ja\" or \"en\"",
        ),
        (
            "reader = 7",
            1,
            "reader",
            "リーダー名の一部",
            "a part of a reader's name",
        ),
        (
            "reader = CIR315",
            1,
            "",
            "文字は \" で囲み",
            "put text in quotes",
        ),
    ] {
        for (locale, at, expected) in [
            ("ja-JP", format!("{line}行目"), ja),
            ("en-US", format!("Line {line} "), en),
        ] {
            let (run, asked) = configured(text, locale, &["check", "--timeout", "0"]);
            assert_eq!(run.exit, 6, "{text}: {}", run.out);
            for word in ["config.toml", &at, key, expected] {
                assert!(run.out.contains(word), "{text}: {word}: {}", run.out);
            }
            assert!(asked.is_empty(), "{text}: no reader is asked");
        }
    }
    let chosen = "lang = 'en'\nzzz = 1";
    let (run, _) = configured(chosen, "ja-JP", &["check"]);
    assert!(run.out.contains("there is no setting `zzz`"), "{}", run.out);
    let (run, _) = configured(chosen, "ja-JP", &["check", "--lang", "ja"]);
    assert!(
        run.out.contains("`zzz` という項目はありません"),
        "{}",
        run.out
    );
}

/// What is set holds; an option goes before it.
#[test]
fn every_setting_is_an_option_too() {
    for command in ["check", "watch"] {
        let now: &[&str] = if command == "check" {
            &["--timeout", "0"]
        } else {
            &[]
        };
        let asked = |text: &str, more: &[&str]| {
            configured(text, "ja-JP", &[&[command], now, more].concat()).1
        };
        assert_eq!(asked("reader = 'beta'", &[]), ["Beta 00 00"], "{command}");
        let option = ["--reader", "Alpha"];
        assert_eq!(
            asked("reader = 'beta'", &option),
            ["Alpha 00 00"],
            "{command}"
        );
    }
    let said = |text: &str, more: &[&str]| {
        configured(text, "ja-JP", &[&["cards"], more].concat())
            .0
            .out
    };
    let (ja, en) = (said("", &[]), said("", &["--lang", "en"]));
    assert_ne!(ja, en);
    assert_eq!(said("lang = 'en'", &[]), en);
    assert_eq!(said("lang = 'en'", &["--lang", "ja"]), ja);
}
