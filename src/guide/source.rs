//! The published pages that the guide rests on.

use crate::message::{self, Bilingual, Lang};

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

/// Questions of citizens, answered by a city.
const MATSUDO: Publication = Publication {
    name: Bilingual {
        ja: "松戸市「マイナンバーカードの健康保険証利用に関するQ&A」",
        en: "City of Matsudo, Q&A on the My Number Card as a health-insurance card",
    },
    date: "2025-12-02",
    address: Some(
        "https://www.city.matsudo.chiba.jp/shisei/keikaku-kousou/mynumber/mynumber_hokenQA.html",
    ),
};

/// The ministry, for supporters and families of those who need help.
const MHLW_FAMILIES: Publication = Publication {
    name: Bilingual {
        ja: "厚生労働省保険局「支援者・ご家族向けご説明資料」",
        en: "MHLW Health Insurance Bureau, guide for supporters and families",
    },
    date: "2025-01",
    address: Some("https://www.mhlw.go.jp/stf/newpage_45733.html"),
};

/// The ministry, for everybody.
const MHLW_LEAFLET: Publication = Publication {
    name: Bilingual {
        ja: "厚生労働省リーフレット「令和6年12月2日から現行の健康保険証は発行されなくなります」",
        en: "MHLW leaflet on the end of the former insurance card",
    },
    date: "2024-10",
    address: None,
};

/// The ministry's questions and answers, as an insurer quoted them.
const MHLW_QA: Publication = Publication {
    name: Bilingual {
        ja: "厚生労働省「よくある質問」(東洋紡健康保険組合Q&Aの引用による)",
        en: "MHLW, frequently asked questions (as quoted in the Q&A of Toyobo Health Insurance Society)",
    },
    // The insurer's text is not dated; it speaks of the end of September 2025 as past.
    date: "2025-09",
    address: Some("https://www.mhlw.go.jp/stf/newpage_40406.html"),
};

/// The Digital Agency's questions and answers, as an insurer quoted them.
const DIGITAL_QA: Publication = Publication {
    name: Bilingual {
        ja: "デジタル庁「よくある質問」(東洋紡健康保険組合Q&Aの引用による)",
        en: "Digital Agency, frequently asked questions (as quoted in the Q&A of Toyobo Health Insurance Society)",
    },
    date: "2025-09",
    address: Some("https://www.digital.go.jp/policies/mynumber/faq-insurance-card"),
};

/// An insurer's own answers.
const TOYOBO: Publication = Publication {
    name: Bilingual {
        ja: "東洋紡健康保険組合Q&A",
        en: "Toyobo Health Insurance Society, Q&A",
    },
    date: "2025-09",
    address: None,
};

/// An insurer's page.
const NISSAY: Publication = Publication {
    name: Bilingual {
        ja: "日本生命健康保険組合「マイナ保険証」",
        en: "Nissay Health Insurance Society, page on the My Number Card as an insurance card",
    },
    // Not dated; it speaks of 2024-12-02 as still to come.
    date: "2024",
    address: Some("https://nissay-kenpo.or.jp/consultation/myna.php"),
};

/// The largest insurer, on the last day of the grace.
const KYOKAI: Publication = Publication {
    name: Bilingual {
        ja: "協会けんぽ「マイナンバーカードの電子証明書の有効期限切れにご注意ください」",
        en: "Japan Health Insurance Association, on the end of the certificate",
    },
    date: "2025-07-16",
    address: Some("https://www.kyoukaikenpo.or.jp/g1/r7-7/7071601"),
};

/// The ministry's notice on what to do without online check, as an insurer summed it up.
const NOTICE: Publication = Publication {
    name: Bilingual {
        ja: "厚生労働省通知 保発0710第1号(富士フイルムグループ健康保険組合の要約による)",
        en: "MHLW notice Hohatsu 0710-1 (as summed up by Fujifilm Group Health Insurance Society)",
    },
    date: "2023-07-10",
    address: Some("https://www.fujifilm-kenpo.or.jp/news/5611/"),
};

/// The portal for medical institutions, on phones.
const PORTAL: Publication = Publication {
    name: Bilingual {
        ja: "医療機関等向け総合ポータルサイト「スマホ搭載されたマイナ保険証」",
        en: "Portal for medical institutions, the card on a smartphone",
    },
    // Not dated; phones are received since 2025-09-19.
    date: "2025-09",
    address: Some(
        "https://iryohokenjyoho.service-now.com/csm?id=kb_article_view&sys_kb_id=3b11e4ee93dbee107fa07cddfaba1051",
    ),
};

/// The ministry's leaflet on phones, as reported.
const PHONES: Publication = Publication {
    name: Bilingual {
        ja: "厚生労働省「スマートフォンのマイナ保険証利用」パンフレット(報道による)",
        en: "MHLW pamphlet on the card on a smartphone (as reported)",
    },
    date: "2025-09-19",
    address: Some("https://www.wacoca.com/news/2646535/"),
};

/// What the ministry said of phones that are not read, as reported.
const PHONE_FALLBACK: Publication = Publication {
    name: Bilingual {
        ja: "厚生労働省の発表「スマホ保険証」(岐阜新聞の報道による)",
        en: "MHLW announcement on phones (as reported by Gifu Shimbun)",
    },
    date: "2025-08",
    address: Some("https://www.gifu-np.co.jp/articles/-/589562"),
};

/// A maker of face-recognition readers.
const ALMEX: Publication = Publication {
    name: Bilingual {
        ja: "アルメックス マイナタッチFAQ「マイナンバーカードが保険証として判定される」",
        en: "Almex, FAQ of the Myna Touch reader",
    },
    date: "2024-01-19",
    address: Some("https://faq.almex.jp/print/faq/70299?category_id=592&site_domain=faq"),
};

/// What the face-recognition readers show, collected by a dispensary.
pub(crate) const READER_CODES: Publication = Publication {
    name: Bilingual {
        ja: "調剤薬局のページ「顔認証エラー発生時の対処(エラーコード一覧)」",
        en: "A dispensary's page on the codes of face-recognition readers",
    },
    // Not dated.
    date: "2023",
    address: Some("https://xn--eckl3qmbc2306foeya813arge.com/?p=320"),
};

/// A city, on how long a renewal takes to be known.
const ASAKA: Publication = Publication {
    name: Bilingual {
        ja: "朝霞市「電子証明書が切れているとマイナ保険証が使えなくなります」",
        en: "City of Asaka, on renewing the certificate",
    },
    date: "2025-03-01",
    address: Some("https://www.city.asaka.lg.jp/soshiki/25/mainaho-densisyoumei.html"),
};

const fn at(page: &'static Publication, place: &'static str) -> Cite {
    Cite { page, place }
}

pub(super) const fn matsudo(place: &'static str) -> Cite {
    at(&MATSUDO, place)
}

pub(super) const fn families(place: &'static str) -> Cite {
    at(&MHLW_FAMILIES, place)
}

pub(super) const fn leaflet() -> Cite {
    at(&MHLW_LEAFLET, "")
}

pub(super) const fn ministry(place: &'static str) -> Cite {
    at(&MHLW_QA, place)
}

pub(super) const fn digital(place: &'static str) -> Cite {
    at(&DIGITAL_QA, place)
}

pub(super) const fn toyobo(place: &'static str) -> Cite {
    at(&TOYOBO, place)
}

pub(super) const fn nissay() -> Cite {
    at(&NISSAY, "")
}

pub(super) const fn kyokai() -> Cite {
    at(&KYOKAI, "")
}

pub(super) const fn notice() -> Cite {
    at(&NOTICE, "")
}

pub(super) const fn portal() -> Cite {
    at(&PORTAL, "")
}

pub(super) const fn phones() -> Cite {
    at(&PHONES, "")
}

pub(super) const fn fallback() -> Cite {
    at(&PHONE_FALLBACK, "")
}

pub(super) const fn almex() -> Cite {
    at(&ALMEX, "")
}

pub(super) const fn reader_codes() -> Cite {
    at(&READER_CODES, "")
}

pub(super) const fn asaka() -> Cite {
    at(&ASAKA, "")
}
