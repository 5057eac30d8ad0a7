//! A PC/SC service of one's own: pcscd with the virtual reader vpcd, for one test, without root.
//!
//! pcscd takes its socket from whoever starts it, in the way of systemd (`LISTEN_FDS`), so that
//! any number of them run beside the one of the system, each on a socket and ports of its own.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener, UdpSocket};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use crate::limit::{self, ToItsEnd};
use crate::served::Served;

/// Where Debian and Ubuntu put what tells pcscd of vpcd.
const SYSTEM_CONFIGURATION: &str = "/etc/reader.conf.d/vpcd";
const PCSCD: &str = "/usr/sbin/pcscd";
/// Socket activation: the socket comes as standard input, pcscd wants it as descriptor 3.
const ACTIVATE: &str = "exec 3<&0 </dev/null; \
    export LISTEN_FDS=1 LISTEN_PID=$$; exec \"$@\"";
/// For what takes milliseconds when all is well.
const PATIENCE: Duration = Duration::from_secs(10);

/// A running pcscd.
pub(crate) struct Service {
    child: Child,
    folder: PathBuf,
    ports: Vec<Ports>,
    served: AtomicU16,
}

impl Service {
    /// With the two slots of vpcd as readers: `Virtual PCD 00 00` and `Virtual PCD 00 01`.
    pub(crate) fn start() -> Self {
        Self::with_pairs(1)
    }

    /// With so many devices of vpcd, of two slots each.
    pub(crate) fn with_pairs(pairs: usize) -> Self {
        let service = Self::launch((0..pairs).map(|_| Ports::reserve()).collect());
        let log = service.log();
        assert!(!log.contains("init failed"), "vpcd: {log}");
        service
    }

    /// With no reader at all.
    pub(crate) fn without_reader() -> Self {
        Self::launch(Vec::new())
    }

    fn launch(ports: Vec<Ports>) -> Self {
        static NUMBER: AtomicU16 = AtomicU16::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("mynacheck-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(folder.join("readers")).unwrap();
        for (Ports { first: port, .. }, name) in ports.iter().zip('A'..) {
            // The driver keeps its slots in itself: each device needs one of its own.
            let own = folder.join(format!("{name}.so"));
            fs::copy(driver(), &own).unwrap();
            let more = if name == 'A' {
                String::new()
            } else {
                format!(" {name}")
            };
            let entry = format!(
                "FRIENDLYNAME \"Virtual PCD{more}\"\nDEVICENAME /dev/null:{port}\n\
                 LIBPATH {}\nCHANNELID {port}\n",
                own.display()
            );
            fs::write(folder.join(format!("readers/{name}")), entry).unwrap();
        }
        let child = spawn(&folder);
        let service = Self {
            child,
            folder,
            ports,
            served: AtomicU16::new(0),
        };
        service.wait_until_ready();
        service
    }

    fn wait_until_ready(&self) {
        wait_for(
            "pcscd",
            || self.log().contains("daemon ready"),
            || self.log(),
        );
    }

    /// What pcscd has said so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    /// A command that talks to this pcscd.
    pub(crate) fn client(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env("PCSCLITE_CSOCK_NAME", self.folder.join("socket"))
            .env("LC_ALL", "C.UTF-8")
            .current_dir(&self.folder)
            .stdin(Stdio::null());
        command
    }

    /// Runs a client to its end and gives what it wrote on standard output; it must succeed.
    pub(crate) fn run(&self, program: &str, arguments: &[&str]) -> String {
        String::from_utf8(self.bytes(program, arguments)).unwrap()
    }

    /// The same, for what is no text.
    pub(crate) fn bytes(&self, program: &str, arguments: &[&str]) -> Vec<u8> {
        let Output {
            status,
            stdout,
            stderr,
        } = self.output(program, arguments);
        assert!(
            status.success(),
            "{program} {arguments:?}: {status}\n{}\n{}\npcscd says:\n{}",
            String::from_utf8_lossy(&stdout),
            String::from_utf8_lossy(&stderr),
            self.log()
        );
        stdout
    }

    /// Runs a client to its end, whatever that is, but for one that never comes to it.
    pub(crate) fn output(&self, program: &str, arguments: &[&str]) -> Output {
        self.client(program).args(arguments).to_its_end()
    }

    /// Where files of this test may lie.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Host and port of a slot of vpcd.
    pub(crate) fn address(&self, slot: u16) -> String {
        let pair = self.ports.get(usize::from(slot / 2)).expect("a reader");
        format!("127.0.0.1:{}", pair.first + slot % 2)
    }

    /// Lays a card on the first slot and waits until pcscd has noticed it.
    pub(crate) fn serve(&self, card: &str) -> Served {
        self.serve_on(0, card)
    }

    /// The same, on a slot of one's choice.
    pub(crate) fn serve_on(&self, slot: u16, card: &str) -> Served {
        let served = self.lay_down(slot, card);
        served.wait_until_noticed(self);
        served
    }

    /// Lays a card on a slot without waiting.
    pub(crate) fn lay_down(&self, slot: u16, card: &str) -> Served {
        let number = self.served.fetch_add(1, Ordering::Relaxed);
        Served::start(
            &self.address(slot),
            card,
            &self.path(&format!("told-{number}")),
        )
    }

    /// Waits until pcscd has noticed that a card has gone.
    pub(crate) fn wait_until_gone(&self, slot: u16) {
        self.wait_until_removed(slot, 1);
    }

    /// Waits until pcscd has noticed so often that a card has gone.
    pub(crate) fn wait_until_removed(&self, slot: u16, times: usize) {
        let gone = || self.removals(slot) >= times;
        wait_for("a card gone", gone, || self.log());
    }

    /// How often a card has gone, as far as pcscd has noticed since its start.
    pub(crate) fn removals(&self, slot: u16) -> usize {
        let gone = format!("card removed from virtual pcd 00 0{slot}");
        self.log().to_lowercase().matches(&gone).count()
    }

    /// The number of pcscd's process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Ends pcscd without warning.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        limit::ended(&mut self.child);
    }

    /// Starts it again after [`Service::kill`], with the same socket and the same readers.
    pub(crate) fn restart(&mut self) {
        self.child = spawn(&self.folder);
        self.wait_until_ready();
    }

    /// Sends pcscd a signal: `STOP` and `CONT` make it stand still and go on.
    pub(crate) fn signal(&self, name: &str) {
        signal(self.process(), name);
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("pcscd says:\n{}", self.log());
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn spawn(folder: &Path) -> Child {
    let socket = folder.join("socket");
    let _ = fs::remove_file(&socket);
    let listener = OwnedFd::from(UnixListener::bind(&socket).unwrap());
    let log = File::create(folder.join("log")).unwrap();
    let help = Command::new(PCSCD).arg("--help").output();
    let help = help.unwrap_or_else(|error| panic!("{PCSCD}: {error}. Run tests/setup."));
    let mut command = Command::new("sh");
    command
        .args(["-c", ACTIVATE, "sh", PCSCD])
        .args(["--foreground", "--info", "--apdu", "--config"])
        .arg(folder.join("readers"));
    // From 2.0 on, pcscd asks polkit who may talk to it, unless told not to.
    if String::from_utf8_lossy(&help.stdout).contains("disable-polkit") {
        command.arg("--disable-polkit");
    }
    command
        .stdin(listener)
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn()
        .unwrap()
}

/// The driver that the system's pcscd would load.
fn driver() -> String {
    let text = fs::read_to_string(SYSTEM_CONFIGURATION)
        .unwrap_or_else(|error| panic!("vpcd, {SYSTEM_CONFIGURATION}: {error}. Run tests/setup."));
    text.lines()
        .find_map(|line| line.strip_prefix("LIBPATH"))
        .map_or_else(
            || panic!("{SYSTEM_CONFIGURATION} names no LIBPATH"),
            |path| path.trim().to_owned(),
        )
}

/// The ports of the two slots of vpcd, which nobody else in these tests uses meanwhile, in whatever
/// process they run.
struct Ports {
    first: u16,
    /// Holds the number, not the port: vpcd listens on TCP. It is given back even by a process
    /// that is killed.
    _reserved: UdpSocket,
}

impl Ports {
    /// Below the range that the system hands out to whoever connects.
    fn reserve() -> Self {
        let free = |port| TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)).is_ok();
        (20000..30000)
            .step_by(2)
            .find_map(|first| {
                let reserved = UdpSocket::bind((Ipv4Addr::LOCALHOST, first)).ok()?;
                (free(first) && free(first + 1)).then_some(Self {
                    first,
                    _reserved: reserved,
                })
            })
            .expect("two free ports side by side")
    }
}

/// Sends a signal by its name. The shell has its own `kill`; a small system has no other.
pub(crate) fn signal(process: u32, name: &str) {
    let status = Command::new("sh")
        .args(["-c", "kill -$0 $1", name, &process.to_string()])
        .status();
    assert!(status.unwrap().success());
}

/// Looks again and again until something is so.
pub(crate) fn wait_for(what: &str, so: impl Fn() -> bool, log: impl Fn() -> String) {
    let begin = Instant::now();
    while !so() {
        assert!(
            begin.elapsed() < PATIENCE,
            "{what}: not within {PATIENCE:?}\n{}",
            log()
        );
        std::thread::sleep(Duration::from_millis(5));
    }
}
