//! OpenSC's own codes, as its log and tools print them.

use super::library::{
    LOCKED, MALFORMED, MISUSE, NO_CARD, NO_MEMORY, NOT_THERE, OTHER_CARD, PIN_LENGTH, PIN_NEEDED,
    REMOVED, TRANSMIT, UNSUPPORTED, WRONG_PIN,
};

codes! {
    /// `errors.h` of OpenSC.
    OPENSC: OpenSc;

    "SC_ERROR_READER" = -1100 => "リーダーの操作に失敗しました。", "The reader failed.";
    "SC_ERROR_NO_READERS_FOUND" = -1101 =>
        "リーダーがありません。ICカードサービスが動いていないときもこれです。`mynacheck doctor` で調べてください。",
        "No reader was found; OpenSC also reports this when the service is not running. Try `mynacheck doctor`.";
    "SC_ERROR_CARD_NOT_PRESENT" = -1104 => NO_CARD;
    "SC_ERROR_CARD_REMOVED" = -1105 => REMOVED;
    "SC_ERROR_CARD_RESET" = -1106 =>
        "ほかのプログラムがカードを初期化しました。選択と照合はやり直しです。",
        "Another program has reset the card. Selections and verified PINs are gone.";
    "SC_ERROR_TRANSMIT_FAILED" = -1107 => TRANSMIT;
    "SC_ERROR_KEYPAD_TIMEOUT" = -1108 =>
        "リーダーのテンキーへの入力が時間内にありませんでした。",
        "Nothing was typed on the reader's keypad in time.";
    "SC_ERROR_KEYPAD_CANCELLED" = -1109 =>
        "リーダーのテンキーで取り消されました。",
        "Cancelled on the reader's keypad.";
    "SC_ERROR_KEYPAD_PIN_MISMATCH" = -1110 =>
        "新しい暗証番号の2回の入力が違います。",
        "The two entries of the new PIN differ.";
    "SC_ERROR_EVENT_TIMEOUT" = -1112 =>
        "待っている間に何も起こりませんでした。",
        "Nothing happened within the time.";
    "SC_ERROR_CARD_UNRESPONSIVE" = -1113 =>
        "ICチップが応答しません。向きと汚れを確かめてください。",
        "The chip does not answer. Check which way round the card is, and whether it is dirty.";
    "SC_ERROR_READER_DETACHED" = -1114 => "リーダーが外れました。", "The reader was unplugged.";
    "SC_ERROR_READER_REATTACHED" = -1115 =>
        "リーダーが差し直されました。もう一度実行してください。",
        "The reader was plugged in again. Try once more.";
    "SC_ERROR_READER_LOCKED" = -1116 =>
        "ほかのプログラムがカードを専有しています。",
        "Another program holds the card.";
    "SC_ERROR_CARD_CMD_FAILED" = -1200 =>
        "カードがAPDUを断りました。理由はログのステータスワード(SW)にあります。",
        "The card refused a command. Its status word in the log says why.";
    "SC_ERROR_FILE_NOT_FOUND" = -1201 => NOT_THERE;
    "SC_ERROR_RECORD_NOT_FOUND" = -1202 => NOT_THERE;
    "SC_ERROR_CLASS_NOT_SUPPORTED" = -1203 => UNSUPPORTED;
    "SC_ERROR_INS_NOT_SUPPORTED" = -1204 => UNSUPPORTED;
    "SC_ERROR_INCORRECT_PARAMETERS" = -1205 =>
        "カードがAPDUのP1-P2またはデータを断りました。",
        "The card refused P1-P2 or the data of a command.";
    "SC_ERROR_WRONG_LENGTH" = -1206 =>
        "APDUの長さが正しくありません。",
        "The length of a command is wrong.";
    "SC_ERROR_MEMORY_FAILURE" = -1207 =>
        "カードのメモリーの故障です。",
        "The card's memory has failed.";
    "SC_ERROR_NO_CARD_SUPPORT" = -1208 => UNSUPPORTED;
    "SC_ERROR_NOT_ALLOWED" = -1209 =>
        "今の状態ではこのAPDUを使えません。",
        "The conditions for this command are not met.";
    "SC_ERROR_INVALID_CARD" = -1210 => OTHER_CARD;
    "SC_ERROR_SECURITY_STATUS_NOT_SATISFIED" = -1211 => PIN_NEEDED;
    "SC_ERROR_AUTH_METHOD_BLOCKED" = -1212 => LOCKED;
    "SC_ERROR_UNKNOWN_DATA_RECEIVED" = -1213 => MALFORMED;
    "SC_ERROR_PIN_CODE_INCORRECT" = -1214 => WRONG_PIN;
    "SC_ERROR_FILE_ALREADY_EXISTS" = -1215 =>
        "同じファイルが既にカードにあります。",
        "The file is on the card already.";
    "SC_ERROR_DATA_OBJECT_NOT_FOUND" = -1216 => NOT_THERE;
    "SC_ERROR_NOT_ENOUGH_MEMORY" = -1217 =>
        "カードの空きが足りません。",
        "The card has no room left.";
    "SC_ERROR_CORRUPTED_DATA" = -1218 => MALFORMED;
    "SC_ERROR_FILE_END_REACHED" = -1219 =>
        "要求した長さより前でファイルが終わりました。",
        "The file ended before the length asked for.";
    "SC_ERROR_REF_DATA_NOT_USABLE" = -1220 => LOCKED;
    "SC_ERROR_INVALID_ARGUMENTS" = -1300 => MISUSE;
    "SC_ERROR_BUFFER_TOO_SMALL" = -1303 => MISUSE;
    "SC_ERROR_INVALID_PIN_LENGTH" = -1304 => PIN_LENGTH;
    "SC_ERROR_INVALID_DATA" = -1305 => MISUSE;
    "SC_ERROR_INTERNAL" = -1400 => "OpenSCの内部エラーです。", "An internal error of OpenSC.";
    "SC_ERROR_INVALID_ASN1_OBJECT" = -1401 => MALFORMED;
    "SC_ERROR_ASN1_OBJECT_NOT_FOUND" = -1402 => MALFORMED;
    "SC_ERROR_ASN1_END_OF_CONTENTS" = -1403 => MALFORMED;
    "SC_ERROR_OUT_OF_MEMORY" = -1404 => NO_MEMORY;
    "SC_ERROR_TOO_MANY_OBJECTS" = -1405 => MISUSE;
    "SC_ERROR_OBJECT_NOT_VALID" = -1406 => MALFORMED;
    "SC_ERROR_OBJECT_NOT_FOUND" = -1407 => NOT_THERE;
    "SC_ERROR_NOT_SUPPORTED" = -1408 => UNSUPPORTED;
    "SC_ERROR_PASSPHRASE_REQUIRED" = -1409 => "パスフレーズが必要です。", "A passphrase is needed.";
    "SC_ERROR_INCONSISTENT_CONFIGURATION" = -1410 =>
        "OpenSCの設定に矛盾があります。",
        "The configuration of OpenSC contradicts itself.";
    "SC_ERROR_DECRYPT_FAILED" = -1411 => "復号に失敗しました。", "Decryption failed.";
    "SC_ERROR_WRONG_PADDING" = -1412 => MALFORMED;
    "SC_ERROR_WRONG_CARD" = -1413 => OTHER_CARD;
    "SC_ERROR_CANNOT_LOAD_MODULE" = -1414 =>
        "ライブラリを読み込めませんでした。",
        "The library could not be loaded.";
    "SC_ERROR_OFFSET_TOO_LARGE" = -1415 =>
        "読み出し位置がファイルの外です。",
        "The offset lies outside the file.";
    "SC_ERROR_NOT_IMPLEMENTED" = -1416 => UNSUPPORTED;
    "SC_ERROR_UNKNOWN" = -1900 =>
        "OpenSCの知らないエラーです。",
        "An error that OpenSC does not know.";
    "SC_ERROR_PKCS15_APP_NOT_FOUND" = -1901 => OTHER_CARD;
}
