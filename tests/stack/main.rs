//! The real PC/SC stack, from pcscd down: pcscd, vpcd and a card served to them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    reason = "a test ends where something is not as expected, and says so"
)]

mod pcscd;
mod served;

use pcscd::Service;

#[test]
fn first() {
    let t = std::time::Instant::now();
    let service = Service::start();
    eprintln!("pcscd {:?}", t.elapsed());
    let card = service.serve("valid");
    eprintln!("noticed {:?}", t.elapsed());
    for c in [&["-l"][..], &["-n"]] {
        eprintln!("{}", service.run("opensc-tool", c));
        eprintln!("{c:?} {:?}", t.elapsed());
    }
    for a in [&["-D"][..], &["--list-pins"], &["--read-certificate", "1"]] {
        let n = card.commands().len();
        eprintln!("{}", service.run("pkcs15-tool", a));
        eprintln!("{a:?} {} {:?}", card.commands().len() - n, t.elapsed());
    }
    for c in card.commands() {
        eprintln!("{c}");
    }
    eprintln!("{:?}", card.stop());
}
