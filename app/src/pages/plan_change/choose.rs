//! Choosing a plan: what the line has, and every plan it could have, the cheaper ones first.

use super::{Chosen, add_on_names, check_form_address, choose_address, refusal};
use crate::{
    components::*,
    format,
    islands::plan_preview::{PlanPreview, Props, difference},
    locales::{offerings, plan_change as t},
    pages::{
        home::line_name,
        plans::{needs, tabs},
    },
};
use crm::{
    catalogue::{Need, Offering},
    language::Language,
    plan_change::{Direction, Facts, Refusal, Start, Terms, may_change, quote},
};
use leptos::prelude::*;
use operations::{
    catalogue::{NameMap, name_in},
    plan_change::PlanChangeView,
};

/// What the page shows.
pub(crate) struct ChoosePage {
    /// The line and the plans.
    pub(crate) view: PlanChangeView,
    /// What was chosen before.
    pub(crate) chosen: Chosen,
    /// Why what was chosen cannot be.
    pub(crate) refusal: Option<Refusal>,
    /// What is to be mended.
    pub(crate) errors: Vec<FieldError>,
}

/// A plan that can be ordered, with what changing to it means.
struct Target {
    plan: Offering,
    terms: Terms,
}

/// `/lines/{line}/change-plan`
pub(crate) fn choose(language: Language, page: ChoosePage) -> impl IntoView + use<> {
    let ChoosePage { view, chosen, refusal, errors } = page;
    let PlanChangeView { facts, present: _, names } = &view;
    let line = &facts.line;
    let blocked = may_change(facts).err();
    let targets = targets(facts);
    let plans: Vec<Offering> = targets.iter().map(|target| target.plan.clone()).collect();
    let narrowed = |need: Option<Need>| {
        let address = choose_address(&line.code);
        need.map_or_else(|| address.clone(), |need| format!("{address}?need={need}"))
    };
    let needs = needs(language, &plans, chosen.need, narrowed);
    let shown: Vec<Target> = targets
        .into_iter()
        .filter(|target| chosen.need.is_none_or(|need| target.plan.meets(&[need])))
        .collect();
    let notice = refusal.as_ref().or(blocked.as_ref());
    let notice = notice.map(|refusal| refusal::notice(language, line, &chosen, refusal));
    let list = if shown.is_empty() {
        empty(language, &line.code, chosen.need.is_some()).into_any()
    } else if blocked.is_some() {
        let list = choices(language, &shown, None, names);
        view! { <Card title=t::compared(language)>{list}</Card> }.into_any()
    } else {
        form(language, facts, &shown, &chosen, &errors, names).into_any()
    };
    view! {
        <ErrorSummary language=language errors=errors.clone() />
        <Breadcrumbs language=language trail=vec![Crumb::new("/plans", crate::locales::plans::title(language))] />
        <PageHeader title=t::title(language) lead=line_name(language, line) />
        <div class="stack">
            {notice} {present(language, &view)} {tabs(t::needs(language), needs)} {list}
        </div>
    }
}

/// Every plan this customer could order for the line, cheapest first, at the earliest common start. Nothing is left
/// out: a cheaper plan is as easy to reach as a dearer one.
fn targets(facts: &Facts) -> Vec<Target> {
    let mut targets: Vec<Target> = facts
        .targets
        .iter()
        .filter_map(|plan| {
            let terms = quote(facts, &plan.code, Start::NextCycle).ok()?;
            Some(Target { plan: plan.clone(), terms })
        })
        .collect();
    targets.sort_by(|a, b| (a.plan.monthly_price, &a.plan.code).cmp(&(b.plan.monthly_price, &b.plan.code)));
    targets
}

fn present(language: Language, view: &PlanChangeView) -> impl IntoView + use<> {
    let facts = &view.facts;
    let product = &facts.plan_product;
    let name = name_in(&view.names, &product.offering, language).to_owned();
    let (price, since) = (product.monthly_price, product.starts_on);
    let address = format!("/plans/{}", product.offering.0);
    let included = view.present.as_ref().map(|plan| offerings::in_brief(language, plan));
    let until = facts.agreement.as_ref().filter(|agreement| agreement.binds(facts.today));
    let until = until.and_then(|agreement| agreement.ends_on);
    let agreement = until.map_or_else(
        || t::not_bound(language).to_owned(),
        |until| t::bound_until(language, &format::date(language, until)),
    );
    let add_ons = add_on_names(language, facts, &view.names);
    let add_ons = (!add_ons.is_empty()).then(|| {
        let names: Vec<_> = add_ons.into_iter().map(|(_, name)| view! { <li>{name}</li> }).collect();
        view! {
            <Fact label=t::add_ons(language)>
                <ul>{names}</ul>
            </Fact>
        }
    });
    view! {
        <Card title=t::present(language)>
            <p>
                <a class="strong" href=address>
                    {name}
                </a>
                {included.map(|words| view! { <br /><span class="small soft">{words}</span> })}
            </p>
            <KeyValue>
                <Fact label=t::your_price(language)>{offerings::price(language, price)}</Fact>
                <Fact label=t::since(language)>{format::date(language, since)}</Fact>
                <Fact label=t::agreement(language)>{agreement}</Fact>
                {add_ons}
            </KeyValue>
            {until.map(|_| view! { <p class="small soft">{t::bound_meaning(language)}</p> })}
        </Card>
    }
}

fn empty(language: Language, line: &str, narrowed: bool) -> impl IntoView + use<> {
    let all = narrowed.then(|| {
        let address = choose_address(line);
        view! { <ButtonLink href=address text=t::see_all(language) weight=Weight::Secondary /> }
    });
    view! {
        <Card>
            <EmptyState heading=t::no_plans(language) body=t::no_plans_body(language)>
                {all}
            </EmptyState>
        </Card>
    }
}

fn form(
    language: Language,
    facts: &Facts,
    shown: &[Target],
    chosen: &Chosen,
    errors: &[FieldError],
    names: &NameMap,
) -> impl IntoView + use<> {
    let plan = chosen.plan.clone().filter(|plan| shown.iter().any(|target| target.plan.code == *plan));
    let start = chosen.start.unwrap_or(Start::NextCycle);
    let error = error_of(errors, "plan");
    let wrong = error.is_some();
    let error = error.map(|words| view! { <p class="field-error" id="plan-error">{words}</p> });
    let list = choices(language, shown, Some(chosen), names);
    let starts = starts(language, facts, shown, start, error_of(errors, "start"));
    let targets =
        shown.iter().map(|Target { plan, .. }| (plan.into(), plan.name.in_language(language).to_owned()));
    let props = Props {
        language,
        action: check_form_address(&facts.line.code),
        present: facts.present(),
        add_ons: add_on_names(language, facts, names),
        targets: targets.collect(),
        plan,
        start,
    };
    view! {
        <PlanPreview props=props>
            <div class="stack">
                <Card>
                    <fieldset
                        class=if wrong { "field field-wrong" } else { "field" }
                        aria-describedby=wrong.then_some("plan-error")
                    >
                        <legend>{t::choose(language)}</legend>
                        {error}
                        {list}
                    </fieldset>
                </Card>
                <Card>{starts}</Card>
            </div>
        </PlanPreview>
    }
}

/// The plans by the way they go, each with what it means; radio buttons where one can be chosen.
fn choices(
    language: Language,
    shown: &[Target],
    chosen: Option<&Chosen>,
    names: &NameMap,
) -> impl IntoView + use<> {
    let ways = [
        (Direction::Downgrade, t::cheaper(language)),
        (Direction::Sideways, t::same_price(language)),
        (Direction::Upgrade, t::dearer(language)),
    ];
    let mut is_first = true;
    let mut groups = Vec::new();
    for (direction, heading) in ways {
        let mut rows = Vec::new();
        for target in shown.iter().filter(|target| target.terms.direction == direction) {
            rows.push(choice(language, target, chosen, is_first, names));
            is_first = false;
        }
        if !rows.is_empty() {
            groups.push(view! {
                <div class="choices">
                    <h3>{heading}</h3>
                    {rows}
                </div>
            });
        }
    }
    view! { <div class="stack">{groups}</div> }
}

fn choice(
    language: Language,
    Target { plan, terms }: &Target,
    chosen: Option<&Chosen>,
    is_first: bool,
    names: &NameMap,
) -> impl IntoView + use<> {
    let name = plan.name.in_language(language).to_owned();
    let fee = if terms.termination_fee.is_zero() {
        t::no_fee(language).to_owned()
    } else {
        t::fee_of(language, &format::money(terms.termination_fee))
    };
    let costs = t::price_and_difference(language, &difference(language, terms.monthly_difference()), &fee);
    let lost: Vec<_> = terms.lost_add_ons.iter().map(|code| name_in(names, code, language)).collect();
    let lost = (!lost.is_empty()).then(|| view! { <p>{t::loses(language, &lost.join(" · "))}</p> });
    // An error summary leads to the first choice.
    let id = if is_first { "plan".to_owned() } else { format!("plan-{}", plan.code.0) };
    let facts_id = format!("plan-{}-facts", plan.code.0);
    let price = view! { <span class="money">{offerings::price(language, plan.monthly_price)}</span> };
    let facts = view! {
        <div class="hint" id=facts_id.clone()>
            <p class="strong">{costs}</p>
            <p>{offerings::in_brief(language, plan)}</p>
            {lost}
            <p>
                <a href=format!("/plans/{}", plan.code.0)>{t::details(language, &name)}</a>
            </p>
        </div>
    };
    match chosen {
        Some(chosen) => {
            let checked = chosen.plan.as_ref() == Some(&plan.code);
            view! {
                <div class="choice">
                    <input
                        id=id.clone()
                        name="plan"
                        type="radio"
                        value=plan.code.0.clone()
                        checked=checked
                        aria-describedby=facts_id
                    />
                    <label class="cluster between" for=id>
                        <span>{name}</span>
                        {price}
                    </label>
                    {facts}
                </div>
            }
            .into_any()
        }
        None => view! {
            <div>
                <p class="cluster between strong">
                    <span>{name}</span>
                    {price}
                </p>
                {facts}
            </div>
        }
        .into_any(),
    }
}

/// When to start: a choice only where a dearer plan is on the list.
fn starts(
    language: Language,
    facts: &Facts,
    shown: &[Target],
    start: Start,
    error: Option<String>,
) -> AnyView {
    let next = t::start_next(language, &format::date(language, Start::NextCycle.effective_on(facts.today)));
    if shown.iter().all(|target| target.terms.direction != Direction::Upgrade) {
        return view! {
            <p class="strong">{t::start(language)}</p>
            <p>{next}</p>
            <input type="hidden" name="start" value=Start::NextCycle.as_ref().to_owned() />
        }
        .into_any();
    }
    let options = vec![
        Choice::new(Start::NextCycle.as_ref(), next).with_hint(t::start_next_hint(language)),
        Choice::new(Start::Now.as_ref(), t::start_now(language)).with_hint(t::start_now_hint(language)),
    ];
    view! {
        <RadioGroup
            name="start"
            legend=t::start(language)
            options=options
            value=start.as_ref()
            error=error
        />
    }
    .into_any()
}
