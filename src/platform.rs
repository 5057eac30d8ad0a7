//! What a computer shows beside PC/SC: its services, devices, drivers and programs.
//!
//! Facts only: what they mean is for `doctor` to say. Linux is read from files below a root
//! folder, so a test puts a computer with any fault into a folder. Windows and macOS
//! are asked, and a test gives their answers.

pub(crate) mod linux;
pub(crate) mod macos;
pub(crate) mod windows;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::message;

/// Longest file that is read; a package database has some megabytes.
const LONGEST: u64 = 8 << 20;

/// Longest line that is shown.
const LONGEST_LINE: usize = 80;

/// The operating system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Os {
    /// Linux with pcsc-lite.
    Linux,
    /// Windows with its own service.
    Windows,
    /// macOS with its own service.
    MacOs,
    /// Another system, with pcsc-lite.
    Other,
}

impl Os {
    /// The system that this program was built for.
    pub(crate) const OWN: Self = if cfg!(target_os = "linux") {
        Self::Linux
    } else if cfg!(windows) {
        Self::Windows
    } else if cfg!(target_os = "macos") {
        Self::MacOs
    } else {
        Self::Other
    };
}

/// What `doctor` may look at beside PC/SC.
#[derive(Debug, Clone)]
pub struct System {
    /// The folder that stands for `/`.
    pub root: PathBuf,
    /// The operating system.
    pub os: Os,
    /// What Windows shows.
    pub windows: windows::Windows,
    /// What macOS shows.
    pub macos: macos::Macos,
    /// The environment.
    pub env: BTreeMap<String, String>,
    /// The process of this program, which is no other program.
    pub own_process: u32,
}

impl System {
    /// A variable of the environment, unless it is empty.
    pub(crate) fn env(&self, name: &str) -> Option<&str> {
        self.env
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// The place of `path` below the root. A link with an absolute target stays below the root.
    pub(crate) fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        let mut place = self.below(path.as_ref());
        for _ in 0..4 {
            match fs::read_link(&place) {
                Ok(target) if target.is_absolute() => place = self.below(&target),
                _ => break,
            }
        }
        place
    }

    fn below(&self, path: &Path) -> PathBuf {
        self.root.join(path.strip_prefix("/").unwrap_or(path))
    }

    /// There is a file, a folder or a link, be it a broken one.
    pub(crate) fn exists(&self, path: impl AsRef<Path>) -> bool {
        fs::symlink_metadata(self.below(path.as_ref())).is_ok()
    }

    /// A file's text; None where it cannot be read.
    pub(crate) fn read(&self, path: impl AsRef<Path>) -> Option<String> {
        let place = self.path(path);
        // A pipe or a device could block for ever.
        if !fs::metadata(&place).ok()?.is_file() {
            return None;
        }
        let mut bytes = Vec::new();
        let file = fs::File::open(&place).ok()?;
        file.take(LONGEST).read_to_end(&mut bytes).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The first line of a file, fit to be shown.
    pub(crate) fn line(&self, path: impl AsRef<Path>) -> Option<String> {
        let text = self.read(path)?;
        let line = clean(text.lines().next()?);
        (!line.is_empty()).then_some(line)
    }

    /// A hexadecimal number in a file.
    pub(crate) fn hex(&self, path: impl AsRef<Path>) -> Option<u16> {
        u16::from_str_radix(&self.line(path)?, 16).ok()
    }

    /// A decimal number in a file.
    pub(crate) fn number(&self, path: impl AsRef<Path>) -> Option<u32> {
        self.line(path)?.parse().ok()
    }

    /// The names in a folder, sorted; None where it cannot be listed.
    pub(crate) fn list(&self, folder: impl AsRef<Path>) -> Option<Vec<String>> {
        let mut names: Vec<String> = fs::read_dir(self.path(folder))
            .ok()?
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .collect();
        names.sort();
        Some(names)
    }

    /// Where a link points.
    pub(crate) fn link(&self, path: impl AsRef<Path>) -> Option<PathBuf> {
        fs::read_link(self.below(path.as_ref())).ok()
    }
}

/// Text of others, fit for a terminal, and not too long.
pub(crate) fn clean(text: &str) -> String {
    let text = message::clean(text.trim());
    text.chars().take(LONGEST_LINE).collect()
}
