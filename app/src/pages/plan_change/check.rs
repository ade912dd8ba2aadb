//! The check-answers page: everything a plan change means, before anything is agreed. R-ORD-4

use super::{add_on_names, check_form_address, choose_address};
use crate::{
    components::*,
    format,
    islands::plan_preview::{Aspect, Meaning, meaning},
    locales::{offerings, plan_change as t, plan_refusals},
    pages::home::line_name,
    routes::in_query,
};
use crm::{
    Date,
    catalogue::OfferingCode,
    language::Language,
    money::Money,
    plan_change::{Direction, Refusal, Start, Terms},
};
use leptos::prelude::*;
use operations::{catalogue::name_in, plan_change::PlanChangeView};
use uuid::Uuid;

/// What the page shows.
pub(crate) struct CheckPage {
    /// The line and its plan.
    pub(crate) view: PlanChangeView,
    /// What would be agreed.
    pub(crate) terms: Terms,
    /// What the customer saw when they confirmed; what differs now is marked.
    pub(crate) seen: Seen,
    /// They had accepted the fee they saw.
    pub(crate) accepted: bool,
    /// Why the page comes again.
    pub(crate) again: Option<Again>,
    /// What is to be mended.
    pub(crate) errors: Vec<FieldError>,
    /// The form's idempotency key.
    pub(crate) key: Uuid,
}

/// What a page said that may change while somebody reads it; `None` where nothing legible came back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Price per cycle of the new plan.
    pub(crate) price: Option<Money>,
    /// Its first day.
    pub(crate) effective_on: Option<Date>,
    /// The fee for leaving the agreement early.
    pub(crate) fee: Option<Money>,
}

/// Why a check-answers page is shown once more after it was confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Again {
    /// Something is not as the customer saw it.
    Changed(Refusal),
    /// The form came back without all of its fields.
    Incomplete,
}

/// `/lines/{line}/change-plan/check`
pub(crate) fn check(language: Language, page: CheckPage) -> impl IntoView + use<> {
    let CheckPage { view, terms, seen, accepted, again, errors, key } = page;
    let PlanChangeView { facts, names, .. } = &view;
    let line = &facts.line.code;
    let choose = choose_address(line);
    let choose_again = format!("{choose}?plan={}&start={}", in_query(&terms.to.0), terms.start);
    let plan = |code: &OfferingCode, price: Money| {
        t::now_costs(language, name_in(names, code, language), &offerings::price(language, price))
    };
    let (before, after) = (plan(&terms.from, terms.old_price), plan(&terms.to, terms.new_price));
    let whose = line_name(language, &facts.line);
    let price_is_new = seen.price.is_some_and(|seen| seen != terms.new_price);
    let rows = meaning(language, &facts.present(), &terms, &add_on_names(language, facts, names))
        .into_iter()
        .map(|row| {
            let is_new = match row.aspect {
                Aspect::Effective => seen.effective_on.is_some_and(|seen| seen != terms.effective_on),
                Aspect::Fee => seen.fee.is_some_and(|seen| seen != terms.termination_fee),
                Aspect::Monthly | Aspect::Proration | Aspect::Lost | Aspect::NextBill => false,
            };
            // Only who will pay more may choose the day.
            let may_choose = row.aspect == Aspect::Effective && terms.direction == Direction::Upgrade;
            let href = if may_choose { choose_again.clone() } else { String::new() };
            summary_row(language, row, href, is_new)
        })
        .collect_view();
    let form = form(language, line, &terms, accepted, &errors, key);
    let trail = vec![
        Crumb::new("/plans", crate::locales::plans::title(language)),
        Crumb::new(choose, t::title(language)),
    ];
    view! {
        <ErrorSummary language=language errors=errors />
        <Breadcrumbs language=language trail=trail />
        <PageHeader title=t::check_title(language) lead=t::check_lead(language) />
        <div class="stack">
            {again.map(|again| once_more(language, &again))}
            <Card>
                <SummaryList>
                    <SummaryRow label=t::line(language)>{whose}</SummaryRow>
                    <SummaryRow label=t::present(language)>{before}</SummaryRow>
                    <SummaryRow
                        label=t::new_plan(language)
                        change_href=choose_again.clone()
                        change=t::change_plan(language)
                    >
                        {after}
                        " "
                        {updated(language, price_is_new)}
                    </SummaryRow>
                    {rows}
                </SummaryList>
                {form}
            </Card>
        </div>
    }
}

fn once_more(language: Language, again: &Again) -> impl IntoView + use<> {
    let (heading, body) = match again {
        Again::Changed(refusal) => plan_refusals::words(language, refusal),
        Again::Incomplete => {
            (t::check_once_more(language).to_owned(), t::check_once_more_body(language).to_owned())
        }
    };
    view! {
        <Notice tone=Tone::Warn heading=heading>
            <p>{body}</p>
        </Notice>
    }
}

fn summary_row(language: Language, row: Meaning, href: String, is_new: bool) -> impl IntoView + use<> {
    let Meaning { aspect, label, value, note } = row;
    let note = (!note.is_empty()).then(|| view! { <p class="small soft">{note}</p> });
    view! {
        <SummaryRow
            label=label
            change_href=href
            change=t::change_start(language)
            total=aspect == Aspect::NextBill
        >
            {value}
            " "
            {updated(language, is_new)}
            {note}
        </SummaryRow>
    }
}

fn updated(language: Language, is_new: bool) -> impl IntoView + use<> {
    is_new.then(|| view! { <Badge tone=Tone::Warn text=t::updated(language) /> })
}

fn form(
    language: Language,
    line: &str,
    terms: &Terms,
    accepted: bool,
    errors: &[FieldError],
    key: Uuid,
) -> impl IntoView + use<> {
    let fee = terms.termination_fee;
    let accept = (!fee.is_zero()).then(|| {
        view! {
            <Checkbox
                name="accept_fee"
                label=t::accept_fee(language, &format::money(fee))
                hint=t::accept_hint(language)
                checked=accepted
                error=error_of(errors, "accept_fee")
            />
        }
    });
    let last_words = match terms.start {
        Start::Now => t::starts_at_once(language).to_owned(),
        Start::NextCycle => t::withdraw_until(language, &format::date(language, terms.effective_on)),
    };
    let hidden = [
        ("plan", terms.to.0.clone()),
        ("start", terms.start.to_string()),
        ("seen_price", terms.new_price.fen().to_string()),
        ("seen_effective_on", terms.effective_on.to_string()),
        ("seen_fee", fee.fen().to_string()),
    ]
    .map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    view! {
        <form class="form" method="post" action=check_form_address(line) novalidate>
            <HiddenKey key=key.to_string() />
            {hidden.into_iter().collect_view()}
            {accept}
            <p class="soft">{last_words}</p>
            <div class="actions">
                <SubmitButton text=t::confirm(language) />
                <ButtonLink href=choose_address(line) text=t::not_now(language) weight=Weight::Quiet />
            </div>
        </form>
    }
}
