//! The pages with made-up requests. `STYLEGUIDE=folder cargo test` also writes them there, to be looked at.

use super::*;
use crate::render::{self, Section, Shell, Site, Visitor};
use crm::{
    bills::{Bill, BillBalance, BillState},
    customers::{Msisdn, Origin, Tier},
    lines::{BarReason, LineKind, LineState},
    money::Money,
    orders::Channel,
    requests::{Category, FieldError as Wrong, Priority, Problem, RequestEvent, RequestEventKind, Route},
};
use leptos::config::LeptosOptions;
use operations::requests::{RequestForm, RequestView};
use rstest::rstest;
use std::{collections::BTreeMap, fs};
use store::orders::Before;
use uuid::Uuid;

const LANGUAGES: [Language; 2] = [Language::ZhCn, Language::En];

pub(crate) fn at(text: &str) -> Timestamp {
    format!("2026-11-{text}:00+08:00").parse().unwrap()
}

pub(crate) fn key(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub(crate) fn line(number: u128, kind: LineKind, barred: Option<BarReason>) -> Line {
    let phone = kind == LineKind::Phone;
    Line {
        id: key(number).into(),
        code: format!("L{number:0>9}"),
        customer_id: key(1).into(),
        account_id: key(2).into(),
        kind,
        msisdn: phone.then(|| Msisdn::parse(&format!("1391234{number:0>4}")).unwrap()),
        state: if barred.is_some() { LineState::Suspended } else { LineState::Active },
        barred,
        barred_beneath: None,
        since: "2024-01-01".parse().unwrap(),
        ended_on: None,
        version: 1,
    }
}

pub(crate) fn bill() -> Bill {
    Bill {
        id: key(50).into(),
        number: "B7KQ2MXR4Z".into(),
        account_id: key(2).into(),
        customer_id: key(1).into(),
        period_first: "2026-10-01".parse().unwrap(),
        period_last: "2026-10-31".parse().unwrap(),
        issued_on: "2026-11-01".parse().unwrap(),
        due_on: "2026-11-20".parse().unwrap(),
        total: Money::from_fen(12_850),
        state: BillState::Sent,
        origin: Origin::Generated,
    }
}

pub(crate) fn sample(state: RequestState) -> Request {
    Request {
        id: key(60).into(),
        number: "R4K2MXR7QZ".into(),
        customer_id: key(1).into(),
        line_id: Some(key(40).into()),
        bill_id: Some(key(50).into()),
        category: Category::BillDispute,
        state,
        priority: Priority::High,
        route: Route::Billing,
        channel: Channel::Web,
        subject: "十月的漫游费不是我用的".into(),
        call_back: true,
        assigned_to: Some(key(70).into()),
        opened_at: at("02T09:30"),
        due_at: at("05T09:30"),
        resolved_at: (state == RequestState::Resolved).then(|| at("04T16:20")),
        version: 3,
    }
}

pub(crate) fn events() -> Vec<RequestEvent> {
    use RequestEventKind as K;
    let story = "账单上有一笔漫游费45元，但我整个十月都没有离开过本市。\n\n请核查并退还。";
    let told = [
        (K::Opened, "02T09:30", story),
        (K::LineBarred, "02T09:30", ""),
        (K::Taken, "02T10:05", ""),
        (K::AskedBack, "02T10:12", "请问您的手机十月份是否借给他人使用过？"),
        (K::Replied, "02T12:40", "没有，一直是我本人使用。"),
        (K::CallNote, "03T09:00", "致电客户，确认未出国。"),
        (K::Resolved, "04T16:20", "经核查，该笔费用系边境信号误触发，已退还45元，将在下期账单中体现。"),
    ];
    let event = |(position, (kind, moment, text)): (usize, (RequestEventKind, &str, &str))| {
        let staff = matches!(Side::of(kind), Side::Staff | Side::Note);
        RequestEvent {
            position: i64::try_from(position).unwrap() + 1,
            at: at(moment),
            kind,
            staff_id: staff.then(|| key(70).into()),
            text: text.to_owned(),
        }
    };
    told.into_iter().enumerate().map(event).collect()
}

pub(crate) fn typed(fields: &[(&str, &str)]) -> Form {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Form::new(fields.collect::<BTreeMap<_, _>>())
}

pub(crate) fn wrong(form: Form, errors: &[(Field, Problem)]) -> Attempt {
    let errors = errors.iter().map(|&(field, problem)| Wrong { field, problem }).collect();
    Attempt::failed(form, Error::Refused(operations::Refusal::Draft(errors))).unwrap()
}

pub(crate) fn refused(form: Form, refusal: Refusal) -> Attempt {
    Attempt::failed(form, Error::Refused(operations::Refusal::Request(refusal))).unwrap()
}

/// Renders a page, keeps it to be looked at, and checks what holds for every page.
pub(crate) fn shown<V: IntoView + 'static>(
    name: &str,
    language: Language,
    staff: bool,
    view: impl FnOnce() -> V,
) -> String {
    let site = Site::new(&LeptosOptions::builder().output_name("wangting").build());
    let name_of = |name: &str| name.to_owned();
    let shell = Shell {
        language,
        title: name.to_owned(),
        visitor: if staff {
            Visitor::Staff { name: name_of("desk.seven"), supervisor: false }
        } else {
            Visitor::Customer { name: name_of("7590-VHVEG") }
        },
        section: Some(if staff { Section::Queue } else { Section::Requests }),
        path: "/requests".to_owned(),
        flash: None,
        demo: false,
        acting: None,
    };
    let html = render::page(&site, shell, "", view).html;
    assert!(!html.contains(" style="), "{html}");
    assert_eq!(html.matches("<h1").count(), 1, "{html}");
    if let Ok(folder) = std::env::var("STYLEGUIDE") {
        fs::write(format!("{folder}/{name}-{language}.html"), &html).unwrap();
    }
    html
}

fn offer() -> RequestForm {
    let older = |month: i8| Bill {
        number: format!("B7KQ2MX{month:0>3}"),
        period_first: crm::Date::new(2026, month, 1).unwrap(),
        ..bill()
    };
    let balance = |bill| BillBalance { bill, outstanding: Money::ZERO };
    RequestForm {
        lines: vec![line(40, LineKind::Phone, None), line(41, LineKind::Internet, None)],
        bills: vec![balance(bill()), balance(older(9)), balance(older(8))],
        mobile: Msisdn::parse("13912345807").unwrap(),
        tier: Tier::Standard,
    }
}

fn view(state: RequestState, late: bool) -> RequestView {
    let request = sample(state);
    let now = at("04T18:00");
    RequestView {
        events: events().into_iter().filter(|event| event.kind.is_for_customer()).collect(),
        line: Some(line(40, LineKind::Phone, None)),
        bill: Some(bill()),
        choices: request.choices(now),
        next_doer: request.next_doer(),
        late,
        request,
    }
}

fn filed(name: &str, language: Language, offer: &RequestForm, attempt: &Attempt) -> String {
    shown(name, language, false, || form(language, offer, attempt, key(90)))
}

fn followed(name: &str, language: Language, view: RequestView, attempt: &Attempt) -> String {
    shown(name, language, false, || request(language, view, attempt, [key(91), key(92)]))
}

#[test]
fn the_list_says_who_acts_next() {
    for language in LANGUAGES {
        let mut requests = [
            RequestState::Pending,
            RequestState::InProgress,
            RequestState::Acknowledged,
            RequestState::Resolved,
            RequestState::Cancelled,
        ]
        .map(sample);
        requests[1].due_at = at("03T09:30");
        requests[2].subject = String::new();
        requests[4].subject = "不断重复的很长的标题".repeat(12);
        let lines = vec![line(40, LineKind::Phone, None)];
        let next = Some(Before { at: at("01T00:00"), id: key(1) });
        let list_of = |requests: Vec<Request>, newest| {
            let view = RequestList { requests, lines: lines.clone(), next, now: at("04T18:00") };
            move || list(language, view, newest)
        };
        let html = shown("requests", language, false, list_of(requests.to_vec(), true));
        for words in [
            t::waits_for_you(language).to_owned(),
            t::late_since(language, &format::date_time(language, at("03T09:30"))),
            t::answer_by(language, &format::date_time(language, at("05T09:30"))),
            t::reopen_until(language, &format::date_time(language, at("11T16:20"))),
            "139 1234 0040".to_owned(),
            "/requests?before=".to_owned(),
            format!(">{}<", words::category(language, Category::BillDispute)),
        ] {
            assert!(html.contains(&words), "{words} in {html}");
        }
        let html = shown("requests-none", language, false, list_of(Vec::new(), true));
        assert!(html.contains(t::none_body(language)) && html.contains("/requests/new"));
        let html = shown("requests-no-older", language, false, list_of(Vec::new(), false));
        assert!(html.contains(t::no_older(language)) && html.contains("href=\"/requests\""));
    }
}

#[test]
fn a_request_begins_with_what_it_is_about() {
    for language in LANGUAGES {
        let html =
            filed("request-choose", language, &offer(), &Attempt::begun(typed(&[("line", "L000000041")])));
        for (href, tone) in
            [("category=fault&amp;line=L000000041", "fault"), ("category=complaint", "complaint")]
        {
            assert!(html.contains(href), "{tone} in {html}");
        }
        assert!(html.contains(&t::within(language, 24)), "{html}");
        assert!(html.contains("href=\"/lines/L000000040/lost\""), "{html}");
    }
    let nothing = Attempt::begun(typed(&[("category", "nonsense")]));
    assert!(filed("request-nonsense", Language::En, &offer(), &nothing).contains("category=question"));
}

#[rstest]
#[case::one_phone(&[line(40, LineKind::Phone, None)], "", "/lines/L000000040/lost")]
#[case::the_only_one_left(
    &[line(40, LineKind::Phone, Some(BarReason::Lost)), line(42, LineKind::Phone, None)],
    "",
    "/lines/L000000042/lost"
)]
#[case::named(
    &[line(40, LineKind::Phone, None), line(42, LineKind::Phone, None)],
    "L000000042",
    "/lines/L000000042/lost"
)]
#[case::two(&[line(40, LineKind::Phone, None), line(42, LineKind::Phone, None)], "", "category=loss")]
#[case::none(&[line(41, LineKind::Internet, None)], "", "category=loss")]
fn a_lost_phone_takes_no_detour(#[case] lines: &[Line], #[case] named: &str, #[case] href: &str) {
    let offer = RequestForm { lines: lines.to_vec(), ..offer() };
    let html = filed("request-loss-way", Language::En, &offer, &Attempt::begun(typed(&[("line", named)])));
    assert!(html.contains(href), "{html}");
}

#[test]
fn which_phone_is_lost() {
    for language in LANGUAGES {
        let loss = Attempt::begun(typed(&[("category", "loss")]));
        let lines = vec![
            line(40, LineKind::Phone, None),
            line(42, LineKind::Phone, Some(BarReason::Stolen)),
            line(41, LineKind::Internet, None),
        ];
        let html = filed("request-loss", language, &RequestForm { lines, ..offer() }, &loss);
        assert!(
            html.contains("/lines/L000000040/lost") && !html.contains("/lines/L000000042/lost"),
            "{html}"
        );
        assert!(html.contains(t::already_barred(language)) && !html.contains("L000000041"), "{html}");
        let none = RequestForm { lines: Vec::new(), ..offer() };
        assert!(filed("request-loss-none", language, &none, &loss).contains(t::no_phone(language)));
    }
}

#[rstest]
#[case(Category::Question, &["line", "subject", "text", "call_back"])]
#[case(Category::Complaint, &["line", "bill", "subject", "text", "desired_outcome", "call_back"])]
#[case(Category::BillDispute, &["bill", "subject", "text", "call_back"])]
#[case(Category::Fault, &["line", "subject", "text", "call_back"])]
#[case(Category::Suspension, &["line", "text", "call_back"])]
fn a_form_asks_only_for_what_its_category_needs(#[case] category: Category, #[case] asked: &[&str]) {
    for language in LANGUAGES {
        let attempt = Attempt::begun(typed(&[("category", category.as_ref()), ("bill", "B7KQ2MXR4Z")]));
        let html = filed(&format!("request-{category}"), language, &offer(), &attempt);
        let fields = ["line", "bill", "subject", "text", "desired_outcome", "call_back"];
        let has: Vec<_> =
            fields.into_iter().filter(|field| html.contains(&format!(" name=\"{field}\""))).collect();
        assert_eq!(has, asked);
        let hidden = format!("name=\"category\" value=\"{category}\"");
        assert!(html.contains(&hidden) && html.contains(&key(90).to_string()), "{html}");
        let hours = promised(category);
        assert!(html.contains(&t::then_answer(language, hours)), "{html}");
    }
}

fn promised(category: Category) -> i64 {
    crm::requests::promised_hours(category, Tier::Standard)
}

#[test]
fn what_was_typed_stays_beside_what_is_wrong_with_it() {
    for language in LANGUAGES {
        let form = typed(&[
            ("category", "billDispute"),
            ("subject", "</title><b>"),
            ("text", "</textarea><b>"),
            ("call_back", "yes"),
        ]);
        let long = Problem::TooLong { max: 120 };
        let errors = [
            (Field::Subject, long),
            (Field::Text, Problem::ControlCharacters),
            (Field::Bill, Problem::Missing),
        ];
        let attempt = wrong(form, &errors);
        assert_eq!(attempt.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let html = filed("request-wrong", language, &offer(), &attempt);
        assert!(!html.contains("<b>"), "{html}");
        assert!(html.contains("&lt;/textarea&gt;&lt;b&gt;") && html.contains(" checked"), "{html}");
        let places: Vec<_> = ["#bill", "#subject", "#text"]
            .map(|field| html.find(&format!("href=\"{field}\"")).unwrap())
            .to_vec();
        assert!(places.is_sorted(), "in the order of the page");
        assert!(html.contains(words::subject_too_long(language, 120).as_str()));
    }
}

#[test]
fn what_is_already_reported_leads_there() {
    for language in LANGUAGES {
        let form = typed(&[("category", "suspension"), ("line", "L000000040"), ("text", "从周一开始")]);
        let attempt = refused(form, Refusal::AlreadyReported { number: "R4K2MXR7QZ".into() });
        assert_eq!(attempt.status(), StatusCode::CONFLICT);
        let html = filed("request-twice", language, &offer(), &attempt);
        assert!(html.contains("href=\"/requests/R4K2MXR7QZ\"") && html.contains("从周一开始"), "{html}");
    }
}

#[rstest]
#[case::no_line(Category::Fault, RequestForm { lines: Vec::new(), ..offer() })]
#[case::no_bill(Category::BillDispute, RequestForm { bills: Vec::new(), ..offer() })]
fn a_form_that_nothing_could_be_filled_into_says_so(#[case] category: Category, #[case] offer: RequestForm) {
    let attempt = Attempt::begun(typed(&[("category", category.as_ref())]));
    let html = filed(&format!("request-no-{category}"), Language::ZhCn, &offer, &attempt);
    assert!(!html.contains("name=\"text\"") && html.contains("category=question"), "{html}");
}

#[test]
fn a_barred_line_is_named_before_a_fault_is_filed() {
    let lines = vec![line(40, LineKind::Phone, Some(BarReason::Overdue))];
    let attempt = Attempt::begun(typed(&[("category", "fault")]));
    let html = filed("request-fault-barred", Language::ZhCn, &RequestForm { lines, ..offer() }, &attempt);
    assert!(html.contains("href=\"/lines/L000000040\"") && html.contains(" checked"), "{html}");
}

#[rstest]
#[case("B23456789W", true)]
#[case("B23456789X", false)]
#[case("<b>", false)]
fn an_older_bill_is_on_offer_when_its_page_leads_here(#[case] number: &str, #[case] offered: bool) {
    let number =
        if offered { crm::numbers::from_bits(crm::numbers::NumberKind::Bill, 7) } else { number.to_owned() };
    let attempt = Attempt::begun(typed(&[("category", "billDispute"), ("bill", &number)]));
    let html = filed("request-old-bill", Language::En, &offer(), &attempt);
    assert_eq!(html.contains(&t::bill_numbered(Language::En, &number)), offered, "{html}");
}

#[rstest]
#[case::received(RequestState::Acknowledged, true, true)]
#[case::asked(RequestState::Pending, true, true)]
#[case::in_progress(RequestState::InProgress, true, true)]
#[case::held(RequestState::Held, true, true)]
#[case::resolved(RequestState::Resolved, true, false)]
#[case::cancelled(RequestState::Cancelled, false, false)]
#[case::rejected(RequestState::Rejected, false, false)]
#[case::closed(RequestState::Closed, false, false)]
fn each_state_offers_what_can_be_done(
    #[case] state: RequestState,
    #[case] writes: bool,
    #[case] cancels: bool,
) {
    for language in LANGUAGES {
        let late = state == RequestState::InProgress;
        let html = followed(&format!("request-{state}"), language, view(state, late), &Attempt::default());
        assert_eq!(html.contains("name=\"text\""), writes, "{html}");
        assert_eq!(html.contains("name=\"reason\""), cancels, "{html}");
        assert_eq!(html.contains("/reopen\""), state == RequestState::Resolved, "{html}");
        assert_eq!(html.contains(t::late(language)), late, "{html}");
        assert!(html.contains("/lines/L000000040") && html.contains("/bills/B7KQ2MXR4Z"), "{html}");
        assert!(!html.contains("致电客户") && !html.contains(&key(70).to_string()), "staff's own in {html}");
    }
}

#[test]
fn a_cancellation_without_a_reason_stays_open() {
    let form = typed(&[("reason", "")]);
    let attempt = wrong(form, &[(Field::Reason, Problem::Missing)]);
    let html = followed("request-reason", Language::En, view(RequestState::InProgress, false), &attempt);
    assert!(html.contains("<details open") && html.contains("href=\"#reason\""), "{html}");
}

#[rstest]
#[case::no_form_left(RequestState::Cancelled, Refusal::Ended { state: RequestState::Cancelled })]
#[case::into_the_other_form(RequestState::Resolved, Refusal::Resolved { reopen_until: at("11T16:20") })]
fn a_refused_reply_is_not_lost(#[case] state: RequestState, #[case] refusal: Refusal) {
    let attempt = refused(typed(&[("text", "还有一件事")]), refusal);
    let html = followed(&format!("request-refused-{state}"), Language::ZhCn, view(state, false), &attempt);
    assert_eq!(html.matches("还有一件事").count(), 1, "{html}");
    assert!(html.contains(t::not_taken(Language::ZhCn)), "{html}");
}
