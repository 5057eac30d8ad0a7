//! The command line, the files, and this program itself.

use super::{Said, Words};
use crate::finding::InputFinding as F;
use crate::finding::{InputFindingId, SettingFault};
use crate::message::{recording, replay, usage};

pub(super) fn text(words: Words, finding: &F<'_>) -> Said {
    match finding {
        F::ReplayDiffers {
            line,
            expected,
            got,
            later,
            repeated_verify,
        } => {
            let number = |line: &Option<usize>| line.map_or("-".to_owned(), |line| line.to_string());
            let (at, later) = (number(line), number(later));
            let differing = replay::differing(expected.as_deref(), got.as_deref());
            let expected = replay::described(words.0, expected.as_deref());
            let got = replay::described(words.0, got.as_deref());
            if **repeated_verify {
                say! {
                    ja: "記録にない暗証番号の再送がありました(行{at}: 記録 {expected} / 送信 {got})", "実物のカードでは回数が減ります。このプログラムの不具合として報告してください。";
                    en: "A VERIFY was sent again that is not in the recording (line {at}: recorded {expected}, sent {got})", "On a real card it would cost a try. Please report this as a fault of this program.";
                }
            } else {
                say! {
                    ja: "記録と異なるやり取りになりました(行{at}: 記録 {expected} / 送信 {got}、違う項目: {differing}、後で一致する行: {later})", "記録を取ったときと同じコマンド・同じバージョンで再生してください。";
                    en: "The exchange differs from the recording (line {at}: recorded {expected}, sent {got}; differing: {differing}; would match line: {later})", "Replay with the same command and version that made the recording.";
                }
            }
        }
        F::FileUnreadable { file, why } => say! {
            ja: "ファイル「{file}」を読み書きできません", "場所と権限を確かめてください。";
            en: "The file \"{file}\" cannot be read or written", "Check its place and permissions.";
        }
        .with((*why).clone()),
        F::FileExists { file } => say! {
            ja: "ファイル「{file}」はすでにあります", "別の名前を指定するか、要らなければ `--overwrite` を付けて置き換えてください。";
            en: "The file \"{file}\" exists already", "Choose another name, or add `--overwrite` to replace it if it is no longer needed.";
        },
        F::RecordingWrong { file, line, why } => {
            let why = recording::recording_fault(words.0, why);
            say! {
            ja: "「{file}」を記録やログとして読み取れません({line}行目: {why})", "`--record` の記録は、編集していない元のファイルを使ってください。ほかのプログラムのログの取り方は docs/technician.md にあります。";
            en: "\"{file}\" cannot be read as a recording or log (line {line}: {why})", "Use a recording of `--record` unedited. How to make logs of other programs: docs/technician.md.";
            }
        }
        F::TrustAnchorWrong { file, why } => say! {
            ja: "「{file}」は認証局の証明書ではありません", "DERまたはPEMの証明書ファイルを1つ指定してください。";
            en: "\"{file}\" is not a CA certificate", "Give a file with one certificate in DER or PEM.";
        }
        .with((*why).clone()),
        F::RecordingRedacted => say! {
            ja: "この記録には証明書の全体が入っていません(個人情報を伏せて記録されています)", "期限と暗証番号の残り回数は `mynacheck check --replay` で確かめられます。証明書の全体は、実際のカードで確かめてください。";
            en: "This recording does not hold the whole certificate (personal data was left out)", "See the dates and the tries left with `mynacheck check --replay`. For the whole certificate, use the card.";
        },
        F::ExportLeftOut { file, line } => say! {
            ja: "「{file}」には伏せた部分があり({line}行目)、apdu4jの形式では書けません", "Wireshark用の `--pcapng` なら、伏せた部分にその旨を付けて書けます。模擬カードのやり取りは `--record-full` で伏せずに記録できます。";
            en: "Bytes are left out of \"{file}\" (line {line}), and the apdu4j format cannot say so", "For Wireshark, `--pcapng` writes it and marks what is left out. The exchange with a simulated card can be recorded whole with `--record-full`.";
        },
        F::RecordingIncomplete { file, why } => say! {
            ja: "記録「{file}」を最後まで書けませんでした", "カードの確認そのものは上のとおりです。空き容量を確かめ、記録が必要なら取り直してください。";
            en: "The recording \"{file}\" could not be completed", "The result above stands. Make room on the disk, and record again if you need the recording.";
        }
        .with((*why).clone()),
        F::CardFileWrong { file, why } => say! {
            ja: "カードファイル「{file}」に誤りがあります", "`docs/simulator.md` の書き方と比べてください。`mynacheck cards` にある名前なら、ファイルは要りません。";
            en: "There is a mistake in the card file \"{file}\"", "Compare it with `docs/simulator.md`. The names in `mynacheck cards` need no file.";
        }
        .with((*why).clone()),
        F::ConfigurationWrong { file, line, fault } => {
            let (ja, en) = setting_fault(fault);
            say! {
                ja: "設定ファイル「{file}」の{line}行目に誤りがあります: {ja}", "直すか、ファイルを取り除いてください。書けるのは reader と lang です。";
                en: "Line {line} of the configuration file \"{file}\" is wrong: {en}", "Correct or remove the file. It takes reader and lang.";
            }
        }
        F::NoSuchCard {
            name,
            near: Some(near),
        } => say! {
            ja: "「{name}」という模擬カードはありません", "`{near}` のことですか。名前は `mynacheck cards` で確かめられます。";
            en: "There is no simulated card \"{name}\"", "Did you mean `{near}`? See `mynacheck cards` for the names.";
        },
        F::NoSuchCard { name, near: None } => say! {
            ja: "「{name}」という模擬カードはありません", "`mynacheck cards` で名前を確かめるか、カードファイルの場所を書いてください。";
            en: "There is no simulated card \"{name}\"", "See `mynacheck cards` for the names, or give the path of a card file.";
        },
        F::NothingKnown {
            id,
            near: Some(near),
        } => say! {
            ja: "「{id}」という項目・コード・ステータスワードはありません", "`{near}` のことですか。知っているものは `mynacheck explain --list` で見られます。";
            en: "Nothing is known by the name \"{id}\"", "Did you mean `{near}`? See `mynacheck explain --list`.";
        },
        F::NothingKnown { id, .. } if id.is_empty() => say! {
            ja: "この文の中に、知っている項目やコードは見つかりません", "知っているものは `mynacheck explain --list` で見られます。";
            en: "The text contains no known code", "See `mynacheck explain --list`.";
        },
        F::NothingKnown { id, near: None } => say! {
            ja: "「{id}」という項目・コード・ステータスワードはありません", "知っているものは `mynacheck explain --list` で見られます。画面に出た文を、そのまま貼り付けても探せます。";
            en: "Nothing is known by the name \"{id}\"", "See `mynacheck explain --list`. A message can also be pasted whole.";
        },
        F::NoSituation { words: asked, near } if near.is_empty() => say! {
            ja: "「{asked}」に当てはまる場面はありません", "`mynacheck guide` で一覧を見られます。言葉を減らすと見つかることがあります。";
            en: "No situation matches \"{asked}\"", "See `mynacheck guide` for the list; fewer words may find more.";
        },
        F::NoSituation { words: asked, near } => {
            let near = words.list(near);
            say! {
                ja: "「{asked}」に当てはまる場面はありません", "近い言葉: {near}。`mynacheck guide` で一覧を見られます。";
                en: "No situation matches \"{asked}\"", "Similar words: {near}. See `mynacheck guide` for the list.";
            }
        }
        F::UsageWrong { why, hint } => {
            let hint = hint.as_ref().map(|hint| usage::hint(words.0, hint));
            let why = usage::misuse(words.0, why) + &hint.unwrap_or_default();
            say! {
                ja: "コマンドの書き方が正しくありません: {why}", "`mynacheck --help` で使い方を見られます。";
                en: "The command line is wrong: {why}", "See `mynacheck --help`.";
            }
        }
        F::Interrupted => say! {
            ja: "Ctrl-C で止められました", "もう一度始めるときは、同じコマンドを入力してください。";
            en: "Ctrl-C was pressed", "Enter the same command to start again.";
        },
        F::ProgramFault { what } => say! {
            ja: "このプログラムの不具合です", "もう一度試し、続く場合は `-vv` の出力を添えて報告してください。暗証番号は出力されません。";
            en: "Something went wrong in this program", "Try again. If this keeps happening, report it with the output of `-vv`; it holds no PIN.";
        }
        .with((*what).clone()),
    }
}

standing! { InputFindingId {
    ReplayDiffers = "記録との相違", "differs from the recording";
        "再生は記録と同じ順序・同じ内容でだけ進みます。",
        "A replay accepts only the recorded commands in the recorded order.";
    FileUnreadable = "ファイルの読み書き不可", "file unusable";
        "ファイルがないか、読み書きの権限がありません。",
        "The file does not exist, or you have no permission.";
    FileExists = "既存のファイル", "file exists";
        "ファイルは、頼まれない限り置き換えません。",
        "A file is never replaced unless that is asked for.";
    RecordingWrong = "記録の誤り", "invalid recording";
        "途中で切れている、書き換えられている、または新しいバージョンで書かれた記録です。",
        "The recording is cut off, changed, or written by a newer version.";
    TrustAnchorWrong = "認証局の証明書でない", "not a CA certificate";
        "`--trust-anchor` には認証局の証明書をDERまたはPEMで渡します。",
        "`--trust-anchor` takes a CA certificate in DER or PEM.";
    RecordingRedacted = "証明書の全体は記録になし", "certificate not recorded";
        "記録には証明書の前半(期限まで)だけが残り、署名は残りません。",
        "A recording keeps a certificate up to its dates, and no signature.";
    ExportLeftOut = "伏せた部分あり", "bytes left out";
        "apdu4jの形式は16進数の行だけなので、伏せた部分を表せません。0で埋めると、カードの答えを偽ることになります。",
        "The apdu4j format is lines of hexadecimal and cannot mark what was left out. Zeros there would misstate the card's answer.";
    RecordingIncomplete = "記録が未完了", "recording incomplete";
        "記録の途中で書き込みに失敗しました。終わりの行がないので、再生はできません。",
        "Writing failed before the end. Without its end line the recording cannot be replayed.";
    CardFileWrong = "カードファイルの誤り", "mistake in the card file";
        "模擬カードの定義ファイルに誤りがあります。",
        "The file that describes a simulated card is wrong.";
    ConfigurationWrong = "設定ファイルの誤り", "mistake in the configuration";
        "設定ファイルが読めないまま進むと、別のリーダーを見てしまうかもしれません。",
        "Continuing without the configuration might use the wrong reader.";
    NoSuchCard = "模擬カードなし", "no such card";
        "組み込みの模擬カードにも、ファイルにも、その名前はありません。",
        "Neither a built-in card nor a file has this name.";
    NothingKnown = "該当なし", "nothing known";
        "`explain` の対象は、項目のID、PC/SCのコード、ステータスワードと、ドライバー・ライブラリ・アプリ・顔認証付きカードリーダーのコードです。",
        "`explain` takes the id of a finding, a PC/SC code, a status word, or a code of a driver, library, application or face-recognition reader.";
    NoSituation = "当てはまる場面なし", "no such situation";
        "`guide` は、すべての言葉に当てはまる場面を探します。",
        "`guide` looks for situations that match all the words.";
    UsageWrong = "コマンドの書き方の誤り", "wrong command line";
        "オプションや引数、またはその組み合わせが正しくありません。",
        "An option or an argument is wrong, or they do not go together.";
    Interrupted = "中断", "interrupted";
        "利用者が止めました。カードはそのままの状態です。",
        "It was stopped by the user. The card was left as it was.";
    ProgramFault = "プログラムの不具合", "fault of the program";
        "起きてはならないことが起きました。判定は出していません。",
        "Something happened that should not be possible. No verdict was given.";
} }

/// What is wrong with a setting, and what was expected.
fn setting_fault(fault: &SettingFault) -> (String, String) {
    match fault {
        SettingFault::Syntax => (
            "TOMLの書き方ではありません(文字は \" で囲み、同じ名前は1回だけ書きます)".to_owned(),
            "this is not TOML (put text in quotes, and set each name once)".to_owned(),
        ),
        SettingFault::Encoding => (
            "文字コードが UTF-8 ではありません(「名前を付けて保存」で UTF-8 を選びます)".to_owned(),
            "this is not UTF-8 (choose UTF-8 when you save it)".to_owned(),
        ),
        SettingFault::UnknownKey { key, near } => {
            let near = near.as_deref();
            let (ja, en) = (
                near.map(|near| format!("(`{near}` のことですか)")),
                near.map(|near| format!(" (did you mean `{near}`?)")),
            );
            (
                format!("`{key}` という項目はありません{}", ja.unwrap_or_default()),
                format!("there is no setting `{key}`{}", en.unwrap_or_default()),
            )
        }
        SettingFault::Reader => (
            "reader にはリーダー名の一部を書きます(例: reader = \"CIR315\")".to_owned(),
            "reader takes a part of a reader's name (as in reader = \"CIR315\")".to_owned(),
        ),
        SettingFault::Lang => (
            "lang には \"ja\" か \"en\" を書きます".to_owned(),
            "lang takes \"ja\" or \"en\"".to_owned(),
        ),
    }
}
