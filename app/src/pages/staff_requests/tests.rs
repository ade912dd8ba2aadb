//! The staff's pages with made-up requests. `STYLEGUIDE=folder cargo test` also writes them there, to be looked at.

use super::*;
use crate::pages::requests::{
    Attempt,
    tests::{at, bill, events, key, refused, sample, shown, typed, wrong},
};
use axum::http::StatusCode;
use crm::{
    customers::Tier,
    lines::{LineKind, LineState},
    requests::{Category, Field, Problem, Refusal},
};
use operations::staff_requests::{CustomerFacts, LineFacts, StaffRequestView};
use rstest::rstest;
use store::orders::Before;

const LANGUAGES: [Language; 2] = [Language::ZhCn, Language::En];

fn view(state: RequestState, staff: u128) -> StaffRequestView {
    let mut request = sample(state);
    if state == RequestState::Acknowledged {
        request.assigned_to = None;
    }
    let name = |id| if id == key(70).into() { Some("billing.two".to_owned()) } else { None };
    StaffRequestView {
        events: events().into_iter().map(|event| (event.clone(), event.staff_id.and_then(name))).collect(),
        customer: CustomerFacts {
            code: "7590-VHVEG".into(),
            name: "7590-VHVEG".into(),
            masked_mobile: "139****5807".into(),
            tier: Tier::Gold,
            blacklisted: true,
            language: Language::ZhCn,
            since: "2024-01-01".parse().unwrap(),
        },
        line: Some(LineFacts {
            code: "L000000040".into(),
            kind: LineKind::Phone,
            masked_msisdn: Some("139****0040".into()),
            state: LineState::Suspended,
        }),
        bill: Some(bill()),
        taken_by: request.assigned_to.and_then(name),
        choices: request.staff_choices(key(staff).into()),
        late: request.is_late(at("06T09:00")),
        request,
    }
}

fn worked(name: &str, language: Language, view: StaffRequestView, attempt: &Attempt) -> String {
    shown(name, language, true, || request(language, view, attempt, [key(91), key(92)]))
}

#[test]
fn the_queue_says_what_to_do_first() {
    let row = |state, late, taken_by: Option<&str>, mine| QueueRow {
        request: sample(state),
        customer_code: "7590-VHVEG".into(),
        late,
        taken_by: taken_by.map(str::to_owned),
        mine,
    };
    for language in LANGUAGES {
        let mut rows = vec![
            row(RequestState::InProgress, true, Some("desk.seven"), true),
            row(RequestState::Acknowledged, false, None, false),
            row(RequestState::Pending, false, Some("billing.two"), false),
        ];
        rows[0].request.category = Category::Loss;
        rows[0].request.priority = Priority::Urgent;
        rows[0].request.subject = String::new();
        rows[2].request.subject = "不断重复的很长的标题".repeat(12);
        rows[2].request.priority = Priority::Normal;
        let next = Some(Before { at: at("05T09:30"), id: key(60) });
        let all = Queue { rows: rows.clone(), next };
        let html = shown("queue", language, true, || queue(language, all, None, true));
        for words in
            [t::late(language), t::urgent(language), t::you(language), "billing.two", "7590-VHVEG", "?after="]
        {
            assert!(html.contains(words), "{words} in {html}");
        }
        assert!(html.contains(&format!(" · {}", t::billing(language))), "the desk, where all are shown");
        let billing = Queue { rows, next };
        let html =
            shown("queue-billing", language, true, || queue(language, billing, Some(Route::Billing), false));
        assert!(html.contains("?route=billing&amp;after=") && html.contains(t::first(language)), "{html}");
        assert!(!html.contains(&format!(" · {}", t::billing(language))), "{html}");
        let empty = Queue { rows: Vec::new(), next: None };
        let html = shown("queue-none", language, true, || queue(language, empty, Some(Route::Network), true));
        assert!(html.contains(t::none_body(language)), "{html}");
    }
}

#[rstest]
#[case::mine("mine", RequestState::InProgress, 70, &["answer", "ask", "resolve", "note"])]
#[case::untaken("untaken", RequestState::Acknowledged, 70, &["take", "note"])]
#[case::of_a_colleague("colleague", RequestState::InProgress, 71, &["note"])]
#[case::over("over", RequestState::Resolved, 70, &["note"])]
fn only_what_can_be_done_is_offered(
    #[case] name: &str,
    #[case] state: RequestState,
    #[case] staff: u128,
    #[case] steps: &[&str],
) {
    for language in LANGUAGES {
        let html = worked(&format!("staff-{name}"), language, view(state, staff), &Attempt::default());
        let offered: Vec<_> = ["take", "answer", "ask", "resolve", "note"]
            .into_iter()
            .filter(|step| html.contains(&format!("action=\"/staff/requests/R4K2MXR7QZ/{step}\"")))
            .collect();
        assert_eq!(offered, steps, "{html}");
        assert!(html.contains("致电客户") && html.contains(t::staff_only(language)), "{html}");
        assert!(html.contains("139****5807") && html.contains(t::blacklisted(language)), "{html}");
    }
}

#[rstest]
#[case("text", t::write_missing(Language::En))]
#[case(NOTE, t::note_missing(Language::En))]
fn what_is_missing_is_said_where_it_is_missing(#[case] field: &str, #[case] words: &str) {
    let attempt = wrong(typed(&[(field, " ")]), &[(Field::Text, Problem::Missing)]);
    assert_eq!(attempt.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let name = format!("staff-missing-{field}");
    let html = worked(&name, Language::En, view(RequestState::InProgress, 70), &attempt);
    assert!(html.contains(&format!("href=\"#{field}\"")) && html.contains(words), "{html}");
    assert_eq!(html.matches("aria-invalid").count(), 1, "{html}");
}

#[test]
fn who_was_faster_is_named_and_nothing_typed_is_lost() {
    let by = key(70).into();
    let attempt = refused(typed(&[("text", "正在核查")]), Refusal::AlreadyTaken { by });
    assert_eq!(attempt.status(), StatusCode::CONFLICT);
    let theirs = worked("staff-taken", Language::ZhCn, view(RequestState::InProgress, 71), &attempt);
    assert!(theirs.contains(&t::taken_by(Language::ZhCn, "billing.two")), "{theirs}");
    let own = worked("staff-taken-mine", Language::ZhCn, view(RequestState::InProgress, 70), &attempt);
    assert!(own.contains(t::taken_by_you(Language::ZhCn)), "{own}");
    for html in [theirs, own] {
        assert_eq!(html.matches("正在核查").count(), 1, "{html}");
    }
}
