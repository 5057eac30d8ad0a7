//! What a browser or a program asks, taken apart without believing any of it.

use std::net::SocketAddr;

/// The longest head of a request. Browsers send less than one kilobyte.
pub(super) const LONGEST: usize = 8 << 10;

/// The most header fields.
const FIELDS: usize = 64;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Request {
    /// The page.
    Page,
    /// What happens, as it happens, for the page.
    Board,
    /// What happens, as it happens, for programs.
    Events,
    /// The report of the card that is there.
    Last,
}

/// Why a request is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is no request, or one with a body.
    Wrong,
    /// It was not meant for this computer, or another site's page asks.
    Stranger,
    /// There is no such thing.
    NotFound,
    /// Things are only looked at here.
    NotAllowed,
    /// It is too long.
    TooLong,
    /// Too many are asking.
    Busy,
}

impl Request {
    /// Takes apart what came over a connection to `own`; None until all of the head is there.
    ///
    /// # Errors
    /// Why it is not answered.
    pub fn parse(bytes: &[u8], own: SocketAddr) -> Result<Option<Self>, Refusal> {
        let mut fields = [httparse::EMPTY_HEADER; FIELDS];
        let mut head = httparse::Request::new(&mut fields);
        match head.parse(bytes) {
            Ok(httparse::Status::Complete(_)) => {}
            Ok(httparse::Status::Partial) if bytes.len() < LONGEST => return Ok(None),
            Ok(httparse::Status::Partial) | Err(httparse::Error::TooManyHeaders) => {
                return Err(Refusal::TooLong);
            }
            Err(_) => return Err(Refusal::Wrong),
        }
        let values = |name: &'static str| {
            let fields = head.headers.iter();
            fields
                .filter(move |field| field.name.eq_ignore_ascii_case(name))
                .map(|field| std::str::from_utf8(field.value).unwrap_or("?"))
        };
        let mut hosts = values("host");
        match (hosts.next(), hosts.next()) {
            (Some(host), None) if is_own(host, own.port()) => {}
            _ => return Err(Refusal::Stranger),
        }
        let origin = |origin: &str| {
            let host = origin.strip_prefix("http://");
            host.is_some_and(|host| is_own(host, own.port()))
        };
        if !values("origin").all(origin) {
            return Err(Refusal::Stranger);
        }
        let body = values("content-length").any(|length| length != "0");
        if body || values("transfer-encoding").next().is_some() {
            return Err(Refusal::Wrong);
        }
        if head.method != Some("GET") {
            return Err(Refusal::NotAllowed);
        }
        let request = match head.path {
            Some("/") => Self::Page,
            Some("/board") => Self::Board,
            Some("/events") => Self::Events,
            Some("/last") => Self::Last,
            _ => return Err(Refusal::NotFound),
        };
        // A page of another site may lead here; what lies on the reader it may not fetch.
        let near = |site: &str| matches!(site, "same-origin" | "none");
        if request != Self::Page && !values("sec-fetch-site").all(near) {
            return Err(Refusal::Stranger);
        }
        Ok(Some(request))
    }
}

/// The host is this computer by a name that leads nowhere else. A name that somebody else's DNS
/// answers for could lead here too.
fn is_own(host: &str, port: u16) -> bool {
    let names = ["127.0.0.1", "localhost", "[::1]"];
    names.iter().any(|name| {
        let rest = host
            .get(..name.len())
            .filter(|own| own.eq_ignore_ascii_case(name));
        let rest = rest.and_then(|_| host.get(name.len()..));
        match rest {
            // HTTP leaves its own port away.
            Some("") => port == 80,
            Some(rest) => rest
                .strip_prefix(':')
                .is_some_and(|own| own == port.to_string()),
            None => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn own() -> SocketAddr {
        "127.0.0.1:38470".parse().unwrap()
    }

    fn ask(lines: &[&str]) -> Result<Option<Request>, Refusal> {
        let text = lines.join("\r\n") + "\r\n\r\n";
        Request::parse(text.as_bytes(), own())
    }

    const HOST: &str = "Host: 127.0.0.1:38470";

    #[test]
    fn what_there_is_can_be_asked_under_every_name_of_this_computer() {
        for (path, request) in [
            ("/", Request::Page),
            ("/board", Request::Board),
            ("/events", Request::Events),
            ("/last", Request::Last),
        ] {
            for host in [
                "127.0.0.1:38470", "localhost:38470", "LocalHost:38470", "[::1]:38470",
            ] {
                let asked = ask(&[&format!("GET {path} HTTP/1.1"), &format!("Host: {host}")]);
                assert_eq!(asked, Ok(Some(request)), "{path} {host}");
            }
        }
    }

    /// A name that an attacker's DNS gives for 127.0.0.1 is not ours.
    #[test]
    fn other_hosts_and_origins_are_refused() {
        for host in [
            "Host: example.com",
            "Host: example.com:38470",
            "Host: 127.0.0.1",
            "Host: 127.0.0.1:80",
            "Host: 127.0.0.1:384700",
            "Host: 127.0.0.1.example.com:38470",
            "Host: 127.0.0.2:38470",
            "Host: localhost",
            "Host:",
            "X: y",
            "Host: 127.0.0.1:38470\r\nHost: example.com",
        ] {
            assert_eq!(
                ask(&["GET /last HTTP/1.1", host]),
                Err(Refusal::Stranger),
                "{host}"
            );
        }
        for field in [
            "Origin: https://127.0.0.1:38470",
            "Origin: http://example.com",
            "Origin: null",
            "Origin: http://127.0.0.1:80",
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Site: same-site",
        ] {
            assert_eq!(
                ask(&["GET /events HTTP/1.1", HOST, field]),
                Err(Refusal::Stranger),
                "{field}"
            );
        }
        let own = ["GET /last HTTP/1.1", HOST, "Origin: http://localhost:38470"];
        assert_eq!(ask(&own), Ok(Some(Request::Last)));
    }

    #[test]
    fn things_are_only_looked_at() {
        for (line, refusal) in [
            ("POST / HTTP/1.1", Refusal::NotAllowed),
            ("OPTIONS /last HTTP/1.1", Refusal::NotAllowed),
            ("GET /favicon.ico HTTP/1.1", Refusal::NotFound),
            ("GET /last?x=1 HTTP/1.1", Refusal::NotFound),
            ("GET /../etc/passwd HTTP/1.1", Refusal::NotFound),
            ("GET http://example.com/ HTTP/1.1", Refusal::NotFound),
            ("nonsense", Refusal::Wrong),
        ] {
            assert_eq!(ask(&[line, HOST]), Err(refusal), "{line}");
        }
        let body = ["GET / HTTP/1.1", HOST, "Content-Length: 5"];
        assert_eq!(ask(&body), Err(Refusal::Wrong));
        let chunked = ["GET / HTTP/1.1", HOST, "Transfer-Encoding: chunked"];
        assert_eq!(ask(&chunked), Err(Refusal::Wrong));
    }

    #[test]
    fn a_head_is_waited_for_only_so_long() {
        let start = b"GET / HTTP/1.1\r\nX: ".to_vec();
        assert_eq!(Request::parse(&start, own()), Ok(None));
        let mut long = start.clone();
        long.resize(LONGEST, b'a');
        assert_eq!(Request::parse(&long, own()), Err(Refusal::TooLong));
        let many = "GET / HTTP/1.1\r\n".to_owned() + &"a: b\r\n".repeat(FIELDS + 1) + "\r\n";
        assert_eq!(
            Request::parse(many.as_bytes(), own()),
            Err(Refusal::TooLong)
        );
    }

    proptest! {
        #[test]
        fn bytes_of_any_kind_are_taken_apart_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            let _ = Request::parse(&bytes, own());
        }

        /// Whatever the fields say, nobody gets an answer under another name.
        #[test]
        fn no_field_makes_a_stranger_welcome(name in "[a-zA-Z-]{1,20}", value in "[ -~]{0,40}", host in "[ -~]{0,30}") {
            prop_assume!(!is_own(host.trim(), 38470));
            let asked = ask(&["GET /last HTTP/1.1", &format!("Host: {host}"), &format!("{name}: {value}")]);
            prop_assert!(!matches!(asked, Ok(Some(_))), "{asked:?}");
        }
    }
}
