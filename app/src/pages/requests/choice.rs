//! The first step to a request: what it is about.

use super::input;
use crate::{
    components::{FieldError, *},
    forms::Form,
    locales::requests as t,
    pages::home::line_name,
    routes::in_query,
};
use crm::{
    language::Language,
    lines::{BarReason, Line, LineKind, LineState, Loss},
    requests::{Category, Field, promised_hours},
};
use leptos::prelude::*;
use operations::requests::RequestForm;

/// The most urgent first.
const CATEGORIES: [Category; 6] = [
    Category::Loss,
    Category::Fault,
    Category::BillDispute,
    Category::Question,
    Category::Suspension,
    Category::Complaint,
];

/// What the customer wants, and what it leads to.
pub(super) fn wish(language: Language, category: Category) -> (&'static str, &'static str) {
    match category {
        Category::Loss => (t::loss_wish(language), t::loss_about(language)),
        Category::Fault => (t::fault_wish(language), t::fault_about(language)),
        Category::BillDispute => (t::bill_dispute_wish(language), t::bill_dispute_about(language)),
        Category::Question => (t::question_wish(language), t::question_about(language)),
        Category::Suspension => (t::suspension_wish(language), t::suspension_about(language)),
        Category::Complaint => (t::complaint_wish(language), t::complaint_about(language)),
    }
}

/// The page of a form that was sent.
pub(crate) fn form_address(typed: &Form) -> String {
    typed
        .get("category")
        .parse()
        .map_or_else(|_| "/requests/new".to_owned(), |category| address(category, typed))
}

/// The form of a category, about the same line and bill. What people write stays out of addresses.
pub(super) fn address(category: Category, typed: &Form) -> String {
    let about = ["line", "bill"].into_iter().filter(|field| !typed.get(field).is_empty());
    let about = about.map(|field| format!("&{field}={}", in_query(typed.get(field))));
    format!("/requests/new?category={category}{}", about.collect::<String>())
}

/// `/requests/new` before a category is chosen.
pub(super) fn choose(
    language: Language,
    view: &RequestForm,
    typed: &Form,
    errors: Vec<FieldError>,
) -> impl IntoView + use<> {
    let choices = CATEGORIES
        .into_iter()
        .map(|category| {
            let (wish, about) = wish(language, category);
            let (href, promise) = if category == Category::Loss {
                (loss_address(view, typed), t::at_once(language).to_owned())
            } else {
                let hours = promised_hours(category, view.tier);
                (address(category, typed), t::within(language, hours))
            };
            view! {
                <li>
                    <a href=href>
                        <span class="option-name">{wish}</span>
                        <span>{about}</span>
                        <span class="soft small">{promise}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <ErrorSummary language=language errors=errors />
        <Breadcrumbs language=language trail=vec![Crumb::new("/requests", t::title(language))] />
        <PageHeader title=t::new_title(language) lead=t::choose_lead(language) />
        <ul class="options" id="category">
            {choices}
        </ul>
        <div class="cluster soft">
            <p>{t::help_first(language)} " " <a href="/help">{t::help(language)}</a></p>
            <p>{t::urgent(language)} " " <a href="tel:10086">{t::call(language)}</a></p>
        </div>
    }
}

/// A phone is reported lost on its own page. Whoever has one phone, or named it, comes there without a detour.
fn loss_address(view: &RequestForm, typed: &Form) -> String {
    let phones: Vec<&Line> = view.lines.iter().filter(|line| may_be_lost(line)).collect();
    let named = phones.iter().find(|line| line.code == typed.get("line"));
    match (named, phones.as_slice()) {
        (Some(phone), _) | (None, [phone]) => report_address(phone),
        (None, _) => address(Category::Loss, typed),
    }
}

fn report_address(line: &Line) -> String {
    format!("/lines/{}/lost", line.code)
}

fn may_be_lost(line: &Line) -> bool {
    line.clone().report_lost(Loss::Lost).is_ok()
}

/// `/requests/new?category=loss`: which phone.
pub(super) fn lost<V: IntoView + 'static>(
    language: Language,
    view: &RequestForm,
    errors: Vec<FieldError>,
    refused: Option<V>,
) -> impl IntoView + use<V> {
    let phones: Vec<&Line> = view
        .lines
        .iter()
        .filter(|line| line.kind == LineKind::Phone && line.state != LineState::Terminated)
        .collect();
    let none = phones.is_empty();
    let rows = phones
        .into_iter()
        .map(|line| {
            let name = line_name(language, line);
            let way = if line.barred.is_some_and(BarReason::is_loss) {
                let href = format!("/lines/{}", line.code);
                view! { <a href=href>{t::already_barred(language)}</a> }.into_any()
            } else {
                let label = format!("{} {name}", t::report(language));
                view! {
                    <a class="button button-danger" href=report_address(line) aria-label=label>
                        {t::report(language)}
                    </a>
                }
                .into_any()
            };
            view! {
                <li class="cluster between">
                    <span class="strong">{name.clone()}</span>
                    {way}
                </li>
            }
        })
        .collect_view();
    let trail = vec![
        Crumb::new("/requests", t::title(language)),
        Crumb::new("/requests/new", t::new_title(language)),
    ];
    view! {
        <div class="narrow stack">
            <ErrorSummary language=language errors=errors />
            <Breadcrumbs language=language trail=trail />
            <PageHeader title=t::loss_wish(language) lead=t::loss_lead(language) />
            {refused}
            <Card title=t::which_phone(language)>
                {none
                    .then(|| {
                        view! {
                            <EmptyState heading=t::no_phone(language) body=t::no_phone_body(language)>
                                <ButtonLink
                                    href=address(Category::Question, &Form::default())
                                    text=t::ask_instead(language)
                                />
                            </EmptyState>
                        }
                    })} <ul class="lines" id=input(Field::Line)>
                    {rows}
                </ul>
            </Card>
        </div>
    }
}
