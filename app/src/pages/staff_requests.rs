//! `/staff/requests`: the queue of requests. R-SRV-1, R-SRV-2, R-SRV-10

use crate::{
    components::*,
    format,
    locales::{request_words as words, staff_requests as t},
    pages::requests::name,
    paging,
};
use crm::{
    language::Language,
    requests::{Priority, RequestState, Route},
};
use leptos::prelude::*;
use operations::staff_requests::{Queue, QueueRow};
use strum::VariantArray;

mod actions;
mod facts;
mod request;
#[cfg(test)]
mod tests;

pub(crate) use actions::NOTE;
pub(crate) use request::request;

/// `/staff/requests`, of one desk or of all; `front` is the page where the queue begins.
pub(crate) fn queue(
    language: Language,
    view: Queue,
    route: Option<Route>,
    front: bool,
) -> impl IntoView + use<> {
    let Queue { rows, next } = view;
    let empty = rows.is_empty();
    let all = std::iter::once(None).chain(Route::VARIANTS.iter().copied().map(Some));
    let desks = all
        .map(|of| Tab {
            href: address(of),
            label: of.map_or(t::all_desks(language), |of| desk(language, of)).to_owned(),
            current: of == route,
        })
        .collect();
    let further = next.map(|next| {
        let joint = if route.is_some() { '&' } else { '?' };
        format!("{}{joint}after={}", address(route), paging::write(next))
    });
    let rows = rows.into_iter().map(|row| entry(language, row, route.is_none())).collect_view();
    view! {
        <PageHeader title=t::title(language) lead=t::lead(language) />
        <Tabs label=t::desks(language) tabs=desks />
        <Card>
            {if empty {
                nothing(language, front).into_any()
            } else {
                view! {
                    <DataTable caption=t::title(language) quiet=true>
                        <thead>
                            <tr>
                                <th scope="col">{t::request(language)}</th>
                                <th scope="col">{t::due(language)}</th>
                                <th scope="col">{t::customer(language)}</th>
                                <th scope="col">{t::state_and_with(language)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </DataTable>
                }
                    .into_any()
            }}
            {further
                .map(|href| {
                    view! {
                        <nav class="pager" aria-label=t::further(language)>
                            <a class="button button-secondary" rel="next" href=href>
                                {t::further(language)}
                                <IconView icon=Icon::Forward />
                            </a>
                        </nav>
                    }
                })}
        </Card>
        {(!front).then(|| view! { <p><a href=address(route)>{t::first(language)}</a></p> })}
    }
}

fn nothing(language: Language, front: bool) -> impl IntoView + use<> {
    if front {
        view! { <EmptyState heading=t::none(language) body=t::none_body(language) /> }
    } else {
        view! { <EmptyState heading=t::no_more(language) body="" /> }
    }
}

/// One request of the queue; the desk is named where it is not plain.
fn entry(language: Language, row: QueueRow, with_desk: bool) -> impl IntoView + use<> {
    let QueueRow { request, customer_code, late, taken_by, mine } = row;
    let with = taken_by.map(|colleague| if mine { t::you(language).to_owned() } else { colleague });
    let with = with.map(|with| view! { <p class="aside whole">{with}</p> });
    let late = late.then_some((Tone::Bad, t::late(language)));
    let marks = late.into_iter().chain(urgency(language, request.priority));
    let marks = marks.map(|(tone, words)| view! { <Badge tone=tone text=words /> }).collect_view();
    let (tone, state) = state(language, request.state);
    let desk = with_desk.then(|| format!(" · {}", desk(language, request.route)));
    // A request without a subject is called by its category.
    let category =
        (!request.subject.is_empty()).then(|| format!(" · {}", words::category(language, request.category)));
    view! {
        <tr>
            <th scope="row">
                <div>
                    <a href=format!("/staff/requests/{}", request.number)>
                        {name(language, &request)}
                    </a>
                    <p class="aside">
                        {request.number.clone()} {category} {desk}
                    </p>
                </div>
            </th>
            <td data-label=t::due(language)>
                <div>
                    <time class="whole" datetime=format::machine_time(request.due_at)>
                        {format::date_time(language, request.due_at)}
                    </time>
                    <div class="marks">{marks}</div>
                </div>
            </td>
            <td class="whole" data-label=t::customer(language)>
                {customer_code}
            </td>
            <td data-label=t::state_and_with(language)>
                <div>
                    <Badge tone=tone text=state />
                    {with}
                </div>
            </td>
        </tr>
    }
}

fn address(route: Option<Route>) -> String {
    route.map_or_else(|| "/staff/requests".to_owned(), |route| format!("/staff/requests?route={route}"))
}

/// The desk that answers.
fn desk(language: Language, route: Route) -> &'static str {
    match route {
        Route::Service => t::service(language),
        Route::Complaints => t::complaints(language),
        Route::Billing => t::billing(language),
        Route::Network => t::network(language),
        Route::Credit => t::credit(language),
        Route::AccountManager => t::account_manager(language),
    }
}

/// What is not in turn.
fn urgency(language: Language, priority: Priority) -> Option<(Tone, &'static str)> {
    match priority {
        Priority::Urgent => Some((Tone::Bad, t::urgent(language))),
        Priority::High => Some((Tone::Warn, t::high(language))),
        Priority::Normal => None,
    }
}

fn state(language: Language, state: RequestState) -> (Tone, &'static str) {
    match state {
        RequestState::Acknowledged => (Tone::Info, t::untaken(language)),
        RequestState::InProgress => (Tone::Info, t::in_progress(language)),
        RequestState::Pending => (Tone::Neutral, t::waits_for_customer(language)),
        RequestState::Held => (Tone::Neutral, t::held(language)),
        RequestState::Resolved => (Tone::Good, t::resolved(language)),
        RequestState::Cancelled => (Tone::Neutral, t::cancelled(language)),
        RequestState::Rejected => (Tone::Bad, t::rejected(language)),
        RequestState::Closed => (Tone::Neutral, t::closed(language)),
    }
}
