//! `/company/{company}/people` and `/company/invitations`: roles in a company. R-ENT-3

use crate::{
    forms::Form,
    locales::{company_people as t, flash::Flash},
    pages::company::{self as pages, Attempt},
    render::Section,
    request::{Outcome, Visit},
};
use axum::{extract::Path, http::StatusCode};
use crm::ids::GrantId;
use operations::{
    Error, Refusal,
    company::people::{self, DecideOwner, Invite, OfGrant, OfInvitation, OwnerChange, RoleChange},
};
use uuid::Uuid;

pub(crate) async fn show(visit: Visit, Path(code): Path<String>) -> Outcome {
    let typed = visit.draft().await?;
    page(&visit, &code, Attempt { typed, refusal: None }).await
}

pub(crate) async fn invite(visit: Visit, Path(code): Path<String>, form: Form) -> Outcome {
    let command = Invite {
        company: code.clone(),
        unit: form.get("unit").to_owned(),
        role: form.get("role").parse().ok(),
        addressee: form.get("addressee").to_owned(),
    };
    let done = people::invite(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await;
    answer(&visit, &code, form, done, Flash::Invited).await
}

pub(crate) async fn withdraw(visit: Visit, Path(code): Path<String>, form: Form) -> Outcome {
    let command = OfInvitation { number: form.get("number").to_owned() };
    let done = people::withdraw(visit.desk(), &visit.actor, form.key(|| visit.key()), &code, &command).await;
    answer(&visit, &code, form, done, Flash::InvitationWithdrawn).await
}

pub(crate) async fn remove(visit: Visit, Path(code): Path<String>, form: Form) -> Outcome {
    let command = OfGrant { company: code.clone(), grant: grant(&form)? };
    let done = people::remove(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await;
    answer(&visit, &code, form, done, Flash::RoleRemoved).await
}

pub(crate) async fn decide(visit: Visit, Path(code): Path<String>, form: Form) -> Outcome {
    let on = match form.get("number") {
        "" => OwnerChange::Removal(grant(&form)?),
        number => OwnerChange::Invitation(number.to_owned()),
    };
    let command = DecideOwner { company: code.clone(), on, agree: form.is_ticked("agree") };
    let flash = if command.agree { Flash::OwnersAgreed } else { Flash::OwnersTurnedDown };
    let done = people::decide(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await;
    answer(&visit, &code, form, done, flash).await
}

/// Whoever gave up their last role has no page of the company to come back to.
pub(crate) async fn leave(visit: Visit, form: Form) -> Outcome {
    let command = OfGrant { company: form.get("company").to_owned(), grant: grant(&form)? };
    let left = people::leave(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await?;
    Ok(visit.done("/company", if left.awaits { Flash::OwnersAsked } else { Flash::RoleLeft }))
}

pub(crate) async fn invitation(visit: Visit, Path(number): Path<String>) -> Outcome {
    let named = people::invitation(visit.desk(), &visit.actor, &number).await?;
    let language = visit.language;
    let is_pending = named.invitation.is_pending(visit.desk().now());
    let title = t::invitation_title(language, &named.company_name);
    Ok(visit.page(title, None, || pages::invitation(language, named, is_pending, &|| visit.key())))
}

pub(crate) async fn accept(visit: Visit, Path(number): Path<String>, form: Form) -> Outcome {
    let command = OfInvitation { number };
    let taken = people::accept(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await?;
    Ok(visit.done(&format!("/company/{}", taken.company), Flash::InvitationAccepted))
}

pub(crate) async fn decline(visit: Visit, Path(number): Path<String>, form: Form) -> Outcome {
    let command = OfInvitation { number };
    people::decline(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await?;
    Ok(visit.done("/company", Flash::InvitationDeclined))
}

fn grant(form: &Form) -> Result<GrantId, Error> {
    form.get("grant").parse::<Uuid>().map(GrantId).map_err(|_| Error::NotFound)
}

async fn answer(
    visit: &Visit,
    code: &str,
    typed: Form,
    done: operations::Result<RoleChange>,
    flash: Flash,
) -> Outcome {
    match done {
        Ok(change) => {
            let flash = if change.awaits { Flash::OwnersAsked } else { flash };
            Ok(visit.done(&format!("/company/{code}/people"), flash))
        }
        Err(Error::Refused(Refusal::Company(refusal))) => {
            page(visit, code, Attempt { typed, refusal: Some(refusal) }).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(visit: &Visit, code: &str, attempt: Attempt) -> Outcome {
    let view = people::view(visit.desk(), &visit.actor, code).await?;
    let (language, head) = (visit.language, view.head.clone());
    let status = if attempt.refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let path = format!("/company/{code}/people");
    let title = t::title(language, &head.name);
    Ok(visit.company_page(status, &path, title, Section::CompanyPeople, head, || {
        pages::people(language, &view, &attempt, &|| visit.key())
    }))
}
