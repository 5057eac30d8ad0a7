//! The rows of `docs/doctor.md` that a Linux system makes: made for real, told right, and not told where
//! they are not.

use crate::guest::Guest;

/// A fault, and what `doctor` is to say of it.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    /// Only in the guest of this release.
    pub(crate) only: Option<&'static str>,
    /// The reader by its USB id, and firmware, that is plugged in in place of QEMU's: made in the guest.
    reader: Option<&'static str>,
    /// Makes it, as the administrator.
    make: &'static str,
    /// Mends it.
    mend: &'static str,
    /// Who asks `doctor`.
    user: &'static str,
    /// The finding that names it.
    id: &'static str,
    at_fault: Option<&'static str>,
    /// The finding comes from what lies beside PC/SC: a program that does not see that misses it.
    beside: bool,
}

const ROW: Row = Row {
    name: "",
    only: None,
    reader: None,
    make: "true",
    mend: "true",
    user: "root",
    id: "",
    at_fault: Some("computer"),
    beside: true,
};

/// The fault lies in the reader, and the reader is one that is made in the guest.
const READER: Row = Row {
    at_fault: Some("reader"),
    ..ROW
};

/// Back to how it was built, and pcscd anew.
const AGAIN: &str = "systemctl daemon-reload; systemctl restart pcscd.socket; systemctl stop pcscd.service || true; \
    systemctl reset-failed pcscd.service || true";

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
        // systemd leaves the socket's file behind.
        name: "service stopped",
        make: "systemctl stop pcscd.socket pcscd.service",
        id: "service-stale",
        beside: false,
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
        beside: false,
        ..ROW
    },
    Row {
        name: "service stopped in the middle",
        make: "systemctl start pcscd.service; pkill -STOP -x pcscd",
        mend: "pkill -CONT -x pcscd",
        id: "service-hangs",
        beside: false,
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
        make: "grep -q ^port100 /proc/modules && ls -d /sys/bus/usb/drivers/port100/*:1.0",
        id: "reader-not-pcsc",
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
        make: "echo 'SUBSYSTEM==\"usb\", ATTR{idVendor}==\"054c\", ENV{PCSCLITE_IGNORE}=\"1\"' \
            >/etc/udev/rules.d/99-ignore.rules; udevadm control --reload; \
            udevadm trigger --settle --attr-match=idVendor=054c; systemctl stop pcscd.service",
        mend: "rm /etc/udev/rules.d/99-ignore.rules; udevadm control --reload",
        id: "reader-hidden",
        ..READER
    },
];

impl Row {
    /// Its reader is made in the guest, and QEMU's is out of the way.
    pub(crate) fn brings_a_reader(&self) -> bool {
        self.reader.is_some()
    }
}

/// Plugs a reader in and waits until the kernel has taken it, or left it.
fn plug(reader: &str) -> String {
    format!(
        "/host/gadget {reader} >/run/gadget 2>&1 </dev/null & echo $! >/run/gadget.pid; \
        for i in $(seq 100); do grep -q plugged /run/gadget && break; sleep 0.1; done; \
        grep -q plugged /run/gadget || cat /run/gadget; sleep 1; udevadm settle"
    )
}

const UNPLUG: &str = "kill $(cat /run/gadget.pid); \
    while kill -0 $(cat /run/gadget.pid) 2>/dev/null; do sleep 0.1; done";

/// With the fault and without. With `BROKEN` in the environment it is `doctor` that has the fault: it sees
/// nothing of the computer but PC/SC, and each row that needs more must be missed.
pub(crate) fn judge(row: &Row, guest: &Guest) {
    let broken = std::env::var_os("BROKEN").is_some();
    if let Some(reader) = row.reader {
        guest.root(&plug(reader));
    }
    guest.root(row.make);
    let told = guest.doctor(row.user, broken);
    guest.root(row.mend);
    if broken {
        undo(row, guest);
        assert!(
            !row.beside || !told.has(row.id),
            "seen without looking: {told}"
        );
        return;
    }
    undo(row, guest);
    let mended = guest.doctor("root", false);
    assert!(told.has(row.id), "{}: {told}", row.id);
    assert_eq!(told.at_fault().as_str(), row.at_fault, "{told}");
    assert!(!mended.has(row.id), "{mended}");
    if row.reader.is_none() {
        assert_eq!(mended.at_fault().as_str(), None, "{mended}");
    }
}

fn undo(row: &Row, guest: &Guest) {
    if row.reader.is_some() {
        guest.root(UNPLUG);
    }
    guest.root(AGAIN);
}
