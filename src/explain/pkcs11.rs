//! PKCS#11, the library interface of browsers and of the JPKI client.

use super::entry::{Entry, Owner, row};
use super::library::{
    LOCKED, MISUSE, NO_CARD, NO_MEMORY, NOT_THERE, OTHER_CARD, PIN_LENGTH, PIN_NEEDED, REMOVED,
    TRANSMIT, UNSUPPORTED, WRONG_PIN,
};

const fn ckr(name: &'static str, number: i64, ja: &'static str, en: &'static str) -> Entry {
    row(Owner::Pkcs11, name, number, ja, en)
}

/// `pkcs11.h` of PKCS#11 2.40: those that a card and its reader can cause.
pub(super) const PKCS11: &[Entry] = &[
    ckr(
        "CKR_OK",
        0x0,
        "処理は成功しました。",
        "The operation succeeded.",
    ),
    ckr(
        "CKR_CANCEL",
        0x1,
        "利用者が操作を取り消しました。",
        "The user cancelled.",
    ),
    ckr("CKR_HOST_MEMORY", 0x2, NO_MEMORY.0, NO_MEMORY.1),
    ckr(
        "CKR_SLOT_ID_INVALID",
        0x3,
        "そのスロット(リーダー)はありません。差し直すと番号が変わることがあります。",
        "There is no such slot (reader). Numbers change when a reader is plugged in again.",
    ),
    ckr(
        "CKR_GENERAL_ERROR",
        0x5,
        "ライブラリの中の失敗です。多くは、ICカードサービスやリーダーを使えないときに出ます。`mynacheck doctor` で調べてください。",
        "A failure in the library, mostly because service or reader cannot be used. Try `mynacheck doctor`.",
    ),
    ckr(
        "CKR_FUNCTION_FAILED",
        0x6,
        "カードへの操作に失敗しました。",
        "The operation on the card failed.",
    ),
    ckr("CKR_ARGUMENTS_BAD", 0x7, MISUSE.0, MISUSE.1),
    ckr("CKR_CANT_LOCK", 0xA, MISUSE.0, MISUSE.1),
    ckr("CKR_ATTRIBUTE_READ_ONLY", 0x10, MISUSE.0, MISUSE.1),
    ckr(
        "CKR_ATTRIBUTE_SENSITIVE",
        0x11,
        "秘密鍵は取り出せません。異常ではありません。",
        "A private key cannot be read out. This is normal.",
    ),
    ckr("CKR_ATTRIBUTE_TYPE_INVALID", 0x12, MISUSE.0, MISUSE.1),
    ckr("CKR_ATTRIBUTE_VALUE_INVALID", 0x13, MISUSE.0, MISUSE.1),
    ckr("CKR_DATA_INVALID", 0x20, MISUSE.0, MISUSE.1),
    ckr("CKR_DATA_LEN_RANGE", 0x21, MISUSE.0, MISUSE.1),
    ckr("CKR_DEVICE_ERROR", 0x30, TRANSMIT.0, TRANSMIT.1),
    ckr(
        "CKR_DEVICE_MEMORY",
        0x31,
        "カードの空きが足りません。",
        "The card has no room left.",
    ),
    ckr("CKR_DEVICE_REMOVED", 0x32, REMOVED.0, REMOVED.1),
    ckr(
        "CKR_FUNCTION_CANCELED",
        0x50,
        "利用者が操作を取り消しました。",
        "The user cancelled.",
    ),
    ckr(
        "CKR_FUNCTION_NOT_SUPPORTED",
        0x54,
        UNSUPPORTED.0,
        UNSUPPORTED.1,
    ),
    ckr(
        "CKR_KEY_HANDLE_INVALID",
        0x60,
        "その鍵はありません。カードが替わったか、置き直されました。",
        "There is no such key: the card was changed or placed again.",
    ),
    ckr("CKR_KEY_TYPE_INCONSISTENT", 0x63, MISUSE.0, MISUSE.1),
    ckr(
        "CKR_KEY_FUNCTION_NOT_PERMITTED",
        0x68,
        "この鍵には許されていない使い方です。",
        "The key may not be used in this way.",
    ),
    ckr("CKR_MECHANISM_INVALID", 0x70, UNSUPPORTED.0, UNSUPPORTED.1),
    ckr("CKR_MECHANISM_PARAM_INVALID", 0x71, MISUSE.0, MISUSE.1),
    ckr("CKR_OBJECT_HANDLE_INVALID", 0x82, NOT_THERE.0, NOT_THERE.1),
    ckr("CKR_OPERATION_ACTIVE", 0x90, MISUSE.0, MISUSE.1),
    ckr("CKR_OPERATION_NOT_INITIALIZED", 0x91, MISUSE.0, MISUSE.1),
    ckr("CKR_PIN_INCORRECT", 0xA0, WRONG_PIN.0, WRONG_PIN.1),
    ckr("CKR_PIN_INVALID", 0xA1, PIN_LENGTH.0, PIN_LENGTH.1),
    ckr("CKR_PIN_LEN_RANGE", 0xA2, PIN_LENGTH.0, PIN_LENGTH.1),
    ckr(
        "CKR_PIN_EXPIRED",
        0xA3,
        "暗証番号の変更が必要とされています。",
        "The PIN has to be changed.",
    ),
    ckr("CKR_PIN_LOCKED", 0xA4, LOCKED.0, LOCKED.1),
    ckr("CKR_SESSION_CLOSED", 0xB0, REMOVED.0, REMOVED.1),
    ckr(
        "CKR_SESSION_COUNT",
        0xB1,
        "同時に使える数を超えています。ほかのカード用プログラムを終えてください。",
        "Too many sessions. Close other card programs.",
    ),
    ckr("CKR_SESSION_HANDLE_INVALID", 0xB3, REMOVED.0, REMOVED.1),
    ckr("CKR_SESSION_READ_ONLY", 0xB5, MISUSE.0, MISUSE.1),
    ckr("CKR_SESSION_EXISTS", 0xB6, MISUSE.0, MISUSE.1),
    ckr(
        "CKR_SIGNATURE_INVALID",
        0xC0,
        "署名が正しくありません。",
        "The signature is wrong.",
    ),
    ckr(
        "CKR_SIGNATURE_LEN_RANGE",
        0xC1,
        "署名の長さが正しくありません。",
        "The signature has the wrong length.",
    ),
    ckr("CKR_TEMPLATE_INCOMPLETE", 0xD0, MISUSE.0, MISUSE.1),
    ckr("CKR_TEMPLATE_INCONSISTENT", 0xD1, MISUSE.0, MISUSE.1),
    ckr("CKR_TOKEN_NOT_PRESENT", 0xE0, NO_CARD.0, NO_CARD.1),
    ckr("CKR_TOKEN_NOT_RECOGNIZED", 0xE1, OTHER_CARD.0, OTHER_CARD.1),
    ckr(
        "CKR_TOKEN_WRITE_PROTECTED",
        0xE2,
        "カードに書き込めません。",
        "The card cannot be written to.",
    ),
    ckr(
        "CKR_USER_ALREADY_LOGGED_IN",
        0x100,
        "暗証番号は照合済みです。",
        "The PIN has been verified already.",
    ),
    ckr("CKR_USER_NOT_LOGGED_IN", 0x101, PIN_NEEDED.0, PIN_NEEDED.1),
    ckr(
        "CKR_USER_PIN_NOT_INITIALIZED",
        0x102,
        "暗証番号が設定されていません。",
        "No PIN has been set.",
    ),
    ckr("CKR_USER_TYPE_INVALID", 0x103, MISUSE.0, MISUSE.1),
    ckr(
        "CKR_BUFFER_TOO_SMALL",
        0x150,
        "答えが受け取りの領域より長く、失われました。",
        "The answer was longer than the buffer and is lost.",
    ),
    ckr("CKR_CRYPTOKI_NOT_INITIALIZED", 0x190, MISUSE.0, MISUSE.1),
    ckr(
        "CKR_CRYPTOKI_ALREADY_INITIALIZED",
        0x191,
        "ライブラリは初期化済みです。異常ではありません。",
        "The library was initialised already. This is normal.",
    ),
    ckr(
        "CKR_LIBRARY_LOAD_FAILED",
        0x1C2,
        "ライブラリを読み込めませんでした。",
        "The library could not be loaded.",
    ),
    ckr(
        "CKR_FUNCTION_REJECTED",
        0x200,
        "操作が拒まれました。",
        "The operation was rejected.",
    ),
];
