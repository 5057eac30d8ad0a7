//! The whole certificate and its chain: who signed it is told by the key, and every way in which
//! that can be wrong has its own name. And the proof that the chip holds the key.

use std::time::Duration;

use crate::program::{self, Scratch, Typist};
use jiff::civil::date;
use myna_card::certificate::roots;
use mynacheck::internals::certificate::anchor::{JPKI, sha256};
use mynacheck::internals::certificate::chain::examine;
use mynacheck::internals::certificate::{Chain, TrustAnchor, Whole};
use mynacheck::internals::check::{self, Question};
use mynacheck::internals::conversation::Day;
use mynacheck::internals::finding::{Finding, FindingId, Outcome};
use mynacheck::internals::pin::certificate::{Wanted, certificate};
use mynacheck::internals::pin::{self, Cardholder, NoPin};
use mynacheck::internals::report::Report;
use mynacheck::internals::secret::Pin;
use mynacheck::internals::simulator::SimulatedTransport;
use mynacheck::internals::simulator::image::{Application, Image};
use mynacheck::internals::transport::Transport;

const DAY: Day = Day {
    today: date(2026, 11, 22),
    from_clock: false,
};

/// Nothing to do; what cannot be known offline is said all the same.
const GOOD: Outcome = Outcome::NotLookedAt;

fn image(changes: &str) -> Image {
    let text = format!("extends = \"valid\"\n{changes}");
    Image::parse(&text, DAY.today).unwrap()
}

fn issued_by(authority: &str) -> Image {
    image(&format!(
        "[certificate.user-authentication]\nauthority = \"{authority}\""
    ))
}

fn jpki(image: &mut Image) -> &mut Application {
    let aid = hex::decode("D392F000260100000001").unwrap();
    let mut applications = image.applications.iter_mut();
    applications.find(|ap| ap.aid == aid).unwrap()
}

/// An EF as it is in the image.
fn file(image: &mut Image, ef: u16) -> &mut Vec<u8> {
    &mut jpki(image).files.get_mut(&ef).unwrap().content
}

/// The DER object at the start of an EF.
fn object(image: &mut Image, ef: u16) -> Vec<u8> {
    let content = file(image, ef);
    let length = usize::from(u16::from_be_bytes([content[2], content[3]])) + 4;
    content[..length].to_vec()
}

/// Types the right PIN.
struct Holder;

impl Cardholder for Holder {
    fn use_last_try(&mut self) -> Result<bool, NoPin> {
        Ok(false)
    }

    fn pin(&mut self, _left: u8) -> Result<Pin, NoPin> {
        Pin::new("1234").map_err(NoPin::Malformed)
    }

    fn reconnect(&mut self) -> Option<Box<dyn Transport>> {
        None
    }
}

fn connect(image: Image) -> SimulatedTransport {
    SimulatedTransport::connect("test", image, Duration::from_secs(5)).unwrap()
}

fn look(image: Image, anchors: &[TrustAnchor]) -> Report {
    let wanted = Wanted {
        full: false,
        anchors: anchors.to_vec(),
        accept_simulated: true,
    };
    let mut transport = connect(image);
    let (report, _) = certificate(&mut transport, &mut Holder, DAY, &wanted);
    assert_eq!(transport.card().tally().verifies, 0);
    report
}

fn chain(report: &Report) -> Chain {
    let certificate = report.certificate.as_ref().unwrap();
    certificate.whole.as_ref().unwrap().chain
}

fn ids(report: &Report) -> Vec<FindingId> {
    report.findings.iter().map(Finding::id).collect()
}

fn expect(report: &Report, wanted: Chain, finding: FindingId, outcome: Outcome) {
    assert_eq!(chain(report), wanted, "{:?}", report.findings);
    assert!(ids(report).contains(&finding), "{:?}", report.findings);
    assert_eq!(report.outcome(), outcome, "{:?}", report.findings);
}

/// Its CA's key is published, so it proves nothing (`contract.md`).
#[test]
fn a_simulated_chain_passes_only_where_that_was_said() {
    let mut transport = connect(image(""));
    let report = pin::prove::prove(&mut transport, &mut Holder, DAY, &Wanted::default());
    let finding = FindingId::ChainSimulatedOnly;
    expect(&report, Chain::Simulated, finding, Outcome::Unusable);
    let mut transport = connect(image(""));
    let (report, _) = certificate(&mut transport, &mut Holder, DAY, &Wanted::default());
    expect(&report, Chain::Simulated, finding, Outcome::Unusable);
    let run = program::run(&["certificate", "--simulate", "test-hierarchy"]);
    assert_eq!(run.exit, 3);
}

#[test]
fn every_wrong_chain_has_its_own_name() {
    use FindingId as Id;
    for (authority, wanted, finding, outcome) in [
        ("simulated", Chain::Simulated, Id::ChainSimulated, GOOD),
        ("next", Chain::Simulated, Id::ChainSimulated, GOOD),
        ("test", Chain::Test, Id::TestCard, Outcome::Unusable),
        (
            "stranger",
            Chain::Untrusted,
            Id::ChainAuthorityUnknown,
            Outcome::Unusable,
        ),
        (
            "impostor",
            Chain::Untrusted,
            Id::ChainSameName,
            Outcome::Unusable,
        ),
        (
            "forger",
            Chain::Untrusted,
            Id::ChainSignatureWrong,
            Outcome::Unusable,
        ),
        (
            "expired",
            Chain::Untrusted,
            Id::ChainAuthorityExpired,
            Outcome::Unusable,
        ),
    ] {
        let report = look(issued_by(authority), &[]);
        expect(&report, wanted, finding, outcome);
        let certificate = report.certificate.unwrap();
        assert_eq!(certificate.whole.unwrap().issuer_generation, None);
    }
    // Issued by one CA, with the certificate of another beside it.
    let mut mixed = image("");
    let beside = object(&mut issued_by("impostor"), 0x000B);
    *file(&mut mixed, 0x000B) = beside;
    let report = look(mixed, &[]);
    expect(
        &report,
        Chain::Untrusted,
        Id::ChainKeyMismatch,
        Outcome::Unusable,
    );
}

/// The certificates of the CAs are public: one of them in the place of the holder's is no proof.
#[test]
fn the_certificate_of_a_ca_is_nobodys_own() {
    let newest = roots::KNOWN.iter().rfind(|root| {
        root.purpose == roots::Purpose::UserAuthentication
            && root.hierarchy == roots::Hierarchy::Production
    });
    for der in [newest.unwrap().der.to_vec(), object(&mut image(""), 0x000B)] {
        let mut image = image("");
        file(&mut image, 0x000A).clone_from(&der);
        *file(&mut image, 0x000B) = der;
        // Its first bytes tell as much.
        let question = Question {
            expiry_only: true,
            ..Question::on(DAY)
        };
        let mut card = connect(image.clone());
        let checked = check::run(&mut card, question);
        assert!(ids(&checked).contains(&FindingId::CertificateWrongUse));
        assert_eq!(checked.outcome(), Outcome::Unusable);

        let report = look(image, &[]);
        let (finding, outcome) = (FindingId::CertificateWrongUse, Outcome::Unusable);
        expect(&report, Chain::Untrusted, finding, outcome);
        let said = ids(&report).into_iter().filter(|id| *id == finding).count();
        assert_eq!(said, 1);
        assert!(!ids(&report).contains(&FindingId::ChainTrusted));
    }
}

#[test]
fn without_a_ca_certificate_nothing_is_claimed() {
    for change in [
        "[ap.jpki.ef.000B]\nabsent = true",
        "[ap.jpki.ef.000B]\nread = \"never\"",
    ] {
        let report = look(image(change), &[]);
        let finding = FindingId::ChainNotChecked;
        expect(&report, Chain::NotChecked, finding, Outcome::Unchecked);
    }
    for broken in [vec![0xFF; 64], vec![0x30, 0x03, 1, 2, 3], Vec::new()] {
        let mut card = image("");
        *file(&mut card, 0x000B) = broken;
        let report = look(card, &[]);
        let finding = FindingId::ChainNotChecked;
        expect(&report, Chain::NotChecked, finding, Outcome::Unchecked);
    }
}

fn position(certificate: &[u8], part: &[u8]) -> usize {
    let mut windows = certificate.windows(part.len());
    windows.position(|window| window == part).unwrap()
}

/// One byte is enough, wherever it is.
#[test]
fn a_changed_byte_is_a_wrong_signature() {
    let mut card = image("");
    let der = object(&mut card, 0x000A);
    let date = position(&der, b"145959Z") - 3;
    let modulus = position(&der, &[0x02, 0x82, 0x01, 0x01, 0x00]) + 40;
    let signature = der.len() - 20;
    let subject = position(&der, b"SIMUL0") + 3;
    for (part, at) in [
        ("dates", date),
        ("key", modulus),
        ("signature", signature),
        ("subject", subject),
    ] {
        let mut changed = image("");
        file(&mut changed, 0x000A)[at] ^= 1;
        let report = look(changed, &[]);
        assert_eq!(chain(&report), Chain::Untrusted, "{part}");
        assert!(
            ids(&report).contains(&FindingId::ChainSignatureWrong),
            "{part}"
        );
    }
}

#[test]
fn an_unknown_algorithm_is_named_and_not_guessed() {
    let mut card = image("");
    let der = object(&mut card, 0x000A);
    let oid = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B];
    // sha256WithRSAEncryption stands in the signed part and behind it; ... 0D is SHA-512's.
    let inner = position(&der, &oid) + 8;
    let outer = inner + 1 + position(&der[inner + 1..], &oid) + 8;
    for at in [inner, outer] {
        file(&mut card, 0x000A)[at] = 0x0D;
    }
    let report = look(card, &[]);
    let finding = FindingId::AlgorithmUnknown;
    expect(&report, Chain::NotChecked, finding, Outcome::Unchecked);
    let named = Finding::AlgorithmUnknown {
        algorithm: "1.2.840.113549.1.1.13".to_owned(),
    };
    assert!(report.findings.contains(&named));
    // A key of an unknown kind cannot sign either.
    let mut card = image("");
    let rsa = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];
    let at = position(&object(&mut card, 0x000B), &rsa) + 8;
    file(&mut card, 0x000B)[at] = 0x0A;
    assert_eq!(chain(&look(card, &[])), Chain::NotChecked);
}

#[test]
fn what_is_no_certificate_is_called_so() {
    for (content, finding) in [
        (vec![0xFF; 300], FindingId::CertificateAbsent),
        (vec![0x00; 300], FindingId::CertificateAbsent),
        (
            b"not a certificate".to_vec(),
            FindingId::CertificateMalformed,
        ),
        (
            vec![0x30, 0x82, 0x7F, 0xFF, 1, 2],
            FindingId::CardAnswersOddly,
        ),
        (vec![0x30, 0x80, 0, 0], FindingId::CertificateMalformed),
    ] {
        let mut card = image("");
        *file(&mut card, 0x000A) = content;
        let report = look(card, &[]);
        assert!(ids(&report).contains(&finding), "{:?}", report.findings);
        assert_ne!(report.outcome(), Outcome::Good);
    }
    // Cut off in the middle.
    let mut card = image("");
    file(&mut card, 0x000A).truncate(700);
    let report = look(card, &[]);
    assert!(ids(&report).contains(&FindingId::CertificateMalformed));
}

/// The three pinned fingerprints, against the CA certificates that `myna-card` carries.
#[test]
fn the_pinned_fingerprints_are_those_of_the_three_ca_certificates() {
    let production = roots::KNOWN.iter().filter(|root| {
        root.purpose == roots::Purpose::UserAuthentication
            && root.hierarchy == roots::Hierarchy::Production
    });
    let known: Vec<&[u8]> = production.map(|root| root.der).collect();
    assert_eq!(known.len(), JPKI.len());
    for (der, anchor) in known.iter().zip(JPKI) {
        assert_eq!(sha256(der), anchor.sha256);
        // A self-signed certificate is its own chain; on a day on which it was valid.
        let whole = Whole::parse(der).unwrap();
        let day = date(2024, 1, 1);
        let examined = examine(&whole, Some(der), &[], day);
        assert_eq!(examined.chain, Chain::Trusted, "{:?}", examined.finding);
        assert_eq!(examined.generation, Some(anchor.generation));
        assert_eq!(whole.key().unwrap().name(), "RSA-2048");
    }
    // The signing CAs are none of ours, although JPKI's.
    let signing = roots::KNOWN.iter().find(|root| {
        root.purpose == roots::Purpose::DigitalSignature
            && root.hierarchy == roots::Hierarchy::Production
    });
    let der = signing.unwrap().der;
    let examined = examine(&Whole::parse(der).unwrap(), Some(der), &[], DAY.today);
    assert_eq!(examined.chain, Chain::Untrusted);
}

#[test]
fn a_ca_that_the_user_names_is_trusted() {
    let mut card = issued_by("stranger");
    let der = object(&mut card, 0x000B);
    let anchor = TrustAnchor::parse(&der).unwrap();
    let report = look(card, std::slice::from_ref(&anchor));
    expect(&report, Chain::Trusted, FindingId::ChainTrusted, GOOD);
    // It is enough that the user has it: the card need not.
    let mut card = issued_by("stranger");
    jpki(&mut card).files.remove(&0x000B);
    let report = look(card, std::slice::from_ref(&anchor));
    assert_eq!(chain(&report), Chain::Trusted);
    // And it changes nothing for others.
    let report = look(issued_by("impostor"), &[anchor]);
    assert_eq!(chain(&report), Chain::Untrusted);
    assert!(TrustAnchor::parse(b"-----BEGIN CERTIFICATE-----\n").is_err());
    assert!(TrustAnchor::parse(b"nothing").is_err());
}

#[test]
fn the_last_day_of_the_card_body_where_the_card_tells_it() {
    let expires = |changes: &str| look(image(changes), &[]).card.unwrap().expires;
    assert_eq!(expires(""), Some(date(2032, 6, 29)));
    assert_eq!(
        expires("[object.00F2]\nday = \"2031-01-02\""),
        Some(date(2031, 1, 2))
    );
    for odd in [
        "[[quirk]]\nto = \"00CA00F2\"\nanswer = \"6A88\"",
        "[[quirk]]\nto = \"00CA00F2\"\nanswer = \"6700\"",
        "[[quirk]]\nto = \"00CA00F2\"\nanswer = \"39393939393939399000\"",
        "[[quirk]]\nto = \"00CA00F2\"\nanswer = \"9000\"",
    ] {
        let report = look(image(odd), &[]);
        assert_eq!(report.card.as_ref().unwrap().expires, None, "{odd}");
        assert_eq!(chain(&report), Chain::Simulated, "{odd}");
    }
}

fn prove(image: Image) -> Report {
    let mut transport = connect(image);
    let wanted = Wanted {
        accept_simulated: true,
        ..Wanted::default()
    };
    let report = pin::prove::prove(&mut transport, &mut Holder, DAY, &wanted);
    let tally = transport.card().tally();
    assert_eq!((tally.verifies, tally.power_downs), (1, 1));
    report
}

#[test]
fn the_chip_answers_a_challenge_with_the_key_of_its_certificate() {
    for name in [
        "valid",
        "next-generation",
        "iphone",
        "android",
        "short-identifiers",
    ] {
        let report = prove(Image::built_in(name, DAY.today).unwrap());
        assert!(ids(&report).contains(&FindingId::KeyProven), "{name}");
        assert_eq!(chain(&report), Chain::Simulated, "{name}");
        assert_eq!(report.outcome(), GOOD, "{name}");
        let limits = [
            FindingId::RevocationNotChecked,
            FindingId::RegistrationNotChecked,
        ];
        assert!(limits.iter().all(|limit| ids(&report).contains(limit)));
    }
}

#[test]
fn a_copied_certificate_proves_nothing() {
    let report = prove(image("[ap.jpki.key.0017]\nname = \"stranger\""));
    assert!(ids(&report).contains(&FindingId::KeyNotProven));
    assert_eq!(report.outcome(), Outcome::Unusable);
    let mut replayed = image("[ap.jpki.key.0017]\nname = \"next\"");
    let next = object(&mut issued_by("simulated"), 0x000A);
    *file(&mut replayed, 0x000A) = next;
    let report = prove(replayed);
    assert!(!ids(&report).contains(&FindingId::KeyProven));
    // A signature made earlier does not answer today's challenge.
    let stale = format!(
        "[[quirk]]\nto = \"802A\"\nanswer = \"{}9000\"",
        "5A".repeat(256)
    );
    let report = prove(image(&stale));
    assert!(ids(&report).contains(&FindingId::KeyNotProven));
}

#[test]
fn a_refused_signature_is_said() {
    let report = prove(image("[[quirk]]\nto = \"802A\"\nanswer = \"6985\""));
    let refused = Finding::KeyRefused {
        status: mynacheck::internals::iso7816::StatusWord(0x6985),
    };
    assert!(report.findings.contains(&refused));
    assert_eq!(report.outcome(), Outcome::Unchecked);
    let report = prove(image("[ap.jpki.key.0017]\nabsent = true"));
    assert!(ids(&report).contains(&FindingId::KeyRefused));
}

/// A proof with a good key and a forged chain is no good.
#[test]
fn the_chain_counts_in_a_proof() {
    for authority in ["forger", "impostor", "expired", "stranger"] {
        let report = prove(issued_by(authority));
        assert!(ids(&report).contains(&FindingId::KeyProven), "{authority}");
        assert_eq!(report.outcome(), Outcome::Unusable, "{authority}");
    }
}

#[test]
fn files_are_new_and_hold_the_certificate() {
    let scratch = Scratch::new("certificate");
    let expected = object(&mut image(""), 0x000A);
    let (der, pem) = (scratch.path("a.der"), scratch.path("a.pem"));
    let base = [
        "certificate", "--simulate", "valid", "--today", "2026-11-22",
    ];
    let run = |extra: &[&str]| program::run(&[&base[..], extra].concat());
    assert_eq!(run(&["--out", &der]).exit, 0);
    assert_eq!(std::fs::read(&der).unwrap(), expected);
    assert_eq!(run(&["--out", &pem, "--pem"]).exit, 0);
    let written = std::fs::read(&pem).unwrap();
    assert!(written.starts_with(b"-----BEGIN CERTIFICATE-----\n"));
    assert_eq!(TrustAnchor::parse(&written).unwrap().der(), expected);
    let again = run(&["--out", &der]);
    assert_eq!(again.exit, 6, "{}", again.out);
    assert_eq!(run(&["--pem"]).exit, 2);

    let mut card = issued_by("stranger");
    let anchor = scratch.path("ca.der");
    std::fs::write(&anchor, object(&mut card, 0x000B)).unwrap();
    assert_eq!(run(&["--trust-anchor", &anchor]).exit, 0);
    assert_eq!(run(&["--trust-anchor", "/nonexistent"]).exit, 6);
    let wrong = scratch.path("wrong");
    std::fs::write(&wrong, "nothing").unwrap();
    let answer = run(&["--trust-anchor", &wrong, "--format", "json"]);
    assert_eq!(answer.exit, 6);
    assert!(answer.out.contains("trust-anchor-wrong"));
}

/// Of a phone both conversations: the one that was refused, and the one with the PIN.
#[test]
fn what_the_report_counts_is_what_the_card_has_counted() {
    for card in ["valid", "iphone"] {
        let mut transport = connect(Image::built_in(card, DAY.today).unwrap());
        let (report, _) = certificate(&mut transport, &mut Holder, DAY, &Wanted::default());
        let counted = transport.card().tally().commands;
        assert_eq!(report.exchange.commands, counted, "{card}");
    }
}

#[test]
fn personal_parts_only_when_asked_for() {
    let (subject, serial) = ("000000S00SIMUL00000001A", "05A3C71E");
    for format in ["text", "json"] {
        for card in ["valid", "iphone"] {
            for full in [false, true] {
                let mut arguments = vec!["certificate", "--simulate", card, "--pin-stdin"];
                arguments.extend(["--today", "2026-11-22", "--format", format]);
                arguments.extend(full.then_some("--full"));
                let typist = Typist {
                    line: Some("1234"),
                    ..Typist::default()
                };
                let (run, _) = program::run_before(&arguments, Box::new(typist));
                assert_eq!(run.exit, 0, "{}", run.out);
                assert_eq!(run.out.contains(subject), full, "{}", run.out);
                assert_eq!(run.out.contains(serial), full, "{}", run.out);
            }
        }
    }
}
