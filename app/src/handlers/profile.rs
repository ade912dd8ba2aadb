//! `/profile`. R-CUS-4, R-CUS-8

use crate::{
    forms::Form,
    locales::{flash::Flash, profile as t},
    pages::profile as pages,
    render::Section,
    request::{Outcome, Visit},
};
use operations::{
    Error, Refusal,
    profile::{self, ChangeProfile},
};

pub(crate) async fn show(visit: Visit) -> Outcome {
    let typed = visit.draft().await?;
    let view = profile::view(visit.desk(), &visit.actor).await?;
    let (language, key) = (visit.language, visit.key());
    Ok(visit.page(t::title(language), Section::Profile, || pages::profile(language, view, &typed, None, key)))
}

pub(crate) async fn save(visit: Visit, form: Form) -> Outcome {
    let command = ChangeProfile {
        // A form without a version was not made by us: it fits no file.
        version: form.get("version").parse().unwrap_or_default(),
        language: form.get("language").parse().unwrap_or(visit.language),
        notify_by_sms: form.is_ticked("notify_by_sms"),
        notify_by_email: form.is_ticked("notify_by_email"),
    };
    let key = form.key(|| visit.key());
    match profile::change(visit.desk(), &visit.actor, key, &command).await {
        Ok(_) => Ok(visit.done("/profile", Flash::ProfileSaved)),
        Err(Error::Refused(Refusal::Profile(refusal))) => {
            let view = profile::view(visit.desk(), &visit.actor).await?;
            let (language, key) = (visit.language, visit.key());
            Ok(visit.unprocessable("/profile", t::title(language), Section::Profile, || {
                pages::profile(language, view, &form, Some(refusal), key)
            }))
        }
        Err(error) => Err(error.into()),
    }
}
