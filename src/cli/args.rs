//! The arguments that commands share. What one command alone takes stands beside it in `command`.
//!
//! The texts of help stand beside what they describe, in both languages (`both!`).

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::{ArgAction, ValueEnum};

use crate::message::Lang;
use crate::time::Date;

/// Options of every command.
#[derive(Debug, clap::Args)]
pub(crate) struct CommonOptions {
    #[arg(long, global = true, display_order = 800, value_enum, default_value_t, help = both!(
        "出力の形式: text, json(初期値 text)",
        "Output format: text, json (default: text)"
    ))]
    pub(crate) format: Format,
    #[arg(long, global = true, display_order = 801, value_enum, help = both!(
        "表示の言語: ja, en(指定がなければシステムの言語)",
        "Output language: ja, en (default: the system's)"
    ))]
    pub(crate) lang: Option<Lang>,
    #[arg(short, long, global = true, display_order = 802, action = ArgAction::Count, help = both!(
        "経過を表示します(-v 手順、-vv APDU、-vvv バイト)。暗証番号や個人情報は出しません",
        "Show what happens (-v steps, -vv commands, -vvv bytes); never a PIN or personal data"
    ))]
    pub(crate) verbose: u8,
    #[arg(long, global = true, display_order = 803, value_enum, default_value_t, help = both!(
        "色を使うかどうか: auto, always, never(初期値 auto)",
        "Use colours: auto, always, never (default: auto)"
    ))]
    pub(crate) color: ColorChoice,
}

/// How the answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// Whether colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal that wants them.
    #[default]
    Auto,
    Always,
    Never,
}

/// Options of every command that talks to a card.
#[derive(Debug, clap::Args)]
pub(crate) struct CardOptions {
    #[arg(long, value_name = "NAME", conflicts_with = "simulate", value_parser = NonEmptyStringValueParser::new(), help = both!(
        "使うリーダー(名前の一部、または `readers` の番号)",
        "Use this reader (part of its name, or its number in `readers`)"
    ))]
    pub(crate) reader: Option<String>,
    #[arg(long, value_name = "SECONDS", default_value_t = 15, help = both!(
        "カードを待つ秒数(初期値15、0なら待ちません)",
        "Seconds to wait for a card (default: 15; 0 does not wait)"
    ))]
    pub(crate) timeout: u64,
    #[arg(long, value_name = "CARD", help = both!(
        "リーダーの代わりに使う模擬カード(名前またはファイル)",
        "Use a simulated card instead of a reader (name or file)"
    ))]
    pub(crate) simulate: Option<String>,
    #[arg(long, value_name = "FILE", conflicts_with_all = ["reader", "simulate", "record"], help = both!(
        "リーダーの代わりに再生する記録(記録した日付で判定します)",
        "Replay a recording instead of using a reader (judged on the day it was made)"
    ))]
    pub(crate) replay: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) recording: RecordOptions,
    #[command(flatten)]
    pub(crate) day: DayOption,
    #[arg(long, value_name = "FILE", help = both!(
        "信頼する認証局の証明書(DERまたはPEM。繰り返せます)",
        "Trust this CA certificate (DER or PEM; may be repeated)"
    ))]
    pub(crate) trust_anchor: Vec<PathBuf>,
    #[arg(long, help = both!(
        "模擬カードの証明書でも終了コードを0とします(試験用。`--simulate` では常に有効)",
        "Let the certificate of a simulated card pass with exit code 0, for tests (implied by `--simulate`)"
    ))]
    pub(crate) accept_simulated: bool,
}

/// What is recorded, of every command that talks to a card.
#[derive(Debug, clap::Args)]
pub(crate) struct RecordOptions {
    #[arg(long, value_name = "FILE", help = both!(
        "やり取りをこのファイルに記録します(暗証番号や個人情報は書きません)",
        "Record the exchange in this file (no PIN, no personal data)"
    ))]
    pub(crate) record: Option<PathBuf>,
    #[arg(long, requires = "record", action = ArgAction::Count, help = both!(
        "暗証番号以外はすべて記録します。実物のカードでは2回書きます(証明書には個人情報があります)",
        "Record everything except PINs; give it twice for a real card, whose certificate is personal"
    ))]
    pub(crate) record_full: u8,
    #[arg(long, help = both!(
        "書き出すファイルがすでにあれば置き換えます",
        "Overwrite existing files"
    ))]
    pub(crate) overwrite: bool,
}

/// The day to judge on.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct DayOption {
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, help = both!(
        "判定に使う日付(指定がなければ今日、日本時間)",
        "Judge on this day (default: today in Japan)"
    ))]
    pub(crate) today: Option<Date>,
}

/// Where a PIN comes from. Never an argument or the environment: others could read them.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct PinOptions {
    #[arg(long, help = both!(
        "暗証番号を標準入力の1行から読みます(引数や環境変数では渡せません)",
        "Read the PIN from one line of standard input (never from arguments or the environment)"
    ))]
    pub(crate) pin_stdin: bool,
    #[arg(long, help = both!(
        "残り1回でも確認せずに送ります。誤りならロックされます",
        "Send the PIN without asking even with one try left; a wrong PIN locks it"
    ))]
    pub(crate) allow_last_try: bool,
}

/// A day on which somebody may judge: outside of these years, the days round it that the rules speak
/// of may not exist.
pub(super) fn day(text: &str) -> Result<Date, NoDay> {
    let day: Date = text.parse().map_err(|_| NoDay)?;
    (1970..2200)
        .contains(&day.year())
        .then_some(day)
        .ok_or(NoDay)
}

/// The text is no day between 1970 and 2199.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("no day between 1970 and 2199")]
pub(super) struct NoDay;

/// An option that counts before the arguments are taken apart, so that even a wrong command line is
/// answered in the language and the form that it asks for.
pub(super) fn early<T: ValueEnum>(arguments: &[OsString], option: &str) -> Option<T> {
    let mut arguments = arguments.iter().filter_map(|argument| argument.to_str());
    while let Some(argument) = arguments.next() {
        let value = match argument.strip_prefix(option) {
            Some("") => arguments.next()?,
            Some(value) => value.strip_prefix('=')?,
            None if argument == "--" => return None,
            None => continue,
        };
        return T::from_str(value, true).ok();
    }
    None
}
