//! `-v`, `-vv`, `-vvv`: what happens, on standard error.
//!
//! `-v` tells the steps, `-vv` the commands and answers, `-vvv` their bytes. Whatever is secret or
//! personal is left out before it gets here (`recording::redact`), at every verbosity.

use tracing::level_filters::LevelFilter;
use tracing::subscriber::DefaultGuard;

/// Logs until the guard is dropped.
pub(super) fn start(verbosity: u8) -> Option<DefaultGuard> {
    let level = match verbosity {
        0 => return None,
        1 => LevelFilter::INFO,
        2 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr)
        // A full disk behind standard error is no reason to end.
        .log_internal_errors(false)
        .with_target(false)
        .with_ansi(false)
        .without_time()
        .finish();
    Some(tracing::subscriber::set_default(subscriber))
}
