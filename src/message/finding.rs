//! What each finding says: what happened, and what to do.

use super::label::{Label, date, label, look_alike, pin_name};
use super::{Both, Lang, Text, replay};
use crate::finding::{Finding, Part, Skip, Trap};
use crate::transport::ScardCode;

/// A sentence in both languages, with arguments.
macro_rules! both {
    (
        ja: $ja_title:literal, $ja_advice:literal;
        en: $en_title:literal, $en_advice:literal $(;)?
    ) => {
        Both {
            ja: (format!($ja_title), format!($ja_advice)),
            en: (format!($en_title), format!($en_advice)),
        }
    };
}

/// What happened, and what to do.
#[must_use]
#[allow(clippy::too_many_lines, reason = "one entry for each finding")]
pub fn text(lang: Lang, finding: &Finding) -> Text {
    let day = |day| date(lang, day);
    let code = |code: u32| ScardCode(code).to_string();
    let list = |names: &[String]| names.join(if lang == Lang::Ja { "、" } else { ", " });
    let both = match finding {
        Finding::CertificateValid {
            last_day,
            days_left,
            renewable_from,
        } => {
            let (last, from) = (day(*last_day), day(*renewable_from));
            both! {
                ja: "電子証明書は期限内です({last}まで、あと{days_left}日)", "";
                en: "The certificate is within its dates (until {last}, {days_left} days left; renewable from {from})", "";
            }
        }
        Finding::CertificateExpiring {
            last_day,
            days_left,
        } => {
            let last = day(*last_day);
            if *days_left == 0 {
                both! {
                    ja: "電子証明書の期限は今日({last})までです", "今日いっぱいは期限内です。お住まいの市区町村の窓口で、すぐに更新するよう案内してください(無料)。";
                    en: "The certificate ends today ({last})", "It counts to the end of today. Ask the holder to renew it now at the city hall (free of charge).";
                }
            } else {
                both! {
                    ja: "電子証明書の期限が近づいています({last}まで、あと{days_left}日)", "まだ期限内です。お住まいの市区町村の窓口で更新できることを案内してください(無料)。";
                    en: "The certificate ends soon (on {last}, {days_left} days left)", "It has not ended yet. Tell the holder that it can be renewed at the city hall (free of charge).";
                }
            }
        }
        Finding::CertificateGrace {
            last_day,
            insurance_until,
            disputed,
        } => {
            let (last, until) = (day(*last_day), day(*insurance_until));
            if *disputed {
                both! {
                    ja: "電子証明書は{last}に切れています。健康保険証としての猶予期間は{until}までと数えられますが、数え方が保険者により異なる期間です", "受け付けられるかどうかをオンライン資格確認の画面で確かめてください。共有されるのは資格情報だけで、診療・薬剤情報は見られません。市区町村の窓口での更新を案内してください。";
                    en: "The certificate ended on {last}. The grace period for its use as an insurance card is taken to end on {until}, but insurers count these last days differently", "Confirm with the online qualification check. Only the qualification is shared, no medical records. Ask the holder to renew at the city hall.";
                }
            } else {
                both! {
                    ja: "電子証明書は{last}に切れています。健康保険証としての利用は猶予期間中で、{until}までです", "共有されるのは資格情報だけで、診療・薬剤情報は見られません。電子証明書を使うほかの用途は止まっています(顔写真付きの身分証明書としては有効です)。市区町村の窓口での更新を案内してください(無料)。";
                    en: "The certificate ended on {last}. Its use as an insurance card is within the grace period, until {until}", "Only the qualification is shared, no medical records; other uses of the certificate have stopped (the card remains an identity document). Ask the holder to renew at the city hall (free of charge).";
                }
            }
        }
        Finding::CertificateExpired {
            last_day,
            grace_until: None,
        } => {
            let last = day(*last_day);
            both! {
                ja: "スマートフォンの電子証明書は{last}に切れています", "スマートフォンでは、期限の後の利用は確認されていません。プラスチックのマイナンバーカードを出してもらってください。更新後は、マイナポータルでスマートフォンへの搭載をもう一度申請します。";
                en: "The certificate in the phone ended on {last}", "For phones, use after the last day is not confirmed. Ask for the plastic card. After renewal the phone has to be set up again in Mynaportal.";
            }
        }
        Finding::CertificateExpired {
            last_day,
            grace_until: Some(grace_until),
        } => {
            let (last, until) = (day(*last_day), day(*grace_until));
            both! {
                ja: "電子証明書は{last}に切れ、猶予期間も{until}に終わりました", "健康保険証としては使えません。資格確認書があるか尋ね、なければ加入している保険者に相談するよう案内してください。証明書は市区町村の窓口で更新でき、更新後は健康保険証の利用登録をもう一度行います。";
                en: "The certificate ended on {last}, and the grace period ended on {until}", "It cannot be used as an insurance card. Ask for the eligibility certificate (資格確認書), or refer the holder to the insurer. The certificate is renewed at the city hall; after that the card is registered for insurance again.";
            }
        }
        Finding::CertificateNotYetValid { first_day } => {
            let first = day(*first_day);
            both! {
                ja: "電子証明書は{first}から始まるもので、判定日にはまだ期間に入っていません", "指定した日付が正しいか確かめてください。";
                en: "The certificate begins on {first}, after the day that it was judged on", "Check whether the day that was given is right.";
            }
        }
        Finding::ClockBeforeCertificate { today, first_day } => {
            let (today, first) = (day(*today), day(*first_day));
            both! {
                ja: "パソコンの日付({today})が、電子証明書の始まる日({first})より前です", "パソコンの日付と時刻を確かめ、直してからもう一度確認してください。";
                en: "The computer's date ({today}) is before the first day of the certificate ({first})", "Check the computer's date and time, correct them, and check the card again.";
            }
        }
        Finding::CertificateNeedsPin => both! {
            ja: "スマートフォンのマイナンバーカードは、暗証番号を入れるまで証明書を読めません", "期限を確かめるには `mynacheck pin verify` または `mynacheck certificate` を使い、本人に4桁の暗証番号を入力してもらってください。";
            en: "A My Number Card in a phone gives its certificate only after the PIN", "To see the dates, use `mynacheck pin verify` or `mynacheck certificate` and let the holder enter the 4-digit PIN.";
        },
        Finding::CertificateAbsent => both! {
            ja: "カードに利用者証明用電子証明書が入っていません", "健康保険証としては使えません。市区町村の窓口で電子証明書を発行できます。今日の受付は資格確認書などで行ってください。";
            en: "The card holds no user-authentication certificate", "It cannot be used as an insurance card. The city hall can issue one. Use the eligibility certificate (資格確認書) today.";
        },
        Finding::CertificateRefused { status } => both! {
            ja: "カードが証明書の読み出しを拒否しました(SW {status:04X})", "カードを置き直してもう一度試してください。続く場合は `mynacheck explain {status:04X}` を見て、別のカードで比べてください。";
            en: "The card refused to give its certificate (SW {status:04X})", "Lay the card down again and retry. If it goes on, see `mynacheck explain {status:04X}` and compare with another card.";
        },
        Finding::CertificateNotRead => both! {
            ja: "この記録では証明書が読まれていないため、期限は分かりません", "期限を確かめるには、カードで `mynacheck check` を実行してください。";
            en: "The certificate was not read in this recording, so its dates are not known", "To see the dates, run `mynacheck check` with the card.";
        },
        Finding::CertificateMalformed => both! {
            ja: "証明書として読めないデータがカードから返りました", "カードを置き直してもう一度試してください。続く場合はカードの故障が考えられます。`--record` で記録を取り、担当者に送ってください。";
            en: "What the card gave is not a certificate", "Lay the card down again and retry. If it goes on, the card may be damaged: take a recording with `--record` for the help desk.";
        },
        Finding::CertificateNotRecorded => both! {
            ja: "証明書の発行者の署名と鍵", "記録には期限だけがあり、個人に関わる部分は除かれています。";
            en: "Who signed the certificate, and its key", "The recording holds only its dates; what is personal was left out.";
        },
        Finding::CertificateNotJpki => both! {
            ja: "証明書の発行者が公的個人認証サービス(JPKI)ではありません", "マイナンバーカードの証明書とは認められません。このカードで受け付けず、資格確認書などで確認してください。";
            en: "The certificate was not issued by JPKI", "It is not the certificate of a My Number Card. Do not accept it; use the eligibility certificate (資格確認書) instead.";
        },
        Finding::CertificateWrongUse => both! {
            ja: "利用者証明用の場所に、別の用途の証明書が入っています", "正常なカードではありません。カードを置き直しても続く場合は、市区町村の窓口に相談するよう案内してください。";
            en: "A certificate for another use lies in the place of the user-authentication certificate", "This is not a card in good order. If it goes on, refer the holder to the city hall.";
        },
        Finding::ChainTrusted { generation } => match generation {
            Some(year) => both! {
                ja: "証明書は公的個人認証サービス(JPKI)の{year}年の認証局が署名したものです", "";
                en: "The certificate was signed by the JPKI CA of {year}", "";
            },
            None => both! {
                ja: "証明書は `--trust-anchor` で指定された認証局が署名したものです", "";
                en: "The certificate was signed by the CA given with `--trust-anchor`", "";
            },
        },
        Finding::ChainSimulated => both! {
            ja: "証明書は模擬カードの認証局が署名したものです(何も証明しません)", "";
            en: "The certificate was signed by the CA of the simulated cards, which proves nothing", "";
        },
        Finding::ChainSimulatedOnly => both! {
            ja: "証明書は模擬カードの認証局が署名したもので、本物の証明書ではありません", "この署名は誰にでも作れます。受付には使わないでください。試験で受け入れるときは `--accept-simulated` を付けます。";
            en: "The certificate was signed by the CA of the simulated cards: it is not a real one", "Anybody can make this signature. Do not use it at a counter. For tests, give `--accept-simulated`.";
        },
        Finding::ChainNotChecked => both! {
            ja: "認証局の証明書がカードから読めず、発行者の署名を確かめられませんでした", "カードを置き直してもう一度試してください。認証局の証明書があれば `--trust-anchor` で指定できます。";
            en: "The card gave no CA certificate, so the issuer's signature could not be checked", "Lay the card down again and retry. A CA certificate can be given with `--trust-anchor`.";
        },
        Finding::ChainAuthorityUnknown => both! {
            ja: "証明書に署名した認証局は、知られている認証局ではありません", "マイナンバーカードの証明書とは認められません。新しい認証局の場合は、このプログラムを更新してください。";
            en: "The CA that signed the certificate is none of the known ones", "It is not the certificate of a My Number Card. If there is a newer CA, update this program.";
        },
        Finding::ChainSameName => both! {
            ja: "証明書に署名した認証局は、名前は同じですが、知られている認証局ではありません", "偽物の可能性があります。このカードで受け付けないでください。新しい認証局が始まっている場合は、このプログラムを更新してください。";
            en: "The CA that signed the certificate bears the known name, but is not the known CA", "It may be a forgery: do not accept this card. If a newer CA has begun, update this program.";
        },
        Finding::ChainKeyMismatch => both! {
            ja: "証明書の発行者の鍵が、カードの中の認証局証明書の鍵と違います", "正常なカードではありません。このカードで受け付けず、市区町村の窓口に相談するよう案内してください。";
            en: "The certificate names another issuer key than that of the CA certificate on the card", "This is not a card in good order. Do not accept it; refer the holder to the city hall.";
        },
        Finding::ChainSignatureWrong => both! {
            ja: "証明書の署名が正しくありません(偽物か、書き換えられています)", "このカードで受け付けないでください。カードを置き直しても続く場合は、市区町村の窓口に相談するよう案内してください。";
            en: "The signature on the certificate is wrong: forged or changed", "Do not accept this card. If it goes on after laying it down again, refer the holder to the city hall.";
        },
        Finding::ChainAuthorityExpired { last_day } => {
            let last = day(*last_day);
            both! {
                ja: "証明書に署名した認証局は{last}に終わっています", "証明書がそれより後まで続くのは正常ではありません。市区町村の窓口に相談するよう案内してください。";
                en: "The CA that signed the certificate ended on {last}", "No certificate in good order outlives its CA. Refer the holder to the city hall.";
            }
        }
        Finding::AlgorithmUnknown { algorithm } => both! {
            ja: "このプログラムが知らない暗号方式です({algorithm})", "このプログラムより新しいカードかもしれません。プログラムを更新してください。";
            en: "The algorithm {algorithm} is unknown to this program", "The card may be newer. Update this program.";
        },
        Finding::KeyProven => both! {
            ja: "カードのICチップは、証明書の秘密鍵を持っています", "";
            en: "The chip holds the private key of its certificate", "";
        },
        Finding::KeyNotProven => both! {
            ja: "カードのICチップの署名が、証明書の鍵と合いません", "複製された証明書か、故障したカードの可能性があります。このカードで受け付けず、市区町村の窓口に相談するよう案内してください。";
            en: "What the chip signed does not fit the key of its certificate", "The certificate may be a copy, or the card damaged. Do not accept it; refer the holder to the city hall.";
        },
        Finding::KeyRefused { status } => both! {
            ja: "カードが署名を拒否しました(SW {status:04X})", "カードを置き直してもう一度試してください。意味は `mynacheck explain {status:04X}` で見られます。";
            en: "The card refused to sign (SW {status:04X})", "Lay the card down again and retry. See `mynacheck explain {status:04X}`.";
        },
        Finding::TestCard => both! {
            ja: "JPKIの試験用カードです(本番の証明書ではありません)", "受付には使えません。試験用カードを実際の受付に置かないでください。";
            en: "This is a JPKI test card, not a real certificate", "It cannot be used at a counter. Keep test cards away from real work.";
        },
        Finding::SimulatedCard => both! {
            ja: "模擬カードです。実在のカードではありません", "";
            en: "This is a simulated card, not a real one", "";
        },
        Finding::NotMyNumberCard { status, looks_like } => match looks_like {
            Some(card) => {
                let card = look_alike(lang, *card);
                both! {
                    ja: "マイナンバーカードではありません({card}のようです)", "マイナンバーカードだけをリーダーに置いてください。ほかのカードと重ねると、別のカードが読まれることがあります。";
                    en: "This is not a My Number Card (it looks like {card})", "Lay only the My Number Card on the reader. Stacked with others, another card may be read.";
                }
            }
            None => both! {
                ja: "マイナンバーカードではありません(SW {status:04X})", "マイナンバーカードだけをリーダーに置いてください。新しい世代のカードの場合は、このプログラムを更新してください。";
                en: "This is not a My Number Card (SW {status:04X})", "Lay only the My Number Card on the reader. If it is a card of a newer generation, update this program.";
            },
        },
        Finding::JukiCard => both! {
            ja: "住民基本台帳カードです。マイナンバーカードではありません", "健康保険証としては使えません。マイナンバーカードを置いてください。";
            en: "This is a Juki card (住基カード), not a My Number Card", "It cannot be used as an insurance card. Lay down the My Number Card.";
        },
        Finding::CardKindUnknown { label } => both! {
            ja: "このプログラムが知らない種類のカードです(表示名「{label}」)", "このプログラムより新しいカードかもしれません。プログラムを更新し、結果はオンライン資格確認の画面で確かめてください。";
            en: "This kind of card is unknown to this program (label \"{label}\")", "It may be newer than this program. Update the program, and confirm with the online qualification check.";
        },
        Finding::PinOk { left, max } => match max {
            Some(max) => both! {
                ja: "暗証番号は残り{left}回です({max}回まで)", "";
                en: "The PIN has {left} of {max} tries left", "";
            },
            None => both! {
                ja: "暗証番号は残り{left}回です", "";
                en: "The PIN has {left} tries left", "";
            },
        },
        Finding::PinLastTry => both! {
            ja: "暗証番号は残り1回です。次に間違えるとロックされます", "暗証番号を入力せず、顔認証または目視で受け付けてください。正しい番号を一度入力すれば、回数は元に戻ります。";
            en: "The PIN has one try left: the next wrong entry locks it", "Do not enter it. Use face recognition or a visual check. One right entry restores the count.";
        },
        Finding::PinLocked { no_signing } => {
            if *no_signing {
                both! {
                    ja: "暗証番号は使えません(ロックされているか、暗証番号のない顔認証マイナンバーカードです)", "健康保険証としては、顔認証または目視で受け付けられます。カード表面の右下に「顔認証」とあれば、これで正常です。なければ、市区町村の窓口で初期化できます。";
                    en: "The PIN cannot be used (locked, or a face-recognition card, which has none)", "As an insurance card it works with face recognition or a visual check. If 「顔認証」 is printed at the lower right of the front, this is normal. If not, the city hall can reset the PIN.";
                }
            } else {
                both! {
                    ja: "暗証番号がロックされています", "健康保険証としては、顔認証または目視で受け付けられます。ほかの用途には使えません。市区町村の窓口、またはスマートフォンのアプリとコンビニの端末(署名用パスワードが必要)で初期化できます。カード表面に「顔認証」とあるカードには、もともと暗証番号がありません。";
                    en: "The PIN is locked", "As an insurance card it works with face recognition or a visual check; other uses have stopped. The city hall can reset it, or the phone app with a convenience-store kiosk (needs the signing password). A card with 「顔認証」 on its front has no PIN at all.";
                }
            }
        }
        Finding::PinVerified => both! {
            ja: "暗証番号はすでに照合済みで、残り回数は分かりません", "ほかのプログラムがこのカードを使っています。そのプログラムを終えてカードを置き直すと、残り回数が分かります。";
            en: "The PIN has been verified already; the tries left are not told", "Another program is using this card. End it and lay the card down again to see the count.";
        },
        Finding::PinUnknown { status } => both! {
            ja: "暗証番号の残り回数は分かりません(カードの答え {status:04X})", "暗証番号は入力せず、顔認証または目視で受け付けてください。意味は `mynacheck explain {status:04X}` で見られます。";
            en: "The tries left on the PIN are not known (the card answered {status:04X})", "Do not enter the PIN; use face recognition or a visual check. See `mynacheck explain {status:04X}`.";
        },
        Finding::OtherPinLastTry { pin } => {
            let name = pin_name(lang, pin);
            both! {
                ja: "{name}の暗証番号は残り1回です", "健康保険証としての利用には影響しません。次に間違えるとロックされます。";
                en: "The PIN for {name} has one try left", "Its use as an insurance card is not affected. The next wrong entry locks this PIN.";
            }
        }
        Finding::OtherPinLocked { pin } => {
            let name = pin_name(lang, pin);
            both! {
                ja: "{name}の暗証番号は使えません(ロックされているか、設定されていません)", "健康保険証としての利用には影響しません。初期化は市区町村の窓口でできます。";
                en: "The PIN for {name} cannot be used (locked, or never set)", "Its use as an insurance card is not affected. The city hall can reset it.";
            }
        }
        Finding::OtherPinUnknown { pin, status } => {
            let name = pin_name(lang, pin);
            both! {
                ja: "{name}の暗証番号の残り回数は分かりません(カードの答え {status:04X})", "意味は `mynacheck explain {status:04X}` で見られます。";
                en: "The tries left on the PIN for {name} are not known (the card answered {status:04X})", "See `mynacheck explain {status:04X}`.";
            }
        }
        Finding::PinRight => both! {
            ja: "暗証番号は正しい番号です", "";
            en: "The PIN is right", "";
        },
        Finding::PinSentLocked => both! {
            ja: "暗証番号を送りましたが、カードはロックされていると答えました", "正しい番号だったかどうかは分かりません。もう一度送ってはいません。健康保険証としては、顔認証または目視確認で受け付けてください。";
            en: "The PIN was sent, and the card answered that it is locked", "Whether it was right is not known. It was not sent again. As an insurance card it is accepted with face recognition or a visual check.";
        },
        Finding::PinWrong { left: Some(1) } => both! {
            ja: "暗証番号が違います。残り1回で、次に間違えるとロックされます", "これ以上は入力せず、顔認証または目視で受け付けてください。正しい番号は市区町村の窓口で設定し直せます。";
            en: "The PIN is wrong. One try is left: the next error locks it", "Do not try again. Use face recognition or a visual check. The city hall can set a new PIN.";
        },
        Finding::PinWrong { left: Some(left) } => both! {
            ja: "暗証番号が違います。残り{left}回です", "本人に番号を確かめてもらってください。誤りは累計で数えられ、時間がたっても戻りません。";
            en: "The PIN is wrong; {left} tries are left", "Ask the holder to make sure of it. Errors add up, and time does not undo them.";
        },
        Finding::PinWrong { left: None } => both! {
            ja: "暗証番号が違います(残り回数は分かりません)", "これ以上は入力せず、顔認証または目視で受け付けてください。";
            en: "The PIN is wrong (the tries left are not known)", "Do not try again. Use face recognition or a visual check.";
        },
        Finding::PinNowLocked => both! {
            ja: "暗証番号が違います。ロックされました", "健康保険証としては、顔認証または目視で受け付けられます。ほかの用途には使えません。市区町村の窓口、またはスマートフォンのアプリとコンビニの端末(署名用パスワードが必要)で初期化できます。";
            en: "The PIN is wrong, and now it is locked", "As an insurance card it still works with face recognition or a visual check; other uses have stopped. The city hall can reset it, or the phone app with a convenience-store kiosk (needs the signing password).";
        },
        Finding::PinWithheld => both! {
            ja: "残り1回のため、暗証番号をカードに送りませんでした", "顔認証または目視で受け付けてください。番号が確かで、それでも試すときは、確認に「はい」と答えるか `--allow-last-try` を付けてください。";
            en: "One try is left, so the PIN was not sent to the card", "Use face recognition or a visual check. Where the PIN is certain and must be tried, answer \"yes\" when asked, or give `--allow-last-try`.";
        },
        Finding::PinNotTriedLocked { no_signing } => {
            if *no_signing {
                both! {
                    ja: "暗証番号を送りませんでした(ロックされているか、暗証番号のない顔認証マイナンバーカードです)", "健康保険証としては、顔認証または目視で受け付けられます。カード表面の右下に「顔認証」とあれば、これで正常です。なければ、市区町村の窓口で初期化できます。";
                    en: "The PIN was not sent (it is locked, or this is a face-recognition card, which has none)", "As an insurance card it works with face recognition or a visual check. If 「顔認証」 is printed at the lower right of the front, this is normal. If not, the city hall can reset the PIN.";
                }
            } else {
                both! {
                    ja: "暗証番号はロックされているため、送りませんでした", "健康保険証としては、顔認証または目視で受け付けられます。市区町村の窓口、またはスマートフォンのアプリとコンビニの端末(署名用パスワードが必要)で初期化できます。カード表面に「顔認証」とあるカードには、もともと暗証番号がありません。";
                    en: "The PIN is locked, so it was not sent", "As an insurance card it works with face recognition or a visual check. The city hall can reset it, or the phone app with a convenience-store kiosk (needs the signing password). A card with 「顔認証」 on its front has no PIN at all.";
                }
            }
        }
        Finding::PinNotTriedUnknown { status } => both! {
            ja: "残り回数が分からないため、暗証番号を送りませんでした(カードの答え {status:04X})", "ほかのカード用プログラムを終え、カードを置き直してから、もう一度試してください。意味は `mynacheck explain {status:04X}` で見られます。";
            en: "The tries left are not known, so the PIN was not sent (the card answered {status:04X})", "Close other card programs, lay the card down again, and retry. See `mynacheck explain {status:04X}`.";
        },
        Finding::PinCardChanged => both! {
            ja: "入力の間にカードまたは残り回数が変わったため、暗証番号を送りませんでした", "本人のカード1枚だけを置き、ほかのカード用プログラムを終えてから、もう一度試してください。";
            en: "Card or count changed while the PIN was typed, so it was not sent", "Lay down only the holder's card, close other card programs, and retry.";
        },
        Finding::PinLength => both! {
            ja: "暗証番号は4桁です。カードには送っていません", "利用者証明用の4桁の番号を入力してください。6文字以上のものは署名用パスワードです。";
            en: "The PIN has 4 digits. Nothing was sent to the card", "Enter the 4 digits for user authentication. Six characters or more are the signing password.";
        },
        Finding::PinNotDigits => both! {
            ja: "暗証番号は数字だけです。カードには送っていません", "利用者証明用の4桁の数字を入力してください。";
            en: "The PIN consists of digits. Nothing was sent to the card", "Enter the 4 digits for user authentication.";
        },
        Finding::PinFullWidth => both! {
            ja: "全角の数字が入力されました。カードには送っていません", "日本語入力を切り(半角/全角キー)、半角の数字4桁で入力してください。";
            en: "Full-width digits were typed. Nothing was sent to the card", "Switch the Japanese input method off and type 4 half-width digits.";
        },
        Finding::PinNotGiven => both! {
            ja: "暗証番号が入力されませんでした。カードには送っていません", "端末の画面で実行するか、`--pin-stdin` を付けて標準入力から渡してください。";
            en: "No PIN was entered. Nothing was sent to the card", "Run it at a terminal, or hand the PIN over on standard input with `--pin-stdin`.";
        },
        Finding::PinOutcomeUnknown { before, after } => match after {
            Some(after) if after < before => both! {
                ja: "照合の途中で通信が切れました。残り回数は{before}回から{after}回に減っています", "暗証番号は誤りだったと考えられます。再送はしていません。カードを置き直して `mynacheck pin status` で残り回数を確かめてください。";
                en: "The exchange broke at the check. The tries left went from {before} to {after}", "The PIN was most likely wrong. It was not sent again. Lay the card down again and look with `mynacheck pin status`.";
            },
            Some(after) if after > before => both! {
                ja: "照合の途中で通信が切れました。残り回数は{before}回から{after}回に戻っています", "暗証番号は正しかったと考えられます。再送はしていません。確かめるときは、カードを置き直してもう一度試してください。";
                en: "The exchange broke at the check. The tries left went back from {before} to {after}", "The PIN was most likely right. It was not sent again. To be sure, lay the card down again and retry.";
            },
            Some(after) => both! {
                ja: "照合の途中で通信が切れました。残り回数は{after}回のままです", "正しい番号だったか、カードに届かなかったかのどちらかです。誤りとしては数えられていません。再送はしていません。カードを置き直してもう一度試してください。";
                en: "The exchange broke at the check. The tries left are still {after}", "Either the PIN was right, or it never arrived; it was not counted as an error. It was not sent again. Lay the card down again and retry.";
            },
            None => both! {
                ja: "照合の途中で通信が切れ、結果が分かりません(その前は残り{before}回)", "再送はしていません。誤りとして数えられた可能性があります。カードを置き直し、まず `mynacheck pin status` で残り回数を確かめてください。";
                en: "The exchange broke at the check; its outcome is not known (before: {before} tries left)", "It was not sent again, and may have counted as an error. Lay the card down again and look with `mynacheck pin status` first.";
            },
        },
        Finding::PinAnswerOdd { status } => both! {
            ja: "カードは照合に、正しいとも誤りとも答えませんでした(SW {status:04X})", "再送はしていません。`mynacheck pin status` で残り回数を確かめてください。意味は `mynacheck explain {status:04X}` で見られます。";
            en: "The card answered the check with neither yes nor no (SW {status:04X})", "It was not sent again. Look with `mynacheck pin status`. See `mynacheck explain {status:04X}`.";
        },
        Finding::PinStillVerified => both! {
            ja: "照合の後、カードの電源を切れませんでした", "照合済みの状態が残らないように、カードをリーダーから離してください。";
            en: "The card could not be powered down after the check", "Take it off the reader, so that its verified state ends.";
        },
        Finding::RevocationNotChecked => both! {
            ja: "失効していないかどうか", "オンライン資格確認でだけ分かります。";
            en: "Whether the certificate has been revoked", "Only the online qualification check knows.";
        },
        Finding::RegistrationNotChecked => both! {
            ja: "健康保険証としての利用登録があるかどうか", "マイナポータルまたは顔認証付きカードリーダーで分かります。";
            en: "Whether the card is registered as an insurance card", "Mynaportal or the face-recognition reader tells.";
        },
        Finding::ClockWrong { today, released } => {
            let (today, released) = (day(*today), day(*released));
            both! {
                ja: "パソコンの日付({today})が、このプログラムの公開日({released})より前です", "日付と時刻を直してから、もう一度確認してください。期限の判定はこの日付で行っています。";
                en: "The computer's date ({today}) is before the release of this program ({released})", "Correct date and time, then check again: the dates were judged on that day.";
            }
        }
        Finding::NoService { code: raw } => {
            let code = code(*raw);
            both! {
                ja: "パソコンのICカードサービスに接続できません({code})", "`mynacheck doctor` で原因を確かめてください。Linux: `sudo apt install pcscd` と `sudo systemctl enable --now pcscd.socket`。Windows: サービス「Smart Card」を開始。";
                en: "The computer's smart-card service cannot be reached ({code})", "Run `mynacheck doctor` for the cause. Linux: `sudo apt install pcscd` and `sudo systemctl enable --now pcscd.socket`. Windows: start the service \"Smart Card\".";
            }
        }
        Finding::ServiceStopped { code: raw } => {
            let code = code(*raw);
            both! {
                ja: "ICカードサービスが止まったか、バージョンが合いません({code})", "サービスを再起動してください。Linux: `sudo systemctl restart pcscd.socket pcscd`。続く場合は libpcsclite と pcscd のバージョンをそろえてください。";
                en: "The smart-card service has stopped, or is of another version ({code})", "Restart it. Linux: `sudo systemctl restart pcscd.socket pcscd`. If it goes on, bring libpcsclite and pcscd to the same version.";
            }
        }
        Finding::AccessDenied { code: raw } => {
            let code = code(*raw);
            both! {
                ja: "リーダーの利用が許可されていません({code})", "遠隔ログインや自動実行では断られることがあります。パソコンの画面で直接実行するか、管理者に polkit の設定を頼んでください。";
                en: "The system does not allow the use of the reader ({code})", "Remote logins and scheduled jobs are often refused. Run it at the computer itself, or ask the administrator for a polkit rule.";
            }
        }
        Finding::NoReader => both! {
            ja: "カードリーダーが見つかりません", "リーダーのUSBを差し直し、別の差込口も試してください。続く場合は `mynacheck doctor` で原因を確かめてください。";
            en: "No card reader was found", "Plug the reader in again, try another USB port. If it goes on, run `mynacheck doctor`.";
        },
        Finding::NoVirtualReader {
            address,
            waited_seconds,
        } => both! {
            ja: "{address} で待ち受けている仮想リーダーがありません({waited_seconds}秒待ちました)", "Debian と Ubuntu では `sudo apt install pcscd vsmartcard-vpcd` の後に `sudo systemctl restart pcscd` を実行してください。待ち受け先は `/etc/reader.conf.d/vpcd` にあります。";
            en: "No virtual reader listens on {address} ({waited_seconds} seconds)", "On Debian and Ubuntu: `sudo apt install pcscd vsmartcard-vpcd`, then `sudo systemctl restart pcscd`. Its port is in `/etc/reader.conf.d/vpcd`.";
        },
        Finding::ReaderNotFound { wanted, readers } => {
            let readers = list(readers);
            both! {
                ja: "「{wanted}」というリーダーはありません", "あるリーダー: {readers}。`mynacheck readers` で名前と番号を確かめてください。";
                en: "There is no reader \"{wanted}\"", "Readers: {readers}. See `mynacheck readers` for names and numbers.";
            }
        }
        Finding::ReaderAmbiguous { wanted, readers } => {
            let readers = list(readers);
            both! {
                ja: "「{wanted}」に当てはまるリーダーが複数あります", "名前をもっと長く書くか、番号で選んでください: {readers}";
                en: "Several readers match \"{wanted}\"", "Give more of the name, or the number: {readers}";
            }
        }
        Finding::ReaderGone { code: raw } => {
            let code = code(*raw);
            both! {
                ja: "リーダーとの接続が切れました({code})", "リーダーのUSBを差し直し、ハブを使わず本体に直接つないでください。";
                en: "The reader went away ({code})", "Plug it in again, directly and not through a hub.";
            }
        }
        Finding::NoCard { waited_seconds } => {
            if *waited_seconds == 0 {
                both! {
                    ja: "カードが置かれていません", "カードをリーダーに平らに置くか、奥まで差し込んで、動かさずに待ってください。";
                    en: "There is no card on the reader", "Lay the card flat on the reader, or push it in fully, and leave it there.";
                }
            } else {
                both! {
                    ja: "カードが置かれませんでした({waited_seconds}秒待ちました)", "カードをリーダーに平らに置くか、奥まで差し込んで、動かさずに待ってください。";
                    en: "No card was laid down ({waited_seconds} seconds)", "Lay the card flat on the reader, or push it in fully, and leave it there.";
                }
            }
        }
        Finding::SeveralCards { readers } => {
            let readers = list(readers);
            both! {
                ja: "カードが2枚以上置かれています: {readers}", "1枚だけにするか、`--reader` でリーダーを選んでください。";
                en: "More than one card is present: {readers}", "Leave only one, or choose with `--reader`.";
            }
        }
        Finding::CardMute => both! {
            ja: "カードはありますが、ICチップが応答しません", "カードの向きと裏表を確かめ、ICチップを拭いて置き直してください。別のカードで試すと、カードとリーダーのどちらが悪いか分かります。";
            en: "A card is there, but its chip does not answer", "Check which way round it is, wipe the chip, lay it down again. Another card shows whether card or reader is at fault.";
        },
        Finding::CardBusy { programs } => {
            let (ja_who, en_who) = users(programs);
            both! {
                ja: "ほかのプログラムがカードを使っています{ja_who}", "受付ソフトや利用者クライアントソフトの処理が終わるのを待つか、終了してから、もう一度試してください。";
                en: "Another program is using the card{en_who}", "Wait until the reception program is done, or close it, then try again.";
            }
        }
        Finding::CardRemoved => both! {
            ja: "読み取りの途中でカードが離れました", "カードを置いたら、結果が出るまで動かさないでください。金属の机やカードケースは避けてください。";
            en: "The card was taken away while it was read", "Leave the card in place until the result is shown. Avoid metal desks and card cases.";
        },
        Finding::CardReset => both! {
            ja: "ほかのプログラムがカードを繰り返し初期化しています", "受付ソフトなど、ほかのカード用プログラムを終えてから、もう一度試してください。";
            en: "Another program keeps resetting the card", "Close other card programs, then try again.";
        },
        Finding::ProtocolMismatch => both! {
            ja: "カードとリーダーの通信方式が合いません", "カードを置き直してください。続く場合は、ほかのカード用プログラムを終えるか、別のリーダーで試してください。";
            en: "Card and reader agree on no protocol", "Lay the card down again. If it goes on, close other card programs or try another reader.";
        },
        Finding::CommunicationFailed { code: raw } => {
            let code = code(*raw);
            both! {
                ja: "カードとの通信が途中で切れました({code})", "カードを置き直し、動かさずに待ってください。続く場合は、別のUSB口・別のカードで比べてください。";
                en: "The exchange with the card broke ({code})", "Lay the card down again and leave it. If it goes on, compare with another USB port and another card.";
            }
        }
        Finding::CardAnswersOddly => both! {
            ja: "カードが規格にない答え方をしました", "カードを置き直してもう一度試してください。続く場合は `--record` で記録を取り、担当者に送ってください。";
            en: "The card answers against the rules", "Lay it down again and retry. If it goes on, take a recording with `--record` for the help desk.";
        },
        Finding::TimeLimit { seconds } => both! {
            ja: "{seconds}秒待ちましたが、応答がありません", "カードを置き直してください。続く場合はリーダーを差し直し、`mynacheck doctor` で原因を確かめてください。";
            en: "There was no answer within {seconds} seconds", "Lay the card down again. If it goes on, plug the reader in again and run `mynacheck doctor`.";
        },
        Finding::PcscError { code: raw } => {
            let code = code(*raw);
            both! {
                ja: "ICカードサービスがエラーを返しました({code})", "意味は `mynacheck explain 0x{raw:08X}` で見られます。続く場合は `mynacheck doctor` を実行してください。";
                en: "The smart-card service returned an error ({code})", "See `mynacheck explain 0x{raw:08X}`. If it goes on, run `mynacheck doctor`.";
            }
        }
        Finding::CardInTransaction { seconds, programs } => {
            let (ja_who, en_who) = users(programs);
            both! {
                ja: "ほかのプログラムがカードと通信を続けていて、{seconds}秒待っても終わりません{ja_who}", "受付ソフトの処理が終わるのを待ってください。終わらなければそのプログラムを終了し、カードを置き直してから、もう一度試してください。";
                en: "Another program is in the middle of a conversation with the card and has not ended it within {seconds} seconds{en_who}", "Wait until the reception program is done. If it does not end, close it, lay the card down again, then try again.";
            }
        }
        Finding::ServiceOk => both! {
            ja: "ICカードサービスは動いています", "";
            en: "The smart-card service is running", "";
        },
        Finding::ServiceMissing { command } => both! {
            ja: "カードリーダーを使うための部品(ICカードサービス pcscd)が、このパソコンに入っていません", "管理者が `{command}` を実行して、入れてください。";
            en: "This computer lacks the part that card readers need (the smart-card service pcscd)", "Let the administrator install it with `{command}`.";
        },
        Finding::ServiceDisabled { masked } => {
            if *masked {
                both! {
                    ja: "カードリーダーを使うための部品(ICカードサービス pcscd)が、動かないように止められています", "管理者が `sudo systemctl unmask pcscd.socket pcscd.service` の後に `sudo systemctl enable --now pcscd.socket` を実行してください。";
                    en: "The part that card readers need (the smart-card service pcscd) has been forbidden to start", "Let the administrator run `sudo systemctl unmask pcscd.socket pcscd.service`, then `sudo systemctl enable --now pcscd.socket`.";
                }
            } else {
                both! {
                    ja: "カードリーダーを使うための部品(ICカードサービス pcscd)は入っていますが、起動する設定になっていません", "管理者が `sudo systemctl enable --now pcscd.socket` を実行してください。";
                    en: "The part that card readers need (the smart-card service pcscd) is installed, but not set to start", "Let the administrator run `sudo systemctl enable --now pcscd.socket`.";
                }
            }
        }
        Finding::ServiceNotRunning { command } => both! {
            ja: "カードリーダーを使うための部品(ICカードサービス pcscd)は入っていますが、動いていません", "管理者が `{command}` を実行して、動かしてください。";
            en: "The part that card readers need (the smart-card service pcscd) is installed, but not running", "Let the administrator start it with `{command}`.";
        },
        Finding::ServiceStale { command } => both! {
            ja: "カードリーダーを使うための部品(ICカードサービス pcscd)が止まり、接続口だけが残っています", "管理者が `{command}` を実行して、動かし直してください。";
            en: "The part that card readers need (the smart-card service pcscd) has stopped and left only its socket behind", "Let the administrator restart it with `{command}`.";
        },
        Finding::ServiceForbidden => both! {
            ja: "カードリーダーを使うための部品(ICカードサービス pcscd)に、この利用者は接続を許されていません", "パソコンの画面で普段の利用者として実行してください。続く場合は、管理者に接続口の権限を確かめてもらってください。";
            en: "This user may not connect to the part that card readers need (the smart-card service pcscd)", "Run it as the usual user at the computer itself. If it goes on, ask the administrator about the rights to the socket.";
        },
        Finding::ServiceSandboxed { sandbox, remedy } => both! {
            ja: "このプログラムは隔離された環境({sandbox})の中にあり、パソコンのカードリーダーが見えません", "隔離環境の外で実行するか、環境に接続口を渡してください: `{remedy}`";
            en: "This program runs inside a sandbox ({sandbox}) that hides the computer's card readers", "Run it outside the sandbox, or hand the socket in: `{remedy}`";
        },
        Finding::ServiceHangs { seconds, stopped } => {
            if *stopped {
                both! {
                    ja: "カードリーダーを使うための部品(ICカードサービス pcscd)が一時停止させられていて、答えません", "管理者が `sudo pkill -CONT -x pcscd` を実行するか、パソコンを再起動してください。";
                    en: "The part that card readers need (the smart-card service pcscd) has been paused and does not answer", "Let the administrator run `sudo pkill -CONT -x pcscd`, or restart the computer.";
                }
            } else {
                both! {
                    ja: "カードリーダーを使うための部品(ICカードサービス)が、{seconds}秒待っても答えません", "リーダーのUSBを抜いて差し直してください。続く場合は、パソコンを再起動してください。";
                    en: "The part that card readers need (the smart-card service) has not answered within {seconds} seconds", "Unplug the reader and plug it in again. If it goes on, restart the computer.";
                }
            }
        }
        Finding::ServiceDied { code: raw } => {
            let code = code(*raw);
            both! {
                ja: "カードを読む途中で、カードリーダーを使うための部品(ICカードサービス)が止まりました({code})", "リーダーを差し直して、もう一度試してください。続く場合は、管理者にサービスの再起動とリーダーのドライバーの更新を頼んでください。";
                en: "The part that card readers need (the smart-card service) stopped while the card was read ({code})", "Plug the reader in again and retry. If it goes on, ask the administrator to restart the service and update the reader's driver.";
            }
        }
        Finding::VersionMismatch { code: raw } => {
            let code = code(*raw);
            both! {
                ja: "カードリーダーを使うための部品どうしのバージョンが合いません({code})", "管理者が libpcsclite と pcscd を同じバージョンにそろえてください(どちらかを 2.4.1 以上にしても直ります)。コンテナの中なら、外と同じバージョンを入れてください。";
                en: "The parts that card readers need are of versions that do not fit each other ({code})", "Let the administrator bring libpcsclite and pcscd to the same version (2.4.1 or later on either side also helps). In a container, install the version of its host.";
            }
        }
        Finding::WindowsServiceStopped { code: raw } => {
            let code = code(*raw);
            both! {
                ja: "カードリーダーを使うための Windows の「Smart Card」サービスが動いていません({code})", "リーダーを差し直してください。続く場合は、管理者が `sc config SCardSvr start= demand` と `sc start SCardSvr` を実行してください。";
                en: "The Windows service \"Smart Card\", which card readers need, is not running ({code})", "Plug the reader in again. If it goes on, let the administrator run `sc config SCardSvr start= demand` and `sc start SCardSvr`.";
            }
        }
        Finding::WindowsServiceDisabled => both! {
            ja: "カードリーダーを使うための Windows の「Smart Card」サービスが、無効に設定されています", "管理者が `sc config SCardSvr start= demand` を実行し、リーダーを差し直してください。";
            en: "The Windows service \"Smart Card\", which card readers need, is disabled", "Ask the administrator to run `sc config SCardSvr start= demand`, then plug the reader in again.";
        },
        Finding::WindowsServiceOnDemand => both! {
            ja: "Windows の「Smart Card」サービスは、リーダーがつながるのを待っています", "";
            en: "The Windows service \"Smart Card\" is waiting for a reader", "";
        },
        Finding::RemoteSession => both! {
            ja: "遠隔操作(リモートデスクトップ)の中では、このパソコンのカードリーダーは見えません", "パソコンの前で直接実行するか、接続元のリモートデスクトップの設定で「スマートカード」の共有を有効にしてください。";
            en: "Within a remote desktop session this computer's card readers are not seen", "Run it at the computer itself, or share \"Smart cards\" in the settings of the remote desktop client.";
        },
        Finding::TooManyClients { code: raw } => {
            let code = code(*raw);
            both! {
                ja: "カードリーダーを同時に使うプログラムが多すぎます({code})", "使っていないカード用プログラムを閉じるか、パソコンを再起動してください。";
                en: "Too many programs use card readers at the same time ({code})", "Close card programs that are not needed, or restart the computer.";
            }
        }
        Finding::VirtualMachine { machine } => both! {
            ja: "仮想環境({machine})の中にあり、カードリーダーが渡されていません", "仮想環境の設定でリーダーのUSBをこの環境に渡してください(VMware: `usb.generic.allowCCID = \"TRUE\"`、WSL: `usbipd attach`)。";
            en: "This is a virtual machine ({machine}) that was given no card reader", "Pass the reader's USB device to it (VMware: `usb.generic.allowCCID = \"TRUE\"`, WSL: `usbipd attach`).";
        },
        Finding::ReaderOk { reader } => both! {
            ja: "リーダーが見つかりました: {reader}", "";
            en: "A reader is there: {reader}", "";
        },
        Finding::ReaderModelUnknown { reader } => both! {
            ja: "リーダーが見つかりました(機種の情報はありません): {reader}", "";
            en: "A reader is there, of a model that is not known here: {reader}", "";
        },
        Finding::ReaderTrap { reader, trap } => {
            let trap = label(
                lang,
                match trap {
                    Trap::SamSlot => Label::TrapSamSlot,
                    Trap::TwoSlots => Label::TrapTwoSlots,
                    Trap::TypeBUnreliable => Label::TrapTypeB,
                    Trap::BuiltInUnsupported => Label::TrapBuiltIn,
                    Trap::WindowsDriverFirst => Label::TrapWindowsDriver,
                },
            );
            both! {
                ja: "{reader}: {trap}", "";
                en: "{reader}: {trap}", "";
            }
        }
        Finding::ReaderVirtual { reader } => both! {
            ja: "仮想リーダーは対象から外しました: {reader}", "";
            en: "A virtual reader was passed over: {reader}", "";
        },
        Finding::ReaderSlots { readers } => {
            let readers = list(readers);
            both! {
                ja: "差込口が複数あるリーダーです: {readers}", "";
                en: "This reader has more than one slot: {readers}", "";
            }
        }
        Finding::ShortApduOnly { reader } => both! {
            ja: "短い命令だけを運ぶリーダーです(マイナンバーカードの確認には支障ありません): {reader}", "";
            en: "This reader carries short commands only, which is enough for a My Number Card: {reader}", "";
        },
        Finding::ReaderNotPlugged => both! {
            ja: "パソコンにカードリーダーがつながっていません", "リーダーのUSBを差し直し、別の差込口や別のケーブルも試してください。ハブを使わず、パソコンに直接つないでください。";
            en: "No card reader is plugged into this computer", "Plug the reader in again; try another USB port and another cable, directly and not through a hub.";
        },
        Finding::ReaderUnseen => both! {
            ja: "パソコンは、使えるカードリーダーを見つけていません", "リーダーのUSBを差し直し、別の差込口とケーブルも試してください。続く場合は、パソコンを再起動し、リーダーのドライバーをメーカーの手順で入れ直してください。";
            en: "The computer has found no card reader that it can use", "Plug the reader in again; try another USB port and another cable. If it goes on, restart the computer and install the maker's driver anew.";
        },
        Finding::ReaderHeldByKernel { reader, module } => both! {
            ja: "リーダー({reader})を、別のドライバー({module})が先に使っています", "管理者が `sudo modprobe -r {module}` を実行し、`/etc/modprobe.d/blacklist-nfc.conf` に `blacklist {module}` と書いてから、リーダーを差し直してください。";
            en: "The reader ({reader}) has been taken by another driver ({module})", "Let the administrator run `sudo modprobe -r {module}`, write `blacklist {module}` into `/etc/modprobe.d/blacklist-nfc.conf`, and plug the reader in again.";
        },
        Finding::ReaderNotPcsc { reader } => both! {
            ja: "このリーダー({reader})は、このパソコンのシステムでは使えません", "マイナンバーカード対応で、このシステムで使えるリーダー(RC-S300、CIR315 など)に替えてください。Windows では、ソニーの NFCポートソフトウェアを入れると使えます。";
            en: "This reader ({reader}) cannot be used with this computer's system", "Use a reader for My Number Cards that works here (such as RC-S300 or CIR315). On Windows it works with Sony's NFC Port Software.";
        },
        Finding::DriverMissing { command } => both! {
            ja: "リーダーはつながっていますが、リーダー用のドライバーが入っていません", "管理者が `{command}` を実行して、入れてください。その後、リーダーを差し直してください。";
            en: "The reader is plugged in, but there is no driver for it", "Let the administrator install one with `{command}`, then plug the reader in again.";
        },
        Finding::DriverUnlisted { reader, package } => match package {
            Some(package) => both! {
                ja: "リーダー({reader})はつながっていますが、入っているドライバーがこの機種を知りません", "管理者がこの機種のドライバー(`{package}`)を入れ、リーダーを差し直してください。";
                en: "The reader ({reader}) is plugged in, but no installed driver knows this model", "Let the administrator install the driver for it (`{package}`), then plug the reader in again.";
            },
            None => both! {
                ja: "リーダー({reader})はつながっていますが、入っているドライバーがこの機種を知りません", "管理者がドライバー(libccid)を新しいバージョンにするか、メーカーのドライバーを入れ、リーダーを差し直してください。";
                en: "The reader ({reader}) is plugged in, but no installed driver knows this model", "Let the administrator update the driver (libccid) or install the maker's own, then plug the reader in again.";
            },
        },
        Finding::DeviceWithoutDriver { reader } => both! {
            ja: "リーダー({reader})はつながっていますが、専用のドライバーが入っていません", "メーカーのドライバーを入れ、リーダーを差し直してください(ソニーの PaSoRi には「NFCポートソフトウェア」が必要です)。";
            en: "The reader ({reader}) is plugged in, but its driver is not installed", "Install the maker's driver, then plug the reader in again (Sony's PaSoRi needs \"NFC Port Software\").";
        },
        Finding::DeviceDisabled { reader } => both! {
            ja: "リーダー({reader})が、Windows のデバイス マネージャーで無効にされています", "管理者がデバイス マネージャーでこのリーダーを右クリックし、「デバイスを有効にする」を選んでください。";
            en: "The reader ({reader}) is disabled in Windows' Device Manager", "Ask the administrator to right-click the reader in Device Manager and choose \"Enable device\".";
        },
        Finding::DeviceProblem { reader, problem } => both! {
            ja: "リーダー({reader})が動いていません(Windows のデバイス マネージャーのコード {problem})", "リーダーを差し直し、別のUSBの差込口も試してください。続く場合は、パソコンを再起動し、メーカーのドライバーを入れ直してください。";
            en: "The reader ({reader}) does not work (code {problem} in Windows' Device Manager)", "Plug the reader in again and try another USB port. If this keeps happening, restart the computer and reinstall the maker's driver.";
        },
        Finding::ProgramsNotShown => both! {
            ja: "カードを使っているプログラムの名前は、Windows では調べられません", "コマンド プロンプトで `tasklist /m winscard.dll` を実行すると、カードを使うプログラムの一覧が出ます。";
            en: "Which program is using the card cannot be determined on Windows", "Run `tasklist /m winscard.dll` in a command prompt to list the programs that use smart cards.";
        },
        Finding::DriverDuplicate { reader, drivers } => {
            let drivers = list(drivers);
            both! {
                ja: "リーダー({reader})を、2つ以上のドライバーが担当しています: {drivers}", "調子が悪い場合は、管理者が片方のドライバーを外してください。";
                en: "More than one driver serves the reader ({reader}): {drivers}", "If it misbehaves, let the administrator remove one of them.";
            }
        }
        Finding::ReaderPermission { reader } => both! {
            ja: "リーダー({reader})はつながっていますが、パソコンの設定で使用を許されていません", "管理者が libccid を 1.7.0 以上に更新し、`sudo udevadm control --reload && sudo udevadm trigger` を実行してから、リーダーを差し直してください。";
            en: "The reader ({reader}) is plugged in, but the service (pcscd) has no right to open it", "Let the administrator update libccid to 1.7.0 or later, run `sudo udevadm control --reload && sudo udevadm trigger`, and plug the reader in again.";
        },
        Finding::ReaderHeldByProgram { reader, program } => {
            if program.starts_with("scdaemon") {
                both! {
                    ja: "リーダー({reader})を、別のプログラム({program})が独り占めしています", "`gpgconf --kill scdaemon` を実行してください。繰り返さないためには、`~/.gnupg/scdaemon.conf` に `disable-ccid` と書いてください。";
                    en: "The reader ({reader}) is held by another program ({program})", "Run `gpgconf --kill scdaemon`. To keep it from coming back, write `disable-ccid` into `~/.gnupg/scdaemon.conf`.";
                }
            } else {
                both! {
                    ja: "リーダー({reader})を、別のプログラム({program})が独り占めしています", "そのプログラムを終了し、リーダーを差し直してください。";
                    en: "The reader ({reader}) is held by another program ({program})", "Close that program and plug the reader in again.";
                }
            }
        }
        Finding::ReaderFirmware {
            reader,
            version,
            needed,
        } => both! {
            ja: "リーダー({reader})の内蔵ソフトが古く、使えません(今 {version}、必要 {needed} 以上)", "メーカーの手順で内蔵ソフトを更新するか、リーダーを買い替えてください。";
            en: "The firmware of the reader ({reader}) is too old ({version}; {needed} or later is needed)", "Update it with the maker's tool, or replace the reader.";
        },
        Finding::ReaderHidden { place } => both! {
            ja: "リーダーはつながっていますが、パソコンの設定で隠されています({place})", "管理者がその設定を取り除き、`sudo systemctl restart pcscd.socket pcscd` を実行してください。";
            en: "The reader is plugged in, but a setting hides it ({place})", "Let the administrator remove the setting and run `sudo systemctl restart pcscd.socket pcscd`.";
        },
        Finding::UsbUnsteady {
            reader,
            through_hub,
            saves_power,
        } => {
            let (ja_hub, en_hub) = if *through_hub {
                ("ハブを外し、", "Leave out the hub, ")
            } else {
                ("", "")
            };
            let (ja_power, en_power) = if *saves_power {
                (
                    "USBの省電力(autosuspend)も切ってみてください。",
                    " Try it without USB power saving (autosuspend) as well.",
                )
            } else {
                ("", "")
            };
            both! {
                ja: "リーダー({reader})のUSBの接触または電源が不安定かもしれません", "{ja_hub}パソコン本体の別のUSB口に直接つなぎ、ケーブルも替えて比べてください。{ja_power}";
                en: "The USB connection or power of the reader ({reader}) may be unsteady", "{en_hub}plug it into another port of the computer itself and compare with another cable.{en_power}";
            }
        }
        Finding::FaceReaderOutside => both! {
            ja: "顔認証付きカードリーダー", "専用の仕組みで動くため、このプログラムでは調べられません。画面に出た番号(復帰値)を控え、メーカーに問い合わせてください。";
            en: "Face-recognition card readers", "They work by means of their own, out of this program's reach. Note the code on their screen and ask the maker.";
        },
        Finding::CardSilent { seconds } => both! {
            ja: "読み取りの途中でカードが答えなくなりました({seconds}秒待ちました)", "カードを置き直し、動かさずに、もう一度試してください。続く場合は、リーダーを差し直してください。";
            en: "The card stopped answering while it was read ({seconds} seconds were waited)", "Lay the card down again, leave it, and retry. If it goes on, plug the reader in again.";
        },
        Finding::CardStable { runs, median } => both! {
            ja: "{runs}回続けて読めました(ふつう{median}ミリ秒)", "";
            en: "The card was read {runs} times without a fault (typically {median} ms)", "";
        },
        Finding::CardUnstable { failed, runs } => both! {
            ja: "読み取りが途中で切れることがあります({runs}回中{failed}回)", "金属の机、カードケース、カードの重ね置き、近くのスマートフォンを避け、カードを平らに置いて動かさずに、もう一度試してください。続く場合は、別のUSB口と別のカードで比べてください。";
            en: "Reading breaks off now and then ({failed} of {runs} times)", "Avoid metal desks, card cases, stacked cards and phones nearby; lay the card flat, leave it, and test again. If it goes on, compare with another USB port and another card.";
        },
        Finding::SwapCard => both! {
            ja: "別のカードは読めました。リーダーは正常で、最初のカードの不具合です", "最初のカードのICチップを柔らかい布で拭いて試してください。読めなければ、市区町村の窓口でカードの再発行を相談するよう案内してください。今日の受付は、資格確認書などで行えます。";
            en: "The other card can be read: the reader works, and the first card is at fault", "Wipe the first card's chip with a soft cloth and try again. If it stays unreadable, refer the holder to the city hall for a new card. Today, the eligibility certificate (資格確認書) and the like will do.";
        },
        Finding::SwapReader => both! {
            ja: "どちらのカードも読めません。リーダーの不具合です", "リーダーを差し直し、別のUSB口で試してください。続く場合は、別のリーダーに替えてください。カードの持ち主には、カードの不具合とは言わないでください。";
            en: "Neither card can be read: the reader is at fault", "Plug the reader in again and try another USB port. If it goes on, replace the reader. Do not tell the holder that the card is broken.";
        },
        Finding::SwapBothAnswer => both! {
            ja: "最初のカードも応答しています。カードを替えて比べる必要はありません", "";
            en: "The first card answers as well: there is no need to compare", "";
        },
        Finding::SwapNotMade => both! {
            ja: "別のカードが置かれなかったため、リーダーとカードのどちらの不具合か分かりません", "別のICカードを用意して、`mynacheck doctor --swap` をもう一度実行してください。";
            en: "No other card was laid down, so it stays open whether reader or card is at fault", "Get another chip card and run `mynacheck doctor --swap` again.";
        },
        Finding::PartSkipped { part, why } => {
            let part = label(
                lang,
                match part {
                    Part::Computer => Label::PartComputer,
                    Part::Reader => Label::PartReader,
                    Part::Card => Label::PartCard,
                    Part::Certificate => Label::PartCertificate,
                },
            );
            let why = label(
                lang,
                match why {
                    Skip::EarlierFault => Label::SkipEarlierFault,
                    Skip::NoReaderNeeded => Label::SkipNoReaderNeeded,
                    Skip::NotAsked => Label::SkipNotAsked,
                    Skip::NotShown => Label::SkipNotShown,
                },
            );
            both! {
                ja: "{part}は確かめていません", "{why}";
                en: "{part}: not looked at", "{why}";
            }
        }
        Finding::ReplayDiffers {
            line,
            expected,
            got,
            later,
            repeated_verify,
        } => {
            let at = line.map_or_else(|| "-".to_owned(), |line| line.to_string());
            let differing = replay::differing(expected.as_deref(), got.as_deref());
            let expected = replay::described(lang, expected.as_deref());
            let got = replay::described(lang, got.as_deref());
            let later = later.map_or_else(|| "-".to_owned(), |line| line.to_string());
            if *repeated_verify {
                both! {
                    ja: "記録にない暗証番号の再送がありました(行{at}: 記録 {expected} / 送信 {got})", "実物のカードでは回数が減ります。このプログラムの不具合として報告してください。";
                    en: "A VERIFY was sent again that the recording does not have (line {at}: recorded {expected}, sent {got})", "On a card it would burn a try. Please report this as a fault of this program.";
                }
            } else {
                both! {
                    ja: "記録と異なるやり取りになりました(行{at}: 記録 {expected} / 送信 {got}、違う項目: {differing}、後で一致する行: {later})", "記録を取ったときと同じ命令・同じバージョンで再生してください。";
                    en: "The conversation differs from the recording (line {at}: recorded {expected}, sent {got}; differing: {differing}; would fit line: {later})", "Replay with the same command and version that made the recording.";
                }
            }
        }
        Finding::FileUnreadable { file, why } => both! {
            ja: "ファイル「{file}」を読み書きできません({why})", "場所と権限を確かめてください。";
            en: "The file \"{file}\" cannot be read or written ({why})", "Check its place and your rights to it.";
        },
        Finding::RecordingWrong { file, line, why } => both! {
            ja: "「{file}」は正しい記録ファイルではありません({line}行目: {why})", "`--record` で取った元のファイルを、編集せずに使ってください。";
            en: "\"{file}\" is not a good recording (line {line}: {why})", "Use the original file made by `--record`, unedited.";
        },
        Finding::TrustAnchorWrong { file, why } => both! {
            ja: "「{file}」は認証局の証明書ではありません: {why}", "DERまたはPEMの証明書ファイルを1つ指定してください。";
            en: "\"{file}\" is not a CA certificate: {why}", "Give a file with one certificate in DER or PEM.";
        },
        Finding::RecordingRedacted => both! {
            ja: "この記録には証明書の全体が入っていません(個人情報を伏せて記録されています)", "期限と暗証番号の残り回数は `mynacheck check --replay` で確かめられます。証明書の全体は、実際のカードで確かめてください。";
            en: "This recording does not hold the whole certificate (what is personal was left out)", "See the dates and the tries left with `mynacheck check --replay`. For the whole certificate, use the card.";
        },
        Finding::LogEnds => both! {
            ja: "ログは、最後の命令への応答が来る前に終わっています", "続きのログがあれば、それも含めて読み込んでください。今の状態はカードを置いて `mynacheck doctor` で調べられます。";
            en: "The log ends before the response to its last command", "If there is more of the log, include it. To see how things are now, run `mynacheck doctor` with the card.";
        },
        Finding::RecordingIncomplete { file, why } => both! {
            ja: "記録「{file}」を最後まで書けませんでした({why})", "カードの確認そのものは上のとおりです。空き容量を確かめ、記録が必要なら取り直してください。";
            en: "The recording \"{file}\" could not be written to its end ({why})", "The card was checked all the same. Make room on the disk, and record again if the recording is needed.";
        },
        Finding::CardFileWrong { file, why } => both! {
            ja: "カードファイル「{file}」に誤りがあります: {why}", "`docs/simulator.md` の書き方と比べてください。`mynacheck cards` にある名前はファイルなしで使えます。";
            en: "The card file \"{file}\" is wrong: {why}", "Compare it with `docs/simulator.md`. The names in `mynacheck cards` need no file.";
        },
        Finding::ConfigurationWrong { file, why } => both! {
            ja: "設定ファイル「{file}」に誤りがあります: {why}", "使えるのは reader(リーダー名の一部)と lang(ja または en)です。直すか、ファイルを取り除いてください。";
            en: "The configuration \"{file}\" is wrong: {why}", "It takes reader (a part of its name) and lang (ja or en). Mend or remove the file.";
        },
        Finding::NoSuchCard {
            name,
            near: Some(near),
        } => both! {
            ja: "「{name}」という模擬カードはありません", "`{near}` のことですか。名前は `mynacheck cards` で確かめられます。";
            en: "There is no simulated card \"{name}\"", "Did you mean `{near}`? See `mynacheck cards` for the names.";
        },
        Finding::NoSuchCard { name, .. } => both! {
            ja: "「{name}」という模擬カードはありません", "`mynacheck cards` で名前を確かめるか、カードファイルの場所を書いてください。";
            en: "There is no simulated card \"{name}\"", "See `mynacheck cards` for the names, or give the path of a card file.";
        },
        Finding::NothingKnown {
            id,
            near: Some(near),
        } => both! {
            ja: "「{id}」という項目・コード・ステータスワードはありません", "`{near}` のことですか。知っているものは `mynacheck explain --list` で見られます。";
            en: "Nothing is known by the name \"{id}\"", "Did you mean `{near}`? See `mynacheck explain --list`.";
        },
        Finding::NothingKnown { id, .. } if id.is_empty() => both! {
            ja: "この文の中に、知っている項目やコードは見つかりません", "知っているものは `mynacheck explain --list` で見られます。";
            en: "The text holds no code that is known", "See `mynacheck explain --list`.";
        },
        Finding::NothingKnown { id, .. } => both! {
            ja: "「{id}」という項目・コード・ステータスワードはありません", "知っているものは `mynacheck explain --list` で見られます。画面に出た文を、そのまま貼り付けても探せます。";
            en: "Nothing is known by the name \"{id}\"", "See `mynacheck explain --list`. A message can also be pasted whole.";
        },
        Finding::NoSituation { words, near } if near.is_empty() => both! {
            ja: "「{words}」に当てはまる場面はありません", "`mynacheck guide` で一覧を見られます。言葉を減らすと見つかることがあります。";
            en: "No situation fits \"{words}\"", "See `mynacheck guide` for the list; fewer words may find more.";
        },
        Finding::NoSituation { words, near } => {
            let (ja, en) = (near.join("、"), near.join(", "));
            both! {
                ja: "「{words}」に当てはまる場面はありません", "近い言葉: {ja}。`mynacheck guide` で一覧を見られます。";
                en: "No situation fits \"{words}\"", "Words that are near: {en}. See `mynacheck guide` for the list.";
            }
        }
        Finding::UsageWrong { why } => both! {
            ja: "コマンドの書き方が正しくありません: {why}", "`mynacheck --help` で使い方を見られます。";
            en: "The command line is wrong: {why}", "See `mynacheck --help`.";
        },
        Finding::Interrupted => both! {
            ja: "Ctrl-C で止められました", "もう一度始めるときは、同じ命令を入力してください。";
            en: "Ctrl-C was pressed", "Enter the same command to begin again.";
        },
        Finding::ProgramFault { what } => both! {
            ja: "このプログラムの不具合です({what})", "もう一度試し、続く場合は `-vv` の出力を添えて報告してください。暗証番号は出力されません。";
            en: "A fault of this program ({what})", "Try again. If it goes on, report it with the output of `-vv`; it holds no PIN.";
        },
    };
    both.pick(lang)
}

/// Programs that may be meant, in parentheses; nothing where none was seen.
fn users(programs: &[String]) -> (String, String) {
    if programs.is_empty() {
        return (String::new(), String::new());
    }
    let list = |separator| programs.join(separator);
    (
        format!("(候補: {})", list("、")),
        format!(" (possibly {})", list(", ")),
    )
}
