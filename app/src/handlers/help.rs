//! `/help`

use crate::{
    locales::help as t,
    pages::help as pages,
    request::{Outcome, Visit},
};

pub(crate) async fn show(visit: Visit) -> Outcome {
    let (language, demo) = (visit.language, visit.hall.demo);
    Ok(visit.page(t::title(language), None, || pages::help(language, demo)))
}
