//! How a card file is read: TOML, one struct for each table.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;

use super::cards;
use super::image::{
    Access, Application, File, Image, ImageError, Oddity, Quirk, SimulatedKey, SimulatedPin, Title,
};
use super::pki::{self, PkiError};
use crate::time::Date;

impl Image {
    /// The built-in card of this name (`mynacheck cards`), its dates counted from `today`; None where
    /// there is none.
    #[must_use]
    pub fn built_in(name: &str, today: Date) -> Option<Self> {
        Self::parse(cards::find(name)?.file, today).ok()
    }

    /// Reads a card file. Dates that it gives relative to today are counted from `today`.
    ///
    /// # Errors
    /// [`ImageError`], naming the key.
    pub fn parse(text: &str, today: Date) -> Result<Self, ImageError> {
        let table = with_base(text, 0)?;
        // What is merged from two files has no lines any more.
        let file = CardFile::deserialize(table).map_err(|error| toml_error(&error, ""))?;
        file.image(today)
    }
}

/// How deeply cards may extend each other.
const MAX_DEPTH: u8 = 4;

fn with_base(text: &str, depth: u8) -> Result<toml::Table, ImageError> {
    if depth > MAX_DEPTH {
        return Err(ImageError::Circle);
    }
    let mut table: toml::Table = toml::from_str(text).map_err(|error| toml_error(&error, text))?;
    let Some(base) = table.remove("extends") else {
        return Ok(table);
    };
    let name = base
        .as_str()
        .ok_or_else(|| ImageError::value("extends", "must be the name of a card"))?;
    let base = cards::find(name).ok_or_else(|| ImageError::NoBase(name.to_owned()))?;
    let mut merged = with_base(base.file, depth.saturating_add(1))?;
    merge(&mut merged, table);
    Ok(merged)
}

fn toml_error(error: &toml::de::Error, text: &str) -> ImageError {
    let before = error.span().and_then(|span| text.get(..span.start));
    ImageError::Toml {
        line: before.map(|before| before.matches('\n').count().saturating_add(1)),
        message: error.message().to_owned(),
    }
}

/// Lays `over` upon `under`: tables are merged key by key, everything else is replaced.
fn merge(under: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(toml::Value::Table(below)), toml::Value::Table(above)) => merge(below, above),
            (_, value) => {
                under.insert(key, value);
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CardFile {
    title: Title,
    assumption: Option<Title>,
    atr: String,
    #[serde(default)]
    mute: bool,
    first_answer: Option<String>,
    every_answer: Option<String>,
    #[serde(default)]
    short_identifiers: bool,
    #[serde(default)]
    command_micros: u64,
    #[serde(default)]
    byte_micros: u64,
    #[serde(default)]
    object: BTreeMap<String, ObjectSpec>,
    #[serde(default)]
    certificate: BTreeMap<String, pki::CertificateSpec>,
    #[serde(default)]
    ap: BTreeMap<String, ApplicationSpec>,
    #[serde(default)]
    quirk: Vec<QuirkSpec>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ApplicationSpec {
    aid: String,
    #[serde(default)]
    absent: bool,
    #[serde(default)]
    ef: BTreeMap<String, FileSpec>,
    #[serde(default)]
    pin: BTreeMap<String, PinSpec>,
    #[serde(default)]
    key: BTreeMap<String, KeySpec>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileSpec {
    #[serde(default)]
    absent: bool,
    hex: Option<String>,
    text: Option<String>,
    certificate: Option<String>,
    authority_of: Option<String>,
    /// The file is so long; what is missing is filled up.
    length: Option<usize>,
    /// With this byte.
    filler: Option<u8>,
    read: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PinSpec {
    #[serde(default)]
    absent: bool,
    value: String,
    max: u8,
    left: Option<u8>,
    locked_answer: Option<String>,
    query_answer: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeySpec {
    #[serde(default)]
    absent: bool,
    name: String,
    pin: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ObjectSpec {
    text: Option<String>,
    hex: Option<String>,
    /// A day, absolute or relative to today, as eight ASCII digits.
    day: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuirkSpec {
    to: String,
    #[serde(default)]
    after: u32,
    times: Option<u32>,
    answer: Option<String>,
    cut: Option<usize>,
    delay_ms: Option<u64>,
    #[serde(default)]
    hang: bool,
    #[serde(default)]
    remove: bool,
}

impl CardFile {
    fn image(self, today: Date) -> Result<Image, ImageError> {
        let certificates = &self.certificate;
        let applications = self
            .ap
            .iter()
            .filter(|(_, spec)| !spec.absent)
            .map(|(name, spec)| spec.application(&format!("ap.{name}"), certificates, today))
            .collect::<Result<_, _>>()?;
        let mut objects = BTreeMap::new();
        for (tag, spec) in &self.object {
            let key = format!("object.{tag}");
            objects.insert(identifier(&key, tag)?, spec.content(&key, today)?);
        }
        Ok(Image {
            atr: bytes("atr", &self.atr)?,
            mute: self.mute,
            first_answer: optional_bytes("first_answer", self.first_answer.as_deref())?,
            every_answer: optional_bytes("every_answer", self.every_answer.as_deref())?,
            short_identifiers: self.short_identifiers,
            command_time: Duration::from_micros(self.command_micros),
            byte_time: Duration::from_micros(self.byte_micros),
            objects,
            applications,
            quirks: self
                .quirk
                .iter()
                .map(QuirkSpec::quirk)
                .collect::<Result<_, _>>()?,
            title: self.title,
            assumption: self.assumption,
        })
    }
}

impl ApplicationSpec {
    fn application(
        &self,
        key: &str,
        certificates: &BTreeMap<String, pki::CertificateSpec>,
        today: Date,
    ) -> Result<Application, ImageError> {
        let mut application = Application {
            aid: bytes(&format!("{key}.aid"), &self.aid)?,
            files: BTreeMap::new(),
            pins: BTreeMap::new(),
            keys: BTreeMap::new(),
        };
        for (name, spec) in self.ef.iter().filter(|(_, spec)| !spec.absent) {
            let key = format!("{key}.ef.{name}");
            let file = spec.file(&key, certificates, today)?;
            application.files.insert(identifier(&key, name)?, file);
        }
        for (name, spec) in self.pin.iter().filter(|(_, spec)| !spec.absent) {
            let key = format!("{key}.pin.{name}");
            application
                .pins
                .insert(identifier(&key, name)?, spec.pin(&key)?);
        }
        for (name, spec) in self.key.iter().filter(|(_, spec)| !spec.absent) {
            let key = format!("{key}.key.{name}");
            let pin = identifier(&key, &spec.pin)?;
            let made = SimulatedKey {
                name: spec.name.clone(),
                pin,
            };
            application.keys.insert(identifier(&key, name)?, made);
        }
        Ok(application)
    }
}

impl FileSpec {
    fn file(
        &self,
        key: &str,
        certificates: &BTreeMap<String, pki::CertificateSpec>,
        today: Date,
    ) -> Result<File, ImageError> {
        let named = |name: &str| {
            certificates
                .get(name)
                .ok_or_else(|| ImageError::value(key, "names no [certificate] of this card"))
        };
        let made = |name: &str, result: Result<Vec<u8>, PkiError>| {
            result.map_err(|source| ImageError::Certificate {
                name: name.to_owned(),
                source,
            })
        };
        let sources = (&self.hex, &self.text, &self.certificate, &self.authority_of);
        let mut content = match sources {
            (Some(digits), None, None, None) => bytes(key, digits)?,
            (None, Some(text), None, None) => text.as_bytes().to_vec(),
            (None, None, Some(name), None) => made(name, pki::certificate(named(name)?, today))?,
            (None, None, None, Some(name)) => made(name, pki::authority_certificate(named(name)?))?,
            _ => {
                return Err(ImageError::value(
                    key,
                    "needs exactly one of hex, text, certificate, authority_of",
                ));
            }
        };
        if let Some(length) = self.length {
            if length > 0x8000 {
                return Err(ImageError::value(key, "an EF has at most 32768 bytes"));
            }
            content.resize(length, self.filler.unwrap_or(0xFF));
        }
        let read = match self.read.as_deref() {
            None | Some("free") => Access::Free,
            Some("never") => Access::Never,
            Some(other) => match other.strip_prefix("pin ") {
                Some(pin) => Access::Pin(identifier(key, pin)?),
                None => {
                    return Err(ImageError::value(
                        key,
                        "read must be `free`, `never` or `pin XXXX`",
                    ));
                }
            },
        };
        Ok(File { content, read })
    }
}

impl PinSpec {
    fn pin(&self, key: &str) -> Result<SimulatedPin, ImageError> {
        let left = self.left.unwrap_or(self.max);
        if self.max > 15 || left > self.max {
            return Err(ImageError::value(
                key,
                "left is at most max, max at most 15",
            ));
        }
        let word = |text: &Option<String>| {
            text.as_deref()
                .map(|digits| identifier(key, digits))
                .transpose()
        };
        Ok(SimulatedPin {
            value: self.value.clone(),
            max: self.max,
            left,
            locked_answer: word(&self.locked_answer)?.unwrap_or(0x63C0),
            query_answer: word(&self.query_answer)?,
        })
    }
}

impl ObjectSpec {
    fn content(&self, key: &str, today: Date) -> Result<Vec<u8>, ImageError> {
        match (&self.text, &self.hex, &self.day) {
            (Some(text), None, None) => Ok(text.as_bytes().to_vec()),
            (None, Some(digits), None) => bytes(key, digits),
            (None, None, Some(text)) => {
                let day =
                    pki::day(text, today).ok_or_else(|| ImageError::value(key, pki::NOT_A_DAY))?;
                Ok(day.strftime("%Y%m%d").to_string().into_bytes())
            }
            _ => Err(ImageError::value(
                key,
                "needs exactly one of text, hex, day",
            )),
        }
    }
}

impl QuirkSpec {
    fn quirk(&self) -> Result<Quirk, ImageError> {
        let what = match (
            &self.answer, self.cut, self.delay_ms, self.hang, self.remove,
        ) {
            (Some(answer), None, None, false, false) => {
                Oddity::Answer(bytes("quirk.answer", answer)?)
            }
            (None, Some(length), None, false, false) => Oddity::Cut(length),
            (None, None, Some(millis), false, false) => {
                Oddity::Delay(Duration::from_millis(millis))
            }
            (None, None, None, true, false) => Oddity::Hang,
            (None, None, None, false, true) => Oddity::Remove,
            _ => {
                return Err(ImageError::value(
                    "quirk",
                    "needs exactly one of answer, cut, delay_ms, hang, remove",
                ));
            }
        };
        Ok(Quirk {
            to: bytes("quirk.to", &self.to)?,
            after: self.after,
            times: self.times,
            what,
        })
    }
}

fn bytes(key: &str, digits: &str) -> Result<Vec<u8>, ImageError> {
    let compact: String = digits.split_whitespace().collect();
    hex::decode(compact).map_err(|_| ImageError::value(key, "not hexadecimal"))
}

fn optional_bytes(key: &str, digits: Option<&str>) -> Result<Option<Vec<u8>>, ImageError> {
    digits.map(|digits| bytes(key, digits)).transpose()
}

fn identifier(key: &str, digits: &str) -> Result<u16, ImageError> {
    if digits.len() == 4
        && digits.bytes().all(|b| b.is_ascii_hexdigit())
        && let Ok(identifier) = u16::from_str_radix(digits, 16)
    {
        return Ok(identifier);
    }
    Err(ImageError::value(key, "needs four hexadecimal digits"))
}
