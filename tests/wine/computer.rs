//! `doctor` on a Windows whose services and devices are set up in its registry.

use crate::pcscd::Service;
use crate::systems::Answer;
use crate::wine::Wine;

const SERVICE: &str = r"HKLM\System\CurrentControlSet\Services\SCardSvr";
const READER: &str = r"HKLM\System\CurrentControlSet\Enum\USB\VID_054C&PID_0DC9\5&1A2B";
const CLASS: &str = "{50DD5230-BA8A-11D1-BF5D-0000F805F530}";
const DRIVERS: &str = r"HKLM\System\CurrentControlSet\Control\Class";

fn failures(answer: &Answer) -> Vec<&str> {
    crate::served::failures(&answer.report)
}

#[test]
fn the_service_waits_stands_still_or_is_disabled() {
    let wine = Wine::new("service");
    let mut service = Service::start();
    service.kill();

    let answer = wine.doctor(&service);
    assert_eq!(
        failures(&answer),
        ["reader-not-plugged"],
        "{}",
        answer.report
    );
    assert!(answer.findings().contains(&"windows-service-on-demand"));
    assert_eq!(answer.exit_code, Some(1));

    wine.set(READER, "ClassGUID", "REG_SZ", CLASS);
    wine.settle();
    let answer = wine.doctor(&service);
    assert_eq!(
        failures(&answer),
        ["windows-service-stopped"],
        "{}",
        answer.report
    );
    let facts = &answer.report["doctor"]["facts"];
    assert_eq!(facts["usb"], "Sony PaSoRi RC-S300 (054C:0DC9)", "{facts}");
    assert_eq!(facts["os"], "Windows 10 Pro (19043)", "{facts}");

    wine.set(SERVICE, "Start", "REG_DWORD", "4");
    wine.settle();
    let answer = wine.doctor(&service);
    assert_eq!(
        failures(&answer),
        ["windows-service-disabled"],
        "{}",
        answer.report
    );
}

#[test]
fn two_drivers_for_one_reader() {
    let wine = Wine::new("drivers");
    let service = Service::without_reader();
    wine.set(READER, "ClassGUID", "REG_SZ", CLASS);
    for (number, provider) in [("0000", "Sony"), ("0001", "Sony"), ("0002", "Microsoft")] {
        let key = format!(r"{DRIVERS}\{CLASS}\{number}");
        wine.set(&key, "MatchingDeviceId", "REG_SZ", r"usb\vid_054c&pid_0dc9");
        wine.set(&key, "ProviderName", "REG_SZ", provider);
        let file = if provider == "Sony" {
            "oem12.inf"
        } else {
            "wudfusbcciddriver.inf"
        };
        wine.set(&key, "InfPath", "REG_SZ", file);
    }
    wine.settle();
    let answer = wine.doctor(&service);
    assert_eq!(failures(&answer), ["reader-unseen"], "{}", answer.report);
    assert!(
        answer.findings().contains(&"driver-duplicate"),
        "{}",
        answer.report
    );
    let facts = &answer.report["doctor"]["facts"];
    assert_eq!(
        facts["drivers"],
        "Microsoft wudfusbcciddriver.inf, Sony oem12.inf"
    );
}
