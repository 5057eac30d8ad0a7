//! What is selected, by the names that people know.

use std::fmt;

use crate::iso7816::Follower;
use crate::jpki::file;
use crate::message::{Lang, Sentence, pick};
use crate::recording::{Digits, STAND_IN};

/// Applications by their AIDs (`protocol.md` §1.1).
pub(super) fn application_name(lang: Lang, aid: &[u8]) -> impl fmt::Display {
    let known: [(&[u8], &str, &str); 6] = [
        (&file::AID, "公的個人認証AP (JPKI)", "the JPKI application"),
        (
            &file::TEXT_AID,
            "券面入力補助AP",
            "the text-input application",
        ),
        (
            &file::VISUAL_AID,
            "券面確認AP",
            "the visual-check application",
        ),
        (
            &file::RESIDENT_AID,
            "住基AP",
            "the resident-record application",
        ),
        (
            &file::COMMON_AID,
            "共通カードAP",
            "the common card application",
        ),
        (&file::CARD_MANAGER, "カードマネージャ", "the card manager"),
    ];
    let left_out = !aid.is_empty() && aid.iter().all(|byte| *byte == STAND_IN);
    let known = known.into_iter().find(|(known, ..)| *known == aid);
    let name = known.map_or("AP", |(_, ja, en)| pick(lang, ja, en));
    Sentence(move |f: &mut fmt::Formatter<'_>| {
        if left_out {
            f.write_str(pick(
                lang,
                "AP (AIDは伏せています)",
                "AP (its AID is left out)",
            ))
        } else {
            write!(f, "{name} {}", Digits(aid))
        }
    })
}

/// EFs of the JPKI application (`protocol.md` §1.2, §1.3); None for the current one where nobody knows
/// which that is.
pub(super) fn file_name(
    lang: Lang,
    follower: &Follower,
    file: Option<u16>,
) -> impl fmt::Display + use<> {
    let name = file.map_or("", |file| name(lang, follower, file));
    Sentence(move |f: &mut fmt::Formatter<'_>| match (file, name, lang) {
        (None, ..) => f.write_str(pick(lang, "どのEFかは不明", "file unknown")),
        (Some(file), "", _) => write!(f, "EF {file:04X}"),
        (Some(file), name, Lang::Ja) => write!(f, "EF {file:04X}({name})"),
        (Some(file), name, Lang::En) => write!(f, "EF {file:04X} ({name})"),
    })
}

fn name(lang: Lang, follower: &Follower, file: u16) -> &'static str {
    match file {
        _ if !follower.is_in(&file::AID) => "",
        file::SIGNATURE_CERTIFICATE => pick(lang, "署名用証明書", "signing certificate"),
        file::SIGNATURE_CA_CERTIFICATE => pick(lang, "署名用CA証明書", "signing CA certificate"),
        file::TOKEN => pick(lang, "トークン情報", "token information"),
        file::AVAILABILITY => pick(lang, "証明書の有無", "certificates present"),
        file::USER_CERTIFICATE => pick(
            lang,
            "利用者証明用証明書",
            "user-authentication certificate",
        ),
        file::USER_CA_CERTIFICATE => pick(
            lang,
            "利用者証明用CA証明書",
            "user-authentication CA certificate",
        ),
        file::USER_KEY => pick(lang, "利用者証明用の鍵", "user-authentication key"),
        pin if pin == file::USER_PIN.file => {
            pick(lang, "利用者証明用の暗証番号", "user-authentication PIN")
        }
        file::SIGNATURE_KEY => pick(lang, "署名用の鍵", "signing key"),
        file::SIGNATURE_PIN => pick(lang, "署名用パスワード", "signing password"),
        _ => "",
    }
}
