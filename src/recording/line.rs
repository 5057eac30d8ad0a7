//! The lines as JSON has them. The order of the fields is the order in the file.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use super::failure::failure;
use super::masked::{self, Pieces};
use super::{
    Event, Exchange, FORMAT, Failure, Header, Masked, MaskedResponse, NotInTheFormat, Policy,
    VERSION,
};
use crate::transport::Leave;

#[derive(Serialize, Deserialize)]
pub(super) struct HeaderLine {
    t: String,
    format: String,
    pub(super) v: String,
    program: String,
    platform: String,
    provenance: String,
    today: String,
    from_clock: bool,
    policy: Policy,
    #[serde(skip_serializing_if = "Option::is_none")]
    expect: Option<Expect>,
}

/// What a check of a recording must find.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expect {
    /// The exit code.
    pub exit: u8,
    /// The verdict of the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// The ids of its findings, in order.
    pub findings: Vec<String>,
}

/// Only as much as is needed to say why a header is refused.
#[derive(Deserialize)]
pub(super) struct VersionLine {
    pub(super) format: String,
    pub(super) v: String,
}

/// A text of a line, which is copied only where it is escaped.
#[derive(Deserialize)]
struct LineText<'a>(#[serde(borrow)] Cow<'a, str>);

/// Any line between header and end, as it is read. Which keys make which event, [`EventLine::event`]
/// knows.
#[derive(Deserialize)]
pub(super) struct EventLine<'a> {
    #[serde(borrow)]
    t: LineText<'a>,
    reader: Option<LineText<'a>>,
    atr: Option<LineText<'a>>,
    how: Option<LineText<'a>>,
    c: Option<Pieces>,
    r: Option<Pieces>,
    sw: Option<LineText<'a>>,
    err: Option<LineText<'a>>,
    short: Option<usize>,
    timeout: Option<u64>,
    op: Option<LineText<'a>>,
    us: u64,
}

#[derive(Serialize, Deserialize)]
pub(super) struct EndLine {
    t: String,
    pub(super) events: u64,
    pub(super) sha256: String,
}

type Parsed<T> = Result<T, NotInTheFormat>;

impl From<&Header> for HeaderLine {
    fn from(header: &Header) -> Self {
        Self {
            t: "header".to_owned(),
            format: FORMAT.to_owned(),
            v: VERSION.to_owned(),
            program: header.program.clone(),
            platform: header.platform.clone(),
            provenance: header.provenance.to_string(),
            today: header.today.to_string(),
            from_clock: header.from_clock,
            policy: header.policy,
            expect: header.expect.clone(),
        }
    }
}

impl TryFrom<HeaderLine> for Header {
    type Error = NotInTheFormat;

    fn try_from(line: HeaderLine) -> Parsed<Self> {
        Ok(Self {
            program: line.program,
            platform: line.platform,
            provenance: line.provenance.parse()?,
            today: line.today.parse().map_err(|_| NotInTheFormat)?,
            from_clock: line.from_clock,
            policy: line.policy,
            expect: line.expect,
        })
    }
}

impl EndLine {
    pub(super) fn new(events: u64, digest: &[u8]) -> Self {
        Self {
            t: "end".to_owned(),
            events,
            sha256: hex::encode_upper(digest),
        }
    }
}

/// Why a line is no event.
pub(super) enum LineError {
    Unknown,
    Json(serde_json::Error),
    Value,
}

impl From<NotInTheFormat> for LineError {
    fn from(NotInTheFormat: NotInTheFormat) -> Self {
        Self::Value
    }
}

impl EventLine<'_> {
    /// Reads a line of this type.
    pub(super) fn parse(kind: &str, text: &str) -> Result<Event, LineError> {
        if !["x", "card", "begin", "leave"].contains(&kind) {
            return Err(LineError::Unknown);
        }
        let line: EventLine<'_> = serde_json::from_str(text).map_err(LineError::Json)?;
        Ok(line.event()?)
    }

    fn event(self) -> Parsed<Event> {
        let [err, op] = [self.err, self.op].map(text);
        let failure = failure(err.as_deref(), self.short, self.timeout, op.as_deref())?;
        let micros = self.us;
        Ok(match &*self.t.0 {
            "x" => {
                let pieces = |Pieces(pieces)| pieces;
                Event::Exchange(Exchange {
                    command: self.c.map(pieces).ok_or(NotInTheFormat)??,
                    answer: answer(self.r.map(pieces).transpose()?, text(self.sw), failure)?,
                    micros,
                })
            }
            "card" => Event::Card {
                reader: text(self.reader).ok_or(NotInTheFormat)?.into_owned(),
                atr: match (text(self.atr), failure) {
                    (Some(digits), None) => Ok(bytes(&digits)?),
                    (None, Some(failure)) => Err(failure),
                    _ => return Err(NotInTheFormat),
                },
                micros,
            },
            "begin" => Event::Begin {
                outcome: failure.map_or(Ok(()), Err),
                micros,
            },
            "leave" => Event::Leave {
                leave: leave(&text(self.how).ok_or(NotInTheFormat)?)?,
                outcome: failure.map_or(Ok(()), Err),
                micros,
            },
            _ => return Err(NotInTheFormat),
        })
    }
}

fn text(text: Option<LineText<'_>>) -> Option<Cow<'_, str>> {
    text.map(|LineText(text)| text)
}

fn answer(
    data: Option<Masked>,
    status: Option<Cow<'_, str>>,
    failure: Option<Failure>,
) -> Parsed<Result<MaskedResponse, Failure>> {
    match (data, status, failure) {
        (Some(data), Some(status), None) => {
            let status = bytes(&status)?.try_into().map_err(|_| NotInTheFormat)?;
            let status = Some(u16::from_be_bytes(status));
            Ok(Ok(MaskedResponse { data, status }))
        }
        (Some(data), None, None) if data.len() >= 2 && data.is_hidden() => {
            Ok(Ok(MaskedResponse { data, status: None }))
        }
        (None, None, Some(failure)) => Ok(Err(failure)),
        _ => Err(NotInTheFormat),
    }
}

impl Event {
    /// Adds the line, its keys in their order. Written by hand, as it is written once more for each
    /// line that is read.
    pub(super) fn write(&self, line: &mut Vec<u8>) -> io::Result<()> {
        let failure = match self {
            Self::Card { reader, atr, .. } => {
                line.extend_from_slice(br#"{"t":"card","reader":"#);
                serde_json::to_writer(&mut *line, reader)?;
                if let Ok(atr) = atr {
                    line.extend_from_slice(br#","atr":"#);
                    masked::write_digits(line, atr)?;
                }
                atr.as_ref().err()
            }
            Self::Begin { outcome, .. } => {
                line.extend_from_slice(br#"{"t":"begin""#);
                outcome.as_ref().err()
            }
            Self::Leave { leave, outcome, .. } => {
                write!(line, r#"{{"t":"leave","how":"{}""#, leave_name(*leave))?;
                outcome.as_ref().err()
            }
            Self::Exchange(exchange) => {
                line.extend_from_slice(br#"{"t":"x","c":"#);
                exchange.command.write(line)?;
                if let Ok(answer) = &exchange.answer {
                    line.extend_from_slice(br#","r":"#);
                    answer.data.write(line)?;
                    if let Some(status) = answer.status {
                        line.extend_from_slice(br#","sw":"#);
                        masked::write_digits(line, &status.to_be_bytes())?;
                    }
                }
                exchange.answer.as_ref().err()
            }
        };
        if let Some(failure) = failure {
            failure.write(line)?;
        }
        writeln!(line, r#","us":{}}}"#, self.micros())
    }
}

const LEAVES: [Leave; 3] = [Leave::Untouched, Leave::Reset, Leave::PoweredDown];

pub(super) fn leave_name(leave: Leave) -> &'static str {
    match leave {
        Leave::Untouched => "untouched",
        Leave::Reset => "reset",
        Leave::PoweredDown => "powered-down",
    }
}

pub(super) fn leave(name: &str) -> Parsed<Leave> {
    let found = LEAVES.into_iter().find(|leave| leave_name(*leave) == name);
    found.ok_or(NotInTheFormat)
}

fn bytes(digits: &str) -> Parsed<Vec<u8>> {
    hex::decode(digits).map_err(|_| NotInTheFormat)
}
