//! What can happen that nobody asked for, at each call (F1 to F29 of the fault matrix).

use std::sync::LazyLock;

use mynacheck::internals::transport::ScardCode;

/// How much of it is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// All of it.
    Everything,
    /// One of each class: what PC/SC calls it makes no difference to what is done.
    Classes,
}

/// Something that nobody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    /// Another program has a wrong PIN compared.
    OtherSpendsATry,
    /// Another program has the right PIN compared, which gives all tries back.
    OtherVerifies,
    /// Another program resets the card.
    OtherResets,
    /// Another program keeps the card for a second.
    OtherHoldsBriefly,
    /// Another program keeps the card.
    OtherHolds,
    /// The card is taken away.
    Removed,
    /// The card is taken away and laid down again.
    TakenAndLaid,
    /// Another card lies there.
    Swapped,
    /// Ctrl-C, and the call is over soon.
    Interrupt,
    /// Ctrl-C, and the call is not over soon.
    InterruptAbandons,
    /// The call fails with a code, and nothing was done.
    Fails(ScardCode),
    /// So do all that follow.
    FailsForGood(ScardCode),
    /// The call was done, and fails all the same.
    AnswerLost(ScardCode),
    /// The call was done too late: nobody waits for it any more.
    TooLate,
    /// The call was done, and never returns.
    NeverReturns,
    /// The call is not done and never returns.
    Hangs,
    /// The thread that speaks to PC/SC is gone.
    ThreadDies,
    /// The card is pulled away while it answers: so many bytes come.
    Cut(usize),
    /// Other bytes come than the card has sent.
    Answers(Vec<u8>),
    Stale,
    Half,
    SwappedWord,
}

/// Between two transactions, when nobody holds the card.
static BETWEEN: LazyLock<Vec<Event>> = LazyLock::new(|| {
    vec![
        Event::OtherSpendsATry,
        Event::OtherVerifies,
        Event::OtherResets,
        Event::OtherHoldsBriefly,
        Event::OtherHolds,
        Event::Removed,
        Event::TakenAndLaid,
        Event::Swapped,
    ]
});

static BEGIN: LazyLock<[Vec<Event>; 2]> = LazyLock::new(|| {
    let mut all = BETWEEN.clone();
    let mut classes = all.clone();
    classes.push(Event::Fails(ScardCode::F_COMM_ERROR));
    all.extend([Event::Interrupt, Event::TooLate, Event::ThreadDies]);
    all.extend(codes().flat_map(|code| [Event::Fails(code), Event::FailsForGood(code)]));
    [all, classes]
});

static TRANSMIT: LazyLock<[Vec<Event>; 2]> = LazyLock::new(|| {
    let mut all = vec![
        Event::Removed,
        Event::TakenAndLaid,
        Event::Swapped,
        Event::Interrupt,
        Event::InterruptAbandons,
        Event::TooLate,
        Event::NeverReturns,
        Event::Hangs,
        Event::ThreadDies,
        Event::Cut(0),
        Event::Cut(1),
        Event::Stale,
        Event::Half,
        Event::SwappedWord,
    ];
    all.extend(codes().flat_map(|code| {
        [
            Event::Fails(code),
            Event::FailsForGood(code),
            Event::AnswerLost(code),
        ]
    }));
    let words = [
        0x0000_u16, 0x0090, 0x6110, 0x6281, 0x6282, 0x6300, 0x6581, 0x63C0, 0x63C1, 0x63C2, 0x63C3,
        0x63C4, 0x63CF, 0x6700, 0x6881, 0x6982, 0x6983, 0x6984, 0x6985, 0x6986, 0x6A82, 0x6A86,
        0x6A88, 0x6B00, 0x6C20, 0x6D00, 0x6E00, 0x6F00, 0x7374, 0x9000, 0xFFFF,
    ];
    all.extend(words.map(|word| Event::Answers(word.to_be_bytes().to_vec())));
    all.extend([1, 257, 65_533].map(|length| {
        let mut bytes = vec![0x30; length];
        bytes.extend([0x90, 0x00]);
        Event::Answers(bytes)
    }));
    let classes = vec![
        Event::Swapped,
        Event::Fails(ScardCode::W_RESET_CARD),
        Event::Fails(ScardCode::F_COMM_ERROR),
        Event::AnswerLost(ScardCode::F_COMM_ERROR),
        Event::AnswerLost(ScardCode::W_REMOVED_CARD),
        Event::TooLate,
        Event::NeverReturns,
        Event::Interrupt,
        Event::Stale,
        Event::Answers(vec![0x6F, 0x00]),
        Event::Answers(vec![0x63, 0xC1]),
    ];
    [all, classes]
});

static END: LazyLock<[Vec<Event>; 2]> = LazyLock::new(|| {
    let mut all = vec![
        Event::Removed,
        Event::Interrupt,
        Event::TooLate,
        Event::NeverReturns,
        Event::Hangs,
        Event::ThreadDies,
    ];
    all.extend(codes().flat_map(|code| [Event::Fails(code), Event::AnswerLost(code)]));
    let classes = vec![
        Event::Removed,
        Event::TooLate,
        Event::Hangs,
        Event::Fails(ScardCode::F_COMM_ERROR),
    ];
    [all, classes]
});

/// Every code of PC/SC, and two that have no name.
fn codes() -> impl Iterator<Item = ScardCode> {
    let named = ScardCode::ALL.iter().copied();
    named
        .filter(|code| *code != ScardCode::S_SUCCESS)
        .chain([ScardCode(0x1F), ScardCode(0xDEAD_BEEF)])
}

/// At which call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    Begin,
    Transmit,
    End,
}

impl Reach {
    /// What can happen there.
    pub(crate) fn events(self, at: At) -> &'static [Event] {
        let lists = match at {
            At::Begin => &*BEGIN,
            At::Transmit => &*TRANSMIT,
            At::End => &*END,
        };
        match self {
            Self::Everything => &lists[0],
            Self::Classes => &lists[1],
        }
    }
}
