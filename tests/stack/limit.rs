//! Programs are waited for, and none for ever: one that does not end is killed, and its test fails.

use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// For a client, on a machine that has much else to do.
const LIMIT: Duration = Duration::from_secs(30);

/// Waits for the end of a program that nobody reads from.
pub(crate) fn ended(child: &mut Child) -> ExitStatus {
    let begin = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if begin.elapsed() > LIMIT {
            child.kill().unwrap();
            panic!("no end within {LIMIT:?}");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Reads what a program that was started with pipes still says, to its end.
pub(crate) fn output(child: Child) -> Output {
    let process = child.id();
    let (ended, end) = mpsc::channel();
    std::thread::spawn(move || ended.send(child.wait_with_output()));
    if let Ok(output) = end.recv_timeout(LIMIT) {
        return output.unwrap();
    }
    crate::pcscd::signal(process, "KILL");
    // What it has started may go on, and keep its pipes open.
    let said = end.recv_timeout(Duration::from_secs(1));
    panic!("no end within {LIMIT:?}: {said:?}");
}

/// A command that is run to its end.
pub(crate) trait ToItsEnd {
    /// Runs it and reads what it says.
    fn to_its_end(&mut self) -> Output;
}

impl ToItsEnd for Command {
    fn to_its_end(&mut self) -> Output {
        let child = self.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        output(child.unwrap_or_else(|error| panic!("{self:?}: {error}. Run tests/setup.")))
    }
}
