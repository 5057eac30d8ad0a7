//! The published rules about dates: one table, pure functions of days (`rules.md` R3).
//!
//! A changed rule is a changed row here. All days are days in Japan.

use crate::time::{self, Date};

/// Where a certificate stands on a day (`contract.md`, `certificate.stage`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Too early for renewal.
    Valid,
    /// It can be renewed; the last valid day counts in full.
    Expiring,
    /// After the end, within the time for which insurance goes on.
    Grace,
    /// After that.
    Expired,
    /// Before the first valid day.
    NotYetValid,
}

/// The months that the rules speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Months {
    /// Renewal is possible from the day after the day that lies so many months before the end
    /// (`rules.md` R3: 練馬区, 世田谷区, 高槻市).
    pub renewal: i32,
    /// Use as a health-insurance card goes on to the end of the month that is so many months after
    /// the month of the end (R3; 協会けんぽ and several cities, `protocol.md` §10). None where it
    /// ends with the certificate.
    pub grace: Option<i32>,
}

/// The plastic card of today: RSA, five years (R3). The next generation is announced with a renewal
/// window of one year (`protocol.md` §7); its rules are not published yet.
pub(crate) const CARD: Months = Months {
    renewal: 3,
    grace: Some(3),
};

/// A phone, for which no grace is confirmed (`rules.md` R6, a single source).
pub(crate) const PHONE: Months = Months {
    renewal: 3,
    grace: None,
};

/// What the dates of a certificate mean on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Judgement {
    /// Where the certificate stands.
    pub stage: Stage,
    /// Days from today to the last valid day: 0 on that day, negative afterwards.
    pub days_left: i64,
    /// The first day on which it can be renewed.
    pub renewable_from: Date,
    /// The last day of use as a health-insurance card, in grace included.
    pub insurance_until: Date,
    /// Within the grace, but past three months from the day itself: two insurers count so, and the
    /// counter should confirm (R3).
    pub grace_disputed: bool,
}

/// Judges a certificate with this first and last valid day on the day `today`.
#[must_use]
pub(crate) fn judge(first_day: Date, last_day: Date, today: Date, months: Months) -> Judgement {
    let before = time::add_months(last_day, months.renewal.saturating_neg());
    // Where the day does not exist it was moved to the end of the month: the next is a 1st.
    let renewable_from = time::add_days(before, 1);
    let (insurance_until, undisputed) = match months.grace {
        Some(months) => (
            time::end_of_month_after(last_day, months),
            time::add_months(last_day, months),
        ),
        None => (last_day, last_day),
    };
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
        grace_disputed: stage == Stage::Grace && today > undisputed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn stage(today: Date) -> Stage {
        judge(date(2021, 2, 11), date(2026, 2, 10), today, CARD).stage
    }

    /// The example of `rules.md` R3, each boundary from both sides.
    #[test]
    fn stages_change_on_the_published_days() {
        assert_eq!(stage(date(2021, 2, 10)), Stage::NotYetValid);
        assert_eq!(stage(date(2021, 2, 11)), Stage::Valid);
        assert_eq!(stage(date(2025, 11, 10)), Stage::Valid);
        assert_eq!(stage(date(2025, 11, 11)), Stage::Expiring);
        assert_eq!(stage(date(2026, 2, 10)), Stage::Expiring);
        assert_eq!(stage(date(2026, 2, 11)), Stage::Grace);
        assert_eq!(stage(date(2026, 5, 31)), Stage::Grace);
        assert_eq!(stage(date(2026, 6, 1)), Stage::Expired);
    }

    #[test]
    fn the_days_between_the_two_readings_are_disputed() {
        let disputed =
            |today| judge(date(2021, 2, 11), date(2026, 2, 10), today, CARD).grace_disputed;
        assert!(!disputed(date(2026, 5, 10)));
        assert!(disputed(date(2026, 5, 11)));
        assert!(disputed(date(2026, 5, 31)));
        assert!(!disputed(date(2026, 6, 1)));
    }

    #[test]
    fn days_are_counted_to_the_last_valid_day() {
        let days = |today| judge(date(2021, 2, 11), date(2026, 2, 10), today, CARD).days_left;
        assert_eq!(days(date(2026, 2, 10)), 0);
        assert_eq!(days(date(2026, 2, 9)), 1);
        assert_eq!(days(date(2026, 2, 11)), -1);
    }

    /// The examples of the pages that `rules.md` R3 names: 練馬区, 世田谷区; and a day that a month
    /// does not have.
    #[test]
    fn renewal_begins_on_the_day_after() {
        for (last, first) in [
            (date(2023, 7, 7), date(2023, 4, 8)),
            (date(2023, 5, 28), date(2023, 3, 1)),
            (date(2020, 9, 24), date(2020, 6, 25)),
            (date(2026, 12, 31), date(2026, 10, 1)),
            (date(2026, 5, 31), date(2026, 3, 1)),
        ] {
            let on = |today| judge(date(2018, 1, 1), last, today, CARD);
            assert_eq!(on(first).renewable_from, first);
            assert_eq!(on(first).stage, Stage::Expiring, "{last}");
            assert_eq!(on(time::add_days(first, -1)).stage, Stage::Valid, "{last}");
        }
    }

    /// `rules.md` R6.
    #[test]
    fn a_phone_has_no_grace() {
        let on = |today| judge(date(2021, 2, 11), date(2026, 2, 10), today, PHONE);
        assert_eq!(on(date(2026, 2, 10)).stage, Stage::Expiring);
        assert_eq!(on(date(2026, 2, 11)).stage, Stage::Expired);
        assert_eq!(on(date(2026, 2, 10)).insurance_until, date(2026, 2, 10));
        assert!(!on(date(2026, 2, 11)).grace_disputed);
    }

    #[test]
    fn shorter_months_clamp() {
        let november = judge(
            date(2021, 6, 1),
            date(2026, 11, 30),
            date(2027, 2, 28),
            CARD,
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
            let order = |today| match judge(start, last, today, CARD).stage {
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
