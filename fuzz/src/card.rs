//! What a card, a reader and a card file say.

use std::time::Duration;

use mynacheck::internals::certificate::{self, TrustAnchor, Whole, chain, head, whole};
use mynacheck::internals::check::{self, Question};
use mynacheck::internals::conversation::Day;
use mynacheck::internals::iso7816::atr::{Atr, first_protocol};
use mynacheck::internals::pin::status;
use mynacheck::internals::reader::Features;
use mynacheck::internals::report::json::Document;
use mynacheck::internals::report::{Report, html, text};
use mynacheck::internals::simulator::SimulatedTransport;
use mynacheck::internals::simulator::image::Image;
use mynacheck::internals::simulator::state::{Card, CardResponse};
use mynacheck::internals::transport::{
    Leave, Operation, Outgoing, ScardCode, Source, SourceKind, Transport, TransportError,
};

use super::{TODAY, assert_tame, lang};

/// No question sends more commands than this, asked twice where another program disturbed it.
const MOST_COMMANDS: usize = 256;

/// An answer to reset is short, and so is all that is read from it.
pub fn atr(data: &[u8]) {
    let atr = Atr::parse(data);
    assert!(atr.historical.len() <= 15);
    let _ = first_protocol(data);
    let _ = mynacheck::internals::iso7816::apdu::is_atr(data);
}

/// What a reader says of itself: two lists, one behind the other.
pub fn features(data: &[u8]) {
    let mut features = Features::default();
    let half = data.len() / 2;
    let (listed, properties) = data.split_at(half);
    let _ = features.listed(listed);
    features.properties(properties);
}

/// A certificate, whole or only its head: both say the same, and a certificate that is examined
/// with itself is no reason to stop.
pub fn certificate(data: &[u8]) {
    let head = head::read(data);
    let _ = whole::length(data);
    let _ = TrustAnchor::parse(data);
    let Ok(whole) = Whole::parse(data) else {
        return;
    };
    if let (Ok(head), Ok(last)) = (&head, whole.last_day()) {
        assert_eq!(head.last_day(), last);
        assert_eq!(head.issuer, whole.issuer());
    }
    let names = [
        whole.issuer_name(),
        whole.subject_name(),
        whole.serial_number(),
        whole.signature_algorithm(),
    ];
    assert!(names.iter().all(|name| name.len() <= data.len() * 16 + 64));
    let _ = certificate::anchor::sha256(whole.der());
    let examined = chain::examine(&whole, Some(data), &[], TODAY);
    assert_ne!(
        examined.chain,
        certificate::Chain::Trusted,
        "no such key is known"
    );
    if let Ok(key) = whole.key() {
        let challenge = key.challenge(b"mynacheck");
        assert!(!key.has_answered(&challenge, data));
    }
}

fn question(expiry_only: bool) -> Question {
    Question {
        expiry_only,
        card_body: !expiry_only,
        ..Question::on(Day::given(TODAY))
    }
}

/// A report has a form for everybody.
fn assert_told(report: &Report, data: &[u8]) {
    let lang = lang(data);
    // The report's own colours; what came from outside may have none.
    let text = text::render(report, lang, None);
    let mut parts = text.split("\u{1b}[");
    assert_tame(parts.next().unwrap_or_default());
    for part in parts {
        let (colour, rest) = part.split_once('m').expect("a colour");
        assert!(colour.bytes().all(|byte| byte.is_ascii_digit()));
        assert_tame(rest);
    }
    assert_tame(&html::render(report, None, lang));
    serde_json::to_string(&Document::new(report, lang)).expect("a document");
}

/// A card that answers with what the input says, answer by answer: two bytes of length, little
/// endian, and so many bytes. A length above 0x7FFF is a failure of PC/SC instead.
struct Dealt<'a> {
    atr: &'a [u8],
    rest: &'a [u8],
    commands: usize,
    open: bool,
}

impl<'a> Dealt<'a> {
    fn new(data: &'a [u8]) -> Self {
        let mut card = Self {
            atr: &[],
            rest: data,
            commands: 0,
            open: false,
        };
        card.atr = card.next(Operation::Connect).unwrap_or_default();
        card
    }

    fn next(&mut self, operation: Operation) -> Result<&'a [u8], TransportError> {
        const CODES: &[ScardCode] = &[
            ScardCode::W_RESET_CARD,
            ScardCode::W_REMOVED_CARD,
            ScardCode::F_COMM_ERROR,
            ScardCode::E_NOT_TRANSACTED,
        ];
        let Some((length, rest)) = self.rest.split_first_chunk::<2>() else {
            return Err(TransportError::Lost);
        };
        self.rest = rest;
        let length = usize::from(u16::from_le_bytes(*length));
        if length > 0x7FFF {
            let code = CODES[length % CODES.len()];
            return Err(TransportError::Scard { operation, code });
        }
        let (answer, rest) = rest.split_at(length.min(rest.len()));
        self.rest = rest;
        Ok(answer)
    }
}

impl Transport for Dealt<'_> {
    fn atr(&self) -> &[u8] {
        self.atr
    }

    fn source(&self) -> Source {
        Source {
            kind: SourceKind::Pcsc,
            name: "fuzz".to_owned(),
        }
    }

    fn begin(&mut self) -> Result<(), TransportError> {
        assert!(!self.open, "a transaction within a transaction");
        self.open = true;
        Ok(())
    }

    fn transmit(&mut self, command: Outgoing<'_>) -> Result<Vec<u8>, TransportError> {
        assert!(self.open, "a command outside a transaction");
        assert!(command.secret.is_none(), "a secret that nobody typed");
        self.commands += 1;
        assert!(self.commands <= MOST_COMMANDS, "asks without end");
        let answer = self.next(Operation::Transmit)?;
        match answer.len() {
            length @ (0 | 1) => Err(TransportError::ShortResponse { length }),
            _ => Ok(answer.to_vec()),
        }
    }

    fn end(&mut self, leave: Leave) -> Result<(), TransportError> {
        assert!(self.open, "the end of no transaction");
        assert_eq!(leave, Leave::Untouched, "nothing was verified");
        self.open = false;
        Ok(())
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }
}

/// A card that answers anything: the question ends, within so many commands, in a report.
pub fn card(data: &[u8]) {
    for expiry_only in [false, true] {
        let mut card = Dealt::new(data);
        let report = check::run(&mut card, question(expiry_only));
        assert!(!card.open, "the transaction was left open");
        assert_told(&report, data);
    }
    let mut card = Dealt::new(data);
    assert_told(&status::status(&mut card, question(false).day), data);
}

/// A card file, and behind a zero byte commands to its card, with their lengths: the card answers
/// each with a status word, and its check ends in a report.
pub fn card_file(data: &[u8]) {
    let mut parts = data.splitn(2, |byte| *byte == 0);
    let file = parts.next().unwrap_or_default();
    let Ok(image) = Image::parse(&String::from_utf8_lossy(file), TODAY) else {
        return;
    };
    let mut card = Card::new(image.clone());
    card.power_on();
    let mut commands = parts.next().unwrap_or_default();
    while let Some((length, rest)) = commands.split_first() {
        let (command, rest) = rest.split_at(usize::from(*length).min(rest.len()));
        if let CardResponse::Bytes { bytes, .. } = card.execute(command) {
            assert!(bytes.len() <= 1 << 20);
        }
        commands = rest;
    }
    let limit = Duration::from_secs(30);
    if let Ok(mut card) = SimulatedTransport::connect("fuzz", image, limit) {
        let report = check::run(&mut card, question(data.len().is_multiple_of(3)));
        assert_eq!(report.today, TODAY);
        assert_told(&report, data);
    }
}
