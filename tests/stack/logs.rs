//! Logs that other programs write of one conversation are imported to the same exchanges.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use mynacheck::internals::recording::{self, Event, Provenance};

use crate::limit::{self, ToItsEnd};
use crate::ours::PROGRAM;
use crate::pcscd::Service;
use crate::strangers::PYTHON;

/// Command, answer and status word, as a recording has them.
type Said = (String, String);

const CONVERSATION: &[&str] = &[
    "00A4040C0AD392F000260100000001",
    "00A4020C020018",
    "00200080",
    // A wrong PIN, which no recording may hold.
    "002000800437333931",
    "00A4020C02000A",
    "00B0000000",
    "00B0010000",
];

pub(crate) const OBSERVED: &str = "
import sys
from smartcard.System import readers
from smartcard.CardConnectionObserver import ConsoleCardConnectionObserver
connection = [r for r in readers() if str(r).endswith('00 00')][0].createConnection()
connection.addObserver(ConsoleCardConnectionObserver())
connection.connect()
for command in sys.argv[1:]:
    connection.transmit(list(bytes.fromhex(command)))
connection.disconnect()
";

/// Imports a log and gives what was said, in order.
fn imported(service: &Service, log: &Path, name: &str) -> Vec<Said> {
    let recording = service.path(&format!("{name}.jsonl"));
    let output = Command::new(PROGRAM)
        .args(["trace", "import"])
        .arg(log)
        .arg("--out")
        .arg(&recording)
        .arg("--overwrite")
        .to_its_end();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{name}: {text}");
    let bytes = fs::read(&recording).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    for canary in ["37333931", "7391", "3030303030305330"] {
        assert!(!text.contains(canary), "{name} holds {canary}");
    }
    let (header, events) = recording::read(bytes.as_slice()).unwrap();
    assert_eq!(header.provenance, Provenance::Imported(name.to_owned()));
    let said = events.into_iter().filter_map(|(_, event)| match event {
        Event::Exchange(exchange) => {
            let answer = exchange.answer.unwrap();
            Some((exchange.command.to_string(), answer.to_string()))
        }
        _ => None,
    });
    said.collect()
}

/// Its own log: pcscd writes every command of every client.
fn of_pcscd(service: &Service) -> Vec<Said> {
    let log = service.path("pcscd.log");
    fs::write(&log, service.log()).unwrap();
    imported(service, &log, "pcscd")
}

#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn four_logs_of_one_conversation_tell_the_same() {
    let service = Service::start();
    let card = service.serve("valid");
    let output = service
        .client(PYTHON)
        .args(["-c", OBSERVED])
        .args(CONVERSATION)
        .stderr(Stdio::inherit())
        .to_its_end();
    assert!(output.status.success());
    let observed = service.path("observed.log");
    fs::write(&observed, &output.stdout).unwrap();

    let by_pcscd = of_pcscd(&service);
    assert_eq!(by_pcscd.len(), CONVERSATION.len(), "{by_pcscd:?}");
    assert_eq!(by_pcscd[2].1, "63C3");
    assert_eq!(
        by_pcscd[3],
        ("0020008004XXXXXXXX".to_owned(), "63C2".to_owned())
    );
    assert_eq!(by_pcscd[5].1.len(), 516);
    assert_eq!(imported(&service, &observed, "pyscard"), by_pcscd);

    let debugged = service.path("opensc.log");
    let mut opensc = service.client("opensc-tool");
    opensc.env("OPENSC_DEBUG", "9").args(["-c", "default"]);
    for command in CONVERSATION {
        opensc.args(["-s", command]);
    }
    let status = opensc
        .stdout(Stdio::null())
        .stderr(File::create(&debugged).unwrap())
        .status()
        .unwrap();
    assert!(status.success());
    let both = of_pcscd(&service);
    let by_pcscd = both.get(CONVERSATION.len()..).unwrap();
    assert!(by_pcscd.len() >= CONVERSATION.len());
    assert_eq!(imported(&service, &debugged, "opensc"), by_pcscd);

    let spied = spied(&service, CONVERSATION);
    assert!(!fs::read(&spied).unwrap().is_empty());
    let by_pcscd = of_pcscd(&service).split_off(both.len());
    assert!(by_pcscd.len() >= CONVERSATION.len(), "{by_pcscd:?}");
    assert_eq!(imported(&service, &spied, "pcsc-spy"), by_pcscd);
    drop(card);
}

/// What pcsc-spy, which writes into a FIFO in the home folder, sees of OpenSC.
pub(crate) fn spied(service: &Service, commands: &[&str]) -> PathBuf {
    let fifo = service.path("pcsc-spy");
    let made = Command::new("mkfifo").arg(&fifo).status().unwrap();
    assert!(made.success());
    let spied = service.path("spied.log");
    // Whoever opens a FIFO waits for the other side; nobody may wait for ever.
    let mut spy = Command::new("timeout")
        .args(["10", "cat"])
        .arg(&fifo)
        .stdout(File::create(&spied).unwrap())
        .spawn()
        .unwrap();
    // OpenSC looks for PC/SC by the name of a library.
    let configuration = service.path("opensc.conf");
    fs::write(
        &configuration,
        "app default { reader_driver pcsc { provider_library = libpcscspy.so.0; } }\n",
    )
    .unwrap();
    let mut opensc = service.client("timeout");
    opensc
        .args(["10", "opensc-tool", "-c", "default"])
        .env("OPENSC_CONF", configuration)
        .env("HOME", fifo.parent().unwrap());
    for command in commands {
        opensc.args(["-s", command]);
    }
    opensc.to_its_end();
    assert!(limit::ended(&mut spy).success(), "pcsc-spy saw nothing");
    fs::remove_file(&fifo).unwrap();
    spied
}

#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn tshark_decodes_every_exported_recording() {
    let folder = std::env::temp_dir().join(format!("mynacheck-pcapng-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let recordings = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/recordings");
    let (mut expected, mut captures) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(recordings).unwrap() {
        let path = entry.unwrap().path();
        let capture = folder
            .join(path.file_stem().unwrap())
            .with_extension("pcapng");
        let (_, events) = recording::read(fs::read(&path).unwrap().as_slice()).unwrap();
        expected.extend(events.into_iter().filter_map(|(_, event)| match event {
            Event::Exchange(exchange) => Some(exchange),
            _ => None,
        }));
        let status = Command::new(PROGRAM)
            .args(["trace", "export"])
            .arg(&path)
            .arg("--pcapng")
            .arg(&capture)
            .status()
            .unwrap();
        assert!(status.success());
        captures.push(capture);
    }
    let merged = folder.join("all.pcapng");
    let status = Command::new("mergecap")
        .arg("-a")
        .arg("-w")
        .arg(&merged)
        .args(&captures)
        .status();
    assert!(status.expect("mergecap comes with tshark").success());
    let output = Command::new("tshark")
        .arg("-r")
        .arg(&merged)
        .args(["-T", "fields", "-E", "separator=,"])
        .args(["-e", "iso7816.apdu.ins", "-e", "iso7816.apdu.sw1"])
        .args(["-e", "iso7816.apdu.sw2", "-e", "_ws.malformed"])
        .stderr(Stdio::null())
        .to_its_end();
    let text = String::from_utf8(output.stdout).unwrap().to_lowercase();
    // An ATR has neither; one of them is malformed on purpose.
    let mut decoded = text.lines().filter(|line| !line.starts_with(",,,"));
    for exchange in expected {
        let command = exchange.command.stand_in();
        let sent = format!("0x{:02x},,,", command[1]);
        assert_eq!(decoded.next(), Some(sent.as_str()), "{}", exchange.command);
        if let Ok(answer) = exchange.answer {
            // Zeros stand for what was left out.
            let [high, low] = answer.status.unwrap_or(0).to_be_bytes();
            let came = format!(",0x{high:02x},0x{low:02x},");
            assert_eq!(decoded.next(), Some(came.as_str()), "{}", exchange.command);
        }
    }
    assert_eq!(decoded.next(), None);
    fs::remove_dir_all(&folder).unwrap();
}
