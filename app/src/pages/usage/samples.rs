//! Made-up usage to test the page with.

use crm::{
    catalogue::{Allowances, Eligibility, Offering, OfferingCode, OfferingKind, Overage},
    cycle::Cycle,
    language::Text,
    lines::LineKind,
    money::Money,
    usage::{CycleUsage, DailyUsage, UsageKind, overage, remaining},
};
use jiff::civil::date;
use operations::usage::{LineUsage, UsageView};

/// The first line of a customer with two, close to the end of its data.
pub(super) fn view() -> UsageView {
    let lines = crate::pages::bills::samples::lines();
    let today = date(2026, 11, 21);
    let running = Cycle::of(today);
    let plan = Offering {
        code: OfferingCode("B".to_owned()),
        kind: OfferingKind::Plan,
        line_kind: LineKind::Phone,
        name: Text {
            zh_cn: "5G 畅享套餐 129 元（家庭共享升级版）".to_owned(),
            en: "5G Enjoy 129 (family share, upgraded)".to_owned(),
        },
        summary: Text { zh_cn: String::new(), en: String::new() },
        monthly_price: Money::from_yuan(129),
        allowances: Allowances { voice_minutes: Some(200), data_mb: Some(10_240), messages: Some(0) },
        overage: Overage {
            voice_minute: Money::from_fen(15),
            data_block: Money::from_fen(300),
            message: Money::from_fen(10),
        },
        speed_mbps: None,
        sale_from: date(2020, 1, 1),
        sale_until: None,
        eligibility: Eligibility::Everyone,
        needs: vec![],
        excludes: vec![],
    };
    let used = CycleUsage { voice_minutes: 231, data_mb: 9_120, messages: 12 };
    let days = (1_i8..=21)
        .flat_map(|day| {
            let on = |kind, quantity| DailyUsage { day: date(2026, 11, day), kind, quantity, events: 2 };
            let wave = i64::from(day) * 37 % 19;
            [on(UsageKind::Data, wave * 44), on(UsageKind::Voice, wave % 7 * 3)]
        })
        .collect();
    let earlier = CycleUsage { voice_minutes: 180, data_mb: 8_700, messages: 3 };
    let months = (-6..=0).map(|ago| (running.plus(ago), if ago == 0 { used } else { earlier })).collect();
    UsageView {
        line: Some(LineUsage {
            line: lines[0].clone(),
            levels: remaining(&plan.allowances, used).to_vec(),
            overage: overage(used, &plan.allowances, &plan.overage),
            months,
            month: running,
            days,
            plan: Some(plan),
        }),
        lines,
        today,
    }
}
