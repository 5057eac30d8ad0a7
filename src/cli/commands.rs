//! The commands, one function each: question down, report out.

use serde::Serialize;

use super::args::{self, Format};
use super::{Context, Exit, Host, print, print_failure, print_json, print_unreached};
use crate::check::{self, Question, transport_finding};
use crate::finding::{Finding, FindingId, Severity};
use crate::iso7816::StatusWord;
use crate::message::{self, Label, label};
use crate::reader::choice::{ReaderKind, ReaderState};
use crate::reader::pcsc::{Features, Pcsc};
use crate::report::json;
use crate::simulator::cards;
use crate::simulator::image::Image;
use crate::transport::{ScardCode, TransportError};

/// `check`
pub(super) fn check(args: &args::Check, context: Context, host: &mut Host) -> Exit {
    let day = host.day(args.card.today);
    let today = day.today;
    let question = Question {
        day,
        expiry_only: args.expiry,
        card_body: false,
    };
    match host.open(&args.card, today, context.lang) {
        Ok(mut transport) => {
            let report = check::run(transport.as_mut(), question);
            print(&report, context, host)
        }
        Err(finding) => print_unreached(finding, &args.card, today, context, host),
    }
}

/// A reader, for people and programs.
#[derive(Serialize)]
struct ReaderLine {
    number: usize,
    name: String,
    kind: ReaderKind,
    card: &'static str,
    atr: Option<String>,
    exclusive: bool,
    in_use: bool,
    pin_pad: Option<bool>,
    max_apdu: Option<u32>,
    usb: Option<String>,
}

#[derive(Serialize)]
struct ReadersDocument {
    schema: &'static str,
    version: &'static str,
    readers: Vec<ReaderLine>,
}

/// `readers`
pub(super) fn readers(args: &args::Readers, context: Context, host: &mut Host) -> Exit {
    let limit = std::time::Duration::from_secs(args.timeout.max(1));
    let interrupt = std::sync::Arc::clone(&host.interrupt);
    let asked = Pcsc::establish(limit, interrupt).and_then(|mut pcsc| {
        let states = pcsc.readers()?;
        let mut lines = Vec::with_capacity(states.len());
        for (index, state) in states.iter().enumerate() {
            // Many drivers do not answer; that is no fault of the reader.
            let features = match pcsc.features(&state.name) {
                Err(TransportError::Interrupted) => return Err(TransportError::Interrupted),
                answer => answer.unwrap_or_default(),
            };
            lines.push(reader_line(index.saturating_add(1), state, features));
        }
        Ok(lines)
    });
    let today = host.today();
    match asked {
        Err(error) => print_failure(transport_finding(&error), today, context, host),
        Ok(lines) if lines.is_empty() => print_failure(Finding::NoReader, today, context, host),
        Ok(lines) => {
            match context.format {
                Format::Text => {
                    let text: String = lines
                        .iter()
                        .map(|line| reader_text(line, context))
                        .collect();
                    host.print(&text);
                }
                Format::Json => print_json(
                    &ReadersDocument {
                        schema: "mynacheck.readers.v1",
                        version: env!("CARGO_PKG_VERSION"),
                        readers: lines,
                    },
                    host,
                ),
            }
            Exit::Usable
        }
    }
}

fn reader_line(number: usize, state: &ReaderState, features: Features) -> ReaderLine {
    ReaderLine {
        number,
        name: message::clean(&state.name),
        kind: ReaderKind::of(&state.name),
        card: match (state.unavailable, state.present, state.mute) {
            (true, ..) => "unavailable",
            (_, true, true) => "mute",
            (_, true, false) => "present",
            (_, false, _) => "absent",
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

fn reader_text(line: &ReaderLine, context: Context) -> String {
    let word = |name| label(context.lang, name);
    let kind = word(match line.kind {
        ReaderKind::Contact => Label::KindContact,
        ReaderKind::Contactless => Label::KindContactless,
        ReaderKind::Sam => Label::KindSam,
        ReaderKind::Virtual => Label::KindVirtual,
        ReaderKind::Unknown => Label::KindUnknown,
    });
    let card = word(match line.card {
        "present" => Label::CardPresent,
        "mute" => Label::CardMute,
        "unavailable" => Label::ReaderUnavailable,
        _ => Label::CardAbsent,
    });
    let mut facts = vec![card.to_owned(), kind.to_owned()];
    if line.exclusive {
        facts.push(word(Label::ReaderExclusive).to_owned());
    } else if line.in_use {
        facts.push(word(Label::ReaderInUse).to_owned());
    }
    if line.pin_pad == Some(true) {
        facts.push(word(Label::PinPad).to_owned());
    }
    match line.max_apdu {
        Some(0) => facts.push(word(Label::ShortOnly).to_owned()),
        Some(_) => facts.push(word(Label::ExtendedToo).to_owned()),
        None => {}
    }
    if let Some(usb) = &line.usb {
        facts.push(format!("USB {usb}"));
    }
    if let Some(atr) = &line.atr {
        facts.push(format!("ATR {atr}"));
    }
    let comma = message::pick(context.lang, "、", ", ");
    format!("{}  {}\n   {}\n", line.number, line.name, facts.join(comma))
}

#[derive(Serialize)]
struct CardLine {
    name: &'static str,
    title: String,
    assumption: Option<String>,
}

#[derive(Serialize)]
struct CardsDocument {
    schema: &'static str,
    version: &'static str,
    cards: Vec<CardLine>,
}

/// `cards`
pub(super) fn cards(context: Context, host: &mut Host) -> Exit {
    let today = host.today();
    let mut lines = Vec::new();
    for card in cards::BUILT_IN {
        match Image::parse(card.file, today) {
            Ok(image) => lines.push(CardLine {
                name: card.name,
                title: message::pick(context.lang, &image.title.ja, &image.title.en).to_owned(),
                assumption: image.assumption.map(|assumption| {
                    message::pick(context.lang, &assumption.ja, &assumption.en).to_owned()
                }),
            }),
            Err(error) => {
                let finding = Finding::ProgramFault {
                    what: format!("{}: {error}", card.name),
                };
                return print_failure(finding, today, context, host);
            }
        }
    }
    match context.format {
        Format::Text => {
            let word = label(context.lang, Label::Assumption);
            for line in &lines {
                host.print(&format!("{:<19}{}\n", line.name, line.title));
                if let Some(assumption) = &line.assumption {
                    host.print(&format!("{:<19}  {word}: {assumption}\n", ""));
                }
            }
        }
        Format::Json => print_json(
            &CardsDocument {
                schema: "mynacheck.cards.v1",
                version: env!("CARGO_PKG_VERSION"),
                cards: lines,
            },
            host,
        ),
    }
    Exit::Usable
}

#[derive(Serialize)]
struct Explanation {
    schema: &'static str,
    id: String,
    kind: &'static str,
    severity: Option<Severity>,
    exit_code: Option<u8>,
    meaning: String,
}

/// `explain`
pub(super) fn explain(args: &args::Explain, context: Context, host: &mut Host) -> Exit {
    let lang = context.lang;
    let explanation = if let Ok(id) = args.id.parse::<FindingId>() {
        Explanation {
            schema: "mynacheck.explanation.v1",
            id: id.as_str().to_owned(),
            kind: "finding",
            severity: Some(id.severity()),
            exit_code: Some(Exit::from(id.outcome()).code()),
            meaning: message::about(lang, id).to_owned(),
        }
    } else if let Some((code, meaning)) = scard(&args.id, lang) {
        Explanation {
            schema: "mynacheck.explanation.v1",
            id: code.to_string(),
            kind: "scard-code",
            severity: None,
            exit_code: None,
            meaning: meaning.to_owned(),
        }
    } else if let Ok(word) = args.id.parse::<StatusWord>() {
        Explanation {
            schema: "mynacheck.explanation.v1",
            id: format!("SW {word}"),
            kind: "status-word",
            severity: None,
            exit_code: None,
            meaning: message::status_word(lang, word),
        }
    } else {
        let finding = Finding::NothingKnown {
            id: args.id.clone(),
        };
        let today = host.today();
        return print_failure(finding, today, context, host);
    };
    match context.format {
        Format::Text => {
            host.print(&format!("{}\n  {}\n", explanation.id, explanation.meaning));
            if let Some(code) = explanation.exit_code {
                let word = label(lang, Label::ExitCode);
                host.print(&format!("  {word}: {code}\n"));
            }
        }
        Format::Json => print_json(&explanation, host),
    }
    Exit::Usable
}

fn scard(text: &str, lang: message::Lang) -> Option<(ScardCode, &'static str)> {
    let code = text.parse().ok()?;
    Some((code, message::scard_code(lang, code)?))
}

/// `schema`
pub(super) fn schema(host: &mut Host) -> Exit {
    print_json(&json::schema(), host);
    Exit::Usable
}
