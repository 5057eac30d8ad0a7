//! Text that fits a terminal, as the rules of each language want it.

use crate::program::run_on;
use mynacheck::internals::guide;
use mynacheck::internals::simulator::cards;
use unicode_width::UnicodeWidthStr;

/// What no line of Japanese begins with.
const NEVER_FIRST: &str = "。、，．）」』】〉》・ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ)]";

fn assert_fits(arguments: &[&str], width: usize) {
    let (run, _) = run_on(arguments, |host| host.width = Some(width));
    assert!(run.out.lines().count() > 1, "{arguments:?}: {}", run.out);
    assert_lines_fit(&run.out, arguments, width);
}

/// Every line that these arguments have brought out fits, and begins with what a line may begin with.
pub(crate) fn assert_lines_fit(said: &str, arguments: &[&str], width: usize) {
    for line in said.lines() {
        assert!(line.width() <= width, "{width} {arguments:?}: {line}");
        let first = line.trim_start().chars().next();
        let wrong = first.is_some_and(|first| NEVER_FIRST.contains(first));
        assert!(!wrong, "{width} {arguments:?}: {line}");
    }
}

#[test]
fn every_card_at_sixty_eighty_and_a_hundred_and_twenty_cells() {
    for width in [60, 80, 120] {
        for lang in ["ja", "en"] {
            for card in cards::BUILT_IN {
                for command in ["check", "doctor"] {
                    let today = ["--today", "2026-11-22"];
                    let arguments = [command, "--simulate", card.name, "--lang", lang];
                    assert_fits(&[&arguments[..], &today].concat(), width);
                }
            }
            assert_fits(
                &["certificate", "--simulate", "valid", "--lang", lang],
                width,
            );
            assert_fits(
                &["pin", "status", "--simulate", "locked", "--lang", lang],
                width,
            );
        }
    }
}

#[test]
fn the_guide_and_what_explain_says_fit_as_well() {
    for lang in ["ja", "en"] {
        for situation in guide::situations() {
            assert_fits(&["guide", situation.id, "--lang", lang], 60);
        }
        for id in ["certificate-grace", "63C2", "0x8010001D"] {
            assert_fits(&["explain", id, "--lang", lang], 60);
        }
    }
}

/// What is wrong with a command line, and what is shown where no command is named.
#[test]
fn a_complaint_fits_as_well() {
    for arguments in [
        &["check", "--today", "2026-13-01"][..],
        &["chek"],
        &["trace"],
    ] {
        for lang in ["ja", "en"] {
            let arguments = [arguments, &["--lang", lang]].concat();
            let (run, _) = run_on(&arguments, |host| host.width = Some(60));
            let widest = run.err.lines().map(UnicodeWidthStr::width).max();
            assert!(widest.is_some_and(|cells| cells <= 60), "{}", run.err);
        }
    }
}

/// The columns stay: what goes on begins where its first line did.
#[test]
fn a_value_goes_on_in_its_column() {
    let arguments = ["doctor", "--simulate", "mute", "--lang", "ja"];
    let (run, _) = run_on(&arguments, |host| host.width = Some(60));
    let mut lines = run.out.lines().skip_while(|line| !line.contains("対処  "));
    let cells = |line: &str| line.width() - line.trim_start().width();
    let first = lines.next().unwrap_or_default();
    let column = first.split_once("対処").map_or(0, |(before, rest)| {
        before.width() + "対処".width() + cells(rest)
    });
    let second = lines.next().unwrap_or_default();
    assert_eq!((column, cells(second)), (22, 22), "{}", run.out);
}
