//! Which card is this, when it is no My Number Card?

use crate::finding::{Finding, LookAlike};
use crate::iso7816::{Answered, Session, SessionError, StatusWord};
use crate::report::{CardKind, CardReport, Report};

/// Applications of other cards (`protocol.md` §4.2). Selecting one changes nothing on a card.
const APPLICATIONS: &[(LookAlike, &[u8])] = &[
    (
        LookAlike::DrivingLicence,
        &[
            0xA0, 0x00, 0x00, 0x02, 0x31, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        ],
    ),
    (
        LookAlike::ResidenceCard,
        &[
            0xD3, 0x92, 0xF0, 0x00, 0x4F, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        ],
    ),
    // PPSE, the directory of contactless payment cards.
    (LookAlike::PaymentCard, b"2PAY.SYS.DDF01"),
    (
        LookAlike::Passport,
        &[0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01],
    ),
];

/// ATRs that name a card without a question (`protocol.md` §4.2). The readers make those of
/// contactless cards, FeliCa's among them, after PC/SC part 3.
const ATRS: &[(LookAlike, &[u8])] = &[
    (
        LookAlike::Felica,
        &[
            0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00, 0x03, 0x06, 0x11,
        ],
    ),
    (LookAlike::Bcas, &[0x3B, 0xF0, 0x12, 0x00, 0xFF, 0x91, 0x81]),
    (LookAlike::Hpki, &[0x3B, 0xF4, 0x13, 0x00, 0x00, 0x81, 0x31]),
];

/// Records that the card did not select the JPKI application, and names it where it can be named.
///
/// # Errors
/// When the card is gone.
pub(crate) fn without_jpki(
    session: &mut Session<'_>,
    status: StatusWord,
    report: &mut Report,
) -> Result<(), SessionError> {
    let looks_like = match by_atr(session.atr_bytes()) {
        Some(card) => Some(card),
        None => by_application(session)?,
    };
    // `6F00` gives no reason: only another application tells that this is another card.
    let silent = status == StatusWord::NO_DIAGNOSIS && looks_like.is_none();
    let (kind, finding) = if silent {
        (CardKind::Unknown, Finding::CardAnswersOddly)
    } else {
        let finding = Finding::NotMyNumberCard { status, looks_like };
        (CardKind::Other, finding)
    };
    report.card = Some(CardReport {
        kind,
        token: None,
        expires: None,
    });
    report.findings.push(finding);
    Ok(())
}

fn by_atr(atr: &[u8]) -> Option<LookAlike> {
    ATRS.iter()
        .find(|(_, beginning)| atr.starts_with(beginning))
        .map(|(card, _)| *card)
}

fn by_application(session: &mut Session<'_>) -> Result<Option<LookAlike>, SessionError> {
    for (card, aid) in APPLICATIONS {
        if session.select_application(aid).if_given()?.is_some() {
            return Ok(Some(*card));
        }
    }
    Ok(None)
}
