//! `/lines/{line}/change-plan`. R-PRD-5, R-ORD-4

use crate::{
    components::FieldError,
    forms::Form,
    locales::{flash::Flash, plan_change as t},
    pages::plan_change::{self as pages, Again, CheckPage, ChoosePage, Chosen, Seen},
    render::Section,
    request::{Outcome, Visit},
};
use axum::{extract::Path, http::StatusCode, response::Response};
use crm::{
    catalogue::OfferingCode,
    money::Money,
    plan_change::{Refusal, Start, Wish},
};
use operations::{
    Error,
    plan_change::{self, ChangePlan, PlanChangeView},
};

pub(crate) async fn choose(visit: Visit, Path(line): Path<String>, asked: Form) -> Outcome {
    let view = plan_change::view(visit.desk(), &visit.actor, &line).await?;
    let page = ChoosePage { view, chosen: chosen(&asked), refusal: None, errors: vec![] };
    Ok(choose_page(&visit, StatusCode::OK, &visit.path, page))
}

pub(crate) async fn check(visit: Visit, Path(line): Path<String>, asked: Form) -> Outcome {
    // Somebody whose session expired as they confirmed comes back without the query.
    let typed = visit.draft().await?;
    let asked = if asked.get("plan").is_empty() { typed } else { asked };
    let (plan, start) = match complete(&visit, &asked) {
        Ok(wanted) => wanted,
        Err(errors) => return mend(&visit, &visit.path, &line, &asked, errors).await,
    };
    let (view, terms) = plan_change::check(visit.desk(), &visit.actor, &line, &plan, start).await?;
    match terms {
        Ok(terms) => {
            let accepted = asked.is_ticked("accept_fee") && seen(&asked).fee == Some(terms.termination_fee);
            let page = CheckPage {
                view,
                terms,
                seen: Seen::default(),
                accepted,
                again: None,
                errors: vec![],
                key: visit.key(),
            };
            Ok(check_page(&visit, StatusCode::OK, &visit.path, page))
        }
        Err(refusal) => Ok(refused(&visit, &visit.path, view, &asked, refusal)),
    }
}

pub(crate) async fn change(visit: Visit, Path(line): Path<String>, form: Form) -> Outcome {
    let (plan, start) = match complete(&visit, &form) {
        Ok(wanted) => wanted,
        Err(errors) => return mend(&visit, &pages::choose_address(&line), &line, &form, errors).await,
    };
    let seen = seen(&form);
    if seen.price.is_none() || seen.effective_on.is_none() {
        return once_more(&visit, &line, &form, (plan, start), None).await;
    }
    let wish = Wish {
        to: plan.clone(),
        start,
        seen_price: seen.price,
        seen_effective_on: seen.effective_on,
        accept_fee: seen.fee.filter(|_| form.is_ticked("accept_fee")),
    };
    let command = ChangePlan { line: line.clone(), wish };
    let placed = plan_change::change(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await;
    match placed {
        Ok(placed) => Ok(visit.done(&format!("/orders/{}", placed.number), Flash::OrderPlaced)),
        Err(Error::Refused(operations::Refusal::PlanChange(refusal))) => {
            once_more(&visit, &line, &form, (plan, start), Some(refusal)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The check-answers page again with what holds now, or the plans when nothing of the kind can be agreed.
async fn once_more(
    visit: &Visit,
    line: &str,
    form: &Form,
    (plan, start): (OfferingCode, Start),
    refusal: Option<Refusal>,
) -> Outcome {
    let (view, terms) = plan_change::check(visit.desk(), &visit.actor, line, &plan, start).await?;
    let terms = match terms {
        Ok(terms) => terms,
        Err(refusal) => return Ok(refused(visit, &pages::choose_address(line), view, form, refusal)),
    };
    let seen = seen(form);
    let fee_was_seen = seen.fee == Some(terms.termination_fee);
    let (status, again, errors) = match refusal {
        Some(Refusal::LockedIn { .. }) if fee_was_seen => {
            let error = FieldError::new("accept_fee", t::accept_first(visit.language));
            (StatusCode::UNPROCESSABLE_ENTITY, None, vec![error])
        }
        Some(refusal) => (StatusCode::CONFLICT, Some(Again::Changed(refusal)), vec![]),
        None => (StatusCode::UNPROCESSABLE_ENTITY, Some(Again::Incomplete), vec![]),
    };
    let accepted = fee_was_seen && form.is_ticked("accept_fee");
    let page = CheckPage { view, terms, seen, accepted, again, errors, key: visit.key() };
    Ok(check_page(visit, status, &pages::check_address(line, &plan, start), page))
}

/// The plans again, because it cannot be read which one is meant or when.
async fn mend(visit: &Visit, path: &str, line: &str, form: &Form, errors: Vec<FieldError>) -> Outcome {
    let view = plan_change::view(visit.desk(), &visit.actor, line).await?;
    let page = ChoosePage { view, chosen: chosen(form), refusal: None, errors };
    Ok(choose_page(visit, StatusCode::UNPROCESSABLE_ENTITY, path, page))
}

/// The plans again, because what was chosen cannot be.
fn refused(visit: &Visit, path: &str, view: PlanChangeView, form: &Form, refusal: Refusal) -> Response {
    let page = ChoosePage { view, chosen: chosen(form), refusal: Some(refusal), errors: vec![] };
    choose_page(visit, StatusCode::CONFLICT, path, page)
}

fn choose_page(visit: &Visit, status: StatusCode, path: &str, page: ChoosePage) -> Response {
    let language = visit.language;
    visit.page_with(status, path, t::title(language), Section::Plans, || pages::choose(language, page))
}

fn check_page(visit: &Visit, status: StatusCode, path: &str, page: CheckPage) -> Response {
    let language = visit.language;
    visit.page_with(status, path, t::check_title(language), Section::Plans, || pages::check(language, page))
}

/// What can be read of the choice.
fn chosen(form: &Form) -> Chosen {
    let plan = form.get("plan");
    Chosen {
        plan: (!plan.is_empty()).then(|| OfferingCode(plan.to_owned())),
        start: form.get("start").parse().ok(),
        need: form.get("need").parse().ok(),
    }
}

/// Plan and start, or what is missing.
fn complete(visit: &Visit, form: &Form) -> Result<(OfferingCode, Start), Vec<FieldError>> {
    let language = visit.language;
    match chosen(form) {
        Chosen { plan: Some(plan), start: Some(start), .. } => Ok((plan, start)),
        Chosen { plan, start, .. } => {
            let no_plan = plan.is_none().then(|| FieldError::new("plan", t::choose_a_plan(language)));
            let no_start = start.is_none().then(|| FieldError::new("start", t::choose_a_start(language)));
            Err(no_plan.into_iter().chain(no_start).collect())
        }
    }
}

/// What the page had shown that now comes back.
fn seen(form: &Form) -> Seen {
    let money = |field| form.get(field).parse().ok().map(Money::from_fen);
    Seen {
        price: money("seen_price"),
        effective_on: form.get("seen_effective_on").parse().ok(),
        fee: money("seen_fee"),
    }
}
