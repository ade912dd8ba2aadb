//! The catalogue: plans to choose from, and one plan in full. R-PRD-1, R-PRD-2

use crate::{
    components::*,
    format,
    locales::{offerings, plans as t},
    pages::home::line_name,
};
use crm::{
    catalogue::{Eligibility, Need, Offering, OfferingCode},
    language::Language,
    lines::{Line, LineKind},
    products::Product,
};
use leptos::prelude::*;
use operations::{
    catalogue::{NameMap, name_in},
    plans::{PlanView, PlansView},
};
use strum::VariantArray as _;

/// `/plans`
pub(crate) fn list(language: Language, view: PlansView, need: Option<Need>) -> impl IntoView + use<> {
    let PlansView { kind, plans, lines, names } = view;
    let kinds = LineKind::VARIANTS.iter().map(|&each| Tab {
        href: address(each, None),
        label: offerings::line_kind(language, each),
        is_here: each == kind,
    });
    let needs = needs(language, &plans, need, |need| address(kind, need));
    let nothing_on_sale = plans.is_empty();
    let cards: Vec<_> = plans
        .iter()
        .filter(|plan| need.is_none_or(|need| plan.meets(&[need])))
        .map(|plan| card(language, plan, &lines))
        .collect();
    let shown = if cards.is_empty() {
        view! { <Card>{nothing(language, kind, nothing_on_sale)}</Card> }.into_any()
    } else {
        view! { <div class="grid">{cards}</div> }.into_any()
    };
    view! {
        <PageHeader title=t::title(language) lead=t::lead(language) />
        <div class="stack">
            {tabs(t::kinds(language), kinds.collect())} {yours(language, &lines, &names)}
            {tabs(t::needs(language), needs)} {shown}
        </div>
    }
}

/// One of several views of a list.
pub(crate) struct Tab {
    /// Where it is.
    pub(crate) href: String,
    /// Its name.
    pub(crate) label: &'static str,
    /// The reader looks at it.
    pub(crate) is_here: bool,
}

/// Ways to narrow a list, as links; nothing when there is only one.
pub(crate) fn tabs(label: &'static str, tabs: Vec<Tab>) -> impl IntoView + use<> {
    (tabs.len() > 1).then(|| {
        let tabs = tabs
            .into_iter()
            .map(|tab| {
                view! {
                    <li>
                        <a href=tab.href aria-current=tab.is_here.then_some("true")>
                            {tab.label}
                        </a>
                    </li>
                }
            })
            .collect_view();
        view! {
            <nav aria-label=label>
                <ul class="tabs">{tabs}</ul>
            </nav>
        }
    })
}

/// The needs that some of the plans meet, and all plans first.
pub(crate) fn needs(
    language: Language,
    plans: &[Offering],
    wanted: Option<Need>,
    address: impl Fn(Option<Need>) -> String,
) -> Vec<Tab> {
    let met = Need::VARIANTS
        .iter()
        .filter(|&&need| wanted == Some(need) || plans.iter().any(|plan| plan.meets(&[need])))
        .map(|&need| Tab {
            href: address(Some(need)),
            label: offerings::need(language, need),
            is_here: wanted == Some(need),
        });
    let all = Tab { href: address(None), label: t::all(language), is_here: wanted.is_none() };
    std::iter::once(all).chain(met).collect()
}

fn address(kind: LineKind, need: Option<Need>) -> String {
    match need {
        None => format!("/plans?kind={kind}"),
        Some(need) => format!("/plans?kind={kind}&need={need}"),
    }
}

fn nothing(language: Language, kind: LineKind, nothing_on_sale: bool) -> AnyView {
    if nothing_on_sale {
        view! { <EmptyState heading=t::none_on_sale(language) body=t::none_on_sale_body(language) /> }
            .into_any()
    } else {
        view! {
            <EmptyState heading=t::no_match(language) body=t::no_match_body(language)>
                <ButtonLink
                    href=address(kind, None)
                    text=t::see_all(language)
                    weight=Weight::Secondary
                />
            </EmptyState>
        }
        .into_any()
    }
}

fn yours(language: Language, lines: &[(Line, Product)], names: &NameMap) -> impl IntoView + use<> {
    let rows = lines
        .iter()
        .map(|(line, plan)| {
            let (name, price) = (
                name_in(names, &plan.offering, language).to_owned(),
                offerings::price(language, plan.monthly_price),
            );
            let whose = line_name(language, line);
            view! {
                <li class="cluster between">
                    <span>
                        <span class="strong">{whose}</span>
                        <br />
                        <a href=plan_address(&plan.offering)>{name}</a>
                        " · "
                        <span class="money">{price}</span>
                    </span>
                    <ButtonLink
                        href=format!("/lines/{}/change-plan", line.code)
                        text=t::change(language)
                        weight=Weight::Secondary
                    />
                </li>
            }
        })
        .collect_view();
    (!lines.is_empty()).then(|| {
        view! {
            <Card title=t::yours(language)>
                <ul class="lines">{rows}</ul>
            </Card>
        }
    })
}

fn card(language: Language, plan: &Offering, lines: &[(Line, Product)]) -> impl IntoView + use<> {
    let has = |(_, product): &&(Line, Product)| product.offering == plan.code;
    let badge = lines.iter().any(|line| has(&line)).then(|| {
        view! {
            <p>
                <Badge tone=Tone::Good text=t::your_plan(language) />
            </p>
        }
    });
    let price = format::money(plan.monthly_price);
    let summary = plan.summary.in_language(language).to_owned();
    let (facts, beyond) = (facts(language, plan), beyond(language, plan));
    let ways = ways(language, plan, lines);
    view! {
        <Card
            title=plan.name.in_language(language)
            href=plan_address(&plan.code)
            link=t::details(language)
        >
            {badge}
            <Figure label=offerings::monthly_price(language) value=price note=summary />
            {facts}
            {beyond}
            {ways}
        </Card>
    }
}

fn facts(language: Language, plan: &Offering) -> impl IntoView + use<> {
    let facts = offerings::included(language, plan)
        .into_iter()
        .map(|(label, value)| view! { <Fact label=label>{value}</Fact> })
        .collect_view();
    view! { <KeyValue>{facts}</KeyValue> }
}

fn beyond(language: Language, plan: &Offering) -> impl IntoView + use<> {
    let rates = offerings::beyond(language, plan);
    if rates.is_empty() {
        return view! { <p class="small soft">{t::nothing_beyond(language)}</p> }.into_any();
    }
    let rates = rates.into_iter().map(|rate| view! { <li>{rate}</li> }).collect_view();
    view! {
        <div class="small soft">
            <p>{t::beyond(language)}</p>
            <ul>{rates}</ul>
        </div>
    }
    .into_any()
}

/// From a plan to changing each line to it.
fn ways(language: Language, plan: &Offering, lines: &[(Line, Product)]) -> impl IntoView + use<> {
    let several = lines.len() > 1;
    let ways = lines
        .iter()
        .map(|(line, product)| {
            let name = line_name(language, line);
            if product.offering == plan.code {
                let price = t::at_your_price(language, &format::money(product.monthly_price));
                let has_it = t::has_it(language, &name);
                return view! { <p class="small">{has_it}<br />{price}</p> }.into_any();
            }
            let text = if several {
                t::change_line_to_this(language, &name)
            } else {
                t::change_to_this(language).to_owned()
            };
            let href = format!("/lines/{}/change-plan?plan={}", line.code, plan.code.0);
            view! { <ButtonLink href=href text=text weight=Weight::Secondary /> }.into_any()
        })
        .collect_view();
    (!lines.is_empty()).then(|| view! { <div class="actions">{ways}</div> })
}

fn plan_address(code: &OfferingCode) -> String {
    format!("/plans/{}", code.0)
}

/// `/plans/{code}`
pub(crate) fn plan(language: Language, view: PlanView) -> impl IntoView + use<> {
    let PlanView { plan, is_orderable, lines, names, today } = view;
    let day = move |day| format::date(language, day);
    let good_for: Vec<_> = plan.needs.iter().map(|&need| offerings::need(language, need)).collect();
    let ends: Vec<_> = plan.excludes.iter().map(|code| name_in(&names, code, language).to_owned()).collect();
    let (good_for, ends) = (in_a_row(language, &good_for), in_a_row(language, &ends));
    let notice = (!is_orderable)
        .then(|| not_orderable(language, &plan, plan.is_on_sale(today), plan.sale_from > today));
    let rows = lines.iter().map(|line| line_row(language, &plan, line, is_orderable, &names)).collect_view();
    let no_line = lines.is_empty();
    let optional = |label: &'static str, value: String| {
        (!value.is_empty()).then(|| view! { <Fact label=label>{value}</Fact> })
    };
    let good_for = optional(t::good_for(language), good_for);
    let ends = optional(t::ends_add_ons(language), ends);
    let sale_until = optional(t::sale_until(language), plan.sale_until.map(day).unwrap_or_default());
    let (facts, beyond) = (facts(language, &plan), beyond(language, &plan));
    let price = format::money(plan.monthly_price);
    view! {
        <Breadcrumbs
            language=language
            trail=vec![Crumb::new(address(plan.line_kind, None), t::title(language))]
        />
        <PageHeader title=plan.name.in_language(language) lead=plan.summary.in_language(language) />
        <div class="stack">
            {notice}
            <div class="split">
                <Card title=t::included(language)>
                    <Figure label=offerings::monthly_price(language) value=price />
                    {facts}
                    {beyond}
                    <KeyValue>
                        {good_for}
                        {ends}
                        <Fact label=t::sale_from(language)>{day(plan.sale_from)}</Fact>
                        {sale_until}
                        <Fact label=t::code(language)>{plan.code.0}</Fact>
                    </KeyValue>
                </Card>
                <Card title=t::your_lines(language)>
                    {no_line.then(|| view! { <p class="soft">{t::no_line(language)}</p> })}
                    <ul class="lines">{rows}</ul>
                </Card>
            </div>
        </div>
    }
}

fn in_a_row(language: Language, words: &[impl AsRef<str>]) -> String {
    let separator = match language {
        Language::ZhCn => "、",
        Language::En => ", ",
    };
    words.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(separator)
}

fn not_orderable(
    language: Language,
    plan: &Offering,
    on_sale: bool,
    is_coming: bool,
) -> impl IntoView + use<> {
    let (heading, body) = match plan.eligibility {
        Eligibility::Seniors if on_sale => (t::for_others(language), t::seniors_only(language).to_owned()),
        _ if is_coming => {
            (t::coming(language), t::coming_body(language, &format::date(language, plan.sale_from)))
        }
        Eligibility::Everyone | Eligibility::Seniors => {
            (t::withdrawn(language), t::withdrawn_body(language).to_owned())
        }
    };
    let others = address(plan.line_kind, None);
    view! {
        <Notice tone=Tone::Info heading=heading>
            <p>{body}</p>
            <div class="actions">
                <ButtonLink href=others text=t::see_others(language) weight=Weight::Secondary />
            </div>
        </Notice>
    }
}

fn line_row(
    language: Language,
    plan: &Offering,
    (line, product): &(Line, Product),
    is_orderable: bool,
    names: &NameMap,
) -> impl IntoView + use<> {
    let whose = line_name(language, line);
    let price = offerings::price(language, product.monthly_price);
    let has_it = product.offering == plan.code;
    let now = if has_it {
        t::at_your_price(language, &format::money(product.monthly_price))
    } else {
        t::now_has(language, name_in(names, &product.offering, language), &price)
    };
    let badge = has_it.then(|| view! { <Badge tone=Tone::Good text=t::your_plan(language) /> });
    let way = (is_orderable && !has_it).then(|| {
        let href = format!("/lines/{}/change-plan?plan={}", line.code, plan.code.0);
        view! { <ButtonLink href=href text=t::change_to_this(language) weight=Weight::Secondary /> }
    });
    view! {
        <li class="cluster between">
            <span>
                <span class="strong">{whose}</span>
                <br />
                <span class="small soft">{now}</span>
            </span>
            {badge}
            {way}
        </li>
    }
}

#[cfg(test)]
mod tests;
