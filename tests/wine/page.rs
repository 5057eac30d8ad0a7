//! The counter's page: the same answers to the same requests.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::pcscd::{Service, wait_for};
use crate::served::TODAY;
use crate::systems::System;

/// A request, its fields beside Host, and the status that the contract has for it.
const REQUESTS: [(&str, &str, &str); 14] = [
    ("GET /", "Host: localhost:PORT", "200"),
    ("GET /", "Host: 127.0.0.1:PORT", "200"),
    ("GET /", "Host: [::1]:PORT", "200"),
    ("GET /", "Host: counter.example:PORT", "403"),
    ("GET /", "Host: localhost:1", "403"),
    ("GET /", "Accept: */*", "403"),
    (
        "GET /last",
        "Host: localhost:PORT\r\nOrigin: http://localhost:PORT",
        "200",
    ),
    (
        "GET /last",
        "Host: localhost:PORT\r\nOrigin: http://site.example",
        "403",
    ),
    (
        "GET /last",
        "Host: localhost:PORT\r\nSec-Fetch-Site: cross-site",
        "403",
    ),
    ("GET /events", "Host: localhost:PORT\r\nOrigin: null", "403"),
    ("GET /events", "Host: counter.example:PORT", "403"),
    ("POST /last", "Host: localhost:PORT", "405"),
    ("GET /config.toml", "Host: localhost:PORT", "404"),
    (
        "GET /last",
        "Host: localhost:PORT\r\nContent-Length: 3",
        "400",
    ),
];

/// A counter that is ended with this value.
struct Counter {
    child: Child,
    address: SocketAddr,
}

impl Counter {
    fn open(system: System, service: &Service) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let mut command = watch(system, service, address);
        let child = command.stdout(Stdio::null()).spawn().unwrap();
        let counter = Self { child, address };
        let open = || TcpStream::connect(address).is_ok();
        wait_for("the page", open, || service.log());
        counter
    }

    fn send(&self, request: &str, fields: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let patience = Some(Duration::from_secs(10));
        stream.set_read_timeout(patience).unwrap();
        let fields = fields.replace("PORT", &self.address.port().to_string());
        write!(stream, "{request} HTTP/1.1\r\n{fields}\r\n\r\n").unwrap();
        stream
    }

    /// Status line and fields, without the length of what follows, and that.
    fn ask(&self, request: &str, fields: &str) -> (Vec<String>, Value) {
        let mut answer = String::new();
        let mut stream = self.send(request, fields);
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let head = head.lines().map(str::to_owned);
        let head = head.filter(|line| !line.starts_with("Content-Length"));
        let body = serde_json::from_str(body).map_or_else(|_| body.into(), timeless);
        (head.collect(), body)
    }

    fn last(&self) -> (Vec<String>, Value) {
        self.ask("GET /last", "Host: localhost:PORT")
    }

    /// What happens from now on.
    fn events(&self) -> impl Iterator<Item = Value> + use<> {
        let stream = self.send("GET /events", "Host: localhost:PORT");
        let lines = BufReader::new(stream).lines();
        lines.filter_map(|line| {
            let data = line.unwrap().strip_prefix("data: ")?.to_owned();
            (data != ".").then(|| timeless(serde_json::from_str(&data).unwrap()))
        })
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn watch(system: System, service: &Service, address: SocketAddr) -> Command {
    let mut command = system.client(service);
    command
        .args(["watch", "--page", &address.to_string()])
        .args(["--today", TODAY, "--format", "json", "--lang", "ja"]);
    command
}

fn timeless(mut object: Value) -> Value {
    for time in ["/exchange/millis", "/at"] {
        if let Some(time) = object.pointer_mut(time) {
            *time = json!(null);
        }
    }
    object
}

#[test]
fn every_request() {
    let [linux, windows] = System::BOTH.map(|system| {
        let service = Service::start();
        let card = service.serve("grace");
        let counter = Counter::open(system, &service);
        wait_for(
            "a verdict",
            || counter.last().0[0].contains("200"),
            || service.log(),
        );
        let mut events = counter.events();
        let report = events.next().unwrap();
        assert_eq!(counter.last().1, report, "{system:?}");
        assert_eq!(report["verdict"], "attention");
        let asked = REQUESTS.map(|(request, fields, status)| {
            let answer = counter.ask(request, fields);
            let said = answer.0[0].split(' ').nth(1);
            assert_eq!(said, Some(status), "{system:?}: {request} {fields}");
            answer
        });
        // Another start of the same finds it.
        let again = watch(system, &service, counter.address).output().unwrap();
        assert_eq!(again.status.code(), Some(0), "{system:?}: {again:?}");
        card.stop();
        let lifted = events.next().unwrap();
        assert_eq!(lifted["event"], "lifted");
        let gone = counter.last();
        assert!(gone.0[0].contains("204"), "{gone:?}");
        (report, asked, lifted, gone)
    });
    assert_eq!(linux, windows);
}

#[test]
fn an_address_that_another_program_has() {
    let another = TcpListener::bind("127.0.0.1:0").unwrap();
    let [linux, windows] = System::BOTH.map(|system| {
        let service = Service::start();
        let mut command = watch(system, &service, another.local_addr().unwrap());
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(4), "{system:?}: {output:?}");
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    });
    assert_eq!(linux, windows);
    assert_eq!(windows["findings"][0]["id"], "port-taken");
}
