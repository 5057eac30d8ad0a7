//! What is asked of the person at the terminal, and which answer is a yes.

use super::{Lang, pick};

/// Asks for the 4-digit PIN.
#[must_use]
pub(crate) fn pin(lang: Lang, left: u8) -> String {
    match lang {
        Lang::Ja => format!("利用者証明用の暗証番号(数字4桁、残り{left}回): "),
        Lang::En if left == 1 => "PIN for user authentication (4 digits, 1 try left): ".to_owned(),
        Lang::En => format!("PIN for user authentication (4 digits, {left} tries left): "),
    }
}

/// What another error means when one try is left.
#[must_use]
pub(crate) fn last_try(lang: Lang) -> &'static str {
    pick(
        lang,
        "残り1回です。次に間違えるとこの暗証番号はロックされ、市区町村の窓口などで初期化するまで使えません。\n正しい番号だと確かな場合だけ「はい」と入力してください: ",
        "One try is left. One more wrong entry locks this PIN until it is reset, for example at the municipal office.\nType \"yes\" only if you are sure of the PIN: ",
    )
}

/// A clear yes, in either language. Anything else is a no.
#[must_use]
pub(crate) fn is_yes(typed: &str) -> bool {
    let typed = typed.trim();
    typed == "はい" || typed.eq_ignore_ascii_case("yes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_clear_yes_is_a_yes() {
        for yes in ["yes", "YES", " yes ", "はい"] {
            assert!(is_yes(yes), "{yes}");
        }
        for no in ["", "y", "no", "いいえ", "はいはい", "yes please", "1234"] {
            assert!(!is_yes(no), "{no}");
        }
    }
}
