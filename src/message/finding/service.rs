//! The smart-card service and its computer.

use super::{Said, scard};
use crate::finding::ServiceFinding as F;
use crate::finding::ServiceFindingId;

pub(super) fn text(finding: &F<'_>) -> Said {
    match finding {
        F::NoService { code } => say! {
            ja: "パソコンのICカードサービスに接続できません", "`mynacheck doctor` で原因を確かめてください。Linux: `sudo apt install pcscd` と `sudo systemctl enable --now pcscd.socket`。Windows: サービス「Smart Card」を開始。";
            en: "The computer's smart-card service cannot be reached", "Run `mynacheck doctor` to find the cause. Linux: `sudo apt install pcscd` and `sudo systemctl enable --now pcscd.socket`. Windows: start the service \"Smart Card\".";
        }
        .with(scard(**code)),
        F::ServiceStopped { code } => say! {
            ja: "ICカードサービスが止まったか、バージョンが合いません", "サービスを再起動してください。Linux: `sudo systemctl restart pcscd.socket pcscd`。続く場合は libpcsclite と pcscd のバージョンをそろえてください。";
            en: "The smart-card service has stopped, or its version does not match", "Restart it. Linux: `sudo systemctl restart pcscd.socket pcscd`. If this keeps happening, bring libpcsclite and pcscd to the same version.";
        }
        .with(scard(**code)),
        F::AccessDenied { code } => say! {
            ja: "リーダーの利用が許可されていません", "遠隔ログインや自動実行では断られることがあります。パソコンの画面で直接実行するか、管理者に polkit の設定を頼んでください。";
            en: "The system does not allow access to the reader", "Remote logins and scheduled jobs are often refused. Run it at the computer itself, or ask the administrator for a polkit rule.";
        }
        .with(scard(**code)),
        F::ServiceOk => say! {
            ja: "ICカードサービスは動いています", "";
            en: "The smart-card service is running", "";
        },
        F::ServiceMissing { command } => say! {
            ja: "カードリーダーを使うための部品(ICカードサービス pcscd)が、このパソコンに入っていません", "管理者が `{command}` を実行して、入れてください。";
            en: "The component that card readers need (the smart-card service pcscd) is not installed", "Have the administrator install it with `{command}`.";
        },
        F::ServiceDisabled { masked: true } => say! {
            ja: "カードリーダーを使うための部品(ICカードサービス pcscd)が、動かないように止められています", "管理者が `sudo systemctl unmask pcscd.socket pcscd.service` の後に `sudo systemctl enable --now pcscd.socket` を実行してください。";
            en: "The component that card readers need (the smart-card service pcscd) has been masked", "Have the administrator run `sudo systemctl unmask pcscd.socket pcscd.service`, then `sudo systemctl enable --now pcscd.socket`.";
        },
        F::ServiceDisabled { masked: false } => say! {
            ja: "カードリーダーを使うための部品(ICカードサービス pcscd)は入っていますが、起動する設定になっていません", "管理者が `sudo systemctl enable --now pcscd.socket` を実行してください。";
            en: "The component that card readers need (the smart-card service pcscd) is installed but not enabled", "Have the administrator run `sudo systemctl enable --now pcscd.socket`.";
        },
        F::ServiceNotRunning { command } => say! {
            ja: "カードリーダーを使うための部品(ICカードサービス pcscd)は入っていますが、動いていません", "管理者が `{command}` を実行して、動かしてください。";
            en: "The component that card readers need (the smart-card service pcscd) is installed but not running", "Have the administrator start it with `{command}`.";
        },
        F::ServiceStale { command } => say! {
            ja: "カードリーダーを使うための部品(ICカードサービス pcscd)が止まり、接続口だけが残っています", "管理者が `{command}` を実行して、動かし直してください。";
            en: "The component that card readers need (the smart-card service pcscd) has stopped and left its socket behind", "Have the administrator restart it with `{command}`.";
        },
        F::ServiceForbidden => say! {
            ja: "カードリーダーを使うための部品(ICカードサービス pcscd)への接続が、この利用者には許可されていません", "パソコンの画面で普段の利用者として実行してください。続く場合は、管理者に接続口の権限を確かめてもらってください。";
            en: "This user may not connect to the component that card readers need (the smart-card service pcscd)", "Run it as the usual user at the computer itself. If this keeps happening, ask the administrator to check the permissions of the socket.";
        },
        F::ServiceSandboxed { sandbox, remedy } => say! {
            ja: "このプログラムは隔離された環境({sandbox})の中にあり、パソコンのカードリーダーが見えません", "隔離環境の外で実行するか、環境に接続口を渡してください: `{remedy}`";
            en: "This program runs inside a sandbox ({sandbox}) that hides the computer's card readers", "Run it outside the sandbox, or pass the socket in: `{remedy}`";
        },
        F::ServiceHangs { stopped: true, .. } => say! {
            ja: "カードリーダーを使うための部品(ICカードサービス pcscd)が一時停止させられていて、答えません", "管理者が `sudo pkill -CONT -x pcscd` を実行するか、パソコンを再起動してください。";
            en: "The component that card readers need (the smart-card service pcscd) has been suspended and does not answer", "Have the administrator run `sudo pkill -CONT -x pcscd`, or restart the computer.";
        },
        F::ServiceHangs {
            seconds,
            stopped: false,
        } => say! {
            ja: "カードリーダーを使うための部品(ICカードサービス)が、{seconds}秒待っても答えません", "リーダーのUSBを抜いて差し直してください。続く場合は、パソコンを再起動してください。";
            en: "The component that card readers need (the smart-card service) has not answered within {seconds} seconds", "Unplug the reader and plug it in again. If this keeps happening, restart the computer.";
        },
        F::ServiceDied { code } => say! {
            ja: "カードを読む途中で、カードリーダーを使うための部品(ICカードサービス)が止まりました", "リーダーを差し直して、もう一度試してください。続く場合は、管理者にサービスの再起動とリーダーのドライバーの更新を頼んでください。";
            en: "The component that card readers need (the smart-card service) stopped while the card was being read", "Plug the reader in again and retry. If this keeps happening, ask the administrator to restart the service and update the reader's driver.";
        }
        .with(scard(**code)),
        F::VersionMismatch { code } => say! {
            ja: "カードリーダーを使うための部品どうしのバージョンが合いません", "管理者が libpcsclite と pcscd を同じバージョンにそろえてください(どちらかを 2.4.1 以上にしても直ります)。コンテナの中なら、外と同じバージョンを入れてください。";
            en: "The components that card readers need are of incompatible versions", "Have the administrator bring libpcsclite and pcscd to the same version (2.4.1 or later on either side also helps). In a container, install the version of its host.";
        }
        .with(scard(**code)),
        F::WindowsServiceStopped { code } => say! {
            ja: "カードリーダーを使うための Windows の「Smart Card」サービスが動いていません", "リーダーを差し直してください。続く場合は、管理者が `sc config SCardSvr start= demand` と `sc start SCardSvr` を実行してください。";
            en: "The Windows service \"Smart Card\", which card readers need, is not running", "Plug the reader in again. If this keeps happening, have the administrator run `sc config SCardSvr start= demand` and `sc start SCardSvr`.";
        }
        .with(scard(**code)),
        F::WindowsServiceDisabled => say! {
            ja: "カードリーダーを使うための Windows の「Smart Card」サービスが、無効に設定されています", "管理者が `sc config SCardSvr start= demand` を実行し、リーダーを差し直してください。";
            en: "The Windows service \"Smart Card\", which card readers need, is disabled", "Have the administrator run `sc config SCardSvr start= demand`, then plug the reader in again.";
        },
        F::WindowsServiceOnDemand => say! {
            ja: "Windows の「Smart Card」サービスは、リーダーがつながるのを待っています", "";
            en: "The Windows service \"Smart Card\" is waiting for a reader", "";
        },
        F::ProgramsNotShown => say! {
            ja: "カードを使っているプログラムの名前は、Windows では調べられません", "コマンド プロンプトで `tasklist /m winscard.dll` を実行すると、カードを使うプログラムの一覧が出ます";
            en: "Which program is using the card cannot be determined on Windows", "run `tasklist /m winscard.dll` in a command prompt to list the programs that use smart cards";
        },
        F::RemoteSession => say! {
            ja: "遠隔操作(リモートデスクトップ)の中では、このパソコンのカードリーダーは見えません", "パソコンの前で直接実行するか、接続元のリモートデスクトップの設定で「スマートカード」の共有を有効にしてください。";
            en: "A remote desktop session does not see this computer's card readers", "Run it at the computer itself, or share \"Smart cards\" in the settings of the remote desktop client.";
        },
        F::TooManyClients { code } => say! {
            ja: "カードリーダーを同時に使うプログラムが多すぎます", "使っていないカード用プログラムを閉じるか、パソコンを再起動してください。";
            en: "Too many programs are using card readers at the same time", "Close card programs that are not needed, or restart the computer.";
        }
        .with(scard(**code)),
        F::VirtualMachine { machine } => say! {
            ja: "仮想環境({machine})の中にあり、カードリーダーが渡されていません", "仮想環境の設定でリーダーのUSBをこの環境に渡してください(VMware: `usb.generic.allowCCID = \"TRUE\"`、WSL: `usbipd attach`)。";
            en: "This is a virtual machine ({machine}) that was given no card reader", "Pass the reader's USB device to it (VMware: `usb.generic.allowCCID = \"TRUE\"`, WSL: `usbipd attach`).";
        },
    }
}

standing! { ServiceFindingId {
    NoService = "サービスに接続できない", "service unreachable";
        "カードやリーダーではなく、パソコン側の問題です。サービスが入っていない、止まっている、隔離環境から見えない、のいずれかです。",
        "The fault is in the computer, not in the card or the reader: the service is not installed, not running, or hidden by a sandbox.";
    ServiceStopped = "サービスの停止", "service stopped";
        "Linuxで接続時に出る場合は、ライブラリとサービスのバージョンの不一致が主な原因です。",
        "On Linux, when this happens on connecting, the library and the service usually have different versions.";
    AccessDenied = "利用の許可なし", "access denied";
        "Linuxではpolkitが遠隔や自動実行の利用を拒否します。",
        "On Linux, polkit refuses remote and unattended use.";
    ServiceOk = "サービスは動作中", "service running";
        "プログラムとリーダーの間を取り持つ、パソコンのサービスです。ここまでは正常です。",
        "The computer's service between programs and readers. Everything up to here works.";
    ServiceMissing = "サービスなし", "service not installed";
        "この部品がないと、どのプログラムもカードリーダーを使えません。リーダーやカードの不具合ではありません。",
        "Without this component no program can use a card reader. Neither the reader nor the card is at fault.";
    ServiceDisabled = "サービスの無効化", "service disabled";
        "設定(systemd の pcscd.socket)で止められているため、どのプログラムもリーダーを使えません。pcscd.service が休んでいるだけなら正常で、必要なときに起動します。",
        "A setting (pcscd.socket of systemd) keeps it from starting, so no program can use a reader. An inactive pcscd.service alone is normal: it starts when needed.";
    ServiceNotRunning = "サービスの停止中", "service not running";
        "接続口(ソケット)がなく、どのプログラムもリーダーを使えません。起動する設定はあるか、このシステムには自動で起動する仕組みがありません。",
        "There is no socket, so no program can use a reader. It is enabled, or this system has nothing that starts it automatically.";
    ServiceStale = "接続口だけが残る", "stale socket";
        "接続口のファイルはありますが、接続を断られました。サービスが止められたか、異常終了したあとに起こります。",
        "The socket file exists, but connections are refused: the service was stopped, or it ended abnormally.";
    ServiceForbidden = "サービスへの許可なし", "service forbidden";
        "接続口はありますが、開く権限がありません。セキュリティーの設定(AppArmor など)のこともあります。",
        "The socket is there, but the right to open it is missing; security settings such as AppArmor can be the reason.";
    ServiceSandboxed = "隔離環境の中", "sandboxed";
        "コンテナ、Flatpak、Snap は、渡されたもの以外を見せません。パソコン本体のサービスが動いていても、接続口が見えません。",
        "Containers, Flatpak and Snap show only what they are given. The computer's service may be running, but its socket is not visible.";
    ServiceHangs = "サービスの応答なし", "service hangs";
        "サービスは接続を受けましたが、答えません。動かなくなったリーダーを待っているか、一時停止させられています。",
        "The service accepts the connection but does not answer: it is waiting for a reader that hangs, or has been suspended.";
    ServiceDied = "サービスの異常終了", "service crashed";
        "つながった後に接続が切れました。サービスの異常終了か再起動です。カードの暗証番号の回数には影響ありません。",
        "The connection broke after it had been established: the service crashed or was restarted. It costs no PIN try.";
    VersionMismatch = "バージョンの不一致", "version mismatch";
        "接続の最初に、サービスが通信手順のバージョンを拒否しました。コンテナや、二重に入れた環境で起こります。",
        "At the first contact the service refused the version of the protocol. It happens in containers and where two copies are installed.";
    WindowsServiceStopped = "Windowsのサービス停止", "Windows service stopped";
        "リーダーをつなぐと自動で動くのが普通です。リーダーがつながっているのに止まっています。",
        "Normally it starts by itself when a reader is connected. A reader is connected, and it still does not run.";
    WindowsServiceDisabled = "Windowsのサービスの無効化", "Windows service disabled";
        "無効のあいだは、リーダーをつないでもサービスは動きません。設定を変えられるのは管理者だけです。",
        "While it is disabled, plugging a reader in does not start it. Only an administrator can change that.";
    WindowsServiceOnDemand = "Windowsのサービスは待機中", "Windows service waiting";
        "このサービスは、リーダーがつながると自動で始まり、最後のリーダーが外れると止まります。止まっていること自体は故障ではありません。",
        "Windows starts this service when a reader is plugged in and stops it when the last one is removed. A stopped service is not a fault in itself.";
    ProgramsNotShown = "使用中のプログラムは不明", "programs not shown";
        "Windows では、ほかのプログラムが何を読み込んでいるかを、このプログラムからは調べられません。",
        "On Windows this program cannot look up what other programs have loaded.";
    RemoteSession = "リモートデスクトップ", "remote desktop";
        "リモートデスクトップの中では、Windows は接続元のリーダーだけを見せます。",
        "Within Remote Desktop, Windows shows only the readers of the computer it is used from.";
    TooManyClients = "利用するプログラムが多すぎる", "too many programs";
        "サービスが同時に受けられる数(pcscd では約200)に達しました。",
        "The service has reached the number of clients it can take (about 200 for pcscd).";
    VirtualMachine = "仮想環境", "virtual machine";
        "仮想環境は、USB機器を明示的に渡さない限り見えません。",
        "A virtual machine sees a USB device only when it is passed in.";
} }
