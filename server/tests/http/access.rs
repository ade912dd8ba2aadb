//! Every address of the table, asked for by every role, for things of their own, of others, that are not there and that
//! make no sense: what happens is what the access table says.

use crate::{
    browser::{Answer, Ask, Browser},
    forms::{self, Ownership, Things},
    hall::{Deputy, Engine, Hall},
    people::{AGENT, Part, SUPERVISOR},
};
use app::routes::{NOTIFICATION, ROUTES, Route};
use crm::Timestamp;
use hyper::Method;
use operations::access::{Operation, Role, Standing, right};
use rstest::rstest;
use strum::VariantArray as _;

/// Numbers that nobody has.
const MISSING: &str = "L22222222222";
/// What no number looks like.
const MALFORMED: [&str; 7] =
    ["x", "%00", "%F0%9F%98%80", "..%2F..%2Fetc%2Fpasswd", "%27%20OR%20%271%27=%271", "%3Cb%3E", "-"];
/// Not even text.
const NO_TEXT: &str = "%FF%FE";

/// Somebody with a browser.
struct Somebody {
    browser: Browser,
    /// What their forms carry while they act for a customer.
    acting: String,
}

/// Every role in every standing.
fn everybody() -> impl Iterator<Item = (Role, Standing)> {
    Role::VARIANTS.iter().flat_map(|role| Standing::VARIANTS.iter().map(move |standing| (*role, *standing)))
}

/// A hall with somebody of each role in it.
struct Crowd {
    hall: Hall,
    own: Things,
    others: Things,
}

impl Crowd {
    async fn gather(engine: Engine) -> Self {
        let hall = Hall::open_on(engine).await;
        let own = Things::of(&hall, &hall.subscriber(Part::Subscriber).await, Part::Subscriber).await;
        let others = Things::of(&hall, &hall.subscriber(Part::Neighbour).await, Part::Neighbour).await;
        Self { hall, own, others }
    }

    /// Somebody who acts in a role and standing, signed in afresh; nobody for those that no browser can act in. Whoever
    /// acts for a customer does so for the one whose things are `own`.
    async fn somebody(&self, role: Role, standing: Standing) -> Option<Somebody> {
        let staff = match role {
            Role::SupportAgent => AGENT,
            Role::Supervisor => SUPERVISOR,
            _ => "",
        };
        if standing != Standing::Oneself {
            if staff.is_empty() {
                return None;
            }
            let raised = standing == Standing::Acting;
            let Deputy { browser, acting } = self.hall.deputy(staff, Part::Subscriber, raised).await;
            return Some(Somebody { browser, acting });
        }
        let browser = match role {
            Role::Visitor => self.hall.visitor(),
            Role::Subscriber => self.hall.subscriber(Part::Subscriber).await,
            Role::SupportAgent => self.hall.agent().await,
            Role::Supervisor => self.hall.supervisor().await,
            Role::Auditor => self.hall.auditor().await,
            Role::System => return None,
        };
        if !staff.is_empty() {
            // With the file open: some of its pages are reached in no other way.
            let grounds = [("key", ""), ("purpose", "callerEnquiry"), ("reason", "Asks about the bill.")];
            let file = format!("/staff/customers/{}", self.own.customer);
            browser.post(format!("{file}/open"), &grounds).await.expect_redirect(&file);
            // It says once that it is open.
            browser.get(file).await.expect_status(200);
        }
        Some(Somebody { browser, acting: String::new() })
    }

    async fn ask(&self, somebody: &Somebody, route: &Route, path: &str) -> Answer {
        let Somebody { browser, acting } = somebody;
        if route.method != Method::POST {
            return browser.get(format!("{path}{}", forms::query(route.path, &self.own))).await;
        }
        let fields = forms::fields(route.path, &self.own, &forms::key());
        let mut fields = forms::sent(&fields);
        if !acting.is_empty() {
            fields.push(("acting", acting));
        }
        browser.post(path, &fields).await
    }

    /// Everything that requests of others could change.
    async fn state(&self) -> String {
        let mut state = String::new();
        for part in [Part::Subscriber, Part::Neighbour] {
            let id = self.hall.the(part).file.customer.id;
            let facts = self.hall.desk.store().read(|mut unit| async move {
                let requests = unit.requests_of(id, None, 100).await?;
                let mut events = Vec::new();
                for request in &requests {
                    events.push(unit.request_events(request.id).await?);
                }
                let lines = unit.lines_of(id).await?;
                let (orders, payments) =
                    (unit.orders_of(id, None, 100).await?, unit.payments_of(id, None, 100).await?);
                let (customer, products) = (unit.customer(id).await?, unit.products_of(id).await?);
                Ok::<_, store::Error>(format!(
                    "{customer:?}{products:?}{lines:?}{orders:?}{payments:?}{requests:?}{events:?}"
                ))
            });
            state.push_str(&facts.await.unwrap());
        }
        state
    }
}

/// An answer without what differs between any two: the address that the reader comes back to, and the bar above the
/// pages of who acts for a customer, which counts minutes.
fn without_address(answer: &Answer, address: &str) -> (u16, String) {
    let body = answer.body.replace(&format!(" value=\"{address}\""), "");
    let body = match (body.find("<section aria-label="), body.find("</section>")) {
        (Some(from), Some(to)) if from < to => format!("{}{}", &body[..from], &body[to..]),
        _ => body,
    };
    (answer.status, body)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn nobody_reaches_what_the_table_does_not_give_them(#[case] engine: Engine) {
    let crowd = Crowd::gather(engine).await;
    let before = crowd.state().await;
    for (role, standing) in everybody() {
        let Some(somebody) = crowd.somebody(role, standing).await else { continue };
        let nothing = somebody.browser.get("/there-is-nothing-here").await.expect_status(404);
        let nothing = without_address(&nothing, "/there-is-nothing-here");
        for route in ROUTES {
            let parameter = forms::parameter(route.path);
            let allowed = right(route.operation, role, standing).is_some();
            let own = parameter.map_or("", |(_, name, _)| name(&crowd.own));
            let others = parameter.map_or("", |(_, name, _)| name(&crowd.others));
            let belongs = parameter.is_some_and(|(_, _, ownership)| ownership == Ownership::Customer);
            let mut values = vec![MISSING];
            values.extend(MALFORMED);
            if !allowed {
                values.push(own);
            }
            if !allowed || belongs {
                values.push(others);
            }
            if allowed && parameter.is_none() {
                continue;
            }
            for value in values {
                let path = forms::filled(route.path, value);
                let answer = crowd.ask(&somebody, route, &path).await;
                if !allowed && role == Role::Visitor {
                    leads_to_the_door(route, &answer);
                } else {
                    let (status, body) = without_address(&answer, &with_query(&crowd, route, &path));
                    assert_eq!(
                        (status, &body),
                        (nothing.0, &nothing.1),
                        "{role} {standing} {}",
                        answer.asked
                    );
                }
            }
            if parameter.is_some() {
                let path = forms::filled(route.path, NO_TEXT);
                let answer = crowd.ask(&somebody, route, &path).await;
                let refused = answer.status == 400
                    || answer.status == 404
                    || (role == Role::Visitor && answer.status == 303);
                assert!(refused, "{role} {standing} {}: {}", answer.asked, answer.status);
            }
        }
    }
    assert_eq!(crowd.state().await, before, "something was done without a right to it");
    crowd.hall.close().await;
}

fn with_query(crowd: &Crowd, route: &Route, path: &str) -> String {
    let query =
        if route.method == Method::GET { forms::query(route.path, &crowd.own) } else { String::new() };
    // As the page writes it into a form of its own.
    format!("{path}{query}").replace('&', "&amp;")
}

#[track_caller]
fn leads_to_the_door(route: &Route, answer: &Answer) {
    let door = if route.path.starts_with("/staff") { "/staff/sign-in?next=" } else { "/sign-in?next=" };
    assert_eq!(answer.status, 303, "{}: {}", answer.asked, answer.body);
    assert!(answer.location().starts_with(door), "{}: {}", answer.asked, answer.location());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn everybody_reaches_what_the_table_gives_them(#[case] engine: Engine) {
    let crowd = Crowd::gather(engine).await;
    for (role, standing) in everybody() {
        for method in [Method::GET, Method::POST] {
            let Some(mut somebody) = crowd.somebody(role, standing).await else { continue };
            for route in ROUTES.iter().filter(|route| route.method == method) {
                if right(route.operation, role, standing).is_none() {
                    continue;
                }
                if method == Method::POST {
                    // The form before may have signed them out.
                    let again = crowd.somebody(role, standing).await;
                    somebody = again.expect("somebody who was there before");
                }
                let own = forms::parameter(route.path).map_or("", |(_, name, _)| name(&crowd.own));
                let answer = crowd.ask(&somebody, route, &forms::filled(route.path, own)).await;
                let is_fine: &[u16] = match (&route.method, role) {
                    // Whoever is inside is led away from the door, and staff from the customers' home.
                    (
                        &Method::GET,
                        Role::Subscriber | Role::SupportAgent | Role::Supervisor | Role::Auditor,
                    ) if route.operation == Operation::SignIn => &[303],
                    (&Method::GET, Role::SupportAgent | Role::Supervisor | Role::Auditor)
                        if route.path == "/" && standing == Standing::Oneself =>
                    {
                        &[303]
                    }
                    // Nobody waits in a second step here: they are led to where it begins.
                    (&Method::GET, _) if forms::is_second_step(route.path) => &[303],
                    (&Method::GET, _) => &[200],
                    // Asking for a code shows where to type it.
                    _ if route.path.ends_with("/code") || route.path == "/sign-in/forgotten" => &[200, 422],
                    // No such advice was given.
                    _ if route.path == "/recommendations/dismiss" => &[303, 404],
                    // A form before, which reports a loss, has ended that session.
                    _ if route.path == "/profile/security/end" => &[303, 404],
                    _ => &[303, 409, 422],
                };
                assert!(
                    is_fine.contains(&answer.status),
                    "{role} {standing} {}: {}: {}",
                    answer.asked,
                    answer.status,
                    answer.body
                );
            }
        }
    }
    crowd.hall.close().await;
}

#[tokio::test]
async fn the_payment_provider_is_known_by_its_signature_alone() {
    let crowd = Crowd::gather(Engine::Sqlite).await;
    for role in Role::VARIANTS {
        let Some(Somebody { browser, .. }) = crowd.somebody(*role, Standing::Oneself).await else { continue };
        let notification = Ask::new(NOTIFICATION.method, NOTIFICATION.path).body("application/json", "{}");
        browser.ask(notification).await.expect_status(401);
    }
}

#[tokio::test]
async fn every_denied_attempt_is_written_down() {
    let hall = Hall::open().await;
    let (subscriber, agent) = (hall.subscriber(Part::Subscriber).await, hall.agent().await);
    let begin: Timestamp = hall.desk.now();
    subscriber.get("/staff/requests").await.expect_status(404);
    subscriber.post("/staff/requests/R22222222/take", &[("key", "")]).await.expect_status(404);
    subscriber.post("/orders/D22222222/withdraw", &[("key", "")]).await.expect_status(404);
    agent.get("/bills").await.expect_status(404);
    let events = hall.desk.store().read(|mut unit| async move { unit.latest_events(100).await });
    let events = events.await.unwrap_or_else(|error: store::Error| panic!("{error}"));
    let mut denied: Vec<(String, String)> = events
        .into_iter()
        .filter(|event| event.at >= begin && event.outcome == crm::audit::AuditOutcome::Denied)
        .map(|event| (event.actor, event.operation))
        .collect();
    denied.sort();
    let customer = format!("subscriber:{}", hall.the(Part::Subscriber).file.customer.code);
    let expected = [
        ("staff:wren", "viewBills"),
        (customer.as_str(), "decideOrder"),
        (customer.as_str(), "viewQueue"),
        (customer.as_str(), "workQueue"),
    ];
    let denied: Vec<_> =
        denied.iter().map(|(actor, operation)| (actor.as_str(), operation.as_str())).collect();
    assert_eq!(denied, expected);
}
