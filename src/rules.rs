//! The published rules about dates: one table, pure functions of days (`rules.md` R3).
//!
//! A changed rule is a changed row here. All days are days in Japan.

use crate::time::{self, Date};

/// Where a certificate stands on a day (`contract.md`, `certificate.stage`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// More than three months before the end.
    Valid,
    /// Within three months of the end; the last valid day counts in full.
    Expiring,
    /// After the end, still usable as a health-insurance card.
    Grace,
    /// After the grace.
    Expired,
    /// Before the first valid day.
    NotYetValid,
}

/// The months that the rules speak of, for one generation of certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Months {
    /// Renewal is possible, and the reader at a clinic alerts, so many months before the end
    /// (`rules.md` R3: Matsudo Q13, Kyokai, Toyobo 2-25).
    pub renewal: i32,
    /// Use as a health-insurance card goes on to the end of the month that is so many months after
    /// the month of the end (R3; 協会けんぽ and several cities, `protocol.md` §10).
    pub grace: i32,
}

/// Certificates of today: RSA, five years (R3). The next generation is announced with a renewal
/// window of one year (`protocol.md` §7); its rules are not published yet.
pub const MONTHS: Months = Months {
    renewal: 3,
    grace: 3,
};

/// What the dates of a certificate mean on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement {
    /// Where the certificate stands.
    pub stage: Stage,
    /// Days from today to the last valid day: 0 on that day, negative afterwards.
    pub days_left: i64,
    /// The first day on which it can be renewed.
    pub renewable_from: Date,
    /// The last day of use as a health-insurance card.
    pub insurance_until: Date,
    /// Within the grace, but past three months from the day itself: two insurers count so, and the
    /// counter should confirm (R3).
    pub grace_disputed: bool,
}

/// Judges a certificate with this first and last valid day on the day `today`.
#[must_use]
pub fn judge(first_day: Date, last_day: Date, today: Date, months: Months) -> Judgement {
    let renewable_from = time::add_months(last_day, months.renewal.saturating_neg());
    let insurance_until = time::end_of_month_after(last_day, months.grace);
    let stage = if today < first_day {
        Stage::NotYetValid
    } else if today < renewable_from {
        Stage::Valid
    } else if today <= last_day {
        Stage::Expiring
    } else if today <= insurance_until {
        Stage::Grace
    } else {
        Stage::Expired
    };
    Judgement {
        stage,
        days_left: time::days_between(today, last_day),
        renewable_from,
        insurance_until,
        grace_disputed: stage == Stage::Grace && today > time::add_months(last_day, months.grace),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn stage(today: Date) -> Stage {
        judge(date(2021, 2, 11), date(2026, 2, 10), today, MONTHS).stage
    }

    /// The example of `rules.md` R3, each boundary from both sides.
    #[test]
    fn stages_change_on_the_published_days() {
        assert_eq!(stage(date(2021, 2, 10)), Stage::NotYetValid);
        assert_eq!(stage(date(2021, 2, 11)), Stage::Valid);
        assert_eq!(stage(date(2025, 11, 9)), Stage::Valid);
        assert_eq!(stage(date(2025, 11, 10)), Stage::Expiring);
        assert_eq!(stage(date(2026, 2, 10)), Stage::Expiring);
        assert_eq!(stage(date(2026, 2, 11)), Stage::Grace);
        assert_eq!(stage(date(2026, 5, 31)), Stage::Grace);
        assert_eq!(stage(date(2026, 6, 1)), Stage::Expired);
    }

    #[test]
    fn the_days_between_the_two_readings_are_disputed() {
        let disputed =
            |today| judge(date(2021, 2, 11), date(2026, 2, 10), today, MONTHS).grace_disputed;
        assert!(!disputed(date(2026, 5, 10)));
        assert!(disputed(date(2026, 5, 11)));
        assert!(disputed(date(2026, 5, 31)));
        assert!(!disputed(date(2026, 6, 1)));
    }

    #[test]
    fn days_are_counted_to_the_last_valid_day() {
        let days = |today| judge(date(2021, 2, 11), date(2026, 2, 10), today, MONTHS).days_left;
        assert_eq!(days(date(2026, 2, 10)), 0);
        assert_eq!(days(date(2026, 2, 9)), 1);
        assert_eq!(days(date(2026, 2, 11)), -1);
    }

    #[test]
    fn shorter_months_clamp() {
        let may = judge(
            date(2021, 6, 1),
            date(2026, 5, 31),
            date(2026, 2, 28),
            MONTHS,
        );
        assert_eq!(may.renewable_from, date(2026, 2, 28));
        assert_eq!(may.stage, Stage::Expiring);
        let november = judge(
            date(2021, 6, 1),
            date(2026, 11, 30),
            date(2027, 2, 28),
            MONTHS,
        );
        assert_eq!(november.insurance_until, date(2027, 2, 28));
        assert_eq!(november.stage, Stage::Grace);
    }

    proptest! {
        /// As days pass, a certificate only moves on.
        #[test]
        fn stages_come_in_order(end in 0_i64..20_000, day in 0_i64..25_000) {
            let start = date(2000, 1, 1);
            let last = time::add_days(start, end.max(1));
            let order = |today| match judge(start, last, today, MONTHS).stage {
                Stage::NotYetValid => 0,
                Stage::Valid => 1,
                Stage::Expiring => 2,
                Stage::Grace => 3,
                Stage::Expired => 4,
            };
            let today = time::add_days(start, day);
            prop_assert!(order(today) <= order(time::add_days(today, 1)));
        }
    }
}
