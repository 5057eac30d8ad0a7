//! Whole-process expectations: the real binary, its arguments, exit code and both outputs. The
//! files under `tests/cli` are sessions as a terminal shows them; the README's are run as well.
//! `TRYCMD=overwrite cargo test --test suite cli::` writes them anew, to be read before they are kept.

use std::process::Command;

/// Nobody's own configuration.
const CONFIGURATION: (&str, &str) = ("XDG_CONFIG_HOME", "tests/cli/no-configuration");

#[test]
fn sessions() {
    let (name, value) = CONFIGURATION;
    trycmd::TestCases::new()
        .env(name, value)
        .case("tests/cli/*.md");
}

/// The README is for people and holds no syntax of tests; only the milliseconds may be others.
#[test]
fn the_readme_shows_what_the_program_says() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let mut shown = 0;
    for block in readme.split("```console\n").skip(1) {
        let session = block.split("```").next().unwrap();
        let (command, expected) = session.split_once('\n').unwrap();
        let arguments = command.strip_prefix("$ mynacheck ").unwrap();
        let (name, value) = CONFIGURATION;
        let out = Command::new(env!("CARGO_BIN_EXE_mynacheck"))
            .args(arguments.split(' '))
            .env(name, value)
            .output()
            .unwrap();
        let said = String::from_utf8(out.stdout).unwrap();
        assert_eq!(timeless(&said).trim_end(), timeless(expected).trim_end());
        shown += 1;
    }
    assert_eq!(shown, 2);
}

fn timeless(text: &str) -> String {
    let mut left = text.to_owned();
    for unit in [" ms", "ミリ秒"] {
        if let Some((before, after)) = left.clone().split_once(unit) {
            let before = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
            left = format!("{before}…{unit}{after}");
        }
    }
    left
}
