//! `/staff/customers`: finding a customer, saying what for, and the whole view. R-CUS-5

use crate::{
    components::*,
    forms::Form,
    locales::{acting as words, refusals, staff_customers as t, staff_requests as of_staff},
};
use crm::{acting::Refusal, corrections, customers::Tier, language::Language};
use leptos::prelude::*;
use operations::staff_customers::{CustomerShown, FOUND_MAX, Found};
use uuid::Uuid;

pub(crate) mod call;
mod grounds;
mod view;

pub(crate) use view::view;

/// What somebody sent, and what is amiss with it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attempt {
    /// What was typed.
    pub(crate) typed: Form,
    /// A rule's no to opening the file or acting.
    pub(crate) refusal: Option<Refusal>,
    /// A rule's no to a correction.
    pub(crate) correction: Option<corrections::Refusal>,
}

impl Attempt {
    /// Something is amiss.
    pub(crate) fn is_refused(&self) -> bool {
        self.refusal.is_some() || self.correction.is_some()
    }

    /// What is amiss, by field.
    fn errors(&self, language: Language) -> Vec<FieldError> {
        if let Some(refusal) = self.correction {
            let field = match refusal {
                corrections::Refusal::FileClosed => "purpose",
                corrections::Refusal::BadReason => "why",
                _ => "name",
            };
            return vec![FieldError::new(field, refusals::correction(language, refusal))];
        }
        match &self.refusal {
            Some(Refusal::Grounds { flaws }) => flaws
                .iter()
                .map(|flaw| {
                    let (field, message) = words::flaw(language, flaw);
                    FieldError::new(field, message)
                })
                .collect(),
            Some(refusal) => vec![FieldError::new("purpose", words::refusal(language, refusal))],
            None => Vec::new(),
        }
    }
}

/// `/staff/customers`; `found` is what came of the search, once there was one.
pub(crate) fn find(language: Language, term: &str, found: Option<Found>) -> impl IntoView + use<> {
    let term = term.to_owned();
    view! {
        <PageHeader title=t::title(language) lead=t::lead(language) />
        <Card>
            <form class="form" method="get" action="/staff/customers" role="search">
                <TextField
                    name="q"
                    label=t::term(language)
                    hint=t::term_hint(language)
                    value=term
                    kind="search"
                    maxlength=60
                    autocomplete="off"
                />
                <SubmitButton text=t::find(language) />
            </form>
        </Card>
        {found.map(|found| results(language, found))}
    }
}

fn results(language: Language, found: Found) -> impl IntoView + use<> {
    let Found { customers, more } = found;
    if customers.is_empty() {
        return view! {
            <Card>
                <EmptyState heading=t::none(language) body=t::none_body(language) />
            </Card>
        }
        .into_any();
    }
    let rows = customers.into_iter().map(|customer| row(language, customer)).collect_view();
    view! {
        <Card title=t::found(language)>
            <DataTable caption=t::found(language) quiet=true>
                <thead>
                    <tr>
                        <th scope="col">{t::customer(language)}</th>
                        <th scope="col">{t::mobile(language)}</th>
                        <th scope="col">{t::tier_column(language)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </DataTable>
            {more.then(|| view! { <p class="soft">{t::more(language, FOUND_MAX)}</p> })}
        </Card>
    }
    .into_any()
}

fn row(language: Language, customer: CustomerShown) -> impl IntoView + use<> {
    let CustomerShown { code, name, mobile, tier: of, .. } = customer;
    view! {
        <tr>
            <th scope="row">
                <div>
                    <a href=format!("/staff/customers/{code}")>{code.clone()}</a>
                    <p class="aside">{name}</p>
                </div>
            </th>
            <td class="whole" data-label=t::mobile(language)>
                {mobile}
            </td>
            <td data-label=t::tier_column(language)>{tier(language, of)}</td>
        </tr>
    }
}

/// `/staff/customers/{code}` before the session said what for.
pub(crate) fn closed(language: Language, code: &str, attempt: &Attempt, key: Uuid) -> impl IntoView + use<> {
    let errors = attempt.errors(language);
    let title = t::customer_title(language, code);
    let action = format!("/staff/customers/{code}/open");
    let fields = grounds::fields(language, &attempt.typed, &errors);
    view! {
        <ErrorSummary language=language errors=errors />
        <Breadcrumbs language=language trail=vec![Crumb::new("/staff/customers", t::title(language))] />
        <div class="narrow stack">
            <PageHeader title=title lead=t::open_lead(language) />
            <Card>
                <form class="form" method="post" action=action novalidate>
                    <HiddenKey key=key.to_string() />
                    {fields}
                    <SubmitButton text=t::open(language) />
                </form>
            </Card>
        </div>
    }
}

/// The care tier in a word.
fn tier(language: Language, tier: Tier) -> &'static str {
    match tier {
        Tier::Standard => of_staff::standard(language),
        Tier::Silver => of_staff::silver(language),
        Tier::Gold => of_staff::gold(language),
        Tier::Diamond => of_staff::diamond(language),
    }
}
