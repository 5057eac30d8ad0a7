//! What happens at the counter, as the page shows it.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Shown;
use crate::counter::{free_address, report};
use crate::driver::Browser;

#[test]
#[ignore = "needs Chromium: tests/run"]
fn a_card_is_shown_while_it_lies_there() {
    let shown = Shown::start();
    let words = |shown: &Shown| {
        let script = "return document.querySelector('#board [lang=ja] .words').textContent";
        shown.browser.run(script).as_str().unwrap().to_owned()
    };
    for (card, expected) in [
        ("valid", "期限内"),
        ("expiring", "更新時期"),
        ("grace", "猶予期間"),
        ("expired", "期限切れ"),
        ("locked", "暗証番号のロック"),
        ("felica", "マイナンバーカード以外"),
        ("mute", "ICチップの応答なし"),
    ] {
        shown.lay(&report(card));
        assert_eq!(words(&shown), expected, "{card}");
        let spoken = "return document.getElementById('live').textContent";
        let spoken = shown.browser.run(spoken);
        assert!(spoken.as_str().unwrap().starts_with(expected), "{spoken}");
        shown.lift();
        let text = shown
            .browser
            .run("return document.getElementById('board').textContent");
        assert!(!text.as_str().unwrap().contains(expected), "{card}: {text}");
    }
    let tally = "return document.querySelector('.tally tbody').textContent";
    assert_eq!(
        shown.browser.run(tally),
        "12:001321",
        "hour and four counts"
    );
    assert_eq!(shown.browser.console(), [""; 0]);
}

/// The program itself, without any reader.
fn watch(address: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_mynacheck"))
        .args(["watch", "--page", address])
        .env("PCSCLITE_CSOCK_NAME", "/nonexistent")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn signal(child: &Child, name: &str) {
    let done = Command::new("sh")
        .args(["-c", "kill -$0 $1", name, &child.id().to_string()])
        .status();
    assert!(done.unwrap().success());
}

#[test]
#[ignore = "needs Chromium: tests/run"]
fn a_program_that_is_gone_or_stands_still_is_said_within_two_seconds() {
    let address = free_address().to_string();
    let mut program = watch(&address);
    let listening = || std::net::TcpStream::connect(&address).is_ok();
    let begun = Instant::now();
    while !listening() {
        assert!(begun.elapsed() < Duration::from_secs(10), "no page");
        std::thread::sleep(Duration::from_millis(5));
    }
    let browser = Browser::start();
    browser.go(&format!("http://{address}/"));
    let (there, lost) = (
        "document.querySelector('#board .open')",
        "document.querySelector('#board .lost')",
    );
    browser.wait(there);
    for stop in ["STOP", "KILL"] {
        let begun = Instant::now();
        signal(&program, stop);
        browser.wait(lost);
        let took = begun.elapsed();
        assert!(took < Duration::from_secs(2), "{stop}: {took:?}");
        if stop == "STOP" {
            signal(&program, "CONT");
            browser.wait(there);
        }
    }
    program.wait().unwrap();
    // Started again, it shows by itself.
    program = watch(&address);
    browser.wait(there);
    program.kill().unwrap();
    program.wait().unwrap();
}
