//! Programs of others read from the served card what its card file says.
//!
//! Each of them was written against real cards, by people who do not know this one.

use std::process::{Child, Stdio};

use myna_card::ap::jpki::{JpkiAp, SignatureScheme};
use myna_card::transport::pcsc::{self, Sharing};
use myna_card::{Pin, Retries, StatusWord};
use mynacheck::internals::simulator::image::{Application, Image};

use crate::limit::{self, ToItsEnd};
use crate::pcscd::Service;
use crate::served::{Served, TODAY};

const JPKI: &str = "D392F000260100000001";
/// Debian's package of pyscard is for Debian's Python, which need not be the first in the path.
pub(crate) const PYTHON: &str = "/usr/bin/python3";
/// Set in the process that this test starts from itself, to be a client with a PC/SC service of
/// its own: libpcsclite takes the service from the environment.
const AS_CLIENT: &str = "MYNACHECK_TEST_CLIENT";

/// A card on a reader, and what its card file says.
struct Stage {
    // Dropped first: the card goes before its reader.
    card: Served,
    service: Service,
    atr: Vec<u8>,
    tries: u8,
    short_identifiers: bool,
    certificate: Vec<u8>,
}

impl Stage {
    fn new(name: &str) -> Self {
        let image = Image::built_in(name, TODAY.parse().unwrap()).unwrap();
        let jpki = jpki(&image);
        let content = &jpki.files[&0x000A].content;
        let length = usize::from(u16::from_be_bytes([content[2], content[3]]));
        let service = Service::start();
        Self {
            card: service.serve(name),
            service,
            certificate: content[..length + 4].to_vec(),
            tries: jpki.pins[&0x0018].left,
            short_identifiers: image.short_identifiers,
            atr: image.atr,
        }
    }

    fn atr(&self, between: &str) -> String {
        let bytes: Vec<String> = self.atr.iter().map(|byte| format!("{byte:02X}")).collect();
        bytes.join(between)
    }

    /// Commands that the card saw meanwhile.
    fn counting<T>(&self, run: impl FnOnce() -> T) -> (T, usize) {
        let before = self.card.commands().len();
        let result = run();
        (result, self.card.commands().len() - before)
    }

    /// VERIFY commands with a PIN that the card has seen so far.
    fn verifies(&self) -> usize {
        let commands = self.card.commands();
        let with_pin = |command: &&(String, u64)| command.0.starts_with("0020") && command.1 > 5;
        commands.iter().filter(with_pin).count()
    }
}

fn jpki(image: &Image) -> &Application {
    let aid = hex::decode(JPKI).unwrap();
    let mut applications = image.applications.iter();
    applications.find(|ap| ap.aid == aid).unwrap()
}

#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn a_card_with_three_tries() {
    everybody_reads("valid");
}

#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn a_card_with_one_try() {
    everybody_reads("last-try");
}

#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn a_card_read_without_contact() {
    everybody_reads("contactless");
}

fn everybody_reads(name: &str) {
    if std::env::var_os(AS_CLIENT).is_some() {
        return client_of_myna_card();
    }
    let stage = Stage::new(name);
    let scan = pcsc_scan(&stage);
    opensc_tool(&stage);
    pkcs15_tool(&stage);
    pyscard(&stage);
    jpki_cli(&stage);
    assert_eq!(stage.verifies(), 0, "somebody has sent a PIN unasked");
    myna_card(&stage);
    assert_eq!(stage.verifies(), 1);
    pkcs11_tool(&stage);
    assert_eq!(stage.verifies(), 2, "one signature, one VERIFY");
    pcsc_scan_has_seen(&stage, scan);
}

fn opensc_tool(stage: &Stage) {
    let run = |arguments: &[&str]| stage.service.run("opensc-tool", arguments);
    let (readers, commands) = stage.counting(|| run(&["-l"]));
    let line = |wanted: &str| readers.lines().any(|line| squeezed(line) == wanted);
    assert!(line("0 Yes Virtual PCD 00 00"), "{readers}");
    assert!(line("1 No Virtual PCD 00 01"), "{readers}");
    assert_eq!(commands, 0);
    assert_eq!(run(&["-a"]).trim(), stage.atr(":").to_lowercase());
    assert_eq!(run(&["-n"]).trim(), "jpki");
    let select = format!("00A4040C0A{JPKI}");
    let query = ["-s", &select, "-s", "00A4020C020018", "-s", "00200080"];
    let (answers, commands) = stage.counting(|| run(&[&["-c", "default"], &query[..]].concat()));
    assert!(
        answers.contains(&format!("SW1=0x63, SW2=0xC{}", stage.tries)),
        "{answers}"
    );
    assert_eq!(commands, 3);
}

fn squeezed(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn pkcs15_tool(stage: &Stage) {
    let run = |arguments: &[&str]| stage.service.run("pkcs15-tool", arguments);
    let pins = run(&["--list-pins"]);
    let tries: Vec<&str> = pins
        .lines()
        .filter(|line| line.contains("Tries left"))
        .collect();
    assert_eq!(tries.len(), 2, "{pins}");
    assert!(tries[0].ends_with(&format!(": {}", stage.tries)), "{pins}");
    assert!(tries[1].ends_with(": 5"), "{pins}");

    let all = run(&["-D"]);
    let count = |what: &str| all.lines().filter(|line| line.starts_with(what)).count();
    assert_eq!(count("PIN ["), 2, "{all}");
    assert_eq!(count("Private RSA Key ["), 2, "{all}");
    assert_eq!(count("Public RSA Key ["), 2, "{all}");
    assert_eq!(count("X.509 Certificate ["), 4, "{all}");
    // Of the signing certificate nothing is shown: its PIN comes first.
    assert_eq!(all.matches("Encoded serial").count(), 3, "{all}");

    std::fs::write(
        stage.service.path("certificate.pem"),
        run(&["--read-certificate", "1"]),
    )
    .unwrap();
    let openssl = |arguments: &[&str]| {
        let from = ["x509", "-in", "certificate.pem"];
        stage
            .service
            .bytes("openssl", &[&from[..], arguments].concat())
    };
    assert_eq!(openssl(&["-outform", "DER"]), stage.certificate);
    let text = openssl(&["-noout", "-subject", "-enddate"]);
    let text = String::from_utf8(text).unwrap();
    assert!(text.contains("000000S00SIMUL00000001A"), "{text}");
    // 220 days on, at the last second of the day in Japan.
    assert!(text.contains("notAfter=Jun 30 14:59:59 2027 GMT"), "{text}");
    let key = openssl(&["-noout", "-pubkey"]);
    std::fs::write(stage.service.path("key.pem"), key).unwrap();
}

fn pkcs11_tool(stage: &Stage) {
    std::fs::write(stage.service.path("challenge"), "challenge").unwrap();
    let sign = "--sign --mechanism SHA256-RSA-PKCS --id 01 --login --pin 1234 \
                --input-file challenge --output-file signature";
    let sign: Vec<&str> = sign.split_whitespace().collect();
    stage.service.run("pkcs11-tool", &sign);
    let verify = "dgst -sha256 -verify key.pem -signature signature challenge";
    let verify: Vec<&str> = verify.split_whitespace().collect();
    assert_eq!(stage.service.run("openssl", &verify), "Verified OK\n");
}

/// Watches for a second, beside the others, as somebody may let it run all day.
fn pcsc_scan(stage: &Stage) -> Child {
    let mut scan = stage.service.client("pcsc_scan");
    scan.args(["-n", "-t", "1"]).stdout(Stdio::piped());
    scan.spawn().unwrap()
}

fn pcsc_scan_has_seen(stage: &Stage, scan: Child) {
    let seen = limit::output(scan).stdout;
    let seen = String::from_utf8_lossy(&seen);
    assert!(seen.contains("Card state: Card inserted"), "{seen}");
    assert!(seen.contains(&format!("ATR: {}", stage.atr(" "))), "{seen}");
}

fn pyscard(stage: &Stage) {
    let script = "\
from smartcard.System import readers
connection = readers()[0].createConnection()
connection.connect()
print(bytes(connection.getATR()).hex())
for command in '00A4040C0AD392F000260100000001', '00A4020C020018', '00200080', \\
        '00A4020C02000A', '00B0000004':
    data, sw1, sw2 = connection.transmit(list(bytes.fromhex(command)))
    print(bytes(data).hex(), '%02X%02X' % (sw1, sw2))
";
    let (out, commands) = stage.counting(|| stage.service.run(PYTHON, &["-c", script]));
    let expected = [
        stage.atr("").to_lowercase(),
        " 9000".to_owned(),
        " 9000".to_owned(),
        format!(" 63C{}", stage.tries),
        " 9000".to_owned(),
        format!("{} 9000", hex::encode(&stage.certificate[..4])),
    ];
    assert_eq!(out.lines().collect::<Vec<_>>(), expected);
    assert_eq!(commands, 5);
}

/// jpki-cli sends every command twice, as its first buffer has no room for an answer: a defect
/// that costs two tries for one wrong PIN, and the reason why it is given none here.
fn jpki_cli(stage: &Stage) {
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/target/strangers/bin/jpki-cli");
    let run = |arguments: &[&str]| stage.service.bytes(program, arguments);
    let (tries, commands) = stage.counting(|| run(&["crypto", "--auth", "stat"]));
    assert_eq!(tries, format!("{}\n", stage.tries).into_bytes());
    assert_eq!(commands, 6, "three, each of them twice");
    assert_eq!(run(&["crypto", "stat"]), b"5\n");
    let certificate = run(&["crypto", "--auth", "read-certificate"]);
    assert_eq!(certificate, stage.certificate);
}

fn myna_card(stage: &Stage) {
    let this = std::env::current_exe().unwrap();
    let thread = std::thread::current();
    let out = stage
        .service
        .client(this.to_str().unwrap())
        .args(["--exact", "--ignored", thread.name().unwrap()])
        .arg("--nocapture")
        .env(AS_CLIENT, "1")
        .to_its_end();
    let text = String::from_utf8_lossy(&out.stdout);
    let told: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("told: "))
        .collect();
    // A card that takes no short EF identifiers cannot sign for this client.
    let signed: Result<usize, myna_card::Error> = if stage.short_identifiers {
        Ok(256)
    } else {
        Err(myna_card::Error::Status(StatusWord::new(0x6A86)))
    };
    let expected = [
        hex::encode(&stage.certificate),
        format!("{:?}", Retries::Remaining(stage.tries)),
        format!("{signed:?}"),
    ];
    assert_eq!(
        told,
        expected,
        "{text}\n{}",
        String::from_utf8_lossy(&out.stderr)
    );
}

/// In a process of its own: what a program on this library does with the card.
fn client_of_myna_card() {
    let mut card = pcsc::connect_any(Sharing::Exclusive).unwrap();
    let mut jpki = JpkiAp::select(&mut card).unwrap();
    let certificate = jpki.read_auth_certificate_der().unwrap();
    println!("told: {}", hex::encode(certificate));
    println!("told: {:?}", jpki.auth_pin_retries().unwrap());
    let pin = Pin::numeric("1234").unwrap();
    jpki.verify_auth_pin(&pin).unwrap();
    // It names the key by its short EF identifier, and checks the signature with the certificate.
    let scheme = SignatureScheme::Sha256DigestInfo;
    let signed = jpki.sign_with_auth_key_checked(scheme, b"challenge");
    println!("told: {:?}", signed.map(|signature| signature.len()));
}

/// A wrong PIN costs one try, everybody sees it, and at the end the card is locked.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn wrong_pins_count_down_for_everybody() {
    let stage = Stage::new("valid");
    for left in [2, 1, 0] {
        let wrong = ["--login", "--pin", "0000", "-O"];
        let out = stage.service.output("pkcs11-tool", &wrong);
        assert!(!out.status.success());
        let pins = stage.service.run("pkcs15-tool", &["--list-pins"]);
        assert!(pins.contains(&format!("Tries left     : {left}")), "{pins}");
    }
    assert_eq!(stage.verifies(), 3);
    let tokens = stage.service.run("pkcs11-tool", &["-L"]);
    assert!(tokens.contains("user PIN locked"), "{tokens}");
}
