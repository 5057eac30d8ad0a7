//! The rules of `docs/design.md` that can be read off the source: which way imports point, and
//! which files may name what.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The floor of each module at the top of the crate.
const FLOORS: &[(&str, u8)] = &[
    ("finding", 1),
    ("time", 1),
    ("secret", 1),
    ("status_word", 1),
    ("transport", 1),
    ("recording", 4),
    ("iso7816", 2),
    ("rules", 2),
    ("certificate", 2),
    ("reader", 2),
    ("message", 5),
    ("jpki", 3),
    ("simulator", 3),
    ("virtual_reader", 5),
    ("report", 6),
    ("platform", 6),
    ("guide", 6),
    ("explain", 7),
    ("conversation", 7),
    ("check", 8),
    ("pin", 8),
    ("trace", 9),
    ("doctor", 9),
    ("page", 9),
    ("reception", 8),
    ("fleet", 9),
    ("relay", 9),
    ("cli", 10),
    ("internals", 11),
];

/// The rooms of the command line, from the lowest: each hands on to those before it, and none calls
/// back into one behind it.
const ROOMS_OF_CLI: &[&[&str]] = &[
    &["exit", "files", "help", "logging", "nearest", "prompt"],
    &["args", "config", "interrupt", "manual", "output"],
    &["recordings"],
    &["memo"],
    &["host"],
    &["answer"],
    &["command"],
    &["usage"],
];

/// The program itself; tests may use the whole house.
fn sources() -> Vec<(PathBuf, String)> {
    let mut files = files();
    files.retain(|(path, _)| {
        let mut parts = path.iter();
        !parts.any(|part| part == "tests" || part == "tests.rs")
    });
    files
}

/// Every file in `src`.
fn files() -> Vec<(PathBuf, String)> {
    fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, files);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path.strip_prefix(&root).unwrap().to_owned(), text)
        })
        .collect()
}

fn module(path: &Path) -> String {
    let first = path.components().next().unwrap();
    let name = first.as_os_str().to_str().unwrap();
    name.trim_end_matches(".rs").to_owned()
}

fn floor(module: &str) -> Option<u8> {
    FLOORS
        .iter()
        .find(|(name, _)| *name == module)
        .map(|(_, floor)| *floor)
}

/// Modules of this crate that a file names, outside its comments.
fn imports(text: &str) -> Vec<String> {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| {
            rest.chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect()
        })
        .collect()
}

#[test]
fn imports_point_to_lower_floors() {
    for (path, text) in sources() {
        let own = module(&path);
        if own == "main" || own == "lib" {
            continue;
        }
        let own_floor = floor(&own).unwrap_or_else(|| panic!("{own} stands on no floor"));
        for import in imports(&text) {
            if import == own || import.is_empty() {
                continue;
            }
            let below = floor(&import).unwrap_or_else(|| panic!("{import} stands on no floor"));
            assert!(
                below < own_floor || own_floor == 1 && below == 1,
                "{} (floor {own_floor}) imports {import} (floor {below})",
                path.display()
            );
        }
    }
}

/// What a line takes from the rooms of the command line, a type by its room's name.
fn rooms_of_cli(line: &str, path: &Path) -> Vec<String> {
    let command = path.starts_with("cli/command");
    let from = |prefix| line.trim_start().strip_prefix(prefix);
    let Some(named) = from("use crate::cli::")
        .or_else(|| from("use super::").filter(|_| !command))
        .and_then(|named| named.strip_suffix(';'))
    else {
        return Vec::new();
    };
    let each = match named.strip_prefix('{') {
        Some(list) => list.trim_end_matches('}').split(", ").collect(),
        None => vec![named],
    };
    let room = |name: &str| name.split("::").next().unwrap().to_lowercase();
    each.into_iter().map(room).collect()
}

#[test]
fn the_command_line_goes_one_way() {
    let floor = |room: &str| {
        let found = ROOMS_OF_CLI.iter().position(|floor| floor.contains(&room));
        found.unwrap_or_else(|| panic!("cli/{room} has no place"))
    };
    let mut seen = 0;
    for (path, text) in sources() {
        let Ok(inside) = path.strip_prefix("cli") else {
            continue;
        };
        let own = module(inside);
        let (code, _) = text.split_once("#[cfg(test)]").unwrap_or((&text, ""));
        for room in code.lines().flat_map(|line| rooms_of_cli(line, &path)) {
            seen += 1;
            assert!(
                room == own || floor(&room) < floor(&own),
                "{} calls back into cli/{room}",
                path.display()
            );
        }
    }
    assert!(seen > 80, "{seen} imports");
}

#[test]
fn one_file_speaks_to_pcsc() {
    for (path, text) in sources() {
        let named = text.contains("use pcsc") || text.contains(" pcsc::Context");
        assert!(
            !named || path == Path::new("reader/pcsc/thread.rs"),
            "{}",
            path.display()
        );
    }
}

/// Only what a user asked for with a PIN can send one: the rest has no way to make a `Pin`.
#[test]
fn only_pin_commands_know_pins() {
    // The last one names what the tests need.
    let allowed = ["secret", "iso7816", "jpki", "pin", "cli", "internals"];
    for (path, text) in sources() {
        let own = module(&path);
        if allowed.contains(&own.as_str()) {
            continue;
        }
        assert!(
            !imports(&text).contains(&"secret".to_owned()),
            "{} names PINs",
            path.display()
        );
    }
}

/// One place sends a VERIFY, and one makes a PIN of what somebody typed.
#[test]
fn one_place_verifies() {
    for (path, text) in sources() {
        let (code, _) = text.split_once("#[cfg(test)]").unwrap_or((&text, ""));
        let comment = |line: &&str| line.trim_start().starts_with("//");
        let code: String = code.lines().filter(|line| !comment(line)).collect();
        let path = path.to_str().unwrap();
        for (call, places) in [
            ("jpki.verify(", &["pin/entry.rs"][..]),
            ("session.verify(", &["jpki.rs"]),
            ("Command::verify(", &["iso7816/session.rs"]),
            ("Pin::new(", &["cli/command/pin.rs"]),
        ] {
            assert!(
                !code.contains(call) || places.contains(&path),
                "{path}: {call}"
            );
        }
    }
}

/// A simulated card that knew the identifiers of `jpki` would agree with their mistakes.
#[test]
fn the_simulator_knows_no_identifier() {
    for (path, text) in sources() {
        if module(&path) == "simulator" {
            assert!(!text.contains("D392F000"), "{}", path.display());
            assert!(!imports(&text).contains(&"jpki".to_owned()));
        }
    }
}

/// Everything else takes the day and the transport as arguments.
#[test]
fn only_the_command_line_reads_clock_and_environment() {
    for (path, text) in sources() {
        let own = module(&path);
        if own == "cli" || own == "main" {
            continue;
        }
        for word in ["Timestamp::now", "SystemTime::now", "env::var"] {
            assert!(!text.contains(word), "{} reads {word}", path.display());
        }
    }
}

#[test]
fn no_file_is_longer_than_a_room() {
    for (path, text) in files() {
        let lines = text.lines().count();
        assert!(lines <= 400, "{} has {lines} lines", path.display());
    }
}

/// A word that nothing says is dead, and the compiler does not see it in a public enum.
#[test]
fn every_label_is_used() {
    let sources = sources();
    let (_, table) = sources
        .iter()
        .find(|(path, _)| path == Path::new("message/label.rs"))
        .unwrap();
    let names = table
        .lines()
        .filter_map(|line| {
            line.strip_prefix("    ")?
                .split_once(" = \"")
                .map(|(name, _)| name)
        })
        .filter(|name| name.chars().all(char::is_alphanumeric));
    for name in names {
        let used = format!("Label::{name}");
        let found = sources.iter().any(|(_, text)| {
            text.match_indices(&used)
                .any(|(at, _)| !text[at + used.len()..].starts_with(char::is_alphanumeric))
        });
        assert!(found, "{used}");
    }
}

/// A machine without a card stack or a browser runs `cargo test` and is told what that leaves out.
#[test]
fn tests_that_need_more_say_what() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["tests/stack", "tests/browser"].map(|folder| root.join(folder));
    for entry in folders.iter().flat_map(|it| fs::read_dir(it).unwrap()) {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let mut lines = text.lines().map(str::trim).peekable();
        while let Some(line) = lines.next() {
            let needs = lines
                .peek()
                .is_some_and(|next| next.starts_with("#[ignore = \"needs"));
            assert!(line != "#[test]" || needs, "{}", path.display());
        }
    }
}

/// A reader who searches for a type finds one. The folders of `platform` may repeat each other.
#[test]
fn each_type_name_means_one_thing() {
    let mut found: BTreeMap<String, BTreeSet<PathBuf>> = BTreeMap::new();
    for (path, text) in sources() {
        if module(&path) == "platform" {
            continue;
        }
        let (code, _) = text.split_once("#[cfg(test)]").unwrap_or((&text, ""));
        for line in code.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let at = usize::from(words.first().is_some_and(|word| word.starts_with("pub")));
            let [kind, name, ..] = words.get(at..).unwrap_or_default() else {
                continue;
            };
            // What a trait asks for is named by the trait.
            let type_of_trait = *kind == "type" && line.starts_with(' ');
            if type_of_trait || !["struct", "enum", "trait", "type"].contains(kind) {
                continue;
            }
            let name: String = name.chars().take_while(|c| c.is_alphanumeric()).collect();
            found.entry(name).or_default().insert(path.clone());
        }
    }
    found.retain(|_, paths| paths.len() > 1);
    assert!(found.is_empty(), "{found:#?}");
}
