//! The manual page, in roff, from the definition of the arguments.

use std::fmt::Write;

use clap::builder::StyledStr;
use clap::{Arg, Command};

use crate::message::{Lang, pick, usage};

/// The exit codes of `contract.md`.
const EXIT_CODES: &[(u8, &str, &str)] = &[
    (0, "今日使える", "Usable today, nothing to do."),
    (
        1,
        "使えるが、見てほしいことがある(更新時期、猶予期間、暗証番号の残り1回・ロック)",
        "Usable, but look: expiring, in grace, one try left, PIN locked.",
    ),
    (2, "コマンドの書き方が違う", "The command line is wrong."),
    (3, "使えない", "Not usable."),
    (
        4,
        "確かめられなかった(サービス・リーダー・カード・通信)",
        "Could not find out: no service, no reader, no card, communication failed, time ran out.",
    ),
    (
        5,
        "暗証番号の誤り・ロック・入力の見合わせ",
        "The PIN was wrong, is locked, or was withheld.",
    ),
    (6, "入力ファイルの誤り", "An input file is wrong."),
    (
        70,
        "このプログラムの不具合",
        "A fault of the program itself.",
    ),
    (130, "Ctrl-C で中断", "Interrupted."),
];

/// `mynacheck.1`, of the definition in this language.
pub(super) fn page(mut command: Command, lang: Lang) -> String {
    command.build();
    let mut page = ManualPage {
        lang,
        text: String::new(),
    };
    page.macro_line(
        "TH",
        &[
            "MYNACHECK",
            "1",
            "",
            concat!("mynacheck ", env!("CARGO_PKG_VERSION")),
        ],
    );
    // Left-aligned: justified Japanese is torn apart.
    page.line(".ad l");
    page.section("名前", "NAME");
    let about = text(command.get_about());
    page.line(&format!("mynacheck \\- {}", escaped(&about)));
    page.section("書式", "SYNOPSIS");
    page.usage(&mut command);
    page.section("コマンド", "COMMANDS");
    page.commands(&mut command, "mynacheck");
    page.section("共通のオプション", "OPTIONS OF EVERY COMMAND");
    page.arguments(command.get_arguments());
    page.section("終了コード", "EXIT STATUS");
    for (code, ja, en) in EXIT_CODES {
        page.item(&code.to_string(), pick(lang, ja, en));
    }
    page.section("ファイル", "FILES");
    page.item(
        "~/.config/mynacheck/config.toml",
        pick(
            lang,
            "設定。reader(使うリーダーの名前の一部)と lang(ja または en)を書けます",
            "The configuration: reader (a part of the name of the reader to use) and lang (ja or en).",
        ),
    );
    page.section("関連項目", "SEE ALSO");
    page.line(".BR pcscd (8)");
    page.text
}

struct ManualPage {
    lang: Lang,
    text: String,
}

impl ManualPage {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn macro_line(&mut self, name: &str, arguments: &[&str]) {
        let mut line = format!(".{name}");
        for argument in arguments {
            // Writing to a String cannot fail.
            let _ = write!(line, " \"{}\"", escaped(argument).replace('"', "\\(dq"));
        }
        self.line(&line);
    }

    fn section(&mut self, ja: &str, en: &str) {
        self.macro_line("SH", &[pick(self.lang, ja, en)]);
    }

    /// A term and what it means.
    fn item(&mut self, term: &str, meaning: &str) {
        self.line(".TP");
        self.line(&format!("\\fB{}\\fR", escaped(term)));
        self.line(&escaped(meaning));
    }

    fn usage(&mut self, command: &mut Command) {
        let usage = command.render_usage().to_string();
        let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage);
        let usage = usage::usage_line(self.lang, usage);
        self.line(&format!("\\fB{}\\fR", escaped(&usage)));
    }

    fn commands(&mut self, command: &mut Command, path: &str) {
        for subcommand in command.get_subcommands_mut() {
            if subcommand.is_hide_set() {
                continue;
            }
            let path = format!("{path} {}", subcommand.get_name());
            if subcommand.has_subcommands() {
                self.commands(subcommand, &path);
                continue;
            }
            self.macro_line("SS", &[&path]);
            self.line(&escaped(&text(subcommand.get_about())));
            self.line(".PP");
            self.usage(subcommand);
            let own = subcommand
                .get_arguments()
                .filter(|argument| !argument.is_global_set());
            self.arguments(own);
            let examples = text(subcommand.get_after_long_help());
            if !examples.is_empty() {
                self.line(".PP");
                self.line(".nf");
                for line in examples.lines() {
                    self.line(&escaped(line));
                }
                self.line(".fi");
            }
        }
    }

    fn arguments<'a>(&mut self, arguments: impl Iterator<Item = &'a Arg>) {
        for argument in arguments.filter(|argument| !argument.is_hide_set()) {
            let short = argument.get_short().map(|short| format!("-{short}, "));
            let term = short.unwrap_or_default() + &long(argument);
            self.item(&term, &text(argument.get_help()));
        }
    }
}

/// `--name <VALUE>`, or `<NAME>` for what has no option before it.
fn long(argument: &Arg) -> String {
    let values = argument.get_value_names().unwrap_or_default();
    let takes = argument.get_action().takes_values();
    let values: Vec<String> = values.iter().map(|name| format!("<{name}>")).collect();
    match argument.get_long() {
        Some(name) if takes => format!("--{name} {}", values.join(" ")),
        Some(name) => format!("--{name}"),
        None => values.join(" "),
    }
}

fn text(styled: Option<&StyledStr>) -> String {
    styled.map(ToString::to_string).unwrap_or_default()
}

/// Text as roff reads it: no line begins with a control character.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    let lines = text.lines().map(|line| match line.chars().next() {
        Some('.' | '\'') => format!("\\&{line}"),
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}
