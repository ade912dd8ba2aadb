//! `kill -9` while customers file requests: every number that anybody was told is there afterwards, nothing is there by
//! halves, and sending an unanswered form again does it once.

use crate::{
    browser::{Ask, Browser},
    forms,
    hall::{build_site, furnished, sign_in, sqlite},
    people::{Cast, Part},
};
use crm::requests::RequestEventKind;
use std::{
    collections::BTreeSet,
    path::Path,
    process::Stdio,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
    time::timeout,
};

const ROUNDS: usize = 3;
const WRITERS: usize = 4;
/// Requests that have to be told before the program is killed.
const ENOUGH: usize = 25;

fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wangting"));
    command.args(arguments).args(["--database", &sqlite(&folder.join("hall.db"))]);
    command.args(["--folder".as_ref(), folder.join("var").as_os_str()]);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("WANGTING_")) {
        command.env_remove(name);
    }
    command.env("WANGTING_LOG_FILTER", "off").stdin(Stdio::null()).kill_on_drop(true);
    command
}

/// Starts the program; gives its address once it says that visitors can come.
async fn start(folder: &Path) -> (Child, String) {
    let site = folder.join("site").display().to_string();
    let mut command = program(folder, &["serve", "--demo", "--listen", "127.0.0.1:0", "--site-root", &site]);
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().expect("its words are piped")).lines();
    let line =
        timeout(Duration::from_secs(30), lines.next_line()).await.expect("the program starts").unwrap();
    let line = line.expect("the program says where it listens");
    let url = line.strip_prefix("listening on ").unwrap_or_else(|| panic!("{line:?}")).to_owned();
    (child, url)
}

/// What was told, and what was sent last without an answer.
#[derive(Default)]
struct Told {
    numbers: BTreeSet<String>,
    unanswered: Vec<String>,
}

fn fields(key: &str) -> [(&'static str, &str); 4] {
    [("key", key), ("category", "question"), ("subject", "Slow at night"), ("text", "It began yesterday.")]
}

/// Files requests until the program dies.
async fn file_requests(browser: Browser, told: Arc<Mutex<Told>>, keys: impl Fn() -> String) {
    loop {
        let key = keys();
        let Some((status, location)) = browser.try_ask(Ask::post("/requests/new", &fields(&key))).await
        else {
            told.lock().unwrap().unanswered.push(key);
            return;
        };
        assert_eq!(status, 303);
        let number = location.strip_prefix("/requests/").expect("a request").to_owned();
        assert!(told.lock().unwrap().numbers.insert(number), "a number was told twice");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_anybody_was_told_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let cast = furnished(&folder.path().join("hall.db")).await;
    build_site(folder.path());
    let told = Arc::<Mutex<Told>>::default();
    for _ in 0..ROUNDS {
        let before = told.lock().unwrap().numbers.len();
        let (mut child, url) = start(folder.path()).await;
        let browser = Browser::new(&url);
        sign_in(&browser, cast.the(Part::Subscriber).mobile()).await.expect_redirect("/");
        send_again(&browser, &told).await;
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| tokio::spawn(file_requests(browser.clone(), Arc::clone(&told), forms::key)))
            .collect();
        while told.lock().unwrap().numbers.len() < before + ENOUGH {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        child.start_kill().unwrap();
        assert!(!child.wait().await.unwrap().success());
        for writer in writers {
            writer.await.unwrap();
        }
        check(folder.path(), cast, &told).await;
    }
    let doctor = timeout(Duration::from_secs(30), program(folder.path(), &["doctor"]).output())
        .await
        .unwrap()
        .unwrap();
    assert!(doctor.status.success(), "{}", String::from_utf8_lossy(&doctor.stdout));
    let (mut child, url) = start(folder.path()).await;
    let browser = Browser::new(&url);
    sign_in(&browser, cast.the(Part::Subscriber).mobile()).await.expect_redirect("/");
    let numbers = told.lock().unwrap().numbers.clone();
    for number in numbers {
        browser.get(format!("/requests/{number}")).await.expect_status(200);
    }
    child.kill().await.unwrap();
}

/// As somebody does whose browser said that the hall does not answer.
async fn send_again(browser: &Browser, told: &Mutex<Told>) {
    let unanswered = std::mem::take(&mut told.lock().unwrap().unanswered);
    for key in unanswered {
        let first = browser.post("/requests/new", &fields(&key)).await.expect_status(303);
        let second = browser.post("/requests/new", &fields(&key)).await.expect_redirect(first.location());
        let number = second.location().strip_prefix("/requests/").expect("a request").to_owned();
        assert!(
            told.lock().unwrap().numbers.insert(number),
            "an unanswered form was done before under another key"
        );
    }
}

/// Every request that was told is there whole, and no more than one for each form that got no answer beside them.
async fn check(folder: &Path, cast: &Cast, told: &Mutex<Told>) {
    let store = store::Store::open(&sqlite(&folder.join("hall.db"))).await.unwrap();
    let customer = cast.the(Part::Subscriber).file.customer.id;
    let read = store.read(|mut unit| async move {
        let requests = unit.requests_of(customer, None, 100_000).await?;
        let mut kept = Vec::new();
        for request in requests {
            kept.push((request.number, unit.request_events(request.id).await?));
        }
        let messages = unit.messages_of(customer, 100_000).await?;
        Ok::<_, store::Error>((kept, messages, unit.latest_events(100_000).await?))
    });
    let (kept, messages, audit) = read.await.unwrap();
    store.close().await;
    let told = told.lock().unwrap();
    let numbers: BTreeSet<&String> = kept.iter().map(|(number, _)| number).collect();
    for number in &told.numbers {
        assert!(numbers.contains(number), "{number} was told and is lost");
    }
    assert!(
        kept.len() <= told.numbers.len() + told.unanswered.len(),
        "something was done that nobody asked for"
    );
    for (number, events) in &kept {
        assert_eq!(
            events.iter().map(|event| event.kind).collect::<Vec<_>>(),
            [RequestEventKind::Opened],
            "{number}"
        );
        assert!(messages.iter().any(|message| message.body.contains(number)), "{number}: nobody is told");
        let object = format!("request:{number}");
        assert!(audit.iter().any(|event| event.object == object), "{number}: nothing in the audit trail");
    }
}
