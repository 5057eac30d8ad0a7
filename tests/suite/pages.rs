//! Every command that a page or a help text shows is run: one that has grown old fails.
//!
//! A card lies on a reader, what stands for something of the user's is put in its place, and files
//! are those of a folder of the test. What cannot be run here is named below, with what runs it
//! instead, or why nothing does.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mynacheck::internals::reader::choice::ReaderState;
use mynacheck::internals::reader::scripted::{Moment, ScriptedService};
use mynacheck::internals::simulator::SimulatedTransport;
use mynacheck::internals::simulator::image::Image;
use mynacheck::internals::simulator::state::Card;
use mynacheck::internals::transport::Transport;

use crate::program::{Run, Scratch, Typist, run, run_on};
use crate::usage::COMMANDS;

/// Commands that are not run here, by their beginning.
const ELSEWHERE: [(&str, &str); 13] = [
    (
        "mynacheck serve",
        "waits for vpcd or QEMU: tests/stack/served.rs, tests/computer",
    ),
    (
        "mynacheck relay",
        "needs two readers: tests/stack/relay.rs, tests/computer/relay.rs",
    ),
    (
        "mynacheck watch --page",
        "a port and a browser: tests/suite/browse.rs",
    ),
    ("./mynacheck-", "made by tests/package: tests/readme"),
    ("tar ", "tests/readme"),
    (
        "tests/setup",
        "installs packages: tests/readme, in a fresh system",
    ),
    (
        "sudo apt",
        "installs packages: tests/readme, in a fresh system",
    ),
    ("cargo install", "tests/readme"),
    ("cargo run", "tests/readme"),
    ("cargo test", "is this"),
    ("tests/run", "runs this"),
    ("sudo systemctl", "restarts the computer's own service"),
    ("osslsigncode", "needs a key of one's own"),
];

/// Names that stand alone in a sentence: as commands they lack something, and say so.
const NAMES: [&str; 5] = [
    "mynacheck explain",
    "mynacheck trace",
    "mynacheck trace import",
    "mynacheck trace lint",
    "mynacheck simulation",
];

/// What stands for something of the user's.
const PLACEHOLDERS: [(&str, &str); 7] = [
    ("FILE", "today.jsonl"),
    ("LOG", "today.jsonl"),
    ("FOLDER", "recordings/"),
    ("CODE", "6A82"),
    ("ID", "certificate-grace"),
    ("言葉", "停電"),
    (
        "fixtures/cards/NAME.toml",
        concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/cards/grace.toml"),
    ),
];

fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    [root.to_owned(), root.join("docs")]
        .iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        // What was, stands in the change log.
        .filter(|path| !path.ends_with("CHANGELOG.md"))
        .collect()
}

/// Commands of a page: ours between two backticks, and whatever stands in a block for a shell.
fn commands(text: &str) -> Vec<String> {
    let mut block = None;
    let mut found = Vec::new();
    for line in text.lines() {
        if let Some(language) = line.strip_prefix("```") {
            block = block.is_none().then_some(language);
        } else if block == Some("sh") {
            found.push(line);
        } else if block == Some("console") {
            found.extend(line.strip_prefix("$ "));
        } else if block.is_none() {
            let code = line.split('`').skip(1).step_by(2);
            found.extend(code.filter(|code| code.starts_with("mynacheck ")));
        }
    }
    found
        .into_iter()
        .flat_map(|line| line.split("&&"))
        // What stands behind a number sign is for people.
        .map(|code| code.split(" #").next().unwrap_or(code).trim().to_owned())
        .filter(|code| !code.is_empty())
        .collect()
}

/// Commands of the examples in a help text.
fn examples(help: &str) -> Vec<String> {
    let lines = help.lines().map(str::trim);
    lines
        .filter(|line| line.starts_with("mynacheck "))
        .map(str::to_owned)
        .collect()
}

/// Words as a shell makes them of quotes; a pipe or a file behind them is the shell's.
fn words(command: &str) -> Vec<String> {
    let ends = [" | ", " > ", " >> "].map(|end| command.find(end).unwrap_or(command.len()));
    let own = &command[..ends.into_iter().min().unwrap()];
    own.split('"')
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

/// Runs a command on a computer with one reader, on which a card lies until Ctrl-C is pressed.
fn run_at_a_counter(arguments: &[&str]) -> Run {
    let image = Image::built_in("valid", "2026-11-22".parse().unwrap());
    let card = Arc::new(Mutex::new(Card::new(image.unwrap())));
    let reader = ReaderState {
        name: "Circle CIR315 CL 00 00".to_owned(),
        present: true,
        ..ReaderState::default()
    };
    let there = Moment::Readers(vec![reader]);
    let moments = [there.clone(), there, Moment::Interrupted];
    let service = ScriptedService::new(moments, move |name| {
        let limit = Duration::from_secs(5);
        let attached = SimulatedTransport::attach(name, Arc::clone(&card), limit)?;
        Ok(Box::new(attached) as Box<dyn Transport>)
    });
    let otherwise = |host: &mut mynacheck::internals::cli::Host| {
        host.service = Box::new(service);
        host.prompt = Box::new(Typist {
            hidden: Some("1234"),
            ..Typist::default()
        });
    };
    run_on(arguments, otherwise).0
}

/// The file that a word names, in the folder of this test; there already where it is read.
fn file(folder: &Scratch, word: &str, before: &str) -> Option<String> {
    let path = folder.path(word);
    let made: &[&str] = match word.rsplit_once('.') {
        _ if word.ends_with('/') => {
            fs::create_dir_all(&path).unwrap();
            file(folder, &format!("{word}one.jsonl"), "");
            return Some(path);
        }
        Some((_, "jsonl")) => &["check", "--simulate", "valid", "--record"],
        Some((_, "json")) => &["doctor", "--simulate", "valid", "--save"],
        Some((_, "log")) => {
            fs::write(&path, "00000012 APDU: 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01 \n00000034 SW: 90 00 \n").unwrap();
            return Some(path);
        }
        Some((_, "pcapng" | "txt" | "pem" | "html")) => &[],
        _ => return None,
    };
    let written = [
        "--record", "--out", "--save", "--bundle", "--report", "--pcapng", "--pem",
    ];
    if !written.contains(&before) && !made.is_empty() {
        let made = run(&[made, &[&path]].concat());
        assert_eq!(made.exit, 0, "{word}: {}{}", made.out, made.err);
    }
    Some(path)
}

/// Runs what is shown; why it fails, if it does.
fn fails(command: &str, number: usize) -> Option<String> {
    let folder = Scratch::new(&format!("pages-{number}"));
    let mut arguments: Vec<String> = Vec::new();
    for word in words(command).into_iter().skip(1) {
        let stands = PLACEHOLDERS.iter().find(|(name, _)| *name == word);
        let word = stands.map_or(word, |(_, real)| (*real).to_owned());
        let before = arguments.last().map_or("", String::as_str);
        let real = if Path::new(&word).is_absolute() {
            None
        } else {
            file(&folder, &word, before)
        };
        arguments.push(real.unwrap_or(word));
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let ended = run_at_a_counter(&arguments);
    let expected = if NAMES.contains(&command) {
        ended.exit == 2
    } else {
        // Whatever is found, the command line and its files are right.
        [0, 1, 3, 4].contains(&ended.exit)
    };
    (!expected).then(|| format!("{command}: exit {}\n{}{}", ended.exit, ended.out, ended.err))
}

#[test]
fn every_command_shown_is_run() {
    let mut shown: Vec<(String, String)> = Vec::new();
    for page in pages() {
        let name = page.file_name().unwrap().to_str().unwrap().to_owned();
        let found = commands(&fs::read_to_string(&page).unwrap());
        shown.extend(found.into_iter().map(|it| (name.clone(), it)));
    }
    for command in COMMANDS {
        for lang in ["ja", "en"] {
            let help = run(&[
                &command.split(' ').collect::<Vec<_>>()[..],
                &["--help", "--lang", lang],
            ]
            .concat());
            let found = examples(&help.out);
            shown.extend(
                found
                    .into_iter()
                    .map(|it| (format!("{command} --help"), it)),
            );
        }
    }
    let mut wrong = Vec::new();
    let mut ran = 0;
    for (number, (place, command)) in shown.iter().enumerate() {
        if ELSEWHERE
            .iter()
            .any(|(begin, _)| command.starts_with(begin))
        {
            continue;
        }
        ran += 1;
        if !command.starts_with("mynacheck ") {
            wrong.push(format!("{place}: {command}: not ours, and not in the list"));
        } else if let Some(why) = fails(command, number) {
            wrong.push(format!("{place}: {why}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(ran > 90, "only {ran} commands were run");
    for (begin, _) in ELSEWHERE {
        let there = shown.iter().any(|(_, command)| command.starts_with(begin));
        assert!(there, "{begin}: no page shows it any more");
    }
    for name in NAMES {
        let there = shown.iter().any(|(_, command)| command == name);
        assert!(there, "{name}: no page shows it any more");
    }
}

#[test]
fn a_command_that_has_grown_old_is_noticed() {
    assert_eq!(
        commands(
            "see `mynacheck check --gone` and `other`\n```sh\nmake x && mynacheck a  # b\n```\n`mynacheck c`"
        ),
        [
            "mynacheck check --gone",
            "make x",
            "mynacheck a",
            "mynacheck c"
        ]
    );
    for old in [
        "mynacheck check --gone",
        "mynacheck chek",
        "mynacheck explain nothing-of-this-name",
        "mynacheck guide xyzzy",
        "mynacheck check --simulate nobody",
        "mynacheck trace explain gone",
    ] {
        assert!(fails(old, 9999).is_some(), "{old}");
    }
    assert!(fails("mynacheck trace explain today.jsonl", 9998).is_none());
}
