//! Whole-process expectations: the real binary, its arguments, exit code and both outputs. The
//! files under `tests/cli` are sessions as a terminal shows them; the README's are run as well.
//! `TRYCMD=overwrite cargo test --test cli` writes them anew, to be read before they are kept.
#![allow(missing_docs, reason = "a test")]

#[test]
fn sessions() {
    trycmd::TestCases::new()
        // Nobody's own configuration.
        .env("XDG_CONFIG_HOME", "tests/cli/no-configuration")
        .case("tests/cli/*.md")
        .case("README.md");
}
