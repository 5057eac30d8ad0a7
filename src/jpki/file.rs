//! Identifiers of the JPKI application and of the PINs beside it.
//!
//! All from `protocol.md` §1, where each has its sources. The next generation of cards (2028) will
//! have others, not yet published: they become rows here.

/// AID of the JPKI application (§1.1).
pub(crate) const AID: [u8; 10] = [0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];

/// AID of the card manager, which is current after power-up (§1.1, §12).
pub(crate) const CARD_MANAGER: [u8; 7] = [0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00];
/// Data object of the card manager with the last day of the card body: eight ASCII digits (§12).
/// Its neighbours identify the card and its place, and are never read.
pub(crate) const CARD_EXPIRES: u16 = 0x00F2;

/// EF of the token information (§3).
pub(crate) const TOKEN: u16 = 0x0006;
/// How every token label begins (§3).
pub(crate) const TOKEN_BEGIN: &[u8] = b"JPKI";
/// The label is the first 32 bytes of the token information.
pub(crate) const TOKEN_LABEL_LENGTH: u8 = 32;
/// Where its serial number stands, a `CK_TOKEN_INFO`.
pub(crate) const TOKEN_SERIAL: std::ops::Range<usize> = 80..96;
/// EF that says which certificates there are: three bytes, `00` for none (§1.2).
pub(crate) const AVAILABILITY: u16 = 0x0008;
/// EF of the user-authentication certificate (利用者証明用電子証明書, §1.2).
pub(crate) const USER_CERTIFICATE: u16 = 0x000A;
/// EF of the certificate of the CA that issued it (§1.2).
pub(crate) const USER_CA_CERTIFICATE: u16 = 0x000B;
/// EF of the signing certificate (署名用電子証明書), and of the CA that issued it (§1.2).
pub(crate) const SIGNATURE_CERTIFICATE: u16 = 0x0001;
/// See [`SIGNATURE_CERTIFICATE`].
pub(crate) const SIGNATURE_CA_CERTIFICATE: u16 = 0x0002;
/// EF of the signing private key, and of its PIN (§1.2).
pub(crate) const SIGNATURE_KEY: u16 = 0x001A;
/// See [`SIGNATURE_KEY`].
pub(crate) const SIGNATURE_PIN: u16 = 0x001B;
/// EF of the user-authentication private key (§1.2).
pub(crate) const USER_KEY: u16 = 0x0017;

/// The short form of an EF identifier: its last five bits. Every EF of the card's applications lies
/// within 0001 to 001E (§12).
#[must_use]
pub(crate) fn short_identifier(file: u16) -> u8 {
    let [_, low] = file.to_be_bytes();
    low & 0x1F
}

/// A PIN of the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PinFile {
    /// Its name in reports (`contract.md`, `pins[].id`).
    pub id: &'static str,
    /// AID of the application that it belongs to.
    pub aid: &'static [u8],
    /// Its EF.
    pub file: u16,
    /// Tries after the last correct entry; None where it is not published.
    pub max_tries: Option<u8>,
}

/// 券面入力補助AP (§1.1).
pub(crate) const TEXT_AID: [u8; 10] = [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08];
/// 券面確認AP (§1.1).
pub(crate) const VISUAL_AID: [u8; 10] =
    [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02];
/// 共通カードAP (§1.1).
pub(crate) const COMMON_AID: [u8; 10] =
    [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x01, 0x00];
/// 住基AP (§1.1).
pub(crate) const RESIDENT_AID: [u8; 10] =
    [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x01];

/// 利用者証明用電子証明書の暗証番号 (§1.3).
pub(crate) const USER_PIN: PinFile = PinFile {
    id: "user-authentication",
    aid: &AID,
    file: 0x0018,
    max_tries: Some(3),
};

/// Every PIN whose tries can be asked for, application by application (§1.3).
pub(crate) const PINS: &[PinFile] = &[
    USER_PIN,
    PinFile {
        id: "digital-signature",
        aid: &AID,
        file: SIGNATURE_PIN,
        max_tries: Some(5),
    },
    PinFile {
        id: "text-input",
        aid: &TEXT_AID,
        file: 0x0011,
        max_tries: Some(3),
    },
    // 10 tries according to third parties only, so no count is refused.
    PinFile {
        id: "number-a",
        aid: &TEXT_AID,
        file: 0x0014,
        max_tries: None,
    },
    PinFile {
        id: "number-b",
        aid: &TEXT_AID,
        file: 0x0015,
        max_tries: None,
    },
    // The maximum of 3 is general knowledge, not published.
    PinFile {
        id: "resident-record",
        aid: &RESIDENT_AID,
        file: 0x001C,
        max_tries: Some(3),
    },
];
