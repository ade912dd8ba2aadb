use super::{
    samples::{error, facts, html, line, names, view},
    *,
};
use crate::islands::{
    plan_preview::{Props, meaning, preview},
    props::{pack, unpack},
};
use crm::{
    money::Money,
    plan_change::{Present, Refusal, Target, Terms, quote},
};
use rstest::rstest;
use uuid::Uuid;

fn code(code: &str) -> OfferingCode {
    OfferingCode(code.to_owned())
}

fn target(plan: &str) -> Target {
    let facts = facts();
    facts.targets.iter().find(|target| target.code.0 == plan).expect("a plan of the sample").into()
}

fn terms(plan: &str, start: Start) -> Terms {
    quote(&facts(), &code(plan), start).expect("the sample's plans have terms")
}

fn choose_html(facts: Facts, chosen: Chosen, refusal: Option<Refusal>) -> String {
    let page = ChoosePage { view: view(facts), chosen, refusal, errors: vec![] };
    html("choose", Language::En, || choose(Language::En, page))
}

fn check_html(terms: Terms, seen: Seen, again: Option<Again>) -> String {
    let key = Uuid::from_u128(7);
    let page = CheckPage { view: view(facts()), terms, seen, accepted: false, again, errors: vec![], key };
    html("check", Language::En, || check(Language::En, page))
}

#[rstest]
#[case::up_at_once("D", Start::Now)]
#[case::up_later("D", Start::NextCycle)]
#[case::sideways("C", Start::NextCycle)]
#[case::down_with_a_fee("A", Start::NextCycle)]
fn the_browser_previews_what_the_server_will_show(#[case] plan: &str, #[case] start: Start) {
    let terms = terms(plan, start);
    assert_eq!(preview(&facts().present(), &target(plan), start), Some((terms.clone(), false)));
    let add_ons = add_on_names(Language::En, &facts(), &names());
    let rows = meaning(Language::En, &facts().present(), &terms, &add_ons);
    let checked = check_html(terms, Seen::default(), None);
    let chosen = Chosen { plan: Some(code(plan)), start: Some(start), need: None };
    let previewed = choose_html(facts(), chosen, None);
    for row in rows {
        for words in [row.label, &row.value, &row.note] {
            assert!(checked.contains(words), "{words} on the check page");
            assert!(previewed.contains(words), "{words} in the preview");
        }
    }
}

#[test]
fn a_cheaper_plan_at_once_is_previewed_from_the_next_cycle() {
    let later = terms("A", Start::NextCycle);
    assert_eq!(preview(&facts().present(), &target("A"), Start::Now), Some((later, true)));
}

#[test]
fn the_preview_is_woken_with_what_the_server_knew() {
    let html = choose_html(facts(), Chosen { plan: Some(code("A")), ..Chosen::default() }, None);
    let packed = html.split_once("data-props=\"").expect("props").1.split_once('"').expect("their end").0;
    let props: Props = unpack(packed).expect("props that can be read");
    assert_eq!(props.present, facts().present());
    assert_eq!((props.plan, props.start), (Some(code("A")), Start::NextCycle));
    let codes: Vec<_> =
        props.targets.iter().map(|(target, name)| (target.code.0.as_str(), name.as_str())).collect();
    assert_eq!(codes, [("A", "Plan A"), ("C", "Plan C"), ("D", "Plan D")]);
}

#[test]
fn props_that_are_cut_off_or_damaged_are_not_read() {
    let packed = pack(&facts().present());
    assert_eq!(unpack(&packed), Some(facts().present()));
    for damaged in [&packed[..packed.len() - 2], &packed[1..], "", "zz", "ffffffffffffffff"] {
        assert_eq!(unpack::<Present>(damaged), None, "{damaged}");
    }
}

#[test]
fn cheaper_plans_are_as_easy_to_reach_as_dearer_ones() {
    let html = choose_html(facts(), Chosen::default(), None);
    let at = |value: &str| html.find(&format!("value=\"{value}\"")).expect("each plan has its radio button");
    assert!(at("A") < at("C") && at("C") < at("D"));
    assert!(!html.contains("value=\"B\""));
    // 20.00 less for three started months, of which 30 percent.
    assert!(html.contains("¥20.00 less each month, early-termination fee ¥18.00"), "{html}");
    assert!(html.contains("¥65.00 more each month, no early-termination fee"), "{html}");
}

#[rstest]
#[case::overdue(Facts { overdue: Money::from_yuan(80), ..facts() }, "/pay")]
#[case::under_way(Facts { pending_order: Some("D7KQ2MXR4Z".to_owned()), ..facts() }, "/orders/D7KQ2MXR4Z")]
fn what_blocks_every_change_comes_first_and_leads_on(#[case] facts: Facts, #[case] way: &str) {
    let html = choose_html(facts, Chosen::default(), None);
    let notice = html.find("notice-warn").expect("a notice");
    assert!(notice < html.find("Plan A").expect("the plans are still compared"));
    assert!(html.contains(&format!("href=\"{way}\"")));
    assert!(!html.contains("type=\"radio\""));
}

#[test]
fn a_change_that_only_starts_later_is_one_step_away() {
    let chosen = Chosen { plan: Some(code("A")), start: Some(Start::Now), need: None };
    let refusal = quote(&facts(), &code("A"), Start::Now).expect_err("cheaper plans wait");
    let html = choose_html(facts(), chosen, Some(refusal));
    let address = check_address(&line().code, &code("A"), Start::NextCycle).replace('&', "&amp;");
    assert!(html.contains(&address), "{html}");
}

#[test]
fn errors_stand_on_top_and_beside_the_plans() {
    let page =
        ChoosePage { view: view(facts()), chosen: Chosen::default(), refusal: None, errors: vec![error()] };
    let html = html("choose-error", Language::ZhCn, || choose(Language::ZhCn, page));
    assert_eq!(html.matches("mend this").count(), 2);
    assert!(html.contains("href=\"#plan\"") && html.contains("id=\"plan\""));
}

#[rstest]
#[case::no_fee("D", Start::Now, false)]
#[case::fee("A", Start::NextCycle, true)]
fn a_fee_is_accepted_in_so_many_words(#[case] plan: &str, #[case] start: Start, #[case] asked: bool) {
    let terms = terms(plan, start);
    let fee = terms.termination_fee.fen();
    let html = check_html(terms, Seen::default(), None);
    assert_eq!(html.contains("name=\"accept_fee\""), asked);
    assert!(html.contains(&format!("name=\"seen_fee\" value=\"{fee}\"")), "{html}");
}

#[test]
fn what_changed_meanwhile_is_marked() {
    let terms = terms("D", Start::Now);
    let before = Money::from_yuan(99);
    let seen = Seen {
        price: Some(before),
        effective_on: Some(terms.effective_on),
        fee: Some(terms.termination_fee),
    };
    let refusal = Refusal::PriceChanged { seen: before, now: terms.new_price };
    let html = check_html(terms, seen, Some(Again::Changed(refusal)));
    assert_eq!(html.matches("Updated").count(), 1);
    assert!(html.contains("You saw ¥99.00 a month; it is ¥129.00 now."));
}
