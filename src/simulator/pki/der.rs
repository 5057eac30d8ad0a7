//! As much of DER as certificates need, written.

pub(super) fn bit_string(bytes: &[u8]) -> Vec<u8> {
    let mut content = vec![0];
    content.extend_from_slice(bytes);
    tlv(0x03, &content)
}

pub(super) fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x30, &parts.concat())
}

/// Tag, length and value in DER.
pub(super) fn tlv(tag: u8, value: &[u8]) -> Vec<u8> {
    let mut bytes = vec![tag];
    let length = u32::try_from(value.len()).unwrap_or(u32::MAX).to_be_bytes();
    match length {
        [0, 0, 0, short @ 0..0x80] => bytes.push(short),
        [0, 0, 0, one] => bytes.extend([0x81, one]),
        [0, 0, two, one] => bytes.extend([0x82, two, one]),
        [_, three, two, one] => bytes.extend([0x83, three, two, one]),
    }
    bytes.extend_from_slice(value);
    bytes
}
