//! The hidden prompt and the typed yes, on a real pseudo-terminal.
#![cfg(unix)]

use std::process::Command;
use std::time::{Duration, Instant};

use rexpect::session::PtySession;

const PROGRAM: &str = env!("CARGO_BIN_EXE_mynacheck");

/// Long enough for a busy machine; nothing waits for it when all is well.
const LIMIT: u64 = 20_000;

/// The program on a terminal of its own.
struct Terminal {
    session: PtySession,
    /// Its device, for a look at its state from outside.
    device: String,
    /// Its number, to be sent signals.
    process: String,
    before: String,
}

/// Runs the program between two looks at the state of its terminal, and tells its exit code.
fn start(arguments: &str) -> Terminal {
    let script = format!(
        "echo device=`tty`; echo before=`stty -g`; \
         sh -c 'echo process=$$; exec {PROGRAM} {arguments} --lang en --today 2026-11-22'; \
         echo exit=$?.; echo after=`stty -g`; echo end.",
    );
    let mut command = Command::new("sh");
    command.args(["-c", &script]);
    let mut session = rexpect::session::spawn_command(command, Some(LIMIT)).unwrap();
    session.exp_string("device=").unwrap();
    let device = session.read_line().unwrap();
    session.exp_string("before=").unwrap();
    let before = session.read_line().unwrap();
    session.exp_string("process=").unwrap();
    let process = session.read_line().unwrap();
    Terminal {
        session,
        device,
        process,
        before,
    }
}

impl Terminal {
    /// Waits for the question, and until the terminal shows nothing that is typed: the question
    /// comes a moment before.
    fn asked(&mut self, question: &str) {
        self.session.exp_string(question).unwrap();
        let until = Instant::now() + Duration::from_millis(LIMIT);
        loop {
            let stty = Command::new("stty")
                .args(["-a", "-F", &self.device])
                .output();
            if String::from_utf8_lossy(&stty.unwrap().stdout).contains("-echo ") {
                return;
            }
            assert!(Instant::now() < until, "the terminal still shows all");
        }
    }

    fn type_line(&mut self, text: &str) {
        self.session.send_line(text).unwrap();
    }
}

/// The rest of what the terminal shows, and the exit code. Its state is as before.
fn finish(terminal: Terminal) -> (String, String) {
    let Terminal {
        mut session,
        before,
        ..
    } = terminal;
    let shown = session.exp_string("exit=").unwrap();
    let exit = session.exp_string(".").unwrap();
    session.exp_string("after=").unwrap();
    assert_eq!(session.read_line().unwrap(), before);
    session.exp_string("end.").unwrap();
    (shown, exit)
}

#[test]
fn a_pin_is_typed_unseen() {
    for (pin, exit) in [("1234", "0"), ("7391", "5")] {
        let mut terminal = start("pin verify --simulate valid");
        terminal.asked("3 tries left): ");
        terminal.type_line(pin);
        let (shown, code) = finish(terminal);
        assert_eq!(code, exit, "{shown}");
        assert!(!shown.contains(pin), "{shown}");
        assert!(!shown.contains('*'), "{shown}");
    }
}

#[test]
fn what_is_no_pin_is_refused_with_a_hint() {
    for (typed, hint) in [
        ("１２３４", "Full-width digits"),
        ("123", "has 4 digits"),
        ("12x4", "consists of digits"),
    ] {
        let mut terminal = start("pin verify --simulate valid");
        terminal.asked("tries left): ");
        terminal.type_line(typed);
        let (shown, code) = finish(terminal);
        assert_eq!(code, "5", "{shown}");
        assert!(shown.contains(hint), "{shown}");
    }
}

#[test]
fn the_last_try_wants_a_typed_yes() {
    for (answer, exit) in [
        ("yes", Some("0")),
        ("はい", Some("0")),
        ("no", None),
        ("", None),
    ] {
        let mut terminal = start("pin verify --simulate last-try");
        terminal.asked("sure of the PIN: ");
        terminal.type_line(answer);
        if exit.is_some() {
            terminal.asked("1 try left): ");
            terminal.type_line("1234");
        }
        let (shown, code) = finish(terminal);
        assert_eq!(code, exit.unwrap_or("5"), "{shown}");
    }
}

#[test]
fn ctrl_c_leaves_the_terminal_as_it_was() {
    for (card, question) in [
        ("valid", "tries left): "),
        ("last-try", "sure of the PIN: "),
    ] {
        for typed in ["", "12"] {
            let arguments = format!("pin verify --simulate {card}");
            let mut terminal = start(&arguments);
            terminal.asked(question);
            terminal.session.send(typed).unwrap();
            terminal.session.send_control('c').unwrap();
            let (shown, code) = finish(terminal);
            assert_eq!(code, "130", "{shown}");
        }
    }
}

/// `kill`, a window that is closed, a program's time limit: from outside, not as a character.
#[test]
fn a_signal_leaves_the_terminal_as_it_was() {
    for (card, question) in [
        ("valid", "tries left): "),
        ("last-try", "sure of the PIN: "),
    ] {
        for signal in ["INT", "TERM", "HUP", "QUIT"] {
            let arguments = format!("pin verify --simulate {card}");
            let mut terminal = start(&arguments);
            terminal.asked(question);
            terminal.session.send("12").unwrap();
            let kill = format!("kill -{signal} {}", terminal.process);
            assert!(
                Command::new("sh")
                    .args(["-c", &kill])
                    .status()
                    .unwrap()
                    .success()
            );
            let (shown, code) = finish(terminal);
            assert_eq!(code, "130", "{signal}: {shown}");
        }
    }
}

#[test]
fn the_end_of_the_input_is_no_pin() {
    let mut terminal = start("pin verify --simulate valid");
    terminal.asked("tries left): ");
    terminal.session.send_control('d').unwrap();
    let (shown, code) = finish(terminal);
    assert_eq!(code, "4", "{shown}");
}

/// Ctrl-C while a line of standard input is waited for: the shell's, for nothing is read raw.
#[test]
fn ctrl_c_ends_the_wait_for_standard_input() {
    let script = format!(
        "trap 'echo trapped' INT; {PROGRAM} pin verify --simulate valid --pin-stdin -v; \
         echo exit=$?."
    );
    let mut command = Command::new("sh");
    command.args(["-c", &script]);
    let mut session = rexpect::session::spawn_command(command, Some(LIMIT)).unwrap();
    // The question for the tries left is the last thing before the wait.
    session.exp_string("tries left?").unwrap();
    session.send_control('c').unwrap();
    session.exp_string("exit=130.").unwrap();
}

#[test]
fn prove_and_a_phone_s_certificate_ask_in_the_same_way() {
    for arguments in ["prove --simulate valid", "certificate --simulate iphone"] {
        let mut terminal = start(arguments);
        terminal.asked("tries left): ");
        terminal.type_line("1234");
        let (shown, code) = finish(terminal);
        assert_eq!(code, "0", "{shown}");
    }
}
