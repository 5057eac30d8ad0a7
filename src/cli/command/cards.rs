//! `cards`: the simulated cards there are.

use std::fmt::Write;

use serde::Serialize;

use crate::cli::Host;
use crate::cli::answer::Answer;
use crate::finding::Finding;
use crate::message::{Label, label, pick};
use crate::simulator::cards;
use crate::simulator::image::Image;

#[derive(Serialize)]
struct SimulatedCardLine {
    name: &'static str,
    title: String,
    assumption: Option<String>,
}

#[derive(Serialize)]
struct CardList {
    cards: Vec<SimulatedCardLine>,
}

pub(super) fn run(host: &mut Host) -> Result<Answer, Finding> {
    let (lang, today) = (host.lang, host.day().today);
    let mut list = CardList { cards: Vec::new() };
    let mut text = String::new();
    for card in cards::BUILT_IN {
        let image = Image::parse(card.file, today).map_err(|error| Finding::ProgramFault {
            what: format!("{}: {error}", card.name),
        })?;
        let line = SimulatedCardLine {
            name: card.name,
            title: pick(lang, &image.title.ja, &image.title.en).to_owned(),
            assumption: image
                .assumption
                .map(|it| pick(lang, &it.ja, &it.en).to_owned()),
        };
        let _ = writeln!(text, "{:<19}{}", line.name, line.title);
        if let Some(assumption) = &line.assumption {
            let word = label(lang, Label::Assumption);
            let _ = writeln!(text, "{:<19}  {word}: {assumption}", "");
        }
        list.cards.push(line);
    }
    Ok(Answer::document("mynacheck.cards.v1", &list, text))
}
