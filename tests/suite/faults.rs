//! Every fault at every step: what fails is named, nothing is called usable that was not seen, the
//! transaction is ended, and no command is sent twice.

use std::time::Duration;

use crate::faulty::{Fault, Faulty, Plan, lasting, once, scard};
use jiff::civil::date;
use mynacheck::internals::check::{self, Question};
use mynacheck::internals::conversation::Day;
use mynacheck::internals::finding::{Finding, FindingId};
use mynacheck::internals::report::{Report, Verdict};
use mynacheck::internals::simulator::image::Image;
use mynacheck::internals::simulator::{SimulatedTransport, cards};
use mynacheck::internals::transport::{Leave, Operation, ScardCode, TransportError};

const LIMIT: Duration = Duration::from_secs(5);

fn question() -> Question {
    Question::on(Day::given(date(2026, 11, 22)))
}

fn card(text: &str) -> SimulatedTransport {
    let image = Image::parse(text, date(2026, 11, 22)).unwrap();
    SimulatedTransport::connect("test", image, LIMIT).unwrap()
}

fn built_in(name: &str) -> SimulatedTransport {
    card(cards::find(name).unwrap().file)
}

fn ids(report: &Report) -> Vec<FindingId> {
    report.findings.iter().map(Finding::id).collect()
}

/// Runs `fault` at every call until a run goes through without it.
fn everywhere(
    plan: impl Fn(usize) -> Plan<'static>,
    judge: impl Fn(usize, &Faulty<'_, SimulatedTransport>, &Report),
) -> usize {
    for at in 0..64 {
        let mut transport = Faulty::new(built_in("valid"), plan(at));
        let report = check::run(&mut transport, question());
        assert!(!transport.open, "call {at}: the transaction was left open");
        assert_eq!(transport.verifies, 0, "a check has no secrets");
        assert!(transport.left.iter().all(|left| *left == Leave::Untouched));
        let tally = transport.inner.card().tally();
        assert_eq!(tally.verifies, 0);
        assert_eq!(tally.power_downs, 0);
        assert!(
            tally.commands <= 20,
            "call {at}: {} commands",
            tally.commands
        );
        let end = !transport.left.is_empty() && transport.calls == at + 1;
        if end {
            // All was asked by then.
            assert_eq!(report.verdict(), Verdict::Usable, "the end, call {at}");
            continue;
        }
        judge(at, &transport, &report);
        if transport.fired == 0 && transport.calls <= at {
            assert_eq!(report.verdict(), Verdict::Usable);
            return at;
        }
    }
    panic!("the fault never stopped firing");
}

#[test]
fn a_code_of_pcsc_at_every_call_is_named() {
    let mut codes: Vec<ScardCode> = ScardCode::ALL
        .iter()
        .copied()
        .filter(|code| *code != ScardCode::S_SUCCESS && *code != ScardCode::W_RESET_CARD)
        .collect();
    // Codes without a name, as Windows returns them.
    codes.extend([ScardCode(0x1F), ScardCode(0xDEAD_BEEF)]);
    for code in codes {
        for operation in [Operation::Begin, Operation::Transmit] {
            let error = scard(operation, code);
            let calls = everywhere(
                |at| lasting(at, Fault::Fails(error.clone())),
                |at, transport, report| {
                    if transport.fired > 0 {
                        assert_eq!(report.verdict(), Verdict::Unchecked, "{code} at {at}");
                        for sent in transport.sent.windows(2) {
                            assert_ne!(sent[0], sent[1], "{code} at {at}: sent again");
                        }
                    }
                },
            );
            assert!(calls >= 8);
        }
    }
}

#[test]
fn a_reset_by_another_program_is_met_by_asking_once_more() {
    let reset = scard(Operation::Transmit, ScardCode::W_RESET_CARD);
    everywhere(
        |at| once(at, Fault::Fails(reset.clone())),
        |at, _, report| {
            assert_eq!(report.verdict(), Verdict::Usable, "reset at {at}");
            let pins = report.pins.len();
            assert_eq!(pins, 1, "reset at {at}: findings of the first try are kept");
        },
    );
    everywhere(
        |at| lasting(at, Fault::Fails(reset.clone())),
        |at, transport, report| {
            if transport.fired > 0 {
                assert_eq!(ids(report).last(), Some(&FindingId::CardReset), "{at}");
            }
        },
    );
}

#[test]
fn a_card_pulled_away_is_named_wherever_it_happens() {
    for length in [0, 1] {
        everywhere(
            |at| once(at, Fault::Answers(vec![0; length])),
            |at, transport, report| {
                if transport.fired > 0 {
                    assert!(ids(report).contains(&FindingId::CardRemoved), "{at}");
                    assert_eq!(report.verdict(), Verdict::Unchecked);
                }
            },
        );
    }
}

#[test]
fn time_that_runs_out_is_named() {
    for (operation, finding) in [
        (Operation::Begin, FindingId::CardBusy),
        (Operation::Transmit, FindingId::TimeLimit),
    ] {
        let error = TransportError::TimedOut {
            operation,
            limit: LIMIT,
        };
        everywhere(
            |at| lasting(at, Fault::Fails(error.clone())),
            |at, transport, report| {
                if transport.fired > 0 {
                    assert!(ids(report).contains(&finding), "{at}");
                }
            },
        );
    }
}

/// Whatever comes instead of an answer: never a verdict that is better than the evidence.
#[test]
fn a_wrong_answer_never_makes_a_card_better() {
    let mut answers: Vec<Fault> = [
        0x0000_u16, 0x0090, 0x6100, 0x6110, 0x6281, 0x6283, 0x6300, 0x6581, 0x6700, 0x6982, 0x6983,
        0x6985, 0x6986, 0x6A82, 0x6A86, 0x6A88, 0x6B00, 0x6C00, 0x6C20, 0x6D00, 0x6E00, 0x6F00,
        0x7374, 0xFFFF,
    ]
    .iter()
    .map(|status| Fault::Answers(status.to_be_bytes().to_vec()))
    .collect();
    let long = |length: usize| {
        let mut bytes = vec![0x30; length];
        bytes.extend([0x90, 0x00]);
        Fault::Answers(bytes)
    };
    answers.extend([
        Fault::Answers(vec![0x90, 0x00]),
        long(1),
        long(257),
        long(300),
        long(65_533),
        Fault::Stale,
        Fault::Half,
        Fault::Swapped,
    ]);
    for fault in answers {
        everywhere(
            |at| once(at, fault.clone()),
            |at, _, report| {
                let good = report.certificate.as_ref().map(|certificate| {
                    (
                        certificate.not_before.as_str(),
                        certificate.not_after.as_str(),
                    )
                });
                // Dates are either the card's or none.
                assert!(
                    good.is_none()
                        || good == Some(("2022-11-01T10:00:00+09:00", "2027-06-30T23:59:59+09:00")),
                    "{at}: {good:?}"
                );
                if report.verdict() == Verdict::Usable {
                    assert!(good.is_some(), "{at}: usable without dates");
                    assert_eq!(report.pins[0].tries_left, Some(3), "{at}");
                }
            },
        );
    }
}

/// Cards that lie: each as the card file that makes it, and what must not be claimed of it.
#[test]
fn hostile_cards_yield_no_verdict_and_no_panic() {
    let file = |digits: &str| {
        format!(
            "extends = \"valid\"\n[title]\nja = \"\"\nen = \"\"\n[ap.jpki.ef.000A]\nhex = \"{digits}\"\n"
        )
    };
    // A file that sets `hex` beside the base's `certificate` is an error, so the base's files are
    // replaced by a table of their own.
    let odd =
        |body: &str| format!("atr = \"3BE000FF8131FE4514\"\n[title]\nja = \"\"\nen = \"\"\n{body}");
    assert!(Image::parse(&file("00"), date(2026, 11, 22)).is_err());
    let with_certificate = |digits: &str| {
        odd(&format!(
            "[ap.jpki]\naid = \"D392F000260100000001\"\n\
             [ap.jpki.ef.0006]\ntext = \"JPKIAPICCTOKEN2\"\nlength = 160\nfiller = 32\n\
             [ap.jpki.ef.000A]\nhex = \"{digits}\"\n\
             [ap.jpki.pin.0018]\nvalue = \"1234\"\nmax = 3\n"
        ))
    };
    let nested = "30821770".to_owned() + &"3080".repeat(3000);
    for (digits, finding) in [
        ("00", FindingId::CertificateAbsent),
        (&"00".repeat(1600), FindingId::CertificateAbsent),
        (&"FF".repeat(1600), FindingId::CertificateAbsent),
        ("30", FindingId::CertificateMalformed),
        ("3082FFFF", FindingId::CertificateMalformed),
        ("308300FFFF", FindingId::CertificateMalformed),
        ("3084FFFFFFFF", FindingId::CertificateMalformed),
        ("3088FFFFFFFFFFFFFFFF", FindingId::CertificateMalformed),
        ("3080", FindingId::CertificateMalformed),
        ("1FFFFFFFFF", FindingId::CertificateMalformed),
        ("30820010", FindingId::CertificateMalformed),
        ("3003020100", FindingId::CertificateMalformed),
        ("308206003082000230000000", FindingId::CertificateMalformed),
        (&nested, FindingId::CertificateMalformed),
    ] {
        let mut transport = card(&with_certificate(digits));
        let report = check::run(&mut transport, question());
        let short: String = digits.chars().take(24).collect();
        assert!(
            ids(&report).contains(&finding),
            "{short}: {:?}",
            ids(&report)
        );
        assert!(report.certificate.is_none(), "{short}");
        assert_ne!(report.verdict(), Verdict::Usable, "{short}");
        assert!(transport.card().tally().commands <= 20, "{short}");
    }
}

/// One answer for ever, whatever is asked.
#[test]
fn a_card_that_always_says_the_same_is_not_followed_for_ever() {
    for answer in [
        "9000", "6110", "6100", "6C10", "6C00", "309000", "6282", "", "90",
    ] {
        let text = format!(
            "atr = \"3BDA13FF8131FB468012392F31C173C601C03B\"\nevery_answer = \"{answer}\"\n[title]\nja = \"\"\nen = \"\"\n"
        );
        let mut transport = card(&text);
        let report = check::run(&mut transport, question());
        assert!(report.verdict() != Verdict::Usable, "{answer}");
        assert!(
            transport.card().tally().commands <= 64,
            "{answer}: {} commands",
            transport.card().tally().commands
        );
    }
}

#[test]
fn oddities_of_real_cards_are_lived_with() {
    let quirk = |what: &str| {
        card(&format!(
            "extends = \"valid\"\n[title]\nja = \"\"\nen = \"\"\n[[quirk]]\n{what}\n"
        ))
    };
    // 6C20 to the token's READ BINARY, and 61xx in place of a certificate's data.
    for what in [
        "to = \"00B0000020\"\ntimes = 1\nanswer = \"6C20\"",
        "to = \"00B0000000\"\ntimes = 1\nanswer = \"6C00\"",
        "to = \"00A4040C\"\ntimes = 1\nanswer = \"6F00\"",
        "to = \"00A4020C02000A\"\nanswer = \"6110\"",
        "to = \"00\"\ndelay_ms = 100",
    ] {
        let mut transport = quirk(what);
        let report = check::run(&mut transport, question());
        assert!(
            report.certificate.is_some() || what.contains("000A"),
            "{what}"
        );
        assert_ne!(report.verdict(), Verdict::Unusable, "{what}");
    }
    let mut hanging = quirk("to = \"00B0\"\nhang = true");
    let report = check::run(&mut hanging, question());
    assert!(ids(&report).contains(&FindingId::TimeLimit));
    let mut pulled = quirk("to = \"00B0\"\nremove = true");
    let report = check::run(&mut pulled, question());
    assert!(ids(&report).contains(&FindingId::CardRemoved));
}

/// What a card answers to the question for tries left, and what may be said of it.
#[test]
fn no_answer_about_tries_is_taken_for_another() {
    for (answer, left, finding) in [
        ("63C3", Some(3), FindingId::PinOk),
        ("63C2", Some(2), FindingId::PinOk),
        ("63C1", Some(1), FindingId::PinLastTry),
        ("63C0", Some(0), FindingId::PinLocked),
        ("6983", Some(0), FindingId::PinLocked),
        ("6984", Some(0), FindingId::PinLocked),
        ("9000", None, FindingId::PinVerified),
        ("63C4", None, FindingId::PinUnknown),
        ("63CF", None, FindingId::PinUnknown),
        ("6300", None, FindingId::PinUnknown),
        ("6A88", None, FindingId::PinUnknown),
        ("6700", None, FindingId::PinUnknown),
        ("6F00", None, FindingId::PinUnknown),
    ] {
        let mut transport = card(&format!(
            "extends = \"valid\"\n[title]\nja = \"\"\nen = \"\"\n[ap.jpki.pin.0018]\nquery_answer = \"{answer}\"\n"
        ));
        let report = check::run(&mut transport, question());
        assert_eq!(report.pins[0].tries_left, left, "{answer}");
        assert!(ids(&report).contains(&finding), "{answer}");
        let good = matches!(finding, FindingId::PinOk);
        assert_eq!(report.verdict() == Verdict::Usable, good, "{answer}");
    }
}
