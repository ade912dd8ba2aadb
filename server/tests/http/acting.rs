//! Staff in a customer's place: bound to one customer whatever tab a form comes from, in the open, and over in time.

use crate::{
    browser::Browser,
    forms,
    hall::{Deputy, Hall},
    html,
    people::{AGENT, Part, SUPERVISOR},
};
use app::routes::ROUTES;
use crm::{
    acting::{Acting, Case, Grounds, NewActing, Purpose},
    audit::AuditEvent,
    sign_in::Holder,
};
use hyper::Method;
use jiff::ToSpan as _;
use operations::access::{Role, Standing, right};

fn code(hall: &Hall, part: Part) -> &'static str {
    &hall.the(part).file.customer.code
}

/// Begins to act in a browser; the page it leads to has the bar.
async fn act(hall: &Hall, browser: &Browser, part: Part) -> html::Form {
    let grounds = [("purpose", "billing"), ("caller", "yes"), ("reason", "Asks about the bill.")];
    let path = format!("/staff/customers/{}/act", code(hall, part));
    browser.post(path, &grounds).await.expect_redirect("/");
    browser.get("/").await.expect_status(200).form("/api/acting/end")
}

async fn trail(hall: &Hall) -> Vec<AuditEvent> {
    let events = hall.desk.store().read(|mut unit| async move { unit.latest_events(200).await });
    events.await.unwrap_or_else(|error: store::Error| panic!("{error}"))
}

#[tokio::test]
async fn two_tabs_never_act_on_the_wrong_customer() {
    let hall = Hall::open().await;
    let (subscriber, neighbour) =
        (hall.subscriber(Part::Subscriber).await, hall.subscriber(Part::Neighbour).await);
    let Deputy { browser, .. } = hall.deputy(AGENT, Part::Subscriber, true).await;
    // The first tab stays open on a form for the first customer.
    let first_tab = browser.get("/requests/new?category=question").await.form("/requests/new");
    let first_tab = first_tab.with("subject", "For the first").with("text", "It began yesterday.");
    let end = browser.get("/").await.form("/api/acting/end");
    // The second tab ends that and begins for another customer.
    let second_tab = browser.clone();
    second_tab
        .submit(&end)
        .await
        .expect_redirect(&format!("/staff/customers/{}", code(&hall, Part::Subscriber)));

    // Nobody is acted for now.
    browser.submit(&first_tab).await.expect_status(409).expect_text("未作任何更改");
    let end_of_second = act(&hall, &second_tab, Part::Neighbour).await;
    let raise = second_tab.get("/").await.form("/api/acting/raise");
    second_tab.submit(&raise).await.expect_redirect("/");

    // Now somebody else is.
    let english = browser.clone().reading("en");
    let refused = english.submit(&first_tab).await.expect_status(409);
    refused.expect_text("You are no longer acting for this customer").expect_text("Nothing was done.");
    // Ending by the first tab's button does not end the second's acting.
    browser.submit(&end).await.expect_status(409);
    browser.get("/bills").await.expect_status(200);
    for customer in [&subscriber, &neighbour] {
        customer.get("/requests").await.expect_status(200).expect_no_text("For the first");
    }
    browser.submit(&end_of_second).await.expect_status(303);
    let file = format!("/staff/customers/{}", code(&hall, Part::Neighbour));
    browser.get("/bills").await.expect_redirect(&file);
    hall.close().await;
}

#[tokio::test]
async fn a_form_of_ones_own_is_not_sent_in_a_customers_name() {
    let hall = Hall::open().await;
    let customer = hall.subscriber(Part::Subscriber).await;
    let number = crate::asking::file(&customer, "question").await;
    let agent = hall.agent().await;
    let queue = format!("/staff/requests/{number}");
    let take = agent.get(queue.as_str()).await.form(&format!("{queue}/take"));
    let begun = act(&hall, &agent, Part::Neighbour).await;
    let refused = agent.clone().reading("en").submit(&take).await.expect_status(409);
    refused.expect_text("You are acting for a customer now").expect_text("Nothing was done.");
    agent.get(queue.as_str()).await.expect_status(404);
    agent.submit(&begun).await.expect_status(303);
    // It was not used up.
    agent.submit(&take).await.expect_redirect(&queue);
    hall.close().await;
}

#[tokio::test]
async fn no_acting_begins_inside_another_and_a_button_pressed_twice_begins_one() {
    let hall = Hall::open().await;
    let agent = hall.agent().await;
    let path = |part| format!("/staff/customers/{}/act", code(&hall, part));
    let key = forms::key();
    let grounds = [
        ("key", key.as_str()),
        ("purpose", "billing"),
        ("caller", "yes"),
        ("reason", "Asks about the bill."),
    ];
    agent.post(path(Part::Subscriber), &grounds).await.expect_redirect("/");
    let first = agent.get("/").await.form("/api/acting/end");
    agent.post(path(Part::Subscriber), &grounds).await.expect_redirect("/");
    agent.post(path(Part::Neighbour), &grounds).await.expect_status(409);
    let still = agent.get("/").await.form("/api/acting/end");
    assert_eq!(still.get("acting"), first.get("acting"));
    // Not even in a form that knows of it.
    let inside = [("acting", first.get("acting").unwrap()), ("caller", "yes")];
    agent.post(path(Part::Neighbour), &inside).await.expect_status(404);
    hall.close().await;
}

#[tokio::test]
async fn every_form_of_every_page_carries_the_acting() {
    let hall = Hall::open().await;
    let customer = hall.subscriber(Part::Subscriber).await;
    let things = forms::Things::of(&hall, &customer, Part::Subscriber).await;
    for (staff, role, raised) in [(AGENT, Role::SupportAgent, false), (SUPERVISOR, Role::Supervisor, true)] {
        let Deputy { browser, acting } = hall.deputy(staff, Part::Subscriber, raised).await;
        let standing = if raised { Standing::Acting } else { Standing::Viewing };
        for route in ROUTES.iter().filter(|route| route.method == Method::GET) {
            let open = right(route.operation, role, standing).is_some();
            let own = forms::parameter(route.path).map_or("", |(_, name, _)| name(&things));
            let path = format!("{}{}", forms::filled(route.path, own), forms::query(route.path, &things));
            let page = browser.get(path).await;
            if !page.is_html() || page.status == 303 {
                continue;
            }
            assert_eq!(page.status, if open { 200 } else { 404 }, "{}", page.asked);
            assert!(page.body.contains("/api/acting/end"), "{}: no bar", page.asked);
            let posts = page.body.split("<form").skip(1);
            let posts = posts.filter(|form| form.split('>').next().is_some_and(|tag| tag.contains("post")));
            for form in posts {
                let form = form.split("</form>").next().unwrap();
                assert!(
                    form.contains(&format!("name=\"acting\" value=\"{acting}\"")),
                    "{}: {form}",
                    page.asked
                );
            }
        }
    }
    hall.close().await;
}

#[tokio::test]
async fn an_acting_is_over_in_time() {
    let hall = Hall::open().await;
    let agent = hall.agent().await;
    let customer = hall.the(Part::Subscriber).file.customer.id;
    let begun = hall.desk.now().checked_sub(31.minutes()).unwrap();
    let id = hall.desk.id();
    let over = hall.desk.store().write(|mut unit| async move {
        let staff = unit.staff_by_name(AGENT).await?.expect("the agent");
        let sessions = unit.sessions_of(Holder::Staff(staff.id)).await?;
        let grounds =
            Grounds::for_acting(Some(Purpose::Billing), Case::None, true, "Asks about the bill.").unwrap();
        let new =
            NewActing { id, staff_id: staff.id, session_id: sessions[0].id, customer_id: customer, grounds };
        unit.add_acting(&Acting::begin(new, begun)).await
    });
    over.await.unwrap_or_else(|error: store::Error| panic!("{error}"));
    let file = format!("/staff/customers/{}", code(&hall, Part::Subscriber));
    agent.get("/bills").await.expect_redirect(&file);
    let id = id.0.to_string();
    let late = [("acting", id.as_str()), ("key", "")];
    agent
        .clone()
        .reading("en")
        .post("/api/acting/raise", &late)
        .await
        .expect_status(409)
        .expect_text("Nothing was done.");
    agent.get("/staff/requests").await.expect_status(200).expect_no_text("/api/acting/end");
    // The place is free again.
    act(&hall, &agent, Part::Neighbour).await;
    hall.close().await;
}

#[tokio::test]
async fn a_form_that_outlived_the_session_leads_staff_to_their_own_door() {
    let hall = Hall::open().await;
    let Deputy { browser, .. } = hall.deputy(AGENT, Part::Subscriber, true).await;
    let form = browser.get("/requests/new?category=question").await.form("/requests/new");
    let long_ago = hall.desk.now().checked_sub(31.minutes()).unwrap();
    let expired = hall.desk.store().write(|mut unit| async move {
        let staff = unit.staff_by_name(AGENT).await?.expect("the agent");
        for session in unit.sessions_of(Holder::Staff(staff.id)).await? {
            unit.touch_session(session.id, long_ago).await?;
        }
        Ok::<_, store::Error>(())
    });
    expired.await.unwrap();
    browser.submit(&form).await.expect_redirect("/staff/sign-in?next=/staff/customers");
    hall.close().await;
}

#[tokio::test]
async fn both_names_stand_on_what_is_done_and_the_customer_learns_of_it() {
    let hall = Hall::open().await;
    let customer = hall.subscriber(Part::Subscriber).await;
    let Deputy { browser, acting } = hall.deputy(AGENT, Part::Subscriber, true).await;
    let number = crate::asking::file(&browser, "question").await;
    browser.get(format!("/requests/{number}")).await.expect_status(200);
    let label = format!("staff:{AGENT} for subscriber:{}", code(&hall, Part::Subscriber));
    let events = trail(&hall).await;
    let filed = events.iter().find(|event| event.object == format!("request:{number}")).expect("the request");
    assert_eq!((filed.actor.as_str(), filed.operation.as_str()), (label.as_str(), "fileRequest"));
    assert!(filed.facts.contains(&acting), "{}", filed.facts);
    let looked = events.iter().find(|event| event.object == format!("page:/requests/{number}"));
    assert_eq!(looked.expect("the look at the page").actor, label);

    customer.get(format!("/requests/{number}")).await.expect_text("客服代您").expect_no_text(AGENT);
    let privacy = customer.get("/profile/privacy").await.expect_status(200);
    let privacy = privacy.expect_text("客服人员代您办理").expect_text("Asks about the bill.");
    let privacy = privacy.expect_text(&number).expect_no_text(AGENT);
    let end = privacy.form("/profile/privacy/end");
    customer.submit(&end).await.expect_redirect("/profile/privacy");
    let file = format!("/staff/customers/{}", code(&hall, Part::Subscriber));
    browser.get("/bills").await.expect_redirect(&file);
    hall.message(hall.the(Part::Subscriber), |text| text.contains("工作人员代您办理了业务")).await;
    customer.get("/profile/privacy").await.expect_text("由您结束");
    // Nobody ends somebody else's.
    let neighbour = hall.subscriber(Part::Neighbour).await;
    let Deputy { acting, .. } = hall.deputy(AGENT, Part::Subscriber, false).await;
    neighbour.post("/profile/privacy/end", &[("access", &acting)]).await.expect_status(404);
    hall.close().await;
}

#[tokio::test]
async fn a_file_opens_only_for_a_purpose_and_masks_by_role() {
    let hall = Hall::open().await;
    let person = hall.the(Part::Subscriber);
    let (agent, supervisor) = (hall.agent().await, hall.supervisor().await);
    let path = format!("/staff/customers/{}", person.file.customer.code);
    let masked = person.file.customer.mobile.masked();
    let found = agent.get(format!("/staff/customers?q={}", person.mobile())).await.expect_status(200);
    found.expect_text(&masked).expect_text(&path).expect_no_text(&person.file.customer.mobile.spaced());
    let closed = agent.get(path.as_str()).await.expect_status(200).expect_no_text(&masked);
    let form = closed.form(&format!("{path}/open"));
    let again = agent.submit(&form.clone().with("reason", "because")).await.expect_status(422);
    assert_eq!(again.form(&format!("{path}/open")).get("reason"), Some("because"));
    let form = form.with("purpose", "complaint").with("reason", "Complains about the network.");
    agent.submit(&form).await.expect_redirect(&path);
    let open = agent.get(path.as_str()).await.expect_status(200);
    open.expect_text(&masked).expect_no_text(&person.file.customer.mobile.spaced());
    supervisor.post(format!("{path}/open"), &form.fields).await.expect_status(303);
    supervisor.get(path.as_str()).await.expect_text(&person.file.customer.mobile.spaced());
    // Another session says why anew.
    hall.agent().await.get(path.as_str()).await.expect_no_text(&masked);
    hall.subscriber(Part::Subscriber)
        .await
        .get("/profile/privacy")
        .await
        .expect_text("Complains about the network.");
    hall.close().await;
}

#[tokio::test]
async fn a_supervisor_sees_who_acts_and_ends_it() {
    let hall = Hall::open().await;
    let Deputy { browser, acting } = hall.deputy(AGENT, Part::Subscriber, false).await;
    let supervisor = hall.supervisor().await;
    let list = supervisor.get("/staff/actings").await.expect_status(200).expect_text(AGENT);
    let end = list.form(&format!("/staff/actings/{acting}/end"));
    hall.agent().await.get("/staff/actings").await.expect_status(404);
    supervisor.submit(&end).await.expect_redirect("/staff/actings");
    let file = format!("/staff/customers/{}", code(&hall, Part::Subscriber));
    browser.get("/bills").await.expect_redirect(&file);
    browser.reading("en").get(file).await.expect_text("The acting is over");
    supervisor.get("/staff/actings").await.expect_no_text(&acting);
    hall.close().await;
}
