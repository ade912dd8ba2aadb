//! Whatever is put into a form, the answer is a page that says what to do, with what was typed still in it. Nothing
//! typed becomes markup, nothing breaks, nothing is done twice.

use crate::{
    browser::{Answer, Browser},
    forms::{self, Field, Kind, Things},
    hall::{Engine, Hall, sign_in},
    html,
    people::Part,
};
use app::routes::{ROUTES, Route};
use hyper::Method;
use operations::access::{Operation, Role, Standing, right};
use rstest::rstest;

/// What people, and others, type into fields that show it.
fn odd_words() -> Vec<String> {
    let mut words: Vec<String> = [
        "   ",
        "\u{7}\u{1b}[31m",
        "\u{202e}\u{2066}",
        "</textarea><script>alert(1)</script>",
        "\"><script>alert(1)</script>",
        "' onmouseover='alert(1)",
        "<!--",
        "&lt;b&gt;",
        "😀👨‍👩‍👧‍👦",
        "%s%n{}{{}}${7*7}",
        "one\r\nSet-Cookie: session=x",
        "0",
        "0.001",
        "１２",
        "1e309",
        "NaN",
    ]
    .map(str::to_owned)
    .into();
    words.push("长".repeat(5000));
    words
}

/// What others put where nobody types.
fn odd_values() -> Vec<String> {
    [
        "",
        "\0",
        "a\0b",
        "' OR '1'='1'; DROP TABLE customers; --",
        "../../etc/passwd",
        "<script>alert(1)</script>",
        "-1",
        "9223372036854775808",
        "-99999999999999999999999999999999",
        "9999-99-99",
        "00000000-0000-0000-0000-000000000000",
    ]
    .map(str::to_owned)
    .into()
}

/// Statuses of a form that was taken, refused by a rule, or is to be mended.
const ANSWERED: [u16; 3] = [303, 409, 422];

/// Who sends a form: whoever may, the least trusted first.
fn sender(route: &Route) -> Role {
    let roles = [Role::Visitor, Role::Subscriber, Role::SupportAgent, Role::Supervisor, Role::Auditor];
    roles
        .into_iter()
        .find(|role| right(route.operation, *role, Standing::Oneself).is_some())
        .expect("somebody may send each form")
}

/// The forms but those of an acting, which name it in a field that the gate alone reads: see `acting`.
fn posts() -> impl Iterator<Item = &'static Route> {
    forms::posts().filter(|route| !matches!(route.operation, Operation::RaiseActing | Operation::EndActing))
}

/// A hall in which every form is sent anew, to something fresh if the last one used it up.
struct Desk {
    hall: Hall,
    things: Things,
    customer: Browser,
    agent: Browser,
}

impl Desk {
    async fn open(engine: Engine) -> Self {
        let hall = Hall::open_on(engine).await;
        let customer = hall.subscriber(Part::Subscriber).await;
        let things = Things::of(&hall, &customer, Part::Subscriber).await;
        let things = Things {
            account: hall.the(Part::Debtor).account().to_owned(),
            // Wrong passwords lock whoever they are tried on.
            mobile: hall.the(Part::Former).mobile().to_owned(),
            ..things
        };
        let agent = hall.agent().await;
        // With the customer on the phone.
        let grounds = [("key", ""), ("purpose", "callerEnquiry"), ("reason", "Asks about the bill.")];
        agent.post(format!("/staff/customers/{}/open", things.customer), &grounds).await.expect_status(303);
        Self { hall, things, customer, agent }
    }

    /// Somebody who may send the form, signed in afresh.
    async fn browser(&self, route: &Route) -> Browser {
        match sender(route) {
            // Who owes nothing has nothing to type.
            Role::Subscriber if route.path == "/pay" => self.hall.subscriber(Part::Debtor).await,
            Role::Visitor => self.hall.visitor(),
            Role::Subscriber => {
                // Wrong passwords may have been tried on their own page.
                let locked = &format!("mobile:{}", self.hall.the(Part::Subscriber).mobile());
                let forgotten =
                    self.hall.desk.store().write(|mut unit| async move { unit.clear_attempts(locked).await });
                forgotten.await.unwrap_or_else(|error: store::Error| panic!("{error}"));
                self.hall.subscriber(Part::Subscriber).await
            }
            Role::Supervisor => self.hall.supervisor().await,
            Role::Auditor => self.hall.auditor().await,
            // Their session is in the customer's place afterwards.
            _ if route.operation == Operation::BeginActing => self.hall.agent().await,
            _ => self.agent.clone(),
        }
    }

    /// Where the form is sent: for steps that end something, each time to another one.
    async fn address(&self, route: &Route) -> String {
        let is_step = |step: &str| route.path.ends_with(step);
        let Some((_, own, _)) = forms::parameter(route.path) else { return route.path.to_owned() };
        let number = if route.path.contains("requests/") {
            // A loss that was reported ends the customer's other sessions.
            if self.customer.get("/messages").await.status == 303 {
                sign_in(&self.customer, self.hall.the(Part::Subscriber).mobile()).await.expect_status(303);
            }
            let story =
                [("category", "question"), ("subject", "Slow at night"), ("text", "It began yesterday.")];
            let filed = self.customer.post("/requests/new", &story).await.expect_status(303);
            let number = filed.location().rsplit('/').next().expect("a number").to_owned();
            let queue = format!("/staff/requests/{number}");
            if ["/answer", "/ask", "/resolve", "/reopen"].into_iter().any(is_step) {
                self.agent.post(format!("{queue}/take"), &[("key", "")]).await.expect_redirect(&queue);
            }
            if is_step("/reopen") {
                self.agent
                    .post(format!("{queue}/resolve"), &[("text", "Done.")])
                    .await
                    .expect_redirect(&queue);
            }
            number
        } else {
            own(&self.things).to_owned()
        };
        forms::filled(route.path, &number)
    }

    fn fields(&self, route: &Route) -> Vec<Field> {
        forms::fields(route.path, &self.things, &forms::key())
    }
}

/// Fields that name something a form acts on.
const NAMES: [&str; 16] = [
    "access",
    "account",
    "change",
    "company",
    "correction",
    "grant",
    "line",
    "lost_line",
    "merge",
    "number",
    "one",
    "other",
    "plan",
    "session",
    "to",
    "unit",
];

#[track_caller]
fn answered(route: &Route, sent: &[Field], answer: &Answer) {
    let about = || format!("{} with {sent:?}: {}", answer.asked, answer.status);
    // A page puts in what a form acts on: when that names nothing of theirs, there is no page to go back to.
    let names_something = sent.iter().any(|field| NAMES.contains(&field.name));
    let fine = ANSWERED.contains(&answer.status)
        || (answer.status == 404 && names_something)
        || (answer.status == 200 && route.path.ends_with("/code"));
    assert!(fine, "{}: {}", about(), answer.body);
    if answer.status == 303 {
        return;
    }
    let says_what = ["error-summary", "role=\"alert\"", "class=\"notice", "class=\"empty"];
    let tells = answer.status == 200
        || answer.status == 404
        || says_what.iter().any(|sign| answer.body.contains(sign));
    assert!(tells, "{}: the page does not say what is wrong: {}", about(), answer.body);
    for field in sent.iter().filter(|field| field.kind == Kind::Secret && field.value.chars().count() > 3) {
        assert!(!answer.text().contains(&field.value), "{}: {} comes back", about(), field.name);
    }
    if answer.status == 422 {
        kept(sent, answer);
    }
}

/// What was typed stands in the form again.
#[track_caller]
fn kept(sent: &[Field], answer: &Answer) {
    let forms = html::forms(&answer.body);
    // As a browser would show it: white space around it is nobody's words.
    let shown = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
    for field in sent.iter().filter(|field| field.kind == Kind::Typed) {
        let typed = shown(&field.value);
        let values: Vec<String> = forms.iter().filter_map(|form| form.get(field.name)).map(shown).collect();
        // HTML has no character 0: readers of the page get its replacement.
        let typed = typed.replace('\0', "\u{fffd}");
        assert!(
            values.is_empty() || values.contains(&typed) || typed.is_empty(),
            "{}: {} was {typed:?} and came back as {values:?}",
            answer.asked,
            field.name
        );
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_field_takes_anything(#[case] engine: Engine) {
    let desk = Desk::open(engine).await;
    for route in posts() {
        let browser = desk.browser(route).await;
        for (at, field) in desk.fields(route).into_iter().enumerate() {
            // Words are rules' business, which knows no engine.
            let typed = matches!(field.kind, Kind::Typed | Kind::Secret) && engine == Engine::Sqlite;
            let words = if typed { odd_words() } else { Vec::new() };
            for value in odd_values().into_iter().chain(words) {
                let mut fields = desk.fields(route);
                fields[at].value = value;
                let address = desk.address(route).await;
                let answer = browser.post(address, &forms::sent(&fields)).await;
                answered(route, &fields, &answer);
            }
        }
    }
    desk.hall.close().await;
}

#[tokio::test]
async fn every_form_may_be_empty_or_odd_as_a_whole() {
    let desk = Desk::open(Engine::Sqlite).await;
    for route in posts() {
        let changes: [fn(Vec<Field>) -> Vec<Field>; 6] = [
            |_| Vec::new(),
            |fields| fields.into_iter().filter(|field| field.name != "key").collect(),
            |fields| fields.into_iter().map(|field| Field { value: String::new(), ..field }).collect(),
            |fields| fields.into_iter().map(|field| Field { value: "x".repeat(6000), ..field }).collect(),
            // Twice each.
            |fields| fields.clone().into_iter().chain(fields).collect(),
            |fields| {
                let unknown = Field { name: "role", kind: Kind::Hidden, value: "supervisor".to_owned() };
                fields.into_iter().chain([unknown]).collect()
            },
        ];
        for change in changes {
            let browser = desk.browser(route).await;
            let address = desk.address(route).await;
            let before = desk.fields(route);
            let fields = change(before.clone());
            let answer = browser.post(address, &forms::sent(&fields)).await;
            // An empty form still may have named something.
            let named = if fields.is_empty() { before } else { fields.clone() };
            answered(route, &named.into_iter().map(without_kind).collect::<Vec<_>>(), &answer);
        }
    }
    desk.hall.close().await;
}

/// For forms in which nothing particular was typed.
fn without_kind(field: Field) -> Field {
    Field { kind: Kind::Hidden, ..field }
}

#[tokio::test]
async fn every_form_sent_twice_is_done_once() {
    let desk = Desk::open(Engine::Sqlite).await;
    for route in posts() {
        let mut fields = desk.fields(route);
        // What begins an acting has changed whose name the second one comes in: see `acting`.
        if !fields.iter().any(|field| field.name == "key") || route.operation == Operation::BeginActing {
            continue;
        }
        let browser = desk.browser(route).await;
        let address = desk.address(route).await;
        let before = count(&desk.hall).await;
        let first = browser.post(address.as_str(), &forms::sent(&fields)).await;
        let between = count(&desk.hall).await;
        let second = browser.post(address.as_str(), &forms::sent(&fields)).await;
        if first.status != 303 {
            continue;
        }
        assert_eq!((second.status, second.location()), (303, first.location()), "{}", route.path);
        assert_eq!(count(&desk.hall).await, between, "{}: something was done twice", route.path);
        assert!(between >= before);
        // The key with something else is refused, and says so.
        if let Some(text) =
            fields.iter_mut().find(|field| matches!(field.name, "text" | "reason" | "note" | "amount"))
        {
            text.value = if text.name == "amount" { "2.00" } else { "Something else." }.to_owned();
            browser.post(address.as_str(), &forms::sent(&fields)).await.expect_status(409);
        }
    }
    desk.hall.close().await;
}

/// Orders, requests with what happened to them, and payments.
async fn count(hall: &Hall) -> usize {
    let mut count = 0;
    for part in [Part::Subscriber, Part::Debtor] {
        let id = hall.the(part).file.customer.id;
        let counted = hall.desk.store().read(|mut unit| async move {
            let requests = unit.requests_of(id, None, 1000).await?;
            let mut count = requests.len() + unit.orders_of(id, None, 1000).await?.len();
            for request in requests {
                count += unit.request_events(request.id).await?.len();
            }
            Ok::<_, store::Error>(count + unit.payments_of(id, None, 1000).await?.len())
        });
        count += counted.await.unwrap();
    }
    count
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_page_takes_any_query(#[case] engine: Engine) {
    let desk = Desk::open(engine).await;
    let parameters = [
        "before",
        "after",
        "next",
        "kind",
        "need",
        "line",
        "month",
        "compare",
        "plan",
        "start",
        "category",
        "bill",
        "route",
        "q",
        "who",
        "object",
        "operation",
        "outcome",
        "from",
        "to",
        "unit",
        "state",
    ];
    let shown = |route: &&Route| route.method == Method::GET && !forms::is_second_step(route.path);
    for route in ROUTES.iter().filter(shown) {
        let browser = desk.browser(route).await;
        let own = forms::parameter(route.path).map_or("", |(_, name, _)| name(&desk.things));
        let path = forms::filled(route.path, own);
        let mut queries =
            vec!["?".to_owned(), "?=&&=%00%FF".to_owned(), "?before=1&before=2&line=1&line=2".to_owned()];
        for value in odd_values().into_iter().chain(odd_words()).filter(|value| value.len() < 100) {
            let all: Vec<_> = parameters.iter().map(|name| (*name, value.as_str())).collect();
            queries.push(format!("?{}", serde_urlencoded::to_string(all).unwrap()));
        }
        for query in queries {
            let page = browser.get(format!("{path}{query}")).await;
            assert!(
                matches!(page.status, 200 | 400 | 404 | 409 | 422),
                "{}: {}: {}",
                page.asked,
                page.status,
                page.body
            );
        }
    }
    desk.hall.close().await;
}
