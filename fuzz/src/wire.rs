//! What comes over the connection to a virtual reader.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use mynacheck::internals::simulator::cards;
use mynacheck::internals::simulator::image::Image;
use mynacheck::internals::simulator::state::Card;
use mynacheck::internals::virtual_reader::{Address, Departure, Peer, Slot};

use super::TODAY;

/// Lays a card on a reader that says this and then nothing more. Gives what the card said.
fn talk(peer: Peer, name: &str, data: &[u8]) -> Vec<u8> {
    static IMAGE: OnceLock<Image> = OnceLock::new();
    // The tests of the corpora run side by side.
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let image = IMAGE.get_or_init(|| {
        let file = cards::find("valid").expect("a built-in card").file;
        Image::parse(file, TODAY).expect("a card")
    });
    let (process, count) = (std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let place: PathBuf = std::env::temp_dir().join(format!("{name}-{process}-{count}"));
    let _ = std::fs::remove_file(&place);
    let listener = UnixListener::bind(&place).expect("a socket");
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let (mut stream, _) = listener.accept().expect("the card");
            // The card may leave at any byte.
            let _ = stream.write_all(data);
            let _ = stream.shutdown(Shutdown::Write);
            let mut said = Vec::new();
            let _ = stream.read_to_end(&mut said);
            said
        });
        let limit = Duration::from_secs(10);
        let mut slot = Slot::new(peer, Address::Path(place.clone()), Some(limit));
        let mut card = Card::new(image.clone());
        let left = slot.place(3, &mut card, &mut || false, &mut |_| {});
        let left = left.expect("it connected");
        assert!(
            matches!(left, None | Some(Departure::ReaderGone)),
            "{left:?}"
        );
        drop(std::fs::remove_file(&place));
        reader.join().expect("the reader")
    })
}

/// pcscd gets whole messages only, none of them empty: both have stopped it for every program.
pub fn vpcd(data: &[u8]) {
    let said = talk(Peer::Vpcd, "vpcd", data);
    let mut rest = said.as_slice();
    while let Some((length, behind)) = rest.split_first_chunk::<2>() {
        let length = usize::from(u16::from_be_bytes(*length));
        assert!(length > 0, "an empty message");
        rest = behind.get(length..).expect("a whole message");
    }
    assert!(rest.is_empty(), "half a message");
}

/// QEMU gets whole messages of kinds that a card may send, none longer than T=0 has room for.
pub fn vscard(data: &[u8]) {
    let said = talk(Peer::Vscard, "vscard", data);
    let mut rest = said.as_slice();
    while let Some((head, behind)) = rest.split_first_chunk::<12>() {
        let word = |at: usize| head.get(at..at + 4).and_then(|word| word.try_into().ok());
        let kind = word(0).map(u32::from_be_bytes);
        assert!(matches!(kind, Some(1 | 3 | 5 | 6 | 7 | 9)), "kind {kind:?}");
        let length = word(8).map_or(0, u32::from_be_bytes) as usize;
        assert!(length <= 258, "{length} bytes");
        rest = behind.get(length..).expect("a whole message");
    }
    assert!(rest.is_empty(), "half a message");
}
