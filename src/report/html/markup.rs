//! Writes HTML so that text from outside cannot become markup: what is a tag is known to the
//! compiler, and all else is escaped.

use sha2::{Digest, Sha256};

use crate::message;

/// HTML that is being written.
#[derive(Debug, Default)]
pub(crate) struct Markup(String);

impl Markup {
    /// Tags and attributes: only what stands in this program's source.
    pub(crate) fn raw(&mut self, tags: &'static str) -> &mut Self {
        self.0.push_str(tags);
        self
    }

    /// Text, also within a quoted attribute.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        for line in text.split_inclusive('\n') {
            let (line, end) = match line.strip_suffix('\n') {
                Some(line) => (line, "\n"),
                None => (line, ""),
            };
            for c in message::clean(line).chars() {
                match c {
                    '&' => self.0.push_str("&amp;"),
                    '<' => self.0.push_str("&lt;"),
                    '>' => self.0.push_str("&gt;"),
                    '"' => self.0.push_str("&quot;"),
                    '\'' => self.0.push_str("&#39;"),
                    c => self.0.push(c),
                }
            }
            self.0.push_str(end);
        }
        self
    }

    /// A number, as attributes of pictures want it.
    pub(crate) fn number(&mut self, number: i64) -> &mut Self {
        self.0.push_str(&number.to_string());
        self
    }

    /// Text within an element: `<open>text</open>`.
    pub(crate) fn element(
        &mut self,
        open: &'static str,
        text: &str,
        close: &'static str,
    ) -> &mut Self {
        self.raw(open).text(text).raw(close)
    }

    /// What was written.
    #[must_use]
    pub(crate) fn finish(self) -> String {
        self.0
    }
}

/// The source of a style or a script that stands within a page, as a content security policy names
/// it: nothing that gets into the page by mistake has this fingerprint.
#[must_use]
pub(crate) fn fingerprint(content: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digest = Sha256::digest(content.as_bytes());
    let mut text = String::from("'sha256-");
    for three in digest.chunks(3) {
        let mut padded = [0; 4];
        for (place, byte) in padded.iter_mut().skip(1).zip(three) {
            *place = *byte;
        }
        let bits = u32::from_be_bytes(padded);
        for (at, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let letter = LETTERS.get(usize::try_from(bits >> shift & 63).unwrap_or_default());
            text.push(match letter {
                Some(letter) if at <= three.len() => char::from(*letter),
                _ => '=',
            });
        }
    }
    text + "'"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_no_markup() {
        let mut page = Markup::default();
        page.text("<img src=x onerror='alert(1)'> & \"\u{202e}\u{1b}\na");
        assert_eq!(
            page.finish(),
            "&lt;img src=x onerror=&#39;alert(1)&#39;&gt; &amp; &quot;\\u{202e}\\u{1b}\na"
        );
    }

    /// `printf abc | openssl dgst -sha256 -binary | openssl base64`, and of nothing.
    #[test]
    fn fingerprints_are_what_browsers_compute() {
        assert_eq!(
            fingerprint("abc"),
            "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='"
        );
        assert_eq!(
            fingerprint(""),
            "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
        );
    }
}
