//! `/messages`. R-CHN-2

use crate::{
    locales::messages as t,
    pages::messages as pages,
    render::Section,
    request::{Outcome, Visit},
};
use operations::messages;

pub(crate) async fn list(visit: Visit) -> Outcome {
    let messages = messages::list(visit.desk(), &visit.actor).await?;
    let language = visit.language;
    Ok(visit.page(t::title(language), Section::Profile, || pages::list(language, messages)))
}
