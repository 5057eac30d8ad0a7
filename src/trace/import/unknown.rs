//! Files without commands and answers that people send all the same, told by a line that only they
//! have.

use crate::finding::LooksLike;

/// What a line says about its file.
pub(super) fn by(line: &str) -> Option<LooksLike> {
    let any = |words: &[&str]| words.iter().any(|word| line.contains(word));
    let looks = [
        (
            LooksLike::PcscScan,
            any(&[
                "PC/SC device scanner",
                "Card state: ",
                "Possibly identified card",
            ]),
        ),
        (
            LooksLike::Certutil,
            any(&[
                "CertUtil:",
                "SCardSvr",
                "Microsoft Smart Card Resource Manager",
            ]),
        ),
        (
            LooksLike::Ccid,
            any(&["ccid_usb.c", "commands.c:", "-> lun: ", "-> 000000 "]),
        ),
        (
            LooksLike::OpenSc,
            any(&["reader-pcsc.c", "sc_context_create", "[opensc", "pkcs15"]),
        ),
        (
            LooksLike::Pcscd,
            any(&[
                "pcscdaemon.c",
                "winscard.c",
                "winscard_svc.c",
                "readerfactory.c",
                "hotplug_libudev.c",
                "pcsc-lite ",
            ]),
        ),
        (
            LooksLike::Report,
            any(&["\"schema\": \"mynacheck.", "mynacheck.report.v1"]),
        ),
        (
            LooksLike::Capture,
            line.starts_with("\n\r\r\n") || line.starts_with("\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
        ),
    ];
    looks
        .into_iter()
        .find(|(_, it_is)| *it_is)
        .map(|(kind, _)| kind)
}
