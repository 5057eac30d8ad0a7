//! What goes wrong between the program and the card, on the real stack: an answer within the time
//! limit, with the right exit code, and no command sent again.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use crate::limit;
use crate::ours::{Checked, LaidDown, PROGRAM};
use crate::pcscd::Service;
use crate::strangers::PYTHON;

/// Could not find out.
const UNCHECKED: i32 = 4;
/// One second as asked for, and the time that a process takes on a busy machine.
const LIMIT: Duration = Duration::from_millis(1800);

/// Writes a card file: the card `valid`, but for this.
pub(crate) fn card_file(service: &Service, name: &str, but: &str) -> String {
    let path = service.path(&format!("{name}.toml"));
    fs::write(&path, format!("extends = 'valid'\n[[quirk]]\n{but}\n")).unwrap();
    path.to_str().unwrap().to_owned()
}

fn assert_unchecked(checked: &Checked, finding: &[&str]) {
    assert_eq!(checked.exit_code, UNCHECKED, "{}", checked.report);
    assert!(
        finding.iter().any(|id| checked.has_finding(id)),
        "none of {finding:?}: {}",
        checked.report
    );
}

/// The whole conversation, cut after each of its commands.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn a_card_pulled_away_after_each_command() {
    let files = (0..8).map(|after| {
        let but = format!("to = ''\nafter = {after}\nremove = true");
        move |service: &Service| card_file(service, &format!("after-{after}"), &but)
    });
    let mut whole = false;
    for (after, laid) in LaidDown::all(files).iter().enumerate() {
        let checked = laid.check(&["--timeout", "0"]);
        let seen = laid.card.commands().len();
        if checked.exit_code == 0 {
            assert!(seen <= after);
            whole = true;
        } else {
            assert_unchecked(&checked, &["card-removed"]);
            assert_eq!(seen, after + 1, "sent again");
        }
    }
    assert!(whole, "the check never came to its end");
}

#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn the_service_killed_in_the_middle_and_started_again() {
    let mut service = Service::start();
    let hang = "to = ''\nafter = 2\ntimes = 1\nhang = true";
    let served = service.serve(&card_file(&service, "hang", hang));
    let check = service
        .client(PROGRAM)
        .args(["check", "--format", "json"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    served.wait_until("command", 3, || service.log());
    let begin = Instant::now();
    service.kill();
    let out = limit::output(check);
    assert!(begin.elapsed() < Duration::from_secs(2));
    assert_eq!(out.status.code(), Some(UNCHECKED));
    let text = String::from_utf8_lossy(&out.stdout);
    assert!(
        text.contains("communication-failed") || text.contains("no-service"),
        "{text}"
    );
    assert_unchecked(
        &Checked::through(&service, &["--timeout", "0"]),
        &["no-service"],
    );

    service.restart();
    served.wait_until("inserted", 2, || service.log());
    let checked = Checked::through(&service, &[]);
    assert_eq!(checked.exit_code, 0, "{}", checked.report);
    // What the card has counted has outlived the service.
    let end = served.stop();
    assert_eq!(end.commands, 3 + u64::try_from(checked.commands()).unwrap());
    assert_eq!(end.exit_code, Some(0));
}

/// All at once: each takes the whole limit.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn a_service_a_card_and_another_program_that_keep_one_waiting() {
    let (still, hanging, held) = (Service::start(), Service::start(), Service::start());
    let hang = card_file(&hanging, "hang", "to = '00B0'\nhang = true");
    let (hung, _busy) = (hanging.serve(&hang), held.serve("valid"));
    let _holder = Holder::start(
        &held,
        "connection.connect()\nSCardBeginTransaction(connection.component.hcard)",
    );
    still.signal("STOP");
    let waited = [
        (&still, "time-limit"),
        (&hanging, "time-limit"),
        (&held, "card-busy"),
    ];
    std::thread::scope(|scope| {
        for (service, finding) in waited {
            scope.spawn(move || {
                let begin = Instant::now();
                let checked = Checked::through(service, &["--timeout", "1"]);
                assert!(begin.elapsed() < LIMIT, "{:?}", begin.elapsed());
                assert_unchecked(&checked, &[finding]);
            });
        }
    });
    let commands = hung.commands();
    let reads = commands
        .iter()
        .filter(|(header, _)| header.starts_with("00B0"));
    assert_eq!(reads.count(), 1, "sent again");
}

#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn no_reader_no_service() {
    let service = Service::without_reader();
    assert_unchecked(
        &Checked::through(&service, &["--timeout", "0"]),
        &["no-reader"],
    );
    let mut nobody = Command::new(PROGRAM);
    nobody.env("PCSCLITE_CSOCK_NAME", service.path("nobody"));
    assert_unchecked(&Checked::run(nobody, &["--timeout", "0"]), &["no-service"]);
}

#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn no_card_then_one_then_two() {
    let service = Service::start();
    let begin = Instant::now();
    assert_unchecked(
        &Checked::through(&service, &["--timeout", "0"]),
        &["no-card"],
    );
    assert!(begin.elapsed() < Duration::from_secs(1));
    assert_unchecked(
        &Checked::through(&service, &["--timeout", "1"]),
        &["no-card"],
    );

    // Laid down while somebody waits for it.
    let waiting = service
        .client(PROGRAM)
        .args(["check", "--timeout", "10"])
        .stdout(Stdio::null())
        .spawn();
    let first = service.serve("valid");
    let waited = limit::ended(&mut waiting.unwrap());
    assert_eq!(waited.code(), Some(0));

    let second = service.serve_on(1, "locked");
    assert_unchecked(&Checked::through(&service, &[]), &["several-cards"]);
    let chosen = Checked::through(&service, &["--reader", "2"]);
    assert!(chosen.has_finding("pin-locked"), "{}", chosen.report);
    first.stop();
    service.wait_until_gone(0);
    let left = Checked::through(&service, &[]);
    assert!(left.has_finding("pin-locked"), "{}", left.report);
    drop(second);
}

/// Another program that keeps the card until it is dropped.
pub(crate) struct Holder {
    child: Child,
    told: BufReader<ChildStdout>,
}

impl Holder {
    /// The number of its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// `how` is what it does with its `connection`, in Python.
    pub(crate) fn start(service: &Service, how: &str) -> Self {
        Self::start_then(service, how, "pass")
    }

    /// The same, with what it does at [`Holder::go_on`].
    pub(crate) fn start_then(service: &Service, how: &str, then: &str) -> Self {
        let script = format!(
            "\
import sys
from smartcard.System import readers
from smartcard.scard import *
connection = readers()[0].createConnection()
{how}
print('held', flush=True)
sys.stdin.readline()
{then}
print('done', flush=True)
sys.stdin.read()
"
        );
        let mut child = service.client(PYTHON);
        child.args(["-c", &script]).stdin(Stdio::piped());
        let mut child = child.stdout(Stdio::piped()).spawn().unwrap();
        let told = BufReader::new(child.stdout.take().unwrap());
        let mut holder = Self { child, told };
        holder.expect("held");
        holder
    }

    /// Lets it do the rest, and waits until that is done.
    pub(crate) fn go_on(&mut self) {
        writeln!(self.child.stdin.as_mut().unwrap()).unwrap();
        self.expect("done");
    }

    fn expect(&mut self, word: &str) {
        let mut line = String::new();
        self.told.read_line(&mut line).unwrap();
        assert_eq!(line.trim_end(), word);
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn a_card_that_another_program_has_for_itself() {
    let service = Service::start();
    let _served = service.serve("valid");
    let _holder = Holder::start(&service, "connection.connect(mode=SCARD_SHARE_EXCLUSIVE)");
    let checked = Checked::through(&service, &["--timeout", "0"]);
    assert_unchecked(&checked, &["card-busy"]);
}

/// Both see the card to their satisfaction, though the other one also resets it.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn beside_another_program() {
    let service = Service::start();
    let served = service.serve("valid");
    let script =
        "for i in 1 2 3 4 5 6; do pkcs15-tool -D && opensc-tool --reset=warm || exit 1; done";
    let other = service
        .client("sh")
        .args(["-c", script])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    for _ in 0..6 {
        let checked = Checked::through(&service, &[]);
        assert_eq!(checked.exit_code, 0, "{}", checked.report);
    }
    assert!(limit::ended(&mut other.unwrap()).success());
    assert_eq!(served.stop().resets, 6, "only the other one's");
}
