//! What `mynacheck check` says of a served card is what it says of a simulated one, and the card
//! counts what it was asked.

use std::process::Command;
use std::rc::Rc;

use mynacheck::internals::simulator::cards;
use serde_json::{Value, json};

use crate::faults::card_file;
use crate::limit::ToItsEnd;
use crate::pcscd::Service;
use crate::served::{Served, TODAY};

/// The report of a check, and its exit code.
pub(crate) struct Checked {
    pub(crate) report: Value,
    pub(crate) exit_code: i32,
}

impl Checked {
    /// Runs `check` with a client of a service, or without one.
    pub(crate) fn run(mut command: Command, options: &[&str]) -> Self {
        let out = command
            .arg("check")
            .args(["--today", TODAY, "--format", "json", "--lang", "en"])
            .args(options)
            .to_its_end();
        let text = String::from_utf8_lossy(&out.stdout);
        Self {
            report: serde_json::from_str(&text)
                .unwrap_or_else(|_| panic!("{text}\n{}", String::from_utf8_lossy(&out.stderr))),
            exit_code: out.status.code().unwrap(),
        }
    }

    /// Of the card that lies on a service's reader.
    pub(crate) fn through(service: &Service, options: &[&str]) -> Self {
        Self::run(service.client(PROGRAM), options)
    }

    fn simulated(card: &str, options: &[&str]) -> Self {
        Self::run(
            Command::new(PROGRAM),
            &[&["--simulate", card], options].concat(),
        )
    }

    pub(crate) fn has_finding(&self, id: &str) -> bool {
        let findings = self.report["findings"].as_array().unwrap();
        findings.iter().any(|finding| finding["id"] == id)
    }

    pub(crate) fn commands(&self) -> usize {
        let commands = self.report["exchange"]["commands"].as_u64().unwrap();
        commands.try_into().unwrap()
    }

    /// The report without what differs by nature: the source, the time, and, of a card that does
    /// not say so in its certificate, that it is simulated.
    fn comparable(mut self) -> (Value, i32) {
        self.report["exchange"]["millis"] = json!(null);
        if let Some(source) = self.report["source"].as_object_mut() {
            source.remove("kind");
            source.remove("reader");
        }
        if self.report["certificate"].is_null() || self.has_finding("test-card") {
            let findings = self.report["findings"].as_array_mut().unwrap();
            findings.retain(|finding| finding["id"] != "simulated-card");
        }
        (self.report, self.exit_code)
    }
}

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_mynacheck");

/// A card on a slot of a service that it shares with one other at most.
pub(crate) struct LaidDown {
    // Dropped first: the card goes before its reader.
    pub(crate) card: Served,
    service: Rc<Service>,
    slot: u16,
}

impl LaidDown {
    /// All of them at once, as pcscd takes its time to notice a card. Each is told where its card
    /// file may lie.
    pub(crate) fn all<F: Fn(&Service) -> String>(cards: impl Iterator<Item = F>) -> Vec<Self> {
        let mut service = Rc::new(Service::start());
        let mut all = Vec::new();
        for (card, slot) in cards.zip([0, 1].into_iter().cycle()) {
            if slot == 0 && !all.is_empty() {
                service = Rc::new(Service::start());
            }
            all.push(Self {
                card: service.lay_down(slot, &card(&service)),
                service: Rc::clone(&service),
                slot,
            });
        }
        for laid in &all {
            laid.card.wait_until_noticed(&laid.service);
        }
        all
    }

    pub(crate) fn check(&self, options: &[&str]) -> Checked {
        let reader = format!("00 0{}", self.slot);
        let options = [options, &["--reader", &reader]].concat();
        Checked::through(&self.service, &options)
    }
}

/// What is recorded of a served card is replayed to the same report and exit code.
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn every_card_through_pcscd_simulated_and_replayed() {
    let names: Vec<&str> = cards::BUILT_IN.iter().map(|card| card.name).collect();
    let laid = LaidDown::all(names.iter().map(|name| |_: &Service| (*name).to_owned()));
    for (name, laid) in names.into_iter().zip(laid) {
        let recording = laid.service.path(&format!("{name}.jsonl"));
        let recording = recording.to_str().unwrap();
        let checked = laid.check(&["--record", recording]);
        let counted = laid.card.commands().len();
        assert_eq!(checked.commands(), counted, "{name}");
        let replayed = Checked::run(Command::new(PROGRAM), &["--replay", recording]);
        let most = match name {
            // This one answers its first command so oddly that it is sent once more.
            "slow-start" => 8,
            // A locked card is asked whether it has PINs at all.
            "locked" | "face-only" => 9,
            _ => 7,
        };
        assert!(counted <= most, "{name}: {counted} commands");
        let simulated = Checked::simulated(name, &[]);
        let checked = checked.comparable();
        assert_eq!(checked, simulated.comparable(), "{name}");
        assert_eq!(checked, replayed.comparable(), "{name}");
        let end = laid.card.stop();
        assert_eq!(end.verifies, 0, "{name}: a PIN");
        assert_eq!(end.resets, 0, "{name}: a reset");
    }
}

/// Answers that are none, cut, stale, too long, late, or say that something else has happened: at
/// each command of a check, once. pcscd adds nothing and takes nothing away, so what is said is
/// what is said of the same card in process, where every call is made to fail (`tests/suite/sweep.rs`).
#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn an_odd_answer_at_each_command_is_judged_as_it_is_in_process() {
    const COMMANDS: usize = 7;
    let too_long = format!("answer = '{}9000'", "5A".repeat(400));
    let odd = [
        "answer = '6F00'",
        "answer = '9000'",
        "answer = '0000'",
        "answer = '63C0'",
        "answer = '30829000'",
        // What the certificate's beginning would be, at another command.
        "answer = '3082062E30820516A00302019000'",
        "cut = 1",
        "cut = 3",
        &too_long,
        "delay_ms = 150",
    ];
    for odd in odd {
        let path = |service: &Service, after| {
            let but = format!("to = ''\nafter = {after}\ntimes = 1\n{odd}");
            card_file(service, &format!("odd-{after}"), &but)
        };
        let files = (0..COMMANDS).map(|after| move |service: &Service| path(service, after));
        for (after, laid) in LaidDown::all(files).into_iter().enumerate() {
            let file = path(&laid.service, after);
            let checked = laid.check(&[]);
            let counted = laid.card.commands().len();
            assert_eq!(checked.commands(), counted, "{odd} after {after}");
            let simulated = Checked::simulated(&file, &[]);
            assert_eq!(
                checked.comparable(),
                simulated.comparable(),
                "{odd} after {after}"
            );
            let end = laid.card.stop();
            assert_eq!((end.verifies, end.resets), (0, 0), "{odd} after {after}");
        }
    }
}

#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn the_dates_take_as_few_commands_as_the_card_allows() {
    let cards = [("valid", 3), ("short-identifiers", 2)];
    let laid = LaidDown::all(
        cards
            .iter()
            .map(|(name, _)| |_: &Service| (*name).to_owned()),
    );
    for ((name, commands), laid) in cards.into_iter().zip(laid) {
        let checked = laid.check(&["--expiry"]);
        assert_eq!(checked.exit_code, 0, "{name}: {}", checked.report);
        assert_eq!(checked.report["certificate"]["stage"], "valid", "{name}");
        assert_eq!(laid.card.commands().len(), commands, "{name}");
    }
}
