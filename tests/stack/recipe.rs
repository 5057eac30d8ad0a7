//! The workflow that `docs/simulator.md` gives to makers of reception software: its steps as they stand there, with
//! OpenSC and pyscard as their program.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::pcscd::Service;

const WORKFLOW: &str = include_str!("../../docs/reception-software.yml");

/// Name and script of each step that runs something.
fn steps() -> Vec<(&'static str, String)> {
    let steps = WORKFLOW.split("\n      - name: ").skip(1);
    steps
        .map(|step| {
            let (name, rest) = step.split_once('\n').unwrap();
            let script = rest.split_once("run: ").unwrap().1;
            let lines = script.trim_start_matches("|\n").lines();
            let lines = lines.map(|line| line.strip_prefix("          ").unwrap_or(line));
            (name, lines.collect::<Vec<_>>().join("\n"))
        })
        .collect()
}

#[test]
#[ignore = "needs pcscd and vpcd: tests/run"]
fn the_workflow_for_reception_software_passes_and_fails_with_another_card() {
    let service = Service::start();
    // Its service is this test's, and so is the reader.
    let program = service.path("mynacheck");
    let script = format!(
        "#!/bin/sh\n[ \"$1\" = serve ] && set -- \"$@\" --vpcd {}\nexec {} \"$@\"\n",
        service.address(0),
        env!("CARGO_BIN_EXE_mynacheck")
    );
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", program.parent().unwrap().display());
    let run = |script: &str| {
        let script = format!("PATH={path}\n{script}");
        service.output("bash", &["-e", "-c", &script])
    };
    let steps = steps();
    let [service_of_the_runner, build, helper, tests @ ..] = steps.as_slice() else {
        panic!("{steps:?}");
    };
    assert!(service_of_the_runner.1.contains("vsmartcard-vpcd"));
    assert!(build.1.contains("cargo install"));
    assert!(run(&helper.1).status.success());
    let exchanged = ["locked", "valid", "gone.toml"]
        .into_iter()
        .zip(["last-try", "driving-licence", "valid"]);
    assert_eq!(tests.len(), 3);
    for ((name, script), (card, other)) in tests.iter().zip(exchanged) {
        let done = run(script);
        assert!(done.status.success(), "{name}: {done:?}");
        let with = |card: &str| format!("./with-card {card} ");
        assert!(script.contains(&with(card)), "{name}: {script}");
        let done = run(&script.replace(&with(card), &with(other)));
        assert!(!done.status.success(), "{name} with {other}: {done:?}");
    }
}
