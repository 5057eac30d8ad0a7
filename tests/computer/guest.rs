//! A guest: a whole Debian in QEMU, with the USB reader of `usb-ccid` and a card served into it.

use std::cell::RefCell;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Emulated machines are slow, and the computer they run on may be busy.
const PATIENCE: Duration = Duration::from_secs(120);
const TICK: Duration = Duration::from_millis(50);

/// A running guest.
pub(crate) struct Guest {
    machine: Child,
    folder: PathBuf,
    agent: RefCell<BufReader<UnixStream>>,
    monitor: RefCell<BufReader<UnixStream>>,
}

/// What a script wrote, and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) text: String,
}

impl Guest {
    /// Starts it, from the disk as it was built.
    ///
    /// A kernel that comes up in a computer without KVM, on cores that are busy, has been seen to give
    /// up; what it said is shown, and it is started again. What is tried afterwards is never repeated.
    pub(crate) fn start(release: &str) -> Self {
        for _ in 0..2 {
            match Self::boot(release) {
                Ok(guest) => return guest,
                Err(console) => println!("{release} did not come up; its console ends:\n{console}"),
            }
        }
        Self::boot(release).unwrap_or_else(|console| panic!("no {release}: {console}"))
    }

    fn boot(release: &str) -> Result<Self, String> {
        let built = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("target/computer")
            .join(release);
        assert!(
            built.join("recipe").exists(),
            "no guest {release}. Run tests/computer/run."
        );
        let folder =
            std::env::temp_dir().join(format!("mynacheck-{release}-{}", std::process::id()));
        fs::create_dir_all(folder.join("host")).unwrap();
        let gadget = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/computer/gadget");
        for program in [env!("CARGO_BIN_EXE_mynacheck"), gadget] {
            let name = Path::new(program).file_name().unwrap();
            fs::copy(program, folder.join("host").join(name)).unwrap();
        }
        let socket = |name: &str, id: &str| {
            let path = folder.join(name);
            format!("socket,id={id},path={},server=on,wait=off", path.display())
        };
        let mut machine = Command::new("qemu-system-x86_64");
        machine
            .current_dir(&built)
            .args([
                "-machine",
                "q35",
                "-accel",
                "tcg,thread=multi",
                "-cpu",
                "max",
            ])
            .args([
                "-smp",
                "2",
                "-m",
                "768",
                "-nodefaults",
                "-display",
                "none",
                "-no-reboot",
            ])
            .args(["-kernel", "vmlinuz", "-initrd", "initrd"])
            .args(["-append", "quiet panic=1 mitigations=off console=ttyS0"])
            .arg("-serial")
            .arg(format!("file:{}", folder.join("console").display()))
            .args(["-drive", "file=disk,if=virtio,format=raw,snapshot=on"])
            .arg("-fsdev")
            .arg(format!(
                "local,id=host,path={},security_model=none,readonly=on",
                folder.join("host").display()
            ))
            .args(["-device", "virtio-9p-pci,fsdev=host,mount_tag=host"])
            .args([
                "-device",
                "virtio-serial-pci",
                "-chardev",
                &socket("agent", "agent"),
            ])
            .args(["-device", "virtserialport,chardev=agent,name=agent"])
            .args(["-device", "qemu-xhci", "-device", "usb-ccid,id=reader"])
            .args(["-chardev", &socket("card", "card")])
            .args(["-device", "ccid-card-passthru,id=slot,chardev=card"])
            .args([
                "-chardev",
                &socket("monitor", "monitor"),
                "-mon",
                "chardev=monitor,mode=control",
            ])
            .stdin(Stdio::null());
        let mut machine = machine.spawn().expect("QEMU. Run tests/computer/run.");
        let connect = |name: &str, machine: &mut Child| {
            let begin = Instant::now();
            loop {
                if let Ok(stream) = UnixStream::connect(folder.join(name)) {
                    stream.set_read_timeout(Some(PATIENCE)).unwrap();
                    return RefCell::new(BufReader::new(stream));
                }
                assert_eq!(machine.try_wait().unwrap(), None, "QEMU has ended");
                assert!(begin.elapsed() < PATIENCE);
                std::thread::sleep(TICK);
            }
        };
        let monitor = connect("monitor", &mut machine);
        let agent = connect("agent", &mut machine);
        let guest = Self {
            machine,
            folder,
            agent,
            monitor,
        };
        let mut ready = String::new();
        let told = guest.agent.borrow_mut().read_line(&mut ready);
        if told.is_err() || ready != "ready\n" {
            let console = fs::read(guest.folder.join("console")).unwrap_or_default();
            let console = String::from_utf8_lossy(&console).into_owned();
            let lines: Vec<&str> = console.lines().rev().take(12).collect();
            return Err(lines.into_iter().rev().collect::<Vec<_>>().join("\n"));
        }
        guest.monitor(&json!({"execute": "qmp_capabilities"}));
        Ok(guest)
    }

    /// Runs a shell script as the administrator; it must succeed.
    pub(crate) fn root(&self, script: &str) -> String {
        let ran = self.run("root", script);
        assert_eq!(ran.code, 0, "{script}\n{}", ran.text);
        ran.text
    }

    /// Runs a shell script, whatever comes of it.
    pub(crate) fn run(&self, user: &str, script: &str) -> Ran {
        let script = hex::encode_upper(script);
        let limit = PATIENCE.as_secs() / 2;
        writeln!(self.agent.borrow_mut().get_mut(), "{user} {limit} {script}").unwrap();
        let answer = line(&self.agent);
        let (code, text) = answer.trim_end_matches('\n').split_once(' ').unwrap();
        Ran {
            code: code.parse().unwrap(),
            text: String::from_utf8_lossy(&hex::decode(text).unwrap()).into_owned(),
        }
    }

    /// `doctor`, asked by a user of the guest.
    pub(crate) fn doctor(&self, user: &str, broken: bool) -> Diagnosis {
        // A program that looks into an empty folder in place of the computer is a broken one.
        let broken = if broken { "--root /host" } else { "" };
        let ran = self.run(
            user,
            &format!("/host/mynacheck doctor --format json --lang en --timeout 2 {broken}"),
        );
        let report: Value =
            serde_json::from_str(&ran.text).unwrap_or_else(|error| panic!("{error}: {}", ran.text));
        Diagnosis {
            code: ran.code,
            report,
        }
    }

    /// Pulls the reader out of its USB port.
    pub(crate) fn unplug(&self) {
        self.monitor(&json!({"execute": "device_del", "arguments": {"id": "reader"}}));
        let gone = || !self.root("lsusb").contains("08e6:4433");
        wait_for("the reader to go", gone);
    }

    /// Plugs it in again.
    pub(crate) fn plug(&self) {
        for arguments in [
            json!({"driver": "usb-ccid", "id": "reader"}),
            json!({"driver": "ccid-card-passthru", "id": "slot", "chardev": "card"}),
        ] {
            self.monitor(&json!({"execute": "device_add", "arguments": arguments}));
        }
        wait_for("the reader", || self.root("lsusb").contains("08e6:4433"));
    }

    fn monitor(&self, command: &Value) {
        writeln!(self.monitor.borrow_mut().get_mut(), "{command}").unwrap();
        loop {
            let answer: Value = serde_json::from_str(&line(&self.monitor)).unwrap();
            assert!(answer.get("error").is_none(), "{command}: {answer}");
            if answer.get("return").is_some() {
                return;
            }
        }
    }

    /// The socket of the reader's slot.
    pub(crate) fn slot(&self) -> PathBuf {
        self.folder.join("card")
    }

    /// Lays a card into the reader.
    pub(crate) fn serve(&self, card: &str) -> Served {
        let told = self.folder.join("told");
        let mut child = Command::new(env!("CARGO_BIN_EXE_mynacheck"))
            .args(["serve", card, "--format", "json", "--qemu"])
            .arg(self.slot())
            .stdin(Stdio::piped())
            .stdout(fs::File::create(&told).unwrap())
            .spawn()
            .unwrap();
        let orders = child.stdin.take().unwrap();
        Served {
            child,
            orders: RefCell::new(orders),
            told,
        }
    }
}

/// Looks again and again until something is so.
pub(crate) fn wait_for(what: &str, so: impl Fn() -> bool) {
    let begin = Instant::now();
    while !so() {
        assert!(
            begin.elapsed() < PATIENCE,
            "{what}: not within {PATIENCE:?}"
        );
        std::thread::sleep(TICK);
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let _ = self.machine.kill();
        let _ = self.machine.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn line(stream: &RefCell<BufReader<UnixStream>>) -> String {
    let mut line = String::new();
    stream.borrow_mut().read_line(&mut line).unwrap();
    line
}

/// What `doctor` said.
pub(crate) struct Diagnosis {
    pub(crate) code: i32,
    report: Value,
}

impl Diagnosis {
    pub(crate) fn has(&self, id: &str) -> bool {
        let checks = self.report["doctor"]["checks"].as_array();
        let findings = self.report["findings"].as_array();
        let all = checks.into_iter().chain(findings).flatten();
        all.into_iter().any(|finding| finding["id"] == id)
    }

    /// The first line: who is at fault.
    pub(crate) fn at_fault(&self) -> &Value {
        &self.report["doctor"]["at_fault"]
    }
}

impl std::fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "exit {}\n{:#}", self.code, self.report)
    }
}

/// A card in the reader.
pub(crate) struct Served {
    child: Child,
    orders: RefCell<ChildStdin>,
    told: PathBuf,
}

impl Served {
    pub(crate) fn order(&self, line: &str) {
        writeln!(self.orders.borrow_mut(), "{line}").unwrap();
    }

    /// The events so far.
    pub(crate) fn events(&self) -> Vec<Value> {
        let text = fs::read_to_string(&self.told).unwrap();
        let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
        whole
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// VERIFY commands with a PIN that the card has seen so far.
    pub(crate) fn verifies(&self) -> usize {
        let with_pin = |event: &&Value| {
            let header = event["header"].as_str().unwrap_or_default();
            header.starts_with("0020") && event["sent"].as_u64() > Some(5)
        };
        self.events().iter().filter(with_pin).count()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // In order, so that the card leaves the reader.
        let _ = Command::new("sh")
            .args(["-c", "kill -INT $0", &self.child.id().to_string()])
            .status();
        let _ = self.child.wait();
    }
}
