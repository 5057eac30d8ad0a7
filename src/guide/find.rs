//! Looking a situation up by the words that a person would type at a counter.

use super::{Situation, situations};

/// What a search gave.
#[derive(Debug)]
pub enum Found {
    /// The situations that fit, the closest first; never empty.
    Situations(Vec<&'static Situation>),
    /// None; words that are near to the one that fits nowhere.
    Near(Vec<&'static str>),
}

/// The situations that fit all the words: by id, by the id of a finding, or by plain words.
///
/// Width, case and script do not matter: `７５歳` is `75歳`, `PDF` is `pdf`, `すまほ` is `スマホ`.
/// Titles and search words come first; only where they do not fit are the steps searched too.
#[must_use]
pub fn find(words: &[String]) -> Found {
    let typed: Vec<String> = words
        .iter()
        .flat_map(|word| word.split_whitespace())
        .map(fold)
        .filter(|word| !word.is_empty())
        .collect();
    let words: Vec<String> = typed.iter().flat_map(|word| parts(word)).collect();
    for depth in [Depth::Heads, Depth::Everything] {
        let mut fitting: Vec<(usize, &Situation)> = situations()
            .filter_map(|situation| Some((fit(situation, &words, depth)?, situation)))
            .collect();
        if !fitting.is_empty() {
            fitting.sort_by_key(|(distance, _)| *distance);
            return Found::Situations(fitting.into_iter().map(|(_, found)| found).collect());
        }
    }
    let strange = words.iter().find(|word| {
        situations().all(|situation| {
            fit(situation, std::slice::from_ref(*word), Depth::Everything).is_none()
        })
    });
    Found::Near(near(strange.or(words.first()).map_or("", String::as_str)))
}

/// How much of a situation is searched.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Heads,
    Everything,
}

/// How far a situation is from the words, or None if one of them does not fit.
fn fit(situation: &Situation, words: &[String], depth: Depth) -> Option<usize> {
    let mut distance = 0_usize;
    for word in words {
        let finding = || situation.findings.iter().any(|own| own.as_str() == word);
        let rank = if situation.id == word {
            0
        } else if finding() || situation.words.split(' ').map(fold).any(|own| own == *word) {
            1
        } else if heads(situation).any(|text| holds(&fold(text), word)) {
            2
        } else if depth == Depth::Everything
            && bodies(situation).any(|text| holds(&fold(text), word))
        {
            3
        } else {
            return None;
        };
        distance = distance.saturating_add(rank);
    }
    Some(distance)
}

fn heads(situation: &Situation) -> impl Iterator<Item = &'static str> {
    [
        situation.id, situation.title.ja, situation.title.en, situation.words,
    ]
    .into_iter()
}

fn bodies(situation: &Situation) -> impl Iterator<Item = &'static str> {
    situation
        .steps
        .iter()
        .map(|step| step.text)
        .chain([situation.say])
        .flat_map(|text| [text.ja, text.en])
}

/// A word of letters begins where a word of the text begins; Japanese has no such gaps.
fn holds(text: &str, word: &str) -> bool {
    let latin = word.starts_with(|c: char| c.is_ascii_alphanumeric());
    text.match_indices(word).any(|(at, _)| {
        !latin
            || text
                .get(..at)
                .and_then(|before| before.chars().next_back())
                .is_none_or(|before| !before.is_ascii_alphanumeric())
    })
}

/// A phrase written without spaces, in the words that the guide has: 暗証番号忘れた is 暗証番号 and 忘れた.
/// What is not such a phrase stays in one piece.
fn parts(word: &str) -> Vec<String> {
    let known =
        |text: &str| situations().any(|own| heads(own).any(|head| fold(head).contains(text)));
    if word.is_ascii() || known(word) {
        return vec![word.to_owned()];
    }
    let vocabulary: Vec<String> = vocabulary().map(fold).collect();
    let mut rest = word;
    let mut found = Vec::new();
    while let Some(first) = rest.chars().next() {
        let longest = vocabulary
            .iter()
            .filter(|own| own.chars().nth(1).is_some() && rest.starts_with(own.as_str()))
            .max_by_key(|own| own.len());
        let (taken, after) = match longest {
            Some(own) => {
                found.push(own.clone());
                rest.split_at(own.len())
            }
            // Particles and endings lie between the words.
            None if matches!(first, 'ぁ'..='ん' | 'ー') => rest.split_at(first.len_utf8()),
            None => return vec![word.to_owned()],
        };
        debug_assert!(!taken.is_empty());
        rest = after;
    }
    if found.is_empty() {
        found.push(word.to_owned());
    }
    found
}

fn vocabulary() -> impl Iterator<Item = &'static str> {
    situations().flat_map(|situation| situation.words.split(' '))
}

/// Up to five words of the guide that share the most with this one.
fn near(word: &str) -> Vec<&'static str> {
    let pairs = |text: &str| -> Vec<(char, char)> {
        // A word of one letter has a pair with its own beginning.
        let padded: Vec<char> = std::iter::once(' ').chain(text.chars()).collect();
        padded
            .iter()
            .copied()
            .zip(padded.iter().copied().skip(1))
            .collect()
    };
    let wanted = pairs(word);
    let mut scored: Vec<(usize, &str)> = vocabulary()
        .filter_map(|own| {
            let own_pairs = pairs(&fold(own));
            let shared = wanted
                .iter()
                .filter(|pair| own_pairs.contains(pair))
                .count();
            let all = wanted.len().saturating_add(own_pairs.len()).max(1);
            let score = shared.saturating_mul(2000).checked_div(all)?;
            (score >= 300).then_some((score, own))
        })
        .collect();
    scored.sort_by_key(|(score, own)| (std::cmp::Reverse(*score), *own));
    scored.dedup_by_key(|(_, own)| *own);
    scored.into_iter().take(5).map(|(_, own)| own).collect()
}

/// Words that are written in more than one way, after folding; the second is the one that is kept.
const SAME: &[(&str, &str)] = &[
    ("すまーとふぉん", "すまほ"),
    ("子供", "子ども"),
    ("こども", "子ども"),
    ("眼鏡", "めがね"),
    ("車椅子", "車いす"),
    ("怪我", "けが"),
    ("無くした", "なくした"),
    ("失くした", "なくした"),
    ("引っ越し", "引越し"),
    ("切替え", "切替"),
    ("切り替え", "切替"),
    ("問合せ", "問い合わせ"),
    ("紐付け", "ひも付け"),
    ("十割", "10割"),
    ("七十五", "75"),
    ("才", "歳"),
    ("暗唱番号", "暗証番号"),
    ("ていでん", "停電"),
    ("ふんしつ", "紛失"),
    ("ほうもん", "訪問"),
    ("かいじょ", "介助"),
    ("期限ぎれ", "期限切れ"),
    ("期限きれ", "期限切れ"),
    ("きげんぎれ", "期限切れ"),
    ("割", "割"),
    ("持ってきた", "持って来た"),
    ("smartphone", "phone"),
    ("mobilephone", "phone"),
];

/// One form for what reads the same: width, case, script, and the words of [`SAME`].
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let wide = match letter {
            // Full-width forms of ASCII.
            '！'..='～' => shifted(letter, '！', '!'),
            '\u{3000}' => ' ',
            'ｦ'..='ﾟ' => {
                let marked = letters
                    .peek()
                    .and_then(|mark| voiced(half_width(letter), *mark));
                if marked.is_some() {
                    letters.next();
                }
                marked.unwrap_or_else(|| half_width(letter))
            }
            other => other,
        };
        let plain = match wide {
            'ァ'..='ヶ' => shifted(wide, 'ァ', 'ぁ'),
            '、' | '。' | '・' | '「' | '」' | '(' | ')' | ',' | '.' => continue,
            other => other,
        };
        folded.extend(plain.to_lowercase());
    }
    for (written, kept) in SAME {
        if folded.contains(written) {
            folded = folded.replace(written, kept);
        }
    }
    folded
}

fn shifted(letter: char, from: char, to: char) -> char {
    u32::from(letter)
        .checked_sub(u32::from(from))
        .and_then(|offset| offset.checked_add(u32::from(to)))
        .and_then(char::from_u32)
        .unwrap_or(letter)
}

/// The half-width letters from `ｦ` on, in the order of Unicode.
const FULL_WIDTH: &str = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜";

fn half_width(letter: char) -> char {
    let offset = u32::from(letter).saturating_sub(u32::from('ｦ'));
    usize::try_from(offset)
        .ok()
        .and_then(|offset| FULL_WIDTH.chars().nth(offset))
        .unwrap_or(letter)
}

/// A letter with its half-width mark behind it: `ｶﾞ` is ガ, `ﾊﾟ` is パ.
fn voiced(letter: char, mark: char) -> Option<char> {
    let step = match (letter, mark) {
        ('カ'..='ト' | 'ハ'..='ホ', 'ﾞ') => 1,
        ('ハ'..='ホ', 'ﾟ') => 2,
        _ => return None,
    };
    char::from_u32(u32::from(letter).checked_add(step)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(words: &[&str]) -> Vec<&'static str> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        match find(&words) {
            Found::Situations(found) => found.iter().map(|situation| situation.id).collect(),
            Found::Near(_) => Vec::new(),
        }
    }

    #[test]
    fn plain_words_lead_to_their_situation_first() {
        for (words, id) in [
            (&["停電"][..], "power-cut"),
            (&["紛失"], "lost-card"),
            (&["資格情報なし"], "no-eligibility-data"),
            (&["資格(無効)"], "eligibility-invalid"),
            (&["子ども"], "child"),
            (&["介助"], "assistance"),
            (&["訪問"], "home-visit"),
            (&["75歳"], "turned-75"),
            (&["10割"], "pays-in-full"),
            (&["帽子"], "face-fails"),
            (&["スマホ"], "phone"),
            (&["iPhone"], "phone-iphone"),
            (&["blackout"], "power-cut"),
            (&["lost"], "lost-card"),
            (&["child"], "child"),
            (&["smartphone"], "phone"),
            (&["ネットが使えない"], "network-down"),
            (&["WiFi"], "network-down"),
            (&["使えない"], "reader-fails"),
            (&["保険証"], "former-insurance-card"),
            (&["目が見えない"], "assistance"),
            (&["名前が違う"], "another-persons-data"),
            (&["暗証番号忘れ"], "pin-forgotten"),
            (&["持ってない"], "no-my-number-card"),
        ] {
            assert_eq!(ids(words).first(), Some(&id), "{words:?}");
        }
    }

    #[test]
    fn width_case_and_script_do_not_matter() {
        for same in [
            &["スマホ", "スマートフォン", "ｽﾏﾎ", "ｽﾏｰﾄﾌｫﾝ", "すまほ"][..],
            &["75歳", "７５歳", "75才", "七十五歳"],
            &["停電", "ていでん"],
            &["暗証番号", "暗唱番号"],
            &["期限切れ", "期限ぎれ", "きげんぎれ"],
            &["10割", "１０割", "十割"],
            &["子ども", "子供", "こども", "コドモ"],
            &["PDF", "pdf", "ＰＤＦ"],
            &["カード", "ｶｰﾄﾞ", "かーど"],
            &["パスワード", "ﾊﾟｽﾜｰﾄﾞ"],
        ] {
            for word in same {
                assert_eq!(ids(&[word]), ids(&same[..1]), "{word}");
            }
        }
    }

    #[test]
    fn all_words_must_fit() {
        assert_eq!(ids(&["スマホ", "期限切れ"]), ["phone-expired"]);
        assert_eq!(ids(&["スマホ 期限切れ"]), ["phone-expired"]);
        assert!(ids(&["停電", "75歳"]).is_empty());
    }

    #[test]
    fn a_phrase_without_spaces_is_taken_apart() {
        assert_eq!(ids(&["暗証番号忘れた"]).first(), Some(&"pin-forgotten"));
        assert_eq!(ids(&["スマホの期限切れ"]), ["phone-expired"]);
    }

    #[test]
    fn the_id_of_a_finding_leads_to_its_situations() {
        assert_eq!(ids(&["certificate-grace"])[0], "certificate-grace");
        assert!(ids(&["card-mute"]).contains(&"card-does-not-read"));
        assert!(ids(&["pin-locked"]).contains(&"face-only-card"));
    }

    #[test]
    fn a_word_of_letters_is_not_found_within_another() {
        assert!(!ids(&["pin"]).contains(&"network-down"));
        assert!(holds("the pin is", "pin"));
        assert!(!holds("the spin is", "pin"));
    }

    #[test]
    fn nothing_found_names_words_that_are_near() {
        let near = |word: &str| match find(&[word.to_owned()]) {
            Found::Near(near) => near,
            Found::Situations(found) => panic!("{word}: {found:?}"),
        };
        assert!(near("紛矢").contains(&"紛失"), "{:?}", near("紛矢"));
        assert!(near("blackuot").contains(&"blackout"));
        assert!(near("☃").is_empty());
    }
}
