//! The `mynacheck` binary: the real system around [`mynacheck::cli::run`].

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use mynacheck::cli::prompt::ASKING;
use mynacheck::cli::{self, Exit, Host};

fn main() -> ExitCode {
    let interrupt = Arc::new(AtomicBool::new(false));
    let pressed = Arc::clone(&interrupt);
    // The first Ctrl-C, or signal to end, ends the program in order; the second at once. While a
    // person is asked, Ctrl-C ends the asking; a signal does not, and then ends the program. Without
    // a handler the program works all the same.
    let _ = ctrlc::set_handler(move || {
        let again = pressed.swap(true, Ordering::Relaxed);
        if !again && ASKING.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(300));
        }
        if again || ASKING.load(Ordering::Relaxed) {
            std::process::exit(i32::from(Exit::Interrupted.code()));
        }
    });
    let mut host = Host::system(interrupt);
    let run = std::panic::AssertUnwindSafe(|| cli::run(std::env::args_os(), &mut host));
    std::panic::catch_unwind(run).unwrap_or(Exit::Fault).into()
}
