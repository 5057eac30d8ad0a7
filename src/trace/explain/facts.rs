//! What a conversation shows about a card, whoever held it.

use std::time::Duration;

use super::pins::{Pins, Which};
use crate::certificate::{HeadError, head};
use crate::conversation::{self, Day};
use crate::finding::{Finding, Outcome};
use crate::iso7816::{Action, Follower, StatusWord, Subject};
use crate::jpki::Token;
use crate::jpki::file::{AID, TOKEN, TOKEN_LABEL_LENGTH, USER_CERTIFICATE};
use crate::recording::{Exchange, Failure, MaskedResponse};
use crate::report::{CardKind, CardReport, ExchangeReport, Report, SourceName, SourceReport};
use crate::time::Date;
use crate::transport::TransportError;

/// The dates of a certificate lie within its first bytes; more is not kept.
const HEAD: usize = 1024;

/// What is known so far.
#[derive(Default)]
pub(super) struct Facts {
    source: Option<SourceReport>,
    /// The answer to SELECT of the JPKI application.
    application: Option<u16>,
    token: FilePart,
    certificate: FilePart,
    pins: Pins,
    /// The last failure, as long as nothing was answered after it.
    failure: Option<Failure>,
    /// The first and the last command.
    span: Option<(u64, u64)>,
    commands: u32,
    bytes: u64,
    /// From connecting to the last answer, in microseconds, and since then.
    micros: u64,
    since: u64,
}

/// The start of an EF.
#[derive(Default)]
struct FilePart {
    bytes: Vec<u8>,
    /// The card refused to give it.
    refused: Option<u16>,
}

impl FilePart {
    fn read(&mut self, offset: usize, answer: &MaskedResponse) {
        match answer.word() {
            // The end of the file: what was read is all there is.
            0x6B00 if offset > 0 => {}
            0x9000 | 0x6282 | 0x6100..=0x61FF => {
                self.refused = None;
                // A card that was read anew is judged anew.
                self.bytes.truncate(offset);
                if self.bytes.len() == offset && offset < HEAD {
                    self.bytes.extend_from_slice(answer.data.stand_in());
                }
            }
            status if self.bytes.is_empty() => self.refused = Some(status),
            _ => {}
        }
    }
}

impl Facts {
    /// Of a connection to this card.
    pub(super) fn of(reader: &str, atr: &Result<Vec<u8>, Failure>) -> Self {
        Self {
            failure: atr.as_ref().err().copied(),
            source: atr.as_ref().ok().map(|atr| SourceReport {
                kind: SourceName::Replay,
                reader: reader.to_owned(),
                atr: hex::encode_upper(atr),
            }),
            ..Self::default()
        }
    }

    pub(super) fn outcome(&mut self, outcome: &Result<(), Failure>) {
        self.failure = outcome.err();
    }

    /// So much time passed without a command.
    pub(super) fn wait(&mut self, micros: u64) {
        self.since = self.since.saturating_add(micros);
    }

    /// The first and the last command; None where there was none.
    pub(super) fn span(&self) -> Option<(u64, u64)> {
        self.span
    }

    /// The conversation ended with a command that got no answer.
    pub(super) fn is_broken(&self) -> bool {
        self.failure.is_some() && self.commands > 0
    }

    pub(super) fn pins(&self) -> &Pins {
        &self.pins
    }

    /// Notes an exchange: its number, which PIN it is about, where the conversation stands behind
    /// it, and what its data are.
    pub(super) fn exchange(
        &mut self,
        number: u64,
        exchange: &Exchange,
        action: &Action<'_>,
        pin: Option<Which>,
        (follower, subject): (&Follower, Subject),
    ) {
        let (first, _) = self.span.unwrap_or((number, number));
        self.span = Some((first, number));
        self.commands = self.commands.saturating_add(1);
        let since = std::mem::take(&mut self.since).saturating_add(exchange.micros);
        self.micros = self.micros.saturating_add(since);
        let sent = exchange.command.len() as u64;
        self.bytes = self.bytes.saturating_add(sent);
        self.pins.note(number, action, pin, &exchange.answer);
        let answer = match &exchange.answer {
            Ok(answer) => answer,
            Err(failure) => {
                self.failure = Some(*failure);
                return;
            }
        };
        self.failure = None;
        let received = answer.data.len() as u64;
        self.bytes = self.bytes.saturating_add(received).saturating_add(2);
        if let Action::SelectApplication(aid) = action {
            // The first answer after power-up may be 6F00, and says nothing.
            if *aid == AID && answer.word() != 0x6F00 {
                self.application = Some(answer.word());
            }
            return;
        }
        if follower.is_in(&AID) {
            self.jpki(action, answer, follower.file(), subject);
        }
    }

    fn jpki(
        &mut self,
        action: &Action<'_>,
        answer: &MaskedResponse,
        file: Option<u16>,
        subject: Subject,
    ) {
        match (action, subject) {
            (Action::ReadShort { file, .. }, Subject::File(offset)) => {
                self.file(Some(*file), offset, answer);
            }
            (_, Subject::File(offset)) => self.file(file, offset, answer),
            (Action::SelectFile(wanted), _) if answer.word() != 0x9000 => {
                self.file(Some(*wanted), 0, answer);
            }
            _ => {}
        }
    }

    fn file(&mut self, file: Option<u16>, offset: usize, answer: &MaskedResponse) {
        match file {
            Some(TOKEN) => self.token.read(offset, answer),
            Some(USER_CERTIFICATE) => self.certificate.read(offset, answer),
            _ => {}
        }
    }

    /// What the exchange cost.
    pub(super) fn cost(&self) -> ExchangeReport {
        ExchangeReport::new(
            self.commands,
            self.bytes,
            Duration::from_micros(self.micros),
        )
    }

    /// The findings of `check`, as far as their questions were asked.
    pub(super) fn report(&self, today: Date) -> Option<Report> {
        if self.application.is_none() && self.failure.is_none() && self.pins.is_empty() {
            return None;
        }
        let mut report = Report {
            today,
            source: self.source.clone(),
            exchange: self.cost(),
            ..Report::default()
        };
        match self.application {
            None => self.pins.report(&mut report),
            Some(0x9000 | 0x6100..=0x61FF) => self.asked(today, &mut report),
            Some(status) => {
                report.card = Some(CardReport {
                    kind: CardKind::Other,
                    token: None,
                    expires: None,
                });
                report.findings.push(Finding::NotMyNumberCard {
                    status: StatusWord(status),
                    looks_like: None,
                });
                self.pins.report(&mut report);
            }
        }
        if let Some(failure) = self.failure {
            report.findings.push(failed(failure));
        }
        let silent = report.findings.is_empty() || report.outcome() <= Outcome::NotLookedAt;
        if report.certificate.is_none() && silent {
            report.findings.push(Finding::CertificateNotRead);
        }
        Some(report)
    }

    fn asked(&self, today: Date, report: &mut Report) {
        let label = self.token.bytes.get(..usize::from(TOKEN_LABEL_LENGTH));
        let token = label.map(Token::from_label);
        if token.is_some() || self.token.refused.is_some() {
            conversation::card(token.as_ref(), report);
        }
        self.pins.report(report);
        if let (true, Some(status)) = (self.certificate.bytes.is_empty(), self.certificate.refused)
        {
            report
                .findings
                .push(conversation::refused(token.as_ref(), StatusWord(status)));
        } else if !self.certificate.bytes.is_empty() {
            match head::read(&self.certificate.bytes) {
                // Whoever read this did not read on; the card is not to blame.
                Err(HeadError::NeedMore) => {}
                head => conversation::judge_head(head, Day::given(today), report),
            }
        }
    }
}

fn failed(failure: Failure) -> Finding {
    match failure {
        Failure::Lost => Finding::LogEnds,
        failure => conversation::unreached(&TransportError::from(failure)),
    }
}
