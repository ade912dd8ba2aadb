//! `/company`: administering a company. R-ENT-3

use crate::{
    components::*,
    forms::Form,
    locales::{company as t, company_people as people_words, company_refusals},
};
use crm::{
    company::{Refusal, tree::OrgUnit},
    language::Language,
};
use leptos::prelude::*;
use operations::company::{Companies, CompanyHead, Focus};

mod bills;
mod bulk;
mod invitation;
mod lines;
mod overview;
mod people;
mod units;

pub(crate) use {
    bills::{bill, bills, csv},
    bulk::{bulk, bulk_csv, bulk_job},
    invitation::invitation,
    lines::lines,
    overview::overview,
    people::people,
    units::units,
};

/// What somebody sent, and what is amiss with it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attempt {
    /// What was typed.
    pub(crate) typed: Form,
    /// A rule's no.
    pub(crate) refusal: Option<Refusal>,
}

impl Attempt {
    fn errors(&self, language: Language) -> Vec<FieldError> {
        let error = |refusal: &Refusal| {
            FieldError::new(company_refusals::field(refusal), company_refusals::words(language, refusal))
        };
        self.refusal.iter().map(error).collect()
    }
}

/// `/company`
pub(crate) fn list(language: Language, view: Companies) -> impl IntoView + use<> {
    let Companies { companies, invitations } = view;
    let none = companies.is_empty() && invitations.is_empty();
    let any = !companies.is_empty();
    let companies = companies
        .into_iter()
        .map(|company| {
            view! {
                <li class="cluster between">
                    <a class="strong" href=format!("/company/{}", company.code)>
                        {company.name}
                    </a>
                    <span class="soft">{company.code}</span>
                </li>
            }
        })
        .collect_view();
    let waiting = !invitations.is_empty();
    let invitations = invitations
        .into_iter()
        .map(|named| {
            let role = people_words::role_name(language, named.invitation.role);
            view! {
                <li class="cluster between">
                    <span>{format!("{} · {} · {role}", named.company_name, named.unit_name)}</span>
                    <a href=format!("/company/invitations/{}", named.invitation.number)>
                        {people_words::see_invitation(language)}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <PageHeader title=t::title(language) lead=t::lead(language) />
        <div class="stack">
            {waiting
                .then(|| {
                    view! {
                        <Card title=people_words::waiting_for_you(language)>
                            <ul class="lines">{invitations}</ul>
                        </Card>
                    }
                })}
            {any
                .then(|| {
                    view! {
                        <Card title=t::companies(language)>
                            <ul class="lines">{companies}</ul>
                        </Card>
                    }
                })}
            {none
                .then(|| {
                    view! {
                        <Card>
                            <EmptyState heading=t::none(language) body=t::none_body(language) />
                        </Card>
                    }
                })}
        </div>
    }
}

/// The address of a page of a company, about one unit.
fn address(head: &CompanyHead, page: &str, unit: &OrgUnit) -> String {
    format!("/company/{}{page}?unit={}", head.code, unit.code)
}

/// The way to a unit from the top of the actor's part, and the other parts.
fn whereabouts(
    language: Language,
    head: &CompanyHead,
    focus: &Focus,
    page: &'static str,
) -> impl IntoView + use<> {
    let trail: Vec<Crumb> =
        focus.above.iter().map(|unit| Crumb::new(address(head, page, unit), unit.name.clone())).collect();
    let tabs: Vec<Tab> = focus
        .parts
        .iter()
        .map(|part| Tab {
            href: address(head, page, part),
            label: part.name.clone(),
            current: part.path.covers(&focus.unit.path),
        })
        .collect();
    view! {
        {(!tabs.is_empty()).then(|| view! { <Tabs label=t::parts(language) tabs=tabs /> })}
        {(!trail.is_empty()).then(|| view! { <Breadcrumbs language=language trail=trail /> })}
    }
}

/// The company above the name of a unit; nothing above its own.
fn of_company(head: &CompanyHead, unit: &OrgUnit) -> String {
    if unit.name == head.name { String::new() } else { head.name.clone() }
}

/// Units to choose from, deeper ones further in.
fn unit_choices(units: &[OrgUnit]) -> Vec<Choice> {
    let highest = units.iter().map(|unit| unit.path.level()).min().unwrap_or(1);
    let label = |unit: &OrgUnit| {
        let indent = "\u{3000}".repeat(unit.path.level() - highest);
        Choice::new(unit.code.clone(), format!("{indent}{}", unit.name))
    };
    units.iter().map(label).collect()
}
