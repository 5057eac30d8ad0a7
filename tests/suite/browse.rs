//! The counter's page is shown by the system's browser, and starts at sign-in, as the program itself
//! does it.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use crate::counter::free_address;
use crate::program::Scratch;

const PROGRAM: &str = env!("CARGO_BIN_EXE_mynacheck");

/// For what takes milliseconds when all is well.
const PATIENCE: Duration = Duration::from_secs(20);

/// A system whose browser says who has started it, and for what, and then stays.
struct Desktop {
    folder: Scratch,
    started: Receiver<String>,
}

impl Desktop {
    fn new(name: &str) -> Self {
        let folder = Scratch::new(name);
        fs::create_dir_all(folder.path("bin")).unwrap();
        let (pipe, browser) = (folder.path("pipe"), folder.path("bin/xdg-open"));
        let made = Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let script = format!("#!/bin/sh\necho $PPID $$ \"$@\" >{pipe}\nexec sleep 1000\n");
        fs::write(&browser, script).unwrap();
        fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
        // A pipe that is read and written here has no end.
        let pipe = File::options().read(true).write(true).open(pipe).unwrap();
        let started = lines(pipe);
        Self { folder, started }
    }

    fn path(&self) -> String {
        format!("{}:/usr/bin:/bin", self.folder.path("bin"))
    }

    /// Waits for the browser: who has started it, and with what.
    fn browser(&self) -> (u32, String) {
        let said = self.started.recv_timeout(PATIENCE).expect("a browser");
        let [program, browser, address] = said.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{said}");
        };
        kill("KILL", browser.parse().unwrap());
        (program.parse().unwrap(), address.to_owned())
    }
}

/// Lines as they come, from whom nothing is waited for without an end.
fn lines(from: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let lines = BufReader::new(from).lines().map_while(Result::ok);
        lines.for_each(|line| drop(sender.send(line)));
    });
    receiver
}

fn kill(signal: &str, process: u32) {
    let command = format!("kill -{signal} {process}");
    let done = Command::new("sh").args(["-c", &command]).status();
    assert!(done.unwrap().success());
}

/// A program that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The page, without a smart-card service.
fn watch(address: SocketAddr, path: &str) -> Running {
    let child = Command::new(PROGRAM)
        .args(["watch", "--page", &address.to_string(), "--open"])
        .args(["--lang", "en"])
        .env("PCSCLITE_CSOCK_NAME", "/nonexistent")
        .env("PATH", path)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn();
    Running(child.unwrap())
}

/// Somebody listens to the page: gives what the page says at once, and ends with it.
fn listen(address: SocketAddr) -> Receiver<String> {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET /events HTTP/1.1\r\nHost: {address}\r\n\r\n").unwrap();
    lines(stream)
}

fn until_closed(heard: &Receiver<String>) {
    loop {
        match heard.recv_timeout(PATIENCE) {
            Ok(_) => {}
            Err(mpsc::RecvTimeoutError::Disconnected) => return,
            Err(mpsc::RecvTimeoutError::Timeout) => panic!("the page stays"),
        }
    }
}

#[test]
fn the_browser_is_given_the_page_and_is_not_waited_for() {
    let desktop = Desktop::new("browser");
    let address = free_address();
    let url = format!("http://{address}/");
    let mut first = watch(address, &desktop.path());
    let (program, shown) = desktop.browser();
    assert_eq!((program, shown.as_str()), (first.0.id(), url.as_str()));
    let heard = listen(address);
    assert_eq!(heard.recv_timeout(PATIENCE).unwrap(), "HTTP/1.1 200 OK");
    // Whoever clicks twice sees the same page twice.
    let mut second = watch(address, &desktop.path());
    assert_eq!(desktop.browser().1, url);
    assert_eq!(second.0.wait().unwrap().code(), Some(0));
    kill("INT", program);
    until_closed(&heard);
    assert_eq!(first.0.wait().unwrap().code(), Some(0));
}

#[test]
fn without_a_browser_the_page_is_there_and_its_address_is_said() {
    let desktop = Desktop::new("no-browser");
    let address = free_address();
    let mut program = watch(address, &desktop.folder.path("nowhere"));
    let said = lines(program.0.stderr.take().unwrap());
    for word in ["The counter's page: ", "No browser could be opened"] {
        let line = said.recv_timeout(PATIENCE).unwrap();
        let told = line.contains(word) && line.ends_with(&format!("http://{address}/"));
        assert!(told, "{line}");
    }
    let heard = listen(address);
    assert_eq!(heard.recv_timeout(PATIENCE).unwrap(), "HTTP/1.1 200 OK");
    kill("INT", program.0.id());
    until_closed(&heard);
    assert_eq!(program.0.wait().unwrap().code(), Some(0));
}

/// As the packages ship it and the technician's page says, by a program that starts what is to be
/// started at sign-in.
#[test]
#[ignore = "needs dex: tests/run"]
fn the_page_starts_at_sign_in() {
    let desktop = Desktop::new("sign-in");
    let address = free_address();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let entry = fs::read_to_string(folder.join("packaging/linux/mynacheck.desktop")).unwrap();
    let own = entry.replace("--page", &format!("--page {address}"));
    assert_ne!(own, entry);
    fs::create_dir_all(desktop.folder.path("autostart")).unwrap();
    fs::write(desktop.folder.path("autostart/mynacheck.desktop"), own).unwrap();
    std::os::unix::fs::symlink(PROGRAM, desktop.folder.path("bin/mynacheck")).unwrap();
    let started = Command::new("dex")
        .args(["--autostart", "--environment", "GNOME"])
        .env("XDG_CONFIG_HOME", desktop.folder.path(""))
        .env("XDG_CONFIG_DIRS", desktop.folder.path("nowhere"))
        .env("PCSCLITE_CSOCK_NAME", "/nonexistent")
        .env("PATH", desktop.path())
        .status();
    assert!(started.expect("dex: run tests/setup").success());
    let (program, shown) = desktop.browser();
    assert_eq!(shown, format!("http://{address}/"));
    let heard = listen(address);
    assert_eq!(heard.recv_timeout(PATIENCE).unwrap(), "HTTP/1.1 200 OK");
    kill("INT", program);
    until_closed(&heard);
}
