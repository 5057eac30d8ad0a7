//! What applications for the My Number Card and face-recognition readers show.
//!
//! Few of their makers publish a list. Here stands what a public page says, with that page; of the rest
//! it is said that nothing is published.

use crate::guide::{Publication, READER_CODES};
use crate::message::{Bilingual, both};

const MEMO_E0008: Publication = Publication {
    name: both(
        "did2memo.net「ICカード通信制御エラー(エラーコード:E0008)」",
        "did2memo.net, on error E0008 of the Mynapoint application",
    ),
    date: "2020-07-02",
    address: Some("https://did2memo.net/2020/07/02/mynumber-mynapoint-error-e0008/"),
};

const MEMO_MYNAPOINT: Publication = Publication {
    name: both(
        "did2memo.net「「マイナポイント」アプリの使い方・手続き方法」",
        "did2memo.net, on using the Mynapoint application",
    ),
    date: "2020-06-30",
    address: Some("https://did2memo.net/2020/06/30/mynumber-mynapoint-yoyaku/"),
};

const MEMO_VACCINATION: Publication = Publication {
    name: both(
        "did2memo.net「接種証明アプリ マイナンバーカードの読み取りができない」",
        "did2memo.net, on the vaccination certificate application",
    ),
    date: "2021-12-20",
    address: Some("https://did2memo.net/2021/12/20/sesshu-shoumei-app-mynumber-card-yomitori/"),
};

const APP_STORY: Publication = Publication {
    name: both(
        "app-story.net「ワクチン接種証明書アプリでマイナンバーカードを読み込めない」",
        "app-story.net, on the vaccination certificate application",
    ),
    // Written when the application came out, 2021-12-20.
    date: "2021-12",
    address: Some("https://app-story.net/vaccine-mynumber-notread"),
};

const MEMO_MYNAPORTAL: Publication = Publication {
    name: both(
        "did2memo.net「お住まいの市区町村の窓口で電子証明書を更新してください」エラー",
        "did2memo.net, on EI123-2008 of Mynaportal",
    ),
    date: "2024-02-04",
    address: Some("https://did2memo.net/2024/02/04/mynumber-portal-certificate-error-ei123-2008/"),
};

const SBAPP: Publication = Publication {
    name: both(
        "sbapp.net「電子証明書の検証に失敗しましたと表示される原因と対処法」",
        "sbapp.net, on EI123-2303 of Mynaportal",
    ),
    // Written in the spring of 2020, when the portal was crowded.
    date: "2020",
    address: Some("https://sbapp.net/?p=114673"),
};

const MYNAPORTAL_FAQ: Publication = Publication {
    name: both(
        "マイナポータル「よくあるご質問」No 2606",
        "Mynaportal, frequently asked question 2606",
    ),
    date: "2023-04-06",
    address: Some("https://faq.myna.go.jp/faq/show/2606"),
};

const TAX_AGENCY: Publication = Publication {
    name: both(
        "国税庁「エラーコード【HJS0432E】が表示された。」",
        "National Tax Agency, on error HJS0432E",
    ),
    // Of the section for the tax year 2015.
    date: "2016",
    address: Some(
        "https://www.keisan.nta.go.jp/h27yokuaru/sosa_setsumei/eTax/shoshinerror/HJS0432E.html",
    ),
};

const TAX_BLOG: Publication = Publication {
    name: both(
        "1010uzu.com「エラー情報: HJS0407E」(国税庁Q&Aの引用による)",
        "1010uzu.com, on error HJS0407E (quoting the National Tax Agency)",
    ),
    date: "2017",
    address: Some("https://1010uzu.com/blog/error-hjs-0407e-e-tax-2017"),
};

const VERIFICATION_FAILED: Bilingual = both(
    "マイナポータルが電子証明書の検証に失敗しました。期限切れや失効のほか、混雑やメンテナンスのときにも出ます。`mynacheck check` で期限を確かめてください。",
    "Mynaportal could not verify the certificate: it has expired or was revoked, or the site is busy or under maintenance. `mynacheck check` tells the dates.",
);

codes! {
    APPLICATION: Application;

    "E0008" (MEMO_E0008) =>
        "マイナポイントアプリ(Android)の「ICカード通信制御エラー」です。暗証番号を入力している間にカードが離れました。入力の前から終わりまで、カードを動かさずに当て続けます。",
        "The Mynapoint application (Android): the card left the phone while the PIN was typed. Keep it still from before the entry to the end.";
    "00210026" (MEMO_E0008) =>
        "E0008の詳細コードで、「ICカードへのコマンド送信に失敗しました」と表示されます。カードが離れたときに出ます。",
        "The detail of E0008: sending a command to the card failed, as when the card left the phone.";
    "MKCZ405E" (MEMO_MYNAPOINT) =>
        "マイナポイントアプリ(Android)の予約のときに、操作の順序を誤ると出やすいエラーです。コードの意味は公表されていません。",
        "The Mynapoint application (Android): mostly after steps in the wrong order while reserving. What the code itself means is not published.";
    "62010" (MEMO_VACCINATION) =>
        "接種証明書アプリで、マイナンバーカードを読み取れませんでした。カードを当てる位置を変え、ケースや金属から離してください。",
        "The vaccination certificate application could not read the card. Change where the card is held, away from cases and metal.";
    "69900" (APP_STORY) =>
        "接種証明書アプリの「予期せぬエラー」です。原因は公表されていません。",
        "The vaccination certificate application: an unexpected error. The cause is not published.";
    "90010" (APP_STORY) =>
        "接種証明書アプリの「予期せぬエラー」です。原因は公表されていません。",
        "The vaccination certificate application: an unexpected error. The cause is not published.";
    "EI123-2008" (MEMO_MYNAPORTAL) => VERIFICATION_FAILED;
    "EI123-2303" (SBAPP) => VERIFICATION_FAILED;
    "MPA-IS-I05" (MEMO_MYNAPORTAL) =>
        "マイナポータルアプリが、EI123-2008などの「電子証明書の検証に失敗しました」と一緒に表示するコードです。",
        "Mynaportal shows it together with EI123-2008 and the like: the certificate could not be verified.";
    "ED1108" (MYNAPORTAL_FAQ) =>
        "マイナポータルの「本人確認情報が一致しませんでした」です。電子証明書の更新や再発行の後しばらく出ます。待ってからもう一度ログインします(更新の後は1時間ほど、利用者登録がまだのときや更新が続いたときは翌々日まで)。",
        "Mynaportal: the identity data do not agree. It appears for a while after a renewal or reissue; log in again later (an hour, or up to two days where not yet enrolled or renewed many times).";
    "HJS0432E" (TAX_AGENCY) =>
        "確定申告書等作成コーナーで、署名用の暗証番号を5回間違えてロックされました。市区町村の窓口で初期化します。",
        "The tax return site: the signing PIN is locked after five wrong entries. The municipal office resets it.";
    "HJS0407E" (TAX_BLOG) =>
        "確定申告書等作成コーナーで、ICカードリーダーのエラーです。リーダーのドライバーを確かめてください。",
        "The tax return site: an error of the card reader. Check the reader's driver.";
    "EW144" =>
        "e-Taxのエラーで、EW144-1500のように続きます。意味を示した公開ページは見つかっていません。表示された文をe-Taxのヘルプデスクに伝えてください。",
        "An error of e-Tax, as in EW144-1500. No public page that says what it means was found. Give the sentence shown to the e-Tax help desk.";
}

codes! {
    FACE_READER: FaceReader;

    "001" (READER_CODES) =>
        "顔認証付きカードリーダーの「マイナンバーカードの認識不可」です。置き直し、別のマイナンバーカードでも試します。ほかのカードが読めれば、このカードの側に原因があります。",
        "A face-recognition reader: the My Number Card is not recognised. Place it again, then try another one; if that is read, the cause is this card.";
    "002" (READER_CODES) =>
        "顔認証付きカードリーダーの「マイナンバーカード以外」です。置かれている物を確かめます。",
        "A face-recognition reader: this is not a My Number Card. Check what lies on it.";
    "006" (READER_CODES) =>
        "顔認証付きカードリーダーの「利用者証明用電子証明書の失効・有効期限切れ」です。市区町村の窓口での更新を案内します。",
        "A face-recognition reader: the user-authentication certificate was revoked or has expired. Refer the patient to the municipal office.";
}
