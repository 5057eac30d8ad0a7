//! `doctor`: what the system gives to it, and what it writes.

mod recorded;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;
use serde::Serialize;

use crate::cli::answer::{Answer, pretty};
use crate::cli::args::CardOptions;
use crate::cli::files::{self, unreadable};
use crate::cli::memo::Memo;
use crate::cli::output::new_file;
use crate::cli::{Exit, Host};
use crate::doctor::{self, DoctorRequest, Os, Probe, System, bundle, stability, swap};
use crate::finding::{Finding, Outcome, Part};
use crate::message::{Label, Lang, label};
use crate::platform::{macos, windows};
use crate::report::json::Document;
use crate::report::{Report, html};
use recorded::RecordedService;

/// The variables that change what PC/SC sees or a program says, or that tell a sandbox or a remote session.
const VARIABLES: [&str; 16] = [
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "LIBPCSCLITE_DELEGATE",
    "PCSCLITE_CSOCK_NAME",
    "PCSCLITE_DEBUG",
    "PCSCLITE_HP_DROPDIR",
    "PCSCLITE_FILTER_EXTEND_READER_NAMES",
    "PCSCLITE_FILTER_IGNORE_READER_NAMES",
    "PCSCLITE_NO_BLOCKING",
    "SNAP",
    "SNAP_NAME",
    "container",
    "SSH_CONNECTION",
    "SSH_TTY",
    "SESSIONNAME",
];

/// How long Windows is given for what it is asked beside PC/SC.
const WINDOWS_LIMIT: Duration = Duration::from_secs(5);

/// `doctor`
#[derive(Debug, clap::Args)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own"
)]
pub(crate) struct DoctorArgs {
    #[arg(long, conflicts_with_all = ["stability", "swap"], help = both!(
        "パソコンとリーダーだけを調べます",
        "Check only the computer and the reader"
    ))]
    no_card: bool,
    #[arg(long, value_name = "PROBE", value_enum, conflicts_with_all = ["stability", "swap"], help = both!(
        "この検査だけを行います(`--list` の名前)",
        "Run this probe only (a name from `--list`)"
    ))]
    only: Option<Probe>,
    #[arg(long, help = both!("検査の一覧を表示します", "List the probes"))]
    list: bool,
    #[arg(long, help = both!(
        "調べられなかった所が残れば、問題なしとしません(終了コード4)",
        "Exit with 4 if any probe could not be run"
    ))]
    strict: bool,
    #[arg(
        long,
        value_name = "N",
        conflicts_with = "replay",
        value_parser = clap::value_parser!(u32).range(1..=1000),
        help = both!(
            "N回続けて読み、成功率と時間を示します(1～1000)",
            "Read the card N times (1 to 1000): success rate and times"
        )
    )]
    stability: Option<u32>,
    #[arg(long, help = both!(
        "別のカードと取り替えて、リーダーとカードのどちらの不具合かを決めます",
        "Compare with another card, to tell whether the reader or the card is at fault"
    ))]
    swap: bool,
    #[arg(long, value_name = "FILE", help = both!(
        "保守窓口に送るために、結果を1つのファイルに書き出します(個人情報なし)",
        "Write everything into one file for the help desk, without personal data"
    ))]
    bundle: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = both!(
        "結果を後で比べるためにファイルに残します",
        "Keep the result in a file, to compare later"
    ))]
    save: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = both!(
        "`--save` で残した結果と比べます",
        "Show what has changed since a result kept with `--save`"
    ))]
    compare: Option<PathBuf>,
    #[arg(long, value_name = "FILE.html", help = both!(
        "手渡しや印刷のための1ページに書き出します(個人情報なし)",
        "Write one page to hand over or print, without personal data"
    ))]
    report: Option<PathBuf>,
    /// The folder that stands for `/`, for tests.
    #[arg(long, value_name = "DIR", hide = true)]
    root: Option<PathBuf>,
    /// Seconds for each call, for tests.
    #[arg(long, value_name = "SECONDS", hide = true, default_value_t = 5)]
    limit: u64,
    #[command(flatten)]
    pub(super) card: CardOptions,
}

pub(super) fn run(args: &DoctorArgs, host: &mut Host) -> Result<Answer, Finding> {
    if args.list {
        return Ok(list(host.lang));
    }
    let saved = args.compare.as_deref().map(files::text).transpose()?;
    let replace = args.card.recording.overwrite;
    let save = new_file(args.save.as_deref(), replace)?;
    let bundle = new_file(args.bundle.as_deref(), replace)?;
    let page = new_file(args.report.as_deref(), replace)?;
    let mut memo = (bundle.is_some() || page.is_some()).then(Memo::default);
    let report = examine(args, memo.as_mut(), host);
    let mut report = host.recordings.complete(report);
    doctor::adopt(&mut report);
    if let (Some(saved), Some(path)) = (saved, args.compare.as_deref()) {
        let changes = bundle::compare(&report, &saved)
            .map_err(|error| unreadable(path, &io::Error::other(error)))?;
        if let Some(doctor) = &mut report.doctor {
            doctor.changes = Some(changes);
        }
    }
    if let Some(save) = save {
        host.write_file(save, &pretty(&Document::new(&report, host.lang)))?;
    }
    let recording = memo.and_then(Memo::into_text);
    if let Some(bundle) = bundle {
        let text = bundle::write(&report, recording.as_deref(), host.lang);
        host.write_file(bundle, &text)?;
    }
    if let Some(page) = page {
        let html = html::render(&report, recording.as_deref(), host.lang);
        host.write_file(page, &html)?;
    }
    let outcome = report
        .doctor
        .as_ref()
        .map_or(Outcome::Fault, |doctor| doctor.outcome(args.strict));
    Ok(Answer::report(report).ending(Exit::from(outcome)))
}

fn examine(args: &DoctorArgs, memo: Option<&mut Memo>, host: &mut Host) -> Report {
    let day = host.day();
    let configured = host.config.reader.clone();
    let request = DoctorRequest {
        day,
        reader: args.card.reader.as_deref().or(configured.as_deref()),
        wait: Duration::from_secs(args.card.timeout),
        limit: Duration::from_secs(args.limit.max(1)),
        card: !args.no_card,
        only: args.only,
    };
    if args.card.simulate.is_some() || args.card.replay.is_some() {
        return examine_card(args, &request, memo, host);
    }
    let started = host.recordings.start(&args.card.recording, false, day);
    if let Err(finding) = started {
        return doctor::examine_card(Err(finding), &request);
    }
    let system = system(args.root.as_deref());
    let mut service = RecordedService::new(host, memo);
    let mut report = doctor::examine(&system, &mut service, &request);
    if let Some(check) = report.doctor.as_ref().and_then(|doctor| doctor.decisive()) {
        service.record_unreached(check.finding.clone(), &request);
    }
    if let Some(runs) = args.stability {
        stability::run(&mut report, runs, day.today, &mut || {
            doctor::connect(&mut service, &request)
        });
    }
    if args.swap {
        swap::run(&mut report, &mut || {
            service.ask_for_another_card();
            let mut line = String::new();
            let read = io::stdin().read_line(&mut line).unwrap_or_default();
            (read > 0).then(|| doctor::examine(&system, &mut service, &request))
        });
    }
    report
}

/// A simulated or a recorded card, which needs no reader.
fn examine_card(
    args: &DoctorArgs,
    request: &DoctorRequest<'_>,
    memo: Option<&mut Memo>,
    host: &mut Host,
) -> Report {
    let opened = host.open(&args.card);
    let opened = opened.map(|card| host.note(memo, card, Duration::ZERO));
    let mut report = doctor::examine_card(opened, request);
    if let Some(runs) = args.stability {
        stability::run(&mut report, runs, request.day.today, &mut || {
            host.open(&args.card)
        });
    }
    if args.swap {
        // There is no reader in which another card could be laid.
        swap::run(&mut report, &mut || None);
    }
    report
}

fn system(root: Option<&Path>) -> System {
    let env: BTreeMap<String, String> = VARIABLES
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), std::env::var(name).ok()?)))
        .collect();
    System {
        root: root.unwrap_or_else(|| Path::new("/")).to_owned(),
        os: Os::OWN,
        windows: windows::look(WINDOWS_LIMIT),
        macos: macos::look(),
        env,
        own_process: std::process::id(),
    }
}

#[derive(Serialize)]
struct ProbeLine {
    id: String,
    part: Part,
    looks_at: &'static str,
}

#[derive(Serialize)]
struct ProbeList {
    probes: Vec<ProbeLine>,
}

/// `doctor --list`
fn list(lang: Lang) -> Answer {
    let probes: Vec<ProbeLine> = Probe::value_variants()
        .iter()
        .map(|probe| ProbeLine {
            id: probe
                .to_possible_value()
                .map_or_else(String::new, |value| value.get_name().to_owned()),
            part: probe.part(),
            looks_at: label(
                lang,
                match probe {
                    Probe::Clock => Label::ProbeClock,
                    Probe::Service => Label::ProbeService,
                    Probe::Usb => Label::ProbeUsb,
                    Probe::Readers => Label::ProbeReaders,
                    Probe::Card => Label::ProbeCard,
                    Probe::Certificate => Label::ProbeCertificate,
                },
            ),
        })
        .collect();
    let mut text = String::new();
    for line in &probes {
        let part = line.part.as_str();
        let _ = writeln!(text, "{:<13}{part:<13}{}", line.id, line.looks_at);
    }
    Answer::document("mynacheck.probes.v1", &ProbeList { probes }, text)
}
