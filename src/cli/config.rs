//! The configuration: what a clinic sets once for its computer.
//!
//! `config.toml` in `$XDG_CONFIG_HOME/mynacheck`, `~/.config/mynacheck`, or `%APPDATA%\mynacheck` on
//! Windows. An option on the command line goes before it. A key that is not known is an error, said
//! rather than passed over.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::files;
use crate::finding::Finding;
use crate::message::Lang;

/// What may be set.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Config {
    /// The reader that is meant where `--reader` names none: a part of its name.
    pub(super) reader: Option<String>,
    /// The language where `--lang` names none.
    pub(super) lang: Option<Lang>,
}

impl Config {
    /// Reads the file; one that is not there sets nothing.
    ///
    /// # Errors
    /// The file cannot be read, or is wrong.
    pub(super) fn load(path: &Path) -> Result<Self, Finding> {
        if !path.try_exists().unwrap_or(true) {
            return Ok(Self::default());
        }
        let wrong = |why: &str| Finding::ConfigurationWrong {
            file: path.display().to_string(),
            why: why.to_owned(),
        };
        let config: Self =
            toml::from_str(&files::text(path)?).map_err(|error| wrong(error.message()))?;
        // Every name has an empty part.
        if config.reader.as_deref() == Some("") {
            return Err(wrong("reader = \"\""));
        }
        Ok(config)
    }
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
    fn a_key_that_is_not_known_is_an_error() {
        let config: Config = toml::from_str("reader = \"CIR315\"\nlang = \"en\"").unwrap();
        assert_eq!(config.reader.as_deref(), Some("CIR315"));
        assert_eq!(config.lang, Some(Lang::En));
        assert!(toml::from_str::<Config>("raeder = \"CIR315\"").is_err());
    }
}
