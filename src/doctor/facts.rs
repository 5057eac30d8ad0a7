//! The facts of a computer that a help desk asks for: versions, settings, rights.
//!
//! They are sent to strangers. So only what is known by name gets in, and a value only where it can
//! be nothing but a number, a language or a version: no name of a user and no path.

use std::collections::{BTreeMap, BTreeSet};

use crate::platform::linux::service::{Unit, unit};
use crate::platform::{Os, System, clean};

/// Packages whose version tells something.
const PACKAGES: [&str; 8] = [
    "pcscd", "libpcsclite1", "libccid", "libacsccid1", "libabcccid", "opensc", "polkitd", "systemd",
];

/// Groups that have to do with readers, or with who may do what. A user has a group of the same name.
const GROUPS: [&str; 9] = [
    "scard", "pcscd", "plugdev", "dialout", "uucp", "lp", "adm", "sudo", "wheel",
];

/// What is known of this computer beside its readers.
pub(super) fn facts(system: &System) -> BTreeMap<String, String> {
    let mut facts = BTreeMap::new();
    let mut fact = |name: &str, value: Option<String>| {
        facts.extend(value.map(|value| (name.to_owned(), value)));
    };
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| system.env(name));
    fact(
        "locale",
        locale.filter(|value| is_locale(value)).map(str::to_owned),
    );
    for (name, value) in system.env.iter().filter(|(name, _)| is_pcsclite(name)) {
        let number = value.len() <= 10 && value.bytes().all(|byte| byte.is_ascii_digit());
        let shown = if number { value } else { "set" };
        fact(name, Some(shown.to_owned()));
    }
    if system.os == Os::Windows {
        let release = system.windows.release.clone();
        fact("os", Some(release.unwrap_or_else(|| "Windows".to_owned())));
        return facts;
    }
    if let Some(version) = &system.macos.version {
        fact("os", Some(clean(&format!("macOS {version}"))));
        return facts;
    }
    fact("os", Some(os(system)));
    fact("kernel", system.line("/proc/sys/kernel/osrelease"));
    if system.os == Os::Linux {
        let state = match unit(system) {
            Unit::None => "not there",
            Unit::Masked => "masked",
            Unit::Off => "off",
            Unit::On => "on",
        };
        fact("pcscd.socket", Some(state.to_owned()));
        fact("groups", groups(system));
    }
    // Debian's package database; other systems' versions are not looked up.
    let database = system.read("/var/lib/dpkg/status").unwrap_or_default();
    let mut package = "";
    for line in database.lines() {
        if let Some(name) = line.strip_prefix("Package: ") {
            package = name;
        } else if let Some(version) = line.strip_prefix("Version: ")
            && PACKAGES.contains(&package)
        {
            fact(package, Some(clean(version)));
        }
    }
    facts
}

fn os(system: &System) -> String {
    let release = system.read("/etc/os-release").unwrap_or_default();
    let name = release
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="));
    name.map_or_else(
        || format!("{:?}", system.os),
        |name| clean(name.trim_matches('"')),
    )
}

/// The known ones of the groups in which this program runs.
fn groups(system: &System) -> Option<String> {
    let status = system.read(format!("/proc/{}/status", system.own_process))?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("Groups:"))?;
    let own: BTreeSet<&str> = line.split_whitespace().collect();
    let all = system.read("/etc/group")?;
    let names: Vec<&str> = all
        .lines()
        .filter_map(|line| {
            let mut fields = line.split(':');
            let (name, _, id) = (fields.next()?, fields.next()?, fields.next()?);
            (own.contains(id) && GROUPS.contains(&name)).then_some(name)
        })
        .collect();
    Some(if names.is_empty() {
        "-".to_owned()
    } else {
        names.join(" ")
    })
}

/// A variable of pcsc-lite (`pcscd(8)`).
fn is_pcsclite(name: &str) -> bool {
    let known = name == "LIBPCSCLITE_DELEGATE" || name.starts_with("PCSCLITE_");
    known
        && name.len() <= 60
        && name
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

/// `ja_JP.UTF-8`, `C`, `de_DE@euro`.
fn is_locale(value: &str) -> bool {
    let (language, codes) = value.split_once(['.', '@']).unwrap_or((value, ""));
    let two = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    let language = match language.split_once('_') {
        Some((language, country)) => two(language) && two(country),
        None => two(language) || matches!(language, "C" | "POSIX"),
    };
    let known = ["", "UTF-8", "utf8", "eucJP", "SJIS", "ISO-8859-1", "euro"];
    language && known.contains(&codes)
}
