//! PKCS#11, the library interface of browsers and of the JPKI client.

use super::library::{
    LOCKED, MISUSE, NO_CARD, NO_MEMORY, NOT_THERE, OTHER_CARD, PIN_LENGTH, PIN_NEEDED, REMOVED,
    TRANSMIT, UNSUPPORTED, WRONG_PIN,
};

codes! {
    /// `pkcs11.h` of PKCS#11 2.40: those that a card and its reader can cause.
    PKCS11: Pkcs11;

    "CKR_OK" = 0x0 => "処理は成功しました。", "The operation succeeded.";
    "CKR_CANCEL" = 0x1 => "利用者が操作を取り消しました。", "The user cancelled.";
    "CKR_HOST_MEMORY" = 0x2 => NO_MEMORY;
    "CKR_SLOT_ID_INVALID" = 0x3 =>
        "そのスロット(リーダー)はありません。差し直すと番号が変わることがあります。",
        "There is no such slot (reader). Numbers change when a reader is plugged in again.";
    "CKR_GENERAL_ERROR" = 0x5 =>
        "ライブラリの中の失敗です。多くは、ICカードサービスやリーダーを使えないときに出ます。`mynacheck doctor` で調べてください。",
        "A failure in the library, mostly because service or reader cannot be used. Try `mynacheck doctor`.";
    "CKR_FUNCTION_FAILED" = 0x6 =>
        "カードへの操作に失敗しました。",
        "The operation on the card failed.";
    "CKR_ARGUMENTS_BAD" = 0x7 => MISUSE;
    "CKR_CANT_LOCK" = 0xA => MISUSE;
    "CKR_ATTRIBUTE_READ_ONLY" = 0x10 => MISUSE;
    "CKR_ATTRIBUTE_SENSITIVE" = 0x11 =>
        "秘密鍵は取り出せません。異常ではありません。",
        "A private key cannot be read out. This is normal.";
    "CKR_ATTRIBUTE_TYPE_INVALID" = 0x12 => MISUSE;
    "CKR_ATTRIBUTE_VALUE_INVALID" = 0x13 => MISUSE;
    "CKR_DATA_INVALID" = 0x20 => MISUSE;
    "CKR_DATA_LEN_RANGE" = 0x21 => MISUSE;
    "CKR_DEVICE_ERROR" = 0x30 => TRANSMIT;
    "CKR_DEVICE_MEMORY" = 0x31 => "カードの空きが足りません。", "The card has no room left.";
    "CKR_DEVICE_REMOVED" = 0x32 => REMOVED;
    "CKR_FUNCTION_CANCELED" = 0x50 => "利用者が操作を取り消しました。", "The user cancelled.";
    "CKR_FUNCTION_NOT_SUPPORTED" = 0x54 => UNSUPPORTED;
    "CKR_KEY_HANDLE_INVALID" = 0x60 =>
        "その鍵はありません。カードが替わったか、置き直されました。",
        "There is no such key: the card was changed or placed again.";
    "CKR_KEY_TYPE_INCONSISTENT" = 0x63 => MISUSE;
    "CKR_KEY_FUNCTION_NOT_PERMITTED" = 0x68 =>
        "この鍵には許されていない使い方です。",
        "The key may not be used in this way.";
    "CKR_MECHANISM_INVALID" = 0x70 => UNSUPPORTED;
    "CKR_MECHANISM_PARAM_INVALID" = 0x71 => MISUSE;
    "CKR_OBJECT_HANDLE_INVALID" = 0x82 => NOT_THERE;
    "CKR_OPERATION_ACTIVE" = 0x90 => MISUSE;
    "CKR_OPERATION_NOT_INITIALIZED" = 0x91 => MISUSE;
    "CKR_PIN_INCORRECT" = 0xA0 => WRONG_PIN;
    "CKR_PIN_INVALID" = 0xA1 => PIN_LENGTH;
    "CKR_PIN_LEN_RANGE" = 0xA2 => PIN_LENGTH;
    "CKR_PIN_EXPIRED" = 0xA3 =>
        "暗証番号の変更が必要とされています。",
        "The PIN has to be changed.";
    "CKR_PIN_LOCKED" = 0xA4 => LOCKED;
    "CKR_SESSION_CLOSED" = 0xB0 => REMOVED;
    "CKR_SESSION_COUNT" = 0xB1 =>
        "同時に使える数を超えています。ほかのカード用プログラムを終えてください。",
        "Too many sessions. Close other card programs.";
    "CKR_SESSION_HANDLE_INVALID" = 0xB3 => REMOVED;
    "CKR_SESSION_READ_ONLY" = 0xB5 => MISUSE;
    "CKR_SESSION_EXISTS" = 0xB6 => MISUSE;
    "CKR_SIGNATURE_INVALID" = 0xC0 => "署名が正しくありません。", "The signature is wrong.";
    "CKR_SIGNATURE_LEN_RANGE" = 0xC1 =>
        "署名の長さが正しくありません。",
        "The signature has the wrong length.";
    "CKR_TEMPLATE_INCOMPLETE" = 0xD0 => MISUSE;
    "CKR_TEMPLATE_INCONSISTENT" = 0xD1 => MISUSE;
    "CKR_TOKEN_NOT_PRESENT" = 0xE0 => NO_CARD;
    "CKR_TOKEN_NOT_RECOGNIZED" = 0xE1 => OTHER_CARD;
    "CKR_TOKEN_WRITE_PROTECTED" = 0xE2 =>
        "カードに書き込めません。",
        "The card cannot be written to.";
    "CKR_USER_ALREADY_LOGGED_IN" = 0x100 =>
        "暗証番号は照合済みです。",
        "The PIN has been verified already.";
    "CKR_USER_NOT_LOGGED_IN" = 0x101 => PIN_NEEDED;
    "CKR_USER_PIN_NOT_INITIALIZED" = 0x102 =>
        "暗証番号が設定されていません。",
        "No PIN has been set.";
    "CKR_USER_TYPE_INVALID" = 0x103 => MISUSE;
    "CKR_BUFFER_TOO_SMALL" = 0x150 =>
        "答えが受け取りの領域より長く、失われました。",
        "The answer was longer than the buffer and is lost.";
    "CKR_CRYPTOKI_NOT_INITIALIZED" = 0x190 => MISUSE;
    "CKR_CRYPTOKI_ALREADY_INITIALIZED" = 0x191 =>
        "ライブラリは初期化済みです。異常ではありません。",
        "The library was initialised already. This is normal.";
    "CKR_LIBRARY_LOAD_FAILED" = 0x1C2 =>
        "ライブラリを読み込めませんでした。",
        "The library could not be loaded.";
    "CKR_FUNCTION_REJECTED" = 0x200 => "操作が拒まれました。", "The operation was rejected.";
}
