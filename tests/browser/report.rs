//! The report, as it reads and prints without script.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::driver::{Browser, Window};

/// A browser without script that shows the report of these arguments.
fn shown(folder: &Path, arguments: &[&str]) -> Browser {
    let file = folder.join("report.html");
    let status = Command::new(env!("CARGO_BIN_EXE_mynacheck"))
        .args(arguments)
        .arg("--report")
        .arg(&file)
        .output()
        .unwrap();
    assert!(file.exists(), "{status:?}");
    let browser = Browser::without_script();
    browser.go(&format!("file://{}", file.display()));
    browser
}

fn scratch(name: &str) -> std::path::PathBuf {
    let name = format!("mynacheck-report-{}-{name}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Prints it and gives the number of pages and the text on them, as Poppler reads both.
fn printed(browser: &Browser, folder: &Path) -> (usize, String) {
    let file = folder.join("report.pdf");
    browser.print(&file);
    let out = Command::new("pdftotext")
        .args(["-layout", file.to_str().unwrap(), "-"])
        .output()
        .unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    (text.matches('\u{C}').count(), text)
}

#[test]
#[ignore = "needs Chromium: tests/run"]
fn the_report_agrees_with_the_recording() {
    let folder = scratch("figures");
    let tape = folder.join("tape.jsonl");
    let arguments = ["check", "--simulate", "grace", "--today", "2026-11-22"];
    let mut arguments = arguments.to_vec();
    arguments.extend(["--record", tape.to_str().unwrap()]);
    let browser = shown(&folder, &arguments);
    let cells = |column: &str| -> Vec<String> {
        let script = format!(
            "return Array.from(document.querySelectorAll('.exchange tbody tr'), (row) => row.querySelectorAll('td.number')[{column}]?.innerText).filter((it) => it?.trim())"
        );
        let cells = browser.run(&script);
        cells
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it.as_str().unwrap().to_owned())
            .collect()
    };
    // `docs/recording.md`: pieces of hexadecimal digits, two a byte, or what was left out and its length.
    let length = |pieces: &Value| -> u64 {
        let pieces = pieces.as_array().unwrap().iter();
        pieces
            .map(|piece| match piece.as_str() {
                Some(digits) => digits.len() as u64 / 2,
                None => piece["n"].as_u64().unwrap(),
            })
            .sum()
    };
    let (mut sent, mut received) = (Vec::new(), Vec::new());
    for line in fs::read_to_string(&tape).unwrap().lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        if line["t"] == "x" {
            sent.push(length(&line["c"]).to_string());
            received.push((length(&line["r"]) + 2).to_string());
        }
    }
    assert!(sent.len() > 3);
    assert_eq!(cells("0"), sent);
    assert_eq!(cells("1"), received);
    let _ = fs::remove_dir_all(&folder);
}

#[test]
#[ignore = "needs Chromium: tests/run"]
fn the_report_prints_on_a4_and_fits_small_screens() {
    for (name, arguments, pages, parts) in [
        (
            "check",
            &[
                "check", "--simulate", "grace", "--today", "2026-11-22", "--lang", "ja",
            ][..],
            3,
            &["猶予期間", "2027年2月28日", "更新時期", "READ BINARY"][..],
        ),
        (
            "doctor",
            &["doctor", "--simulate", "locked", "--lang", "en"],
            4,
            &["PIN is locked", "The patient today", "certificate-valid"],
        ),
    ] {
        let folder = scratch(name);
        let browser = shown(&folder, arguments);
        let (count, text) = printed(&browser, &folder);
        assert!(
            (1..=pages).contains(&count),
            "{name}: {count} pages\n{text}"
        );
        for part in parts {
            assert!(text.contains(part), "{name}: {part} in {text}");
        }
        for window in [Window(1280, 800, 1), Window(1280, 1024, 4)] {
            browser.resize(window);
            let wide = browser.run("return document.documentElement.scrollWidth - innerWidth");
            assert!(
                wide.as_i64().unwrap() <= 0,
                "{name} {window:?}: {wide} too wide"
            );
        }
        let url = browser.run("return location.href");
        drop(browser);
        let browser = Browser::start();
        browser.go(url.as_str().unwrap());
        let found = crate::everybody::findings(&browser);
        assert!(found.is_empty(), "{name}: {}", found.join("\n"));
        if let Some(kept) = std::env::var_os("PICTURES") {
            let kept = Path::new(&kept).join(format!("report-{name}.pdf"));
            fs::copy(folder.join("report.pdf"), kept).unwrap();
        }
        let _ = fs::remove_dir_all(&folder);
    }
}
