//! Comments cite the pages of `docs` by section: every citation leads somewhere.

use std::fs;
use std::path::{Path, PathBuf};

/// A page and what is cited of it: sections, rules, rows. `§11, 2` is item 2 of section 11.
#[derive(Debug, PartialEq, Eq)]
struct Citation {
    page: String,
    places: Vec<Place>,
}

#[derive(Debug, PartialEq, Eq)]
struct Place {
    id: String,
    item: Option<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "rs" || extension == "toml")
        {
            found.push(path);
        }
    }
}

/// Comments run over several lines: without their marks, a citation is in one piece.
fn joined(text: &str) -> String {
    text.lines()
        .map(|line| line.trim().trim_start_matches(['/', '!', '#']).trim())
        .collect::<Vec<_>>()
        .join(" ")
}

fn take(text: &str, wanted: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !wanted(c)).unwrap_or(text.len()))
}

/// The number at the beginning of a text, without the full stop of a sentence.
fn number(text: &str) -> Option<(&str, &str)> {
    let (digits, _) = take(text, |c| c.is_ascii_digit() || c == '.');
    let digits = digits.trim_end_matches('.');
    (!digits.is_empty()).then(|| text.split_at(digits.len()))
}

/// `§2.4`, `R3` or `L-07`, as a page names it.
fn place(text: &str) -> Option<(String, &str)> {
    if let Some(rest) = text.strip_prefix('§') {
        let (digits, rest) = number(rest)?;
        return Some((digits.to_owned(), rest));
    }
    let (letters, rest) = take(text, |c| c.is_ascii_uppercase());
    let (dash, rest) = take(rest, |c| c == '-');
    let (digits, rest) = take(rest, |c| c.is_ascii_digit());
    (letters.len() == 1 && dash.len() < 2 && !digits.is_empty())
        .then(|| (format!("{letters}{dash}{digits}"), rest))
}

fn citations(text: &str) -> Vec<Citation> {
    let text = joined(text);
    let mut found = Vec::new();
    for (end, _) in text.match_indices(".md") {
        let name = text[..end]
            .rsplit(|c: char| !c.is_ascii_alphanumeric() && !"_-".contains(c))
            .next()
            .unwrap();
        if name.is_empty() {
            continue;
        }
        let mut rest = text[end..]
            .trim_start_matches(".md")
            .trim_start_matches('`');
        let mut places: Vec<Place> = Vec::new();
        loop {
            let next = rest.trim_start_matches([',', ' ']);
            if let Some((id, after)) = place(next) {
                places.push(Place { id, item: None });
                rest = after;
                continue;
            }
            match (number(next), places.last_mut()) {
                (Some((item, after)), Some(last)) if last.item.is_none() => {
                    last.item = Some(item.to_owned());
                    rest = after;
                }
                _ => break,
            }
        }
        found.push(Citation {
            page: format!("{name}.md"),
            places,
        });
    }
    found
}

/// The first word of a heading, of a row or of an item of a list.
fn begins_with(line: &str, id: &str) -> bool {
    let marks = ['#', '|', '-', ' '];
    line.starts_with(&marks[..3]) && line.trim_start_matches(marks).split(' ').next() == Some(id)
}

fn is_on(page: &str, place: &Place) -> bool {
    let mut lines = page
        .lines()
        .skip_while(|line| !begins_with(line, &place.id));
    lines.next().is_some()
        && place.item.as_ref().is_none_or(|item| {
            lines.take_while(|line| !line.starts_with('#')).any(|line| {
                line.split_once(". ")
                    .is_some_and(|(first, _)| first == item)
            })
        })
}

#[test]
fn every_citation_leads_to_its_place() {
    let mut sources = Vec::new();
    for folder in ["src", "fixtures"] {
        files(&root().join(folder), &mut sources);
    }
    let mut astray = Vec::new();
    let mut places = 0;
    for source in sources {
        for citation in citations(&fs::read_to_string(&source).unwrap()) {
            let at = source.strip_prefix(root()).unwrap().display();
            let page = ["docs", "."].iter().find_map(|folder| {
                fs::read_to_string(root().join(folder).join(&citation.page)).ok()
            });
            let Some(page) = page else {
                astray.push(format!("{at}: there is no {}", citation.page));
                continue;
            };
            for place in citation.places {
                places += 1;
                if !is_on(&page, &place) {
                    astray.push(format!("{at}: {} has no {place:?}", citation.page));
                }
            }
        }
    }
    assert!(astray.is_empty(), "{}", astray.join("\n"));
    assert!(places > 30, "only {places} citations were found");
}

#[test]
fn citations_are_found_in_their_forms() {
    let places = |text: &str| {
        let mut found = citations(text);
        assert_eq!(found.len(), 1, "{text}");
        found.remove(0).places
    };
    let place = |id: &str, item: Option<&str>| Place {
        id: id.to_owned(),
        item: item.map(str::to_owned),
    };
    assert_eq!(places("/// (`protocol.md` §2.4)."), [place("2.4", None)]);
    assert_eq!(
        places("//! (`protocol.md`\n    //! §12). Then"),
        [place("12", None)]
    );
    assert_eq!(
        places("# not published (protocol.md §3, §11)."),
        [place("3", None), place("11", None)]
    );
    assert_eq!(places("(`protocol.md` §11, 2)"), [place("11", Some("2"))]);
    assert_eq!(places("(`rules.md` R3: Q13)"), [place("R3", None)]);
    assert_eq!(places("(`docs/pcsc.md` L-07)"), [place("L-07", None)]);
    assert_eq!(places("the rules of `docs/design.md` that can be read"), []);
}

#[test]
fn a_place_is_where_a_line_begins_with_it() {
    let page =
        "# Page\n\n## 11 Unknown\n\n1. One\n2. Two\n\n## 12 Next\n\n3. Three\n\n| L-07 | row |\n";
    let is_there = |text: &str| {
        let citation = citations(text).remove(0);
        citation.places.iter().all(|place| is_on(page, place))
    };
    assert!(is_there("page.md §11, §12"));
    assert!(is_there("page.md §11, 2"));
    assert!(is_there("page.md L-07"));
    assert!(!is_there("page.md §1"), "11 is not 1");
    assert!(!is_there("page.md §11, 3"), "3 is in another section");
    assert!(!is_there("page.md L-08"));
}
