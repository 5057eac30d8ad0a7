//! The counter's page at sign-in, as `docs/windows.md` has it: the Start menu's entry is copied into
//! the folder of what starts then.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;

use serde_json::Value;

use crate::package::{PAGE, Packages, VERSION, traces};
use crate::pcscd::{Service, wait_for};
use crate::wine::Wine;

const STARTUP: &str = "Microsoft/Windows/Start Menu/Programs/StartUp";

#[test]
fn the_entry_copied_into_the_startup_folder() {
    let wine = Wine::new("sign-in");
    let address = free_address();
    let packages = Packages::make(&wine, VERSION);
    packages.move_page(address);
    wine.run("wine", &["msiexec", "/i", &packages.installer(), "/qn"]);
    let shown = wine.folder().join("drive_c/shown");
    wine.browser(r"C:\shown");

    let service = Service::start();
    let _card = service.serve("valid");
    sign_in(&wine, &service);
    wine.wait();
    assert_eq!(last(address), None, "before");
    assert!(!shown.exists(), "before");

    let entries = traces(&wine).into_iter();
    let mut entries = entries.filter(|path| path.ends_with(PAGE));
    let entry = wine.folder().join("drive_c").join(entries.next().unwrap());
    let copy = wine.settings().join(STARTUP).join(PAGE);
    fs::copy(entry, &copy).unwrap();
    sign_in(&wine, &service);
    let usable = || last(address).is_some_and(|report| report["verdict"] == "usable");
    wait_for("the page", usable, || service.log());
    wait_for(
        "the browser",
        || is_shown(&shown, address),
        || service.log(),
    );
}

fn sign_in(wine: &Wine, service: &Service) {
    let mut command = service.client("wineboot");
    let status = command.env("WINEPREFIX", wine.folder()).status();
    assert!(status.unwrap().success());
}

/// What the page tells of the card that lies there.
fn last(address: SocketAddr) -> Option<Value> {
    let mut answer = ureq::get(format!("http://{address}/last")).call().ok()?;
    answer.body_mut().read_json().ok()
}

fn is_shown(shown: &Path, address: SocketAddr) -> bool {
    fs::read_to_string(shown).is_ok_and(|url| url.trim() == format!("http://{address}/"))
}

fn free_address() -> SocketAddr {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    free.local_addr().unwrap()
}
