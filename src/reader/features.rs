//! What a reader says that it can do (PC/SC part 10), read from its two lists of simple TLVs.

use iso7816_tlv::simple::Tlv;

/// What a reader says that it can do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Features {
    /// It has keys for entering a PIN.
    pub pin_pad: bool,
    /// Longest APDU that it carries; 0 for short APDUs only. None where it does not say.
    pub max_apdu: Option<u32>,
    /// USB vendor and product, where it says.
    pub usb: Option<(u16, u16)>,
}

impl Features {
    /// Reads the list of features (§2.3). Gives the control code that asks for the properties, where
    /// the reader has them.
    pub fn listed(&mut self, bytes: &[u8]) -> Option<u32> {
        let mut properties = None;
        for tlv in Tlv::parse_all(bytes) {
            let tag: u8 = tlv.tag().into();
            match tag {
                // FEATURE_VERIFY_PIN_DIRECT
                0x06 => self.pin_pad = true,
                // FEATURE_GET_TLV_PROPERTIES: its value is a control code, big-endian.
                0x12 => properties = tlv.value().try_into().ok().map(u32::from_be_bytes),
                _ => {}
            }
        }
        properties
    }

    /// Reads the properties (§2.6.14); their values are little-endian.
    pub fn properties(&mut self, bytes: &[u8]) {
        let (mut vendor, mut product) = (None, None);
        for tlv in Tlv::parse_all(bytes) {
            let word = tlv.value().try_into().ok().map(u16::from_le_bytes);
            let tag: u8 = tlv.tag().into();
            match tag {
                0x0A => self.max_apdu = tlv.value().try_into().ok().map(u32::from_le_bytes),
                0x0B => vendor = word,
                0x0C => product = word,
                _ => {}
            }
        }
        self.usb = vendor.zip(product);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_lists_are_read_in_their_own_byte_order() {
        let mut features = Features::default();
        let listed = b"\x06\x04\x42\x33\x00\x06\x12\x04\x42\x33\x00\x12";
        assert_eq!(features.listed(listed), Some(0x4233_0012));
        features.properties(b"\x0A\x04\x00\x00\x01\x00\x0B\x02\xE6\x04\x0C\x02\x16\x51");
        let read = Features {
            pin_pad: true,
            max_apdu: Some(0x1_0000),
            usb: Some((0x04E6, 0x5116)),
        };
        assert_eq!(features, read);
        assert_eq!(Features::default().listed(b"\x12\x02\x42\x33"), None);
    }
}
