//! A try at the service's socket, past its library, which has one code for all that can go wrong.

use std::path::Path;
use std::time::Duration;

/// Time for connecting: longer only where nobody accepts.
pub(super) const TIME: Duration = Duration::from_secs(1);

/// What became of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Socket {
    Missing,
    Refused,
    Forbidden,
    Answers,
    Silent,
}

/// Connects and goes away again. In a thread of its own, for connecting waits where nobody accepts.
#[cfg(unix)]
pub(super) fn connect(path: &Path) -> Socket {
    use std::io::ErrorKind;

    let (said, heard) = std::sync::mpsc::channel();
    let path = path.to_owned();
    let started = std::thread::Builder::new()
        .name("socket".to_owned())
        .spawn(move || {
            let outcome = std::os::unix::net::UnixStream::connect(path).map(|_| ());
            // Nobody may be waiting any more.
            let _ = said.send(outcome.map_err(|error| error.kind()));
        });
    if started.is_err() {
        return Socket::Silent;
    }
    match heard.recv_timeout(TIME) {
        Ok(Ok(())) => Socket::Answers,
        Ok(Err(ErrorKind::NotFound)) => Socket::Missing,
        Ok(Err(ErrorKind::PermissionDenied)) => Socket::Forbidden,
        Ok(Err(_)) => Socket::Refused,
        Err(_) => Socket::Silent,
    }
}

/// Other systems have no such socket.
#[cfg(not(unix))]
pub(super) fn connect(_path: &Path) -> Socket {
    Socket::Missing
}
