//! What PKCS#11 and OpenSC say alike, in both languages.

use crate::message::{Bilingual, both};

pub(super) const MISUSE: Bilingual = both(
    "呼び出したプログラムの指定が正しくありません。プログラムの不具合です。",
    "The calling program passed something wrong: a fault of that program.",
);
pub(super) const NO_MEMORY: Bilingual = both("メモリーが足りません。", "Out of memory.");
pub(super) const LOCKED: Bilingual = both(
    "暗証番号がロックされています。市区町村の窓口で初期化します。",
    "The PIN is locked. The municipal office resets it.",
);
pub(super) const WRONG_PIN: Bilingual = both(
    "暗証番号が違います。残り回数が1回減っています。`mynacheck pin status` で残り回数を確かめられます。",
    "The PIN was wrong. It cost one try; `mynacheck pin status` tells how many are left.",
);
pub(super) const PIN_LENGTH: Bilingual = both(
    "暗証番号の桁数が正しくありません。利用者証明用は数字4桁、署名用は英数字6～16桁です。",
    "The PIN has the wrong length: 4 digits for user authentication, 6 to 16 letters and digits for signing.",
);
pub(super) const PIN_NEEDED: Bilingual = both(
    "先に暗証番号の照合が必要です。署名用電子証明書は、署名用の暗証番号なしには読めません。",
    "A PIN must be verified first. The signing certificate is not read without the signing PIN.",
);
pub(super) const NO_CARD: Bilingual = both("カードがありません。", "There is no card.");
pub(super) const OTHER_CARD: Bilingual = both(
    "ライブラリの知らないカードです。OpenSCが古いと、新しいマイナンバーカードを知らないことがあります。",
    "The library does not know this card. An old OpenSC may not know a new My Number Card.",
);
pub(super) const REMOVED: Bilingual = both(
    "途中でカードまたはリーダーが外れました。",
    "Card or reader was removed in the middle.",
);
pub(super) const TRANSMIT: Bilingual = both(
    "カードとのやり取りに失敗しました。カードを置き直し、USBの接続を確かめてください。",
    "The exchange with the card failed. Place the card again and check the USB connection.",
);
pub(super) const UNSUPPORTED: Bilingual = both(
    "ライブラリまたはカードが対応していない機能です。",
    "Library or card does not support this.",
);
pub(super) const MALFORMED: Bilingual = both(
    "カードから読んだデータの形が正しくありません。読み違いか、対応していないカードです。",
    "What was read from the card has not the expected form: a bad read, or a card that is not supported.",
);
pub(super) const NOT_THERE: Bilingual = both(
    "求めたファイルまたはデータが、カードにありません。",
    "The file or data asked for is not on the card.",
);
