//! The rows of `docs/doctor.md` that a Linux system makes: made for real, told right, and not told where
//! they are not.

use crate::guest::{Diagnosis, Guest};
use crate::machine::wait_for;

/// A fault, and what `doctor` is to say of it.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    /// Only in the guest of this release.
    pub(crate) only: Option<&'static str>,
    /// The reader that is plugged in in place of QEMU's and made in the guest: what `gadget` is told.
    reader: Option<&'static str>,
    /// Makes it, as the administrator.
    make: &'static str,
    /// Mends it.
    mend: &'static str,
    /// Who asks `doctor`.
    user: &'static str,
    /// What `doctor` is started by.
    within: &'static str,
    /// The finding that names it.
    id: &'static str,
    at_fault: Option<&'static str>,
    /// Blinds the probe that sees it.
    broken: Broken,
}

/// What is put around `doctor` so that one of its probes sees nothing: the row must be missed then.
pub(crate) struct Broken {
    before: &'static str,
    behind: &'static str,
}

impl Broken {
    /// What `doctor` says that is broken so.
    pub(crate) fn doctor(&self, guest: &Guest, user: &str, within: &str) -> Diagnosis {
        guest.doctor(user, &format!("{within} {}", self.before), self.behind)
    }
}

/// It looks for the computer in a folder without one.
const FILES: Broken = Broken {
    before: "",
    behind: "--root /host/older",
};
/// It looks for the service elsewhere.
pub(crate) const SERVICE: Broken = Broken {
    before: "env PCSCLITE_CSOCK_NAME=/nowhere",
    behind: "",
};

const ROW: Row = Row {
    name: "",
    only: None,
    reader: None,
    make: "true",
    mend: "true",
    user: "root",
    within: "",
    id: "",
    at_fault: Some("computer"),
    broken: FILES,
};

/// The fault lies in the reader.
const READER: Row = Row {
    at_fault: Some("reader"),
    ..ROW
};

/// pcscd anew, however often it was started just before.
const AGAIN: &str = "systemctl stop pcscd.socket pcscd.service; systemctl reset-failed pcscd.socket pcscd.service; \
    systemctl start pcscd.socket";

const IGNORE: &str = "echo 'SUBSYSTEM==\"usb\", ATTR{idVendor}==\"054c\", ENV{PCSCLITE_IGNORE}=\"1\"' \
    >/etc/udev/rules.d/99-ignore.rules; udevadm control --reload; \
    udevadm trigger --settle --attr-match=idVendor=054c; systemctl stop pcscd.service; \
    grep -qr E:PCSCLITE_IGNORE=1 /run/udev/data";
const HEED: &str = "rm /etc/udev/rules.d/99-ignore.rules; udevadm control --reload";

pub(crate) const ALL: &[Row] = &[
    Row {
        name: "service masked",
        make: "systemctl stop pcscd.socket pcscd.service; systemctl mask pcscd.socket pcscd.service",
        mend: "systemctl unmask pcscd.socket pcscd.service",
        id: "service-disabled",
        ..ROW
    },
    Row {
        name: "service disabled",
        make: "systemctl disable --now pcscd.socket; systemctl stop pcscd.service",
        mend: "systemctl enable pcscd.socket",
        id: "service-disabled",
        ..ROW
    },
    Row {
        name: "service not installed",
        make: "systemctl stop pcscd.socket pcscd.service; rm -rf /run/pcscd; \
            mkdir -p /run/other/usr/sbin; mv /usr/sbin/pcscd /run/other/usr/sbin/",
        mend: "mv /run/other/usr/sbin/pcscd /usr/sbin/",
        id: "service-missing",
        // A folder without a computer has none either: here it is one that has it.
        broken: Broken {
            before: "",
            behind: "--root /run/other",
        },
        ..ROW
    },
    Row {
        name: "service not started",
        make: "systemctl stop pcscd.socket pcscd.service; rm -rf /run/pcscd",
        id: "service-not-running",
        ..ROW
    },
    Row {
        name: "socket that only others may open",
        make: "chmod 600 /run/pcscd/pcscd.comm",
        user: "clerk",
        id: "service-forbidden",
        ..ROW
    },
    Row {
        // systemd leaves the socket's file behind.
        name: "service stopped",
        make: "systemctl stop pcscd.socket pcscd.service",
        id: "service-stale",
        broken: SERVICE,
        ..ROW
    },
    Row {
        // Where systemd holds the socket, a killed pcscd is back with the next question.
        name: "service killed without systemd",
        make: "systemctl stop pcscd.socket pcscd.service; mkdir -p /run/pcscd; \
            pcscd --foreground >/run/pcscd.log 2>&1 </dev/null & pid=$!; \
            for i in $(seq 100); do [ -S /run/pcscd/pcscd.comm ] && break; sleep 0.1; done; \
            kill -KILL $pid; wait $pid; true",
        mend: "rm -f /run/pcscd/pcscd.comm /run/pcscd/pcscd.pid",
        id: "service-stale",
        broken: SERVICE,
        ..ROW
    },
    Row {
        name: "service stopped in the middle",
        // systemd does not wait for the program's first instruction.
        make: "systemctl start pcscd.service; until pkill -STOP -x pcscd; do sleep 0.1; done",
        mend: "pkill -CONT -x pcscd",
        id: "service-hangs",
        broken: SERVICE,
        ..ROW
    },
    Row {
        // Debian 12's pcscd asks nobody.
        name: "polkit refuses a user without a seat",
        only: Some("trixie"),
        user: "clerk",
        id: "access-denied",
        ..ROW
    },
    Row {
        name: "container",
        make: "systemctl start pcscd.service; mkdir -p /run/hidden; mknod /run/hidden/pcscd c 0 0",
        mend: "rm -r /run/hidden",
        within: "systemd-nspawn --quiet --pipe --directory=/ --volatile=yes --bind-ro=/host \
            --overlay-ro=/usr/sbin:/run/hidden:/usr/sbin",
        id: "service-sandboxed",
        broken: Broken {
            before: "env --unset=container",
            behind: "",
        },
        ..ROW
    },
    Row {
        name: "sandbox, as Flatpak makes it",
        make: "systemctl start pcscd.service",
        within: "bwrap --ro-bind /usr /usr --tmpfs /usr/sbin --symlink usr/lib /lib \
            --symlink usr/lib64 /lib64 --symlink usr/bin /bin --ro-bind /host /host --proc /proc --dev /dev \
            --ro-bind /etc/hostname /.flatpak-info",
        id: "service-sandboxed",
        ..ROW
    },
    Row {
        // pcscd 2.4.1 is the first one that would speak as its clients do.
        name: "library of another version than the service",
        only: Some("trixie"),
        within: "env LD_LIBRARY_PATH=/host/older",
        id: "version-mismatch",
        broken: Broken {
            before: "env --unset=LD_LIBRARY_PATH",
            behind: "",
        },
        ..ROW
    },
    Row {
        name: "clock",
        make: "date +%s >/run/now; date -s 2020-01-01",
        mend: "date -s @$(cat /run/now)",
        id: "clock-wrong",
        broken: Broken {
            before: "",
            behind: "--today 2026-11-28",
        },
        ..ROW
    },
    Row {
        name: "pcscd that may not open the device",
        make: "mkdir /run/systemd/system/pcscd.service.d; \
            options=$(pcscd --help | grep -o -e --disable-polkit); \
            printf '[Service]\nUser=clerk\nEnvironmentFile=\nEnvironment=PCSCD_ARGS=%s\n' $options \
                >/run/systemd/system/pcscd.service.d/clerk.conf; \
            systemctl daemon-reload; systemctl stop pcscd.service; chown clerk /run/pcscd",
        mend: "rm -r /run/systemd/system/pcscd.service.d; systemctl daemon-reload; chown root /run/pcscd",
        id: "reader-permission",
        ..READER
    },
    Row {
        // One that asks polkit about each of them takes half a minute.
        name: "more programs than the service takes",
        make: "echo PCSCD_ARGS=$(pcscd --help | grep -o -e --disable-polkit) >>/etc/default/pcscd; \
            systemctl stop pcscd.service; perl -e 'use Chipcard::PCSC; my @all; \
                while (my $context = Chipcard::PCSC->new()) { push @all, $context } \
                open my $held, \">/run/held\"; sleep 900' >/dev/null 2>&1 </dev/null & \
            echo $! >/run/holder; until [ -e /run/held ]; do kill -0 $(cat /run/holder) || exit 1; sleep 0.1; done",
        mend: "kill $(cat /run/holder); rm /run/held; sed -i '$d' /etc/default/pcscd",
        id: "too-many-clients",
        ..ROW
    },
    Row {
        name: "card that another program keeps to itself",
        make: "perl -e 'use Chipcard::PCSC; use Chipcard::PCSC::Card; my $context = Chipcard::PCSC->new(); \
                my ($reader) = $context->ListReaders(); \
                my $card = Chipcard::PCSC::Card->new($context, $reader, $Chipcard::PCSC::SCARD_SHARE_EXCLUSIVE) or die; \
                open my $held, \">/run/held\"; sleep 900' >/dev/null 2>&1 </dev/null & \
            echo $! >/run/holder; until [ -e /run/held ]; do kill -0 $(cat /run/holder) || exit 1; sleep 0.1; done",
        mend: "kill $(cat /run/holder); rm /run/held",
        id: "card-busy",
        broken: SERVICE,
        ..ROW
    },
    Row {
        name: "reader held by another program",
        make: "systemctl stop pcscd.service; \
            node=$(lsusb -d 08e6:4433 | sed 's|Bus \\(...\\) Device \\(...\\).*|/dev/bus/usb/\\1/\\2|'); \
            python3 -c 'import fcntl, os, sys, time; device = os.open(sys.argv[1], os.O_RDWR); \
                fcntl.ioctl(device, 0x8004550F, bytes(4)); open(\"/run/held\", \"w\"); time.sleep(900)' \
                $node >/dev/null 2>&1 </dev/null & \
            echo $! >/run/holder; while [ ! -e /run/held ]; do sleep 0.1; done",
        mend: "kill $(cat /run/holder); rm /run/held",
        id: "reader-held-by-program",
        ..READER
    },
    Row {
        name: "no driver",
        make: "mv /usr/lib/pcsc/drivers/ifd-ccid.bundle /run/; systemctl stop pcscd.service",
        mend: "mv /run/ifd-ccid.bundle /usr/lib/pcsc/drivers/",
        id: "driver-missing",
        ..READER
    },
    Row {
        name: "a driver that does not list the id",
        make: "cp -L /usr/lib/pcsc/drivers/ifd-ccid.bundle/Contents/Info.plist /run/; \
            sed -i 's/0x4433/0x4499/' $(readlink -f /usr/lib/pcsc/drivers/ifd-ccid.bundle/Contents/Info.plist); \
            systemctl stop pcscd.service",
        mend: "cat /run/Info.plist >$(readlink -f /usr/lib/pcsc/drivers/ifd-ccid.bundle/Contents/Info.plist)",
        id: "driver-unlisted",
        ..READER
    },
    Row {
        name: "a reader that no driver lists",
        reader: Some("1234:5678"),
        id: "driver-unlisted",
        ..READER
    },
    Row {
        // The kernel's port100 takes it, but without that there is no driver for PC/SC either.
        name: "RC-S380, held by port100",
        reader: Some("054c:06c1"),
        make: "until ls /sys/bus/usb/drivers/port100/*:1.0; do sleep 0.1; done",
        id: "reader-not-pcsc",
        ..READER
    },
    Row {
        name: "SCL3711, held by pn533",
        reader: Some("04e6:5591"),
        make: "until ls /sys/bus/usb/drivers/pn533_usb/*:1.0; do sleep 0.1; done",
        id: "reader-held-by-kernel",
        ..READER
    },
    Row {
        name: "virtual machine without a reader",
        reader: Some(""),
        id: "virtual-machine",
        ..READER
    },
    Row {
        name: "two slots",
        reader: Some("054c:0dc9 0100 2"),
        id: "reader-slots",
        at_fault: None,
        broken: SERVICE,
        ..READER
    },
    Row {
        // A lead, no more: neither of them makes it work.
        name: "two drivers",
        reader: Some("054c:0dc9 0100 0"),
        make: "cp -rL /usr/lib/pcsc/drivers/ifd-ccid.bundle /usr/lib/pcsc/drivers/ifd-other.bundle; \
            systemctl stop pcscd.service",
        mend: "rm -r /usr/lib/pcsc/drivers/ifd-other.bundle",
        id: "driver-duplicate",
        at_fault: None,
        ..READER
    },
    Row {
        name: "firmware too old",
        reader: Some("04e6:e001 0100"),
        id: "reader-firmware",
        ..READER
    },
    Row {
        name: "hidden by the filter",
        reader: Some("054c:0dc9"),
        make: "echo 'PCSCLITE_FILTER_IGNORE_READER_NAMES=\"RC-S300\"' >>/etc/default/pcscd; \
            systemctl stop pcscd.service",
        mend: "sed -i /FILTER/d /etc/default/pcscd",
        id: "reader-hidden",
        ..READER
    },
    Row {
        // pcscd looks at it from 2.3.2 on.
        name: "hidden by udev",
        only: Some("trixie"),
        reader: Some("054c:0dc9"),
        make: IGNORE,
        mend: HEED,
        id: "reader-hidden",
        ..READER
    },
    Row {
        name: "udev's mark means nothing to pcscd 1.9",
        only: Some("bookworm"),
        reader: Some("054c:0dc9"),
        make: IGNORE,
        mend: HEED,
        id: "reader-ok",
        at_fault: None,
        broken: SERVICE,
        ..READER
    },
];

impl Row {
    /// Its reader is made in the guest, and QEMU's is out of the way.
    pub(crate) fn brings_a_reader(&self) -> bool {
        self.reader.is_some()
    }
}

/// Plugs a reader in and waits until the kernel knows it.
fn plug(reader: &str) -> String {
    let (id, _) = reader.split_once(' ').unwrap_or((reader, ""));
    format!(
        "/host/gadget {reader} >/run/gadget 2>&1 </dev/null & echo $! >/run/gadget.pid; \
        until lsusb -d {id}; do kill -0 $(cat /run/gadget.pid) || {{ cat /run/gadget; exit 1; }}; sleep 0.1; done; \
        udevadm settle"
    )
}

const UNPLUG: &str = "kill $(cat /run/gadget.pid); \
    while kill -0 $(cat /run/gadget.pid) 2>/dev/null; do sleep 0.1; done";

/// With the fault, with the fault and a `doctor` that has one too, and without.
pub(crate) fn judge(row: &Row, guest: &Guest) {
    let made = row.reader.filter(|reader| !reader.is_empty());
    if let Some(reader) = made {
        guest.root(&plug(reader));
    }
    guest.root(row.make);
    let told = guest.doctor(row.user, row.within, "");
    let blind = row.broken.doctor(guest, row.user, row.within);
    let unplug = made.map_or("true", |_| UNPLUG);
    guest.root(&format!("{}; {unplug}; {AGAIN}", row.mend));
    assert!(told.has(row.id), "{}: {told}", row.id);
    assert_eq!(told.at_fault(), row.at_fault, "{told}");
    assert!(!blind.has(row.id), "seen without looking: {blind}");
    if row.reader == Some("") {
        return;
    }
    // A guest on a busy computer starts its service more slowly than doctor waits.
    wait_for("doctor to find nothing", || {
        let mended = guest.doctor("root", "", "");
        let nothing_else = row.reader.is_some() || mended.at_fault().is_none();
        !mended.has(row.id) && nothing_else
    });
}
