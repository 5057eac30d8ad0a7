//! What happens in the middle of a reading, and what lies on the reader.

use super::Day;
use super::guest::{DOCTOR, Diagnosis, Guest, Served};
use super::machine::{Ran, wait_for};
use super::rows::SERVICE;

/// Slow enough to be interrupted.
const SLOW: &str = "extends = \"valid\"\ncommand_micros = 700000\n";
/// Answers nothing: an answer to a reader that has been pulled out is the end of QEMU 7.2.
const SILENT: &str = "extends = \"valid\"\n[[quirk]]\nto = \"\"\nhang = true\n";

pub(crate) fn tried(day: &mut Day, guest: &Guest, card: &Served) {
    let seen_blindly = |id: &str| SERVICE.doctor(guest, "root", "").has(id);
    for (order, id, at_fault) in [
        ("lift", "no-card", None),
        ("lay mute", "card-mute", Some("undecided")),
        ("lay driving-licence", "not-my-number-card", Some("card")),
    ] {
        day.step(order, || {
            card.order(order);
            let told = || guest.doctor("root", "", "");
            wait_for(id, || told().has(id));
            let told = told();
            assert_eq!(told.at_fault(), at_fault, "{told}");
            assert!(!seen_blindly(id));
        });
    }
    let slow = guest.file("slow.toml", SLOW);
    let silent = guest.file("silent.toml", SILENT);
    let lies = |state: &str| super::json(guest, "readers").0["readers"][0]["card"] == state;
    let lay = |which: &str| {
        card.order("lift");
        wait_for("no card", || lies("absent"));
        card.order(&format!("lay {which}"));
        wait_for("the card", || lies("present"));
    };
    day.step("card lifted in the middle", || {
        lay(&slow);
        let told = during(guest, card, || card.order("lift"));
        assert!(told.has("card-removed"), "{told}");
        assert_eq!(told.at_fault(), Some("undecided"), "{told}");
    });
    day.step("card that answers no more", || {
        lay(&silent);
        let told = guest.doctor("root", "", "");
        assert!(told.has("card-silent"), "{told}");
        assert_eq!(told.at_fault(), Some("undecided"), "{told}");
        assert!(!seen_blindly("card-silent"));
    });
    day.step("service killed in the middle", || {
        lay(&slow);
        let told = during(guest, card, || {
            guest.root("pkill -KILL -x pcscd");
        });
        assert!(told.has("service-died"), "{told}");
        assert_eq!(told.at_fault(), Some("computer"), "{told}");
    });
    day.step("another program in the middle of a transaction", || {
        lay(&slow);
        let before = card.events().len();
        guest.root("pkcs15-tool --dump >/dev/null 2>&1 </dev/null & echo $! >/run/other");
        wait_for("its commands", || card.events().len() > before + 3);
        guest.root("kill -STOP $(cat /run/other)");
        let told = guest.doctor("root", "", "");
        let blind = seen_blindly("card-in-transaction");
        guest.root("kill -KILL $(cat /run/other)");
        assert!(!blind);
        assert!(told.has("card-in-transaction"), "{told}");
        assert!(told.to_string().contains("pkcs15-tool"), "{told}");
    });
    day.step("reader gone in the middle", || {
        lay(&silent);
        let told = during(guest, card, || guest.pull());
        wait_for("the reader to go", || !guest.has_reader());
        guest.plug();
        wait_for("the card in it again", || lies("present"));
        assert!(told.has("reader-gone"), "{told}");
        assert_eq!(told.at_fault(), Some("reader"), "{told}");
    });
    day.step("the usual card again", || {
        card.order("lay valid");
        wait_for("it", || super::json(guest, "check").1 == 0);
        let told = guest.doctor("root", "", "");
        assert_eq!(told.at_fault(), None, "{told}");
        for id in ["card-removed", "service-died", "reader-gone"] {
            assert!(!told.has(id), "{told}");
        }
    });
}

/// What `doctor` says to something that happens while it reads the card.
fn during(guest: &Guest, card: &Served, happens: impl Fn()) -> Diagnosis {
    let before = card.events().len();
    let asked = || card.events().len() > before;
    let ended = || guest.run("root", "test -s /run/code").code == 0;
    // In a guest that hardly gets on it may give up before it has asked the card anything.
    for _ in 0..3 {
        guest.root(&format!(
            "rm -f /run/code; (code=0; {DOCTOR} >/run/told 2>&1 </dev/null || code=$?; echo $code >/run/code) >/dev/null 2>&1 </dev/null &"
        ));
        wait_for("doctor's first command", || asked() || ended());
        if asked() {
            break;
        }
    }
    happens();
    wait_for("doctor", ended);
    let code = guest.root("cat /run/code; rm /run/code");
    let told = Ran {
        code: code.trim().parse().unwrap(),
        text: guest.root("cat /run/told"),
    };
    Diagnosis::of(&told)
}
