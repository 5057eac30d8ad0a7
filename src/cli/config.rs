//! The configuration: what a clinic sets once for its computer.
//!
//! `config.toml` in `$XDG_CONFIG_HOME/mynacheck`, `~/.config/mynacheck`, or `%APPDATA%\mynacheck` on
//! Windows. An option on the command line goes before it. A key that is not known is an error, said
//! rather than passed over.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use toml::de::{DeTable, DeValue};

use super::files;
use super::nearest::nearest;
use crate::finding::{Finding, SettingFault};
use crate::message::Lang;

/// Every key.
const KEYS: [&str; 2] = ["reader", "lang"];

/// What may be set.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The reader that is meant where `--reader` names none: a part of its name.
    pub reader: Option<String>,
    /// The language where `--lang` names none.
    pub lang: Option<Lang>,
}

impl Config {
    /// Reads the file; one that is not there sets nothing.
    ///
    /// Where the file cannot be read, or is wrong, it says so as well.
    pub(super) fn load(path: &Path) -> (Self, Result<(), Finding>) {
        if !path.try_exists().unwrap_or(true) {
            return (Self::default(), Ok(()));
        }
        let bytes = match files::bytes(path) {
            Ok(bytes) => bytes,
            Err(finding) => return (Self::default(), Err(finding)),
        };
        let (config, read) = Self::parse(&String::from_utf8_lossy(&bytes));
        let wrong = |(line, fault)| Finding::ConfigurationWrong {
            file: path.display().to_string(),
            line,
            fault,
        };
        (config, read.map_err(wrong))
    }

    /// Reads what stands in the file: what is set all the same, so that a mistake elsewhere is told
    /// in the language that was chosen, and the line where something else is written, with what was
    /// expected there.
    pub fn parse(text: &str) -> (Self, Result<(), (usize, SettingFault)>) {
        let mut config = Self::default();
        let read = config.read(text);
        let read = match text.find(char::REPLACEMENT_CHARACTER) {
            Some(at) => Err((at, SettingFault::Encoding)),
            None => read,
        };
        (
            config,
            read.map_err(|(at, fault)| (line_of(text, at), fault)),
        )
    }

    /// Takes over what is set; where something else is written, as an offset, and what was expected.
    fn read(&mut self, text: &str) -> Result<(), (usize, SettingFault)> {
        let table = DeTable::parse(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            (at, SettingFault::Syntax)
        })?;
        let mut read = Ok(());
        for (key, value) in table.get_ref() {
            let set = self.set(key.get_ref(), value.get_ref());
            read = read.and(set.map_err(|fault| (key.span().start, fault)));
        }
        read
    }

    fn set(&mut self, key: &str, value: &DeValue) -> Result<(), SettingFault> {
        let text = match value {
            DeValue::String(text) => text.as_ref(),
            _ => "",
        };
        match key {
            // Every name has an empty part.
            "reader" if text.is_empty() => return Err(SettingFault::Reader),
            "reader" => self.reader = Some(text.to_owned()),
            "lang" => {
                let lang = Lang::from_str(text, false);
                self.lang = Some(lang.map_err(|_| SettingFault::Lang)?);
            }
            other => {
                return Err(SettingFault::UnknownKey {
                    key: other.to_owned(),
                    near: nearest(other, KEYS.into_iter()),
                });
            }
        }
        Ok(())
    }
}

/// The number of the line at an offset.
fn line_of(text: &str, at: usize) -> usize {
    let before = text.bytes().take(at);
    before
        .filter(|byte| *byte == b'\n')
        .count()
        .saturating_add(1)
}

/// Where the configuration of this user lies.
pub(super) fn path(
    on_windows: bool,
    environment: impl Fn(&str) -> Option<OsString>,
) -> Option<PathBuf> {
    let set = |name: &str| environment(name).filter(|value| !value.is_empty());
    // Shells from elsewhere set the others on Windows, too.
    let folder = if on_windows {
        PathBuf::from(set("APPDATA")?)
    } else {
        set("XDG_CONFIG_HOME")
            .map(PathBuf::from)
            .or_else(|| set("HOME").map(|home| Path::new(&home).join(".config")))?
    };
    Some(folder.join("mynacheck").join("config.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_lies_where_systems_keep_such_files() {
        let environment = |set: &'static [(&str, &str)]| {
            move |name: &str| {
                let found = set.iter().find(|(key, _)| *key == name)?;
                Some(OsString::from(found.1))
            }
        };
        let file = Path::new("mynacheck").join("config.toml");
        let xdg: &[_] = &[("XDG_CONFIG_HOME", "/x"), ("HOME", "/h"), ("APPDATA", "/a")];
        let place = |folder: &str| Some(Path::new(folder).join(&file));
        assert_eq!(path(false, environment(xdg)), place("/x"));
        assert_eq!(path(true, environment(xdg)), place("/a"));
        let home: &[_] = &[("XDG_CONFIG_HOME", ""), ("HOME", "/h")];
        assert_eq!(path(false, environment(home)), place("/h/.config"));
        assert_eq!(path(true, environment(home)), None);
        assert_eq!(path(false, environment(&[])), None);
    }

    #[test]
    fn an_error_names_line_and_key_and_what_was_expected() {
        let parse = Config::parse;
        let both = parse("# counter 2\nreader = \"CIR315\"\nlang = \"en\"\n");
        let expected = Config {
            reader: Some("CIR315".to_owned()),
            lang: Some(Lang::En),
        };
        assert_eq!(both, (expected, Ok(())));
        assert_eq!(parse(""), (Config::default(), Ok(())));
        let chosen = parse("aaa = 1\nlang = \"en\"").0.lang;
        assert_eq!(chosen, Some(Lang::En), "a mistake is told in it");
        let unknown = |key: &str, near: Option<&str>| SettingFault::UnknownKey {
            key: key.to_owned(),
            near: near.map(str::to_owned),
        };
        for (text, line, fault) in [
            ("\n\nraeder = \"A\"", 3, unknown("raeder", Some("reader"))),
            ("lang = \"ja\"\nzzz = 1", 2, unknown("zzz", None)),
            ("\nlang = \"fr\"", 2, SettingFault::Lang),
            ("lang = 5", 1, SettingFault::Lang),
            ("\nreader = \"\"", 2, SettingFault::Reader),
            ("reader = 1", 1, SettingFault::Reader),
            ("[reader]\nname = \"A\"", 1, SettingFault::Reader),
            ("lang = \"ja\"\nreader = CIR315", 2, SettingFault::Syntax),
            ("lang = \"ja\"\nlang = \"en\"", 2, SettingFault::Syntax),
        ] {
            assert_eq!(parse(text).1, Err((line, fault)), "{text}");
        }
    }
}
