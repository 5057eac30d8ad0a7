//! What happens in the middle of a reading, and what lies on the reader.

use super::Day;
use super::guest::{DOCTOR, Diagnosis, Guest, Served};
use super::machine::{Ran, wait_for};

/// Slow enough to be interrupted.
const SLOW: &str = "extends = \"valid\"\ncommand_micros = 700000\n";

pub(crate) fn tried(day: &mut Day, guest: &Guest, card: &Served) {
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
        });
    }
    let slow = guest.file("slow.toml", SLOW);
    let lies = |state: &str| super::json(guest, "readers").0["readers"][0]["card"] == state;
    let lay = || {
        card.order("lift");
        wait_for("no card", || lies("absent"));
        card.order(&format!("lay {slow}"));
        wait_for("the slow card", || lies("present"));
    };
    day.step("service killed in the middle", || {
        lay();
        let told = during(guest, card, || {
            guest.root("pkill -KILL -x pcscd");
        });
        assert!(told.has("service-died"), "{told}");
        assert_eq!(told.at_fault(), Some("computer"), "{told}");
    });
    day.step("another program in the middle of a transaction", || {
        lay();
        let before = card.events().len();
        guest.root("pkcs15-tool --dump >/dev/null 2>&1 </dev/null & echo $! >/run/other");
        wait_for("its commands", || card.events().len() > before + 3);
        guest.root("kill -STOP $(cat /run/other)");
        let told = guest.doctor("root", "", "");
        guest.root("kill -KILL $(cat /run/other)");
        assert!(told.has("card-in-transaction"), "{told}");
        assert!(told.to_string().contains("pkcs15-tool"), "{told}");
    });
    day.step("reader gone in the middle", || {
        lay();
        let told = during(guest, card, || guest.pull());
        wait_for("the reader to go", || !guest.has_reader());
        guest.plug();
        assert!(told.has("reader-gone"), "{told}");
        assert_eq!(told.at_fault(), Some("reader"), "{told}");
    });
    day.step("the usual card again", || {
        card.order("lay valid");
        wait_for("it", || super::json(guest, "check").1 == 0);
    });
}

/// What `doctor` says to something that happens while it reads the card.
fn during(guest: &Guest, card: &Served, happens: impl Fn()) -> Diagnosis {
    let before = card.events().len();
    guest.root(&format!(
        "(code=0; {DOCTOR} >/run/told 2>&1 </dev/null || code=$?; echo $code >/run/code) >/dev/null 2>&1 </dev/null &"
    ));
    wait_for("doctor's commands", || card.events().len() > before + 2);
    happens();
    wait_for("doctor", || {
        guest.run("root", "test -s /run/code").code == 0
    });
    let code = guest.root("cat /run/code; rm /run/code");
    let told = Ran {
        code: code.trim().parse().unwrap(),
        text: guest.root("cat /run/told"),
    };
    Diagnosis::of(&told)
}
