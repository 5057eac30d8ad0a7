//! The rows of `docs/doctor.md` that a Linux system makes: made for real, told right, and not told where
//! they are not.

use crate::guest::Guest;

/// A fault, and what `doctor` is to say of it.
pub(crate) struct Row {
    pub(crate) name: &'static str,
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
    make: "",
    mend: "",
    user: "root",
    id: "",
    at_fault: Some("computer"),
    beside: true,
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
        mend: "true",
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
        name: "polkit refuses a user without a seat",
        make: "true",
        mend: "true",
        user: "clerk",
        id: "access-denied",
        ..ROW
    },
    Row {
        name: "no driver",
        make: "mv /usr/lib/pcsc/drivers/ifd-ccid.bundle /run/; systemctl stop pcscd.service",
        mend: "mv /run/ifd-ccid.bundle /usr/lib/pcsc/drivers/",
        id: "driver-missing",
        at_fault: Some("reader"),
        ..ROW
    },
    Row {
        name: "a driver that does not list the id",
        make: "cp -L /usr/lib/pcsc/drivers/ifd-ccid.bundle/Contents/Info.plist /run/; \
            sed -i 's/0x4433/0x4499/' $(readlink -f /usr/lib/pcsc/drivers/ifd-ccid.bundle/Contents/Info.plist); \
            systemctl stop pcscd.service",
        mend: "cat /run/Info.plist >$(readlink -f /usr/lib/pcsc/drivers/ifd-ccid.bundle/Contents/Info.plist)",
        id: "driver-unlisted",
        at_fault: Some("reader"),
        ..ROW
    },
];

/// Well, then with the fault, then well again; and a program that looks past the computer misses it.
pub(crate) fn judge(row: &Row, guest: &Guest) {
    guest.root(AGAIN);
    guest.root(row.make);
    let told = guest.doctor(row.user);
    let missed = row.beside.then(|| {
        guest.break_probes(true);
        let missed = guest.doctor(row.user);
        guest.break_probes(false);
        missed
    });
    guest.root(row.mend);
    guest.root(AGAIN);
    let mended = guest.doctor("root");
    assert!(told.has(row.id), "{}: {told}", row.id);
    assert_eq!(told.at_fault().as_str(), row.at_fault, "{told}");
    if let Some(missed) = missed {
        assert!(!missed.has(row.id), "seen without looking: {missed}");
    }
    assert!(!mended.has(row.id), "{mended}");
    assert_eq!(mended.at_fault().as_str(), None, "{mended}");
}
