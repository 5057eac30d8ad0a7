//! The `mynacheck` binary: the real system around [`mynacheck::internals::cli::run`].

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use mynacheck::internals::cli::{self, Exit, Host, interrupt};

fn main() -> ExitCode {
    let interrupt = Arc::new(AtomicBool::new(false));
    // Without a handler the program works all the same.
    let _ = listen(&interrupt);
    let mut host = Host::system(interrupt);
    let run = std::panic::AssertUnwindSafe(|| cli::run(std::env::args_os(), &mut host));
    std::panic::catch_unwind(run).unwrap_or(Exit::Fault).into()
}

/// Every signal that ends a process comes to the program first.
#[cfg(unix)]
fn listen(interrupt: &Arc<AtomicBool>) -> std::io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    let ending = [SIGINT, SIGTERM, SIGHUP, SIGQUIT];
    let mut signals = signal_hook::iterator::Signals::new(ending)?;
    let interrupt = Arc::clone(interrupt);
    let thread = std::thread::Builder::new().name("signals".to_owned());
    thread.spawn(move || {
        for _ in signals.forever() {
            interrupt::signalled(&interrupt);
        }
    })?;
    Ok(())
}

/// As a signal that comes from outside, but Windows ends the process at once where nobody waits.
#[cfg(windows)]
fn listen(interrupt: &Arc<AtomicBool>) -> std::io::Result<()> {
    use mynacheck::internals::platform::windows::ending;
    let interrupt = Arc::clone(interrupt);
    ending::on_ending(move || interrupt::signalled(&interrupt))
}
