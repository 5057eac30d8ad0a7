//! `readers`: which readers are there, what can they do, and what is on them?

use std::time::Duration;

use serde::Serialize;

use crate::cli::Host;
use crate::cli::answer::Answer;
use crate::conversation::transport_finding;
use crate::finding::Finding;
use crate::message::{self, Label, Lang, label};
use crate::reader::choice::{ReaderKind, ReaderState};
use crate::reader::{Features, Service};
use crate::transport::TransportError;

/// `readers`
#[derive(Debug, clap::Args)]
pub(crate) struct ReadersArgs {
    #[arg(long, value_name = "SECONDS", default_value_t = 15, help = both!(
        "ICカードサービスの応答を待つ秒数(初期値15)",
        "Seconds to wait for the smart-card service (default: 15)"
    ))]
    timeout: u64,
}

#[derive(Serialize)]
struct ReaderLine {
    number: usize,
    name: String,
    kind: ReaderKind,
    card: CardPresence,
    atr: Option<String>,
    exclusive: bool,
    in_use: bool,
    pin_pad: Option<bool>,
    max_apdu: Option<u32>,
    usb: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum CardPresence {
    Present,
    Mute,
    Absent,
    /// The reader does not answer.
    Unavailable,
}

#[derive(Serialize)]
struct ReaderList {
    readers: Vec<ReaderLine>,
}

pub(super) fn run(args: &ReadersArgs, host: &mut Host) -> Result<Answer, Finding> {
    let limit = Duration::from_secs(args.timeout.max(1));
    let readers = list(host.service.as_mut(), limit).map_err(|error| transport_finding(&error))?;
    if readers.is_empty() {
        return Err(Finding::NoReader);
    }
    let text = readers.iter().map(|line| text(line, host.lang)).collect();
    let list = ReaderList { readers };
    Ok(Answer::document("mynacheck.readers.v1", &list, text))
}

fn list(service: &mut dyn Service, limit: Duration) -> Result<Vec<ReaderLine>, TransportError> {
    service.establish(limit)?;
    let states = service.readers()?;
    let numbered = (1..).zip(&states);
    numbered
        .map(|(number, state)| {
            // Many drivers do not answer; that is no fault of the reader.
            let features = match service.features(&state.name) {
                Err(TransportError::Interrupted) => return Err(TransportError::Interrupted),
                answer => answer.unwrap_or_default(),
            };
            Ok(line(number, state, features))
        })
        .collect()
}

fn line(number: usize, state: &ReaderState, features: Features) -> ReaderLine {
    ReaderLine {
        number,
        name: message::clean(&state.name),
        kind: ReaderKind::of(&state.name),
        card: match (state.unavailable, state.present, state.mute) {
            (true, ..) => CardPresence::Unavailable,
            (_, true, true) => CardPresence::Mute,
            (_, true, false) => CardPresence::Present,
            (_, false, _) => CardPresence::Absent,
        },
        atr: (!state.atr.is_empty()).then(|| hex::encode_upper(&state.atr)),
        exclusive: state.exclusive,
        in_use: state.in_use,
        pin_pad: features.max_apdu.is_some().then_some(features.pin_pad),
        max_apdu: features.max_apdu,
        usb: features
            .usb
            .map(|(vendor, product)| format!("{vendor:04X}:{product:04X}")),
    }
}

fn text(line: &ReaderLine, lang: Lang) -> String {
    let word = |name| label(lang, name).to_owned();
    let mut facts = vec![
        word(match line.card {
            CardPresence::Present => Label::CardPresent,
            CardPresence::Mute => Label::CardMute,
            CardPresence::Unavailable => Label::ReaderUnavailable,
            CardPresence::Absent => Label::CardAbsent,
        }),
        word(match line.kind {
            ReaderKind::Contact => Label::KindContact,
            ReaderKind::Contactless => Label::KindContactless,
            ReaderKind::Sam => Label::KindSam,
            ReaderKind::Virtual => Label::KindVirtual,
            ReaderKind::Vpcd => Label::KindVpcd,
            ReaderKind::Unknown => Label::KindUnknown,
        }),
    ];
    if line.exclusive {
        facts.push(word(Label::ReaderExclusive));
    } else if line.in_use {
        facts.push(word(Label::ReaderInUse));
    }
    if line.pin_pad == Some(true) {
        facts.push(word(Label::PinPad));
    }
    match line.max_apdu {
        Some(0) => facts.push(word(Label::ShortOnly)),
        Some(_) => facts.push(word(Label::ExtendedToo)),
        None => {}
    }
    facts.extend(line.usb.iter().map(|usb| format!("USB {usb}")));
    facts.extend(line.atr.iter().map(|atr| format!("ATR {atr}")));
    let comma = message::pick(lang, "、", ", ");
    format!("{}  {}\n   {}\n", line.number, line.name, facts.join(comma))
}
