//! What a page that is handed on may say of a finding: names that a user has given, files, and what a
//! strange card calls itself stay behind.

use crate::finding::Finding;
use crate::recording::{known, without_serial};
use crate::report::{SourceName, SourceReport};

/// What stands where something was left out.
const LEFT_OUT: &str = "…";

/// Evidence that is known to be harmless: what a system calls its programs and settings, and words of
/// this program's own tables. Readers are named as recordings name them; any other text is left out.
const HARMLESS: &[&str] = &[
    "command", "drivers", "machine", "module", "near", "needed", "place", "program", "programs",
    "remedy", "sandbox", "version",
];

/// The finding without what is not known to be harmless.
pub(super) fn finding(finding: &Finding) -> Finding {
    let mut finding = finding.clone();
    finding.each_text(&mut |field, text| match field {
        "reader" | "readers" | "elsewhere" => name(text),
        "algorithm" if text.bytes().all(|b| b.is_ascii_digit() || b == b'.') => {}
        field if HARMLESS.contains(&field) => {}
        _ => leave_out(text),
    });
    finding
}

/// Whose answers these are: a built-in card by its name, else the reader.
pub(super) fn source(source: &mut SourceReport) {
    if source.kind != SourceName::Simulated {
        name(&mut source.reader);
    } else if !known::is_card(&source.reader) {
        leave_out(&mut source.reader);
    }
}

/// The name of a reader: as in recordings, else what a device calls itself.
pub(super) fn reader(name: &str) -> String {
    let known = known::reader(name);
    if !known.is_empty() {
        return known;
    }
    let plain = |c: &char| c.is_ascii_alphanumeric() || " ()[]._/+&,:-".contains(*c);
    let name = without_serial(name);
    name.chars().filter(plain).take(64).collect()
}

/// What was seen on a computer, without folders of people and what could be a serial number; codes
/// and USB ids stay.
pub(super) fn seen(seen: &str) -> String {
    let personal = |word: &str| {
        let word = word.to_ascii_lowercase();
        let folder = ["/home/", "/users/", "\\users\\", "/root/", "@"];
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let code = word.trim_start_matches('(').starts_with("0x") || is_usb_id(&word);
        folder.iter().any(|part| word.contains(part)) || digits >= 6 && !code
    };
    let words = seen.split(' ');
    let words: Vec<&str> = words
        .map(|word| if personal(word) { LEFT_OUT } else { word })
        .collect();
    words.join(" ")
}

fn is_usb_id(word: &str) -> bool {
    let number = |part: &str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_hexdigit());
    let parts = word.trim_end_matches(';').split_once(':');
    parts.is_some_and(|(vendor, product)| number(vendor) && number(product))
}

fn leave_out(text: &mut String) {
    LEFT_OUT.clone_into(text);
}

fn name(text: &mut String) {
    *text = reader(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_left_out_unless_its_field_is_known_to_be_harmless() {
        let of = |file: &str| Finding::ExportLeftOut {
            file: file.to_owned(),
            line: 7,
        };
        assert_eq!(finding(&of("/media/yamada/a.jsonl")), of(LEFT_OUT));
        let busy = Finding::CardBusy {
            programs: vec!["scdaemon".to_owned()],
        };
        assert_eq!(finding(&busy), busy);
    }

    #[test]
    fn folders_and_serial_numbers_stay_behind_and_codes_do_not() {
        for (seen, kept) in [
            (
                "SCARD_E_NO_SERVICE (0x8010001D)",
                "SCARD_E_NO_SERVICE (0x8010001D)",
            ),
            (
                "USB 1-2 054c:06c3; bcdDevice 0100",
                "USB 1-2 054c:06c3; bcdDevice 0100",
            ),
            ("/home/yamada/.config x", "… x"),
            ("C:\\Users\\yamada\\a", "…"),
            ("serial 12345678", "serial …"),
        ] {
            assert_eq!(self::seen(seen), kept);
        }
        assert_eq!(
            reader("SONY RC-S300/S (0123456789) 00 00"),
            "SONY RC-S300/S (serial) 00 00"
        );
        assert_eq!(reader("<b>RC-S300</b>"), "bRC-S300/b");
    }
}
