//! Where an order stands, in the words of the page and of its live tracker. R-ORD-3

use crate::{
    components::{Step, StepState, Tone},
    format,
    islands::order_tracker::Tracked,
    locales::orders as t,
};
use crm::{
    language::Language,
    orders::{Doer, Order, OrderState, OrderStep, Progress, TrackedStep},
};
use operations::{catalogue::name_in, orders::OrderView};

/// What the tracker shows of an order.
pub(crate) fn tracked(language: Language, view: &OrderView) -> Tracked {
    let order = &view.order;
    let steps = order.steps(&view.events);
    Tracked {
        tone: tone(order.state),
        state: t::state_word(language, order.state).to_owned(),
        status: status(language, order, name_in(&view.names, &order.terms.to, language)),
        steps: steps.iter().map(|tracked| step(language, order, tracked)).collect(),
        choices: order.choices().to_vec(),
        ended: !order.state.is_open(),
    }
}

/// What a state means to the reader.
pub(super) fn tone(state: OrderState) -> Tone {
    match state {
        OrderState::Acknowledged | OrderState::Pending | OrderState::InProgress => Tone::Info,
        OrderState::Completed => Tone::Good,
        OrderState::Failed | OrderState::Rejected => Tone::Bad,
        OrderState::Held
        | OrderState::Partial
        | OrderState::AssessingCancellation
        | OrderState::PendingCancellation => Tone::Warn,
        OrderState::Cancelled => Tone::Neutral,
    }
}

/// Where it stands, in one sentence.
fn status(language: Language, order: &Order, plan: &str) -> String {
    let effective_on = || format::date(language, order.effective_on);
    match order.state {
        OrderState::Acknowledged => t::acknowledged_now(language, plan),
        OrderState::Pending => t::pending_now(language, plan, &effective_on()),
        OrderState::InProgress => {
            t::in_progress_now(language, plan, &format::date(language, order.expected_on))
        }
        OrderState::Completed => t::completed_now(language, plan, &effective_on()),
        OrderState::Failed => t::failed_now(language, plan),
        OrderState::Held => t::held_now(language).to_owned(),
        OrderState::Cancelled => t::cancelled_now(language).to_owned(),
        OrderState::Partial => t::partial_now(language).to_owned(),
        OrderState::AssessingCancellation => t::assessing_now(language).to_owned(),
        OrderState::PendingCancellation => t::withdrawing_now(language).to_owned(),
        OrderState::Rejected => t::rejected_now(language).to_owned(),
    }
}

fn step(language: Language, order: &Order, tracked: &TrackedStep) -> Step {
    let state = match (tracked.step, tracked.progress) {
        (OrderStep::ProvisioningFailed, _) => StepState::Failed,
        (_, Progress::Done) => StepState::Done,
        (_, Progress::Now) => StepState::Now,
        (_, Progress::Ahead) => StepState::Ahead,
    };
    let time = match (tracked.at, tracked.expected_on) {
        (Some(at), _) => format::date_time(language, at),
        (None, Some(on)) => t::expected_on(language, &format::date(language, on)),
        (None, None) => String::new(),
    };
    let said = tracked.note.as_ref().map(|words| t::failed_words(language, words));
    let turn = order.next_doer().filter(|_| tracked.progress == Progress::Now);
    let turn = turn.map(|doer| t::next_doer(language, doer).to_owned());
    let between = match language {
        Language::ZhCn => "",
        Language::En => " ",
    };
    let by_staff =
        (tracked.by == Doer::Staff && tracked.at.is_some()).then(|| t::done_by_staff(language).to_owned());
    let note: Vec<String> = by_staff.into_iter().chain(said).chain(turn).collect();
    Step { title: t::step(language, tracked.step).to_owned(), state, time, note: note.join(between) }
}
