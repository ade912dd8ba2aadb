//! `/staff/data-quality`: what is amiss with customers' files, and what is done about it. R-CUS-1, R-CUS-4

use crate::{
    forms::Form,
    locales::{data_quality as t, flash::Flash},
    pages::data_quality::{self as pages, Attempt},
    paging,
    render::Section,
    request::{Failure, Outcome, Visit},
};
use axum::{extract::Query, http::StatusCode};
use crm::ids::{CorrectionId, MergeId};
use operations::{
    Error, Refusal,
    corrections::{self, Decide},
    duplicates::{self, Dismiss, Join, TakeApart},
};
use uuid::Uuid;

const PAGE: &str = "/staff/data-quality";

pub(crate) async fn show(visit: Visit) -> Outcome {
    let waiting = corrections::waiting(visit.desk(), &visit.actor).await?;
    let waiting = waiting.into_iter().map(|correction| (correction, visit.key())).collect();
    let view = duplicates::view(visit.desk(), &visit.actor).await?;
    let (language, key) = (visit.language, visit.key());
    let keys = view.merges.iter().map(|_| visit.key()).collect();
    Ok(visit.page(t::title(language), Section::DataQuality, || {
        pages::data_quality(language, waiting, view, keys, key)
    }))
}

pub(crate) async fn decide(visit: Visit, form: Form) -> Outcome {
    let correction: Uuid = form.get("correction").parse().map_err(|_| Failure(Error::NotFound))?;
    let command = Decide { correction: CorrectionId(correction), approve: form.get("decision") == "approve" };
    let key = form.key(|| visit.key());
    let decided = corrections::decide(visit.desk(), &visit.actor, key, &command).await?;
    let flash = if decided.approved { Flash::CorrectionApproved } else { Flash::CorrectionRejected };
    Ok(visit.done(PAGE, flash))
}

pub(crate) async fn look(visit: Visit, form: Form) -> Outcome {
    let key = form.key(|| visit.key());
    duplicates::ask_look(visit.desk(), &visit.actor, key).await?;
    Ok(visit.done(PAGE, Flash::LookAsked))
}

pub(crate) async fn compare(visit: Visit, Query(asked): paging::Asked) -> Outcome {
    let code = |name| asked.get(name).cloned().unwrap_or_default();
    pair(&visit, &code("one"), &code("other"), Attempt::default()).await
}

pub(crate) async fn join(visit: Visit, form: Form) -> Outcome {
    let (one, other) = (form.get("one").to_owned(), form.get("other").to_owned());
    let (kept, merged) = if form.get("kept") == other { (&other, &one) } else { (&one, &other) };
    let command = Join { kept: kept.clone(), merged: merged.clone(), reason: form.raw("reason").to_owned() };
    let key = form.key(|| visit.key());
    match duplicates::join(visit.desk(), &visit.actor, key, &command).await {
        Ok(_) => Ok(visit.done(PAGE, Flash::FilesJoined)),
        Err(Error::Refused(Refusal::Merge(refusal))) => {
            pair(&visit, &one, &other, Attempt { typed: form, refusal: Some(refusal) }).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn dismiss(visit: Visit, form: Form) -> Outcome {
    let command = Dismiss { one: form.get("one").to_owned(), other: form.get("other").to_owned() };
    let key = form.key(|| visit.key());
    duplicates::dismiss(visit.desk(), &visit.actor, key, &command).await?;
    Ok(visit.done(PAGE, Flash::PairDismissed))
}

pub(crate) async fn take_apart(visit: Visit, form: Form) -> Outcome {
    let merge: Uuid = form.get("merge").parse().map_err(|_| Failure(Error::NotFound))?;
    let key = form.key(|| visit.key());
    let command = TakeApart { merge: MergeId(merge) };
    duplicates::take_apart(visit.desk(), &visit.actor, key, &command).await?;
    Ok(visit.done(PAGE, Flash::FilesTakenApart))
}

/// Two files side by side, with what was typed and what is amiss with it.
async fn pair(visit: &Visit, one: &str, other: &str, attempt: Attempt) -> Outcome {
    let both = duplicates::compare(visit.desk(), &visit.actor, one, other).await?;
    let (language, keys) = (visit.language, [visit.key(), visit.key()]);
    let status = if attempt.refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let title = t::compare_title(language, one, other);
    // Codes are those of customers who are there.
    let path = format!("{PAGE}/compare?one={one}&other={other}");
    Ok(visit.page_with(status, &path, title, Section::DataQuality, || {
        pages::compare(language, &both, &attempt, keys)
    }))
}
