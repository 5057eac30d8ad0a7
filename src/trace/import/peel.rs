//! What a journal, a terminal or a mail puts before the lines of a log.

/// No line has more of them.
const MOST: usize = 8;

/// The line as it is, and with one prefix after the other taken away.
pub(super) fn peeled(line: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(line.trim()), |line| peel(line)).take(MOST)
}

/// The line without its first prefix.
fn peel(line: &str) -> Option<&str> {
    quote(line)
        .or_else(|| bracket(line))
        .or_else(|| syslog(line))
        .or_else(|| clock(line))
        .map(str::trim_start)
        .filter(|rest| !rest.is_empty())
}

/// `> ` of a mail, `| ` of a table.
fn quote(line: &str) -> Option<&str> {
    line.strip_prefix('>').or_else(|| line.strip_prefix('|'))
}

/// `[10:20:30.123] `, `[TRACE] `
fn bracket(line: &str) -> Option<&str> {
    let (inside, rest) = line.strip_prefix('[')?.split_once(']')?;
    (inside.len() <= 40).then_some(rest)
}

/// `host pcscd[123]: ` behind a time, as journald and syslog write it, also without the number.
fn syslog(line: &str) -> Option<&str> {
    if let Some((host, rest)) = line.split_once("pcscd: ")
        && host.trim_end().split(' ').count() <= 1
    {
        return Some(rest);
    }
    let (head, rest) = line.split_once("]: ")?;
    let (program, process) = head.rsplit_once('[')?;
    let host = program.split(' ').count() <= 2;
    (host && !process.is_empty() && process.bytes().all(|b| b.is_ascii_digit())).then_some(rest)
}

/// A day, or a time of day: `2026-05-14T10:20:30+0900`, `10:20:30.123`, `May 14 10:20:30`.
fn clock(line: &str) -> Option<&str> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (word, rest) = line.split_once(' ')?;
    if MONTHS.contains(&word) {
        let (day, rest) = rest.trim_start().split_once(' ')?;
        return (day.len() <= 2 && day.bytes().all(|b| b.is_ascii_digit())).then_some(rest);
    }
    let plain = |byte: u8| byte.is_ascii_digit() || b"-:./,+TZ".contains(&byte);
    let parts = word.bytes().filter(|byte| b":-/".contains(byte)).count();
    (parts >= 2 && word.bytes().all(plain)).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_behind_what_others_put_before_it() {
        for line in [
            "00000377 APDU: 00 20 00 80",
            "  \t00000377 APDU: 00 20 00 80 ",
            "> 00000377 APDU: 00 20 00 80",
            "> > 00000377 APDU: 00 20 00 80",
            "May 14 10:20:30 counter pcscd[612]: 00000377 APDU: 00 20 00 80",
            "2026-05-14T10:20:30+0900 counter pcscd[612]: 00000377 APDU: 00 20 00 80",
            "2026-05-14 10:20:30.123 00000377 APDU: 00 20 00 80",
            "2026-05-14T10:20:30.123456+09:00 counter pcscd: 00000377 APDU: 00 20 00 80",
            "[10:20:30] 00000377 APDU: 00 20 00 80",
        ] {
            let found = peeled(line).any(|line| line == "00000377 APDU: 00 20 00 80");
            assert!(found, "{line}: {:?}", peeled(line).collect::<Vec<_>>());
        }
        // Nothing that could be bytes is taken away.
        for line in ["00 20 00 80", "00200080", "9000"] {
            assert_eq!(peeled(line).collect::<Vec<_>>(), [line]);
        }
    }
}
