//! `/company/{company}/units`: the tree of a company. R-CUS-2

use crate::{
    forms::Form,
    locales::{company as t, flash::Flash},
    pages::company::{self as pages, Attempt},
    paging::Asked,
    render::Section,
    request::{Outcome, Visit},
};
use axum::{
    extract::{Path, Query},
    http::StatusCode,
};
use crm::company::{Refusal as CompanyRefusal, tree::OrgUnitKind};
use operations::{
    Error, Refusal,
    company::units::{self, AddUnit, MoveUnit, RenameUnit, UnitStands, WithdrawMove},
};

/// `?unit=` names the unit in the middle.
pub(crate) async fn show(visit: Visit, Path(code): Path<String>, Query(asked): Asked) -> Outcome {
    let typed = visit.draft().await?;
    let form = form_of(&typed);
    let unit = match typed.get("unit") {
        "" => asked.get("unit").cloned(),
        unit => Some(unit.to_owned()),
    };
    page(&visit, &code, unit.as_deref(), form, Attempt { typed, refusal: None }).await
}

/// Which of the page's forms was typed into when the session expired.
fn form_of(typed: &Form) -> &'static str {
    let has = |field: &str| typed.fields().contains_key(field);
    match () {
        () if has("kind") => "add",
        () if has("to") => "move",
        () if has("name") => "rename",
        () => "",
    }
}

pub(crate) async fn add(visit: Visit, Path(code): Path<String>, form: Form) -> Outcome {
    let command = AddUnit {
        company: code.clone(),
        parent: form.get("unit").to_owned(),
        name: form.get("name").to_owned(),
        kind: form.get("kind").parse().unwrap_or(OrgUnitKind::Department),
    };
    let done = units::add(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await;
    let done = done.map(|_| (command.parent, Flash::UnitAdded));
    answer(&visit, &code, "add", form, done).await
}

pub(crate) async fn rename(visit: Visit, Path(code): Path<String>, form: Form) -> Outcome {
    let (unit, name) = (form.get("unit").to_owned(), form.get("name").to_owned());
    let command = RenameUnit { company: code.clone(), unit, name };
    let done = units::rename(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await;
    let done = done.map(|stands| (stands.unit, Flash::UnitRenamed));
    answer(&visit, &code, "rename", form, done).await
}

pub(crate) async fn move_unit(visit: Visit, Path(code): Path<String>, form: Form) -> Outcome {
    let command = MoveUnit {
        company: code.clone(),
        unit: form.get("unit").to_owned(),
        to: form.get("to").to_owned(),
        effective_on: form.get("effective_on").parse().ok(),
    };
    if command.to.is_empty() {
        // Nothing was chosen: where it is, it is already.
        let refusal = Error::Refused(Refusal::Company(CompanyRefusal::AlreadyThere));
        return answer(&visit, &code, "move", form, Err(refusal)).await;
    }
    let done = units::move_unit(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await;
    let said = |UnitStands { unit, is_moved }: UnitStands| {
        (unit, if is_moved { Flash::UnitMoved } else { Flash::MovePlanned })
    };
    answer(&visit, &code, "move", form, done.map(said)).await
}

/// Takes a planned move back.
pub(crate) async fn stay(visit: Visit, Path(code): Path<String>, form: Form) -> Outcome {
    let command = WithdrawMove { company: code.clone(), unit: form.get("unit").to_owned() };
    let done = units::withdraw_move(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await;
    let done = done.map(|stands| (stands.unit, Flash::MoveWithdrawn));
    answer(&visit, &code, "stay", form, done).await
}

async fn answer(
    visit: &Visit,
    code: &str,
    name: &str,
    typed: Form,
    done: operations::Result<(String, Flash)>,
) -> Outcome {
    match done {
        Ok((unit, flash)) => Ok(visit.done(&format!("/company/{code}/units?unit={unit}"), flash)),
        Err(Error::Refused(Refusal::Company(refusal))) => {
            let unit = typed.get("unit").to_owned();
            page(visit, code, Some(&unit), name, Attempt { typed, refusal: Some(refusal) }).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(visit: &Visit, code: &str, unit: Option<&str>, form: &str, attempt: Attempt) -> Outcome {
    let view = units::view(visit.desk(), &visit.actor, code, unit).await?;
    let (language, head) = (visit.language, view.head.clone());
    let status = if attempt.refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let path = format!("/company/{code}/units?unit={}", view.focus.unit.code);
    let title = t::units_title(language, &head.name);
    Ok(visit.company_page(status, &path, title, Section::CompanyUnits, head, || {
        pages::units(language, view, form, &attempt, &|| visit.key())
    }))
}
