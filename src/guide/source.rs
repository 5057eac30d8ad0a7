//! The published pages that the guide rests on.

use crate::message::{self, Bilingual, Lang, both};

/// A page that somebody answers for, and when it said so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Publication {
    /// Who published it, and under which title.
    pub name: Bilingual,
    /// The day, the month or the year of the text, as far as it tells: `2025-12-02`, `2025-01`.
    pub date: &'static str,
    /// Where it can be read, if it has an address.
    pub address: Option<&'static str>,
}

/// A place on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cite {
    /// The page.
    pub page: &'static Publication,
    /// The number of the question, or of the page of a document; empty where the page is short.
    pub place: &'static str,
}

impl Publication {
    /// The page as people cite it: its name, the place on it, its date.
    #[must_use]
    pub fn in_words(&self, lang: Lang, place: &str) -> String {
        message::guide::page(lang, self.name.get(lang), place, self.date)
    }
}

impl Cite {
    /// The page, the place and the date, in a language.
    #[must_use]
    pub fn in_words(&self, lang: Lang) -> String {
        self.page.in_words(lang, self.place)
    }
}

/// The pages: what cites one, the place on it where it is long, its date, where it can be read, and who
/// published it under which title.
macro_rules! pages {
    (@place) => { "" };
    (@place $place:ident) => { $place };
    ($(
        $(#[$doc:meta])* $page:ident = $cite:ident($($place:ident)?), $date:literal, $address:expr
            => $ja:literal, $en:literal;
    )*) => {$(
        $(#[$doc])*
        pub(crate) const $page: Publication = Publication {
            name: both($ja, $en),
            date: $date,
            address: $address,
        };

        pub(super) const fn $cite($($place: &'static str)?) -> Cite {
            Cite { page: &$page, place: pages!(@place $($place)?) }
        }
    )*};
}

pages! {
    /// Questions of citizens, answered by a city.
    MATSUDO = matsudo(place), "2025-12-02", Some("https://www.city.matsudo.chiba.jp/shisei/keikaku-kousou/mynumber/mynumber_hokenQA.html") =>
        "松戸市「マイナンバーカードの健康保険証利用に関するQ&A」",
        "City of Matsudo, Q&A on the My Number Card as a health-insurance card";

    /// The ministry, for supporters and families of those who need help.
    MHLW_FAMILIES = families(place), "2025-01", Some("https://www.mhlw.go.jp/stf/newpage_45733.html") =>
        "厚生労働省保険局「支援者・ご家族向けご説明資料」",
        "MHLW Health Insurance Bureau, guide for supporters and families";

    /// The ministry, for everybody.
    MHLW_LEAFLET = leaflet(), "2024-10", None =>
        "厚生労働省リーフレット「令和6年12月2日から現行の健康保険証は発行されなくなります」",
        "MHLW leaflet on the end of the former insurance card";

    /// The ministry's questions and answers, as an insurer quoted them.
    // The insurer's text is not dated; it speaks of the end of September 2025 as past.
    MHLW_QA = ministry(place), "2025-09", Some("https://www.mhlw.go.jp/stf/newpage_40406.html") =>
        "厚生労働省「よくある質問」(東洋紡健康保険組合Q&Aの引用による)",
        "MHLW, frequently asked questions (as quoted in the Q&A of Toyobo Health Insurance Society)";

    /// The Digital Agency's questions and answers, as an insurer quoted them.
    DIGITAL_QA = digital(place), "2025-09", Some("https://www.digital.go.jp/policies/mynumber/faq-insurance-card") =>
        "デジタル庁「よくある質問」(東洋紡健康保険組合Q&Aの引用による)",
        "Digital Agency, frequently asked questions (as quoted in the Q&A of Toyobo Health Insurance Society)";

    /// An insurer's own answers.
    TOYOBO = toyobo(place), "2025-09", None =>
        "東洋紡健康保険組合Q&A",
        "Toyobo Health Insurance Society, Q&A";

    /// An insurer's page.
    // Not dated; it speaks of 2024-12-02 as still to come.
    NISSAY = nissay(), "2024", Some("https://nissay-kenpo.or.jp/consultation/myna.php") =>
        "日本生命健康保険組合「マイナ保険証」",
        "Nissay Health Insurance Society, page on the My Number Card as an insurance card";

    /// The largest insurer, on the last day of the grace.
    KYOKAI = kyokai(), "2025-07-16", Some("https://www.kyoukaikenpo.or.jp/g1/r7-7/7071601") =>
        "協会けんぽ「マイナンバーカードの電子証明書の有効期限切れにご注意ください」",
        "Japan Health Insurance Association, on the end of the certificate";

    /// The ministry's notice on what to do without online check, as an insurer summed it up.
    NOTICE = notice(), "2023-07-10", Some("https://www.fujifilm-kenpo.or.jp/news/5611/") =>
        "厚生労働省通知 保発0710第1号(富士フイルムグループ健康保険組合の要約による)",
        "MHLW notice Hohatsu 0710-1 (as summed up by Fujifilm Group Health Insurance Society)";

    /// The portal for medical institutions, on phones.
    // Not dated; phones are received since 2025-09-19.
    PORTAL = portal(), "2025-09", Some("https://iryohokenjyoho.service-now.com/csm?id=kb_article_view&sys_kb_id=3b11e4ee93dbee107fa07cddfaba1051") =>
        "医療機関等向け総合ポータルサイト「スマホ搭載されたマイナ保険証」",
        "Portal for medical institutions, the card on a smartphone";

    /// The ministry's leaflet on phones, as reported.
    PHONES = phones(), "2025-09-19", Some("https://www.wacoca.com/news/2646535/") =>
        "厚生労働省「スマートフォンのマイナ保険証利用」パンフレット(報道による)",
        "MHLW pamphlet on the card on a smartphone (as reported)";

    /// What the ministry said of phones that are not read, as reported.
    PHONE_FALLBACK = fallback(), "2025-08", Some("https://www.gifu-np.co.jp/articles/-/589562") =>
        "厚生労働省の発表「スマホ保険証」(岐阜新聞の報道による)",
        "MHLW announcement on phones (as reported by Gifu Shimbun)";

    /// A maker of face-recognition readers.
    ALMEX = almex(), "2024-01-19", Some("https://faq.almex.jp/print/faq/70299?category_id=592&site_domain=faq") =>
        "アルメックス マイナタッチFAQ「マイナンバーカードが保険証として判定される」",
        "Almex, FAQ of the Myna Touch reader";

    /// What the face-recognition readers show, collected by a dispensary.
    // Not dated.
    READER_CODES = reader_codes(), "2023", Some("https://xn--eckl3qmbc2306foeya813arge.com/?p=320") =>
        "調剤薬局のページ「顔認証エラー発生時の対処(エラーコード一覧)」",
        "A dispensary's page on the codes of face-recognition readers";

    /// A city, on how long a renewal takes to be known.
    ASAKA = asaka(), "2025-03-01", Some("https://www.city.asaka.lg.jp/soshiki/25/mainaho-densisyoumei.html") =>
        "朝霞市「電子証明書が切れているとマイナ保険証が使えなくなります」",
        "City of Asaka, on renewing the certificate";
}
