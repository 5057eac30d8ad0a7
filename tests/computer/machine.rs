//! QEMU: a computer that is started once, and from then on goes on from where it was then.

use std::cell::RefCell;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Emulated machines are slow, and the computer they run on may be busy.
pub(crate) const PATIENCE: Duration = Duration::from_secs(180);
/// From the first instruction of the kernel to a system that has nothing left to start.
const TO_START: Duration = Duration::from_secs(900);
const TICK: Duration = Duration::from_millis(50);

/// One processor: a second one waits for the first where the computer has none to spare. Without KVM
/// the timer is not there when the kernel looks whether it is, and it gives up. A program that lies where it lay before
/// has been translated already. What a newer processor can do more takes a tenth longer when it is emulated.
const HARDWARE: &str = "-machine q35 -accel tcg -cpu qemu64 -smp 1 -m 512 -nodefaults -display none \
    -no-reboot -device virtio-9p-pci,fsdev=host,mount_tag=host \
    -device virtio-serial-pci -device virtserialport,chardev=agent,name=agent \
    -device qemu-xhci -device usb-ccid,id=reader -device ccid-card-passthru,id=slot,chardev=card \
    -mon chardev=monitor,mode=control";
const KERNEL: &str =
    "quiet panic=1 mitigations=off no_timer_check nowatchdog norandmaps console=ttyS0";

/// A running machine.
pub(crate) struct Machine {
    qemu: Child,
    monitor: RefCell<BufReader<UnixStream>>,
    /// What its agent says and hears.
    pub(crate) agent: RefCell<BufReader<UnixStream>>,
}

impl Machine {
    /// Goes on from where it was when it had started, its sockets and its host's files in `folder`.
    pub(crate) fn resume(release: &str, folder: &Path) -> Self {
        let built = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("target/computer")
            .join(release);
        assert!(
            built.join("recipe").exists(),
            "no guest {release}. Run tests/computer/run."
        );
        fs::create_dir_all(folder.join("host")).unwrap();
        // Another QEMU, or other hardware, cannot go on from there.
        let version = Command::new("qemu-system-x86_64").arg("--version").output();
        let version = version.expect("QEMU. Run tests/computer/run.").stdout;
        let made_for = format!(
            "{HARDWARE}\n{KERNEL}\n{}",
            String::from_utf8_lossy(&version)
        );
        let stamp = built.join("started");
        if fs::read_to_string(&stamp).ok().as_ref() != Some(&made_for) {
            Self::start(&built, folder);
            fs::write(stamp, made_for).unwrap();
        }
        let machine = Self::launch(&built, folder, &["-snapshot", "-incoming", "defer"]);
        machine.order("migrate-incoming", &json!({"uri": "exec:cat state"}));
        // As it was kept.
        machine.wait_until("query-status", "paused");
        machine.order("cont", &json!({}));
        // Not before: what was kept has an empty reader, and a card that came earlier would be forgotten.
        fs::rename(folder.join("card.early"), folder.join("card")).unwrap();
        machine
    }

    /// Starts it from nothing, and keeps what it is then.
    fn start(built: &Path, folder: &Path) {
        // One after the other: it is the one thing that takes so long that two at once may be too slow.
        static ONE: Mutex<()> = Mutex::new(());
        let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
        let begin = Instant::now();
        let disk = Command::new("qemu-img")
            .args([
                "create", "-q", "-f", "qcow2", "-F", "raw", "-b", "disk", "changed",
            ])
            .current_dir(built)
            .status();
        assert!(disk.expect("qemu-img. Run tests/computer/run.").success());
        let machine = Self::launch(built, folder, &[]);
        let stream = machine.agent.borrow().get_ref().try_clone().unwrap();
        stream.set_read_timeout(Some(TO_START)).unwrap();
        let mut ready = String::new();
        let told = machine.agent.borrow_mut().read_line(&mut ready);
        if told.is_err() || ready != "ready\n" {
            let console = fs::read(folder.join("console")).unwrap_or_default();
            panic!("it did not start:\n{}", String::from_utf8_lossy(&console));
        }
        machine.run(
            "root",
            "systemctl is-system-running --wait; udevadm settle; sync",
        );
        machine.order("stop", &json!({}));
        machine.order("migrate", &json!({"uri": "exec:cat >state"}));
        machine.wait_until("query-migrate", "completed");
        machine.order("quit", &json!({}));
        let mut qemu = machine;
        assert!(qemu.qemu.wait().unwrap().success());
        println!(
            "started from nothing: {:.1} s",
            begin.elapsed().as_secs_f32()
        );
    }

    fn launch(built: &Path, folder: &Path, more: &[&str]) -> Self {
        let mut qemu = Command::new("qemu-system-x86_64");
        for (name, socket) in [
            ("agent", "agent"),
            ("card", "card.early"),
            ("monitor", "monitor"),
        ] {
            let path = folder.join(socket);
            let path = path.display();
            qemu.arg("-chardev")
                .arg(format!("socket,id={name},path={path},server=on,wait=off"));
        }
        let shared = folder.join("host");
        qemu.current_dir(built)
            .arg("-fsdev")
            .arg(format!(
                "local,id=host,path={},security_model=none,readonly=on",
                shared.display()
            ))
            .args(HARDWARE.split_whitespace())
            .args(["-kernel", "vmlinuz", "-initrd", "initrd", "-append", KERNEL])
            .arg("-serial")
            .arg(format!("file:{}", folder.join("console").display()))
            .args(["-drive", "file=changed,if=virtio,format=qcow2"])
            .args(more)
            .stdin(Stdio::null());
        let mut qemu = qemu.spawn().unwrap();
        let mut connect = |name: &str| {
            let begin = Instant::now();
            loop {
                if let Ok(stream) = UnixStream::connect(folder.join(name)) {
                    stream.set_read_timeout(Some(PATIENCE)).unwrap();
                    return RefCell::new(BufReader::new(stream));
                }
                assert_eq!(qemu.try_wait().unwrap(), None, "QEMU has ended");
                assert!(begin.elapsed() < PATIENCE);
                std::thread::sleep(TICK);
            }
        };
        let monitor = connect("monitor");
        let agent = connect("agent");
        let machine = Self {
            qemu,
            monitor,
            agent,
        };
        machine.order("qmp_capabilities", &json!({}));
        machine
    }

    /// Tells QEMU to do something, and gives what it answers.
    pub(crate) fn order(&self, command: &str, arguments: &Value) -> Value {
        let order = json!({"execute": command, "arguments": arguments});
        writeln!(self.monitor.borrow_mut().get_mut(), "{order}").unwrap();
        loop {
            let answer: Value = serde_json::from_str(&line(&self.monitor)).unwrap();
            assert!(answer.get("error").is_none(), "{order}: {answer}");
            if let Some(answer) = answer.get("return") {
                return answer.clone();
            }
        }
    }

    fn wait_until(&self, question: &str, status: &str) {
        wait_for(status, || {
            let answer = self.order(question, &json!({}));
            assert_ne!(answer["status"], "failed", "{answer}");
            answer["status"] == status
        });
    }

    /// Seconds of a processor that it has taken.
    pub(crate) fn computed(&self) -> f32 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.qemu.id())).unwrap();
        // Behind the name, in ticks of 10 ms: the 12th is the user's, the 13th the system's.
        let fields: Vec<&str> = stat
            .rsplit_once(')')
            .unwrap()
            .1
            .split_whitespace()
            .collect();
        let ticks = |index: usize| fields[index].parse::<f32>().unwrap();
        (ticks(11) + ticks(12)) / 100.0
    }

    /// Runs a shell script in it, whatever comes of it.
    pub(crate) fn run(&self, user: &str, script: &str) -> Ran {
        let script = hex::encode_upper(script);
        let limit = PATIENCE.as_secs() - 30;
        writeln!(self.agent.borrow_mut().get_mut(), "{user} {limit} {script}").unwrap();
        let answer = line(&self.agent);
        let (code, text) = answer.trim_end_matches('\n').split_once(' ').unwrap();
        Ran {
            code: code.parse().unwrap(),
            text: String::from_utf8_lossy(&hex::decode(text).unwrap()).into_owned(),
        }
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let _ = self.qemu.kill();
        let _ = self.qemu.wait();
    }
}

/// What a script wrote, and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) text: String,
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

fn line(stream: &RefCell<BufReader<UnixStream>>) -> String {
    let mut line = String::new();
    stream.borrow_mut().read_line(&mut line).unwrap();
    line
}
