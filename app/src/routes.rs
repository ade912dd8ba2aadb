//! Every address of the hall: one table, from which the router, the access test and the documentation are made.

use crate::{
    cookies::Name,
    faults::Fault,
    forms::{ACTING, Form},
    hall::Hall,
    handlers as h,
    locales::{flash::Flash, refusals as t},
    pages,
    request::{Refused, SignInNeeded, Visit},
};
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{Method, StatusCode, header},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get, post},
};
use operations::{
    Actor, Error,
    access::{Operation, Relation, Role, Standing, check_proof, right},
    acting, sessions,
};

/// One address.
pub struct Route {
    /// The method it answers.
    pub method: Method,
    /// Its path, as axum writes it.
    pub path: &'static str,
    /// What asking for it means: the right it needs.
    pub operation: Operation,
    handler: fn() -> MethodRouter<Hall>,
}

/// Writes the table: method, path, operation, handler.
macro_rules! routes {
    ($($method:ident $path:literal $operation:ident => $($handler:ident)::+),+ $(,)?) => {
        &[$(Route {
            method: routes!(@method $method),
            path: $path,
            operation: Operation::$operation,
            handler: || $method($($handler)::+),
        }),+]
    };
    (@method get) => { Method::GET };
    (@method post) => { Method::POST };
}

/// The table.
pub const ROUTES: &[Route] = routes![
    get "/" ViewHome => h::home::show,
    get "/sign-in" SignIn => h::sign_in::show,
    post "/sign-in" SignIn => h::sign_in::with_password,
    get "/sign-in/code" SignIn => h::sign_in::code,
    post "/sign-in/code" SignIn => h::sign_in::request_code,
    post "/sign-in/code/check" SignIn => h::sign_in::with_code,
    get "/sign-in/second-factor" SignIn => h::second_step::show,
    post "/sign-in/second-factor" SignIn => h::second_step::pass,
    get "/sign-in/forgotten" SignIn => h::forgotten::ask,
    post "/sign-in/forgotten" SignIn => h::forgotten::request_code,
    post "/sign-in/forgotten/check" SignIn => h::forgotten::check,
    get "/sign-in/forgotten/new" SignIn => h::forgotten::new_password,
    post "/sign-in/forgotten/new" SignIn => h::forgotten::set_password,
    post "/sign-in/passkey" SignIn => h::passkeys::enter,
    post "/sign-in/passkey/question" SignIn => h::passkeys::ask_to_sign,
    get "/sign-in/again" ProveAgain => h::sign_in_again::show,
    post "/sign-in/again" ProveAgain => h::sign_in_again::by_password,
    post "/sign-in/again/code" ProveAgain => h::sign_in_again::request_code,
    post "/sign-in/again/check" ProveAgain => h::sign_in_again::by_code,
    get "/staff/sign-in" SignIn => h::sign_in::staff,
    post "/staff/sign-in" SignIn => h::sign_in::staff_with_password,
    post "/api/sign-out" SignOut => h::sign_in::sign_out,
    post "/api/language" ChangeLanguage => h::language::change,
    get "/help" ViewPublic => h::help::show,
    get "/bills" ViewBills => h::bills::list,
    get "/bills/{number}" ViewBills => h::bills::show,
    get "/bills/{number}/csv" ViewBills => h::bills::csv,
    get "/pay" Pay => h::payments::pay,
    post "/pay" Pay => h::payments::begin,
    get "/payments" ViewPayments => h::payments::list,
    get "/payments/{number}" ViewPayments => h::payments::show,
    get "/usage" ViewUsage => h::usage::show,
    get "/plans" ViewPlans => h::plans::list,
    get "/plans/{code}" ViewPlans => h::plans::show,
    get "/lines/{line}/change-plan" ViewPlans => h::plan_change::choose,
    get "/lines/{line}/change-plan/check" ViewPlans => h::plan_change::check,
    post "/lines/{line}/change-plan/check" ChangePlan => h::plan_change::change,
    get "/recommendations" ViewRecommendations => h::recommendations::show,
    post "/recommendations/dismiss" DismissRecommendation => h::recommendations::dismiss,
    get "/orders" ViewOrders => h::orders::list,
    get "/orders/{number}" ViewOrders => h::orders::show,
    get "/orders/{number}/events" ViewOrders => h::orders::events,
    post "/orders/{number}/withdraw" DecideOrder => h::orders::withdraw,
    post "/orders/{number}/retry" DecideOrder => h::orders::retry,
    get "/requests" ViewRequests => h::requests::list,
    get "/requests/new" FileRequest => h::requests::new,
    post "/requests/new" FileRequest => h::requests::file,
    get "/requests/{number}" ViewRequests => h::requests::show,
    post "/requests/{number}/reply" FileRequest => h::requests::reply,
    post "/requests/{number}/cancel" FileRequest => h::requests::cancel,
    post "/requests/{number}/reopen" FileRequest => h::requests::reopen,
    get "/lines" ViewLines => h::lines::list,
    get "/lines/{line}" ViewLines => h::lines::show,
    get "/lines/{line}/lost" BarLine => h::lines::lost,
    post "/lines/{line}/lost" BarLine => h::lines::report_lost,
    post "/lines/{line}/pause" BarLine => h::lines::pause,
    post "/lines/{line}/resume" BarLine => h::lines::resume,
    get "/profile" ViewProfile => h::profile::show,
    post "/profile" ChangeProfile => h::profile::save,
    get "/profile/contact" ChangeContact => h::contact_change::show,
    post "/profile/contact" ChangeContact => h::contact_change::ask,
    post "/profile/contact/check" ChangeContact => h::contact_change::check,
    post "/profile/contact/take-back" TakeBackContact => h::contact_change::take_back,
    get "/contact-change" UseContactLink => h::contact_change::linked,
    post "/contact-change" UseContactLink => h::contact_change::take_back_by_link,
    get "/profile/security" ManageSecurity => h::security::show,
    post "/profile/security/password" ManageSecurity => h::security::change_password,
    get "/profile/security/authenticator" ManageFactors => h::second_factor::show,
    post "/profile/security/authenticator" ManageFactors => h::second_factor::begin,
    post "/profile/security/authenticator/confirm" ManageFactors => h::second_factor::confirm,
    post "/profile/security/authenticator/remove" ManageFactors => h::second_factor::remove,
    post "/profile/security/recovery-codes" ManageFactors => h::second_factor::renew_recovery_codes,
    get "/profile/security/passkeys" ManageFactors => h::passkeys::show,
    post "/profile/security/passkeys" ManageFactors => h::passkeys::add,
    post "/profile/security/passkeys/question" ManageFactors => h::passkeys::ask_to_make,
    post "/profile/security/passkeys/remove" ManageFactors => h::passkeys::remove,
    post "/profile/security/end" ManageSecurity => h::security::end,
    post "/profile/security/end-others" ManageSecurity => h::security::end_others,
    get "/profile/privacy" ViewPrivacy => h::privacy::show,
    post "/profile/privacy/end" EndStaffAccess => h::privacy::end,
    post "/profile/privacy/consent" ManageConsents => h::privacy::consent,
    post "/profile/privacy/copy" ExportData => h::privacy::ask_copy,
    get "/profile/privacy/copy" ExportData => h::privacy::copy,
    post "/profile/privacy/copy/take" ExportData => h::privacy::take_copy,
    get "/messages" ViewMessages => h::messages::list,
    get "/company" ViewCompanies => h::company::list,
    get "/company/invitations/{number}" ViewCompanies => h::company_people::invitation,
    post "/company/invitations/{number}/accept" AnswerInvitation => h::company_people::accept,
    post "/company/invitations/{number}/decline" AnswerInvitation => h::company_people::decline,
    post "/api/company/leave" LeaveCompany => h::company_people::leave,
    get "/company/{company}" ViewCompany => h::company::overview,
    get "/company/{company}/lines" ViewCompany => h::company::lines,
    get "/company/{company}/bulk" ManageCompanyLines => h::company_bulk::show,
    post "/company/{company}/bulk" ManageCompanyLines => h::company_bulk::draw_up,
    get "/company/{company}/bulk/{number}" ManageCompanyLines => h::company_bulk::job,
    get "/company/{company}/bulk/{number}/csv" ManageCompanyLines => h::company_bulk::csv,
    post "/company/{company}/bulk/{number}/confirm" ManageCompanyLines => h::company_bulk::confirm,
    post "/company/{company}/bulk/{number}/discard" ManageCompanyLines => h::company_bulk::discard,
    post "/company/{company}/bulk/{number}/undo" ManageCompanyLines => h::company_bulk::undo,
    get "/company/{company}/units" ViewCompany => h::company_units::show,
    post "/company/{company}/units/add" ManageCompanyTree => h::company_units::add,
    post "/company/{company}/units/rename" ManageCompanyTree => h::company_units::rename,
    post "/company/{company}/units/move" ManageCompanyTree => h::company_units::move_unit,
    post "/company/{company}/units/stay" ManageCompanyTree => h::company_units::stay,
    get "/company/{company}/people" ViewCompanyPeople => h::company_people::show,
    post "/company/{company}/people/invite" ManageCompanyPeople => h::company_people::invite,
    post "/company/{company}/people/withdraw" ManageCompanyPeople => h::company_people::withdraw,
    post "/company/{company}/people/remove" ManageCompanyPeople => h::company_people::remove,
    post "/company/{company}/people/decide" DecideCompanyOwners => h::company_people::decide,
    get "/company/{company}/bills" ViewCompanyBills => h::company_bills::list,
    post "/company/{company}/bills" PayCompanyBills => h::company_bills::pay,
    get "/company/{company}/bills/{number}" ViewCompanyBills => h::company_bills::show,
    get "/company/{company}/bills/{number}/csv" ViewCompanyBills => h::company_bills::csv,
    get "/staff/requests" ViewQueue => h::staff_requests::list,
    get "/staff/requests/{number}" ViewQueue => h::staff_requests::show,
    post "/staff/requests/{number}/take" WorkQueue => h::staff_requests::take,
    post "/staff/requests/{number}/answer" WorkQueue => h::staff_requests::answer,
    post "/staff/requests/{number}/ask" WorkQueue => h::staff_requests::ask,
    post "/staff/requests/{number}/resolve" WorkQueue => h::staff_requests::resolve,
    post "/staff/requests/{number}/note" WorkQueue => h::staff_requests::note,
    get "/staff/customers" FindCustomer => h::staff_customers::find,
    get "/staff/customers/{code}" ViewCustomer => h::staff_customers::show,
    post "/staff/customers/{code}/open" ViewCustomer => h::staff_customers::open,
    post "/staff/customers/{code}/correct" ProposeCorrection => h::staff_customers::correct,
    post "/staff/customers/{code}/act" BeginActing => h::staff_customers::act,
    get "/staff/customers/{code}/call" ViewCustomer => h::staff_calls::show,
    post "/staff/customers/{code}/verify/code" VerifyCaller => h::staff_calls::send,
    post "/staff/customers/{code}/verify/code/check" VerifyCaller => h::staff_calls::read_out,
    post "/staff/customers/{code}/verify/answers" VerifyCaller => h::staff_calls::answers,
    post "/staff/customers/{code}/note" NoteContact => h::staff_calls::note,
    post "/staff/customers/{code}/case" OpenCase => h::staff_calls::open_case,
    post "/staff/customers/{code}/lost" BarForCaller => h::staff_calls::bar,
    get "/staff/looks" ReviewLooks => h::look_reviews::list,
    post "/staff/looks/{id}/review" ReviewLooks => h::look_reviews::review,
    get "/staff/data-quality" ViewDataQuality => h::data_quality::show,
    post "/staff/data-quality/decide" DecideCorrection => h::data_quality::decide,
    post "/staff/data-quality/look" LookForDuplicates => h::data_quality::look,
    get "/staff/data-quality/compare" ViewDataQuality => h::data_quality::compare,
    post "/staff/data-quality/join" MergeCustomers => h::data_quality::join,
    post "/staff/data-quality/dismiss" MergeCustomers => h::data_quality::dismiss,
    post "/staff/data-quality/take-apart" MergeCustomers => h::data_quality::take_apart,
    get "/staff/actings" OverseeActings => h::acting::list,
    post "/staff/actings/{id}/end" OverseeActings => h::acting::end_one,
    post "/api/acting/raise" RaiseActing => h::acting::raise,
    post "/api/acting/end" EndActing => h::acting::end,
    get "/staff/audit" ViewAudit => h::audit::list,
    get "/staff/audit/csv" ViewAudit => h::audit::csv,
    get "/staff/rights" ViewAudit => h::audit::rights,
];

/// Called by the payment provider, which proves itself by its signature.
pub const NOTIFICATION: Route = Route {
    method: Method::POST,
    path: "/api/payments/notification",
    operation: Operation::ReportPayment,
    handler: || post(h::payments::notification),
};

/// Where a second factor is added.
pub(crate) const ADD_FACTOR: &str = "/profile/security/authenticator";

/// The router of the table, each route behind the gate.
pub fn router(hall: Hall) -> Router {
    let mut router = Router::new();
    for route in ROUTES {
        let gate = from_fn_with_state((hall.clone(), route.operation), gate);
        router = router.route(route.path, (route.handler)().route_layer(gate));
    }
    router = router.route(NOTIFICATION.path, (NOTIFICATION.handler)());
    #[cfg(debug_assertions)]
    {
        router = router.route("/styleguide", get(h::styleguide::show));
    }
    router.with_state(hall)
}

/// Looks the actor's right up before a handler runs, and draws the pages of what no handler has an own page for.
async fn gate(State((hall, operation)): State<(Hall, Operation)>, request: Request, next: Next) -> Response {
    let (mut parts, mut body) = request.into_parts();
    let visit = Visit::new(&parts, hall);
    let method = parts.method.clone();
    if is_bound(&visit, &method, operation) {
        let Ok(sent) = axum::body::to_bytes(body, usize::MAX).await else {
            return Fault::BadRequest.into_response();
        };
        let form = read_form(&visit, Body::from(sent.clone())).await;
        if let Err(fault) = same_acting(&visit, form.as_ref()) {
            let path = parts.uri.path();
            if begins_the_same(&visit, operation, path) {
                return visit.redirect("/");
            }
            operations::access::record_denial(visit.desk(), &visit.actor, operation, path).await;
            return fault.into_response();
        }
        match form {
            Some(form) => {
                parts.extensions.insert(form);
                body = Body::empty();
            }
            // Not a form: what the handler makes of it is its own affair.
            None => body = Body::from(sent),
        }
    }
    let right = visit.actor.may(operation).and_then(|_| check_proof(visit.desk(), &visit.actor, operation));
    match right {
        // PostgreSQL keeps no character 0, so nothing of the hall is named with one.
        Ok(()) if visit.path.contains("%00") => return Fault::NotFound.into_response(),
        Ok(()) => {}
        Err(Error::SignInNeeded | Error::ProofNeeded) => {
            let form = match parts.extensions.remove::<Form>() {
                None if method == Method::POST => read_form(&visit, body).await,
                form => form,
            };
            return sign_in(&visit, &method, form).await;
        }
        // Whoever has no second factor yet is led to add one, and on from there.
        Err(Error::SecondFactorNeeded) if method == Method::GET => {
            return visit.redirect(&format!("{ADD_FACTOR}?next={}", in_query(&visit.path)));
        }
        Err(error) => {
            operations::access::record_denial(visit.desk(), &visit.actor, operation, parts.uri.path()).await;
            return match over(&visit, &method, operation).await {
                Some(response) => response,
                None => crate::request::Failure(error).into_response(),
            };
        }
    }
    if method == Method::GET
        && let Err(error) = acting::note_page(visit.desk(), &visit.actor, operation, parts.uri.path()).await
    {
        return crate::request::Failure(error).into_response();
    }
    let response = next.run(Request::from_parts(parts, body)).await;
    if let Some(Refused(refusal)) = response.extensions().get() {
        let language = visit.language;
        let words = t::words(language, refusal);
        return visit.page_with(StatusCode::CONFLICT, "/", words.heading.clone(), None, || {
            pages::refusals::refused(language, words)
        });
    }
    if response.extensions().get::<SignInNeeded>().is_some() {
        return sign_in(&visit, &method, None).await;
    }
    response
}

/// Whether a form is to be of the acting it arrives in: all are, but those that concern no customer (signing in and out).
/// A visitor's is kept until they have signed in.
fn is_bound(visit: &Visit, method: &Method, operation: Operation) -> bool {
    let concerns_nobody = matches!(operation, Operation::SignIn | Operation::SignOut | Operation::ViewPublic);
    method == Method::POST && !concerns_nobody && !matches!(visit.actor, Actor::Visitor)
}

/// Two tabs of one session show two customers when the first was left open: what was shown for one is never done for
/// the other, nor in one's own name.
fn same_acting(visit: &Visit, form: Option<&Form>) -> Result<(), Fault> {
    let shown = form.map(|form| form.get(ACTING)).unwrap_or_default();
    let now = visit.actor.acting().map(|acting| acting.id.0.to_string());
    match now {
        Some(now) if now == shown => Ok(()),
        Some(_) if shown.is_empty() => Err(Fault::NowActing),
        None if shown.is_empty() => Ok(()),
        Some(_) | None => Err(Fault::NoLongerActing),
    }
}

/// The way back for staff who follow a link of a customer's page when their acting is over.
async fn over(visit: &Visit, method: &Method, operation: Operation) -> Option<Response> {
    let of_customers = right(operation, Role::Subscriber, Standing::Oneself) == Some(Relation::Own);
    if *method != Method::GET || !of_customers {
        return None;
    }
    match acting::just_ended(visit.desk(), &visit.actor).await {
        Ok(code) => code.map(|code| visit.done(&format!("/staff/customers/{code}"), Flash::ActingOver)),
        Err(error) => {
            tracing::warn!(%error, "whether an acting ended lately could not be looked up");
            None
        }
    }
}

/// A button pressed twice: the acting it begins is the one that runs.
fn begins_the_same(visit: &Visit, operation: Operation, path: &str) -> bool {
    match &visit.actor {
        Actor::Acting(both) if operation == Operation::BeginActing => {
            path == format!("/staff/customers/{}/act", both.code)
        }
        _ => false,
    }
}

/// Sends a visitor to sign in and back, and whoever is in already to prove again who they are. What they had typed into
/// a form is kept, when their session, expired or not, still says whose it is.
async fn sign_in(visit: &Visit, method: &Method, form: Option<Form>) -> Response {
    let page = page_of(visit.path.split('?').next().unwrap_or("/"));
    if form.as_ref().is_some_and(|form| !form.get(ACTING).is_empty()) {
        // Whoever acted for a customer is staff, and the acting went with the session.
        return visit.redirect("/staff/sign-in?next=/staff/customers");
    }
    let door = match &visit.actor {
        Actor::Visitor if page.starts_with("/staff") => "/staff/sign-in",
        Actor::Visitor => "/sign-in",
        _ => "/sign-in/again",
    };
    let next = if method == Method::POST { page } else { visit.path.as_str() };
    let mut response = visit.redirect(&format!("{door}?next={}", in_query(next)));
    if let (Some(token), Some(form)) = (visit.hall.cookies.session(&visit.headers), form) {
        match sessions::keep_draft(visit.desk(), token, page, form.fields()).await {
            Ok(Some(draft)) => {
                response
                    .headers_mut()
                    .append(header::SET_COOKIE, visit.hall.cookies.set(Name::Draft, &draft));
            }
            Ok(None) => {}
            // Signing in matters more than what was typed.
            Err(error) => tracing::warn!(%error, "what was typed could not be kept"),
        }
    }
    response
}

/// The page of a form: the nearest address above it that can be looked at.
fn page_of(mut path: &str) -> &str {
    let is_page =
        |path: &str| ROUTES.iter().any(|route| route.method == Method::GET && fits(route.path, path));
    while !is_page(path) {
        path = match path.rsplit_once('/') {
            Some((above, _)) if !above.is_empty() => above,
            _ => return "/",
        };
    }
    path
}

/// Whether a path is one of those that axum's pattern stands for.
fn fits(pattern: &str, path: &str) -> bool {
    let (mut patterns, mut segments) = (pattern.split('/'), path.split('/'));
    loop {
        match (patterns.next(), segments.next()) {
            (None, None) => return true,
            (Some(pattern), Some(segment)) if pattern == segment || pattern.starts_with('{') => {}
            _ => return false,
        }
    }
}

async fn read_form(visit: &Visit, body: Body) -> Option<Form> {
    use axum::extract::FromRequest;
    let mut request = Request::new(body);
    *request.method_mut() = Method::POST;
    *request.headers_mut() = visit.headers.clone();
    Form::from_request(request, &()).await.ok()
}

fn digit(half: u8) -> char {
    char::from_digit(u32::from(half), 16).map_or('0', |digit| digit.to_ascii_uppercase())
}

/// A path as the value of a query parameter.
pub(crate) fn in_query(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::own_page("/requests/new", "/requests/new")]
    #[case::step("/requests/R7KQ2MXR4Z/reply", "/requests/R7KQ2MXR4Z")]
    #[case::deep("/lines/L7KQ2MXR4Z/change-plan/check", "/lines/L7KQ2MXR4Z/change-plan/check")]
    #[case::fixed("/profile/security/end-others", "/profile/security")]
    #[case::none("/api/sign-out", "/")]
    #[case::root("/", "/")]
    #[case::odd("//", "/")]
    #[case::empty("", "/")]
    fn a_form_belongs_to_a_page(#[case] path: &str, #[case] page: &str) {
        assert_eq!(page_of(path), page);
    }

    #[rstest]
    #[case("/bills?before=2026-01-01", "/bills%3Fbefore%3D2026-01-01")]
    #[case("/a b&c", "/a%20b%26c")]
    fn paths_travel_in_queries(#[case] path: &str, #[case] text: &str) {
        assert_eq!(in_query(path), text);
    }
}
