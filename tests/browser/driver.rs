//! Chromium, driven through its own `WebDriver` server: requests and answers in JSON over HTTP.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use base64ct::{Base64, Encoding};
use serde_json::{Value, json};

/// What nothing here takes when all is well.
const PATIENCE: Duration = Duration::from_secs(20);

/// A window: width, height, and how much it is zoomed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window(pub(crate) u32, pub(crate) u32, pub(crate) u32);

/// A browser with a profile of its own. It ends with this value.
pub(crate) struct Browser {
    driver: Child,
    folder: PathBuf,
    session: String,
    agent: ureq::Agent,
}

impl Browser {
    pub(crate) fn start() -> Self {
        Self::with(&json!({}))
    }

    /// Pages run no script in it; what is asked of it here still does.
    pub(crate) fn without_script() -> Self {
        Self::with(&json!({"profile.managed_default_content_settings.javascript": 2}))
    }

    fn with(preferences: &Value) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("mynacheck-browser-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("chromedriver: {error}. Run tests/setup."));
        let said = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = said
            .map_while(Result::ok)
            .find_map(|line| {
                let (_, port) = line.split_once("successfully on port ")?;
                Some(port.trim_end_matches('.').to_owned())
            })
            .expect("chromedriver names its port");
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .build()
            .into();
        let mut browser = Self {
            driver,
            folder,
            session: format!("http://127.0.0.1:{port}/session"),
            agent,
        };
        let profile = format!("--user-data-dir={}", browser.folder.display());
        let arguments = [
            "--headless=new",
            // Tests run as root in containers, where the sandbox does not start.
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            // A name that somebody else's DNS has lead here.
            "--host-resolver-rules=MAP stranger.test 127.0.0.1",
            &profile,
            "about:blank",
        ];
        let options = json!({"args": arguments, "prefs": preferences});
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"performance": "ALL", "browser": "ALL"},
        }}});
        let begun = browser.ask("", &wanted);
        let id = begun["sessionId"].as_str().expect("a session");
        browser.session = format!("{}/{id}", browser.session);
        browser
    }

    fn ask(&self, path: &str, body: &Value) -> Value {
        let url = format!("{}{path}", self.session);
        let mut answer = self.agent.post(&url).send_json(body).unwrap();
        let mut answer: Value = answer
            .body_mut()
            .with_config()
            .limit(1 << 26)
            .read_json()
            .unwrap();
        let value = answer["value"].take();
        let failed = value.get("error").is_some() && value.get("stacktrace").is_some();
        assert!(!failed, "{path}: {}: {}", value["error"], value["message"]);
        value
    }

    /// A command of the `DevTools` protocol.
    pub(crate) fn devtools(&self, command: &str, parameters: &Value) -> Value {
        self.ask(
            "/goog/cdp/execute",
            &json!({"cmd": command, "params": parameters}),
        )
    }

    pub(crate) fn go(&self, url: &str) {
        self.ask("/url", &json!({"url": url}));
    }

    pub(crate) fn resize(&self, Window(width, height, zoom): Window) {
        let parameters = json!({
            "width": width / zoom, "height": height / zoom,
            "deviceScaleFactor": zoom, "mobile": false,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", &parameters);
    }

    /// What a script gives back.
    pub(crate) fn run(&self, script: &str) -> Value {
        self.ask("/execute/sync", &json!({"script": script, "args": []}))
    }

    /// What a script gives to the function that it is given.
    pub(crate) fn run_async(&self, script: &str) -> Value {
        self.ask("/execute/async", &json!({"script": script, "args": []}))
    }

    /// Waits until an expression is true, and says how long that took.
    pub(crate) fn wait(&self, expression: &str) -> Duration {
        let begun = Instant::now();
        while self.run(&format!("return !!({expression})")) != true {
            let late = begun.elapsed() > PATIENCE;
            assert!(
                !late,
                "{expression}: {}",
                self.run("return document.body.innerText")
            );
            std::thread::sleep(Duration::from_millis(5));
        }
        begun.elapsed()
    }

    /// Presses keys one after the other; `\u{E004}` is Tab, `\u{E007}` Enter (`WebDriver` §17.4.2).
    pub(crate) fn press(&self, keys: &str) {
        let actions: Vec<Value> = keys
            .chars()
            .flat_map(|key| {
                let key = key.to_string();
                [
                    json!({"type": "keyDown", "value": key}),
                    json!({"type": "keyUp", "value": key}),
                ]
            })
            .collect();
        self.ask(
            "/actions",
            &json!({"actions": [{"type": "key", "id": "keyboard", "actions": actions}]}),
        );
    }

    /// Everything that the network was asked for since the last time.
    pub(crate) fn requests(&self) -> Vec<String> {
        let log = self.ask("/se/log", &json!({"type": "performance"}));
        let entries = log.as_array().unwrap().iter();
        entries
            .filter_map(|entry| {
                let event: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
                let event = &event["message"];
                let sent = event["method"] == "Network.requestWillBeSent";
                let url = event["params"]["request"]["url"]
                    .as_str()
                    .filter(|_| sent)?;
                Some(url.to_owned())
            })
            .collect()
    }

    /// What the console says: errors, and whatever the policy kept from happening.
    pub(crate) fn console(&self) -> Vec<String> {
        let log = self.ask("/se/log", &json!({"type": "browser"}));
        let entries = log.as_array().unwrap().iter();
        entries.map(|entry| entry["message"].to_string()).collect()
    }

    pub(crate) fn picture(&self, file: &Path) {
        let shot = self.devtools("Page.captureScreenshot", &json!({"format": "png"}));
        save(&shot["data"], file);
    }

    /// Prints the page on A4.
    pub(crate) fn print(&self, file: &Path) {
        let page = json!({"page": {"width": 21.0, "height": 29.7}, "background": true,
            "margin": {"top": 1.0, "bottom": 1.0, "left": 1.0, "right": 1.0}});
        save(&self.ask("/print", &page), file);
    }
}

fn save(data: &Value, file: &Path) {
    fs::write(file, Base64::decode_vec(data.as_str().unwrap()).unwrap()).unwrap();
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Ends the browser; the driver would leave it behind.
        let _ = self.agent.delete(&self.session).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
