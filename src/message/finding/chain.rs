//! Who issued the certificate, and its key.

use super::{Said, Words, status_word};
use crate::finding::ChainFinding as F;
use crate::finding::ChainFindingId;

pub(super) fn text(words: Words, finding: &F<'_>) -> Said {
    match finding {
        F::CertificateNotJpki => say! {
            ja: "証明書の発行者が公的個人認証サービス(JPKI)ではありません", "マイナンバーカードの証明書とは認められません。このカードでは受け付けないでください。";
            en: "The certificate was not issued by JPKI", "It is not the certificate of a My Number Card. Do not accept this card.";
        },
        F::CertificateWrongUse => say! {
            ja: "利用者証明用の場所に、別の用途の証明書が入っています", "カードに異常があります。置き直しても続く場合は、市区町村の窓口に相談するよう案内してください。";
            en: "A certificate for another use is stored in place of the one for user authentication", "Something is wrong with this card. If this keeps happening, refer the holder to the municipal office.";
        },
        F::ChainTrusted {
            generation: Some(year),
        } => say! {
            ja: "証明書は公的個人認証サービス(JPKI)の{year}年の認証局が署名したものです", "";
            en: "The certificate was signed by the JPKI CA of {year}", "";
        },
        F::ChainTrusted { generation: None } => say! {
            ja: "証明書は `--trust-anchor` で指定された認証局が署名したものです", "";
            en: "The certificate was signed by the CA given with `--trust-anchor`", "";
        },
        F::ChainSimulated => say! {
            ja: "証明書は模擬カードの認証局が署名したものです(何も証明しません)", "";
            en: "The certificate was signed by the CA of the simulated cards, which proves nothing", "";
        },
        F::ChainSimulatedOnly => say! {
            ja: "証明書は模擬カードの認証局が署名したもので、本物の証明書ではありません", "この署名は誰にでも作れます。このカードでは受け付けないでください。試験では `--accept-simulated` を付けると受け入れます。";
            en: "The certificate was signed by the CA of the simulated cards: it is not a real one", "Anybody can make this signature. Do not accept this card. For tests, `--accept-simulated` lets it pass.";
        },
        F::ChainNotChecked => say! {
            ja: "認証局の証明書がカードから読めず、発行者の署名を確かめられませんでした", "カードを置き直してもう一度試してください。認証局の証明書があれば `--trust-anchor` で指定できます。";
            en: "The card gave no CA certificate, so the issuer's signature could not be checked", "Place the card again and retry. A CA certificate can be given with `--trust-anchor`.";
        },
        F::ChainAuthorityUnknown => say! {
            ja: "証明書に署名した認証局は、知られている認証局ではありません", "マイナンバーカードの証明書とは認められません。このカードでは受け付けないでください。新しい認証局が始まっている場合は、このプログラムを更新してください。";
            en: "The certificate was signed by an unknown CA", "It is not the certificate of a known My Number Card CA. Do not accept this card. If a new CA has been introduced, update this program.";
        },
        F::ChainSameName => say! {
            ja: "証明書に署名した認証局は、名前は同じですが、知られている認証局ではありません", "偽物の可能性があります。このカードでは受け付けないでください。新しい認証局が始まっている場合は、このプログラムを更新してください。";
            en: "The CA that signed the certificate has a known name but is not the known CA", "It may be a forgery. Do not accept this card. If a new CA has been introduced, update this program.";
        },
        F::ChainKeyMismatch => say! {
            ja: "証明書の発行者の鍵が、カードの中の認証局証明書の鍵と違います", "カードに異常があります。このカードでは受け付けず、市区町村の窓口に相談するよう案内してください。";
            en: "The issuer's key named in the certificate is not that of the CA certificate on the card", "Something is wrong with this card. Do not accept it; refer the holder to the municipal office.";
        },
        F::ChainSignatureWrong => say! {
            ja: "証明書の署名が正しくありません(偽物か、書き換えられています)", "このカードでは受け付けないでください。置き直しても続く場合は、市区町村の窓口に相談するよう案内してください。";
            en: "The signature on the certificate is not valid: it was forged or altered", "Do not accept this card. If this keeps happening after placing it again, refer the holder to the municipal office.";
        },
        F::ChainAuthorityExpired { last_day } => {
            let last = words.day(**last_day);
            say! {
                ja: "証明書に署名した認証局は{last}に終わっています", "証明書がそれより後まで続くのは異常です。市区町村の窓口に相談するよう案内してください。";
                en: "The CA that signed the certificate expired on {last}", "A certificate never outlives its CA. Refer the holder to the municipal office.";
            }
        }
        F::AlgorithmUnknown { algorithm } => say! {
            ja: "このプログラムの知らない暗号方式です", "このプログラムより新しいカードかもしれません。プログラムを更新してください。";
            en: "The certificate uses an algorithm that this program does not know", "The card may be newer than this program. Update the program.";
        }
        .with((*algorithm).clone()),
        F::KeyProven => say! {
            ja: "カードのICチップは、証明書の秘密鍵を持っています", "";
            en: "The chip holds the private key of its certificate", "";
        },
        F::KeyNotProven => say! {
            ja: "カードのICチップの署名が、証明書の鍵と合いません", "複製された証明書か、カードの不具合の可能性があります。このカードでは受け付けず、市区町村の窓口に相談するよう案内してください。";
            en: "The chip's signature does not match the key of its certificate", "The certificate may be a copy, or the card may be faulty. Do not accept it; refer the holder to the municipal office.";
        },
        F::KeyRefused { status } => say! {
            ja: "カードが署名を拒否しました", "カードを置き直してもう一度試してください。";
            en: "The card refused to sign", "Place the card again and retry.";
        }
        .with(status_word(**status)),
        F::TestCard => say! {
            ja: "JPKIの試験用カードです(本番の証明書ではありません)", "受付には使えません。試験用カードを実際の受付に置かないでください。";
            en: "This is a JPKI test card, not a real certificate", "It cannot be used at a counter. Keep test cards away from real work.";
        },
        F::SimulatedCard => say! {
            ja: "模擬カードです。実在のカードではありません", "";
            en: "This is a simulated card, not a real one", "";
        },
    }
}

standing! { ChainFindingId {
    CertificateNotJpki = "発行者がJPKIでない", "not issued by JPKI";
        "発行者の名前が利用者証明用認証局ではありません。",
        "The issuer's name is not that of the JPKI CA for user authentication.";
    CertificateWrongUse = "別の用途の証明書", "certificate for another use";
        "署名用認証局が発行した証明書か、認証局自身の証明書が、利用者証明用の場所から読まれました。",
        "A certificate issued by the CA for digital signature, or that of a CA itself, was read from the place of the user-authentication certificate.";
    ChainTrusted = "発行者の署名を確認", "issuer verified";
        "認証局の鍵で署名を検証しました。認証局の証明書は、指紋(SHA-256)がこのプログラムの表にあるものだけを認めます。失効していないことまでは分かりません。",
        "The signature was verified with the CA's key. A CA counts only when the SHA-256 of its certificate is in this program's table. Revocation is not known.";
    ChainSimulated = "模擬の認証局", "simulated CA";
        "模擬カードの秘密鍵は公開されているため、この署名は誰にでも作れます。",
        "The private keys of simulated cards are public, so anybody can make this signature.";
    ChainSimulatedOnly = "模擬の認証局", "simulated CA";
        "模擬カードの秘密鍵は公開されているため、この署名は誰にでも作れます。`prove` と `certificate` は、`--accept-simulated` または `--simulate` がない限り、これを認めません。",
        "The private keys of simulated cards are public, so anybody can make this signature. `prove` and `certificate` do not accept it without `--accept-simulated` or `--simulate`.";
    ChainNotChecked = "発行者の署名は未確認", "issuer not verified";
        "発行者の署名を確かめるための認証局証明書がありませんでした。",
        "There was no CA certificate with which to check the issuer's signature.";
    ChainAuthorityUnknown = "知らない認証局", "unknown CA";
        "署名そのものは正しくても、どこの認証局か分かりません。",
        "The signature itself is valid, but the CA behind it is not known.";
    ChainSameName = "同名の別の認証局", "another CA of the same name";
        "JPKIの3つの認証局は名前が同じなので、名前では区別せず、証明書の指紋(SHA-256)で見分けます。",
        "The three JPKI CAs share one name, so a CA is told by the SHA-256 of its certificate and never by name.";
    ChainKeyMismatch = "発行者の鍵が違う", "wrong issuer key";
        "証明書が示す発行者の鍵の識別子と、カードの認証局証明書の鍵の識別子が違います。",
        "The key identifier that the certificate gives for its issuer is not that of the CA certificate on the card.";
    ChainSignatureWrong = "署名が正しくない", "invalid signature";
        "認証局の鍵で検証できませんでした。1バイトでも違えばこうなります。",
        "It could not be verified with the CA's key. One changed byte is enough for this.";
    ChainAuthorityExpired = "認証局の期限切れ", "CA expired";
        "認証局の期限より後まで続く証明書は発行されません。",
        "No certificate is issued beyond the end of its CA.";
    AlgorithmUnknown = "知らない暗号方式", "unknown algorithm";
        "確かめられるのは、RSA(SHA-256)とECDSA P-384(SHA-384)です。",
        "RSA with SHA-256 and ECDSA P-384 with SHA-384 can be verified.";
    KeyProven = "秘密鍵を確認", "private key proven";
        "その場で作った乱数にカードが署名し、証明書の公開鍵で検証できました。失効していないことや、健康保険証の利用登録があることは証明しません。",
        "The card signed a fresh random challenge, and the certificate's key verified it. It proves neither that the certificate is not revoked nor that the card is registered for insurance.";
    KeyNotProven = "鍵が合わない", "key does not match";
        "カードの署名を証明書の公開鍵で検証できませんでした。",
        "The card's signature could not be verified with the certificate's key.";
    KeyRefused = "署名の拒否", "signing refused";
        "暗証番号は正しかったものの、秘密鍵での署名が断られました。",
        "The PIN was correct, but the card refused to sign with its private key.";
    TestCard = "試験用カード", "test card";
        "運用機関の試験用認証局(O=JPKI-TEST)が発行したカードです。",
        "Issued by the operator's test hierarchy (O=JPKI-TEST).";
    SimulatedCard = "模擬カード", "simulated card";
        "発行者の名前から、このプログラムの模擬カードと分かりました。日付は本物と同じように判定します。",
        "The issuer's name says that this is a simulated card of this program. Its dates are judged like those of a real one.";
} }
