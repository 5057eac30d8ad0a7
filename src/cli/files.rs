//! Files that a user names, to be read; `output` writes them.
//!
//! Only regular files are read: a pipe or a device could keep the program waiting, or reading, for
//! ever. What is held in memory as a whole is bounded.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::finding::Finding;

/// Card files, configurations, certificates and saved reports have some kilobytes.
const LONGEST: u64 = 4 << 20;

/// Opens a file for reading piece by piece.
pub(super) fn open(path: &Path) -> Result<File, Finding> {
    let regular = || -> io::Result<File> {
        if std::fs::metadata(path)?.is_file() {
            File::open(path)
        } else {
            Err(io::Error::other("not a regular file"))
        }
    };
    regular().map_err(|error| unreadable(path, &error))
}

/// Reads a small file as a whole.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, Finding> {
    let mut bytes = Vec::new();
    open(path)?
        .take(LONGEST)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 == LONGEST {
        let error = io::Error::from(io::ErrorKind::FileTooLarge);
        return Err(unreadable(path, &error));
    }
    Ok(bytes)
}

/// Reads a small text file as a whole.
pub(super) fn text(path: &Path) -> Result<String, Finding> {
    String::from_utf8(bytes(path)?).map_err(|_| {
        let error = io::Error::from(io::ErrorKind::InvalidData);
        unreadable(path, &error)
    })
}

/// Reads a text that was pasted or piped, whatever its bytes are, as far as it is not too long.
pub(super) fn piped() -> Result<String, Finding> {
    let mut bytes = Vec::new();
    io::stdin()
        .take(LONGEST)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(Path::new("-"), &error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The file cannot be read or written.
pub(super) fn unreadable(path: &Path, error: &io::Error) -> Finding {
    if error.kind() == io::ErrorKind::AlreadyExists {
        let file = path.display().to_string();
        return Finding::FileExists { file };
    }
    Finding::FileUnreadable {
        file: path.display().to_string(),
        why: error.to_string(),
    }
}
