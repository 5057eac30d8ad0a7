use super::*;

fn ids(arguments: &[&str]) -> Vec<String> {
    let arguments: Vec<String> = arguments.iter().map(|text| (*text).to_owned()).collect();
    read(&arguments)
        .codes
        .iter()
        .map(|code| code.id())
        .collect()
}

#[test]
fn one_code_in_any_spelling() {
    for (spellings, id) in [
        (
            &[
                "0x8010001D",
                "0x8010001d",
                "8010001D",
                "8010001d",
                "0X8010001D",
                "-2146435043",
                "2148532253",
                "0xFFFFFFFF8010001D",
                "18446744071563116573",
                "SCARD_E_NO_SERVICE",
                "scard_e_no_service",
                "(0x8010001D)",
                "０ｘ８０１０００１Ｄ",
                "Service not available.",
            ][..],
            "SCARD_E_NO_SERVICE 0x8010001D",
        ),
        (
            &[
                "6A82",
                "6a82",
                "0x6A82",
                "6a 82",
                "6A-82",
                "SW=6A82",
                "SW 6A82",
                "SW: 6A 82",
                "sw1=6a sw2=82",
                "SW1SW2=6A82",
                "SW1: 0x6A, SW2: 0x82",
                "６Ａ８２",
            ],
            "SW 6A82",
        ),
        (
            // Of a vendor's program; no header of PC/SC has it.
            &["0x80100075", "-2146434955"],
            "0x80100075",
        ),
        (
            // The header of pcsc-lite 2.3.3, and those before it.
            &["SCARD_E_UNKNOWN_RES_MSG", "SCARD_E_UNKNOWN_RES_MNG"],
            "SCARD_E_UNKNOWN_RES_MNG 0x8010002B",
        ),
        (&["63CX", "63cx", "SW=63Cx"], "SW 63CX"),
        (&["63C2", "SW=63C2"], "SW 63C2"),
        (&["9000", "90 00", "SW=9000"], "SW 9000"),
        (
            &["612", "IFD_COMMUNICATION_ERROR"],
            "IFD_COMMUNICATION_ERROR 612",
        ),
        (
            &["0x45D", "0x0000045D", "1117", "45Dh"],
            "ERROR_IO_DEVICE 0x45D (1117)",
        ),
        (&["LIBUSB_ERROR_TIMEOUT", "-7"], "LIBUSB_ERROR_TIMEOUT -7"),
        (
            &["-1211", "SC_ERROR_SECURITY_STATUS_NOT_SATISFIED"],
            "SC_ERROR_SECURITY_STATUS_NOT_SATISFIED -1211",
        ),
        (
            &["CKR_PIN_LOCKED", "ckr_pin_locked", "0x000000A4"],
            "CKR_PIN_LOCKED 0x000000A4",
        ),
        (&["E0008"], "E0008"),
        (&["00210026"], "00210026"),
        (&["EW144-1500", "ew144"], "EW144"),
        (&["001", "【001】"], "001"),
        (
            &["Card was reset.", "card was reset"],
            "SCARD_W_RESET_CARD 0x80100068",
        ),
        (
            &["certificate-grace", "Certificate-Grace"],
            "certificate-grace",
        ),
    ] {
        for spelling in spellings {
            assert_eq!(ids(&[spelling]), [id], "{spelling}");
        }
    }
}

/// Also of a word without a name, of which the class alone is shown.
#[test]
fn a_status_word_is_read_back_as_it_is_shown() {
    for word in 0..=u16::MAX {
        for id in ids(&[&format!("SW1={:02X} SW2={:02X}", word >> 8, word & 0xFF)]) {
            assert_eq!(ids(&[&id]), [id.as_str()], "{word:04X}");
        }
    }
    assert_eq!(ids(&["SW1=6A SW2=64"]), ["SW 6AXX"]);
}

#[test]
fn a_code_may_come_in_two_words_and_several_at_once() {
    assert_eq!(ids(&["6a", "82"]), ["SW 6A82"]);
    assert_eq!(ids(&["SW1=6A", "SW2=82"]), ["SW 6A82"]);
    for spelling in [
        &["Code", "22"][..],
        &["code 22"],
        &["コード22"],
        &["コード", "22"],
    ] {
        assert_eq!(ids(spelling), ["Code 22"], "{spelling:?}");
    }
    assert_eq!(
        ids(&["612", "6a", "82"]),
        ["IFD_COMMUNICATION_ERROR 612", "SW 6A82"]
    );
    assert_eq!(
        ids(&["6A82", "card-mute", "612"]),
        ["SW 6A82", "card-mute", "IFD_COMMUNICATION_ERROR 612"]
    );
}

#[test]
fn a_number_of_several_owners_names_them_all() {
    assert_eq!(
        ids(&["0x32"]),
        [
            "ERROR_NOT_SUPPORTED 0x32 (50)",
            "CKR_DEVICE_REMOVED 0x00000032"
        ]
    );
}

#[test]
fn a_text_pasted_whole_is_searched() {
    for (text, expected) in [
        (
            "00000012 ifdwrapper.c:348:IFDStatusICC() Card not transacted: 612",
            &["IFD_COMMUNICATION_ERROR 612"][..],
        ),
        (
            "winscard.c:1612:SCardTransmit() Card not transacted: rv=SCARD_E_NOT_TRANSACTED",
            &["SCARD_E_NOT_TRANSACTED 0x80100016"],
        ),
        (
            "smartcard.Exceptions.CardConnectionException: Unable to connect: Card was reset. (0x80100068)",
            &["SCARD_W_RESET_CARD 0x80100068"],
        ),
        (
            "iso7816.c: Returning with: -1211 (Security status not satisfied)",
            &["SC_ERROR_SECURITY_STATUS_NOT_SATISFIED -1211"],
        ),
        ("ERROR: SW: 6A 82", &["SW 6A82"]),
        (
            "SELECT failed with 6A82 after 2 tries on 2026-11-24 9000円",
            &["SW 6A82"],
        ),
        (
            "PKCS11 function C_Login failed: rv = CKR_PIN_INCORRECT (0xa0)",
            &["CKR_PIN_INCORRECT 0x000000A0"],
        ),
        (
            "電子証明書の検証に失敗しました (EI123-2008) - (MPA-IS-I05)",
            &["EI123-2008", "MPA-IS-I05"],
        ),
        (
            "【006:利用者証明用電子証明書の失効・有効期限切れ】",
            &["006"],
        ),
        ("libusb: LIBUSB_ERROR_BUSY", &["LIBUSB_ERROR_BUSY -6"]),
        (
            "T1: T=1 state machine is DEAD!",
            &["T=1 state machine is DEAD"],
        ),
        ("このデバイスを開始できません。（コード 10）", &["Code 10"]),
        (
            "Windows has stopped this device because it has reported problems. (Code 43)",
            &["Code 43"],
        ),
        (
            "com.apple.ifdreader: found no value for key useIFDCCID",
            &["useIFDCCID"],
        ),
        (
            "certificate-expired on 2026-02-10",
            &["certificate-expired"],
        ),
    ] {
        assert_eq!(ids(&[text]), expected, "{text}");
        // The same without quotes: the shell cuts it into words.
        let words: Vec<&str> = text.split(' ').collect();
        let cut = ids(&words);
        for id in expected {
            assert!(cut.contains(&(*id).to_owned()), "{text}: {cut:?}");
        }
    }
}

#[test]
fn what_is_no_code_is_none() {
    for text in [
        "hello", "2026-11-24", "1234", "9999円", "12", "100", "-3000", "0x", "0xZZ", "", "5 of 8",
        "1-1",
    ] {
        assert!(ids(&[text]).is_empty(), "{text}: {:?}", ids(&[text]));
    }
}

#[test]
fn a_word_that_looks_like_a_code_is_named() {
    let reading = read(&["6A82".to_owned(), "card-mutt".to_owned(), "and".to_owned()]);
    assert_eq!(reading.codes.len(), 1);
    assert_eq!(reading.unknown, ["card-mutt"]);
}

#[test]
fn every_code_is_read_back_from_its_id_and_from_the_list() {
    for code in super::super::all() {
        let id = code.id();
        let name = id.strip_prefix("SW ").unwrap_or(&id);
        let name = match code {
            Code::Entry(entry) => entry.name,
            Code::Scard(code) => code.name().unwrap(),
            _ => name,
        };
        assert_eq!(ids(&[name]), std::slice::from_ref(&id), "{name}");
    }
}
