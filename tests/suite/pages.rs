//! Every command that a page shows is understood by the program: a page that has grown old fails.

use std::fs;
use std::path::{Path, PathBuf};

use crate::program::run;

fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    [root.to_owned(), root.join("docs")]
        .iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect()
}

/// Commands in code: whole between two backticks, or on a line of a block.
fn commands(text: &str) -> Vec<String> {
    let blocks = text
        .lines()
        .filter(|line| !line.contains('`'))
        .map(|line| line.trim_start_matches("$ "));
    text.lines()
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .chain(blocks)
        .filter(|code| code.starts_with("mynacheck "))
        // What stands behind a number sign is for people; the simulated CA is no command.
        .map(|code| code.split(" #").next().unwrap_or(code).trim().to_owned())
        .filter(|code| code != "mynacheck simulation")
        .collect()
}

/// Words as a shell makes them of quotes.
fn words(command: &str) -> Vec<String> {
    command
        .split('"')
        .enumerate()
        .flat_map(|(index, part)| -> Vec<String> {
            if index % 2 == 1 {
                vec![part.to_owned()]
            } else {
                part.split_whitespace().map(str::to_owned).collect()
            }
        })
        .collect()
}

/// With `--help` behind it a command is only taken apart: an unknown option or command still fails.
#[test]
fn every_command_shown_is_understood() {
    let mut wrong = Vec::new();
    let mut shown = 0;
    for page in pages() {
        let name = page.file_name().unwrap().to_str().unwrap().to_owned();
        // What was, stands in the change log.
        if name == "CHANGELOG.md" {
            continue;
        }
        for command in commands(&fs::read_to_string(&page).unwrap()) {
            // Alternatives and pipes are for people.
            if command.contains(['|', '…', '<', '[', '&', '>']) {
                continue;
            }
            let words = words(&command);
            let mut arguments: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
            arguments.push("--help");
            shown += 1;
            if run(&arguments).exit != 0 {
                wrong.push(format!("{name}: {command}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(shown > 40, "only {shown} commands were found");
}

#[test]
fn an_option_that_is_gone_is_noticed() {
    assert_eq!(
        commands("see `mynacheck check --gone` and `other`"),
        ["mynacheck check --gone"]
    );
    assert_eq!(run(&["check", "--gone", "--help"]).exit, 2);
    assert_eq!(run(&["chek", "--help"]).exit, 2);
}
