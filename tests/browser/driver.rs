//! Chromium, driven over `WebDriver` (<https://www.w3.org/TR/webdriver2/>).

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use base64ct::{Base64, Encoding};
use serde_json::{Value, json};

/// Chromium in a session of its own; both end with it.
pub(crate) struct Browser {
    driver: Child,
    /// What it goes on to say is not read, but somebody must listen.
    _told: BufReader<ChildStdout>,
    session: String,
    profile: PathBuf,
}

impl Browser {
    /// With scripts, as people have it.
    pub(crate) fn start() -> Self {
        Self::open(&[])
    }

    /// As [`Browser::start`], with these preferences of Chromium.
    pub(crate) fn open(preferences: &[(&str, Value)]) -> Self {
        static NUMBER: AtomicU16 = AtomicU16::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("mynacheck-browser-{}-{number}", std::process::id());
        let profile = std::env::temp_dir().join(name);
        // It chooses a free port and says which.
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("chromedriver: {error}. Run tests/setup."));
        let mut told = BufReader::new(driver.stdout.take().unwrap());
        let port = told
            .by_ref()
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                let (_, port) = line.split_once("successfully on port ")?;
                Some(port.trim_end_matches('.').to_owned())
            })
            .expect("chromedriver says its port");
        let preferences: serde_json::Map<String, Value> = preferences
            .iter()
            .map(|(key, value)| ((*key).to_owned(), value.clone()))
            .collect();
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "goog:loggingPrefs": {"performance": "ALL", "browser": "ALL"},
            "goog:chromeOptions": {"prefs": preferences, "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-quic", "--disable-dev-shm-usage",
                format!("--user-data-dir={}", profile.display()),
            ]},
        }}});
        let mut browser = Self {
            driver,
            _told: told,
            session: format!("http://127.0.0.1:{port}/session"),
            profile,
        };
        let session = browser.post("", &wanted);
        browser.session.push('/');
        browser
            .session
            .push_str(session["sessionId"].as_str().unwrap());
        browser
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .into();
        let mut answer = agent
            .post(format!("{}{path}", self.session))
            .send_json(body)
            .unwrap();
        let told: Value = answer.body_mut().read_json().unwrap();
        assert!(answer.status().is_success(), "{path}: {told}");
        told["value"].clone()
    }

    pub(crate) fn visit(&self, url: &str) {
        self.post("/url", &json!({ "url": url }));
    }

    /// Runs a function's body in the page and gives what it returns.
    pub(crate) fn run(&self, script: &str) -> Value {
        self.post("/execute/sync", &json!({"script": script, "args": []}))
    }

    /// The same, where a promise is returned or something large is handed over.
    pub(crate) fn run_with(&self, script: &str, arguments: &[Value]) -> Value {
        self.post(
            "/execute/sync",
            &json!({"script": script, "args": arguments}),
        )
    }

    /// Asks until the page answers with true.
    pub(crate) fn until(&self, what: &str, patience: Duration, condition: &str) -> Duration {
        let begin = Instant::now();
        let script = format!("return Boolean({condition})");
        while self.run(&script) != Value::Bool(true) {
            assert!(begin.elapsed() < patience, "{what} within {patience:?}");
        }
        begin.elapsed()
    }

    /// A command of Chromium's own.
    pub(crate) fn devtools(&self, command: &str, parameters: &Value) -> Value {
        self.post(
            "/goog/cdp/execute",
            &json!({"cmd": command, "params": parameters}),
        )
    }

    /// A screen of this many CSS pixels. Zoom is a smaller screen: 400 % of 1280 are 320.
    pub(crate) fn screen(&self, width: u32, height: u32) {
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            &json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false}),
        );
    }

    /// Types on the keyboard, whatever has the focus.
    pub(crate) fn types(&self, keys: &str) {
        let strokes: Vec<Value> = keys
            .chars()
            .flat_map(|key| {
                let key = key.to_string();
                [
                    json!({"type": "keyDown", "value": key}),
                    json!({"type": "keyUp", "value": key}),
                ]
            })
            .collect();
        let keyboard = json!({"type": "key", "id": "keyboard", "actions": strokes});
        self.post("/actions", &json!({ "actions": [keyboard] }));
    }

    /// The addresses of all requests so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        let log = self.post("/se/log", &json!({"type": "performance"}));
        let entries = log.as_array().unwrap().iter();
        entries
            .map(|entry| serde_json::from_str::<Value>(entry["message"].as_str().unwrap()).unwrap())
            .filter(|event| event["message"]["method"] == "Network.requestWillBeSent")
            .map(|event| {
                let request = &event["message"]["params"]["request"];
                request["url"].as_str().unwrap().to_owned()
            })
            .collect()
    }

    /// Keeps a picture where `PICTURES` names a folder: to be looked at.
    pub(crate) fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("PICTURES") else {
            return;
        };
        let shot = self.devtools("Page.captureScreenshot", &json!({"format": "png"}));
        let png = base64(shot["data"].as_str().unwrap());
        fs::create_dir_all(&folder).unwrap();
        fs::write(Path::new(&folder).join(format!("{name}.png")), png).unwrap();
    }

    /// The page on paper, as A4.
    pub(crate) fn printed(&self) -> Vec<u8> {
        let print = json!({"paperWidth": 8.27, "paperHeight": 11.69, "printBackground": true});
        base64(
            self.devtools("Page.printToPDF", &print)["data"]
                .as_str()
                .unwrap(),
        )
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver takes its browsers with it.
        let _ = ureq::delete(&self.session).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        let _ = fs::remove_dir_all(&self.profile);
    }
}

fn base64(text: &str) -> Vec<u8> {
    Base64::decode_vec(text).unwrap()
}
