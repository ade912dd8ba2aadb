//! `/recommendations`. R-PRD-3, R-PRD-4

use crate::{
    forms::Form,
    locales::{flash::Flash, recommendations as t},
    pages::recommendations as pages,
    render::Section,
    request::{Outcome, Visit},
};
use operations::recommendations::{self, Dismiss};

pub(crate) async fn show(visit: Visit) -> Outcome {
    let view = recommendations::view(visit.desk(), &visit.actor).await?;
    let keys = view.lines.iter().map(|_| visit.key()).collect();
    let language = visit.language;
    Ok(visit.page(t::title(language), Section::Plans, || pages::recommendations(language, view, keys)))
}

pub(crate) async fn dismiss(visit: Visit, form: Form) -> Outcome {
    let command = Dismiss { line: form.get("line").to_owned(), plan: form.get("plan").to_owned() };
    recommendations::dismiss(visit.desk(), &visit.actor, form.key(|| visit.key()), &command).await?;
    Ok(visit.done("/recommendations", Flash::Dismissed))
}
