//! The token information: on what kind of carrier the application lives (`protocol.md` §3).

/// The carrier, by the label of its token information.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// 個人番号カード: the plastic My Number Card.
    MyNumberCard,
    /// 住基カード: its predecessor, no longer in use.
    JukiCard,
    /// An Android phone.
    Android,
    /// An iPhone.
    Iphone,
    /// A label that this program does not know, cleaned: perhaps a newer card.
    Other(String),
}

impl Token {
    /// Reads the label: 32 bytes, padded with spaces or zeros.
    #[must_use]
    pub fn from_label(label: &[u8]) -> Self {
        let text: String = label
            .iter()
            .map(|byte| char::from(*byte))
            .map(|c| if c.is_ascii_graphic() { c } else { ' ' })
            .collect();
        match text.trim_end() {
            "JPKIAPICCTOKEN2" => Self::MyNumberCard,
            "JPKIAPICCTOKEN" => Self::JukiCard,
            "JPKIAPGPSETOKEN" => Self::Android,
            "JPKIAPIOSTOKEN" => Self::Iphone,
            other => Self::Other(other.trim().to_owned()),
        }
    }

    /// The label as it stands in reports.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::MyNumberCard => "JPKIAPICCTOKEN2",
            Self::JukiCard => "JPKIAPICCTOKEN",
            Self::Android => "JPKIAPGPSETOKEN",
            Self::Iphone => "JPKIAPIOSTOKEN",
            Self::Other(label) => label,
        }
    }

    /// A phone: its certificate is read only after the PIN.
    #[must_use]
    pub fn is_phone(&self) -> bool {
        matches!(self, Self::Android | Self::Iphone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_padded_and_may_be_anything() {
        let padded = |label: &str, with: u8| {
            let mut bytes = label.as_bytes().to_vec();
            bytes.resize(32, with);
            Token::from_label(&bytes)
        };
        assert_eq!(padded("JPKIAPICCTOKEN2", b' '), Token::MyNumberCard);
        assert_eq!(padded("JPKIAPICCTOKEN", 0), Token::JukiCard);
        assert_eq!(padded("JPKIAPGPSETOKEN", b' '), Token::Android);
        assert_eq!(padded("JPKIAPIOSTOKEN", b' '), Token::Iphone);
        for label in [
            "JPKIAPICCTOKEN2", "JPKIAPICCTOKEN", "JPKIAPGPSETOKEN", "JPKIAPIOSTOKEN", "JPKIAPX",
        ] {
            assert_eq!(padded(label, b' ').label(), label);
        }
        let hostile = Token::from_label(b"\x1b[2J\xff\xfeEVIL\r\n");
        assert_eq!(hostile, Token::Other("[2J  EVIL".to_owned()));
        assert_eq!(Token::from_label(&[]), Token::Other(String::new()));
    }
}
