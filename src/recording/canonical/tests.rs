#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use proptest::sample::Index;

use super::super::line::EventLine;
use super::super::tests::any_event;
use super::*;

fn line(event: &Event) -> String {
    let mut line = Vec::new();
    event.write(&mut line).unwrap();
    assert_eq!(line.pop(), Some(b'\n'));
    String::from_utf8(line).unwrap()
}

/// What this line would be taken for, were it the only way to read it.
fn closer(line: &str) -> Option<Event> {
    let kind = line.split('"').nth(3)?;
    EventLine::parse(kind, line).ok()
}

#[test]
fn an_ordinary_line_needs_no_closer_look() {
    for line in [
        r#"{"t":"card","reader":"仮想リーダー 00 00","atr":"3B80","us":9012}"#,
        r#"{"t":"begin","us":0}"#,
        r#"{"t":"x","c":["00A4"],"r":[],"sw":"6A82","us":18446744073709551615}"#,
        r#"{"t":"x","c":["00B0000000"],"r":["3082",{"r":"serial","n":1},"00"],"sw":"6282","us":812}"#,
        r#"{"t":"leave","how":"untouched","us":1}"#,
    ] {
        let event = event(line);
        assert!(event.is_some(), "{line}");
        assert_eq!(event, closer(line));
    }
}

#[test]
fn another_spelling_is_not_read() {
    for line in [
        r#"{"t":"begin","us":00}"#,
        r#"{"t":"begin","us":+1}"#,
        r#"{"t":"begin","us":1} "#,
        r#"{"t":"begin", "us":1}"#,
        r#"{"t":"begin","us":18446744073709551616}"#,
        r#"{"t":"leave","how":"powered_down","us":1}"#,
        r#"{"t":"card","reader":"\u0041","atr":"3B","us":1}"#,
        "{\"t\":\"card\",\"reader\":\"A\u{1}\",\"atr\":\"3B\",\"us\":1}",
        r#"{"t":"card","reader":"A","atr":"3b","us":1}"#,
        r#"{"t":"card","reader":"A","atr":"3B8","us":1}"#,
        r#"{"t":"x","c":["00","A4"],"r":[],"sw":"9000","us":1}"#,
        r#"{"t":"x","c":[""],"r":[],"sw":"9000","us":1}"#,
        r#"{"t":"x","c":["00A4"],"r":[{"r":"pin","n":0}],"sw":"9000","us":1}"#,
        r#"{"t":"x","c":["00A4"],"r":[{"r":"pin","n":01}],"sw":"9000","us":1}"#,
        r#"{"t":"x","c":["00A4"],"r":[{"r":"pin","n":999999999}],"sw":"9000","us":1}"#,
        r#"{"t":"x","c":["00A4"],"r":[{"r":"name","n":1}],"sw":"9000","us":1}"#,
        r#"{"t":"x","c":["00A4"],"r":[],"sw":"900000","us":1}"#,
        r#"{"t":"x","c":["00A4",],"r":[],"sw":"9000","us":1}"#,
    ] {
        assert_eq!(event(line), None, "{line}");
    }
}

/// Without a status word an answer is none, and nothing of it is shown.
#[test]
fn what_is_no_answer_is_left_out_whole() {
    assert!(closer(r#"{"t":"x","c":["00A4"],"r":[{"r":"other","n":2}],"us":1}"#).is_some());
    for answer in [
        r#""3132""#,
        r#"{"r":"other","n":2},"31""#,
        r#"{"r":"other","n":1}"#,
    ] {
        let line = format!(r#"{{"t":"x","c":["00A4"],"r":[{answer}],"us":1}}"#);
        assert_eq!(closer(&line), None, "{line}");
    }
}

proptest! {
    #[test]
    fn what_is_read_here_is_written_the_same(
        before in any_event(),
        place in any::<Index>(),
        length in 0_usize..3,
        put in prop::sample::select(vec!["", "0", "+", "a", "\"", "\\", "]", "}", ",", "[]", "\u{1}", " "]),
    ) {
        let mut text = line(&before);
        if let Some(read) = event(&text) {
            prop_assert_eq!(read, before);
        }
        let places: Vec<_> = text.char_indices().map(|(place, _)| place).collect();
        let begin = *place.get(&places);
        let end = text.ceil_char_boundary(begin.saturating_add(length));
        text.replace_range(begin..end, put);
        if let Some(read) = event(&text) {
            prop_assert_eq!(&line(&read), &text);
            prop_assert_eq!(Some(read), closer(&text));
        }
    }
}
