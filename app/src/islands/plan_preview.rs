//! What the plan chosen would mean, said at once: the browser asks the same rule as the server. R-PRD-2, R-PRD-5
//!
//! The island is the form around the plans the server listed. Without scripts the form leads to the check-answers
//! page, which says the same.

use crate::{format, locales::plan_preview as t};
use crm::{
    catalogue::OfferingCode,
    cycle::Cycle,
    language::Language,
    money::Money,
    plan_change::{Present, Refusal, Start, Target, Terms, terms},
};
use leptos::{html::Form, prelude::*, tachys::html::islands::IslandChildren};
use serde::{Deserialize, Serialize};

/// What the preview depends on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Props {
    /// The reader's language.
    pub language: Language,
    /// Address of the check-answers page.
    pub action: String,
    /// What the line has now.
    pub present: Present,
    /// Names of its add-ons.
    pub add_ons: Vec<(OfferingCode, String)>,
    /// The plans listed, each with its name.
    pub targets: Vec<(Target, String)>,
    /// The plan chosen before, if any.
    pub plan: Option<OfferingCode>,
    /// The start chosen before.
    pub start: Start,
}

/// What one answer is about, so that a page can lead to where it is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aspect {
    /// The first day.
    Effective,
    /// What every month costs more or less.
    Monthly,
    /// The charge for the rest of the month.
    Proration,
    /// The fee for leaving the agreement early.
    Fee,
    /// Add-ons that end.
    Lost,
    /// The difference on the next bill.
    NextBill,
}

/// One thing a plan change means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// What it is about.
    pub(crate) aspect: Aspect,
    /// Its name.
    pub(crate) label: &'static str,
    /// The amount, day or names.
    pub(crate) value: String,
    /// Why; empty when the value says enough.
    pub(crate) note: String,
}

/// A monthly difference in words.
pub(crate) fn difference(language: Language, amount: Money) -> String {
    let words = format::money(amount.abs());
    match amount.cmp(&Money::ZERO) {
        std::cmp::Ordering::Greater => t::more(language, &words),
        std::cmp::Ordering::Less => t::less(language, &words),
        std::cmp::Ordering::Equal => t::level(language).to_owned(),
    }
}

/// The terms of the plan chosen. A change that cannot start at once is shown from the next cycle, and the second value
/// says so.
pub(crate) fn preview(present: &Present, target: &Target, start: Start) -> Option<(Terms, bool)> {
    match terms(present, target, start) {
        Ok(terms) => Some((terms, false)),
        Err(Refusal::OnlyNextCycle { .. }) => {
            terms(present, target, Start::NextCycle).ok().map(|terms| (terms, true))
        }
        Err(_) => None,
    }
}

/// Everything a change means, in the order people ask. `add_ons` names the add-ons of the line.
pub(crate) fn meaning(
    language: Language,
    present: &Present,
    terms: &Terms,
    add_ons: &[(OfferingCode, String)],
) -> Vec<Meaning> {
    let day = |day| format::date(language, day);
    let amount_or_none = |amount: Money| {
        if amount.is_zero() { t::none(language).to_owned() } else { format::money(amount) }
    };
    let rest = || format::period(language, terms.effective_on, Cycle::of(terms.effective_on).last());
    let proration_note = match terms.start {
        Start::Now => t::proration_days(language, &rest()),
        Start::NextCycle => t::no_proration(language).to_owned(),
    };
    let fee_note = match &present.commitment {
        Some(bound) if !terms.termination_fee.is_zero() => t::bound_until(language, &day(bound.last)),
        _ => String::new(),
    };
    let next_bill_note = match terms.start {
        Start::Now => t::next_bill_once(language),
        Start::NextCycle => t::next_bill_later(language),
    };
    let row = |aspect, label, value, note| Meaning { aspect, label, value, note };
    let mut rows = vec![
        row(Aspect::Effective, t::effective(language), day(terms.effective_on), String::new()),
        row(
            Aspect::Monthly,
            t::monthly(language),
            difference(language, terms.monthly_difference()),
            t::from_to(language, &format::money(terms.old_price), &format::money(terms.new_price)),
        ),
        row(Aspect::Proration, t::proration(language), amount_or_none(terms.proration), proration_note),
        row(Aspect::Fee, t::fee(language), amount_or_none(terms.termination_fee), fee_note),
    ];
    if !terms.lost_add_ons.is_empty() {
        let credit = terms.add_on_credit();
        let note = if credit.is_zero() {
            t::lost_included(language).to_owned()
        } else {
            t::lost_credit(language, &format::money(credit.abs()))
        };
        rows.push(row(Aspect::Lost, t::lost(language), lost(language, present, terms, add_ons), note));
    }
    rows.push(row(
        Aspect::NextBill,
        t::next_bill(language),
        format::money_difference(terms.next_bill_difference),
        next_bill_note.to_owned(),
    ));
    rows
}

fn lost(language: Language, present: &Present, terms: &Terms, add_ons: &[(OfferingCode, String)]) -> String {
    let separator = match language {
        Language::ZhCn => "、",
        Language::En => ", ",
    };
    let ending = present.add_ons.iter().filter(|add_on| terms.lost_add_ons.contains(&add_on.offering));
    let words = ending.map(|add_on| {
        let name = add_ons.iter().find(|(code, _)| *code == add_on.offering);
        let name = name.map_or(add_on.offering.0.as_str(), |(_, name)| name);
        t::lost_one(language, name, &format::money(add_on.monthly_price))
    });
    words.collect::<Vec<_>>().join(separator)
}

/// The form in which a plan is chosen; says what the choice means as soon as it is made. Its children are the plans and
/// starts to choose from.
#[cfg(feature = "ssr")]
#[component]
pub(crate) fn PlanPreview(
    /// What the preview depends on.
    props: Props,
    /// The plans and starts to choose from.
    children: Children,
) -> impl IntoView {
    super::asleep("plan_preview", props, |props| form(props, children()))
}

/// Wakes the form.
#[cfg(feature = "hydrate")]
#[leptos::wasm_bindgen::prelude::wasm_bindgen(wasm_bindgen = leptos::wasm_bindgen)]
pub fn plan_preview(element: &web_sys::Element) {
    super::wake(element, |props| form(props, ()));
}

/// What is said of the choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Quoted {
    /// In one sentence.
    summary: String,
    /// When it can only start later than was asked; else empty.
    later: String,
    rows: Vec<Meaning>,
}

impl Props {
    fn quoted(&self, plan: Option<&str>, start: Start) -> Quoted {
        let language = self.language;
        let target = self.targets.iter().find(|(target, _)| Some(target.code.0.as_str()) == plan);
        let terms = target.and_then(|(target, _)| preview(&self.present, target, start));
        let (Some((_, name)), Some((terms, is_later))) = (target, terms) else {
            return Quoted { summary: t::choose_first(language).to_owned(), ..Quoted::default() };
        };
        let day = format::date(language, terms.effective_on);
        Quoted {
            summary: t::summary(language, name, &day, &difference(language, terms.monthly_difference())),
            later: if is_later { t::only_next_cycle(language, &day) } else { String::new() },
            rows: meaning(language, &self.present, &terms, &self.add_ons),
        }
    }
}

fn form(props: Props, children: impl IntoView) -> impl IntoView {
    let language = props.language;
    let action = props.action.clone();
    let form = NodeRef::<Form>::new();
    let quoted = RwSignal::new(props.quoted(props.plan.as_ref().map(|plan| plan.0.as_str()), props.start));
    let props = StoredValue::new(props);
    let read = move || {
        let Some(form) = form.get() else { return };
        let value = |selector| {
            let choice = form.query_selector(selector).ok().flatten()?;
            choice.get_attribute("value")
        };
        let plan = value("[name=plan]:checked");
        let start = value("[name=start]:checked").and_then(|start| start.parse().ok());
        let start = start.unwrap_or(Start::NextCycle);
        quoted.set(props.with_value(|props| props.quoted(plan.as_deref(), start)));
    };
    // A browser that comes back to the page keeps what was chosen in it.
    super::once_awake(read);
    let more = move || {
        let Quoted { later, rows, .. } = quoted.get();
        let (on_time, none) = (later.is_empty(), rows.is_empty());
        let rows = rows.into_iter().map(row).collect_view();
        view! {
            <p class="small" hidden=on_time>
                {later}
            </p>
            <dl class="summary" hidden=none>
                {rows}
            </dl>
        }
    };
    view! {
        <form class="split" method="get" action=action node_ref=form on:change=move |_| read()>
            <div>{IslandChildren::new(children.into_view())}</div>
            <div class="card beside">
                <h2 class="card-title">{t::heading(language)}</h2>
                <p role="status">{move || quoted.get().summary}</p>
                {more}
                <div class="actions">
                    <button class="button" type="submit">
                        {t::continue_button(language)}
                    </button>
                </div>
            </div>
        </form>
    }
}

fn row(row: Meaning) -> impl IntoView {
    let total = row.aspect == Aspect::NextBill;
    let note = (!row.note.is_empty()).then(|| view! { <p class="small soft">{row.note}</p> });
    view! {
        <div class=if total { "summary-row summary-total" } else { "summary-row" }>
            <dt>{row.label}</dt>
            <dd>{row.value} {note}</dd>
        </div>
    }
}
