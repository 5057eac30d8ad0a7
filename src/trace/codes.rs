//! The codes in a file that has no commands and answers: what it does say.

use std::io::{BufRead, Read};

use super::import::decode::decoded;
use crate::explain::{self, Code, Owner};

/// So much of a file is looked through.
const MOST_LINES: usize = 5000;
const LONGEST_LINE: u64 = 4096;
/// So many different codes are told.
const MOST: usize = 20;

/// The codes in their order, each once; none where the file cannot be read.
pub(crate) fn codes(input: impl BufRead) -> Vec<Code> {
    let mut codes: Vec<Code> = Vec::new();
    let Ok(mut input) = decoded(input) else {
        return codes;
    };
    for _ in 0..MOST_LINES {
        let mut line = Vec::new();
        let read = input
            .by_ref()
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut line);
        if !matches!(read, Ok(1..)) {
            break;
        }
        let line = String::from_utf8_lossy(&line).into_owned();
        for code in explain::read(&[line]).codes {
            let id = code.id();
            if codes.len() < MOST && !is_common(code) && codes.iter().all(|known| known.id() != id)
            {
                codes.push(code);
            }
        }
    }
    codes
}

/// A number that stands for much else in a log: `T:0x1`.
fn is_common(code: Code) -> bool {
    matches!(code, Code::Entry(entry) if entry.kind == Owner::Windows && entry.number < Some(0x100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_of_a_text_is_told_once() {
        let log = "00000043 ifdwrapper.c:606:IFDStatusICC() Card not transacted: 612\n\
                   00000043 ifdwrapper.c:606:IFDStatusICC() Card not transacted: 612\n\
                   00000001 winscard.c:612:SCardConnect() Error: 0x80100069\n\
                   P:1; T:0x1 reader-pcsc.c:1153:f: SCardControl failed: 0x0000045d\n\
                   CertUtil: -SCInfo command FAILED: 0x8010001d (-2146435043 SCARD_E_NO_SERVICE)\n";
        let found: Vec<String> = codes(log.as_bytes()).into_iter().map(Code::id).collect();
        let expected = [
            "IFD_COMMUNICATION_ERROR 612",
            "SCARD_W_REMOVED_CARD 0x80100069",
            "ERROR_IO_DEVICE 0x45D (1117)",
            "SCARD_E_NO_SERVICE 0x8010001D",
        ];
        assert_eq!(found, expected);
        // A PIN is no code, whatever stands beside it.
        for digits in ["1117", "6983", "9000", "6700"] {
            let log = format!(
                "winscard.c:100:f: typed {digits}\nerror: PIN {digits} wrong\nPIN: {digits}\n"
            );
            assert!(codes(log.as_bytes()).is_empty(), "{digits}");
        }
        assert!(codes(&b"Dear all,\nit does not work since 2026-05-14.\n"[..]).is_empty());
    }
}
