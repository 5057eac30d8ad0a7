//! `doctor` on the real stack: the real faults, named within the limit, and a card that has noticed
//! nothing.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::faults::{Holder, card_file};
use crate::limit;
use crate::ours::PROGRAM;
use crate::pcscd::{Service, signal, wait_for};
use crate::served::TODAY;

/// What one call is given, and a little for the process.
const LIMIT: &str = "1";
const WITHIN: Duration = Duration::from_millis(2500);

struct Diagnosis {
    report: Value,
    exit_code: i32,
}

impl Diagnosis {
    /// Of a service, on a computer of which only these processes are to be seen.
    fn of(service: &Service, seen: &[u32], options: &[&str]) -> Self {
        Self::end(Self::begin(service, seen, options))
    }

    fn begin(service: &Service, seen: &[u32], options: &[&str]) -> Child {
        let root = service.path("root");
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(root.join("proc")).unwrap();
        fs::create_dir_all(root.join("sys/bus/usb/devices")).unwrap();
        fs::create_dir_all(root.join("usr/sbin")).unwrap();
        fs::write(root.join("usr/sbin/pcscd"), "").unwrap();
        for process in seen {
            let place = format!("proc/{process}");
            symlink(format!("/{place}"), root.join(place)).unwrap();
        }
        let mut command: Command = service.client(PROGRAM);
        command
            .args(["doctor", "--today", TODAY, "--format", "json"])
            .args(["--lang", "en", "--timeout", "0", "--root"])
            .arg(root)
            .args(options);
        if !options.contains(&"--limit") {
            command.args(["--limit", LIMIT]);
        }
        command.stdout(Stdio::piped()).spawn().unwrap()
    }

    fn end(child: Child) -> Self {
        let out = limit::output(child);
        let text = String::from_utf8_lossy(&out.stdout);
        Self {
            report: serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}")),
            exit_code: out.status.code().unwrap(),
        }
    }

    fn failures(&self) -> Vec<&str> {
        crate::served::failures(&self.report)
    }

    #[track_caller]
    fn says(&self, id: &str, at_fault: Option<&str>) {
        assert_eq!(self.failures().first(), Some(&id), "{:#}", self.report);
        assert_eq!(self.report["doctor"]["at_fault"].as_str(), at_fault);
        let expected = if at_fault.is_some() { 1 } else { 4 };
        assert_eq!(self.exit_code, expected);
    }

    fn text(&self) -> String {
        self.report.to_string()
    }
}

#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn a_card_in_good_order_notices_nothing() {
    let service = Service::start();
    let served = service.serve("valid");
    let recording = service.path("recording");
    let recording = recording.to_str().unwrap();
    let options = ["--stability", "10", "--record", recording];
    let all = Diagnosis::of(&service, &[], &options);
    let replayed = Command::new(PROGRAM)
        .args(["doctor", "--replay", recording])
        .output();
    assert_eq!(replayed.unwrap().status.code(), Some(0));
    assert_eq!(all.exit_code, 0, "{:#}", all.report);
    assert_eq!(all.failures(), [""; 0]);
    assert_eq!(all.report["doctor"]["stability"]["succeeded"], 10);
    let end = served.stop();
    assert_eq!(end.verifies, 0, "a PIN");
    assert_eq!(end.resets, 0, "a reset");

    // Whoever comes next can have the card for himself at once: nothing was left behind.
    service.wait_until_gone(0);
    let _served = service.serve_on(1, "valid");
    assert_eq!(Diagnosis::of(&service, &[], &[]).exit_code, 0);
    let exclusively = "connection = readers()[1].createConnection()\n\
        connection.connect(mode=SCARD_SHARE_EXCLUSIVE)";
    drop(Holder::start(&service, exclusively));
}

#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn no_service_in_three_ways() {
    let mut service = Service::without_reader();
    let none = Diagnosis::of(&service, &[], &[]);
    none.says("reader-not-plugged", Some("reader"));
    service.kill();
    // The socket has stayed behind.
    Diagnosis::of(&service, &[], &[]).says("service-stale", Some("computer"));
    fs::remove_file(service.path("socket")).unwrap();
    Diagnosis::of(&service, &[], &[]).says("service-not-running", Some("computer"));
    let absent = service
        .client(PROGRAM)
        .args(["doctor", "--format", "json", "--root"])
        .arg(service.path("nothing"))
        .stdout(Stdio::piped())
        .spawn();
    Diagnosis::end(absent.unwrap()).says("service-missing", Some("computer"));
}

#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn the_card_that_lies_there_or_does_not() {
    let service = Service::start();
    Diagnosis::of(&service, &[], &[]).says("no-card", None);
    let mute = service.lay_down(0, "mute");
    wait_for(
        "a mute card",
        || Diagnosis::of(&service, &[], &[]).failures() == ["card-mute"],
        || service.log(),
    );
    Diagnosis::of(&service, &[], &[]).says("card-mute", Some("card"));
    drop(mute);
    let _licence = service.serve_on(1, "driving-licence");
    Diagnosis::of(&service, &[], &["--reader", "2"]).says("not-my-number-card", Some("card"));
}

/// All at once: each takes the whole limit.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn whoever_keeps_one_waiting_is_named() {
    let (still, hanging, held, taken) = (
        Service::start(),
        Service::start(),
        Service::start(),
        Service::start(),
    );
    let hang = card_file(&hanging, "hang", "to = '00B0'\nhang = true");
    let (hung, busy, private) = (
        hanging.serve(&hang),
        held.serve("valid"),
        taken.serve("valid"),
    );
    let holder = Holder::start(
        &held,
        "connection.connect()\nSCardBeginTransaction(connection.component.hcard)",
    );
    let owner = Holder::start(&taken, "connection.connect(mode=SCARD_SHARE_EXCLUSIVE)");
    still.signal("STOP");
    let cases = [
        (
            &still,
            still.process(),
            "service-hangs",
            Some("computer"),
            "State T",
        ),
        (
            &hanging,
            hanging.process(),
            "card-silent",
            Some("card"),
            "undecided\":true",
        ),
        (
            &held,
            holder.process(),
            "card-in-transaction",
            Some("computer"),
            "python",
        ),
        (
            &taken,
            owner.process(),
            "card-busy",
            Some("computer"),
            "python",
        ),
    ];
    std::thread::scope(|scope| {
        for (service, process, id, part, named) in cases {
            scope.spawn(move || {
                let begin = Instant::now();
                let diagnosis = Diagnosis::of(service, &[process], &[]);
                assert!(begin.elapsed() < WITHIN, "{id}: {:?}", begin.elapsed());
                diagnosis.says(id, part);
                assert!(diagnosis.text().contains(named), "{}", diagnosis.text());
            });
        }
    });
    let reads = hung.commands();
    let reads = reads
        .iter()
        .filter(|(header, _)| header.starts_with("00B0"));
    assert_eq!(reads.count(), 1, "sent again");
    drop(holder);
    drop(owner);
    // Those who waited in vain have not queued up either: the card is free and untouched.
    assert_eq!(Diagnosis::of(&held, &[], &[]).exit_code, 0);
    assert_eq!(Diagnosis::of(&taken, &[], &[]).exit_code, 0);
    for card in [busy, private] {
        let end = card.stop();
        assert_eq!(end.verifies, 0);
    }
}

#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn what_goes_away_in_the_middle() {
    let mut service = Service::start();
    let slow = "to = ''\nafter = 2\ntimes = 1\ndelay_ms = 60000";
    let slow = card_file(&service, "slow", slow);
    let served = service.serve(&slow);
    let child = Diagnosis::begin(&service, &[service.process()], &["--limit", "10"]);
    wait_for(
        "two commands",
        || served.commands().len() == 2,
        || service.log(),
    );
    let begin = Instant::now();
    service.kill();
    let died = Diagnosis::end(child);
    assert!(begin.elapsed() < WITHIN, "{:?}", begin.elapsed());
    died.says("service-died", Some("computer"));

    // Stopped in the middle, a service is named as well, and not the card.
    let service = Service::start();
    let served = service.serve(&card_file(
        &service,
        "slow",
        "to = ''\nafter = 2\ntimes = 1\ndelay_ms = 60000",
    ));
    let child = Diagnosis::begin(&service, &[service.process()], &[]);
    wait_for(
        "two commands",
        || served.commands().len() == 2,
        || service.log(),
    );
    service.signal("STOP");
    let stopped = Diagnosis::end(child);
    stopped.says("service-hangs", Some("computer"));

    let service = Service::start();
    let removed = card_file(&service, "removed", "to = ''\nafter = 2\nremove = true");
    let _served = service.serve(&removed);
    Diagnosis::of(&service, &[], &[]).says("card-removed", Some("card"));
}

/// The second card is laid down when it is asked for.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn a_card_in_the_place_of_another() {
    for (second, id, part) in [
        ("driving-licence", "swap-card", "card"),
        ("mute", "swap-reader", "reader"),
    ] {
        let service = Service::start();
        let mute = service.lay_down(0, "mute");
        wait_for(
            "a mute card",
            || Diagnosis::of(&service, &[], &[]).failures() == ["card-mute"],
            || service.log(),
        );
        // Standing still while it asks, it is given another card and then its Enter.
        let mut command = service.client(PROGRAM);
        command
            .args(["doctor", "--swap", "--format", "json", "--lang", "en"])
            .args(["--today", TODAY, "--timeout", "5", "--root"])
            .arg(service.path("root"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(fs::File::create(service.path("asked")).unwrap());
        let mut child = command.spawn().unwrap();
        let asked = || fs::read_to_string(service.path("asked")).unwrap();
        wait_for("to be asked", || asked().contains("Enter"), asked);
        drop(mute);
        service.wait_until_gone(0);
        let laid = service.lay_down(0, second);
        if second == "mute" {
            wait_for(
                "a mute card",
                || Diagnosis::of(&service, &[], &[]).failures() == ["card-mute"],
                || service.log(),
            );
        } else {
            laid.wait_until_noticed(&service);
        }
        let mut enter = child.stdin.take().unwrap();
        std::io::Write::write_all(&mut enter, b"\n").unwrap();
        drop(enter);
        Diagnosis::end(child).says(id, Some(part));
    }
}

/// The real library against a service that is none: one that hangs up, as polkit's refusal looks,
/// and one of another version.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn a_service_that_refuses() {
    use std::io::{Read, Write};
    use std::os::unix::net::UnixListener;

    let mut service = Service::without_reader();
    service.kill();
    let socket = service.path("socket");
    let mismatch: [u32; 3] = [4, 5, 0x8010_001E];
    let mismatch: Vec<u8> = mismatch
        .iter()
        .flat_map(|word| word.to_ne_bytes())
        .collect();
    for (answer, id) in [
        (Vec::new(), "access-denied"),
        (mismatch, "version-mismatch"),
    ] {
        fs::remove_file(&socket).unwrap();
        let listener = UnixListener::bind(&socket).unwrap();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                // The header of a message, and the version of whoever calls.
                let mut called = [0; 8 + 12];
                if stream.read_exact(&mut called).is_ok() {
                    let _ = stream.write_all(&answer);
                }
            }
        });
        Diagnosis::of(&service, &[], &[]).says(id, Some("computer"));
    }
}

/// Ctrl-C ends it as it ends everything else, and the card stays as it was.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn interrupted_while_it_waits() {
    let service = Service::start();
    let _served = service.serve("valid");
    let holder = Holder::start(
        &service,
        "connection.connect()\nSCardBeginTransaction(connection.component.hcard)",
    );
    let child = Diagnosis::begin(&service, &[], &["--limit", "60"]);
    let sleeping = format!("/proc/{}/task", child.id());
    wait_for(
        "the thread that speaks to PC/SC",
        || {
            let threads = fs::read_dir(&sleeping).unwrap();
            let names = threads.map(|thread| {
                fs::read_to_string(thread.unwrap().path().join("comm")).unwrap_or_default()
            });
            names.into_iter().any(|name| name.trim() == "pcsc")
        },
        || service.log(),
    );
    signal(child.id(), "INT");
    let interrupted = Diagnosis::end(child);
    assert_eq!(interrupted.exit_code, 130, "{:#}", interrupted.report);
    assert!(interrupted.report["doctor"]["at_fault"].is_null());
    drop(holder);
}
