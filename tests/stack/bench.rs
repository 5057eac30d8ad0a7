//! What it costs to start the program, to explain long recordings, and to learn when a certificate
//! ends, beside the other programs for this card. `cargo bench` prints the tables of `docs/performance.md`.
//!
//! The card takes 8 ms for a command and 85 µs for a byte, about what a contactless card needs at
//! 106 kbit/s: a command less counts as it does at a counter.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_precision_loss,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs,
    reason = "a benchmark prints, and ends where something is not as expected"
)]

mod limit;
mod pcscd;
mod served;

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::iter;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use myna_card::ap::jpki::JpkiAp;
use myna_card::transport::pcsc::{self, Sharing};
use serde_json::Value;
use sha2::{Digest, Sha256};

use limit::ToItsEnd;
use pcscd::Service;
use served::Served;

const PROGRAM: &str = env!("CARGO_BIN_EXE_mynacheck");
const JPKI_CLI: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/strangers/bin/jpki-cli");
/// Set in the process that this benchmark starts from itself.
const AS_CLIENT: &str = "MYNACHECK_BENCH_CLIENT";

/// Microseconds for a command, and for a byte.
const PACE: [u32; 2] = [8000, 85];

fn main() {
    if std::env::var_os(AS_CLIENT).is_some() {
        let mut card = pcsc::connect_any(Sharing::Shared).unwrap();
        let mut jpki = JpkiAp::select(&mut card).unwrap();
        let certificate = jpki.read_auth_certificate_der().unwrap();
        assert!(certificate.len() > 1500);
        return;
    }
    start();
    explained();
    dates();
    one_command();
    verdicts();
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn timed(runs: usize, mut run: impl FnMut()) -> Duration {
    run();
    let one = |_| {
        let begin = Instant::now();
        run();
        begin.elapsed()
    };
    median((0..runs).map(one).collect())
}

/// The most memory that a process had, in MiB.
fn peak(arguments: &[&str]) -> f64 {
    let out = Command::new("/usr/bin/time")
        .args(["-f", "%M", PROGRAM])
        .args(arguments)
        .stdout(Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&out.stderr);
    let kib: f64 = told.lines().last().unwrap().parse().unwrap();
    kib / 1024.0
}

fn start() {
    let arguments = ["check", "--simulate", "valid"];
    let wall = timed(40, || {
        let check = Command::new(PROGRAM).args(arguments).output().unwrap();
        assert!(check.status.success());
    });
    let size = fs::metadata(PROGRAM).unwrap().len() >> 10;
    println!("| `check --simulate valid` | median of 40 |");
    println!("|---|---|");
    println!("| whole process | {:.1} ms |", wall.as_secs_f64() * 1e3);
    println!("| peak memory | {:.1} MiB |", peak(&arguments));
    println!("| size of the program | {size} KiB |\n");
}

/// A recording that goes on as if one card had been laid down again and again.
fn long_recording(exchanges: usize) -> PathBuf {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("long.jsonl");
    let recorded = Command::new(PROGRAM)
        .args(["check", "--simulate", "valid", "--overwrite", "--record"])
        .arg(&place)
        .output()
        .unwrap();
    assert!(recorded.status.success());
    let text = fs::read_to_string(&place).unwrap();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let [header, events @ .., _end] = &lines[..] else {
        panic!("{text}");
    };
    let within = events.iter().filter(|line| line.starts_with(r#"{"t":"x""#));
    let times = exchanges.div_ceil(within.count());
    let events_of_one = events.concat();
    let mut file = BufWriter::new(File::create(&place).unwrap());
    let mut digest = Sha256::new();
    for piece in [*header]
        .into_iter()
        .chain(iter::repeat_n(&*events_of_one, times))
    {
        file.write_all(piece.as_bytes()).unwrap();
        digest.update(piece);
    }
    let digest = hex::encode_upper(digest.finalize());
    let count = events.len() * times;
    writeln!(
        file,
        r#"{{"t":"end","events":{count},"sha256":"{digest}"}}"#
    )
    .unwrap();
    file.flush().unwrap();
    place
}

fn explained() {
    println!("| `trace explain`, exchanges | file | wall time | a second | peak memory |");
    println!("|---|---|---|---|---|");
    for (exchanges, runs) in [(10_000, 5), (100_000, 5), (1_000_000, 3), (10_000_000, 1)] {
        let file = long_recording(exchanges);
        let arguments = ["trace", "explain", file.to_str().unwrap()];
        let megabytes = fs::metadata(&file).unwrap().len() as f64 / 1e6;
        let wall = timed(runs, || {
            let mut explain = Command::new(PROGRAM);
            explain.args(arguments).stdout(Stdio::null());
            assert!(explain.status().unwrap().success());
        });
        let seconds = wall.as_secs_f64();
        println!(
            "| {exchanges} | {megabytes:.1} MB | {seconds:.2} s | {:.0} MB | {:.1} MiB |",
            megabytes / seconds,
            peak(&arguments)
        );
        fs::remove_file(file).unwrap();
    }
    println!();
}

fn dates() {
    let service = Service::start();
    let lay = |slot: u16, base: &str| -> Served {
        let path = service.path(&format!("{base}.toml"));
        let [command, byte] = PACE;
        let timing = format!("command_micros = {command}\nbyte_micros = {byte}\n");
        fs::write(&path, format!("extends = '{base}'\n{timing}")).unwrap();
        let served = service.lay_down(slot, path.to_str().unwrap());
        served.wait_until_noticed(&service);
        served
    };
    let this = std::env::current_exe().unwrap();
    let this = this.to_str().unwrap();
    println!("| to learn when the certificate ends | commands | median of 9 |");
    println!("|---|---|---|");
    for (card, programs) in [
        (
            "valid",
            &[
                ("pkcs15-tool --read-certificate 1", "pkcs15-tool"),
                ("jpki-cli crypto --auth read-certificate", JPKI_CLI),
                ("a client on the library myna-card", this),
                ("mynacheck check", PROGRAM),
                ("mynacheck check --expiry", PROGRAM),
            ][..],
        ),
        (
            "short-identifiers",
            &[("mynacheck check --expiry, short EF identifiers", PROGRAM)],
        ),
    ] {
        let served = lay(0, card);
        for (name, program) in programs {
            let arguments: Vec<&str> = name
                .split(',')
                .next()
                .unwrap()
                .split(' ')
                .skip(1)
                .filter(|_| *program != this)
                .collect();
            let before = served.commands().len();
            let mut runs = 0;
            let wall = timed(9, || {
                let out = service
                    .client(program)
                    .args(&arguments)
                    .env(AS_CLIENT, "1")
                    .to_its_end();
                assert!(out.status.success(), "{name}: {out:?}");
                runs += 1;
            });
            let commands = (served.commands().len() - before) / runs;
            println!(
                "| {name} | {commands} | {:.0} ms |",
                wall.as_secs_f64() * 1e3
            );
        }
        served.stop();
        service.wait_until_gone(0);
    }
    println!();
}

/// One READ BINARY of 256 bytes of a card that takes no time: served, and relayed from one reader
/// into another.
fn one_command() {
    let direct = Service::start();
    let _served = direct.serve("valid");
    let relayed = Service::start();
    let _card = relayed.serve_on(1, "valid");
    let mut relay = relayed.client(PROGRAM);
    relay.args("relay --lang en --format json --reader".split(' '));
    relay.args(["Virtual PCD 00 01", "--vpcd", &relayed.address(0)]);
    relay.args(["--today", served::TODAY, "--record"]);
    relay.arg(relayed.path("relayed.jsonl"));
    let relay = Telling::start(relay);
    // Its reader switches the power on, and the card is powered down for it.
    let powered_down = "transaction ends, the card is powered down";
    relay.1.until("text", powered_down);
    let script = "\
import time
from smartcard.System import readers
connection = readers()[0].createConnection()
connection.connect()
connection.transmit(list(bytes.fromhex('00A4040C0AD392F000260100000001')))
connection.transmit(list(bytes.fromhex('00A4020C02000A')))
def one():
    begin = time.perf_counter()
    connection.transmit(list(bytes.fromhex('00B0000000')))
    return time.perf_counter() - begin
times = sorted(one() for _ in range(1000))
print(int(times[500] * 1e6))
";
    println!("| READ BINARY of 256 bytes, seen by a client in Python | median of 1000 |");
    println!("|---|---|");
    for (way, service) in [
        ("`serve`", &direct),
        ("`serve`, then `relay --record`", &relayed),
    ] {
        let micros = service.run("/usr/bin/python3", &["-c", script]);
        println!("| through pcscd and {way} | {} µs |", micros.trim());
    }
}

/// Objects, each with the moment at which it came.
struct Told(Receiver<(Instant, Value)>);

impl Told {
    fn by(source: impl Read + Send + 'static) -> Self {
        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(source).lines().map_while(Result::ok) {
                let now = Instant::now();
                let object = line.strip_prefix("data: ").unwrap_or(&line);
                if let Ok(object) = serde_json::from_str(object) {
                    let _ = sender.send((now, object));
                }
            }
        });
        Self(receiver)
    }

    /// The next one that has this field, with this value.
    fn until(&self, field: &str, value: &str) -> (Instant, Value) {
        loop {
            let told = self.0.recv_timeout(Duration::from_secs(10)).unwrap();
            if told.1[field] == value {
                return told;
            }
        }
    }
}

/// A program that tells until this value is dropped.
struct Telling(Child, Told);

impl Telling {
    fn start(mut program: Command) -> Self {
        let mut child = program.stdout(Stdio::piped()).spawn().unwrap();
        let told = Told::by(child.stdout.take().unwrap());
        Self(child, told)
    }
}

impl Drop for Telling {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Somebody who listens to the counter's page.
fn listener(address: &str) -> Told {
    let begun = Instant::now();
    let mut page = loop {
        match TcpStream::connect(address) {
            Ok(page) => break page,
            Err(error) => assert!(begun.elapsed() < Duration::from_secs(10), "{error}"),
        }
    };
    write!(page, "GET /events HTTP/1.1\r\nHost: {address}\r\n\r\n").unwrap();
    Told::by(page)
}

/// From the moment at which pcscd powers a card that was laid down to its verdict.
fn verdicts() {
    let service = Service::start();
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let mut watch = service.client(PROGRAM);
    watch.args(["watch", "--format", "json", "--today", served::TODAY]);
    watch.args(["--page", &address]);
    let watch = Telling::start(watch);
    let page = listener(&address);
    println!(
        "\n| `watch`, median of 21 | verdict written | heard from the page | the card's own time |"
    );
    println!("|---|---|---|---|");
    for (name, [command, byte]) in [
        ("a card that takes no time", [0, 0]),
        ("8 ms for a command, 85 µs for a byte", PACE),
    ] {
        let path = service.path("paced.toml");
        let timing = format!("command_micros = {command}\nbyte_micros = {byte}\n");
        fs::write(&path, format!("extends = 'valid'\n{timing}")).unwrap();
        let (mut written, mut heard, mut own) = (Vec::new(), Vec::new(), Duration::ZERO);
        for _ in 0..21 {
            let mut card = service.client(PROGRAM);
            card.args(["serve", path.to_str().unwrap(), "--format", "json"])
                .args(["--vpcd", &service.address(0), "--today", served::TODAY]);
            let card = Telling::start(card);
            let (powered, _) = card.1.until("event", "power-on");
            let (judged, report) = watch.1.until("verdict", "usable");
            written.push(judged - powered);
            heard.push(page.until("verdict", "usable").0 - powered);
            drop(card);
            watch.1.until("event", "lifted");
            let count = |what: &str| u32::try_from(report["exchange"][what].as_u64().unwrap());
            let micros = command * count("commands").unwrap() + byte * count("bytes").unwrap();
            own = Duration::from_micros(micros.into());
        }
        let millis = [median(written), median(heard), own].map(|it| it.as_secs_f64() * 1e3);
        let [written, heard, own] = millis;
        println!("| {name} | {written:.1} ms | {heard:.1} ms | {own:.1} ms |");
    }
}
