//! The stages of a certificate one after the other, with the day of the judgement among them.

use super::markup::Markup;
use crate::message::{self, Lang, html as words};
use crate::report::{CertificateReport, Report, Verdict};
use crate::rules::Stage;
use crate::time::{self, Date};

/// One stage in the picture. Years and months do not fit on one scale that can be read, so each
/// stage has a width of its own and the day stands in it where it belongs.
struct Section {
    stage: Stage,
    /// Its first day and its last, as far as it has them.
    first: Option<Date>,
    last: Option<Date>,
    width: i64,
}

const WIDTH: i64 = 720;

fn sections(report: &Report, certificate: &CertificateReport) -> Vec<Section> {
    let first_day = certificate.first_day;
    let after = |day| time::add_days(day, 1);
    let before = |day| time::add_days(day, -1);
    let section = |stage, first, last, width| Section {
        stage,
        first,
        last,
        width,
    };
    let mut sections = Vec::new();
    if certificate.stage == Stage::NotYetValid {
        let last = Some(before(first_day));
        sections.push(section(Stage::NotYetValid, None, last, 150));
    }
    let valid = before(certificate.renewable_from);
    sections.push(section(Stage::Valid, Some(first_day), Some(valid), 180));
    let (first, last) = (certificate.renewable_from, certificate.last_day);
    sections.push(section(Stage::Expiring, Some(first), Some(last), 180));
    let mut end = last;
    // No date invites to accept a card that may not be used for another reason.
    let stands = report.verdict() != Verdict::Unusable || certificate.stage == Stage::Expired;
    if stands && certificate.insurance_until > end {
        let (first, last) = (after(end), certificate.insurance_until);
        sections.push(section(Stage::Grace, Some(first), Some(last), 180));
        end = last;
    }
    if stands {
        sections.push(section(Stage::Expired, Some(after(end)), None, 180));
    }
    let whole: i64 = sections.iter().map(|section| section.width).sum();
    for section in &mut sections {
        let width = section.width.saturating_mul(WIDTH);
        section.width = width.checked_div(whole).unwrap_or_default();
    }
    sections
}

impl Section {
    fn class(&self) -> &'static str {
        match self.stage {
            Stage::NotYetValid => "before",
            Stage::Valid => "valid",
            Stage::Expiring => "expiring",
            Stage::Grace => "grace",
            Stage::Expired => "expired",
        }
    }

    fn name(&self, lang: Lang) -> &'static str {
        let [before, valid, expiring, grace, expired] = words::STAGES;
        let name = match self.stage {
            Stage::NotYetValid => before,
            Stage::Valid => valid,
            Stage::Expiring => expiring,
            Stage::Grace => grace,
            Stage::Expired => expired,
        };
        name.get(lang)
    }

    fn dates(&self, lang: Lang) -> String {
        match (self.first, self.last) {
            (_, Some(last)) => words::until(lang, last),
            (Some(first), None) => words::from(lang, first),
            (None, None) => String::new(),
        }
    }

    fn holds(&self, day: Date) -> bool {
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }

    /// Where the day stands in it, from its left edge.
    fn place(&self, day: Date) -> i64 {
        let (Some(first), Some(last)) = (self.first, self.last) else {
            return self.width / 2;
        };
        let days = time::days_between(first, last).saturating_add(1);
        let gone = time::days_between(first, day);
        self.width
            .saturating_mul(gone)
            .checked_div(days)
            .unwrap_or_default()
            .clamp(0, self.width)
    }
}

/// The picture, with the same in words for those who do not see it.
pub(super) fn draw(
    page: &mut Markup,
    report: &Report,
    certificate: &CertificateReport,
    lang: Lang,
) {
    let sections = sections(report, certificate);
    let today = words::today(lang, report.today);
    page.raw("<svg class=timeline role=img viewBox='0 0 720 132' aria-labelledby='line-title line-text'>");
    page.element("<title id=line-title>", words::DATES.get(lang), "</title>");
    page.raw("<desc id=line-text>");
    for section in &sections {
        page.text(&format!(
            "{}: {}. ",
            section.name(lang),
            section.dates(lang)
        ));
    }
    page.text(&today).raw("</desc>");
    let mut left: i64 = 0;
    let mut marker = None;
    for section in &sections {
        let middle = left.saturating_add(section.width / 2);
        page.raw("<rect class=").raw(section.class());
        page.raw(" x=").number(left).raw(" y=44 height=56 width=");
        page.number(section.width.saturating_sub(2)).raw(" />");
        page.raw("<text class=stage x=").number(middle);
        page.element(" y=68>", section.name(lang), "</text>");
        page.raw("<text class=date x=").number(middle);
        page.element(" y=88>", &section.dates(lang), "</text>");
        if section.holds(report.today) {
            marker = marker.or(Some(left.saturating_add(section.place(report.today))));
        }
        left = left.saturating_add(section.width);
    }
    let first_day = message::date(lang, certificate.first_day);
    let begins = format!("{} {first_day}", words::BEGINS.get(lang));
    page.element("<text class=note x=0 y=122>", &begins, "</text>");
    page.element(
        "<text class=scale x=720 y=122>",
        words::NOT_TO_SCALE.get(lang),
        "</text>",
    );
    if let Some(marker) = marker {
        let marker = marker.clamp(3, WIDTH.saturating_sub(3));
        // The words stay within the picture.
        let words = marker.clamp(90, WIDTH.saturating_sub(90));
        page.raw("<text class=today x=").number(words);
        page.element(" y=18>", &today, "</text>");
        page.raw("<rect class=today y=24 height=26 width=5 x=");
        page.number(marker.saturating_sub(2)).raw(" />");
    }
    page.raw("</svg>");
}
