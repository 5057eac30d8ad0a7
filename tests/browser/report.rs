//! The pages of `check --report` and `doctor --report`, as whoever gets them opens and prints them.

use std::fs;
use std::process::Command;

use serde_json::json;

use crate::driver::Browser;

/// Writes a report and gives its address.
fn written(name: &str, arguments: &[&str]) -> (String, std::path::PathBuf) {
    let folder = std::env::temp_dir().join(format!("mynacheck-report-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!("{name}.html"));
    let _ = fs::remove_file(&file);
    let run = Command::new(env!("CARGO_BIN_EXE_mynacheck"))
        .args(arguments)
        .args(["--today", "2026-11-22", "--report"])
        .arg(&file)
        .output()
        .unwrap();
    assert!(file.exists(), "{}", String::from_utf8_lossy(&run.stderr));
    (format!("file://{}", file.display()), file)
}

#[test]
#[ignore = "needs Chromium: tests/run"]
fn a_report_reads_and_prints_without_script() {
    let browser = Browser::start();
    for (name, arguments, pages) in [
        (
            "check-ja",
            &["check", "--simulate", "grace", "--lang", "ja"][..],
            4,
        ),
        (
            "check-en",
            &["check", "--simulate", "valid", "--lang", "en"],
            4,
        ),
        (
            "doctor-ja",
            &["doctor", "--simulate", "locked", "--lang", "ja"],
            6,
        ),
    ] {
        let (address, file) = written(name, arguments);
        browser.devtools(
            "Emulation.setScriptExecutionDisabled",
            &json!({"value": true}),
        );
        browser.visit(&address);
        browser.devtools(
            "Emulation.setScriptExecutionDisabled",
            &json!({"value": false}),
        );
        for (width, height) in [(1280, 800), (800, 480), (320, 256)] {
            browser.screen(width, height);
            let wide = browser.run("return document.documentElement.scrollWidth");
            assert!(
                wide.as_u64().unwrap() <= u64::from(width),
                "{name}, {width}: {wide}"
            );
            browser.picture(&format!("report-{name}-{width}"));
        }
        browser.screen(1280, 800);
        let printed = browser.printed();
        assert!(printed.starts_with(b"%PDF-"));
        let count = printed
            .windows(12)
            .filter(|it| it == b"/Type /Page\n")
            .count();
        assert!((1..=pages).contains(&count), "{name}: {count} pages");
        if let Some(folder) = std::env::var_os("PICTURES") {
            let place = std::path::Path::new(&folder).join(format!("{name}.pdf"));
            fs::write(place, printed).unwrap();
        }
        fs::remove_file(file).unwrap();
    }
    let mut requests = browser.requests();
    requests.retain(|url| {
        !["file:", "data:", "chrome:"]
            .iter()
            .any(|own| url.starts_with(own))
    });
    assert_eq!(requests, Vec::<String>::new());
}
