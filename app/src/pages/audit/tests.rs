use super::*;
use crate::render::{self, Section, Shell, Site, Visitor};
use crm::{Timestamp, audit::AuditEvent};
use leptos::config::LeptosOptions;
use operations::access::{columns, right};
use rstest::rstest;
use store::orders::Before;
use uuid::Uuid;

const LANGUAGES: [Language; 2] = [Language::ZhCn, Language::En];

fn found() -> Found {
    let at: Timestamp = "2026-11-01T08:05:09Z".parse().unwrap();
    let event = AuditEvent {
        id: Uuid::from_u128(7).into(),
        at,
        actor: "staff:wren".to_owned(),
        operation: "viewQueue".to_owned(),
        object: "request:R7KQ2MXR4Z".to_owned(),
        outcome: AuditOutcome::Denied,
        facts: r#"{"customer":"=HYPERLINK(1)"}"#.to_owned(),
    };
    let other = AuditEvent {
        id: Uuid::from_u128(6).into(),
        operation: "formerOperation".to_owned(),
        object: "=cmd".to_owned(),
        facts: "=1+1".to_owned(),
        ..event.clone()
    };
    let events =
        vec![FoundEvent { event, position: None }, FoundEvent { event: other, position: Some(1_234) }];
    Found { events, next: Some(Before { at, id: Uuid::from_u128(6) }) }
}

fn page<V: IntoView + 'static>(language: Language, view: impl FnOnce() -> V) -> String {
    let site = Site::new(&LeptosOptions::builder().output_name("wangting").build());
    let shell = Shell {
        language,
        title: t::title(language).to_owned(),
        visitor: Visitor::Auditor { name: "owl".to_owned() },
        section: Some(Section::Audit),
        path: "/staff/audit".to_owned(),
        flash: None,
        acting: None,
        demo: false,
    };
    let rendered = render::page(&site, shell, "n0nce", view);
    assert!(!rendered.has_islands);
    rendered.html
}

fn asked() -> Asked {
    Asked { who: "a&b=\"c\"".to_owned(), operation: "viewQueue".to_owned(), ..Asked::default() }
}

#[test]
fn the_trail_shows_what_was_found_and_where_it_goes_on() {
    for language in LANGUAGES {
        let html = page(language, || trail(language, &asked(), Vec::new(), Some(found()), true));
        for words in [
            t::unsealed(language),
            &t::sealed(language, "1,234"),
            words::operation(language, Operation::ViewQueue),
            "formerOperation",
            "=HYPERLINK(1)",
            "/staff/audit?who=a%26b%3D%22c%22&amp;operation=viewQueue&amp;before=",
            "/staff/audit/csv?who=a%26b%3D%22c%22&amp;operation=viewQueue\"",
            "/staff/audit?object=request%3AR7KQ2MXR4Z",
        ] {
            assert!(html.contains(words), "{words} in {html}");
        }
        assert!(!html.contains(" style="));
    }
}

#[test]
fn what_cannot_be_read_is_said_and_kept() {
    let asked = Asked { from: "2026-13-01".to_owned(), to: "yesterday".to_owned(), ..asked() };
    for language in LANGUAGES {
        let errors = asked.search(language).expect_err("no days");
        assert_eq!(errors.iter().map(|error| error.field).collect::<Vec<_>>(), ["from", "to"]);
        let html = page(language, || trail(language, &asked, errors, None, false));
        assert!(html.contains("error-summary") && html.contains("href=\"#to\""), "{html}");
        assert!(html.contains("value=\"2026-13-01\""), "{html}");
        let backwards =
            Asked { from: "2026-11-02".to_owned(), to: "2026-11-01".to_owned(), ..Asked::default() };
        assert_eq!(backwards.search(language), Err(vec![FieldError::new("to", t::wrong_order(language))]));
    }
}

#[test]
fn a_search_survives_its_address() {
    let address = asked().address_with("before", "5f-1");
    let (_, query) = address.split_once('?').unwrap();
    let uri: axum::http::Uri = format!("/staff/audit?{query}").parse().unwrap();
    let axum::extract::Query(read) = axum::extract::Query::try_from_uri(&uri).unwrap();
    assert_eq!(Asked::read(&read), asked());
}

#[rstest]
#[case(Language::ZhCn, "封存,时间,")]
#[case(Language::En, "Seal,Time,")]
fn an_export_holds_no_formula_and_says_what_is_left_out(#[case] language: Language, #[case] head: &str) {
    let text = String::from_utf8(csv(language, &found())).unwrap();
    let body = text.strip_prefix('\u{feff}').unwrap();
    assert!(body.starts_with(head), "{body}");
    let mut reader = csv::Reader::from_reader(body.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!((&rows[1][0], &rows[1][4], &rows[1][6]), ("1234", "'=cmd", "'=1+1"));
    assert_eq!(&rows[2][0], t::left_out(language, "10,000"));
    let whole = Found { next: None, ..found() };
    assert_eq!(String::from_utf8(csv(language, &whole)).unwrap().lines().count(), 3);
}

#[test]
fn the_rights_are_those_of_the_table() {
    for language in LANGUAGES {
        let html = page(language, || rights(language));
        assert_eq!(html.matches("<tr>").count(), Operation::VARIANTS.len() + 1);
        let cells = Operation::VARIANTS
            .iter()
            .flat_map(|of| columns().map(|(role, standing)| right(*of, role, standing)));
        let without = cells.filter(Option::is_none).count();
        assert_eq!(html.matches(&format!(">{}<", words::no_right(language))).count(), without);
    }
}
