//! What staff see of the customer, the line and the bill: as much as answering takes. R-CUS-5

use super::desk;
use crate::{
    components::*,
    format,
    locales::{request_words as words, staff_requests as t},
};
use crm::{
    bills::Bill,
    customers::Tier,
    language::Language,
    lines::{LineKind, LineState},
};
use leptos::prelude::*;
use operations::staff_requests::{CustomerFacts, LineFacts, StaffRequestView};

pub(super) fn request(language: Language, view: &StaffRequestView) -> impl IntoView + use<> {
    let request = view.request.clone();
    let with = view.taken_by.clone().unwrap_or_else(|| t::nobody(language).to_owned());
    view! {
        <Card title=t::about_request(language)>
            <KeyValue>
                <Fact label=t::number(language)>{request.number.clone()}</Fact>
                <Fact label=t::category(language)>{words::category(language, request.category)}</Fact>
                <Fact label=t::due(language)>{format::date_time(language, request.due_at)}</Fact>
                <Fact label=t::filed(language)>{format::date_time(language, request.opened_at)}</Fact>
                <Fact label=t::desk(language)>{desk(language, request.route)}</Fact>
                <Fact label=t::with(language)>{with}</Fact>
            </KeyValue>
        </Card>
    }
}

pub(super) fn customer(language: Language, customer: &CustomerFacts) -> impl IntoView + use<> {
    let tier = match customer.tier {
        Tier::Standard => t::standard(language),
        Tier::Silver => t::silver(language),
        Tier::Gold => t::gold(language),
        Tier::Diamond => t::diamond(language),
    };
    let answer_in = match customer.language {
        Language::ZhCn => t::chinese(language),
        Language::En => t::english(language),
    };
    let CustomerFacts { code, name, masked_mobile, blacklisted, since, .. } = customer.clone();
    view! {
        <Card title=t::about_customer(language)>
            {blacklisted.then(|| view! { <Badge tone=Tone::Bad text=t::blacklisted(language) /> })}
            <KeyValue>
                <Fact label=t::name(language)>{name}</Fact>
                <Fact label=t::code(language)>{code}</Fact>
                <Fact label=t::mobile(language)>{masked_mobile}</Fact>
                <Fact label=t::tier(language)>{tier}</Fact>
                <Fact label=t::answer_in(language)>{answer_in}</Fact>
                <Fact label=t::since(language)>{format::date(language, since)}</Fact>
            </KeyValue>
        </Card>
    }
}

pub(super) fn line(language: Language, line: &LineFacts) -> impl IntoView + use<> {
    let (tone, state) = match line.state {
        LineState::Active => (Tone::Good, t::line_active(language)),
        LineState::Suspended => (Tone::Warn, t::line_suspended(language)),
        LineState::Terminated => (Tone::Neutral, t::line_terminated(language)),
    };
    let (label, name) = match (line.kind, line.masked_msisdn.clone()) {
        (LineKind::Phone, Some(number)) => (t::line_number(language), number),
        (LineKind::Phone, None) => (t::line_kind(language), t::phone(language).to_owned()),
        (LineKind::Internet, _) => (t::line_kind(language), t::internet(language).to_owned()),
    };
    let code = line.code.clone();
    view! {
        <Card title=t::about_line(language)>
            <KeyValue>
                <Fact label=label>{name}</Fact>
                <Fact label=t::line_code(language)>{code}</Fact>
                <Fact label=t::state(language)>
                    <Badge tone=tone text=state />
                </Fact>
            </KeyValue>
        </Card>
    }
}

pub(super) fn bill(language: Language, bill: &Bill) -> impl IntoView + use<> {
    let period = format::period(language, bill.period_first, bill.period_last);
    let number = bill.number.clone();
    let (total, due) = (format::money(bill.total), format::date(language, bill.due_on));
    view! {
        <Card title=t::about_bill(language)>
            <KeyValue>
                <Fact label=t::bill_number(language)>{number}</Fact>
                <Fact label=t::bill_period(language)>{period}</Fact>
                <Fact label=t::bill_total(language)>{total}</Fact>
                <Fact label=t::bill_due(language)>{due}</Fact>
            </KeyValue>
        </Card>
    }
}
