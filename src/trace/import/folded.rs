//! A recording within another text: the file for a help desk that `doctor` writes, its page, or
//! either of them in a mail.

use std::io::{self, BufRead, Cursor, Read};

use super::next_line;

const HEADER: &str = r#"{"t":"header""#;
const END: &str = r#"{"t":"end""#;

/// The recording that begins in this line, as it stands in a recording.
pub(super) fn header(line: &str) -> Option<String> {
    let line = plain(line);
    let start = line.find(HEADER)?;
    line.get(start..).map(str::to_owned)
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
    line: Vec<u8>,
    ready: Cursor<Vec<u8>>,
    ended: bool,
}

impl<R: BufRead> Folded<R> {
    /// Behind the header, which stands first.
    pub(super) fn new(header: &str, input: R) -> Self {
        Self {
            input,
            line: Vec::new(),
            ready: Cursor::new(format!("{header}\n").into_bytes()),
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
        self.ended = line.starts_with(END);
        self.ready = Cursor::new(format!("{line}\n").into_bytes());
        self.ready.read(buffer)
    }
}
