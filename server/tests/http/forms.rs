//! The addresses and forms of the hall with something in them: for every route of the table, what its parameter names
//! and which fields its page sends. A route that is missing here fails the tests that walk the table.

use crate::{
    asking,
    browser::Browser,
    hall::Hall,
    ordering,
    people::{AGENT, Part, actor, company_of},
};
use app::routes::{ROUTES, Route};
use crm::{
    contact_change::{ContactChange, ContactKind, ContactState},
    corrections::{Correction, CorrectionState},
    customers::{CustomerField, CustomerStatus},
    duplicates::Merge,
    ids::{CorrectionId, MergeId},
    lines::LineKind,
    sign_in::Holder,
};
use hyper::Method;
use operations::{
    company::{bulk, people},
    desk::Entropy as _,
};
use server::machine::SystemEntropy;

/// What the addresses and forms of one customer name.
#[derive(Clone, Debug)]
pub(crate) struct Things {
    pub(crate) account: String,
    /// An acting for them that an agent has begun.
    pub(crate) acting: String,
    pub(crate) bill: String,
    /// A change of their contact that waits for its code.
    pub(crate) contact_change: String,
    /// A correction of their name that an agent proposes.
    pub(crate) correction: String,
    /// Code of the company that they own.
    pub(crate) company: String,
    /// Its account.
    pub(crate) company_account: String,
    /// A bill of it, as it stands in an address: `CODE/bills/NUMBER`.
    pub(crate) company_bill: String,
    /// A job over its lines that they drew up: `CODE/bulk/NUMBER`.
    pub(crate) company_job: String,
    /// Their role in it.
    pub(crate) grant: String,
    /// An invitation to them, to another company.
    pub(crate) invitation: String,
    /// An invitation to somebody else, to theirs.
    pub(crate) sent_invitation: String,
    /// Codes of two units of it that hang beside each other.
    pub(crate) units: [String; 2],
    /// Customer code.
    pub(crate) customer: String,
    /// An unusual look at their file that nobody looked into yet.
    pub(crate) look: String,
    /// A merge, taken back, of two files that nobody else uses.
    pub(crate) merge: String,
    pub(crate) mobile: String,
    pub(crate) order: String,
    pub(crate) payment: String,
    /// Short code of the phone.
    pub(crate) phone: String,
    /// A plan for the phone that is not its present one.
    pub(crate) plan: String,
    pub(crate) request: String,
    pub(crate) session: String,
}

impl Things {
    /// What a customer has, with a request and an order that they place for this.
    pub(crate) async fn of(hall: &Hall, browser: &Browser, part: Part) -> Self {
        let person = hall.the(part);
        let internet = person.line(LineKind::Internet);
        let dearer = ordering::other_plan(person, internet, true);
        let holder = Holder::Customer(person.file.customer.id);
        let sessions = hall.desk.store().read(|mut unit| async move { unit.sessions_of(holder).await });
        let company = Company::of(hall, part).await;
        Self {
            company: company.code,
            company_account: company.account,
            company_bill: company.bill,
            grant: company.grant,
            company_job: format!("{}/bulk/{}", company_of(part), job(hall, part).await),
            sent_invitation: company.sent_invitation,
            units: company.units,
            invitation: invite(hall, Part::Debtor, part).await,
            account: person.account().to_owned(),
            acting: hall.deputy(AGENT, part, false).await.acting,
            customer: person.file.customer.code.clone(),
            bill: person.bill().to_owned(),
            look: look(hall, part).await,
            contact_change: contact_change(hall, part).await,
            correction: correction(hall, part).await,
            merge: merge(hall).await,
            mobile: person.mobile().to_owned(),
            order: ordering::order(browser, &internet.code, &dearer, "nextCycle").await,
            payment: person.payment().to_owned(),
            phone: person.phone().code.clone(),
            plan: ordering::other_plan(person, person.phone(), true),
            request: asking::file(browser, "question").await,
            session: sessions.await.unwrap_or_else(|error: store::Error| panic!("{error}"))[0]
                .id
                .0
                .to_string(),
        }
    }
}

/// A look by an agent, to whom nobody called and no request was known.
async fn look(hall: &Hall, part: Part) -> String {
    let customer = &hall.the(part).file.customer;
    let grounds = [("key", ""), ("purpose", "billing"), ("reason", "Asks about the bill.")];
    let path = format!("/staff/customers/{}/open", customer.code);
    hall.agent().await.post(path, &grounds).await.expect_status(303);
    let waiting = hall.desk.store().read(|mut unit| async move { unit.views_to_review(50).await });
    let waiting = waiting.await.unwrap_or_else(|error: store::Error| panic!("{error}"));
    let of_customer = waiting.iter().find(|look| look.customer_id == customer.id);
    of_customer.expect("a look without a case is unusual").id.0.to_string()
}

/// A change of a customer's contact, put there.
async fn contact_change(hall: &Hall, part: Part) -> String {
    let change = &ContactChange {
        id: SystemEntropy.id().into(),
        customer_id: hall.the(part).file.customer.id,
        kind: ContactKind::Mobile,
        before: hall.the(part).mobile().to_owned(),
        after: "15400000000".to_owned(),
        state: ContactState::Proving,
        old_number_proved: false,
        code_hash: vec![0; 32],
        tries: 0,
        asked_at: hall.desk.now(),
        effective_at: None,
        take_back_until: None,
        link_hash: None,
        version: 1,
    };
    let put = hall.desk.store().write(|mut unit| async move { unit.add_contact_change(change).await });
    put.await.unwrap_or_else(|error: store::Error| panic!("{error}"));
    change.id.0.to_string()
}

/// A correction of a customer's name, put there.
async fn correction(hall: &Hall, part: Part) -> String {
    let customer = &hall.the(part).file.customer;
    let id: CorrectionId = SystemEntropy.id().into();
    let now = hall.desk.now();
    let put = hall.desk.store().write(|mut unit| async move {
        let agent = unit.staff_by_name(AGENT).await?.ok_or(store::Error::Conflict)?;
        let correction = Correction {
            id,
            customer_id: customer.id,
            field: CustomerField::Name,
            before: customer.name.clone(),
            after: "长江贸易".to_owned(),
            reason: "A slip at the counter.".to_owned(),
            proposed_by: agent.id,
            proposed_at: now,
            state: CorrectionState::Waiting,
            decided_by: None,
            decided_at: None,
            version: 1,
        };
        unit.add_correction(&correction).await
    });
    put.await.unwrap_or_else(|error: store::Error| panic!("{error}"));
    id.0.to_string()
}

/// A merge that was taken back, put there.
async fn merge(hall: &Hall) -> String {
    let id: MergeId = SystemEntropy.id().into();
    let now = hall.desk.now();
    let [kept, merged] = [Part::Senior, Part::Newcomer].map(|part| hall.the(part).file.customer.id);
    let put = hall.desk.store().write(|mut unit| async move {
        let by = unit.staff_by_name(AGENT).await?.ok_or(store::Error::Conflict)?.id;
        let merge = Merge {
            id,
            kept,
            merged,
            kept_status: CustomerStatus::Active,
            merged_status: CustomerStatus::Active,
            reason: "The same person, twice.".to_owned(),
            merged_by: by,
            merged_at: now,
            undone: None,
        };
        unit.merge(&merge).await?;
        unit.undo_merge(&merge, by, now).await
    });
    put.await.unwrap_or_else(|error: store::Error| panic!("{error}"));
    id.0.to_string()
}

/// What a company has.
struct Company {
    code: String,
    account: String,
    bill: String,
    grant: String,
    sent_invitation: String,
    units: [String; 2],
}

impl Company {
    async fn of(hall: &Hall, owner: Part) -> Self {
        let (code, person) = (company_of(owner), hall.the(owner).file.customer.id);
        let sent_invitation = invite(hall, owner, Part::Former).await;
        let company = hall.desk.store().read(|mut unit| async move {
            let id = unit.company_by_code(code).await?.expect("a company").id;
            let top = unit.org_top(id).await?.expect("its top");
            let units = unit.org_units_under(top.id).await?;
            let bill = &unit.bills_of(id, None, 1).await?[0].bill.number;
            Ok::<_, store::Error>(Self {
                code: code.to_owned(),
                account: unit.accounts_of(id).await?[0].number.clone(),
                bill: format!("{code}/bills/{bill}"),
                grant: unit.grants_held(id, person).await?[0].id.0.to_string(),
                sent_invitation,
                units: [units[0].unit.code.clone(), units[1].unit.code.clone()],
            })
        });
        company.await.unwrap()
    }
}

/// Invites somebody to look at a company; gives the number of the invitation.
pub(crate) async fn invite(hall: &Hall, owner: Part, invitee: Part) -> String {
    let code = company_of(owner);
    let top = hall.desk.store().read(|mut unit| async move {
        let id = unit.company_by_code(code).await?.expect("a company").id;
        Ok::<_, store::Error>((id, unit.org_top(id).await?.expect("its top").code))
    });
    let (id, unit) = top.await.unwrap();
    let command = people::Invite {
        company: code.to_owned(),
        unit,
        role: Some(crm::company::roles::Role::Viewer),
        addressee: hall.the(invitee).mobile().to_owned(),
    };
    let owner = actor(&hall.desk, hall.the(owner));
    people::invite(&hall.desk, &owner, hall.desk.id(), &command).await.unwrap();
    let sent = hall.desk.store().read(|mut unit| async move { unit.invitations_in(id, 1).await });
    let sent = sent.await.unwrap_or_else(|error: store::Error| panic!("{error}"));
    sent[0].invitation.number.clone()
}

/// Draws a job up over all lines of a company; gives its number.
async fn job(hall: &Hall, owner: Part) -> String {
    let command = bulk::DrawUp {
        company: company_of(owner).to_owned(),
        action: Some(crm::company::bulk::BulkAction::Suspend),
        ..bulk::DrawUp::default()
    };
    let owner = actor(&hall.desk, hall.the(owner));
    bulk::draw_up(&hall.desk, &owner, hall.desk.id(), &command).await.unwrap().number
}

/// To whom the things belong that a parameter names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ownership {
    /// Each to a customer: others must not learn that it is there.
    Customer,
    /// To nobody, or to the whole queue.
    Common,
}

/// What a parameter names: where it stands in an address, one of the things it can name, to whom they belong.
type Parameter = (&'static str, fn(&Things) -> &str, Ownership);

const PARAMETERS: [Parameter; 14] = [
    ("/bills/{number}", |things| &things.bill, Ownership::Customer),
    // Both of its parameters, as one.
    ("/company/{company}/bills/{number}", |things| &things.company_bill, Ownership::Customer),
    ("/company/{company}/bulk/{number}", |things| &things.company_job, Ownership::Customer),
    ("/company/{company}", |things| &things.company, Ownership::Customer),
    ("/company/invitations/{number}", |things| &things.invitation, Ownership::Customer),
    ("/lines/{line}", |things| &things.phone, Ownership::Customer),
    ("/orders/{number}", |things| &things.order, Ownership::Customer),
    ("/payments/{number}", |things| &things.payment, Ownership::Customer),
    ("/plans/{code}", |things| &things.plan, Ownership::Common),
    ("/requests/{number}", |things| &things.request, Ownership::Customer),
    ("/staff/actings/{id}", |things| &things.acting, Ownership::Common),
    ("/staff/customers/{code}", |things| &things.customer, Ownership::Common),
    ("/staff/looks/{id}", |things| &things.look, Ownership::Common),
    ("/staff/requests/{number}", |things| &things.request, Ownership::Common),
];

/// The parameter of a route's path, if it has one.
pub(crate) fn parameter(path: &str) -> Option<Parameter> {
    let count = path.matches('{').count();
    if count == 0 {
        return None;
    }
    let known = PARAMETERS.into_iter().find(|(prefix, ..)| {
        path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    assert!(
        (count == 1 || path.contains("/{company}/")) && known.is_some(),
        "{path} has a parameter that `forms::PARAMETERS` does not know: add it"
    );
    known
}

/// The path with something in the place of its parameter. Where there are two, `value` names both and what stands between
/// them, or is put into the place of each.
pub(crate) fn filled(path: &str, value: &str) -> String {
    let (Some(from), Some(to)) = (path.find('{'), path.rfind('}')) else { return path.to_owned() };
    if value.contains('/') {
        return format!("{}{value}{}", &path[..from], &path[to + 1..]);
    }
    let segments = path.split('/').map(|segment| if segment.starts_with('{') { value } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

/// What has to follow the path of a page before there is anything to show.
pub(crate) fn query(path: &str, things: &Things) -> String {
    match path {
        "/lines/{line}/change-plan/check" => format!("?plan={}&start=nextCycle", things.plan),
        "/staff/data-quality/compare" => format!("?one={0}&other={0}", things.customer),
        _ => String::new(),
    }
}

/// Pages that are shown only between a first proof and what it leads to; they lead everybody else to the beginning.
pub(crate) fn is_second_step(path: &str) -> bool {
    matches!(path, "/sign-in/second-factor" | "/sign-in/forgotten/new")
}

/// How a field comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Typed: comes back with the page when something is wrong.
    Typed,
    /// Typed, and never shown again.
    Secret,
    /// Chosen from a list or ticked.
    Chosen,
    /// Put in by the page.
    Hidden,
}

/// A field with what stands in it.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) value: String,
}

/// An idempotency key that nobody used.
pub(crate) fn key() -> String {
    SystemEntropy.id().to_string()
}

/// The routes that take a form.
pub(crate) fn posts() -> impl Iterator<Item = &'static Route> {
    ROUTES.iter().filter(|route| route.method == Method::POST)
}

/// The fields that the page of a form sends, with something sensible in each but for the secrets, which are wrong.
pub(crate) fn fields(path: &str, things: &Things, key: &str) -> Vec<Field> {
    use Kind::{Chosen, Hidden, Secret, Typed};
    let story = "It began yesterday.";
    let fields: &[(&'static str, Kind, &str)] = match path {
        "/sign-in" => &[
            ("mobile", Typed, &things.mobile),
            ("password", Secret, "wrong-Guess-1"),
            ("next", Hidden, "/bills"),
        ],
        "/sign-in/code" => &[("mobile", Typed, &things.mobile), ("next", Hidden, "/bills")],
        "/sign-in/code/check" => {
            &[("mobile", Hidden, &things.mobile), ("code", Secret, "271828"), ("next", Hidden, "/bills")]
        }
        "/sign-in/forgotten" => &[("mobile", Typed, &things.mobile), ("next", Hidden, "")],
        "/sign-in/forgotten/check" => {
            &[("mobile", Hidden, &things.mobile), ("code", Secret, "271828"), ("next", Hidden, "")]
        }
        "/sign-in/forgotten/new" => &[("new", Secret, "Two-drifters-8"), ("again", Secret, "Two-drifters-8")],
        "/sign-in/passkey" => &[("answer", Hidden, "{}"), ("next", Hidden, "/bills")],
        "/profile/security/passkeys" => &[("name", Typed, "My phone"), ("answer", Hidden, "{}")],
        "/profile/security/passkeys/remove" => {
            &[("key", Hidden, key), ("passkey", Hidden, "01890000-0000-7000-8000-000000000001")]
        }
        "/sign-in/again" => &[("password", Secret, "wrong-Guess-1"), ("next", Hidden, "/bills")],
        "/sign-in/again/code" => &[("next", Hidden, "/bills")],
        "/sign-in/second-factor" | "/sign-in/again/check" => {
            &[("code", Secret, "271828"), ("next", Hidden, "/bills")]
        }
        "/staff/sign-in" => {
            &[("name", Typed, "nobody"), ("password", Secret, "wrong-Guess-1"), ("next", Hidden, "")]
        }
        "/api/sign-out"
        | "/sign-in/passkey/question"
        | "/profile/security/passkeys/question"
        | "/profile/security/recovery-codes" => &[],
        "/api/language" => &[("language", Chosen, "en"), ("return", Hidden, "/bills")],
        "/pay" => &[("key", Hidden, key), ("account", Hidden, &things.account), ("amount", Typed, "1.00")],
        "/lines/{line}/change-plan/check" => &[
            ("key", Hidden, key),
            ("plan", Hidden, &things.plan),
            ("start", Hidden, "nextCycle"),
            ("seen_price", Hidden, "100"),
            ("seen_effective_on", Hidden, "2026-01-01"),
            ("seen_fee", Hidden, "0"),
            ("accept_fee", Chosen, "yes"),
        ],
        "/recommendations/dismiss" => {
            &[("key", Hidden, key), ("line", Hidden, &things.phone), ("plan", Hidden, &things.plan)]
        }
        "/profile/security/authenticator" => &[("key", Hidden, key), ("next", Hidden, "")],
        "/profile/security/authenticator/confirm" => &[("code", Secret, "271828"), ("next", Hidden, "")],
        "/profile/security/authenticator/remove"
        | "/orders/{number}/withdraw"
        | "/orders/{number}/retry"
        | "/lines/{line}/pause"
        | "/lines/{line}/resume"
        | "/profile/security/end-others"
        | "/profile/privacy/copy"
        | "/staff/data-quality/look"
        | "/staff/actings/{id}/end"
        | "/staff/looks/{id}/review"
        | "/staff/customers/{code}/verify/code"
        | "/api/acting/raise"
        | "/api/acting/end"
        | "/company/invitations/{number}/accept"
        | "/company/invitations/{number}/decline"
        | "/company/{company}/bulk/{number}/confirm"
        | "/company/{company}/bulk/{number}/discard"
        | "/company/{company}/bulk/{number}/undo"
        | "/staff/requests/{number}/take" => &[("key", Hidden, key)],
        "/requests/new" => &[
            ("key", Hidden, key),
            ("category", Hidden, "complaint"),
            ("line", Chosen, &things.phone),
            ("bill", Chosen, &things.bill),
            ("subject", Typed, "Slow at night"),
            ("text", Typed, story),
            ("desired_outcome", Typed, "As fast as by day"),
            ("call_back", Chosen, "yes"),
        ],
        "/requests/{number}/reply" | "/requests/{number}/reopen" => {
            &[("key", Hidden, key), ("text", Typed, story)]
        }
        "/requests/{number}/cancel" => &[("key", Hidden, key), ("reason", Typed, story)],
        "/lines/{line}/lost" => {
            &[("key", Hidden, key), ("loss", Chosen, "lost"), ("call_back", Chosen, "yes")]
        }
        "/profile" => &[
            ("key", Hidden, key),
            ("version", Hidden, "1"),
            ("language", Chosen, "zh-CN"),
            ("notify_by_sms", Chosen, "yes"),
            ("notify_by_email", Chosen, "yes"),
        ],
        "/profile/contact" => &[
            ("key", Hidden, key),
            ("kind", Hidden, "email"),
            ("mobile", Typed, ""),
            ("email", Typed, "somebody@customer.example"),
        ],
        "/profile/contact/check" => &[("kind", Hidden, "email"), ("code", Secret, "271828")],
        "/profile/contact/take-back" => &[("key", Hidden, key), ("change", Hidden, &things.contact_change)],
        "/contact-change" | "/profile/privacy/copy/take" => &[("token", Hidden, "")],
        "/profile/privacy/consent" => {
            &[("key", Hidden, key), ("purpose", Hidden, "marketing"), ("given", Hidden, "yes")]
        }
        "/profile/security/password" => &[
            ("old", Secret, "wrong-Guess-1"),
            ("new", Secret, "Two-drifters-8"),
            ("again", Secret, "Two-drifters-8"),
        ],
        "/profile/security/end" => &[("key", Hidden, key), ("session", Hidden, &things.session)],
        "/profile/privacy/end" => &[("key", Hidden, key), ("access", Hidden, &things.acting)],
        "/staff/customers/{code}/open" | "/staff/customers/{code}/act" => &[
            ("key", Hidden, key),
            ("purpose", Chosen, "technicalFault"),
            ("request", Typed, &things.request),
            ("reason", Typed, story),
        ],
        "/staff/customers/{code}/verify/code/check" => &[("key", Hidden, key), ("code", Secret, "271828")],
        "/staff/customers/{code}/verify/answers" => &[
            ("key", Hidden, key),
            ("id_last_six", Secret, "28401X"),
            ("last_bill", Secret, "12.34"),
            ("email", Secret, "somebody@customer.example"),
        ],
        "/staff/customers/{code}/case" => &[
            ("key", Hidden, key),
            ("category", Chosen, "fault"),
            ("line", Chosen, &things.phone),
            ("subject", Typed, "Slow at night"),
            ("text", Typed, story),
            ("call_back", Chosen, "yes"),
        ],
        "/staff/customers/{code}/lost" => {
            &[("key", Hidden, key), ("lost_line", Chosen, &things.phone), ("loss", Chosen, "lost")]
        }
        "/staff/customers/{code}/correct" => {
            &[("key", Hidden, key), ("name", Typed, "长江贸易"), ("why", Typed, story)]
        }
        "/staff/data-quality/decide" => &[
            ("key", Hidden, key),
            ("correction", Hidden, &things.correction),
            ("decision", Hidden, "reject"),
        ],
        "/staff/data-quality/join" => &[
            ("key", Hidden, key),
            ("one", Hidden, &things.customer),
            ("other", Hidden, &things.customer),
            ("kept", Chosen, &things.customer),
            ("reason", Typed, story),
        ],
        "/staff/data-quality/dismiss" => {
            &[("key", Hidden, key), ("one", Hidden, &things.customer), ("other", Hidden, &things.customer)]
        }
        "/staff/data-quality/take-apart" => &[("key", Hidden, key), ("merge", Hidden, &things.merge)],
        "/staff/requests/{number}/answer"
        | "/staff/requests/{number}/ask"
        | "/staff/requests/{number}/resolve" => &[("key", Hidden, key), ("text", Typed, story)],
        "/staff/customers/{code}/note" | "/staff/requests/{number}/note" => {
            &[("key", Hidden, key), ("note", Typed, story)]
        }
        "/company/{company}/bulk" => &[
            ("key", Hidden, key),
            ("list", Typed, "L22222222"),
            ("action", Chosen, "setUser"),
            ("to_unit", Chosen, ""),
            ("to_plan", Chosen, ""),
        ],
        "/api/company/leave" => {
            &[("key", Hidden, key), ("company", Hidden, &things.company), ("grant", Hidden, &things.grant)]
        }
        "/company/{company}/units/add" => &[
            ("key", Hidden, key),
            ("unit", Hidden, &things.units[0]),
            ("name", Typed, "North"),
            ("kind", Chosen, "team"),
        ],
        "/company/{company}/units/rename" => {
            &[("key", Hidden, key), ("unit", Hidden, &things.units[0]), ("name", Typed, "South")]
        }
        "/company/{company}/units/move" => &[
            ("key", Hidden, key),
            ("unit", Hidden, &things.units[0]),
            ("to", Chosen, &things.units[1]),
            ("effective_on", Typed, "2999-12-31"),
        ],
        "/company/{company}/units/stay" => &[("key", Hidden, key), ("unit", Hidden, &things.units[0])],
        "/company/{company}/people/invite" => &[
            ("key", Hidden, key),
            ("addressee", Typed, "7590-NOBODY"),
            ("role", Chosen, "viewer"),
            ("unit", Chosen, &things.units[0]),
        ],
        "/company/{company}/people/withdraw" => {
            &[("key", Hidden, key), ("number", Hidden, &things.sent_invitation)]
        }
        "/company/{company}/people/remove" => &[("key", Hidden, key), ("grant", Hidden, &things.grant)],
        "/company/{company}/people/decide" => {
            &[("key", Hidden, key), ("grant", Hidden, &things.grant), ("agree", Hidden, "yes")]
        }
        "/company/{company}/bills" => {
            &[("key", Hidden, key), ("account", Hidden, &things.company_account), ("amount", Hidden, "1.00")]
        }
        other => panic!("the form of {other} is not known to `forms::fields`: add it"),
    };
    fields.iter().map(|(name, kind, value)| Field { name, kind: *kind, value: (*value).to_owned() }).collect()
}

/// Fields as a browser sends them.
pub(crate) fn sent(fields: &[Field]) -> Vec<(&'static str, &str)> {
    fields.iter().map(|field| (field.name, field.value.as_str())).collect()
}
