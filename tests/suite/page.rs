//! The counter's page as a program on this computer meets it, over real connections.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use crate::counter::{free_address, report};
use crate::program::Scratch;
use mynacheck::internals::finding::Finding;
use mynacheck::internals::message::Lang;
use mynacheck::internals::page::{self, News, Page, PageError};

fn served() -> (Page, SocketAddr) {
    let address = free_address();
    (Page::open(address, Lang::Ja).unwrap(), address)
}

/// A connection on which nothing waits for ever.
fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    stream
}

fn ask(address: SocketAddr, path: &str, fields: &str) -> String {
    let mut stream = connect(address);
    let port = address.port();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n{fields}\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// Listens to a stream of events.
fn listen(address: SocketAddr, path: &str) -> impl FnMut() -> Option<String> {
    let mut stream = connect(address);
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
        address.port()
    )
    .unwrap();
    let mut lines = BufReader::new(stream).lines();
    move || {
        loop {
            let line = lines.next()?.ok()?;
            if let Some(data) = line.strip_prefix("data: ")
                && data != "."
            {
                return Some(data.to_owned());
            }
        }
    }
}

#[test]
fn the_last_card_is_told_while_it_lies_there_and_no_longer() {
    let (page, address) = served();
    let nothing = ask(address, "/last", "");
    assert!(nothing.starts_with("HTTP/1.1 204"), "{nothing}");
    page.placed(
        "A",
        &report("valid"),
        "{\"n\":1}".to_owned(),
        "2026-11-22 12",
    );
    page.placed(
        "B",
        &report("grace"),
        "{\"n\":2}".to_owned(),
        "2026-11-22 12",
    );
    let last = ask(address, "/last", "");
    assert!(last.starts_with("HTTP/1.1 200"), "{last}");
    assert!(last.ends_with("\r\n\r\n{\"n\":2}"), "{last}");
    page.tell(News::Lifted("B"), "{}".to_owned());
    assert!(ask(address, "/last", "").ends_with("{\"n\":1}"));
    page.tell(
        News::Lost(&Finding::NoService { code: 0x8010_001D }),
        "{}".to_owned(),
    );
    assert!(ask(address, "/last", "").starts_with("HTTP/1.1 204"));
}

#[test]
fn programs_hear_every_object_in_order_and_nothing_else() {
    let (page, address) = served();
    page.placed(
        "A",
        &report("valid"),
        "{\"n\":1}".to_owned(),
        "2026-11-22 12",
    );
    let mut next = listen(address, "/events");
    // What lies there already comes first.
    assert_eq!(next().as_deref(), Some("{\"n\":1}"));
    page.tell(News::Lifted("A"), "{\"n\":2}".to_owned());
    page.placed(
        "A",
        &report("locked"),
        "{\"n\":3}".to_owned(),
        "2026-11-22 12",
    );
    page.tell(News::Other, "{\"n\":4}".to_owned());
    for n in 2..=4 {
        assert_eq!(next().unwrap(), format!("{{\"n\":{n}}}"));
    }
    drop(page);
    assert_eq!(next(), None, "a page that is gone closes its streams");
}

#[test]
fn the_page_shows_both_languages_and_forgets_the_card() {
    let (page, address) = served();
    let mut next = listen(address, "/board");
    assert!(next().unwrap().contains("カードを置いてください"));
    page.placed("A", &report("grace"), "{}".to_owned(), "2026-11-22 12");
    let board = next().unwrap();
    for part in [
        "class='board look'",
        "<span>猶予期間</span>",
        "<span>Grace period</span>",
        "あと98日(2027年2月28日まで)",
        "98 days left",
        "患者さんへのひとこと",
        "<th scope=row>12:00</th><td>0</td><td>1</td><td>0</td><td>0</td>",
    ] {
        assert!(board.contains(part), "{part} in {board}");
    }
    page.tell(News::Lifted("A"), "{}".to_owned());
    let blank = next().unwrap();
    assert!(
        blank.contains("board idle") && !blank.contains("猶予期間"),
        "{blank}"
    );
    assert!(blank.contains("12:00"), "the count stays: {blank}");
}

#[test]
fn answers_are_kept_from_others() {
    let (page, address) = served();
    page.placed(
        "A",
        &report("valid"),
        "{\"n\":1}".to_owned(),
        "2026-11-22 12",
    );
    let html = ask(address, "/", "");
    for field in [
        "Content-Security-Policy: default-src 'none'",
        "X-Content-Type-Options: nosniff",
        "Cache-Control: no-store",
        "Cross-Origin-Resource-Policy: same-origin",
    ] {
        assert!(html.contains(field), "{field}");
    }
    assert!(!html.to_lowercase().contains("set-cookie"));
    assert!(
        !html.contains("http://") && !html.contains("https://"),
        "no address elsewhere"
    );
    for (fields, status) in [
        ("Origin: http://example.com\r\n", "403"),
        ("Sec-Fetch-Site: cross-site\r\n", "403"),
        ("Host: example.com\r\n", "403"),
        ("Content-Length: 3\r\n", "400"),
    ] {
        let answer = ask(address, "/last", fields);
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{fields}: {answer}"
        );
        assert!(!answer.contains("\"n\""), "{answer}");
    }
}

/// One that says nothing, one that sends nonsense, one that never reads: the next is answered.
#[test]
fn nobody_keeps_others_waiting() {
    let (page, address) = served();
    let silent: Vec<TcpStream> = (0..8).map(|_| connect(address)).collect();
    let mut nonsense = connect(address);
    nonsense.write_all(&[0xFF; 64]).unwrap();
    let mut refused = String::new();
    nonsense.read_to_string(&mut refused).unwrap();
    assert!(refused.starts_with("HTTP/1.1 400"), "{refused}");
    let mut deaf = connect(address);
    write!(
        deaf,
        "GET /board HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
        address.port()
    )
    .unwrap();
    let begun = Instant::now();
    for _ in 0..200 {
        page.placed(
            "A",
            &report("valid"),
            "{\"n\":1}".to_owned(),
            "2026-11-22 12",
        );
        let held_up = begun.elapsed() > Duration::from_secs(20);
        assert!(!held_up, "somebody who does not read holds the counter up");
    }
    assert!(ask(address, "/last", "").contains("\"n\""));
    drop(silent);
}

#[test]
fn too_many_are_told_so() {
    let (_page, address) = served();
    let held: Vec<_> = (0..16)
        .map(|_| {
            let mut next = listen(address, "/board");
            assert!(next().is_some());
            next
        })
        .collect();
    let answer = ask(address, "/board", "");
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    drop(held);
}

/// The example for reception software, as it stands in the documentation but for the address.
#[cfg(target_os = "linux")]
fn example(language: &str, address: SocketAddr) -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(folder.join("docs/developer.md")).unwrap();
    let (_, example) = text.split_once(&format!("```{language}\n")).unwrap();
    let (example, _) = example.split_once("```").unwrap();
    assert!(example.contains(page::ADDRESS));
    example.replace(page::ADDRESS, &address.to_string())
}

/// A program that prints a line for everything that it hears, until the page is gone.
#[cfg(target_os = "linux")]
fn hears(page: Page, program: &mut std::process::Command) {
    let card = report("valid");
    let verdict = "{\"verdict\":\"usable\"}".to_owned();
    page.placed("A", &card, verdict, "2026-11-22 12");
    let mut program = program
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{program:?}: {error}"));
    let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "usable");
    page.tell(News::Lifted("A"), "{\"event\":\"lifted\"}".to_owned());
    assert_eq!(lines.next().unwrap().unwrap(), "lifted");
    drop(page);
    assert!(lines.next().is_none());
    program.wait().unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn the_example_in_python_hears_what_happens() {
    let (page, address) = served();
    let example = example("python", address);
    let mut python = std::process::Command::new("python3");
    hears(page, python.args(["-c", &example]));
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "needs Mono: tests/run"]
fn the_example_in_c_sharp_hears_what_happens() {
    let (page, address) = served();
    let folder = Scratch::new("csharp");
    let [source, program] = ["Listen.cs", "Listen.exe"].map(|name| folder.path(name));
    std::fs::write(&source, example("csharp", address)).unwrap();
    let built = std::process::Command::new("mcs")
        .args([
            "-warnaserror",
            "-r:System.Net.Http,System.Runtime.Serialization,System.Xml,System.Xml.Linq",
        ])
        .args([&format!("-out:{program}"), &source])
        .status();
    assert!(built.expect("mcs: run tests/setup").success());
    hears(page, std::process::Command::new("mono").arg(&program));
}

#[test]
fn a_second_start_knows_the_first_from_a_stranger() {
    let (_page, address) = served();
    assert!(matches!(
        Page::open(address, Lang::Ja),
        Err(PageError::ServedAlready)
    ));
    let stranger = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = stranger.local_addr().unwrap();
    let answering = std::thread::spawn(move || {
        let (mut stream, _) = stranger.accept().unwrap();
        stream
            .write_all(b"HTTP/1.1 200 OK\r\nServer: other\r\n\r\n")
            .unwrap();
        stranger
    });
    assert!(matches!(Page::open(taken, Lang::Ja), Err(PageError::Taken)));
    answering.join().unwrap();
}

#[test]
fn no_other_computer_reaches_a_page() {
    for wrong in [
        "0.0.0.0:38470", "192.168.0.1:80", "[::]:1", "localhost", "127.0.0.1", "127.0.0.1:0", "",
    ] {
        assert!(page::address(wrong).is_err(), "{wrong}");
    }
    for right in ["127.0.0.1:38470", "[::1]:1", "127.8.9.1:5"] {
        assert!(page::address(right).is_ok(), "{right}");
    }
}
