//! Memory does not grow with what is read, and time no faster: every verb of `trace`, and a replay, with
//! every kind of file that could make them.

use std::fs;
use std::io::Write;
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use crate::program::{Scratch, run};

const VERBS: &[&str] = &[
    "trace explain FILE",
    "trace explain --format json FILE",
    "trace redact FILE",
    "trace import FILE --overwrite --out FILE.out",
    "trace lint FILE",
    "trace export FILE --overwrite --pcapng FILE.out",
    "trace export FILE --overwrite --apdu4j FILE.out",
    "check --replay FILE",
    "check --expiry --format json --replay FILE",
];

/// A recording of these lines, of a simulated card, sealed.
fn recording(scratch: &Scratch, lines: &[&str], times: usize) -> Vec<u8> {
    let place = scratch.path("short.jsonl");
    let record = [
        "check", "--simulate", "valid", "--overwrite", "--record", &place,
    ];
    assert_eq!(run(&record).exit, 0);
    let text = fs::read_to_string(&place).unwrap();
    let own: Vec<&str> = text.lines().collect();
    let (header, own) = (own[0], &own[1..own.len() - 1]);
    let lines = if lines.is_empty() { own } else { lines };
    let body = format!("{header}\n{}", (lines.join("\n") + "\n").repeat(times));
    let (count, digest) = (lines.len() * times, Sha256::digest(&body));
    let digest = hex::encode_upper(digest);
    format!("{body}{{\"t\":\"end\",\"events\":{count},\"sha256\":\"{digest}\"}}\n").into_bytes()
}

fn utf16(text: &str) -> Vec<u8> {
    let units = ['\u{feff}'].into_iter().chain(text.chars());
    let units: Vec<u16> = units
        .flat_map(|c| c.encode_utf16(&mut [0; 2]).to_vec())
        .collect();
    units.into_iter().flat_map(u16::to_le_bytes).collect()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

const EXCHANGE: &str = r#"{"t":"x","c":["00B0000000"],"r":["00"],"sw":"9000","us":0}"#;
const LEFT_OUT: &str =
    r#"{"t":"x","c":["00B0000000"],"r":[{"r":"other","n":65000}],"sw":"9000","us":0}"#;
const BEGIN: &str = r#"{"t":"begin","us":0}"#;
const LONE_CARD: &str = r#"{"t":"card","reader":"","atr":"","us":0}"#;
const PAIR: &str =
    "00000001 APDU: 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01\n00000001 SW: 90 00\n";
const PIN: &str = "00000001 APDU: 00 20 00 80 04 31 32 33 34\n00000001 SW: 63 C2\n";
const ROW: &str = "30 31 32 33 34 35 36 37 38 39 30 31 32 33 34 35 0123456789012345\n";

/// A file made of so many of what makes it long.
type Made = fn(&Scratch, usize) -> Vec<u8>;

const FILES: &[(&str, Made)] = &[
    ("a check again and again", |scratch, many| {
        recording(scratch, &[], many / 20)
    }),
    ("one long conversation", |scratch, many| {
        recording(scratch, &[BEGIN, EXCHANGE], many / 2)
    }),
    ("transactions without a command", |scratch, many| {
        recording(scratch, &[BEGIN], many)
    }),
    ("cards without a command", |scratch, many| {
        recording(scratch, &[LONE_CARD], many / 2)
    }),
    ("answers that were left out", |scratch, many| {
        recording(scratch, &[LEFT_OUT], many / 100)
    }),
    ("a line without an end", |_, many| {
        format!("{{\"t\":\"{}", "x".repeat(many * 300)).into()
    }),
    ("brackets within brackets", |scratch, many| {
        let line = format!("{{\"t\":\"x\",\"c\":{}", "[".repeat(many * 4));
        recording(scratch, &[&line], 1)
    }),
    ("a log's line without an end", |_, many| {
        format!("{PAIR}00000001 APDU: {}", "00 ".repeat(many * 30)).into()
    }),
    ("no line at all, packed", |_, many| {
        packed(&vec![0; many * 300])
    }),
    ("a log in UTF-16", |_, many| utf16(&PAIR.repeat(many / 5))),
    ("calls without answers", |_, many| {
        let call = |number: usize| {
            let thread = number % 8;
            format!("{thread:X}@>|1|1|SCardTransmit\n{thread:X}@ 00 20 00 80\n")
        };
        (0..many / 4).map(call).collect::<String>().into()
    }),
    ("commands of 60,000 bytes", |_, many| {
        let pair = format!(
            "Outgoing APDU (60000 bytes):\n{}Incoming APDU (2 bytes):\n90 00 ..\n",
            ROW.repeat(3750)
        );
        pair.repeat(many / 4000).into()
    }),
    ("answers without commands", |_, many| {
        format!("{PAIR}{}", "00000001 SW: 90 00\n".repeat(many / 2)).into()
    }),
    ("a PIN again and again", |_, many| {
        PIN.repeat(many / 4).into()
    }),
    ("another client each time", |_, many| {
        let client = |number: usize| {
            format!("00000001 [{number}] APDU: 00 20 00 80\n00000001 [{number}] SW: 63 C3\n")
        };
        (0..many / 4).map(client).collect::<String>().into()
    }),
    ("a length of 10^11 bytes", |_, many| {
        format!("Outgoing APDU (99999999999 bytes):\n{}", ROW.repeat(many)).into()
    }),
    ("sixty calls open at once", |_, many| {
        let digits = "00 ".repeat(133_000);
        let call = |thread: usize| {
            let call = format!("{thread:X}@>|1|1|SCardTransmit\n");
            call + &format!("{thread:X}@{digits}\n").repeat(many / 100_000)
        };
        (0..60).map(call).collect::<String>().into()
    }),
];

/// Processor time in seconds and peak memory in MiB of the program with this file, in 64 MiB of address
/// space, and whether it was read to its end.
fn cost(verb: &str, file: &str) -> (f64, f64, bool) {
    let (program, arguments) = (env!("CARGO_BIN_EXE_mynacheck"), verb.replace("FILE", file));
    let told = format!("{file}.cost");
    let limited = format!(
        "ulimit -v 65536; exec time -o {told} -f '%U %S %M' {program} {arguments} >/dev/null 2>&1"
    );
    let status = Command::new("sh").args(["-c", &limited]).status().unwrap();
    let ended = matches!(status.code(), Some(0 | 1 | 3..=6));
    assert!(ended, "{verb} {file}: {status:?}");
    let told = fs::read_to_string(told).unwrap();
    // A line before the last says that the program ended with another code than 0.
    let figures: Vec<f64> = told
        .lines()
        .last()
        .into_iter()
        .flat_map(|line| line.split(' '))
        .map(|figure| figure.parse().unwrap())
        .collect();
    let refused = status.code() == Some(6);
    (figures[0] + figures[1], figures[2] / 1024.0, !refused)
}

/// Eight times as much takes no more memory, and at most twice eight times as long.
#[test]
#[ignore = "minutes, and wants GNU time: docs/evidence.md"]
fn memory_is_flat_and_time_linear() {
    let scratch = Scratch::new("memory");
    println!(
        "| file | MB | verbs that read it to its end | at most | by | for a MB at most | by |\n|---|---|---|---|---|---|---|"
    );
    for (name, made) in FILES {
        let [short, long] = [100_000, 800_000].map(|many| {
            let file = scratch.path(&many.to_string());
            fs::write(&file, made(&scratch, many)).unwrap();
            file
        });
        let length = u32::try_from(fs::metadata(&long).unwrap().len()).unwrap();
        let length = f64::from(length) / 1e6;
        let (mut most, mut slowest, mut read) = ((0.0, ""), (0.0, ""), 0);
        for verb in VERBS {
            let (before, small, _) = cost(verb, &short);
            let (took, peak, whole) = cost(verb, &long);
            read += u32::from(whole);
            let told = format!("{verb}, {name}: {before} and {took} s, {small} and {peak} MiB");
            assert!(took < 16.0 * before + 1.0, "{told}");
            // A replay keeps up to 16 MiB of what it plays.
            let kept = if verb.contains("--replay") { 32.0 } else { 4.0 };
            assert!(peak < small + kept, "{told}");
            if peak > most.0 {
                most = (peak, verb);
            }
            if took / length > slowest.0 {
                slowest = (took / length, verb);
            }
        }
        let [most_by, slowest_by] = [most.1, slowest.1].map(|verb| verb.replace(" FILE", ""));
        println!(
            "| {name} | {length:.1} | {read} of {} | {:.0} MiB | `{most_by}` | {:.0} ms | `{slowest_by}` |",
            VERBS.len(),
            most.0,
            slowest.0 * 1000.0
        );
    }
}
