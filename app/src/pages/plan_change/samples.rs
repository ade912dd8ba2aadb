//! A line with a plan, an add-on and an agreement, for tests of the pages around plan changes.

use crate::{
    components::FieldError,
    locales::offerings::tests::plan,
    render::{self, Section, Shell, Site, Visitor},
};
use crm::{
    agreements::{Agreement, Term},
    catalogue::{Offering, OfferingCode, OfferingKind},
    customers::Msisdn,
    language::{Language, Text},
    lines::{Line, LineKind, LineState},
    money::Money,
    plan_change::Facts,
    products::{Product, ProductStatus},
};
use jiff::civil::date;
use leptos::{config::LeptosOptions, prelude::IntoView};
use operations::{catalogue::NameMap, plan_change::PlanChangeView};
use std::sync::Arc;
use uuid::Uuid;

/// A phone line in use.
pub(crate) fn line() -> Line {
    Line {
        id: Uuid::from_u128(1).into(),
        code: "L7KQ2".to_owned(),
        customer_id: Uuid::from_u128(2).into(),
        account_id: Uuid::from_u128(3).into(),
        kind: LineKind::Phone,
        msisdn: Msisdn::parse("13800138000"),
        state: LineState::Active,
        barred: None,
        barred_beneath: None,
        since: date(2024, 3, 1),
        ended_on: None,
        version: 1,
    }
}

/// A product on that line, signed for whole yuan.
pub(crate) fn product(code: &str, kind: OfferingKind, yuan: i64) -> Product {
    Product {
        id: Uuid::from_u128(4).into(),
        line_id: line().id,
        offering: OfferingCode(code.to_owned()),
        kind,
        status: ProductStatus::Active,
        monthly_price: Money::from_yuan(yuan),
        starts_on: date(2025, 3, 1),
        ends_on: None,
        version: 1,
    }
}

/// A line on plan B for 59 yuan, bound until February 2027, with an add-on that plan D rules out; A is cheaper, C costs
/// the same, D is dearer. Today is 22 November 2026.
pub(crate) fn facts() -> Facts {
    let excluding = Offering { excludes: vec![OfferingCode("MULTI".to_owned())], ..plan("D", 129) };
    Facts {
        line: line(),
        plan_product: product("B", OfferingKind::Plan, 59),
        add_on_products: vec![product("MULTI", OfferingKind::AddOn, 5)],
        targets: vec![excluding, plan("A", 39), plan("B", 69), plan("C", 59)],
        agreement: Some(Agreement {
            id: Uuid::from_u128(5).into(),
            line_id: line().id,
            term: Term::TwoYears,
            starts_on: date(2025, 3, 1),
            ends_on: Some(date(2027, 2, 28)),
            committed_monthly: Money::from_yuan(59),
            termination_percent: 30,
        }),
        pending_order: None,
        overdue: Money::ZERO,
        senior: false,
        today: date(2026, 11, 22),
    }
}

/// Names of the plans and of the add-on.
pub(crate) fn names() -> Arc<NameMap> {
    let names = ["A", "B", "C", "D", "MULTI"].map(|code| {
        let text = Text { zh_cn: format!("{code}套餐"), en: format!("Plan {code}") };
        (OfferingCode(code.to_owned()), text)
    });
    Arc::new(names.into_iter().collect())
}

/// What the operation reads for that line.
pub(crate) fn view(facts: Facts) -> PlanChangeView {
    PlanChangeView { facts, present: Some(plan("B", 69)), names: names() }
}

/// Something to mend.
pub(crate) fn error() -> FieldError {
    FieldError::new("plan", "mend this")
}

/// A page as its readers get it. People can look at it with `LOOK=folder cargo test`.
pub(crate) fn html<V: IntoView + 'static>(
    name: &str,
    language: Language,
    view: impl FnOnce() -> V,
) -> String {
    let site = Site::new(&LeptosOptions::builder().output_name("wangting").build());
    let shell = Shell {
        language,
        title: name.to_owned(),
        visitor: Visitor::Customer { name: "138****8000".to_owned() },
        section: Some(Section::Plans),
        path: "/".to_owned(),
        flash: None,
        demo: true,
        acting: None,
    };
    let html = render::page(&site, shell, "", view).html;
    if let Ok(folder) = std::env::var("LOOK") {
        std::fs::write(format!("{folder}/{name}-{language}.html"), &html).expect("a folder to write to");
    }
    html
}
