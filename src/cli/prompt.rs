//! The person at the terminal: hidden and shown answers, and one line of standard input.

use std::fs::File;
use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rpassword::ConfigBuilder;
use zeroize::Zeroizing;

/// A PIN has four digits; whoever sends more than this sends no PIN.
const LONGEST_LINE: usize = 256;

/// How often an interruption is looked for while a line is waited for.
const SLICE: Duration = Duration::from_millis(40);

/// A person is being asked at the terminal: its state before that.
static ASKING: Mutex<Option<Before>> = Mutex::new(None);

/// The state of the terminal before a person was asked.
struct Before {
    #[cfg(unix)]
    mode: Option<(File, rustix::termios::Termios)>,
}

impl Before {
    fn now() -> Self {
        Self {
            #[cfg(unix)]
            mode: File::open("/dev/tty")
                .ok()
                .and_then(|terminal| Some((rustix::termios::tcgetattr(&terminal).ok()?, terminal)))
                .map(|(mode, terminal)| (terminal, mode)),
        }
    }
}

fn asking() -> MutexGuard<'static, Option<Before>> {
    ASKING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A person is being asked at the terminal. No transaction is held meanwhile, and nothing but an
/// answer ends the waiting: whoever ends the process then need not wait for it.
pub(super) fn is_asking() -> bool {
    asking().is_some()
}

/// Puts the terminal back as it was before a person was asked.
pub(super) fn restore() {
    #[cfg(unix)]
    if let Some(Before {
        mode: Some((terminal, mode)),
    }) = asking().as_ref()
    {
        let now = rustix::termios::OptionalActions::Now;
        // A terminal that has gone away needs nothing.
        let _ = rustix::termios::tcsetattr(terminal, now, mode);
        let _ = io::Write::write_all(&mut io::stderr(), b"\n");
    }
}

/// Asks the person who runs the program.
pub trait Prompt: Send {
    /// An answer at the terminal that is not shown while it is typed.
    ///
    /// # Errors
    /// There is no terminal, the input ended, or Ctrl-C (`ErrorKind::Interrupted`).
    fn hidden(&mut self, question: &str) -> io::Result<Zeroizing<String>>;

    /// An answer at the terminal that is shown.
    ///
    /// # Errors
    /// As [`Prompt::hidden`].
    fn shown(&mut self, question: &str) -> io::Result<String>;

    /// One line of standard input, without its end.
    ///
    /// # Errors
    /// The input ended before anything came, or Ctrl-C.
    fn line(&mut self) -> io::Result<Zeroizing<String>>;
}

/// The terminal and the standard input of this process.
pub(crate) struct Terminal {
    interrupt: Arc<AtomicBool>,
}

impl Terminal {
    /// The real ones; waiting ends once `interrupt` is set.
    #[must_use]
    pub(crate) fn new(interrupt: Arc<AtomicBool>) -> Self {
        Self { interrupt }
    }

    fn ask(&self, question: &str, config: ConfigBuilder) -> io::Result<Zeroizing<String>> {
        // Ctrl-C arrives here as a character; the terminal is as before once this returns.
        *asking() = Some(Before::now());
        let answer = rpassword::prompt_password_with_config(question, config.build());
        *asking() = None;
        let answer = Zeroizing::new(answer?);
        if self.interrupt.load(Ordering::Relaxed) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        Ok(answer)
    }
}

impl Prompt for Terminal {
    fn hidden(&mut self, question: &str) -> io::Result<Zeroizing<String>> {
        self.ask(question, ConfigBuilder::new())
    }

    fn shown(&mut self, question: &str) -> io::Result<String> {
        let config = ConfigBuilder::new().password_feedback_partial_mask('*', LONGEST_LINE);
        Ok(self.ask(question, config)?.to_string())
    }

    fn line(&mut self) -> io::Result<Zeroizing<String>> {
        let mut input = unbuffered_input()?;
        let (sender, line) = channel();
        // A read cannot be given up, so a thread waits for it; it ends with the process.
        let thread = std::thread::Builder::new()
            .name("stdin".to_owned())
            .spawn(move || {
                // Whoever asked may be gone; then the line is wiped unread.
                let _ = sender.send(read_line(&mut input));
            })?;
        loop {
            if self.interrupt.load(Ordering::Relaxed) {
                return Err(io::ErrorKind::Interrupted.into());
            }
            match line.recv_timeout(SLICE) {
                Ok(line) => {
                    // It is at its end, and must not end while the process does (`reader::pcsc`).
                    let _ = thread.join();
                    return line;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(io::ErrorKind::Other.into()),
            }
        }
    }
}

/// Standard input without the buffer of the standard library, in which a copy would stay.
fn unbuffered_input() -> io::Result<File> {
    #[cfg(unix)]
    let handle = std::os::fd::AsFd::as_fd(&io::stdin()).try_clone_to_owned()?;
    #[cfg(windows)]
    let handle = std::os::windows::io::AsHandle::as_handle(&io::stdin()).try_clone_to_owned()?;
    Ok(File::from(handle))
}

/// Reads to the end of the line, byte by byte: what follows it is not ours.
fn read_line(input: &mut impl Read) -> io::Result<Zeroizing<String>> {
    // Never grows, for a growing buffer leaves copies behind.
    let mut line = Zeroizing::new(Vec::with_capacity(LONGEST_LINE));
    let mut byte = Zeroizing::new([0]);
    loop {
        let read = match input.read(byte.as_mut_slice()) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        if read == 0 && line.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if read == 0 || *byte == [b'\n'] {
            break;
        }
        // What is too long is no PIN however it goes on.
        if line.len() < LONGEST_LINE {
            line.extend_from_slice(byte.as_slice());
        }
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    let text = std::str::from_utf8(&line).map_err(|_| io::ErrorKind::InvalidData)?;
    Ok(Zeroizing::new(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_where_it_ends() {
        let mut input: &[u8] = b"7391\r\nrest";
        assert_eq!(*read_line(&mut input).unwrap(), "7391");
        assert_eq!(input, b"rest");
        let mut input: &[u8] = b"7391";
        assert_eq!(*read_line(&mut input).unwrap(), "7391");
        let mut input: &[u8] = b"\n";
        assert_eq!(*read_line(&mut input).unwrap(), "");
    }

    #[test]
    fn no_line_is_not_an_empty_one() {
        let mut input: &[u8] = b"";
        let error = read_line(&mut input).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
        let mut input: &[u8] = &[b'0'; 1000];
        assert_eq!(read_line(&mut input).unwrap().len(), LONGEST_LINE);
    }
}
