//! The formats, and how a line of each is told.

use std::fmt;

use super::{
    Parse, android, apdu4j, freerdp, libnfc, marked, myna, nfcpy, opensc, pcscd, pyscard, scdaemon,
    spy, spy_text,
};

/// Logs that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Log {
    /// `pcscd --apdu`
    Pcscd,
    /// `OPENSC_DEBUG=9`, of today and before version 0.16.
    OpenSc,
    /// `pcsc-spy`: the raw lines of version 1 and 2, and what the program makes of them.
    PcscSpy,
    /// The dump of apdu4j.
    Apdu4j,
    /// `A>>` and `A<<` of `GlobalPlatformPro`, `>>` and `<<` of apdu4j.
    GlobalPlatformPro,
    /// `ConsoleCardConnectionObserver` of pyscard, and scriptor.
    Pyscard,
    /// `ykman --log-level TRAFFIC`
    Ykman,
    /// scdaemon of `GnuPG`, `debug cardio`.
    Scdaemon,
    /// myna (Go) with `--debug` or `-vvvv`.
    Myna,
    /// `FreeRDP`, which lends a reader to a remote computer.
    FreeRdp,
    /// libnfc, and programs on top of it.
    Libnfc,
    /// nfcpy.
    Nfcpy,
    /// Android's logcat.
    Android,
}

/// One format: how a line of it is told, and who reads it.
pub(super) struct LogFormat {
    pub(super) log: Log,
    pub(super) is_line: fn(&str) -> bool,
    pub(super) parser: fn() -> Box<dyn Parse>,
}

impl LogFormat {
    const fn of<P: Parse + Default + 'static>(log: Log, is_line: fn(&str) -> bool) -> Self {
        let parser = || -> Box<dyn Parse> { Box::<P>::default() };
        Self {
            log,
            is_line,
            parser,
        }
    }
}

/// Every format, those first whose lines no other can have.
pub(super) const FORMATS: &[LogFormat] = &[
    LogFormat::of::<spy::SpyParser>(Log::PcscSpy, spy::is_line),
    LogFormat::of::<spy_text::SpyTextParser>(Log::PcscSpy, spy_text::is_line),
    LogFormat::of::<pcscd::PcscdParser>(Log::Pcscd, pcscd::is_line),
    LogFormat::of::<opensc::OpenScParser>(Log::OpenSc, opensc::is_line),
    LogFormat::of::<freerdp::FreeRdpParser>(Log::FreeRdp, freerdp::is_line),
    LogFormat::of::<nfcpy::NfcpyParser>(Log::Nfcpy, nfcpy::is_line),
    LogFormat::of::<android::AndroidParser>(Log::Android, android::is_line),
    LogFormat::of::<libnfc::LibnfcParser>(Log::Libnfc, libnfc::is_line),
    LogFormat {
        log: Log::GlobalPlatformPro,
        is_line: |line| marked::ARROWS.is_line(line),
        parser: || Box::new(marked::MarkedParser::new(&marked::ARROWS)),
    },
    LogFormat {
        log: Log::Ykman,
        is_line: |line| marked::TRAFFIC.is_line(line),
        parser: || Box::new(marked::MarkedParser::new(&marked::TRAFFIC)),
    },
    LogFormat::of::<scdaemon::ScdaemonParser>(Log::Scdaemon, scdaemon::is_line),
    LogFormat::of::<myna::MynaParser>(Log::Myna, myna::is_line),
    LogFormat::of::<pyscard::PyscardParser>(Log::Pyscard, pyscard::is_line),
    LogFormat::of::<apdu4j::Apdu4jParser>(Log::Apdu4j, apdu4j::is_line),
];

impl fmt::Display for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pcscd => "pcscd",
            Self::OpenSc => "opensc",
            Self::PcscSpy => "pcsc-spy",
            Self::Apdu4j => "apdu4j",
            Self::GlobalPlatformPro => "globalplatformpro",
            Self::Pyscard => "pyscard",
            Self::Ykman => "ykman",
            Self::Scdaemon => "scdaemon",
            Self::Myna => "myna",
            Self::FreeRdp => "freerdp",
            Self::Libnfc => "libnfc",
            Self::Nfcpy => "nfcpy",
            Self::Android => "android",
        })
    }
}
