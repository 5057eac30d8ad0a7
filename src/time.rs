//! Calendar days in Japan.
//!
//! Every date that the rules speak of is a day in Japan, whatever the time zone of the computer
//! (`rules.md`, head). Japan is nine hours ahead of UTC and has no daylight saving, so no time-zone
//! database is needed.

use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};

pub use jiff::civil::Date;

/// The day this version was released. A computer whose clock says an earlier day is wrong
/// (`rules.md` R4).
pub(crate) const RELEASED: Date = jiff::civil::date(2026, 11, 22);

const JAPAN: Offset = Offset::constant(9);

/// The calendar day in Japan at this instant.
#[must_use]
pub(crate) fn day_in_japan(instant: Timestamp) -> Date {
    JAPAN.to_datetime(instant).date()
}

/// RFC 3339 with Japan's offset: `2027-06-30T23:59:59+09:00`.
#[must_use]
pub(crate) fn in_japan(instant: Timestamp) -> String {
    format!("{:.0}+09:00", JAPAN.to_datetime(instant))
}

/// The instant at which this second of a day begins in Japan, or None outside the calendar.
#[must_use]
pub(crate) fn japan_instant(day: Date, hour: i8, minute: i8, second: i8) -> Option<Timestamp> {
    let time = jiff::civil::Time::new(hour, minute, second, 0).ok()?;
    JAPAN.to_timestamp(day.to_datetime(time)).ok()
}

/// The same day `months` later (earlier when negative). The day clamps to the end of a shorter
/// month: 31 May less three months is 28 February. Saturates at the ends of the calendar.
#[must_use]
pub(crate) fn add_months(day: Date, months: i32) -> Date {
    day.saturating_add(months.months())
}

/// The day `days` later (earlier when negative), saturating at the ends of the calendar.
#[must_use]
pub(crate) fn add_days(day: Date, days: i64) -> Date {
    // A span holds at most some 7 million days; beyond that the calendar has ended anyway.
    day.saturating_add(days.clamp(-7_000_000, 7_000_000).days())
}

/// The last day of the month, `months` after the month of `day`.
#[must_use]
pub(crate) fn end_of_month_after(day: Date, months: i32) -> Date {
    add_months(day.first_of_month(), months).last_of_month()
}

/// Days from `from` to `to`, negative when `to` is earlier.
#[must_use]
pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    // In days the span of two dates is exact and fits: the calendar has 20,000 years.
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_in_japan_begins_nine_hours_before_utc() {
        let last_second: Timestamp = "2026-02-10T14:59:59Z".parse().unwrap();
        let next_second: Timestamp = "2026-02-10T15:00:00Z".parse().unwrap();
        assert_eq!(day_in_japan(last_second), date(2026, 2, 10));
        assert_eq!(day_in_japan(next_second), date(2026, 2, 11));
        let within: Timestamp = "2026-02-10T14:59:59.987Z".parse().unwrap();
        for instant in [last_second, within] {
            assert_eq!(in_japan(instant), "2026-02-10T23:59:59+09:00");
        }
    }

    #[test]
    fn months_clamp_to_the_end_of_a_shorter_month() {
        assert_eq!(add_months(date(2026, 5, 31), -3), date(2026, 2, 28));
        assert_eq!(end_of_month_after(date(2026, 2, 10), 3), date(2026, 5, 31));
        assert_eq!(end_of_month_after(date(2025, 11, 30), 3), date(2026, 2, 28));
    }

    #[test]
    fn the_calendar_ends_without_a_panic() {
        assert_eq!(add_months(Date::MAX, 3), Date::MAX);
        assert_eq!(add_days(Date::MIN, i64::MIN), Date::MIN);
    }

    #[test]
    fn days_are_counted_across_leap_years() {
        assert_eq!(days_between(date(2028, 2, 28), date(2028, 3, 1)), 2);
        assert_eq!(days_between(date(2026, 11, 22), date(2027, 6, 30)), 220);
    }
}
