//! Files that the program writes: only their owner may read them, one that exists is kept unless it
//! was asked for, and then it is replaced only by a whole one, which is written beside it.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::files::unreadable;
use crate::finding::Finding;

/// A file that is being written.
pub(super) struct Output {
    file: File,
    target: PathBuf,
    /// Where it is written meanwhile, if its target exists.
    beside: Option<PathBuf>,
    /// Dropping it takes nothing away.
    stays: bool,
}

impl Output {
    /// Creates the file, or one beside it where it exists and `replace` says that this was asked
    /// for. A device, a pipe or a folder is never replaced.
    pub(super) fn create(path: &Path, replace: bool) -> Result<Self, Finding> {
        Self::begin(path, replace).map_err(|error| unreadable(path, &error))
    }

    fn begin(path: &Path, replace: bool) -> io::Result<Self> {
        let beside = match fs::symlink_metadata(path) {
            Ok(there) if replace && (there.is_file() || there.is_symlink()) => Some(beside(path)?),
            Ok(_) if replace => return Err(io::Error::other("not a regular file")),
            _ => None,
        };
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        Ok(Self {
            file: options.open(beside.as_deref().unwrap_or(path))?,
            target: path.to_owned(),
            beside,
            stays: false,
        })
    }

    /// What was written into a file that did not exist stays, whole or not.
    pub(super) fn stay(&mut self) {
        self.stays = self.beside.is_none();
    }

    /// Another hand on the same file.
    pub(super) fn writer(&self) -> Result<File, Finding> {
        self.file
            .try_clone()
            .map_err(|error| unreadable(&self.target, &error))
    }

    /// Where it is to be.
    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// It cannot be written.
    pub(super) fn failed(&self, error: &io::Error) -> Finding {
        unreadable(&self.target, error)
    }

    /// It is whole: puts it in its place.
    pub(super) fn keep(mut self) -> Result<(), Finding> {
        let placed = match &self.beside {
            Some(beside) => fs::rename(beside, &self.target),
            None => Ok(()),
        };
        placed.map_err(|error| unreadable(&self.target, &error))?;
        self.stays = true;
        Ok(())
    }

    /// Writes all of it at once.
    pub(super) fn whole(mut self, bytes: &[u8]) -> Result<(), Finding> {
        self.file
            .write_all(bytes)
            .map_err(|error| unreadable(&self.target, &error))?;
        self.keep()
    }
}

/// Creates the file that an option names, if it does, before anything else is done.
pub(super) fn new_file(path: Option<&Path>, replace: bool) -> Result<Option<Output>, Finding> {
    path.map(|path| Output::create(path, replace)).transpose()
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if !self.stays {
            // Half a file is worse than none. Where it cannot be removed, nothing is left to do.
            let _ = fs::remove_file(self.beside.as_deref().unwrap_or(&self.target));
        }
    }
}

/// A name in the same folder, so that putting it in its place is one step. What a process that was
/// killed has left under such a name is taken away.
fn beside(path: &Path) -> io::Result<PathBuf> {
    let file = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let name = |process: &OsStr| {
        let parts = [
            OsStr::new("."),
            file,
            OsStr::new("."),
            process,
            OsStr::new(".new"),
        ];
        path.with_file_name(parts.into_iter().collect::<OsString>())
    };
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    // A folder that cannot be listed can still be written to.
    for entry in fs::read_dir(folder.unwrap_or(Path::new(".")))
        .into_iter()
        .flatten()
        .flatten()
    {
        let there = path.with_file_name(entry.file_name());
        let process = there.with_extension("");
        let process = process.extension().unwrap_or_default();
        if there == name(process) && has_ended(process) {
            let _ = fs::remove_file(there);
        }
    }
    Ok(name(OsStr::new(&std::process::id().to_string())))
}

/// No other process has this number, so nobody else is writing under it.
fn has_ended(process: &OsStr) -> bool {
    let number = process.to_str().and_then(|number| number.parse().ok());
    number.is_some_and(|number: u32| {
        #[cfg(unix)]
        let lives = i32::try_from(number)
            .ok()
            .and_then(rustix::process::Pid::from_raw)
            .is_some_and(|process| {
                rustix::process::test_kill_process(process) != Err(rustix::io::Errno::SRCH)
            });
        // What others have left stays.
        #[cfg(not(unix))]
        let lives = true;
        number == std::process::id() || !lives
    })
}
