//! Help: what each command and option is for, and what is wrong with a command line.

use super::{Lang, pick};

/// What a command answers, by its full name; None for one that has no text yet, which a test finds.
#[must_use]
pub fn command(lang: Lang, name: &str) -> Option<&'static str> {
    let (ja, en) = match name {
        "mynacheck" => (
            "マイナンバーカードを健康保険証として使えるかを確かめ、使えないときは原因を調べます",
            "Checks a My Number Card in its use as a health-insurance card, and finds out where a fault lies",
        ),
        "mynacheck check" => (
            "このカードは今日使えるか(期限、暗証番号の残り回数、カードの種類)。暗証番号は送りません",
            "Can this card be used today? Dates, tries left, kind of card. Sends no PIN",
        ),
        "mynacheck pin" => (
            "暗証番号の残り回数を調べ、4桁の暗証番号を確かめます",
            "The tries left on the PINs, and whether a 4-digit PIN is right",
        ),
        "mynacheck pin status" => (
            "すべての暗証番号の残り回数。回数は減りません",
            "How many tries are left on every PIN of the card? Costs no try",
        ),
        "mynacheck pin verify" => (
            "この4桁の暗証番号は正しいか。先に残り回数を調べ、最後の1回は確認なしに使いません",
            "Is this 4-digit PIN right? Counts first, and guards the last try",
        ),
        "mynacheck certificate" => (
            "証明書の全体: 期限、発行者、指紋、どの認証局の署名か(スマートフォンは暗証番号が必要)",
            "The whole certificate: dates, issuer, fingerprint, which CA signed it (a phone wants the PIN)",
        ),
        "mynacheck prove" => (
            "ICチップは証明書の秘密鍵を持っているか(暗証番号、乱数への署名、発行者の署名)。失効や利用登録は分かりません",
            "Does the chip hold the key of its certificate? PIN, signed challenge, chain. Not: revocation, registration",
        ),
        "mynacheck readers" => (
            "どのリーダーがあり、何ができ、何が置かれているか",
            "Which readers are there, what can they do, what lies on them?",
        ),
        "mynacheck doctor" => (
            "どこが悪いか(パソコン、リーダー、カード、電子証明書)を調べ、次にすることを示します",
            "Where is the fault: computer, reader, card or certificate? And what to do now",
        ),
        "mynacheck serve" => (
            "模擬カードをこのパソコンのPC/SCのリーダーに置きます(pcscd と vpcd が必要)。Ctrl-C で終わります",
            "Lays a simulated card on a reader of this computer's PC/SC (needs pcscd and vpcd). Ctrl-C ends it",
        ),
        "mynacheck watch" => (
            "カードが置かれるたびに判定を出し続けます(Ctrl-C で終わります)",
            "A verdict for every card laid down, all day (Ctrl-C ends it)",
        ),
        "mynacheck cards" => (
            "組み込みの模擬カードの一覧",
            "The simulated cards there are",
        ),
        "mynacheck explain" => (
            "項目のID、PC/SCのコード、ステータスワード(SW)の意味",
            "What a finding id, an SCard code or a status word means",
        ),
        "mynacheck trace" => (
            "記録と、ほかのプログラムのログを調べます",
            "Recordings, and the logs of other programs",
        ),
        "mynacheck trace explain" => (
            "記録に何が起きたかを言葉で説明します(フォルダーなら集計します)",
            "What happened in this recording? Of a folder: which faults are how frequent",
        ),
        "mynacheck trace redact" => (
            "記録から個人情報かもしれない部分を除きます",
            "Leave out what may be personal",
        ),
        "mynacheck trace import" => (
            "pcscd、OpenSC、pcsc-spy、apdu4j、pyscardのログを記録に変えます(読むときに伏せます)",
            "Make a recording from a log of pcscd, OpenSC, pcsc-spy, apdu4j or pyscard, redacted while reading",
        ),
        "mynacheck trace lint" => (
            "記録に個人情報かもしれない部分が残っていないか調べます",
            "Is anything left in these recordings that may be personal?",
        ),
        "mynacheck trace export" => (
            "WiresharkやAPDU4Jの形式に変えます",
            "Write a recording for Wireshark or apdu4j",
        ),
        _ => return None,
    };
    Some(pick(lang, ja, en))
}

/// What an option or argument is for, by its id.
#[must_use]
#[allow(clippy::too_many_lines, reason = "one entry for each argument")]
pub fn argument(lang: Lang, id: &str) -> Option<&'static str> {
    let (ja, en) = match id {
        "help" => ("使い方を表示します", "Print help"),
        "version" => ("バージョンを表示します", "Print the version"),
        "format" => (
            "出力の形式: text, json(初期値 text)",
            "How the answer is written: text, json (default: text)",
        ),
        "lang" => (
            "表示の言語: ja, en(指定がなければシステムの言語)",
            "Language of the answer: ja, en (default: the system's)",
        ),
        "verbose" => (
            "経過を表示します(-v 手順、-vv 命令、-vvv バイト)。暗証番号や個人情報は出しません",
            "Tell what happens (-v steps, -vv commands, -vvv bytes); never a PIN or personal data",
        ),
        "color" => (
            "色を使うかどうか: auto, always, never(初期値 auto)",
            "Whether colours are used: auto, always, never (default: auto)",
        ),
        "reader" => (
            "使うリーダー(名前の一部、または `readers` の番号)",
            "The reader (a part of its name, or its number in `readers`)",
        ),
        "watched" => (
            "使うリーダー(名前の一部)",
            "The reader (a part of its name)",
        ),
        "timeout" => (
            "カードを待つ秒数(初期値15、0なら待ちません)",
            "Seconds to wait for a card (default: 15; 0 does not wait)",
        ),
        "simulate" => (
            "リーダーの代わりに使う模擬カード(名前またはファイル)",
            "A simulated card instead of a reader (name or file)",
        ),
        "trace" => (
            "記録、またはほかのプログラムのログ",
            "A recording, or the log of another program",
        ),
        "traces" => ("記録", "Recordings"),
        "written_to" => (
            "書き込むファイル(指定がなければ標準出力)",
            "The file to write (default: standard output)",
        ),
        "pcapng" => (
            "Wiresharkで開けるファイルに書きます",
            "Write a file that Wireshark opens",
        ),
        "apdu4j" => (
            "apdu4jの形式のファイルに書きます(伏せた部分のない記録だけ)",
            "Write a dump of apdu4j (only of a recording in which nothing was left out)",
        ),
        "replay" => (
            "リーダーの代わりに再生する記録(記録した日付で判定します)",
            "A recording to play instead of a reader (judged on its own day)",
        ),
        "record" => (
            "やり取りをこのファイルに記録します(暗証番号や個人情報は書きません)",
            "Record the exchange in this file (no PIN, no personal data)",
        ),
        "record_full" => (
            "暗証番号以外はすべて記録します。実物のカードでは2回書きます(証明書には個人情報があります)",
            "Record everything but PINs; to be said twice for a real card (its certificate is personal)",
        ),
        "overwrite" => (
            "記録のファイルがすでにあれば置き換えます",
            "Replace the file of the recording if it exists",
        ),
        "today" => (
            "判定に使う日付(指定がなければ今日、日本時間)",
            "Judge on this day (default: today in Japan)",
        ),
        "cards" => ("この枚数を判定したら終わります", "End after so many cards"),
        "expiry" => (
            "期限だけを、最も少ない命令で確かめます",
            "Only the dates, in as few commands as the card allows",
        ),
        "no_card" => (
            "パソコンとリーダーだけを調べます",
            "Look at computer and reader only",
        ),
        "only" => (
            "この検査だけを行います(`--list` の名前)",
            "Make this probe only (a name of `--list`)",
        ),
        "list" => ("検査の一覧を表示します", "List the probes"),
        "strict" => (
            "調べられなかった所が残れば、問題なしとしません(終了コード4)",
            "Do not call it well where something could not be looked at (exit code 4)",
        ),
        "stability" => (
            "N回続けて読み、成功率と時間を示します(1〜1000)",
            "Read the card N times (1 to 1000): success rate and times",
        ),
        "swap" => (
            "別のカードと取り替えて、リーダーとカードのどちらの不具合かを決めます",
            "Compare with another card: is the reader at fault, or the card?",
        ),
        "bundle" => (
            "ヘルプデスク用に、結果を1つのファイルに書き出します(個人情報なし)",
            "Write everything into one file for the help desk, without personal data",
        ),
        "save" => (
            "結果を後で比べるためにファイルに残します",
            "Keep the result in a file, to compare with later",
        ),
        "compare" => (
            "`--save` で残した結果と比べます",
            "Show what has changed since a result kept with `--save`",
        ),
        "trust_anchor" => (
            "信頼する認証局の証明書(DERまたはPEM。繰り返せます)",
            "The certificate of a CA to trust (DER or PEM; may be repeated)",
        ),
        "accept_simulated" => (
            "模擬カードの証明書でも終了コードを0とします(試験用。`--simulate` では常に有効)",
            "Accept the certificate of a simulated card, for tests (always on with `--simulate`)",
        ),
        "out" => (
            "証明書を新しいファイルに書きます(DER。既にあるファイルには書きません)",
            "Write the certificate to a new file (DER); an existing one is left alone",
        ),
        "pem" => (
            "`--out` のファイルをPEMで書きます",
            "Write the file of `--out` in PEM",
        ),
        "full" => (
            "個人に関わる部分(主体者名とシリアル番号)も表示します",
            "Also show the personal parts: subject and serial number",
        ),
        "pin_stdin" => (
            "暗証番号を標準入力の1行から読みます(引数や環境変数では渡せません)",
            "Read the PIN from one line of standard input (never from arguments or the environment)",
        ),
        "allow_last_try" => (
            "残り1回でも確認せずに送ります。誤りならロックされます",
            "Send the PIN even with one try left, without asking; an error locks it",
        ),
        "card" => (
            "模擬カードの名前(`cards` にあるもの)またはカードファイル",
            "Name of a simulated card (as in `cards`), or a card file",
        ),
        "vpcd" => (
            "vpcd の待ち受け先(初期値 127.0.0.1:35963)。vpcd はすべてのネットワークから接続を受けるので、他人が届かない場所で使ってください",
            "Where vpcd listens (default: 127.0.0.1:35963). vpcd takes connections from every network: use it where nobody else can reach it",
        ),
        "once" => (
            "カードがリーダーから離れたら終わります(指定がなければ置き直します)",
            "End when the card has left the reader, instead of laying it down again",
        ),
        "vpcd-timeout" => (
            "vpcd を待つ秒数(初期値15)",
            "Seconds to wait for vpcd (default: 15)",
        ),
        "made-on" => (
            "カードを作る日(カードの期限はこの日から数えます。指定がなければ今日、日本時間)",
            "Day from which the card's dates are counted (default: today in Japan)",
        ),
        "id" => (
            "意味を知りたい項目、コード、ステータスワード(例: certificate-grace, 0x8010001D, 6A82)",
            "The id, code or status word (such as certificate-grace, 0x8010001D, 6A82)",
        ),
        _ => return None,
    };
    Some(pick(lang, ja, en))
}

/// `--record-full` was said once only.
#[must_use]
pub fn say_it_twice(lang: Lang) -> &'static str {
    pick(
        lang,
        "実物のカードの記録には個人情報が入ります。本当に必要なら `--record-full` を2回書いてください",
        "the recording of a real card would hold personal data; if you mean it, write `--record-full` twice",
    )
}

/// A heading of the help page.
#[derive(Debug, Clone, Copy)]
pub enum Heading {
    /// The form of the command line.
    Usage,
    /// Subcommands.
    Commands,
    /// Options.
    Options,
    /// Positional arguments.
    Arguments,
}

/// The heading in a language.
#[must_use]
pub fn heading(lang: Lang, heading: Heading) -> &'static str {
    match heading {
        Heading::Usage => pick(lang, "使い方", "Usage"),
        Heading::Commands => pick(lang, "コマンド", "Commands"),
        Heading::Options => pick(lang, "オプション", "Options"),
        Heading::Arguments => pick(lang, "引数", "Arguments"),
    }
}

/// The layout of a help page.
#[must_use]
pub fn template(lang: Lang) -> &'static str {
    pick(
        lang,
        "{about-with-newline}\n使い方: {usage}\n\n{all-args}",
        "{about-with-newline}\nUsage: {usage}\n\n{all-args}",
    )
}

/// What somebody typed, to be shown to them: dots where it could be a PIN or a password, which then
/// stands in the shell's history already and goes no further.
#[must_use]
pub fn echoed(typed: &str) -> String {
    let bare = typed.trim().trim_start_matches('-');
    let secret = bare.chars().count() >= SHORTEST_PIN
        && bare.chars().all(char::is_alphanumeric)
        && bare.chars().any(char::is_numeric);
    if secret { "••••" } else { typed }.to_owned()
}

/// A PIN has 4 digits, a password 6 to 16 letters and digits.
const SHORTEST_PIN: usize = 4;

/// An argument that nobody asked for, and that could be a PIN.
#[must_use]
pub fn stray_secret(lang: Lang) -> &'static str {
    pick(
        lang,
        "余分な引数があります。暗証番号は引数に書かないでください(履歴に残り、ほかの人が読めます)。引数なしで実行すると画面で入力できます。プログラムからは `--pin-stdin` を使います",
        "there is one argument too many. Never write a PIN as an argument: it stays in the history, and others can read it. Without it the PIN is asked for; programs use `--pin-stdin`",
    )
}

/// An option that does not exist.
#[must_use]
pub fn unknown_argument(lang: Lang, argument: &str) -> String {
    match lang {
        Lang::Ja => format!("「{argument}」というオプションはありません"),
        Lang::En => format!("there is no option \"{argument}\""),
    }
}

/// A command that does not exist.
#[must_use]
pub fn unknown_command(lang: Lang, name: &str) -> String {
    match lang {
        Lang::Ja => format!("「{name}」というコマンドはありません"),
        Lang::En => format!("there is no command \"{name}\""),
    }
}

/// A required argument is missing.
#[must_use]
pub fn missing_argument(lang: Lang, argument: &str) -> String {
    match lang {
        Lang::Ja => format!("{argument} が必要です"),
        Lang::En => format!("{argument} is needed"),
    }
}

/// No command was given.
#[must_use]
pub fn missing_command(lang: Lang) -> String {
    pick(lang, "コマンドが必要です", "a command is needed").to_owned()
}

/// An option has no value.
#[must_use]
pub fn missing_value(lang: Lang, argument: &str) -> String {
    match lang {
        Lang::Ja => format!("{argument} には値が必要です"),
        Lang::En => format!("{argument} needs a value"),
    }
}

/// A switch was given a value.
#[must_use]
pub fn unwanted_value(lang: Lang, argument: &str) -> String {
    match lang {
        Lang::Ja => format!("{argument} に値は付けられません"),
        Lang::En => format!("{argument} takes no value"),
    }
}

/// Two options exclude each other.
#[must_use]
pub fn conflict(lang: Lang, argument: &str, other: &str) -> String {
    match lang {
        Lang::Ja => format!("{argument} と {other} は一緒に使えません"),
        Lang::En => format!("{argument} and {other} exclude each other"),
    }
}

/// An option has a value that it does not take.
#[must_use]
pub fn wrong_value(lang: Lang, argument: &str, value: &str, valid: &str) -> String {
    match (lang, valid) {
        (Lang::Ja, "") => format!("{argument} に「{value}」は使えません"),
        (Lang::En, "") => format!("{argument} does not take \"{value}\""),
        (Lang::Ja, _) => format!("{argument} に「{value}」は使えません(使える値: {valid})"),
        (Lang::En, _) => format!("{argument} does not take \"{value}\" (it takes: {valid})"),
    }
}
