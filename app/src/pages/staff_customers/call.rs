//! `/staff/customers/{code}/call`: who calls, what about, and what is done for them. R-CUS-5, R-SRV-1, R-SRV-5

use crate::{
    components::{FieldError, *},
    format,
    forms::Form,
    locales::{
        refusals, request_words, staff_calls as t, staff_customers as of_customers,
        staff_requests as of_staff,
    },
};
use crm::{
    Timestamp,
    caller_checks::{CheckOutcome, Refusal},
    language::Language,
    lines::LineKind,
    requests::{Category, Field},
};
use leptos::prelude::*;
use operations::{
    Error, Refusal as Refused,
    callers::{CallView, CallerChecked, NoteShown},
    staff_customers::{LineShown, LinesShown},
};
use uuid::Uuid;

/// Which form of the page was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    /// The code.
    Code,
    /// The questions.
    Answers,
    /// The note.
    Note,
    /// The request.
    Case,
    /// The loss report.
    Lost,
}

impl Door {
    /// The field an error of the whole form is shown at.
    fn first_field(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Answers => "id_last_six",
            Self::Note => "note",
            Self::Case => "category",
            Self::Lost => "lost_line",
        }
    }
}

/// What somebody sent, and what is amiss with it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attempt {
    typed: Form,
    errors: Vec<FieldError>,
}

impl Attempt {
    /// Nothing is amiss.
    pub(crate) fn is_clean(&self) -> bool {
        self.errors.is_empty()
    }

    /// A loss report that names no phone.
    pub(crate) fn without_line(language: Language, typed: Form) -> Self {
        Self { typed, errors: vec![FieldError::new("lost_line", t::lost_line_missing(language))] }
    }

    /// The caller is not verified. What they said is not shown again: it may be somebody else's secret.
    pub(crate) fn not_verified(language: Language, typed: Form, door: Door, checked: CallerChecked) -> Self {
        let message = match (door, checked.outcome) {
            (Door::Code, CheckOutcome::Pending) => t::wrong_code(language, checked.tries_left),
            (Door::Code, _) => t::used_up(language).to_owned(),
            _ => t::not_shown(language).to_owned(),
        };
        Self { typed, errors: vec![FieldError::new(door.first_field(), message)] }
    }

    /// A rule's no. An error that the page cannot show is handed on.
    pub(crate) fn failed(language: Language, typed: Form, door: Door, error: Error) -> Result<Self, Error> {
        let whole = |message: String| vec![FieldError::new(door.first_field(), message)];
        let errors = match error {
            Error::Refused(Refused::Caller(refusal @ Refusal::UnknownLine)) if door == Door::Case => {
                vec![FieldError::new("line", t::refusal(language, refusal))]
            }
            Error::Refused(Refused::Caller(refusal)) => whole(t::refusal(language, refusal).to_owned()),
            Error::Refused(Refused::Line(refusal)) => whole(refusals::line(language, refusal)),
            Error::Refused(Refused::Request(refusal)) => whole(refusals::request(language, &refusal)),
            Error::Refused(Refused::Draft(errors)) => {
                let unwritten =
                    if door == Door::Note { t::note_missing(language) } else { t::story_missing(language) };
                let shown = errors.into_iter().map(|error| {
                    let field = match error.field {
                        Field::Text if door == Door::Note => "note",
                        Field::Text => "text",
                        Field::Subject => "subject",
                        Field::Line => "line",
                        _ => door.first_field(),
                    };
                    FieldError::new(field, request_words::problem(language, error, unwritten))
                });
                shown.collect()
            }
            error => return Err(error),
        };
        Ok(Self { typed, errors })
    }

    fn error(&self, field: &str) -> Option<String> {
        error_of(&self.errors, field)
    }
}

/// The page; each form has a key of its own.
pub(crate) fn call(
    language: Language,
    view: CallView,
    attempt: &Attempt,
    keys: [Uuid; 6],
) -> impl IntoView + use<> {
    let CallView { customer, verified_until, code_good_until, lines, notes } = view;
    let code = customer.code.clone();
    let base = format!("/staff/customers/{code}");
    let trail = vec![
        Crumb::new("/staff/customers", of_customers::title(language)),
        Crumb::new(base.clone(), of_customers::customer_title(language, &code)),
    ];
    let [send, read_out, answers, note, case, lost] = keys;
    let page = Page { language, base: &base, attempt, lines: &lines };
    let by_code = page.by_code(&customer.mobile, code_good_until, [send, read_out]);
    let by_questions = page.by_questions(answers);
    view! {
        <ErrorSummary language=language errors=attempt.errors.clone() />
        <Breadcrumbs language=language trail=trail />
        <PageHeader title=t::title(language, &code) lead=t::lead(language) />
        <div class="split">
            <div class="stack">
                <Card title=t::who_calls(language)>
                    {standing(language, verified_until)} {by_code} {by_questions}
                </Card>
                {page.case(case)}
            </div>
            <div class="stack compact">
                {page.note(note, notes)} {page.lost(verified_until.is_some(), lost)}
            </div>
        </div>
    }
}

fn standing(language: Language, verified_until: Option<Timestamp>) -> impl IntoView + use<> {
    let (tone, text) = match verified_until {
        Some(until) => (Tone::Good, t::verified(language, &format::time(until))),
        None => (Tone::Warn, t::not_verified(language).to_owned()),
    };
    view! { <p><Badge tone=tone text=text /></p> }
}

struct Page<'a> {
    language: Language,
    base: &'a str,
    attempt: &'a Attempt,
    lines: &'a LinesShown,
}

impl Page<'_> {
    fn by_code(
        &self,
        mobile: &str,
        good_until: Option<Timestamp>,
        [send, read_out]: [Uuid; 2],
    ) -> impl IntoView + use<> {
        let (language, base) = (self.language, self.base);
        let waits = good_until.is_some();
        // A code that was used up or refused has its error where the next one is typed.
        let error = self.attempt.error("code");
        let check = good_until.map(|until| {
            let error = error.clone();
            view! {
                <form class="form" method="post" action=format!("{base}/verify/code/check") novalidate>
                    <HiddenKey key=read_out.to_string() />
                    <TextField
                        name="code"
                        label=t::code(language)
                        hint=t::code_hint(language, &format::time(until))
                        error=error
                        inputmode="numeric"
                        autocomplete="off"
                        maxlength=12
                        width="short"
                    />
                    <SubmitButton text=t::check(language) />
                </form>
            }
        });
        let refused = error.filter(|_| !waits).map(|error| {
            view! {
                <p class="field-error" id="code" tabindex="-1">
                    {error}
                </p>
            }
        });
        let (text, weight) = if waits {
            (t::send_again(language), Weight::Quiet)
        } else {
            (t::send(language), Weight::Secondary)
        };
        view! {
            <h3>{t::by_code(language)}</h3>
            <p>{t::by_code_body(language, mobile)}</p>
            {refused}
            {check}
            <form method="post" action=format!("{base}/verify/code")>
                <HiddenKey key=send.to_string() />
                <SubmitButton text=text weight=weight />
            </form>
        }
    }

    fn by_questions(&self, key: Uuid) -> impl IntoView + use<> {
        let language = self.language;
        let action = format!("{}/verify/answers", self.base);
        view! {
            <h3>{t::by_questions(language)}</h3>
            <p>{t::by_questions_body(language)}</p>
            <form class="form" method="post" action=action novalidate autocomplete="off">
                <HiddenKey key=key.to_string() />
                <TextField
                    name="id_last_six"
                    label=t::id_last_six(language)
                    error=self.attempt.error("id_last_six")
                    autocomplete="off"
                    maxlength=6
                    width="short"
                />
                <TextField
                    name="last_bill"
                    label=t::last_bill(language)
                    inputmode="decimal"
                    autocomplete="off"
                    maxlength=20
                    width="short"
                />
                <TextField
                    name="email"
                    label=t::email(language)
                    kind="email"
                    autocomplete="off"
                    maxlength=254
                />
                <SubmitButton text=t::check(language) weight=Weight::Secondary />
            </form>
        }
    }

    fn case(&self, key: Uuid) -> impl IntoView + use<> {
        let (language, typed) = (self.language, &self.attempt.typed);
        // A dispute starts at its bill, and a loss bars a line: neither begins here.
        let categories = [Category::Question, Category::Complaint, Category::Fault, Category::Suspension];
        let categories = categories
            .map(|category| Choice::new(category.as_ref(), request_words::category(language, category)));
        let line = self.line();
        let form = view! {
                <form class="form" method="post" action=format!("{}/case", self.base) novalidate>
                    <HiddenKey key=key.to_string() />
                    <RadioGroup
                        name="category"
                        legend=t::about(language)
                        options=categories.to_vec()
                        value=typed.get("category")
                        error=self.attempt.error("category")
                    />
                    {line}
                    <TextField
                        name="subject"
                        label=t::subject(language)
                        value=typed.raw("subject")
                        error=self.attempt.error("subject")
                        autocomplete="off"
                    />
                    <TextArea
                        name="text"
                        label=t::story(language)
                        value=typed.raw("text")
                        error=self.attempt.error("text")
                        rows=4
                    />
                    <Checkbox
                        name="call_back"
                        label=t::call_back(language)
                        checked=typed.is_ticked("call_back")
                    />
                    <SubmitButton text=t::file(language) weight=Weight::Secondary />
                </form>
        };
        view! { <Card title=t::case(language)>{form}</Card> }
    }

    /// The line a request concerns: chosen, or of a customer with very many lines, by its code.
    fn line(&self) -> AnyView {
        let (language, typed) = (self.language, &self.attempt.typed);
        let error = self.attempt.error("line");
        if self.lines.more > 0 {
            return self.code_of_line("line", t::line(language), error);
        }
        let none = Choice::new("", t::no_line(language));
        let lines = std::iter::once(none).chain(self.lines.first.iter().map(|line| choice(language, line)));
        let (options, value) = (lines.collect(), typed.get("line"));
        view! { <SelectField name="line" label=t::line(language) options=options value=value error=error /> }
            .into_any()
    }

    fn code_of_line(&self, name: &'static str, label: &'static str, error: Option<String>) -> AnyView {
        let hint = t::line_code_hint(self.language);
        let value = self.attempt.typed.get(name);
        view! {
            <TextField
                name=name
                label=label
                hint=hint
                value=value
                error=error
                autocomplete="off"
                maxlength=20
                width="short"
            />
        }
        .into_any()
    }

    fn note(&self, key: Uuid, notes: Vec<NoteShown>) -> impl IntoView + use<> {
        let language = self.language;
        let notes = if notes.is_empty() {
            view! { <p class="soft">{t::no_notes(language)}</p> }.into_any()
        } else {
            let rows = notes.into_iter().map(|note| note_row(language, note)).collect_view();
            view! { <ul class="lines">{rows}</ul> }.into_any()
        };
        let form = view! {
                <form class="form" method="post" action=format!("{}/note", self.base) novalidate>
                    <HiddenKey key=key.to_string() />
                    <TextArea
                        name="note"
                        label=t::note(language)
                        hint=t::note_hint(language)
                        value=self.attempt.typed.raw("note")
                        error=self.attempt.error("note")
                        rows=3
                    />
                    <SubmitButton text=t::save_note(language) weight=Weight::Secondary />
                </form>
        };
        view! {
            <Card title=t::note(language)>
                {form}
                <h3>{t::notes(language)}</h3>
                {notes}
            </Card>
        }
    }

    fn lost(&self, verified: bool, key: Uuid) -> impl IntoView + use<> {
        let (language, typed) = (self.language, &self.attempt.typed);
        let phones: Vec<Choice> = self
            .lines
            .first
            .iter()
            .filter(|line| line.kind == LineKind::Phone)
            .map(|line| choice(language, line))
            .collect();
        let body = if phones.is_empty() {
            view! { <p class="soft">{of_customers::no_lines(language)}</p> }.into_any()
        } else if !verified {
            // An error of a form that is gone since the half hour was over still needs its place.
            let error = self.attempt.error("lost_line");
            let id = error.is_some().then_some("lost_line");
            view! {
                <p id=id tabindex=id.map(|_| "-1")>
                    {t::refusal(language, Refusal::NotVerified)}
                </p>
            }
            .into_any()
        } else {
            let value = match (typed.get("lost_line"), phones.as_slice()) {
                ("", [only]) => only.value.clone(),
                (typed, _) => typed.to_owned(),
            };
            let error = self.attempt.error("lost_line");
            let phone = if self.lines.more > 0 {
                self.code_of_line("lost_line", t::lost_line(language), error)
            } else {
                view! {
                    <RadioGroup
                        name="lost_line"
                        legend=t::lost_line(language)
                        options=phones
                        value=value
                        error=error
                    />
                }
                .into_any()
            };
            let how =
                vec![Choice::new("lost", t::mislaid(language)), Choice::new("stolen", t::stolen(language))];
            let loss = if typed.get("loss") == "stolen" { "stolen" } else { "lost" };
            view! {
                <form class="form" method="post" action=format!("{}/lost", self.base) novalidate>
                    <HiddenKey key=key.to_string() />
                    <p>{t::lost_body(language)}</p>
                    {phone}
                    <RadioGroup name="loss" legend=t::how(language) options=how value=loss />
                    <SubmitButton text=t::bar(language) weight=Weight::Danger />
                </form>
            }
            .into_any()
        };
        view! { <Card title=t::lost(language)>{body}</Card> }
    }
}

fn choice(language: Language, line: &LineShown) -> Choice {
    let kind = match line.kind {
        LineKind::Phone => of_staff::phone(language),
        LineKind::Internet => of_staff::internet(language),
    };
    let name = line.msisdn.as_deref().unwrap_or(kind);
    Choice::new(line.code.clone(), format!("{name} · {}", line.code))
}

fn note_row(language: Language, note: NoteShown) -> impl IntoView + use<> {
    let NoteShown { text, by, at } = note;
    view! {
        <li>
            <p class="written">{text}</p>
            <p class="soft small">
                <time datetime=format::machine_time(at)>{format::date_time(language, at)}</time>
                " · "
                {by}
            </p>
        </li>
    }
}
