//! Free text of a recording: let through only as what it is known to be.

use super::{Event, Expect, Failure, Header, HiddenKind, Masked, Provenance, without_serial};
use crate::finding::FindingId;
use crate::iso7816::apdu::is_atr;
use crate::transport::ScardCode;

/// Logs that recordings are imported from.
pub const LOGS: &[&str] = &[
    "pcscd",
    "opensc",
    "pcsc-spy",
    "apdu4j",
    "globalplatformpro",
    "pyscard",
    "ykman",
    "scdaemon",
    "myna",
    "freerdp",
    "libnfc",
    "nfcpy",
    "android",
];

/// Systems and processors, as Rust names them.
const PLATFORMS: &[&str] = &[
    "any", "linux", "windows", "macos", "freebsd", "openbsd", "netbsd", "android", "ios", "x86_64",
    "x86", "aarch64", "arm", "riscv64", "powerpc64", "s390x", "loongarch64",
];

/// What a report can say of a card.
const VERDICTS: &[&str] = &["usable", "attention", "unusable", "unchecked"];

/// No command and no answer of ISO/IEC 7816-3 is longer: 65,535 bytes of data with what is around
/// them.
pub(crate) const LONGEST: usize = 65_544;

/// What stands where something else stood.
const LEFT_OUT: &str = "unknown";

/// The header without what is not known to be harmless.
#[must_use]
pub(crate) fn header(header: &Header) -> Header {
    let known = |text: &str, known: bool| if known { text } else { LEFT_OUT }.to_owned();
    let platform = header
        .platform
        .split(' ')
        .all(|word| PLATFORMS.contains(&word) || word == LEFT_OUT);
    Header {
        program: known(&header.program, is_program(&header.program)),
        platform: known(&header.platform, platform),
        provenance: match &header.provenance {
            Provenance::Imported(from) => {
                Provenance::Imported(known(from, LOGS.contains(&from.as_str())))
            }
            Provenance::Derived(_) => Provenance::Derived(LEFT_OUT.to_owned()),
            known => known.clone(),
        },
        expect: header.expect.clone().filter(is_expectation),
        ..header.clone()
    }
}

/// `mynacheck 0.1.0`, and those that make the recordings of this project.
fn is_program(text: &str) -> bool {
    let version = |text: &str| {
        text == "fixtures"
            || text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'.')
    };
    text == LEFT_OUT || text.strip_prefix("mynacheck ").is_some_and(version)
}

fn is_expectation(expect: &Expect) -> bool {
    let id = |id: &String| FindingId::ALL.iter().any(|known| known.as_str() == id);
    let verdict = |verdict: &String| VERDICTS.contains(&verdict.as_str());
    expect.findings.iter().all(id) && expect.verdict.iter().all(verdict)
}

/// The event with its reader, ATR and codes as far as they are what they should be. A simulated
/// card stands as its own reader.
#[must_use]
pub(crate) fn event(event: Event, simulated: bool) -> Event {
    match event {
        Event::Card {
            reader: name,
            atr,
            micros,
        } => Event::Card {
            reader: if simulated && is_card(&name) {
                name
            } else {
                reader(&name)
            },
            atr: match atr {
                Ok(atr) if is_atr(&atr) => Ok(atr),
                Ok(_) => Ok(Vec::new()),
                Err(why) => Err(failure(why)),
            },
            micros,
        },
        Event::Begin { outcome, micros } => Event::Begin {
            outcome: outcome.map_err(failure),
            micros,
        },
        Event::Leave {
            leave,
            outcome,
            micros,
        } => Event::Leave {
            leave,
            outcome: outcome.map_err(failure),
            micros,
        },
        Event::Exchange(mut exchange) => {
            exchange.answer = exchange.answer.map_err(failure);
            if exchange.command.len() > LONGEST {
                exchange.command = Masked::hidden(LONGEST, HiddenKind::Other);
            }
            if matches!(&exchange.answer, Ok(answer) if answer.data.len() > LONGEST) {
                exchange.answer = Err(Failure::Lost);
            }
            Event::Exchange(exchange)
        }
    }
}

/// The name of a reader, without what could be its serial number; nothing where it is no such name.
#[must_use]
pub(crate) fn reader(name: &str) -> String {
    let name = without_serial(name);
    let plain = |c: char| c.is_ascii_alphanumeric() || " ()[]._/+&,:-".contains(c);
    let named = ["reader", "ccid", "pasori", "smart card", "smartcard"];
    let lower = name.to_ascii_lowercase();
    let fits = name.len() <= 128
        && name.chars().all(plain)
        && !name.contains("//")
        && (is_numbered(&name) || named.iter().any(|word| lower.contains(word)));
    if fits { name } else { String::new() }
}

/// PC/SC numbers readers: `… 00 00` on Linux, `… 0` on Windows.
fn is_numbered(name: &str) -> bool {
    let number =
        |word: &str| matches!(word.len(), 1 | 2) && word.bytes().all(|b| b.is_ascii_hexdigit());
    name.rsplit_once(' ')
        .is_some_and(|(before, last)| number(last) && !before.trim().is_empty())
}

/// The name of a simulated card.
#[must_use]
pub(crate) fn is_card(name: &str) -> bool {
    (1..=40).contains(&name.len())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// A code of PC/SC, or of the system below it; of anything else nothing is said.
#[must_use]
pub(crate) fn failure(failure: Failure) -> Failure {
    match failure {
        Failure::Scard { code, .. } if !is_code(code) => Failure::Lost,
        known => known,
    }
}

fn is_code(ScardCode(code): ScardCode) -> bool {
    matches!(code, 0..=0x0FFF | 0x8010_0000..=0x8010_00FF | 0x8007_0000..=0x8007_0FFF | 0x8009_0000..=0x8009_0FFF)
}
