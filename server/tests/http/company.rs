//! Companies from the outside: what an administrator reaches of their own part, a sibling's, what lies above, another
//! company, and what is not there; the way of an invitation; the switch between one's own pages and the company's.

use crate::{
    browser::Browser,
    forms::{self, filled},
    hall::{Engine, Hall},
    people::{Part, actor, company_of},
};
use app::routes::ROUTES;
use crm::company::roles::Role;
use hyper::Method;
use operations::{
    access::{Relation, Role as ActorRole, Standing, right},
    company::people::{self, Invite, OfInvitation},
};
use rstest::rstest;
use store::Error;

const OWN: Part = Part::Subscriber;

/// Codes of units: one that the administrator has, one beneath, one beside, and what lies above.
struct Places {
    own: String,
    below: String,
    beside: String,
    above: String,
}

async fn places(hall: &Hall) -> Places {
    let code = company_of(OWN);
    let places = hall.desk.store().read(|mut unit| async move {
        let id = unit.company_by_code(code).await?.expect("a company").id;
        let top = unit.org_top(id).await?.expect("its top");
        let units = unit.org_units_under(top.id).await?;
        let below = unit.org_units_under(units[0].unit.id).await?;
        Ok::<_, Error>(Places {
            own: units[0].unit.code.clone(),
            below: below[0].unit.code.clone(),
            beside: units[1].unit.code.clone(),
            above: top.code,
        })
    });
    places.await.unwrap()
}

/// Gives the senior a role on the first part of the company.
async fn administrator(hall: &Hall, role: Role, unit: &str) -> Browser {
    let (owner, senior) = (actor(&hall.desk, hall.the(OWN)), hall.the(Part::Senior));
    let invite = Invite {
        company: company_of(OWN).to_owned(),
        unit: unit.to_owned(),
        role: Some(role),
        addressee: senior.mobile().to_owned(),
    };
    let id = hall.desk.id::<uuid::Uuid>();
    let asked = people::invite(&hall.desk, &owner, id, &invite).await.unwrap();
    assert!(!asked.awaits, "there is one owner");
    let code = company_of(OWN);
    let number = hall.desk.store().read(|mut unit| async move {
        let id = unit.company_by_code(code).await?.expect("a company").id;
        Ok::<_, Error>(unit.invitations_in(id, 1).await?[0].invitation.number.clone())
    });
    let number = OfInvitation { number: number.await.unwrap() };
    let senior = actor(&hall.desk, senior);
    people::accept(&hall.desk, &senior, hall.desk.id(), &number).await.unwrap();
    hall.subscriber(Part::Senior).await
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_administrator_reaches_their_own_part_alone(#[case] engine: Engine) {
    let hall = Hall::open_on(engine).await;
    let places = places(&hall).await;
    let (own, other) = (company_of(OWN), company_of(Part::Neighbour));
    let foreign = hall.the(Part::Subscriber);
    for role in [Role::Viewer, Role::LineManager, Role::Billing, Role::Administrator] {
        let browser = administrator(&hall, role, &places.own).await;
        let nothing = browser.get("/there-is-nothing-here").await.expect_status(404);
        let hidden = |page: crate::browser::Answer, path: &str| {
            let body = page.body.replace(&format!(" value=\"{path}\""), "");
            let expected = nothing.body.replace(" value=\"/there-is-nothing-here\"", "");
            assert_eq!((page.status, body), (404, expected), "{role}: {}", page.asked);
        };
        for page in ["", "/lines", "/units"] {
            for unit in [&places.own, &places.below] {
                browser.get(format!("/company/{own}{page}?unit={unit}")).await.expect_status(200);
            }
            for unit in [places.beside.as_str(), places.above.as_str(), "G22222222", "x"] {
                let path = format!("/company/{own}{page}?unit={unit}");
                hidden(browser.get(&path).await, &path);
            }
            for company in [other, "NO-COMPANY", foreign.file.customer.code.as_str()] {
                let path = format!("/company/{company}{page}");
                hidden(browser.get(&path).await, &path);
            }
        }
        let manages = role == Role::Administrator;
        let people = browser.get(format!("/company/{own}/people")).await;
        assert_eq!(people.status, if manages { 200 } else { 404 }, "{role}");
        // Bills are the whole company's.
        let bills = format!("/company/{own}/bills");
        hidden(browser.get(&bills).await, &bills);
        for unit in [&places.own, &places.below] {
            let fields = [("unit", unit.as_str()), ("name", "Renamed"), ("key", "")];
            let renamed = browser.post(format!("/company/{own}/units/rename"), &fields).await;
            assert_eq!(renamed.status, if manages { 303 } else { 404 }, "{role}: {}", renamed.body);
        }
        for (company, unit) in [
            (own, places.beside.as_str()),
            (own, places.above.as_str()),
            (own, "G22222222"),
            (other, places.own.as_str()),
        ] {
            for (form, more) in
                [("rename", ("name", "Mine")), ("add", ("name", "Mine")), ("stay", ("x", "y"))]
            {
                let fields = [("unit", unit), more, ("key", "")];
                browser.post(format!("/company/{company}/units/{form}"), &fields).await.expect_status(404);
            }
            let fields = [("unit", unit), ("to", places.below.as_str()), ("effective_on", "2999-01-01")];
            browser.post(format!("/company/{company}/units/move"), &fields).await.expect_status(404);
            let fields = [("unit", unit), ("role", "viewer"), ("addressee", "7590-NOBODY")];
            browser.post(format!("/company/{company}/people/invite"), &fields).await.expect_status(404);
        }
    }
    hall.close().await;
}

/// Whoever holds no role finds no address of a company, in whatever way they ask.
#[tokio::test]
async fn a_stranger_finds_nothing_of_a_company() {
    let hall = Hall::open().await;
    let owner = hall.subscriber(OWN).await;
    let things = forms::Things::of(&hall, &owner, OWN).await;
    let stranger = hall.subscriber(Part::Newcomer).await;
    stranger.get("/").await.expect_status(200).expect_no_text("href=\"/company\"");
    for route in ROUTES {
        let relation = right(route.operation, ActorRole::Subscriber, Standing::Oneself);
        if relation != Some(Relation::ManagedSubtree) {
            continue;
        }
        let (_, own, _) = forms::parameter(route.path).expect("a company");
        let path = filled(route.path, own(&things));
        let answer = if route.method == Method::GET {
            owner.get(&path).await.expect_status(200);
            stranger.get(&path).await
        } else {
            let fields = forms::fields(route.path, &things, &forms::key());
            stranger.post(&path, &forms::sent(&fields)).await
        };
        assert_eq!(answer.status, 404, "{}", answer.asked);
    }
    hall.close().await;
}

#[tokio::test]
async fn an_invitation_goes_from_one_browser_to_the_other() {
    let hall = Hall::open().await;
    let (owner, invited) = (hall.subscriber(OWN).await, hall.subscriber(Part::Senior).await);
    let code = company_of(OWN);
    let people = format!("/company/{code}/people");
    let form = owner.get(&people).await.expect_status(200).form(&format!("{people}/invite"));
    let wrong = form.clone().with("addressee", "who is it").with("role", "billing");
    let again = owner.submit(&wrong).await.expect_status(422);
    assert_eq!(again.form(&format!("{people}/invite")).get("addressee"), Some("who is it"));
    let right = form.with("addressee", hall.the(Part::Senior).mobile()).with("role", "billing");
    owner.submit(&right).await.expect_redirect(&people);
    hall.message(hall.the(Part::Senior), |text| text.contains("企业管理")).await;

    let list = invited.get("/company").await.expect_status(200);
    let (_, rest) = list.body.split_once("/company/invitations/").expect("the invitation");
    let number: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    let address = format!("/company/invitations/{number}");
    owner.get(&address).await.expect_status(404);
    let page = invited.get(&address).await.expect_status(200);
    let accept = page.form(&format!("{address}/accept"));
    // Nobody else takes it.
    let neighbour = hall.subscriber(Part::Neighbour).await;
    neighbour.post(format!("{address}/accept"), &[("key", "")]).await.expect_status(404);
    invited.submit(&accept).await.expect_redirect(&format!("/company/{code}"));
    invited.submit(&accept).await.expect_redirect(&format!("/company/{code}"));

    // Straight to the only company; its pages lead back to one's own, and the other way round.
    invited.get("/company").await.expect_redirect(&format!("/company/{code}"));
    let company = invited.get(format!("/company/{code}")).await.expect_status(200);
    company.clone().expect_text(&format!("/company/{code}/bills")).expect_no_text("href=\"/usage\"");
    company.expect_text("我的网厅");
    invited.get("/").await.expect_text("href=\"/company\"").expect_no_text(&format!("/company/{code}/lines"));

    // Their bills: the list, one of them, and every line of it.
    let bills = format!("/company/{code}/bills");
    let list = invited.get(&bills).await.expect_status(200);
    let (_, rest) = list.body.split_once(&format!("{bills}/B")).expect("a bill");
    let bill: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    invited.get(format!("{bills}/B{bill}")).await.expect_status(200).expect_text("第一子公司");
    let table = invited.get(format!("{bills}/B{bill}/csv")).await.expect_status(200);
    assert!(table.body.lines().count() > 12, "{}", table.body);
    let pay = list.form(&bills).with("amount", "1.00");
    let away = invited.submit(&pay).await.expect_status(303);
    assert!(away.location().contains("back=%2Fcompany%2F"), "{}", away.location());
    hall.close().await;
}

#[tokio::test]
async fn lines_are_paged_and_found() {
    let hall = Hall::open().await;
    let owner = hall.subscriber(OWN).await;
    let lines = format!("/company/{}/lines", company_of(OWN));
    let all = owner.get(&lines).await.expect_status(200);
    assert_eq!(all.body.matches("class=\"aside\">L").count(), 12);
    let found = owner.get(format!("{lines}?q=E00003")).await.expect_status(200);
    assert_eq!(found.body.matches("class=\"aside\">L").count(), 1);
    owner.get(format!("{lines}?state=terminated")).await.expect_status(200).expect_text("没有符合条件的号码");
    owner.get(format!("{lines}?after=L22222222")).await.expect_status(200);
    hall.close().await;
}
