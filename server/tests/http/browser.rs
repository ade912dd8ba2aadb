//! A browser as the server knows it: it keeps cookies, says where its forms come from, and shows redirects instead of
//! following them. Every answer it gets is held to the manners of the hall.

use crate::{
    html::{self, Form},
    manners,
};
use http_body_util::{BodyExt as _, Full};
use hyper::{
    Method, Request, Response,
    body::{Bytes, Incoming},
    header::{self, HeaderMap, HeaderName, HeaderValue},
};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

/// A browser. Its clones are windows of one browser: they share the cookies.
#[derive(Clone)]
pub(crate) struct Browser {
    client: Client<HttpConnector, Full<Bytes>>,
    hall: String,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
    language: &'static str,
}

/// What a browser asks for.
pub(crate) struct Ask {
    method: Method,
    path: String,
    body: Bytes,
    headers: HeaderMap,
    troubled: bool,
}

impl Ask {
    pub(crate) fn new(method: Method, path: impl Into<String>) -> Self {
        let (body, headers) = (Bytes::new(), HeaderMap::new());
        Self { method, path: path.into(), body, headers, troubled: false }
    }

    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    pub(crate) fn post(path: impl Into<String>, fields: &[(impl AsRef<str>, impl AsRef<str>)]) -> Self {
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).collect();
        let body = serde_urlencoded::to_string(fields).expect("texts can be encoded");
        Self::new(Method::POST, path).body("application/x-www-form-urlencoded", body)
    }

    pub(crate) fn body(mut self, kind: &str, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self.with(header::CONTENT_TYPE.as_str(), kind)
    }

    /// With a header; an empty one is left out altogether.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(HeaderName::try_from(name).unwrap(), HeaderValue::try_from(value).unwrap());
        self
    }

    /// Errors of the server are what is asked for.
    pub(crate) fn in_trouble(mut self) -> Self {
        self.troubled = true;
        self
    }
}

impl Browser {
    pub(crate) fn new(hall: &str) -> Self {
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self { client, hall: hall.to_owned(), cookies: Arc::default(), language: "zh-CN,zh;q=0.9" }
    }

    /// Of somebody who reads another language.
    pub(crate) fn reading(self, language: &'static str) -> Self {
        Self { language, ..self }
    }

    pub(crate) async fn get(&self, path: impl Into<String>) -> Answer {
        self.ask(Ask::get(path)).await
    }

    pub(crate) async fn post(
        &self,
        path: impl Into<String>,
        fields: &[(impl AsRef<str>, impl AsRef<str>)],
    ) -> Answer {
        self.ask(Ask::post(path, fields)).await
    }

    /// Presses the button of a form.
    pub(crate) async fn submit(&self, form: &Form) -> Answer {
        self.post(form.action.clone(), &form.fields).await
    }

    pub(crate) async fn ask(&self, ask: Ask) -> Answer {
        let (asked, troubled) = (format!("{} {}", ask.method, ask.path), ask.troubled);
        let response = self.send(ask).await;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let streams = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
        let bytes = if streams {
            Bytes::new()
        } else {
            response.into_body().collect().await.unwrap_or_else(|error| panic!("{asked}: {error}")).to_bytes()
        };
        let body = String::from_utf8(bytes.into()).unwrap_or_else(|error| panic!("{asked}: {error}"));
        let answer = Answer { asked, status, headers, body };
        manners::check(&answer, troubled);
        answer
    }

    /// The answer as it comes in, for streams.
    pub(crate) async fn send(&self, ask: Ask) -> Response<Incoming> {
        self.try_send(ask).await.unwrap_or_else(|error| panic!("{error}"))
    }

    /// Status and location of an answer, if there is one: the hall may be gone.
    pub(crate) async fn try_ask(&self, ask: Ask) -> Option<(u16, String)> {
        let response = self.try_send(ask).await.ok()?;
        let location =
            response.headers().get(header::LOCATION).map_or("", |location| location.to_str().unwrap());
        Some((response.status().as_u16(), location.to_owned()))
    }

    async fn try_send(&self, ask: Ask) -> Result<Response<Incoming>, String> {
        let Ask { method, path, body, headers: own, .. } = ask;
        let mut request = Request::builder().method(&method).uri(format!("{}{path}", self.hall));
        let headers = request.headers_mut().unwrap_or_else(|| panic!("{path} is no path"));
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(self.language));
        headers.insert(
            header::USER_AGENT,
            HeaderValue::from_static("Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0"),
        );
        if method != Method::GET {
            headers.insert(header::ORIGIN, HeaderValue::try_from(&self.hall).unwrap());
            headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
        }
        let cookies: Vec<String> =
            self.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            headers.insert(header::COOKIE, HeaderValue::try_from(cookies.join("; ")).unwrap());
        }
        for (name, value) in &own {
            if value.is_empty() {
                headers.remove(name);
            } else {
                headers.insert(name, value.clone());
            }
        }
        let request = request.body(Full::new(body)).unwrap();
        let response =
            self.client.request(request).await.map_err(|error| format!("{method} {path}: {error}"))?;
        self.keep(response.headers());
        Ok(response)
    }

    fn keep(&self, headers: &HeaderMap) {
        let mut cookies = self.cookies.lock().unwrap();
        for line in headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, value) =
                line.split(';').next().and_then(|pair| pair.split_once('=')).expect("a cookie");
            if line.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    pub(crate) fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    /// Follows a redirect within the hall.
    pub(crate) async fn follow(&self, answer: &Answer) -> Answer {
        self.get(answer.location()).await
    }
}

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// Method and path, for messages.
    pub(crate) asked: String,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    #[track_caller]
    pub(crate) fn expect_status(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.body);
        self
    }

    #[track_caller]
    pub(crate) fn expect_redirect(self, to: &str) -> Self {
        let answer = self.expect_status(303);
        assert_eq!(answer.location(), to, "{}", answer.asked);
        answer
    }

    #[track_caller]
    pub(crate) fn expect_text(self, text: &str) -> Self {
        assert!(self.text().contains(text), "{}: no {text:?} in {}", self.asked, self.body);
        self
    }

    #[track_caller]
    pub(crate) fn expect_no_text(self, text: &str) -> Self {
        assert!(!self.text().contains(text), "{}: {text:?} in {}", self.asked, self.body);
        self
    }

    #[track_caller]
    pub(crate) fn expect_language(self, language: &str) -> Self {
        assert!(self.body.contains(&format!("<html lang=\"{language}\">")), "{}: {}", self.asked, self.body);
        self
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("headers of the hall are text"))
    }

    pub(crate) fn is_html(&self) -> bool {
        self.header("content-type").starts_with("text/html")
    }

    #[track_caller]
    pub(crate) fn location(&self) -> &str {
        let location = self.header("location");
        assert!(!location.is_empty(), "{}: {} leads nowhere: {}", self.asked, self.status, self.body);
        location
    }

    /// The page with its characters as people read them.
    pub(crate) fn text(&self) -> String {
        html::unescaped(&self.body)
    }

    /// The first form of the page that is sent there, filled in as the page has it.
    #[track_caller]
    pub(crate) fn form(&self, action: &str) -> Form {
        let form = html::forms(&self.body).into_iter().find(|form| form.action == action);
        form.unwrap_or_else(|| panic!("{}: no form for {action} in {}", self.asked, self.body))
    }

    /// What stands between two texts.
    #[track_caller]
    pub(crate) fn between(&self, before: &str, after: &str) -> String {
        let found = self.body.split_once(before).and_then(|(_, rest)| rest.split_once(after));
        let (found, _) = found.unwrap_or_else(|| panic!("{}: no {before:?} in {}", self.asked, self.body));
        html::unescaped(found)
    }
}
