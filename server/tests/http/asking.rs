//! Requests: filed by customers, answered by staff, each told what the other did.

use crate::{browser::Browser, hall::Hall, html::Form, people::Part};
use crm::lines::{BarReason, LineState};

/// Files a request about nothing in particular; gives its number.
pub(crate) async fn file(browser: &Browser, category: &str) -> String {
    let form = browser.get(format!("/requests/new?category={category}")).await.form("/requests/new");
    let form = form.with("subject", "Slow at night").with("text", "It began yesterday.");
    filed(browser, &form).await
}

pub(crate) async fn filed(browser: &Browser, form: &Form) -> String {
    let answer = browser.submit(form).await.expect_status(303);
    answer.location().strip_prefix("/requests/").expect("the request's own page").to_owned()
}

#[tokio::test]
async fn a_request_is_taken_answered_settled_and_reopened() {
    let hall = Hall::open().await;
    let (customer, agent, supervisor) =
        (hall.subscriber(Part::Subscriber).await, hall.agent().await, hall.supervisor().await);
    let number = file(&customer, "question").await;
    let (page, queue) = (format!("/requests/{number}"), format!("/staff/requests/{number}"));
    let step = |step: &str| format!("{queue}/{step}");
    customer.get("/requests").await.expect_status(200).expect_text(&number);
    customer.get(page.as_str()).await.expect_status(200).expect_text("It began yesterday.");
    agent.get("/staff/requests").await.expect_status(200).expect_text(&number);

    let open = agent.get(queue.as_str()).await.expect_status(200).expect_text("It began yesterday.");
    agent.submit(&open.form(&step("take"))).await.expect_redirect(&queue);
    // It is taken: a colleague who is late is told so.
    supervisor.post(step("take"), &[("key", "")]).await.expect_status(409).expect_text("wren");

    let taken = agent.get(queue.as_str()).await;
    let noted = taken.form(&step("note")).with("note", "Called, nobody answered.");
    agent.submit(&noted).await.expect_redirect(&queue);
    let asked = taken.form(&step("answer")).with("text", "Which rooms are slow?");
    let asked = Form { action: step("ask"), ..asked };
    agent.submit(&asked).await.expect_redirect(&queue);

    let reply = customer.get(page.as_str()).await.expect_text("Which rooms are slow?");
    let reply = reply.expect_no_text("nobody answered").expect_no_text("wren").form(&format!("{page}/reply"));
    customer.submit(&reply.with("text", "The kitchen.")).await.expect_redirect(&page);

    let told = agent.get(queue.as_str()).await.expect_text("The kitchen.").form(&step("answer"));
    let settled = Form { action: step("resolve"), ..told.with("text", "We moved a mast.") };
    agent.submit(&settled).await.expect_redirect(&queue);
    hall.message(hall.the(Part::Subscriber), |text| text.contains(&number)).await;

    let reopen =
        customer.get(page.as_str()).await.expect_text("We moved a mast.").form(&format!("{page}/reopen"));
    customer.submit(&reopen.with("text", "Still slow.")).await.expect_redirect(&page);
    agent.get("/staff/requests").await.expect_text(&number);

    let cancel = customer.get(page.as_str()).await.form(&format!("{page}/cancel"));
    customer.submit(&cancel.with("reason", "It works now.")).await.expect_redirect(&page);
    agent.get("/staff/requests").await.expect_no_text(&number);
    hall.close().await;
}

#[tokio::test]
async fn staff_see_no_whole_number_of_a_customer() {
    let hall = Hall::open().await;
    let person = hall.the(Part::Subscriber);
    let number = file(&hall.subscriber(Part::Subscriber).await, "question").await;
    let page = hall.agent().await.get(format!("/staff/requests/{number}")).await.expect_status(200);
    let mobile = &person.file.customer.mobile;
    page.expect_text(&mobile.masked())
        .expect_text(&person.file.customer.code)
        .expect_no_text(mobile.as_str())
        .expect_no_text(&mobile.spaced());
}

#[tokio::test]
async fn a_loss_bars_the_line_at_once_and_signs_out_the_lost_phone() {
    let hall = Hall::open().await;
    let (computer, phone) =
        (hall.subscriber(Part::Subscriber).await, hall.subscriber(Part::Subscriber).await);
    let line = hall.the(Part::Subscriber).phone();
    let address = format!("/lines/{}", line.code);
    let form =
        computer.get(format!("{address}/lost")).await.expect_status(200).form(&format!("{address}/lost"));
    let reported = computer.submit(&form.clone().with("loss", "stolen")).await.expect_status(303);

    let id = line.id;
    let stands = hall.desk.store().read(|mut unit| async move { unit.line(id).await });
    let stands =
        stands.await.unwrap_or_else(|error: store::Error| panic!("{error}")).expect("the line is there");
    assert_eq!((stands.state, stands.barred), (LineState::Suspended, Some(BarReason::Stolen)));
    phone.get("/").await.expect_redirect("/sign-in?next=/");
    computer.follow(&reported).await.expect_status(200);
    hall.message(hall.the(Part::Subscriber), |text| text.contains(&line.msisdn.as_ref().unwrap().masked()))
        .await;

    // A second report says that there is one.
    computer.submit(&form.with("loss", "lost").without("key")).await.expect_status(409);
    // Found again: the line is freed, the request about it is over.
    let found = computer.get(address.as_str()).await.form(&format!("{address}/resume"));
    computer.submit(&found).await.expect_redirect(&address);
    let stands = hall.desk.store().read(|mut unit| async move { unit.line(id).await });
    let stands: Result<_, store::Error> = stands.await;
    assert_eq!(stands.unwrap().expect("the line is there").state, LineState::Active);
}
