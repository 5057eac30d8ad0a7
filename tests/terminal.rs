//! The hidden prompt and the typed yes, on a real pseudo-terminal.
#![cfg(unix)]
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

use rexpect::session::PtySession;

const PROGRAM: &str = env!("CARGO_BIN_EXE_mynacheck");

/// Long enough for a busy machine; nothing waits for it when all is well.
const LIMIT: u64 = 20_000;

/// Runs the program between two looks at the state of its terminal, and tells its exit code.
fn start(arguments: &str) -> (PtySession, String) {
    let script = format!(
        "stty -g | sed 's/^/before=/'; {PROGRAM} {arguments} --lang en --today 2026-11-22; \
         echo exit=$?.; stty -g | sed 's/^/after=/'; echo end.",
    );
    let mut command = std::process::Command::new("sh");
    command.args(["-c", &script]);
    let mut session = rexpect::session::spawn_command(command, Some(LIMIT)).unwrap();
    session.exp_string("before=").unwrap();
    let before = session.read_line().unwrap();
    (session, before)
}

/// The rest of what the terminal shows, and the exit code. Its state is as before.
fn finish(mut session: PtySession, before: &str) -> (String, String) {
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
        let (mut session, before) = start("pin verify --simulate valid");
        session.exp_string("3 tries left): ").unwrap();
        session.send_line(pin).unwrap();
        let (shown, code) = finish(session, &before);
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
        let (mut session, before) = start("pin verify --simulate valid");
        session.exp_string("tries left): ").unwrap();
        session.send_line(typed).unwrap();
        let (shown, code) = finish(session, &before);
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
        let (mut session, before) = start("pin verify --simulate last-try");
        session.exp_string("type \"yes\": ").unwrap();
        session.send_line(answer).unwrap();
        if exit.is_some() {
            session.exp_string("tries left): ").unwrap();
            session.send_line("1234").unwrap();
        }
        let (shown, code) = finish(session, &before);
        assert_eq!(code, exit.unwrap_or("5"), "{shown}");
    }
}

#[test]
fn ctrl_c_leaves_the_terminal_as_it_was() {
    for (card, question) in [("valid", "tries left): "), ("last-try", "type \"yes\": ")] {
        for typed in ["", "12"] {
            let arguments = format!("pin verify --simulate {card}");
            let (mut session, before) = start(&arguments);
            session.exp_string(question).unwrap();
            session.send(typed).unwrap();
            session.send_control('c').unwrap();
            let (shown, code) = finish(session, &before);
            assert_eq!(code, "130", "{shown}");
        }
    }
}

#[test]
fn the_end_of_the_input_is_no_pin() {
    let (mut session, before) = start("pin verify --simulate valid");
    session.exp_string("tries left): ").unwrap();
    session.send_control('d').unwrap();
    let (shown, code) = finish(session, &before);
    assert_eq!(code, "4", "{shown}");
}

/// Ctrl-C while a line of standard input is waited for: the shell's, for nothing is read raw.
#[test]
fn ctrl_c_ends_the_wait_for_standard_input() {
    let script = format!(
        "trap 'echo trapped' INT; {PROGRAM} pin verify --simulate valid --pin-stdin -v; \
         echo exit=$?."
    );
    let mut command = std::process::Command::new("sh");
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
        let (mut session, before) = start(arguments);
        session.exp_string("tries left): ").unwrap();
        session.send_line("1234").unwrap();
        let (shown, code) = finish(session, &before);
        assert_eq!(code, "0", "{shown}");
    }
}
