//! `/`

use crate::{
    locales::home as t,
    pages::home as pages,
    render::Section,
    request::{Outcome, Visit, home_of},
};
use operations::{Actor, home};

/// The customer's home; staff are sent to theirs.
pub(crate) async fn show(visit: Visit) -> Outcome {
    if matches!(visit.actor, Actor::Staff(_)) {
        return Ok(visit.redirect(home_of(&visit.actor)));
    }
    let view = home::view(visit.desk(), &visit.actor).await?;
    let language = visit.language;
    Ok(visit.page(t::title(language), Section::Home, || pages::home(language, view)))
}
