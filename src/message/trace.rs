//! A recorded conversation in words: what was asked, what was answered, where it stood.

mod connection;
mod name;

use std::fmt::{self, Display as _, Write as _};

use super::{Lang, Sentence, clean, counted, explain, pick};
use crate::iso7816::{Action, Follower, StatusWord};
use crate::jpki::file;
use crate::recording::{Digits, Failure, MaskedResponse};
use crate::transport::Leave;
pub(crate) use connection::{connection, connections, not_judged};
use name::{application_name, file_name};

/// What a command asks.
pub(crate) fn action<'a>(
    lang: Lang,
    action: &'a Action<'_>,
    follower: &'a Follower,
) -> impl fmt::Display + 'a {
    let file = move |file: u16| file_name(lang, follower, Some(file));
    let current = move || file_name(lang, follower, follower.file());
    let pin = move |named: &Option<u16>| file_name(lang, follower, named.or(follower.file()));
    Sentence(move |f: &mut fmt::Formatter<'_>| match action {
        Action::SelectApplication(aid) => write!(f, "SELECT {}", application_name(lang, aid)),
        Action::SelectFile(identifier) => write!(f, "SELECT {}", file(*identifier)),
        Action::SelectOther => f.write_str(pick(lang, "SELECT (その他)", "SELECT (other)")),
        Action::Read { offset, length } => read(f, lang, &current(), *offset, *length),
        Action::ReadShort {
            file: identifier,
            offset,
            length,
        } => read(f, lang, &file(*identifier), *offset, *length),
        Action::TriesQuery { file } => match lang {
            Lang::Ja => write!(f, "VERIFY データなし: 残り回数の問い合わせ ({})", pin(file)),
            Lang::En => write!(f, "VERIFY without data: tries left? ({})", pin(file)),
        },
        Action::Verify { file } => match lang {
            Lang::Ja => write!(f, "VERIFY 暗証番号の照合 ({})", pin(file)),
            Lang::En => write!(f, "VERIFY with a PIN ({})", pin(file)),
        },
        Action::ChangePin => f.write_str(pick(
            lang,
            "暗証番号の変更または初期化",
            "change or reset of a PIN",
        )),
        Action::GetResponse => f.write_str(pick(
            lang,
            "GET RESPONSE 答えの続き",
            "GET RESPONSE: the rest of the answer",
        )),
        Action::GetData(tag) => write!(f, "GET DATA {tag:04X}"),
        Action::GetChallenge => f.write_str(pick(lang, "GET CHALLENGE 乱数", "GET CHALLENGE")),
        Action::Sign => f.write_str(pick(
            lang,
            "COMPUTE DIGITAL SIGNATURE 署名の計算",
            "COMPUTE DIGITAL SIGNATURE",
        )),
        Action::Other {
            header: Some((cla, ins)),
        } => match lang {
            Lang::Ja => write!(f, "その他のAPDU {cla:02X} {ins:02X}"),
            Lang::En => write!(f, "other command {cla:02X} {ins:02X}"),
        },
        Action::Other { header: None } => f.write_str(pick(
            lang,
            "APDUの形になっていないバイト列",
            "bytes that are no command",
        )),
    })
}

fn read(
    f: &mut fmt::Formatter<'_>,
    lang: Lang,
    file: &impl fmt::Display,
    offset: usize,
    length: usize,
) -> fmt::Result {
    match lang {
        Lang::Ja => write!(f, "READ BINARY {file} の{offset}から{length}バイト"),
        Lang::En => write!(f, "READ BINARY {file}, {length} bytes from {offset}"),
    }
}

/// What a status word says to this command, in a few words.
pub(crate) fn answer(lang: Lang, answer: &MaskedResponse) -> impl fmt::Display {
    let (length, status) = (answer.data.len(), answer.status.map(StatusWord));
    Sentence(move |f: &mut fmt::Formatter<'_>| {
        let Some(word) = status else {
            return match lang {
                Lang::Ja => write!(f, "{length}バイト: 答えの形になっていないため伏せています"),
                Lang::En => write!(f, "{length} bytes that are not an answer: left out"),
            };
        };
        match (length, lang) {
            (0, _) => {}
            (_, Lang::Ja) => write!(f, "{length}バイト, ")?,
            (_, Lang::En) => write!(f, "{length} bytes, ")?,
        }
        write!(f, "{word} {}", explain::status_word_sense(lang, word).short)
    })
}

/// Why no answer came.
pub(crate) fn failure(lang: Lang, failure: &Failure) -> impl fmt::Display {
    Sentence(move |f: &mut fmt::Formatter<'_>| match *failure {
        Failure::Scard { code, .. } => match explain::scard_sense(lang, code) {
            Some(meaning) => write!(f, "{code} {}", meaning.short),
            None => code.fmt(f),
        },
        Failure::Short { length } => match lang {
            Lang::Ja => write!(f, "答えが{length}バイトしかない(カードが離された)"),
            Lang::En => write!(f, "only {length} bytes came: the card was taken away"),
        },
        Failure::TimedOut { limit, .. } => {
            let seconds = limit / 1_000_000;
            match lang {
                Lang::Ja => write!(f, "{seconds}秒待っても答えがない"),
                Lang::En => write!(f, "no answer within {seconds} s"),
            }
        }
        Failure::Interrupted => f.write_str(pick(lang, "中断した", "interrupted")),
        Failure::Lost => f.write_str(pick(lang, "答えが記録にない", "no answer in the log")),
    })
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

/// Lines that `trace lint` found beyond those that it names.
#[must_use]
pub(crate) fn lint_more(lang: Lang, more: usize) -> String {
    match lang {
        Lang::Ja => format!("ほかに{more}行あります"),
        Lang::En => format!("and {more} more"),
    }
}

/// The files looked at have nothing that should not be there.
#[must_use]
pub(crate) fn lint_clean(lang: Lang, files: usize) -> String {
    match lang {
        Lang::Ja => format!("{files}件とも問題ありません"),
        Lang::En => format!("{}, nothing found", counted(files as u64, "file")),
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
pub(crate) fn standing(lang: Lang, follower: &Follower) -> impl fmt::Display {
    Sentence(move |f: &mut fmt::Formatter<'_>| {
        match follower.application() {
            None => f.write_str("?")?,
            Some(aid) if *aid == file::AID => f.write_str("JPKI")?,
            // The end of it is its own.
            Some(aid) => Digits(aid.last_chunk::<4>().map_or(aid, |end| end)).fmt(f)?,
        }
        match follower.file() {
            None => f.write_str("/----/")?,
            Some(file) => write!(f, "/{file:04X}/")?,
        }
        f.write_str(match follower.verified() {
            Some(true) => pick(lang, "照合済", "verified"),
            Some(false) => pick(lang, "未照合", "not verified"),
            None => "-",
        })
    })
}

/// A card was connected, taken, or left.
pub(crate) fn card(lang: Lang, reader: &str, atr: &[u8]) -> impl fmt::Display {
    let unknown = pick(lang, "不明", "unknown");
    Sentence(move |f: &mut fmt::Formatter<'_>| {
        let reader = clean(if reader.is_empty() { unknown } else { reader });
        match lang {
            Lang::Ja => write!(f, "カードに接続: リーダー {reader}, ATR ")?,
            Lang::En => write!(f, "card connected: reader {reader}, ATR ")?,
        }
        if atr.is_empty() {
            f.write_str(unknown)
        } else {
            Digits(atr).fmt(f)
        }
    })
}

/// No card could be connected.
pub(crate) fn no_card(lang: Lang, why: &Failure) -> impl fmt::Display {
    let why = failure(lang, why);
    Sentence(move |f: &mut fmt::Formatter<'_>| match lang {
        Lang::Ja => write!(f, "カードに接続できない: {why}"),
        Lang::En => write!(f, "no card could be connected: {why}"),
    })
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
pub(crate) fn total(lang: Lang, exchanges: u64, time: Time) -> String {
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

/// Microseconds as a technician reads them; None where nobody knows them.
#[derive(Clone, Copy)]
pub(crate) struct Time(pub(crate) Option<u64>);

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(micros) = self.0 else {
            return f.write_str("-");
        };
        let (millis, rest) = (micros / 1000, micros % 1000);
        if millis < 10_000 {
            write!(f, "{millis}.{} ms", rest / 100)
        } else {
            write!(f, "{}.{} s", millis / 1000, millis % 1000 / 100)
        }
    }
}

/// How a line begins: which command it is, if it is one, and how long it took.
pub(crate) fn begin_line(text: &mut String, number: Option<u64>, time: Time) {
    match number {
        Some(number) => flush_right(text, 6, number),
        None => flush_right(text, 6, ""),
    }
    text.push(' ');
    flush_right(text, 10, time);
    text.push_str("  ");
}

/// Adds words of ASCII in so many cells, at most as many as stand here. The formatter would fill them
/// one by one, in each line of a long explanation.
fn flush_right(text: &mut String, cells: usize, words: impl fmt::Display) {
    let begin = text.len();
    // Writing to a String cannot fail.
    let _ = write!(text, "{words}");
    let missing = cells.saturating_sub(text.len().saturating_sub(begin));
    let spaces = "          ";
    text.insert_str(begin, spaces.get(..missing).unwrap_or(spaces));
}
