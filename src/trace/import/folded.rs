//! A recording within another text: the file for a help desk that `doctor` writes, its page, or
//! either of them in a mail.

use std::io::{self, BufRead, Cursor, Read};

use super::next_line;

const HEADER: &str = r#"{"t":"header""#;
const END: &str = r#"{"t":"end""#;

/// The line in which a recording begins.
pub(super) struct FoldedHeader {
    /// What stands before it: the quotes or indents of a mail stand before every other line too.
    before: String,
    header: String,
}

/// The recording that begins in this line.
pub(super) fn header(line: &str) -> Option<FoldedHeader> {
    let line = plain(line);
    let (before, header) = line.split_at_checked(line.find(HEADER)?)?;
    Some(FoldedHeader {
        before: before.to_owned(),
        header: header.to_owned(),
    })
}

/// A page writes five letters as entities, `&` the last to be turned back.
fn plain(line: &str) -> String {
    line.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// The lines of a recording, up to and with its last.
pub(super) struct Folded<R> {
    input: R,
    before: String,
    line: Vec<u8>,
    ready: Cursor<Vec<u8>>,
    ended: bool,
}

impl<R: BufRead> Folded<R> {
    /// Behind the header, which stands first.
    pub(super) fn new(begin: FoldedHeader, input: R) -> Self {
        Self {
            input,
            before: begin.before,
            line: Vec::new(),
            ready: Cursor::new((begin.header + "\n").into_bytes()),
            ended: false,
        }
    }
}

impl<R: BufRead> Read for Folded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.ready.read(buffer)?;
        if read > 0 || self.ended || buffer.is_empty() {
            return Ok(read);
        }
        let Some(line) = next_line(&mut self.input, &mut self.line)? else {
            self.ended = true;
            return Ok(0);
        };
        let line = plain(&line);
        let line = line.strip_prefix(&self.before).unwrap_or(&line);
        self.ended = line.starts_with(END);
        self.ready = Cursor::new(format!("{line}\n").into_bytes());
        self.ready.read(buffer)
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_is_found_behind_quotes_and_indents() {
        let lines = [
            r#"{"t":"header","format":"x"}"#,
            r#"{"t":"begin","us":0}"#,
            r#"{"t":"end","events":1}"#,
        ];
        for before in ["", "> ", "> > ", "    ", "&gt; "] {
            let quoted: Vec<_> = lines
                .iter()
                .map(|line| format!("{before}{line}\n"))
                .collect();
            let begin = header(quoted[0].trim_end()).unwrap();
            let rest = quoted[1..].concat() + "and what is said below\n";
            let mut found = String::new();
            let mut folded = Folded::new(begin, rest.as_bytes());
            folded.read_to_string(&mut found).unwrap();
            assert_eq!(found.trim_end(), lines.join("\n"), "{before}");
        }
    }
}
