//! Pages of other sites, in the same browser, learn nothing; and this page asks nobody else.

use std::io::{Read, Write};
use std::net::TcpListener;

use crate::Shown;
use crate::counter::report;

/// A site of somebody else: one empty page. Gives its address.
fn stranger() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let _ = stream.read(&mut [0; 4096]);
            let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 24\r\nConnection: close\r\n\r\n<title>stranger</title>\n";
            let _ = stream.write_all(page.as_bytes());
        }
    });
    format!("http://{address}/")
}

#[test]
#[ignore = "needs Chromium: tests/run"]
fn another_site_reads_nothing() {
    let shown = Shown::start();
    shown.lay(&report("grace"));
    let (browser, port) = (&shown.browser, shown.address.port());
    browser.go(&stranger());
    for host in ["127.0.0.1", "localhost"] {
        for path in ["", "last", "board", "events"] {
            let url = format!("http://{host}:{port}/{path}");
            for mode in ["cors", "no-cors", "same-origin"] {
                let answer = browser.run_async(&format!(
                    "const done = arguments[arguments.length - 1];
                    fetch('{url}', {{ mode: '{mode}' }}).then((it) => it.text()).then(done, () => done(''));"
                ));
                assert_eq!(answer, "", "{mode} {url}");
            }
            let heard = browser.run_async(&format!(
                "const done = arguments[arguments.length - 1];
                const source = new EventSource('{url}');
                source.onmessage = (event) => done(event.data);
                source.onerror = () => {{ source.close(); done('refused'); }};"
            ));
            assert_eq!(heard, "refused", "{url}");
            let framed = browser.run_async(&format!(
                "const done = arguments[arguments.length - 1];
                const frame = document.createElement('iframe');
                frame.onload = () => {{ let text; try {{ text = frame.contentDocument.body.innerText; }} catch {{ text = 'refused'; }} done(text); }};
                frame.src = '{url}';
                document.body.append(frame);"
            ));
            assert!(framed == "refused" || framed.is_null(), "{url}: {framed}");
        }
    }
    // A name of somebody else that leads here.
    browser.go(&format!("http://stranger.test:{port}/last"));
    assert_eq!(
        browser.run("return document.body.innerText"),
        "403 Forbidden"
    );
}

#[test]
#[ignore = "needs Chromium: tests/run"]
fn nothing_is_asked_of_anybody_else() {
    let shown = Shown::start();
    let browser = &shown.browser;
    shown.lay(&report("valid"));
    shown.speak("en");
    browser.press("g");
    shown.lift();
    let own = format!("http://{}/", shown.address);
    let requests = browser.requests();
    assert!(requests.len() >= 2, "{requests:?}");
    for request in &requests {
        // The empty icon asks nobody; the first tab is the browser's own.
        let within = ["data:", "about:", "chrome:", "chrome-untrusted:"];
        let within = within.iter().any(|scheme| request.starts_with(scheme));
        let near = within || request.starts_with(&own);
        assert!(near, "{request}");
    }
    // Not even where something in it tried.
    let tried = browser.run_async(
        "const done = arguments[arguments.length - 1];
        const image = new Image();
        image.onload = () => done('loaded');
        image.onerror = () => done('refused');
        image.src = 'http://stranger.test:1/';",
    );
    assert_eq!(tried, "refused");
    let refused = browser.console();
    assert!(
        refused
            .iter()
            .any(|it| it.contains("stranger.test") && it.contains("Content Security Policy")),
        "{refused:?}"
    );
    assert_eq!(browser.run("return document.cookie"), "");
}
