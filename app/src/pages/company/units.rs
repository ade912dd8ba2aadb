//! The tree of units, one level at a time: adding, renaming, moving.

use super::{Attempt, address, of_company, unit_choices, whereabouts};
use crate::{components::*, format, locales::company as t};
use crm::{
    company::{
        moves::OrgMoveState,
        tree::{NAME_MAX, OrgUnitKind},
    },
    language::Language,
};
use leptos::prelude::*;
use operations::company::{
    CompanyHead,
    units::{MoveView, UnitsView},
};
use store::org_units::CountedUnit;
use strum::VariantArray as _;
use uuid::Uuid;

/// `/company/{company}/units`; `form` names the form that was sent, when one is to be mended.
pub(crate) fn units(
    language: Language,
    view: UnitsView,
    form: &str,
    attempt: &Attempt,
    key: &dyn Fn() -> Uuid,
) -> impl IntoView + use<> {
    let whereabouts = whereabouts(language, &view.head, &view.focus, "/units");
    let errors = attempt.errors(language);
    let of = |name: &str| if form == name { errors.clone() } else { Vec::new() };
    let typed = |name: &str, field: &str| {
        if form == name { attempt.typed.get(field).to_owned() } else { String::new() }
    };
    let forms = view.may_manage.then(|| {
        let add = add_form(language, &view, &typed, of("add"), key());
        let rename = rename_form(language, &view, &typed, of("rename"), key());
        let moved = move_form(language, &view, &typed, of("move"), key());
        view! {
            {add}
            {moved}
            {rename}
        }
    });
    let kind = t::unit_kind(language, view.focus.unit.kind);
    let since = format::date(language, view.focus.unit.since);
    let table = beneath(language, &view.head, view.units);
    let moves = moves(language, &view.head, &view.moves);
    let code = view.focus.unit.code.clone();
    let lead = of_company(&view.head, &view.focus.unit);
    view! {
        <ErrorSummary language=language errors=errors />
        {whereabouts}
        <PageHeader title=view.focus.unit.name lead=lead />
        <div class="split">
            <div class="stack">
                <Card title=t::beneath(language)>{table}</Card>
                {moves}
            </div>
            <div class="stack">
                <Card title=t::about_unit(language)>
                    <KeyValue>
                        <Fact label=t::kind(language)>{kind}</Fact>
                        <Fact label=t::code(language)>{code}</Fact>
                        <Fact label=t::since(language)>{since}</Fact>
                        <Fact label=t::lines_column(language)>{format::count(view.lines)}</Fact>
                    </KeyValue>
                </Card>
                {forms}
            </div>
        </div>
    }
}

fn beneath(language: Language, head: &CompanyHead, units: Vec<CountedUnit>) -> impl IntoView + use<> {
    if units.is_empty() {
        return view! { <p class="soft">{t::no_units(language)}</p> }.into_any();
    }
    let rows = units
        .into_iter()
        .map(|CountedUnit { unit, lines }| {
            view! {
                <tr>
                    <th scope="row">
                        <a href=address(head, "/units", &unit)>{unit.name.clone()}</a>
                    </th>
                    <td data-label=t::kind(language)>{t::unit_kind(language, unit.kind)}</td>
                    <td class="number" data-label=t::lines_column(language)>
                        {format::count(lines)}
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <DataTable caption=t::beneath(language) quiet=true>
            <thead>
                <tr>
                    <th scope="col">{t::unit(language)}</th>
                    <th scope="col">{t::kind(language)}</th>
                    <th scope="col" class="number">
                        {t::lines_column(language)}
                    </th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </DataTable>
    }
    .into_any()
}

type Typed<'a> = dyn Fn(&str, &str) -> String + 'a;

fn add_form(
    language: Language,
    view: &UnitsView,
    typed: &Typed<'_>,
    errors: Vec<FieldError>,
    key: Uuid,
) -> impl IntoView + use<> {
    let kinds = OrgUnitKind::VARIANTS.iter().filter(|kind| **kind != OrgUnitKind::Group);
    let kinds = kinds.map(|kind| Choice::new(kind.to_string(), t::unit_kind(language, *kind))).collect();
    let kind = match typed("add", "kind") {
        kind if kind.is_empty() => OrgUnitKind::Department.to_string(),
        kind => kind,
    };
    let (action, unit) = (format!("/company/{}/units/add", view.head.code), view.focus.unit.code.clone());
    let name = typed("add", "name");
    view! {
        <Card title=t::add_title(language)>
            <form class="form" method="post" action=action novalidate>
                <HiddenKey key=key.to_string() />
                <input type="hidden" name="unit" value=unit />
                <TextField
                    name="name"
                    label=t::name(language)
                    value=name
                    maxlength=i64::from(NAME_MAX)
                    autocomplete="off"
                    error=error_of(&errors, "name")
                />
                <SelectField name="kind" label=t::kind(language) options=kinds value=kind />
                <SubmitButton text=t::add(language) />
            </form>
        </Card>
    }
}

fn rename_form(
    language: Language,
    view: &UnitsView,
    typed: &Typed<'_>,
    errors: Vec<FieldError>,
    key: Uuid,
) -> impl IntoView + use<> {
    let (action, unit) = (format!("/company/{}/units/rename", view.head.code), view.focus.unit.code.clone());
    let name = match typed("rename", "name") {
        name if name.is_empty() && errors.is_empty() => view.focus.unit.name.clone(),
        name => name,
    };
    // The page has two fields of this name: an error summary leads to the one that is to be mended.
    let id = if errors.is_empty() { "new-name" } else { "name" };
    view! {
        <Card title=t::rename_title(language)>
            <form class="form" method="post" action=action novalidate>
                <HiddenKey key=key.to_string() />
                <input type="hidden" name="unit" value=unit />
                <TextField
                    name="name"
                    id=id
                    label=t::name(language)
                    value=name
                    maxlength=i64::from(NAME_MAX)
                    autocomplete="off"
                    error=error_of(&errors, "name")
                />
                <SubmitButton text=t::rename(language) weight=Weight::Secondary />
            </form>
        </Card>
    }
}

fn move_form(
    language: Language,
    view: &UnitsView,
    typed: &Typed<'_>,
    errors: Vec<FieldError>,
    key: Uuid,
) -> impl IntoView + use<> {
    let unit = view.focus.unit.code.clone();
    if let Some(MoveView { planned, to, .. }) = &view.planned {
        let heading = t::planned_move(language, to, &format::date(language, planned.effective_on));
        let action = format!("/company/{}/units/stay", view.head.code);
        return view! {
            <Card title=t::move_title(language)>
                <p>{heading}</p>
                <form method="post" action=action>
                    <HiddenKey key=key.to_string() />
                    <input type="hidden" name="unit" value=unit />
                    <SubmitButton text=t::stay(language) weight=Weight::Secondary />
                </form>
            </Card>
        }
        .into_any();
    }
    if view.targets.is_empty() {
        return ().into_any();
    }
    let targets = std::iter::once(Choice::new("", t::choose_unit(language)))
        .chain(unit_choices(&view.targets))
        .collect();
    let action = format!("/company/{}/units/move", view.head.code);
    let on = match typed("move", "effective_on") {
        on if on.is_empty() => view.today.to_string(),
        on => on,
    };
    let to = typed("move", "to");
    view! {
        <Card title=t::move_title(language)>
            <p>{t::move_body(language)}</p>
            <form class="form" method="post" action=action novalidate>
                <HiddenKey key=key.to_string() />
                <input type="hidden" name="unit" value=unit />
                <SelectField
                    name="to"
                    label=t::to(language)
                    options=targets
                    value=to
                    error=error_of(&errors, "to")
                />
                <TextField
                    name="effective_on"
                    label=t::effective_on(language)
                    hint=t::effective_hint(language)
                    value=on
                    kind="date"
                    autocomplete="off"
                    error=error_of(&errors, "effective_on")
                />
                <SubmitButton text=t::move_now(language) weight=Weight::Secondary />
            </form>
        </Card>
    }
    .into_any()
}

fn moves(language: Language, head: &CompanyHead, moves: &[MoveView]) -> impl IntoView + use<> {
    let any = !moves.is_empty();
    let rows = moves
        .iter()
        .map(|MoveView { planned, unit_code, unit, to }| {
            let (tone, state) = match planned.state {
                OrgMoveState::Planned => (Tone::Info, t::planned(language)),
                OrgMoveState::Done => (Tone::Good, t::done(language)),
                OrgMoveState::Withdrawn => (Tone::Neutral, t::withdrawn(language)),
                OrgMoveState::Failed => (Tone::Bad, t::failed(language)),
            };
            view! {
                <tr>
                    <th scope="row">
                        <a href=format!("/company/{}/units?unit={unit_code}", head.code)>{unit.clone()}</a>
                    </th>
                    <td data-label=t::to(language)>{to.clone()}</td>
                    <td data-label=t::move_day(language)>{format::date(language, planned.effective_on)}</td>
                    <td data-label=t::move_state(language)>
                        <Badge tone=tone text=state />
                    </td>
                </tr>
            }
        })
        .collect_view();
    any.then(|| {
        view! {
            <Card title=t::moves(language)>
                <DataTable caption=t::moves(language) quiet=true>
                    <thead>
                        <tr>
                            <th scope="col">{t::move_of(language)}</th>
                            <th scope="col">{t::to(language)}</th>
                            <th scope="col">{t::move_day(language)}</th>
                            <th scope="col">{t::move_state(language)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </DataTable>
            </Card>
        }
    })
}
