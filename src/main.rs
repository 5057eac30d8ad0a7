//! The `mynacheck` binary: the real system around [`mynacheck::internals::cli::run`].

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use mynacheck::internals::cli::{self, Exit, Host, interrupt};

fn main() -> ExitCode {
    let interrupt = Arc::new(AtomicBool::new(false));
    let signalled = Arc::clone(&interrupt);
    // Without a handler the program works all the same.
    let _ = ctrlc::set_handler(move || interrupt::signalled(&signalled));
    // As a signal that comes from outside, but Windows ends the process at once where nobody waits.
    #[cfg(windows)]
    {
        let closed = Arc::clone(&interrupt);
        let ending = move || interrupt::signalled(&closed);
        let _ = mynacheck::internals::platform::windows::closing::on_closing(ending);
    }
    let mut host = Host::system(interrupt);
    let run = std::panic::AssertUnwindSafe(|| cli::run(std::env::args_os(), &mut host));
    std::panic::catch_unwind(run).unwrap_or(Exit::Fault).into()
}
