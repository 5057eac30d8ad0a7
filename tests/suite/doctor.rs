//! Every fault of `docs/doctor.md` that can be set up without hardware: a computer in a folder, a
//! service that says what it is told, a simulated card. Each fault alone is the first that is
//! named, and a computer in good order shows none.
#![cfg(unix)]

use crate::program;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use clap::ValueEnum;
use jiff::civil::{Date, date};
use mynacheck::internals::conversation::Day;
use mynacheck::internals::doctor::{
    self, DoctorRequest, Os, Probe, System, bundle, stability, swap,
};
use mynacheck::internals::finding::{Finding, FindingId, Outcome, Part, Severity};
use mynacheck::internals::message::Lang;
use mynacheck::internals::platform::macos::Macos;
use mynacheck::internals::platform::windows::{
    PnpDevice, ReaderDriver, ScardSvr, StartType, Windows,
};
use mynacheck::internals::reader::choice::ReaderState;
use mynacheck::internals::reader::{Features, Service, Share};
use mynacheck::internals::report::json::Document;
use mynacheck::internals::report::{Report, text};
use mynacheck::internals::simulator::image::Image;
use mynacheck::internals::simulator::{SimulatedTransport, cards};
use mynacheck::internals::transport::{Operation, ScardCode, Transport, TransportError};

const TODAY: Date = date(2026, 11, 22);
const LIMIT: Duration = Duration::from_secs(5);
const SOCKET: &str = "run/pcscd/pcscd.comm";

/// A computer in a folder.
struct Computer {
    root: PathBuf,
    os: Os,
    env: BTreeMap<String, String>,
    windows: Windows,
    macos: Macos,
}

impl Computer {
    fn bare() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("mynacheck-doctor-{}-{number}", std::process::id());
        let root = std::env::temp_dir().join(name);
        fs::create_dir_all(&root).unwrap();
        let env = BTreeMap::new();
        let os = Os::Linux;
        Self {
            root,
            os,
            env,
            windows: Windows::default(),
            macos: Macos::default(),
        }
    }

    /// Debian with pcscd and libccid installed and enabled, and a Sony RC-S300 plugged in.
    fn in_good_order() -> Self {
        Self::bare()
            .file("etc/os-release", "ID=debian\nPRETTY_NAME=\"Debian 12\"\n")
            .file("usr/sbin/pcscd", "")
            .file("run/systemd/system/.keep", "")
            .file("usr/lib/systemd/system/pcscd.socket", "")
            .link(
                "etc/systemd/system/sockets.target.wants/pcscd.socket",
                "/lib/systemd/system/pcscd.socket",
            )
            .driver("ifd-ccid", &[("0x054C", "0x0DC9")])
            .device("1-1", "054c", "0dc9", "0b")
            .process(700, "pcscd", "State:\tS (sleeping)\nUid:\t0 0 0 0\n")
    }

    fn file(self, path: &str, text: &str) -> Self {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn link(self, path: &str, target: &str) -> Self {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        symlink(target, path).unwrap();
        self
    }

    fn without(self, path: &str) -> Self {
        let path = self.root.join(path);
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap();
        } else {
            fs::remove_file(path).unwrap();
        }
        self
    }

    fn env(mut self, name: &str, value: &str) -> Self {
        self.env.insert(name.to_owned(), value.to_owned());
        self
    }

    fn on(mut self, os: Os) -> Self {
        self.os = os;
        self
    }

    /// As Debian has it: the list is a link with an absolute target.
    fn driver(self, name: &str, readers: &[(&str, &str)]) -> Self {
        let array = |pick: fn(&(&str, &str)) -> String| {
            readers.iter().map(pick).collect::<Vec<_>>().join("\n")
        };
        let text = format!(
            "<plist><dict><key>ifdVendorID</key>\n<array>{}</array>\n\
             <key>ifdProductID</key>\n<array>{}</array></dict></plist>",
            array(|(vendor, _)| format!("<string>{vendor}</string>")),
            array(|(_, product)| format!("<string>{product}</string>")),
        );
        let list = format!("etc/{name}_Info.plist");
        let bundle = format!("usr/lib/pcsc/drivers/{name}.bundle/Contents/Info.plist");
        self.file(&list, &text).link(&bundle, &format!("/{list}"))
    }

    /// A USB device with one interface, on bus 1 with address 4.
    fn device(self, port: &str, vendor: &str, product: &str, class: &str) -> Self {
        let folder = format!("sys/bus/usb/devices/{port}");
        self.file(&format!("{folder}/idVendor"), vendor)
            .file(&format!("{folder}/idProduct"), product)
            .file(&format!("{folder}/busnum"), "1")
            .file(&format!("{folder}/devnum"), "4")
            .file(&format!("{folder}:1.0/bInterfaceClass"), class)
            .file("dev/bus/usb/001/004", "")
    }

    fn process(self, id: u32, name: &str, status: &str) -> Self {
        self.file(&format!("proc/{id}/comm"), name)
            .file(&format!("proc/{id}/status"), status)
    }

    fn system(&self) -> System {
        System {
            root: self.root.clone(),
            os: self.os,
            windows: self.windows.clone(),
            macos: self.macos.clone(),
            env: self.env.clone(),
            own_process: std::process::id(),
        }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    fn examine(&self, desk: &mut Desk) -> Report {
        doctor::examine(&self.system(), desk, &REQUEST)
    }
}

impl Drop for Computer {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

const REQUEST: DoctorRequest<'static> = DoctorRequest {
    day: Day {
        today: TODAY,
        from_clock: false,
    },
    reader: None,
    wait: Duration::ZERO,
    limit: LIMIT,
    card: true,
    only: None,
};

/// A service that says what it is told.
struct Desk {
    establish: Option<TransportError>,
    readers: Vec<ReaderState>,
    connect: Option<TransportError>,
    card: &'static str,
    max_apdu: Option<u32>,
    connections: u32,
    /// What the first contact starts.
    starts: Option<Box<dyn Fn()>>,
    /// The readers are pulled out once the card is gone.
    unplugged: bool,
}

impl Desk {
    fn with(card: &'static str) -> Self {
        Self {
            establish: None,
            readers: vec![reader("SONY FeliCa RC-S300/P 00 00", true)],
            connect: None,
            card,
            max_apdu: None,
            connections: 0,
            starts: None,
            unplugged: false,
        }
    }

    fn unreachable(code: ScardCode) -> Self {
        let operation = Operation::Establish;
        Self {
            establish: Some(TransportError::Scard { operation, code }),
            ..Self::with("valid")
        }
    }

    fn without_reader() -> Self {
        Self {
            readers: Vec::new(),
            ..Self::with("valid")
        }
    }

    fn refusing(error: TransportError) -> Self {
        Self {
            connect: Some(error),
            ..Self::with("valid")
        }
    }
}

fn reader(name: &str, present: bool) -> ReaderState {
    ReaderState {
        name: name.to_owned(),
        present,
        ..ReaderState::default()
    }
}

fn scard(operation: Operation, code: ScardCode) -> TransportError {
    TransportError::Scard { operation, code }
}

fn timed_out(operation: Operation) -> TransportError {
    let limit = LIMIT;
    TransportError::TimedOut { operation, limit }
}

fn open(card: &str) -> Result<Box<dyn Transport>, TransportError> {
    let text = cards::find(card).map_or_else(|| card.to_owned(), |card| card.file.to_owned());
    let image = Image::parse(&text, TODAY).unwrap();
    Ok(Box::new(SimulatedTransport::connect("test", image, LIMIT)?))
}

impl Service for Desk {
    fn establish(&mut self, _: Duration) -> Result<(), TransportError> {
        if let Some(start) = &self.starts {
            start();
        }
        self.establish.clone().map_or(Ok(()), Err)
    }

    fn readers(&mut self) -> Result<Vec<ReaderState>, TransportError> {
        Ok(self.readers.clone())
    }

    fn wait(&mut self, _: &[ReaderState], _: Duration) -> Result<bool, TransportError> {
        assert!(self.connections > 0, "nobody asked to wait");
        if self.unplugged {
            self.readers.clear();
        }
        Ok(self.unplugged)
    }

    fn features(&mut self, _: &str) -> Result<Features, TransportError> {
        let max_apdu = self.max_apdu;
        Ok(Features {
            max_apdu,
            ..Features::default()
        })
    }

    fn connect(&mut self, _: &str, _: Share) -> Result<Box<dyn Transport>, TransportError> {
        self.connections += 1;
        match &self.connect {
            Some(error) => Err(error.clone()),
            None => open(self.card),
        }
    }

    fn pause(&mut self, _: Duration) -> Result<(), TransportError> {
        Ok(())
    }
}

fn failures(report: &Report) -> Vec<&'static str> {
    report
        .findings
        .iter()
        .map(Finding::id)
        .filter(|id| id.severity() == Severity::Fail)
        .map(FindingId::as_str)
        .collect()
}

fn has(report: &Report, id: &str) -> bool {
    report
        .findings
        .iter()
        .any(|finding| finding.id().as_str() == id)
}

#[track_caller]
fn first(report: &Report, id: &str, part: Part) {
    let doctor = report.doctor.as_ref().unwrap();
    assert_eq!(failures(report).first(), Some(&id), "{:#?}", doctor.checks);
    assert_eq!(doctor.decisive().unwrap().part, part);
    // The first and the last line are for somebody who has never seen a code.
    for lang in [Lang::Ja, Lang::En] {
        let text = text::render(report, lang, None);
        let ends = [text.lines().next(), text.lines().last()];
        for line in ends.map(Option::unwrap) {
            for word in ["0x", "SCARD", "(SW ", "ATR", "APDU", "PC/SC", "ENOENT"] {
                assert!(!line.contains(word), "{line}");
            }
        }
    }
}

#[track_caller]
fn computer_says(computer: &Computer, code: ScardCode, id: &str) {
    first(
        &computer.examine(&mut Desk::unreachable(code)),
        id,
        Part::Computer,
    );
}

#[track_caller]
fn reader_says(computer: &Computer, id: &str) {
    let report = computer.examine(&mut Desk::without_reader());
    first(&report, id, Part::Reader);
    assert_eq!(failures(&report).len(), 1, "{:?}", failures(&report));
    assert!(has(&report, "face-reader-outside"));
}

#[track_caller]
fn card_says(desk: &mut Desk, id: &str) {
    let report = Computer::in_good_order().examine(desk);
    first(&report, id, Part::Card);
}

#[test]
fn a_computer_in_good_order_shows_no_fault() {
    let report = Computer::in_good_order().examine(&mut Desk::with("valid"));
    let doctor = report.doctor.as_ref().unwrap();
    assert_eq!(failures(&report), [""; 0]);
    assert_eq!(doctor.decisive(), None, "{:#?}", doctor.checks);
    assert_eq!(doctor.at_fault(), None);
    assert_eq!(doctor.outcome(true), Outcome::Good);
    let parts: Vec<Part> = doctor.checks.iter().map(|check| check.part).collect();
    assert!(parts.is_sorted() && Part::ALL.iter().all(|part| parts.contains(part)));
    assert!(
        !doctor.is_partial(),
        "nothing is left out: {:#?}",
        doctor.checks
    );
}

#[test]
fn the_service_and_what_lies_beside_it() {
    let code = ScardCode::E_NO_SERVICE;
    let computer = Computer::in_good_order;
    let missing = computer().without("usr/sbin/pcscd");
    computer_says(&missing, code, "service-missing");
    let off = computer().without("etc/systemd/system/sockets.target.wants/pcscd.socket");
    computer_says(&off, code, "service-disabled");
    let masked = computer().link("etc/systemd/system/pcscd.socket", "/dev/null");
    computer_says(&masked, code, "service-disabled");
    computer_says(&computer(), code, "service-not-running");
    // A container that has no service of its own needs that of its host.
    for sign in [".dockerenv", "run/.containerenv", ".flatpak-info"] {
        let sandboxed = computer().without("usr/sbin/pcscd").file(sign, "");
        computer_says(&sandboxed, code, "service-sandboxed");
    }
    let snap = computer()
        .without("usr/sbin/pcscd")
        .env("SNAP", "/snap/x/1");
    computer_says(&snap, code, "service-sandboxed");
    let version = ScardCode::E_SERVICE_STOPPED;
    computer_says(&computer(), version, "version-mismatch");
    computer_says(&computer(), ScardCode::E_NO_MEMORY, "too-many-clients");
}

#[test]
fn the_socket_is_tried() {
    let code = ScardCode::E_NO_SERVICE;
    let computer = Computer::in_good_order().file("run/pcscd/.keep", "");
    let path = computer.path(SOCKET);

    let listener = UnixListener::bind(&path).unwrap();
    // It takes the call, so it refuses whoever calls: polkit.
    for code in [
        code,
        ScardCode::F_COMM_ERROR,
        ScardCode::W_SECURITY_VIOLATION,
    ] {
        computer_says(&computer, code, "access-denied");
    }
    // Or because of how many do already. The kernel's list has the listening socket, and each end of a connection.
    let shown = "/run/pcscd/pcscd.comm";
    let connections = |count: usize| {
        let accepted = format!("0000: 00000003 00000000 00000000 0001 03 25600 {shown}\n");
        let callers = "0000: 00000003 00000000 00000000 0001 03 25601\n";
        let listening = format!("0000: 00000002 00000000 00010000 0001 01 25599 {shown}\n");
        format!(
            "Num RefCount Protocol Flags Type St Inode Path\n{listening}{}",
            (accepted + callers).repeat(count)
        )
    };
    let computer = computer.file("proc/net/unix", &connections(199));
    computer_says(&computer, code, "access-denied");
    let computer = computer.file("proc/net/unix", &connections(200));
    computer_says(&computer, code, "too-many-clients");
    drop(listener);
    computer_says(&computer, code, "service-stale");
    // systemd leaves the socket's file behind when it stops the service: seen in a guest.
    let wanted = "etc/systemd/system/sockets.target.wants/pcscd.socket";
    for change in [
        |computer: Computer, _: &str| computer.link("etc/systemd/system/pcscd.socket", "/dev/null"),
        |computer: Computer, wanted: &str| computer.without(wanted),
    ] {
        let forbidden = Computer::in_good_order().file("run/pcscd/.keep", "");
        drop(UnixListener::bind(forbidden.path(SOCKET)).unwrap());
        computer_says(&change(forbidden, wanted), code, "service-disabled");
    }

    // The variable leads elsewhere.
    let elsewhere = computer.path("nobody").to_str().unwrap().to_owned();
    let led_away = Computer::in_good_order().env("PCSCLITE_CSOCK_NAME", &elsewhere);
    computer_says(&led_away, code, "service-not-running");
}

/// `root` may open everything, so this is for everybody else.
#[test]
fn a_socket_that_this_user_may_not_open() {
    let computer = Computer::in_good_order().file("run/pcscd/.keep", "");
    let path = computer.path(SOCKET);
    let _listener = UnixListener::bind(&path).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    let is_root = fs::metadata("/proc/self").is_ok_and(|own| {
        use std::os::unix::fs::MetadataExt;
        own.uid() == 0
    });
    let expected = if is_root {
        "access-denied"
    } else {
        "service-forbidden"
    };
    computer_says(&computer, ScardCode::E_NO_SERVICE, expected);
}

#[test]
fn a_service_that_does_not_answer() {
    let mut desk = Desk {
        establish: Some(timed_out(Operation::Establish)),
        ..Desk::with("valid")
    };
    let report = Computer::in_good_order().examine(&mut desk);
    first(&report, "service-hangs", Part::Computer);
    let stopped = Computer::in_good_order().process(700, "pcscd", "State:\tT (stopped)\n");
    let report = stopped.examine(&mut desk);
    let hangs = Finding::ServiceHangs {
        seconds: LIMIT.as_secs(),
        stopped: true,
    };
    assert!(report.findings.contains(&hangs), "{:?}", report.findings);
}

/// Ctrl-C before the service has answered, on a computer without a reader: nobody is at fault.
#[test]
fn an_interruption_is_no_fault_of_the_reader() {
    let mut desk = Desk {
        establish: Some(TransportError::Interrupted),
        ..Desk::with("valid")
    };
    let report = Computer::bare()
        .file("sys/bus/usb/devices/.keep", "")
        .examine(&mut desk);
    let doctor = report.doctor.as_ref().unwrap();
    assert_eq!(doctor.decisive().unwrap().finding, Finding::Interrupted);
    assert_eq!(doctor.at_fault(), None);
}

/// Windows with a service that starts on demand and has not, and these devices.
fn windows(devices: &[(&str, bool, u32)]) -> Computer {
    let mut computer = Computer::bare().on(Os::Windows);
    computer.windows = Windows {
        release: Some("Windows 11 Pro 24H2 (26100)".to_owned()),
        service: Some(ScardSvr {
            start: StartType::OnDemand,
            running: false,
        }),
        devices: Some(
            devices
                .iter()
                .map(|(id, is_reader, problem)| PnpDevice {
                    id: (*id).to_owned(),
                    name: "USB Smart Card reader".to_owned(),
                    is_reader: *is_reader,
                    problem: *problem,
                })
                .collect(),
        ),
        drivers: Vec::new(),
    };
    computer
}

const RC_S300: &str = r"USB\VID_054C&PID_0DC9\5&2F1B&0&3";
const RC_S380: &str = r"USB\VID_054C&PID_06C3\1234567";
const RC_S320: &str = r"USB\VID_054C&PID_01BB\6&12";

/// The codes are those of Microsoft's "Device Manager error codes".
#[test]
fn windows_device_manager() {
    for (devices, id) in [
        (&[][..], "reader-not-plugged"),
        (&[(RC_S300, false, 28)], "device-without-driver"),
        (&[(RC_S300, true, 22)], "device-disabled"),
        (&[(RC_S300, true, 10)], "device-problem"),
        // A model that the table does not have, known by what it says on USB.
        (
            &[(r"USB\VID_FFFF&PID_0001\1", true, 28)],
            "device-without-driver",
        ),
        // Plugged in with its driver, but PC/SC has not been activated.
        (&[(RC_S380, false, 0)], "device-without-driver"),
        (&[(RC_S320, true, 0)], "reader-not-pcsc"),
        // Neither is a reader: a mouse, and the virtual card of a TPM.
        (
            &[(r"USB\VID_046D&PID_C077\5", false, 0)],
            "reader-not-plugged",
        ),
        (
            &[(r"ROOT\SMARTCARDREADER\0000", true, 0)],
            "reader-not-plugged",
        ),
    ] {
        // The service waits for a reader, and that is no fault.
        let report = windows(devices).examine(&mut Desk::unreachable(ScardCode::E_NO_SERVICE));
        assert_eq!(failures(&report), [id], "{devices:?}");
        assert!(has(&report, "windows-service-on-demand"), "{devices:?}");
        // The service runs for another reader, as for a virtual one.
        reader_says(&windows(devices), id);
    }
    // In order as far as Windows tells: nothing says why.
    let plugged = windows(&[(RC_S300, true, 0)]);
    let report = plugged.examine(&mut Desk::without_reader());
    assert_eq!(failures(&report), ["reader-unseen"]);
}

/// What `ykman --diagnose` shows too, and nobody's name.
#[test]
fn a_computer_s_facts_name_nobody() {
    let computer = Computer::in_good_order()
        .file("proc/sys/kernel/osrelease", "6.1.0-25-amd64\n")
        .file(
            "etc/group",
            "scard:x:110:hanako\nhanako:x:1000:\nsudo:x:27:hanako\nlp:x:7:\n",
        )
        .process(
            std::process::id(),
            "mynacheck",
            "Groups:\t27 110 1000 \nUid:\t1000 1000 1000 1000\n",
        )
        .file(
            "var/lib/dpkg/status",
            "Package: libccid\nVersion: 1.5.2-1\n\nPackage: hanako\nVersion: 1\n\nPackage: libpcsclite1\nVersion: 1.9.9-2\n",
        )
        .env("LANG", "ja_JP.UTF-8")
        .env("LC_ALL", "")
        .env("HOME", "/home/hanako")
        .env("PCSCLITE_DEBUG", "3")
        .env("PCSCLITE_FILTER_IGNORE_READER_NAMES", "hanako")
        .env("PCSCLITE_hanako", "1");
    let mut desk = Desk::with("valid");
    desk.max_apdu = Some(0x1_0000);
    desk.readers[0].atr = vec![0x3B, 0x00];
    let report = computer.examine(&mut desk);
    let facts = &report.doctor.as_ref().unwrap().facts;
    for (name, value) in [
        ("kernel", "6.1.0-25-amd64"),
        ("groups", "scard sudo"),
        ("locale", "ja_JP.UTF-8"),
        ("pcscd.socket", "on"),
        ("libccid", "1.5.2-1"),
        ("libpcsclite1", "1.9.9-2"),
        ("PCSCLITE_DEBUG", "3"),
        ("PCSCLITE_FILTER_IGNORE_READER_NAMES", "set"),
        ("longest APDU, SONY FeliCa RC-S300/P 00 00", "65536"),
        ("ATR, SONY FeliCa RC-S300/P 00 00", "3B00"),
    ] {
        assert_eq!(facts.get(name).map(String::as_str), Some(value), "{name}");
    }
    assert!(!format!("{facts:?}").contains("hanako"), "{facts:?}");
    let strange = computer.env("LC_ALL", "hanako").examine(&mut desk);
    assert!(!strange.doctor.unwrap().facts.contains_key("locale"));
}

#[test]
fn windows_service_manager() {
    let code = ScardCode::E_NO_SERVICE;
    let plugged = windows(&[(RC_S300, true, 0)]);
    computer_says(&plugged, code, "windows-service-stopped");
    for devices in [&[][..], &[(RC_S300, true, 0)], &[(RC_S300, false, 28)]] {
        let mut disabled = windows(devices);
        disabled.windows.service = Some(ScardSvr {
            start: StartType::Disabled,
            running: false,
        });
        computer_says(&disabled, code, "windows-service-disabled");
    }
    let mut untold = windows(&[]);
    untold.windows.devices = None;
    computer_says(&untold, code, "windows-service-stopped");
    let report = plugged.examine(&mut Desk::unreachable(code));
    let facts = &report.doctor.unwrap().facts;
    assert_eq!(facts["os"], "Windows 11 Pro 24H2 (26100)");
    assert_eq!(facts["usb"], "Sony PaSoRi RC-S300 (054C:0DC9)");
}

/// Windows notes a driver once for each port that a reader was plugged into.
#[test]
fn windows_with_two_drivers_for_one_reader() {
    let driver = |device: &str, provider: &str, file: &str| ReaderDriver {
        device: device.to_owned(),
        provider: provider.to_owned(),
        file: file.to_owned(),
    };
    let sony = || driver(r"USB\VID_054C&PID_0DC9", "Sony", "oem12.inf");
    for (drivers, twice) in [
        (vec![sony(), sony()], false),
        (
            vec![
                sony(),
                driver(
                    r"USB\VID_054C&PID_0DC9",
                    "Microsoft",
                    "wudfusbcciddriver.inf",
                ),
            ],
            true,
        ),
        // Chosen for the class of all readers, not for this one.
        (
            vec![sony(), driver(r"USB\Class_0B", "Microsoft", "usbccid.inf")],
            false,
        ),
    ] {
        let mut computer = windows(&[(RC_S300, true, 0)]);
        computer.windows.drivers = drivers;
        let report = computer.examine(&mut Desk::with("valid"));
        assert!(!has(&report, "driver-duplicate"), "no fault in itself");
        let report = computer.examine(&mut Desk::without_reader());
        assert_eq!(has(&report, "driver-duplicate"), twice);
    }
}

/// A virtual card beside the reader hides nothing, and is passed over.
#[test]
fn windows_hello_beside_the_reader() {
    let mut desk = Desk::with("valid");
    desk.readers
        .insert(0, reader("Windows Hello for Business 1", true));
    desk.readers
        .insert(1, reader("Microsoft Virtual Smart Card 0", true));
    let report = windows(&[(RC_S300, true, 0)]).examine(&mut desk);
    assert_eq!(failures(&report), [""; 0]);
    let virtuals = report
        .findings
        .iter()
        .filter(|finding| finding.id() == FindingId::ReaderVirtual);
    assert_eq!(virtuals.count(), 2);
    assert!(has(&report, "pin-ok"));
}

#[test]
fn windows_says_that_it_cannot_name_the_programs() {
    let busy = || TransportError::Scard {
        operation: Operation::Connect,
        code: ScardCode::E_SHARING_VIOLATION,
    };
    let report = windows(&[(RC_S300, true, 0)]).examine(&mut Desk::refusing(busy()));
    assert_eq!(failures(&report), ["card-busy"]);
    assert!(has(&report, "programs-not-shown"));
    let report = Computer::in_good_order().examine(&mut Desk::refusing(busy()));
    assert!(!has(&report, "programs-not-shown"));
}

/// No reader is seen on macOS, or an exchange breaks: its own driver is a lead, unless it was given up.
#[test]
fn macos_and_the_driver_of_apple() {
    let broken = || scard(Operation::Connect, ScardCode::E_NOT_TRANSACTED);
    for (version, former_driver, told) in [
        ("14.5", None, true),
        ("26.1", Some(false), true),
        ("14.5", Some(true), false),
        ("13.6.7", None, false),
    ] {
        let mut computer = Computer::bare().on(Os::MacOs);
        computer.macos = Macos {
            version: Some(version.to_owned()),
            former_driver,
        };
        let id = "driver-of-apple";
        let unseen = computer.examine(&mut Desk::without_reader());
        assert_eq!(failures(&unseen), ["reader-unseen"]);
        assert_eq!(has(&unseen, id), told, "{version} {former_driver:?}");
        let fails = computer.examine(&mut Desk::refusing(broken()));
        assert_eq!(has(&fails, id), told, "{version} {former_driver:?}");
        let works = computer.examine(&mut Desk::with("valid"));
        assert!(!has(&works, id), "no fault in itself");
    }
}

#[test]
fn other_systems() {
    let code = ScardCode::E_NO_SERVICE;
    let windows = || Computer::bare().on(Os::Windows);
    computer_says(&windows(), code, "windows-service-stopped");
    computer_says(&Computer::bare().on(Os::MacOs), code, "no-service");
    let remote = windows().env("SESSIONNAME", "RDP-Tcp#3");
    computer_says(&remote, code, "remote-session");
    let report = remote.examine(&mut Desk::without_reader());
    assert_eq!(failures(&report), ["remote-session"]);
    let console = windows().env("SESSIONNAME", "Console");
    assert_eq!(
        failures(&console.examine(&mut Desk::without_reader())),
        ["reader-unseen"]
    );
}

#[test]
fn a_reader_that_the_service_does_not_know() {
    let computer = Computer::in_good_order;
    let unplugged = || computer().without("sys/bus/usb/devices/1-1");
    let none = unplugged().without("sys/bus/usb/devices/1-1:1.0");
    let none = none.file("sys/bus/usb/devices/usb1/idVendor", "1d6b");
    reader_says(&none, "reader-not-plugged");
    let machine = none.file("sys/class/dmi/id/sys_vendor", "VMware, Inc.");
    // VMware's own reader is none.
    let machine = machine.device("1-2", "0e0f", "0004", "0b");
    reader_says(&machine, "virtual-machine");
    let wsl = unplugged().file(
        "proc/version",
        "Linux version 5.15 (Microsoft@Microsoft.com)",
    );
    reader_says(&wsl, "virtual-machine");

    let old = unplugged().device("1-1", "054c", "06c1", "ff");
    reader_says(&old, "reader-not-pcsc");
    let module = unplugged()
        .device("1-1", "072f", "2200", "0b")
        .driver("acs", &[("0x072F", "0x2200")])
        .link(
            "sys/bus/usb/devices/1-1:1.0/driver",
            "../../../../bus/usb/drivers/pn533_usb",
        );
    reader_says(&module, "reader-held-by-kernel");
    let bare = computer().without("usr/lib/pcsc");
    reader_says(&bare, "driver-missing");
    let unlisted = unplugged().device("1-1", "072f", "221b", "0b");
    reader_says(&unlisted, "driver-unlisted");
    let firmware = unplugged()
        .device("1-1", "04e6", "5291", "0b")
        .file("sys/bus/usb/devices/1-1/bcdDevice", "0111")
        .driver("scm", &[("0x04E6", "0x5291")]);
    reader_says(&firmware, "reader-firmware");
    let enough = firmware.file("sys/bus/usb/devices/1-1/bcdDevice", "0112");
    reader_says(&enough, "reader-unseen");
}

#[test]
fn a_reader_that_somebody_keeps_from_the_service() {
    let computer = Computer::in_good_order;
    // pcscd 2.4 and later run as a user of their own.
    let forbidden = computer().process(
        700,
        "pcscd",
        "State:\tS\nUid:\t990 990 990 990\nGid:\t989 989 989 989\nGroups:\t989\n",
    );
    let node = forbidden.path("dev/bus/usb/001/004");
    fs::set_permissions(&node, fs::Permissions::from_mode(0o664)).unwrap();
    reader_says(&forbidden, "reader-permission");
    fs::set_permissions(&node, fs::Permissions::from_mode(0o666)).unwrap();
    reader_says(&forbidden, "reader-unseen");
    // systemd starts it when doctor asks: seen in a guest.
    let on_demand = computer().without("proc/700");
    let node = on_demand.path("dev/bus/usb/001/004");
    fs::set_permissions(&node, fs::Permissions::from_mode(0o664)).unwrap();
    let process = on_demand.path("proc/700");
    let mut desk = Desk::without_reader();
    desk.starts = Some(Box::new(move || {
        fs::create_dir_all(&process).unwrap();
        fs::write(process.join("comm"), "pcscd").unwrap();
        fs::write(process.join("status"), "Uid:\t990 990 990 990\n").unwrap();
    }));
    first(
        &on_demand.examine(&mut desk),
        "reader-permission",
        Part::Reader,
    );

    let held = computer()
        .process(801, "scdaemon", "State:\tS\n")
        .link("proc/801/fd/7", "/dev/bus/usb/001/004");
    reader_says(&held, "reader-held-by-program");
    let by_service = computer().link("proc/700/fd/7", "/dev/bus/usb/001/004");
    reader_says(&by_service, "reader-unseen");

    let filtered = computer().file(
        "etc/default/pcscd",
        "PCSCLITE_FILTER_IGNORE_READER_NAMES=\"SONY\"\n",
    );
    reader_says(&filtered, "reader-hidden");
    let ignored = computer()
        .file("sys/bus/usb/devices/1-1/busnum", "2")
        .file("run/udev/data/c189:131", "I:1\nE:PCSCLITE_IGNORE=1\n");
    reader_says(&ignored, "reader-hidden");
    let remark = computer().file(
        "etc/default/pcscd",
        "# PCSCLITE_FILTER_IGNORE_READER_NAMES=x\n",
    );
    reader_says(&remark, "reader-unseen");
}

#[test]
fn a_reader_that_does_not_answer_any_more() {
    let mut desk = Desk::with("valid");
    desk.readers[0].unavailable = true;
    desk.readers[0].present = false;
    let report = Computer::in_good_order().examine(&mut desk);
    first(&report, "reader-gone", Part::Reader);
    let gone = scard(Operation::Connect, ScardCode::E_READER_UNAVAILABLE);
    let report = Computer::in_good_order().examine(&mut Desk::refusing(gone));
    first(&report, "reader-gone", Part::Reader);
}

#[test]
fn what_is_worth_knowing_of_a_reader_that_works() {
    let computer = Computer::in_good_order();
    let mut desk = Desk::with("valid");
    desk.max_apdu = Some(0);
    desk.readers = vec![
        reader("Windows Hello for Business 1", true),
        reader(
            "ACS ACR1252 Dual Reader [ACR1252 PICC] (2112081820) 00 00",
            true,
        ),
        reader(
            "ACS ACR1252 Dual Reader [ACR1252 SAM] (2112081820) 01 00",
            false,
        ),
        reader("Nobody's Reader 02 00", false),
        reader("Virtual PCD 00 00", false),
    ];
    let report = computer.examine(&mut desk);
    assert_eq!(failures(&report), [""; 0]);
    for id in [
        "reader-virtual",
        "reader-slots",
        "reader-trap",
        "reader-model-unknown",
        "short-apdu-only",
    ] {
        assert!(has(&report, id), "{id}: {:?}", report.findings);
    }
    // `readers` calls it virtual as well.
    let reader = "Virtual PCD 00 00".to_owned();
    let vpcd = Finding::ReaderOk { reader };
    let mut checks = report.doctor.as_ref().unwrap().checks.iter();
    let seen = &checks.find(|check| check.finding == vpcd).unwrap().seen;
    assert_eq!(seen, "virtual");
    assert!(!format!("{:?}", report.doctor.unwrap()).contains("2112081820"));
}

#[test]
fn the_card_and_who_uses_it() {
    let computer = Computer::in_good_order().process(900, "reception", "State:\tS\n");
    let computer = computer.file(
        "proc/900/maps",
        "7f00-7f01 r-xp /usr/lib/libpcsclite.so.1.0.0\n",
    );
    let program = vec!["reception (pid 900)".to_owned()];

    let connect = Operation::Connect;
    let exclusive = scard(connect, ScardCode::E_SHARING_VIOLATION);
    let report = computer.examine(&mut Desk::refusing(exclusive));
    first(&report, "card-busy", Part::Computer);
    let programs = program.clone();
    assert!(report.findings.contains(&Finding::CardBusy { programs }));

    let report = computer.examine(&mut Desk::refusing(timed_out(connect)));
    first(&report, "card-in-transaction", Part::Computer);
    assert!(report.findings.contains(&Finding::CardInTransaction {
        seconds: 5,
        programs: program
    }));

    let mut mute = Desk::with("valid");
    mute.readers[0].mute = true;
    card_says(&mut mute, "card-mute");
    for code in [ScardCode::W_UNPOWERED_CARD, ScardCode::W_UNRESPONSIVE_CARD] {
        card_says(&mut Desk::refusing(scard(connect, code)), "card-mute");
    }
    let mut none = Desk::with("valid");
    none.readers[0].present = false;
    card_says(&mut none, "no-card");
    assert_eq!(none.connections, 0);
    let protocol = scard(connect, ScardCode::E_PROTO_MISMATCH);
    card_says(&mut Desk::refusing(protocol), "protocol-mismatch");
    let mut two = Desk::with("valid");
    two.readers.push(reader("Other 00 00", true));
    card_says(&mut two, "several-cards");
    for (card, id) in [
        ("driving-licence", "not-my-number-card"),
        ("felica", "not-my-number-card"),
        ("juki-card", "juki-card"),
    ] {
        card_says(&mut Desk::with(card), id);
    }
}

#[test]
fn what_breaks_in_the_middle() {
    let removed = "extends = 'valid'\n[[quirk]]\nto = ''\nafter = 2\nremove = true";
    card_says(&mut Desk::with(removed), "card-removed");
    // The card goes first: seen in a guest.
    let mut unplugged = Desk::with(removed);
    unplugged.unplugged = true;
    let report = Computer::in_good_order().examine(&mut unplugged);
    first(&report, "reader-gone", Part::Reader);
    assert_eq!(failures(&report), ["reader-gone"]);
    let hangs = "extends = 'valid'\n[[quirk]]\nto = '00B0'\ndelay_ms = 60000";
    card_says(&mut Desk::with(hangs), "card-silent");
    let computer = Computer::in_good_order().process(700, "pcscd", "State:\tT (stopped)\n");
    let report = computer.examine(&mut Desk::with(hangs));
    first(&report, "service-hangs", Part::Computer);

    let connect = Operation::Connect;
    for code in [ScardCode::E_NO_SERVICE, ScardCode::F_COMM_ERROR] {
        let report = Computer::in_good_order().examine(&mut Desk::refusing(scard(connect, code)));
        first(&report, "service-died", Part::Computer);
    }
    // What pcsc-lite's client says when pcscd ends with something unread.
    let reset = scard(Operation::Transmit, ScardCode::W_SECURITY_VIOLATION);
    let report = Computer::in_good_order().examine(&mut Desk::refusing(reset));
    first(&report, "service-died", Part::Computer);
    // Windows says so where the driver failed.
    let failed = scard(Operation::Transmit, ScardCode::F_COMM_ERROR);
    let windows = Computer::bare().on(Os::Windows);
    let report = windows.examine(&mut Desk::refusing(failed));
    assert_eq!(failures(&report), ["communication-failed"]);
    let denied = scard(connect, ScardCode::W_SECURITY_VIOLATION);
    let report = Computer::in_good_order().examine(&mut Desk::refusing(denied));
    first(&report, "access-denied", Part::Computer);

    // A hub, power saving and two drivers are worth a word only where something broke.
    let hub = Computer::in_good_order()
        .without("sys/bus/usb/devices/1-1")
        .device("1-1.3", "054c", "0dc9", "0b")
        .file("sys/bus/usb/devices/1-1.3/power/control", "auto\n")
        .driver("other", &[("0x054C", "0x0DC9")]);
    let broken = scard(connect, ScardCode::E_NOT_TRANSACTED);
    let steady = Computer::in_good_order().examine(&mut Desk::refusing(broken.clone()));
    assert!(!has(&steady, "usb-unsteady"));
    let report = hub.examine(&mut Desk::refusing(broken));
    assert_eq!(failures(&report), ["communication-failed"]);
    assert!(has(&report, "usb-unsteady") && has(&report, "driver-duplicate"));
    let report = hub.examine(&mut Desk::with("valid"));
    assert!(!has(&report, "usb-unsteady") && !has(&report, "driver-duplicate"));
}

#[test]
fn the_certificate_and_the_clock() {
    for (card, id, part) in [
        ("expired", "certificate-expired", Part::Certificate),
        ("grace", "certificate-grace", Part::Certificate),
        ("expiring", "certificate-expiring", Part::Certificate),
        ("locked", "pin-locked", Part::Card),
        ("last-try", "pin-last-try", Part::Card),
    ] {
        let report = Computer::in_good_order().examine(&mut Desk::with(card));
        let doctor = report.doctor.as_ref().unwrap();
        let check = doctor.decisive().unwrap();
        assert_eq!((check.finding.id().as_str(), check.part), (id, part));
        assert_eq!(doctor.outcome(false), Outcome::Look, "{card}");
    }
    let request = DoctorRequest {
        day: Day {
            today: date(1970, 1, 1),
            from_clock: true,
        },
        ..REQUEST
    };
    let computer = Computer::in_good_order();
    let report = doctor::examine(&computer.system(), &mut Desk::without_reader(), &request);
    assert!(has(&report, "clock-wrong"));
}

#[test]
fn only_one_probe_and_no_card() {
    let computer = Computer::in_good_order();
    for probe in Probe::value_variants().iter().copied() {
        let request = DoctorRequest {
            only: Some(probe),
            ..REQUEST
        };
        let mut desk = Desk::with("valid");
        let report = doctor::examine(&computer.system(), &mut desk, &request);
        let doctor = report.doctor.unwrap();
        let parts = doctor.checks.iter().map(|check| check.part);
        assert!(
            parts.into_iter().all(|part| part == probe.part()),
            "{probe:?}"
        );
        let needs_card = matches!(probe, Probe::Card | Probe::Certificate);
        assert_eq!(desk.connections, u32::from(needs_card), "{probe:?}");
    }
    let request = DoctorRequest {
        card: false,
        ..REQUEST
    };
    let mut desk = Desk::with("valid");
    let report = doctor::examine(&computer.system(), &mut desk, &request);
    assert_eq!(desk.connections, 0);
    let doctor = report.doctor.unwrap();
    assert_eq!(doctor.outcome(true), Outcome::Good);
    assert!(doctor.is_partial());
    // What keeps a probe from being made is told all the same.
    let request = DoctorRequest {
        only: Some(Probe::Card),
        ..REQUEST
    };
    let mut gone = Desk::unreachable(ScardCode::E_NO_SERVICE);
    let report = doctor::examine(&computer.system(), &mut gone, &request);
    first(&report, "service-not-running", Part::Computer);
}

#[test]
fn many_readings_show_what_one_does_not() {
    let examine = |desk: &mut Desk| Computer::in_good_order().examine(desk);
    let mut report = examine(&mut Desk::with("valid"));
    stability::run(&mut report, 10, TODAY, &mut || Ok(open("valid").unwrap()));
    assert!(has(&report, "card-stable"));
    let test = report.doctor.unwrap().stability.unwrap();
    assert_eq!((test.runs, test.succeeded, test.millis.len()), (10, 10, 10));

    let mut report = examine(&mut Desk::with("valid"));
    let mut count = 0;
    stability::run(&mut report, 10, TODAY, &mut || {
        count += 1;
        let removed = "extends = 'valid'\n[[quirk]]\nto = ''\nafter = 1\nremove = true";
        Ok(open(if count % 3 == 0 { removed } else { "valid" }).unwrap())
    });
    let unstable = Finding::CardUnstable {
        failed: 3,
        runs: 10,
    };
    assert!(report.findings.contains(&unstable), "{:?}", report.findings);
    let test = report.doctor.unwrap().stability.unwrap();
    let told = serde_json::to_value(&test).unwrap();
    assert_eq!(told["broke_at"]["card-removed (2)"], 3, "{told}");

    // Each would take the whole limit, or wait for the card as long: one is enough.
    for found in [
        Finding::TimeLimit { seconds: 5 },
        Finding::NoCard {
            waited_seconds: 15,
            elsewhere: Vec::new(),
        },
    ] {
        let mut report = examine(&mut Desk::with("valid"));
        let mut count = 0;
        stability::run(&mut report, 10, TODAY, &mut || {
            count += 1;
            Err(found.clone())
        });
        assert_eq!(count, 1);
    }
}

#[test]
fn another_card_tells_reader_and_card_apart() {
    let broken = || {
        let unpowered = scard(Operation::Connect, ScardCode::W_UNPOWERED_CARD);
        Computer::in_good_order().examine(&mut Desk::refusing(unpowered))
    };
    let empty = || {
        let mut desk = Desk::with("valid");
        desk.readers[0].present = false;
        Computer::in_good_order().examine(&mut desk)
    };
    let good = || Computer::in_good_order().examine(&mut Desk::with("driving-licence"));
    for (first_card, second, id, part) in [
        (broken(), Some(good()), "swap-card", Part::Card),
        (broken(), Some(broken()), "swap-reader", Part::Reader),
        (broken(), Some(empty()), "swap-not-made", Part::Card),
        (broken(), None, "swap-not-made", Part::Card),
    ] {
        let mut report = first_card;
        let mut second = Some(second);
        swap::run(&mut report, &mut || second.take().unwrap());
        let check = report.doctor.as_ref().unwrap().decisive().unwrap();
        assert_eq!((check.finding.id().as_str(), check.part), (id, part));
    }
    let mut report = good();
    swap::run(&mut report, &mut || panic!("no need to ask"));
    assert!(has(&report, "swap-both-answer"));
    let mut report =
        Computer::in_good_order().examine(&mut Desk::unreachable(ScardCode::E_NO_SERVICE));
    swap::run(&mut report, &mut || panic!("no card can tell anything"));
}

#[test]
fn what_has_changed_since_it_worked() {
    let before = Computer::in_good_order().file(
        "var/lib/dpkg/status",
        "Package: libccid\nStatus: installed\nVersion: 1.5.2-1\n\nPackage: other\nVersion: 9\n",
    );
    let saved = before.examine(&mut Desk::with("valid"));
    let saved = serde_json::to_string(&Document::new(&saved, Lang::En)).unwrap();
    let now = before
        .file(
            "var/lib/dpkg/status",
            "Package: libccid\nVersion: 1.6.2-1\n",
        )
        .without("sys/bus/usb/devices/1-1");
    let report = now.examine(&mut Desk::without_reader());
    let changes = bundle::compare(&report, &saved).unwrap();
    assert!(changes.appeared.contains(&"reader-not-plugged".to_owned()));
    assert!(changes.gone.contains(&"reader-ok".to_owned()));
    let facts: Vec<(&str, &str, &str)> = changes
        .facts
        .iter()
        .map(|fact| (&*fact.name, &*fact.before, &*fact.now))
        .collect();
    assert_eq!(facts[0], ("libccid", "1.5.2-1", "1.6.2-1"));
    assert_eq!(facts[1], ("readers", "SONY FeliCa RC-S300/P 00 00", ""));
    assert_eq!(facts[2], ("usb", "Sony PaSoRi RC-S300 (054C:0DC9)", ""));
    assert_eq!(facts.len(), 3);
}

/// The whole program: verdict first, next step last, exit codes, and files to keep and to send.
#[test]
fn the_command() {
    let computer = Computer::bare();
    let path = |name: &str| computer.path(name).to_str().unwrap().to_owned();
    let doctor = |options: &[&str]| {
        program::run(
            &[
                &["doctor", "--today", "2026-11-22", "--lang", "en"],
                options,
            ]
            .concat(),
        )
    };
    let well = doctor(&["--simulate", "valid"]);
    assert_eq!(well.exit, 0, "{}", well.out);
    let lines: Vec<&str> = well.out.lines().collect();
    assert_eq!(lines[1], "Verdict: no fault was found in what was checked.");
    assert_eq!(lines.last(), Some(&"What to do: nothing"));

    let saved = path("saved.json");
    doctor(&["--simulate", "valid", "--save", &saved]);
    let compared = doctor(&["--simulate", "expired", "--compare", &saved]);
    assert_eq!(compared.exit, 1);
    assert!(compared.out.contains("new  expired (certificate-expired)"));
    assert!(
        compared
            .out
            .contains("gone  not expired (certificate-valid)")
    );
    let same = doctor(&["--simulate", "valid", "--compare", &saved]);
    assert!(same.out.contains("Nothing has changed"), "{}", same.out);
    fs::write(path("broken"), "{}").unwrap();
    assert_eq!(
        doctor(&["--compare", &path("broken"), "--simulate", "valid"]).exit,
        6
    );
    assert_eq!(doctor(&["--compare", &path("absent")]).exit, 6);

    let bundle = path("bundle.txt");
    doctor(&["--simulate", "valid", "--bundle", &bundle]);
    let text = fs::read_to_string(Path::new(&bundle)).unwrap();
    assert!(!text.contains('\u{1b}'), "colours in a file");
    assert!(text.contains("mynacheck-recording") && text.contains("certificate-valid"));
    for personal in ["000000S00SIMUL00000001A", "05A3C71E", "1234567890"] {
        assert!(!text.contains(personal), "{personal}");
        assert!(!text.contains(&hex::encode_upper(personal)), "{personal}");
    }

    let again = doctor(&["--simulate", "valid", "--bundle", &bundle]);
    assert_eq!(again.exit, 6, "nothing is overwritten");
    let recording = path("recording");
    doctor(&["--simulate", "locked", "--record", &recording]);
    let replayed = program::run(&["doctor", "--replay", &recording, "--lang", "en"]);
    assert_eq!(replayed.exit, 1, "{}", replayed.out);
    assert!(replayed.out.contains("The PIN is locked"));

    assert_eq!(
        doctor(&["--list"]).out.lines().count(),
        Probe::value_variants().len()
    );
    assert_eq!(doctor(&["--simulate", "mute"]).exit, 1);
    assert_eq!(doctor(&["--simulate", "android"]).exit, 4);
    let nobody = doctor(&["--simulate", "nobody"]);
    assert_eq!(nobody.exit, 2);
    assert!(!nobody.out.contains("SIMULATED") && !nobody.out.contains("the fault is"));
    assert_eq!(doctor(&["--only", "nobody"]).exit, 2);
    assert_eq!(doctor(&["--no-card", "--stability", "3"]).exit, 2);
    let chart = doctor(&["--simulate", "valid", "--stability", "5"]);
    assert!(chart.out.contains("succeeded 5/5") && chart.out.contains('#'));
}
