//! One word for one thing: words that people read about the counter, and what they were once called
//! as well.

use std::path::{Path, PathBuf};

/// What is not written, and what is.
const TERMS: &[(&str, &str)] = &[
    ("プラスチック", "実物のマイナンバーカード"),
    ("目視で受け付け", "目視確認"),
    ("差込口", "USBポート, スロット"),
    ("USB口", "USBポート"),
    ("命令", "APDU (of a card), コマンド (of a program)"),
    ("ヘルプデスク用", "保守窓口"),
    ("担当者に送", "保守窓口に送"),
    ("〜", "～"),
    ("lay down", "place"),
    ("laid down", "placed"),
    ("right PIN", "correct PIN"),
    ("right entry", "correct entry"),
    ("PIN right", "PIN correct"),
    ("PIN is right", "PIN is correct"),
    ("PIN was right", "PIN was correct"),
    ("notice of eligibility", "Notice of Eligibility Information"),
    ("signed declaration", "declaration of insured status"),
    ("eceive the patient", "accept the patient"),
    ("eceiving a patient", "accepting a patient"),
    ("as insurance card", "as an insurance card"),
    ("city hall", "municipal office"),
    ("the municipality", "the municipal office"),
    (
        "onfirm by word of mouth",
        "ask whether anything has changed",
    ),
    ("certificate ended", "certificate expired"),
    ("certificate has ended", "certificate has expired"),
    ("reader with face recognition", "face-recognition reader"),
    ("If it goes on", "If this keeps happening"),
    ("f it continues", "if this keeps happening"),
    ("デバイスマネージャー", "デバイス マネージャー"),
    ("内蔵ソフト", "ファームウェア"),
];

/// Where people read: every sentence of the program, and every page but the notes on the protocol.
fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = vec![root.join("README.md")];
    let mut folders = vec![
        root.join("docs"),
        root.join("src/message"),
        root.join("src/guide"),
        root.join("src/explain"),
        root.join("src/cli"),
    ];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let text = path.extension().is_some_and(|it| it == "rs" || it == "md");
            if path.is_dir() {
                folders.push(path);
            } else if text && !path.ends_with("protocol.md") {
                found.push(path);
            }
        }
    }
    found
}

#[test]
fn one_thing_has_one_word() {
    let pages = pages();
    assert!(pages.len() > 80, "{}", pages.len());
    let mut wrong = Vec::new();
    for page in pages {
        let text = std::fs::read_to_string(&page).unwrap();
        let read = |line: &&str| !line.trim_start().starts_with("//");
        for line in text.lines().filter(read) {
            for (term, instead) in TERMS {
                if line.contains(term) {
                    wrong.push(format!("{}: {term}, not {instead}: {line}", page.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
