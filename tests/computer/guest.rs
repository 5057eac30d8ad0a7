//! A guest: a whole Debian in QEMU, with the USB reader of `usb-ccid` and a card served into it.

use std::cell::RefCell;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::SystemTime;

use serde_json::{Value, json};

use crate::machine::{Machine, Ran, wait_for};

/// A running guest.
pub(crate) struct Guest {
    machine: Option<Machine>,
    /// Seconds of a processor that machines before this one have taken.
    spent: f32,
    release: String,
    folder: PathBuf,
}

impl Guest {
    /// As it was when it had started, but for its clock; the program under test is in its `/host`.
    pub(crate) fn start(release: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("mynacheck-{release}-{}", std::process::id()));
        let host = folder.join("host");
        fs::create_dir_all(host.join("older")).unwrap();
        let computer = Path::new(env!("CARGO_MANIFEST_DIR"));
        let copies = [
            ("tests/computer/gadget", "gadget"),
            (
                "target/computer/bookworm/libpcsclite.so.1",
                "older/libpcsclite.so.1",
            ),
        ];
        for (from, to) in copies {
            fs::copy(computer.join(from), host.join(to)).expect("Run tests/computer/run.");
        }
        let program = Command::new("strip")
            .args([env!("CARGO_BIN_EXE_mynacheck"), "-o"])
            .arg(host.join("mynacheck"))
            .status();
        assert!(program.unwrap().success());
        let mut guest = Self {
            machine: None,
            spent: 0.0,
            release: release.to_owned(),
            folder,
        };
        guest.start_again();
        guest
    }

    /// Ends the machine, if there is one, as if its power had gone, and starts it.
    pub(crate) fn start_again(&mut self) {
        self.spent = self.computed();
        self.machine = None;
        self.machine = Some(Machine::resume(&self.release, &self.folder));
        let now = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
        self.root(&format!(
            "date -s @{now}; mkdir /run/share; mount -t tmpfs host /host; \
            mount -t 9p -o ro,trans=virtio,version=9p2000.L,msize=262144 host /run/share; \
            cp -r /run/share/. /host/; umount /run/share"
        ));
    }

    /// Says what was measured in it.
    pub(crate) fn measured(&self, what: &str) {
        println!("{} {what}", self.release);
    }

    fn machine(&self) -> &Machine {
        self.machine.as_ref().unwrap()
    }

    /// Runs a shell script as the administrator; it must succeed.
    pub(crate) fn root(&self, script: &str) -> String {
        let ran = self.run("root", script);
        assert_eq!(ran.code, 0, "{script}\n{}", ran.text);
        ran.text
    }

    /// Runs a shell script, whatever comes of it.
    pub(crate) fn run(&self, user: &str, script: &str) -> Ran {
        self.machine().run(user, script)
    }

    /// Seconds of a processor that it has taken.
    pub(crate) fn computed(&self) -> f32 {
        self.spent + self.machine.as_ref().map_or(0.0, Machine::computed)
    }

    /// `doctor`, asked by a user of the guest, within something and with more arguments.
    pub(crate) fn doctor(&self, user: &str, within: &str, more: &str) -> Diagnosis {
        let doctor = format!("{within} {DOCTOR} {more}");
        Diagnosis::of(&self.run(user, &doctor))
    }

    /// Pulls the reader out of its USB port.
    pub(crate) fn unplug(&self) {
        self.pull();
        wait_for("the reader to go", || !self.has_reader());
    }

    pub(crate) fn has_reader(&self) -> bool {
        self.root("lsusb").contains("08e6:4433")
    }

    /// The same, without looking whether it has gone.
    pub(crate) fn pull(&self) {
        self.machine().order("device_del", &json!({"id": "reader"}));
    }

    /// Plugs it in again.
    pub(crate) fn plug(&self) {
        self.plug_with(&json!({"driver": "ccid-card-passthru", "id": "slot", "chardev": "card"}));
    }

    /// The same, with another device of QEMU in its slot.
    pub(crate) fn plug_with(&self, slot: &Value) {
        let reader = json!({"driver": "usb-ccid", "id": "reader"});
        for device in [&reader, slot] {
            self.machine().order("device_add", device);
        }
        wait_for("the reader", || self.has_reader());
    }

    /// Writes a file of this computer, and gives its path.
    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
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

impl Drop for Guest {
    fn drop(&mut self) {
        self.machine = None;
        let _ = fs::remove_dir_all(&self.folder);
    }
}

pub(crate) const DOCTOR: &str = "/host/mynacheck doctor --format json --lang en --timeout 2";

/// What `doctor` said.
pub(crate) struct Diagnosis {
    pub(crate) code: i32,
    report: Value,
}

impl Diagnosis {
    pub(crate) fn of(ran: &Ran) -> Self {
        let report = serde_json::from_str(&ran.text);
        Self {
            code: ran.code,
            report: report.unwrap_or_else(|error| panic!("{error}: {}", ran.text)),
        }
    }

    pub(crate) fn has(&self, id: &str) -> bool {
        let checks = self.report["doctor"]["checks"].as_array();
        let findings = self.report["findings"].as_array();
        let all = checks.into_iter().chain(findings).flatten();
        all.into_iter().any(|finding| finding["id"] == id)
    }

    /// The first line: who is at fault, or that it is the card or the reader.
    pub(crate) fn at_fault(&self) -> Option<&str> {
        let doctor = &self.report["doctor"];
        if doctor["undecided"] == true {
            return Some("undecided");
        }
        doctor["at_fault"].as_str()
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
