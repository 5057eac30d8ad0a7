//! What is handed out for Windows: installed, used, replaced by a newer version and removed.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::wine::Wine;

pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");
const NEWER: &str = "99.0.0";
/// What opens the counter's page, in the Start menu.
pub(crate) const PAGE: &str = "窓口のページ - Counter page (mynacheck).lnk";
/// And what shows the same as text.
const TEXT: &str = "文字だけで判定 - Text console (mynacheck).lnk";

/// Makes the packages of a version.
pub(crate) struct Packages {
    folder: PathBuf,
    name: String,
}

impl Packages {
    pub(crate) fn make(wine: &Wine, version: &str) -> Self {
        let exe = std::env::var_os("MYNACHECK_EXE").expect("run by tests/windows");
        let folder = wine.folder().join(format!("packages-{version}"));
        fs::create_dir_all(&folder).unwrap();
        let made = Command::new("packaging/windows/make")
            .arg(exe)
            .arg(version)
            .arg(&folder)
            .status();
        assert!(made.unwrap().success());
        let name = format!("mynacheck-{version}-windows-x86_64");
        Self { folder, name }
    }

    fn msi(&self) -> PathBuf {
        self.folder.join(format!("{}.msi", self.name))
    }

    pub(crate) fn installer(&self) -> String {
        windows_path(&self.msi())
    }

    /// Has the counter's page at another address than the one that is handed out.
    pub(crate) fn move_page(&self, address: SocketAddr) {
        let change = format!(
            "UPDATE `Shortcut` SET `Arguments` = 'watch --page {address} --open' \
             WHERE `Shortcut` = 'Page'"
        );
        let mut msibuild = Command::new("msibuild");
        msibuild.arg(self.msi()).args(["-q", &change]);
        assert!(msibuild.status().unwrap().success());
    }
}

pub(crate) fn windows_path(path: &Path) -> String {
    format!("Z:{}", path.display()).replace('/', "\\")
}

/// Every file of the computer that is named after the program, or lies in a folder that is.
pub(crate) fn traces(wine: &Wine) -> Vec<PathBuf> {
    fn collect(drive: &Path, folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let inside = path.strip_prefix(drive).unwrap();
            let name = inside.to_string_lossy();
            if name.contains("mynacheck") {
                found.push(inside.to_owned());
            }
            if path.is_dir() && !path.is_symlink() {
                collect(drive, &path, found);
            }
        }
    }
    let drive = wine.folder().join("drive_c");
    let mut found = Vec::new();
    collect(&drive, &drive, &mut found);
    found
}

/// Lines of the registry that name the program.
fn entries(wine: &Wine) -> Vec<String> {
    wine.settle();
    ["system.reg", "user.reg"]
        .iter()
        .flat_map(|file| {
            let text = fs::read(wine.folder().join(file)).unwrap();
            let text = String::from_utf8_lossy(&text).into_owned();
            let lines = text.lines().filter(|line| line.contains("mynacheck"));
            lines.map(str::to_owned).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn installed_used_replaced_and_removed() {
    let wine = Wine::new("install");
    let [first, newer] = [VERSION, NEWER].map(|version| Packages::make(&wine, version));
    assert_eq!(entries(&wine), [""; 0], "before");

    for packages in [&first, &newer] {
        wine.run("wine", &["msiexec", "/i", &packages.installer(), "/qn"]);
        wine.settle();
        // Found on PATH, in a new session.
        let mut command = Command::new("wine");
        command.env("WINEPREFIX", wine.folder());
        command.args(["cmd", "/c", "mynacheck --version"]);
        let said = String::from_utf8(command.output().unwrap().stdout).unwrap();
        assert_eq!(said.trim_end(), format!("mynacheck {VERSION}"));

        let files = traces(&wine);
        let has = |end: &str| files.iter().filter(|path| path.ends_with(end)).count();
        assert_eq!(has("Program Files/mynacheck/mynacheck.exe"), 1, "{files:?}");
        let links = |path: &&PathBuf| path.extension().is_some_and(|end| end == "lnk");
        let links: Vec<&PathBuf> = files.iter().filter(links).collect();
        assert_eq!(links.len(), 2, "{files:?}");
        let menu = "Microsoft/Windows/Start Menu/Programs";
        let in_menu = |path: &&PathBuf| path.to_string_lossy().contains(menu);
        assert!(links.iter().all(in_menu), "{links:?}");
        assert!(links.iter().any(|path| path.ends_with(TEXT)), "{links:?}");
        let page = links.iter().find(|path| path.ends_with(PAGE));
        let page = page.unwrap_or_else(|| panic!("{links:?}"));
        let link = fs::read(wine.folder().join("drive_c").join(page)).unwrap();
        for text in ["mynacheck.exe", "watch --page --open"] {
            let text: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert!(
                link.windows(text.len()).any(|part| part == text),
                "{text:?}"
            );
        }
        let entries = entries(&wine);
        let installed = |line: &&String| line.starts_with("\"ProductName\"=");
        assert_eq!(entries.iter().filter(installed).count(), 1, "{entries:?}");
        let path = |line: &&String| line.to_uppercase().starts_with("\"PATH\"=");
        let path: Vec<&String> = entries.iter().filter(path).collect();
        assert_eq!(path.len(), 1, "{entries:?}");
        assert_eq!(path[0].matches("mynacheck").count(), 1, "{path:?}");
    }

    // An older version does not go over a newer one.
    let mut older = Command::new("wine");
    older.env("WINEPREFIX", wine.folder());
    older.args(["msiexec", "/i", &first.installer(), "/qn"]);
    assert!(!older.status().unwrap().success());

    wine.run("wine", &["msiexec", "/x", &newer.installer(), "/qn"]);
    assert_eq!(entries(&wine), [""; 0], "after");
    assert_eq!(traces(&wine), Vec::<PathBuf>::new(), "after");
}

/// The archive runs where it was unpacked, and its checksum is the one that is handed out.
#[test]
fn unpacked_and_used() {
    let wine = Wine::new("archive");
    let packages = Packages::make(&wine, VERSION);
    let mut checked = Command::new("sha256sum");
    checked.args(["--check", "--strict", "--quiet", "SHA256SUMS"]);
    assert!(
        checked
            .current_dir(&packages.folder)
            .status()
            .unwrap()
            .success()
    );
    let unpacked = Command::new("unzip")
        .args(["-q", &format!("{}.zip", packages.name)])
        .current_dir(&packages.folder)
        .status();
    assert!(unpacked.unwrap().success());
    let exe = packages.folder.join(&packages.name).join("mynacheck.exe");
    let check = ["check", "--simulate", "valid", "--today", "2026-11-22"];
    let mut command = Command::new("wine");
    command.env("WINEPREFIX", wine.folder());
    let status = command.arg(windows_path(&exe)).args(check).status();
    assert_eq!(status.unwrap().code(), Some(0));
}
