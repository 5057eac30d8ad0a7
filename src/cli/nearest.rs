//! "Did you mean".

/// Names are alike from here on: one letter more, less, or two exchanged.
const ALIKE: f64 = 0.8;

/// The name that may have been meant.
pub(super) fn nearest<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    names
        .map(|name| (strsim::jaro(typed, name), name))
        .filter(|(alike, _)| *alike >= ALIKE)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, name)| name.to_owned())
}
