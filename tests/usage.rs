//! A wrong command line: what is said of it, and what is not.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "tests fail by panicking"
)]

mod program;

use program::run;
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
