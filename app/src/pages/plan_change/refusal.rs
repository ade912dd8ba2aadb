//! What stands in the way of a plan change, and the way on.

use super::{Chosen, check_address, choose_address};
use crate::{
    components::*,
    format,
    locales::{plan_change as t, plan_refusals},
};
use crm::{
    language::Language,
    lines::{BarReason, Line},
    plan_change::{Refusal, Start},
};
use leptos::prelude::*;

/// The refusal in words, with what the customer can do instead.
pub(super) fn notice(
    language: Language,
    line: &Line,
    chosen: &Chosen,
    refusal: &Refusal,
) -> impl IntoView + use<> {
    let (heading, body) = plan_refusals::words(language, refusal);
    let way = way_on(language, line, chosen, refusal)
        .map(|(href, text)| view! { <div class="actions"><ButtonLink href=href text=text /></div> });
    view! {
        <Notice tone=Tone::Warn heading=heading>
            <p>{body}</p>
            {way}
        </Notice>
    }
}

/// Address and words of the way on; `None` where the page itself is the way.
fn way_on(language: Language, line: &Line, chosen: &Chosen, refusal: &Refusal) -> Option<(String, String)> {
    let (href, text) = match refusal {
        Refusal::Overdue { .. } | Refusal::LineBarred { by: Some(BarReason::Overdue) } => {
            ("/pay".to_owned(), t::pay(language).to_owned())
        }
        Refusal::LineBarred { .. } => (format!("/lines/{}", line.code), t::see_line(language).to_owned()),
        Refusal::LineEnded { .. } => ("/lines".to_owned(), t::see_lines(language).to_owned()),
        Refusal::PendingChange { order } => (format!("/orders/{order}"), t::see_order(language).to_owned()),
        Refusal::OnlyNextCycle { from } => {
            let later = t::from_next_cycle(language, &format::date(language, *from));
            (check_address(&line.code, chosen.plan.as_ref()?, Start::NextCycle), later)
        }
        Refusal::PriceChanged { .. } | Refusal::DateChanged { .. } | Refusal::LockedIn { .. } => return None,
        Refusal::UnknownPlan { .. }
        | Refusal::SamePlan { .. }
        | Refusal::NotOnSale { .. }
        | Refusal::NotEligible { .. } => (choose_address(&line.code), t::other_plans(language).to_owned()),
    };
    Some((href, text))
}
