//! The lines as JSON has them. The order of the fields is the order in the file.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::failure::{FailureFields, failure};
use super::{
    Event, Exchange, FORMAT, Header, Masked, MaskedResponse, NotInTheFormat, Policy, Segment,
    VERSION,
};
use crate::transport::Leave;

/// No answer is longer: 65536 bytes and a status word, rounded up.
const MAX_LENGTH: usize = 1 << 17;

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

#[derive(Serialize, Deserialize)]
pub(super) struct CardLine {
    t: String,
    reader: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    atr: Option<String>,
    #[serde(flatten)]
    failure: FailureFields,
    us: u64,
}

#[derive(Serialize, Deserialize)]
pub(super) struct StepLine {
    t: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    how: Option<String>,
    #[serde(flatten)]
    failure: FailureFields,
    us: u64,
}

// Not flattened, and nothing is copied that need not be: long recordings consist of this line.
#[derive(Serialize, Deserialize)]
pub(super) struct ExchangeLine<'a> {
    #[serde(borrow)]
    t: Cow<'a, str>,
    c: Cow<'a, [Segment]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    r: Option<Cow<'a, [Segment]>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sw: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    err: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    short: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timeout: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    op: Option<String>,
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

/// Any line between header and end.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum EventLine<'a> {
    Card(CardLine),
    Step(StepLine),
    Exchange(ExchangeLine<'a>),
}

/// Why a line is no event.
pub(super) enum LineError {
    Unknown,
    Json(serde_json::Error),
    Value(NotInTheFormat),
}

impl<'a> EventLine<'a> {
    /// Reads the line of this type.
    pub(super) fn parse(kind: &str, text: &'a str) -> Result<Self, LineError> {
        match kind {
            "card" => serde_json::from_str(text).map(Self::Card),
            "begin" | "leave" => serde_json::from_str(text).map(Self::Step),
            "x" => serde_json::from_str(text).map(Self::Exchange),
            _ => return Err(LineError::Unknown),
        }
        .map_err(LineError::Json)
    }

    pub(super) fn event(self) -> Result<Event, LineError> {
        match self {
            Self::Card(line) => line.event(),
            Self::Step(line) => line.event(),
            Self::Exchange(line) => line.event(),
        }
        .map_err(LineError::Value)
    }
}

impl<'a> From<&'a Event> for EventLine<'a> {
    fn from(event: &'a Event) -> Self {
        match event {
            Event::Card {
                reader,
                atr,
                micros,
            } => Self::Card(CardLine {
                t: "card".to_owned(),
                reader: reader.clone(),
                atr: atr.as_ref().ok().map(hex::encode_upper),
                failure: FailureFields::of(atr.as_ref().err()),
                us: *micros,
            }),
            Event::Begin { outcome, micros } => Self::Step(StepLine {
                t: "begin".to_owned(),
                how: None,
                failure: FailureFields::of(outcome.as_ref().err()),
                us: *micros,
            }),
            Event::Leave {
                leave,
                outcome,
                micros,
            } => Self::Step(StepLine {
                t: "leave".to_owned(),
                how: Some(leave_name(*leave).to_owned()),
                failure: FailureFields::of(outcome.as_ref().err()),
                us: *micros,
            }),
            Event::Exchange(exchange) => Self::Exchange(exchange.into()),
        }
    }
}

impl<'a> From<&'a Exchange> for ExchangeLine<'a> {
    fn from(exchange: &'a Exchange) -> Self {
        let failure = FailureFields::of(exchange.answer.as_ref().err());
        let answer = exchange.answer.as_ref().ok();
        Self {
            t: "x".into(),
            c: exchange.command.segments().into(),
            r: answer.map(|answer| answer.data.segments().into()),
            sw: answer.and_then(|answer| Some(format!("{:04X}", answer.status?))),
            err: failure.err,
            short: failure.short,
            timeout: failure.timeout,
            op: failure.op,
            us: exchange.micros,
        }
    }
}

impl CardLine {
    fn event(&self) -> Parsed<Event> {
        let atr = match (&self.atr, self.failure.failure()?) {
            (Some(digits), None) => Ok(bytes(digits)?),
            (None, Some(failure)) => Err(failure),
            _ => return Err(NotInTheFormat),
        };
        Ok(Event::Card {
            reader: self.reader.clone(),
            atr,
            micros: self.us,
        })
    }
}

impl StepLine {
    fn event(&self) -> Parsed<Event> {
        let outcome = match self.failure.failure()? {
            None => Ok(()),
            Some(failure) => Err(failure),
        };
        let micros = self.us;
        match (self.t.as_str(), self.how.as_deref()) {
            ("begin", None) => Ok(Event::Begin { outcome, micros }),
            ("leave", Some(how)) => Ok(Event::Leave {
                leave: LEAVES
                    .into_iter()
                    .find(|leave| leave_name(*leave) == how)
                    .ok_or(NotInTheFormat)?,
                outcome,
                micros,
            }),
            _ => Err(NotInTheFormat),
        }
    }
}

impl ExchangeLine<'_> {
    fn event(self) -> Parsed<Event> {
        let failure = failure(
            self.err.as_deref(),
            self.short,
            self.timeout,
            self.op.as_deref(),
        )?;
        let answer = match (self.r, &self.sw, failure) {
            (Some(data), Some(status), None) => {
                let status = bytes(status)?.try_into().map_err(|_| NotInTheFormat)?;
                Ok(MaskedResponse {
                    data: masked(data)?,
                    status: Some(u16::from_be_bytes(status)),
                })
            }
            (Some(data), None, None) => {
                let data = masked(data)?;
                if data.len() < 2 || !data.is_hidden() {
                    return Err(NotInTheFormat);
                }
                Ok(MaskedResponse { data, status: None })
            }
            (None, None, Some(failure)) => Err(failure),
            _ => return Err(NotInTheFormat),
        };
        Ok(Event::Exchange(Exchange {
            command: masked(self.c)?,
            answer,
            micros: self.us,
        }))
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

fn masked(segments: Cow<'_, [Segment]>) -> Parsed<Masked> {
    let mut total: usize = 0;
    let mut last = None;
    for segment in segments.iter() {
        let (length, kind) = match segment {
            Segment::Clear(bytes) => (bytes.len(), None),
            Segment::Marker { kind, length } => (*length, Some(*kind)),
        };
        total = total.saturating_add(length);
        // Two pieces of one kind side by side would be a second way to write the same bytes.
        if length == 0 || total > MAX_LENGTH || last.replace(kind) == Some(kind) {
            return Err(NotInTheFormat);
        }
    }
    let segments = segments.into_owned();
    Ok(Masked { segments })
}

fn bytes(digits: &str) -> Parsed<Vec<u8>> {
    hex::decode(digits).map_err(|_| NotInTheFormat)
}
