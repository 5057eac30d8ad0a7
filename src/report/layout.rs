//! Lines that fit a terminal: wrapped by what the eye sees, in columns that stay.

use textwrap::core::Word;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};
use unicode_width::UnicodeWidthStr;

/// Narrower than this nothing is wrapped well.
const NARROWEST: usize = 40;

/// A text that grows line by line.
pub(super) struct TextPage {
    text: String,
    /// Cells of a line; None where lines may be as long as they are.
    width: Option<usize>,
}

impl TextPage {
    pub(super) fn new(width: Option<usize>) -> Self {
        Self {
            text: String::new(),
            width: width.map(|width| width.max(NARROWEST)),
        }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    pub(super) fn empty_line(&mut self) {
        self.text.push('\n');
    }

    /// A line from the left margin.
    pub(super) fn line(&mut self, line: &str) {
        self.paragraph("", 0, line);
    }

    /// `head`, filled up to the column `indent`, and a text that stays right of it.
    pub(super) fn column(&mut self, head: &str, indent: usize, text: &str) {
        let gap = indent
            .saturating_sub(textwrap::core::display_width(head))
            .max(1);
        self.paragraph(&format!("{head}{:gap$}", ""), indent, text);
    }

    /// `head` and a text, which goes on at the column `indent`.
    pub(super) fn paragraph(&mut self, head: &str, indent: usize, text: &str) {
        match self.width {
            None => {
                self.text.push_str(head);
                self.text.push_str(text);
                self.text.push('\n');
            }
            Some(width) => {
                let margin = " ".repeat(indent);
                let options = Options::new(width)
                    .initial_indent(head)
                    .subsequent_indent(&margin)
                    .word_separator(WordSeparator::Custom(words))
                    .word_splitter(WordSplitter::NoHyphenation)
                    .wrap_algorithm(WrapAlgorithm::FirstFit);
                for line in textwrap::wrap(text, options) {
                    self.text.push_str(line.trim_end());
                    self.text.push('\n');
                }
            }
        }
    }
}

/// A text of lines, each of which goes on below its own beginning where it is too long: behind its
/// spaces, and behind the mark of an item.
#[must_use]
pub(crate) fn fit(text: &str, width: Option<usize>) -> String {
    let mut page = TextPage::new(width);
    for line in text.lines() {
        let bare = line.trim_start();
        let item = bare.split_once(' ').map_or("", |(mark, _)| mark);
        let number = item.strip_suffix('.').unwrap_or_default();
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let mark = if is_number || matches!(item, "-" | "→") {
            cells(item).saturating_add(1)
        } else {
            0
        };
        let indent = line.len().saturating_sub(bare.len());
        let (head, rest) = line.split_at(indent);
        page.paragraph(head, indent.saturating_add(mark), rest);
    }
    page.into_text()
}

/// The pieces between which a line may end: as Unicode says (no line begins with 。, ）, 」 or a small
/// kana), but neither within a word of katakana nor between a number and what it counts.
fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    let mut start: usize = 0;
    for word in WordSeparator::UnicodeBreakProperties.find_words(line) {
        let length = word.word.len().saturating_add(word.whitespace.len());
        let end = start.saturating_add(length);
        match pieces.last_mut() {
            Some((_, last)) if belongs_together(line, *last) => *last = end,
            _ => pieces.push((start, end)),
        }
        start = end;
    }
    let piece = move |(start, end)| Word::from(line.get(start..end).unwrap_or_default());
    Box::new(pieces.into_iter().map(piece))
}

fn belongs_together(line: &str, place: usize) -> bool {
    let before = line.get(..place).and_then(|text| text.chars().next_back());
    let after = line.get(place..).and_then(|text| text.chars().next());
    let katakana = |c: char| matches!(c, 'ァ'..='ヺ' | 'ー');
    let counted = |c: char| "年月日回秒桁枚件か社".contains(c);
    match (before, after) {
        (Some(before), Some(after)) => {
            katakana(before) && katakana(after) || before.is_ascii_digit() && counted(after)
        }
        _ => false,
    }
}

/// Columns of cells that a text takes on a terminal.
pub(super) fn cells(text: &str) -> usize {
    text.width()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wrapped(width: usize, text: &str) -> Vec<String> {
        let mut page = TextPage::new(Some(width));
        page.column("  対処", 12, text);
        page.into_text().lines().map(str::to_owned).collect()
    }

    #[test]
    fn what_belongs_together_stays_together() {
        let lines = wrapped(
            40,
            "カードリーダーのUSBを差し直し、2027年6月30日までに(別のUSBポート)で試してください。",
        );
        assert_eq!(
            lines,
            [
                "  対処      カードリーダーのUSBを差し直",
                "            し、2027年6月30日までに(別の",
                "            USBポート)で試してください。",
            ]
        );
    }

    #[test]
    fn an_item_goes_on_behind_its_mark() {
        let text = "  1. リーダーのUSBを差し直し、別のUSBポートも試してください。\n\nend\n";
        assert_eq!(
            fit(text, Some(40)),
            "  1. リーダーのUSBを差し直し、別のUSBポ\n     ートも試してください。\n\nend\n"
                .replace("USBポ\n     ート", "USB\n     ポート")
        );
        assert_eq!(fit(text, None), text);
    }

    #[test]
    fn without_a_terminal_nothing_is_wrapped() {
        let mut page = TextPage::new(None);
        page.line(&"あ".repeat(200));
        assert_eq!(page.into_text().lines().count(), 1);
    }

    proptest! {
        /// The rules of Japanese typesetting, at every width.
        #[test]
        fn no_line_is_too_long_or_begins_with_what_must_not(
            width in 40_usize..130,
            text in "([ア-ヨ][ア-ヨー]{0,8}の|[あ一-三][、。）」ゃっ]{0,2}|[a-z]{1,9} |[0-9]{1,4}年){1,80}",
        ) {
            let inside = |c: char| "、。）」ゃっー".contains(c);
            // A line cannot hold a word that is longer, with all that must not leave it.
            let text = format!("あ{text}");
            let lines = wrapped(width, &text);
            for line in &lines {
                prop_assert!(cells(line) <= width, "{line}");
            }
            for line in lines.iter().skip(1) {
                prop_assert!(!line.trim_start().starts_with(inside), "{lines:?}");
            }
        }
    }
}
