//! `/styleguide`, in debug builds.

use crate::{
    pages::styleguide::styleguide,
    request::{Outcome, Visit},
};

pub(crate) async fn show(visit: Visit) -> Outcome {
    let language = visit.language;
    Ok(visit.page("Styleguide", None, || styleguide(language)))
}
