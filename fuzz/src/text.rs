//! What people and programs write: a configuration, a text with codes in it, a request for the
//! counter's page.

use mynacheck::internals::cli::config::Config;
use mynacheck::internals::explain;
use mynacheck::internals::message::Lang;
use mynacheck::internals::page::Request;

use super::assert_tame;

/// A configuration is taken, or refused with a line that it has.
pub fn configuration(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let (_, Err((line, _))) = Config::parse(&text) {
        let lines = text.matches('\n').count() + 1;
        assert!((1..=lines).contains(&line), "line {line} of {lines}");
    }
}

/// A text with codes in it: each is explained in both languages, and found by its own name.
pub fn explain(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for code in explain::read(&lines).codes {
        for lang in [Lang::Ja, Lang::En] {
            let meaning = code.meaning(lang);
            assert!(!meaning.is_empty());
            assert_tame(&meaning);
        }
        let id = code.id();
        let again = explain::read(std::slice::from_ref(&id)).codes;
        assert!(again.iter().any(|code| code.id() == id), "{id}: {again:?}");
    }
}

/// Whatever is asked for is asked for by GET, under a name of this computer.
pub fn request(data: &[u8]) {
    let own = "127.0.0.1:38470".parse().expect("an address");
    if let Ok(Some(_)) = Request::parse(data, own) {
        let text = String::from_utf8_lossy(data).to_ascii_lowercase();
        assert!(text.trim_start().starts_with("get "), "{text}");
        let names = ["127.0.0.1:38470", "localhost:38470", "[::1]:38470"];
        assert!(names.iter().any(|name| text.contains(name)), "{text}");
    }
}
