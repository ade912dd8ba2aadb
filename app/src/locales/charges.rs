//! Names of what stands on a bill.

use crm::{bills::ChargeKind, language::Language, usage::UsageKind};

super::texts! {
    plan: "套餐月费", "Plan";
    add_on: "增值业务", "Add-on";
    usage: "套餐外用量", "Use beyond the plan";
    activation: "开通费", "Connection fee";
    visit: "上门服务费", "Technician’s visit";
    replacement: "更换设备或SIM卡", "Replacement SIM or device";
    roaming: "国际漫游", "Use abroad (roaming)";
    content: "代收信息费", "Third-party content";
    late_fee: "逾期违约金", "Late-payment fee";
    early_termination: "提前解约费", "Early-termination fee";
    proration: "更换套餐按日结算", "Plan change, settled by the day";
    discount: "优惠减免", "Discount";
    credit: "退费", "Credit";
    voice_beyond: "套餐外通话", "Calls beyond the plan";
    data_beyond: "套餐外流量", "Data beyond the plan";
    messages_beyond: "套餐外短信", "Text messages beyond the plan";
    discount_on(offering: &str): "{offering}优惠减免", "Discount on {offering}";
}

/// The kind of a charge.
pub(crate) fn kind(language: Language, kind: ChargeKind) -> &'static str {
    match kind {
        ChargeKind::Plan => plan(language),
        ChargeKind::AddOn => add_on(language),
        ChargeKind::Usage => usage(language),
        ChargeKind::Activation => activation(language),
        ChargeKind::Visit => visit(language),
        ChargeKind::Replacement => replacement(language),
        ChargeKind::Roaming => roaming(language),
        ChargeKind::Content => content(language),
        ChargeKind::LateFee => late_fee(language),
        ChargeKind::EarlyTermination => early_termination(language),
        ChargeKind::Proration => proration(language),
        ChargeKind::Discount => discount(language),
        ChargeKind::Credit => credit(language),
    }
}

/// What is charged for: the plan or add-on by its name, everything else by its kind.
pub(crate) fn name(
    language: Language,
    charge: ChargeKind,
    used: Option<UsageKind>,
    offering: Option<&str>,
) -> String {
    match (charge, used, offering) {
        (ChargeKind::Plan | ChargeKind::AddOn, _, Some(offering)) => offering.to_owned(),
        (ChargeKind::Discount, _, Some(offering)) => discount_on(language, offering),
        (ChargeKind::Usage, Some(UsageKind::Voice), _) => voice_beyond(language).to_owned(),
        (ChargeKind::Usage, Some(UsageKind::Data), _) => data_beyond(language).to_owned(),
        (ChargeKind::Usage, Some(UsageKind::Message), _) => messages_beyond(language).to_owned(),
        _ => kind(language, charge).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plan(ChargeKind::Plan, None, Some("5G 129"), "5G 129", "5G 129")]
    #[case::plan_without_a_name(ChargeKind::Plan, None, None, "套餐月费", "Plan")]
    #[case::discount(ChargeKind::Discount, None, Some("5G 129"), "5G 129优惠减免", "Discount on 5G 129")]
    #[case::data(
        ChargeKind::Usage,
        Some(UsageKind::Data),
        Some("5G 129"),
        "套餐外流量",
        "Data beyond the plan"
    )]
    #[case::late(ChargeKind::LateFee, None, None, "逾期违约金", "Late-payment fee")]
    fn names(
        #[case] charge: ChargeKind,
        #[case] used: Option<UsageKind>,
        #[case] offering: Option<&str>,
        #[case] zh: &str,
        #[case] en: &str,
    ) {
        assert_eq!(name(Language::ZhCn, charge, used, offering), zh);
        assert_eq!(name(Language::En, charge, used, offering), en);
    }
}
