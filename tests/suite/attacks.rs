//! What the program was once attacked with, as far as it is no other file's subject. `docs/evidence.md`
//! names the test of each attack.

use std::fs;
use std::time::Instant;

use mynacheck::internals::recording::{self, Policy, Writer};
use serde_json::Value;

use crate::program::{Scratch, run};

/// What is handed over says of a simulated card that it is one, also where a recording was replayed.
#[test]
fn a_bundle_says_that_a_card_was_simulated() {
    let scratch = Scratch::new("simulated-bundle");
    let recording = scratch.path("card.jsonl");
    let record = ["check", "--simulate", "valid", "--record", &recording];
    assert_eq!(run(&record).exit, 0);
    for (number, source) in [["--simulate", "valid"], ["--replay", &recording]]
        .iter()
        .enumerate()
    {
        let bundle = scratch.path(&format!("{number}.json"));
        let asked = [&["doctor", "--bundle", &bundle], &source[..]].concat();
        run(&asked);
        let text = fs::read_to_string(&bundle).unwrap();
        assert!(
            text.contains(r#""provenance":"simulated""#),
            "{source:?}: {text}"
        );
        assert!(!text.contains("physical"), "{source:?}");
    }
}

/// A file that cannot be read hides nothing of the others, whatever their order.
#[test]
fn lint_tells_of_every_file_also_where_one_cannot_be_read() {
    let scratch = Scratch::new("lint-several");
    let (wrong, none) = (scratch.path("wrong.jsonl"), scratch.path("none.jsonl"));
    let full = [
        "check", "--simulate", "valid", "--record", &wrong, "--record-full",
    ];
    assert_eq!(run(&full).exit, 0);
    let (mut header, events) = recording::read(fs::read(&wrong).unwrap().as_slice()).unwrap();
    header.policy = Policy::Redacted;
    let mut writer = Writer::new(Vec::new(), &header).unwrap();
    for (_, event) in &events {
        writer.write(event).unwrap();
    }
    writer.finish().unwrap();
    fs::write(&wrong, writer.into_inner()).unwrap();
    for files in [[&wrong, &none], [&none, &wrong]] {
        let linted = run(&["trace", "lint", "--lang", "en", files[0], files[1]]);
        assert_eq!(linted.exit, 6);
        let said = linted.out + &linted.err;
        assert!(said.contains("wrong.jsonl:10"), "{said}");
        assert!(said.contains("none.jsonl"), "{said}");
    }
}

/// A certificate's EF read again and again at one place, with a byte that changes: twice as many
/// commands take twice as long.
#[test]
#[ignore = "reads a clock, which a busy machine makes meaningless: docs/evidence.md, A13"]
fn a_certificate_read_again_and_again_takes_no_longer_each_time() {
    let scratch = Scratch::new("read-again");
    let took = |times: usize| {
        let file = scratch.path(&format!("{times}.log"));
        let mut log = "00A4040C0AD392F000260100000001\n9000\n00A4020C02000B\n9000\n".to_owned();
        log += &format!("00B0000000\n308230 00{}9000\n", "55".repeat(252)).replace(' ', "");
        for offset in (256..7920).step_by(256) {
            log += &format!("00B0{offset:04X}00\n{}9000\n", "55".repeat(256));
        }
        for time in 0..times {
            log += &format!("00B01EF000\n{:02X}{}9000\n", time % 2, "55".repeat(255));
        }
        fs::write(&file, log).unwrap();
        let begun = Instant::now();
        assert_eq!(run(&["trace", "redact", &file]).exit, 0);
        begun.elapsed().as_secs_f64()
    };
    took(100);
    let (once, fourfold) = (took(1000), took(4000));
    assert!(fourfold < once * 12.0, "{once} s, {fourfold} s");
}

/// `/proc`, `/sys` and `/etc` of a computer made to harm: links in a circle and into devices, names and
/// texts that command a terminal, numbers out of range, long files, a pipe that nobody writes to.
#[cfg(target_os = "linux")]
fn harmful_computer(root: &str) {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    let put = |path: &str, content: &[u8]| {
        let path = std::path::Path::new(root).join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    };
    let link = |path: &str, target: &str| {
        let path = std::path::Path::new(root).join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        symlink(target, path).unwrap();
    };
    let evil = b"\x1B[2J\x1B]0;evil\x07\xE2\x80\xAE\xC2\x9B\xFF\xFE";
    let usb = "sys/bus/usb/devices";
    for (port, content) in [
        ("1-1", &evil[..]),
        ("1-2", &b"9".repeat(1 << 20)),
        ("1-3", b""),
    ] {
        put(&format!("{usb}/{port}:1.0/bInterfaceClass"), b"0b");
        for file in [
            "idVendor", "idProduct", "product", "bcdDevice", "busnum", "devnum",
        ] {
            put(&format!("{usb}/{port}/{file}"), content);
        }
    }
    for port in ["1-4", "1-5\x1B[2J"] {
        for (file, content) in [
            ("idVendor", &b"054c"[..]),
            ("idProduct", b"0dc9"),
            ("product", evil),
            ("busnum", b"4294967295"),
            ("devnum", b"0"),
        ] {
            put(&format!("{usb}/{port}/{file}"), content);
        }
        put(&format!("{usb}/{port}:1.0/bInterfaceClass"), b"0b");
        link(&format!("{usb}/{port}:1.0/driver"), "../../\x1B[2Jdriver");
    }
    link(&format!("{usb}/1-6"), "1-6");
    link(&format!("{usb}/1-7"), "/dev/zero");
    for id in 1..200_u32 {
        put(
            &format!("proc/{id}/comm"),
            if id % 2 == 0 { b"pcscd\n" } else { evil },
        );
        put(
            &format!("proc/{id}/status"),
            b"Uid:\t-1 99999999999999 x\nGroups:\t-1 \xFF\nState:\t\n",
        );
        put(&format!("proc/{id}/maps"), b"libpcsclite");
        link(&format!("proc/{id}/fd/0"), "/dev/bus/usb/001/001");
    }
    put("proc/99999999999999999999/comm", b"pcscd");
    put("proc/version", &b"A".repeat(9 << 20));
    link("etc/os-release", "/etc/os-release");
    link("usr/lib/os-release", "../../etc/os-release");
    put("etc/default/pcscd", &b"\n".repeat(1 << 20));
    link("etc/systemd/system/pcscd.socket", "/dev/zero");
    link("run/pcscd/pcscd.comm", "/dev/zero");
    put("sys/class/dmi/id/sys_vendor", evil);
    let pipe = std::path::Path::new(root).join("sys/class/dmi/id/product_name");
    let made = std::process::Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .unwrap();
    assert!(made.success());
    let odd = std::path::Path::new(root)
        .join("proc")
        .join(std::ffi::OsStr::from_bytes(b"\xFF\xFE"));
    fs::create_dir(odd).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_computer_made_to_harm_is_described_in_bounds() {
    let scratch = Scratch::new("hostile-computer");
    let root = scratch.path("root");
    harmful_computer(&root);
    let begun = Instant::now();
    for (lang, format) in [("ja", "text"), ("en", "text"), ("en", "json")] {
        let page = scratch.path(&format!("{lang}-{format}.html"));
        let asked = [
            "doctor", "--root", &root, "--lang", lang, "--format", format, "--report", &page,
        ];
        let told = run(&asked);
        for text in [
            told.out.clone(),
            told.err,
            fs::read_to_string(&page).unwrap(),
        ] {
            let commands = |c: char| {
                (c.is_control() && c != '\n')
                    || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
            };
            assert!(!text.contains(commands), "{text:?}");
            assert!(text.len() < 300_000, "{} bytes", text.len());
        }
        assert!(told.exit <= 6, "{}", told.exit);
        if format == "json" {
            let report: Value = serde_json::from_str(&told.out).unwrap();
            assert!(report["doctor"]["checks"].is_array());
        }
    }
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}
