//! A wrong command line: what is said of it, and what is not.

use std::collections::BTreeSet;

use crate::program::run;
use serde_json::Value;

/// Whoever types a PIN as an argument finds it in the shell's history already; here it goes no
/// further. Passwords of the signature have 6 to 16 letters and digits.
#[test]
fn what_could_be_a_pin_is_never_echoed() {
    for typed in ["7391", "７３９１", "739182", "AB7391XY"] {
        let equals = [
            format!("--pin={typed}"),
            format!("--pin-stdin={typed}"),
            format!("--{typed}"),
            format!("-{typed}"),
            format!("--format={typed}"),
            format!("--timeout={typed}x"),
        ];
        let [pin, stdin, long, short, format, timeout] = equals.each_ref().map(String::as_str);
        for arguments in [
            &[typed][..],
            &["pin", typed],
            &["pin", "verify", typed],
            &["pin", "verify", "--pin-stdin", typed],
            &["pin", "verify", "--pin", typed],
            &["pin", "verify", pin],
            &["pin", "verify", stdin],
            &["pin", "verify", long],
            &["pin", "verify", short],
            &["pin", "verify", format],
            &["pin", "verify", timeout],
            &["pin", "verify", "--only", typed],
            &["prove", typed],
            &["check", "--simulate", typed],
            &["check", "--today", typed],
            &["doctor", "--only", typed],
            &["trace", typed],
        ] {
            for more in [
                &["--lang", "ja"][..],
                &["--lang", "en"],
                &["--format", "json"],
            ] {
                let wrong = run(&[arguments, more].concat());
                assert_eq!(wrong.exit, 2, "{arguments:?} {more:?}: {}", wrong.out);
                let said = wrong.out + &wrong.err;
                assert!(!said.is_empty());
                for secret in ["739", "７３９", "91"] {
                    assert!(!said.contains(secret), "{arguments:?} {more:?}: {said}");
                }
            }
        }
    }
}

#[test]
fn who_types_a_pin_is_told_where_it_belongs() {
    let wrong = run(&["pin", "verify", "7391", "--lang", "ja"]);
    assert!(wrong.err.contains("暗証番号"), "{}", wrong.err);
    let wrong = run(&["pin", "verify", "7391", "--lang", "en"]);
    assert!(wrong.err.contains("--pin-stdin"), "{}", wrong.err);
}

#[test]
fn a_wrong_command_line_is_an_object_under_json() {
    for arguments in [
        &["check", "--bogus", "--format", "json"][..],
        &["--format=json", "chek"],
        &["check", "--format", "json", "--timeout", "soon"],
        &["check", "--format", "json", "--timeout"],
        &["pin", "--format", "json"],
        &["--format", "json"],
    ] {
        let wrong = run(arguments);
        assert_eq!(wrong.exit, 2, "{arguments:?}");
        assert_eq!(wrong.err, "", "{arguments:?}");
        let report: Value = serde_json::from_str(&wrong.out)
            .unwrap_or_else(|error| panic!("{arguments:?}: {error}: {}", wrong.out));
        assert_eq!(report["schema"], "mynacheck.report.v1");
        assert_eq!(report["verdict"], "unchecked");
        assert_eq!(report["findings"][0]["id"], "usage-wrong", "{arguments:?}");
    }
}

#[test]
fn help_is_no_object() {
    let help = run(&["check", "--help", "--format", "json"]);
    assert_eq!(help.exit, 0);
    assert!(help.out.contains("--expiry"));
}

#[test]
fn who_mistypes_a_name_is_told_the_nearest_one() {
    for (arguments, near) in [
        (&["chek"][..], "check"),
        (&["pin", "veryfy"], "verify"),
        (&["check", "--simualte", "valid"], "--simulate"),
        (&["check", "--format", "jsn"], "json"),
        (&["check", "--simulate", "vaild"], "valid"),
        (&["serve", "expirng"], "expiring"),
        (&["explain", "certificate-gracce"], "certificate-grace"),
    ] {
        for lang in ["ja", "en"] {
            let wrong = run(&[arguments, &["--lang", lang]].concat());
            assert_eq!(wrong.exit, 2, "{arguments:?}");
            let said = wrong.out + &wrong.err;
            assert!(said.contains(&format!("`{near}`")), "{arguments:?}: {said}");
        }
    }
    let far = run(&["zzz", "--lang", "en"]);
    assert!(!far.err.contains("did you mean"), "{}", far.err);
}

#[test]
fn a_bad_value_is_answered_with_what_would_be_a_good_one() {
    for (arguments, ja, en) in [
        (
            &["check", "--today", "2026-13-01"][..],
            "YYYY-MM-DD",
            "YYYY-MM-DD",
        ),
        (&["check", "--timeout", "abc"], "整数", "whole number"),
        (&["check", "--timeout", "5s"], "整数", "whole number"),
        (&["doctor", "--stability", "0"], "1～1000", "1 to 1000"),
    ] {
        for (lang, word) in [("ja", ja), ("en", en)] {
            let wrong = run(&[arguments, &["--lang", lang]].concat());
            assert_eq!(wrong.exit, 2, "{arguments:?}");
            assert!(wrong.err.contains(word), "{arguments:?}: {}", wrong.err);
            assert!(wrong.err.contains(arguments[2]), "{}", wrong.err);
        }
    }
}

#[test]
fn the_usage_line_is_of_the_command_and_in_the_language() {
    let wrong = run(&["check", "--bogus", "--lang", "ja"]);
    let line = "使い方: mynacheck check [オプション]";
    assert!(wrong.err.contains(line), "{}", wrong.err);
    let wrong = run(&["trace", "explain", "--lang", "en"]);
    let line = "Usage: mynacheck trace explain [OPTIONS] <FILE>";
    assert!(wrong.err.contains(line), "{}", wrong.err);
}

#[test]
fn who_names_no_command_is_shown_which_there_are() {
    for (arguments, words) in [
        (&["pin"][..], &["status", "verify"][..]),
        (
            &["trace"],
            &["explain", "redact", "import", "lint", "export"],
        ),
        (&[], &["check", "doctor", "はじめて使うとき"]),
    ] {
        for more in [&[][..], &["--lang", "ja"]] {
            let shown = run(&[arguments, more].concat());
            assert_eq!(shown.exit, 2, "{arguments:?}");
            for word in words {
                assert!(shown.err.contains(word), "{word}: {}", shown.err);
            }
        }
    }
}

/// As people are used to from other programs.
#[test]
fn help_is_a_word_as_well() {
    for command in [&[][..], &["check"], &["pin", "status"]] {
        let word = run(&[&["help"], command, &["--lang", "en"]].concat());
        let option = run(&[command, &["--help", "--lang", "en"]].concat());
        assert_eq!((word.exit, &word.out), (0, &option.out), "{command:?}");
    }
    assert_eq!(run(&["help", "chek"]).exit, 2);
    let check = run(&["check", "--help", "--lang", "en"]).out;
    assert_eq!(run(&["--lang", "en", "help", "check"]).out, check);
    assert_eq!(run(&["--lang=en", "-v", "help", "check"]).out, check);
    let wrong = run(&["--lang", "en", "check", "help"]);
    assert_eq!(wrong.exit, 2);
    assert!(
        wrong.err.contains("Usage: mynacheck check"),
        "{}",
        wrong.err
    );
}

#[test]
fn long_help_has_examples_and_short_help_has_not() {
    for (lang, heading) in [("ja", "例:"), ("en", "Examples:")] {
        let long = run(&["check", "--help", "--lang", lang]);
        let short = run(&["check", "-h", "--lang", lang]);
        assert_eq!((long.exit, short.exit), (0, 0));
        let examples = long.out.split_once(heading).unwrap().1;
        assert!(examples.contains("mynacheck check --simulate grace"));
        assert!(!short.out.contains(heading));
        assert!(short.out.lines().count() < 30, "{}", short.out);
    }
}

/// Every command that does something by itself.
pub(crate) const COMMANDS: [&str; 19] = [
    "check", "pin status", "pin verify", "certificate", "prove", "readers", "doctor", "watch",
    "trace explain", "trace redact", "trace import", "trace lint", "trace export", "serve",
    "relay", "cards", "explain", "guide", "completions",
];

/// The options that the help of a command names, without their dashes.
fn options(command: &str, lang: &str) -> BTreeSet<String> {
    let words: Vec<&str> = command.split(' ').collect();
    let help = run(&[&words[..], &["-h", "--lang", lang]].concat());
    assert_eq!(help.exit, 0, "{command}");
    let lines = help.out.lines().map(str::trim);
    lines
        .filter(|line| line.starts_with('-'))
        .filter_map(|line| line.split("--").nth(1))
        .filter_map(|name| name.split([' ', '.']).next())
        .map(str::to_owned)
        .collect()
}

/// What is installed beside the program has grown from the same definition: no command and no option
/// that the help names is missing.
#[test]
fn completions_and_manual_know_every_command_and_option() {
    let top = run(&["-h", "--lang", "en"]).out;
    let top: Vec<&str> = top
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| line.starts_with(' '))
        // What goes on is further in.
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let named: BTreeSet<&str> = COMMANDS
        .iter()
        .filter_map(|it| it.split(' ').next())
        .collect();
    assert_eq!(top.into_iter().collect::<BTreeSet<&str>>(), named);
    let completions = ["bash", "zsh", "fish", "powershell", "elvish"].map(|shell| {
        let script = run(&["completions", shell]);
        assert_eq!(script.exit, 0);
        (shell, script.out)
    });
    for lang in ["ja", "en"] {
        let manual = run(&["manual", "--lang", lang]).out.replace("\\-", "-");
        for command in COMMANDS {
            let heading = format!(".SS \"mynacheck {command}\"\n");
            let (_, own) = manual.split_once(&heading).expect(command);
            let own = own.split(".SS ").next().unwrap();
            let (_, all) = manual.split_once(".SS ").unwrap();
            for option in options(command, lang) {
                let entry = format!("--{option}");
                // Those of every command stand once, at the end.
                let common = ["format", "lang", "verbose", "color", "help"].contains(&&*option);
                let there = if common { all } else { own };
                assert!(
                    there.contains(&entry) || option == "help",
                    "{command}: {entry}"
                );
                for (shell, script) in &completions {
                    assert!(script.contains(&*option), "{shell}, {command}: {option}");
                }
            }
        }
    }
}
