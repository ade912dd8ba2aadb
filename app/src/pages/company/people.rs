//! Who holds which role in a company, and inviting others.

use super::{Attempt, unit_choices};
use crate::{components::*, format, locales::company_people as t};
use crm::{company::roles::Role, language::Language};
use leptos::prelude::*;
use operations::company::{
    CompanyHead,
    people::{GrantView, InvitationView, PeopleView},
};
use uuid::Uuid;

/// `/company/{company}/people`
pub(crate) fn people(
    language: Language,
    view: &PeopleView,
    attempt: &Attempt,
    key: &dyn Fn() -> Uuid,
) -> impl IntoView + use<> {
    let errors = attempt.errors(language);
    let form = invite_form(language, view, attempt, &errors, key());
    let grants = grants(language, &view.head, &view.grants, key);
    let invitations = invitations(language, &view.head, &view.invitations, key);
    view! {
        <ErrorSummary language=language errors=errors />
        <PageHeader title=t::title(language, &view.head.name) lead=t::lead(language) />
        <div class="stack">
            <Card title=t::holders(language)>{grants}</Card>
            <Card title=t::invite_title(language)>{form}</Card>
            <Card title=t::invitations(language)>{invitations}</Card>
        </div>
    }
}

/// A button that does one thing to one role or invitation.
struct Deed<'a> {
    head: &'a CompanyHead,
    /// The last part of the form's address.
    what: &'static str,
    /// Names and values of hidden fields.
    fields: Vec<(&'static str, String)>,
    text: &'static str,
    /// What the button does, in full, for who hears it.
    label: String,
    weight: Weight,
}

fn deed(deed: Deed<'_>, key: Uuid) -> impl IntoView + use<> {
    let Deed { head, what, fields, text, label, weight } = deed;
    let action = match what {
        "leave" => "/api/company/leave".to_owned(),
        what => format!("/company/{}/people/{what}", head.code),
    };
    let company = (what == "leave").then(|| head.code.clone());
    let fields = fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view();
    let class = match weight {
        Weight::Danger => "button button-danger",
        Weight::Primary => "button",
        Weight::Secondary | Weight::Quiet => "button button-secondary",
    };
    view! {
        <form method="post" action=action>
            <HiddenKey key=key.to_string() />
            {company.map(|company| view! { <input type="hidden" name="company" value=company /> })}
            {fields}
            <button class=class type="submit" aria-label=label>
                {text}
            </button>
        </form>
    }
}

fn grants(
    language: Language,
    head: &CompanyHead,
    grants: &[GrantView],
    key: &dyn Fn() -> Uuid,
) -> impl IntoView + use<> {
    let rows = grants.iter().map(|grant| grant_row(language, head, grant, key)).collect_view();
    view! {
        <DataTable caption=t::holders(language) quiet=true>
            <thead>
                <tr>
                    <th scope="col">{t::person(language)}</th>
                    <th scope="col">{t::role(language)}</th>
                    <th scope="col">{t::unit(language)}</th>
                    <th scope="col">{t::since(language)}</th>
                    <th scope="col">{t::action(language)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </DataTable>
    }
}

fn grant_row(
    language: Language,
    head: &CompanyHead,
    GrantView { named, is_own, may_remove, may_decide }: &GrantView,
    key: &dyn Fn() -> Uuid,
) -> impl IntoView + use<> {
    let role = t::role_name(language, named.grant.role);
    let person = named.holder_name.clone();
    let id = named.grant.id.0.to_string();
    let remove = (*may_remove).then(|| {
        let (what, text, label) = if *is_own {
            ("leave", t::give_up(language), t::give_up_of(language, role))
        } else {
            ("remove", t::remove(language), t::remove_of(language, &person, role))
        };
        let fields = vec![("grant", id.clone())];
        deed(Deed { head, what, fields, text, label, weight: Weight::Secondary }, key())
    });
    let decide = (*may_decide).then(|| {
        let fields = |agree: &str| vec![("grant", id.clone()), ("agree", agree.to_owned())];
        let agree = Deed {
            head,
            what: "decide",
            fields: fields("yes"),
            text: t::agree(language),
            label: t::agree_to(language, &person),
            weight: Weight::Danger,
        };
        let turn_down = Deed {
            head,
            what: "decide",
            fields: fields("no"),
            text: t::turn_down(language),
            label: t::turn_down_for(language, &person),
            weight: Weight::Secondary,
        };
        view! {
            {deed(agree, key())}
            {deed(turn_down, key())}
        }
    });
    let proposed = named.grant.removal.is_some().then(|| {
        view! { <Badge tone=Tone::Warn text=t::removal_proposed(language) /> }
    });
    let (code, mobile) = (named.holder_code.clone(), named.holder_mobile.masked());
    let you = is_own.then(|| view! { " " <Badge tone=Tone::Info text=t::you(language) /> });
    view! {
        <tr>
            <th scope="row">
                <div>
                    <span>{person}</span>
                    {you}
                    <p class="aside">{format!("{code} · {mobile}")}</p>
                </div>
            </th>
            <td data-label=t::role(language)>{role}</td>
            <td data-label=t::unit(language)>{named.unit_name.clone()}</td>
            <td data-label=t::since(language)>
                {format::date(language, format::day_of(named.grant.granted_at))}
            </td>
            <td data-label=t::action(language)>
                <div class="actions">{proposed} {remove} {decide}</div>
            </td>
        </tr>
    }
}

fn invite_form(
    language: Language,
    view: &PeopleView,
    attempt: &Attempt,
    errors: &[FieldError],
    key: Uuid,
) -> impl IntoView + use<> {
    let role_choice = |role: &Role| {
        Choice::new(role.to_string(), t::role_name(language, *role)).with_hint(t::role_hint(language, *role))
    };
    let roles = view.roles.iter().map(role_choice).collect();
    let units = unit_choices(&view.units);
    let typed = &attempt.typed;
    let (addressee, role) = (typed.get("addressee").to_owned(), typed.get("role").to_owned());
    let unit = typed.get("unit").to_owned();
    let action = format!("/company/{}/people/invite", view.head.code);
    view! {
        <form class="form" method="post" action=action novalidate>
            <HiddenKey key=key.to_string() />
            <TextField
                name="addressee"
                label=t::addressee(language)
                hint=t::addressee_hint(language)
                value=addressee
                maxlength=30
                autocomplete="off"
                error=error_of(errors, "addressee")
            />
            <RadioGroup
                name="role"
                legend=t::role(language)
                options=roles
                value=role
                error=error_of(errors, "role")
            />
            <SelectField name="unit" label=t::choose_unit(language) options=units value=unit />
            <SubmitButton text=t::invite(language) />
        </form>
    }
}

fn invitations(
    language: Language,
    head: &CompanyHead,
    invitations: &[InvitationView],
    key: &dyn Fn() -> Uuid,
) -> impl IntoView + use<> {
    if invitations.is_empty() {
        return view! { <p class="soft">{t::no_invitations(language)}</p> }.into_any();
    }
    let rows =
        invitations.iter().map(|invitation| invitation_row(language, head, invitation, key)).collect_view();
    view! {
        <DataTable caption=t::invitations(language) quiet=true>
            <thead>
                <tr>
                    <th scope="col">{t::person(language)}</th>
                    <th scope="col">{t::role(language)}</th>
                    <th scope="col">{t::unit(language)}</th>
                    <th scope="col">{t::state(language)}</th>
                    <th scope="col">{t::open_until(language)}</th>
                    <th scope="col">{t::action(language)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </DataTable>
    }
    .into_any()
}

fn invitation_row(
    language: Language,
    head: &CompanyHead,
    InvitationView { named, is_pending, may_decide }: &InvitationView,
    key: &dyn Fn() -> Uuid,
) -> impl IntoView + use<> {
    let invitation = &named.invitation;
    let addressee = invitation.addressee.clone();
    let number = || ("number", invitation.number.clone());
    let withdraw = is_pending.then(|| {
        let words = Deed {
            head,
            what: "withdraw",
            fields: vec![number()],
            text: t::withdraw(language),
            label: t::withdraw_of(language, &addressee),
            weight: Weight::Secondary,
        };
        deed(words, key())
    });
    let decide = (*may_decide).then(|| {
        let agreed = |agree: &str, text: &'static str, weight| Deed {
            head,
            what: "decide",
            fields: vec![number(), ("agree", agree.to_owned())],
            text,
            label: format!("{text}: {addressee}"),
            weight,
        };
        view! {
            {deed(agreed("yes", t::agree(language), Weight::Primary), key())}
            {deed(agreed("no", t::turn_down(language), Weight::Secondary), key())}
        }
    });
    let state = t::invitation_state(language, invitation.state, *is_pending);
    let tone = if *is_pending { Tone::Info } else { Tone::Neutral };
    view! {
        <tr>
            <th scope="row">{addressee.clone()}</th>
            <td data-label=t::role(language)>{t::role_name(language, invitation.role)}</td>
            <td data-label=t::unit(language)>{named.unit_name.clone()}</td>
            <td data-label=t::state(language)>
                <Badge tone=tone text=state />
            </td>
            <td data-label=t::open_until(language)>
                {format::date_time(language, invitation.open_until)}
            </td>
            <td data-label=t::action(language)>
                <div class="actions">{decide} {withdraw}</div>
            </td>
        </tr>
    }
}
