//! `/requests/new`: what it is about, then only the fields that this needs. R-SRV-1, R-SRV-4

use super::{
    Attempt,
    choice::{address, choose, lost, wish},
    input,
};
use crate::{
    components::{FieldError, *},
    format,
    forms::Form,
    locales::{refusals, requests as t},
    pages::home::line_name,
};
use crm::{
    language::Language,
    lines::LineState,
    numbers,
    requests::{Category, Field, REOPEN_DAYS, Refusal, promised_hours},
};
use leptos::prelude::*;
use operations::requests::RequestForm;
use uuid::Uuid;

/// In the order of the page.
const FIELDS: [Field; 6] =
    [Field::Category, Field::Line, Field::Bill, Field::Subject, Field::Text, Field::DesiredOutcome];

/// More lines than this are a list to open.
const RADIOS: usize = 5;

/// `/requests/new`
pub(crate) fn form(
    language: Language,
    view: &RequestForm,
    attempt: &Attempt,
    key: Uuid,
) -> impl IntoView + use<> {
    let errors = attempt.errors(language, &FIELDS, t::story_missing(language));
    let typed = &attempt.typed;
    let refused = attempt.refused.clone().map(|refusal| not_taken(language, refusal));
    match typed.get("category").parse() {
        Err(_) => choose(language, view, typed, errors).into_any(),
        Ok(Category::Loss) => lost(language, view, errors, refused).into_any(),
        Ok(category) => {
            Step { language, category, view, typed, errors: &errors }.page(refused, key).into_any()
        }
    }
}

/// The second step, of one category.
struct Step<'a> {
    language: Language,
    category: Category,
    view: &'a RequestForm,
    typed: &'a Form,
    errors: &'a [FieldError],
}

impl Step<'_> {
    fn page<V: IntoView + 'static>(&self, refused: Option<V>, key: Uuid) -> impl IntoView + use<V> {
        let language = self.language;
        let (title, about) = wish(language, self.category);
        let hours = promised_hours(self.category, self.view.tier);
        let trail = vec![
            Crumb::new("/requests", t::title(language)),
            Crumb::new("/requests/new", t::new_title(language)),
        ];
        let impossible = self.impossible();
        let possible = impossible.is_none();
        let ask = address(Category::Question, self.typed);
        let inside = match impossible {
            Some((heading, body)) => view! {
                <EmptyState heading=heading body=body>
                    <ButtonLink href=ask text=t::ask_instead(language) />
                </EmptyState>
            }
            .into_any(),
            None => self.fields(key).into_any(),
        };
        view! {
            <ErrorSummary language=language errors=self.errors.to_vec() />
            <Breadcrumbs language=language trail=trail />
            <PageHeader title=title lead=about />
            <div class="split">
                <div class="stack">
                    {refused}
                    {possible.then(|| self.first())}
                    <Card>{inside}</Card>
                </div>
                {possible.then(|| then(language, hours))}
            </div>
        }
    }

    /// Why this cannot be filed at all: there is nothing that it could be about.
    fn impossible(&self) -> Option<(&'static str, &'static str)> {
        let language = self.language;
        if self.category.needs_line() && self.view.lines.is_empty() {
            Some((t::no_lines(language), t::no_lines_body(language)))
        } else if self.category.needs_bill() && self.view.bills.is_empty() {
            Some((t::no_bills(language), t::no_bills_body(language)))
        } else {
            None
        }
    }

    /// What may answer it without a request. R-SRV-4
    fn first(&self) -> impl IntoView + use<> {
        let language = self.language;
        let way = |href: String, text: String| view! { <p><a href=href>{text}</a></p> };
        let (heading, body, ways) = match self.category {
            Category::Question | Category::Loss => (
                t::question_first(language),
                t::question_first_body(language),
                vec![way("/help".to_owned(), t::help(language).to_owned())],
            ),
            Category::BillDispute => {
                let bill = self.typed.get("bill");
                let known = self.view.bills.iter().any(|balance| balance.bill.number == bill);
                let (href, text) = if known {
                    (format!("/bills/{bill}"), t::see_bill(language, bill))
                } else {
                    ("/bills".to_owned(), t::see_bills(language).to_owned())
                };
                (t::bill_first(language), t::bill_first_body(language), vec![way(href, text)])
            }
            Category::Fault => {
                let barred = self.view.lines.iter().filter(|line| line.state == LineState::Suspended);
                let barred: Vec<_> = barred
                    .map(|line| {
                        let text = t::barred_line(language, &line_name(language, line));
                        way(format!("/lines/{}", line.code), text)
                    })
                    .collect();
                let heading =
                    if barred.is_empty() { t::fault_first(language) } else { t::barred_first(language) };
                (heading, t::fault_first_body(language), barred)
            }
            Category::Complaint => (
                t::complaint_first(language),
                t::complaint_first_body(language),
                vec![way(
                    address(Category::BillDispute, self.typed),
                    t::dispute_instead(language).to_owned(),
                )],
            ),
            Category::Suspension => {
                let own = self.view.lines.iter();
                let own = own.map(|line| way(format!("/lines/{}", line.code), line_name(language, line)));
                (t::suspension_first(language), t::suspension_first_body(language), own.collect())
            }
        };
        // A barred line is likelier to be the reason than anything a restart mends.
        let body = (heading != t::barred_first(language)).then_some(body);
        view! {
            <Notice tone=Tone::Info heading=heading>
                {body.map(|body| view! { <p>{body}</p> })}
                {ways.collect_view()}
            </Notice>
        }
    }

    fn fields(&self, key: Uuid) -> impl IntoView + use<> {
        let language = self.language;
        let category: &'static str = self.category.into();
        let call_back = t::call_back(language, &self.view.mobile.spaced());
        view! {
            <form class="form" method="post" action="/requests/new" novalidate>
                <HiddenKey key=key.to_string() />
                <input type="hidden" name="category" value=category />
                {self.line()}
                {self.bill()}
                {self.story()}
                <Checkbox
                    name="call_back"
                    label=call_back
                    checked=self.typed.is_ticked("call_back")
                />
                <div class="actions">
                    <SubmitButton text=t::file(language) />
                    <ButtonLink href="/requests/new" text=t::back(language) weight=Weight::Quiet />
                </div>
            </form>
        }
    }

    fn line(&self) -> Option<AnyView> {
        let language = self.language;
        let optional = matches!(self.category, Category::Question | Category::Complaint);
        let lines = &self.view.lines;
        if lines.is_empty() || !(optional || self.category.needs_line()) {
            return None;
        }
        let any = optional.then(|| Choice::new("", t::no_line(language)));
        let own = lines.iter().map(|line| Choice::new(line.code.clone(), line_name(language, line)));
        let options: Vec<Choice> = any.into_iter().chain(own).collect();
        let value = match (self.typed.get("line"), options.as_slice()) {
            ("", [only]) => only.value.clone(),
            (typed, _) => typed.to_owned(),
        };
        let (name, label, error) = (input(Field::Line), t::which_line(language), self.error(Field::Line));
        Some(if options.len() <= RADIOS {
            view! { <RadioGroup name=name legend=label options=options value=value error=error /> }.into_any()
        } else {
            view! { <SelectField name=name label=label options=options value=value error=error /> }.into_any()
        })
    }

    fn bill(&self) -> Option<AnyView> {
        let language = self.language;
        let optional = self.category == Category::Complaint;
        if self.view.bills.is_empty() || !(optional || self.category.needs_bill()) {
            return None;
        }
        let none = Choice::new("", if optional { t::no_bill(language) } else { t::choose_bill(language) });
        let own = self.view.bills.iter().map(|balance| {
            let month = format::month(language, balance.bill.period_first);
            let words = t::bill_option(language, &month, &format::money(balance.bill.total));
            Choice::new(balance.bill.number.clone(), words)
        });
        let mut options: Vec<Choice> = std::iter::once(none).chain(own).collect();
        // A bill may be older than those on offer, when its own page leads here.
        let typed = self.typed.get("bill");
        if options.iter().all(|option| option.value != typed)
            && numbers::read(typed).as_deref() == Some(typed)
        {
            options.push(Choice::new(typed, t::bill_numbered(language, typed)));
        }
        Some(
            view! {
                <SelectField
                    name=input(Field::Bill)
                    label=t::which_bill(language)
                    options=options
                    value=typed
                    error=self.error(Field::Bill)
                />
            }
            .into_any(),
        )
    }

    fn story(&self) -> impl IntoView + use<> {
        let language = self.language;
        let (label, hint) = match self.category {
            Category::Question => (t::story(language), t::question_hint(language)),
            Category::Complaint => (t::story(language), t::complaint_hint(language)),
            Category::BillDispute => (t::story(language), t::bill_dispute_hint(language)),
            Category::Fault => (t::story(language), t::fault_hint(language)),
            Category::Suspension | Category::Loss => {
                (t::details_optional(language), t::suspension_hint(language))
            }
        };
        let subject = self.category.needs_words().then(|| {
            view! {
                <TextField
                    name=input(Field::Subject)
                    label=t::subject(language)
                    value=self.typed.raw("subject")
                    error=self.error(Field::Subject)
                />
            }
        });
        let outcome = (self.category == Category::Complaint).then(|| {
            view! {
                <TextArea
                    name=input(Field::DesiredOutcome)
                    label=t::desired_outcome(language)
                    value=self.typed.raw("desired_outcome")
                    error=self.error(Field::DesiredOutcome)
                    rows=2
                />
            }
        });
        view! {
            {subject}
            <TextArea
                name=input(Field::Text)
                label=label
                hint=hint
                value=self.typed.raw("text")
                error=self.error(Field::Text)
                rows=if self.category.needs_words() { 6 } else { 3 }
            />
            {outcome}
        }
    }

    fn error(&self, field: Field) -> Option<String> {
        error_of(self.errors, input(field))
    }
}

/// Another request says the same already, or whatever else a rule has against it.
fn not_taken(language: Language, refusal: Refusal) -> impl IntoView + use<> {
    let words = refusals::request(language, &refusal);
    let way = match refusal {
        Refusal::AlreadyReported { number } => {
            let text = t::see_request(language, &number);
            Some(
                view! { <ButtonLink href=format!("/requests/{number}") text=text weight=Weight::Secondary /> },
            )
        }
        _ => None,
    };
    view! {
        <Notice tone=Tone::Warn heading=t::not_taken(language)>
            <p>{words}</p>
            <div class="actions">{way}</div>
        </Notice>
    }
}

/// How soon, and what happens once it is filed. R-SRV-10
fn then(language: Language, hours: i64) -> impl IntoView + use<> {
    let points = [
        t::then_number(language).to_owned(),
        t::then_answer(language, hours),
        t::then_yours(language, REOPEN_DAYS),
    ];
    view! {
        <Card title=t::then(language)>
            <ol class="points">{points.map(|point| view! { <li>{point}</li> }).collect_view()}</ol>
        </Card>
    }
}
