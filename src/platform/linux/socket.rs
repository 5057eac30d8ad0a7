//! A try at the service's socket, past its library, which has one code for all that can go wrong.

use std::io;
use std::path::Path;
use std::time::Duration;

use crate::platform::System;

/// Time for connecting: longer only where nobody accepts.
pub(crate) const TIME: Duration = Duration::from_secs(1);

/// Connects and goes away again; None where nobody accepts in time. In a thread of its own, for
/// connecting waits for that.
#[cfg(unix)]
pub(crate) fn connect(path: &Path) -> Option<io::Result<()>> {
    let (said, heard) = std::sync::mpsc::channel();
    let path = path.to_owned();
    std::thread::Builder::new()
        .name("socket".to_owned())
        .spawn(move || {
            let outcome = std::os::unix::net::UnixStream::connect(path).map(|_| ());
            // Nobody may be waiting any more.
            let _ = said.send(outcome);
        })
        .ok()?;
    heard.recv_timeout(TIME).ok()
}

/// How many connections to it are open, as the kernel lists them.
pub(crate) fn connections(system: &System, path: &str) -> usize {
    let sockets = system.read("/proc/net/unix").unwrap_or_default();
    let is_connection = |line: &&str| {
        let mut fields = line.split_whitespace();
        // The sixth is the state, the eighth the path.
        fields.nth(5) == Some("03") && fields.nth(1) == Some(path)
    };
    sockets.lines().filter(is_connection).count()
}

/// Other systems have no such socket.
#[cfg(not(unix))]
pub(crate) fn connect(_path: &Path) -> Option<io::Result<()>> {
    Some(Err(io::ErrorKind::NotFound.into()))
}
