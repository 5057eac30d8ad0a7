//! A Windows of one's own, to be set up as a test wants it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::pcscd::Service;
use crate::systems::{Answer, System};

/// What all processes of a Windows have in common.
const SERVER: &str = "/usr/lib/wine/wineserver64";

/// A Windows that no other test uses.
pub(crate) struct Wine {
    prefix: PathBuf,
}

impl Wine {
    pub(crate) fn new(name: &str) -> Self {
        let name = format!("mynacheck-wine-{name}-{}", std::process::id());
        let wine = Self {
            prefix: std::env::temp_dir().join(name),
        };
        wine.run("wineboot", &["--init"]);
        wine.settle();
        wine
    }

    pub(crate) fn run(&self, program: &str, arguments: &[&str]) {
        let output = Command::new(program)
            .args(arguments)
            .env("WINEPREFIX", &self.prefix)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{program} {arguments:?}: {output:?}"
        );
    }

    /// Waits until every process has ended of itself.
    pub(crate) fn wait(&self) {
        let mut server = Command::new(SERVER);
        server.env("WINEPREFIX", &self.prefix).arg("--wait");
        assert!(server.status().unwrap().success());
    }

    /// Its browser writes into a file what it is to show.
    pub(crate) fn browser(&self, file: &str) {
        let key = r"HKCR\http\shell\open\command";
        let command = format!("cmd.exe /c echo %1> {file}");
        self.run("wine", &["reg", "add", key, "/ve", "/d", &command, "/f"]);
    }

    /// Writes the registry and ends every process: the next one finds what was set.
    pub(crate) fn settle(&self) {
        let mut server = Command::new(SERVER);
        server.env("WINEPREFIX", &self.prefix);
        let _ = server.arg("--kill").status();
        let _ = server.arg("--wait").status();
    }

    pub(crate) fn set(&self, key: &str, name: &str, kind: &str, value: &str) {
        let arguments = ["reg", "add", key, "/v", name, "/t", kind, "/d", value, "/f"];
        self.run("wine", &arguments);
    }

    /// Where it is kept.
    pub(crate) fn folder(&self) -> &Path {
        &self.prefix
    }

    /// Where the one user of it keeps the settings of programs.
    pub(crate) fn settings(&self) -> PathBuf {
        let users = fs::read_dir(self.prefix.join("drive_c/users")).unwrap();
        let mut users = users.map(|entry| entry.unwrap().path());
        let user = users.find(|path| !path.ends_with("Public")).unwrap();
        user.join("AppData/Roaming")
    }

    /// The Windows program on it.
    pub(crate) fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(System::Windows.program());
        command.env("WINEPREFIX", &self.prefix).args(arguments);
        command
    }

    pub(crate) fn doctor(&self, service: &Service) -> Answer {
        let mut command = System::Windows.client(service);
        command.env("WINEPREFIX", &self.prefix);
        command.args([
            "doctor", "--format", "json", "--lang", "en", "--timeout", "0",
        ]);
        Answer::of(&command.output().unwrap())
    }
}

impl Drop for Wine {
    fn drop(&mut self) {
        self.settle();
        let _ = fs::remove_dir_all(&self.prefix);
    }
}
