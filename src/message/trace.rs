//! A recorded conversation in words: what was asked, what was answered, where it stood.

mod connection;
mod name;

use super::{Lang, clean, counted, explain, pick};
use crate::iso7816::{Action, Follower, StatusWord};
use crate::jpki::file;
use crate::recording::{Failure, MaskedResponse};
use crate::transport::{Leave, ScardCode};
pub(crate) use connection::{connection, connections, not_judged};
use name::{application_name, file_name, short_aid};

/// What a command asks.
#[must_use]
pub(crate) fn action(lang: Lang, action: &Action, follower: &Follower) -> String {
    let file = |file: u16| file_name(lang, follower, file);
    let current = || match follower.file() {
        Some(identifier) => file(identifier),
        None => pick(lang, "どのEFかは不明", "file unknown").to_owned(),
    };
    let pin = |named: &Option<u16>| named.map_or_else(current, file);
    match action {
        Action::SelectApplication(aid) => format!("SELECT {}", application_name(lang, aid)),
        Action::SelectFile(identifier) => format!("SELECT {}", file(*identifier)),
        Action::SelectOther => pick(lang, "SELECT (その他)", "SELECT (other)").to_owned(),
        Action::Read { offset, length } => read(lang, &current(), *offset, *length),
        Action::ReadShort {
            file: identifier,
            offset,
            length,
        } => read(lang, &file(*identifier), *offset, *length),
        Action::TriesQuery { file } => match lang {
            Lang::Ja => format!("VERIFY データなし: 残り回数の問い合わせ ({})", pin(file)),
            Lang::En => format!("VERIFY without data: tries left? ({})", pin(file)),
        },
        Action::Verify { file } => match lang {
            Lang::Ja => format!("VERIFY 暗証番号の照合 ({})", pin(file)),
            Lang::En => format!("VERIFY with a PIN ({})", pin(file)),
        },
        Action::ChangePin => pick(
            lang,
            "暗証番号の変更または初期化",
            "change or reset of a PIN",
        )
        .to_owned(),
        Action::GetResponse => pick(
            lang,
            "GET RESPONSE 答えの続き",
            "GET RESPONSE: the rest of the answer",
        )
        .to_owned(),
        Action::GetData(tag) => format!("GET DATA {tag:04X}"),
        Action::GetChallenge => pick(lang, "GET CHALLENGE 乱数", "GET CHALLENGE").to_owned(),
        Action::Sign => pick(
            lang,
            "COMPUTE DIGITAL SIGNATURE 署名の計算",
            "COMPUTE DIGITAL SIGNATURE",
        )
        .to_owned(),
        Action::Other {
            header: Some((cla, ins)),
        } => match lang {
            Lang::Ja => format!("その他のAPDU {cla:02X} {ins:02X}"),
            Lang::En => format!("other command {cla:02X} {ins:02X}"),
        },
        Action::Other { header: None } => pick(
            lang,
            "APDUの形になっていないバイト列",
            "bytes that are no command",
        )
        .to_owned(),
    }
}

fn read(lang: Lang, file: &str, offset: usize, length: usize) -> String {
    match lang {
        Lang::Ja => format!("READ BINARY {file} の{offset}から{length}バイト"),
        Lang::En => format!("READ BINARY {file}, {length} bytes from {offset}"),
    }
}

/// What a status word says to this command, in a few words.
#[must_use]
pub(crate) fn answer(lang: Lang, answer: &MaskedResponse) -> String {
    let length = answer.data.len();
    let Some(word) = answer.status.map(StatusWord) else {
        return match lang {
            Lang::Ja => format!("{length}バイト: 答えの形になっていないため伏せています"),
            Lang::En => format!("{length} bytes that are not an answer: left out"),
        };
    };
    let meaning = explain::status_word_sense(lang, word).short;
    let bytes = match (length, lang) {
        (0, _) => String::new(),
        (_, Lang::Ja) => format!("{length}バイト, "),
        (_, Lang::En) => format!("{length} bytes, "),
    };
    format!("{bytes}{word} {meaning}")
}

/// Why no answer came.
#[must_use]
pub(crate) fn failure(lang: Lang, failure: &Failure) -> String {
    match failure {
        Failure::Scard { code, .. } => scard(lang, *code),
        Failure::Short { length } => match lang {
            Lang::Ja => format!("答えが{length}バイトしかない(カードが離された)"),
            Lang::En => format!("only {length} bytes came: the card was taken away"),
        },
        Failure::TimedOut { limit, .. } => {
            let seconds = limit / 1_000_000;
            match lang {
                Lang::Ja => format!("{seconds}秒待っても答えがない"),
                Lang::En => format!("no answer within {seconds} s"),
            }
        }
        Failure::Interrupted => pick(lang, "中断した", "interrupted").to_owned(),
        Failure::Lost => pick(lang, "答えが記録にない", "no answer in the log").to_owned(),
    }
}

fn scard(lang: Lang, code: ScardCode) -> String {
    match explain::scard_sense(lang, code) {
        Some(meaning) => format!("{code} {}", meaning.short),
        None => code.to_string(),
    }
}

/// The file holds something that is not known to be harmless.
#[must_use]
pub(crate) fn lint(lang: Lang, file: &str, line: usize, full: bool) -> String {
    let what = if full {
        pick(
            lang,
            "実物のカードを伏せずに記録したものです",
            "a full recording of a real card",
        )
    } else {
        pick(
            lang,
            "個人情報かもしれないバイトがあります",
            "bytes that may be personal",
        )
    };
    format!("{}:{line}: {what}", clean(file))
}

/// The files looked at have nothing that should not be there.
#[must_use]
pub(crate) fn lint_clean(lang: Lang, files: usize) -> String {
    match lang {
        Lang::Ja => format!("{files}件とも問題ありません"),
        Lang::En => format!("{files} files, nothing found"),
    }
}

/// Heading of the summary of many recordings.
#[must_use]
pub(crate) fn summary(lang: Lang, files: usize) -> String {
    match lang {
        Lang::Ja => format!("{files}件の記録。多い順:"),
        Lang::En => format!("{files} recordings, the most frequent first:"),
    }
}

/// Where the conversation stands: application, EF, PIN.
#[must_use]
pub(crate) fn standing(lang: Lang, follower: &Follower) -> String {
    let application = match follower.application() {
        None => "?".to_owned(),
        Some(aid) if *aid == file::AID => "JPKI".to_owned(),
        Some(aid) => short_aid(aid),
    };
    let file = follower
        .file()
        .map_or_else(|| "----".to_owned(), |file| format!("{file:04X}"));
    let pin = match follower.verified() {
        Some(true) => pick(lang, "照合済", "verified"),
        Some(false) => pick(lang, "未照合", "not verified"),
        None => "-",
    };
    format!("{application}/{file}/{pin}")
}

/// A card was connected, taken, or left.
#[must_use]
pub(crate) fn card(lang: Lang, reader: &str, atr: &[u8]) -> String {
    let unknown = pick(lang, "不明", "unknown");
    let reader = clean(if reader.is_empty() { unknown } else { reader });
    let atr = if atr.is_empty() {
        unknown.to_owned()
    } else {
        hex::encode_upper(atr)
    };
    match lang {
        Lang::Ja => format!("カードに接続: リーダー {reader}, ATR {atr}"),
        Lang::En => format!("card connected: reader {reader}, ATR {atr}"),
    }
}

/// No card could be connected.
#[must_use]
pub(crate) fn no_card(lang: Lang, why: &Failure) -> String {
    let why = failure(lang, why);
    match lang {
        Lang::Ja => format!("カードに接続できない: {why}"),
        Lang::En => format!("no card could be connected: {why}"),
    }
}

/// The card was taken for one conversation.
#[must_use]
pub(crate) fn begin(lang: Lang) -> &'static str {
    pick(lang, "ひと続きのやり取りを開始", "transaction begins")
}

/// The card was left.
#[must_use]
pub(crate) fn leave(lang: Lang, leave: Leave) -> &'static str {
    match leave {
        Leave::Untouched => pick(
            lang,
            "やり取りを終了(カードはそのまま)",
            "transaction ends, the card is left as it is",
        ),
        Leave::Reset => pick(
            lang,
            "やり取りを終了(カードをリセット)",
            "transaction ends, the card is reset",
        ),
        Leave::PoweredDown => pick(
            lang,
            "やり取りを終了(カードの電源を切る)",
            "transaction ends, the card is powered down",
        ),
    }
}

/// Sentences around an explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Note {
    /// The recording begins within a conversation.
    Middle,
    /// Nothing of the JPKI application was asked.
    NothingToJudge,
    /// The recording is of a simulated card.
    Simulated,
    /// The heading of the judgement.
    Judgement,
    /// The heading of the codes in a file without commands and answers.
    Codes,
}

/// Who says what follows, in a log of several clients.
#[must_use]
pub(crate) fn client(lang: Lang, number: u64) -> String {
    let number = number.saturating_add(1);
    match lang {
        Lang::Ja => format!("プログラム{number}:"),
        Lang::En => format!("program {number}:"),
    }
}

/// The sentence.
#[must_use]
pub(crate) fn note(lang: Lang, note: Note) -> &'static str {
    match note {
        Note::Middle => pick(
            lang,
            "途中から始まる記録です。どのAPとEFが選ばれていたかは分かりません。",
            "The recording starts in the middle: which application and file were selected is not known.",
        ),
        Note::NothingToJudge => pick(
            lang,
            "公的個人認証AP(JPKI)への問い合わせがないため、カードの判定はできません。",
            "Nothing was asked of the JPKI application, so the card cannot be judged.",
        ),
        Note::Simulated => pick(
            lang,
            "【模擬】模擬カードの記録です。実在のカードの証拠にはなりません。",
            "SIMULATED: a recording of a simulated card, no evidence about a real one.",
        ),
        Note::Codes => pick(lang, "このファイルに出てくるコード", "Codes in this file"),
        Note::Judgement => pick(lang, "この記録から分かること", "What this recording shows"),
    }
}

/// How often a PIN was sent, in lines.
#[must_use]
pub(crate) fn pins_sent(lang: Lang, times: u64, twice_in_a_row: bool) -> String {
    let sent = match (lang, times) {
        (Lang::Ja, _) => {
            format!("暗証番号が{times}回送られています(番号そのものは記録されません)。\n")
        }
        (Lang::En, 1) => "A PIN was sent once (the PIN itself is never recorded).\n".to_owned(),
        (Lang::En, _) => {
            format!("A PIN was sent {times} times (the PIN itself is never recorded).\n")
        }
    };
    let twice = if twice_in_a_row {
        pick(
            lang,
            "続けて2回送られています。誤りなら、1回の入力で残り回数が2回減ります。\n",
            "It was sent twice in a row: one wrong entry then costs two tries.\n",
        )
    } else {
        ""
    };
    sent + twice
}

/// What was counted at the end of a recording.
#[must_use]
pub(crate) fn total(lang: Lang, exchanges: u64, time: &str) -> String {
    match lang {
        Lang::Ja => format!("APDU {exchanges}件, {time}"),
        Lang::En => format!("{}, {time}", counted(exchanges, "command")),
    }
}

/// Answers that stand in a log without their commands.
#[must_use]
pub(crate) fn orphans(lang: Lang, answers: u64) -> String {
    match lang {
        Lang::Ja => {
            format!(
                "コマンドのない応答が{answers}件あり、除きました(ログが途中から始まっています)。"
            )
        }
        Lang::En => format!(
            "The log starts in the middle: {} without a command left out.",
            counted(answers, "response")
        ),
    }
}

/// Time as a technician reads it.
#[must_use]
pub(crate) fn time(micros: u64) -> String {
    let (millis, rest) = (micros / 1000, micros % 1000);
    if millis < 10_000 {
        format!("{millis}.{} ms", rest / 100)
    } else {
        format!("{}.{} s", millis / 1000, millis % 1000 / 100)
    }
}
