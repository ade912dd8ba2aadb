use super::*;
use crate::{
    locales::offerings::tests::plan as offering,
    pages::plan_change::samples::{html, line, names, product},
};
use crm::catalogue::OfferingKind;
use jiff::civil::date;
use rstest::rstest;

fn list_html(need: Option<Need>) -> String {
    let calls = Offering { needs: vec![Need::Calls], ..offering("C", 59) };
    let lines = vec![(line(), product("B", OfferingKind::Plan, 59))];
    let plans = vec![offering("A", 39), calls, offering("B", 69)];
    let view = PlansView { kind: LineKind::Phone, plans, lines, names: names() };
    html("plans", Language::En, || list(Language::En, view, need))
}

fn plan_html(plan: Offering, is_orderable: bool) -> String {
    let lines = vec![(line(), product("B", OfferingKind::Plan, 59))];
    let view = PlanView { plan, is_orderable, lines, names: names(), today: date(2026, 11, 22) };
    html("plan", Language::En, || super::plan(Language::En, view))
}

#[test]
fn each_plan_leads_to_the_change_and_the_present_one_is_marked() {
    let html = list_html(None);
    for code in ["A", "C"] {
        assert!(html.contains(&format!("/lines/L7KQ2/change-plan?plan={code}")), "{code}");
    }
    assert!(!html.contains("change-plan?plan=B"));
    assert_eq!(html.matches("Your plan<").count(), 1);
    assert!(html.contains("At the price you signed: ¥59.00"));
}

#[rstest]
#[case(None, 3)]
#[case(Some(Need::Data), 2)]
#[case(Some(Need::Calls), 1)]
#[case(Some(Need::Senior), 0)]
fn a_need_narrows_the_list(#[case] need: Option<Need>, #[case] plans: usize) {
    let html = list_html(need);
    assert_eq!(html.matches("figure-value").count(), plans);
    assert_eq!(html.contains("No plan matches"), plans == 0);
}

#[rstest]
#[case::on_sale(offering("A", 39), true, None)]
#[case::withdrawn(Offering { sale_until: Some(date(2023, 12, 31)), ..offering("A", 39) }, false, Some("no longer sold"))]
#[case::coming(Offering { sale_from: date(2027, 1, 1), ..offering("A", 39) }, false, Some("from 1 Jan 2027"))]
#[case::seniors(Offering { eligibility: Eligibility::Seniors, ..offering("A", 39) }, false, Some("senior citizens only"))]
fn a_plan_that_cannot_be_ordered_says_why(
    #[case] plan: Offering,
    #[case] is_orderable: bool,
    #[case] why: Option<&str>,
) {
    let html = plan_html(plan, is_orderable);
    assert_eq!(html.contains("change-plan?plan=A"), is_orderable);
    assert_eq!(html.contains("notice-info"), why.is_some());
    assert!(why.is_none_or(|why| html.contains(why)), "{html}");
}
